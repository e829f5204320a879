/* cube: every rule of counting, on returns few enough to be counted by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/tabulation/cube_banner.h"
#include "tests/unit/tiny_survey.h"

/* pref type trouble kind detail story full full_count staff day */
static const char *const lines[] = {
    "13 clinic   yes a|b x   long_story yes 3  4  2024-01-09", /* 1 */
    "13 clinic   yes a   x|y -          yes -  5  2024-01-09", /* 2: charged, number not stated */
    "13 dental   yes -   ~   -          no  ~  12 2024-01-10", /* 3: had trouble, did not say which */
    "13 hospital no  ~   ~   ~          no  ~  -  -",          /* 4 */
    "27 clinic   yes b|c ~   words      yes 3  5  2024-01-09", /* 5 */
    "27 clinic   yes 0   ~   -          yes !  00 !",          /* 6: none of these; number unreadable */
    "27 -        no  a|b x   words      -   7  9  -",          /* 7: routed past, yet answered */
    "-  dental   -   ~   ~   ~          -   ~  1  -",          /* 8: says nothing of trouble */
    "-  clinic   !   ~   ~   ~          !   ~  2  -",          /* 9: two ticks */
    "1  hospital yes !   ~   words      yes 10 20 -",          /* 10 */
    NULL};

struct fixture {
    struct arena *arena;
    const struct questionnaire *q;
    const struct dataset *d;
};

static struct fixture set_up(void) {
    struct fixture x = {.arena = arena_create()};
    size_t count;
    x.q = tiny_questionnaire(x.arena);
    struct response **all = tiny_responses(x.arena, x.q, lines, &count);
    x.d = dataset_from_responses(x.arena, x.q, (const struct response *const *)all, count);
    return x;
}

static const struct cube *cube_by(const struct fixture *x, size_t question, const char *a, const char *b,
                                  const char *where, const char *base) {
    struct fault f = {0};
    size_t *questions = arena_copy(x->arena, &question, sizeof question);
    struct cube_spec spec = {
        .questions = questions, .question_count = 1, .keys = {a, b}, .key_count = a ? 1 + !!b : 0};
    if (where)
        spec.where = expr_compile(x->arena, x->q, spec.where_text = where, &f);
    if (base)
        spec.base = expr_compile(x->arena, x->q, spec.base_text = base, &f);
    const struct cube *cube = f.kind ? NULL : cube_count(x->arena, x->d, &spec, &f);
    if (!cube)
        fail_msg("%s", f.text);
    return cube;
}

static bool is_called(const struct cube *cube, size_t column, const char *key) {
    struct arena *scratch = arena_create();
    bool is = strcmp(cube_banner_column(scratch, cube->banner, column).key, key) == 0;
    arena_destroy(scratch);
    return is;
}

static int64_t count_of(const struct cube *cube, const char *row, const char *column) {
    const struct cube_question *q = &cube->questions[0];
    for (size_t r = 0; r < q->row_count; r++)
        for (size_t c = 0; c < cube->column_count; c++)
            if (strcmp(q->rows[r].key, row) == 0 && is_called(cube, c, column))
                return cube_at(cube, 0, r, c);
    return -1; /* no such row or column */
}

static int64_t n_of(const struct cube *cube, const char *column) {
    for (size_t c = 0; c < cube->column_count; c++)
        if (is_called(cube, c, column))
            return cube_n(cube, &cube->questions[0], c);
    return -1;
}

struct expected {
    size_t question;
    const char *row;
    int64_t count; /* -1: no such row */
    int64_t n;
};

static int64_t answers_of(const struct cube *cube) {
    return cube_answers(cube, &cube->questions[0], 0);
}

static const struct cube_number *number_of(struct arena *arena, const struct cube *cube, size_t column) {
    return cube_summary(arena, cube, &cube->questions[0], column);
}

