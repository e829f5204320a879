#include "engine/tabulation/cube_entries.h"

#include "engine/base/bitset.h"
#include "engine/base/popcount.h"

#include <string.h>

enum { FEW_VALUES = 64 };

/* Returns come in ascending order, and many of one column together: their values are held until another column begins. */
struct collection {
    struct arena *arena;
    const struct dataset_column *column;
    struct cube_entries entries;
    size_t capacity;
    bool ordered;    /* so far */
    uint32_t *times; /* by value; 0 between columns */
    uint32_t *held;
    size_t held_count, held_column;
    size_t row, word, place; /* the last return; where it stands among those that gave an answer */
    uint64_t rest;           /* of that word: answers from `place` on */
};

/* --- a column's values --- */

static bool follows(const struct cube_entry *before, const struct cube_entry *entry) {
    return before->column < entry->column || (before->column == entry->column && before->code < entry->code);
}

static void add_entry(struct collection *c, uint32_t column, uint32_t code) {
    struct cube_entries *all = &c->entries;
    const struct cube_entry entry = {column, code, c->times[code]};
    if (all->count == c->capacity)
        all->items = arena_grow(c->arena, all->items, all->count, &c->capacity, sizeof entry);
    c->ordered = c->ordered && (all->count == 0 || follows(&all->items[all->count - 1], &entry));
    all->items[all->count++] = entry;
    c->times[code] = 0;
}

/* Where more values are given than there are, or nearly, looking through those there are puts them in order. */
static void add_values(struct collection *c, size_t column, const uint32_t *codes, size_t count) {
    const uint32_t values = (uint32_t)c->column->value_count;
    bool few = values <= FEW_VALUES || count >= values / 4;
    for (size_t i = 0; i < count; i++)
        c->times[codes[i]]++;
    for (uint32_t v = 0; few && v < values; v++)
        if (c->times[v] > 0)
            add_entry(c, (uint32_t)column, v);
    for (size_t i = 0; !few && i < count; i++)
        if (c->times[codes[i]] > 0)
            add_entry(c, (uint32_t)column, codes[i]);
}

/* --- return by return --- */

static void start_walk(struct collection *c) {
    c->row = c->word = c->place = 0;
    c->rest = c->column->state[ANSWER_GIVEN][0];
}

static size_t place_of(struct collection *c, size_t row) {
    if (row < c->row)
        start_walk(c);
    for (c->row = row; c->word < row / 64; c->rest = c->column->state[ANSWER_GIVEN][++c->word])
        for (; c->rest; c->rest &= c->rest - 1)
            c->place++;
    for (; (size_t)__builtin_ctzll(c->rest) < row % 64; c->rest &= c->rest - 1)
        c->place++;
    return c->place;
}

static void let_go(struct collection *c) {
    add_values(c, c->held_column, c->held, c->held_count);
    c->held_count = 0;
}

static void hold(void *data, size_t row, size_t column) {
    struct collection *c = data;
    if (column != c->held_column)
        let_go(c);
    c->held_column = column;
    c->held[c->held_count++] = c->column->value_code[place_of(c, row)];
}

static void collect_total(struct collection *c, const uint64_t *given, size_t n) {
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        for (uint64_t bits = given[w]; bits; bits &= bits - 1)
            hold(c, 64 * w + (size_t)__builtin_ctzll(bits), 0);
}

static void collect_returns(struct collection *c, const struct cube_banner *banner, const uint64_t *base,
                            bool with_total) {
    const size_t words = bitset_words(banner->n) + 1;
    uint64_t *given = arena_copy(c->arena, c->column->state[ANSWER_GIVEN], words * sizeof *given);
    if (base)
        bitset_and(given, base, banner->n);
    c->held = arena_array(c->arena, c->column->states[ANSWER_GIVEN] + 1, sizeof *c->held);
    start_walk(c);
    if (with_total)
        collect_total(c, given, banner->n);
    cube_banner_each(banner, given, banner->n, hold, c);
    let_go(c);
}

/* --- run by run --- */

/* Where every answer counts and runs alone make the columns, the values of a run are those that come next. */
static void collect_runs(struct collection *c, const struct cube_banner *banner) {
    const struct popcount_ranges runs = {.first = banner->runs.first, .count = banner->runs.count};
    int64_t *inside = arena_array(c->arena, runs.count + 1, sizeof *inside);
    const uint32_t *code = c->column->value_code;
    popcount_ranges(c->column->state[ANSWER_GIVEN], NULL, &runs, inside);
    for (size_t r = 0; r < runs.count; code += inside[r++])
        add_values(c, banner->pass_count > 0 ? banner->passes[0].offset + banner->runs.column[r] : 0, code,
                   (size_t)inside[r]);
}

static bool runs_make_columns(const struct cube_banner *banner) {
    return !banner->code && (banner->pass_count == 0 || banner->passes[0].within_count == 0);
}

/* --- order --- */

static uint32_t code_of(const struct cube_entry *entry) {
    return entry->code;
}

static uint32_t column_of(const struct cube_entry *entry) {
    return entry->column;
}

/* By counting, stable: one digit of a radix sort. */
static void sort_by(struct arena *arena, struct cube_entries *all,
                    uint32_t (*digit)(const struct cube_entry *entry), size_t digits) {
    struct cube_entry *sorted = arena_array(arena, all->count + 1, sizeof *sorted);
    size_t *end = arena_array(arena, digits + 1, sizeof *end);
    for (size_t i = 0; i < all->count; i++)
        end[digit(&all->items[i]) + 1]++;
    for (size_t d = 0; d < digits; d++)
        end[d + 1] += end[d];
    for (size_t i = 0; i < all->count; i++)
        sorted[end[digit(&all->items[i])]++] = all->items[i];
    all->items = sorted;
}

/* A column of several runs has a value several times. */
static void join_equal(struct cube_entries *all) {
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++)
        if (kept > 0 && !follows(&all->items[kept - 1], &all->items[i]))
            all->items[kept - 1].times += all->items[i].times;
        else
            all->items[kept++] = all->items[i];
    all->count = kept;
}

/* Before the columns, of which each return is in one. */
static struct cube_entries with_total(struct arena *arena, const struct cube_entries *columns,
                                      size_t values) {
    struct cube_entries all = {.items = arena_array(arena, columns->count + values + 1, sizeof *all.items)};
    uint32_t *times = arena_array(arena, values + 1, sizeof *times);
    for (size_t i = 0; i < columns->count; i++)
        times[columns->items[i].code] += columns->items[i].times;
    for (uint32_t v = 0; v < values; v++)
        if (times[v] > 0)
            all.items[all.count++] = (struct cube_entry){0, v, times[v]};
    if (columns->count > 0)
        memcpy(all.items + all.count, columns->items, columns->count * sizeof *all.items);
    all.count += columns->count;
    return all;
}

struct cube_entries cube_entries_collect(struct arena *arena, const struct dataset_column *column,
                                         const struct cube_banner *banner, const uint64_t *base) {
    struct collection c = {.arena = arena, .column = column, .ordered = true};
    bool adds_up = banner->pass_count > 0 && banner->partition;
    c.times = arena_array(arena, column->value_count + 1, sizeof *c.times);
    if (!base && runs_make_columns(banner))
        collect_runs(&c, banner);
    else
        collect_returns(&c, banner, base, !adds_up);
    if (!c.ordered) {
        sort_by(arena, &c.entries, code_of, column->value_count);
        sort_by(arena, &c.entries, column_of, banner->column_count);
        join_equal(&c.entries);
    }
    return adds_up ? with_total(arena, &c.entries, column->value_count) : c.entries;
}
