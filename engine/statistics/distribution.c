#include "engine/statistics/distribution.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>
#include <threads.h>

static void switch_off(void) {
    gsl_set_error_handler_off();
}

void distribution_tame(void) {
    static once_flag once = ONCE_FLAG_INIT;
    call_once(&once, switch_off);
}

static bool is_upper(enum distribution_tail tail) {
    distribution_tame();
    return tail == DISTRIBUTION_UPPER;
}

static enum distribution_tail other(enum distribution_tail tail) {
    return tail == DISTRIBUTION_UPPER ? DISTRIBUTION_LOWER : DISTRIBUTION_UPPER;
}

/* --- continuous tails --- */

double distribution_normal(enum distribution_tail tail, double z) {
    return is_upper(tail) ? gsl_cdf_ugaussian_Q(z) : gsl_cdf_ugaussian_P(z);
}

double distribution_normal_two_sided(double z) {
    return 2 * distribution_normal(DISTRIBUTION_UPPER, fabs(z));
}

double distribution_beta(enum distribution_tail tail, double x, double a, double b) {
    assert(a > 0 && b > 0);
    return is_upper(tail) ? gsl_cdf_beta_Q(x, a, b) : gsl_cdf_beta_P(x, a, b);
}

/* By the beta distribution: df / (df + t^2) has (df/2, 1/2).  For large t that is small and exact. */
double distribution_t(enum distribution_tail tail, double t, double df) {
    assert(df > 0);
    if (isinf(df))
        return distribution_normal(tail, t);
    if (t < 0)
        return distribution_t(other(tail), -t, df);
    double square = t * t;
    double beyond = square < df
                        ? distribution_beta(DISTRIBUTION_UPPER, square / (df + square), 0.5, df / 2) / 2
                        : distribution_beta(DISTRIBUTION_LOWER, df / (df + square), df / 2, 0.5) / 2;
    return is_upper(tail) ? beyond : 1 - beyond;
}

double distribution_t_two_sided(double t, double df) {
    return 2 * distribution_t(DISTRIBUTION_UPPER, fabs(t), df);
}

double distribution_chi2(enum distribution_tail tail, double x, double df) {
    assert(df > 0);
    return is_upper(tail) ? gsl_cdf_chisq_Q(x, df) : gsl_cdf_chisq_P(x, df);
}

double distribution_f(enum distribution_tail tail, double x, double df1, double df2) {
    assert(df1 > 0 && df2 > 0);
    if (isinf(df2))
        return distribution_chi2(tail, x * df1, df1);
    if (x <= 0)
        return is_upper(tail) ? 1 : 0;
    double scaled = df1 * x; /* the smaller of both fractions keeps its digits */
    return scaled < df2 ? distribution_beta(tail, scaled / (df2 + scaled), df1 / 2, df2 / 2)
                        : distribution_beta(other(tail), df2 / (df2 + scaled), df2 / 2, df1 / 2);
}

/* --- quantiles --- */

struct shape {
    double a, b;
};

struct curve {
    double (*tail)(enum distribution_tail tail, double x, struct shape s);
    double (*density)(double x, struct shape s);
};

/* Where the curve has p in the tail, between low and high (infinite: no bound), from the start x. */
static double invert(const struct curve *c, enum distribution_tail tail, double p, struct shape s, double x,
                     double low, double high) {
    for (int step = 0; step < 400; step++) {
        double at = c->tail(tail, x, s), excess = tail == DISTRIBUTION_UPPER ? p - at : at - p;
        *(excess > 0 ? &high : &low) = x;
        double next = x - excess / c->density(x, s);
        if (!(next > low && next < high))
            next = isinf(high) ? 2 * x : (low + high) / 2;
        if (excess == 0 || fabs(next - x) <= 1e-15 * fabs(x))
            return excess == 0 ? x : next;
        x = next;
    }
    return x;
}

