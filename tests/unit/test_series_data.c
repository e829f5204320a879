/*
 * The figures of data/series and data/published against each other: rates from counts, ranks from rates,
 * totals, changes.  What the sources themselves got wrong is listed here, and must stay wrong: a figure that
 * is "mended" in the data is a figure that was not printed.
 */
#include "engine/base/home.h"
#include "engine/base/percent.h"
#include "importers/published.h"
#include "importers/series.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SERIES_HELD = 64 };

static struct {
    struct arena *arena;
    struct series series[SERIES_HELD];
    size_t count, points;
} all;

static const char *home(const char *relative) {
    struct fault f = {0};
    const char *path = home_path(all.arena, relative, &f);
    if (!path)
        fail_msg("%s", f.text);
    return path;
}

static void load(const char *path) {
    struct fault f = {0};
    struct source source;
    struct series *series;
    size_t count = 0;
    if (!source_open(&source, path, &f) || !series_read(all.arena, &source, &series, &count, &f))
        fail_msg("%s", f.text);
    source_close(&source);
    for (size_t i = 0; i < count; i++) {
        assert_true(all.count < SERIES_HELD);
        all.points += series[i].count;
        all.series[all.count++] = series[i];
    }
}

/* Calls visit with every file of a folder that ends so; returns their number. */
static int each_file(const char *folder, const char *end, void (*visit)(const char *path)) {
    int count = 0;
    const char *path = home(folder);
    DIR *d = opendir(path);
    assert_non_null(d);
    for (struct dirent *e = readdir(d); e; e = readdir(d)) {
        size_t length = strlen(e->d_name);
        if (length > strlen(end) && strcmp(e->d_name + length - strlen(end), end) == 0) {
            visit(arena_printf(all.arena, "%s/%s", path, e->d_name));
            count++;
        }
    }
    closedir(d);
    return count;
}

static int setup(void **state) {
    (void)state;
    all.arena = arena_create();
    assert_int_equal(each_file("data/series", ".csv", load), 9);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_destroy(all.arena);
    return 0;
}

static const struct series *get(const char *id) {
    for (size_t i = 0; i < all.count; i++)
        if (strcmp(all.series[i].id, id) == 0)
            return &all.series[i];
    fail_msg("no series %s", id);
    return NULL;
}

