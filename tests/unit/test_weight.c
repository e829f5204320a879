/* weight: against R's package survey (tests/oracle/design.R made tests/oracle/design.csv), and what cannot be
 * weighted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/design_data.h"

struct oracle {
    struct arena *arena;
    struct design_data data;
    struct design_made raked, both;
    double once[DATA_RETURNS], strict[DATA_RETURNS]; /* raked, trimmed */
};

static void set_up(struct oracle *o) {
    *o = (struct oracle){.arena = arena_create()};
    design_data_read(&o->data);
    for (size_t c = 0; c < DESIGN_CASES; c++) {
        if (strcmp(design_cases[c].name, "raked") == 0)
            design_make(o->arena, &o->data, &design_cases[c], &o->raked);
        if (strcmp(design_cases[c].name, "postboth") == 0)
            design_make(o->arena, &o->data, &design_cases[c], &o->both);
    }
    const double mean = 2200.0 / DATA_RETURNS;
    memcpy(o->once, o->raked.weights, sizeof o->once);
    memcpy(o->strict, o->raked.weights, sizeof o->strict);
    assert_true(weight_trim(&o->raked.units, o->once, .7 * mean, 1.3 * mean, false) > 0);
    assert_true(weight_trim(&o->raked.units, o->strict, .7 * mean, 1.3 * mean, true) > 0);
}

static const double *weights_of(const struct oracle *o, const char *name) {
    const struct {
        const char *name;
        const double *weights;
    } all[] = {{"raked", o->raked.weights},
               {"postboth", o->both.weights},
               {"trimmed_once", o->once},
               {"trimmed", o->strict}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i].name, name) == 0)
            return all[i].weights;
    return NULL;
}

static void near(const char *line, double value, double reference) {
    if (!(fabs(value / reference - 1) <= 1e-9))
        fail_msg("%.17g; R says %s", value, line);
}

static void compare_weight(const struct oracle *o, const double *weights, const char *kind, double ratio,
                           const char *line) {
    const char *slash = strchr(kind, '/');
    for (size_t i = 0; i < DATA_RETURNS; i++) {
        const char *type = data_types[o->data.type[i]];
        if (strncmp(type, kind, (size_t)(slash - kind)) == 0 && o->data.area[i] == slash[1] - 'A')
            near(line, weights[i] * DATA_RETURNS / 2200, ratio);
    }
}

static void test_against_survey(void **state) {
    (void)state;
    struct oracle o;
    set_up(&o);
    FILE *csv = fopen(SHUKEI_SOURCE_DIR "/tests/oracle/design.csv", "r");
    char line[256], name[16], kind[16];
    double a, b;
    size_t compared = 0;
    assert_non_null(csv);
    while (fgets(line, sizeof line, csv)) {
        if (sscanf(line, "%15[^,],weight,,%15[^,],%lf", name, kind, &a) == 3) {
            compare_weight(&o, weights_of(&o, name), kind, a, line);
            compared++;
        } else if (sscanf(line, "%15[^,],kish,,all,%lf,%lf", name, &a, &b) == 3) {
            struct weight_spread spread = weight_spread(&o.raked.units, weights_of(&o, name));
            near(line, spread.design_effect, a);
            near(line, spread.effective_n, b);
            compared++;
        }
    }
    fclose(csv);
    arena_destroy(o.arena);
    assert_int_equal(compared, 4 * 13);
}

/* --- by hand: 6 units, two margins --- */

static const int64_t returns[] = {10, 20, 30, 5, 15, 20};
static const int32_t type[] = {0, 0, 1, 1, 2, 2}, area[] = {0, 1, 0, 1, 0, 1};

static struct weight_result rake(struct arena *arena, const double *types, const double *areas, bool counts,
                                 double low, double high) {
    const struct weight_units units = {6, returns, NULL};
    const struct weight_margin margins[] = {{3, type, types, counts}, {2, area, areas, counts}};
    struct weight_options options = weight_default_options;
    options.low = low;
    options.high = high;
    return weight_rake(arena, &units, margins, 2, &options);
}