/* Base, silences, and no answer in the base of multi answers. */
static void test_rows(void **state) {
    (void)state;
    static const struct expected cases[] = {
        {TROUBLE, "yes", 6, 10},
        {TROUBLE, "no", 2, 10},
        {TROUBLE, "no_answer", 1, 10},
        {TROUBLE, "invalid", 1, 10},
        {TROUBLE, "none", -1, 10},
        {TROUBLE, "not_applicable", -1, 10},
        {KIND, "a", 2, 6},
        {KIND, "b", 2, 6},
        {KIND, "c", 1, 6},
        {KIND, "no_answer", 1, 6},
        {KIND, "none", 1, 6},
        {KIND, "invalid", 1, 6},
        {DETAIL, "x", 2, 2},
        {DETAIL, "y", 1, 2},
        {DETAIL, "no_answer", 0, 2},
        {STORY, "answered", 3, 6},
        {STORY, "no_answer", 3, 6},
        {FULL_COUNT, "3", 2, 5},
        {FULL_COUNT, "10", 1, 5},
        {FULL_COUNT, "7", -1, 5},
        {FULL_COUNT, "no_answer", 1, 5},
        {FULL_COUNT, "invalid", 1, 5},
        {STAFF, "-1", 1, 10},
        {STAFF, "1-4", 3, 10},
        {STAFF, "5", 2, 10},
        {STAFF, "6-9", 1, 10},
        {STAFF, "10-", 2, 10},
        {STAFF, "no_answer", 1, 10},
        {DAY, "2024-01-09", 3, 10},
        {DAY, "2024-01-10", 1, 10},
        {DAY, "no_answer", 5, 10},
        {DAY, "invalid", 1, 10},
    };
    struct fixture x = set_up();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct cube *cube = cube_by(&x, cases[i].question, NULL, NULL, NULL, NULL);
        int64_t count = count_of(cube, cases[i].row, "total");
        if (count != cases[i].count || n_of(cube, "total") != cases[i].n)
            fail_msg("%s %s: %ld of %ld", x.q->questions[cases[i].question].id, cases[i].row, (long)count,
                     (long)n_of(cube, "total"));
    }
    arena_destroy(x.arena);
}

/* A wider base lets "not applicable" in, and nothing is lost: the rows of a single answer add up to n. */
static void test_wider_base(void **state) {
    (void)state;
    struct fixture x = set_up();
    const struct cube *cube = cube_by(&x, KIND, NULL, NULL, NULL, "");
    assert_int_equal(n_of(cube, "total"), 10);
    assert_int_equal(count_of(cube, "not_applicable", "total"), 4);
    assert_int_equal(count_of(cube, "a", "total"), 2);
    assert_string_equal(cube->questions[0].base_text, "all clinics");
    assert_null(cube->questions[0].base_where);
    cube = cube_by(&x, FULL, NULL, NULL, NULL, "trouble = yes");
    assert_string_equal(cube->questions[0].base_text, "clinics with trouble");
    assert_string_equal(cube->questions[0].base_where, "trouble = yes");
    assert_int_equal(n_of(cube, "total"), 6);
    arena_destroy(x.arena);
}

/* n per column; the columns, with the unknown one, add up to the total, in every row of every question. */
static void test_columns_add_up(void **state) {
    (void)state;
    static const char *const keys[][2] = {{"type", NULL},   {"pref", NULL},      {"care", NULL},
                                          {"type", "pref"}, {"trouble", "care"}, {"channel", NULL}};
    struct fixture x = set_up();
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        for (size_t question = 0; question < TINY_QUESTIONS; question++) {
            const struct cube *cube = cube_by(&x, question, keys[k][0], keys[k][1], NULL, NULL);
            const struct cube_question *q = &cube->questions[0];
            assert_true(cube->partition);
            for (size_t r = 0; r <= q->row_count; r++) {
                bool is_row = r < q->row_count; /* after them the base */
                int64_t sum = 0, total = is_row ? cube_cell(cube, q, r, 0) : cube_n(cube, q, 0);
                for (size_t c = 1; c < cube->column_count; c++)
                    sum += is_row ? cube_cell(cube, q, r, c) : cube_n(cube, q, c);
                if (sum != total)
                    fail_msg("%s by %s: row %zu: %ld, total %ld", q->question->id, keys[k][0], r, (long)sum,
                             (long)total);
            }
        }
    arena_destroy(x.arena);
}

static void test_banner(void **state) {
    (void)state;
    struct fixture x = set_up();
    const struct cube *cube = cube_by(&x, KIND, "type", NULL, NULL, NULL);
    assert_int_equal(cube->column_count, 5);
    assert_string_equal(cube->key_label, "Type");
    assert_true(cube_banner_unknown(cube->banner, 4));
    assert_false(cube_banner_unknown(cube->banner, 3));
    assert_false(cube_banner_unknown(cube->banner, 0));
    assert_int_equal(n_of(cube, "type=clinic"), 4);
    assert_int_equal(n_of(cube, "type=dental"), 1);
    assert_int_equal(n_of(cube, "type=hospital"), 1);
    assert_int_equal(n_of(cube, "type=unknown"), 0);
    assert_int_equal(count_of(cube, "b", "type=clinic"), 2);
    assert_int_equal(count_of(cube, "no_answer", "type=dental"), 1);
    cube = cube_by(&x, TROUBLE, "type", "pref", NULL, NULL);
    assert_int_equal(n_of(cube, "type=clinic,pref=13"), 2);
    assert_int_equal(count_of(cube, "invalid", "type=clinic,pref=unknown"), 1);
    assert_int_equal(count_of(cube, "no", "type=unknown,pref=27"), 1);
    const struct cube_column *columns = cube_columns(x.arena, cube);
    assert_string_equal(columns[0].key, "total");
    assert_string_equal(columns[1].key, "type=clinic,pref=01");
    assert_string_equal(columns[2].key, "type=clinic,pref=02");
    assert_false(columns[2].unknown);
    assert_true(columns[cube->column_count - 1].unknown);
    /* Hospital is in no category of this grouping, but it was answered. */
    cube = cube_by(&x, TROUBLE, "care", NULL, NULL, NULL);
    assert_int_equal(n_of(cube, "care=out"), 7);
    assert_int_equal(n_of(cube, "care=other"), 2);
    assert_int_equal(n_of(cube, "care=unknown"), 1);
    arena_destroy(x.arena);
}

