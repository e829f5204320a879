/*
 * runs: stretches of a series that fall (or rise) without a break: "falling for 8 months".
 *
 *     size_t n = runs_find(points, count, runs);   // runs: room for `count`
 *
 * Points stand in order of time.  A run is a longest stretch in which every step goes the same way; its
 * length is its number of steps, so that from April to December is a run of 8.  An equal value, a point that
 * is not known, and a gap (a point that does not follow its predecessor directly) end a run: what happened
 * inside a gap is not known.
 *
 * Values are exact fractions (ranking.h).  No memory, no errors.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_RUNS_H
#define SHUKEI_ENGINE_STATISTICS_RUNS_H

#include "engine/statistics/ranking.h"

struct runs_point {
    struct ranking_value value; /* den 0: not known */
    bool follows;               /* directly after the point before; not read in the first */
};

struct runs_run {
    size_t from, to; /* positions of the first and last point */
    int direction;   /* -1 falling, +1 rising */
};

/* In order of time.  Neighbouring runs share a point (the turn). */
size_t runs_find(const struct runs_point *points, size_t count, struct runs_run *runs);

size_t runs_steps(const struct runs_run *run);

#endif
