/*
 * cube_number: the distribution and the exact summary of a question of numbers or dates.
 *
 * The values given inside the base are put in order once; one walk over the different ones fills every
 * column's counts, sum, median and modes.  Sums are in 128 bits of millionths and the median is kept doubled,
 * so nothing is rounded.
 */
#ifndef SHUKEI_ENGINE_TABULATION_CUBE_NUMBER_H
#define SHUKEI_ENGINE_TABULATION_CUBE_NUMBER_H

#include "engine/tabulation/cube_banner.h"

enum { CUBE_VALUES_MAX = 100 }; /* more distinct numbers than this are put into classes */

struct cube_distribution {
    struct cube_row *rows;
    size_t row_count;
    int64_t *counts;             /* [row * column_count + column] */
    struct cube_number *numbers; /* NULL for dates */
    bool classes;                /* the rows are not values one by one */
};

/* `base`: the returns that count; NULL: all. */
struct cube_distribution cube_number_count(struct arena *arena, const struct dataset *d,
                                           const struct dataset_column *column,
                                           const struct cube_banner *banner, const uint64_t *base);

#endif
