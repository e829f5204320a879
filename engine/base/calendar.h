/*
 * calendar: days as numbers.
 *
 * A day is the number of days since 1970-01-01 in the Gregorian calendar (also before its introduction), so
 * that days compare and subtract as integers.  Nothing here knows of eras or of how people write dates: see
 * engine/response/normalise.h.
 */
#ifndef SHUKEI_ENGINE_BASE_CALENDAR_H
#define SHUKEI_ENGINE_BASE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

enum { CALENDAR_TEXT = 32, CALENDAR_YEAR_MIN = 1, CALENDAR_YEAR_MAX = 9999 };

/* False for a day that does not exist (2024-02-30) or a year outside the two above. */
bool calendar_days(int year, int month, int day, int64_t *days);

void calendar_date(int64_t days, int *year, int *month, int *day);

int64_t calendar_month(int64_t days); /* its first day */

/* "2024-01-09".  Returns out. */
char *calendar_iso(char out[CALENDAR_TEXT], int64_t days);

#endif
