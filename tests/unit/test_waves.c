/* waves: differences and decompositions against R (tests/oracle/waves.R made waves.csv), and what must always hold. */
#include "tests/unit/oracle.h"

#include "engine/base/arena.h"
#include "engine/base/percent.h"
#include "engine/waves/alignment.h"
#include "engine/waves/decomposition.h"
#include "engine/waves/difference.h"

/* --- against R --- */

static struct wave_figure figure_of(const double *numbers) {
    return (struct wave_figure){.low = (long)numbers[0], .high = (long)numbers[1], .n = (long)numbers[2]};
}

static void run_difference(const double *given, enum difference_relation relation, double *got) {
    struct wave_figure first = figure_of(given), second = figure_of(given + 3);
    struct difference d = difference_between(&first, &second, relation, given[6]);
    assert_true(d.has_interval && d.has_p);
    got[0] = d.points;
    got[1] = d.low;
    got[2] = d.high;
    got[3] = d.p;
}

static void run_independent(const double *given, size_t count, double *got) {
    struct wave_figure first = figure_of(given), second = figure_of(given + 3);
    (void)count;
    run_difference(given, DIFFERENCE_INDEPENDENT, got);
    if (!wave_figure_known(&first) ||
        !wave_figure_known(&second)) /* of the printed percentages, when known */
        got[0] = 50 * ((double)(second.low + second.high) / (double)second.n -
                       (double)(first.low + first.high) / (double)first.n);
}

/* R's is part minus rest: the whole first. */
static void run_part(const double *given, size_t count, double *got) {
    const double whole_first[] = {given[3], given[4], given[5], given[0], given[1], given[2], given[6]};
    (void)count;
    run_difference(whole_first, DIFFERENCE_WHOLE, got);
}

static void run_interim(const double *given, size_t count, double *got) {
    (void)count;
    run_difference(given, DIFFERENCE_INTERIM, got);
}

enum { GROUPS_MAX = 64 };

static void run_decomposition(const double *given, size_t count, double *got) {
    struct decomposition_group groups[GROUPS_MAX];
    struct decomposition d;
    for (size_t g = 0; g < count / 4; g++)
        groups[g] = (struct decomposition_group){{(int64_t)given[4 * g], (int64_t)given[4 * g + 2]},
                                                 {(int64_t)given[4 * g + 1], (int64_t)given[4 * g + 3]}};
    assert_true(decomposition_make(groups, count / 4, &d));
    got[0] = d.total;
    got[1] = d.rate;
    got[2] = d.composition;
    got[3] = d.joined;
}

static void test_against_r(void **state) {
    (void)state;
    static const struct oracle functions[] = {{"independent", 1e-9, run_independent},
                                              {"part", 1e-9, run_part},
                                              {"interim", 1e-9, run_interim},
                                              {"decomposition", 1e-9, run_decomposition}};
    size_t cases = oracle_run(SHUKEI_SOURCE_DIR "/tests/oracle/waves.csv", functions, 4);
    assert_in_range(cases, 40, 100);
}

/* --- what must always hold --- */

static uint64_t seed = 88172645463325252u;

static long below(long limit) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (long)(seed % (uint64_t)limit);
}

static struct wave_figure any_figure(bool range) {
    struct wave_figure f = {.n = 1 + below(500)};
    f.low = below(f.n + 1);
    f.high = range ? f.low + below(f.n - f.low + 1) : f.low;
    return f;
}

static void assert_near(double a, double b) {
    if (!(fabs(a - b) < 1e-9))
        fail_msg("%.15g is not %.15g", a, b);
}

static void assert_opposite(const struct difference *a, const struct difference *b) {
    assert_true(a->has_p == b->has_p && a->has_interval && b->has_interval);
    if (a->has_points) {
        assert_near(a->points, -b->points);
        assert_near(a->points_low, -b->points_high);
        assert_near(a->points_high, -b->points_low);
        assert_true(a->points_low <= a->points && a->points <= a->points_high);
    }
    if (a->has_points && a->points_low == a->points_high) {
        assert_string_equal(a->text + strspn(a->text, "+-"), b->text + strspn(b->text, "+-"));
        assert_true(a->text[0] == '0' || a->text[0] != b->text[0]);
    }
    assert_near(a->low, -b->high);
    assert_near(a->high, -b->low);
    if (a->has_p)
        assert_near(a->p, b->p);
}

static void test_swapping_turns_signs(void **state) {
    (void)state;
    for (int i = 0; i < 2000; i++) {
        struct wave_figure a = any_figure(i % 3 == 0), b = any_figure(i % 5 == 0);
        struct difference ab = difference_between(&a, &b, DIFFERENCE_INDEPENDENT, 0.95);
        struct difference ba = difference_between(&b, &a, DIFFERENCE_INDEPENDENT, 0.95);
        assert_opposite(&ab, &ba);
    }
}

