/*
 * distribution: tails and quantiles of the distributions that intervals and tests are made of.
 *
 * The only door to GSL's distribution functions: GSL ends the program on a domain error unless told
 * otherwise, and it is told here, once (distribution_tame; every function here does so by itself, and whoever
 * calls another part of GSL calls it first).
 *
 * Tails: LOWER is P(X <= x), UPPER is P(X >= x); for a discrete X both contain x, so they add up to more
 * than 1.  A small tail keeps its relative precision; never take 1 - the other tail.  A quantile is the x
 * that has `p` in the tail.
 *
 * Quantiles are found by Newton's steps, halved whenever they leave the bracket: GSL's own give up in the
 * tails of large n
 * ("failed to converge").  Densities of the binomial and the hypergeometric distribution by the saddle point
 * expansion, exact to some 14 digits whatever n: C. Loader (2000), "Fast and accurate computation of binomial
 * probabilities".
 *
 * No memory, no errors: arguments outside their domain are asserted (df > 0, a > 0, b > 0, 0 <= p <= 1, 0 <
 * probability < 1).
 */
#ifndef SHUKEI_ENGINE_STATISTICS_DISTRIBUTION_H
#define SHUKEI_ENGINE_STATISTICS_DISTRIBUTION_H

#include <stdint.h>

enum distribution_tail { DISTRIBUTION_LOWER, DISTRIBUTION_UPPER };

void distribution_tame(void);

double distribution_normal(enum distribution_tail tail, double z);
double distribution_normal_two_sided(double z); /* P(|Z| >= |z|) */
double distribution_t(enum distribution_tail tail, double t, double df);
double distribution_t_two_sided(double t, double df);
double distribution_chi2(enum distribution_tail tail, double x, double df);
double distribution_f(enum distribution_tail tail, double x, double df1, double df2);
double distribution_beta(enum distribution_tail tail, double x, double a, double b);

double distribution_normal_quantile(enum distribution_tail tail, double p);
double distribution_t_quantile(enum distribution_tail tail, double p, double df);
double distribution_chi2_quantile(enum distribution_tail tail, double p, double df);
double distribution_f_quantile(enum distribution_tail tail, double p, double df1, double df2);
double distribution_beta_quantile(enum distribution_tail tail, double p, double a, double b);

/* x of n with probability p each. */
double distribution_binomial_density(int64_t x, int64_t n, double p);
double distribution_binomial(enum distribution_tail tail, int64_t x, int64_t n, double p);

/* x marked among `drawn` taken without replacement from `marked` and `unmarked`. */
double distribution_hypergeometric_density(int64_t x, int64_t marked, int64_t unmarked, int64_t drawn);
double distribution_hypergeometric(enum distribution_tail tail, int64_t x, int64_t marked, int64_t unmarked,
                                   int64_t drawn);

#endif
