/* normalise: from what was written in a cell to an answer.  Every table is a list of spellings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

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

#define EXPECT_CELLS(state, cases)                                                                           \
    for (size_t i_ = 0; i_ < sizeof(cases) / sizeof *(cases); i_++)                                          \
    expect_cell(*(state), &(cases)[i_])

static void test_single(void **state) {
    static const struct cell_case cases[] = {
        {"trouble", "", "no_answer", NULL},
        {"trouble", "  　", "no_answer", NULL},
        {"trouble", "1", "yes", NULL},
        {"trouble", "１", "yes", NULL},
        {"trouble", "①", "yes", NULL},
        {"trouble", "⑴", "yes", NULL},
        {"trouble", "❷", "no", NULL},
        {"trouble", "(2)", "no", NULL},
        {"trouble", "（２）", "no", NULL},
        {"trouble", "2.", "no", NULL},
        {"trouble", "2)", "no", NULL},
        {"trouble", "2.0", "no", NULL},
        {"trouble", "02", "no", NULL},
        {"trouble", "2番", "no", NULL},
        {"trouble", "yes", "yes", NULL},
        {"trouble", "ＹＥＳ", "yes", NULL},
        {"trouble", " あった ", "yes", NULL},
        {"trouble", "あった。", "yes", NULL},
        {"trouble", "「あった」", "yes", NULL},
        {"trouble", "ｱｯﾀ", "yes", NULL}, /* katakana is the same word */
        {"trouble", "ナシ", "no", NULL},
        {"trouble", "なし。", "no", NULL},
        {"trouble", "○あり", "yes", NULL},
        {"trouble", "有り", "yes", NULL}, /* a synonym of an alias */
        {"trouble", "はい", "yes", NULL},
        {"trouble", "無し", "no", NULL},
        {"trouble", "いいえ", "no", NULL},
        {"trouble", "×", "invalid", "option.unknown"},
        {"trouble", "レ なかった", "no", NULL},
        {"trouble", "×あり", "invalid", "option.unknown"},
        {"type", "ビョウイン", "invalid", "option.unknown"}, /* nor does a reading stand for its character */
        {"kinds", "○かーどりーだーのえらー、●今も混乱", "swamped_now,reader", NULL},
        {"trouble", "あった(3件)", "yes", NULL},
        {"trouble", "あった（詳細は別紙）", "invalid", "option.unknown"},
        {"trouble", "あ っ た", "yes", NULL},
        {"trouble", "1 あった", "yes", NULL},
        {"trouble", "1.あった", "yes", NULL},
        {"trouble", "1：あった", "yes", NULL},
        {"trouble", "①あった", "yes", NULL},
        {"trouble", "1あった", "yes", NULL},
        {"trouble", "なし", "no", NULL}, /* an alias comes before the silence of that name */
        {"trouble", "無", "no", NULL},
        {"trouble", "1,1", "yes", NULL},
        {"trouble", "1,2", "invalid", "single.two_ticks"},
        {"trouble", "①②", "invalid", "single.two_ticks"},
        {"trouble", "1 なかった", "invalid", "single.two_ticks"},
        {"trouble", "あった・なかった", "invalid", "single.two_ticks"},
        {"trouble", "無回答", "no_answer", NULL},
        {"trouble", "未記入", "no_answer", NULL},
        {"trouble", "ＮＡ", "no_answer", NULL},
        {"trouble", "N/A", "no_answer", NULL},
        {"trouble", "－", "no_answer", NULL},
        {"trouble", "非該当", "not_applicable", NULL},
        {"trouble", "無効", "invalid", "answer.illegible"},
        {"trouble", "？", "invalid", "answer.illegible"},
        {"trouble", "判読不能", "invalid", "answer.illegible"},
        {"trouble", "特になし", "none", NULL},
        {"trouble", "3", "invalid", "option.unknown"},
        {"trouble", "0", "invalid", "option.unknown"},
        {"trouble", "12", "invalid", "option.unknown"},
        {"trouble", "あったと思う", "invalid", "option.unknown"},
        {"trouble", "2つあった", "invalid", "option.unknown"},
        {"trouble", "○", "invalid", "option.unknown"},
        {"type", "医科", "clinic", NULL},
        {"type", "医科診療所", "clinic", NULL},
        {"type", "歯科 診療所", "dental", NULL},
        {"type", "医科、歯科診療所", "invalid", "single.two_ticks"},
        {"type", "その他", "other", NULL},
        {"type", "その他（助産所）", "other+助産所", NULL},
        {"type", "その他(助産所)", "other+助産所", NULL},
        {"type", "その他：Ａ助産所", "other+Ａ助産所", NULL},
        {"type", "4 助産所", "other+助産所", NULL},
        {"type", "その他(助産所（出張）)", "other+助産所（出張）", NULL},
        {"type", "その他（助産所", "other+助産所", NULL},
        {"type", "その他、病院", "invalid", "single.two_ticks"},
        {"type", "なし", "none", NULL},
    };
    EXPECT_CELLS(state, cases);
}

