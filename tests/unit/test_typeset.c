/* typeset: where Japanese lines may end, measured with the trace canvas (a kanji is one em, a digit half). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"
#include "reports/model/typeset_cache.h"
#include "reports/text/trace_canvas.h"
#include "tests/unit/dice.h"

static const struct typeset_style plain = {FACE_GOTHIC, FACE_GOTHIC_BOLD, 10,   16,
                                           0x000000,    ALIGN_LEFT,       false};
static const struct typeset_style justified = {FACE_GOTHIC, FACE_GOTHIC_BOLD, 10,  16,
                                               0x000000,    ALIGN_LEFT,       true};

/* Breaks as a justified text does, without moving its pieces. */
static const struct typeset_style strict = {FACE_GOTHIC, FACE_GOTHIC_BOLD, 10,  16,
                                            0x000000,    ALIGN_CENTER,     true};

/* The lines as one string: "|" between lines, bold runs as they were written. */
static char *joined(struct arena *arena, const struct typeset_paragraph *p) {
    struct strbuf b = {0};
    for (size_t i = 0; i < p->line_count; i++) {
        strbuf_add(&b, i ? "|" : "");
        for (size_t r = 0; r < p->lines[i].run_count; r++) {
            const char *stars = p->lines[i].runs[r].face == FACE_GOTHIC_BOLD ? "**" : "";
            strbuf_printf(&b, "%s%s%s", stars, p->lines[i].runs[r].text, stars);
        }
    }
    char *copy = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return copy;
}

static void test_breaks(void **state) {
    (void)state;
    static const struct {
        double ems;
        const char *text, *lines;
    } cases[] = {
        {5, "保険証を残すべき", "保険証を残|すべき"},
        {5, "", ""},
        {5, "一行\n\n二行", "一行||二行"},
        /* a line does not begin with a closing mark, a small kana, ー, 々, ％ */
        {5, "医療機関で（無効）とされた", "医療機関で|（無効）と|された"},
        {5, "あいうえ」」かきく", "あいう|え」」か|きく"},
        {5, "トラブルがあっった", "トラブルが|あっった"},
        {4, "医療データー", "医療デー|ター"},
        {4, "医療機関々々の", "医療機|関々々の"},
        {4, "割合が50％です", "割合が|50％です"},
        {5, "本当ですか！？はい", "本当です|か！？はい"},
        /* ... and does not end with an opening one */
        {5, "窓口では「無効」です", "窓口では|「無効」|です"},
        {4, "合計は￥1,000です", "合計は|￥1,000|です"},
        /* a hyphen that is a minus is printed as one and stays with its number; one that joins stays a hyphen */
        {4, "前月差は-4.6です", "前月差は|-4.6です"},
        {4, "前月差は（-4.6）で", "前月差は|（−4.6）|で"},
        {30, "-4.6 -.5 **-2**～-1 p.2-3 03-(3)-5 50%-60% -x",
         "−4.6 −.5 **−2**～−1 p.2-3 03-(3)-5 50%-60% -x"},
        /* from one number to another */
        {9, "回答（10,026→8,672）", "回答|（10,026→8,672）"},
        /* full stops hang by half an em; what does not fit even so takes a character along */
        {5, "あいうえお。かきく", "あいうえお。|かきく"},
        {5, "あいうえお、かきく", "あいうえお、|かきく"},
        {5, "あいうえ「お」かき", "あいうえ|「お」かき"},
        /* numbers and words stay whole, with their units */
        {6, "回答は55,357件から", "回答は|55,357件から"},
        {5, "率は59.8%と高い", "率は59.8%|と高い"},
        {7, "全国では5188医療機関が", "全国では5188医|療機関が"},
        {5, "自己負担は10割だった", "自己負担は|10割だった"},
        {5, "回答が１，２３４件", "回答が|１，２３４|件"},
        {6, "国のDPC/PDPS制度", "国のDPC/PDPS|制度"},
        {6, "see the table", "see the|table"},
        {6, "n=5,188 (59.8%)", "n=5,188|(59.8%)"},
        /* inseparable leaders and dashes */
        {5, "しかし今……でした", "しかし今|……でした"},
        {5, "保険証は――残すべき", "保険証は|――残す|べき"},
        /* a word too long for the line: at a slash if there is one, else anywhere */
        {6, "http://www.example.org/news", "http://www.|example.org/|news"},
        {3, "ABCDEFGHIJ", "ABCDEF|GHIJ"},
        {3, "1234567890", "123456|7890"},
        {0.3, "あい", "あ|い"},
        /* no lone last character */
        {5, "保険証をのこす。", "保険証をの|こす。"},
        {5, "保険証を残す", "保険証を|残す"},
        /* white space at a soft end is dropped, an indent is kept */
        {5, "　字下げをする文", "　字下げを|する文"},
        {4, "あいうえ　かき", "あいうえ|かき"},
        {4, "「　あいうえ", "「　あい|うえ"},
        /* bold */
        {5, "これは**とても**重要だ", "これは**とて**|**も**重要だ"},
        {9, "2**乗の話", "2**乗の話"},
    };
    struct trace *trace = trace_create();
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct typeset_paragraph *p =
            typeset_break(arena, trace_canvas(trace), &strict, cases[i].text, cases[i].ems * 10);
        assert_string_equal(joined(arena, p), cases[i].lines);
        assert_true(p->height == (double)p->line_count * 16);
    }
    arena_destroy(arena);
    trace_destroy(trace);
}

