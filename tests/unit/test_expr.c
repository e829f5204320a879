/* expr: what holds for which return, and how a misspelt expression is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/arena.h"
#include "engine/base/calendar.h"
#include "engine/questionnaire/expr.h"
#include "engine/response/response.h"

static const char survey[] =
    "{'format':'shukei-survey-1','id':'t','title':'T','organiser':'O','keys':{'pref':'q1','type':'q2'},"
    "'groupings':[{'id':'region','label':'地方','question':'q1','from':'region'},"
    "{'id':'size','label':'規模','question':'q2','categories':[{'id':'clinic','label':'診療所','options':['"
    "med','den']}]}],"
    "'questions':[{'id':'q1','kind':'prefecture','label':'都道府県'},"
    "{'id':'q2','kind':'single','label':'区分','options':[{'id':'med','label':'医科診療所','aliases':['医科']"
    "},"
    "{'id':'den','label':'歯科診療所'},{'id':'hosp','label':'病院'}]},"
    "{'id':'q3','kind':'single','label':'有無','options':[{'id':'yes','label':'あった'},{'id':'no','label':'"
    "なかった'}]},"
    "{'id':'q4','kind':'multi','label':'種類','options':[{'id':'masked','label':'●表記'},{'id':'invalid','"
    "label':'無効'},"
    "{'id':'other','label':'その他','other':true},{'id':'any','label':'どれも'}]},"
    "{'id':'q5','kind':'text','label':'内容'},{'id':'q7_count','kind':'number','label':'件数'},"
    "{'id':'since','kind':'date','label':'導入日'},{'id':'until','kind':'date','label':'終了日'},"
    "{'id':'men','kind':'number','label':'男'},{'id':'women','kind':'number','label':'女'}]}";

struct fixture {
    struct arena *arena;
    const struct questionnaire *q;
    struct response response;
};

static struct answer *at(struct fixture *x, const char *id) {
    return &x->response.answers[questionnaire_find(x->q, id)];
}

/* 東京, medical, trouble yes with two ticks, a text, 3 cases; the date unanswered; by FAX from 大阪 on
 * 2023-12-01. */
static int start(void **state) {
    struct fixture *x = calloc(1, sizeof *x);
    struct fault f = {0};
    x->arena = arena_create();
    char *json = arena_strdup(x->arena, survey);
    for (char *c = json; *c; c++)
        if (*c == '\'')
            *c = '"';
    x->q = questionnaire_parse(x->arena, json, strlen(json), "t.json", &f);
    if (!x->q)
        fail_msg("%s", f.text);
    x->response.answers = arena_array(x->arena, x->q->question_count, sizeof *x->response.answers);
    for (size_t i = 0; i < x->q->question_count; i++)
        x->response.answers[i] = (struct answer){.state = ANSWER_NO_ANSWER, .code = -1};
    *at(x, "q1") = (struct answer){.state = ANSWER_GIVEN, .code = 12};
    *at(x, "q2") = (struct answer){.state = ANSWER_GIVEN, .code = 0};
    *at(x, "q3") = (struct answer){.state = ANSWER_GIVEN, .code = 0};
    *at(x, "q4") = (struct answer){.state = ANSWER_GIVEN, .code = -1, .bits = 5};
    *at(x, "q5") = (struct answer){.state = ANSWER_GIVEN, .code = -1, .text = "レセプトの 返戻 ﾃﾞｼﾀ"};
    *at(x, "q7_count") =
        (struct answer){.state = ANSWER_GIVEN, .code = -1, .number = 3 * (int64_t)NUMBER_ONE};
    x->response.fields[FIELD_ASSOCIATION] = "大阪府保険医協会";
    x->response.fields[FIELD_CHANNEL] = "FAX";
    x->response.fields[FIELD_RECEIVED] = "2023-12-01";
    x->response.fields[FIELD_SHEET] = "０12";
    *state = x;
    return 0;
}

static int stop(void **state) {
    struct fixture *x = *state;
    arena_destroy(x->arena);
    free(x);
    return 0;
}

