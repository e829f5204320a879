/*
 * period: a day, month, year, fiscal year, or span of days, as series write them.
 *
 *     2024-05-31   2024-05   2024   FY2024 (April 2024 to March 2025)   2024-12-02/2024-12-08
 *
 * A period is its first and last day (calendar.h).  Of a figure that stands for a whole period, the middle is
 * the time that it is drawn and projected at; it is kept doubled (first + last), so that it is a whole
 * number.
 */
#ifndef SHUKEI_ENGINE_BASE_PERIOD_H
#define SHUKEI_ENGINE_BASE_PERIOD_H

#include "engine/base/calendar.h"

enum period_kind { PERIOD_DAY, PERIOD_MONTH, PERIOD_YEAR, PERIOD_FISCAL_YEAR, PERIOD_SPAN };

struct period {
    enum period_kind kind;
    int64_t first, last; /* days, both inside */
};

bool period_parse(const char *text, struct period *period);

int64_t period_middle_twice(struct period period);

/* Whether b begins where a ends.  Days and spans are dates that were chosen, not a sequence: one always
 * follows another. */
bool period_follows(struct period a, struct period b);

/* The month, year or fiscal year after it. */
struct period period_next(struct period period);

/* As above; a span by its first day.  Returns out. */
char *period_text(char out[CALENDAR_TEXT], struct period period);

#endif
