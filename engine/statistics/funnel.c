#include "engine/statistics/funnel.h"

#include "engine/statistics/distribution.h"

#include <assert.h>

/* The least r with P(X <= r) >= tail. */
static int64_t quantile(double target, int64_t n, double tail) {
    int64_t low = 0, high = n;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (distribution_binomial(DISTRIBUTION_LOWER, middle, n, target) >= tail)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* P(X <= r) - tail over P(X = r); in the upper half from the upper tail, which keeps its digits there. */
static double overshoot(double target, int64_t n, int64_t r, double tail) {
    double density = distribution_binomial_density(r, n, target);
    double above = r < n ? distribution_binomial(DISTRIBUTION_UPPER, r + 1, n, target) : 0;
    double excess =
        tail > 0.5 ? 1 - tail - above : distribution_binomial(DISTRIBUTION_LOWER, r, n, target) - tail;
    return excess / density;
}

/* The limit with probability `tail` below it. */
static double limit_at(double target, int64_t n, double tail) {
    assert(n > 0 && target >= 0 && target <= 1 && tail > 0 && tail < 1);
    if (target <= 0 || target >= 1)
        return target;
    int64_t r = quantile(target, n, tail);
    double limit = ((double)r - overshoot(target, n, r, tail)) / (double)n;
    return limit < 0 ? 0 : limit > 1 ? 1 : limit;
}

struct funnel_limits funnel_at(double target, int64_t n, enum funnel_width width) {
    double tail = width == FUNNEL_INNER ? 0.025 : 0.001;
    return (struct funnel_limits){limit_at(target, n, tail), limit_at(target, n, 1 - tail)};
}

enum funnel_place funnel_place(int64_t count, int64_t n, double target) {
    double rate = (double)count / (double)n;
    struct funnel_limits inner = funnel_at(target, n, FUNNEL_INNER),
                         outer = funnel_at(target, n, FUNNEL_OUTER);
    if (rate < outer.low)
        return FUNNEL_BELOW_OUTER;
    if (rate > outer.high)
        return FUNNEL_ABOVE_OUTER;
    if (rate < inner.low)
        return FUNNEL_BELOW_INNER;
    return rate > inner.high ? FUNNEL_ABOVE_INNER : FUNNEL_WITHIN;
}
