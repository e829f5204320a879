/*
 * cube: who is in a base and who was asked are two things.  Mostly they are the same returns, and counting makes use of it;
 * here they are not: a base of its own, and a question that an older version of the form did not have.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/tabulation/cube.h"
#include "engine/tabulation/dataset_build.h"
#include "tests/unit/tiny_survey.h"

static const char json[] =
    "{\"format\": \"shukei-survey-1\", \"id\": \"asked\", \"title\": \"Asked\", \"lang\": \"en\","
    " \"organiser\": \"Nobody\", \"unit\": \"clinics\", \"base_all\": \"all clinics\", \"questions\": ["
    "  {\"id\": \"open\", \"kind\": \"single\", \"label\": \"Open\", \"options\": ["
    "    {\"id\": \"yes\", \"label\": \"Yes\"}, {\"id\": \"no\", \"label\": \"No\"}]},"
    "  {\"id\": \"days\", \"kind\": \"number\", \"label\": \"Days\", \"ask\": \"open = yes\", \"at_least\": "
    "true},"
    "  {\"id\": \"why\", \"kind\": \"multi\", \"label\": \"Why\", \"ask\": \"open = yes\","
    "    \"base\": {\"where\": \"open = no\", \"text\": \"clinics that are closed\"}, \"options\": ["
    "    {\"id\": \"a\", \"label\": \"A\"}, {\"id\": \"b\", \"label\": \"B\"}]}"
    " ]}";
enum { OPEN, DAYS, WHY };

/* open, days (0: none stated), ticks; the form had no question of days */
struct line {
    int open;
    int64_t days;
    uint64_t why;
    bool old;
};

static const struct dataset *build(struct arena *arena, const struct questionnaire *q,
                                   const struct line *lines, size_t count) {
    static const char *const none[FIELD_COUNT];
    struct dataset_build b;
    dataset_build_begin(&b, arena, q, count, NULL, 0);
    for (size_t i = 0; i < count; i++) {
        const struct line *l = &lines[i];
        const struct answer open = {.state = ANSWER_GIVEN, .code = l->open},
                            days = {.state = l->days ? ANSWER_GIVEN : ANSWER_NO_ANSWER,
                                    .number = l->days * NUMBER_ONE},
                            why = {.state = l->why ? ANSWER_GIVEN : ANSWER_NO_ANSWER, .bits = l->why};
        dataset_build_answer(&b, OPEN, &open);
        if (l->old)
            dataset_build_unasked(&b, DAYS);
        dataset_build_answer(&b, DAYS, &days);
        dataset_build_answer(&b, WHY, &why);
        dataset_build_row(&b, none);
    }
    return dataset_build_end(&b);
}

/* Of the spec: keys, filter, base, and whether those without an answer are left out. */
static const struct cube *count_by(struct arena *arena, const struct dataset *d, struct cube_spec spec) {
    static const size_t questions[] = {OPEN, DAYS, WHY};
    struct fault f = {0};
    spec.questions = questions;
    spec.question_count = 3;
    spec.key_count = spec.keys[0] != NULL;
    if (spec.where_text)
        spec.where = expr_compile(arena, d->questionnaire, spec.where_text, &f);
    if (spec.base_text)
        spec.base = expr_compile(arena, d->questionnaire, spec.base_text, &f);
    const struct cube *cube = f.kind ? NULL : cube_count(arena, d, &spec, &f);
    if (!cube)
        fail_msg("%s", f.text);
    return cube;
}

static const struct cube *count(struct arena *arena, const struct dataset *d, const char *key) {
    return count_by(arena, d, (struct cube_spec){.keys = {key}});
}

/* -1: no such row */
static int64_t total_of(const struct cube *cube, size_t question, const char *row) {
    for (size_t r = 0; r < cube->questions[question].row_count; r++)
        if (strcmp(cube->questions[question].rows[r].key, row) == 0)
            return cube_at(cube, question, r, 0);
    return -1;
}

static void test_older_form(void **state) {
    (void)state;
    static const struct line lines[] = {{0, 3, 1, false}, {0, 0, 1, false}, {0, 7, 1, true},
                                        {0, 0, 2, true},  {1, 0, 0, false}, {1, 0, 0, true}};
    struct arena *arena = arena_create();
    const struct questionnaire *q = tiny_questionnaire_of(arena, json);
    const struct cube *cube = count(arena, build(arena, q, lines, 6), NULL);
    assert_int_equal(cube_n(cube, &cube->questions[DAYS], 0),
                     4); /* those that are open, whatever their form */
    assert_int_equal(cube_summary(arena, cube, &cube->questions[DAYS], 0)->given, 1);
    assert_int_equal(cube_summary(arena, cube, &cube->questions[DAYS], 0)->unstated, 1);
    assert_int_equal(total_of(cube, DAYS, "no_answer"), 1);
    assert_int_equal(total_of(cube, DAYS, "not_applicable"), 2);
    arena_destroy(arena);
}

/* What is counted is as many as were asked for days (two), but they are others. */
static void test_as_many_others(void **state) {
    (void)state;
    static const struct line lines[] = {
        {0, 3, 1, false}, {0, 0, 2, false}, {0, 0, 1, true}, {1, 0, 0, false}};
    static const struct cube_spec specs[] = {
        {.where_text = "why has a"}, {.base_text = "why has a"}, {.without_no_answer = true}};
    struct arena *arena = arena_create();
    const struct questionnaire *q = tiny_questionnaire_of(arena, json);
    const struct dataset *d = build(arena, q, lines, 4);
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++) {
        const struct cube *cube = count_by(arena, d, specs[i]);
        assert_int_equal(cube_n(cube, &cube->questions[DAYS], 0), 2);
        assert_int_equal(total_of(cube, DAYS, "3"), 1);
        assert_true(total_of(cube, DAYS, "no_answer") <= 0); /* who gave none is not counted here */
        assert_int_equal(total_of(cube, DAYS, "not_applicable"), 1);
    }
    arena_destroy(arena);
}

/* As many are closed as open: that they are others is not seen from their number. */
static void test_base_of_its_own(void **state) {
    (void)state;
    static const struct line lines[] = {{0, 1, 1, false}, {0, 2, 3, false}, {0, 2, 2, false},
                                        {1, 0, 1, false}, {1, 0, 0, false}, {1, 0, 2, false}};
    struct arena *arena = arena_create();
    const struct questionnaire *q = tiny_questionnaire_of(arena, json);
    const struct dataset *d = build(arena, q, lines, 6);
    const struct cube *cube = count(arena, d, NULL);
    assert_int_equal(cube_n(cube, &cube->questions[WHY], 0), 3);
    assert_int_equal(total_of(cube, WHY, "a"), 0);
    assert_int_equal(total_of(cube, WHY, "b"), 0);
    assert_int_equal(total_of(cube, WHY, "no_answer"), 0);
    assert_int_equal(total_of(cube, WHY, "not_applicable"), 3);
    assert_int_equal(cube_summary(arena, cube, &cube->questions[DAYS], 0)->unstated, 0);
    assert_int_equal(total_of(cube, DAYS, "2"), 2);
    cube = count(arena, d, "open");
    assert_int_equal(cube_n(cube, &cube->questions[WHY], 1), 0);
    assert_int_equal(cube_n(cube, &cube->questions[WHY], 2), 3);
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_older_form),
                                       cmocka_unit_test(test_as_many_others),
                                       cmocka_unit_test(test_base_of_its_own)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