static bool same(const char *a, const char *b) {
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static const struct series_point *find(const char *id, const char *period, const char *area,
                                       const char *group) {
    const struct series *s = get(id);
    for (size_t i = 0; i < s->count; i++)
        if (same(s->points[i].period, period) && same(s->points[i].area, area) &&
            same(s->points[i].group, group))
            return &s->points[i];
    fail_msg("%s has no %s %s %s", id, period, area ? area : "", group ? group : "");
    return NULL;
}

static const char *const facilities[] = {"病院", "医科診療所", "歯科診療所", "薬局"};

/* --- numbers as integers: 4.29 with 2 places is 429 --- */

static int places_of(const char *value) {
    const char *point = strchr(value, '.');
    return point ? (int)strlen(point + 1) : 0;
}

static int64_t scaled(const char *value, int places) {
    int64_t number = 0;
    const char *c = value + (*value == '-');
    int left = -1;
    for (; *c; c++) {
        if (*c == '.')
            left = places;
        else if (left != 0) {
            number = number * 10 + (*c - '0');
            left -= left > 0;
        }
    }
    for (left = left < 0 ? places : left; left > 0; left--)
        number *= 10;
    return *value == '-' ? -number : number;
}

static void test_scaled(void **state) {
    (void)state;
    assert_int_equal(scaled("4.29", 2), 429);
    assert_int_equal(scaled("4.2", 2), 420);
    assert_int_equal(scaled("-36", 1), -360);
    assert_int_equal(scaled("72.76", 1), 727);
}

/* --- rates --- */

/* Counts in units of 10,000 may be 5,000 more or less. */
static bool is_attainable(const struct series_point *p, int places) {
    long slack = p->numerator % 10000 == 0 && p->denominator % 10000 == 0 ? 5000 : 0;
    int64_t least = percent_scaled(p->numerator - slack, p->denominator + slack, places);
    int64_t most = percent_scaled(p->numerator + slack, p->denominator - slack, places);
    return least <= scaled(p->value, places) && scaled(p->value, places) <= most;
}

static void test_rates(void **state) {
    (void)state;
    int rates = 0, off = 0;
    for (size_t i = 0; i < all.count; i++)
        for (size_t j = 0; j < all.series[i].count; j++) {
            const struct series_point *p = &all.series[i].points[j];
            if (!p->value || p->numerator < 0 || p->denominator < 0)
                continue;
            /* Printed as 76.10: one place and a zero. */
            int places = same(all.series[i].id, "card-holding-yamaguchi") ? 1 : places_of(p->value);
            rates++;
            off += percent_scaled(p->numerator, p->denominator, places) != scaled(p->value, places);
            if (!is_attainable(p, places))
                fail_msg("%s %s %s: %s is not %ld of %ld", all.series[i].id, p->period,
                         p->area ? p->area : "", p->value, p->numerator, p->denominator);
        }
    assert_int_equal(rates, 48);
    assert_int_equal(off, 5); /* data/series/README.md: rounded counts of 2023-02, -09, -10, -11, 2024-03 */
}

static void test_national(void **state) {
    (void)state;
    static const char *const falling[] = {"2023-04", "2023-05", "2023-06", "2023-07", "2023-08",
                                          "2023-09", "2023-10", "2023-11", "2023-12"};
    for (size_t i = 1; i < sizeof falling / sizeof *falling; i++)
        assert_true(scaled(find("usage-national", falling[i], NULL, NULL)->value, 2) <
                    scaled(find("usage-national", falling[i - 1], NULL, NULL)->value, 2));
    assert_string_equal(find("usage-national", "2023-12", NULL, NULL)->value, "4.29");
    /* The nation's rate is the same in the table of prefectures. */
    static const char *const months[] = {"2024-01", "2024-02", "2024-03", "2024-04", "2024-05"};
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(find("usage-national", months[i], NULL, NULL)->value,
                            find("usage-prefecture", months[i], "00", NULL)->value);
}

/* --- ranks --- */

/* A rank made from unrounded rates lies among those that the printed, tied ones allow. */
static int check_ranks(const char *id, const char *period, bool ties_share) {
    const struct series *s = get(id);
    int ranked = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct series_point *p = &s->points[i];
        long greater = 0, equal = 0;
        if (p->rank < 0 || !same(p->period, period))
            continue;
        ranked++;
        for (size_t j = 0; j < s->count; j++) {
            const struct series_point *o = &s->points[j];
            if (o->rank < 0 || !same(o->period, period))
                continue;
            greater += scaled(o->value, 2) > scaled(p->value, 2);
            equal += scaled(o->value, 2) == scaled(p->value, 2);
        }
        if (p->rank <= greater || p->rank > greater + (ties_share ? 1 : equal))
            fail_msg("%s %s %s: rank %ld, by its value %ld", id, period, p->area, p->rank, greater + 1);
    }
    return ranked;
}

static void test_ranks(void **state) {
    (void)state;
    static const char *const months[] = {"2024-01", "2024-02", "2024-03", "2024-04", "2024-05"};
    static const int insurers[] = {24, 25, 25};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(check_ranks("usage-prefecture", months[i], true), 47);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(check_ranks("usage-insurer-nagasaki", months[i + 2], false), insurers[i]);
        assert_int_equal(check_ranks("registration-insurer-nagasaki", months[i + 2], false), insurers[i]);
    }
}

static void test_changes(void **state) {
    (void)state;
    const struct series *change = get("usage-prefecture-change");
    assert_int_equal(change->count, 48);
    for (size_t i = 0; i < change->count; i++) {
        const char *area = change->points[i].area;
        int64_t before = scaled(find("usage-prefecture", "2024-04", area, NULL)->value, 2);
        int64_t after = scaled(find("usage-prefecture", "2024-05", area, NULL)->value, 2);
        if (after - before != scaled(change->points[i].value, 2))
            fail_msg("%s: the change is not %s", area, change->points[i].value);
    }
    static const struct {
        const char *group;
        long april, may;
    } uses[] = {{"薬局", 483, 625}, {"医科診療所", 452, 499}, {NULL, 1210, 1425}};
    for (size_t i = 0; i < 3; i++) {
        long from = find("usage-facility", "2024-04", NULL, uses[i].group)->numerator;
        long to = find("usage-facility", "2024-05", NULL, uses[i].group)->numerator;
        assert_int_equal(from, uses[i].april * 10000);
        assert_int_equal(to, uses[i].may * 10000);
        assert_int_equal(
            to - from,
            10000 * scaled(find("usage-facility-increase", "2024-05", NULL, uses[i].group)->value, 0));
    }
}

/* --- totals --- */

