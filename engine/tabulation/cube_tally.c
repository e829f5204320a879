/* Counting into the columns of a banner: cube_banner_tally and cube_banner_each. */
#include "engine/base/bitset.h"
#include "engine/base/popcount.h"
#include "engine/tabulation/cube_banner.h"

#include <assert.h>

enum { BLOCK_WORDS = CUBE_BLOCK / 64 };

/* --- by range, block by block --- */

struct slice { /* the ranges that lie in a block */
    const struct cube_ranges *all;
    size_t from, to;
};

struct block {
    const struct cube_banner *banner;
    const uint64_t *base;
    size_t begin, words; /* its first return, its length */
    struct slice groups, runs;
    struct arena *scratch;
    uint64_t *room; /* for a mask; NULL until there is one */
};

static void find_slice(struct slice *s, size_t end) {
    s->from = s->to;
    if (s->all->first[s->all->count] <= end)
        s->to = s->all->count;
    while (s->to < s->all->count && s->all->first[s->to] < end)
        s->to++;
}

static void find_block(struct block *b, size_t begin) {
    size_t left = b->banner->n - begin, length = left < b->banner->block ? left : b->banner->block;
    b->begin = begin;
    b->words = bitset_words(length);
    find_slice(&b->groups, begin + length);
    find_slice(&b->runs, begin + length);
}

static const uint64_t *in_block(const struct block *b, const uint64_t *set) {
    return set ? set + b->begin / 64 : NULL;
}

/* What the base and the pass (NULL: of the total) let through; NULL: all. */
static const uint64_t *mask_of(struct block *b, const struct cube_pass *pass) {
    const uint64_t *parts[CUBE_KEYS_MAX + 1];
    size_t count = 0;
    if (b->base)
        parts[count++] = in_block(b, b->base);
    for (size_t k = 0; pass && k < pass->within_count; k++)
        parts[count++] = in_block(b, pass->within[k]);
    if (count < 2)
        return count ? parts[0] : NULL;
    if (!b->room)
        b->room = arena_array(b->scratch, BLOCK_WORDS, sizeof *b->room);
    for (size_t w = 0; w < b->words; w++)
        b->room[w] = parts[0][w] & parts[1][w];
    for (size_t k = 2; k < count; k++)
        bitset_and(b->room, parts[k], 64 * b->words);
    return b->room;
}

/* counts[place] += how many of the set (NULL: all) are in each range of the slice and in the mask (NULL: all);
 * returns their sum. */
static int64_t count_slice(const struct block *b, const struct slice *s, const uint64_t *set,
                           const uint64_t *mask, const uint32_t *place, int64_t *counts) {
    const struct popcount_ranges ranges = {s->all->first + s->from, s->to - s->from, b->begin, place};
    if (set || mask)
        return popcount_ranges(set ? set : mask, set ? mask : NULL, &ranges, counts);
    for (size_t r = 0; r < ranges.count; r++)
        counts[place ? place[r] : r] += (int64_t)(ranges.first[r + 1] - ranges.first[r]);
    return (int64_t)(ranges.first[ranges.count] - ranges.first[0]);
}

/* Those of the set in all the block. */
static int64_t count_block(const struct block *b, const uint64_t *set, const uint64_t *mask) {
    const size_t length = b->groups.all->first[b->groups.to] - b->begin;
    return set || mask ? (int64_t)bitset_count_and(set ? set : mask, set ? mask : NULL, length)
                       : (int64_t)length;
}

/* Adds to the row's columns and to its total; NULL pass: to the total alone. */
static void tally_set(const struct block *b, const uint64_t *set, const uint64_t *mask,
                      const struct cube_pass *pass, int64_t *row) {
    if (!pass) {
        row[0] += count_block(b, set, mask);
        return;
    }
    const uint32_t *place = b->runs.all->column + b->runs.from;
    int64_t sum = count_slice(b, &b->runs, set, mask, place, row + pass->offset);
    row[0] += b->banner->partition ? sum : 0;
}

/* The sets' rows by code; *codes: how many codes there are. */
static int64_t **rows_by_code(struct arena *scratch, const struct cube_set *sets, size_t set_count,
                              int64_t *counts, size_t column_count, size_t *codes) {
    *codes = 0;
    for (size_t s = 0; s < set_count; s++)
        *codes = sets[s].code >= *codes ? (size_t)sets[s].code + 1 : *codes;
    int64_t **row = arena_array(scratch, *codes + 1, sizeof *row);
    for (size_t s = 0; s < set_count; s++)
        row[sets[s].code] = counts + s * column_count;
    return row;
}

