/* The questionnaires in templates/surveys: every one loads, and the ids that scripts outside rely on are
 * there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/questionnaire/questionnaire.h"

static const struct questionnaire *load(struct arena *arena, const char *survey) {
    struct fault f = {0};
    char *path = arena_printf(arena, SHUKEI_SOURCE_DIR "/templates/surveys/%s.json", survey);
    const struct questionnaire *q = questionnaire_load(arena, path, &f);
    if (!q)
        fail_msg("%s: %s", path, f.text);
    assert_string_equal(q->id, survey);
    return q;
}

/* question: option ids in order, NULL-terminated. */
static void assert_options(const struct questionnaire *q, const char *question, const char *const *ids) {
    int at = questionnaire_find(q, question);
    if (at < 0)
        fail_msg("%s has no question %s", q->id, question);
    size_t count = 0;
    for (; ids[count]; count++) {
        assert_true(count < q->questions[at].option_count);
        assert_string_equal(q->questions[at].options[count].id, ids[count]);
    }
    assert_int_equal(q->questions[at].option_count, count);
}

#define OPTIONS(q, question, ...) assert_options(q, question, (const char *const[]){__VA_ARGS__, NULL})

static void test_trouble(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct questionnaire *q = load(arena, "trouble-2023-10");
    OPTIONS(q, "q2", "clinic", "dental", "hospital");
    OPTIONS(q, "q3", "yes", "no");
    OPTIONS(q, "q4", "no_match", "invalid", "name_address", "masked", "copay", "ceiling", "other_person",
            "wrong_medical", "reader");
    OPTIONS(q, "q4_copay", "nhi", "employee", "late_elderly");
    OPTIONS(q, "q6", "card", "call_center", "insurer", "receipt_vendor", "last_visit");
    OPTIONS(q, "q7", "yes", "no");
    OPTIONS(q, "q8", "returned", "cut", "none");
    OPTIONS(q, "q9", "settled", "swamped", "longer_wait", "more_staff");
    OPTIONS(q, "q10", "agree", "postpone", "keep");
    const struct question *count = &q->questions[questionnaire_find(q, "q7_count")];
    assert_int_equal(count->kind, QUESTION_NUMBER);
    assert_true(count->measure.at_least);
    assert_int_equal(count->parent, questionnaire_find(q, "q7"));
    assert_string_equal(count->measure.unit, "件");
    assert_int_equal(q->questions[questionnaire_find(q, "q5")].kind, QUESTION_TEXT);
    assert_true(q->questions[questionnaire_find(q, "q5")].confidential);
    assert_int_equal(q->questions[questionnaire_find(q, "q1")].kind, QUESTION_PREFECTURE);
    assert_int_equal(q->key_pref, questionnaire_find(q, "q1"));
    assert_int_equal(q->key_type, questionnaire_find(q, "q2"));
    assert_true(questionnaire_grouping(q, "region") >= 0);
    assert_int_equal(q->sent_total, 55357);
    assert_string_equal(q->questions[questionnaire_find(q, "q4")].base_text,
                        "トラブルが「あった」と回答した医療機関");
    assert_non_null(q->synthetic);
    arena_destroy(arena);
}

static void test_others(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct questionnaire *q = load(arena, "yamaguchi-trouble-2024-05");
    assert_true(questionnaire_find(q, "q5_count") > questionnaire_find(q, "q5"));
    q = load(arena, "yamaguchi-facilities-2024-09");
    OPTIONS(q, "type", "special_nursing", "nursing", "health", "care_house", "disability", "group_home");
    int why = questionnaire_find(q, "q4_why");
    assert_true(why > 0);
    assert_int_equal(q->questions[why].parent_option, question_option(&q->questions[why - 1], "cannot"));
    q = load(arena, "yamaguchi-municipal-2024-08");
    assert_int_equal(q->questions[questionnaire_find(q, "municipality")].option_count, 19);
    assert_string_equal(q->unit, "自治体");
    q = load(arena, "federation-web-2022-08");
    assert_string_equal(q->questions[questionnaire_find(q, "q5")].base_where_text, "answered(q5)");
    arena_destroy(arena);
}

/* One concept is one thing: the same id in two surveys stands on options of questions with the same concept.
 */
static const struct question *find_concept(const struct questionnaire *q, const char *concept) {
    for (size_t i = 0; i < q->question_count; i++)
        for (size_t j = 0; j < q->questions[i].option_count; j++)
            if (q->questions[i].options[j].concept &&
                strcmp(q->questions[i].options[j].concept, concept) == 0)
                return &q->questions[i];
    return NULL;
}

static void test_concepts(void **state) {
    (void)state;
    static const char *const shared[] = {"trouble.any",    "trouble.eligibility_invalid",
                                         "trouble.masked", "trouble.reader",
                                         "trouble.copay",  "trouble.no_match",
                                         "response.card",  "tenwari.any",
                                         "abolition.keep"};
    struct arena *arena = arena_create();
    const struct questionnaire *a = load(arena, "trouble-2023-10"),
                               *b = load(arena, "yamaguchi-trouble-2024-05");
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        const struct question *in_a = find_concept(a, shared[i]), *in_b = find_concept(b, shared[i]);
        if (!in_a || !in_b)
            fail_msg("%s is missing", shared[i]);
        assert_string_equal(in_a->concept, in_b->concept);
    }
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trouble),
        cmocka_unit_test(test_others),
        cmocka_unit_test(test_concepts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