static void test_facility_totals(void **state) {
    (void)state;
    static const char *const months[] = {"2023-12", "2024-07"};
    static const char *const counts[] = {"checks-card-facility", "views-checkup-facility",
                                         "views-drug-facility", "views-care-facility"};
    for (size_t m = 0; m < 2; m++) {
        const struct series_point *total = find("usage-facility", months[m], NULL, NULL);
        long uses = 0, checks = 0;
        for (size_t i = 0; i < 4; i++) {
            const struct series_point *p = find("usage-facility", months[m], NULL, facilities[i]);
            uses += p->numerator;
            checks += p->denominator;
            assert_int_equal(p->denominator - p->numerator,
                             scaled(find("checks-card-facility", months[m], NULL, facilities[i])->value, 0));
        }
        assert_int_equal(uses, total->numerator);
        assert_int_equal(checks, total->denominator);
        for (size_t c = 0; c < 4; c++) {
            int64_t sum = 0;
            for (size_t i = 0; i < 4; i++)
                sum += scaled(find(counts[c], months[m], NULL, facilities[i])->value, 0);
            assert_int_equal(sum, scaled(find(counts[c], months[m], NULL, NULL)->value, 0));
        }
    }
    long sum = 0;
    for (size_t i = 0; i < 4; i++)
        sum += find("usage-facility", "2025-10", NULL, facilities[i])->denominator;
    assert_int_equal(find("usage-facility", "2025-10", NULL, NULL)->denominator - sum,
                     20000); /* five roundings */
}

static void test_yamaguchi(void **state) {
    (void)state;
    const struct series *held = get("card-holding-yamaguchi");
    int64_t population = 0, cards = 0, issued = 0, registered = 0, weighted = 0;
    assert_int_equal(held->count, 20);
    for (size_t i = 0; i < held->count; i++) {
        const struct series_point *p = &held->points[i];
        if (same(p->area, "35"))
            continue;
        int64_t rate = scaled(find("registration-municipal-yamaguchi", "2024-08", p->area, NULL)->value, 2);
        population += p->denominator;
        cards += p->numerator;
        issued += scaled(find("card-issued-yamaguchi", "2024-08-31", p->area, NULL)->value, 0);
        registered += rate;
        weighted += rate * p->denominator;
    }
    const struct series_point *total = find("card-holding-yamaguchi", "2024-08-31", "35", NULL);
    assert_int_equal(population, total->denominator);
    assert_int_equal(cards, total->numerator);
    assert_int_equal(issued, scaled(find("card-issued-yamaguchi", "2024-08-31", "35", NULL)->value, 0));
    char text[PERCENT_TEXT];
    percent_ratio_text(text, registered, 19 * 100, 1);
    assert_string_equal(text, "63.8"); /* as printed: the plain mean */
    percent_ratio_text(text, weighted, population * 100, 1);
    assert_string_equal(text, "66.8"); /* by population */
}

/* --- readiness: 133 days from the first date to the second, 180 on to the end of March --- */

static void check_projection(const char *from, const char *to) {
    int64_t first = scaled(find(from, "2022-05-22", NULL, NULL)->value, 1);
    int64_t second = scaled(find(from, "2022-10-02", NULL, NULL)->value, 1);
    char text[PERCENT_TEXT];
    percent_ratio_text(text, second * 133 + (second - first) * 180, 1330, 0);
    assert_string_equal(text, find(to, "2023-03-31", NULL, NULL)->value);
}

static void test_readiness(void **state) {
    (void)state;
    check_projection("readiness-facility", "readiness-facility-projected");
    check_projection("readiness-prepared", "readiness-prepared-projected");
    for (size_t i = 0; i < 4; i++) {
        int64_t projected =
            scaled(find("readiness-facility-projected", "2023-03-31", NULL, facilities[i])->value, 1);
        int64_t obliged = scaled(find("readiness-obligation", "2022-08-10", NULL, facilities[i])->value, 1);
        int64_t gap = scaled(find("readiness-gap", "2023-03-31", NULL, facilities[i])->value, 1);
        assert_true(llabs(gap - (projected - obliged)) <= 5); /* both are rounded */
        assert_true(find("readiness-gap-institutions", "2023-03-31", NULL, facilities[i])->value[0] == '-');
    }
}

static void test_renewals(void **state) {
    (void)state;
    const struct series *s = get("certificate-renewals");
    int64_t sum = 0;
    for (size_t i = 0; i < s->count; i++)
        sum += s->points[i].value ? scaled(s->points[i].value, 0) : 0;
    assert_int_equal(s->count, 12);
    assert_int_equal(sum, 101379379);
    assert_null(find("certificate-renewals", "FY2018", NULL, NULL)->value);
}

/* --- published figures --- */

