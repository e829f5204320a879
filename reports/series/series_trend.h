/*
 * series_trend: a series in the course of time.
 *
 * Of one item (the nation, a prefecture, a facility type): a row for every period, with change, counts and
 * the rate that they give, rank among the items, and how long it has been rising or falling; under it the
 * runs and the Mann-Kendall test. Of several: a row for every item, a column for every period.
 *
 * Periods of one kind make a sequence (months, say); those of other kinds in between (a week) are left out
 * and named.  A month that the series lacks has a row that says so; no change is made across it, and it ends
 * a run.
 */
#ifndef SHUKEI_REPORTS_SERIES_SERIES_TREND_H
#define SHUKEI_REPORTS_SERIES_SERIES_TREND_H

#include "engine/statistics/runs.h"
#include "reports/series/series_table.h"
#include "reports/text/result.h"

/* --- one item as a sequence; also what a projection starts from --- */

struct series_moment {
    struct period period;
    const char *text;                 /* of the period */
    const struct series_value *value; /* NULL: the series has no such period */
    size_t at;                        /* period in the table; of those that it has */
};

struct series_course {
    const struct series_table *table;
    size_t item;
    enum period_kind kind;
    struct series_moment *moments; /* in order of time, gaps filled in */
    size_t count;
    struct runs_point *points; /* the same */
    struct runs_run *runs;
    size_t run_count;
    const char *left_out; /* periods of other kinds, or NULL */
};

struct series_course series_course(struct arena *arena, const struct series_table *t, size_t item);

/* --- as results --- */

struct result *series_trend_one(struct arena *arena, const struct series_table *t, size_t item);
struct result *series_trend_all(struct arena *arena, const struct series_table *t);

#endif