/* A ragged line ends with a phrase, where that costs no further line. */
static void test_phrases(void **state) {
    (void)state;
    static const struct {
        double ems;
        const char *text, *lines;
    } cases[] = {
        {5, "保険証を残すべき", "保険証を|残すべき"},
        {10.9, "カードの申請に対応できない", "カードの申請に|対応できない"},
        {10.9, "資格確認書を登録者以外に送付", "資格確認書を|登録者以外に送付"},
        {10, "184医療機関（前回53.5%）", "184医療機関|（前回53.5%）"},
        {9, "特別養護老人ホームなど", "特別養護老人|ホームなど"},
        {6, "お知らせとお願い", "お知らせと|お願い"},
        /* not where a line more would follow, nor for a word alone */
        {5, "国は保険証発行停止中", "国は保険証|発行停止中"},
        /* the last line has a phrase rather than a tail */
        {30, "回答票は公表された集計値に一致するように作った合成のものです。実際の回答ではありません。",
         "回答票は公表された集計値に一致するように作った合成のものです。|実際の回答ではありません。"},
        {20, "これは作り物であって実際の回答ではありません。",
         "これは作り物であって実際の|回答ではありません。"},
    };
    struct trace *trace = trace_create();
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct typeset_paragraph *p =
            typeset_break(arena, trace_canvas(trace), &plain, cases[i].text, cases[i].ems * 10);
        assert_string_equal(joined(arena, p), cases[i].lines);
    }
    arena_destroy(arena);
    trace_destroy(trace);
}

static void test_drawing(void **state) {
    (void)state;
    struct trace *trace = trace_create();
    struct arena *arena = arena_create();
    struct typeset_style style = plain;
    const struct typeset_paragraph *p =
        typeset_break(arena, trace_canvas(trace), &style, "保険証を**残すべき**だ", 50);
    typeset_draw(trace_canvas(trace), &style, p, 0, 99, 100, 200, 50);
    style.align = ALIGN_RIGHT;
    typeset_draw(trace_canvas(trace), &style, p, 1, 2, 100, 200, 50);
    assert_string_equal(trace_text(trace), "text 100.0 211.8 gothic 10.0 #000000 \"保険証を\"\n"
                                           "text 100.0 227.8 bold 10.0 #000000 \"残すべき\"\n"
                                           "text 140.0 227.8 gothic 10.0 #000000 \"だ\"\n"
                                           "text 100.0 211.8 bold 10.0 #000000 \"残すべき\"\n"
                                           "text 140.0 211.8 gothic 10.0 #000000 \"だ\"\n");
    arena_destroy(arena);
    trace_destroy(trace);
}

