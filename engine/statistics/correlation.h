/*
 * correlation: how far two rows of numbers rise and fall together.
 *
 *   Pearson   r; Student's t with n - 2 degrees of freedom; interval by Fisher's z (R. A. Fisher (1921), Metron 1, 3-32),
 *             for n > 3
 *   Spearman  r of the ranks, ties at their mean rank; p exact for n <= 9 without ties, by the Edgeworth series of
 *             AS 89 (D. J. Best, D. E. Roberts (1975), Applied Statistics 24, 377-379) up to 1290, Student's t beyond and
 *             with ties, as R's cor.test; interval by Fisher's z with variance (1 + r^2/2) / (n - 3) (D. G. Bonett, T. A.
 *             Wright (2000), Psychometrika 65, 23-28)
 *
 * `defined` is false when there is nothing to tell: fewer than 3 points, or one of the two does not vary; then nothing
 * else may be read.  `has_interval`: n > 3 and |r| < 1.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_CORRELATION_H
#define SHUKEI_ENGINE_STATISTICS_CORRELATION_H

#include "engine/base/arena.h"

#include <stdbool.h>

struct correlation {
    bool defined, has_interval;
    double r;
    double statistic; /* Pearson: t; Spearman: S, the sum of squared rank differences that r stands for */
    double p;         /* two-sided */
    bool ties;        /* Spearman */
    double low, high;
};

struct correlation correlation_pearson(const double *x, const double *y, size_t n, double level);
struct correlation correlation_spearman(struct arena *scratch, const double *x, const double *y, size_t n,
                                        double level);

#endif
