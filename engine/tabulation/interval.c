#include "engine/tabulation/interval.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

static struct interval wilson(double x, double n, double level) {
    double z = gsl_cdf_ugaussian_Qinv((1 - level) / 2), z2 = z * z, p = x / n;
    double centre = p + z2 / (2 * n), half = z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)), scale = 1 + z2 / n;
    return (struct interval){(centre - half) / scale, (centre + half) / scale};
}

/* Where the beta distribution (a, b) has the probability `tail` below (or above) it.  GSL's own inverse gives
 * up in the tails of large n ("failed to converge"), so its distribution function is inverted here: Newton's
 * steps, halved whenever they leave the bracket. */
static double beta_quantile(double tail, double a, double b, bool upper) {
    double low = 0, high = 1, x = a / (a + b);
    for (int step = 0; step < 200; step++) {
        double excess = upper ? tail - gsl_cdf_beta_Q(x, a, b) : gsl_cdf_beta_P(x, a, b) - tail;
        *(excess > 0 ? &high : &low) = x;
        double next = x - excess / gsl_ran_beta_pdf(x, a, b);
        if (!(next > low && next < high))
            next = (low + high) / 2;
        if (fabs(next - x) <= 1e-15 * x)
            return next;
        x = next;
    }
    return x;
}

static struct interval exact(double x, double n, double level) {
    double tail = (1 - level) / 2;
    return (struct interval){x > 0 ? beta_quantile(tail, x, n - x + 1, false) : 0,
                             x < n ? beta_quantile(tail, x + 1, n - x, true) : 1};
}

static struct interval logit(double x, double n, double level) {
    if (x <= 0)
        return (struct interval){0, 1 - pow(1 - level, 1 / n)};
    if (x >= n)
        return (struct interval){pow(1 - level, 1 / n), 1};
    double z = gsl_cdf_ugaussian_Qinv((1 - level) / 2), centre = log(x / (n - x)),
           half = z * sqrt(1 / x + 1 / (n - x));
    return (struct interval){1 / (1 + exp(half - centre)), 1 / (1 + exp(-half - centre))};
}

static const struct {
    const char *name;
    struct interval (*limits)(double x, double n, double level);
} methods[] = {
    [INTERVAL_WILSON] = {"wilson", wilson},
    [INTERVAL_EXACT] = {"exact", exact},
    [INTERVAL_LOGIT] = {"logit", logit},
    [INTERVAL_NONE] = {"none", NULL},
};
enum { METHODS = sizeof methods / sizeof *methods };

struct interval interval_proportion(enum interval_method method, int64_t count, int64_t n, double level) {
    assert(n > 0 && count >= 0 && count <= n && level > 0 && level < 1);
    if (!methods[method].limits)
        return (struct interval){0, 100};
    struct interval at = methods[method].limits((double)count, (double)n, level);
    /* The limits at the ends are 0 and 1 by definition; rounding must not say 1e-17. */
    return (struct interval){count == 0 ? 0 : 100 * at.low, count == n ? 100 : 100 * at.high};
}

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
