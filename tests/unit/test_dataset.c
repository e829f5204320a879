/* dataset: one state per return, routing, and expressions over all returns as over each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/base/bitset.h"
#include "engine/tabulation/dataset.h"
#include "tests/unit/dice.h"
#include "tests/unit/tiny_survey.h"

static const struct dataset *dataset_of(struct arena *arena, const struct questionnaire *q,
                                        const char *const *lines) {
    size_t count;
    struct response **all = tiny_responses(arena, q, lines, &count);
    return dataset_from_responses(arena, q, (const struct response *const *)all, count);
}

static enum answer_state state_of(const struct dataset *d, size_t question, size_t row) {
    enum answer_state found = ANSWER_STATES;
    for (enum answer_state s = ANSWER_GIVEN; s < ANSWER_STATES; s++)
        if (bitset_has(d->columns[question].state[s], row)) {
            assert_int_equal(found, ANSWER_STATES);
            found = s;
        }
    assert_int_not_equal(found, ANSWER_STATES);
    return found;
}

/* The four silences stay four. */
static void test_silences(void **state) {
    (void)state;
    static const char *const lines[] = {"13 clinic yes a", "13 clinic yes -", "13 clinic yes !",
                                        "13 clinic yes 0", "13 clinic no ~",  NULL};
    struct arena *arena = arena_create();
    const struct dataset *d = dataset_of(arena, tiny_questionnaire(arena), lines);
    static const enum answer_state expected[] = {ANSWER_GIVEN, ANSWER_NO_ANSWER, ANSWER_INVALID, ANSWER_NONE,
                                                 ANSWER_NOT_APPLICABLE};
    assert_int_equal(d->n, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(state_of(d, KIND, i), expected[i]);
    arena_destroy(arena);
}

/* Whatever is written under a question that was routed past, it is not applicable, along the whole chain. */
static void test_routing(void **state) {
    (void)state;
    static const char *const lines[] = {
        "13 clinic no a|b x story", /* routed past with everything filled in */
        "13 clinic yes ~ ~ ~",      /* asked, though the sheet says otherwise */
        "13 clinic yes b x",        /* the nested question's option is not ticked */
        "13 clinic yes a x we_were_closed - - 7", NULL};
    struct arena *arena = arena_create();
    const struct dataset *d = dataset_of(arena, tiny_questionnaire(arena), lines);
    for (size_t question = KIND; question <= STORY; question++)
        assert_int_equal(state_of(d, question, 0), ANSWER_NOT_APPLICABLE);
    for (size_t j = 0; j < 3; j++)
        assert_false(bitset_has(d->columns[KIND].option[j], 0));
    assert_false(bitset_has(d->columns[DETAIL].option[0], 0));
    assert_int_equal(state_of(d, KIND, 1), ANSWER_NO_ANSWER);
    assert_int_equal(state_of(d, STORY, 1), ANSWER_NO_ANSWER);
    assert_int_equal(state_of(d, DETAIL, 1), ANSWER_NOT_APPLICABLE);
    assert_int_equal(state_of(d, DETAIL, 2), ANSWER_NOT_APPLICABLE);
    assert_int_equal(state_of(d, DETAIL, 3), ANSWER_GIVEN);
    assert_int_equal(state_of(d, STAFF, 3), ANSWER_NOT_APPLICABLE);
    assert_int_equal(state_of(d, STAFF, 2), ANSWER_NO_ANSWER);
    arena_destroy(arena);
}

static void test_attributes(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct questionnaire *q = tiny_questionnaire(arena);
    static const char *const channels[] = {"web", "fax", NULL, "fax"};
    static const char *const dates[] = {"2023-12-01", NULL, "2023-11-30", "2023-12-02"};
    struct response *all[4];
    for (size_t i = 0; i < 4; i++) {
        all[i] = response_create(arena, q);
        all[i]->fields[FIELD_CHANNEL] = channels[i];
        all[i]->fields[FIELD_RECEIVED] = dates[i];
        all[i]->fields[FIELD_ASSOCIATION] = i == 1 ? "Somewhere else" : "tokyo";
    }
    const struct dataset *d = dataset_from_responses(arena, q, (const struct response *const *)all, 4);
    assert_int_equal(d->channel.count, 2);
    assert_string_equal(d->channel.keys[d->channel.code[0]], "web");
    assert_string_equal(d->channel.keys[d->channel.code[1]], "fax");
    assert_int_equal(d->channel.code[2], DATASET_NO_CODE);
    assert_string_equal(d->association.keys[d->association.code[1]], "Somewhere else");
    assert_true(dataset_received(d, 1) == INT64_MIN);
    assert_int_equal(dataset_received(d, 3) - dataset_received(d, 2), 2);
    static const struct {
        const char *text;
        size_t count;
    } cases[] = {{"channel = fax", 2},         {"channel != fax", 1},          {"received >= 2023-12-01", 2},
                 {"received < 2023-12-01", 1}, {"association = \"tokyo\"", 3}, {"not (channel = fax)", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault f = {0};
        const struct expr *e = expr_compile(arena, q, cases[i].text, &f);
        if (!e)
            fail_msg("%s", f.text);
        size_t count = bitset_count(dataset_where(arena, d, e), d->n);
        if (count != cases[i].count)
            fail_msg("%s: %zu", cases[i].text, count);
    }
    arena_destroy(arena);
}

/* --- random returns: the sets and the one-by-one evaluation must agree --- */

/* As tabulation sees a return: what was routed past is not there. */
static void apply_routing(const struct questionnaire *q, struct response *response) {
    uint64_t asked[(QUESTION_MAX + 63) / 64];
    response_asked(q, response, asked);
    for (size_t i = 0; i < q->question_count; i++)
        if (!bitset_has(asked, i))
            response->answers[i] = (struct answer){.code = -1, .state = ANSWER_NOT_APPLICABLE};
        else if (response->answers[i].state == ANSWER_NOT_APPLICABLE)
            response->answers[i].state = ANSWER_NO_ANSWER;
}

static void test_where_agrees(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",
        "true",
        "false",
        "trouble = yes",
        "trouble != yes",
        "not (trouble = yes)",
        "kind has a",
        "trouble = yes and kind has a",
        "kind has any (a, c)",
        "kind has all (a, c)",
        "pref in (1, 13, 47)",
        "care = out",
        "full_count >= 3",
        "full_count != 3",
        "staff < 5 or staff > 9",
        "day <= 1970-01-05",
        "ticks(kind) >= 2",
        "ticks(kind) = 1 and not (kind has b)",
        "answered(story)",
        "no_answer(kind)",
        "not_applicable(detail) and trouble = yes",
        "invalid(full) or none(full)",
        "story contains \"closed\"",
        "answered(kind) and not (type = hospital or type = dental)",
    };
    enum { RETURNS = 1000 };
    struct arena *arena = arena_create();
    const struct questionnaire *q = tiny_questionnaire(arena);
    struct response **all = arena_array(arena, RETURNS, sizeof *all);
    uint32_t seed = 7;
    for (size_t i = 0; i < RETURNS; i++) {
        all[i] = response_create(arena, q);
        for (size_t j = 0; j < q->question_count; j++)
            all[i]->answers[j] = dice_answer(&seed, &q->questions[j], 12);
    }
    const struct dataset *d = dataset_from_responses(arena, q, (const struct response *const *)all, RETURNS);
    for (size_t i = 0; i < RETURNS; i++)
        apply_routing(q, all[i]);
    for (size_t i = 0; i < RETURNS; i++)
        for (size_t j = 0; j < q->question_count; j++)
            assert_int_equal(state_of(d, j, i), all[i]->answers[j].state);
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        struct fault f = {0};
        const struct expr *e = expr_compile(arena, q, texts[t], &f);
        if (!e)
            fail_msg("%s: %s", texts[t], f.text);
        const uint64_t *set = dataset_where(arena, d, e), *read_only = dataset_set(arena, d, e);
        for (size_t i = 0; i < RETURNS; i++)
            if (bitset_has(set, i) != expr_holds(e, q, all[i]) ||
                (read_only && bitset_has(read_only, i) != bitset_has(set, i)))
                fail_msg("%s: return %zu is %d in the set", texts[t], i, bitset_has(set, i));
    }
    arena_destroy(arena);
}

