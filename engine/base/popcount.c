#include "engine/base/popcount.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define POPCOUNT_X86 1
#else
#define POPCOUNT_X86 0
#endif

#define INLINE static inline __attribute__((always_inline))

/* --- range by range --- */

INLINE int64_t *count_of(const struct popcount_ranges *ranges, size_t r, int64_t *counts) {
    return &counts[ranges->place ? ranges->place[r] : r];
}

/* Of the word in which a range ends, what is before the end. */
INLINE int64_t count_before(const uint64_t *set, const uint64_t *mask, size_t end) {
    size_t word = end / 64, bit = end % 64;
    uint64_t before = ((uint64_t)1 << bit) - 1;
    return bit ? __builtin_popcountll(set[word] & (mask ? mask[word] : UINT64_MAX) & before) : 0;
}

/* `whole` counts from the word where a range begins up to the one where it ends; what is too many at the
 * one end is what is missing at the other end of the range before. */
INLINE int64_t count_ranges(int64_t (*whole)(const uint64_t *, const uint64_t *, size_t), const uint64_t *set,
                            const uint64_t *mask, const struct popcount_ranges *ranges, int64_t *counts) {
    const size_t *first = ranges->first, origin = ranges->origin;
    int64_t begun = ranges->count ? count_before(set, mask, first[0] - origin) : 0, sum = 0;
    for (size_t r = 0; r < ranges->count; r++) {
        size_t word = (first[r] - origin) / 64, words = (first[r + 1] - origin) / 64 - word;
        int64_t ended = count_before(set, mask, first[r + 1] - origin);
        int64_t count = whole(set + word, mask ? mask + word : NULL, words) + ended - begun;
        *count_of(ranges, r, counts) += count;
        sum += count;
        begun = ended;
    }
    return sum;
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

static int64_t any_way(const uint64_t *set, const uint64_t *mask, const struct popcount_ranges *ranges,
                       int64_t *counts) {
    return count_ranges(words_one_by_one, set, mask, ranges, counts);
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

__attribute__((target("popcnt"))) static int64_t
word_way(const uint64_t *set, const uint64_t *mask, const struct popcount_ranges *ranges, int64_t *counts) {
    return count_ranges(words_by_four, set, mask, ranges, counts);
}

static bool has_popcnt(void) {
    return __builtin_cpu_supports("popcnt");
}

/* --- eight words per instruction --- */

#define VECTOR __attribute__((target("popcnt,avx512f,avx512vpopcntdq")))

enum { AHEAD = 8192 }; /* bytes: so far ahead memory is asked for what comes, be it in the next range */

/* Where ranges are short, the processor guesses their ends wrong, and without this would ask for what lies
 * behind an end only when it has got there.  Nothing is read: it may be beyond the set. */
INLINE void ask_ahead(const uint64_t *at) {
    __builtin_prefetch((const void *)((uintptr_t)at + AHEAD));
}

/* Eight words, of which those `there` are read, and of those the bits `in`. */
VECTOR INLINE __m512i eight(const uint64_t *set, const uint64_t *mask, size_t word, __mmask8 there,
                            __m512i in) {
    __m512i bits = _mm512_and_si512(in, _mm512_maskz_loadu_epi64(there, set + word));
    ask_ahead(set + word);
    if (mask)
        bits = _mm512_and_si512(bits, _mm512_maskz_loadu_epi64(there, mask + word));
    return _mm512_popcnt_epi64(bits);
}

VECTOR INLINE __m512i all_eight(const uint64_t *set, const uint64_t *mask, size_t word) {
    return eight(set, mask, word, 0xFF, _mm512_set1_epi64(-1));
}

/* All but the last one to eight words; *from: where they begin. */
VECTOR INLINE __m512i words_between(const uint64_t *set, const uint64_t *mask, size_t *from, size_t to) {
    __m512i sum = _mm512_setzero_si512(), other = sum; /* two: one alone would wait for itself */
    size_t w = *from;
    for (; w + 32 < to; w += 32) {
        sum = _mm512_add_epi64(sum, all_eight(set, mask, w));
        other = _mm512_add_epi64(other, all_eight(set, mask, w + 8));
        sum = _mm512_add_epi64(sum, all_eight(set, mask, w + 16));
        other = _mm512_add_epi64(other, all_eight(set, mask, w + 24));
    }
    for (; w + 8 < to; w += 8)
        sum = _mm512_add_epi64(sum, all_eight(set, mask, w));
    *from = w;
    return _mm512_add_epi64(sum, other);
}

/* Bits from `bit` on in the first of eight words, all in the others. */
VECTOR INLINE __m512i since(size_t bit) {
    return _mm512_mask_set1_epi64(_mm512_set1_epi64(-1), 1, (long long)(UINT64_MAX << bit));
}

/* Of these, in the last of so many words those before `bit`; 0: all of it. */
VECTOR INLINE __m512i until(__m512i in, size_t words, size_t bit) {
    __mmask8 last = bit ? (__mmask8)(1u << (words - 1)) : 0;
    return _mm512_mask_and_epi64(in, last, in, _mm512_set1_epi64((long long)(((uint64_t)1 << bit) - 1)));
}

/* The words at both ends are counted with the others, by what of them is in the range: nothing to guess. */
VECTOR INLINE int64_t one_range(const uint64_t *set, const uint64_t *mask, size_t begin, size_t end) {
    size_t from = begin / 64, to = (end + 63) / 64;
    __m512i sum = _mm512_setzero_si512(), in = since(begin % 64);
    if (from + 8 < to) {
        sum = eight(set, mask, from, 0xFF, in);
        from += 8;
        sum = _mm512_add_epi64(sum, words_between(set, mask, &from, to));
        in = _mm512_set1_epi64(-1);
    }
    in = until(in, to - from, end % 64);
    sum = _mm512_add_epi64(sum, eight(set, mask, from, (__mmask8)((1u << (to - from)) - 1), in));
    return _mm512_reduce_add_epi64(sum);
}

VECTOR INLINE int64_t ranges_by_vector(const uint64_t *set, const uint64_t *mask,
                                       const struct popcount_ranges *ranges, int64_t *counts) {
    const size_t *first = ranges->first, origin = ranges->origin;
    int64_t sum = 0;
    for (size_t r = 0; r < ranges->count; r++) {
        int64_t count = one_range(set, mask, first[r] - origin, first[r + 1] - origin);
        *count_of(ranges, r, counts) += count;
        sum += count;
    }
    return sum;
}

VECTOR static int64_t vector_way(const uint64_t *set, const uint64_t *mask,
                                 const struct popcount_ranges *ranges, int64_t *counts) {
    return mask ? ranges_by_vector(set, mask, ranges, counts) : ranges_by_vector(set, NULL, ranges, counts);
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
    int64_t (*count)(const uint64_t *set, const uint64_t *mask, const struct popcount_ranges *ranges,
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

int64_t popcount_ranges_by(enum popcount_way way, const uint64_t *set, const uint64_t *mask,
                           const struct popcount_ranges *ranges, int64_t *counts) {
    return ways[way].count(set, mask, ranges, counts);
}

int64_t popcount_ranges(const uint64_t *set, const uint64_t *mask, const struct popcount_ranges *ranges,
                        int64_t *counts) {
    int way = POPCOUNT_WAYS - 1;
    while (!ways[way].here())
        way--;
    return ways[way].count(set, mask, ranges, counts);
}
