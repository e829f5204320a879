/*
 * interval: confidence intervals of a proportion.
 *
 *   wilson         E. B. Wilson (1927), JASA 22, 209-212; the score interval without continuity correction
 *                  (the default)
 *   exact          C. J. Clopper, E. S. Pearson (1934), Biometrika 26, 404-413; beta quantiles
 *   logit          normal interval on the log odds; not defined at 0 and n: there the exact one-sided bound
 *                  stands
 *   agresti-coull  A. Agresti, B. A. Coull (1998), American Statistician 52, 119-126; z^2/2 added to both counts
 *   none
 *
 * Of a finite population (interval_finite): when n of N units answered, less is left to chance.  The share of
 * a simple random sample without replacement has variance P(1-P)/n (N-n)/(N-1) (W. G. Cochran (1977),
 * Sampling Techniques, 3rd ed., section 3.2), that of a sample of n (N-1)/(N-n) with replacement; wilson,
 * logit and agresti-coull use this number in place of n.  exact inverts the hypergeometric distribution
 * instead: all counts K of the population that are not rejected at (1-level)/2 on either side (J. P.
 * Buonaccorsi (1987), American Statistician 41, 215-218).  No interval reaches below what was counted for
 * certain, count/N, nor above 1 - (n-count)/N; with n = N it is the point itself.
 *
 * Of weighted answers (interval_effective): p and the effective number n_eff are real; the same formulas with
 * count = p n_eff (E. L. Korn, B. I. Graubard (1998), Survey Methodology 24, 193-201, for exact).
 *
 * Units: low and high are in percent, 0..100, unrounded; p is 0..1.  n > 0, 0 <= count <= n <= population,
 * 0 < level < 1, n_eff > 0.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_INTERVAL_H
#define SHUKEI_ENGINE_STATISTICS_INTERVAL_H

#include <stdbool.h>
#include <stdint.h>

enum interval_method {
    INTERVAL_WILSON,
    INTERVAL_EXACT,
    INTERVAL_LOGIT,
    INTERVAL_AGRESTI_COULL,
    INTERVAL_NONE
};

struct interval {
    double low, high;
};

struct interval interval_proportion(enum interval_method method, int64_t count, int64_t n, double level);
struct interval interval_finite(enum interval_method method, int64_t count, int64_t n, int64_t population,
                                double level);
struct interval interval_effective(enum interval_method method, double p, double n_eff, double level);
bool interval_parse(const char *name, enum interval_method *method);
const char *interval_name(enum interval_method method);

#endif
