/*
 * inspect_words: what a cell's text looks like; guesses about writing, used by the rules for machines.
 */
#ifndef SHUKEI_REPORTS_INSPECT_INSPECT_WORDS_H
#define SHUKEI_REPORTS_INSPECT_INSPECT_WORDS_H

#include "engine/base/arena.h"

#include <stdbool.h>

/* A number with marks or a unit around it: "1,234", "49.2%", "１２件", "△5"; `plain` also says whether it is nothing but
 * digits, as codes are. */
bool inspect_is_number(struct arena *arena, const char *text, bool *plain);
/* Two numbers or more and nothing else: "12 (3)", "5/20", "1、2"; no date, time, range of a code. */
bool inspect_is_several(struct arena *arena, const char *text);
/* Laid out by spaces or line breaks: at its ends, more than one in a row, or between single characters. */
bool inspect_is_laid_out(const char *text);
/* Says "the same as above": 〃, 同上. */
bool inspect_is_ditto(const char *text);
/* A year of a Japanese era (令和5年, R5.10.1) without the Western one beside it. */
bool inspect_is_era_only(const char *text);
/* 令和5年度 becomes 令和5年（2023年）度, unless a Western year stands there already. */
const char *inspect_with_western_years(struct arena *arena, const char *text);
/* The first character that is no part of JIS X 0208 (①, Ⅲ, ㈱), as text; NULL: none. */
const char *inspect_odd_character(struct arena *arena, const char *text);
/* The Ministry's marks in the place of a number: *** (not known), - (there is none), X (concealed). */
bool inspect_is_mark(const char *text);
/* A dash, dots or stars that somebody uses in the place of a number. */
bool inspect_is_odd_mark(const char *text);

/* The text as the rules want it: blanks and breaks become one blank, odd characters their plain ones where there are any. */
const char *inspect_plain_text(struct arena *arena, const char *text);

#endif
