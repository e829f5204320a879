/*
 * trend: does a rate rise or fall in order?
 *
 *   Cochran-Armitage  proportions of k groups that have an order (waves, sizes): W. G. Cochran (1954),
 *                     Biometrics 10, 417-451; P. Armitage (1955), Biometrics 11, 375-386.  z is positive when
 *                     the proportion rises with the scores; z^2 is the chi squared of R's prop.trend.test
 *   Mann-Kendall      a series of values in order of time, no distribution assumed: H. B. Mann (1945),
 *                     Econometrica 13, 245-259; M. G. Kendall (1975), Rank Correlation Methods.  Without ties
 *                     and with fewer than 50 values p is exact (the number of permutations with so many
 *                     inversions), otherwise normal with the variance corrected for ties and a continuity
 *                     correction of 1
 *   Sen's slope       the median of the slopes of all pairs: P. K. Sen (1968), JASA 63, 1379-1389; limits from
 *                     the variance of Kendall's S: R. O. Gilbert (1987), Statistical Methods for Environmental
 *                     Pollution Monitoring, 16.4, between two ranks by straight line
 *
 * p values are two-sided, 0..1.  `defined` is false where there is nothing to test: fewer than two groups or
 * values, all proportions 0 or all 1, all values equal, scores or times all equal.  Sen's slope is in units
 * of value per unit of time; its limits are the smallest and largest slope where the series is too short for
 * the level.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_TREND_H
#define SHUKEI_ENGINE_STATISTICS_TREND_H

#include "engine/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct trend_proportions {
    bool defined;
    double z, p;
    double slope; /* change in points per unit of score, weighted least squares */
};
/* scores NULL: 0, 1, 2, ...  n[i] > 0. */
struct trend_proportions trend_cochran_armitage(const int64_t *counts, const int64_t *n, const double *scores,
                                                size_t groups);

struct trend_series {
    bool defined;
    int64_t s;  /* pairs that rise minus pairs that fall */
    double tau; /* Kendall's tau b */
    bool exact;
    double variance, z; /* z is 0 when exact */
    double p;
};
struct trend_series trend_mann_kendall(struct arena *scratch, const double *values, size_t count);

struct trend_slope {
    bool defined;
    double slope, low, high;
    double intercept; /* median of value - slope x time */
};
/* times NULL: 0, 1, 2, ...; ascending. */
struct trend_slope trend_sen(struct arena *scratch, const double *values, const double *times, size_t count,
                             double level);

#endif
