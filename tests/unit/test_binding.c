/* binding: numbers in sentences, and the ways in which a reference can be wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reports/press/binding.h"
#include "tests/unit/hand_tables.h"

static const struct binding_fact facts[] = {
    {.name = "returns", .count = 8672},
    {.name = "sent", .count = 55357},
    {.name = "rate", .count = 8672, .n = 55357},
    {.name = "from", .text = "2023年11月24日"},
    {.name = "associations", .missing = "no return names its association"},
};

/* A table with a second column, for references with @. */
static struct table *crossed_trouble(struct arena *arena) {
    struct table *table = hand_trouble(arena);
    struct table_column *columns = arena_array(arena, 2, sizeof *columns);
    columns[0] = table->columns[0];
    columns[1] = (struct table_column){.key = "type=hospital", .label = "病院", .n = 582};
    for (size_t i = 0; i < table->row_count; i++) {
        struct table_cell *cells = arena_array(arena, 2, sizeof *cells);
        cells[0] = table->rows[i].cells[0];
        cells[1] = hand_cell(i == 0 ? 371 : i == 1 ? 200 : 11, 582, 1);
        ((struct table_row *)table->rows)[i].cells = cells;
    }
    table->columns = columns;
    table->column_count = 2;
    return table;
}

struct fixture {
    struct arena *arena;
    struct table_set total, crossed;
    struct binding_source sources[3]; /* the kit's own, a published survey, a series */
    struct binder binder;
};

static const struct table_set *crossed(void *data, const char *key, const char *question, struct fault *f) {
    (void)question;
    struct fixture *x = data;
    if (strcmp(key, "type") == 0)
        return &x->crossed;
    fault_set(f, "no such key: %s", key);
    return NULL;
}

static const struct published_option before_options[] = {
    {.id = "yes", .label = "あった", .count = AGGREGATE_UNKNOWN, .percent = "53.5"},
    {.id = "no", .label = "なかった", .count = 449, .percent = "44.9"},
};
static const struct published_question before_questions[] = {
    {.id = "q3", .base_n = 1000, .options = before_options, .option_count = 2}};
static const struct published_survey published = {
    .id = "before", .responses = 1000, .questions = before_questions, .question_count = 1};

#define POINT(month, of, percent, count, n)                                                                  \
    {                                                                                                        \
        .period = month, .group = of, .value = percent, .unit = "%", .numerator = count, .denominator = n,   \
        .rank = -1                                                                                           \
    }

/* Two groups over three months: falling, falling; equal, rising. */
static const struct series_table *make_series(struct arena *arena) {
    static const struct series_point points[] = {
        POINT("2024-01", "病院", "5.00", -1, -1),     POINT("2024-02", "病院", "4.50", -1, -1),
        POINT("2024-03", "病院", "4.29", 429, 10000), POINT("2024-01", "薬局", "2.00", -1, -1),
        POINT("2024-02", "薬局", "2.00", -1, -1),     POINT("2024-03", "薬局", "2.10", -1, -1),
    };
    struct series *series = arena_alloc(arena, sizeof *series);
    *series = (struct series){"use", points, sizeof points / sizeof *points};
    struct fault f = {0};
    const struct series_table *table = series_table_make(arena, series, &(struct series_choice){0}, &f);
    assert_non_null(table);
    return table;
}

static void fixture_begin(struct fixture *x) {
    memset(x, 0, sizeof *x);
    x->arena = arena_create();
    static const struct hand_row hidden[] = {
        {"few", "少数", -1, TABLE_OPTION}, {"many", "多数", 40, TABLE_OPTION}, {0}};
    struct table *tables = arena_array(x->arena, 4, sizeof *tables);
    tables[0] = *hand_trouble(x->arena);
    tables[1] = *hand_kinds(x->arena);
    tables[2] = *hand_table(x->arena, "q11", "single", "少ない", 42, hidden);
    tables[3] = *hand_table(x->arena, "q7_count", "number", "件数", 403, &(struct hand_row){0});
    struct table_summary *summary = arena_array(x->arena, 1, sizeof *summary);
    *summary = (struct table_summary){
        .given = 400, .unstated = 3, .at_least = 1753, .at_least_text = "1,753", .mean_text = "1.9"};
    tables[3].summaries = summary;
    x->total = (struct table_set){.tables = tables, .count = 4};
    x->crossed = (struct table_set){.tables = crossed_trouble(x->arena), .count = 1};
    x->sources[0] = (struct binding_source){
        .name = "", .tables = &x->total, .crossed = crossed, .data = x, .facts = facts, .fact_count = 5};
    x->sources[1] =
        (struct binding_source){.name = "before", .kind = BINDING_PUBLISHED, .published = &published};
    x->sources[2] =
        (struct binding_source){.name = "use", .kind = BINDING_SERIES, .series = make_series(x->arena)};
    x->binder = (struct binder){.arena = x->arena, .sources = x->sources, .source_count = 3};
}

