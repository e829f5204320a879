/*
 * cube_number: the distribution of a question of numbers or dates, and the exact summary of what was given.
 *
 * How often each place has each value is found once (cube_entries.h); of these counts the rows are made at once, and a
 * column's summary when somebody asks for it: one walk over the place's entries for its count, sum, quartiles and modes.
 * Sums are in 128 bits of millionths and the median is kept doubled, so nothing is rounded.
 */
#ifndef SHUKEI_ENGINE_TABULATION_CUBE_NUMBER_H
#define SHUKEI_ENGINE_TABULATION_CUBE_NUMBER_H

#include "engine/tabulation/cube_banner.h"
#include "engine/tabulation/cube_entries.h"

enum { CUBE_VALUES_MAX = 100 }; /* more distinct numbers than this are put into classes */

/* What summaries are made from. */
struct cube_numbers {
    const struct dataset_column *column;
    struct cube_entries entries;
    const uint32_t *yes; /* by place: who said that there is a number; NULL: nothing tells */
};

struct cube_distribution {
    struct cube_row *rows;
    size_t row_count;
    uint32_t *counts;             /* [row * place_count + place] */
    struct cube_numbers *numbers; /* NULL for dates */
    bool classes;                 /* the rows are not values one by one */
};

/* `base`: the returns that count; NULL: all, or no answer lies outside of it.  `asked`: by place the base, where
 * everybody in it was asked and nobody else; else NULL.  There is room for so many more rows. */
struct cube_distribution cube_number_count(struct arena *arena, const struct dataset *d,
                                           const struct dataset_column *column,
                                           const struct cube_banner *banner, const uint64_t *base,
                                           const uint32_t *asked, size_t more_rows);

const struct cube_number *cube_number_summary(struct arena *arena, const struct cube_numbers *numbers,
                                              size_t place);

#endif