/* A multi-answer question as key: a return stands in every column that it ticked. */
static void test_multi_banner(void **state) {
    (void)state;
    struct fixture x = set_up();
    const struct cube *cube = cube_by(&x, FULL, "kind", NULL, "trouble = yes", NULL);
    assert_false(cube->partition);
    assert_int_equal(n_of(cube, "total"), 6);
    assert_int_equal(n_of(cube, "kind=a"), 2);
    assert_int_equal(n_of(cube, "kind=b"), 2);
    assert_int_equal(n_of(cube, "kind=c"), 1);
    assert_int_equal(n_of(cube, "kind=unknown"), 3);
    assert_int_equal(count_of(cube, "yes", "kind=a"), 2);
    assert_int_equal(count_of(cube, "no", "kind=unknown"), 1);
    cube = cube_by(&x, FULL, "type", "kind", NULL, NULL);
    assert_int_equal(n_of(cube, "type=clinic,kind=b"), 2);
    cube = cube_by(&x, FULL_COUNT, "kind", "detail", NULL, NULL);
    assert_int_equal(n_of(cube, "kind=a,detail=x"), 2);
    assert_int_equal(count_of(cube, "3", "kind=a,detail=x"), 1);
    assert_int_equal(number_of(x.arena, cube, 1)->unstated, 1); /* kind=a,detail=x */
    arena_destroy(x.arena);
}

static void test_filter(void **state) {
    (void)state;
    struct fixture x = set_up();
    const struct cube *cube = cube_by(&x, KIND, NULL, NULL, "pref = 27", NULL);
    assert_int_equal(n_of(cube, "total"), 2);
    assert_int_equal(count_of(cube, "b", "total"), 1);
    assert_int_equal(count_of(cube, "none", "total"), 1);
    arena_destroy(x.arena);
}

/* Answers in all, for percent of answers. */
static void test_answers(void **state) {
    (void)state;
    struct fixture x = set_up();
    assert_int_equal(answers_of(cube_by(&x, KIND, NULL, NULL, NULL, NULL)), 5);
    assert_int_equal(answers_of(cube_by(&x, TROUBLE, NULL, NULL, NULL, NULL)), 8);
    arena_destroy(x.arena);
}

/* "At least": a yes without a readable number counts as one. */
static void test_numbers(void **state) {
    (void)state;
    struct fixture x = set_up();
    const struct cube_number *number = number_of(x.arena, cube_by(&x, FULL_COUNT, NULL, NULL, NULL, NULL), 0);
    assert_int_equal(number->given, 3);
    assert_int_equal(number->unstated, 2);
    assert_true(number->sum == 16 * (int64_t)NUMBER_ONE);
    assert_int_equal(number->min, 3 * NUMBER_ONE);
    assert_int_equal(number->max, 10 * NUMBER_ONE);
    assert_int_equal(number->median_twice, 6 * NUMBER_ONE);
    assert_int_equal(number->mode_count, 1);
    assert_int_equal(number->modes[0], 3 * NUMBER_ONE);
    /* 0 1 2 4 5 5 9 12 20: nine values; by prefecture 13: 4 5 12, 27: 0 5 9, none stands twice there. */
    const struct cube *cube = cube_by(&x, STAFF, "pref", NULL, NULL, NULL);
    assert_int_equal(number_of(x.arena, cube, 0)->median_twice, 10 * NUMBER_ONE);
    assert_int_equal(number_of(x.arena, cube, 0)->modes[0], 5 * NUMBER_ONE);
    assert_int_equal(number_of(x.arena, cube, 13)->given, 3);
    assert_int_equal(number_of(x.arena, cube, 13)->median_twice, 10 * NUMBER_ONE);
    assert_int_equal(number_of(x.arena, cube, 13)->mode_count, 0);
    assert_int_equal(number_of(x.arena, cube, 48)->given, 2); /* unknown prefecture: 1 2 */
    assert_int_equal(number_of(x.arena, cube, 48)->median_twice, 3 * NUMBER_ONE);
    assert_int_equal(number_of(x.arena, cube, 2)->given, 0);
    arena_destroy(x.arena);
}

