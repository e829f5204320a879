/*
 * made_up: returns that are nobody's answers, and what is said of figures that rest on them.
 *
 * A made-up return says so itself, in its remark (the words are "synthetic" in data/reference/wording.json).  What a
 * questionnaire says of its sample returns (questionnaire.synthetic) is only how it is put: a sheet that was really
 * answered under the same questionnaire is no sample.  So whoever counts returns counts the made-up ones among them, and
 * says what is true of those it counted:
 *
 *     made_up_notice(arena, q, 0, n)      NULL
 *     made_up_notice(arena, q, n, n)      the questionnaire's sentence, or a general one
 *     made_up_notice(arena, q, 3, n)      how many of how many
 */
#ifndef SHUKEI_ENGINE_TABULATION_MADE_UP_H
#define SHUKEI_ENGINE_TABULATION_MADE_UP_H

#include "engine/questionnaire/questionnaire.h"

/* remark may be NULL. */
bool made_up_is(const char *remark);

/* In the language of the survey, as its own words (`synthetic`) are; NULL when none of the n returns is made up. */
const char *made_up_notice(struct arena *arena, const struct questionnaire *q, size_t made_up, size_t n);

#endif
