#include "engine/base/bitset.h"

#include "engine/base/popcount.h"

#include <string.h>

static void clear_tail(uint64_t *set, size_t n) {
    if (n % 64)
        set[n / 64] &= ((uint64_t)1 << (n % 64)) - 1;
}

void bitset_add_range(uint64_t *set, size_t from, size_t to) {
    if (from >= to)
        return;
    size_t first = from / 64, last = (to - 1) / 64;
    uint64_t head = UINT64_MAX << (from % 64), tail = UINT64_MAX >> (63 - (to - 1) % 64);
    if (first == last) {
        set[first] |= head & tail;
        return;
    }
    set[first] |= head;
    for (size_t w = first + 1; w < last; w++)
        set[w] = UINT64_MAX;
    set[last] |= tail;
}

void bitset_fill(uint64_t *set, size_t n) {
    memset(set, 0xFF, bitset_words(n) * sizeof *set);
    clear_tail(set, n);
}

void bitset_and(uint64_t *to, const uint64_t *other, size_t n) {
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        to[w] &= other[w];
}

void bitset_or(uint64_t *to, const uint64_t *other, size_t n) {
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        to[w] |= other[w];
}

void bitset_and_not(uint64_t *to, const uint64_t *other, size_t n) {
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        to[w] &= ~other[w];
}

void bitset_not(uint64_t *set, size_t n) {
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        set[w] = ~set[w];
    clear_tail(set, n);
}

size_t bitset_count(const uint64_t *set, size_t n) {
    return bitset_count_and(set, NULL, n);
}

size_t bitset_count_and(const uint64_t *a, const uint64_t *b, size_t n) {
    const size_t all[] = {0, n};
    const struct popcount_ranges whole = {.first = all, .count = 1};
    uint32_t count = 0; /* not what is returned, which may be more */
    return (size_t)popcount_ranges(a, &b, b != NULL, &whole, &count);
}
