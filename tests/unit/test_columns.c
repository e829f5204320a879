/* columns: headings as offices write them, against the national survey's template and one made for the
 * purpose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/questionnaire/wording.h"
#include "importers/sheet.h"
#include "tests/unit/split.h"

static struct arena *arena;
static const struct questionnaire *national;
static const struct vocabulary *words;

static const struct vocabulary *load(const char *path) {
    struct fault f = {0};
    const struct questionnaire *q = questionnaire_load(arena, path, &f);
    if (!q)
        fail_msg("%s", f.text);
    return vocabulary_prepare(arena, q);
}

static int start(void **state) {
    (void)state;
    arena = arena_create();
    words = load(SHUKEI_SOURCE_DIR "/templates/surveys/trouble-2023-10.json");
    national = vocabulary_questionnaire(words);
    return 0;
}

static int stop(void **state) {
    (void)state;
    arena_destroy(arena);
    return 0;
}

/* "q4", "q4.masked", "q4.other.text", "sheet", "ignore", "?", "-" */
static const char *short_meaning(const struct questionnaire *q, const struct meaning *meaning) {
    switch (meaning->kind) {
    case MEANING_EMPTY:
        return "-";
    case MEANING_IGNORED:
        return "ignore";
    case MEANING_UNKNOWN:
        return "?";
    case MEANING_FIELD:
        return wording_field_keys[meaning->field];
    default:
        break;
    }
    const struct question *question = &q->questions[meaning->question];
    if (meaning->option < 0)
        return question->id;
    return arena_printf(arena, "%s.%s%s", question->id, question->options[meaning->option].id,
                        meaning->kind == MEANING_OTHER_TEXT ? ".text" : "");
}

enum { CELLS = 40 };

static const struct columns *resolve(const struct vocabulary *v, struct column_map *map,
                                     const char *headings) {
    const char *cells[CELLS];
    size_t count = split(arena, headings, cells, CELLS);
    const char **kept = arena_copy(arena, cells, sizeof cells);
    return columns_resolve(arena, v, map, kept, count);
}

static void expect(const struct vocabulary *v, const char *headings, const char *meanings) {
    const struct columns *columns = resolve(v, NULL, headings);
    char *text = arena_strdup(arena, "");
    for (size_t i = 0; i < columns->count; i++)
        text = arena_printf(arena, "%s%s%s", text, i ? "," : "",
                            short_meaning(vocabulary_questionnaire(v), &columns->items[i].meaning));
    if (strcmp(text, meanings) != 0)
        fail_msg("%s\n  read as %s\n  wanted  %s", headings, text, meanings);
}

static void test_one_heading(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"q4", "q4"},
        {"Q4", "q4"},
        {"ｑ４", "q4"},
        {"問4", "q4"},
        {"問４", "q4"},
        {"問 4", "q4"},
        {"4", "q4"},
        {"問10", "q10"},
        {"設問4", "q4"},
        {"No.4", "q4"},
        {"トラブルの種類", "q4"},
        {"問4 トラブルの種類", "q4"},
        {"問4．「あった」と回答された方。該当するものに☑をして下さい（複数回答可）。", "q4"},
        {"問4（複数回答）", "q4"},
        {"所在地", "q1"},
        {"都道府県", "q1"},
        {"問4_●表記", "q4.masked"},
        {"問4●表記", "q4.masked"},
        {"問4【●表記】", "q4.masked"},
        {"問4(4)", "q4.masked"},
        {"問4（４）", "q4.masked"},
        {"問4-4", "q4.masked"},
        {"問4④", "q4.masked"},
        {"問4 名前や住所が●で表記される", "q4.masked"},
        {"q4_masked", "q4.masked"},
        {"q4[masked]", "q4.masked"},
        {"q4.masked", "q4.masked"},
        {"q4:masked", "q4.masked"},
        {"トラブルの種類：名前・住所の間違い", "q4.name_address"},
        {"名前や住所の●表記", "q4.masked"},
        {"問44", "?"},
        {"問4 5 6", "?"},
        {"q4_copay", "q4_copay"},
        {"問4(1)", "q4.no_match"},
        {"問4 負担割合の齟齬 国保", "q4_copay.nhi"},
        {"q4_copay[late_elderly]", "q4_copay.late_elderly"},
        {"問7件数", "q7_count"},
        {"問7 あった 件数", "q7_count"},
        {"件数", "q7_count"},
        {"票番号", "sheet"},
        {"No.", "sheet"},
        {"協会・医会", "association"},
        {"受付日", "received"},
        {"備考", "remark"},
        {"", "-"},
        {"　", "-"},
        {"天気", "?"},
        {"あった", "?"}, /* of question 3 or 7: not to be guessed */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(words, cases[i][0], cases[i][1]);
}

