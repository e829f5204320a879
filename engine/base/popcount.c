#include "engine/base/popcount.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define POPCOUNT_X86 1
#else
#define POPCOUNT_X86 0
#endif

#define INLINE static inline __attribute__((always_inline))

INLINE int64_t count_part(const uint64_t *set, const uint64_t *mask, size_t word, uint64_t within) {
    return __builtin_popcountll(set[word] & (mask ? mask[word] : UINT64_MAX) & within);
}

/* The words at both ends are shared with the neighbours and are masked; `whole` counts those between. */
INLINE int64_t count_range(int64_t (*whole)(const uint64_t *, const uint64_t *, size_t), const uint64_t *set,
                           const uint64_t *mask, size_t from, size_t to) {
    if (from >= to)
        return 0;
    size_t first = from / 64, last = to / 64;
    uint64_t head = UINT64_MAX << (from % 64), tail = ((uint64_t)1 << (to % 64)) - 1;
    if (first == last)
        return count_part(set, mask, first, head & tail);
    int64_t count = count_part(set, mask, first, head);
    if (tail)
        count += count_part(set, mask, last, tail);
    return count + whole(set + first + 1, mask ? mask + first + 1 : NULL, last - first - 1);
}

INLINE void count_ranges(int64_t (*whole)(const uint64_t *, const uint64_t *, size_t), const uint64_t *set,
                         const uint64_t *mask, const size_t *first, size_t ranges, int64_t *counts) {
    for (size_t r = 0; r < ranges; r++)
        counts[r] += count_range(whole, set, mask, first[r], first[r + 1]);
}

/* --- any processor --- */

INLINE int64_t words_one_by_one(const uint64_t *set, const uint64_t *mask, size_t words) {
    int64_t count = 0;
    if (mask)
        for (size_t w = 0; w < words; w++)
            count += __builtin_popcountll(set[w] & mask[w]);
    else
        for (size_t w = 0; w < words; w++)
            count += __builtin_popcountll(set[w]);
    return count;
}

static void any_way(const uint64_t *set, const uint64_t *mask, const size_t *first, size_t ranges,
                    int64_t *counts) {
    count_ranges(words_one_by_one, set, mask, first, ranges, counts);
}

static bool always(void) {
    return true;
}

#if POPCOUNT_X86

/* --- one word per instruction --- */

/* Four sums: one alone would wait for itself. */
__attribute__((target("popcnt"))) INLINE int64_t words_by_four(const uint64_t *set, const uint64_t *mask,
                                                               size_t words) {
    int64_t sum[4] = {0};
    size_t w = 0;
    if (mask)
        for (; w + 4 <= words; w += 4)
            for (size_t k = 0; k < 4; k++)
                sum[k] += __builtin_popcountll(set[w + k] & mask[w + k]);
    else
        for (; w + 4 <= words; w += 4)
            for (size_t k = 0; k < 4; k++)
                sum[k] += __builtin_popcountll(set[w + k]);
    return sum[0] + sum[1] + sum[2] + sum[3] + words_one_by_one(set + w, mask ? mask + w : NULL, words - w);
}

__attribute__((target("popcnt"))) static void word_way(const uint64_t *set, const uint64_t *mask,
                                                       const size_t *first, size_t ranges, int64_t *counts) {
    count_ranges(words_by_four, set, mask, first, ranges, counts);
}

static bool has_popcnt(void) {
    return __builtin_cpu_supports("popcnt");
}

/* --- eight words per instruction --- */

#define VECTOR __attribute__((target("popcnt,avx512f,avx512vpopcntdq")))

VECTOR INLINE __m512i eight(const uint64_t *set, const uint64_t *mask, bool masked) {
    __m512i bits = _mm512_loadu_si512(set);
    return _mm512_popcnt_epi64(masked ? _mm512_and_si512(bits, _mm512_loadu_si512(mask)) : bits);
}

VECTOR INLINE int64_t words_by_thirty_two(const uint64_t *set, const uint64_t *mask, size_t words,
                                          bool masked) {
    __m512i sum[4] = {_mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512(),
                      _mm512_setzero_si512()};
    size_t w = 0;
    for (; w + 32 <= words; w += 32) {
        sum[0] = _mm512_add_epi64(sum[0], eight(set + w, masked ? mask + w : NULL, masked));
        sum[1] = _mm512_add_epi64(sum[1], eight(set + w + 8, masked ? mask + w + 8 : NULL, masked));
        sum[2] = _mm512_add_epi64(sum[2], eight(set + w + 16, masked ? mask + w + 16 : NULL, masked));
        sum[3] = _mm512_add_epi64(sum[3], eight(set + w + 24, masked ? mask + w + 24 : NULL, masked));
    }
    for (; w + 8 <= words; w += 8)
        sum[0] = _mm512_add_epi64(sum[0], eight(set + w, masked ? mask + w : NULL, masked));
    sum[0] = _mm512_add_epi64(_mm512_add_epi64(sum[0], sum[1]), _mm512_add_epi64(sum[2], sum[3]));
    return _mm512_reduce_add_epi64(sum[0]) + words_one_by_one(set + w, masked ? mask + w : NULL, words - w);
}

VECTOR INLINE int64_t words_by_vector(const uint64_t *set, const uint64_t *mask, size_t words) {
    return mask ? words_by_thirty_two(set, mask, words, true) : words_by_thirty_two(set, NULL, words, false);
}

VECTOR static void vector_way(const uint64_t *set, const uint64_t *mask, const size_t *first, size_t ranges,
                              int64_t *counts) {
    count_ranges(words_by_vector, set, mask, first, ranges, counts);
}

static bool has_vpopcnt(void) {
    return has_popcnt() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vpopcntdq");
}

#else

static bool never(void) {
    return false;
}
#define word_way any_way
#define vector_way any_way
#define has_popcnt never
#define has_vpopcnt never

#endif

/* --- which --- */

static const struct {
    const char *name;
    bool (*here)(void);
    void (*count)(const uint64_t *set, const uint64_t *mask, const size_t *first, size_t ranges,
                  int64_t *counts);
} ways[POPCOUNT_WAYS] = {
    [POPCOUNT_ANY] = {"any processor", always, any_way},
    [POPCOUNT_WORD] = {"POPCNT", has_popcnt, word_way},
    [POPCOUNT_VECTOR] = {"AVX-512 VPOPCNTDQ", has_vpopcnt, vector_way},
};

const char *popcount_way_name(enum popcount_way way) {
    return ways[way].name;
}

bool popcount_way_here(enum popcount_way way) {
    return ways[way].here();
}

void popcount_ranges_by(enum popcount_way way, const uint64_t *set, const uint64_t *mask, const size_t *first,
                        size_t ranges, int64_t *counts) {
    ways[way].count(set, mask, first, ranges, counts);
}

void popcount_ranges(const uint64_t *set, const uint64_t *mask, const size_t *first, size_t ranges,
                     int64_t *counts) {
    int way = POPCOUNT_WAYS - 1;
    while (!ways[way].here())
        way--;
    ways[way].count(set, mask, first, ranges, counts);
}
