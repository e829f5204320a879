/* popcount: every way counts what counting bit by bit gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/base/bitset.h"
#include "engine/base/popcount.h"

#include <string.h>

enum { BITS = 5000, WORDS = (BITS + 63) / 64, RANGES = 40, MASKS = 6 };

static uint64_t next(uint64_t *seed) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 11;
}

static int64_t one_by_one(const uint64_t *set, const uint64_t *mask, size_t from, size_t to) {
    int64_t count = 0;
    for (size_t i = from; i < to; i++)
        count += bitset_has(set, i) && (!mask || bitset_has(mask, i));
    return count;
}

/* Every range by itself; no mask at all, or so many. */
static void check(enum popcount_way way, const uint64_t *set, const uint64_t *const *masks, size_t mask_count,
                  const size_t *first) {
    const struct popcount_ranges ranges = {.first = first, .count = RANGES};
    const size_t width = mask_count > 0 ? mask_count : 1;
    uint32_t counts[RANGES * MASKS];
    int64_t sum = 0;
    for (size_t i = 0; i < RANGES * width; i++)
        counts[i] = (uint32_t)i; /* it adds to what is there */
    int64_t told = popcount_ranges_by(way, set, masks, mask_count, &ranges, counts);
    for (size_t i = 0; i < RANGES * width; i++) {
        size_t r = i / width;
        int64_t expected = one_by_one(set, mask_count > 0 ? masks[i % width] : NULL, first[r], first[r + 1]);
        sum += expected;
        if (counts[i] != (int64_t)i + expected)
            fail_msg("%s, mask %zu of %zu: [%zu, %zu): %u", popcount_way_name(way), i % width, mask_count,
                     first[r], first[r + 1], counts[i]);
    }
    assert_int_equal(told, sum);
}

/* Several ranges add to one place; the set begins at a bit that has another number than 0. */
static void check_places(enum popcount_way way, const uint64_t *set, const uint64_t *const *masks,
                         size_t mask_count, const size_t *first) {
    enum { PLACES = 7, ORIGIN = 64 * 1000 };
    const size_t width = mask_count > 0 ? mask_count : 1;
    uint32_t place[RANGES], counts[PLACES * MASKS] = {0}, expected[PLACES * MASKS] = {0};
    size_t shifted[RANGES + 1];
    for (size_t r = 0; r <= RANGES; r++)
        shifted[r] = first[r] + ORIGIN;
    for (size_t r = 0; r < RANGES; r++) {
        place[r] = (uint32_t)(r * r % PLACES);
        for (size_t k = 0; k < width; k++)
            expected[place[r] * width + k] +=
                (uint32_t)one_by_one(set, mask_count > 0 ? masks[k] : NULL, first[r], first[r + 1]);
    }
    const uint64_t *next_set = set; /* it is only asked for */
    popcount_ranges_by(way, set, masks, mask_count,
                       &(struct popcount_ranges){shifted, RANGES, ORIGIN, place, next_set}, counts);
    assert_memory_equal(counts, expected, sizeof counts);
}

/* Long ranges, short ones, empty ones, ranges inside one word. */
static void make_ranges(size_t first[RANGES + 1], uint64_t *seed, size_t step) {
    first[0] = next(seed) % 70;
    for (size_t r = 0; r < RANGES; r++) {
        first[r + 1] = first[r] + next(seed) % step;
        if (first[r + 1] > BITS)
            first[r + 1] = BITS;
    }
}

static void test_ways(void **state) {
    (void)state;
    static uint64_t set[WORDS], mask[MASKS][WORDS];
    const uint64_t *masks[MASKS];
    uint64_t seed = 1;
    size_t first[RANGES + 1];
    for (size_t turn = 0; turn < 60; turn++) {
        for (size_t w = 0; w < WORDS; w++) {
            set[w] = next(&seed) << 32 ^ next(&seed);
            for (size_t k = 0; k < MASKS; k++)
                mask[k][w] = turn % 3 == k % 3 ? UINT64_MAX : next(&seed) << 40 ^ next(&seed);
        }
        for (size_t k = 0; k < MASKS; k++)
            masks[k] = mask[k];
        make_ranges(first, &seed, turn % 2 ? 4000 : 130);
        for (int way = 0; way < POPCOUNT_WAYS; way++)
            if (popcount_way_here(way)) {
                for (size_t count = 0; count <= MASKS; count++)
                    check(way, set, masks, count, first);
                check_places(way, set, masks, turn % (MASKS + 1), first);
            }
    }
    assert_true(popcount_way_here(POPCOUNT_ANY));
}

static void test_bitset(void **state) {
    (void)state;
    uint64_t set[3] = {0}, other[3] = {0};
    bitset_fill(set, 130);
    bitset_add(other, 0);
    bitset_add(other, 129);
    assert_int_equal(bitset_count(set, 130), 130);
    assert_int_equal(bitset_count_and(set, other, 130), 2);
    assert_int_equal(bitset_count(set, 0), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ways), cmocka_unit_test(test_bitset)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
