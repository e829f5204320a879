/* figures: which kind a table gets, that every kind keeps to its box and its labels apart whatever the data, and what
 * is drawn, line by line (tests/unit/figures; written anew when SHUKEI_WRITE_TRACES is set). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <expat.h>

#include "engine/base/file.h"
#include "reports/model/figure.h"
#include "reports/model/figures/drawing.h"
#include "reports/svg/svg_figure.h"
#include "tests/unit/hand_plots.h"
#include "tests/unit/hand_tables.h"
#include "tests/unit/trace_boxes.h"

static const struct figure *natural(struct arena *arena, const struct table *table) {
    struct fault f = {0};
    const struct figure *figure = figure_of_table(arena, table, &(struct figure_wish){0}, &f);
    if (!figure)
        fail_msg("%s", f.text);
    return figure;
}

static void test_natural_kind(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    assert_int_equal(natural(arena, hand_trouble(arena))->kind, FIGURE_PIE);
    const struct figure *figure = natural(arena, hand_kinds(arena));
    assert_int_equal(figure->kind, FIGURE_BARS);
    static const char *const order[] = {"masked", "invalid", "reader",       "no_match",      "name_address",
                                        "copay",  "ceiling", "other_person", "wrong_medical", "no_answer"};
    assert_int_equal(figure->plot->row_count, 10);
    for (size_t i = 0; i < 10; i++)
        assert_string_equal(figure->plot->rows[i].key, order[i]);
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
    const struct figure *figure = natural(arena, hand_table(arena, "t", "multi", "題", 10, rows));
    assert_int_equal(figure->plot->row_count, 3);
    assert_string_equal(figure->plot->rows[2].key, "c"); /* hidden: no count to sort by */
    assert_int_equal(plot_at(figure->plot, 2, 0)->state, PLOT_HIDDEN);
    struct trace *trace = trace_create();
    canvas_page(trace_canvas(trace), 595, 842);
    figure_draw(figure, trace_canvas(trace), (struct box){50, 50, 400, 0});
    assert_non_null(strstr(trace_text(trace), "\"x\""));
    assert_non_null(strstr(trace_text(trace), "dashed"));
    assert_null(strstr(trace_text(trace), "-1"));
    trace_destroy(trace);
    arena_destroy(arena);
}

static void test_refusals(void **state) {
    (void)state;
    static const struct {
        enum figure_kind kind;
        struct hand_plot plot;
        const char *why;
    } cases[] = {
        {FIGURE_PIE, {.rows = 3, .columns = 1}, "do not exclude each other"},
        {FIGURE_GROUPED, {.rows = 3, .columns = 1}, "at least 2 are needed"},
        {FIGURE_GROUPED, {.rows = 3, .columns = 5}, "at most 4 can be shown"},
        {FIGURE_MAP, {.rows = 3, .columns = 1}, "are no prefectures"},
        {FIGURE_BARS, {.rows = 0, .columns = 1}, "no rows"},
        {FIGURE_PIE, {.rows = 13, .columns = 1, .exclusive = true}, "13 rows, and at most 12"},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault f = {0};
        assert_null(figure_make(arena, cases[i].kind, hand_plot(arena, &cases[i].plot), &f));
        if (!strstr(f.text, cases[i].why))
            fail_msg("%s", f.text);
    }
    arena_destroy(arena);
}

/* --- nasty data: nothing leaves its box, no two labels overlap --- */

static void check_drawing(const struct figure *figure, const char *name, struct box box) {
    struct trace *trace = trace_create();
    canvas_page(trace_canvas(trace), 595, 842);
    const double used = figure_draw(figure, trace_canvas(trace), box);
    assert_true(box.height <= 0 || used <= box.height + 0.01);
    char line[8192];
    const struct extent extent = {box.x, box.y, box.x + box.width, box.y + used};
    const char *wrong = trace_outside(trace_text(trace), extent, line, sizeof line);
    if (!wrong)
        wrong = trace_overlap(trace_text(trace), line, sizeof line);
    if (wrong)
        fail_msg("%s of %s in %.0f x %.0f (used %.0f): %s", figure_kind_name(figure->kind), name, box.width,
                 box.height, used, wrong);
    trace_destroy(trace);
}

