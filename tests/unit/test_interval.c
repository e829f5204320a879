/* interval: against base R (tests/oracle/interval.R made tests/oracle/interval.csv). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/statistics/interval.h"

static void close_to(const char *what, const char *line, double value, double reference) {
    if (!(fabs(value - reference) < 1e-9))
        fail_msg("%s: %.15g; R says %s", what, value, line);
}

static void test_against_r(void **state) {
    (void)state;
    FILE *csv = fopen(SHUKEI_SOURCE_DIR "/tests/oracle/interval.csv", "r");
    assert_non_null(csv);
    char line[256], name[16];
    size_t cases = 0;
    assert_non_null(fgets(line, sizeof line, csv));
    while (fgets(line, sizeof line, csv)) {
        long count, n;
        double level, low, high;
        enum interval_method method;
        assert_int_equal(sscanf(line, "%15[^,],%ld,%ld,%lf,%lf,%lf", name, &count, &n, &level, &low, &high),
                         6);
        assert_true(interval_parse(name, &method));
        struct interval at = interval_proportion(method, count, n, level);
        close_to("low", line, at.low, low);
        close_to("high", line, at.high, high);
        cases++;
    }
    fclose(csv);
    assert_int_equal(cases, 3 * 15 * 3);
}

static void test_ends(void **state) {
    (void)state;
    for (enum interval_method m = INTERVAL_WILSON; m < INTERVAL_NONE; m++) {
        assert_true(interval_proportion(m, 0, 12, 0.95).low == 0);
        assert_true(interval_proportion(m, 12, 12, 0.95).high == 100);
    }
}

static void test_names(void **state) {
    (void)state;
    enum interval_method method;
    assert_false(interval_parse("wald", &method));
    for (enum interval_method m = INTERVAL_WILSON; m <= INTERVAL_NONE; m++) {
        assert_true(interval_parse(interval_name(m), &method));
        assert_int_equal(method, m);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_r),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
