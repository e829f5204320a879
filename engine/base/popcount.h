/*
 * popcount: how many bits of a set are in each of many ranges; the loop that all counting of returns ends in.
 *
 *     popcount_ranges(set, NULL, 0, &ranges, counts);       // counts[place] += |set| in each range
 *     popcount_ranges(set, masks, m, &ranges, counts);      // counts[place * m + k] += |set and masks[k]|
 *
 * A set is one of bitset.h; the masks are others over the same returns.  A range costs its 64-bit words and little
 * more, and memory is asked for what comes long before a range ends, so the time is that of reading the set once,
 * however many ranges there are.  A mask more costs its own words, which had better be in the cache; the set is
 * read once for up to four of them.
 *
 * The loop is there three times: for any processor, for those that have an instruction for one word (POPCNT,
 * every x86 since 2009), and for those that have one for eight words at a time (AVX-512 VPOPCNTDQ).  Which
 * one is decided when the program runs; all give the same counts, and a test holds each against the first.
 */
#ifndef SHUKEI_ENGINE_BASE_POPCOUNT_H
#define SHUKEI_ENGINE_BASE_POPCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct popcount_ranges {
    const size_t *first; /* count + 1 ascending bit numbers: range r is [first[r], first[r + 1]) */
    size_t count;
    size_t origin;         /* what bit number the first bit of set and mask has; a multiple of 64 */
    const uint32_t *place; /* which counts a range adds to; NULL: its own */
    const uint64_t *next;  /* what will be read after this set, or NULL: memory is asked for it in time */
};

/* Returns how many they are in all, which may be more than a count can hold. */
int64_t popcount_ranges(const uint64_t *set, const uint64_t *const *masks, size_t mask_count,
                        const struct popcount_ranges *ranges, uint32_t *counts);

/* The same by one of the ways, for tests and benchmarks. */
enum popcount_way { POPCOUNT_ANY, POPCOUNT_WORD, POPCOUNT_VECTOR, POPCOUNT_WAYS };
const char *popcount_way_name(enum popcount_way way);
bool popcount_way_here(enum popcount_way way); /* whether this processor can */
int64_t popcount_ranges_by(enum popcount_way way, const uint64_t *set, const uint64_t *const *masks,
                           size_t mask_count, const struct popcount_ranges *ranges, uint32_t *counts);

#endif
