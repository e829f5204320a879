/* plots of tables: which cells become which values, what is hidden, in which order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reports/model/plot.h"
#include "tests/unit/hand_tables.h"

enum { TOTAL, TOKYO, OSAKA, NOBODY, UNKNOWN, COLUMNS };
enum { YES, NO, SILENT, NET, ROWS };

/* 全体 100, 東京 60, 大阪 40 (hidden n), 福井 0, and no column for who did not say where. */
static struct table *crossed(struct arena *arena, bool multi) {
    static const struct table_column columns[COLUMNS] = {
        [TOTAL] = {.key = "total", .label = "全体", .n = 100},
        [TOKYO] = {.key = "pref=13", .label = "東京都", .n = 60},
        [OSAKA] = {.key = "pref=27", .label = "大阪府", .n = TABLE_N_HIDDEN},
        [NOBODY] = {.key = "pref=18", .label = "福井県", .n = 0},
        [UNKNOWN] = {.key = "unknown", .label = "不明", .n = 0, .unknown = true}};
    static const int64_t counts[ROWS][COLUMNS] = {[YES] = {30, 20, 10, 0, 0},
                                                  [NO] = {70, 40, -1, 0, 0},
                                                  [SILENT] = {0, 0, 0, 0, 0},
                                                  [NET] = {100, 60, 40, 0, 0}};
    static const char *const keys[] = {"yes", "no", "no_answer", "net"}, *const labels[] = {"はい", "いいえ",
                                                                                            "無回答", "計"};
    static const enum table_row_kind kinds[] = {TABLE_OPTION, TABLE_OPTION, TABLE_SILENCE, TABLE_NET};
    static const char *const marks[] = {"small_n"};
    struct table *table = arena_alloc(arena, sizeof *table);
    struct table_row *rows = arena_array(arena, ROWS, sizeof *rows);
    for (size_t r = 0; r < ROWS; r++) {
        struct table_cell *cells = arena_array(arena, COLUMNS, sizeof *cells);
        for (size_t c = 0; c < COLUMNS; c++) {
            cells[c] = hand_cell(counts[r][c], columns[c].n > 0 ? columns[c].n : 0, 1);
            if (columns[c].n == TABLE_N_HIDDEN && counts[r][c] >= 0)
                cells[c] =
                    (struct table_cell){.count = counts[r][c], .n = TABLE_N_HIDDEN, .text = TABLE_HIDDEN};
        }
        cells[TOKYO].marks = marks, cells[TOKYO].mark_count = 1;
        rows[r] = (struct table_row){kinds[r], keys[r], labels[r], NULL, cells};
    }
    *table = (struct table){.id = "t",
                            .question = "t",
                            .number = "問1",
                            .kind = "single",
                            .title = "題",
                            .unit = "件",
                            .base_text = "全員",
                            .base_n = 100,
                            .columns = columns,
                            .column_count = COLUMNS,
                            .rows = rows,
                            .row_count = ROWS,
                            .net_count = 1,
                            .multi = multi};
    return table;
}

static const struct plot *make(struct arena *arena, bool multi, struct plot_choice choice) {
    struct fault f = {0};
    const struct plot *plot = plot_of_table(arena, crossed(arena, multi), &choice, &f);
    if (!plot)
        fail_msg("%s", f.text);
    return plot;
}

static void test_one_column(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct plot *plot = make(arena, false, (struct plot_choice){0});
    assert_int_equal(plot->row_count, 2); /* no net, and no silence that did not occur */
    assert_int_equal(plot->column_count, 1);
    assert_string_equal(plot->columns[0].n, "100");
    assert_string_equal(plot_at(plot, 0, 0)->text, "30.0%");
    assert_string_equal(plot_at(plot, 0, 0)->count, "30");
    assert_float_equal(plot_at(plot, 0, 0)->value, 30, 1e-12);
    assert_string_equal(plot->title, "問1　題");
    assert_non_null(strstr(plot->caption, "全員"));
    assert_non_null(strstr(plot->caption, "n=100"));
    assert_true(plot->exclusive);
    plot = make(arena, true, (struct plot_choice){0}); /* of several answers the greatest comes first */
    assert_string_equal(plot->rows[0].key, "no");
    assert_false(plot->exclusive);
    arena_destroy(arena);
}

static void test_hidden_and_none(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct plot *plot = make(arena, false, (struct plot_choice){.crossed = true});
    assert_int_equal(plot->column_count, 3); /* neither the total nor the empty column of who said nothing */
    assert_int_equal(plot_at(plot, 1, 1)->state, PLOT_HIDDEN); /* its count */
    assert_null(plot_at(plot, 1, 1)->count);
    assert_int_equal(plot_at(plot, 0, 1)->state,
                     PLOT_HIDDEN); /* its base: the count is known, the share is not */
    assert_string_equal(plot_at(plot, 0, 1)->text, TABLE_HIDDEN);
    assert_string_equal(plot->columns[1].n, TABLE_HIDDEN);
    assert_int_equal(plot_at(plot, 0, 2)->state, PLOT_NONE);
    double number;
    assert_false(plot_printed(plot_at(plot, 0, 1), &number));
    assert_true(plot_printed(plot_at(plot, 0, 0), &number));
    assert_float_equal(number, 33.3, 1e-12); /* as printed */
    assert_true(plot_printed(&(struct plot_value){.text = "1,067 cases"}, &number));
    assert_float_equal(number, 1067, 1e-12);
    assert_string_equal(plot->columns[0].label, "東京都†");
    arena_destroy(arena);
}

static void test_across(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct plot *plot =
        make(arena, false, (struct plot_choice){.option = "yes", .order = PLOT_BY_SIZE});
    static const char *const order[] = {"total", "pref=13", "pref=27", "pref=18"}; /* hidden and none last */
    assert_int_equal(plot->row_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(plot->rows[i].key, order[i]);
    assert_int_equal(plot->rows[0].kind, PLOT_WHOLE);
    assert_string_equal(plot->whole->text, "30.0%");
    assert_string_equal(plot->rows[1].n, "60");
    assert_false(plot->exclusive);
    arena_destroy(arena);
}

static void test_faults(void **state) {
    (void)state;
    static const char *const columns[] = {"pref=99"};
    const struct {
        struct plot_choice choice;
        const char *message;
    } cases[] = {
        {{.columns = columns, .column_count = 1}, "no column \"pref=99\"; write for example \"pref=13\""},
        {{.option = "ja"}, "no row \"ja\"; write for example \"yes\""}};
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault f = {0};
        assert_null(plot_of_table(arena, crossed(arena, false), &cases[i].choice, &f));
        if (!strstr(f.text, cases[i].message))
            fail_msg("%s", f.text);
    }
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_one_column),
                                       cmocka_unit_test(test_hidden_and_none), cmocka_unit_test(test_across),
                                       cmocka_unit_test(test_faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
