#include "engine/statistics/trend.h"

#include "engine/base/order.h"
#include "engine/statistics/distribution.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- Cochran-Armitage --- */

static double score(const double *scores, size_t i) {
    return scores ? scores[i] : (double)i;
}

struct trend_proportions trend_cochran_armitage(const int64_t *counts, const int64_t *n, const double *scores,
                                                size_t groups) {
    double all = 0, yes = 0, weighted = 0;
    for (size_t i = 0; i < groups; i++) {
        all += (double)n[i];
        yes += (double)counts[i];
        weighted += (double)n[i] * score(scores, i);
    }
    struct trend_proportions t = {0};
    if (!(yes > 0 && yes < all))
        return t;
    double p = yes / all, mean = weighted / all, cross = 0, spread = 0;
    for (size_t i = 0; i < groups; i++) {
        double from_mean = score(scores, i) - mean;
        cross += ((double)counts[i] - (double)n[i] * p) * from_mean;
        spread += (double)n[i] * from_mean * from_mean;
    }
    t.defined = spread > 0;
    if (!t.defined)
        return t;
    t.z = cross / sqrt(p * (1 - p) * spread);
    t.p = distribution_normal_two_sided(t.z);
    t.slope = 100 * cross / spread;
    return t;
}

/* --- Mann-Kendall --- */

enum { EXACT_BELOW = 50 };

struct ties {
    double pairs;    /* tied with each other */
    double variance; /* sum of t (t-1) (2t+5) */
};

static struct ties count_ties(struct arena *scratch, const double *values, size_t count) {
    double *sorted = arena_copy(scratch, values, count * sizeof *values);
    struct ties ties = {0};
    qsort(sorted, count, sizeof *sorted, order_reals);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && sorted[to] == sorted[from];)
            to++;
        double t = (double)(to - from);
        ties.pairs += t * (t - 1) / 2;
        ties.variance += t * (t - 1) * (2 * t + 5);
    }
    return ties;
}

/* The share of all orders of n values that have at most `most` inversions: orders of one more value have 0..i
 * inversions more, all equally likely. */
static double share_of_orders(struct arena *scratch, size_t n, size_t most) {
    double *share = arena_array(scratch, most + 1, sizeof *share), *next;
    share[0] = 1;
    for (size_t i = 1; i < n; i++, share = next) {
        next = arena_array(scratch, most + 1, sizeof *next);
        for (size_t inversions = 0; inversions <= most; inversions++)
            for (size_t more = 0; more <= i && more <= inversions; more++)
                next[inversions] += share[inversions - more] / (double)(i + 1);
    }
    double sum = 0;
    for (size_t inversions = 0; inversions <= most; inversions++)
        sum += share[inversions];
    return sum;
}

static double exact_p(struct arena *scratch, size_t n, int64_t s) {
    int64_t pairs = (int64_t)(n * (n - 1) / 2);
    return fmin(1, 2 * share_of_orders(scratch, n, (size_t)((pairs - llabs(s)) / 2)));
}

static int64_t rises_less_falls(const double *values, size_t count) {
    int64_t s = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            s += (values[j] > values[i]) - (values[j] < values[i]);
    return s;
}

static double kendall_variance(size_t count, const struct ties *ties) {
    double n = (double)count;
    return (n * (n - 1) * (2 * n + 5) - ties->variance) / 18;
}

struct trend_series trend_mann_kendall(struct arena *scratch, const double *values, size_t count) {
    struct trend_series t = {0};
    if (count < 2)
        return t;
    struct ties ties = count_ties(scratch, values, count);
    double n = (double)count, pairs = n * (n - 1) / 2;
    t.variance = kendall_variance(count, &ties);
    t.defined = ties.pairs < pairs;
    if (!t.defined)
        return t;
    t.s = rises_less_falls(values, count);
    t.tau = (double)t.s / sqrt(pairs * (pairs - ties.pairs));
    t.exact = ties.pairs == 0 && count < EXACT_BELOW;
    if (t.exact) {
        t.p = exact_p(scratch, count, t.s);
        return t;
    }
    t.z = t.s == 0 ? 0 : (double)(t.s + (t.s < 0 ? 1 : -1)) / sqrt(t.variance);
    t.p = distribution_normal_two_sided(t.z);
    return t;
}

/* --- Sen --- */

static double time_of(const double *times, size_t i) {
    return times ? times[i] : (double)i;
}

/* The value at a rank counted from 1, between two ranks by straight line, within the ends. */
static double at_rank(const double *sorted, size_t count, double rank) {
    if (rank <= 1)
        return sorted[0];
    if (rank >= (double)count)
        return sorted[count - 1];
    size_t below = (size_t)rank;
    return sorted[below - 1] + (rank - (double)below) * (sorted[below] - sorted[below - 1]);
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, order_reals);
    return at_rank(values, count, ((double)count + 1) / 2);
}

static size_t slopes_of_pairs(const double *values, const double *times, size_t count, double *slopes) {
    size_t pairs = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            if (time_of(times, j) > time_of(times, i))
                slopes[pairs++] = (values[j] - values[i]) / (time_of(times, j) - time_of(times, i));
    return pairs;
}

struct trend_slope trend_sen(struct arena *scratch, const double *values, const double *times, size_t count,
                             double level) {
    struct trend_slope t = {0};
    double *slopes = arena_array(scratch, count * count / 2 + 1, sizeof *slopes);
    double *rests = arena_array(scratch, count + 1, sizeof *rests);
    size_t pairs = slopes_of_pairs(values, times, count, slopes);
    t.defined = pairs > 0;
    if (!t.defined)
        return t;
    t.slope = median(slopes, pairs);
    struct ties ties = count_ties(scratch, values, count);
    double reach = distribution_normal_quantile(DISTRIBUTION_UPPER, (1 - level) / 2) *
                   sqrt(kendall_variance(count, &ties));
    t.low = at_rank(slopes, pairs, ((double)pairs - reach) / 2);
    t.high = at_rank(slopes, pairs, ((double)pairs + reach) / 2 + 1);
    for (size_t i = 0; i < count; i++)
        rests[i] = values[i] - t.slope * time_of(times, i);
    t.intercept = median(rests, count);
    return t;
}
