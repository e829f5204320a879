/*
 * case_text: a free text as it may be shown.
 */
#ifndef SHUKEI_REPORTS_CASES_CASE_TEXT_H
#define SHUKEI_REPORTS_CASES_CASE_TEXT_H

#include "engine/base/arena.h"

#include <stdbool.h>

/* Without control characters and those that cannot be seen or turn the direction of what follows; line breaks are "\n",
 * one empty line at most; no blanks at the ends. */
char *case_text_clean(struct arena *arena, const char *text);

/* As terms are folded (struct case_terms). */
const char *case_text_folded(struct arena *arena, const char *text);

/* Every `word` replaced; *any is set when there was one. */
const char *case_text_replace(struct arena *arena, const char *text, const char *word, const char *by,
                              bool *any);

#endif