/* A part and the whole that it is in, from the part and from the whole. */
static void test_part_from_both_sides(void **state) {
    (void)state;
    static const enum difference_relation inside[] = {DIFFERENCE_PART, DIFFERENCE_INTERIM},
                                          around[] = {DIFFERENCE_WHOLE, DIFFERENCE_FINAL};
    for (int i = 0; i < 2000; i++) {
        struct wave_figure part = any_figure(i % 4 == 0), rest = any_figure(false);
        struct wave_figure whole = {.n = part.n + rest.n, .low = part.high + rest.low};
        whole.high = whole.low;
        struct difference from = difference_between(&part, &whole, inside[i % 2], 0.95);
        struct difference to = difference_between(&whole, &part, around[i % 2], 0.95);
        assert_opposite(&from, &to);
        assert_int_equal(from.rest_n, rest.n);
        assert_int_equal(from.rest_low, rest.low);
    }
}

/* The sign is that of second minus first, with the rest in place of the whole. */
static void test_sign_of_a_part(void **state) {
    (void)state;
    const struct wave_figure part = {.n = 100, .low = 80, .high = 80},
                             whole = {.n = 1000, .low = 500, .high = 500};
    struct difference down = difference_between(&part, &whole, DIFFERENCE_PART, 0.95);
    struct difference up = difference_between(&whole, &part, DIFFERENCE_WHOLE, 0.95);
    struct difference later = difference_between(&part, &whole, DIFFERENCE_INTERIM, 0.95);
    assert_string_equal(down.text, "-33.3"); /* 80 % against 420 of 900 */
    assert_string_equal(up.text, "+33.3");
    assert_string_equal(later.text, "-30.0");
    assert_true(down.points < 0 && up.points > 0 && later.points < 0);
}

static void test_decomposition_adds_up(void **state) {
    (void)state;
    for (int i = 0; i < 2000; i++) {
        struct decomposition_group groups[12], swapped[12];
        size_t count = 1 + (size_t)below(12);
        for (size_t g = 0; g < count; g++)
            for (int wave = 0; wave < 2; wave++) {
                groups[g].n[wave] = below(4) ? below(300) : 0;
                groups[g].count[wave] = below(groups[g].n[wave] + 1);
                swapped[g].n[!wave] = groups[g].n[wave];
                swapped[g].count[!wave] = groups[g].count[wave];
            }
        struct decomposition d, back;
        bool made = decomposition_make(groups, count, &d);
        assert_int_equal(made, decomposition_make(swapped, count, &back));
        if (!made)
            continue;
        assert_near(d.total, d.rate + d.composition + d.joined);
        assert_near(d.total, -back.total);
        assert_near(d.rate, -back.rate);
        assert_near(d.composition, -back.composition);
        assert_near(d.joined, -back.joined);
        if (d.common == 1)
            assert_near(d.composition, 0);
    }
}

static void test_decomposition_without_common_groups(void **state) {
    (void)state;
    struct decomposition d;
    const struct decomposition_group apart[] = {{{1, 0}, {2, 0}}, {{0, 3}, {0, 4}}};
    assert_false(decomposition_make(apart, 2, &d));
    assert_false(decomposition_make(NULL, 0, &d));
}

/* Exactly the counts that print so, found by trying all. */
static void test_counts_that_print(void **state) {
    (void)state;
    for (int i = 0; i < 4000; i++) {
        long n = 1 + below(900), low, high, least = -1, most = -1;
        int decimals = (int)below(3);
        char percent[PERCENT_TEXT], text[PERCENT_TEXT];
        percent_text(percent, below(1001), 1000, decimals);
        for (long count = 0; count <= n; count++) {
            percent_text(text, count, n, decimals);
            if (strcmp(text, percent) != 0)
                continue;
            least = least < 0 ? count : least;
            most = count;
        }
        percent[strlen(percent) - 1] = '\0'; /* the sign */
        bool some = wave_counts_that_print(percent, n, &low, &high);
        assert_int_equal(some, least >= 0);
        if (some) {
            assert_int_equal(low, least);
            assert_int_equal(high, most);
        }
    }
}