static size_t check_kinds(struct arena *arena, const char *name, const struct plot *plot, size_t *drawn) {
    static const double widths[] = {487, 360, 300}, heights[] = {0, 260};
    size_t count = 0;
    for (int kind = FIGURE_NATURAL + 1; kind < FIGURE_KINDS; kind++) {
        struct fault f = {0};
        const struct figure *figure = figure_make(arena, (enum figure_kind)kind, plot, &f);
        for (size_t i = 0; figure && i < 6; i++)
            check_drawing(figure, name, (struct box){54, 80, widths[i % 3], heights[i / 3]});
        drawn[kind] += figure != NULL;
        count += figure != NULL;
    }
    return count;
}

static void test_nasty_data(void **state) {
    (void)state;
    static const struct hand_plot plots[] = {
        {"one row", 1, 1, HAND_MIXED, .exclusive = true},
        {"one row of two", 1, 2, HAND_MIXED, .exclusive = true},
        {"thirty rows", 30, 1, HAND_MIXED, .silence = false},
        {"thirty rows of two", 30, 2, HAND_MIXED, .silence = false},
        {"all zero", 6, 2, HAND_ZERO, .exclusive = true, .silence = true},
        {"all zero, alone", 6, 1, HAND_ZERO, .exclusive = true, .silence = true},
        {"all full", 6, 3, HAND_FULL, .silence = true},
        {"one of all", 1, 1, HAND_FULL, .exclusive = true},
        {"nearly the same", 10, 2, HAND_CLOSE, .silence = false},
        {"long labels", 5, 3, HAND_MIXED, .long_labels = true, .silence = true},
        {"long labels, two", 5, 2, HAND_MIXED, .long_labels = true, .exclusive = true},
        {"long labels, alone", 5, 1, HAND_MIXED, .long_labels = true, .exclusive = true, .silence = true},
        {"hidden", 4, 2, HAND_HIDDEN, .exclusive = true},
        {"hidden, alone", 4, 1, HAND_HIDDEN, .exclusive = true},
        {"nothing known", 4, 2, HAND_NONE, .exclusive = true, .without_n = true},
        {"nothing known, alone", 4, 1, HAND_NONE, .exclusive = true, .without_n = true},
        {"holes", 7, 3, HAND_HOLES, .exclusive = true, .silence = true},
        {"forty-seven columns", 4, 47, HAND_MIXED, .exclusive = true},
        {"twenty columns", 4, 20, HAND_MIXED, .exclusive = true, .silence = true},
        {"twelve lines with holes", 12, 30, HAND_HOLES, .silence = false},
        {"one line", 1, 40, HAND_HOLES, .silence = false},
        {"prefectures", 47, 1, HAND_MIXED, .prefectures = true},
        {"prefectures with holes", 47, 1, HAND_HOLES, .prefectures = true},
        {"prefectures without n", 47, 1, HAND_CLOSE, .prefectures = true, .without_n = true},
        {"prefectures, all zero", 47, 1, HAND_ZERO, .prefectures = true},
        {"prefectures, hidden", 47, 1, HAND_HIDDEN, .prefectures = true},
        {"few prefectures", 3, 1, HAND_MIXED, .prefectures = true},
        {"points up and down", 8, 2, HAND_POINTS, .silence = true},
        {"points by prefecture", 47, 1, HAND_POINTS, .prefectures = true},
        {"points in a course", 5, 12, HAND_POINTS, .long_labels = true},
        {"all below zero", 6, 2, HAND_BELOW, .silence = false},
        {"all below zero, alone", 6, 1, HAND_BELOW, .long_labels = true},
    };
    size_t drawn[FIGURE_KINDS] = {0};
    for (size_t i = 0; i < sizeof plots / sizeof *plots; i++) {
        struct arena *arena = arena_create();
        assert_true(check_kinds(arena, plots[i].name, hand_plot(arena, &plots[i]), drawn) > 0);
        arena_destroy(arena);
    }
    for (int kind = FIGURE_NATURAL + 1; kind < FIGURE_KINDS; kind++)
        if (drawn[kind] < 5)
            fail_msg("%s was drawn only %zu times", figure_kind_name((enum figure_kind)kind), drawn[kind]);
}

