/* Identities, and the answers of a bundle. */
#include "engine/store/exchange_internal.h"
#include "importers/exchange_line.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

/* A store with a salt of its own; no file is needed for identities. */
static struct store with_salt(unsigned char first) {
    struct store store = {.salted = true};
    for (size_t i = 0; i < sizeof store.salt; i++)
        store.salt[i] = (unsigned char)(first + i);
    return store;
}

static void identities_can_be_opened_only_with_their_salt(void **state) {
    (void)state;
    struct store ours = with_salt(1), theirs = with_salt(2);
    struct fault f = {0};
    const unsigned char tag[EXCHANGE_TAG] = {9, 8, 7, 6, 5, 4, 3, 2};
    static const long numbers[] = {1, 2, 8672, 1L << 40};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct exchange_id id, other;
        unsigned char opened[EXCHANGE_TAG];
        long number;
        assert_true(exchange_id_own(&ours, tag, numbers[i], &id, &f));
        assert_true(exchange_id_open(&ours, &id, opened, &number, &f));
        assert_memory_equal(opened, tag, sizeof tag);
        assert_int_equal(number, numbers[i]);
        assert_true(exchange_id_open(&theirs, &id, opened, &number, &f));
        assert_memory_not_equal(opened, tag, sizeof tag);
        assert_true(exchange_id_own(&theirs, tag, numbers[i], &other, &f));
        assert_false(exchange_id_same(&id, &other));
    }
}

static void neighbours_have_nothing_in_common(void **state) {
    (void)state;
    struct store store = with_salt(3);
    struct fault f = {0};
    const unsigned char tag[EXCHANGE_TAG] = {0};
    struct exchange_id before = {{0}}, id;
    for (long i = 1; i < 1000; i++) {
        assert_true(exchange_id_own(&store, tag, i, &id, &f));
        assert_memory_not_equal(id.bytes, before.bytes, 4);
        assert_memory_not_equal(id.bytes + 8, before.bytes + 8, 4);
        before = id;
    }
}

/* --- answers --- */

static const struct option options[] = {{.id = "a"}, {.id = "b"}, {.id = "c"}};

static const struct {
    enum question_kind kind;
    const char *json;
    bool understood;
    enum answer_state state;
    int code;
    uint64_t bits;
    int64_t number;
    const char *text;
} answers[] = {
    {QUESTION_SINGLE, "\"b\"", true, ANSWER_GIVEN, 1, 0, 0, NULL},
    {QUESTION_SINGLE, "{\"value\": \"c\", \"text\": \"words\"}", true, ANSWER_GIVEN, 2, 0, 0, "words"},
    {QUESTION_SINGLE, "\"d\"", false, 0, 0, 0, 0, NULL},
    {QUESTION_SINGLE, "[\"a\"]", false, 0, 0, 0, 0, NULL},
    {QUESTION_SINGLE, "{\"state\": \"given\"}", false, 0, 0, 0, 0, NULL},
    {QUESTION_SINGLE, "{\"state\": \"invalid\", \"text\": \"?\"}", true, ANSWER_INVALID, -1, 0, 0, "?"},
    {QUESTION_SINGLE, "{\"state\": \"none\", \"value\": \"a\"}", false, 0, 0, 0, 0, NULL},
    {QUESTION_SINGLE, "{}", false, 0, 0, 0, 0, NULL},
    {QUESTION_SINGLE, "{\"state\": \"perhaps\"}", false, 0, 0, 0, 0, NULL},
    {QUESTION_SINGLE, "null", false, 0, 0, 0, 0, NULL},
    {QUESTION_MULTI, "[\"a\", \"c\"]", true, ANSWER_GIVEN, -1, 5, 0, NULL},
    {QUESTION_MULTI, "[]", true, ANSWER_GIVEN, -1, 0, 0, NULL},
    {QUESTION_MULTI, "\"a\"", false, 0, 0, 0, 0, NULL},
    {QUESTION_MULTI, "[\"a\", 3]", false, 0, 0, 0, 0, NULL},
    {QUESTION_NUMBER, "\"3\"", true, ANSWER_GIVEN, -1, 0, 3000000, NULL},
    {QUESTION_NUMBER, "\"-0.5\"", true, ANSWER_GIVEN, -1, 0, -500000, NULL},
    {QUESTION_NUMBER, "\"9223372036854.775807\"", true, ANSWER_GIVEN, -1, 0, INT64_MAX, NULL},
    {QUESTION_NUMBER, "\"9223372036854.775808\"", false, 0, 0, 0, 0, NULL},
    {QUESTION_NUMBER, "\"0.0000001\"", false, 0, 0, 0, 0, NULL},
    {QUESTION_NUMBER, "\"\"", false, 0, 0, 0, 0, NULL},
    {QUESTION_NUMBER, "\"-\"", false, 0, 0, 0, 0, NULL},
    {QUESTION_NUMBER, "3", false, 0, 0, 0, 0, NULL},
    {QUESTION_DATE, "\"1970-01-02\"", true, ANSWER_GIVEN, -1, 0, 1, "1970-01-02"},
    {QUESTION_DATE, "\"2023-02-29\"", false, 0, 0, 0, 0, NULL},
    {QUESTION_DATE, "\"2023-02-28 \"", false, 0, 0, 0, 0, NULL},
    {QUESTION_TEXT, "\"words\"", true, ANSWER_GIVEN, -1, 0, 0, "words"},
    {QUESTION_TEXT, "{\"state\": \"given\"}", true, ANSWER_GIVEN, -1, 0, 0, NULL},
    {QUESTION_TEXT, "{\"state\": \"no_answer\"}", true, ANSWER_NO_ANSWER, -1, 0, 0, NULL},
};

