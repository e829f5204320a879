/* table: percentages from integers, marks, notes, suppression, and how tables are written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/base/columns.h"
#include "engine/base/lang.h"
#include "reports/text/table_csv.h"
#include "reports/text/table_text.h"
#include "tests/unit/tiny_survey.h"

#include "reports/model/table.h"

struct fixture {
    struct arena *arena;
    const struct questionnaire *q;
    const struct dataset *d;
};

/* Ticks of `kind`: 16 clinics with trouble, 1 ticked c, 8 ticked a and b, 6 a alone, 1 nothing; 5 of those
 * charged in full, 3 of them with a number; 20 dental without trouble. */
static struct fixture set_up(void) {
    struct fixture x = {.arena = arena_create()};
    struct response *all[36];
    x.q = tiny_questionnaire(x.arena);
    for (size_t i = 0; i < 36; i++) {
        const char *line = i == 0    ? "13 clinic yes c   -  - no"
                           : i < 4   ? "13 clinic yes a|b x  - yes 2"
                           : i < 6   ? "13 clinic yes a|b x  - yes -"
                           : i < 9   ? "27 clinic yes a|b y  - no"
                           : i < 15  ? "27 clinic yes a   x  - no"
                           : i == 15 ? "27 clinic yes -   -  - no"
                                     : "27 dental no";
        all[i] = tiny_response(x.arena, x.q, line);
    }
    x.d = dataset_from_responses(x.arena, x.q, (const struct response *const *)all, 36);
    return x;
}

static const struct table_set *set_by(const struct fixture *x, size_t question, const char *key,
                                      const struct table_options *options) {
    struct fault f = {0};
    const size_t *questions = arena_copy(x->arena, &question, sizeof question);
    const struct cube_spec spec = {
        .questions = questions, .question_count = 1, .keys = {key}, .key_count = key ? 1 : 0};
    const struct cube *cube = cube_count(x->arena, x->d, &spec, &f);
    if (!cube)
        fail_msg("%s", f.text);
    return table_make(x->arena, cube, options);
}

static const struct table_cell *cell_of(const struct table_set *set, const char *row, const char *column) {
    const struct table_row *found = table_row_find(&set->tables[0], row);
    int at = table_column_find(&set->tables[0], column);
    assert_non_null(found);
    assert_true(at >= 0);
    return &found->cells[at];
}

static bool has_note(const struct table *t, const char *part) {
    for (size_t i = 0; i < t->note_count; i++)
        if (strstr(t->notes[i], part))
            return true;
    return false;
}

/* Half up, of the returns in the base; no answer stays in it. */
static void test_percent_of_cases(void **state) {
    (void)state;
    struct fixture x = set_up();
    const struct table_set *set = set_by(&x, KIND, NULL, &table_default_options);
    const struct table *t = &set->tables[0];
    assert_string_equal(cell_of(set, "a", "total")->text, "87.5%");
    assert_string_equal(cell_of(set, "b", "total")->text, "50.0%");
    assert_string_equal(cell_of(set, "c", "total")->text, "6.3%"); /* 1/16 = 6.25 */
    assert_string_equal(cell_of(set, "no_answer", "total")->text, "6.3%");
    assert_int_equal(cell_of(set, "a", "total")->n, 16);
    assert_true(cell_of(set, "c", "total")->percent == 6.25);
    assert_true(cell_of(set, "c", "total")->has_interval);
    assert_true(cell_of(set, "c", "total")->low < 6.25 && cell_of(set, "c", "total")->high > 6.25);
    assert_string_equal(t->base_text, "clinics with trouble");
    assert_int_equal(t->base_n, 16);
    assert_string_equal(t->id, "kind");
    assert_true(t->multi);
    assert_true(has_note(t, "may add up to more than 100%"));
    assert_true(has_note(t, "No answer stays in the base"));
    assert_ptr_equal(table_find(set, "kind"), t);
    assert_null(table_find(set, "kin"));
    arena_destroy(x.arena);
}

