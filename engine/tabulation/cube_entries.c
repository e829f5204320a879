#include "engine/tabulation/cube_entries.h"

#include "engine/base/bitset.h"
#include "engine/base/popcount.h"

#include <string.h>

/* A table may always have so many counts, and for every number given so many more: a list would not be smaller. */
enum { TABLE_FREE = 256 * 1024, TABLE_PER_NUMBER = 4 };

struct entry {
    uint32_t place, code, times;
};

struct collection {
    struct arena *arena, *scratch;
    const struct dataset_column *column;
    const struct cube_banner *banner;
    const uint64_t *base;   /* NULL: all */
    const uint64_t **masks; /* of the passes; NULL: all */
    size_t values;
    bool adds_up;    /* the places make the total */
    uint32_t *table; /* [code * place_count + place]; or NULL, and the list: */
    struct entry *items;
    size_t count, capacity;
};

static void put(struct collection *c, size_t place, uint32_t code) {
    if (c->count == c->capacity)
        c->items = arena_grow(c->scratch, c->items, c->count, &c->capacity, sizeof *c->items);
    c->items[c->count++] = (struct entry){(uint32_t)place, code, 1};
}

/* --- the numbers of a run, or of all --- */

struct stretch {
    const uint32_t *code, *row; /* of the column's numbers */
    size_t count;
};

static void add_to_table(uint32_t *times, size_t places, const struct stretch *s) {
    for (size_t i = 0; i < s->count; i++)
        times[s->code[i] * places]++;
}

/* A return that is not in the mask counts 0 times: that is faster than to guess which it is.  The places of a lane's
 * passes lie side by side. */
static void add_masked(uint32_t *times, size_t places, const struct stretch *s, const uint64_t *const *masks,
                       size_t mask_count) {
    for (size_t i = 0; i < s->count; i++) {
        uint32_t *at = times + s->code[i] * places;
        for (size_t k = 0; k < mask_count; k++)
            at[k] += bitset_has(masks[k], s->row[i]);
    }
}

static void add_to_list(struct collection *c, size_t place, const struct stretch *s, const uint64_t *mask) {
    for (size_t i = 0; i < s->count; i++)
        if (!mask || bitset_has(mask, s->row[i]))
            put(c, place, s->code[i]);
}

/* What is in each of the masks, or all, into so many places from this one on.  Either all are masks, or there is one and
 * it is NULL. */
static void collect_places(struct collection *c, size_t place, const struct stretch *s,
                           const uint64_t *const *masks, size_t count) {
    const size_t places = c->banner->place_count;
    if (c->table && masks[0])
        add_masked(c->table + place, places, s, masks, count);
    else if (c->table)
        add_to_table(c->table + place, places, s);
    for (size_t k = 0; !c->table && k < count; k++)
        add_to_list(c, place + k, s, masks[k]);
}

static void collect_lane(struct collection *c, size_t lane, const struct stretch *s) {
    collect_places(c, cube_banner_place(c->banner, lane, 0), s, c->masks, c->banner->pass_count);
}

/* Where each return has its own lane, it is a stretch by itself. */
static void collect_returns(struct collection *c, struct stretch s) {
    const size_t count = s.count;
    s.count = 1;
    for (size_t i = 0; i < count; i++, s.code++, s.row++)
        collect_lane(c, c->banner->lane[*s.row], &s);
}

/* The numbers of a run are those that come next. */
static void collect_runs(struct collection *c, struct stretch s) {
    const struct cube_ranges *runs = &c->banner->runs;
    const struct popcount_ranges ranges = {.first = runs->first, .count = runs->count};
    uint32_t *inside = arena_array(c->scratch, runs->count + 1, sizeof *inside);
    popcount_ranges(c->column->state[ANSWER_GIVEN], NULL, 0, &ranges, inside);
    for (size_t r = 0; r < runs->count; r++, s.code += s.count, s.row += s.count) {
        s.count = inside[r];
        collect_lane(c, runs->lane[r], &s);
    }
}

/* What base and pass let through; NULL: all. */
static const uint64_t *mask_of(const struct collection *c, const struct cube_pass *pass) {
    const uint64_t *mask = c->base ? c->base : pass->within_count > 0 ? pass->within[0] : NULL;
    size_t parts = pass->within_count + (c->base != NULL), n = c->banner->n;
    if (parts < 2)
        return mask;
    uint64_t *both = arena_copy(c->scratch, mask, bitset_words(n) * sizeof *both);
    for (size_t k = c->base ? 0 : 1; k < pass->within_count; k++)
        bitset_and(both, pass->within[k], n);
    return both;
}

static void collect(struct collection *c) {
    const struct cube_banner *banner = c->banner;
    const struct stretch all = {c->column->value_code, c->column->value_row, c->column->states[ANSWER_GIVEN]};
    c->masks = arena_array(c->scratch, banner->pass_count + 1, sizeof *c->masks);
    for (size_t p = 0; p < banner->pass_count; p++)
        c->masks[p] = mask_of(c, &banner->passes[p]);
    if (banner->lane)
        collect_returns(c, all);
    else if (banner->pass_count > 0)
        collect_runs(c, all);
    if (!c->adds_up)
        collect_places(c, 0, &all, &c->base, 1);
}