static void test_justified(void **state) {
    (void)state;
    struct trace *trace = trace_create();
    struct arena *arena = arena_create();
    /* 4 ems of text in 4.5: the half em goes into the three gaps; digits stay together */
    const struct typeset_paragraph *p =
        typeset_break(arena, trace_canvas(trace), &justified, "は123で、残りがだ", 45);
    assert_string_equal(joined(arena, p), "は123で、|残りがだ");
    assert_int_equal(p->lines[0].run_count, 4);
    assert_string_equal(p->lines[0].runs[1].text, "123");
    assert_float_equal(p->lines[0].width, 45, 1e-9);
    assert_float_equal(p->lines[0].extra_space, 5.0 / 3, 1e-9);
    assert_float_equal(p->lines[1].extra_space, 0, 0);
    arena_destroy(arena);
    trace_destroy(trace);
}

/* ---- property: random texts ---- */

static const char *const ideographs[] = {"医", "療", "機", "関", "が", "を",
                                         "の", "保", "険", "証", "髙", "①"};
static const char *const marks[] = {"っ", "ょ", "ー", "々", "、", "。", "（",    "）",    "「",   "」", "！",
                                    "？", "％", "…",  "―",  "5",  "8",  "8,672", "59.8%", "10割", "a",  "Kit",
                                    " ",  "　", "～", "・", "￥", "２", "か゛",  "……",    "――",   "ァ"};
static const char *const wild[] = {"http://a.example/b/c-d",          "\n",       "**",
                                   "1234567890123456789012345678901", "か\u3099", "\t"};

#define PICK(list, seed) ((list)[dice((seed), sizeof(list) / sizeof *(list))])

/* A tame text has no more than three marks in a row, so that every line has a permitted end; a wild one has
 * all. */
static void random_text(struct strbuf *b, uint32_t *seed, bool tame) {
    strbuf_clear(b);
    strbuf_add(b, PICK(ideographs, seed));
    size_t in_a_row = 0;
    for (uint32_t n = dice(seed, 60); n > 0; n--) {
        bool mark = in_a_row < 3 && dice(seed, 2);
        in_a_row = mark ? in_a_row + 1 : 0;
        if (!tame && dice(seed, 4) == 0)
            strbuf_add(b, dice(seed, 2) ? PICK(wild, seed) : PICK(marks, seed));
        strbuf_add(b, mark ? PICK(marks, seed) : PICK(ideographs, seed));
    }
}

static bool is_blank(uint32_t code) {
    return code == ' ' || code == 0x3000 || code == '\n' || code == '\t' || code == '*';
}

/* The next character of the lines, or 0; moves over empty runs and lines. */
struct reader {
    const struct typeset_paragraph *p;
    size_t line, run;
    const char *at;
};

static uint32_t next_printed(struct reader *r) {
    for (;;) {
        if (r->line == r->p->line_count)
            return 0;
        const struct typeset_line *line = &r->p->lines[r->line];
        if (r->run == line->run_count) {
            r->line++;
            r->run = 0;
            r->at = NULL;
            continue;
        }
        if (!r->at)
            r->at = line->runs[r->run].text;
        uint32_t code = utf8_next(&r->at);
        if (code && !is_blank(code))
            return code;
        if (!code) {
            r->run++;
            r->at = NULL;
        }
    }
}

static void check_nothing_lost(const char *text, const struct typeset_paragraph *p) {
    struct reader reader = {.p = p};
    for (uint32_t code; (code = utf8_next(&text)) != 0;)
        if (!is_blank(code))
            assert_int_equal(next_printed(&reader), code);
    assert_int_equal(next_printed(&reader), 0);
}

static uint32_t first_of(const struct typeset_line *line) {
    const char *at = line->run_count ? line->runs[0].text : "";
    return utf8_next(&at);
}

