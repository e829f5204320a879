#include "engine/tabulation/dataset_values.h"

#include "engine/base/bitset.h"
#include "engine/base/order.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS_AT_FIRST = 256 };

/* The different values, in a hash table with open addressing; a slot holds a value's number + 1. */
struct table {
    struct arena *scratch;
    int64_t *values;
    size_t count, capacity;
    uint32_t *slots;
    size_t slot_count;
};

/* Multiplicative hashing (D. E. Knuth, The Art of Computer Programming 3, 6.4). */
static uint32_t *slot_of(const struct table *t, int64_t value) {
    size_t at = (size_t)(((uint64_t)value * 0x9E3779B97F4A7C15) >> 32) & (t->slot_count - 1);
    while (t->slots[at] && t->values[t->slots[at] - 1] != value)
        at = (at + 1) & (t->slot_count - 1);
    return &t->slots[at];
}

static void make_slots(struct table *t, size_t count) {
    t->slots = arena_array(t->scratch, count, sizeof *t->slots);
    t->slot_count = count;
    for (size_t i = 0; i < t->count; i++)
        *slot_of(t, t->values[i]) = (uint32_t)i + 1;
}

static uint32_t number_of(struct table *t, int64_t value) {
    uint32_t *slot = slot_of(t, value);
    if (*slot)
        return *slot - 1;
    t->values = arena_grow(t->scratch, t->values, t->count, &t->capacity, sizeof *t->values);
    t->values[t->count] = value;
    *slot = (uint32_t)++t->count;
    uint32_t number = *slot - 1;
    if (2 * t->count > t->slot_count)
        make_slots(t, 2 * t->slot_count);
    return number;
}

static void find_rows(struct arena *arena, struct dataset_column *column, size_t n) {
    const uint64_t *given = column->state[ANSWER_GIVEN];
    uint32_t *row = arena_array(arena, column->states[ANSWER_GIVEN] + 1, sizeof *row);
    column->value_row = row;
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        for (uint64_t bits = given[w]; bits; bits &= bits - 1)
            *row++ = (uint32_t)(64 * w) + (uint32_t)__builtin_ctzll(bits);
}

void dataset_values_pack(struct arena *arena, struct dataset_column *column, size_t n) {
    struct table t = {.scratch = arena_create()};
    const size_t given = column->states[ANSWER_GIVEN];
    make_slots(&t, SLOTS_AT_FIRST);
    find_rows(arena, column, n);
    column->value_code = arena_array(arena, given + 1, sizeof *column->value_code);
    for (size_t i = 0; i < given; i++)
        column->value_code[i] = number_of(&t, column->number[column->value_row[i]]);
    column->value_count = t.count;
    column->value = arena_copy(arena, t.values, t.count * sizeof *t.values);
    if (t.count > 0)
        qsort(column->value, t.count, sizeof *column->value, order_whole);
    uint32_t *rank = arena_array(t.scratch, t.count + 1, sizeof *rank);
    for (size_t v = 0; v < t.count; v++)
        rank[number_of(&t, column->value[v])] = (uint32_t)v;
    for (size_t i = 0; i < given; i++)
        column->value_code[i] = rank[column->value_code[i]];
    arena_destroy(t.scratch);
}

void dataset_values_unpack(struct arena *arena, struct dataset_column *column, size_t n) {
    find_rows(arena, column, n);
    for (size_t i = 0; i < column->states[ANSWER_GIVEN]; i++)
        column->number[column->value_row[i]] = column->value[column->value_code[i]];
}
