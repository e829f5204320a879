/*
 * shrinkage: rates of small areas, drawn towards the rate of all as far as their size asks for.
 *
 *     struct shrinkage model = shrinkage_fit(counts, n, areas);
 *     struct shrinkage_rate rate = shrinkage_rate(&model, counts[i], n[i], 0.95);
 *
 * Empirical Bayes, beta-binomial: the true rates of the areas are taken as draws from one beta distribution
 * (a, b), which is estimated from all areas together; the rate of an area is then the mean of its posterior,
 * beta (a + count, b + n - count): the raw rate with weight n / (n + a + b), the common mean a / (a + b) with
 * the rest. C. N. Morris (1983), "Parametric empirical Bayes inference", JASA 78, 47-55; D. Clayton, J.
 * Kaldor (1987), Biometrics 43, 671-681, who did it for counts of a disease (Poisson and gamma).  The
 * interval has equal tails of the posterior.  It takes a and b as known, so with few areas it is somewhat too
 * narrow.
 *
 * a and b maximise the marginal likelihood; Newton's steps on their logarithms.  When those do not arrive,
 * moments stand in: J. C. Kleinman (1973), JASA 68, 46-54, with the sizes as weights.  Degenerate cases:
 *   SHRINKAGE_NONE    no area with returns
 *   SHRINKAGE_ONE     a single area: there is nothing to learn from; its rate stays as it is
 *   SHRINKAGE_EQUAL   the areas differ no more than by chance (also: all counts are 0, or all n): every rate
 * becomes the common one, and has no interval of its own
 *
 * Rates are shares, 0..1; areas with n = 0 take no part in the fit and get the common mean.  No memory, no
 * errors.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_SHRINKAGE_H
#define SHUKEI_ENGINE_STATISTICS_SHRINKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum shrinkage_kind {
    SHRINKAGE_NONE,
    SHRINKAGE_ONE,
    SHRINKAGE_EQUAL,
    SHRINKAGE_MOMENTS,
    SHRINKAGE_LIKELIHOOD
};

struct shrinkage {
    enum shrinkage_kind kind;
    double a, b;      /* of the beta distribution; of LIKELIHOOD and MOMENTS only */
    double mean;      /* the common rate: a / (a + b), else all counts over all n */
    double deviation; /* of the true rates between areas: the standard deviation of beta (a, b), else 0 */
};

struct shrinkage_rate {
    double rate;
    bool has_interval;
    double low, high;
    double weight; /* of the raw rate, 0..1 */
};

struct shrinkage shrinkage_fit(const int64_t *counts, const int64_t *n, size_t areas);
struct shrinkage_rate shrinkage_rate(const struct shrinkage *model, int64_t count, int64_t n, double level);

/* The logarithm of the marginal likelihood of (a, b), without the binomial coefficients. */
double shrinkage_likelihood(const int64_t *counts, const int64_t *n, size_t areas, double a, double b);

#endif
