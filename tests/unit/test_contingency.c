/* Related or not: against R (tests/oracle/contingency.R made contingency.csv), and what must hold of any
 * data. */
#include "oracle.h"

#include "engine/statistics/contingency.h"
#include "engine/statistics/multiresponse.h"
#include "engine/statistics/proportion.h"

static struct arena *arena;

enum { CELLS = 512 };
static int64_t cells[CELLS];

static const int64_t *integers(const double *from, size_t count) {
    assert_true(count <= CELLS);
    for (size_t i = 0; i < count; i++)
        cells[i] = (int64_t)from[i];
    return cells;
}

static struct contingency table_of(const double *g, size_t count) {
    return (struct contingency){integers(g + 2, count - 2), (size_t)g[0], (size_t)g[1]};
}

static void put_test(struct contingency_test t, double *got) {
    assert_true(t.defined);
    got[0] = t.statistic;
    got[1] = t.df;
    got[2] = t.p;
    got[3] = t.cramer_v;
}

static void run_pearson(const double *g, size_t count, double *got) {
    struct contingency table = table_of(g, count);
    struct contingency_test t = contingency_pearson(arena, &table);
    put_test(t, got);
    got[4] = t.least_expected;
    got[5] = t.sparse;
}

static void run_g(const double *g, size_t count, double *got) {
    struct contingency table = table_of(g, count);
    put_test(contingency_g(arena, &table), got);
}

static void run_exact(const double *g, size_t count, double *got) {
    struct contingency table = table_of(g, count);
    struct contingency_exact e = contingency_exact(arena, &table);
    assert_true(e.defined && e.tables > 0 && e.drawn == 0);
    got[0] = e.p;
}

static void run_several(const double *g, size_t count, double *got) {
    struct multiresponse m = {.groups = (size_t)g[0], .options = (size_t)g[1]};
    assert_int_equal(count, 2 + m.groups + m.groups * m.options * m.options);
    m.n = integers(g + 2, count - 2);
    m.both = m.n + m.groups;
    struct multiresponse_test t = multiresponse_test(arena, &m);
    assert_true(t.defined);
    const double first[] = {t.statistic, t.df, t.p_first, t.statistic_second, t.df_second, t.p_second};
    memcpy(got, first, sizeof first);
    for (size_t j = 0; j < m.options; j++) {
        got[6 + 2 * j] = t.each[j].statistic;
        got[7 + 2 * j] = t.each[j].p;
    }
}

static void test_against_r(void **state) {
    (void)state;
    static const struct oracle functions[] = {
        {"pearson", 1e-9, run_pearson},
        {"g", 1e-9, run_g},
        {"exact", 1e-9, run_exact},
        {"several", 1e-9, run_several},
    };
    size_t cases = oracle_run(SHUKEI_SOURCE_DIR "/tests/oracle/contingency.csv", functions,
                              sizeof functions / sizeof *functions);
    assert_int_equal(cases, 50);
}

/* chi squared, df, likelihood ratio, V */
static void run_pspp(const double *g, size_t count, double *got) {
    struct contingency table = table_of(g, count);
    struct contingency_test pearson = contingency_pearson(arena, &table);
    got[0] = pearson.statistic;
    got[1] = pearson.df;
    got[2] = contingency_g(arena, &table).statistic;
    got[3] = pearson.cramer_v;
}

/* PSPP's CROSSTABS (tests/oracle/contingency_pspp.sh). */
static void test_against_pspp(void **state) {
    (void)state;
    static const struct oracle functions[] = {{"pspp", 1e-9, run_pspp}};
    assert_int_equal(oracle_run(SHUKEI_SOURCE_DIR "/tests/oracle/contingency_pspp.csv", functions, 1), 7);
}

/* --- what must hold of any data --- */

static uint64_t random_state;
static int64_t random_below(int64_t n) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((random_state >> 33) % (uint64_t)n);
}

static void close_to(double a, double b) {
    if (!(fabs(a - b) <= 1e-9 * fmax(1e-3, fmax(fabs(a), fabs(b)))))
        fail_msg("%.17g and %.17g", a, b);
}

static struct contingency random_table(size_t rows, size_t columns, int64_t most) {
    int64_t *counts = arena_array(arena, rows * columns, sizeof *counts);
    for (size_t i = 0; i < rows * columns; i++)
        counts[i] = random_below(most);
    return (struct contingency){counts, rows, columns};
}

static struct contingency turned(const struct contingency *t) {
    int64_t *counts = arena_array(arena, t->rows * t->columns, sizeof *counts);
    for (size_t r = 0; r < t->rows; r++)
        for (size_t c = 0; c < t->columns; c++)
            counts[c * t->rows + (t->rows - 1 - r)] = t->counts[r * t->columns + c];
    return (struct contingency){counts, t->columns, t->rows};
}

