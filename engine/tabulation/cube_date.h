/*
 * cube_date: days put together where there are too many to be rows of a table one by one.
 *
 * Months, years, five, ten or a hundred years: the shortest of them of which CUBE_DATE_CLASSES are enough from the first
 * day to the last.  A class begins with its bound and ends before the next one; the last has its full length.
 *
 *     struct cube_dates dates = cube_dates_make(arena, first, last);
 *     struct cube_row row = cube_dates_row(arena, &dates, i);    key "2026-05", "2026" or "1950-1959"
 */
#ifndef SHUKEI_ENGINE_TABULATION_CUBE_DATE_H
#define SHUKEI_ENGINE_TABULATION_CUBE_DATE_H

#include "engine/tabulation/cube.h"

enum {
    CUBE_DATES_MAX = 40,
    CUBE_DATE_CLASSES = 24
}; /* more distinct days than the first are put into classes */

struct cube_dates {
    int64_t *bounds; /* days since 1970-01-01, ascending */
    size_t count;
    int months; /* length of each */
};

struct cube_dates cube_dates_make(struct arena *arena, int64_t first, int64_t last);
struct cube_row cube_dates_row(struct arena *arena, const struct cube_dates *dates, size_t at);

#endif
