/*
 * cube_number: the distribution and the exact summary of a question of numbers or dates.
 *
 * How often each place has each value is found once (cube_entries.h); one walk over a place's entries fills its
 * counts, sum, quartiles and modes.  Sums are in 128 bits of millionths and the median is kept doubled, so
 * nothing is rounded.
 */
#ifndef SHUKEI_ENGINE_TABULATION_CUBE_NUMBER_H
#define SHUKEI_ENGINE_TABULATION_CUBE_NUMBER_H

#include "engine/tabulation/cube_banner.h"

enum { CUBE_VALUES_MAX = 100 }; /* more distinct numbers than this are put into classes */

struct cube_distribution {
    struct cube_row *rows;
    size_t row_count;
    uint32_t *counts;            /* [row * place_count + place] */
    struct cube_number *numbers; /* NULL for dates */
    bool classes;                /* the rows are not values one by one */
};

/* `base`: the returns that count; NULL: all, or no answer lies outside of it.  `asked`: by place the base,
 * where everybody in it was asked and nobody else; else NULL. */
struct cube_distribution cube_number_count(struct arena *arena, const struct dataset *d,
                                           const struct dataset_column *column,
                                           const struct cube_banner *banner, const uint64_t *base,
                                           const uint32_t *asked);

#endif
