/* Published figures and series: what a file may say, what the store keeps of it, and that tampering shows. */
#include "engine/store/aggregate_internal.h"
#include "importers/published.h"
#include "importers/series.h"
#include "tests/unit/store_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int setup(void **state) {
    struct fixture *x;
    fixture_setup(state, NULL);
    x = *state;
    ok(x, store_begin(x->store, &x->f));
    return 0;
}

/* --- published: the file --- */

#define OPTION                                                                                               \
    "{\"id\": \"yes\", \"label\": \"Y\", \"count\": 5188, \"percent\": 59.8, \"percent_text\": \"59.8\"}"
#define QUESTION(options)                                                                                    \
    "{\"id\": \"q\", \"text\": \"T\", \"kind\": \"single\", \"base_n\": 8672, \"options\": [" options "]}"
#define SURVEY(more, questions)                                                                              \
    "{\"id\": \"a-1\", \"title\": \"T\", \"organiser\": \"O\", \"sources\": [\"p. 1\", \"p. 2\"]" more       \
    ", \"questions\": [" questions "]}"

static const struct published_survey *parse(struct fixture *x, const char *json) {
    fault_clear(&x->f);
    return published_parse(x->arena, json, strlen(json), "f.json", &x->f);
}

static void test_published_refused(void **state) {
    struct fixture *x = *state;
    static const struct {
        const char *json, *says;
    } cases[] = {
        {"{", "f.json: line 1"},
        {"[]", "f.json: "},
        {SURVEY(", \"titel\": \"x\"", QUESTION(OPTION)), "did you mean \"title\""},
        {"{\"id\": \"a-1\", \"title\": \"T\", \"questions\": []}", "\"organiser\" is missing"},
        {"{\"id\": \"A 1\", \"title\": \"T\", \"organiser\": \"O\", \"questions\": []}",
         "f.json: /id: \"A 1\""},
        {SURVEY(", \"sent\": -1", QUESTION(OPTION)), "/sent: a count cannot be negative"},
        {SURVEY(", \"order\": \"June\"", QUESTION(OPTION)), "/order: \"June\" is not a year"},
        {SURVEY(", \"series\": \"s\"", QUESTION(OPTION)), "/series: a wave of a series needs \"order\""},
        {SURVEY("", QUESTION(OPTION) ", " QUESTION(OPTION)), "/questions/1: the question \"q\" stands twice"},
        {SURVEY("", QUESTION(OPTION ", " OPTION)), "/questions/0/options/1: the option \"yes\" stands twice"},
        {SURVEY("", QUESTION("{\"label\": \"Y\", \"count\": 8673}")), "8673 is greater than its base 8672"},
        {SURVEY("", QUESTION("{\"label\": \"Y\", \"count\": 1.5}")),
         "/questions/0/options/0/count: expected a whole"},
        {SURVEY("", QUESTION("{\"label\": \"Y\", \"percent_text\": \"59.8%\"}")),
         "\"59.8%\" is not a percentage"},
        {SURVEY("", QUESTION("{\"label\": \"Y\", \"percent\": 59.7, \"percent_text\": \"59.8\"}")),
         "disagree"},
        {SURVEY("", QUESTION("{\"label\": \"Y\", \"percent_text\": \"101\"}")), "not between 0 and 100"},
        {SURVEY("", QUESTION("{\"label\": \"\"}")), "/questions/0/options/0/label: an empty text"},
        {SURVEY("", "{\"id\": \"q\", \"text\": \"T\", \"kind\": \"triple\", \"options\": []}"),
         "\"triple\" is not known"},
        {"{\"id\": \"a\", \"title\": \"T\", \"organiser\": \"O\", \"questions\": [" QUESTION(OPTION) "]}",
         "no source"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (parse(x, cases[i].json))
            fail_msg("case %zu was read", i);
        if (!strstr(x->f.text, cases[i].says))
            fail_msg("case %zu: \"%s\" does not say \"%s\"", i, x->f.text, cases[i].says);
    }
}

static void test_published_read(void **state) {
    struct fixture *x = *state;
    const struct published_survey *p = parse(
        x,
        SURVEY(", \"responses\": 8672, \"response_rate_pct\": 15.7, \"method\": null",
               QUESTION(
                   OPTION
                   ", {\"label\": \"N\", \"count\": null, \"percent\": 35.0, \"percent_text\": \"35.0\"}")));
    ok(x, p != NULL);
    assert_string_equal(p->sources, "p. 1\np. 2");
    assert_string_equal(p->response_rate, "15.7");
    assert_null(p->method);
    assert_int_equal(p->sent, AGGREGATE_UNKNOWN);
    const struct published_question *q = &p->questions[0];
    assert_int_equal(q->options[0].count, 5188);
    assert_string_equal(q->options[1].percent, "35.0"); /* as printed, not 35 */
    assert_int_equal(q->options[1].count, AGGREGATE_UNKNOWN);
}

/* --- series: the file --- */

#define HEAD "series,period,area,group,value,unit,numerator,denominator,rank,source,note\n"

static bool read_csv(struct fixture *x, const char *csv, struct series **series, size_t *count) {
    const struct source source = {
        .path = "f.csv", .bytes = (const unsigned char *)csv, .length = strlen(csv)};
    fault_clear(&x->f);
    return series_read(x->arena, &source, series, count, &x->f);
}

static void test_series_refused(void **state) {
    struct fixture *x = *state;
    static const struct {
        const char *csv, *says;
    } cases[] = {
        {HEAD, "f.csv: no rows in it"},
        {"series,period,value,unit\ns,2024,1,%\n", "row 1: the column \"source\" is missing"},
        {"series,period,value,unit,sourse\n", "row 1: the heading \"sourse\" is not known"},
        {"series,series,period,value,unit,source\n", "\"series\" stands twice"},
        {HEAD "S 1,2024,,,1,%,,,,src,\n", "row 2, column series: \"S 1\" cannot be the name"},
        {HEAD "s,2024-13,,,1,%,,,,src,\n", "row 2, column period: \"2024-13\" is not a period"},
        {HEAD "s,2024,,,4.29%,%,,,,src,\n", "row 2, column value: \"4.29%\" is not a number"},
        {HEAD "s,2024,,,1,%,\"1,000\",,,src,\n", "row 2, column numerator: \"1,000\" is not a whole number"},
        {HEAD "s,2024,,,1,%,3,2,,src,\n", "numerator 3 is greater than the denominator 2"},
        {HEAD "s,2024,,,1,%,0,0,,src,\n", "the denominator is 0"},
        {HEAD "s,2024,,,1,%,,,0,src,\n", "a rank counts from 1"},
        {HEAD "s,2024,,,,%,,,,src,\n", "row 2: no figure"},
        {HEAD "s,2024,,,1,,,,,src,\n", "the column \"unit\" is empty"},
        {HEAD "s,2024,,,1,%,,,,src,\ns,2025,,,1,人,,,,src,\n", "row 3: the series s has the unit %"},
        {HEAD "s,2024,北海道,,1,%,,,,src,\ns,2024,01,,2,%,,,,src,\n",
         "row 3: the same series, period, area and group as in row 2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct series *series;
        size_t count;
        if (read_csv(x, cases[i].csv, &series, &count))
            fail_msg("case %zu was read", i);
        if (!strstr(x->f.text, cases[i].says))
            fail_msg("case %zu: \"%s\" does not say \"%s\"", i, x->f.text, cases[i].says);
    }
}

static void test_series_read(void **state) {
    struct fixture *x = *state;
    struct series *series;
    size_t count;
    double number;
    ok(x, read_csv(x,
                   HEAD "a,2024-05,東京都,,7.25,%,,,32,src,\n"
                        "b,2024-12-02/2024-12-08,全国,病院,~7,%,,,,src,note\n"
                        "a,FY2024,山口市,,,%,1,8,,src,\n",
                   &series, &count));
    assert_int_equal(count, 2);
    assert_int_equal(series[0].count, 2);
    const struct series_point *p = series[0].points;
    assert_string_equal(p[0].area, "13");
    assert_int_equal(p[0].rank, 32);
    assert_true(aggregate_number(&p[0], &number) && number == 7.25);
    assert_string_equal(p[1].area, "山口市"); /* no prefecture */
    assert_true(aggregate_number(&p[1], &number) && number == 12.5);
    assert_string_equal(series[1].points[0].area, "00");
    assert_false(aggregate_number(&series[1].points[0], &number)); /* "about" is no number */
}

static void test_periods(void **state) {
    (void)state;
    static const char *const good[] = {"2024", "2024-05", "2024-05-31", "FY2025", "2024-12-02/2024-12-08"};
    static const char *const bad[] = {"",           "24",          "2024-0", "2024-00",     "2024-13",
                                      "2024-05-32", "2024-5-1",    "2024/",  "2024-05-31x", "FY2025-04",
                                      "2024-05-",   "2024-12-02/x"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(series_is_period(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (series_is_period(bad[i]))
            fail_msg("%s", bad[i]);
}

/* --- the store --- */

static void put(struct fixture *x, const char *json, enum aggregate_outcome outcome, long version) {
    struct aggregate_change change;
    const struct published_survey *p = parse(x, json);
    ok(x, p && aggregate_put_published(x->store, p, "f.json", &change, &x->f));
    assert_int_equal(change.outcome, outcome);
    assert_int_equal(change.version, version);
}

static long integer(struct fixture *x, const char *sql) {
    long out = -1;
    ok(x, sql_integer(x->store->db, &x->f, &out, -1, sql, ""));
    return out;
}

/* The same contents change nothing, however the file is written; other contents are a version, the old one
 * stays. */
static void test_versions(void **state) {
    struct fixture *x = *state;
    static const char first[] = SURVEY("", QUESTION(OPTION));
    static const char second[] = SURVEY("", QUESTION("{\"id\": \"yes\", \"label\": \"Y\", \"count\": 5189}"));
    put(x, first, AGGREGATE_ADDED, 1);
    put(x, first, AGGREGATE_SAME, 1);
    put(x, SURVEY(",\n \"sent\": null", QUESTION(OPTION)), AGGREGATE_SAME, 1);
    assert_int_equal(integer(x, "SELECT count(*) FROM trail"), 1);
    put(x, second, AGGREGATE_REVISED, 2);
    assert_int_equal(integer(x, "SELECT count(*) FROM aggregate"), 2);
    assert_int_equal(integer(x, "SELECT count(*) FROM published_option"), 2);
    assert_int_equal(integer(x, "SELECT count(*) FROM trail WHERE action = 'published.revise'"), 1);
    const struct published_survey *p = aggregate_published(x->store, x->arena, "a-1", &x->f);
    ok(x, p != NULL);
    assert_int_equal(p->questions[0].options[0].count, 5189);
    assert_null(p->questions[0].options[0].percent);
    put(x, first, AGGREGATE_REVISED, 3);
    bool has;
    ok(x, aggregate_has_published(x->store, "a-1", &has, &x->f) && has);
    ok(x, aggregate_has_published(x->store, "a-2", &has, &x->f) && !has);
    assert_null(aggregate_published(x->store, x->arena, "a-2", &x->f));
    assert_non_null(strstr(x->f.text, "a-1"));
}

static void put_series(struct fixture *x, const char *csv, enum aggregate_outcome outcome) {
    struct series *series;
    size_t count;
    struct aggregate_change change;
    ok(x, read_csv(x, csv, &series, &count));
    ok(x, aggregate_put_series(x->store, series, "f.csv", &change, &x->f));
    assert_int_equal(change.outcome, outcome);
}

static void test_series_stored(void **state) {
    struct fixture *x = *state;
    static const char csv[] = HEAD "a,2024-05,東京都,,7.25,%,,,32,src,\na,2024-06,,病院,-36,%,1,3,,src,why\n";
    put_series(x, csv, AGGREGATE_ADDED);
    put_series(x, csv, AGGREGATE_SAME);
    const struct series *s = aggregate_series(x->store, x->arena, "a", &x->f);
    ok(x, s != NULL);
    assert_int_equal(s->count, 2);
    assert_string_equal(s->points[0].value, "7.25");
    assert_string_equal(s->points[1].value, "-36");
    assert_string_equal(s->points[1].group, "病院");
    assert_int_equal(s->points[1].denominator, 3);
    assert_int_equal(s->points[1].rank, AGGREGATE_UNKNOWN);
    put_series(x, HEAD "a,2024-05,東京都,,7.26,%,,,32,src,\n", AGGREGATE_REVISED);
    struct series_row *rows;
    size_t count;
    ok(x, aggregate_list_series(x->store, x->arena, &rows, &count, &x->f));
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].points, 1);
    assert_int_equal(rows[0].versions, 2);
}

static void tamper(struct fixture *x, const char *trigger, const char *sql) {
    struct verify_report report;
    ok(x, store_verify(x->store, x->arena, &report, &x->f));
    assert_null(report.problem);
    ok(x, sql_exec(x->store->db, "SAVEPOINT t", &x->f));
    sqlite3_db_config(x->store->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    ok(x, sql_exec(x->store->db, trigger, &x->f) && sql_exec(x->store->db, sql, &x->f));
    ok(x, store_verify(x->store, x->arena, &report, &x->f));
    if (!report.problem || !strstr(report.problem, "changed outside"))
        fail_msg("not found: %s (%s)", sql, report.problem ? report.problem : "");
    ok(x, sql_exec(x->store->db, "ROLLBACK TO t; RELEASE t", &x->f));
}

static void test_tampering(void **state) {
    struct fixture *x = *state;
    put(x, SURVEY("", QUESTION(OPTION)), AGGREGATE_ADDED, 1);
    put_series(x, HEAD "a,2024-05,東京都,,7.25,%,,,32,src,\n", AGGREGATE_ADDED);
    assert_false(sql_exec(x->store->db, "UPDATE series_point SET value = '9'", &x->f));
    fault_clear(&x->f);
    tamper(x, "DROP TRIGGER published_option_not_overwritten", "UPDATE published_option SET count = 5187");
    tamper(x, "DROP TRIGGER published_question_not_overwritten",
           "UPDATE published_question SET base_n = NULL");
    tamper(x, "DROP TRIGGER published_not_overwritten", "UPDATE published SET title = 'U'");
    tamper(x, "DROP TRIGGER series_point_not_overwritten", "UPDATE series_point SET rank = 1");
    tamper(x, "DROP TRIGGER series_point_not_deleted; DROP TRIGGER aggregate_not_deleted",
           "DELETE FROM series_point; DELETE FROM aggregate WHERE kind = 'series'");
}

int main(void) {
    setenv("LC_ALL", "C", 1);
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_published_refused), TEST(test_published_read),      TEST(test_series_refused),
        TEST(test_series_read),       cmocka_unit_test(test_periods), TEST(test_versions),
        TEST(test_series_stored),     TEST(test_tampering),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
