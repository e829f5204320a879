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

static void expect_trace(const char *kind, const char *title, int64_t n, const struct hand_row *rows,
                         const char *expected) {
    struct arena *arena = arena_create();
    struct trace *trace = trace_create();
    const struct figure *figure = figure_of_table(arena, hand_table(arena, "q8", kind, title, n, rows), 0);
    figure_draw(figure, trace_canvas(trace), (struct box){50, 100, 300, 0});
    assert_string_equal(trace_text(trace), expected);
    trace_destroy(trace);
    arena_destroy(arena);
}

static void test_trace_of_bars(void **state) {
    (void)state;
    static const struct hand_row rows[] = {{"a", "返戻があった", 3, TABLE_OPTION},
                                           {"b", "減点", 1, TABLE_OPTION},
                                           {"no_answer", "無回答", 1, TABLE_SILENCE},
                                           {0}};
    static const char expected[] = "text 50.0 112.1 bold 11.5 #222222 \"返戻・減点\"\n"
                                   "text 50.0 124.5 gothic 8.5 #4a4e53 \"n=5 医療機関 (multiple answers)\"\n"
                                   "text 320.0 143.0 gothic 7.5 #4a4e53 \"医療機関\"\n"
                                   "text 113.3 225.0 gothic 7.0 #4a4e53 \"0\"\n"
                                   "line 169.6 147.0 169.6 216.0 width 0.4 #d9dce0\n"
                                   "text 166.1 225.0 gothic 7.0 #4a4e53 \"20\"\n"
                                   "line 224.2 147.0 224.2 216.0 width 0.4 #d9dce0\n"
                                   "text 220.7 225.0 gothic 7.0 #4a4e53 \"40\"\n"
                                   "line 278.8 147.0 278.8 216.0 width 0.4 #d9dce0\n"
                                   "text 273.5 225.0 gothic 7.0 #4a4e53 \"60%\"\n"
                                   "text 51.0 161.1 gothic 9.5 #222222 \"返戻があった\"\n"
                                   "rectangle 115.0 151.3 163.8 12.5 #1b4b72\n"
                                   "text 282.8 160.9 bold 9.5 #222222 \"60.0%\"\n"
                                   "text 345.3 160.9 gothic 9.5 #222222 \"3\"\n"
                                   "text 89.0 182.1 gothic 9.5 #222222 \"減点\"\n"
                                   "rectangle 115.0 172.3 54.6 12.5 #7faacb\n"
                                   "text 173.6 181.9 bold 9.5 #222222 \"20.0%\"\n"
                                   "text 345.3 181.9 gothic 9.5 #222222 \"1\"\n"
                                   "line 50.0 192.0 350.0 192.0 width 0.4 #d9dce0\n"
                                   "text 79.5 209.1 gothic 9.5 #222222 \"無回答\"\n"
                                   "rectangle 115.0 199.3 54.6 12.5 #d0d3d6\n"
                                   "hatch 115.0 199.3 54.6 12.5 pattern 1 #9aa0a6\n"
                                   "text 173.6 208.9 bold 9.5 #222222 \"20.0%\"\n"
                                   "text 345.3 208.9 gothic 9.5 #222222 \"1\"\n"
                                   "line 115.0 147.0 115.0 216.0 width 0.7 #4a4e53\n";
    expect_trace("multi", "返戻・減点", 5, rows, expected);
}

static void test_trace_of_ring(void **state) {
    (void)state;
    static const struct hand_row rows[] = {
        {"yes", "あった", 3, TABLE_OPTION}, {"no", "なかった", 1, TABLE_OPTION}, {0}};
    static const char expected[] = "text 50.0 112.1 bold 11.5 #222222 \"有無\"\n"
                                   "text 50.0 124.5 gothic 8.5 #4a4e53 \"n=4 医療機関\"\n"
                                   "slice 200.0 201.0 radius 33.6..60.0 angle 0.0..360.0 #d9dce0\n"
                                   "slice 200.0 201.0 radius 33.6..60.0 angle 0.0..270.0 #1b4b72\n"
                                   "slice 200.0 201.0 radius 33.6..60.0 angle 270.0..360.0 #a9cce3\n"
                                   "line 200.0 167.4 200.0 141.0 width 1.2 #ffffff\n"
                                   "line 166.4 201.0 140.0 201.0 width 1.2 #ffffff\n"
                                   "text 192.9 204.4 bold 9.5 #222222 \"n=4\"\n"
                                   "line 157.1 158.1 133.7 162.8 width 0.5 #9aa0a6\n"
                                   "line 133.7 162.8 126.0 162.8 width 0.5 #9aa0a6\n"
                                   "text 84.0 159.0 gothic 9.5 #222222 \"なかった\"\n"
                                   "text 78.0 172.9 bold 11.0 #222222 \"25.0%\"\n"
                                   "text 105.5 172.9 gothic 11.0 #222222 \"  1\"\n"
                                   "line 242.9 243.9 266.3 239.2 width 0.5 #9aa0a6\n"
                                   "line 266.3 239.2 274.0 239.2 width 0.5 #9aa0a6\n"
                                   "text 278.0 235.4 gothic 9.5 #222222 \"あった\"\n"
                                   "text 278.0 249.3 bold 11.0 #222222 \"75.0%\"\n"
                                   "text 305.5 249.3 gothic 11.0 #222222 \"  3\"\n";
    expect_trace("single", "有無", 4, rows, expected);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_natural_kind),
        cmocka_unit_test(test_empty_rows),
        cmocka_unit_test(test_nothing_leaves_the_box),
        cmocka_unit_test(test_height_is_what_is_used),
        cmocka_unit_test(test_spread),
        cmocka_unit_test(test_trace_of_bars),
        cmocka_unit_test(test_trace_of_ring),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