/* Too many different numbers to list: classes are made, and they hold everything. */
static void test_many_values(void **state) {
    (void)state;
    enum { RETURNS = 300 };
    struct fixture x = set_up();
    struct response *all[RETURNS];
    for (size_t i = 0; i < RETURNS; i++) {
        all[i] = tiny_response(x.arena, x.q, "13 clinic no ~ ~ ~ yes -");
        all[i]->answers[FULL_COUNT] =
            (struct answer){.code = -1, .number = ((int64_t)i * 7 - 40) * NUMBER_ONE};
    }
    x.d = dataset_from_responses(x.arena, x.q, (const struct response *const *)all, RETURNS);
    const struct cube *cube = cube_by(&x, FULL_COUNT, NULL, NULL, NULL, NULL);
    int64_t sum = 0;
    assert_in_range(cube->questions[0].row_count, 3, 22);
    for (size_t r = 0; r < cube->questions[0].row_count; r++)
        sum += cube_at(cube, 0, r, 0);
    assert_int_equal(sum, RETURNS);
    assert_string_equal(cube->questions[0].rows[0].key, "-200--1");
    assert_int_equal(cube_at(cube, 0, 0, 0), 6);
    assert_string_equal(cube->questions[0].rows[1].label, "0-199");
    assert_int_equal(number_of(x.arena, cube, 0)->mode_count, 0);
    arena_destroy(x.arena);
}

/* Classes of numbers with places reach up to the next bound, which is not in them. */
static void test_class_labels(void **state) {
    (void)state;
    static const char json[] =
        "{\"format\": \"shukei-survey-1\", \"id\": \"rates\", \"title\": \"Rates\", \"lang\": \"en\","
        " \"organiser\": \"Nobody\", \"questions\": [{\"id\": \"rate\", \"kind\": \"number\", \"label\": "
        "\"Rate\","
        " \"unit\": \"%\", \"decimals\": 1, \"classes\": [10, 20.5, 1000]}]}";
    static const char *const values[] = {"10", "20.4", "20.5", "999.9", "9.9", NULL};
    static const struct {
        const char *key, *label;
        int64_t count;
    } rows[] = {{"-10", "under 10%", 1},
                {"10-20.5", "10% to under 20.5%", 2},
                {"20.5-1000", "20.5% to under 1,000%", 2},
                {"1000-", "1,000% or more", 0}};
    struct fixture x = {.arena = arena_create()};
    size_t count;
    x.q = tiny_questionnaire_of(x.arena, json);
    struct response **all = tiny_responses(x.arena, x.q, values, &count);
    x.d = dataset_from_responses(x.arena, x.q, (const struct response *const *)all, count);
    const struct cube *cube = cube_by(&x, 0, NULL, NULL, NULL, NULL);
    for (size_t r = 0; r < 4; r++) {
        assert_string_equal(cube->questions[0].rows[r].key, rows[r].key);
        assert_string_equal(cube->questions[0].rows[r].label, rows[r].label);
        assert_int_equal(cube_at(cube, 0, r, 0), rows[r].count);
    }
    arena_destroy(x.arena);
}

static void test_unknown_keys(void **state) {
    (void)state;
    static const struct {
        const char *key, *part;
    } cases[] = {{"tipe", "did you mean \"type\""},
                 {"asociation", "did you mean \"association\""},
                 {"staff", "not a question with options"},
                 {"colour", "no such key"}};
    struct fixture x = set_up();
    size_t question = TROUBLE;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault f = {0};
        struct cube_spec spec = {
            .questions = &question, .question_count = 1, .keys = {cases[i].key}, .key_count = 1};
        assert_null(cube_count(x.arena, x.d, &spec, &f));
        assert_int_equal(f.kind, FAULT_USAGE);
        if (!strstr(f.text, cases[i].part))
            fail_msg("%s: not in: %s", cases[i].part, f.text);
    }
    arena_destroy(x.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),           cmocka_unit_test(test_wider_base),
        cmocka_unit_test(test_columns_add_up), cmocka_unit_test(test_banner),
        cmocka_unit_test(test_multi_banner),   cmocka_unit_test(test_filter),
        cmocka_unit_test(test_answers),        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_many_values),    cmocka_unit_test(test_unknown_keys),
        cmocka_unit_test(test_class_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
