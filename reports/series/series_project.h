/*
 * series_project: where a series will stand at a day to come, if it goes on.
 *
 * "At this pace": the straight line through two periods, carried on to the day
 * (engine/statistics/projection.h), exact from the printed decimals and rounded half up once.  Beside it the
 * logistic curve: exact through two points; through all known points between the two periods, by least
 * squares and with a prediction band, when there are more (weighted by n p (1-p) where the counts are known).
 * A period stands at its middle, a day at itself.
 *
 * A goal gives the gap in points (projected less goal: negative is short of it), the day that the line
 * reaches it, and how many times as fast it would have to go; a total gives the gap in units (institutions).
 *
 * A projection that somebody printed can be held beside: it is right when ours rounds to it.  Where the
 * second value was not printed, theirs tells between which bounds it and the gap must lie.
 */
#ifndef SHUKEI_REPORTS_SERIES_SERIES_PROJECT_H
#define SHUKEI_REPORTS_SERIES_SERIES_PROJECT_H

#include "reports/model/plot.h"
#include "reports/series/series_trend.h"

struct series_project_wishes {
    const char *target;               /* a day or period */
    const char *from, *to;            /* periods; NULL: the first and the last that have a value */
    const char *goal;                 /* a number, or NULL */
    const struct series *goal_series; /* by item, or NULL */
    const struct series *printed;     /* projections by item, or NULL */
    const char *total;                /* "229717", "病院=8192,薬局=61495", or NULL */
    const char *only;                 /* key of the only item wanted, or NULL: all */
    double level;
};

/* plot: the same to be drawn, as lines; NULL when it is not wanted. */
struct result *series_project(struct arena *arena, const struct series_table *t,
                              const struct series_project_wishes *wishes, const struct plot **plot,
                              struct fault *f) FAULT_CHECKED;

#endif
