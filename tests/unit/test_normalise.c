/* normalise: from what was written in a cell to an answer.  The spellings are in normalise/cells.json. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/json.h"
#include "engine/response/normalise.h"

static const char survey_json[] =
    "{\"format\":\"shukei-survey-1\",\"id\":\"t\",\"title\":\"T\",\"organiser\":\"O\",\"lang\":\"ja\","
    "\"questions\":["
    "{\"id\":\"trouble\",\"kind\":\"single\",\"number\":\"問3\",\"label\":\"トラブル\",\"options\":["
    " {\"id\":\"yes\",\"label\":\"あった\",\"aliases\":[\"あり\",\"有\"],\"questions\":["
    "  {\"id\":\"cases_of\",\"kind\":\"number\",\"label\":\"数\",\"unit\":\"件\"}]},"
    " {\"id\":\"no\",\"label\":\"なかった\",\"aliases\":[\"なし\",\"無\"]}]},"
    "{\"id\":\"type\",\"kind\":\"single\",\"label\":\"種別\",\"options\":["
    " {\"id\":\"clinic\",\"label\":\"医科診療所\",\"aliases\":[\"医科\"]},{\"id\":\"dental\",\"label\":"
    "\"歯科診療所\"},"
    " {\"id\":\"hospital\",\"label\":\"病院\"},{\"id\":\"other\",\"label\":\"その他\",\"text\":"
    "\"その他（　　　）\",\"other\":true}]},"
    "{\"id\":\"kinds\",\"kind\":\"multi\",\"label\":\"種類\",\"options\":["
    " {\"id\":\"invalid\",\"label\":\"資格情報の無効\",\"text\":"
    "\"「資格情報の無効」と表示、または該当なしと表示\"},"
    " {\"id\":\"masked\",\"label\":\"名前や住所の●表記\",\"aliases\":[\"●\"]},"
    " {\"id\":\"swamped\",\"label\":\"今も混乱、廃止後は忙殺\"},"
    " {\"id\":\"swamped_now\",\"label\":\"今も混乱\"},"
    " {\"id\":\"reader\",\"label\":\"カードリーダーのエラー\",\"aliases\":[\"ガード・リーダー\"]},"
    " {\"id\":\"other\",\"label\":\"その他\",\"other\":true},"
    " {\"id\":\"nothing\",\"label\":\"どれも起きていない\",\"exclusive\":true}]},"
    "{\"id\":\"plain\",\"kind\":\"multi\",\"label\":\"対応\",\"options\":["
    " {\"id\":\"a\",\"label\":\"保険証\"},{\"id\":\"b\",\"label\":\"電話\"},{\"id\":\"c\",\"label\":\"ない\"}"
    "]},"
    "{\"id\":\"box\",\"kind\":\"multi\",\"label\":\"同意\",\"options\":[{\"id\":\"ok\",\"label\":"
    "\"同意する\"}]},"
    "{\"id\":\"count\",\"kind\":\"number\",\"number\":\"問7\",\"label\":\"件数\",\"unit\":\"件\"},"
    "{\"id\":\"price\",\"kind\":\"number\",\"label\":\"費用\",\"unit\":\"万円\",\"decimals\":2},"
    "{\"id\":\"rate\",\"kind\":\"number\",\"label\":\"利用率\",\"unit\":\"%\",\"decimals\":1},"
    "{\"id\":\"cases\",\"kind\":\"text\",\"label\":\"事例\"},"
    "{\"id\":\"pref\",\"kind\":\"prefecture\",\"label\":\"都道府県\"},"
    "{\"id\":\"day\",\"kind\":\"date\",\"label\":\"記入日\"}]}";

struct fixture {
    struct arena *arena;
    const struct questionnaire *q;
    const struct spellings *s;
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

/* Option ids joined by commas, the number, the day, the text, or the key of the silence; words after a "+".
 */