static bool holds(struct fixture *x, const char *text) {
    struct fault f = {0};
    const struct expr *e = expr_compile(x->arena, x->q, text, &f);
    if (!e)
        fail_msg("%s: %s", text, f.text);
    return expr_holds(e, x->q, &x->response);
}

static void test_holds(void **state) {
    static const struct {
        const char *text;
        bool holds;
    } cases[] = {
        {"", true},
        {"  ", true},
        {"true", true},
        {"false", false},
        {"q3 = yes", true},
        {"q3=yes", true},
        {"q3 = no", false},
        {"q3 != yes", false},
        {"q3 != no", true},
        {"q3 = あった", true},
        {"q3 = \"あった\"", true},
        {"q3 = 「なかった」", false},
        {"q3 ＝ yes", true},
        {"q3 ≠ no", true},
        {"not q3 = no", true},
        {"not (q3 = yes)", false},
        {"q3 in (yes, no)", true},
        {"q3 in (no)", false},
        {"q2 = 医科", true},
        {"q2 in (den, hosp)", false},
        {"type = med", true},
        {"pref = 13", true},
        {"pref = \"13\"", true},
        {"pref in (1, 01, 27)", false},
        {"pref in (1, 13)", true},
        {"pref = 東京", true},
        {"pref = 東京都", true},
        {"pref = tokyo", true},
        {"pref in （13、27）", true},
        {"region = kanto", true},
        {"region = 関東", true},
        {"region in (kinki, tohoku)", false},
        {"region != kinki", true},
        {"region has any (kanto)", true},
        {"size = clinic", true},
        {"size != clinic", false},
        {"q4 has masked", true},
        {"q4 has invalid", false},
        {"q4 = masked", true},
        {"q4 != invalid", true},
        {"q4 has any", false},
        {"q4 has any (invalid, other)", true},
        {"q4 has any (invalid, any)", false},
        {"q4 has all (masked, other)", true},
        {"q4 has all (masked, invalid)", false},
        {"q4 has \"●表記\"", true},
        {"ticks(q4) = 2", true},
        {"ticks(q4) >= 3", false},
        {"ticks(q3) = 1", true},
        {"q7_count >= 3", true},
        {"q7_count ≧ ３", true},
        {"q7_count > 3", false},
        {"q7_count < 3.000001", true},
        {"q7_count = -3", false},
        {"q7_count != 4", true},
        {"q7_count in (1, 3)", true},
        {"q7_count in (1, 2)", false},
        {"q7_count <= 2.5", false},
        {"q5 contains \"返戻\"", true},
        {"q5 contains 返戻", true},
        {"q5 contains \"返 戻デシタ\"", true},
        {"q5 contains \"減点\"", false},
        {"q4 contains \"x\"", false},
        {"since >= 2020-01-01", false},
        {"since != 2020-01-01", false},
        {"not since >= 2020-01-01", true},
        {"no_answer(since)", true},
        {"answered(since)", false},
        {"answered(pref) and answered(region)", true},
        {"invalid(q3) or not_applicable(q3) or none(q3)", false},
        {"ticks(q4) > 0 and not answered(since)", true},
        {"association = 大阪", true},
        {"association = osaka", true},
        {"association = \"大阪府歯科保険医協会\"", false},
        {"association != tokyo", true},
        {"association in (tokyo, 大阪)", true},
        {"channel = fax", true},
        {"channel = ファックス", true},
        {"channel != fax", false},
        {"channel in (post, web)", false},
        {"sheet = 012", true},
        {"received >= 2023-12-01", true},
        {"received < 2023-12-01", false},
        {"received != 2023-12-02", true},
        {"q3 = no or q3 = yes and q2 = den", false},
        {"(q3 = no or q3 = yes) and q2 = med", true},
        {"q3 = yes or q2 = den and q2 = hosp", true},
        {"not q3 = yes or q2 = med", true},
        {"not not q3 = yes", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (holds(*state, cases[i].text) != cases[i].holds)
            fail_msg("%s: expected %d", cases[i].text, cases[i].holds);
}

/* A comparison with what was not answered is false, whichever of the silences it is. */
static void test_silences(void **state) {
    struct fixture *x = *state;
    static const enum answer_state silences[] = {ANSWER_NO_ANSWER, ANSWER_NOT_APPLICABLE, ANSWER_INVALID,
                                                 ANSWER_NONE};
    static const char *const functions[] = {"no_answer", "not_applicable", "invalid", "none"};
    static const char *const comparisons[] = {
        "q3 = yes",           "q3 != yes",     "q3 in (yes, no)",     "ticks(q4) >= 0", "q7_count >= -1",
        "q5 contains \"返\"", "q4 has masked", "q4 has all (masked)", "answered(q3)",   "q4 != invalid"};
    for (size_t s = 0; s < sizeof silences / sizeof *silences; s++) {
        for (size_t i = 0; i < x->q->question_count; i++)
            x->response.answers[i].state = silences[s];
        for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
            assert_false(holds(x, comparisons[i]));
            assert_true(holds(x, arena_printf(x->arena, "not (%s)", comparisons[i])));
        }
        for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
            assert_int_equal(holds(x, arena_printf(x->arena, "%s(q3)", functions[i])), i == s);
    }
    memset(x->response.fields, 0, sizeof x->response.fields);
    assert_false(holds(x, "channel != web"));
    assert_false(holds(x, "received < 2030-01-01"));
    assert_false(holds(x, "association != tokyo"));
}

static void test_dates(void **state) {
    struct fixture *x = *state;
    struct answer *since = at(x, "since");
    since->state = ANSWER_GIVEN;
    assert_true(calendar_days(2023, 4, 1, &since->number));
    assert_true(holds(x, "since = 2023-04-01"));
    assert_true(holds(x, "since >= 2023-04-01 and since < 2023-04-02"));
    assert_false(holds(x, "since <= 2023-03-31"));
}

static void test_faults(void **state) {
    struct fixture *x = *state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"q3", "column 3: the expression ends too early"},
        {"q3 =", "column 5: the expression ends too early"},
        {"q3 = ", "ends too early"},
        {"q7_count + q3 = 1", "column 12: \"q3\" is no number and no day"},
        {"q7_count * men = 1", "two questions cannot be multiplied"},
        {"q7_count + men", "expected = != < <= > >="},
        {"until - since = 2024-01-09", "expected a number"},
        {"until >= men", "a day can only be compared with a day"},
        {"sum(since) = 1", "days cannot be summed up"},
        {"sum(men women) = 1", "expected \")\", found \"women\""},
        {"ticks(men) = q7_count", "has no options"},
        {"900000000000 * 900000000000 = men", "too large"},
        {"0.000001 * 0.1 = men", "more than 6 decimals"},
        {"q33 = yes", "column 1: no question is called \"q33\"; did you mean \"q3\"?"},
        {"q3 = yes and q7_cuont > 1",
         "column 14: no question is called \"q7_cuont\"; did you mean \"q7_count\"?"},
        {"regin = kanto", "did you mean \"region\""},
        {"chanel = fax", "did you mean \"channel\""},
        {"zzz = 1", "no question is called \"zzz\""},
        {"q3 = yees", "column 6: \"q3\" has no option \"yees\"; did you mean \"yes\"?"},
        {"q3 = perhaps", "expected one of: yes, no"},
        {"q4 has maskd", "did you mean \"masked\""},
        {"q2 = 医科診療", "did you mean \"医科診療所\""},
        {"pref = 48", "column 8: \"48\" is no prefecture"},
        {"region = kantoo", "did you mean \"kanto\""},
        {"size = xxxxx", "expected one of: clinic"},
        {"q3 < yes", "use = != in has"},
        {"q5 = x", "contains"},
        {"q3 contains \"x\"", "holds no words"},
        {"q5 contains", "ends too early"},
        {"q5 contains \"\"", "empty"},
        {"q5 contains \"x", "column 13: the quotation is not closed"},
        {"q7_count = many", "column 12: expected a number, found \"many\""},
        {"q7_count = 1.", "expected a number"},
        {"q7_count = 0.0000001", "expected a number"},
        {"q7_count has x", "has no options"},
        {"ticks(q5) = 1", "has no options"},
        {"ticks(q4)", "ends too early"},
        {"ticks(q4) = 1.5", "whole number"},
        {"since > 2023-13-01", "column 9: expected a day such as 2023-12-01"},
        {"since > 3", "expected a day"},
        {"received > yesterday", "expected a day"},
        {"channel < fax", "use = != in"},
        {"channel in (fax, pigeon)",
         "column 18: \"pigeon\" is no way by which returns come in; expected fax, post or web"},
        {"channel has fax", "has no options"},
        {"answered(channel)", "not a question"},
        {"answered(q99x)", "column 10: no question"},
        {"answered q3", "no question is called \"answered\""},
        {"answer(q3)", "no function is called \"answer\""},
        {"q3 in yes", "column 7: expected \"(\", found \"yes\""},
        {"q3 in (yes", "ends too early"},
        {"q3 in (yes no)", "expected \")\", found \"no\""},
        {"q3 in ()", "expected a value"},
        {"region has all (kanto)", "\"all\" cannot be asked"},
        {"(q3 = yes", "ends too early"},
        {"q3 = yes)", "column 9: expected and, or, found \")\""},
        {"q3 = yes q2 = med", "column 10: expected and, or, found \"q2\""},
        {"and", "no question is called \"and\""},
        {"q3 == yes", "column 5: expected a value, found \"=\""},
        {"q3 = yes && q2 = med", "column 10: \"&\" cannot stand"},
        {"問 = 1", "column 1: no question is called \"問\""},
        {"q3 = yes and あ = 1", "column 14: no question is called \"あ\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault f = {0};
        if (expr_compile(x->arena, x->q, cases[i].text, &f))
            fail_msg("accepted: %s", cases[i].text);
        if (!strstr(f.text, cases[i].message))
            fail_msg("%s\nexpected %s\nfound %s", cases[i].text, cases[i].message, f.text);
    }
}