static void test_percent_of_answers(void **state) {
    (void)state;
    struct fixture x = set_up();
    struct table_options options = table_default_options;
    options.percent = TABLE_OF_ANSWERS;
    const struct table_set *set = set_by(&x, KIND, NULL, &options);
    assert_string_equal(cell_of(set, "a", "total")->text, "60.9%"); /* 14 of 23 ticks */
    assert_int_equal(cell_of(set, "a", "total")->n, 23);
    assert_false(cell_of(set, "a", "total")->has_interval);
    assert_string_equal(cell_of(set, "no_answer", "total")->text, "-");
    assert_int_equal(cell_of(set, "no_answer", "total")->count, 1);
    assert_false(has_note(&set->tables[0], "No answer stays"));
    arena_destroy(x.arena);
}

static void test_banner(void **state) {
    (void)state;
    struct fixture x = set_up();
    const struct table_set *set = set_by(&x, TROUBLE, "type", &table_default_options);
    const struct table *t = &set->tables[0];
    assert_string_equal(t->id, "trouble:type");
    assert_string_equal(t->key_label, "Type");
    assert_int_equal(t->columns[0].n, 36);
    assert_int_equal(cell_of(set, "yes", "type=clinic")->count, 16);
    assert_int_equal(cell_of(set, "yes", "type=clinic")->mark_count, 1);
    assert_string_equal(cell_of(set, "yes", "type=clinic")->marks[0], "small_n");
    assert_int_equal(cell_of(set, "yes", "total")->mark_count, 0);
    assert_string_equal(cell_of(set, "yes", "type=hospital")->text, "-"); /* nobody there */
    assert_false(cell_of(set, "yes", "type=hospital")->has_interval);
    assert_true(has_note(t, "fewer than 30"));
    assert_int_equal(table_column_find(t, "type=barber"), -1);
    arena_destroy(x.arena);
}

static void test_number(void **state) {
    (void)state;
    struct fixture x = set_up();
    const struct table *t = &set_by(&x, FULL_COUNT, NULL, &table_default_options)->tables[0];
    assert_int_equal(t->base_n, 5);
    assert_int_equal(t->summaries[0].given, 3);
    assert_int_equal(t->summaries[0].unstated, 2);
    assert_int_equal(t->summaries[0].at_least, 8);
    assert_string_equal(t->summaries[0].at_least_text, "8");
    assert_string_equal(t->summaries[0].mean_text, "2.0");
    assert_string_equal(t->summaries[0].mode_text, "2");
    assert_true(has_note(t, "at least 8"));
    assert_true(has_note(t, "one each for 2 without"));
    arena_destroy(x.arena);
}

static void test_exact_numbers(void **state) {
    (void)state;
    struct fixture x = set_up();
    struct response *all[4];
    static const int64_t values[] = {1, 2, 2, 1204};
    for (size_t i = 0; i < 4; i++) {
        all[i] = tiny_response(x.arena, x.q, "13 clinic no");
        all[i]->answers[STAFF] = (struct answer){.code = -1, .number = values[i] * NUMBER_ONE};
    }
    x.d = dataset_from_responses(x.arena, x.q, (const struct response *const *)all, 4);
    const struct table_summary *s = &set_by(&x, STAFF, NULL, &table_default_options)->tables[0].summaries[0];
    assert_string_equal(s->sum_text, "1,209");
    assert_string_equal(s->mean_text, "302.3"); /* 302.25 */
    assert_string_equal(s->median_text, "2");
    assert_string_equal(s->max_text, "1,204");
    assert_null(s->at_least_text);
    all[1]->answers[STAFF].number = 5 * NUMBER_ONE / 2;
    x.d = dataset_from_responses(x.arena, x.q, (const struct response *const *)all, 4);
    s = &set_by(&x, STAFF, NULL, &table_default_options)->tables[0].summaries[0];
    assert_string_equal(s->median_text, "2.25");
    assert_string_equal(s->mode_text, "-");
    arena_destroy(x.arena);
}

/* --- suppression --- */

