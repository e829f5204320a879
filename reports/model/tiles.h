/*
 * tiles: where the 47 prefectures stand in a map of equal tiles (data/reference/prefecture_tiles.json).
 *
 * On a map to scale Hokkaido is large and Tokyo cannot be seen; here each prefecture has the same room for its name and
 * number.  Columns grow eastwards, rows southwards.  Names are short ones in the language in force ("東京", "Tokyo").
 */
#ifndef SHUKEI_REPORTS_MODEL_TILES_H
#define SHUKEI_REPORTS_MODEL_TILES_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

struct tile {
    const char *code, *name; /* "13", "東京" */
    int column, row;         /* from 0 */
};

struct tiles {
    const struct tile *tiles; /* by code */
    size_t count;
    int columns, rows;
    int free_columns, free_rows; /* the top left corner without tiles, for the key */
};

const struct tiles *tiles_load(struct arena *arena, struct fault *f) FAULT_CHECKED;

/* By the key of a table's column or a series' item: "pref=13" or "13"; NULL: no prefecture. */
const struct tile *tiles_find(const struct tiles *tiles, const char *key);

#endif