/* Hostile depth and length end in a fault, not in a lost stack. */
static void test_limits(void **state) {
    struct fixture *x = *state;
    static const char *const units[] = {"(", "not ", "true and ", "q3 = yes or "};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct fault f = {0};
        char *text = arena_alloc(x->arena, 200000);
        for (int k = 0; k < 10000; k++)
            memcpy(text + (size_t)k * strlen(units[i]), units[i], strlen(units[i]));
        assert_null(expr_compile(x->arena, x->q, text, &f));
        text[4000 / strlen(units[i]) * strlen(units[i])] = '\0';
        fault_clear(&f);
        assert_null(expr_compile(x->arena, x->q, text, &f));
        assert_int_not_equal(f.kind, FAULT_NONE);
    }
}

/* Sums are exact; what is missing makes them false, but not in sum( ). */
static void test_sums(void **state) {
    struct fixture *x = *state;
    static const struct {
        const char *text;
        bool holds;
    } cases[] = {
        {"men + q7_count = 3.1", true},
        {"men + q7_count = 3.100001", false},
        {"q7_count = 2 * men + 2.8", true},
        {"q7_count ＝ men ＋ 2.9", true},
        {"3 - q7_count + men > 0", true},
        {"q7_count - 3 >= 0", true},
        {"q7_count -3 >= 0", true},
        {"q7_count − men < 3", true},
        {"- q7_count + 3 = 0", true},
        {"30 × men = q7_count", true},
        {"men * 30 != q7_count", false},
        {"men + women >= 0", false},
        {"not (men + women >= 0)", true},
        {"sum(men, women) = men", true},
        {"sum(men, women, q7_count) = 3.1", true},
        {"q7_count > sum(women)", false},
        {"not q7_count > sum(women) and q3 = yes", true},
        {"ticks(q4) = q7_count - 1", true},
        {"ticks(q4) + ticks(q2) = 3", true},
        {"until - since >= 31", true},
        {"until > since", true},
        {"until = since + 31", true},
        {"men < q7_count", true},
    };
    *at(x, "men") = (struct answer){.state = ANSWER_GIVEN, .code = -1, .number = NUMBER_ONE / 10};
    *at(x, "since") = (struct answer){.state = ANSWER_GIVEN, .code = -1, .number = 100};
    *at(x, "until") = (struct answer){.state = ANSWER_GIVEN, .code = -1, .number = 131};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (holds(x, cases[i].text) != cases[i].holds)
            fail_msg("%s: expected %d", cases[i].text, cases[i].holds);
    struct fault f = {0};
    int64_t value;
    assert_null(expr_compile(x->arena, x->q, "sum(men, women) * 1 = 1", &f));
    const struct expr *sum = expr_sum_compile(x->arena, x->q, "q7_count - men", &f);
    assert_true(sum && expr_sum_of(sum, x->q, &x->response, &value) && value == 2900000);
    fault_clear(&f);
    assert_null(expr_sum_compile(x->arena, x->q, "q7_count = men", &f));
}