static uint32_t last_of(const struct typeset_line *line) {
    const char *at = line->run_count ? line->runs[line->run_count - 1].text : "";
    uint32_t last = 0;
    for (uint32_t code; (code = utf8_next(&at)) != 0;)
        last = code;
    return last;
}

static bool one_of(uint32_t code, const char *list) {
    for (uint32_t member; (member = utf8_next(&list)) != 0;)
        if (member == code)
            return true;
    return false;
}

static bool is_number(uint32_t code) {
    return one_of(code, "0123456789,.２");
}

static void check_widths(const struct typeset_paragraph *p, double width) {
    for (size_t i = 0; i < p->line_count; i++)
        assert_true(p->lines[i].width <= width + (one_of(last_of(&p->lines[i]), "、。,.") ? 5 : 0) + 1e-6);
}

static void check_ends(const struct typeset_paragraph *p) {
    for (size_t i = 0; i + 1 < p->line_count; i++) {
        uint32_t last = last_of(&p->lines[i]), first = first_of(&p->lines[i + 1]);
        assert_false(one_of(first, "、。）」っょー々！？％…―～・゛ァ割%, 　") &&
                     !(one_of(first, "…―") && last != first));
        assert_false(one_of(last, "（「￥ 　"));
        assert_false(is_number(last) && is_number(first));
    }
}

static void check_random(bool tame, const struct typeset_style *style, uint32_t *seed) {
    struct trace *trace = trace_create();
    struct arena *arena = arena_create();
    struct strbuf text = {0};
    random_text(&text, seed, tame);
    double width = 200 + dice(seed, 200);
    const struct typeset_paragraph *p = typeset_break(arena, trace_canvas(trace), style, text.text, width);
    check_nothing_lost(text.text, p);
    check_widths(p, width);
    if (tame)
        check_ends(p);
    strbuf_end(&text);
    arena_destroy(arena);
    trace_destroy(trace);
}

static void test_random(void **state) {
    (void)state;
    uint32_t seed = 20240131;
    for (int i = 0; i < 10000; i++) {
        check_random(true, i % 2 ? &justified : &plain, &seed);
        check_random(false, i % 2 ? &justified : &plain, &seed);
    }
}

/* What was broken once is found again: by its text, its width and all of its style but the colour. */
static void test_cache(void **state) {
    (void)state;
    const char *text = "保険証を**残すべき**だと59.8%が答えた。";
    struct trace *trace = trace_create();
    struct arena *arena = arena_create();
    struct canvas *canvas = trace_canvas(trace);
    char *wanted = joined(arena, typeset_break(arena, canvas, &plain, text, 60));
    struct typeset_style red = plain, bold = plain;
    red.colour = 0xFF0000;
    bold.face = FACE_GOTHIC_BOLD;
    canvas->broken = typeset_cache_create();
    const struct typeset_paragraph *p = typeset_break(arena, canvas, &plain, text, 60);
    assert_string_equal(joined(arena, p), wanted);
    for (int i = 0; i < 3000; i++) /* more than the cache has room for at first */
        assert_int_equal(typeset_break(arena, canvas, &plain, arena_printf(arena, "%d", i), 60)->line_count,
                         1);
    assert_ptr_equal(typeset_break(arena, canvas, &red, arena_strdup(arena, text), 60), p);
    assert_ptr_not_equal(typeset_break(arena, canvas, &plain, text, 70), p);
    assert_ptr_not_equal(typeset_break(arena, canvas, &bold, text, 60), p);
    assert_ptr_not_equal(typeset_break(arena, canvas, &justified, text, 60), p);
    assert_string_equal(joined(arena, p), wanted);
    typeset_cache_destroy(canvas->broken);
    arena_destroy(arena);
    trace_destroy(trace);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_breaks),    cmocka_unit_test(test_phrases), cmocka_unit_test(test_drawing),
        cmocka_unit_test(test_justified), cmocka_unit_test(test_random),  cmocka_unit_test(test_cache),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
