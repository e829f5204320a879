/* check and routing: the rules of a questionnaire applied to one return. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/bitset.h"
#include "engine/response/check.h"
#include "engine/response/normalise.h"

static const char survey_json[] =
    "{\"format\":\"shukei-survey-1\",\"id\":\"t\",\"title\":\"T\",\"organiser\":\"O\",\"lang\":\"ja\","
    "\"questions\":["
    "{\"id\":\"type\",\"kind\":\"single\",\"number\":\"問1\",\"label\":\"種別\",\"required\":true,"
    "\"options\":["
    " {\"id\":\"clinic\",\"label\":\"診療所\"},{\"id\":\"hospital\",\"label\":\"病院\"}]},"
    "{\"id\":\"trouble\",\"kind\":\"single\",\"number\":\"問2\",\"label\":\"トラブル\",\"options\":["
    " {\"id\":\"yes\",\"label\":\"あった\"},{\"id\":\"no\",\"label\":\"なかった\"}]},"
    "{\"id\":\"kinds\",\"kind\":\"multi\",\"number\":\"問3\",\"label\":\"種類\",\"ask\":\"trouble = "
    "yes\",\"required\":true,"
    " \"options\":[{\"id\":\"copay\",\"label\":\"負担割合\",\"questions\":["
    "  {\"id\":\"copay_kind\",\"kind\":\"multi\",\"label\":\"制度\",\"options\":["
    "   {\"id\":\"nhi\",\"label\":\"国保\"},{\"id\":\"employee\",\"label\":\"社保\"}]}]},"
    " {\"id\":\"reader\",\"label\":\"カードリーダー\"},{\"id\":\"nothing\",\"label\":\"特になし\","
    "\"exclusive\":true}]},"
    "{\"id\":\"count\",\"kind\":\"number\",\"number\":\"問4\",\"label\":\"件数\",\"unit\":\"件\",\"min\":1,"
    "\"max\":9999},"
    "{\"id\":\"beds\",\"kind\":\"number\",\"number\":\"問5\",\"label\":\"病床\",\"unit\":\"床\",\"min\":20,"
    "\"ask\":\"type = hospital\"}],"
    "\"rules\":[{\"id\":\"count.without_trouble\",\"question\":\"count\",\"when\":\"trouble = "
    "no\",\"require\":\"not answered(count)\","
    " \"severity\":\"warning\",\"message\":\"トラブルがないのに件数があります。\",\"suggestion\":"
    "\"問2を確かめてください。\"}]}";

enum { TYPE, TROUBLE, KINDS, COPAY, COUNT, BEDS, QUESTIONS };

struct fixture {
    struct arena *arena;
    const struct questionnaire *q;
    struct spellings *s;
};

static int setup(void **state) {
    static struct fixture x;
    struct fault f = {0};
    x.arena = arena_create();
    x.q = questionnaire_parse(x.arena, survey_json, sizeof survey_json - 1, "test.json", &f);
    x.s = x.q ? normalise_prepare(x.arena, x.q, &f) : NULL;
    if (!x.s)
        print_error("%s\n", f.text);
    *state = &x;
    return x.s ? 0 : -1;
}

static int teardown(void **state) {
    arena_destroy(((struct fixture *)*state)->arena);
    return 0;
}

static struct response *read_return(struct fixture *x, struct arena *arena, const char *const *cells) {
    struct response *response = response_create(arena, x->q);
    struct findings out = {.arena = arena};
    for (size_t i = 0; i < QUESTIONS; i++)
        normalise_cell(arena, x->s, i, cells[i], NULL, &out, &response->answers[i]);
    for (size_t i = 0; i < out.count; i++)
        assert_string_equal(out.items[i].rule, "answer.illegible"); /* 無効 says so itself */
    response_route(x->q, response);
    return response;
}

