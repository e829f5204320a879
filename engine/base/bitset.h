/*
 * bitset: one bit per return; the form in which answers are counted.
 *
 * A set over n returns is `bitset_words(n)` words of 64 bits, bit i of word i/64 for return i.  The bits past n in
 * the last word are zero, always: every function here keeps that, so counting needs no mask.
 */
#ifndef SHUKEI_ENGINE_BASE_BITSET_H
#define SHUKEI_ENGINE_BASE_BITSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline size_t bitset_words(size_t n) {
    return (n + 63) / 64;
}
static inline bool bitset_has(const uint64_t *set, size_t i) {
    return set[i / 64] >> (i % 64) & 1;
}
static inline void bitset_add(uint64_t *set, size_t i) {
    set[i / 64] |= (uint64_t)1 << (i % 64);
}
static inline void bitset_remove(uint64_t *set, size_t i) {
    set[i / 64] &= ~((uint64_t)1 << (i % 64));
}

void bitset_add_range(uint64_t *set, size_t from, size_t to);            /* from .. to - 1 */
void bitset_fill(uint64_t *set, size_t n);                               /* all n returns */
void bitset_and(uint64_t *to, const uint64_t *other, size_t n);          /* to &= other */
void bitset_or(uint64_t *to, const uint64_t *other, size_t n);           /* to |= other */
void bitset_and_not(uint64_t *to, const uint64_t *other, size_t n);      /* to &= ~other */
void bitset_not(uint64_t *set, size_t n);                                /* complement within n */
size_t bitset_count(const uint64_t *set, size_t n);                      /* |set| */
size_t bitset_count_and(const uint64_t *a, const uint64_t *b, size_t n); /* |a and b| */

#endif