/* --- one small example of every kind --- */

static const struct figure *example(struct arena *arena, enum figure_kind kind) {
    const bool one = kind == FIGURE_BARS || kind == FIGURE_PIE || kind == FIGURE_STACK ||
                     kind == FIGURE_FUNNEL || kind == FIGURE_MAP;
    const struct hand_plot p = {
        .rows = kind == FIGURE_MAP || kind == FIGURE_FUNNEL ? 6 : 3,
        .columns = one ? 1 : 2,
        .values =
            kind == FIGURE_LINE || kind == FIGURE_MAP || kind == FIGURE_GROUPED ? HAND_HOLES : HAND_MIXED,
        .exclusive = kind == FIGURE_PIE || kind == FIGURE_STACK || kind == FIGURE_STACKS,
        .prefectures = kind == FIGURE_MAP,
        .silence = kind != FIGURE_MAP};
    struct fault f = {0};
    const struct figure *figure = figure_make(arena, kind, hand_plot(arena, &p), &f);
    if (!figure)
        fail_msg("%s", f.text);
    return figure;
}

static void expect_trace(const char *name, const char *traced) {
    char path[256];
    struct arena *arena = arena_create();
    struct fault f = {0};
    snprintf(path, sizeof path, SHUKEI_SOURCE_DIR "/tests/unit/figures/%s.trace", name);
    if (getenv("SHUKEI_WRITE_TRACES")) {
        FILE *out = fopen(path, "w");
        assert_non_null(out);
        fputs(traced, out);
        fclose(out);
    }
    size_t length;
    const char *expected = file_read(arena, path, 1 << 24, &length, &f);
    if (!expected)
        fail_msg("%s", f.text);
    assert_string_equal(traced, expected);
    arena_destroy(arena);
}

static void expect_drawn(const char *name, const struct figure *figure) {
    struct trace *trace = trace_create();
    const double height = figure_height(figure, trace_canvas(trace), 300);
    assert_float_equal(figure_draw(figure, trace_canvas(trace), (struct box){50, 100, 300, 0}), height,
                       0.001);
    expect_trace(name, trace_text(trace));
    trace_destroy(trace);
}

static void test_traces(void **state) {
    (void)state;
    for (int kind = FIGURE_NATURAL + 1; kind < FIGURE_KINDS; kind++) {
        struct arena *arena = arena_create();
        expect_drawn(figure_kind_name((enum figure_kind)kind), example(arena, (enum figure_kind)kind));
        arena_destroy(arena);
    }
}

/* A figure that is given more height keeps its order: what stands below the bar goes down with its foot. */
static void test_high_stack(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct trace *trace = trace_create();
    struct fault f = {0};
    const struct hand_plot p = {.rows = 4, .columns = 1, .exclusive = true, .long_labels = true};
    const struct figure *figure = figure_make(arena, FIGURE_STACK, hand_plot(arena, &p), &f);
    const double most = figure_most_height(figure, trace_canvas(trace), 300);
    figure_draw(figure, trace_canvas(trace), (struct box){50, 100, 300, most});
    double y, high, foot = 0;
    for (const char *at = trace_text(trace); (at = strstr(at, "rectangle ")) != NULL; at++)
        if (sscanf(at, "rectangle %*f %lf %*f %lf", &y, &high) == 2 && high > 20)
            foot = y + high;
    const char *first = strstr(trace_text(trace), "\"行1 ");
    assert_true(foot > 0 && first != NULL);
    while (strncmp(first, "text ", 5) != 0)
        first--;
    double baseline, size;
    assert_int_equal(sscanf(first, "text %*f %lf %*s %lf", &baseline, &size), 2);
    if (baseline - size < foot)
        fail_msg("the bar's foot is at %.1f, the first label's top at %.1f", foot, baseline - size);
    trace_destroy(trace);
    arena_destroy(arena);
}

