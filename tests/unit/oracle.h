/*
 * oracle: holds functions of ours against reference values made elsewhere (tests/oracle/X.R made X.csv).
 *
 * A line of the file is one case: name, numbers given, numbers expected (blanks between them; NA: not
 * defined, for which the function answers NaN).  A case passes when every number is within `tolerance` of the
 * reference, relative to it (absolute below 1e-300); references that are exactly 0 must be met to 1e-12.  A
 * name without a function fails, and so does a function without a case.
 */
#ifndef SHUKEI_TESTS_UNIT_ORACLE_H
#define SHUKEI_TESTS_UNIT_ORACLE_H

#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

enum { ORACLE_NUMBERS = 512, ORACLE_LINE = 16384 };

struct oracle {
    const char *name;
    double tolerance;
    void (*run)(const double *given, size_t count, double *got); /* writes as many as are expected */
};

static inline size_t oracle_numbers(const char *text, double *numbers) {
    size_t count = 0;
    for (char *end; *text; text = end) {
        while (*text == ' ')
            text++;
        if (!*text)
            break;
        assert_true(count < ORACLE_NUMBERS);
        if (strncmp(text, "NA", 2) == 0) {
            numbers[count++] = NAN;
            end = (char *)text + strcspn(text, " ");
        } else {
            numbers[count++] = strtod(text, &end);
            assert_true(end > text);
        }
    }
    return count;
}

static inline int oracle_agrees(double got, double expected, double tolerance) {
    if (isnan(expected))
        return isnan(got);
    if (expected == 0)
        return fabs(got) <= 1e-12;
    return isinf(expected) ? got == expected : fabs(got - expected) <= tolerance * fabs(expected);
}

static inline void oracle_case(const struct oracle *o, const char *place, const char *given_text,
                               const char *expected_text) {
    static double given[ORACLE_NUMBERS], expected[ORACLE_NUMBERS], got[ORACLE_NUMBERS];
    size_t count = oracle_numbers(given_text, given), values = oracle_numbers(expected_text, expected);
    assert_true(values > 0);
    for (size_t i = 0; i < values; i++)
        got[i] = -7.25e77; /* what the function does not write is seen */
    o->run(given, count, got);
    for (size_t i = 0; i < values; i++)
        if (!oracle_agrees(got[i], expected[i], o->tolerance))
            fail_msg("%s: %s(%s): value %zu is %.17g, the reference %.17g", place, o->name, given_text, i + 1,
                     got[i], expected[i]);
}

/* Returns how many reference values were met. */
static inline size_t oracle_run(const char *path, const struct oracle *functions, size_t function_count) {
    static char line[ORACLE_LINE];
    char place[512];
    size_t cases = 0, number = 0, *seen = calloc(function_count, sizeof *seen);
    FILE *csv = fopen(path, "r");
    assert_non_null(csv);
    while (fgets(line, sizeof line, csv)) {
        char *rest = line, *name, *given, *expected;
        assert_non_null(strchr(line, '\n'));
        line[strcspn(line, "\n")] = '\0';
        snprintf(place, sizeof place, "%s:%zu", path, ++number);
        name = strsep(&rest, ",");
        given = strsep(&rest, ",");
        expected = rest;
        assert_non_null(expected);
        size_t f = 0;
        while (f < function_count && strcmp(functions[f].name, name) != 0)
            f++;
        if (f == function_count)
            fail_msg("%s: no function for %s", place, name);
        oracle_case(&functions[f], place, given, expected);
        seen[f]++;
        cases++;
    }
    fclose(csv);
    for (size_t f = 0; f < function_count; f++)
        if (!seen[f])
            fail_msg("%s: no case of %s", path, functions[f].name);
    free(seen);
    return cases;
}

#endif