static double beta_tail(enum distribution_tail tail, double x, struct shape s) {
    return distribution_beta(tail, x, s.a, s.b);
}
static double beta_density(double x, struct shape s) {
    return gsl_ran_beta_pdf(x, s.a, s.b);
}
static double t_tail(enum distribution_tail tail, double x, struct shape s) {
    return distribution_t(tail, x, s.a);
}
static double t_density(double x, struct shape s) {
    return gsl_ran_tdist_pdf(x, s.a);
}
static double chi2_tail(enum distribution_tail tail, double x, struct shape s) {
    return distribution_chi2(tail, x, s.a);
}
static double chi2_density(double x, struct shape s) {
    return gsl_ran_chisq_pdf(x, s.a);
}
static double f_tail(enum distribution_tail tail, double x, struct shape s) {
    return distribution_f(tail, x, s.a, s.b);
}
static double f_density(double x, struct shape s) {
    return gsl_ran_fdist_pdf(x, s.a, s.b);
}

static const struct curve beta_curve = {beta_tail, beta_density}, t_curve = {t_tail, t_density},
                          chi2_curve = {chi2_tail, chi2_density}, f_curve = {f_tail, f_density};

double distribution_normal_quantile(enum distribution_tail tail, double p) {
    assert(p > 0 && p < 1);
    return is_upper(tail) ? gsl_cdf_ugaussian_Qinv(p) : gsl_cdf_ugaussian_Pinv(p);
}

double distribution_t_quantile(enum distribution_tail tail, double p, double df) {
    assert(p > 0 && p < 1 && df > 0);
    if (isinf(df))
        return distribution_normal_quantile(tail, p);
    if (p == 0.5)
        return 0;
    if (p > 0.5) /* on the other side of the middle, where the tail is small */
        return -distribution_t_quantile(tail, 1 - p, df);
    double beyond = invert(&t_curve, DISTRIBUTION_UPPER, p, (struct shape){df, 0}, 1, 0, INFINITY);
    return is_upper(tail) ? beyond : -beyond;
}

double distribution_chi2_quantile(enum distribution_tail tail, double p, double df) {
    assert(p > 0 && p < 1 && df > 0);
    distribution_tame();
    return invert(&chi2_curve, tail, p, (struct shape){df, 0}, df, 0, INFINITY);
}

double distribution_f_quantile(enum distribution_tail tail, double p, double df1, double df2) {
    assert(p > 0 && p < 1 && df1 > 0 && df2 > 0);
    if (isinf(df2))
        return distribution_chi2_quantile(tail, p, df1) / df1;
    return invert(&f_curve, tail, p, (struct shape){df1, df2}, 1, 0, INFINITY);
}

double distribution_beta_quantile(enum distribution_tail tail, double p, double a, double b) {
    assert(p > 0 && p < 1 && a > 0 && b > 0);
    return invert(&beta_curve, tail, p, (struct shape){a, b}, a / (a + b), 0, 1);
}

/* --- discrete densities --- */

static const double half_log_two_pi = 0.918938533204672741780329736405617640;

/* log n! less Stirling's formula for it. */
static double stirling_error(double n) {
    if (n <= 15)
        return lgamma(n + 1) - (n + 0.5) * log(n) + n - half_log_two_pi;
    double square = n * n;
    double sum = 1.0 / 1188;
    sum = 1.0 / 1680 - sum / square;
    sum = 1.0 / 1260 - sum / square;
    sum = 1.0 / 360 - sum / square;
    return (1.0 / 12 - sum / square) / n;
}

/* x log(x/mean) + mean - x, without cancellation where x is near the mean. */
static double deviance_part(double x, double mean) {
    if (fabs(x - mean) >= 0.1 * (x + mean))
        return x * log(x / mean) + mean - x;
    double v = (x - mean) / (x + mean), sum = (x - mean) * v, term = 2 * x * v;
    for (int j = 1; j < 1000; j++) {
        term *= v * v;
        double next = sum + term / (2 * j + 1);
        if (next == sum)
            break;
        sum = next;
    }
    return sum;
}