static void test_route(void **state) {
    struct fixture *x = *state;
    enum { GIVEN = ANSWER_GIVEN, EMPTY = ANSWER_NO_ANSWER, NA = ANSWER_NOT_APPLICABLE };
    static const struct {
        const char *cells[QUESTIONS];
        int states[QUESTIONS];
        const char *asked; /* by question */
    } cases[] = {
        {{"1", "2", "", "", "", ""}, {GIVEN, GIVEN, NA, NA, EMPTY, NA}, "110010"},
        {{"1", "1", "", "", "", ""}, {GIVEN, GIVEN, EMPTY, NA, EMPTY, NA}, "111010"},
        {{"2", "1", "1", "", "", ""}, {GIVEN, GIVEN, GIVEN, EMPTY, EMPTY, EMPTY}, "111111"},
        {{"1", "1", "2", "", "", ""}, {GIVEN, GIVEN, GIVEN, NA, EMPTY, NA}, "111010"},
        {{"", "", "", "", "", ""}, {EMPTY, EMPTY, NA, NA, EMPTY, NA}, "110010"},
        /* written as "not applicable" where it was asked: nothing was answered */
        {{"1", "1", "非該当", "", "非該当", ""}, {GIVEN, GIVEN, EMPTY, NA, EMPTY, NA}, "111010"},
        /* what stands under a question that was routed past stays, and opens no question nested in it */
        {{"1", "2", "1", "", "", ""}, {GIVEN, GIVEN, GIVEN, NA, EMPTY, NA}, "110010"},
        {{"1", "2", "1", "1", "", ""}, {GIVEN, GIVEN, GIVEN, GIVEN, EMPTY, NA}, "110010"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct response *response = read_return(x, arena, cases[i].cells);
        uint64_t asked[1];
        response_asked(x->q, response, asked);
        for (size_t k = 0; k < QUESTIONS; k++) {
            if ((int)response->answers[k].state != cases[i].states[k])
                fail_msg("case %zu, question %zu: state %d", i, k, response->answers[k].state);
            if (bitset_has(asked, k) != (cases[i].asked[k] == '1'))
                fail_msg("case %zu, question %zu: asked %d", i, k, bitset_has(asked, k));
        }
        arena_destroy(arena);
    }
}

/* A correction turns NOT_APPLICABLE back into NO_ANSWER. */
static void test_route_back(void **state) {
    struct fixture *x = *state;
    struct arena *arena = arena_create();
    struct response *response = read_return(x, arena, (const char *const[]){"1", "2", "", "", "", ""});
    response->answers[TROUBLE].code = 0;
    response_route(x->q, response);
    assert_int_equal(response->answers[KINDS].state, ANSWER_NO_ANSWER);
    assert_int_equal(response->answers[COPAY].state, ANSWER_NOT_APPLICABLE);
    arena_destroy(arena);
}

static void test_rules(void **state) {
    struct fixture *x = *state;
    static const struct {
        const char *cells[QUESTIONS];
        const char *rules;   /* in order, joined by blanks */
        const char *message; /* part of the last one */
        const char *value;
        enum rule_severity severity;
    } cases[] = {
        {{"1", "2", "", "", "", ""}, "", NULL, NULL, RULE_INFO},
        {{"2", "1", "1", "1", "9999", "20"}, "", NULL, NULL, RULE_INFO},
        {{"", "2", "", "", "", ""}, "required", "問1 種別", NULL, RULE_WARNING},
        {{"1", "1", "", "", "", ""}, "required", "問3 種類", NULL, RULE_WARNING},
        {{"", "1", "", "", "", ""}, "required required", "問3", NULL, RULE_WARNING},
        {{"1", "1", "2", "", "0件", ""}, "number.range", "1 to 9999件", "0", RULE_ERROR},
        {{"1", "1", "2", "", "10000", ""}, "number.range", "問4 件数: 10000", "10000", RULE_ERROR},
        {{"2", "1", "2", "", "", "19.5"}, "number.range", "20床 or more", "19.5", RULE_ERROR},
        {{"1", "1", "2,3", "", "", ""}, "multi.exclusive", "特になし", "reader,nothing", RULE_WARNING},
        {{"1", "1", "3", "", "", ""}, "", NULL, NULL, RULE_INFO},
        {{"1", "2", "2", "", "", ""}, "routing.answered", "問3", "reader", RULE_WARNING},
        {{"1", "2", "無効", "", "", ""}, "routing.answered", "問3", "invalid", RULE_WARNING},
        /* what is not counted cannot be out of range */
        {{"1", "1", "2", "", "", "5"}, "routing.answered", "問5", "5", RULE_WARNING},
        {{"1", "2", "", "", "3", ""}, "count.without_trouble", "トラブルがないのに", "3", RULE_WARNING},
    };
    const struct finding where = {.file = "a.csv", .row = 7, .return_id = 12};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct findings out = {.arena = arena};
        check_response(x->q, read_return(x, arena, cases[i].cells), &where, &out);
        const char *rules = "";
        for (size_t k = 0; k < out.count; k++)
            rules = arena_printf(arena, "%s%s%s", rules, *rules ? " " : "", out.items[k].rule);
        if (strcmp(rules, cases[i].rules) != 0)
            fail_msg("case %zu: found \"%s\", expected \"%s\"", i, rules, cases[i].rules);
        if (out.count) {
            const struct finding *last = &out.items[out.count - 1];
            if (!strstr(last->message, cases[i].message))
                fail_msg("case %zu: %s", i, last->message);
            assert_int_equal(last->severity, cases[i].severity);
            assert_string_equal(last->file, "a.csv");
            assert_int_equal(last->row, 7);
            assert_int_equal(last->return_id, 12);
            assert_non_null(last->suggestion);
            if (cases[i].value)
                assert_string_equal(last->value, cases[i].value);
            assert_int_equal(out.errors, last->severity == RULE_ERROR);
        }
        arena_destroy(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_route),
        cmocka_unit_test(test_route_back),
        cmocka_unit_test(test_rules),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
