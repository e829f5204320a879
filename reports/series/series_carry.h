/*
 * series_carry: the numbers behind series_project, one item at a time.
 */
#ifndef SHUKEI_REPORTS_SERIES_SERIES_CARRY_H
#define SHUKEI_REPORTS_SERIES_SERIES_CARRY_H

#include "engine/statistics/projection.h"
#include "reports/model/plot.h"
#include "reports/series/series_project.h"

struct series_bounds { /* both ends the same where the value is known exactly */
    bool known;
    struct ranking_value low, high; /* fractions, in the series' unit */
};

struct series_carry {
    const struct series_item *item;
    const struct series_value *from, *to; /* to: may be unknown */
    bool has_line;
    struct ranking_value line; /* at the target, exact */
    double pace;               /* per 30 days */
    bool has_curve;
    struct projection_value curve;
    size_t points; /* that the curve is made from */
    bool weighted;
    const struct series_value *goal;    /* or NULL */
    const struct series_value *printed; /* or NULL */
    bool printed_agrees;                /* of has_line and printed */
    struct series_bounds implied;       /* second value that the printed projection asks for */
    struct series_bounds gap;           /* projected (else printed) less goal */
    struct series_bounds units;         /* gap of the total */
    int64_t total;                      /* 0: not known */
    bool reaches;
    int64_t reach_day; /* that the line reaches the goal; of has_line and goal */
    double times;      /* as fast as it would have to be; 0: not defined */
};

struct series_carry_spec {
    int64_t from_twice, to_twice, target_twice; /* twice the middle of each period, in days */
    size_t from, to;                            /* periods of the table */
    double level;
};

/* goal, printed: or NULL; total 0: not known. */
struct series_carry series_carry(struct arena *arena, const struct series_table *t, size_t item,
                                 const struct series_carry_spec *spec, const struct series_value *goal,
                                 const struct series_value *printed, int64_t total);

/* Of the rows that have a line: both values and the day to come, in the course of time.  target: as it was asked for. */
const struct plot *series_carry_plot(struct arena *arena, const struct series_table *t,
                                     const struct series_carry *rows, size_t count,
                                     const struct series_carry_spec *spec, const char *target, int decimals);

#endif
