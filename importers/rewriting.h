/*
 * rewriting: patterns over short texts, and what the texts may be rewritten to.
 *
 * In a pattern `*` stands for anything, `#` for digits, all else for itself, letters in either case.  In a
 * replacement $1 $2 ... are what the first, second ... wildcard stood for; of digits without leading zeros.
 * A pattern with several wildcards may fit in several ways: the shortest for the first wildcard comes first.
 *
 * Texts longer than REWRITING_TEXT_MAX fit nothing, and at most REWRITING_OFFERS_MAX replacements are
 * offered, so that no text can cost more than a moment.
 */
#ifndef SHUKEI_IMPORTERS_REWRITING_H
#define SHUKEI_IMPORTERS_REWRITING_H

#include "engine/base/arena.h"

#include <stdbool.h>

enum { REWRITING_WILDCARDS = 4, REWRITING_TEXT_MAX = 1000, REWRITING_OFFERS_MAX = 64 };

bool rewriting_fits(const char *pattern, const char *text);

/* Offers every replacement of every fit until `accept` returns true; that one, or NULL. */
const char *rewriting_try(struct arena *arena, const char *pattern, const char *const *replacements,
                          size_t count, const char *text, bool (*accept)(void *data, const char *text),
                          void *data);

/* Whether the pattern has no more wildcards than can be kept, and the replacement names none beyond them. */
bool rewriting_valid(const char *pattern, const char *replacement);

#endif
