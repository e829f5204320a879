/*
 * relation: a yes or no answer of a survey by other answers, made ready for logistic regression.
 *
 * The outcome is one option of a question: ticked or not, among the returns of the question's base that answered it.  A
 * predictor is a key of one answer (pref, type, a question, a grouping, association, channel); each of its categories but the
 * reference becomes a column of nought and one.  The reference is the category with the most returns.  A return that did not
 * answer a predictor takes no part; how many there are is kept.
 *
 * Returns alike in all of this (and in the cell of the weighting) make one row of the regression.
 */
#ifndef SHUKEI_ENGINE_TABULATION_RELATION_H
#define SHUKEI_ENGINE_TABULATION_RELATION_H

#include "engine/statistics/regression.h"
#include "engine/tabulation/weighting.h"

enum { RELATION_PREDICTORS_MAX = 8 };

struct relation_spec {
    const struct question *question; /* coded */
    size_t option;
    const char *predictors[RELATION_PREDICTORS_MAX]; /* names of keys, checked */
    size_t predictor_count;
    const struct expr *base, *where;   /* instead of the question's base; or NULL */
    const struct weighting *weighting; /* or NULL */
};

struct relation_category {
    const char *key, *label;
    int64_t n, yes;
    double weighted_n, weighted_yes;
    size_t column; /* of the regression; 0: the reference, or no return */
};

struct relation_predictor {
    const char *label;
    struct relation_category *categories; /* those with returns */
    size_t count, reference;
};

struct relation {
    const struct relation_predictor *predictors;
    int64_t base;      /* returns in the base */
    int64_t no_answer; /* of these did not answer the outcome */
    int64_t unknown;   /* of the others did not answer a predictor */
    struct regression_data data;
    struct regression result;
};

/* A fault: a predictor with several answers, with one category only, or too many combinations. */
const struct relation *relation_make(struct arena *arena, const struct dataset *d,
                                     const struct relation_spec *spec, double level,
                                     struct fault *f) FAULT_CHECKED;

#endif