/* Each group belongs to one of the sets, or to none: all are counted in one walk over the groups' sizes. */
static void tally_groups(const struct block *b, const struct cube_set *sets, size_t set_count,
                         const uint64_t *mask, const struct cube_pass *pass, int64_t *counts) {
    struct arena *scratch = arena_create();
    const struct slice *groups = &b->groups;
    size_t codes;
    int64_t **row = rows_by_code(scratch, sets, set_count, counts, b->banner->column_count, &codes);
    int64_t *size = arena_array(scratch, groups->to - groups->from + 1, sizeof *size);
    count_slice(b, groups, NULL, mask, NULL, size);
    for (size_t g = groups->from; g < groups->to; g++) {
        uint16_t code = sets->group[groups->all->group[g]];
        if (code >= codes || !row[code])
            continue;
        if (pass)
            row[code][pass->offset + groups->all->column[g]] += size[g - groups->from];
        row[code][0] += !pass || b->banner->partition ? size[g - groups->from] : 0;
    }
    arena_destroy(scratch);
}

static void tally_pass(struct block *b, const struct cube_set *sets, size_t set_count,
                       const struct cube_pass *pass, int64_t *counts) {
    const uint64_t *mask = mask_of(b, pass);
    if (sets->group) {
        tally_groups(b, sets, set_count, mask, pass, counts);
        return;
    }
    for (size_t s = 0; s < set_count; s++)
        tally_set(b, in_block(b, sets[s].bits), mask, pass, counts + s * b->banner->column_count);
}

/* Columns that add up make the total; one that they do not add up to takes a pass of its own. */
static void tally_by_range(const struct cube_banner *banner, const struct cube_set *sets, size_t set_count,
                           const uint64_t *base, int64_t *counts) {
    struct block b = {.banner = banner, .base = base, .scratch = arena_create()};
    b.groups.all = &banner->groups;
    b.runs.all = &banner->runs;
    for (size_t begin = 0; begin < banner->n; begin += banner->block) {
        find_block(&b, begin);
        for (size_t p = 0; p < banner->pass_count; p++)
            tally_pass(&b, sets, set_count, &banner->passes[p], counts);
        if (banner->pass_count == 0 || !banner->partition)
            tally_pass(&b, sets, set_count, NULL, counts);
    }
    arena_destroy(b.scratch);
}

/* --- by return --- */

static uint64_t within(const struct cube_pass *pass, size_t word, uint64_t bits) {
    for (size_t k = 0; k < pass->within_count; k++)
        bits &= pass->within[k][word];
    return bits;
}

static uint64_t there_are(const struct cube_banner *banner, size_t word) {
    size_t left = banner->n - 64 * word;
    return left < 64 ? ((uint64_t)1 << left) - 1 : UINT64_MAX;
}

static void tally_by_return(const struct cube_banner *banner, const uint64_t *set, const uint64_t *base,
                            int64_t *counts) {
    for (size_t w = 0, words = bitset_words(banner->n); w < words; w++) {
        uint64_t all = (set ? set[w] : there_are(banner, w)) & (base ? base[w] : UINT64_MAX);
        counts[0] += __builtin_popcountll(all);
        for (size_t p = 0; p < banner->pass_count; p++) {
            int64_t *columns = counts + banner->passes[p].offset;
            for (uint64_t bits = within(&banner->passes[p], w, all); bits; bits &= bits - 1)
                columns[banner->code[64 * w + (size_t)__builtin_ctzll(bits)]]++;
        }
    }
}

void cube_banner_tally(const struct cube_banner *banner, const struct cube_set *sets, size_t set_count,
                       const uint64_t *base, int64_t *counts) {
    if (!banner->code && set_count > 0) {
        tally_by_range(banner, sets, set_count, base, counts);
        return;
    }
    for (size_t s = 0; s < set_count; s++)
        tally_by_return(banner, sets[s].bits, base, counts + s * banner->column_count);
}

/* --- one by one --- */

static void each_of_pass(const struct cube_banner *banner, const struct cube_pass *pass, const uint64_t *set,
                         size_t n, void (*visit)(void *data, size_t row, size_t column), void *data) {
    const struct cube_ranges *runs = &banner->runs;
    size_t run = 0;
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        for (uint64_t bits = within(pass, w, set[w]); bits; bits &= bits - 1) {
            size_t row = 64 * w + (size_t)__builtin_ctzll(bits);
            while (row >= runs->first[run + 1])
                run++;
            visit(data, row, pass->offset + (banner->code ? banner->code[row] : runs->column[run]));
        }
}

void cube_banner_each(const struct cube_banner *banner, const uint64_t *set, size_t n,
                      void (*visit)(void *data, size_t row, size_t column), void *data) {
    for (size_t p = 0; p < banner->pass_count; p++)
        each_of_pass(banner, &banner->passes[p], set, n, visit, data);
}
