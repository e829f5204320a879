/* pdf_canvas: faults, warnings, and (with a file name and perhaps a date as arguments) a sheet with every
 * feature, which tests/golden/test_pdf_canvas.sh looks at from outside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "reports/model/typeset.h"
#include "reports/pdf/pdf_canvas.h"

static const struct pdf_info info = {.title = "調査結果（〜髙①●）",
                                     .author = "全国保険医団体連合会",
                                     .subject = "集計",
                                     .keywords = "保険証, トラブル",
                                     .lang = "ja",
                                     .created = "2024-01-31T10:20:30+09:00"};

static const char statement[] =
    "**マイナ保険証のトラブル調査**では、回答した8,672医療機関のうち5,188医療機関（59.8%"
    "）が、2023年10月1日以降に"
    "「トラブルがあった」と答えた。名前や住所の「●」表記が3,492件（67%）、資格情報の無効が2,554件（49%"
    "）……と続く。"
    "患者が「10割」を請求された例も、少なくとも753件――あわせて403医療機関――にのぼる。詳しくは"
    "http://hodanren.doc-net.or.jp/を見よ。";

static void draw_texts(struct canvas *c) {
    static const char *const lines[] = {
        "〜 髙 ① ● ○ ㊗ ✓ 﨑 − ‖ ～ ー ￥ № ㈱ ℡ ½ é Ω ﾄﾗﾌﾞﾙ",
        "0123456789 11,111 88,888 59.8% ６７％ 【『「（）」』】",
        "保険証\xEF\xB8\x80を残す\xE2\x80\x8Bべき\xC2\xA0だ",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        double y = 100 + 20.0 * (double)i;
        canvas_text(c, 60, y, ALIGN_LEFT, FACE_GOTHIC, 11, 0x000000, lines[i]);
        canvas_text(c, 60, y + 80, ALIGN_LEFT, FACE_GOTHIC_BOLD, 11, 0x1F4E79, lines[i]);
    }
    static const char *const figures[] = {"55,357", "8,672", "1,111", "15.7%"};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        double y = 260 + 14.0 * (double)i;
        canvas_text(c, 200, y, ALIGN_RIGHT, FACE_GOTHIC, 10, 0x000000, figures[i]);
        canvas_text(c, 300, y, ALIGN_CENTER, FACE_GOTHIC_BOLD, 10, 0x000000, figures[i]);
    }
    canvas_frame(c, 140, 245, 60, 60, 0.5, 0x808080);
}

static void draw_paragraph(struct canvas *c) {
    struct arena *arena = arena_create();
    const struct typeset_style style = {FACE_GOTHIC, FACE_GOTHIC_BOLD, 10.5, 18, 0x000000, ALIGN_LEFT, true};
    const struct typeset_paragraph *p = typeset_break(arena, c, &style, statement, 300);
    canvas_rectangle(c, 60, 340, 300, p->height, 0xEEF3F8);
    typeset_draw(c, &style, p, 0, p->line_count, 60, 340, 300);
    arena_destroy(arena);
}

static void draw_shapes(struct canvas *c) {
    static const uint32_t colours[] = {0x1F77B4, 0xFF7F0E, 0x2CA02C, 0xAAAAAA};
    static const double angles[] = {0, 215.3, 300, 340, 360};
    for (size_t i = 0; i < 4; i++) {
        c->operations->slice(c, 130, 200, 0, 60, angles[i], angles[i + 1], colours[i]);
        c->operations->slice(c, 300, 200, 30, 60, angles[i], angles[i + 1], colours[i]);
    }
    for (int i = 0; i < 6; i++) {
        canvas_rectangle(c, 60 + 70 * i, 300, 60, 24, 0xDDDDDD);
        c->operations->hatch(c, 60 + 70 * i, 300, 60, 24, i, 0x333333);
    }
    c->operations->line(c, 60, 350, 480, 350, 0.7, 0x000000, true);
    canvas_line(c, 60, 356, 480, 356, 2, 0xC00000);
    const struct canvas_point marker[] = {{60, 380}, {72, 380}, {66, 392}};
    c->operations->polygon(c, marker, 3, 0xC00000);
}

static void draw_sheet(struct canvas *c) {
    canvas_page(c, 595.28, 841.89);
    c->operations->bookmark(c, 0, "第1部　調査結果〜概要", 40);
    canvas_text(c, 297, 60, ALIGN_CENTER, FACE_GOTHIC_BOLD, 18, 0x000000, "調査結果〜概要");
    c->operations->link(c, 60, 70, 200, 16, 1);
    c->operations->bookmark(c, 1, "文字", 90);
    draw_texts(c);
    draw_paragraph(c);
    canvas_page(c, 841.89, 595.28);
    c->operations->bookmark(c, 0, "第2部　図", 40);
    canvas_text(c, 60, 60, ALIGN_LEFT, FACE_GOTHIC_BOLD, 14, 0x000000, "図形");
    draw_shapes(c);
}

static bool write_sheet(const char *path, const char *created, struct fault *f) {
    struct pdf_info dated = info;
    dated.created = created;
    struct pdf *pdf = pdf_create(&dated, f);
    if (!pdf)
        return false;
    draw_sheet(pdf_canvas(pdf));
    bool done = pdf_finish(pdf, path, f);
    if (done && pdf_warning(pdf))
        done = fault_set(f, "%s", pdf_warning(pdf));
    pdf_destroy(pdf);
    return done;
}

static void temporary_name(char path[64]) {
    strcpy(path, "/tmp/shukei-test-pdf-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
}

/* The bytes of a small PDF without a date of its own. */
static const char *undated(struct arena *arena, const char *epoch, size_t *length) {
    struct fault f = {0};
    char path[64];
    temporary_name(path);
    setenv("SOURCE_DATE_EPOCH", epoch, 1);
    struct pdf *pdf = pdf_create(&(struct pdf_info){.title = "t"}, &f);
    canvas_page(pdf_canvas(pdf), 200, 200);
    assert_true(pdf_finish(pdf, path, &f));
    pdf_destroy(pdf);
    const char *bytes = file_read(arena, path, 10 << 20, length, &f);
    assert_non_null(bytes);
    unlink(path);
    unsetenv("SOURCE_DATE_EPOCH");
    return bytes;
}

