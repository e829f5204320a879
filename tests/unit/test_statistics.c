/* engine/statistics against R (tests/oracle/statistics.R made statistics.csv), and what must hold of any
 * data. */
#include "oracle.h"

#include "engine/statistics/adjust.h"
#include "engine/statistics/distribution.h"
#include "engine/statistics/interval.h"
#include "engine/statistics/proportion.h"
#include "engine/statistics/trend.h"

static struct arena *arena;

#define L DISTRIBUTION_LOWER
#define U DISTRIBUTION_UPPER

/* A function of both tails: the lower one, then the upper one. */
#define BOTH_TAILS(name, call)                                                                               \
    static void name(const double *g, size_t count, double *got) {                                           \
        (void)count;                                                                                         \
        for (enum distribution_tail T = L; T <= U; T++)                                                      \
            got[T] = call;                                                                                   \
    }
BOTH_TAILS(run_normal, distribution_normal(T, g[0]))
BOTH_TAILS(run_t, distribution_t(T, g[0], g[1]))
BOTH_TAILS(run_chi2, distribution_chi2(T, g[0], g[1]))
BOTH_TAILS(run_f, distribution_f(T, g[0], g[1], g[2]))
BOTH_TAILS(run_beta, distribution_beta(T, g[0], g[1], g[2]))
BOTH_TAILS(run_normal_quantile, distribution_normal_quantile(T, g[0]))
BOTH_TAILS(run_t_quantile, distribution_t_quantile(T, g[0], g[1]))
BOTH_TAILS(run_chi2_quantile, distribution_chi2_quantile(T, g[0], g[1]))
BOTH_TAILS(run_f_quantile, distribution_f_quantile(T, g[0], g[1], g[2]))
BOTH_TAILS(run_beta_quantile, distribution_beta_quantile(T, g[0], g[1], g[2]))

static void run_binomial(const double *g, size_t count, double *got) {
    (void)count;
    int64_t x = (int64_t)g[0], n = (int64_t)g[1];
    got[0] = distribution_binomial_density(x, n, g[2]);
    got[1] = distribution_binomial(L, x, n, g[2]);
    got[2] = distribution_binomial(U, x, n, g[2]);
}

static void run_hypergeometric(const double *g, size_t count, double *got) {
    (void)count;
    int64_t x = (int64_t)g[0], marked = (int64_t)g[1], unmarked = (int64_t)g[2], drawn = (int64_t)g[3];
    got[0] = distribution_hypergeometric_density(x, marked, unmarked, drawn);
    got[1] = distribution_hypergeometric(L, x, marked, unmarked, drawn);
    got[2] = distribution_hypergeometric(U, x, marked, unmarked, drawn);
}

/* --- intervals --- */

static void put_interval(struct interval at, double *got) {
    got[0] = at.low;
    got[1] = at.high;
}

static void run_agresti_coull(const double *g, size_t count, double *got) {
    (void)count;
    put_interval(interval_proportion(INTERVAL_AGRESTI_COULL, (int64_t)g[0], (int64_t)g[1], g[2]), got);
}

static void run_effective(const double *g, size_t count, double *got) {
    (void)count;
    put_interval(interval_effective((enum interval_method)g[0], g[1], g[2], g[3]), got);
}

static void run_finite(const double *g, size_t count, double *got) {
    (void)count;
    put_interval(
        interval_finite((enum interval_method)g[0], (int64_t)g[1], (int64_t)g[2], (int64_t)g[3], g[4]), got);
}

/* --- proportions --- */

static void put_difference(struct proportion_difference d, double *got) {
    got[0] = d.points;
    got[1] = d.low;
    got[2] = d.high;
    got[3] = d.tested ? d.statistic : NAN;
    got[4] = d.tested ? d.p : NAN;
}

static struct proportion counted(const double *g) {
    return (struct proportion){(int64_t)g[0], (int64_t)g[1]};
}

static void run_independent(const double *g, size_t count, double *got) {
    (void)count;
    put_difference(proportion_independent(counted(g), counted(g + 2), g[4]), got);
}

static void run_effective_difference(const double *g, size_t count, double *got) {
    (void)count;
    struct proportion_effective first = {g[0], g[1]}, second = {g[2], g[3]};
    put_difference(proportion_effective(first, second, g[4]), got);
}