static void test_rows_of_headings(void **state) {
    (void)state;
    /* A group heading, then bare labels; あった is question 7's after 問7. */
    expect(words, "問4,資格情報の無効,●表記,カードリーダー", "q4,q4.invalid,q4.masked,q4.reader");
    expect(words, "問3,問7,あった,なかった,件数", "q3,q7,q7.yes,q7.no,q7_count");
    /* Back from the nested question to its parent's options. */
    expect(words, "問4_負担割合の齟齬,国保,社保,後期高齢,限度額",
           "q4.copay,q4_copay.nhi,q4_copay.employee,q4_copay.late_elderly,q4.ceiling");
    expect(words, "q4_masked,q4_copay,q4_copay_nhi", "q4.masked,q4_copay,q4_copay.nhi");
}

static void test_other_templates(void **state) {
    (void)state;
    expect(load(SHUKEI_SOURCE_DIR "/templates/surveys/yamaguchi-municipal-2024-08.json"),
           "No,市町,利用登録率,問2 把握している,問3 その他,問3 その他の内容,備考",
           "sheet,municipality,q1,q2.known,q3.other,q3.other.text,remark");
    static const char json[] =
        "{\"format\":\"shukei-survey-1\",\"id\":\"x\",\"title\":\"x\",\"organiser\":\"x\",\"questions\":["
        "{\"id\":\"a\",\"number\":\"問1\",\"kind\":\"multi\",\"label\":\"色（○はいくつでも）\",\"options\":["
        "{\"id\":\"red\",\"label\":\"赤\"},{\"id\":\"other\",\"label\":\"その他\",\"other\":true}]},"
        "{\"id\":\"m\",\"number\":\"問2\",\"kind\":\"matrix\",\"label\":\"満足\",\"cells\":{\"kind\":"
        "\"single\","
        "\"options\":[{\"id\":\"yes\",\"label\":\"はい\"},{\"id\":\"no\",\"label\":\"いいえ\"}]},"
        "\"rows\":[{\"id\":\"price\",\"label\":\"値段\"},{\"id\":\"taste\",\"label\":\"味\"}]}]}";
    struct fault f = {0};
    const struct questionnaire *q = questionnaire_parse(arena, json, strlen(json), "x.json", &f);
    if (!q)
        fail_msg("%s", f.text);
    const struct vocabulary *v = vocabulary_prepare(arena, q);
    expect(v, "問1_その他,問1_その他の内容,問2 値段,味", "a.other,a.other.text,m_price,m_taste");
    expect(v, "色,色 [赤],色（いくつでも）,色・その他", "a,a.red,a,a.other");
    expect(v, "問1,赤,その他,内容", "a,a.red,a.other,a.other.text");
    expect(v, "a[red],m_price,m.taste", "a.red,m_price,m_taste");
    expect(v, "問2(1),問2(2)", "m_price,m_taste"); /* no option of either */
    expect(v, "問2_1,Q2-2,問1(1)", "m_price,m_taste,a.red");
    expect(v, "問2 [値段],問2②", "m_price,m_taste");
    expect(v, "問2(3),問2", "?,?");
}

