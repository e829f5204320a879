/* Small areas: ranks, shrunken rates, funnel limits and projections against base R (tests/oracle/areas.R made
 * areas.csv); runs, periods and degenerate cases by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/base/period.h"
#include "engine/statistics/funnel.h"
#include "engine/statistics/projection.h"
#include "engine/statistics/ranking.h"
#include "engine/statistics/runs.h"
#include "engine/statistics/shrinkage.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 64, AREAS = 64 };

/* What the lines of the file leave for the lines after them. */
struct reading {
    char line[4096], whole[4096];
    char *field[FIELDS];
    size_t count; /* of fields after the first */
    struct ranking_value values[AREAS];
    int64_t counts[AREAS], n[AREAS];
    size_t areas;
    struct shrinkage model;
    struct projection_curve curve;
    double at, weight;
    int checked;
};

static double number(const struct reading *r, size_t field) {
    return strtod(r->field[field], NULL);
}

static void close_to(struct reading *r, double value, size_t field, double tolerance) {
    double reference = number(r, field);
    if (!(fabs(value - reference) <= tolerance * fmax(fabs(reference), 1e-3)))
        fail_msg("%.17g; R says %.17g: %s", value, reference, r->whole);
    r->checked++;
}

static void take_values(struct reading *r) {
    for (size_t i = 0; i < r->count; i++)
        r->values[i] = (struct ranking_value){(int64_t)number(r, i), 100};
    r->areas = r->count;
}

static void check_ranks(struct reading *r, enum ranking_direction direction) {
    struct ranking_place places[AREAS];
    assert_int_equal(ranking_make(r->values, r->areas, direction, places), r->areas);
    for (size_t i = 0; i < r->areas; i++)
        close_to(r, (double)places[i].rank, i, 0);
}

static void check_greatest(struct reading *r) {
    check_ranks(r, RANKING_GREATEST_FIRST);
}

static void check_least(struct reading *r) {
    check_ranks(r, RANKING_LEAST_FIRST);
}

static void take_areas(struct reading *r) {
    r->areas = r->count;
    for (size_t i = 0; i < r->count; i++)
        assert_int_equal(sscanf(r->field[i], "%" SCNd64 "/%" SCNd64, &r->counts[i], &r->n[i]), 2);
    r->model = shrinkage_fit(r->counts, r->n, r->areas);
}

static void check_beta(struct reading *r) {
    assert_int_equal(r->model.kind, SHRINKAGE_LIKELIHOOD);
    close_to(r, r->model.a, 0, 1e-6);
    close_to(r, r->model.b, 1, 1e-6);
    close_to(r, shrinkage_likelihood(r->counts, r->n, r->areas, r->model.a, r->model.b), 2, 1e-9);
}

static void check_rate(struct reading *r) {
    size_t i = (size_t)number(r, 0);
    struct shrinkage_rate rate = shrinkage_rate(&r->model, r->counts[i], r->n[i], 0.95);
    close_to(r, rate.rate, 1, 1e-6);
    close_to(r, rate.low, 2, 1e-6);
    close_to(r, rate.high, 3, 1e-6);
}

static void check_funnel(struct reading *r) {
    double target = number(r, 0);
    int64_t n = (int64_t)number(r, 1);
    struct funnel_limits inner = funnel_at(target, n, FUNNEL_INNER),
                         outer = funnel_at(target, n, FUNNEL_OUTER);
    close_to(r, inner.low, 2, 1e-9);
    close_to(r, inner.high, 3, 1e-9);
    close_to(r, outer.low, 4, 1e-9);
    close_to(r, outer.high, 5, 1e-9);
}

static void take_curve(struct reading *r) {
    struct projection_point points[AREAS];
    r->at = number(r, 0);
    r->weight = number(r, 1);
    for (size_t i = 2; i < r->count; i++)
        assert_int_equal(sscanf(r->field[i], "%lf/%lf/%lf", &points[i - 2].time, &points[i - 2].share,
                                &points[i - 2].weight),
                         3);
    assert_true(projection_curve_fit(points, r->count - 2, &r->curve));
}

static void check_coefficients(struct reading *r) {
    close_to(r, r->curve.level - r->curve.slope * r->curve.centre, 0, 1e-9);
    close_to(r, r->curve.slope, 1, 1e-9);
}

static void check_value(struct reading *r) {
    struct projection_value value = projection_curve_at(&r->curve, r->at, r->weight, 0.95);
    close_to(r, value.share, 0, 1e-9);
    assert_int_equal(value.has_band, r->curve.count > 2);
    if (!value.has_band)
        return;
    close_to(r, value.low, 1, 1e-9);
    close_to(r, value.high, 2, 1e-9);
}

