/* Counting into the places of a banner: cube_banner_tally and cube_banner_each. */
#include "engine/base/bitset.h"
#include "engine/base/popcount.h"
#include "engine/tabulation/cube_banner.h"

#include <string.h>

/* --- by range, block by block --- */

struct slice { /* the ranges that lie in a block */
    const struct cube_ranges *all;
    size_t from, to;
};

struct block {
    const struct cube_banner *banner;
    const uint64_t *base; /* NULL: all */
    size_t begin, words;  /* its first return, its length */
    struct slice groups, runs;
    const uint64_t **masks; /* of the passes: what they and the base let through */
    size_t mask_count;      /* 0: nothing is masked */
    uint64_t *room;         /* for masks that are not there already */
    uint64_t *everybody;
};

static void find_slice(struct slice *s, size_t end) {
    s->from = s->to;
    if (s->all->first[s->all->count] <= end)
        s->to = s->all->count;
    while (s->to < s->all->count && s->all->first[s->to] < end)
        s->to++;
}

static const uint64_t *in_block(const struct block *b, const uint64_t *set) {
    return set ? set + b->begin / 64 : NULL;
}

/* What the base and the pass let through; NULL: all. */
static const uint64_t *mask_of(const struct block *b, size_t at) {
    const struct cube_pass *pass = &b->banner->passes[at];
    const uint64_t *parts[CUBE_KEYS_MAX + 1];
    size_t count = 0;
    if (b->base)
        parts[count++] = in_block(b, b->base);
    for (size_t k = 0; k < pass->within_count; k++)
        parts[count++] = in_block(b, pass->within[k]);
    if (count < 2)
        return count ? parts[0] : NULL;
    uint64_t *room = b->room + at * (b->banner->block / 64);
    for (size_t w = 0; w < b->words; w++)
        room[w] = parts[0][w] & parts[1][w];
    for (size_t k = 2; k < count; k++)
        bitset_and(room, parts[k], 64 * b->words);
    return room;
}

static void find_block(struct block *b, size_t begin) {
    const struct cube_banner *banner = b->banner;
    size_t left = banner->n - begin, length = left < banner->block ? left : banner->block;
    b->begin = begin;
    b->words = bitset_words(length);
    find_slice(&b->groups, begin + length);
    find_slice(&b->runs, begin + length);
    for (size_t p = 0; p < b->mask_count; p++)
        b->masks[p] = mask_of(b, p);
}

/* Either each pass has a mask, or there is but one pass and none is needed. */
static struct block first_block(struct arena *scratch, const struct cube_banner *banner,
                                const uint64_t *base) {
    struct block b = {.banner = banner, .base = base};
    const size_t words = bitset_words(banner->block);
    bool within = banner->pass_count > 0 && banner->passes[0].within_count > 0;
    b.groups.all = &banner->groups;
    b.runs.all = &banner->runs;
    b.mask_count = base || within ? banner->pass_count : 0;
    b.masks = arena_array(scratch, b.mask_count + 1, sizeof *b.masks);
    if (within && (base || banner->passes[0].within_count > 1))
        b.room = arena_array(scratch, b.mask_count * words, sizeof *b.room);
    if (within) {
        b.everybody = arena_array(scratch, words, sizeof *b.everybody);
        memset(b.everybody, 0xFF, words * sizeof *b.everybody);
    }
    return b;
}

/* counts[place] += how many of the set (NULL: all) are in each range of the slice and in each mask; returns their
 * sum. */
static int64_t count_slice(const struct block *b, const struct slice *s, const uint64_t *set,
                           const uint64_t *next, const uint32_t *place, uint32_t *counts) {
    const struct popcount_ranges ranges = {s->all->first + s->from, s->to - s->from, b->begin, place, next};
    if (!set && b->mask_count == 1)
        return popcount_ranges(b->masks[0], NULL, 0, &ranges, counts);
    if (set || b->mask_count > 0)
        return popcount_ranges(set ? set : b->everybody, b->masks, b->mask_count, &ranges, counts);
    for (size_t r = 0; r < ranges.count; r++)
        counts[place ? place[r] : r] += (uint32_t)(ranges.first[r + 1] - ranges.first[r]);
    return (int64_t)(ranges.first[ranges.count] - ranges.first[0]);
}

/* Those of the set (NULL: all) in the base, in all the block. */
static int64_t count_block(const struct block *b, const uint64_t *set) {
    const size_t length = b->groups.all->first[b->groups.to] - b->begin;
    const uint64_t *base = in_block(b, b->base);
    return set || base ? (int64_t)bitset_count_and(set ? set : base, set ? base : NULL, length)
                       : (int64_t)length;
}

/* Columns that add up make the total; one that they do not add up to is counted by itself. */
static void tally_set(const struct block *b, const uint64_t *set, const uint64_t *next, uint32_t *row) {
    int64_t sum = 0;
    if (b->banner->pass_count > 0)
        sum = count_slice(b, &b->runs, set, next, b->runs.all->lane + b->runs.from, row + 1);
    if (b->banner->pass_count == 0 || !b->banner->partition)
        sum = count_block(b, set);
    row[0] += (uint32_t)sum;
}