static void answers_are_read_or_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        struct arena *arena = arena_create();
        struct fault f = {0};
        struct answer got;
        const struct question question = {
            .id = "q", .kind = answers[i].kind, .options = options, .option_count = 3};
        const struct json *node = json_parse(arena, answers[i].json, strlen(answers[i].json), "x", &f);
        assert_non_null(node);
        bool understood = exchange_answer(arena, &question, node, &got, &f);
        if (understood != answers[i].understood)
            fail_msg("%s: %s", answers[i].json, f.text);
        if (understood) {
            const struct answer want = {.state = answers[i].state,
                                        .code = answers[i].code,
                                        .bits = answers[i].bits,
                                        .number = answers[i].number,
                                        .text = answers[i].text};
            if (!answer_equal(&got, &want))
                fail_msg("%s was read as something else", answers[i].json);
        }
        arena_destroy(arena);
    }
}

/* What is withheld is not said, and is filled in from what was known. */
static void withheld_parts_are_filled(void **state) {
    (void)state;
    const struct question questions[] = {
        {.id = "t", .kind = QUESTION_TEXT},
        {.id = "s", .kind = QUESTION_SINGLE, .options = options, .option_count = 3}};
    const struct questionnaire q = {.questions = questions, .question_count = 2};
    struct arena *arena = arena_create();
    struct response *known = response_create(arena, &q), *sent;
    known->fields[FIELD_INSTITUTION] = "0410001";
    known->fields[FIELD_REMARK] = "remark";
    known->answers[0] = (struct answer){.state = ANSWER_GIVEN, .code = -1, .text = "words"};
    known->answers[1] = (struct answer){.state = ANSWER_GIVEN, .code = 2, .text = "other words"};
    sent = response_clone(arena, &q, known);
    exchange_withhold(&q, sent, EXCHANGE_PARTS);
    assert_null(sent->fields[FIELD_INSTITUTION]);
    assert_null(sent->fields[FIELD_REMARK]);
    assert_null(sent->answers[0].text);
    assert_null(sent->answers[1].text);
    sent->answers[1].code = 1;
    exchange_fill(&q, sent, EXCHANGE_PARTS, known);
    assert_string_equal(sent->fields[FIELD_INSTITUTION], "0410001");
    assert_string_equal(sent->fields[FIELD_REMARK], "remark");
    assert_string_equal(sent->answers[0].text, "words");
    assert_null(sent->answers[1].text); /* beside another option they would be somebody else's words */
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identities_can_be_opened_only_with_their_salt),
        cmocka_unit_test(neighbours_have_nothing_in_common),
        cmocka_unit_test(answers_are_read_or_refused),
        cmocka_unit_test(withheld_parts_are_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
