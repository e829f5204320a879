/* layout: page references that follow their sections, headings of tables that come again, nothing beyond the
 * margins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reports/model/layout.h"
#include "tests/unit/hand_tables.h"
#include "tests/unit/trace_boxes.h"

#define SENTENCE                                                                                             \
    "患者が持参した保険証の券面を一件ずつ確かめる必要があり、受付の業務が滞っているとの報告が多い。"

static struct block paragraph(const char *text) {
    return (struct block){.kind = BLOCK_PARAGRAPH, .text = text};
}

static struct block *paragraphs(struct arena *arena, size_t count, const char *text) {
    struct block *blocks = arena_array(arena, count + 1, sizeof *blocks);
    for (size_t i = 0; i < count; i++)
        blocks[i] = paragraph(text);
    return blocks;
}

static void lay_out(struct arena *arena, const struct document *document, struct trace *trace,
                    struct document_pages *pages) {
    struct fault f = {0};
    if (!document_layout(arena, document, trace_canvas(trace), pages, &f))
        fail_msg("%s", f.text);
}

static size_t count_of(const char *text, const char *part) {
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
        count++;
    return count;
}

static void expect(const struct trace *trace, const char *part) {
    if (!strstr(trace_text(trace), part))
        fail_msg("%s is not in the trace", part);
}

/* The page on which a text is first drawn, 0-based; -1 when it is not. */
static int page_of(const char *trace, const char *text) {
    const char *at = strstr(trace, text);
    int page = -1;
    for (const char *p = trace; at && p && p < at; p++) {
        page += strncmp(p, "page ", 5) == 0;
        p = strchr(p, '\n');
    }
    return at ? page : -1;
}

static void expect_reference(const struct trace *trace, int first, int last) {
    char text[64];
    snprintf(text, sizeof text, first == last ? "\"p.%d\"" : "\"p.%d-%d\"", first + 1, last + 1);
    expect(trace, text);
}

/* The agenda's references move with what stands between it and their sections. */
static void check_references(size_t count) {
    struct arena *arena = arena_create();
    struct trace *trace = trace_create();
    const struct block agenda[] = {
        {.kind = BLOCK_REFERENCE, .text = "談話", .target = "statement"},
        {.kind = BLOCK_REFERENCE, .text = "結果", .target = "results"},
        {.kind = BLOCK_REFERENCE, .text = "全部", .target = "statement", .through = "results"},
        {.kind = BLOCK_REFERENCE, .text = "事例", .note = "ウェブ掲載のみ"}};
    struct block *statement = paragraphs(arena, count, SENTENCE SENTENCE);
    const struct section sections[] = {
        {.id = "agenda", .title = "次第", .cover = true, .blocks = agenda, .block_count = 4},
        {.id = "statement", .title = "談話の頁", .blocks = statement, .block_count = count},
        {.id = "results", .title = "結果の頁", .blocks = statement, .block_count = 1}};
    const struct document document = {.title = "題", .sections = sections, .section_count = 3};
    struct document_pages pages;
    lay_out(arena, &document, trace, &pages);
    const int first = page_of(trace_text(trace), "\"談話の頁\""),
              second = page_of(trace_text(trace), "\"結果の頁\"");
    assert_int_equal(first, 1);
    assert_int_equal(count_of(trace_text(trace), "\npage "),
                     second); /* the first page is at the text's start */
    assert_int_equal(pages.count, second + 1);
    expect_reference(trace, first, second - 1);
    expect_reference(trace, second, second);
    expect_reference(trace, first, second);
    expect(trace, "\"ウェブ掲載のみ\"");
    char text[64];
    snprintf(text, sizeof text, "to page %d\n", second);
    expect(trace, text);
    snprintf(text, sizeof text, "\"1 / %d\"", second + 1);
    expect(trace, text);
    trace_destroy(trace);
    arena_destroy(arena);
}

static void test_references(void **state) {
    (void)state;
    static const size_t counts[] = {1, 9, 40, 400};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        check_references(counts[i]);
}

static void test_unknown_target(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct trace *trace = trace_create();
    const struct block blocks[] = {{.kind = BLOCK_REFERENCE, .text = "談話", .target = "nowhere"}};
    const struct section section = {.id = "a", .title = "次第", .blocks = blocks, .block_count = 1};
    const struct document document = {.title = "題", .sections = &section, .section_count = 1};
    struct document_pages pages;
    struct fault f = {0};
    assert_false(document_layout(arena, &document, trace_canvas(trace), &pages, &f));
    assert_non_null(strstr(f.text, "nowhere"));
    trace_destroy(trace);
    arena_destroy(arena);
}

