/*
 * weight: respondents weighted to what is known of the population.
 *
 *   post-stratification  one margin: every category gets its share of the population at once
 *   raking               several margins in turn until all hold: iterative proportional fitting, W. E. Deming,
 *                        F. F. Stephan (1940), Annals of Mathematical Statistics 11, 427-444
 *   trimming             weights outside bounds are set to the bound and what they lose or gain is spread evenly
 *                        over the others (as trimWeights of R's survey), in turn with raking until neither moves
 *   design effect        1 + cv^2 of the weights, L. Kish (1992), Journal of Official Statistics 8, 183-200;
 *                        effective n = n / design effect = (sum w)^2 / sum w^2
 *
 * Units are groups of returns that are alike in all margins (`returns` of them each), so the cost does not
 * grow with the number of returns.  A margin says which category each unit is in and what share of the
 * population is in each category.  A unit in no category (-1: its answer is unknown, or the margin does not
 * speak of it) is passed over: the units in the margin keep their weight in all, only its split is mended, so
 * what is not known keeps its share. With one margin that covers everybody this is post-stratification
 * exactly.
 *
 * Weights come out with mean 1 over the returns (times their base weights' mean).  Targets may be counts or
 * shares on any scale; margins marked `counts` that cover the same population must have the same total.
 *
 * What can go wrong is said, never passed over: a category of the population without a respondent,
 * respondents in a category without population, margins that disagree, no convergence.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_WEIGHT_H
#define SHUKEI_ENGINE_STATISTICS_WEIGHT_H

#include "engine/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct weight_units {
    size_t count;
    const int64_t *returns; /* of each unit, > 0 */
    const double *base;     /* > 0; NULL: 1 */
};

struct weight_margin {
    size_t categories;
    const int32_t *category; /* of each unit, or -1 */
    const double *target;    /* of each category, >= 0 */
    bool counts;             /* the targets are counts of the whole population */
};

struct weight_options {
    double tolerance; /* the largest difference of a weighted share from its target, 0..1 */
    int sweeps;       /* at most */
    double low, high; /* bounds of weight / mean weight; 0 and INFINITY: none.  low < 1 < high */
};
extern const struct weight_options weight_default_options; /* 1e-12, 1000 sweeps, no bounds */

enum weight_failure {
    WEIGHT_DONE,
    WEIGHT_NO_RESPONDENTS, /* margin, category: population, but no returns */
    WEIGHT_NO_POPULATION,  /* margin, category: returns, but no population */
    WEIGHT_TOTALS_DIFFER,  /* margin: its total is not that of the first margin of counts */
    WEIGHT_NOT_CONVERGED,  /* gap: what was left after the last sweep */
    WEIGHT_TOO_TIGHT,      /* the bounds leave no weight to take up what is trimmed */
};

struct weight_result {
    enum weight_failure failure;
    size_t margin, category;
    double *weights; /* of each unit; valid when WEIGHT_DONE */
    int sweeps;
    double gap; /* largest |weighted share - target| left, 0..1; above the tolerance only after trimming */
    int64_t trimmed; /* returns whose weight stands at a bound */
};

struct weight_result weight_rake(struct arena *arena, const struct weight_units *units,
                                 const struct weight_margin *margins, size_t margin_count,
                                 const struct weight_options *options);

/* One turn of trimming at absolute bounds, or turns until none is outside (strict).  Returns how many returns
 * were outside at first, -1 when there is no weight left to take up the difference. */
int64_t weight_trim(const struct weight_units *units, double *weights, double low, double high, bool strict);

struct weight_spread {
    double least, greatest; /* relative to the mean */
    double design_effect, effective_n;
};
struct weight_spread weight_spread(const struct weight_units *units, const double *weights);

#endif