static const char *outcome(struct arena *arena, const struct question *question,
                           const struct answer *answer) {
    if (answer->state != ANSWER_GIVEN)
        return answer_state_key(answer->state);
    if (!question_is_coded(question))
        return answer_text(arena, question, answer);
    const char *text = "";
    for (size_t j = 0; j < question->option_count; j++)
        if (answer_has(question, answer, (int)j))
            text = arena_printf(arena, "%s%s%s", text, *text ? "," : "", question->options[j].id);
    return answer->text ? arena_printf(arena, "%s+%s", text, answer->text) : text;
}

struct cell_case {
    const char *question, *cell, *outcome, *rule; /* rule: of the one finding, or NULL */
};

static void expect_cell(struct fixture *x, const struct cell_case *c) {
    struct arena *arena = arena_create();
    struct findings out = {.arena = arena};
    const struct finding where = {.file = "returns.csv", .row = 41};
    int position = questionnaire_find(x->q, c->question);
    assert_true(position >= 0);
    for (int again = 0; again < 2; again++) { /* the second time from memory */
        struct answer answer;
        out.count = 0;
        normalise_cell(arena, x->s, (size_t)position, c->cell, &where, &out, &answer);
        const char *found = outcome(arena, &x->q->questions[position], &answer);
        const char *rule = out.count ? out.items[0].rule : "-", *wanted = c->rule ? c->rule : "-";
        if (strcmp(found, c->outcome) != 0 || strcmp(rule, wanted) != 0 || out.count > 1)
            fail_msg("%s \"%s\" (%d): found %s with %s, expected %s with %s", c->question, c->cell, again,
                     found, rule, c->outcome, wanted);
        assert_string_equal(answer.raw, c->cell);
        if (out.count) {
            assert_string_equal(out.items[0].file, "returns.csv");
            assert_int_equal(out.items[0].row, 41);
            assert_int_equal(out.items[0].question, position);
            assert_string_equal(out.items[0].value, c->cell);
            assert_non_null(out.items[0].suggestion);
        }
    }
    arena_destroy(arena);
}

static void expect_cells(struct fixture *x, const struct cell_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++)
        expect_cell(x, &cases[i]);
}

static const char *string_of(const struct json *item) {
    return item && item->kind == JSON_STRING ? item->string : NULL;
}

/* [question, cell, outcome, rule or null, why], the last two where they are needed. */
static void test_cells(void **state) {
    struct arena *arena = arena_create();
    struct fault f = {0};
    const struct json *groups =
        json_read_file(arena, SHUKEI_SOURCE_DIR "/tests/unit/normalise/cells.json", &f);
    assert_non_null(groups);
    assert_int_equal(groups->count, 6);
    for (const struct json *group = groups->first; group; group = group->next) {
        assert_true(group->count > 10);
        for (const struct json *row = group->first; row; row = row->next) {
            const struct json *question = row->first, *cell = question->next, *outcome = cell->next;
            const struct cell_case one = {string_of(question), string_of(cell), string_of(outcome),
                                          string_of(outcome->next)};
            expect_cell(*state, &one);
        }
    }
    arena_destroy(arena);
}

static void test_unknown_option(void **state) {
    struct fixture *x = *state;
    struct arena *arena = arena_create();
    struct findings out = {.arena = arena};
    struct answer answer;
    normalise_cell(arena, x->s, (size_t)questionnaire_find(x->q, "type"), "医科診寮所", NULL, &out, &answer);
    assert_int_equal(out.count, 1);
    assert_int_equal(out.errors, 1);
    assert_int_equal(out.items[0].severity, RULE_ERROR);
    assert_non_null(strstr(out.items[0].message, "種別"));
    assert_non_null(strstr(out.items[0].message, "医科診寮所"));
    assert_non_null(strstr(out.items[0].message, "2 歯科診療所"));
    assert_non_null(strstr(out.items[0].suggestion, "医科診療所"));
    normalise_cell(arena, x->s, (size_t)questionnaire_find(x->q, "type"), "薬局", NULL, &out, &answer);
    assert_non_null(strstr(out.items[1].suggestion, "aliases"));
    normalise_cell(arena, x->s, (size_t)questionnaire_find(x->q, "pref"), "江戸", NULL, &out, &answer);
    assert_non_null(strstr(out.items[2].message, "10 "));
    assert_null(strstr(out.items[2].message, "11 "));
    arena_destroy(arena);
}

