#include "engine/statistics/contingency.h"

#include "engine/statistics/contingency_internal.h"
#include "engine/statistics/distribution.h"

#include <math.h>

/* --- margins --- */

static bool row_empty(const struct contingency *t, size_t r) {
    for (size_t c = 0; c < t->columns; c++)
        if (t->counts[r * t->columns + c])
            return false;
    return true;
}

static bool column_empty(const struct contingency *t, size_t c) {
    for (size_t r = 0; r < t->rows; r++)
        if (t->counts[r * t->columns + c])
            return false;
    return true;
}

static void sum_up(struct arena *scratch, struct contingency_margins *m) {
    int64_t *row = arena_array(scratch, m->rows + 1, sizeof *row);
    int64_t *column = arena_array(scratch, m->columns + 1, sizeof *column);
    for (size_t r = 0; r < m->rows; r++)
        for (size_t c = 0; c < m->columns; c++) {
            row[r] += m->counts[r * m->columns + c];
            column[c] += m->counts[r * m->columns + c];
            m->n += m->counts[r * m->columns + c];
        }
    m->row = row;
    m->column = column;
}

struct contingency_margins contingency_margins(struct arena *scratch, const struct contingency *t) {
    struct contingency_margins m = {0};
    int64_t *counts = arena_array(scratch, t->rows * t->columns + 1, sizeof *counts);
    size_t cells = 0;
    for (size_t r = 0; r < t->rows; r++) {
        if (row_empty(t, r))
            continue;
        m.rows++;
        for (size_t c = 0; c < t->columns; c++)
            if (!column_empty(t, c))
                counts[cells++] = t->counts[r * t->columns + c];
    }
    m.columns = m.rows ? cells / m.rows : 0;
    m.counts = counts;
    sum_up(scratch, &m);
    return m;
}

/* --- chi squared --- */

static double pearson_part(double count, double expected) {
    return (count - expected) * (count - expected) / expected;
}

static double likelihood_part(double count, double expected) {
    return count > 0 ? 2 * count * log(count / expected) : 0;
}

static struct contingency_test test(struct arena *scratch, const struct contingency *t,
                                    double (*part)(double count, double expected)) {
    struct contingency_margins m = contingency_margins(scratch, t);
    struct contingency_test result = {.defined = m.rows > 1 && m.columns > 1};
    if (!result.defined)
        return result;
    double n = (double)m.n, smaller = (double)(m.rows < m.columns ? m.rows : m.columns), pearson = 0;
    size_t few = 0;
    result.least_expected = n;
    for (size_t r = 0; r < m.rows; r++)
        for (size_t c = 0; c < m.columns; c++) {
            double expected = (double)m.row[r] * (double)m.column[c] / n,
                   count = (double)m.counts[r * m.columns + c];
            result.statistic += part(count, expected);
            pearson += pearson_part(count, expected);
            result.least_expected = fmin(result.least_expected, expected);
            few += expected < 5;
        }
    result.df = (double)((m.rows - 1) * (m.columns - 1));
    result.p = distribution_chi2(DISTRIBUTION_UPPER, result.statistic, result.df);
    result.cramer_v = sqrt(pearson / (n * (smaller - 1)));
    result.sparse = result.least_expected < 1 || 5 * few > m.rows * m.columns;
    return result;
}

struct contingency_test contingency_pearson(struct arena *scratch, const struct contingency *t) {
    return test(scratch, t, pearson_part);
}

struct contingency_test contingency_g(struct arena *scratch, const struct contingency *t) {
    return test(scratch, t, likelihood_part);
}
