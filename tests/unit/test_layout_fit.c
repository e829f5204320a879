/* layout_fit, layout_columns: pages that give and take so that they end well. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reports/model/layout.h"
#include "tests/unit/hand_tables.h"
#include "tests/unit/trace_boxes.h"

static size_t pages_of(struct arena *arena, const struct block *blocks, size_t count, struct trace *trace) {
    const struct section section = {.id = "a", .title = "結果", .blocks = blocks, .block_count = count};
    const struct document document = {.title = "題", .sections = &section, .section_count = 1};
    struct document_pages pages;
    struct fault f = {0};
    if (!document_layout(arena, &document, trace_canvas(trace), &pages, &f))
        fail_msg("%s", f.text);
    return pages.count;
}

/* The text of the last page. */
static const char *last_page(const struct trace *trace) {
    const char *last = trace_text(trace);
    for (const char *at = last; (at = strstr(at, "\npage ")); at++)
        last = at;
    return last;
}

/* However many questions there are, the address at the end of a form has one of them for company. */
static void test_company(void **state) {
    (void)state;
    static const struct block_pair choices[] = {{"tick", "はい", NULL}, {"tick", "いいえ", NULL}};
    for (size_t questions = 10; questions < 34; questions++) {
        struct arena *arena = arena_create();
        struct trace *trace = trace_create();
        struct block *blocks = arena_array(arena, 2 * questions + 2, sizeof *blocks);
        for (size_t i = 0; i < questions; i++) {
            blocks[2 * i] = (struct block){.kind = BLOCK_TITLE, .level = 3, .text = "問"};
            blocks[2 * i + 1] = (struct block){.kind = BLOCK_CHOICES, .pairs = choices, .pair_count = 2};
        }
        blocks[2 * questions] = (struct block){.kind = BLOCK_SPACE, .height = 8};
        blocks[2 * questions + 1] = (struct block){.kind = BLOCK_BOX, .text = "宛先"};
        pages_of(arena, blocks, 2 * questions + 2, trace);
        if (!strstr(last_page(trace), "宛先") || !strstr(last_page(trace), "いいえ"))
            fail_msg("%zu questions: the box stands alone", questions);
        trace_destroy(trace);
        arena_destroy(arena);
    }
}

/* Frames to write in are set lower where that saves a page, and higher where the page has room. */
static void test_frames(void **state) {
    (void)state;
    static const struct {
        size_t frames, pages;
        double height;
        bool parted; /* a break and a page of text behind them */
    } cases[] = {{1, 1, 230, false},   {10, 1, 65.5, false}, {13, 1, 49, false},
                 {15, 1, 41.5, false}, {20, 2, 65.5, false}, {10, 1, 65.5, true}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct arena *arena = arena_create();
        struct trace *trace = trace_create();
        struct block *blocks = arena_array(arena, cases[c].frames + 2, sizeof *blocks);
        for (size_t i = 0; i < cases[c].frames; i++)
            blocks[i] = (struct block){.kind = BLOCK_ANSWER, .height = 46};
        blocks[cases[c].frames] = (struct block){.kind = BLOCK_BREAK};
        blocks[cases[c].frames + 1] = (struct block){.kind = BLOCK_PARAGRAPH, .text = "あと"};
        assert_int_equal(pages_of(arena, blocks, cases[c].frames + 2 * (size_t)cases[c].parted, trace),
                         cases[c].pages + cases[c].parted);
        double lowest = 0; /* the lower edge of what is drawn, but for the rule at the foot */
        for (const char *at = trace_text(trace); (at = strstr(at, "\nline ")); at++) {
            double x1, y1;
            if (sscanf(at, "\nline %lf %lf", &x1, &y1) == 2 && y1 < 790 && y1 > lowest)
                lowest = y1;
        }
        const double per_page = (double)(cases[c].frames / cases[c].pages);
        const double height = (lowest - 64 + 6) / per_page - 6;
        if (height < cases[c].height - 2 || height > cases[c].height + 2)
            fail_msg("%zu frames: %.1f high", cases[c].frames, height);
        trace_destroy(trace);
        arena_destroy(arena);
    }
}

static const struct table *small_table(struct arena *arena, const char *label) {
    static const struct hand_row rows[] = {{"a", "はい", 3, TABLE_OPTION}, {"b", "いいえ", 5, TABLE_OPTION}};
    struct hand_row *all = arena_array(arena, 3, sizeof *all);
    memcpy(all, rows, sizeof rows);
    all[0].label = label;
    return hand_table(arena, "t", "single", "小さい表", 8, all);
}

/* Small tables stand side by side where their labels have room; one with a long label takes the whole width. */
static void test_columns(void **state) {
    (void)state;
    static const char long_label[] =
        "とても長い選択肢で、半分の幅では三行にも四行にもなってしまい、読む人が数字を見つけられない";
    for (int beside = 0; beside < 2; beside++) {
        struct arena *arena = arena_create();
        struct trace *trace = trace_create();
        struct block blocks[17] = {{.kind = BLOCK_TITLE, .level = 1, .text = "数表"}};
        for (size_t i = 1; i < 17; i++)
            blocks[i] = (struct block){.kind = BLOCK_TABLE,
                                       .table = small_table(arena, i == 16 ? long_label : "はい"),
                                       .beside = beside};
        assert_int_equal(pages_of(arena, blocks, 17, trace), beside ? 2 : 3);
        trace_destroy(trace);
        arena_destroy(arena);
    }
}

/* What says nothing new is there while it fits, and never makes a page. */
static void test_spare(void **state) {
    (void)state;
    size_t left_out = 0;
    for (size_t frames = 8; frames < 16; frames++) {
        struct arena *arena = arena_create();
        struct trace *trace = trace_create();
        struct block *blocks = arena_array(arena, frames + 2, sizeof *blocks);
        for (size_t i = 0; i < frames; i++)
            blocks[i] = (struct block){.kind = BLOCK_ANSWER, .height = 46};
        blocks[frames] =
            (struct block){.kind = BLOCK_TABLE, .table = small_table(arena, "はい"), .spare = true};
        assert_int_equal(pages_of(arena, blocks, frames + 1, trace), 1);
        const bool there = strstr(trace_text(trace), "小さい表") != NULL;
        assert_true(there || frames > 8);
        left_out += !there;
        trace_destroy(trace);
        arena_destroy(arena);
    }
    assert_true(left_out > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_company),
        cmocka_unit_test(test_frames),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_spare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
