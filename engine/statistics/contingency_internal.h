/* contingency_internal: what the parts of contingency share: the table without empty rows and columns, and
 * the exact tests' likelihoods. */
#ifndef SHUKEI_ENGINE_STATISTICS_CONTINGENCY_INTERNAL_H
#define SHUKEI_ENGINE_STATISTICS_CONTINGENCY_INTERNAL_H

#include "engine/statistics/contingency.h"

struct contingency_margins {
    const int64_t *counts; /* [row * columns + column], no empty row or column */
    size_t rows, columns;
    const int64_t *row, *column; /* totals */
    int64_t n;
};

struct contingency_margins contingency_margins(struct arena *scratch, const struct contingency *t);

/* log x!, and the sum of it over cells. */
double contingency_log_factorial(int64_t x);
double contingency_sum_of_logs(const int64_t *counts, size_t cells);

/* p by counting all tables with these margins; false when that is too much work. */
bool contingency_count_tables(struct arena *scratch, const struct contingency_margins *m,
                              struct contingency_exact *result);

/* The two-sided p of a 2 x 2 table. */
double contingency_fisher(struct arena *scratch, const struct contingency_margins *t);

/* Whether a table whose sum of log x! is `sum` is no more likely than the one with `observed`. */
bool contingency_no_likelier(double sum, double observed);

#endif
