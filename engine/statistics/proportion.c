#include "engine/statistics/proportion.h"

#include "engine/statistics/distribution.h"
#include "engine/statistics/interval.h"

#include <assert.h>
#include <math.h>

/* --- independent --- */

/* How far Wilson's limits are from the proportion itself, on the way that widens the difference and back. */
static double reach(double a, double b) {
    return 100 * sqrt(a * a + b * b);
}

static struct proportion_difference difference(struct proportion_effective first,
                                               struct proportion_effective second, double level) {
    struct interval a = interval_effective(INTERVAL_WILSON, first.p, first.n, level),
                    b = interval_effective(INTERVAL_WILSON, second.p, second.n, level);
    double points = 100 * (second.p - first.p);
    double down = reach(second.p - b.low / 100, a.high / 100 - first.p),
           up = reach(b.high / 100 - second.p, first.p - a.low / 100);
    return (struct proportion_difference){.points = points, .low = points - down, .high = points + up};
}

static void test_pooled(struct proportion_difference *d, double numerator, double variance) {
    d->tested = variance > 0;
    if (!d->tested)
        return;
    d->statistic = numerator / sqrt(variance);
    d->p = distribution_normal_two_sided(d->statistic);
}

static struct proportion_effective share(struct proportion of) {
    assert(of.n > 0 && of.count >= 0 && of.count <= of.n);
    return (struct proportion_effective){(double)of.count / (double)of.n, (double)of.n};
}

/* Difference and variance as whole numbers over one denominator, so that equal shares differ by exactly 0. */
struct proportion_difference proportion_independent(struct proportion first, struct proportion second,
                                                    double level) {
    struct proportion_difference d = difference(share(first), share(second), level);
    long double n = (long double)first.n + second.n, x = (long double)first.count + second.count;
    long double cross = (long double)second.count * first.n - (long double)first.count * second.n;
    d.points = (double)(100 * cross / ((long double)first.n * second.n));
    test_pooled(&d, (double)cross, (double)((long double)first.n * second.n * x * (n - x) / n));
    return d;
}

struct proportion_difference proportion_effective(struct proportion_effective first,
                                                  struct proportion_effective second, double level) {
    struct proportion_difference d = difference(first, second, level);
    double pooled = (first.p * first.n + second.p * second.n) / (first.n + second.n);
    test_pooled(&d, second.p - first.p, pooled * (1 - pooled) * (1 / first.n + 1 / second.n));
    return d;
}

/* --- a part of a whole --- */

struct proportion_part proportion_part(struct proportion part, struct proportion whole, double level) {
    struct proportion rest = {whole.count - part.count, whole.n - part.n};
    assert(part.n > 0 && rest.n >= 0 && rest.count >= 0 && rest.count <= rest.n);
    struct proportion_part result = {.defined = rest.n > 0};
    if (!result.defined)
        return result;
    result.from_rest = result.from_whole = proportion_independent(rest, part, level);
    double scale = (double)rest.n / (double)whole.n;
    result.from_whole.points *= scale;
    result.from_whole.low *= scale;
    result.from_whole.high *= scale;
    return result;
}

/* --- paired --- */

/* Correlation of both answers within a pair, pulled towards 0 by Newcombe's correction where it is positive.
 */
static double correlation(struct proportion_pairs t) {
    double e = (double)t.both, f = (double)t.first_only, g = (double)t.second_only, h = (double)t.neither;
    double margins = (e + f) * (g + h) * (e + g) * (f + h), n = e + f + g + h;
    if (!(margins > 0))
        return 0;
    double product = e * h - f * g;
    if (product > 0)
        product = fmax(product - n / 2, 0);
    return product / sqrt(margins);
}

static double paired_reach(double a, double b, double phi) {
    return 100 * sqrt(fmax(0, a * a - 2 * phi * a * b + b * b));
}

static void test_discordant(struct proportion_paired *result, int64_t f, int64_t g) {
    int64_t fewer = f < g ? f : g, n = f + g;
    result->tested = n > 0;
    if (!result->tested)
        return;
    double tail = distribution_binomial(DISTRIBUTION_LOWER, fewer, n, 0.5);
    result->p_exact = fmin(1, 2 * tail);
    result->p_mid = fmin(1, 2 * tail - distribution_binomial_density(fewer, n, 0.5));
}

struct proportion_paired proportion_paired(struct proportion_pairs t, double level) {
    int64_t n = t.both + t.first_only + t.second_only + t.neither;
    assert(n > 0 && t.both >= 0 && t.first_only >= 0 && t.second_only >= 0 && t.neither >= 0);
    struct proportion_effective first = share((struct proportion){t.both + t.first_only, n}),
                                second = share((struct proportion){t.both + t.second_only, n});
    struct interval a = interval_effective(INTERVAL_WILSON, first.p, first.n, level),
                    b = interval_effective(INTERVAL_WILSON, second.p, second.n, level);
    double phi = correlation(t), points = 100 * ((double)(t.second_only - t.first_only) / (double)n);
    struct proportion_paired result = {
        .points = points,
        .low = points - paired_reach(second.p - b.low / 100, a.high / 100 - first.p, phi),
        .high = points + paired_reach(b.high / 100 - second.p, first.p - a.low / 100, phi)};
    test_discordant(&result, t.first_only, t.second_only);
    return result;
}
