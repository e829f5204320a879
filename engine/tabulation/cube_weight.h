/*
 * cube_weight: a cube counted once more, by the cells of a weighting.
 *
 * All returns of a cell weigh alike, so a weighted count is a sum over cells of weight times an integer, and
 * its uncertainty follows from the same integers (engine/statistics/design.h).  Nothing of the cube itself is
 * changed: its counts stay those of the returns as they came.
 *
 * A figure is one count as a part of another (`part` of `whole`): of the returns in the base of the column,
 * of all answers, of a row.  Each is an array of `cells` integers, to be had from the functions below.
 *
 * Shapes: parts[((row * columns) + column) * cells + cell], wholes[column * cells + cell].
 */
#ifndef SHUKEI_ENGINE_TABULATION_CUBE_WEIGHT_H
#define SHUKEI_ENGINE_TABULATION_CUBE_WEIGHT_H

#include "engine/statistics/interval.h"
#include "engine/tabulation/cube.h"
#include "engine/tabulation/weighting.h"

struct cube_weighted_question {
    const int64_t *parts, *wholes, *answers; /* answers: as wholes, ticks in all */
    const double *means; /* number questions: weighted mean of the values given, per column; else NULL */
};

struct cube_weights {
    const struct weighting *weighting;
    const struct cube_weighted_question *questions; /* as in the cube */
};

const struct cube_weights *cube_weigh(struct arena *arena, const struct cube *cube,
                                      const struct weighting *weighting);

const int64_t *cube_weight_part(const struct cube *cube, const struct cube_weights *w, size_t question,
                                size_t row, size_t column);

struct cube_weighted {
    double part, whole;              /* weighted counts */
    double share;                    /* 0..1; whole > 0 */
    double effective_n;              /* Kish's, of the whole */
    bool has_variance;               /* the part lies within the whole, return by return */
    struct design_estimate estimate; /* with has_variance */
    double interval_n; /* returns over the design effect of the figure: what an interval may take for n;
                         HUGE_VAL: the margins fix the figure */
};

double cube_weight_count(const struct cube_weights *w, const int64_t *by_cell);
/* Design-based limits in percent, of a figure that has a variance: wilson and agresti-coull take the returns over
 * the design effect for n; logit and exact are those of svyciprop. */
struct interval cube_weight_interval(enum interval_method method, const struct cube_weighted *figure,
                                     double level);

struct cube_weighted cube_weight_share(const struct cube_weights *w, const int64_t *part,
                                       const int64_t *whole);

#endif
