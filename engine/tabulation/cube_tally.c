/* Counting into the columns of a banner: cube_banner_tally and cube_banner_each. */
#include "engine/base/bitset.h"
#include "engine/base/popcount.h"
#include "engine/tabulation/cube_banner.h"

#include <assert.h>
#include <string.h>

enum { BLOCK_WORDS = CUBE_BLOCK / 64 };

/* --- by range --- */

struct block {
    const struct cube_banner *banner;
    const uint64_t *base;
    size_t word, words;     /* where it begins, and its length */
    size_t from, to;        /* its ranges */
    size_t *first;          /* of the ranges, counted from the block's first return */
    int64_t *found;         /* by range */
    uint64_t *room;         /* for a mask per pass */
    const uint64_t **masks; /* by pass; NULL: all */
};

static void find_ranges(struct block *b) {
    const struct cube_banner *banner = b->banner;
    size_t begin = banner->first[b->from] / CUBE_BLOCK * CUBE_BLOCK, end = begin + CUBE_BLOCK;
    b->word = begin / 64;
    b->words = bitset_words((end < banner->n ? end : banner->n) - begin);
    for (b->to = b->from; b->to < banner->range_count && banner->first[b->to] < end; b->to++)
        b->first[b->to - b->from] = banner->first[b->to] - begin;
    b->first[b->to - b->from] = banner->first[b->to] - begin;
}

static const uint64_t *mask_of(const struct block *b, const struct cube_pass *pass, uint64_t *room) {
    const uint64_t *parts[CUBE_KEYS_MAX + 1];
    size_t count = 0;
    if (b->base)
        parts[count++] = b->base + b->word;
    for (size_t k = 0; k < pass->within_count; k++)
        parts[count++] = pass->within[k] + b->word;
    if (count < 2)
        return count ? parts[0] : NULL;
    for (size_t w = 0; w < b->words; w++)
        room[w] = parts[0][w] & parts[1][w];
    for (size_t k = 2; k < count; k++)
        bitset_and(room, parts[k], 64 * b->words);
    return room;
}

static void find_masks(struct block *b) {
    for (size_t p = 0; p < b->banner->pass_count; p++)
        b->masks[p] = mask_of(b, &b->banner->passes[p], b->room + p * BLOCK_WORDS);
}

/* Of a set that is whole groups: what of them the mask lets through. */
static void count_groups(const struct block *b, const struct cube_set *set, const uint64_t *mask) {
    for (size_t r = 0; r < b->to - b->from; r++) {
        if (set->group[b->banner->group[b->from + r]] != set->code)
            continue;
        if (mask)
            popcount_ranges(mask, NULL, b->first + r, 1, b->found + r);
        else
            b->found[r] = (int64_t)(b->first[r + 1] - b->first[r]);
    }
}

static void count_set(const struct block *b, const struct cube_set *set, const uint64_t *mask) {
    memset(b->found, 0, (b->to - b->from) * sizeof *b->found);
    if (set->group)
        count_groups(b, set, mask);
    else
        popcount_ranges(set->bits + b->word, mask, b->first, b->to - b->from, b->found);
}

static int64_t sum_found(const struct block *b) {
    int64_t sum = 0;
    for (size_t r = 0; r < b->to - b->from; r++)
        sum += b->found[r];
    return sum;
}

static void tally_set(const struct block *b, const struct cube_set *set, int64_t *counts) {
    const struct cube_banner *banner = b->banner;
    for (size_t p = 0; p < banner->pass_count; p++) {
        int64_t *columns = counts + banner->passes[p].offset;
        count_set(b, set, b->masks[p]);
        for (size_t r = b->from; r < b->to; r++)
            columns[banner->range[r]] += b->found[r - b->from];
        if (banner->partition)
            counts[0] += sum_found(b);
    }
    if (banner->pass_count > 0 && banner->partition)
        return;
    count_set(b, set, b->base ? b->base + b->word : NULL);
    counts[0] += sum_found(b);
}

static void tally_by_range(const struct cube_banner *banner, const struct cube_set *sets, size_t set_count,
                           const uint64_t *base, int64_t *counts) {
    struct arena *scratch = arena_create();
    struct block b = {.banner = banner, .base = base};
    b.first = arena_array(scratch, banner->range_count + 1, sizeof *b.first);
    b.found = arena_array(scratch, banner->range_count + 1, sizeof *b.found);
    b.room = arena_array(scratch, banner->pass_count + 1, BLOCK_WORDS * sizeof *b.room);
    b.masks = arena_array(scratch, banner->pass_count + 1, sizeof *b.masks);
    for (; b.from < banner->range_count; b.from = b.to) {
        find_ranges(&b);
        find_masks(&b);
        for (size_t s = 0; s < set_count; s++)
            tally_set(&b, &sets[s], counts + s * banner->column_count);
    }
    arena_destroy(scratch);
}

/* --- by return --- */

static uint64_t within(const struct cube_pass *pass, size_t word, uint64_t bits) {
    for (size_t k = 0; k < pass->within_count; k++)
        bits &= pass->within[k][word];
    return bits;
}

static void tally_by_return(const struct cube_banner *banner, const uint64_t *set, const uint64_t *base,
                            int64_t *counts) {
    for (size_t w = 0, words = bitset_words(banner->n); w < words; w++) {
        uint64_t all = set[w] & (base ? base[w] : UINT64_MAX);
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
    if (!banner->code) {
        tally_by_range(banner, sets, set_count, base, counts);
        return;
    }
    for (size_t s = 0; s < set_count; s++)
        tally_by_return(banner, sets[s].bits, base, counts + s * banner->column_count);
}

/* --- one by one --- */

static void each_of_pass(const struct cube_banner *banner, const struct cube_pass *pass, const uint64_t *set,
                         size_t n, void (*visit)(void *data, size_t row, size_t column), void *data) {
    size_t range = 0;
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        for (uint64_t bits = within(pass, w, set[w]); bits; bits &= bits - 1) {
            size_t row = 64 * w + (size_t)__builtin_ctzll(bits);
            while (row >= banner->first[range + 1])
                range++;
            visit(data, row, pass->offset + (banner->code ? banner->code[row] : banner->range[range]));
        }
}

void cube_banner_each(const struct cube_banner *banner, const uint64_t *set, size_t n,
                      void (*visit)(void *data, size_t row, size_t column), void *data) {
    for (size_t p = 0; p < banner->pass_count; p++)
        each_of_pass(banner, &banner->passes[p], set, n, visit, data);
}
