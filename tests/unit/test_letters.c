/* Letters of columns, on returns made to differ (the numbers themselves: tests/oracle/test_letters.sh), and how a grid
 * of the PDF prints them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reports/model/grid.h"
#include "reports/model/table_test.h"
#include "tests/unit/tiny_survey.h"

enum { RETURNS = 120 };

/* 40 clinics of which 30 had trouble, 40 dental ones with 10, 40 hospitals with 14; every tenth ticks two kinds. */
static const struct table_set *tables(struct arena *arena, const char *key, struct table_options options) {
    static const char *const types[] = {"clinic", "dental", "hospital"};
    static const int troubled[] = {30, 10, 14};
    const char *lines[RETURNS + 1] = {0};
    for (int i = 0; i < RETURNS; i++) {
        bool yes = i % 40 < troubled[i / 40];
        lines[i] = arena_printf(arena, "13 %s %s %s - - yes 1 1 -", types[i / 40], yes ? "yes" : "no",
                                !yes          ? "~"
                                : i % 10 == 0 ? "a|c"
                                : i % 2       ? "a"
                                              : "c");
    }
    const struct questionnaire *q = tiny_questionnaire_of(arena, tiny_json);
    size_t count, *questions = arena_array(arena, 2, sizeof *questions);
    questions[0] = TROUBLE;
    questions[1] = KIND;
    struct response **all = tiny_responses(arena, q, lines, &count);
    const struct dataset *d = dataset_from_responses(arena, q, (const struct response *const *)all, count);
    const struct cube_spec spec = {
        .questions = questions, .question_count = 2, .keys = {key}, .key_count = 1};
    struct fault f = {0};
    const struct cube *cube = cube_count(arena, d, &spec, &f);
    assert_non_null(cube);
    return table_make(arena, cube, &options);
}

static struct table_options lettering(enum adjust_method adjust) {
    struct table_options options = table_default_options;
    options.letters = true;
    options.adjust = adjust;
    return options;
}

static const struct table_cell *cell_of(const struct table *t, const char *row, const char *column) {
    return &table_row_find(t, row)->cells[table_column_find(t, column)];
}

static void test_higher_gets_the_letter(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct table *t = table_find(tables(arena, "type", lettering(ADJUST_BONFERRONI)), "trouble");
    assert_string_equal(t->columns[1].letter, "A");
    assert_null(t->columns[0].letter);
    assert_string_equal(cell_of(t, "yes", "type=clinic")->letters, "B C");
    assert_null(cell_of(t, "yes", "type=hospital")->letters);
    assert_string_equal(cell_of(t, "no", "type=dental")->letters, "A");
    assert_true(table_cell_has_mark(cell_of(t, "yes", "type=clinic"), "C"));
    assert_true(t->test->method == TABLE_TEST_PEARSON && t->test->p < 1e-4);
    assert_int_equal(t->test->comparisons, 3);
    arena_destroy(arena);
}

/* Of those with trouble only the clinics are 30: nobody to compare them with. */
static void test_few_returns(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct table *t = table_find(tables(arena, "type", lettering(ADJUST_HOLM)), "kind");
    assert_null(t->columns[1].letter);
    assert_non_null(t->test->why_no_letters);
    assert_false(table_has_letters(t));
    assert_int_equal(t->test->method, TABLE_TEST_RAO_SCOTT);
    arena_destroy(arena);
}

static void test_overlapping_columns(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct table_options options = lettering(ADJUST_NONE);
    options.small_n = 10;
    const struct table *t = table_find(tables(arena, "kind", options), "trouble");
    assert_true(t->test->against_rest && t->test->method == TABLE_TEST_NONE && t->test->why);
    assert_string_equal(cell_of(t, "yes", "kind=a")->letters, "+");
    assert_string_equal(cell_of(t, "no", "kind=a")->letters, "-");
    assert_null(t->columns[1].letter);
    arena_destroy(arena);
}

static void test_hidden_cells(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct table_options options = lettering(ADJUST_BONFERRONI);
    options.suppress = 12;
    const struct table *t = table_find(tables(arena, "type", options), "trouble");
    assert_int_equal(t->test->method, TABLE_TEST_NONE);
    for (size_t r = 0; r < t->row_count; r++)
        for (size_t c = 0; c < t->column_count; c++)
            assert_false(t->rows[r].cells[c].suppressed && t->rows[r].cells[c].letters);
    arena_destroy(arena);
}

static void test_grid(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct table *t = table_find(tables(arena, "type", lettering(ADJUST_BONFERRONI)), "trouble");
    const struct grid *grid = grid_of_table(arena, t, 0, t->column_count);
    assert_string_equal(grid->columns[3].group, "Clinic (A)\nn=40");
    assert_string_equal(grid->rows[0].cells[4].text, "75.0% B C");
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_higher_gets_the_letter),
        cmocka_unit_test(test_few_returns),
        cmocka_unit_test(test_overlapping_columns),
        cmocka_unit_test(test_hidden_cells),
        cmocka_unit_test(test_grid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
