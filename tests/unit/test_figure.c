/* figures: what is drawn of a table, in which order, and that nothing leaves the box. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reports/model/figure.h"
#include "reports/model/figures/drawing.h"
#include "tests/unit/hand_tables.h"
#include "tests/unit/trace_boxes.h"

static void test_natural_kind(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    assert_int_equal(figure_of_table(arena, hand_trouble(arena), 0)->kind, FIGURE_PIE);
    const struct figure *figure = figure_of_table(arena, hand_kinds(arena), 0);
    assert_int_equal(figure->kind, FIGURE_BARS);
    static const char *const order[] = {"masked", "invalid", "reader",       "no_match",      "name_address",
                                        "copay",  "ceiling", "other_person", "wrong_medical", "no_answer"};
    assert_int_equal(figure->row_count, 10);
    for (size_t i = 0; i < 10; i++)
        assert_string_equal(figure->table->rows[figure->rows[i]].key, order[i]);
    assert_int_equal(figure->decimals, 1);
    enum figure_kind kind;
    assert_true(figure_kind_parse("stack", &kind));
    assert_int_equal(kind, FIGURE_STACK);
    assert_false(figure_kind_parse("bar", &kind));
    arena_destroy(arena);
}

/* A silence that did not occur needs no place in a figure; an option that nobody ticked does. */
static void test_empty_rows(void **state) {
    (void)state;
    static const struct hand_row rows[] = {{"a", "あ", 0, TABLE_OPTION},
                                           {"b", "い", 7, TABLE_OPTION},
                                           {"c", "う", -1, TABLE_OPTION},
                                           {"no_answer", "無回答", 0, TABLE_SILENCE},
                                           {0}};
    struct arena *arena = arena_create();
    const struct figure *figure = figure_of_table(arena, hand_table(arena, "t", "multi", "題", 10, rows), 0);
    assert_int_equal(figure->row_count, 3);
    assert_string_equal(figure->table->rows[figure->rows[2]].key, "c"); /* suppressed: no count to sort by */
    struct trace *trace = trace_create();
    canvas_page(trace_canvas(trace), 595, 842);
    figure_draw(figure, trace_canvas(trace), (struct box){50, 50, 400, 0});
    assert_non_null(strstr(trace_text(trace), "\"x\""));
    assert_null(strstr(trace_text(trace), "-1"));
    trace_destroy(trace);
    arena_destroy(arena);
}

static void check_inside(const struct figure *figure, struct box box) {
    struct trace *trace = trace_create();
    canvas_page(trace_canvas(trace), 595, 842);
    const double used = figure_draw(figure, trace_canvas(trace), box);
    assert_true(box.height <= 0 || used <= box.height + 0.01);
    char line[4096];
    const struct extent extent = {box.x, box.y, box.x + box.width, box.y + used};
    const char *out = trace_outside(trace_text(trace), extent, line, sizeof line);
    if (out)
        fail_msg("kind %d in %.0f x %.0f: %s", figure->kind, box.width, box.height, out);
    trace_destroy(trace);
}

static void test_nothing_leaves_the_box(void **state) {
    (void)state;
    static const struct hand_row long_rows[] = {
        {"a", "今も混乱しており、廃止後は受付業務に忙殺されると思う", 6216, TABLE_OPTION},
        {"b", "診察の待ち時間が長くなると思う", 1744, TABLE_OPTION},
        {"c", "スタッフを増やして対応せざるを得ないと思う", 582, TABLE_OPTION},
        {"d", "一定落ち着いていると思う", 80, TABLE_OPTION},
        {"no_answer", "無回答", 50, TABLE_SILENCE},
        {0}};
    struct arena *arena = arena_create();
    const struct table *tables[] = {hand_trouble(arena), hand_kinds(arena),
                                    hand_table(arena, "q9", "single", "受付業務", 8672, long_rows)};
    static const double widths[] = {487, 300, 230}, heights[] = {0, 260, 120};
    for (size_t t = 0; t < 3; t++)
        for (int kind = FIGURE_BARS; kind <= FIGURE_STACK; kind++)
            for (size_t i = 0; i < 9; i++) {
                struct figure figure = *figure_of_table(arena, tables[t], 0);
                figure.kind = (enum figure_kind)kind;
                if (figure_kind_suits(figure.kind, tables[t]))
                    check_inside(&figure, (struct box){54, 80, widths[i / 3], heights[i % 3]});
            }
    arena_destroy(arena);
}

static void test_height_is_what_is_used(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct trace *trace = trace_create();
    const struct figure *figure = figure_of_table(arena, hand_kinds(arena), 0);
    canvas_page(trace_canvas(trace), 595, 842);
    const double height = figure_height(figure, trace_canvas(trace), 487);
    assert_float_equal(figure_draw(figure, trace_canvas(trace), (struct box){0, 0, 487, 0}), height, 0.001);
    trace_destroy(trace);
    arena_destroy(arena);
}

static void test_spread(void **state) {
    (void)state;
    double centres[] = {10, 12, 90}, sizes[] = {20, 20, 20};
    figure_spread(centres, sizes, 3, 0, 100);
    assert_float_equal(centres[0], 10, 1e-9);
    assert_float_equal(centres[1], 30, 1e-9);
    assert_float_equal(centres[2], 90, 1e-9);
    double low[] = {95, 99}, two[] = {20, 20};
    figure_spread(low, two, 2, 0, 100);
    assert_float_equal(low[0], 70, 1e-9);
    assert_float_equal(low[1], 90, 1e-9);
}

/* The golden: small enough to read. */
static void test_trace_of_bars(void **state) {
    (void)state;
    static const struct hand_row rows[] = {{"a", "返戻があった", 3, TABLE_OPTION},
                                           {"b", "減点", 1, TABLE_OPTION},
                                           {"no_answer", "無回答", 1, TABLE_SILENCE},
                                           {0}};
    struct arena *arena = arena_create();
    struct trace *trace = trace_create();
    canvas_page(trace_canvas(trace), 595, 842);
    figure_draw(figure_of_table(arena, hand_table(arena, "q8", "multi", "返戻・減点", 5, rows), 0),
                trace_canvas(trace), (struct box){50, 100, 300, 0});
    static const char *const expected[] = {
        "\"返戻・減点\"", "\"返戻があった\"", "\"60.0%\"",  "\"20.0%\"", "\"医療機関\"", "\"減点\"",
        "\"3\"",          "\"60%\"",          "\"無回答\"", "hatch",     "n=5"};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        if (!strstr(trace_text(trace), expected[i]))
            fail_msg("%s is not in\n%s", expected[i], trace_text(trace));
    const char *first = strstr(trace_text(trace), "#1b4b72"), *second = strstr(trace_text(trace), "#7faacb");
    assert_true(first && second && first < second);
    trace_destroy(trace);
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_natural_kind),
        cmocka_unit_test(test_empty_rows),
        cmocka_unit_test(test_nothing_leaves_the_box),
        cmocka_unit_test(test_height_is_what_is_used),
        cmocka_unit_test(test_spread),
        cmocka_unit_test(test_trace_of_bars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