static struct {
    const char *where; /* survey question label */
    int met;
} impossible[] = {
    /* of the 928 with trouble, not of the 1,004 that are stated */
    {"chiba-2025-09 type 有効期限の切れたマイナ保険証での受診", 0},
    {"chiba-2025-09 type 資格情報のお知らせのみ持参", 0},
    /* cut off, not rounded */
    {"chiba-2025-09 response 保険証で確認した", 0},
    {"chiba-2025-09 response 資格確認書で確認した", 0},
    {"ibaraki-2024-01 type_press 名前や住所で旧字体が表示されない", 0},
    {"ibaraki-2024-01 type_press 最新の加入保険の種類や名前などの情報が反映されない", 0},
    /* counts rounded to 10,000 */
    {"mhlw-rate-national nat-2023-02 マイナ保険証利用件数", 0},
    {"mhlw-rate-national nat-2023-09 マイナ保険証利用件数", 0},
    {"mhlw-rate-national nat-2023-10 マイナ保険証利用件数", 0},
    {"mhlw-rate-national nat-2023-11 マイナ保険証利用件数", 0},
    {"mhlw-rate-national nat-2024-03 マイナ保険証利用件数", 0},
    /* computed on another n: 181 of 246 is 73.58 */
    {"yamaguchi-trouble-2024-05 type 医科診療所", 0},
    /* rounded to one place and printed with two */
    {"yamaguchi-trouble-2024-05 type 病院", 0},
};

static bool is_impossible(const char *where) {
    for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++)
        if (strcmp(impossible[i].where, where) == 0) {
            impossible[i].met++;
            return true;
        }
    return false;
}

static int percentages;

static void check_percent(const struct published_survey *p, const struct published_question *q,
                          const struct published_option *o) {
    if (!o->percent || o->count < 0 || q->base_n <= 0)
        return;
    int places = places_of(o->percent);
    const char *where = arena_printf(all.arena, "%s %s %s", p->id, q->id, o->label);
    percentages++;
    bool right = percent_scaled(o->count, q->base_n, places) == scaled(o->percent, places);
    if (right == is_impossible(where))
        fail_msg("%s: %ld of %ld is %s %s", where, o->count, q->base_n, right ? "now" : "not", o->percent);
}

static void check_published(const char *path) {
    struct fault f = {0};
    const struct published_survey *p = published_read(all.arena, path, &f);
    if (!p)
        fail_msg("%s", f.text);
    for (size_t i = 0; i < p->question_count; i++)
        for (size_t j = 0; j < p->questions[i].option_count; j++)
            check_percent(p, &p->questions[i], &p->questions[i].options[j]);
}

static void test_published_percentages(void **state) {
    (void)state;
    assert_int_equal(each_file("data/published", ".json", check_published), 28);
    for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++)
        if (impossible[i].met != 1)
            fail_msg("%s: met %d times", impossible[i].where, impossible[i].met);
    assert_int_equal(percentages, 111);
}

/* The trouble rate from wave to wave, on the bases that were published. */
static void test_trend(void **state) {
    (void)state;
    static const struct {
        const char *file, *base_kind, *percent;
        long count, base;
        bool derived;
    } waves[] = {
        {"hodanren-2022-10", "operating", "40", -1, 1235, false},
        {"hodanren-2023-06-19-final", "operating", "65.1", 5493, 8437, false},
        {"hodanren-2023-06-19-final", "all", NULL, 5493, 10026, true},
        {"trouble-2023-10", "all", "59.8", 5188, 8672, false},
        {"hodanren-2024-10-final", "all", "70.1", 8929, 12735, false},
    };
    for (size_t w = 0; w < sizeof waves / sizeof *waves; w++) {
        struct fault f = {0};
        int met = 0;
        const struct published_survey *p = published_read(
            all.arena, home(arena_printf(all.arena, "data/published/%s.json", waves[w].file)), &f);
        assert_non_null(p);
        assert_string_equal(p->series, "trouble");
        for (size_t i = 0; i < p->question_count; i++)
            for (size_t j = 0; j < p->questions[i].option_count; j++) {
                const struct published_question *q = &p->questions[i];
                const struct published_option *o = &q->options[j];
                if (!same(o->concept, "trouble.any") || !same(q->base_kind, waves[w].base_kind))
                    continue;
                met++;
                assert_int_equal(q->base_n, waves[w].base);
                assert_int_equal(o->count, waves[w].count);
                assert_true(same(o->percent, waves[w].percent));
                assert_int_equal(q->derived, waves[w].derived);
                assert_string_equal(q->concept, "trouble.experience");
            }
        assert_int_equal(met, 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scaled),    cmocka_unit_test(test_rates),
        cmocka_unit_test(test_national),  cmocka_unit_test(test_ranks),
        cmocka_unit_test(test_changes),   cmocka_unit_test(test_facility_totals),
        cmocka_unit_test(test_yamaguchi), cmocka_unit_test(test_readiness),
        cmocka_unit_test(test_renewals),  cmocka_unit_test(test_published_percentages),
        cmocka_unit_test(test_trend),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