static const struct json *json_text(struct arena *arena, const char *text) {
    struct fault f = {0};
    const char *json = arena_printf(arena, "{\"sections\": [{\"paragraph\": \"%s\"}]}", text);
    const struct json *root = json_parse(arena, json, strlen(json), "kit.json", &f);
    assert_non_null(root);
    return json_member(json_member(root, "sections")->first, "paragraph");
}

static void test_numbers(void **state) {
    (void)state;
    static const struct {
        const char *written, *printed;
    } cases[] = {
        {"{q4.masked|percent0}（{q4.masked|count,}医療機関）", "67%（3,492医療機関）"},
        {"{q4.masked|count}", "3492"},
        {"{q4.masked|percent}", "67.3%"},
        {"{q3.yes|percent1}", "59.8%"},
        {"{q3.yes|percent2}", "59.82%"},
        {"{q3|n}", "8672"},
        {"{q3.no_answer|n,}", "8,672"},
        {"{q3.yes@type=hospital|percent1}", "63.7%"},
        {"{q3@type=hospital|n}", "582"},
        {"{q7_count|at_least}、{q7_count|at_least,}", "1753、1,753"},
        {"{q7_count|unstated}/{q7_count|mean}", "3/1.9"},
        {"{survey|returns}/{survey|sent,}", "8672/55,357"},
        {"{survey|rate1} {survey|rate}", "15.7% 15.7%"},
        {"{survey|from}から", "2023年11月24日から"},
        {"{{q3}", "{q3}"},
        {"{q4.#1|label}は{q4.#1|percent1}", "名前や住所が●で表記されるは67.3%"},
        {"{q4.masked|units,}", "3,492 医療機関"},
        {"{before:q3.yes|percent}と{before:q3.no|percent1}", "53.5%と44.9%"},
        {"{before:q3.no|count}/{before:q3|n,}", "449/1,000"},
        {"{q3.yes - before:q3.yes|change1}", "up 6.3 points"}, /* of 59.8 and 53.5 as printed */
        {"{before:q3.yes - q3.yes|signed1}", "-6.3"},
        {"{q3.yes - before:q3.yes|words:増えた/減った/同じ}", "増えた"},
        {"{before:q3.yes - q3.yes|words:増えた/減った}", "減った"},
        {"{q3.yes - q3.yes|words:増えた/減った/変わらない}", "変わらない"},
        {"{q3.yes - 50%|words:過半数/半数未満/半数}", "過半数"},
        {"{q3.yes|claim:過半数}、{q3.yes|about}", "過半数、約6割"},
        {"{q3.yes - q3.no|count_size,}", "2,146"},
        {"{use:病院@2024-03|value}（{use:病院@2024-03|count}/{use:病院@2024-03|n,}）", "4.29%（429/10,000）"},
        {"{use:病院@last|falling}", "2"},
        {"{use:病院@2024-03 - use:病院@2024-01|change2}", "down 0.71 points"},
        {"{use:病院@2024-03 / use:薬局@2024-03|times1}", "2.0 times"},
        {"{use:#1@2024-03|label}、{use:薬局@2024-03|rank}", "病院、2"},
        {"番号なし", "番号なし"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture x;
        struct fault f = {0};
        fixture_begin(&x);
        const char *text = binder_text(&x.binder, json_text(x.arena, cases[i].written), &f);
        if (!text)
            fail_msg("%s: %s", cases[i].written, f.text);
        assert_string_equal(text, cases[i].printed);
        arena_destroy(x.arena);
    }
}

/* What a figure draws is the number that it prints: of a difference the difference, on its side of 0. */
static void test_drawn(void **state) {
    (void)state;
    static const struct {
        const char *written;
        bool known, share;
        double value;
    } cases[] = {
        {"{q3.yes|percent1}", true, true, 100.0 * 5188 / 8672},
        {"{q4.masked|count,}", true, false, 3492},
        {"{before:q3.yes - q3.yes|signed1}", true, false, -6.3},
        {"{before:q3.yes - q3.yes|change1}", true, false, -6.3},
        {"{before:q3.yes - q3.yes|points1}", true, false, 6.3},
        {"{q3.no - q3.yes|count_signed,}", true, false, -2146},
        {"{use:病院@2024-03 / use:薬局@2024-03|times1}", true, false, 4.29 / 2.1},
        {"{q3.yes - before:q3.yes|words:増えた/減った/同じ}", false, false, 0},
        {"{q4.masked|label}", false, false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture x;
        struct fault f = {0};
        struct binder_number number;
        fixture_begin(&x);
        if (!binder_number(&x.binder, json_text(x.arena, cases[i].written), &number, &f))
            fail_msg("%s: %s", cases[i].written, f.text);
        if (number.known != cases[i].known || number.share != cases[i].share)
            fail_msg("%s: known %d, share %d", cases[i].written, number.known, number.share);
        if (number.known)
            assert_float_equal(number.value, cases[i].value, 1e-9);
        arena_destroy(x.arena);
    }
}

static void test_faults(void **state) {
    (void)state;
    static const struct {
        const char *written, *message;
    } cases[] = {
        {"{q4.maskd|percent0}",
         "{q4.maskd|percent0}: the table has no such row; the nearest is {q4.masked|percent0}"},
        {"{q44.masked|count}", "no such table; the nearest is {q4.masked|count}"},
        {"{surwey|returns}", "the nearest is {survey|returns}"},
        {"{survey|return}", "the nearest is {survey|returns}"},
        {"{survey|returns1}", "the nearest is {survey|returns}"},
        {"{survey|rate,}", "the nearest is {survey|rate1}"},
        {"{survey|associations}", "{survey|associations}: no return names its association"},
        {"{q4.masked|precent0}", "no such format here; the nearest is {q4.masked|percent0}"},
        {"{q4.masked|percent9}", "no such format here; the nearest is {q4.masked|percent}"},
        {"{q4.masked|percent0,}", "no such format"},
        {"{q4.masked|low1}", "no such format"},
        {"{q3.yes@type=hospitl|count}", "the nearest is {q3.yes@type=hospital|count}"},
        {"{q3.yes@tipe=hospital|count}", "{q3.yes@tipe=hospital|count}: no such key: tipe"},
        {"{q4.masked@type=hospital|count}", "this table cannot be crossed so"},
        {"{q11.few|count}", "suppressed"},
        {"{q3|percent1}", "the nearest is {q3|n}"},
        {"{q3|at_least}", "no such format"},
        {"{q7_count|at_lest}", "the nearest is {q7_count|at_least}"},
        {"{q4.masked}", "expected {table.row|format}"},
        {"{|count}", "expected {table.row|format}"},
        {"{q3.yes|}", "expected {table.row|format}"},
        {"{q3.yes|count", "has no }"},
        {"{q3.yes|claim:半数に満たない}", "59.8% does not support"},
        {"{q3|claim:過半数}", "no such format"},
        {"{befor:q3.yes|percent}", "no source called \"befor\"; the nearest is {before:q3.yes|percent}"},
        {"{before:q3.yess|percent}", "the nearest is {before:q3.yes|percent}"},
        {"{before:q3.yes|count}", "published are: share 53.5%, count -, n 1000"},
        {"{q3.yes - q3.yes|words:増えた/減った}", "no third word"},
        {"{q3.yes - q3.no|words:増えた}", "two or three"},
        {"{q3.yes - before:q3.yes|count_size}", "no number of this sort"},
        {"{use:病院@2024-03|rising}", "not rising there"},
        {"{use:病院@2024-04|value}", "2024-01 to 2024-03"},
        {"{use:診療所@2024-03|value}", "has no"},
        {"{use:病院|value}", "item@period"},
        {"{use:*@2024-03|value}", "each"},
        {"{q4.#19|label}", "no option has this place"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture x;
        struct fault f = {0};
        fixture_begin(&x);
        const char *text = binder_text(&x.binder, json_text(x.arena, cases[i].written), &f);
        if (text)
            fail_msg("%s was printed as %s", cases[i].written, text);
        if (!strstr(f.text, cases[i].message) || strncmp(f.text, "/sections/0/paragraph: ", 23) != 0)
            fail_msg("%s: %s", cases[i].written, f.text);
        arena_destroy(x.arena);
    }
}

static void test_record(void **state) {
    (void)state;
    struct fixture x;
    struct fault f = {0};
    fixture_begin(&x);
    assert_non_null(binder_text(&x.binder, json_text(x.arena, "{q4.masked|percent0}と{survey|rate1}"), &f));
    assert_int_equal(x.binder.made_count, 2);
    const struct binding *cell = &x.binder.made[0], *fact = &x.binder.made[1];
    assert_string_equal(cell->pointer, "/sections/0/paragraph");
    assert_string_equal(cell->table, "q4");
    assert_string_equal(cell->row, "masked");
    assert_string_equal(cell->column, "total");
    assert_string_equal(cell->format, "percent0");
    assert_string_equal(cell->text, "67%");
    assert_int_equal(cell->count, 3492);
    assert_int_equal(cell->n, 5188);
    assert_string_equal(fact->reference, "survey|rate1");
    assert_null(fact->column);
    assert_int_equal(fact->count, 8672);
    assert_int_equal(fact->n, 55357);
    arena_destroy(x.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_drawn),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
