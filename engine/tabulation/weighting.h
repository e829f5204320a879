/*
 * weighting: a scheme of the questionnaire (engine/questionnaire/scheme.h) worked out for the returns of a
 * dataset.
 *
 * Every return is put into a cell: the returns that are alike in all margins and so weigh alike.  Weights are
 * made by engine/statistics/weight.h and have mean 1 over all returns; engine/statistics/design.h then tells
 * how far a weighted figure may be off.
 *
 * A return that did not answer a margin's key is passed over by that margin: the others are mended among
 * themselves, and it keeps the share that it has.  So does, for a margin with a `where`, a return for which
 * that does not hold.
 *
 * Beside the weights stand, for each margin, respondents and population category by category, with the
 * chi-squared test of goodness of fit of the (unweighted) respondents to the population (K. Pearson (1900),
 * Philosophical Magazine 50, 157-175).
 *
 * What cannot be weighted is a fault that names the scheme, the margin and the category, and how to mend it.
 * All lives in the arena; labels are in the questionnaire's language.
 */
#ifndef SHUKEI_ENGINE_TABULATION_WEIGHTING_H
#define SHUKEI_ENGINE_TABULATION_WEIGHTING_H

#include "engine/questionnaire/scheme.h"
#include "engine/statistics/design.h"
#include "engine/tabulation/dataset.h"

struct weighting_category {
    const char *key, *label; /* as a column of a cube: "type=clinic" */
    int64_t returns;
    double population;                         /* as the source has it: a count, or a share */
    double respondent_share, population_share; /* 0..1, among the known */
    double weight;                             /* mean of its returns */
};

struct weighting_margin {
    const struct scheme_margin *from;
    const char *key_label;
    struct weighting_category *categories;
    size_t count;
    int64_t returns;           /* of all categories */
    int64_t unknown;           /* did not answer the key; passed over */
    int64_t other;             /* not meant by `where` */
    double population;         /* of all categories */
    const char *source, *date; /* date may be NULL; "2022-03-31, 2022-10-01" when the table has several */
    double left_out;           /* population of the categories left out */
    bool tested;               /* every expected number is 1 at least */
    double chi2, p;            /* goodness of fit; df = count - 1 */
};

struct weighting {
    const struct scheme *scheme;
    const struct dataset *dataset;
    const struct weighting_margin *margins;
    size_t margin_count;
    const uint32_t *cell; /* by return */
    size_t cells;
    const int64_t *returns; /* by cell */
    const double *weight;   /* by cell; mean 1 over the returns */
    const struct design *design;
    struct weight_spread spread;
    int sweeps;
    double gap; /* largest difference of a weighted share from its target, 0..1; more than noise only after
                   trimming */
    int64_t trimmed;          /* returns whose weight stands at a bound */
    const char *strata_label; /* "施設の種類": what the strata are; NULL: none */
    size_t strata;            /* with a return in them; who does not tell is one */
    double population;        /* that the returns were drawn from; 0: not taken as finite */
};

const struct weighting *weighting_make(struct arena *arena, const struct dataset *d,
                                       const struct scheme *scheme, struct fault *f) FAULT_CHECKED;

#endif
