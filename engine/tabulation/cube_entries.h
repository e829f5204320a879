/*
 * cube_entries: how many returns of each column gave each value of a question of numbers or dates.
 *
 * An entry is a column, a value (by its place among the column's values, dataset.h) and how often it occurs there; there is
 * none for what does not occur.  They ascend by column, then by value, so that a column's summary is one walk over a few
 * numbers that lie together.  Column 0, the total, comes first and has every value that occurs in the base.
 *
 * Cost: every number given is looked at once, and each entry a few times.
 */
#ifndef SHUKEI_ENGINE_TABULATION_CUBE_ENTRIES_H
#define SHUKEI_ENGINE_TABULATION_CUBE_ENTRIES_H

#include "engine/tabulation/cube_banner.h"

struct cube_entry {
    uint32_t column, code, times;
};

struct cube_entries {
    struct cube_entry *items;
    size_t count;
};

/* `base`: the returns that count; NULL: all. */
struct cube_entries cube_entries_collect(struct arena *arena, const struct dataset_column *column,
                                         const struct cube_banner *banner, const uint64_t *base);

#endif