static void test_printed_percentages(void **state) {
    (void)state;
    const struct wave_figure before = {
        .n = WAVE_UNKNOWN, .low = WAVE_UNKNOWN, .high = WAVE_UNKNOWN, .percent = "53.5"};
    const struct wave_figure after = {.n = 246, .low = 184, .high = 185, .percent = "75"};
    const struct wave_figure nothing = {.n = WAVE_UNKNOWN, .low = WAVE_UNKNOWN, .high = WAVE_UNKNOWN};
    struct difference d = difference_between(&before, &after, DIFFERENCE_INDEPENDENT, 0.95);
    assert_true(d.has_points && d.of_printed && !d.has_interval && !d.has_p);
    assert_string_equal(d.text, "+21.2 to +21.8"); /* 74.797..75.203 less 53.45..53.55 */
    assert_near(d.points, 21.5);
    assert_near(d.points_low, 100 * 184 / 246.0 - 53.55);
    assert_near(d.points_high, 100 * 185 / 246.0 - 53.45);
    const struct wave_figure whole = {
        .n = WAVE_UNKNOWN, .low = WAVE_UNKNOWN, .high = WAVE_UNKNOWN, .percent = "65"};
    d = difference_between(&before, &whole, DIFFERENCE_INDEPENDENT, 0.95);
    assert_string_equal(d.text, "+10.9 to +12.1"); /* 64.5..65.5 less 53.45..53.55: 10.95..12.05 */
    assert_string_equal(difference_between(&whole, &whole, DIFFERENCE_INDEPENDENT, 0.95).text,
                        "-1.0 to +1.0");
    assert_false(difference_between(&nothing, &after, DIFFERENCE_INDEPENDENT, 0.95).has_points);
    assert_false(difference_between(&after, &after, DIFFERENCE_SAME, 0.95).has_points);
}

/* --- who shares answers --- */

static void test_relations(void **state) {
    (void)state;
    struct wave country = {
        .id = "country", .organiser = "F", .order = "2024-05", .n = 1000, .prefecture_count = 39};
    struct wave interim = {
        .id = "interim", .organiser = "F", .order = "2024-04", .n = 700, .part_of = "x\ncountry"};
    struct wave again = {
        .id = "again", .organiser = "F", .order = "2024-05", .n = 1000, .part_of = "country"};
    struct wave share = {.id = "share", .organiser = "K", .n = 30, .part_of = "country"};
    struct wave near = {.id = "near",
                        .organiser = "Y",
                        .order = "2024-05",
                        .n = 50,
                        .prefecture_count = 1,
                        .prefectures_known = true,
                        .prefectures = {[34] = true}};
    struct wave other = near;
    bool assumed;
    other.order = "2023-10";
    const struct {
        const struct wave *first, *second;
        enum difference_relation relation;
        bool assumed;
    } cases[] = {
        {&interim, &country, DIFFERENCE_INTERIM, false}, {&country, &interim, DIFFERENCE_FINAL, false},
        {&share, &country, DIFFERENCE_PART, false},      {&country, &share, DIFFERENCE_WHOLE, false},
        {&again, &country, DIFFERENCE_SAME, false},      {&near, &country, DIFFERENCE_PART, true},
        {&country, &near, DIFFERENCE_WHOLE, true},       {&other, &country, DIFFERENCE_INDEPENDENT, false},
        {&near, &other, DIFFERENCE_INDEPENDENT, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(alignment_relation(cases[i].first, cases[i].second, &assumed), cases[i].relation);
        assert_int_equal(assumed, cases[i].assumed);
    }
    country.prefectures_known = true; /* and it is not among them */
    assert_int_equal(alignment_relation(&near, &country, &assumed), DIFFERENCE_INDEPENDENT);
}

/* --- bases --- */

static void test_bases(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct fault f = {0};
    struct wave_base trouble, both, other;
    assert_true(wave_base_of_word(arena, "trouble", "s", NULL, &trouble, &f));
    assert_true(wave_base_of_word(arena, "hospital+trouble", "s", NULL, &both, &f));
    assert_true(wave_base_of_word(arena, "moon", "s", NULL, &other, &f));
    assert_string_equal(wave_base_key(arena, &trouble), "trouble");
    assert_true(wave_base_within(&both, &trouble) && !wave_base_within(&trouble, &both));
    assert_true(wave_base_private(&other) && !wave_base_private(&both));
    assert_true(wave_base_of_word(arena, "trouble+hospital", "s", NULL, &other, &f));
    assert_true(wave_base_same(&both, &other));
    assert_true(wave_base_of_word(arena, "question", "s", "a.b", &other, &f));
    assert_true(wave_base_answered_only(&other));
    for (int i = 0; i < WAVE_BASE_ATOMS - 2; i++)
        assert_true(wave_base_add(&both, arena_printf(arena, "x.%d", i)));
    assert_false(wave_base_add(&both, "one.more"));
    assert_true(wave_base_add(&both, "trouble.any"));
    arena_destroy(arena);
}

/* Every rule has a name of its own. */
static void test_rules(void **state) {
    (void)state;
    for (int i = 0; i < ALIGNMENT_RULES; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(alignment_rule_id((enum alignment_rule)i),
                                    alignment_rule_id((enum alignment_rule)j));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_r),
        cmocka_unit_test(test_swapping_turns_signs),
        cmocka_unit_test(test_part_from_both_sides),
        cmocka_unit_test(test_sign_of_a_part),
        cmocka_unit_test(test_decomposition_adds_up),
        cmocka_unit_test(test_decomposition_without_common_groups),
        cmocka_unit_test(test_counts_that_print),
        cmocka_unit_test(test_printed_percentages),
        cmocka_unit_test(test_relations),
        cmocka_unit_test(test_bases),
        cmocka_unit_test(test_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