/* Bars on both sides of a line at 0, intervals on both sides of it; a course that goes on as what is not observed. */
static void test_points(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct fault f = {0};
    const struct hand_plot one = {.rows = 4, .columns = 1, .values = HAND_POINTS},
                           course = {.rows = 2, .columns = 3, .values = HAND_BELOW, .without_n = true};
    const struct plot *points = hand_plot(arena, &one);
    struct plot *carried = hand_plot(arena, &course);
    struct plot_value *values = arena_copy(arena, carried->values, 6 * sizeof *values);
    values[2].carried = values[5].carried = true;
    carried->values = values;
    expect_drawn("points_bars", figure_make(arena, FIGURE_BARS, points, &f));
    expect_drawn("points_dots", figure_make(arena, FIGURE_DOTS, points, &f));
    expect_drawn("points_line", figure_make(arena, FIGURE_LINE, carried, &f));
    arena_destroy(arena);
}

static void check_well_formed(const char *path) {
    struct arena *arena = arena_create();
    struct fault f = {0};
    size_t length;
    const char *text = file_read(arena, path, 1 << 24, &length, &f);
    assert_non_null(text);
    XML_Parser parser = XML_ParserCreate("UTF-8");
    if (XML_Parse(parser, text, (int)length, 1) != XML_STATUS_OK)
        fail_msg("line %lu: %s", XML_GetCurrentLineNumber(parser), XML_ErrorString(XML_GetErrorCode(parser)));
    assert_non_null(strstr(text, "合成データ &lt;&amp;&gt;"));
    XML_ParserFree(parser);
    arena_destroy(arena);
}

static void test_svg(void **state) {
    (void)state;
    char path[] = "/tmp/shukei-figure-XXXXXX";
    const int made = mkstemp(path);
    assert_true(made >= 0);
    close(made);
    for (int kind = FIGURE_NATURAL + 1; kind < FIGURE_KINDS; kind++) {
        struct arena *arena = arena_create();
        struct fault f = {0};
        if (!svg_figure_write(arena, example(arena, (enum figure_kind)kind), "合成データ <&>", "ja", path,
                              &f))
            fail_msg("%s", f.text);
        check_well_formed(path);
        arena_destroy(arena);
    }
    unlink(path);
}

/* --- helpers --- */

static void test_common_axis(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct figure a = *natural(arena, hand_kinds(arena)), b = a, pie = *natural(arena, hand_trouble(arena));
    static const struct hand_row rows[] = {{"a", "あ", 9, TABLE_OPTION}, {"b", "い", 1, TABLE_OPTION}, {0}};
    b.plot = natural(arena, hand_table(arena, "t", "multi", "題", 10, rows))->plot;
    struct figure *const figures[] = {&a, &b, &pie};
    figure_common_axis(figures, 3);
    assert_float_equal(a.axis_max, 90, 1e-9);
    assert_float_equal(b.axis_max, 90, 1e-9);
    assert_float_equal(pie.axis_max, 0, 1e-9);
    a.plot = hand_plot(arena, &(struct hand_plot){.rows = 5, .columns = 1, .values = HAND_BELOW});
    figure_common_axis(figures, 3);
    for (size_t i = 0; i < 2; i++) {
        assert_float_equal(figures[i]->axis_min, -10.4, 1e-9);
        assert_float_equal(figures[i]->axis_max, 90, 1e-9);
    }
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

/* Every prefecture has one tile of its own, and there is a corner for the key. */
static void test_tiles(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct fault f = {0};
    const struct tiles *tiles = tiles_load(arena, &f);
    if (!tiles)
        fail_msg("%s", f.text);
    assert_int_equal(tiles->count, 47);
    for (int code = 1; code <= 47; code++)
        assert_non_null(tiles_find(tiles, arena_printf(arena, "pref=%02d", code)));
    assert_null(tiles_find(tiles, "pref=48"));
    assert_null(tiles_find(tiles, "total"));
    assert_true(tiles->free_columns >= 5 && tiles->free_rows >= 4);
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_natural_kind), cmocka_unit_test(test_empty_rows),
        cmocka_unit_test(test_refusals),     cmocka_unit_test(test_nasty_data),
        cmocka_unit_test(test_traces),       cmocka_unit_test(test_svg),
        cmocka_unit_test(test_common_axis),  cmocka_unit_test(test_spread),
        cmocka_unit_test(test_tiles),        cmocka_unit_test(test_points),
        cmocka_unit_test(test_high_stack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