static void test_same_bytes(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    size_t length, same_length, other_length;
    const char *bytes = undated(arena, "1706659200", &length);
    const char *same = undated(arena, "1706659200", &same_length);
    const char *other = undated(arena, "1706745600", &other_length);
    assert_int_equal(length, same_length);
    assert_memory_equal(bytes, same, length);
    assert_true(length != other_length || memcmp(bytes, other, length) != 0);
    arena_destroy(arena);
}

static void test_missing_characters(void **state) {
    (void)state;
    struct fault f = {0};
    char path[64];
    temporary_name(path);
    struct pdf *pdf = pdf_create(&info, &f);
    assert_non_null(pdf);
    struct canvas *c = pdf_canvas(pdf);
    canvas_page(c, 200, 200);
    canvas_text(c, 10, 50, ALIGN_LEFT, FACE_GOTHIC, 10, 0, "a〜b𠮟る");
    assert_null(pdf_warning(pdf));
    canvas_text(c, 10, 50, ALIGN_LEFT, FACE_GOTHIC, 10, 0, "𠮷田と\xEE\x80\x80と𠮷野");
    assert_true(pdf_finish(pdf, path, &f));
    assert_non_null(strstr(pdf_warning(pdf), "3"));
    assert_non_null(strstr(pdf_warning(pdf), "𠮷 (U+20BB7)"));
    assert_non_null(strstr(pdf_warning(pdf), "U+E000"));
    pdf_destroy(pdf);
    unlink(path);
}

static void test_widths(void **state) {
    (void)state;
    struct fault f = {0};
    struct pdf *pdf = pdf_create(&info, &f);
    struct canvas *c = pdf_canvas(pdf);
    for (int at = 0; at < FACE_COUNT; at++) {
        const enum canvas_face face = (enum canvas_face)at;
        double eight = canvas_text_width(c, face, 10, "8");
        for (const char *digit = "0\0001\0002\0003\0004\0005\0006\0007\0009\0"; *digit; digit += 2)
            if (canvas_face_is_tabular(face))
                assert_float_equal(canvas_text_width(c, face, 10, digit), eight, 1e-9);
        if (!canvas_face_is_tabular(face)) /* proportional: a 1 is narrower */
            assert_true(canvas_text_width(c, face, 10, "1") < eight - 0.5);
        assert_float_equal(canvas_text_width(c, face, 10, "医療"), 20, 1e-9);
        assert_float_equal(canvas_text_width(c, face, 10, "\xE2\x80\x8B"), 0, 0);
    }
    pdf_destroy(pdf);
}

static void test_faults(void **state) {
    (void)state;
    struct fault f = {0};
    assert_false(write_sheet("/nowhere/sheet.pdf", info.created, &f));
    assert_non_null(strstr(f.text, "/nowhere/sheet.pdf"));
    fault_clear(&f);
    struct pdf *pdf = pdf_create(&info, &f);
    canvas_page(pdf_canvas(pdf), 200, 200);
    pdf_canvas(pdf)->operations->link(pdf_canvas(pdf), 0, 0, 10, 10, 7);
    assert_false(pdf_finish(pdf, "/tmp/never.pdf", &f));
    assert_non_null(strstr(f.text, "8"));
    assert_int_equal(access("/tmp/never.pdf", F_OK), -1);
    pdf_destroy(pdf);
}

int main(int argc, char **argv) {
    struct fault f = {0};
    if (argc == 2 || argc == 3) {
        if (!write_sheet(argv[1], argc == 3 ? argv[2] : info.created, &f))
            fprintf(stderr, "%s\n", f.text);
        return fault_exit_code(&f);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_missing_characters),
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
