/*
 * release_told: which keys an answer tells though it is not asked for them.
 *
 * A question that only hospitals are asked (its `ask`, or its place below an option) tells by its silence who is none, and so
 * do questions that are asked after it, and one that is asked by way, association or day of answering; the words beside 「その他」 tell that this was ticked.  Where such a key is withheld of
 * a return, the answer is, too.
 */
#ifndef SHUKEI_REPORTS_MICRODATA_RELEASE_TOLD_H
#define SHUKEI_REPORTS_MICRODATA_RELEASE_TOLD_H

#include "reports/microdata/release.h"

enum { RELEASE_KEYS_MAX = 32 };

/* By question: a bit per key of the release, by its place, its own among them. */
const uint32_t *release_told(struct arena *arena, const struct questionnaire *q,
                             const struct release *release);

/* Whether one of the keys is withheld of the return. */
bool release_told_withheld(const struct release *release, uint32_t keys, size_t at);

#endif
