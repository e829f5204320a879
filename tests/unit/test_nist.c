/* Certified values of the National Institute of Standards and Technology (Statistical Reference Datasets, StRD):
 * the means of NumAcc1 to NumAcc4, on which sums in floating point fail, and the straight line of Norris. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/statistics/correlation.h"
#include "engine/statistics/projection.h"
#include "reports/model/table.h"
#include "tests/unit/tiny_survey.h"

static void assert_near(double got, double certified, double relative) {
    if (!(fabs(got - certified) <= relative * fabs(certified)))
        fail_msg("%.17g, certified %.17g", got, certified);
}

/* --- univariate summaries --- */

static const struct {
    const char *name, *first, *odd, *even; /* then odd and even in turn */
    size_t count;
    double mean;
} accuracy[] = {
    {"NumAcc1", "10000001", "10000003", "10000002", 3, 10000002},
    {"NumAcc2", "1.2", "1.1", "1.3", 1001, 1.2},
    {"NumAcc3", "1000000.2", "1000000.1", "1000000.3", 1001, 1000000.2},
    {"NumAcc4", "10000000.2", "10000000.1", "10000000.3", 1001, 10000000.2},
};

static const struct table *summary_of(struct arena *arena, size_t set) {
    struct fault f = {0};
    const struct questionnaire *q = tiny_questionnaire(arena);
    const struct response **all = arena_array(arena, accuracy[set].count, sizeof *all);
    for (size_t i = 0; i < accuracy[set].count; i++) {
        const char *value = i == 0 ? accuracy[set].first : i % 2 ? accuracy[set].odd : accuracy[set].even;
        all[i] = tiny_response(arena, q, arena_printf(arena, "13 clinic no ~ ~ ~ yes %s 1 -", value));
    }
    size_t question = FULL_COUNT;
    const struct cube_spec spec = {.questions = &question, .question_count = 1};
    const struct dataset *d = dataset_from_responses(arena, q, all, accuracy[set].count);
    const struct cube *cube = cube_count(arena, d, &spec, &f);
    if (!cube)
        fail_msg("%s", f.text);
    return table_make(arena, cube, &table_default_options)->tables;
}

static void test_means(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof accuracy / sizeof *accuracy; i++) {
        struct arena *arena = arena_create();
        const struct table_summary *s = summary_of(arena, i)->summaries;
        assert_int_equal(s->given, accuracy[i].count);
        assert_near(s->mean, accuracy[i].mean, 1e-15);
        assert_near(s->median, accuracy[i].mean, 1e-15); /* their middle, too */
        arena_destroy(arena);
    }
}

/* --- Norris --- */

static const double norris[][2] = {
    /* y, x */
    {0.1, 0.2},     {338.8, 337.4}, {118.1, 118.2}, {888.0, 884.6}, {9.2, 10.1},    {228.1, 226.5},
    {668.5, 666.3}, {998.5, 996.3}, {449.1, 448.6}, {778.9, 777.0}, {559.2, 558.2}, {0.3, 0.4},
    {0.1, 0.6},     {778.1, 775.5}, {668.8, 666.9}, {339.3, 338.0}, {448.9, 447.5}, {10.8, 11.6},
    {557.7, 556.0}, {228.3, 228.1}, {998.0, 995.8}, {888.8, 887.6}, {119.6, 120.2}, {0.3, 0.3},
    {0.6, 0.3},     {557.6, 556.8}, {339.3, 339.1}, {888.0, 887.2}, {998.5, 999.0}, {778.9, 779.0},
    {10.2, 11.1},   {117.6, 118.3}, {228.9, 229.2}, {668.4, 669.1}, {449.2, 448.9}, {0.2, 0.5},
};
enum { NORRIS = sizeof norris / sizeof *norris };
static const double norris_intercept = -0.262323073774029, norris_slope = 1.00211681802045,
                    norris_slope_error = 0.429796848199937e-3, norris_residual = 0.884796396144373,
                    norris_r_squared = 0.999993745883712;

static void test_correlation(void **state) {
    (void)state;
    double x[NORRIS], y[NORRIS];
    for (size_t i = 0; i < NORRIS; i++)
        y[i] = norris[i][0], x[i] = norris[i][1];
    const struct correlation c = correlation_pearson(x, y, NORRIS, 0.95);
    assert_true(c.defined);
    assert_near(c.r * c.r, norris_r_squared, 1e-12);
    assert_near(c.statistic, norris_slope / norris_slope_error, 1e-9);
}

/* The line as log odds: of shares whose log odds are y / 100. */
static void test_line(void **state) {
    (void)state;
    enum { SCALE = 100 };
    struct projection_point points[NORRIS];
    struct projection_curve curve;
    for (size_t i = 0; i < NORRIS; i++) {
        double odds = exp(norris[i][0] / SCALE), share = odds / (1 + odds);
        points[i] = (struct projection_point){norris[i][1], share, 1};
    }
    assert_true(projection_curve_fit(points, NORRIS, &curve));
    assert_near(SCALE * curve.slope, norris_slope, 1e-9);
    assert_near(SCALE * (curve.level - curve.slope * curve.centre), norris_intercept, 1e-8);
    assert_near(SCALE * sqrt(curve.variance), norris_residual, 1e-8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_means),
        cmocka_unit_test(test_correlation),
        cmocka_unit_test(test_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