static void test_tick(void **state) {
    struct fixture *x = *state;
    static const char *const yes[] = {
        "○",  "〇",   "◯",    "●",    "◎",    "⭕",  "✓",   "✔",   "✔️", "☑",      "☑️", "☒",
        "■",  "レ",   "ﾚ",    "v",    "V",    "ｖ", "x",   "X",   "1",      "１",     "1.0",    "①",
        "有", "あり", "はい", "true", "TRUE", "y",  "Yes", " ○ ", "　○",    "保険証", "a",      "保 険 証"};
    static const char *const no[] = {"",      " ",     "　", "0",    "０",     "0.0", "□",  "☐",
                                     "×",     "✕",     "-",  "－",   "ー",     "−",   "no", "No",
                                     "false", "FALSE", "無", "なし", "いいえ", "・"};
    static const char *const unknown[] = {"2", "10", "電話", "保険証?", "○○", "○3件", "abc", "△"};
    const struct option *option = x->q->questions[questionnaire_find(x->q, "plain")].options;
    const struct {
        const char *const *cells;
        size_t count;
        enum tick tick;
    } groups[] = {{yes, sizeof yes / sizeof *yes, TICK_YES},
                  {no, sizeof no / sizeof *no, TICK_NO},
                  {unknown, sizeof unknown / sizeof *unknown, TICK_UNKNOWN}};
    for (size_t g = 0; g < 3; g++)
        for (size_t i = 0; i < groups[g].count; i++)
            if (normalise_tick(x->arena, option, groups[g].cells[i]) != groups[g].tick)
                fail_msg("\"%s\": expected %d", groups[g].cells[i], groups[g].tick);
    assert_int_equal(normalise_tick(x->arena, &option[2], "なし"), TICK_NO);
    assert_int_equal(normalise_tick(x->arena, &option[2], "ない"), TICK_YES); /* its own name */
}

struct ticks_case {
    const char *question;
    const char *cells[8];
    const char *outcome, *rule, *raw;
};

/* A number beside the option that opens its question is the answer to that question. */
static void test_beside(void **state) {
    struct fixture *x = *state;
    static const struct {
        const char *cell, *own, *outcome, *number, *rule;
    } cases[] = {
        {"あった(3件)", "", "yes", "3", NULL},
        {"あり（２件）", "", "yes", "2", NULL},
        {"○あり(約４件)", NULL, "yes", "4", "number.approximate"},
        {"あった3件", "", "yes", "3", NULL},
        {"あった：3", "", "invalid", "no_answer", "option.unknown"},
        {"あった 3件", "", "yes", "3", NULL},
        {"あった（3", "", "yes", "3", NULL},
        {"有 12", "", "invalid", "no_answer", "option.unknown"},
        {"あった(3件)", "3", "yes", "3", NULL},
        {"あった(3件)", "5", "yes", "5", "number.beside"},
        {"あった", "", "yes", "no_answer", NULL},
        {"なかった(3件)", "", "invalid", "no_answer", "option.unknown"},
        {"あった(0)", "", "yes", "0", NULL},
    };
    int parent = questionnaire_find(x->q, "trouble"), nested = questionnaire_find(x->q, "cases_of");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct findings out = {.arena = arena};
        struct response *response = response_create(arena, x->q);
        struct answer *answer = &response->answers[parent], *number = &response->answers[nested];
        normalise_cell(arena, x->s, (size_t)parent, cases[i].cell, NULL, &out, answer);
        normalise_cell(arena, x->s, (size_t)nested, cases[i].own, NULL, &out, number);
        normalise_numbers_beside(arena, x->s, x->q, NULL, &out, response);
        const char *found = outcome(arena, &x->q->questions[parent], answer),
                   *beside = outcome(arena, &x->q->questions[nested], number),
                   *rule = out.count ? out.items[0].rule : "-";
        if (strcmp(found, cases[i].outcome) != 0 || strcmp(beside, cases[i].number) != 0 ||
            strcmp(rule, cases[i].rule ? cases[i].rule : "-") != 0)
            fail_msg("%s | %s: %s, %s, %s", cases[i].cell, cases[i].own ? cases[i].own : "", found, beside,
                     rule);
        arena_destroy(arena);
    }
    /* and in the option's own column */
    static const char *const columns[][2] = {{"○（3件）", ""}, {"3件", ""}, {"○ 3", ""}};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct arena *arena = arena_create();
        struct findings out = {.arena = arena};
        struct response *response = response_create(arena, x->q);
        normalise_ticks(arena, x->s, (size_t)parent, columns[i], NULL, &out, &response->answers[parent]);
        normalise_numbers_beside(arena, x->s, x->q, NULL, &out, response);
        assert_int_equal(out.count, 0);
        assert_int_equal(response->answers[parent].code, 0);
        assert_null(response->answers[parent].text);
        assert_int_equal(response->answers[nested].number, 3 * NUMBER_ONE);
        arena_destroy(arena);
    }
}