/* A form that prints 問1(1) at the nested question: by position it would be the first option. */
static void test_nested_number(void **state) {
    (void)state;
    static const char json[] =
        "{\"format\":\"shukei-survey-1\",\"id\":\"x\",\"title\":\"x\",\"organiser\":\"x\",\"questions\":["
        "{\"id\":\"a\",\"number\":\"問1\",\"kind\":\"multi\",\"label\":\"色\",\"options\":["
        "{\"id\":\"red\",\"label\":\"赤\"},{\"id\":\"blue\",\"label\":\"青\",\"questions\":["
        "{\"id\":\"why\",\"number\":\"問1(1)\",\"kind\":\"text\",\"label\":\"なぜ\"}]},"
        "{\"id\":\"other\",\"label\":\"その他\",\"questions\":["
        "{\"id\":\"what\",\"kind\":\"text\",\"label\":\"何色\",\"aliases\":[\"問1 その他の内容\"]}]}]}]}";
    struct fault f = {0};
    const struct questionnaire *q = questionnaire_parse(arena, json, strlen(json), "x.json", &f);
    if (!q)
        fail_msg("%s", f.text);
    const struct vocabulary *v = vocabulary_prepare(arena, q);
    expect(v, "問1,問1(1),問1その他の内容", "a,why,what");
    expect(v, "問1(1),問1(2),問1(3)", "a.red,a.blue,a.other");
    expect(v, "問1(1),問1(1)なぜ", "a.red,why");
}

#define ALL_BUT_4 "問1,問2,問3,問5,問6,問7,問8,問9,問10"

static void expect_fault(struct column_map *map, const char *headings, const char *part) {
    struct fault f = {0};
    bool whole = columns_check(arena, words, resolve(words, map, headings), &f);
    if (part ? whole || !strstr(f.text, part) : !whole)
        fail_msg("%s\n  %s", headings, f.text);
}

static void test_faults(void **state) {
    (void)state;
    expect_fault(NULL, ALL_BUT_4 ",問4", NULL);
    expect_fault(NULL, ALL_BUT_4, "問4 トラブルの種類 (q4)");
    expect_fault(NULL, ALL_BUT_4 ",問4_●表記", "該当の被保険者番号がない");
    expect_fault(NULL, ALL_BUT_4 ",問4,Q4", "columns 10 \"問4\" and 11 \"Q4\"");
    expect_fault(NULL, ALL_BUT_4 ",問4,トラブルの種累", "did you mean \"トラブルの種類\"");
    expect_fault(NULL, ALL_BUT_4 ",問4,備考,メモ,,", NULL);
    expect_fault(NULL, "問1;問2;問3;問4;問5", "each row stands in a single cell");
    expect_fault(
        NULL,
        ALL_BUT_4
        ",問4,一〇二〇三〇四〇五〇一〇二〇三〇四〇五〇一〇二〇三〇四〇五〇一〇二〇三〇四〇五〇ここまで",
        "四〇五〇…\". Correct them");
    /* 負担割合の齟齬 has no column, the question nested in it has. */
    expect_fault(NULL, ALL_BUT_4 ",問4-1,問4-2,問4-3,問4-4,問4-6,問4-7,問4-8,問4-9,q4_copay", NULL);
    assert_int_equal(
        resolve(words, NULL, "問4-1,問4-2,q4_copay")->questions[questionnaire_find(national, "q4")].implied,
        1 << 4);
}

static struct column_map *read_map(const char *json, struct fault *f) {
    char path[] = "/tmp/shukei-map-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, json, strlen(json)) == (ssize_t)strlen(json));
    close(fd);
    struct column_map *map = column_map_read(arena, national, path, f);
    unlink(path);
    return map;
}

