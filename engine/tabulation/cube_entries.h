/*
 * cube_entries: how many returns of each place (cube_banner.h) gave each value of a question of numbers or dates.
 *
 * A place's values ascend, by their places among the column's values (dataset.h), so that its summary is one walk over
 * a few numbers.  Place 0, the total, has every value that occurs in the base; a value that does not occur in a place is
 * not there, or there 0 times.
 *
 * Where there are few values, or as many returns, there is a table with a count for every place of every value, so that
 * a value's counts are a row as cubes have them; otherwise a list of what occurs.
 *
 * Cost: every number given is looked at once, in each pass of the banner.
 */
#ifndef SHUKEI_ENGINE_TABULATION_CUBE_ENTRIES_H
#define SHUKEI_ENGINE_TABULATION_CUBE_ENTRIES_H

#include "engine/tabulation/cube_banner.h"

struct cube_entries {
    size_t value_count;
    const uint32_t *code;  /* of the table: 0, 1, ...; of the list: by entry */
    const uint32_t *times; /* of the table: [code * place_count + place]; of the list: by entry */
    const size_t *first;   /* of the list: place p has [first[p], first[p + 1]); NULL: there is a table */
    size_t place_count;
};

/* The entries of a place: that of code[i] is there times[i * stride] times. */
struct cube_slice {
    const uint32_t *code, *times;
    size_t count, stride;
};

/* `base`: the returns that count; NULL: all.  Of the scratch nothing is needed afterwards. */
struct cube_entries cube_entries_collect(struct arena *arena, struct arena *scratch,
                                         const struct dataset_column *column,
                                         const struct cube_banner *banner, const uint64_t *base);

struct cube_slice cube_entries_of(const struct cube_entries *entries, size_t place);

#endif
