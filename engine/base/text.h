/*
 * text: what is asked of two texts that may be absent, or of which one is a part of the other.
 *
 * An absent text (NULL) is a value of its own here: it is the same as another absent one and as nothing else, not even as
 * the empty text.  Widths, folding and likeness of texts are in utf8.h.
 */
#ifndef SHUKEI_ENGINE_BASE_TEXT_H
#define SHUKEI_ENGINE_BASE_TEXT_H

#include "engine/base/arena.h"

#include <stdbool.h>

bool text_same(const char *a, const char *b); /* either may be NULL */
bool text_begins(const char *text, const char *with);
bool text_ends(const char *text, const char *with);

/* Reading on: past a prefix that is not empty, and past blanks. */
bool text_skip(const char **at, const char *prefix);
void text_skip_blanks(const char **at);
bool text_digit(char c); /* 0 to 9 in ASCII, whatever the locale */

/* Both, one under the other; either may be NULL. */
const char *text_lines(struct arena *arena, const char *upper, const char *lower);

#endif