/* What is read after the set: the next one, after the last the first one's next block. */
static const uint64_t *next_of(const struct block *b, const struct cube_set *sets, size_t set_count,
                               size_t s) {
    if (s + 1 < set_count)
        return in_block(b, sets[s + 1].bits);
    const uint64_t *first = in_block(b, sets[0].bits);
    return first && b->begin + b->banner->block < b->banner->n ? first + b->words : NULL;
}

static void tally_sets(const struct block *b, const struct cube_set *sets, size_t set_count) {
    for (size_t s = 0; s < set_count; s++)
        tally_set(b, in_block(b, sets[s].bits), next_of(b, sets, set_count, s), sets[s].counts);
}

/* --- sets that are whole groups --- */

/* The sets' rows by code; *codes: how many codes there are. */
static uint32_t **rows_by_code(struct arena *scratch, const struct cube_set *sets, size_t set_count,
                               size_t *codes) {
    *codes = 0;
    for (size_t s = 0; s < set_count; s++)
        *codes = sets[s].code >= *codes ? (size_t)sets[s].code + 1 : *codes;
    uint32_t **row = arena_array(scratch, *codes + 1, sizeof *row);
    for (size_t s = 0; s < set_count; s++)
        row[sets[s].code] = sets[s].counts;
    return row;
}

/* What the groups of the block have in the base, whatever the pass. */
static void whole_sizes(const struct block *b, uint32_t *size) {
    struct block whole = *b;
    const uint64_t *base = in_block(b, b->base);
    whole.mask_count = base != NULL;
    whole.masks = &base;
    count_slice(&whole, &b->groups, NULL, NULL, NULL, size);
}

/* Each group belongs to one of the sets, or to none: all are counted in one walk over the groups' sizes. */
static void tally_groups(const struct block *b, const struct cube_set *sets, size_t set_count) {
    struct arena *scratch = arena_create();
    const struct cube_banner *banner = b->banner;
    const struct slice *groups = &b->groups;
    const bool adds_up = banner->pass_count > 0 && banner->partition;
    size_t codes, passes = banner->pass_count, count = groups->to - groups->from;
    uint32_t **row = rows_by_code(scratch, sets, set_count, &codes);
    uint32_t *size = arena_array(scratch, count * passes + 1, sizeof *size);
    uint32_t *whole = arena_array(scratch, count + 1, sizeof *whole);
    if (passes > 0)
        count_slice(b, groups, NULL, NULL, NULL, size);
    if (!adds_up)
        whole_sizes(b, whole);
    for (size_t g = 0; g < count; g++) {
        uint16_t code = sets->group[groups->all->group[groups->from + g]];
        if (code >= codes || !row[code])
            continue;
        for (size_t p = 0; p < passes; p++) {
            uint32_t there = size[g * passes + p];
            row[code][cube_banner_place(banner, groups->all->lane[groups->from + g], p)] += there;
            whole[g] += adds_up ? there : 0;
        }
        row[code][0] += whole[g];
    }
    arena_destroy(scratch);
}

static void tally_by_range(const struct cube_banner *banner, const struct cube_set *sets, size_t set_count,
                           const uint64_t *base) {
    struct arena *scratch = arena_create();
    struct block b = first_block(scratch, banner, base);
    for (size_t begin = 0; begin < banner->n; begin += banner->block) {
        find_block(&b, begin);
        if (sets->group)
            tally_groups(&b, sets, set_count);
        else
            tally_sets(&b, sets, set_count);
    }
    arena_destroy(scratch);
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
                            uint32_t *counts) {
    for (size_t w = 0, words = bitset_words(banner->n); w < words; w++) {
        uint64_t all = (set ? set[w] : there_are(banner, w)) & (base ? base[w] : UINT64_MAX);
        counts[0] += (uint32_t)__builtin_popcountll(all);
        for (size_t p = 0; p < banner->pass_count; p++)
            for (uint64_t bits = within(&banner->passes[p], w, all); bits; bits &= bits - 1) {
                uint32_t lane = banner->lane[64 * w + (size_t)__builtin_ctzll(bits)];
                counts[cube_banner_place(banner, lane, p)]++;
            }
    }
}

void cube_banner_tally(const struct cube_banner *banner, const struct cube_set *sets, size_t set_count,
                       const uint64_t *base) {
    if (!banner->lane && set_count > 0)
        tally_by_range(banner, sets, set_count, base);
    for (size_t s = 0; banner->lane && s < set_count; s++)
        tally_by_return(banner, sets[s].bits, base, sets[s].counts);
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
            visit(data, row,
                  pass->offset + banner->lane_column[banner->lane ? banner->lane[row] : runs->lane[run]]);
        }
}

void cube_banner_each(const struct cube_banner *banner, const uint64_t *set, size_t n,
                      void (*visit)(void *data, size_t row, size_t column), void *data) {
    for (size_t p = 0; p < banner->pass_count; p++)
        each_of_pass(banner, &banner->passes[p], set, n, visit, data);
}