/* An expression that names a set of the dataset is that set, and no copy. */
static void test_own_sets(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct questionnaire *q = tiny_questionnaire(arena);
    const struct dataset *d = dataset_from_responses(arena, q, NULL, 0);
    const struct dataset_column *kind = &d->columns[KIND], *trouble = &d->columns[TROUBLE];
    const struct {
        const char *text;
        const uint64_t *set; /* NULL: a fresh one */
    } cases[] = {{"trouble = yes", trouble->option[0]},
                 {"no_answer(trouble)", trouble->state[ANSWER_NO_ANSWER]},
                 {"trouble = yes and kind has a", kind->option[0]}, /* kind is asked of those with trouble */
                 {"kind has a and trouble = yes", NULL},
                 {"trouble = no and kind has a", NULL},
                 {"trouble = yes and no_answer(kind)", NULL},
                 {"trouble = yes and kind has any (a, b)", NULL},
                 {"trouble = yes or kind has a", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault f = {0};
        const struct expr *e = expr_compile(arena, q, cases[i].text, &f);
        if (!e || (cases[i].set != NULL) != (dataset_set(arena, d, e) == cases[i].set))
            fail_msg("%s", cases[i].text);
    }
    arena_destroy(arena);
}

static void test_empty(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct dataset *d = dataset_from_responses(arena, tiny_questionnaire(arena), NULL, 0);
    assert_int_equal(d->n, 0);
    assert_int_equal(bitset_count(dataset_where(arena, d, NULL), 0), 0);
    assert_null(dataset_set(arena, d, NULL));
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_silences),   cmocka_unit_test(test_routing),
        cmocka_unit_test(test_attributes), cmocka_unit_test(test_where_agrees),
        cmocka_unit_test(test_own_sets),   cmocka_unit_test(test_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