static void run_part(const double *g, size_t count, double *got) {
    (void)count;
    struct proportion_part part = proportion_part(counted(g), counted(g + 2), g[4]);
    assert_true(part.defined);
    put_difference(part.from_rest, got);
    got[5] = part.from_whole.points;
    got[6] = part.from_whole.low;
    got[7] = part.from_whole.high;
    got[8] = part.from_whole.points;
}

static void run_paired(const double *g, size_t count, double *got) {
    (void)count;
    struct proportion_pairs pairs = {(int64_t)g[0], (int64_t)g[1], (int64_t)g[2], (int64_t)g[3]};
    struct proportion_paired d = proportion_paired(pairs, g[4]);
    got[0] = d.points;
    got[1] = d.low;
    got[2] = d.high;
    got[3] = d.tested ? d.p_exact : NAN;
    got[4] = d.tested ? d.p_mid : NAN;
}

/* --- trends --- */

static void run_armitage(const double *g, size_t count, double *got) {
    size_t k = (size_t)g[0];
    assert_int_equal(count, 1 + 3 * k);
    int64_t x[16], n[16];
    for (size_t i = 0; i < k; i++) {
        x[i] = (int64_t)g[1 + i];
        n[i] = (int64_t)g[1 + k + i];
    }
    struct trend_proportions t = trend_cochran_armitage(x, n, g + 1 + 2 * k, k);
    assert_true(t.defined);
    got[0] = t.z;
    got[1] = t.p;
    got[2] = t.slope;
}

static void run_kendall(const double *g, size_t count, double *got) {
    struct trend_series t = trend_mann_kendall(arena, g, count);
    assert_true(t.defined);
    got[0] = (double)t.s;
    got[1] = t.tau;
    got[2] = t.variance;
    got[3] = t.p;
}

static void run_sen(const double *g, size_t count, double *got) {
    struct trend_slope t = trend_sen(arena, g, g + count / 2, count / 2, 0.95);
    assert_true(t.defined);
    got[0] = t.slope;
    got[1] = t.low;
    got[2] = t.high;
    got[3] = t.intercept;
}

static void run_adjust(const double *g, size_t count, double *got) {
    adjust_p(arena, (enum adjust_method)g[0], g + 1, count - 1, got);
}

static void test_against_r(void **state) {
    (void)state;
    static const struct oracle functions[] = {
        {"normal", 1e-9, run_normal},
        {"t", 1e-9, run_t},
        {"chi2", 1e-9, run_chi2},
        {"f", 1e-9, run_f},
        {"beta", 1e-9, run_beta},
        {"normal_quantile", 1e-9, run_normal_quantile},
        {"t_quantile", 1e-9, run_t_quantile},
        {"chi2_quantile", 1e-9, run_chi2_quantile},
        {"f_quantile", 1e-9, run_f_quantile},
        {"beta_quantile", 1e-9, run_beta_quantile},
        {"binomial", 1e-9, run_binomial},
        {"hypergeometric", 1e-9, run_hypergeometric},
        {"agresti_coull", 1e-9, run_agresti_coull},
        {"effective", 1e-9, run_effective},
        {"finite", 1e-9, run_finite},
        {"independent", 1e-9, run_independent},
        {"effective_difference", 1e-9, run_effective_difference},
        {"part", 1e-9, run_part},
        {"paired", 1e-9, run_paired},
        {"armitage", 1e-9, run_armitage},
        {"kendall", 1e-9, run_kendall},
        {"sen", 1e-9, run_sen},
        {"adjust", 1e-9, run_adjust},
    };
    size_t cases = oracle_run(SHUKEI_SOURCE_DIR "/tests/oracle/statistics.csv", functions,
                              sizeof functions / sizeof *functions);
    assert_int_equal(cases, 250);
}

/* --- what must hold of any data --- */

/* Numbers that are the same in every run. */
static uint64_t random_state;
static int64_t random_below(int64_t n) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((random_state >> 33) % (uint64_t)n);
}

static void close_to(double a, double b) {
    if (!(fabs(a - b) <= 1e-9 * fmax(1, fmax(fabs(a), fabs(b)))))
        fail_msg("%.17g and %.17g", a, b);
}

static void test_swapped(void **state) {
    (void)state;
    random_state = 1;
    for (int i = 0; i < 500; i++) {
        struct proportion a = {0, 1 + random_below(300)}, b = {0, 1 + random_below(300)};
        a.count = random_below(a.n + 1);
        b.count = random_below(b.n + 1);
        struct proportion_difference there = proportion_independent(a, b, 0.95),
                                     back = proportion_independent(b, a, 0.95);
        assert_true(there.points == -back.points);
        close_to(there.low, -back.high);
        assert_true(there.low <= there.points && there.points <= there.high);
        assert_int_equal(there.tested, back.tested);
        if (there.tested) {
            assert_true(there.statistic == -back.statistic);
            assert_true(there.p == back.p);
        }
    }
}

