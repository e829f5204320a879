/*
 * popcount: how many bits of a set are in each of many ranges; the loop that all counting of returns ends in.
 *
 *     popcount_ranges(set, mask, first, ranges, counts);   // counts[r] += |set and mask| in [first[r],
 * first[r + 1])
 *
 * A set is one of bitset.h; `mask` is another over the same returns, or NULL for all.  `first` has ranges + 1
 * ascending bit numbers.  A range costs its 64-bit words and little more, so the time is that of reading the
 * sets once, however many ranges there are.
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

void popcount_ranges(const uint64_t *set, const uint64_t *mask, const size_t *first, size_t ranges,
                     int64_t *counts);

/* The same by one of the ways, for tests and benchmarks. */
enum popcount_way { POPCOUNT_ANY, POPCOUNT_WORD, POPCOUNT_VECTOR, POPCOUNT_WAYS };
const char *popcount_way_name(enum popcount_way way);
bool popcount_way_here(enum popcount_way way); /* whether this processor can */
void popcount_ranges_by(enum popcount_way way, const uint64_t *set, const uint64_t *mask, const size_t *first,
                        size_t ranges, int64_t *counts);

#endif
