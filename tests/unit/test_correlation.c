/* correlation: against R's cor.test (tests/oracle/relation.R made tests/oracle/correlation.csv). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/statistics/correlation.h"

enum { POINTS_MAX = 64, FIGURES = 10 };

static void near(const char *what, const char *line, double value, double reference) {
    if (!(fabs(value - reference) <= 1e-9 * fmax(fabs(reference), 1e-3)))
        fail_msg("%s: %.17g; R says %.200s", what, value, line);
}

static size_t read_points(char **at, double *x) {
    size_t count = 0;
    for (;;) {
        x[count++] = strtod(*at, at);
        if (**at != ' ')
            break;
    }
    ++*at;
    return count;
}

static void compare(struct arena *arena, char *line) {
    double r[FIGURES], x[POINTS_MAX], y[POINTS_MAX];
    char *at;
    size_t n = (size_t)strtol(line, &at, 10);
    for (size_t i = 0; i < FIGURES; i++)
        r[i] = strtod(at + 1, &at);
    at++;
    assert_int_equal(read_points(&at, x), n);
    assert_int_equal(read_points(&at, y), n);
    struct correlation p = correlation_pearson(x, y, n, 0.95), s = correlation_spearman(arena, x, y, n, 0.95);
    const double values[FIGURES] = {p.r, p.statistic, p.p, p.low, p.high,
                                    s.r, s.statistic, s.p, s.low, s.high};
    static const char *const names[FIGURES] = {"r",   "t", "p",  "low",  "high",
                                               "rho", "S", "p'", "low'", "high'"};
    assert_true(p.defined && s.defined && p.has_interval);
    for (size_t i = 0; i < FIGURES; i++)
        if (i < 8 || s.has_interval)
            near(names[i], line, values[i], r[i]);
}

static void test_against_r(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    FILE *csv = fopen(SHUKEI_SOURCE_DIR "/tests/oracle/correlation.csv", "r");
    char line[4096];
    size_t compared = 0;
    assert_non_null(csv);
    assert_non_null(fgets(line, sizeof line, csv));
    for (; fgets(line, sizeof line, csv); compared++)
        compare(arena, line);
    fclose(csv);
    arena_destroy(arena);
    assert_int_equal(compared, 28);
}

static void test_undefined(void **state) {
    (void)state;
    static const double x[] = {1, 2, 3, 4}, flat[] = {5, 5, 5, 5};
    struct arena *arena = arena_create();
    assert_false(correlation_pearson(x, x, 2, 0.95).defined);
    assert_false(correlation_pearson(x, flat, 4, 0.95).defined);
    assert_false(correlation_spearman(arena, flat, x, 4, 0.95).defined);
    struct correlation same = correlation_pearson(x, x, 4, 0.95);
    assert_true(same.defined && same.r == 1 && same.p == 0 && !same.has_interval);
    assert_true(correlation_spearman(arena, x, x, 4, 0.95).p > 0.08); /* 2 of 24 orders are as far out */
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_r), cmocka_unit_test(test_undefined)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
