/* design: against R's package survey (tests/oracle/design.R made tests/oracle/design.csv). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/statistics/interval.h"
#include "tests/unit/design_data.h"

struct figure {
    char design[16], what[16], variable[16], domain[16];
    double a, b;
};

struct oracle {
    struct arena *arena;
    struct design_data data;
    struct design_made made[DESIGN_CASES];
};

static bool read_figure(FILE *csv, struct figure *f, char *line, int size) {
    if (!fgets(line, size, csv))
        return false;
    char a[40], b[40];
    int got = sscanf(line, "%15[^,],%15[^,],%15[^,],%15[^,],%39[^,],%39s", f->design, f->what, f->variable,
                     f->domain, a, b);
    if (got != 6)
        return f->design[0] = '\0', true; /* a weight: of test_weight */
    f->a = strtod(a, NULL);
    f->b = strtod(b, NULL);
    return true;
}

static void close_to(const char *line, double value, double reference, double tolerance) {
    if (!isnan(reference) && !(fabs(value - reference) <= tolerance * fabs(reference)))
        fail_msg("%.17g (off by %g); R says %s", value, value / reference - 1, line);
}

static bool in_domain(const struct oracle *o, const char *domain, size_t i) {
    if (strcmp(domain, "type=dental") == 0)
        return o->data.type[i] == 1;
    if (strcmp(domain, "area=B") == 0)
        return o->data.area[i] == 1;
    return true;
}

static size_t choose(const struct oracle *o, const struct figure *f, struct design_value *values) {
    size_t count = 0;
    bool yes = strcmp(f->variable, "yes") == 0, ratio = strcmp(f->what, "ratio") == 0;
    for (size_t i = 0; i < DATA_RETURNS; i++)
        if (in_domain(o, f->domain, i))
            values[count++] = (struct design_value){i, 1, yes ? o->data.yes[i] : o->data.cases[i],
                                                    ratio ? o->data.staff[i] : 1};
    return count;
}

static void compare(const struct oracle *o, const struct design_made *m, const struct figure *f,
                    const char *line) {
    struct design_value values[DATA_RETURNS];
    size_t count = choose(o, f, values);
    double tolerance = m->margin_count > 1 ? 1e-6 : 1e-9;
    struct design_estimate e = strcmp(f->what, "total") == 0 ? design_total(m->design, values, count)
                                                             : design_ratio(m->design, values, count);
    struct design_limits at;
    int level;
    if (strcmp(f->what, "df") == 0) {
        assert_int_equal(e.df, (int)f->a);
    } else if (strcmp(f->what, "deff") == 0) {
        /* survey compares with the variance of 240 returns drawn with replacement, p(1-p) / 239 */
        close_to(line, design_effect(m->design, e), f->a, tolerance);
    } else if (sscanf(f->what, "logit%d", &level) == 1 || sscanf(f->what, "beta%d", &level) == 1) {
        at = design_interval(f->what[0] == 'l' ? DESIGN_LOGIT : DESIGN_BETA, e,
                             design_effective_n(m->design, values, count), level / 100.0);
        close_to(line, at.low, f->a, tolerance);
        close_to(line, at.high, f->b, tolerance);
    } else {
        close_to(line, e.value, f->a, tolerance);
        close_to(line, sqrt(e.variance), f->b, tolerance);
    }
}

static void test_against_survey(void **state) {
    (void)state;
    struct oracle o = {.arena = arena_create()};
    struct figure f;
    char line[256];
    size_t compared = 0;
    FILE *csv = fopen(SHUKEI_SOURCE_DIR "/tests/oracle/design.csv", "r");
    assert_non_null(csv);
    design_data_read(&o.data);
    for (size_t c = 0; c < DESIGN_CASES; c++)
        design_make(o.arena, &o.data, &design_cases[c], &o.made[c]);
    assert_non_null(fgets(line, sizeof line, csv));
    while (read_figure(csv, &f, line, sizeof line))
        for (size_t c = 0; c < DESIGN_CASES && strcmp(f.what, "kish") != 0 && strcmp(f.what, "fit") != 0; c++)
            if (strcmp(f.design, design_cases[c].name) == 0) {
                compare(&o, &o.made[c], &f, line);
                compared++;
            }
    fclose(csv);
    arena_destroy(o.arena);
    assert_int_equal(compared, 264);
}

/* Where nobody or everybody said so, weights of one give what interval.h gives for whole numbers. */
static void test_nobody_and_everybody(void **state) {
    (void)state;
    static const struct {
        enum design_method design;
        enum interval_method plain;
    } both[] = {{DESIGN_LOGIT, INTERVAL_LOGIT}, {DESIGN_BETA, INTERVAL_EXACT}};
    for (size_t i = 0; i < 4; i++) {
        const int64_t n = 120, count = i % 2 ? n : 0;
        const struct design_estimate e = {.value = i % 2, .returns = n, .df = n - 1};
        const struct design_limits at = design_interval(both[i / 2].design, e, (double)n, .9);
        const struct interval plain = interval_proportion(both[i / 2].plain, count, n, .9);
        assert_true(fabs(100 * at.low - plain.low) < 1e-9 && fabs(100 * at.high - plain.high) < 1e-9);
    }
}

/* Cells of several returns give what the returns give one by one. */
static void test_cells(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct design_data data;
    struct design_made single;
    design_data_read(&data);
    design_make(arena, &data, &design_cases[8], &single);
    struct design_value values[DATA_RETURNS], grouped[2 * 12];
    int64_t returns[12] = {0}, yes[12] = {0};
    int32_t type[12], area[12];
    double weights[12];
    for (size_t i = 0; i < DATA_RETURNS; i++) {
        int32_t k = data.both[i];
        values[i] = (struct design_value){i, 1, data.yes[i], 1};
        type[k] = data.type[i], area[k] = data.area[i], weights[k] = single.weights[i];
        returns[k]++;
        yes[k] += data.yes[i] > 0;
    }
    for (size_t k = 0; k < 12; k++) {
        grouped[2 * k] = (struct design_value){k, yes[k], 1, 1};
        grouped[2 * k + 1] = (struct design_value){k, returns[k] - yes[k], 0, 1};
    }
    const struct weight_margin margins[] = {{DATA_TYPES, type, data_type_population, true},
                                            {DATA_AREAS, area, data_area_population, true}};
    const struct design *cells = design_create(
        arena,
        &(struct design_spec){
            .cells = 12, .returns = returns, .weight = weights, .margins = margins, .margin_count = 2});
    struct design_estimate a = design_ratio(single.design, values, DATA_RETURNS),
                           b = design_ratio(cells, grouped, 24);
    assert_true(fabs(a.value - b.value) < 1e-14 && fabs(a.variance / b.variance - 1) < 1e-11);
    assert_int_equal(a.df, b.df);
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_survey),
                                       cmocka_unit_test(test_nobody_and_everybody),
                                       cmocka_unit_test(test_cells)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