/* --- the list, in order --- */

static uint32_t code_of(const struct entry *entry) {
    return entry->code;
}

static uint32_t place_of(const struct entry *entry) {
    return entry->place;
}

/* By counting, stable: one digit of a radix sort. */
static void sort_by(struct collection *c, uint32_t (*digit)(const struct entry *entry), size_t digits) {
    struct entry *sorted = arena_array(c->scratch, c->count + 1, sizeof *sorted);
    size_t *end = arena_array(c->scratch, digits + 1, sizeof *end);
    for (size_t i = 0; i < c->count; i++)
        end[digit(&c->items[i]) + 1]++;
    for (size_t d = 0; d < digits; d++)
        end[d + 1] += end[d];
    for (size_t i = 0; i < c->count; i++)
        sorted[end[digit(&c->items[i])]++] = c->items[i];
    c->items = sorted;
}

static void join_equal(struct collection *c) {
    size_t kept = 0;
    for (size_t i = 0; i < c->count; i++)
        if (kept > 0 && c->items[kept - 1].place == c->items[i].place &&
            c->items[kept - 1].code == c->items[i].code)
            c->items[kept - 1].times += c->items[i].times;
        else
            c->items[kept++] = c->items[i];
    c->count = kept;
}

/* Places that add up make the total, which comes before them. */
static void add_total(struct collection *c) {
    struct entry *all = arena_array(c->scratch, c->count + c->values + 1, sizeof *all);
    uint32_t *times = arena_array(c->scratch, c->values + 1, sizeof *times);
    size_t count = 0;
    for (size_t i = 0; i < c->count; i++)
        times[c->items[i].code] += c->items[i].times;
    for (uint32_t v = 0; v < c->values; v++)
        if (times[v] > 0)
            all[count++] = (struct entry){0, v, times[v]};
    if (c->count > 0)
        memcpy(all + count, c->items, c->count * sizeof *all);
    c->items = all;
    c->count += count;
}

static struct cube_entries finish_list(struct collection *c) {
    sort_by(c, code_of, c->values);
    sort_by(c, place_of, c->banner->place_count);
    join_equal(c);
    if (c->adds_up)
        add_total(c);
    size_t *first = arena_array(c->arena, c->banner->place_count + 1, sizeof *first);
    uint32_t *code = arena_array(c->arena, c->count + 1, sizeof *code);
    uint32_t *times = arena_array(c->arena, c->count + 1, sizeof *times);
    for (size_t i = 0; i < c->count; i++) {
        first[c->items[i].place + 1]++;
        code[i] = c->items[i].code;
        times[i] = c->items[i].times;
    }
    for (size_t p = 0; p < c->banner->place_count; p++)
        first[p + 1] += first[p];
    return (struct cube_entries){c->values, code, times, first, c->banner->place_count};
}

/* --- the table --- */

/* Of all places; eight sums, for one alone would wait for itself. */
static uint32_t sum_of(const uint32_t *times, size_t places) {
    uint32_t sum[CUBE_PLACES_STEP] = {0}, all = 0;
    for (size_t p = 0; p < places; p += CUBE_PLACES_STEP)
        for (size_t k = 0; k < CUBE_PLACES_STEP; k++)
            sum[k] += times[p + k];
    for (size_t k = 0; k < CUBE_PLACES_STEP; k++)
        all += sum[k];
    return all;
}

static struct cube_entries finish_table(struct collection *c) {
    const size_t places = c->banner->place_count;
    uint32_t *code = arena_array(c->arena, c->values + 1, sizeof *code);
    for (uint32_t v = 0; v < c->values; v++) {
        uint32_t *times = c->table + v * places;
        code[v] = v;
        if (c->adds_up)
            times[0] = sum_of(times, places); /* where nothing is yet */
    }
    return (struct cube_entries){c->values, code, c->table, NULL, places};
}

struct cube_entries cube_entries_collect(struct arena *arena, struct arena *scratch,
                                         const struct dataset_column *column,
                                         const struct cube_banner *banner, const uint64_t *base) {
    struct collection c = {.arena = arena,
                           .scratch = scratch,
                           .column = column,
                           .banner = banner,
                           .base = base,
                           .values = column->value_count,
                           .adds_up = banner->pass_count > 0 && banner->partition};
    size_t room = c.values * banner->place_count;
    if (room <= TABLE_FREE + TABLE_PER_NUMBER * column->states[ANSWER_GIVEN])
        c.table = arena_array(arena, room + 1, sizeof *c.table);
    collect(&c);
    return c.table ? finish_table(&c) : finish_list(&c);
}

struct cube_slice cube_entries_of(const struct cube_entries *entries, size_t place) {
    if (!entries->first)
        return (struct cube_slice){entries->code, entries->times + place, entries->value_count,
                                   entries->place_count};
    size_t first = entries->first[place];
    return (struct cube_slice){entries->code + first, entries->times + first,
                               entries->first[place + 1] - first, 1};
}
