/* axis: ticks as numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reports/model/axis.h"

static void test_ticks(void **state) {
    (void)state;
    static const struct {
        double low, high;
        size_t most;
        double step, first, last;
        size_t ticks;
        const char *text; /* of the second tick */
    } cases[] = {
        {0, 67.3, 6, 20, 0, 80, 5, "20"},     {0, 100, 6, 20, 0, 100, 6, "20"},
        {0, 100, 11, 10, 0, 100, 11, "10"},   {0, 8, 7, 2, 0, 8, 5, "2"},
        {0, 0.6, 7, 0.1, 0, 0.6, 7, "0.1"},   {4.29, 7.73, 6, 1, 4, 8, 5, "5"},
        {-3.2, 5.1, 7, 2, -4, 6, 6, "-2"},    {0, 1e6, 6, 2e5, 0, 1e6, 6, "200,000"},
        {43.6, 78.9, 7, 10, 40, 80, 5, "50"}, {0, 0, 6, 0.2, 0, 1, 6, "0.2"},
        {50, 50, 6, 0.5, 49, 51, 5, "49.5"},  {0, 100, 2, 100, 0, 100, 2, "100"},
        {-10, 0, 6, 2, -10, 0, 6, "-8"},      {99.5, 100, 6, 0.1, 99.5, 100, 6, "99.6"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct axis a = axis_make(cases[i].low, cases[i].high, cases[i].most);
        char text[AXIS_TEXT];
        if (a.ticks != cases[i].ticks || strcmp(axis_text(text, &a, 1), cases[i].text) != 0)
            fail_msg("%g..%g: %zu ticks, the second %s", cases[i].low, cases[i].high, a.ticks,
                     axis_text(text, &a, 1));
        assert_float_equal(a.step, cases[i].step, 1e-9 * a.step);
        assert_float_equal(axis_tick(&a, 0), cases[i].first, 1e-6);
        assert_float_equal(axis_tick(&a, a.ticks - 1), cases[i].last, 1e-6);
        assert_true(a.ticks <= cases[i].most && a.low <= cases[i].low + 1e-9 &&
                    a.high >= cases[i].high - 1e-9);
    }
}

static void test_places(void **state) {
    (void)state;
    const struct axis a = axis_make(0, 80, 6);
    assert_float_equal(axis_place(&a, 20), 0.25, 1e-12);
    assert_float_equal(axis_place(&a, -5), 0, 1e-12);
    assert_float_equal(axis_place(&a, 200), 1, 1e-12);
    const struct axis share = axis_of_share(99.9, 7);
    assert_float_equal(share.high, 100, 1e-12);
    assert_float_equal(axis_of_share(0, 7).low, 0, 1e-12);
}

static void test_thinning(void **state) {
    (void)state;
    double centres[12], widths[12];
    for (size_t i = 0; i < 12; i++)
        centres[i] = 10.0 * (double)i, widths[i] = 18;
    assert_int_equal(axis_thin(centres, widths, 12, 2), 2);
    assert_int_equal(axis_thin(centres, widths, 12, 3), 3);
    assert_int_equal(axis_thin(centres, widths, 1, 3), 1);
    widths[6] = 100;
    assert_int_equal(axis_thin(centres, widths, 12, 2), 4); /* every fourth leaves the wide one out */
}

static void test_limits(void **state) {
    (void)state;
    double limits[AXIS_CLASSES_MAX];
    assert_int_equal(axis_limits(43.6, 78.9, 6, false, limits), 3);
    assert_float_equal(limits[0], 50, 1e-9);
    assert_float_equal(limits[2], 70, 1e-9);
    assert_int_equal(axis_limits(0, 100, 6, false, limits), 4);
    assert_int_equal(axis_limits(0, 60, 6, false, limits), 5);
    for (double high = 0.1; high < 1000; high *= 1.7)
        assert_true(axis_limits(0, high, AXIS_CLASSES_MAX, false, limits) < AXIS_CLASSES_MAX);
}

/* Of counts every limit is a whole number inside the range, and no two are one. */
static void test_whole(void **state) {
    (void)state;
    static const struct {
        double low, high;
        size_t count;
        double first;
    } cases[] = {{0, 0, 0, 0}, {7, 7, 0, 0}, {1, 2, 1, 2},     {0, 1, 1, 1},
                 {1, 3, 2, 2}, {0, 5, 5, 1}, {1, 1199, 5, 200}};
    double limits[AXIS_CLASSES_MAX];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const size_t count = axis_limits(cases[i].low, cases[i].high, AXIS_CLASSES_MAX, true, limits);
        if (count != cases[i].count || (count && limits[0] != cases[i].first))
            fail_msg("%g..%g: %zu limits from %g", cases[i].low, cases[i].high, count, count ? limits[0] : 0);
        for (size_t k = 0; k < count; k++)
            assert_true(limits[k] == (double)(long)limits[k] && limits[k] > cases[i].low &&
                        limits[k] <= cases[i].high);
    }
    const struct axis a = axis_make_whole(0, 2, 7);
    assert_int_equal(a.ticks, 3);
    assert_int_equal(a.decimals, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_whole), cmocka_unit_test(test_ticks),
                                       cmocka_unit_test(test_places), cmocka_unit_test(test_thinning),
                                       cmocka_unit_test(test_limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
