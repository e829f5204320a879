#include "engine/base/popcount.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define POPCOUNT_X86 1
#else
#define POPCOUNT_X86 0
#endif

#define INLINE static inline __attribute__((always_inline))

/* Of the word in which a range ends, what is before the end. */
INLINE int64_t count_before(const uint64_t *set, const uint64_t *mask, size_t end) {
    size_t word = end / 64, bit = end % 64;
    uint64_t before = ((uint64_t)1 << bit) - 1;
    return bit ? __builtin_popcountll(set[word] & (mask ? mask[word] : UINT64_MAX) & before) : 0;
}

/* `whole` counts from the word where a range begins up to the one where it ends; what is too many at the
 * one end is what is missing at the other end of the range before. */
INLINE void count_ranges(int64_t (*whole)(const uint64_t *, const uint64_t *, size_t), const uint64_t *set,
                         const uint64_t *mask, const size_t *first, size_t ranges, int64_t *counts) {
    int64_t begun = ranges ? count_before(set, mask, first[0]) : 0;
    for (size_t r = 0; r < ranges; r++) {
        size_t word = first[r] / 64, words = first[r + 1] / 64 - word;
        int64_t ended = count_before(set, mask, first[r + 1]);
        counts[r] += whole(set + word, mask ? mask + word : NULL, words) + ended - begun;
        begun = ended;
    }
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

enum { AHEAD = 4096 }; /* bytes: so far ahead memory is asked for what comes, be it in the next range */

/* Where ranges are short, the processor guesses their ends wrong, and without this would ask for what lies
 * behind an end only when it has got there.  Nothing is read: it may be beyond the set. */
INLINE void ask_ahead(const uint64_t *at) {
    __builtin_prefetch((const void *)((uintptr_t)at + AHEAD));
}

VECTOR INLINE __m512i eight(const uint64_t *set, const uint64_t *mask) {
    __m512i bits = _mm512_loadu_si512(set);
    ask_ahead(set);
    return _mm512_popcnt_epi64(mask ? _mm512_and_si512(bits, _mm512_loadu_si512(mask)) : bits);
}

/* Fewer than eight; the others are not read. */
VECTOR INLINE __m512i few(const uint64_t *set, const uint64_t *mask, size_t words) {
    __mmask8 there = (__mmask8)((1u << words) - 1);
    __m512i bits = _mm512_maskz_loadu_epi64(there, set);
    ask_ahead(set);
    return _mm512_popcnt_epi64(mask ? _mm512_and_si512(bits, _mm512_maskz_loadu_epi64(there, mask)) : bits);
}

VECTOR INLINE int64_t words_by_thirty_two(const uint64_t *set, const uint64_t *mask, size_t words) {
    __m512i sum[4] = {_mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512(),
                      _mm512_setzero_si512()};
    size_t w = 0;
    for (; w + 32 <= words; w += 32) {
        sum[0] = _mm512_add_epi64(sum[0], eight(set + w, mask ? mask + w : NULL));
        sum[1] = _mm512_add_epi64(sum[1], eight(set + w + 8, mask ? mask + w + 8 : NULL));
        sum[2] = _mm512_add_epi64(sum[2], eight(set + w + 16, mask ? mask + w + 16 : NULL));
        sum[3] = _mm512_add_epi64(sum[3], eight(set + w + 24, mask ? mask + w + 24 : NULL));
    }
    for (; w + 8 <= words; w += 8)
        sum[0] = _mm512_add_epi64(sum[0], eight(set + w, mask ? mask + w : NULL));
    sum[1] = _mm512_add_epi64(sum[1], few(set + w, mask ? mask + w : NULL, words - w));
    sum[0] = _mm512_add_epi64(_mm512_add_epi64(sum[0], sum[1]), _mm512_add_epi64(sum[2], sum[3]));
    return _mm512_reduce_add_epi64(sum[0]);
}

VECTOR INLINE int64_t words_by_vector(const uint64_t *set, const uint64_t *mask, size_t words) {
    return mask ? words_by_thirty_two(set, mask, words) : words_by_thirty_two(set, NULL, words);
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
