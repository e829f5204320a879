/*
 * words: dates as a press kit writes them, in the language that is in force (engine/base/lang.h).
 */
#ifndef SHUKEI_REPORTS_PRESS_WORDS_H
#define SHUKEI_REPORTS_PRESS_WORDS_H

#include "engine/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* An ISO date "2024-01-31" as a day (engine/base/calendar.h). */
bool words_date_parse(const char *iso, int64_t *day);

const char *words_date(struct arena *arena, const char *iso);         /* 2024年1月31日 */
const char *words_date_weekday(struct arena *arena, const char *iso); /* 2024年1月31日（水） */

/* "2023年11月24日～2024年1月10日"; either end may be NULL or empty. */
const char *words_period(struct arena *arena, const char *from, const char *to);

/* "2023-12" as 2023年12月; other periods as they are. */
const char *words_month(struct arena *arena, const char *period);

#endif
