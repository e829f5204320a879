/*
 * projection: a share carried forward in time, "at this pace" and on a logistic curve.
 *
 *     struct projection_line line = projection_line(from, to);
 *     double at = line.share + line.pace * (march_31 - line.time);      // may leave 0..1: see below
 *     struct projection_curve curve;
 *     if (projection_curve_fit(points, count, &curve))
 *         value = projection_curve_at(&curve, march_31, 1, 0.95);
 *
 * The line goes through two points.  It is what "at this pace" means; it knows no ceiling, so a value beyond
 * 0 or 1 is not a share any more: the line has then reached its end before (projection_line_reach says when).
 *
 * The curve is a straight line in the log odds: growth slows as it nears 0 or 1 (P.-F. Verhulst, 1838; the
 * ceiling is 1).  Through two points it is exact and has no band.  Through more it is fitted by weighted
 * least squares on the empirical log odds, and its band is the prediction interval of one further observation
 * of the weight given, with Student's t on count - 2 degrees of freedom (e.g. Draper, Smith, Applied
 * Regression Analysis, 1998, ch. 3).
 *
 * Limits, to be said wherever a projection is printed: neither knows anything but the past points; the band
 * holds only if the points scatter independently about one curve, which counts of one month after the other
 * hardly do.  A point at 0 or 1 has no log odds and cannot be fitted.
 *
 * Time is in any unit, say days; shares are 0..1; weights > 0, only their ratios matter.  No memory.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_PROJECTION_H
#define SHUKEI_ENGINE_STATISTICS_PROJECTION_H

#include <stdbool.h>
#include <stddef.h>

struct projection_point {
    double time, share, weight;
};

/* --- at this pace --- */

struct projection_line {
    double time, share, pace; /* through (time, share); pace: share per unit of time */
};

struct projection_line projection_line(struct projection_point from,
                                       struct projection_point to); /* times differ */
/* When it reaches the goal, counted from its second point on; false: never at this pace, or there already. */
bool projection_line_reach(const struct projection_line *line, double goal, double *time);

/* --- logistic --- */

struct projection_curve {
    size_t count;
    double centre;          /* weighted mean of the times */
    double level, slope;    /* log odds = level + slope (time - centre) */
    double weights, spread; /* sum of the weights; weighted sum of squares of the times about the centre */
    double variance;        /* of an observation of weight 1; 0 for two points */
};

struct projection_value {
    double share;
    bool has_band;
    double low, high;
};

/* False when there are fewer than two different times, or a share is not strictly between 0 and 1. */
bool projection_curve_fit(const struct projection_point *points, size_t count,
                          struct projection_curve *curve);
struct projection_value projection_curve_at(const struct projection_curve *curve, double time, double weight,
                                            double level);

#endif
