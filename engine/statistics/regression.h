/*
 * regression: a yes or no answer by several coded ones: logistic regression.
 *
 * Maximum (pseudo-)likelihood by iteratively reweighted least squares (P. McCullagh, J. A. Nelder (1989), Generalized Linear
 * Models, 2nd ed.); the odds ratio of a column is exp(coefficient).
 *
 *   model-based   standard errors from the information, normal quantiles: R's glm(family = binomial)
 *   design-based  linearised (sandwich) errors of the design, Student's t with its degrees of freedom less the columns
 *                 after the first (D. A. Binder (1983), International Statistical Review 51, 279-292): survey's
 *                 svyglm(family = quasibinomial)
 *
 * Rows are kinds of returns, alike in all columns and in cell: `n` of them, `yes` with the answer.  x is [row * columns +
 * column], its first column 1.
 *
 * Separation: where a column tells yes from no without exception, its coefficient runs off to infinity, and no interval
 * means anything.  It is detected (a fitted probability at 0 or 1 to 1e-8) and reported with the column that ran furthest;
 * coefficients must not be read then.  Columns that follow from others are reported too (`aliased`).
 */
#ifndef SHUKEI_ENGINE_STATISTICS_REGRESSION_H
#define SHUKEI_ENGINE_STATISTICS_REGRESSION_H

#include "engine/statistics/design.h"

struct regression_data {
    size_t rows, columns;
    const double *x;
    const int64_t *n, *yes;
    const double *weight;        /* of each row's returns; NULL: 1 */
    const size_t *cell;          /* of each row in the design; NULL without one */
    const struct design *design; /* NULL: model-based */
};

enum regression_failure {
    REGRESSION_DONE,
    REGRESSION_CONSTANT,  /* all said yes, or all said no */
    REGRESSION_ALIASED,   /* column */
    REGRESSION_SEPARATED, /* column */
    REGRESSION_NOT_CONVERGED,
};

struct regression_coefficient {
    double value, error;
    double statistic, p;              /* z or t; two-sided */
    double odds, odds_low, odds_high; /* exp(value) with its interval */
};

struct regression {
    enum regression_failure failure;
    size_t column;
    struct regression_coefficient *coefficients; /* one per column */
    double *covariance;                          /* columns x columns */
    int64_t df;                                  /* design-based; 0: normal */
    int64_t n, yes;
    int steps;
    double deviance, null_deviance; /* -2 log likelihood; weighted where weights are given */
};

struct regression regression_logistic(struct arena *arena, const struct regression_data *data, double level);

#endif
