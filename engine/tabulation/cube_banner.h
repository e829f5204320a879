/*
 * cube_banner: the columns of a cube, and which returns fall into each.
 *
 * The dataset's order puts groups of returns side by side.  As far as keys are concerned that are the same all over a
 * group, returns stand in lanes: one for each combination of their categories that there is.  Neighbouring groups of
 * the same lane make a run.  A key of which the categories are sets (multi-answer questions, and single answers that
 * the order does not know) makes a pass per category, with that set as a mask; all passes are counted in one reading
 * of the row's set.  So a row of cells is counted by counting bits in runs (engine/base/popcount.h), and the time is
 * that of reading the row's set once, whatever the number of columns.  Where there are masks, the sets that share a
 * base, of whatever question, are counted block by block, so that a block's masks stay in the cache.  Rows that are
 * whole groups are counted by their sizes, all in one go.
 *
 * Counts are kept by place: the total, one place for every pass of every lane, and one for nobody, where all columns
 * stand that no return can be in (an association, and a prefecture of another).  So what a cube costs goes by the
 * columns that have returns, not by those that keys could make.
 *
 * What a cell costs (tests/bench/bench_count.c prints it) is about 0.3 ns, of which a tenth would be its mere writing:
 * it is set to 0 and added to; a run ends there, and the processor cannot guess where; numbers are counted run by run.
 * That is a twentieth of the whole for 245,000 cells of 10,000,000 returns, for the sets have to be read from memory
 * anyway.  A key with passes costs something else: every set is compared with every mask, for four columns as for
 * thousands.  With four masks that takes three times as long as the reading, so the keys that returns are arranged by
 * (dataset_order.h) are those that are most often asked for.
 *
 * Where there would be more passes than CUBE_PASSES_MAX, or a key has nothing but a code by return, the lane of every
 * return is looked up instead; that gives the same counts.
 *
 * Columns have no names until somebody asks (cube_banner_column): there may be thousands, and making a name
 * takes longer than counting a column.
 */
#ifndef SHUKEI_ENGINE_TABULATION_CUBE_BANNER_H
#define SHUKEI_ENGINE_TABULATION_CUBE_BANNER_H

#include "engine/tabulation/cube.h"
#include "engine/tabulation/cube_key.h"

enum {
    CUBE_PASSES_MAX = 64,
    CUBE_COLUMNS_MAX = 20000,
    CUBE_BLOCK = 512 * 1024,        /* returns at most: 64 KB of a set */
    CUBE_BLOCK_MASKS = 1024 * 1024, /* bits: 128 KB of masks in a block, which stay in the cache */
    CUBE_BLOCK_STEP = 512,          /* returns: a cache line of a set */
    CUBE_PLACES_STEP = 8,           /* there are a multiple of this */
};

/* Stretches of returns, one after another, cut where blocks end, so that none is in two blocks. */
struct cube_ranges {
    size_t *first; /* count + 1 */
    size_t count;
    uint32_t *lane;  /* of a range */
    uint32_t *group; /* of a range; NULL: it may be several */
};

struct cube_pass {
    const uint64_t *within[CUBE_KEYS_MAX]; /* only returns in these sets */
    size_t within_count;
    size_t offset; /* column = offset + the lane's */
};

struct cube_banner {
    size_t column_count; /* 0 is the total */
    const char *label;   /* "都道府県", "都道府県 × 区分", or NULL without keys */
    bool partition;      /* the columns after the total add up to it */
    struct cube_key keys[CUBE_KEYS_MAX];
    size_t stride[CUBE_KEYS_MAX]; /* from a category of that key to the next, in columns */
    size_t key_count;
    const char *total, *joined; /* what the first column is called; how two labels make one */
    size_t n;
    size_t block;                   /* returns that are counted at a time */
    const struct cube_pass *passes; /* none without keys */
    size_t pass_count;
    const uint32_t *lane_column; /* before the pass's offset */
    size_t lane_count;
    struct cube_ranges groups, runs;
    const uint32_t *lane;  /* of a return; NULL: by range */
    const uint32_t *place; /* of a column */
    size_t place_count;
};

static inline size_t cube_banner_place(const struct cube_banner *banner, size_t lane, size_t pass) {
    return 1 + lane * banner->pass_count + pass;
}

/* Returns to be counted.  A set that is whole groups of the dataset's order may say so: those whose code is
 * `code`. */
struct cube_set {
    const uint64_t *bits;  /* NULL: all */
    const uint16_t *group; /* by group, or NULL */
    uint16_t code;
    uint32_t *counts; /* by place */
};

/* cube_key_find, for whoever has to do with banners only. */
bool cube_banner_key(const struct questionnaire *q, const char *name, const char **key,
                     struct fault *f) FAULT_CHECKED;

/* The keys have been checked.  Labels are in the language in force. */
const struct cube_banner *cube_banner_make(struct arena *arena, const struct dataset *d,
                                           const char *const *keys, size_t key_count);

/* One column's names, or all columns'. */
struct cube_column cube_banner_column(struct arena *arena, const struct cube_banner *banner, size_t column);
const struct cube_column *cube_banner_columns(struct arena *arena, const struct cube_banner *banner);
bool cube_banner_unknown(const struct cube_banner *banner, size_t column); /* a key was not answered */

/* The same in two steps, for keys that a person chose: of what has begun, whether it has no more than CUBE_COLUMNS_MAX
 * columns. */
struct cube_banner *cube_banner_begin(struct arena *arena, const struct dataset *d, const char *const *keys,
                                      size_t key_count);
bool cube_banner_fits(const struct cube_banner *banner, struct fault *f) FAULT_CHECKED;
const struct cube_banner *cube_banner_end(struct arena *arena, const struct dataset *d,
                                          struct cube_banner *banner);

/* set->counts[place] += returns of the set that are in the base (NULL: all), for each of the sets, all places and the
 * total.  If one set is of groups, all are, and of one question. */
void cube_banner_tally(const struct cube_banner *banner, const struct cube_set *sets, size_t set_count,
                       const uint64_t *base);

/* Every return of the set in every column where it stands, the total excepted; ascending within a column. */
void cube_banner_each(const struct cube_banner *banner, const uint64_t *set, size_t n,
                      void (*visit)(void *data, size_t row, size_t column), void *data);

#endif
