/* regression: against R's glm and survey's svyglm (tests/oracle/relation.R made tests/oracle/relation.csv). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/statistics/regression.h"
#include "tests/unit/design_data.h"

enum { COLUMNS_MAX = 6 };

struct problem {
    double x[DATA_RETURNS * COLUMNS_MAX];
    int64_t n[DATA_RETURNS], yes[DATA_RETURNS];
    double weight[DATA_RETURNS];
    size_t cell[DATA_RETURNS];
    struct regression_data data;
};

static void add_row(struct problem *p, const struct design_data *d, size_t i, bool type, bool area) {
    size_t row = p->data.rows++, column = 0;
    double x[COLUMNS_MAX] = {[0] = 1};
    for (int32_t t = 1; type && t < DATA_TYPES; t++)
        x[++column] = d->type[i] == t;
    for (int32_t a = 1; area && a < DATA_AREAS; a++)
        x[++column] = d->area[i] == a;
    p->data.columns = column + 1;
    memcpy(&p->x[row * p->data.columns], x, p->data.columns * sizeof *x);
    p->n[row] = 1;
    p->yes[row] = d->yes[i] > 0;
    p->cell[row] = i;
}

static struct regression fit(struct arena *arena, const struct design_data *d, const char *terms,
                             const struct design_made *made, bool part) {
    struct problem *p = arena_alloc(arena, sizeof *p);
    for (size_t i = 0; i < DATA_RETURNS; i++)
        if (!part || d->area[i] != 2)
            add_row(p, d, i, strcmp(terms, "area") != 0, strcmp(terms, "type") != 0);
    for (size_t r = 0; made && r < p->data.rows; r++)
        p->weight[r] = made->weights[p->cell[r]];
    p->data.x = p->x;
    p->data.n = p->n;
    p->data.yes = p->yes;
    p->data.weight = made ? p->weight : NULL;
    p->data.cell = made ? p->cell : NULL;
    p->data.design = made ? made->design : NULL;
    return regression_logistic(arena, &p->data, 0.95);
}

static void near(const char *line, double value, double reference, double tolerance) {
    if (!(fabs(value - reference) <= tolerance * fabs(reference)))
        fail_msg("%.17g (off by %g); R says %s", value, value / reference - 1, line);
}

struct oracle {
    struct arena *arena;
    struct design_data data;
    struct design_made made[DESIGN_CASES];
    size_t compared;
};

static const struct design_made *made_of(struct oracle *o, const char *name) {
    for (size_t c = 0; c < DESIGN_CASES; c++)
        if (strcmp(design_cases[c].name, strcmp(name, "part") == 0 ? "raked" : name) == 0)
            return &o->made[c];
    return NULL;
}

static void compare(struct oracle *o, const char *design, const char *terms, size_t column, const double *r,
                    const char *line) {
    const char *of = terms;
    char name[16];
    if (strcmp(design, "df") == 0) {
        sscanf(terms, "%15[^.]", name);
        design = name;
        of = strchr(terms, '.') + 1;
    }
    const struct design_made *made = made_of(o, design);
    double tolerance = made && made->margin_count > 1 ? 1e-6 : 1e-9;
    struct regression g = fit(o->arena, &o->data, of, made, strcmp(design, "part") == 0);
    const struct regression_coefficient *c = &g.coefficients[column];
    assert_int_equal(g.failure, REGRESSION_DONE);
    o->compared++;
    if (of != terms) {
        assert_int_equal(g.df, (int)r[0]);
    } else if (strcmp(design, "deviance") == 0) {
        near(line, g.deviance, r[0], tolerance);
        near(line, g.null_deviance, r[1], tolerance);
    } else {
        const double values[] = {c->value, c->error, c->p, c->odds_low, c->odds_high};
        for (size_t i = 0; i < 5; i++)
            near(line, values[i], r[i], tolerance);
    }
}

static void test_against_r(void **state) {
    (void)state;
    struct oracle o = {.arena = arena_create()};
    char line[256], design[16], terms[24], text[5][40];
    size_t column;
    FILE *csv = fopen(SHUKEI_SOURCE_DIR "/tests/oracle/relation.csv", "r");
    assert_non_null(csv);
    design_data_read(&o.data);
    for (size_t c = 0; c < DESIGN_CASES; c++)
        design_make(o.arena, &o.data, &design_cases[c], &o.made[c]);
    assert_non_null(fgets(line, sizeof line, csv));
    while (fgets(line, sizeof line, csv)) {
        double r[5];
        assert_int_equal(sscanf(line, "%15[^,],%23[^,],%zu,%39[^,],%39[^,],%39[^,],%39[^,],%39s", design,
                                terms, &column, text[0], text[1], text[2], text[3], text[4]),
                         8);
        for (size_t i = 0; i < 5; i++)
            r[i] = strtod(text[i], NULL);
        compare(&o, design, terms, column, r, line);
    }
    fclose(csv);
    arena_destroy(o.arena);
    assert_int_equal(o.compared, 131);
}

/* --- what has no answer --- */

static void test_failures(void **state) {
    (void)state;
    static const double apart[] = {1, 0, 1, 1}, alias[] = {1, 1, 1, 1}, three[] = {1, 0, 0, 1, 1, 0, 1, 0, 1};
    static const int64_t n[] = {10, 12, 9}, all[] = {10, 12}, none[] = {4, 0}, some[] = {4, 5},
                         last[] = {4, 5, 9};
    const struct {
        size_t rows, columns;
        const double *x;
        const int64_t *yes;
        enum regression_failure failure;
        size_t column;
    } cases[] = {
        {2, 2, apart, all, REGRESSION_CONSTANT, 0},   {2, 2, apart, none, REGRESSION_SEPARATED, 1},
        {2, 2, alias, some, REGRESSION_ALIASED, 1},   {2, 2, apart, some, REGRESSION_DONE, 0},
        {3, 3, three, last, REGRESSION_SEPARATED, 2},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct regression_data data = {
            .rows = cases[i].rows, .columns = cases[i].columns, .x = cases[i].x, .n = n, .yes = cases[i].yes};
        struct regression g = regression_logistic(arena, &data, 0.95);
        if (g.failure != cases[i].failure || g.column != cases[i].column)
            fail_msg("case %zu: failure %d, column %zu", i, g.failure, g.column);
    }
    arena_destroy(arena);
}

/* Of a two by two table the odds ratio is ad / bc, its error the root of the sum of reciprocals (B. Woolf, 1955). */
static void test_two_by_two(void **state) {
    (void)state;
    static const double x[] = {1, 0, 1, 1};
    static const int64_t n[] = {30, 50}, yes[] = {12, 35};
    const struct regression_data data = {.rows = 2, .columns = 2, .x = x, .n = n, .yes = yes};
    struct arena *arena = arena_create();
    struct regression g = regression_logistic(arena, &data, 0.95);
    near("odds ratio", g.coefficients[1].odds, 35.0 * 18 / (15 * 12), 1e-12);
    near("error", g.coefficients[1].error, sqrt(1.0 / 12 + 1.0 / 18 + 1.0 / 35 + 1.0 / 15), 1e-12);
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_r), cmocka_unit_test(test_failures),
                                       cmocka_unit_test(test_two_by_two)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
