#include "engine/statistics/interval.h"

#include "engine/statistics/distribution.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

static double critical(double level) {
    return distribution_normal_quantile(DISTRIBUTION_UPPER, (1 - level) / 2);
}

static struct interval wilson(double x, double n, double level) {
    double z = critical(level), z2 = z * z, p = x / n;
    double centre = p + z2 / (2 * n), half = z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)), scale = 1 + z2 / n;
    return (struct interval){(centre - half) / scale, (centre + half) / scale};
}

static struct interval exact(double x, double n, double level) {
    double tail = (1 - level) / 2;
    return (struct interval){x > 0 ? distribution_beta_quantile(DISTRIBUTION_LOWER, tail, x, n - x + 1) : 0,
                             x < n ? distribution_beta_quantile(DISTRIBUTION_UPPER, tail, x + 1, n - x) : 1};
}

static struct interval logit(double x, double n, double level) {
    if (x <= 0)
        return (struct interval){0, 1 - pow(1 - level, 1 / n)};
    if (x >= n)
        return (struct interval){pow(1 - level, 1 / n), 1};
    double z = critical(level), centre = log(x / (n - x)), half = z * sqrt(1 / x + 1 / (n - x));
    return (struct interval){1 / (1 + exp(half - centre)), 1 / (1 + exp(-half - centre))};
}

static struct interval agresti_coull(double x, double n, double level) {
    double z = critical(level), more = n + z * z, p = (x + z * z / 2) / more,
           half = z * sqrt(p * (1 - p) / more);
    return (struct interval){fmax(0, p - half), fmin(1, p + half)};
}

static const struct {
    const char *name;
    struct interval (*limits)(double x, double n, double level);
} methods[] = {
    [INTERVAL_WILSON] = {"wilson", wilson}, [INTERVAL_EXACT] = {"exact", exact},
    [INTERVAL_LOGIT] = {"logit", logit},    [INTERVAL_AGRESTI_COULL] = {"agresti-coull", agresti_coull},
    [INTERVAL_NONE] = {"none", NULL},
};
enum { METHODS = sizeof methods / sizeof *methods };

static struct interval limits(enum interval_method method, double x, double n, double level) {
    assert(n > 0 && x >= 0 && x <= n && level > 0 && level < 1);
    if (!methods[method].limits)
        return (struct interval){0, 100};
    struct interval at = methods[method].limits(x, n, level);
    /* Of 0 the low limit is 0, of all the high one 1, by definition; rounding must not say 1e-17. */
    return (struct interval){x <= 0 ? 0 : 100 * at.low, x >= n ? 100 : 100 * at.high};
}

struct interval interval_proportion(enum interval_method method, int64_t count, int64_t n, double level) {
    return limits(method, (double)count, (double)n, level);
}

struct interval interval_effective(enum interval_method method, double p, double n_eff, double level) {
    assert(p >= 0 && p <= 1);
    return limits(method, fmin(p * n_eff, n_eff), n_eff, level);
}

/* --- finite populations --- */

struct sample {
    int64_t count, n, population;
};

/* Whether `marked` units of the population having the answer leaves a chance over `tail` of so many, or so
 * few, in the sample. */
static bool tenable(const struct sample *s, int64_t marked, enum distribution_tail side, double tail) {
    return distribution_hypergeometric(side, s->count, marked, s->population - marked, s->n) > tail;
}

/* The least (or the most) tenable number; the chance is monotone in it, so by halving. */
static int64_t furthest(const struct sample *s, enum distribution_tail side, double tail) {
    int64_t inside = side == DISTRIBUTION_UPPER ? s->population - (s->n - s->count) : s->count;
    int64_t outside = side == DISTRIBUTION_UPPER ? s->count - 1 : s->population - (s->n - s->count) + 1;
    while (inside - outside > 1 || outside - inside > 1) {
        int64_t middle = outside + (inside - outside) / 2;
        *(tenable(s, middle, side, tail) ? &inside : &outside) = middle;
    }
    return inside;
}

static struct interval exact_finite(const struct sample *s, double level) {
    double all = (double)s->population;
    int64_t low = furthest(s, DISTRIBUTION_UPPER, (1 - level) / 2),
            high = furthest(s, DISTRIBUTION_LOWER, (1 - level) / 2);
    return (struct interval){100 * ((double)low / all), 100 * ((double)high / all)};
}

struct interval interval_finite(enum interval_method method, int64_t count, int64_t n, int64_t population,
                                double level) {
    assert(n > 0 && count >= 0 && count <= n && n <= population);
    if (method == INTERVAL_NONE)
        return (struct interval){0, 100};
    double all = (double)population, least = 100 * ((double)count / all),
           most = 100 * ((double)(population - n + count) / all);
    if (n == population)
        return (struct interval){least, most};
    if (method == INTERVAL_EXACT)
        return exact_finite(&(struct sample){count, n, population}, level);
    double p = (double)count / (double)n, n_eff = (double)n * (all - 1) / (all - (double)n);
    struct interval at = interval_effective(method, p, n_eff, level);
    return (struct interval){fmax(least, at.low), fmin(most, at.high)};
}

/* --- names --- */

bool interval_parse(const char *name, enum interval_method *method) {
    for (size_t i = 0; i < METHODS; i++)
        if (strcmp(methods[i].name, name) == 0) {
            *method = (enum interval_method)i;
            return true;
        }
    return false;
}

const char *interval_name(enum interval_method method) {
    return methods[method].name;
}