static void test_ticks(void **state) {
    struct fixture *x = *state;
    static const struct ticks_case cases[] = {
        {"plain", {"", "", ""}, "no_answer", NULL, ""},
        {"plain", {NULL, NULL, NULL}, "no_answer", NULL, NULL},
        {"plain", {"0", "0", "0"}, "no_answer", NULL, "0 | 0 | 0"},
        {"plain", {"○", "", "1"}, "a,c", NULL, "○ |  | 1"},
        {"plain", {"○", NULL, "レ"}, "a,c", NULL, "○ | レ"},
        {"plain", {"×", "☑", "☐"}, "b", NULL, "× | ☑ | ☐"},
        {"plain", {"保険証", "", ""}, "a", NULL, "保険証 |  | "},
        {"plain", {"", "", "ない"}, "c", NULL, " |  | ない"},
        {"plain", {"なし", "なし", "○"}, "c", NULL, "なし | なし | ○"},
        {"plain", {"電話", "", ""}, "invalid", "option.unknown", "電話 |  | "},
        {"plain", {"○", "abc", ""}, "invalid", "option.unknown", "○ | abc | "},
        {"plain", {"無回答", "無回答", "無回答"}, "no_answer", NULL, "無回答 | 無回答 | 無回答"},
        {"plain", {"非該当", "", ""}, "not_applicable", NULL, "非該当 |  | "},
        {"plain", {"判読不能", "", ""}, "invalid", "answer.illegible", "判読不能 |  | "},
        {"plain", {"該当なし", "", ""}, "none", NULL, "該当なし |  | "},
        {"plain", {"○", "?", ""}, "a", "tick.unreadable", "○ | ? | "},
        {"trouble", {"○", ""}, "yes", NULL, "○ | "},
        {"trouble", {"", "1"}, "no", NULL, " | 1"},
        {"trouble", {"○", "○"}, "invalid", "single.two_ticks", "○ | ○"},
        {"type", {"", "", "", "助産所"}, "other+助産所", NULL, " |  |  | 助産所"},
        {"type", {"", "", "", "○"}, "other", NULL, " |  |  | ○"},
        {"type", {"", "", "", "○（助産所）"}, "other+助産所", NULL, " |  |  | ○（助産所）"},
        {"type",
         {"", "", "", "○ 助産所(出張) (2)"},
         "other+助産所(出張) (2)",
         NULL,
         " |  |  | ○ 助産所(出張) (2)"},
        {"type", {"", "", "", "その他（助産所）"}, "other+助産所", NULL, " |  |  | その他（助産所）"},
        {"type", {"", "", "", "レントゲン施設"}, "other+レントゲン施設", NULL, " |  |  | レントゲン施設"},
        {"type", {"", "", "", "無回答"}, "no_answer", NULL, " |  |  | 無回答"},
        {"kinds", {"", "", "", "", "", "", "該当なし"}, "nothing", NULL, " |  |  |  |  |  | 該当なし"},
        {"kinds", {"", "●", "", "", "", "停電", ""}, "masked,other+停電", NULL, " | ● |  |  |  | 停電 | "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int again = 0; again < 2; again++) {
            struct arena *arena = arena_create();
            struct findings out = {.arena = arena};
            struct answer answer;
            int position = questionnaire_find(x->q, cases[i].question);
            normalise_ticks(arena, x->s, (size_t)position, cases[i].cells, NULL, &out, &answer);
            const char *found = outcome(arena, &x->q->questions[position], &answer);
            const char *rule = out.count ? out.items[0].rule : "-",
                       *wanted = cases[i].rule ? cases[i].rule : "-";
            if (strcmp(found, cases[i].outcome) != 0 || strcmp(rule, wanted) != 0)
                fail_msg("case %zu (%s): found %s with %s, expected %s with %s", i,
                         cases[i].raw ? cases[i].raw : "", found, rule, cases[i].outcome, wanted);
            if (cases[i].raw)
                assert_string_equal(answer.raw, cases[i].raw);
            else
                assert_null(answer.raw);
            arena_destroy(arena);
        }
}

/* The memory of cells is bounded: whatever passes through, answers stay right. */
static void test_memory(void **state) {
    struct fixture *x = *state;
    struct arena *arena = arena_create();
    struct findings out = {.arena = arena};
    size_t count = (size_t)questionnaire_find(x->q, "count");
    size_t before = 0;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 5000; i++) {
            char cell[32];
            struct answer answer;
            snprintf(cell, sizeof cell, "%d件", i);
            normalise_cell(arena, x->s, count, cell, NULL, &out, &answer);
            assert_true(answer.number == (int64_t)i * NUMBER_ONE);
        }
        if (round == 0)
            before = arena_bytes(x->arena);
    }
    assert_int_equal(arena_bytes(x->arena), before);
    assert_int_equal(out.count, 0);
    arena_destroy(arena);
}