static void count_question(int question, void *data) {
    int *seen = data;
    seen[question]++;
}

static void test_tree(void **state) {
    struct fixture *x = *state;
    struct fault f = {0};
    int seen[10] = {0};
    const struct expr *e =
        expr_compile(x->arena, x->q, "q3 = yes and (ticks(q4) > 1 or region = kanto) and channel = fax", &f);
    assert_non_null(e);
    expr_questions(e, count_question, seen);
    assert_true(seen[0] == 1 && seen[2] == 1 && seen[3] == 1 && seen[1] == 0 && seen[4] == 0);
    expr_questions(NULL, count_question, seen);
    assert_null(expr_and(x->arena, NULL, NULL));
    assert_ptr_equal(expr_and(x->arena, e, NULL), e);
    assert_ptr_equal(expr_and(x->arena, NULL, e), e);
    assert_true(expr_holds(expr_and(x->arena, e, e), x->q, &x->response));
    assert_true(expr_holds(NULL, x->q, &x->response));
    assert_true(expr_compare(1, RELATION_LE, 1) && !expr_compare(1, RELATION_LT, 1) &&
                expr_compare(2, RELATION_GT, 1));
}

static void test_same(void **state) {
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        {"q3 = yes", "( q3=\"あった\" )", true},
        {"q3 = yes", "q3 = no", false},
        {"q3 = yes", "q3 != yes", false},
        {"q3 = yes and q4 has masked", "(q3 = yes) and (q4 = masked)", true},
        {"q3 = yes and q4 has masked", "q3 = yes and q4 has invalid", false},
        {"q3 = yes and q4 has masked", "q3 = yes", false},
        {"q7_count >= 3", "q7_count >= 3.0", true},
        {"q7_count >= 3", "q7_count > 3", false},
        {"q5 contains \"返戻\"", "q5 contains \"返戻\"", true},
        {"q5 contains \"返戻\"", "q5 contains \"返\"", false},
        {"channel = fax", "channel = web", false},
        {"answered(q3)", "invalid(q3)", false},
        {"q7_count = 2 * ticks(q4)", "q7_count = 2 * ticks(q4)", true},
        {"q7_count = 2 * ticks(q4)", "q7_count = 3 * ticks(q4)", false},
    };
    struct fixture *x = *state;
    struct fault f = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct expr *a = expr_compile(x->arena, x->q, cases[i].a, &f),
                          *b = expr_compile(x->arena, x->q, cases[i].b, &f);
        assert_true(a && b);
        if (expr_same(a, b) != cases[i].same || expr_same(b, a) != cases[i].same)
            fail_msg("%s, %s", cases[i].a, cases[i].b);
    }
    assert_true(expr_same(NULL, NULL));
    assert_false(expr_same(NULL, expr_compile(x->arena, x->q, "q3 = yes", &f)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_holds, start, stop),
        cmocka_unit_test_setup_teardown(test_silences, start, stop),
        cmocka_unit_test_setup_teardown(test_dates, start, stop),
        cmocka_unit_test_setup_teardown(test_faults, start, stop),
        cmocka_unit_test_setup_teardown(test_limits, start, stop),
        cmocka_unit_test_setup_teardown(test_sums, start, stop),
        cmocka_unit_test_setup_teardown(test_tree, start, stop),
        cmocka_unit_test_setup_teardown(test_same, start, stop),
    };
    return cmocka_run_group_tests_name("expr", tests, NULL, NULL);
}
