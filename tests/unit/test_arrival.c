/* arrival: the end of a curve that is known, and curves that tell nothing yet. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/tabulation/arrival.h"

enum { DAYS_MAX = 400 };

/* Whole returns per day of a curve towards `final`. */
static void make_curve(long *daily, size_t days, double final, double tau) {
    long before = 0;
    for (size_t i = 0; i < days; i++) {
        long now = lround(final * -expm1(-(double)(i + 1) / tau));
        daily[i] = now - before;
        before = now;
    }
}

static void test_known_curves(void **state) {
    (void)state;
    static const struct {
        size_t days;
        double final, tau;
        enum arrival_verdict verdict;
    } cases[] = {
        {10, 5000, 6, ARRIVAL_FITTED},       {30, 8672, 12, ARRIVAL_FITTED},
        {60, 300, 20, ARRIVAL_FITTED},       {400, 100000, 9, ARRIVAL_FITTED},
        {20, 1000, 2, ARRIVAL_FITTED},       {9, 5000, 3, ARRIVAL_FEW_DAYS},
        {0, 0, 1, ARRIVAL_FEW_DAYS},         {20, 29, 5, ARRIVAL_FEW_RETURNS},
        {12, 9000, 40, ARRIVAL_NOT_SLOWING}, {30, 100000, 100, ARRIVAL_NOT_SLOWING},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        long daily[DAYS_MAX];
        make_curve(daily, cases[i].days, cases[i].final, cases[i].tau);
        struct arrival a = arrival_fit(daily, cases[i].days);
        if (a.verdict != cases[i].verdict)
            fail_msg("case %zu: verdict %d", i, a.verdict);
        if (a.verdict != ARRIVAL_FITTED)
            continue;
        if (fabs(a.final - cases[i].final) > 0.01 * cases[i].final + 1 ||
            fabs(a.tau - cases[i].tau) > 0.03 * cases[i].tau)
            fail_msg("case %zu: %g in the end, tau %g", i, a.final, a.tau);
    }
}

/* The same number every day has no end; all on one day has come to its end. */
static void test_extremes(void **state) {
    (void)state;
    long daily[30];
    for (size_t i = 0; i < 30; i++)
        daily[i] = 50;
    assert_int_equal(arrival_fit(daily, 30).verdict, ARRIVAL_NOT_SLOWING);
    for (size_t i = 0; i < 30; i++)
        daily[i] = i == 0 ? 500 : 0;
    struct arrival a = arrival_fit(daily, 30);
    assert_int_equal(a.verdict, ARRIVAL_FITTED);
    assert_true(fabs(a.final - 500) < 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_known_curves), cmocka_unit_test(test_extremes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
