/*
 * audit_numerals: numbers that are written in another way than with ASCII digits and a point.
 *
 * 四十七校, 二千三百万円, 四七・五%, 七三・五% of a newspaper's columns, 三分の二, 四人に一人, 五割四分: each is written with digits, where it can
 * be no part of a word (千葉, 一部, 十分), that is before a counter, a percentage or a tenth.  Works on a line or a cell of normalised
 * text (audit_draft.h) and returns a copy in the arena.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_NUMERALS_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_NUMERALS_H

#include "engine/base/arena.h"
#include "reports/audit/audit_words.h"

char *audit_numerals(struct arena *arena, const struct audit_words *w, const char *text);

#endif
