#include "engine/base/popcount.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define POPCOUNT_X86 1
#else
#define POPCOUNT_X86 0
#endif

#define INLINE static inline __attribute__((always_inline))

/* One mask of several, or none; `to`: its counts, which are so far apart. */
struct pass {
    const uint64_t *set, *mask;
    const struct popcount_ranges *ranges;
    uint32_t *to;
    size_t stride;
};

INLINE uint32_t *count_of(const struct pass *pass, size_t r) {
    return &pass->to[(pass->ranges->place ? pass->ranges->place[r] : r) * pass->stride];
}

/* --- range by range --- */

/* Of the word in which a range ends, what is before the end. */
INLINE int64_t count_before(const uint64_t *set, const uint64_t *mask, size_t end) {
    size_t word = end / 64, bit = end % 64;
    uint64_t before = ((uint64_t)1 << bit) - 1;
    return bit ? __builtin_popcountll(set[word] & (mask ? mask[word] : UINT64_MAX) & before) : 0;
}

/* `whole` counts from the word where a range begins up to the one where it ends; what is too many at the
 * one end is what is missing at the other end of the range before. */
INLINE int64_t count_ranges(int64_t (*whole)(const uint64_t *, const uint64_t *, size_t),
                            const struct pass *pass) {
    const struct popcount_ranges *ranges = pass->ranges;
    const uint64_t *set = pass->set, *mask = pass->mask;
    const size_t *first = ranges->first, origin = ranges->origin;
    int64_t begun = ranges->count ? count_before(set, mask, first[0] - origin) : 0, sum = 0;
    for (size_t r = 0; r < ranges->count; r++) {
        size_t word = (first[r] - origin) / 64, words = (first[r + 1] - origin) / 64 - word;
        int64_t ended = count_before(set, mask, first[r + 1] - origin);
        int64_t count = whole(set + word, mask ? mask + word : NULL, words) + ended - begun;
        *count_of(pass, r) += (uint32_t)count;
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

static int64_t any_way(const struct pass *pass) {
    return count_ranges(words_one_by_one, pass);
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

__attribute__((target("popcnt"))) static int64_t word_way(const struct pass *pass) {
    return count_ranges(words_by_four, pass);
}

static bool has_popcnt(void) {
    return __builtin_cpu_supports("popcnt");
}

/* --- eight words per instruction --- */

#define VECTOR __attribute__((target("popcnt,avx512f,avx512vl,avx512vpopcntdq")))

enum {
    AHEAD = 8192
}; /* bytes: so far ahead memory is asked for what comes, be it in the next range or the next set */

/* Where ranges are short, the processor guesses their ends wrong, and without this would ask for what lies
 * behind an end only when it has got there.  Nothing is read: it may be beyond the set. */
struct ahead {
    uintptr_t set, next; /* what lies at an offset is here before the turn, there from it on */
    size_t turn;
};

INLINE struct ahead look_ahead(const struct pass *pass) {
    const struct popcount_ranges *ranges = pass->ranges;
    size_t turn = (ranges->first[ranges->count] - ranges->origin + 7) / 8;
    uintptr_t set = (uintptr_t)pass->set;
    return (struct ahead){set, ranges->next ? (uintptr_t)ranges->next - turn : set, turn};
}

INLINE void ask_ahead(const struct ahead *ahead, size_t word) {
    size_t offset = 8 * word + AHEAD;
    uintptr_t from = offset < ahead->turn ? ahead->set : ahead->next;
    __builtin_prefetch((const void *)(from + offset));
}

/* A set and what of it is asked for ahead. */
struct source {
    const uint64_t *set;
    struct ahead ahead;
};

/* Eight words, of which those `there` are read, and of those the bits `in`. */
VECTOR INLINE __m512i eight(const struct source *s, size_t word, __mmask8 there, __m512i in) {
    ask_ahead(&s->ahead, word);
    return _mm512_and_si512(in, _mm512_maskz_loadu_epi64(there, s->set + word));
}

/* So many more are in the mask. */
VECTOR INLINE __m512i add_masked(__m512i sum, __m512i bits, const uint64_t *mask, size_t word,
                                 __mmask8 there) {
    bits = _mm512_and_si512(bits, _mm512_maskz_loadu_epi64(there, mask + word));
    return _mm512_add_epi64(sum, _mm512_popcnt_epi64(bits));
}

VECTOR INLINE __m512i add_eight(__m512i sum, __m512i bits, const uint64_t *mask, size_t word,
                                __mmask8 there) {
    return mask ? add_masked(sum, bits, mask, word, there) : _mm512_add_epi64(sum, _mm512_popcnt_epi64(bits));
}

VECTOR INLINE __m512i add_all_eight(__m512i sum, const struct source *s, const uint64_t *mask, size_t word) {
    return add_eight(sum, eight(s, word, 0xFF, _mm512_set1_epi64(-1)), mask, word, 0xFF);
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

INLINE __mmask8 first_words(size_t words) {
    return (__mmask8)((1u << words) - 1);
}

/* --- one mask, or none --- */

/* All but the last one to eight words; *from: where they begin. */
VECTOR INLINE __m512i words_between(const struct source *s, const uint64_t *mask, size_t *from, size_t to) {
    __m512i sum = _mm512_setzero_si512(), other = sum; /* two: one alone would wait for itself */
    size_t w = *from;
    for (; w + 32 < to; w += 32) {
        sum = add_all_eight(sum, s, mask, w);
        other = add_all_eight(other, s, mask, w + 8);
        sum = add_all_eight(sum, s, mask, w + 16);
        other = add_all_eight(other, s, mask, w + 24);
    }
    for (; w + 8 < to; w += 8)
        sum = add_all_eight(sum, s, mask, w);
    *from = w;
    return _mm512_add_epi64(sum, other);
}

/* The words at both ends are counted with the others, by what of them is in the range: nothing to guess. */
VECTOR INLINE int64_t one_range(const struct source *s, const uint64_t *mask, size_t begin, size_t end) {
    size_t from = begin / 64, to = (end + 63) / 64;
    __m512i sum = _mm512_setzero_si512(), in = since(begin % 64);
    if (from + 8 < to) {
        sum = add_eight(sum, eight(s, from, 0xFF, in), mask, from, 0xFF);
        from += 8;
        sum = _mm512_add_epi64(sum, words_between(s, mask, &from, to));
        in = _mm512_set1_epi64(-1);
    }
    __mmask8 there = first_words(to - from);
    in = until(in, to - from, end % 64);
    sum = add_eight(sum, eight(s, from, there, in), mask, from, there);
    return _mm512_reduce_add_epi64(sum);
}

VECTOR INLINE int64_t ranges_one_by_one(const struct pass *pass, const uint64_t *mask) {
    const size_t *first = pass->ranges->first, origin = pass->ranges->origin;
    const struct source s = {pass->set, look_ahead(pass)};
    int64_t sum = 0;
    for (size_t r = 0; r < pass->ranges->count; r++) {
        int64_t count = one_range(&s, mask, first[r] - origin, first[r + 1] - origin);
        *count_of(pass, r) += (uint32_t)count;
        sum += count;
    }
    return sum;
}

VECTOR static int64_t vector_way(const struct pass *pass) {
    return pass->mask ? ranges_one_by_one(pass, pass->mask) : ranges_one_by_one(pass, NULL);
}

/* --- four masks at once --- */

struct four {
    __m512i a, b, c, d;
};

VECTOR INLINE void add_to_four(struct four *sum, __m512i bits, const uint64_t *const masks[4], size_t word,
                               __mmask8 there) {
    sum->a = add_masked(sum->a, bits, masks[0], word, there);
    sum->b = add_masked(sum->b, bits, masks[1], word, there);
    sum->c = add_masked(sum->c, bits, masks[2], word, there);
    sum->d = add_masked(sum->d, bits, masks[3], word, there);
}

/* Neighbours: of x, of y, of x, of y, ...; each half of what it was. */
VECTOR INLINE __m256i halve(__m512i x, __m512i y) {
    __m512i both = _mm512_add_epi64(_mm512_unpacklo_epi64(x, y), _mm512_unpackhi_epi64(x, y));
    return _mm256_add_epi64(_mm512_castsi512_si256(both), _mm512_extracti64x4_epi64(both, 1));
}

/* What each of the four adds up to. */
VECTOR INLINE __m256i sums_of(const struct four *sum) {
    __m256i ab = halve(sum->a, sum->b), cd = halve(sum->c, sum->d);
    return _mm256_add_epi64(_mm256_permute2x128_si256(ab, cd, 0x20), _mm256_permute2x128_si256(ab, cd, 0x31));
}

VECTOR INLINE __m256i four_of_range(const struct source *s, const uint64_t *const masks[4], size_t begin,
                                    size_t end) {
    size_t from = begin / 64, to = (end + 63) / 64;
    __m512i in = since(begin % 64), none = _mm512_setzero_si512();
    struct four sum = {none, none, none, none};
    for (; from + 8 < to; from += 8) {
        add_to_four(&sum, eight(s, from, 0xFF, in), masks, from, 0xFF);
        in = _mm512_set1_epi64(-1);
    }
    __mmask8 there = first_words(to - from);
    in = until(in, to - from, end % 64);
    add_to_four(&sum, eight(s, from, there, in), masks, from, there);
    return sums_of(&sum);
}

/* Of the four only the first so many are written. */
VECTOR static int64_t four_ways(const struct pass *pass, const uint64_t *const masks[4], size_t width) {
    const size_t *first = pass->ranges->first, origin = pass->ranges->origin;
    const __mmask8 kept = first_words(width);
    const struct source s = {pass->set, look_ahead(pass)};
    __m256i sum = _mm256_setzero_si256();
    for (size_t r = 0; r < pass->ranges->count; r++) {
        __m256i four = four_of_range(&s, masks, first[r] - origin, first[r + 1] - origin);
        uint32_t *to = count_of(pass, r);
        __m128i before = _mm_maskz_loadu_epi32(kept, to);
        _mm_mask_storeu_epi32(to, kept, _mm_add_epi32(before, _mm256_cvtepi64_epi32(four)));
        sum = _mm256_add_epi64(sum, _mm256_maskz_mov_epi64(kept, four));
    }
    return sum[0] + sum[1] + sum[2] + sum[3];
}

/* Two or three are four of which some are not wanted. */
VECTOR static int64_t by_four(struct pass pass, const uint64_t *const *masks, size_t mask_count) {
    const uint64_t *four[4];
    size_t width = mask_count < 4 ? mask_count : 4;
    for (size_t k = 0; k < 4; k++)
        four[k] = masks[k < width ? k : 0];
    return four_ways(&pass, four, width);
}

static bool has_vpopcnt(void) {
    return has_popcnt() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vpopcntdq");
}

#else

static bool never(void) {
    return false;
}
#define word_way any_way
#define vector_way any_way
#define by_four NULL
#define has_popcnt never
#define has_vpopcnt never

#endif

/* --- which --- */

static const struct {
    const char *name;
    bool (*here)(void);
    int64_t (*one)(const struct pass *pass);
    int64_t (*four)(struct pass pass, const uint64_t *const *masks, size_t mask_count); /* or NULL */
} ways[POPCOUNT_WAYS] = {
    [POPCOUNT_ANY] = {"any processor", always, any_way, NULL},
    [POPCOUNT_WORD] = {"POPCNT", has_popcnt, word_way, NULL},
    [POPCOUNT_VECTOR] = {"AVX-512 VPOPCNTDQ", has_vpopcnt, vector_way, by_four},
};

const char *popcount_way_name(enum popcount_way way) {
    return ways[way].name;
}

bool popcount_way_here(enum popcount_way way) {
    return ways[way].here();
}

int64_t popcount_ranges_by(enum popcount_way way, const uint64_t *set, const uint64_t *const *masks,
                           size_t mask_count, const struct popcount_ranges *ranges, uint32_t *counts) {
    struct pass pass = {set, NULL, ranges, counts, mask_count > 0 ? mask_count : 1};
    int64_t sum = mask_count > 0 ? 0 : ways[way].one(&pass);
    for (size_t k = 0, step; k < mask_count; k += step) {
        pass.to = counts + k;
        step = ways[way].four && mask_count - k > 1 ? 4 : 1;
        pass.mask = masks[k];
        sum += step > 1 ? ways[way].four(pass, masks + k, mask_count - k) : ways[way].one(&pass);
    }
    return sum;
}

int64_t popcount_ranges(const uint64_t *set, const uint64_t *const *masks, size_t mask_count,
                        const struct popcount_ranges *ranges, uint32_t *counts) {
    int way = POPCOUNT_WAYS - 1;
    while (!ways[way].here())
        way--;
    return popcount_ranges_by(way, set, masks, mask_count, ranges, counts);
}