static const struct table *long_table(struct arena *arena, size_t rows) {
    struct hand_row *all = arena_array(arena, rows + 1, sizeof *all);
    for (size_t i = 0; i < rows; i++)
        all[i] = (struct hand_row){"k", arena_printf(arena, "行%zu", i + 1), (int64_t)i, TABLE_OPTION};
    return hand_table(arena, "t", "multi", "長い表", (int64_t)rows, all);
}

static void test_table_heading_repeats(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct trace *trace = trace_create();
    const struct block blocks[] = {{.kind = BLOCK_TABLE, .table = long_table(arena, 100)}};
    const struct section section = {.id = "a", .title = "結果", .blocks = blocks, .block_count = 1};
    const struct document document = {.title = "題", .sections = &section, .section_count = 1};
    struct document_pages pages;
    lay_out(arena, &document, trace, &pages);
    assert_int_equal(pages.count, 3);
    assert_int_equal(count_of(trace_text(trace), "\"Share\""), 3);
    assert_int_equal(count_of(trace_text(trace), "長い表 (continued)"), 2);
    for (size_t i = 1; i <= 100; i++) { /* every row once */
        char label[32];
        snprintf(label, sizeof label, "\"行%zu\"", i);
        assert_int_equal(count_of(trace_text(trace), label), 1);
    }
    trace_destroy(trace);
    arena_destroy(arena);
}

/* However many rows there are, the notes have some of them for company and are not torn. */
static void test_notes_stay_with_rows(void **state) {
    (void)state;
    static const char *const notes[] = {"注の一", SENTENCE SENTENCE, "注の終わり"};
    for (size_t rows = 30; rows < 60; rows++) {
        struct arena *arena = arena_create();
        struct trace *trace = trace_create();
        struct table *table = arena_copy(arena, long_table(arena, rows), sizeof *table);
        table->notes = notes;
        table->note_count = 3;
        const struct block blocks[] = {{.kind = BLOCK_TABLE, .table = table}};
        const struct section section = {.id = "a", .title = "結果", .blocks = blocks, .block_count = 1};
        const struct document document = {.title = "題", .sections = &section, .section_count = 1};
        struct document_pages pages;
        lay_out(arena, &document, trace, &pages);
        const char *traced = trace_text(trace);
        const int begin = page_of(traced, "注の一"), end = page_of(traced, "注の終わり"),
                  row = page_of(traced, arena_printf(arena, "\"行%zu\"", rows));
        if (begin < 0 || begin != end || begin != row)
            fail_msg("%zu rows: the last is on page %d, the notes on %d to %d", rows, row, begin, end);
        trace_destroy(trace);
        arena_destroy(arena);
    }
}

/* However many rows there are, the last is not alone under a heading on the next page. */
static void test_last_row_has_company(void **state) {
    (void)state;
    for (size_t rows = 30; rows < 60; rows++) {
        struct arena *arena = arena_create();
        struct trace *trace = trace_create();
        const struct block blocks[] = {{.kind = BLOCK_TABLE, .table = long_table(arena, rows)}};
        const struct section section = {.id = "a", .title = "結果", .blocks = blocks, .block_count = 1};
        const struct document document = {.title = "題", .sections = &section, .section_count = 1};
        struct document_pages pages;
        lay_out(arena, &document, trace, &pages);
        const int last = page_of(trace_text(trace), arena_printf(arena, "\"行%zu\"", rows)),
                  before = page_of(trace_text(trace), arena_printf(arena, "\"行%zu\"", rows - 1));
        if (last < 0 || last != before)
            fail_msg("%zu rows: the last is on page %d, the one before on %d", rows, last, before);
        trace_destroy(trace);
        arena_destroy(arena);
    }
}

