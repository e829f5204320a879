/* Counting into the columns of a banner: cube_banner_tally and cube_banner_each. */
#include "engine/base/bitset.h"
#include "engine/base/popcount.h"
#include "engine/tabulation/cube_banner.h"

#include <assert.h>

enum { BLOCK_WORDS = CUBE_BLOCK / 64 };

/* --- by range, block by block --- */

struct part { /* what of some ranges lies in a block */
    const struct cube_ranges *all;
    size_t from, to;
    size_t *first;  /* counted from the block's first return */
    int64_t *found; /* in each */
};

struct block {
    const struct cube_banner *banner;
    const uint64_t *base;
    size_t word, words; /* where it begins, and its length */
    struct part groups, runs;
    uint64_t *room; /* for a mask */
};

static struct part new_part(struct arena *scratch, const struct cube_ranges *all) {
    return (struct part){.all = all,
                         .first = arena_array(scratch, all->count + 1, sizeof(size_t)),
                         .found = arena_array(scratch, all->count + 1, sizeof(int64_t))};
}

static void find_part(struct part *p, size_t begin, size_t end) {
    for (p->from = p->to; p->to < p->all->count && p->all->first[p->to] < end; p->to++)
        p->first[p->to - p->from] = p->all->first[p->to] - begin;
    p->first[p->to - p->from] = p->all->first[p->to] - begin;
}

static void find_block(struct block *b, size_t begin) {
    size_t n = b->banner->n, end = begin + CUBE_BLOCK < n ? begin + CUBE_BLOCK : n;
    b->word = begin / 64;
    b->words = bitset_words(end - begin);
    find_part(&b->groups, begin, end);
    find_part(&b->runs, begin, end);
}

/* What the base and the pass (NULL: of the total) let through; NULL: all. */
static const uint64_t *mask_of(const struct block *b, const struct cube_pass *pass) {
    const uint64_t *parts[CUBE_KEYS_MAX + 1];
    size_t count = 0;
    if (b->base)
        parts[count++] = b->base + b->word;
    for (size_t k = 0; pass && k < pass->within_count; k++)
        parts[count++] = pass->within[k] + b->word;
    if (count < 2)
        return count ? parts[0] : NULL;
    for (size_t w = 0; w < b->words; w++)
        b->room[w] = parts[0][w] & parts[1][w];
    for (size_t k = 2; k < count; k++)
        bitset_and(b->room, parts[k], 64 * b->words);
    return b->room;
}

/* How many of the set (NULL: all) are in each range of the part and in the mask (NULL: all). */
static void count_part(const struct part *p, const uint64_t *set, const uint64_t *mask) {
    size_t count = p->to - p->from;
    for (size_t r = 0; r < count; r++)
        p->found[r] = set || mask ? 0 : (int64_t)(p->first[r + 1] - p->first[r]);
    if (set || mask)
        popcount_ranges(set ? set : mask, set ? mask : NULL, p->first, count, p->found);
}

/* Adds what was found to the columns (NULL: only up); only the groups of the set, when it is one of groups. */
static int64_t add_part(const struct part *p, const struct cube_set *set, int64_t *columns) {
    int64_t sum = 0;
    for (size_t r = p->from; r < p->to; r++) {
        if (set->group && set->group[p->all->group[r]] != set->code)
            continue;
        sum += p->found[r - p->from];
        if (columns)
            columns[p->all->column[r]] += p->found[r - p->from];
    }
    return sum;
}

/* One pass (NULL: the total's) for all sets; the groups are measured once for those that are made of groups. */
static void tally_pass(const struct block *b, const struct cube_set *sets, size_t set_count,
                       const struct cube_pass *pass, int64_t *counts) {
    const uint64_t *mask = mask_of(b, pass);
    bool measured = false;
    for (size_t s = 0; s < set_count; s++) {
        int64_t *row = counts + s * b->banner->column_count;
        const struct part *part = sets[s].group ? &b->groups : &b->runs;
        if (!sets[s].group)
            count_part(part, sets[s].bits ? sets[s].bits + b->word : NULL, mask);
        else if (!measured)
            count_part(part, NULL, mask);
        measured = measured || sets[s].group;
        int64_t sum = add_part(part, &sets[s], pass ? row + pass->offset : NULL);
        row[0] += !pass || b->banner->partition ? sum : 0;
    }
}

/* A total that the columns do not add up to takes a pass of its own. */
static void tally_by_range(const struct cube_banner *banner, const struct cube_set *sets, size_t set_count,
                           const uint64_t *base, int64_t *counts) {
    struct arena *scratch = arena_create();
    struct block b = {.banner = banner, .base = base};
    b.groups = new_part(scratch, &banner->groups);
    b.runs = new_part(scratch, &banner->runs);
    b.room = arena_array(scratch, BLOCK_WORDS, sizeof *b.room);
    for (size_t begin = 0; begin < banner->n; begin += CUBE_BLOCK) {
        find_block(&b, begin);
        for (size_t p = 0; p < banner->pass_count; p++)
            tally_pass(&b, sets, set_count, &banner->passes[p], counts);
        if (banner->pass_count == 0 || !banner->partition)
            tally_pass(&b, sets, set_count, NULL, counts);
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