static void test_suppressed_table(void **state) {
    (void)state;
    struct fixture x = set_up();
    struct table_options options = table_default_options;
    options.suppress = 4;
    const struct table_set *set = set_by(&x, FULL, "pref", &options);
    /* 13: 5 yes 1 no; 27: 10 no, 20 no answer. */
    const struct table_cell *one = cell_of(set, "no", "pref=13");
    assert_true(one->suppressed);
    assert_string_equal(one->text, TABLE_HIDDEN);
    assert_int_equal(one->count, 0);
    assert_true(cell_of(set, "no", "pref=27")->suppressed);
    assert_true(cell_of(set, "yes", "pref=13")->suppressed);
    assert_true(has_note(&set->tables[0], "fewer than 4"));
    /* Three stated their number: the sum would tell. */
    set = set_by(&x, FULL_COUNT, NULL, &options);
    assert_true(set->tables[0].summaries[0].suppressed);
    assert_string_equal(set->tables[0].summaries[0].sum_text, TABLE_HIDDEN);
    assert_false(has_note(&set->tables[0], "at least"));
    arena_destroy(x.arena);
}

/* --- writing --- */

static char *written(struct arena *arena, void (*write)(FILE *, const struct table_set *),
                     const struct table_set *set) {
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    write(out, set);
    fclose(out);
    char *copy = arena_strdup(arena, text);
    free(text);
    return copy;
}

static void test_text(void **state) {
    (void)state;
    struct fixture x = set_up();
    const char *text = written(x.arena, table_text_write, set_by(&x, KIND, NULL, &table_default_options));
    static const char expected[] = "Kind\n"
                                   "Base: clinics with trouble  n=16 (several answers allowed)\n"
                                   "\n"
                                   "              total†  95% interval\n"
                                   "----------------------------------\n"
                                   "n          16\n"
                                   "A          14  87.5%    64.0-96.5%\n"
                                   "B           8  50.0%    28.0-72.0%\n"
                                   "C           1   6.3%     1.1-28.3%\n"
                                   "no answer   1   6.3%     1.1-28.3%\n";
    if (strncmp(text, expected, strlen(expected)) != 0)
        fail_msg("%s", text);
    text = written(x.arena, table_text_write, set_by(&x, TROUBLE, "pref", &table_default_options));
    assert_non_null(strstr(text, "Trouble, by Prefecture\n"));
    for (const char *at = text; *at; at += strcspn(at, "\n"), at += *at == '\n') {
        char *line = arena_strndup(x.arena, at, strcspn(at, "\n"));
        assert_true(columns_of(line) <= 120);
    }
    arena_destroy(x.arena);
}

static void test_csv(void **state) {
    (void)state;
    struct fixture x = set_up();
    struct table_options options = table_default_options;
    options.interval = INTERVAL_NONE;
    const char *text = written(x.arena, table_csv_write, set_by(&x, FULL_COUNT, NULL, &options));
#define BASE "clinics that answered “Yes” to “Charged in full”"
    static const char expected[] =
        "survey,table,question,row,row_label,column,column_label,count,n,percent,low,high,text,suppressed,"
        "marks,base,only,percent_of,weight,interval,level\n"
        "tiny,full_count,full_count,2,2,total,total,3,5,60,,,60.0%,0,small_n," BASE ",,cases,,,\n"
        "tiny,full_count,full_count,no_answer,no answer,total,total,2,5,40,,,40.0%,0,small_n," BASE
        ",,cases,,,\n"
        "tiny,full_count,full_count,summary.n,summary.n,total,total,,,,,,3,0,," BASE ",,cases,,,\n";
#undef BASE
    if (strncmp(text, expected, strlen(expected)) != 0)
        fail_msg("%s", text);
    arena_destroy(x.arena);
}

/* Ambiguous characters are as wide as the terminal's font makes them. */
static void test_columns(void **state) {
    (void)state;
    const char *before = lang_enter("ja");
    assert_int_equal(columns_of("●表記a"), 7);
    assert_int_equal(columns_fit("●表記a", 5), strlen("●表"));
    lang_enter("en");
    assert_int_equal(columns_of("●表記a"), 6);
    assert_int_equal(columns_fit("medical clinic", 9), strlen("medical"));
    assert_int_equal(columns_fit("x", 0), 1);
    assert_int_equal(columns_fit("", 0), 0);
    lang_enter(before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_percent_of_cases),
        cmocka_unit_test(test_percent_of_answers),
        cmocka_unit_test(test_banner),
        cmocka_unit_test(test_number),
        cmocka_unit_test(test_exact_numbers),
        cmocka_unit_test(test_suppressed_table),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