static void test_map(void **state) {
    (void)state;
    struct fault f = {0};
    struct column_map *map = read_map(
        "{\"天気\":\"ignore\",\"種類\":\"q4.masked\",\"伝票\":\"sheet\",\"absent\":[\"q4\",\"q9\"]}", &f);
    if (!map)
        fail_msg("%s", f.text);
    const struct columns *columns = resolve(words, map, "天気,種 類,問5");
    assert_string_equal(short_meaning(national, &columns->items[0].meaning), "ignore");
    assert_string_equal(short_meaning(national, &columns->items[1].meaning), "?");
    columns = resolve(words, map, "天気,種類,問5");
    assert_string_equal(short_meaning(national, &columns->items[1].meaning), "q4.masked");
    expect_fault(map, "問1,問2,問3,問5,問6,問7,問8,問10", NULL);
    assert_false(column_map_check(map, &f));
    assert_non_null(strstr(f.text, "伝票"));
    static const char *const wrong[][2] = {
        {"{\"a\":\"q44\"}", "/a"}, {"{\"a\":\"q4.none\"}", "no option"},
        {"{\"a\":1}", "/a"},       {"{\"absent\":\"q4\"}", "/absent"},
        {"[]", "object"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        fault_clear(&f);
        assert_null(read_map(wrong[i][0], &f));
        if (!strstr(f.text, wrong[i][1]))
            fail_msg("\"%s\" is not in: %s", wrong[i][1], f.text);
    }
}

/* --- sheets: rows out of a table
 * ------------------------------------------------------------------------------- */

struct table {
    const char *const *rows; /* cells parted by commas; NULL at the end */
    size_t next;
    const char *cells[CELLS];
};

static int table_next(struct reader *reader, struct record *record, struct fault *f) {
    (void)f;
    struct table *table = reader->data;
    if (!table->rows[table->next])
        return 0;
    size_t count = split(arena, table->rows[table->next++], table->cells, CELLS);
    *record = (struct record){.row = table->next, .cells = table->cells, .count = count};
    return 1;
}

#define MOST "問1,問2,問3,問5,問6,問7,問8,問9,問10,"

static void test_sheet(void **state) {
    (void)state;
    static const struct {
        const char *rows[16];
        size_t heading_row, heading_rows, records, repeats;
        const char *part; /* of a heading, or of the fault when heading_row is 0 */
    } cases[] = {
        {{MOST "問4", "13,病院", NULL}, 1, 1, 1, 0, "問4"},
        {{"調査結果", "2023年10月", MOST "問4", "13,病院", "13,病院", NULL}, 3, 1, 2, 0, "問4"},
        {{MOST "問4", "13,病院", MOST "問4", "13,病院", NULL}, 1, 1, 2, 1, "問4"},
        {{MOST "問4,,", ",,,,,,,,,資格無効,●表記,CRエラー", "13,病院", NULL}, 1, 2, 1, 0, "問4_資格無効"},
        {{"13,病院,あった,x,1,1,1,1,賛成,4", MOST "問4", NULL}, 0, 0, 0, 0, "row 1 looks like a return"},
        {{"天気,気温", "晴,20", NULL}, 1, 1, 1, 0, "気温"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct table table = {.rows = cases[i].rows};
        struct reader reader = {.next = table_next, .data = &table};
        struct sheet sheet;
        struct record record;
        struct fault f = {0};
        bool started = sheet_start(arena, &reader, words, NULL, &sheet, &f);
        if (started != (cases[i].heading_row > 0))
            fail_msg("case %zu: %s", i, f.text);
        if (!started) {
            assert_non_null(strstr(f.text, cases[i].part));
            continue;
        }
        size_t records = 0;
        while (sheet_next(&sheet, &record, &f) > 0)
            records++;
        assert_int_equal(sheet.heading_row, cases[i].heading_row);
        assert_int_equal(sheet.heading_rows, cases[i].heading_rows);
        assert_int_equal(records, cases[i].records);
        assert_int_equal(sheet.repeats, cases[i].repeats);
        bool found = false;
        for (size_t h = 0; h < sheet.heading_count; h++)
            found = found || strcmp(sheet.headings[h], cases[i].part) == 0;
        assert_true(found);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_heading),     cmocka_unit_test(test_rows_of_headings),
        cmocka_unit_test(test_other_templates), cmocka_unit_test(test_nested_number),
        cmocka_unit_test(test_faults),          cmocka_unit_test(test_map),
        cmocka_unit_test(test_sheet),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