static void test_paired_swapped(void **state) {
    (void)state;
    random_state = 2;
    for (int i = 0; i < 500; i++) {
        struct proportion_pairs t = {random_below(40), random_below(12), random_below(12),
                                     1 + random_below(40)};
        struct proportion_pairs swapped = {t.both, t.second_only, t.first_only, t.neither};
        struct proportion_paired there = proportion_paired(t, 0.9), back = proportion_paired(swapped, 0.9);
        close_to(there.points, -back.points);
        close_to(there.low, -back.high);
        assert_int_equal(there.tested, back.tested);
        if (there.tested)
            assert_true(there.p_exact == back.p_exact && there.p_mid <= there.p_exact);
    }
}

/* The whole is no sum to be counted twice: of a part that is the whole there is no rest. */
static void test_part_is_whole(void **state) {
    (void)state;
    struct proportion whole = {5, 9};
    assert_false(proportion_part(whole, whole, 0.95).defined);
}

static void test_reversed_series(void **state) {
    (void)state;
    random_state = 3;
    double values[40], reversed[40];
    for (int run = 0; run < 60; run++) {
        size_t n = (size_t)(2 + random_below(39));
        for (size_t i = 0; i < n; i++)
            values[i] = reversed[n - 1 - i] = (double)random_below(run % 2 ? 5 : 1000000);
        struct trend_series a = trend_mann_kendall(arena, values, n),
                            b = trend_mann_kendall(arena, reversed, n);
        assert_int_equal(a.defined, b.defined);
        assert_int_equal(a.s, -b.s);
        if (a.defined)
            close_to(a.p, b.p);
        struct trend_slope up = trend_sen(arena, values, NULL, n, 0.9),
                           down = trend_sen(arena, reversed, NULL, n, 0.9);
        close_to(up.slope, -down.slope);
        close_to(up.low, -down.high);
    }
}

/* A population that grows without end is none: the finite interval widens to the plain one. */
static void test_population_grows(void **state) {
    (void)state;
    for (enum interval_method m = INTERVAL_WILSON; m < INTERVAL_NONE; m++) {
        struct interval plain = interval_proportion(m, 37, 120, 0.95), before = {37 / 1.2, 37 / 1.2};
        for (int64_t population = 120; population <= 120000000; population *= 10) {
            struct interval at = interval_finite(m, 37, 120, population, 0.95);
            assert_true(at.low <= before.low && at.high >= before.high);
            before = at;
        }
        assert_true(fabs(before.low - plain.low) < 1e-3 && fabs(before.high - plain.high) < 1e-3);
    }
}

static void test_nothing_to_test(void **state) {
    (void)state;
    const int64_t none[] = {0, 0}, all[] = {4, 6}, n[] = {4, 6};
    const double flat[] = {3, 3, 3}, same[] = {1, 1};
    assert_false(trend_cochran_armitage(none, n, NULL, 2).defined);
    assert_false(trend_cochran_armitage(all, n, NULL, 2).defined);
    assert_false(trend_cochran_armitage((const int64_t[]){1, 3}, n, same, 2).defined);
    assert_false(trend_mann_kendall(arena, flat, 3).defined);
    assert_false(trend_mann_kendall(arena, flat, 1).defined);
    assert_false(trend_sen(arena, flat, NULL, 1, 0.95).defined);
    assert_false(proportion_paired((struct proportion_pairs){4, 0, 0, 5}, 0.95).tested);
}

static void test_adjust_names(void **state) {
    (void)state;
    enum adjust_method method;
    assert_false(adjust_parse("tukey", &method));
    for (enum adjust_method m = ADJUST_NONE; m <= ADJUST_BH; m++) {
        assert_true(adjust_parse(adjust_name(m), &method));
        assert_int_equal(method, m);
    }
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
        cmocka_unit_test(test_against_r),       cmocka_unit_test(test_swapped),
        cmocka_unit_test(test_paired_swapped),  cmocka_unit_test(test_part_is_whole),
        cmocka_unit_test(test_reversed_series), cmocka_unit_test(test_population_grows),
        cmocka_unit_test(test_nothing_to_test), cmocka_unit_test(test_adjust_names),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