/* Rows for columns, and in another order: the same relation. */
static void test_turned(void **state) {
    (void)state;
    random_state = 11;
    for (int i = 0; i < 60; i++) {
        struct contingency t = random_table((size_t)(2 + random_below(3)), (size_t)(2 + random_below(2)), 6);
        struct contingency other = turned(&t);
        struct contingency_test a = contingency_pearson(arena, &t), b = contingency_pearson(arena, &other);
        assert_int_equal(a.defined, b.defined);
        if (!a.defined)
            continue;
        close_to(a.statistic, b.statistic);
        close_to(contingency_g(arena, &t).statistic, contingency_g(arena, &other).statistic);
        close_to(contingency_exact(arena, &t).p, contingency_exact(arena, &other).p);
    }
}

/* Chi squared of two columns is the square of the difference's z. */
static void test_two_columns(void **state) {
    (void)state;
    random_state = 12;
    for (int i = 0; i < 200; i++) {
        struct contingency t = random_table(2, 2, 90);
        struct contingency_test test = contingency_pearson(arena, &t);
        if (!test.defined)
            continue;
        struct proportion a = {t.counts[0], t.counts[0] + t.counts[2]},
                          b = {t.counts[1], t.counts[1] + t.counts[3]};
        struct proportion_difference d = proportion_independent(a, b, 0.95);
        assert_true(d.tested);
        close_to(test.statistic, d.statistic * d.statistic);
        close_to(test.p, d.p);
    }
}

/* Drawn at random, the p of a table is within four standard errors of the p by counting; and the same every
 * time. */
static void test_drawn(void **state) {
    (void)state;
    random_state = 13;
    for (int i = 0; i < 4; i++) {
        struct contingency small = random_table(3, 3, 9);
        double counted = contingency_exact(arena, &small).p;
        struct contingency_exact drawn = contingency_drawn(arena, &small);
        assert_int_equal(drawn.drawn, CONTINGENCY_DRAWS);
        assert_true(fabs(drawn.p - counted) < 4 * drawn.error + 1e-4);
        assert_true(drawn.p == contingency_drawn(arena, &small).p);
    }
}

static void test_too_many_tables(void **state) {
    (void)state;
    random_state = 14;
    struct contingency t = random_table(47, 4, 12);
    struct contingency_exact e = contingency_exact(arena, &t);
    assert_true(e.defined && e.tables == 0 && e.drawn == CONTINGENCY_DRAWS && e.error > 0);
    /* With so many cells chi squared has the same opinion. */
    assert_true(fabs(e.p - contingency_pearson(arena, &t).p) < 0.1);
}

/* An option and its opposite, or one written twice, must not make the question more certain: the second order
 * sees that they are one. */
static void test_repeated_option(void **state) {
    (void)state;
    const int64_t n[] = {40, 60}, once[] = {10, 30};
    int64_t twice[8];
    for (size_t g = 0; g < 2; g++)
        for (size_t i = 0; i < 4; i++)
            twice[4 * g + i] = once[g];
    struct multiresponse_test one = multiresponse_test(arena, &(struct multiresponse){2, 1, n, once}),
                              two = multiresponse_test(arena, &(struct multiresponse){2, 2, n, twice});
    close_to(one.p_second, one.p_first);
    close_to(two.p_second, one.p_second);
    close_to(two.df_second, 1);
    assert_true(two.p_first < one.p_first);
}

static void test_nothing_to_test(void **state) {
    (void)state;
    const int64_t one_column[] = {4, 0, 6, 0}, nothing[4] = {0}, n[] = {5, 0}, ticked[] = {2, 0},
                  all[] = {5, 7}, seven[] = {5, 7};
    assert_false(contingency_pearson(arena, &(struct contingency){one_column, 2, 2}).defined);
    assert_false(contingency_exact(arena, &(struct contingency){nothing, 2, 2}).defined);
    assert_false(multiresponse_test(arena, &(struct multiresponse){2, 1, n, ticked}).defined);
    assert_false(multiresponse_test(arena, &(struct multiresponse){2, 1, seven, all}).defined);
}

static int set_up(void **state) {
    (void)state;
    arena = arena_create();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_destroy(arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_r),       cmocka_unit_test(test_against_pspp),
        cmocka_unit_test(test_turned),          cmocka_unit_test(test_two_columns),
        cmocka_unit_test(test_drawn),           cmocka_unit_test(test_too_many_tables),
        cmocka_unit_test(test_repeated_option), cmocka_unit_test(test_nothing_to_test),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
