/*
 * design: how far a weighted figure may be off, given how the weights came about.
 *
 * Linearised variances of totals, ratios, means and proportions (D. A. Binder (1983), International
 * Statistical Review 51, 279-292), as R's `survey` computes them (T. Lumley (2004), Journal of Statistical
 * Software 9(8)): returns are drawn one by one, in strata or not; the variance of sum w u is
 *
 *     sum over strata h of  (1 - n_h / N_h) n_h / (n_h - 1)  sum (e_i - mean e)^2,    e_i = w_i r_i
 *
 * where r is u without what the margins of the calibration explain of it: the residual of a regression on the
 * margins' categories under the weights from before calibration (J.-C. Deville, C.-E. Sarndal (1992), JASA
 * 87, 376-382).  A margin that does not speak of everybody (weight.h) constrains the split among those it
 * speaks of, not their number.
 * Where many are unknown to it, the variance comes out a little too large rather than too small (by 5% with 30% unknown
 * who answer quite differently, against a jackknife).
 *
 * A domain (subgroup) keeps the whole design: returns outside it count with u = 0, in n_h and in the
 * regression.
 *
 * Returns come in cells, alike in weight, stratum and margins.  A figure is asked with values: so many
 * returns of a cell have this u (or y and x of a ratio); those of a cell that are not mentioned have 0.  So
 * the cost depends on cells, not on returns.
 *
 *     const struct design *d = design_create(arena, &spec);
 *     struct design_estimate p = design_ratio(d, values, count);     // y = 1 or 0, x = 1 in the domain
 *     struct design_interval at = design_interval(DESIGN_LOGIT, p, df, level);
 *
 * Degrees of freedom: returns in the domain less the strata they are in (as survey's degf).  Results live in
 * the arena.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_DESIGN_H
#define SHUKEI_ENGINE_STATISTICS_DESIGN_H

#include "engine/statistics/weight.h"

struct design_spec {
    size_t cells;
    const int64_t *returns;  /* of each cell, > 0 */
    const double *weight;    /* of each cell */
    const double *base;      /* from before calibration; NULL: 1 */
    const uint32_t *stratum; /* of each cell, 0..strata-1; NULL: one stratum */
    size_t strata;
    const double *population; /* N of each stratum; NULL: not finite */
    const struct weight_margin *margins;
    size_t margin_count;
};

struct design;
const struct design *design_create(struct arena *arena, const struct design_spec *spec);

struct design_value {
    size_t cell;
    int64_t returns; /* that many of the cell's */
    double y, x;     /* x: of a ratio's denominator; 1 for a mean, 0 or anything for a total */
};

struct design_estimate {
    double value, variance;
    int64_t returns; /* of the values that were mentioned with x other than 0 */
    int64_t df;
};

struct design_estimate design_total(const struct design *d, const struct design_value *values, size_t count);
struct design_estimate design_ratio(const struct design *d, const struct design_value *values, size_t count);

/* Covariances of the p totals sum w u: u is [value * p + j], the returns of the values are taken from
 * `values`. */
void design_covariance(const struct design *d, const struct design_value *values, const double *u,
                       size_t count, size_t p, double *out);

/* Kish's effective number of the returns mentioned, (sum w)^2 / sum w^2. */
double design_effective_n(const struct design *d, const struct design_value *values, size_t count);

/* The variance over that of a simple random sample of as many returns as the domain has; of a proportion
 * strictly between 0 and 1. */
double design_effect(const struct design *d, struct design_estimate proportion);

/*   logit  normal on the log odds with Student's t: svyciprop(method = "logit")
 *   beta   E. L. Korn, B. I. Graubard (1998), Survey Methodology 24, 193-201: Clopper-Pearson on the
 *          effective number p(1-p)/variance: svyciprop(method = "beta")
 * Of a proportion 0..1; limits 0..1.  At 0 and 1 there is no variance: beta is Clopper-Pearson on `kish` returns,
 * logit the exact one-sided bound on them, as interval.h has both.  With no degree of freedom the limits are 0 and 1. */
enum design_method { DESIGN_LOGIT, DESIGN_BETA };
struct design_limits {
    double low, high;
};
struct design_limits design_interval(enum design_method method, struct design_estimate proportion,
                                     double kish, double level);

#endif