/* As web forms join answers, with その他's words bare at the end, options that hold the separator, and words
 * that are a slip and not その他's. */
static void test_open(void **state) {
    struct fixture closed = *(struct fixture *)*state, open = closed;
    static const struct cell_case cases[] = {
        {"kinds", "名前や住所の●表記;停電", "masked,other+停電", "other.words"},
        {"kinds", "名前や住所の●表記, 停電", "masked,other+停電", "other.words"},
        {"kinds", "停電、しかも断水", "other+停電、しかも断水", "other.words"},
        {"kinds", "停電;今も混乱、廃止後は忙殺", "swamped,other+停電", "other.words"},
        {"kinds", "今も混乱、廃止後は忙殺;今も混乱", "swamped,swamped_now", NULL},
        {"kinds", "「資格情報の無効」と表示、または該当なしと表示, 今も混乱", "invalid,swamped_now", NULL},
        {"kinds", "その他: 停電", "other+停電", NULL},
        {"kinds", "名前や住所の●表示", "invalid", "option.unknown"},
        {"kinds", "無回答", "no_answer", NULL},
        {"kinds", "特になし", "nothing", NULL},
        {"type", "訪問看護ステーション", "other+訪問看護ステーション", "other.words"},
        {"type", "医科診寮所", "invalid", "option.unknown"},
        {"plain", "停電", "invalid", "option.unknown"}, /* it has no その他 */
    };
    open.s = normalise_open(closed.arena, closed.s);
    expect_cells(&open, cases, sizeof cases / sizeof *cases);
    static const struct cell_case as_ever[] = {{"kinds", "停電", "invalid", "option.unknown"}};
    expect_cells(*state, as_ever, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),  cmocka_unit_test(test_unknown_option), cmocka_unit_test(test_tick),
        cmocka_unit_test(test_beside), cmocka_unit_test(test_ticks),          cmocka_unit_test(test_memory),
        cmocka_unit_test(test_open),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