static double binomial_density(double x, double n, double p, double q) {
    if (p == 0 || q == 0)
        return x == (p == 0 ? 0 : n) ? 1 : 0;
    if (x == 0 || x == n) {
        double one = x == 0 ? p : q; /* what the n draws all miss */
        return exp(n * (one < 0.1 ? log1p(-one) : log(x == 0 ? q : p)));
    }
    double exponent = stirling_error(n) - stirling_error(x) - stirling_error(n - x) -
                      deviance_part(x, n * p) - deviance_part(n - x, n * q);
    return exp(exponent - half_log_two_pi) * sqrt(n / (x * (n - x)));
}

double distribution_binomial_density(int64_t x, int64_t n, double p) {
    assert(n >= 0 && p >= 0 && p <= 1);
    return x < 0 || x > n ? 0 : binomial_density((double)x, (double)n, p, 1 - p);
}

double distribution_hypergeometric_density(int64_t x, int64_t marked, int64_t unmarked, int64_t drawn) {
    assert(marked >= 0 && unmarked >= 0 && drawn >= 0 && drawn <= marked + unmarked);
    if (x < 0 || x > marked || x > drawn || drawn - x > unmarked)
        return 0;
    if (drawn == 0)
        return 1;
    double all = (double)marked + (double)unmarked, p = (double)drawn / all, q = (all - (double)drawn) / all;
    return binomial_density((double)x, (double)marked, p, q) *
           (binomial_density((double)(drawn - x), (double)unmarked, p, q) /
            binomial_density((double)drawn, all, p, q));
}

/* --- discrete tails --- */

struct urn {
    double marked, unmarked, drawn; /* hypergeometric */
    double n, odds;                 /* binomial: n > 0 */
};

/* The density at x+1 as a multiple of that at x. */
static double step_up(const struct urn *u, double x) {
    if (u->n > 0)
        return (u->n - x) / (x + 1) * u->odds;
    return (u->marked - x) * (u->drawn - x) / ((x + 1) * (u->unmarked - u->drawn + x + 1));
}

/* From x outwards, away from the mode, until nothing is added any more. */
static double sum_outwards(const struct urn *u, bool upwards, double x, double density, double last) {
    double sum = 0;
    for (double term = density; sum + term > sum; x += upwards ? 1 : -1) {
        sum += term;
        if (x == last)
            break;
        term = upwards ? term * step_up(u, x) : term / step_up(u, x - 1);
    }
    return sum;
}

/* The tail that ends at x.  Where x lies on the far side of the mode, the short way is the other tail. */
static double discrete_tail(const struct urn *u, bool upper, double x, double density, double first,
                            double last) {
    bool away = upper ? x >= last || step_up(u, x) <= 1 : x <= first || step_up(u, x - 1) >= 1;
    if (away)
        return fmin(1, sum_outwards(u, upper, x, density, upper ? last : first));
    double rest = sum_outwards(u, !upper, x, density, upper ? first : last) - density;
    return fmax(0, 1 - rest);
}

double distribution_binomial(enum distribution_tail tail, int64_t x, int64_t n, double p) {
    assert(n >= 0 && p >= 0 && p <= 1);
    bool upper = is_upper(tail);
    if (x < 0 || x > n)
        return (x < 0) == upper ? 1 : 0;
    if (p == 0 || p == 1 || n == 0)
        return upper ? x <= (p == 1 ? n : 0) : x >= (p == 1 ? n : 0);
    struct urn u = {.n = (double)n, .odds = p / (1 - p)};
    return discrete_tail(&u, upper, (double)x, distribution_binomial_density(x, n, p), 0, (double)n);
}

double distribution_hypergeometric(enum distribution_tail tail, int64_t x, int64_t marked, int64_t unmarked,
                                   int64_t drawn) {
    bool upper = is_upper(tail);
    int64_t first = drawn > unmarked ? drawn - unmarked : 0, last = marked < drawn ? marked : drawn;
    if (x < first || x > last)
        return (x < first) == upper ? 1 : 0;
    struct urn u = {.marked = (double)marked, .unmarked = (double)unmarked, .drawn = (double)drawn};
    return discrete_tail(&u, upper, (double)x,
                         distribution_hypergeometric_density(x, marked, unmarked, drawn), (double)first,
                         (double)last);
}