static void test_multi(void **state) {
    static const struct cell_case cases[] = {
        {"kinds", "1", "invalid", NULL},
        {"kinds", "1,3", "invalid,swamped", NULL},
        {"kinds", "１、３", "invalid,swamped", NULL},
        {"kinds", "1;3", "invalid,swamped", NULL},
        {"kinds", "1；3", "invalid,swamped", NULL},
        {"kinds", "1/3", "invalid,swamped", NULL},
        {"kinds", "1／3", "invalid,swamped", NULL},
        {"kinds", "1|3", "invalid,swamped", NULL},
        {"kinds", "1・3", "invalid,swamped", NULL},
        {"kinds", "1\n3", "invalid,swamped", NULL},
        {"kinds", "1 3", "invalid,swamped", NULL},
        {"kinds", "1　3", "invalid,swamped", NULL},
        {"kinds", "1.3.", "invalid,swamped", NULL},
        {"kinds", "①③", "invalid,swamped", NULL},
        {"kinds", "(1)(3)", "invalid,swamped", NULL},
        {"kinds", "（１）（３）", "invalid,swamped", NULL},
        {"kinds", "1)3)", "invalid,swamped", NULL},
        {"kinds", "(6)(1)", "invalid,other", NULL},
        {"kinds", "(6)(停電)", "other+停電", NULL},
        {"kinds", "(1)(9)", "invalid", "option.unknown"},
        {"kinds", "(1) (3)", "invalid,swamped", NULL},
        {"kinds", "、1、", "invalid", NULL},
        {"kinds", "1,,3,", "invalid,swamped", NULL},
        {"kinds", "資格情報の無効、カードリーダーのエラー", "invalid,reader", NULL},
        {"kinds", "「資格情報の無効」と表示、または該当なしと表示", "invalid", NULL},
        {"kinds", "●", "masked", NULL},
        {"kinds", "名前や住所の●表記", "masked", NULL},
        {"kinds", "今も混乱、廃止後は忙殺", "swamped", NULL},
        {"kinds", "今も混乱、 廃止後は\n忙殺", "swamped", NULL},
        {"kinds", "今も混乱", "swamped_now", NULL},
        {"kinds", "今も混乱、3", "swamped,swamped_now", NULL},
        {"kinds", "今も混乱・●", "masked,swamped_now", NULL},
        {"kinds", "ｶｰﾄﾞﾘｰﾀﾞｰのｴﾗｰ", "reader", NULL},
        {"kinds", "ガード・リーダー・●", "masked,reader", NULL},
        {"kinds", "●、その他", "masked,other", NULL},
        {"kinds", "その他、●", "masked,other", NULL},
        {"kinds", "その他（停電、雷）、●", "masked,other+停電、雷", NULL},
        {"kinds", "その他：停電、雷、●", "masked,other+停電、雷", NULL},
        {"kinds", "●、その他 ﾃｲﾃﾞﾝ", "masked,other+ﾃｲﾃﾞﾝ", NULL},
        {"kinds", "6（ＦＡＸの故障）", "invalid", "option.unknown"},
        {"kinds", "6 （ＦＡＸの故障）", "other+ＦＡＸの故障", NULL},
        {"kinds", "その他 (1)", "invalid,other", NULL},
        {"kinds", "その他(1)", "other+1", NULL},
        {"kinds", "その他: 3回", "other+3回", NULL},
        {"kinds", "特になし", "nothing", NULL},
        {"kinds", "なし", "nothing", NULL},
        {"kinds", "7", "nothing", NULL},
        {"kinds", "1,7", "invalid,nothing", NULL}, /* a contradiction is for check_response */
        {"kinds", "1,8", "invalid", "option.unknown"},
        {"kinds", "13", "invalid", "option.unknown"},
        {"kinds", "1～3", "invalid", "option.unknown"},
        {"kinds", "1,停電", "invalid", "option.unknown"},
        {"kinds", "未回答", "no_answer", NULL},
        {"kinds", "、", "no_answer", NULL},
        {"plain", "該当なし", "none", NULL},
        {"plain", "ない", "c", NULL},
        {"plain", "なし", "none", NULL},
        {"box", "○", "ok", NULL},
        {"box", "✓", "ok", NULL},
        {"box", "1", "ok", NULL},
        {"box", "0", "no_answer", NULL},
        {"box", "×", "no_answer", NULL},
        {"box", "同意する", "ok", NULL},
    };
    EXPECT_CELLS(state, cases);
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

static void test_prefecture(void **state) {
    static const struct cell_case cases[] = {
        {"pref", "東京", "13", NULL},
        {"pref", "東京都", "13", NULL},
        {"pref", "13", "13", NULL},
        {"pref", "１３", "13", NULL},
        {"pref", "13 東京都", "13", NULL},
        {"pref", "13:東京", "13", NULL},
        {"pref", "とうきょう", "13", NULL},
        {"pref", "ﾄｳｷｮｳ", "13", NULL},
        {"pref", "Tokyo", "13", NULL},
        {"pref", " 北海道", "01", NULL},
        {"pref", "1", "01", NULL},
        {"pref", "01", "01", NULL},
        {"pref", "京都", "26", NULL},
        {"pref", "京都府", "26", NULL},
        {"pref", "47", "47", NULL},
        {"pref", "48", "invalid", "option.unknown"},
        {"pref", "江戸", "invalid", "option.unknown"},
        {"pref", "東京、大阪", "invalid", "single.two_ticks"},
        {"pref", "無回答", "no_answer", NULL},
        {"pref", "", "no_answer", NULL},
    };
    EXPECT_CELLS(state, cases);
}

static void test_number(void **state) {
    static const struct cell_case cases[] = {
        {"count", "35万", "350000", NULL},
        {"count", "1.2万件", "12000", NULL},
        {"count", "3 千", "3000", NULL},
        {"count", "１億", "100000000", NULL},
        {"count", "2百万", "2000000", NULL},
        {"count", "1億2,000万", "120000000", NULL},
        {"count", "3万5千件", "35000", NULL},
        {"count", "3千5万", "invalid", "number.unreadable"},
        {"count", "万", "invalid", "number.unreadable"},
        {"price", "150", "150", NULL},
        {"price", "150万円", "150", NULL},
        {"price", "１５０ 万円", "150", NULL},
        {"price", "約150万", "150", "number.approximate"},
        {"price", "1億5,000万円", "15000", NULL},
        {"price", "1,500,000円", "150", NULL},
        {"price", "12,500円", "1.25", NULL},
        {"price", "80.5", "80.5", NULL},
        {"price", "5百万円", "500", NULL},
        {"price", "1億5000", "invalid", "number.unreadable"},
        {"price", "万円", "invalid", "number.unreadable"},
        {"count", "999999999億", "invalid", "number.unreadable"},
        {"count", "", "no_answer", NULL},
        {"count", "　", "no_answer", NULL},
        {"count", "3", "3", NULL},
        {"count", "３", "3", NULL},
        {"count", " 3 ", "3", NULL},
        {"count", "3.0", "3", NULL},
        {"count", "003", "3", NULL},
        {"count", "0", "0", NULL},
        {"count", "1,234", "1234", NULL},
        {"count", "１，２３４", "1234", NULL},
        {"count", "1,234,567", "1234567", NULL},
        {"count", "3件", "3", NULL},
        {"count", "３ 件", "3", NULL},
        {"count", "3件。", "3", NULL},
        {"count", "3例", "3", NULL},
        {"count", "3人", "3", NULL},
        {"count", "-3", "-3", NULL},
        {"count", "△3", "-3", NULL},
        {"count", "2.5", "2.5", NULL},
        {"count", "2．５", "2.5", NULL},
        {"count", "0.1234567", "invalid", "number.unreadable"},
        {"count", "0.1234560", "0.123456", NULL},
        {"count", "約3", "3", "number.approximate"},
        {"count", "約 ３ 件", "3", "number.approximate"},
        {"count", "3くらい", "3", "number.approximate"},
        {"count", "3件ぐらい", "3", "number.approximate"},
        {"count", "3ぐらい件", "3", "number.approximate"},
        {"count", "およそ10件程度", "10", "number.approximate"},
        {"count", "5件以上", "5", "number.approximate"},
        {"count", "3?", "3", "number.approximate"},
        {"count", "2～3", "invalid", "number.unreadable"},
        {"count", "2〜3件", "invalid", "number.unreadable"},
        {"count", "2-3", "invalid", "number.unreadable"},
        {"count", "2、3", "invalid", "number.unreadable"},
        {"count", "2/3", "invalid", "number.unreadable"},
        {"count", "1,23", "invalid", "number.unreadable"},
        {"count", "1234,567", "invalid", "number.unreadable"},
        {"count", "1,2345", "invalid", "number.unreadable"},
        {"count", "3 4", "invalid", "number.unreadable"},
        {"count", "三", "invalid", "number.unreadable"},
        {"count", "数件", "invalid", "number.unreadable"},
        {"count", "多数", "invalid", "number.unreadable"},
        {"count", "abc", "invalid", "number.unreadable"},
        {"count", "1e5", "invalid", "number.unreadable"},
        {"count", "0x10", "invalid", "number.unreadable"},
        {"count", "3 5以下", "invalid", "number.unreadable"},
        {"count", "件", "invalid", "number.unreadable"},
        {"count", "約", "invalid", "number.unreadable"},
        {"count", ".5", "invalid", "number.unreadable"},
        {"count", "99999999999999999999", "invalid", "number.unreadable"},
        {"count", "999999999999", "999999999999", NULL},
        {"count", "なし", "none", NULL},
        {"count", "-", "no_answer", NULL},
        {"count", "無回答", "no_answer", NULL},
        {"count", "非該当", "not_applicable", NULL},
        {"count", "不明?", "invalid", "number.unreadable"},
        {"count", "?", "invalid", "answer.illegible"},
        {"rate", "45.5%", "45.5", NULL},
        {"rate", "４５．５％", "45.5", NULL},
        {"rate", "約5%", "5", "number.approximate"},
    };
    EXPECT_CELLS(state, cases);
}

static void test_text(void **state) {
    static const struct cell_case cases[] = {
        {"cases", "", "no_answer", NULL},
        {"cases", " \n", "no_answer", NULL},
        {"cases", "カードが\r\n読めない", "カードが\n読めない", NULL},
        {"cases", " 1,2 ", "1,2", NULL},
        {"cases", "ｶﾞ", "ｶﾞ", NULL},             /* as written */
        {"cases", "か\xe3\x82\x99", "が", NULL}, /* but in one normal form */
        {"cases", "なし", "none", NULL},
        {"cases", "特になし。", "none", NULL},
        {"cases", "特になしと思う", "特になしと思う", NULL},
        {"cases", "無回答", "no_answer", NULL},
        {"cases", "判読不能", "invalid", "answer.illegible"},
    };
    EXPECT_CELLS(state, cases);
}

static void test_date(void **state) {
    static const struct cell_case cases[] = {
        {"day", "令和6年1月9日", "2024-01-09", NULL},
        {"day", "令和６年１月９日", "2024-01-09", NULL},
        {"day", "令和 6年 1月 9日", "2024-01-09", NULL},
        {"day", "㋿6年1月9日", "2024-01-09", NULL},
        {"day", "令6.1.9", "2024-01-09", NULL},
        {"day", "R6.1.9", "2024-01-09", NULL},
        {"day", "r6.1.9", "2024-01-09", NULL},
        {"day", "Ｒ６．１．９", "2024-01-09", NULL},
        {"day", "R.6.1.9", "2024-01-09", NULL},
        {"day", "R6/1/9", "2024-01-09", NULL},
        {"day", "R06-01-09", "2024-01-09", NULL},
        {"day", "R060109", "2024-01-09", NULL},
        {"day", "2024/1/9", "2024-01-09", NULL},
        {"day", "2024/01/09", "2024-01-09", NULL},
        {"day", "2024-01-09", "2024-01-09", NULL},
        {"day", "2024.1.9", "2024-01-09", NULL},
        {"day", "2024年1月9日", "2024-01-09", NULL},
        {"day", "2024年1月9日(火)", "2024-01-09", NULL},
        {"day", "2024年1月9日（火曜日）", "2024-01-09", NULL},
        {"day", "2024.1.9受", "2024-01-09", NULL},
        {"day", "R6.1.9 着", "2024-01-09", NULL},
        {"day", "2024年1月9日(火) 受付済", "2024-01-09", NULL},
        {"day", "2024/1/9（FAX）", "2024-01-09", NULL},
        {"day", "2024/1/9 13:05 ＦＡＸ受信", "2024-01-09", NULL},
        {"day", "受付 令和6年1月9日", "2024-01-09", NULL},
        {"day", "（受）20240109", "2024-01-09", NULL},
        {"day", "2024.1.9受験", "invalid", "date.unreadable"},
        {"day", "2024.2.30受", "invalid", "date.impossible"},
        {"day", "受付", "invalid", "date.unreadable"},
        {"day", "2024/1/9 13:05:22", "2024-01-09", NULL},
        {"day", "2024/01/09 1:05:22 午後 GMT+9", "invalid", "date.unreadable"},
        {"day", "2024-01-09T13:05:22Z", "2024-01-09", NULL},
        {"day", "20240109", "2024-01-09", NULL},
        {"day", "45300", "2024-01-09", NULL},
        {"day", "45300.54", "2024-01-09", NULL},
        {"day", "令和元年5月1日", "2019-05-01", NULL},
        {"day", "平成31年4月30日", "2019-04-30", NULL},
        {"day", "H31.4.30", "2019-04-30", NULL},
        {"day", "昭和64年1月7日", "1989-01-07", NULL},
        {"day", "2024/2/29", "2024-02-29", NULL},
        {"day", "2024/2/30", "invalid", "date.impossible"},
        {"day", "2023年2月29日", "invalid", "date.impossible"},
        {"day", "20241301", "invalid", "date.impossible"},
        {"day", "令和0年1月1日", "invalid", "date.impossible"},
        {"day", "令和元年4月30日", "invalid", "date.impossible"},
        {"day", "0024/1/9", "invalid", "date.impossible"},
        {"day", "1/9", "invalid", "date.unreadable"},
        {"day", "24/1/9", "invalid", "date.unreadable"},
        {"day", "1/9/2024", "invalid", "date.unreadable"},
        {"day", "6.1.9", "invalid", "date.unreadable"},
        {"day", "2024/1", "invalid", "date.unreadable"},
        {"day", "2024/1/9〜10", "invalid", "date.unreadable"},
        {"day", "123456", "invalid", "date.unreadable"},
        {"day", "1月9日", "invalid", "date.unreadable"},
        {"day", "昨日", "invalid", "date.unreadable"},
        {"day", "", "no_answer", NULL},
        {"day", "未記入", "no_answer", NULL},
        {"day", "-", "no_answer", NULL},
        {"day", "?", "invalid", "answer.illegible"},
    };
    EXPECT_CELLS(state, cases);
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
        {"あった：3", "", "yes", "no_answer", "option.unknown"},
        {"あった 3件", "", "yes", "3", NULL},
        {"あった（3", "", "yes", "3", NULL},
        {"有 12", "", "yes", "no_answer", "option.unknown"},
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
        bool refused = cases[i].rule && strcmp(cases[i].rule, "option.unknown") == 0;
        if (strcmp(found, refused ? "invalid" : cases[i].outcome) != 0 ||
            strcmp(beside, cases[i].number) != 0 || strcmp(rule, cases[i].rule ? cases[i].rule : "-") != 0)
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
    struct fixture closed = *(struct fixture *)*state, open = closed, *x = &open;
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
    EXPECT_CELLS((void **)&x, cases);
    static const struct cell_case as_ever[] = {{"kinds", "停電", "invalid", "option.unknown"}};
    EXPECT_CELLS(state, as_ever);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_single),         cmocka_unit_test(test_multi),
        cmocka_unit_test(test_unknown_option), cmocka_unit_test(test_prefecture),
        cmocka_unit_test(test_number),         cmocka_unit_test(test_text),
        cmocka_unit_test(test_date),           cmocka_unit_test(test_tick),
        cmocka_unit_test(test_beside),         cmocka_unit_test(test_ticks),
        cmocka_unit_test(test_memory),         cmocka_unit_test(test_open),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
