#include "engine/statistics/multiresponse.h"

#include "engine/statistics/contingency.h"
#include "engine/statistics/distribution.h"

static int64_t both(const struct multiresponse *m, size_t group, size_t one, size_t other) {
    return m->both[(group * m->options + one) * m->options + other];
}

static struct multiresponse_option test_option(struct arena *scratch, const struct multiresponse *m,
                                               size_t option) {
    int64_t *counts = arena_array(scratch, 2 * m->groups + 1, sizeof *counts);
    for (size_t g = 0; g < m->groups; g++) {
        counts[g] = both(m, g, option, option);
        counts[m->groups + g] = m->n[g] - counts[g];
    }
    struct contingency_test t = contingency_pearson(scratch, &(struct contingency){counts, 2, m->groups});
    return (struct multiresponse_option){t.defined, t.statistic, t.df, t.p};
}

static int64_t over_groups(const struct multiresponse *m, size_t one, size_t other) {
    int64_t sum = 0;
    for (size_t g = 0; g < m->groups; g++)
        sum += both(m, g, one, other);
    return sum;
}

/* n^2 times the covariance of two options' ticks: whole numbers, so an option's own never vanishes by
 * rounding. */
static double covariance(const struct multiresponse *m, double n, size_t one, size_t other) {
    long double product = (long double)over_groups(m, one, one) * (long double)over_groups(m, other, other);
    return (double)((long double)n * (long double)over_groups(m, one, other) - product);
}

static double squared_correlations(const struct multiresponse *m, const struct multiresponse_option *each) {
    double n = 0, sum = 0;
    for (size_t g = 0; g < m->groups; g++)
        n += (double)m->n[g];
    for (size_t j = 0; j < m->options; j++)
        for (size_t k = 0; k < m->options; k++) {
            if (!each[j].defined || !each[k].defined)
                continue;
            double shared = covariance(m, n, j, k);
            sum += shared * shared / (covariance(m, n, j, j) * covariance(m, n, k, k));
        }
    return sum;
}

struct multiresponse_test multiresponse_test(struct arena *arena, const struct multiresponse *m) {
    struct multiresponse_test t = {0};
    struct multiresponse_option *each = arena_array(arena, m->options + 1, sizeof *each);
    double groups = 1;
    for (size_t j = 0; j < m->options; j++) {
        each[j] = test_option(arena, m, j);
        if (!each[j].defined)
            continue;
        t.options++;
        t.statistic += each[j].statistic;
        groups = each[j].df + 1;
    }
    t.each = each;
    t.defined = t.options > 0;
    if (!t.defined)
        return t;
    double weights = (groups - 1) * (double)t.options, squares = (groups - 1) * squared_correlations(m, each);
    t.df = weights;
    t.p_first = distribution_chi2(DISTRIBUTION_UPPER, t.statistic, t.df);
    t.statistic_second = t.statistic * weights / squares;
    t.df_second = weights * weights / squares;
    t.p_second = distribution_chi2(DISTRIBUTION_UPPER, t.statistic_second, t.df_second);
    return t;
}
