/* outlier: fences against base R (tests/oracle/outlier.R made tests/oracle/outlier.csv). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/response/outlier.h"
#include "tests/unit/tiny_survey.h"

static int64_t millionths(double x) {
    return (int64_t)nearbyint(x * NUMBER_ONE);
}

/* To a millionth, in which numbers are kept, and 1e-9 of what is large. */
static void close_to(const char *what, int64_t value, double reference) {
    double wanted = reference * NUMBER_ONE;
    if (!(fabs((double)value - wanted) <= 0.6 + fabs(wanted) * 1e-9))
        fail_msg("%s: %.15g; R says %.15g", what, (double)value / NUMBER_ONE, reference);
}

static void test_against_r(void **state) {
    (void)state;
    static char line[20000];
    FILE *csv = fopen(SHUKEI_SOURCE_DIR "/tests/oracle/outlier.csv", "r");
    assert_non_null(csv);
    size_t cases = 0;
    assert_non_null(fgets(line, sizeof line, csv));
    while (fgets(line, sizeof line, csv)) {
        struct arena *arena = arena_create();
        struct outlier_tally *tally = outlier_tally_create(arena);
        double factor, low, high, q1, q3;
        int at = 0;
        struct fence fence;
        assert_int_equal(sscanf(line, "%lf,%lf,%lf,%lf,%lf,%n", &factor, &low, &high, &q1, &q3, &at), 5);
        long n = 0;
        for (char *c = line + at; *c && *c != '\n'; n++)
            outlier_tally_add(tally, millionths(strtod(c, &c)));
        outlier_fence(tally, factor, &fence);
        assert_int_equal(fence.n, n);
        close_to("low", fence.low, low);
        close_to("high", fence.high, high);
        close_to("q1", fence.q1, q1);
        close_to("q3", fence.q3, q3);
        arena_destroy(arena);
        cases++;
    }
    fclose(csv);
    assert_int_equal(cases, 12 * 3);
}

/* More values than the tally keeps unsorted, in no order. */
static void test_many(void **state) {
    (void)state;
    enum { N = 20001 };
    struct arena *arena = arena_create();
    struct outlier_tally *tally = outlier_tally_create(arena);
    struct fence fence;
    for (long i = 0; i < N; i++)
        outlier_tally_add(tally, (i * 7919 % N - N / 2) * (int64_t)NUMBER_ONE);
    outlier_fence(tally, 2, &fence);
    assert_int_equal(fence.n, N);
    assert_true(fence.q1 == -5000 * (int64_t)NUMBER_ONE && fence.q3 == 5000 * (int64_t)NUMBER_ONE);
    assert_true(fence.high == 10000 * (int64_t)NUMBER_ONE && fence.low == -fence.high);
    assert_false(outlier_any(tally, &fence)); /* what stands on the fence is inside */
    outlier_tally_add(tally, fence.high + 1);
    assert_true(outlier_any(tally, &fence));
    arena_destroy(arena);
}

static void test_none(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct outlier_tally *tally = outlier_tally_create(arena);
    struct question number = {.kind = QUESTION_NUMBER, .measure = {.min = 0, .max = INT64_MAX}},
                    date = {.kind = QUESTION_DATE, .measure = number.measure};
    struct answer far = {.state = ANSWER_GIVEN, .code = -1, .number = 900 * (int64_t)NUMBER_ONE};
    struct fence fence;
    for (int i = 1; i < OUTLIER_MIN; i++)
        outlier_tally_add(tally, NUMBER_ONE);
    outlier_fence(tally, 4, &fence);
    assert_int_equal(fence.n, 0);
    assert_false(outlier_is(&fence, &number, &far));
    outlier_tally_add(tally, NUMBER_ONE);
    outlier_fence(tally, 0, &fence);
    assert_int_equal(fence.n, 0);
    outlier_fence(tally, 4, &fence);
    assert_true(outlier_is(&fence, &number, &far));
    assert_false(outlier_is(&fence, &date, &far));
    number.measure.max = far.number - 1; /* out of range is a finding of its own */
    assert_false(outlier_is(&fence, &number, &far));
    number.measure.max = far.number;
    far.state = ANSWER_INVALID;
    assert_false(outlier_is(&fence, &number, &far));
    arena_destroy(arena);
}

/* The middle half is said to one place more than the answers have, half up, however far its digits go on. */
static void test_said(void **state) {
    (void)state;
    static const struct {
        int64_t q1, q3;
        const char *said;
    } cases[] = {{209249982, 1449489743, "from 209.2 to 1449.5"},
                 {4000000, 10050000, "from 4 to 10.1"},
                 {-2250000, -49999, "from -2.2 to 0"},
                 {-2250001, 0, "from -2.3 to 0"}};
    struct arena *arena = arena_create();
    const struct questionnaire *q = tiny_questionnaire(arena);
    const struct response *r = tiny_response(arena, q, "13 clinic yes a x - yes 4 - -");
    struct fence *fences = arena_array(arena, q->question_count, sizeof *fences);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct findings all = {.arena = arena};
        fences[FULL_COUNT] = (struct fence){.n = 30, .q1 = cases[i].q1, .q3 = cases[i].q3};
        outlier_check(q, r, fences, &(struct finding){.file = "f"}, &all);
        assert_int_equal(all.count, 1);
        if (!strstr(all.items[0].message, cases[i].said))
            fail_msg("%s: %s", cases[i].said, all.items[0].message);
    }
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_r),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