static const struct {
    const char *name;
    void (*read)(struct reading *r);
} kinds[] = {
    {"values", take_values},  {"greatest", check_greatest}, {"least", check_least},
    {"areas", take_areas},    {"beta", check_beta},         {"rate", check_rate},
    {"funnel", check_funnel}, {"curve", take_curve},        {"coefficients", check_coefficients},
    {"value", check_value},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static void read_line(struct reading *r) {
    r->line[strcspn(r->line, "\n")] = '\0';
    strcpy(r->whole, r->line);
    char *rest = r->line, *name = strsep(&rest, ",");
    for (r->count = 0; rest && r->count < FIELDS;)
        r->field[r->count++] = strsep(&rest, ",");
    for (size_t k = 0; k < KINDS; k++)
        if (strcmp(kinds[k].name, name) == 0) {
            kinds[k].read(r);
            return;
        }
    fail_msg("what is this line: %s", r->whole);
}

static void test_against_r(void **state) {
    (void)state;
    FILE *csv = fopen(SHUKEI_SOURCE_DIR "/tests/oracle/areas.csv", "r");
    assert_non_null(csv);
    struct reading r = {.checked = 0};
    while (fgets(r.line, sizeof r.line, csv))
        read_line(&r);
    fclose(csv);
    assert_int_equal(r.checked, 149);
}

/* --- ranks --- */

static void test_ends(void **state) {
    (void)state;
    static const struct {
        int64_t values[8]; /* -1 not known */
        size_t count, k;
        const char *ends; /* B W . */
        bool best_tied, worst_tied;
    } cases[] = {
        {{9, 8, 7, 6, 5, 4}, 6, 2, "BB..WW", false, false},
        {{9, 8, 8, 6, 5, 4}, 6, 2, "BBB.WW", true, false},
        {{9, 8, 7, 4, 4, 4}, 6, 2, "BB.WWW", false, true},
        {{9, -1, 7, 4}, 4, 5, "B..W", false, false}, /* three ranked: one at each end */
        {{5, 5, 5, 5}, 4, 2, "....", false, false},  /* all alike: nobody is best */
        {{5}, 1, 5, ".", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ranking_value values[8];
        struct ranking_place places[8];
        for (size_t j = 0; j < cases[i].count; j++)
            values[j] = (struct ranking_value){cases[i].values[j], cases[i].values[j] >= 0};
        ranking_make(values, cases[i].count, RANKING_GREATEST_FIRST, places);
        struct ranking_ends ends = ranking_mark(places, cases[i].count, cases[i].k);
        for (size_t j = 0; j < cases[i].count; j++)
            if (".BW"[places[j].end] != cases[i].ends[j])
                fail_msg("case %zu, value %zu is %c", i, j, ".BW"[places[j].end]);
        assert_int_equal(ends.best_tied, cases[i].best_tied);
        assert_int_equal(ends.worst_tied, cases[i].worst_tied);
    }
}

/* Two fractions that a double does not tell apart. */
static void test_exact_order(void **state) {
    (void)state;
    struct ranking_value a = {1000000000000000001, 3000000000000000000}, b = {1, 3};
    assert_int_equal(ranking_compare(a, b), 1);
    assert_int_equal(ranking_compare((struct ranking_value){2, 6}, b), 0);
    assert_int_equal(ranking_compare((struct ranking_value){-1, 3}, b), -1);
}

/* --- runs --- */

static void test_runs(void **state) {
    (void)state;
    static const int64_t values[] = {1, 3, 6, 5, 4, 4, 3, -1, 2, 1, 2};
    struct runs_point points[11];
    struct runs_run runs[11];
    for (size_t i = 0; i < 11; i++)
        points[i] = (struct runs_point){{values[i], values[i] >= 0}, i != 9};
    size_t count = runs_find(points, 11, runs);
    static const struct runs_run expected[] = {{0, 2, 1}, {2, 4, -1}, {5, 6, -1}, {9, 10, 1}};
    assert_int_equal(count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(runs[i].from, expected[i].from);
        assert_int_equal(runs[i].to, expected[i].to);
        assert_int_equal(runs[i].direction, expected[i].direction);
    }
    assert_int_equal(runs_steps(&runs[1]), 2);
    assert_int_equal(runs_find(points, 1, runs), 0);
}

/* --- degenerate areas --- */

static void test_degenerate(void **state) {
    (void)state;
    static const struct {
        int64_t counts[3], n[3];
        size_t areas;
        enum shrinkage_kind kind;
        double first; /* rate of the first area */
    } cases[] = {
        {{0}, {0}, 0, SHRINKAGE_NONE, 0},
        {{0, 0, 0}, {0, 0, 0}, 3, SHRINKAGE_NONE, 0},
        {{3, 0, 0}, {12, 0, 0}, 3, SHRINKAGE_ONE, 0.25},
        {{0, 0, 0}, {12, 5, 9}, 3, SHRINKAGE_EQUAL, 0},
        {{12, 5, 9}, {12, 5, 9}, 3, SHRINKAGE_EQUAL, 1},
        {{10, 20, 30}, {20, 40, 60}, 3, SHRINKAGE_EQUAL, 0.5}, /* less spread than chance makes */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct shrinkage model = shrinkage_fit(cases[i].counts, cases[i].n, cases[i].areas);
        if (model.kind != cases[i].kind)
            fail_msg("case %zu is of kind %d", i, model.kind);
        struct shrinkage_rate rate = shrinkage_rate(&model, cases[i].counts[0], cases[i].n[0], 0.95);
        assert_true(fabs(rate.rate - cases[i].first) < 1e-12);
        assert_false(rate.has_interval);
    }
}

/* The shrunken rate lies between the raw and the common one, nearer to the raw one the more returns there
 * are. */
static void test_shrinks(void **state) {
    (void)state;
    static const int64_t counts[] = {2, 90, 400, 30}, n[] = {2, 100, 1000, 200};
    struct shrinkage model = shrinkage_fit(counts, n, 4);
    struct shrinkage_rate few = shrinkage_rate(&model, 2, 2, 0.95),
                          many = shrinkage_rate(&model, 90, 100, 0.95);
    assert_true(few.rate > model.mean && few.rate < 0.9);
    assert_true(many.rate > few.rate && many.rate < 0.9 && many.weight > 0.9);
    assert_true(few.high - few.low > many.high - many.low);
    assert_true(shrinkage_rate(&model, 0, 0, 0.95).rate == model.mean);
}

static void test_funnel_places(void **state) {
    (void)state;
    static const struct {
        int64_t count, n;
        enum funnel_place place;
    } cases[] = {{120, 240, FUNNEL_BELOW_INNER}, {110, 240, FUNNEL_BELOW_OUTER}, {144, 240, FUNNEL_WITHIN},
                 {160, 240, FUNNEL_ABOVE_INNER}, {180, 240, FUNNEL_ABOVE_OUTER}, {0, 1, FUNNEL_WITHIN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(funnel_place(cases[i].count, cases[i].n, 0.598), cases[i].place);
    assert_int_equal(funnel_place(0, 9, 0), FUNNEL_WITHIN);
    assert_int_equal(funnel_place(9, 9, 1), FUNNEL_WITHIN);
}

/* --- projections --- */

static void test_line(void **state) {
    (void)state;
    struct projection_line line =
        projection_line((struct projection_point){0, 0.193, 1}, (struct projection_point){133, 0.31, 1});
    double time;
    assert_true(fabs(line.share + line.pace * (313 - line.time) - (0.31 + 0.117 * 180 / 133)) < 1e-15);
    assert_true(projection_line_reach(&line, 0.957, &time) &&
                fabs(line.share + line.pace * (time - line.time) - 0.957) < 1e-12);
    assert_false(projection_line_reach(&line, 0.2, &time)); /* behind us */
    line.pace = 0;
    assert_false(projection_line_reach(&line, 0.957, &time));
}

static void test_curve_refuses(void **state) {
    (void)state;
    struct projection_curve curve;
    static const struct projection_point at_end[] = {{0, 0, 1}, {1, 0.5, 1}},
                                         same_day[] = {{3, 0.2, 1}, {3, 0.5, 1}},
                                         flat[] = {{0, 0.3, 1}, {1, 0.3, 1}};
    assert_false(projection_curve_fit(at_end, 2, &curve));
    assert_false(projection_curve_fit(same_day, 2, &curve));
    assert_false(projection_curve_fit(flat, 1, &curve));
    assert_true(projection_curve_fit(flat, 2, &curve));
}

/* --- periods --- */

static void test_periods(void **state) {
    (void)state;
    static const struct {
        const char *text, *first, *last, *next;
    } cases[] = {
        {"2024-05-31", "2024-05-31", "2024-05-31", NULL},
        {"2024-02", "2024-02-01", "2024-02-29", "2024-03"},
        {"2023-12", "2023-12-01", "2023-12-31", "2024-01"},
        {"2024", "2024-01-01", "2024-12-31", "2025"},
        {"FY2024", "2024-04-01", "2025-03-31", "FY2025"},
        {"2024-12-02/2024-12-08", "2024-12-02", "2024-12-08", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period period, next;
        char text[CALENDAR_TEXT];
        assert_true(period_parse(cases[i].text, &period));
        assert_string_equal(calendar_iso(text, period.first), cases[i].first);
        assert_string_equal(calendar_iso(text, period.last), cases[i].last);
        if (!cases[i].next)
            continue;
        next = period_next(period);
        assert_string_equal(period_text(text, next), cases[i].next);
        assert_true(period_follows(period, next));
        assert_false(period_follows(period, period_next(next)));
    }
    static const char *const bad[] = {
        "", "2024-13", "2024-02-30", "24", "FY24", "2024-05-31/2024-05-01", "2024/2025", "May"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct period period;
        if (period_parse(bad[i], &period))
            fail_msg("%s is taken for a period", bad[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_r),     cmocka_unit_test(test_ends),
        cmocka_unit_test(test_exact_order),   cmocka_unit_test(test_runs),
        cmocka_unit_test(test_degenerate),    cmocka_unit_test(test_shrinks),
        cmocka_unit_test(test_funnel_places), cmocka_unit_test(test_line),
        cmocka_unit_test(test_curve_refuses), cmocka_unit_test(test_periods),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