/* Wherever the page ends, a heading is on the page of what follows it. */
static void test_heading_stays_with_text(void **state) {
    (void)state;
    for (size_t before = 10; before < 22; before++) {
        struct arena *arena = arena_create();
        struct trace *trace = trace_create();
        struct block *blocks = paragraphs(arena, before + 2, SENTENCE);
        blocks[before] = (struct block){.kind = BLOCK_TITLE, .level = 2, .text = "見出し"};
        blocks[before + 1] = paragraph("続く文。");
        const struct section section = {
            .id = "a", .title = "結果", .blocks = blocks, .block_count = before + 2};
        const struct document document = {.title = "題", .sections = &section, .section_count = 1};
        struct document_pages pages;
        lay_out(arena, &document, trace, &pages);
        assert_int_equal(page_of(trace_text(trace), "bold 12.0 #222222 \"見出し\""),
                         page_of(trace_text(trace), "続く文"));
        trace_destroy(trace);
        arena_destroy(arena);
    }
}

static const struct block_pair cards[] = {{"回答", "8,672", "回収率15.7%"},
                                          {"あった", "59.8%", "5,188医療機関"}};
static const struct block_pair choices[] = {{"tick", "該当の被保険者番号がない", NULL},
                                            {"tick", "資格情報の無効がある", NULL},
                                            {"tick", "名前や住所の間違い", NULL},
                                            {"", "（　　件）", NULL},
                                            {"tick", SENTENCE, NULL}};

static void test_nothing_beyond_the_margins(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct trace *trace = trace_create();
    const struct figure *figure =
        figure_of_table(arena, hand_kinds(arena), &(struct figure_wish){0}, &(struct fault){0});
    const struct block blocks[] = {
        {.kind = BLOCK_TITLE, .level = 0, .text = SENTENCE},
        {.kind = BLOCK_TITLE, .level = 1, .text = SENTENCE},
        {.kind = BLOCK_TITLE, .level = 2, .text = SENTENCE},
        {.kind = BLOCK_CARDS, .pairs = cards, .pair_count = 2},
        {.kind = BLOCK_PAIRS, .pairs = cards, .pair_count = 2, .level = 1},
        {.kind = BLOCK_BULLETS, .pairs = choices, .pair_count = 5},
        {.kind = BLOCK_CHOICES, .pairs = choices, .pair_count = 5},
        {.kind = BLOCK_ANSWER, .height = 40},
        {.kind = BLOCK_BOX, .text = SENTENCE SENTENCE SENTENCE},
        {.kind = BLOCK_FIGURE, .figure = figure},
        {.kind = BLOCK_SPACE, .height = 20},
        {.kind = BLOCK_TABLE, .table = hand_kinds(arena)},
        {.kind = BLOCK_REFERENCE, .text = SENTENCE SENTENCE, .target = "a"},
        {.kind = BLOCK_PARAGRAPH, .level = 1, .text = SENTENCE SENTENCE SENTENCE},
        {.kind = BLOCK_BREAK},
        {.kind = BLOCK_FIGURE, .figure = figure, .height = 2000},
    };
    const size_t count = sizeof blocks / sizeof *blocks;
    const struct section sections[] = {
        {.id = "a", .title = SENTENCE SENTENCE, .blocks = blocks, .block_count = count},
        {.id = "b", .title = "横", .blocks = blocks, .block_count = count, .landscape = true}};
    const struct document document = {.title = SENTENCE SENTENCE,
                                      .footer = SENTENCE SENTENCE,
                                      .watermark = "合成データ",
                                      .sections = sections,
                                      .section_count = 2};
    struct document_pages pages;
    lay_out(arena, &document, trace, &pages);
    assert_int_equal(count_of(trace_text(trace), "\"合成データ\""), pages.count);
    char line[4096];
    const char *landscape = strstr(trace_text(trace), "page 842.0 x 595.0");
    assert_non_null(landscape);
    char *portrait = arena_strndup(arena, trace_text(trace), (size_t)(landscape - trace_text(trace)));
    const char *out = trace_outside(portrait, (struct extent){54, 14, 595 - 54, 842 - 28}, line, sizeof line);
    if (out)
        fail_msg("portrait: %s", out);
    out = trace_outside(landscape, (struct extent){54, 14, 842 - 54, 595 - 28}, line, sizeof line);
    if (out)
        fail_msg("landscape: %s", out);
    trace_destroy(trace);
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_unknown_target),
        cmocka_unit_test(test_table_heading_repeats),
        cmocka_unit_test(test_notes_stay_with_rows),
        cmocka_unit_test(test_last_row_has_company),
        cmocka_unit_test(test_heading_stays_with_text),
        cmocka_unit_test(test_nothing_beyond_the_margins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
