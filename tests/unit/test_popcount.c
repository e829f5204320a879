/* popcount: every way counts what counting bit by bit gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/base/bitset.h"
#include "engine/base/popcount.h"

#include <string.h>

enum { BITS = 5000, WORDS = (BITS + 63) / 64, RANGES = 40 };

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

static void check(enum popcount_way way, const uint64_t *set, const uint64_t *mask, const size_t *first) {
    const struct popcount_ranges ranges = {.first = first, .count = RANGES};
    int64_t counts[RANGES];
    for (size_t r = 0; r < RANGES; r++)
        counts[r] = (int64_t)r; /* it adds to what is there */
    assert_int_equal(popcount_ranges_by(way, set, mask, &ranges, counts),
                     one_by_one(set, mask, first[0], first[RANGES]));
    for (size_t r = 0; r < RANGES; r++)
        if (counts[r] != (int64_t)r + one_by_one(set, mask, first[r], first[r + 1]))
            fail_msg("%s: [%zu, %zu): %ld", popcount_way_name(way), first[r], first[r + 1], (long)counts[r]);
}

/* Several ranges add to one place; the set begins at a bit that has another number than 0. */
static void check_places(enum popcount_way way, const uint64_t *set, const uint64_t *mask,
                         const size_t *first) {
    enum { PLACES = 7, ORIGIN = 64 * 1000 };
    uint32_t place[RANGES];
    size_t shifted[RANGES + 1];
    int64_t counts[PLACES] = {0}, expected[PLACES] = {0};
    for (size_t r = 0; r <= RANGES; r++)
        shifted[r] = first[r] + ORIGIN;
    for (size_t r = 0; r < RANGES; r++) {
        place[r] = (uint32_t)(r * r % PLACES);
        expected[place[r]] += one_by_one(set, mask, first[r], first[r + 1]);
    }
    popcount_ranges_by(way, set, mask, &(struct popcount_ranges){shifted, RANGES, ORIGIN, place}, counts);
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
    static uint64_t set[WORDS], mask[WORDS];
    uint64_t seed = 1;
    size_t first[RANGES + 1];
    for (size_t turn = 0; turn < 60; turn++) {
        for (size_t w = 0; w < WORDS; w++) {
            set[w] = next(&seed) << 32 ^ next(&seed);
            mask[w] = turn % 3 == 0 ? UINT64_MAX : next(&seed) << 40 ^ next(&seed);
        }
        make_ranges(first, &seed, turn % 2 ? 4000 : 130);
        for (int way = 0; way < POPCOUNT_WAYS; way++)
            if (popcount_way_here(way)) {
                check(way, set, NULL, first);
                check(way, set, mask, first);
                check_places(way, set, turn % 2 ? mask : NULL, first);
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