static void test_failures(void **state) {
    (void)state;
    static const struct {
        double types[3], areas[2];
        bool counts;
        double low, high;
        enum weight_failure failure;
        size_t margin, category;
    } cases[] = {
        {{50, 30, 20}, {40, 60}, true, 0, INFINITY, WEIGHT_DONE, 0, 0},
        {{50, 0, 20}, {40, 30}, true, 0, INFINITY, WEIGHT_NO_POPULATION, 0, 1},
        {{50, 30, 20}, {40, 61}, true, 0, INFINITY, WEIGHT_TOTALS_DIFFER, 1, 0},
        {{50, 30, 20}, {4, 6}, false, 0, INFINITY, WEIGHT_DONE, 0, 0}, /* shares may be on any scale */
        {{98, 1, 1}, {50, 50}, true, 0.9, 1.1, WEIGHT_TOO_TIGHT, 0, 0},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct weight_result r =
            rake(arena, cases[i].types, cases[i].areas, cases[i].counts, cases[i].low, cases[i].high);
        if (r.failure != cases[i].failure || r.margin != cases[i].margin || r.category != cases[i].category)
            fail_msg("case %zu: failure %d, margin %zu, category %zu", i, r.failure, r.margin, r.category);
    }
    const struct weight_units units = {2, returns, NULL};
    const double target[] = {1, 1, 1};
    const struct weight_margin missing = {3, type + 1, target, true};
    struct weight_result r = weight_rake(arena, &units, &missing, 1, &weight_default_options);
    assert_int_equal(r.failure, WEIGHT_NO_RESPONDENTS);
    assert_int_equal(r.category, 2);
    arena_destroy(arena);
}

/* Margins that no weights can meet at once: the only returns of type 0 are the only ones of area 0. */
static void test_no_convergence(void **state) {
    (void)state;
    static const int32_t same[] = {0, 1};
    const double a[] = {70, 30}, b[] = {30, 70};
    const struct weight_units units = {2, returns, NULL};
    const struct weight_margin margins[] = {{2, same, a, true}, {2, same, b, true}};
    struct arena *arena = arena_create();
    struct weight_result r = weight_rake(arena, &units, margins, 2, &weight_default_options);
    assert_int_equal(r.failure, WEIGHT_NOT_CONVERGED);
    assert_true(fabs(r.gap - 0.4) < 1e-9);
    arena_destroy(arena);
}

/* Who is in no category keeps its weight when it is passed over by all margins, and its share when by one. */
static void test_unknown(void **state) {
    (void)state;
    static const int32_t known[] = {0, 0, 1, 1, -1, -1};
    const double target[] = {3, 1};
    const struct weight_units units = {6, returns, NULL};
    const struct weight_margin margin = {2, known, target, false};
    struct arena *arena = arena_create();
    struct weight_result r = weight_rake(arena, &units, &margin, 1, &weight_default_options);
    assert_int_equal(r.failure, WEIGHT_DONE);
    assert_true(r.weights[4] == 1 && r.weights[5] == 1);
    assert_true(fabs(r.weights[0] - 65 * .75 / 30) < 1e-12 && fabs(r.weights[2] - 65 * .25 / 35) < 1e-12);
    arena_destroy(arena);
}

/* Trimmed and raked in turn: bounds kept, margins met when there is room for both. */
static void test_trim_and_rake(void **state) {
    (void)state;
    static const double types[] = {50, 30, 20}, areas[] = {40, 60};
    struct arena *arena = arena_create();
    struct weight_result free = rake(arena, types, areas, true, 0, INFINITY);
    struct weight_result bound = rake(arena, types, areas, true, 0.5, 1.6);
    const struct weight_units units = {6, returns, NULL};
    struct weight_spread before = weight_spread(&units, free.weights),
                         after = weight_spread(&units, bound.weights);
    assert_int_equal(bound.failure, WEIGHT_DONE);
    assert_true(before.greatest > 1.7 && free.trimmed == 0);
    assert_true(after.greatest <= 1.6 + 1e-9 && after.least >= 0.5 - 1e-9 && bound.trimmed > 0);
    assert_true(bound.gap < 0.05);
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_survey), cmocka_unit_test(test_failures),
        cmocka_unit_test(test_no_convergence), cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_trim_and_rake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
