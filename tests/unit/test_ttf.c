/* ttf: coverage and widths of a font built here byte by byte, and of damaged ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reports/fonts/fonts.h"
#include "reports/fonts/ttf.h"

enum { FONT_MAX = 1024 };

struct builder {
    uint8_t bytes[FONT_MAX];
    size_t length;
};

static void put16(struct builder *b, unsigned value) {
    b->bytes[b->length++] = (uint8_t)(value >> 8);
    b->bytes[b->length++] = (uint8_t)value;
}

static void put32(struct builder *b, uint32_t value) {
    put16(b, value >> 16);
    put16(b, value & 0xFFFF);
}

static void put_all16(struct builder *b, size_t count, const unsigned *values) {
    for (size_t i = 0; i < count; i++)
        put16(b, values[i]);
}

/* A..C by delta are glyphs 1..3; あ い through the glyph array are 5 and none; the final segment. */
static void put_format4(struct builder *b) {
    const unsigned head[] = {4, 44, 0, 6, 0, 0, 0};
    const unsigned segments[] = {'C', 0x3044, 0xFFFF, 0, 'A', 0x3042, 0xFFFF, 65536 - 'A' + 1, 1, 1, 0, 4, 0};
    const unsigned glyphs[] = {4, 0, 6};
    put_all16(b, sizeof head / sizeof *head, head);
    put_all16(b, sizeof segments / sizeof *segments, segments);
    put_all16(b, sizeof glyphs / sizeof *glyphs, glyphs);
}

/* U+20B9F, U+20BA0 are glyphs 8 and 9; 0x4E00 is 2. */
static void put_format12(struct builder *b) {
    const uint32_t values[] = {12u << 16, 16 + 24, 0, 2, 0x4E00, 0x4E00, 2, 0x20B9F, 0x20BA0, 8};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        put32(b, values[i]);
}

static void put_directory(struct builder *b, const char *tag, size_t at, size_t length) {
    memcpy(b->bytes + b->length, tag, 4);
    b->length += 4;
    put32(b, 0);
    put32(b, (uint32_t)at);
    put32(b, (uint32_t)length);
}

static void build(struct builder *b) {
    enum { HEAD = 100, HHEA = 160, MAXP = 200, HMTX = 220, CMAP = 250, CMAP4 = CMAP + 20, CMAP12 = 350 };
    memset(b, 0, sizeof *b);
    put32(b, 0x00010000);
    put16(b, 5);
    b->length = 12;
    put_directory(b, "cmap", CMAP, 140);
    put_directory(b, "head", HEAD, 54);
    put_directory(b, "hhea", HHEA, 36);
    put_directory(b, "hmtx", HMTX, 12);
    put_directory(b, "maxp", MAXP, 6);
    b->length = HEAD + 18;
    put16(b, 2048);
    b->length = HHEA + 34;
    put16(b, 3);
    b->length = MAXP + 4;
    put16(b, 10);
    b->length = HMTX;
    put_all16(b, 6, (const unsigned[]){2048, 0, 1024, 0, 1000, 0});
    b->length = CMAP;
    put_all16(b, 10, (const unsigned[]){0, 2, 3, 1, 0, CMAP4 - CMAP, 3, 10, 0, CMAP12 - CMAP});
    put_format4(b);
    b->length = CMAP12;
    put_format12(b);
}

static void test_lookups(void **state) {
    (void)state;
    static const struct {
        uint32_t code;
        unsigned glyph;
        int advance;
    } cases[] = {
        {'A', 1, 500},     {'C', 3, 488},     {'D', 0, 1000},    {'@', 0, 1000},     {0, 0, 1000},
        {0x3042, 5, 488},  {0x3043, 0, 1000}, {0x3044, 7, 488},  {0x3045, 0, 1000},  {0x4E00, 2, 488},
        {0x4E01, 0, 1000}, {0x20B9F, 8, 488}, {0x20BA0, 9, 488}, {0x20BA1, 0, 1000}, {0x10FFFF, 0, 1000},
    };
    struct builder b;
    struct fault f = {0};
    struct ttf ttf;
    build(&b);
    assert_true(ttf_open(&ttf, b.bytes, b.length, &f));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(ttf_glyph(&ttf, cases[i].code), cases[i].glyph);
        assert_int_equal(ttf_advance(&ttf, cases[i].glyph), cases[i].advance);
    }
}

static void look_around(const uint8_t *bytes, size_t length) {
    struct fault f = {0};
    struct ttf ttf;
    if (!ttf_open(&ttf, bytes, length, &f)) {
        assert_int_equal(f.kind, FAULT_FAILED);
        return;
    }
    for (uint32_t code = 0; code < 0x30000; code += 0x21)
        assert_true(ttf_advance(&ttf, ttf_glyph(&ttf, code)) >= 0);
}

/* Every truncation and every damaged byte: refused or harmless (the sanitizers watch). */
static void test_damage(void **state) {
    (void)state;
    struct builder b;
    build(&b);
    for (size_t length = 0; length < b.length; length++)
        look_around(b.bytes, length);
    for (size_t at = 0; at < b.length; at++) {
        static const uint8_t damages[] = {0x00, 0x7F, 0x80, 0xFF};
        uint8_t before = b.bytes[at];
        for (size_t i = 0; i < sizeof damages; i++) {
            b.bytes[at] = damages[i];
            look_around(b.bytes, b.length);
        }
        b.bytes[at] = before;
    }
}

static void test_refusals(void **state) {
    (void)state;
    static const struct {
        const char *bytes, *complaint;
    } cases[] = {{"ttcf\0\1\0\0....", "ttc"}, {"OTTO\0\1......", "CFF"}, {"%PDF-1.4....", "TrueType"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ttf ttf;
        struct fault f = {0};
        assert_false(ttf_open(&ttf, cases[i].bytes, 12, &f));
        assert_non_null(strstr(f.text, cases[i].complaint));
    }
}

/* The installed fonts: the face's own, its fallback, and what neither has. */
static void test_chain(void **state) {
    (void)state;
    struct fault f = {0};
    struct fonts *fonts = fonts_create(&f);
    assert_non_null(fonts);
    struct fonts_glyph kanji = fonts_glyph(fonts, FACE_GOTHIC_BOLD, 0x9AD9);   /* 髙 */
    struct fonts_glyph circled = fonts_glyph(fonts, FACE_GOTHIC_BOLD, 0x3297); /* ㊗ */
    struct fonts_glyph nowhere = fonts_glyph(fonts, FACE_GOTHIC_BOLD, 0xE000);
    assert_true(kanji.font != circled.font && !kanji.thin && circled.thin && !circled.missing);
    assert_int_equal(kanji.advance, 1000);
    assert_true(nowhere.missing);
    assert_int_equal(nowhere.code, 0x3013);
    assert_int_equal(fonts_glyph(fonts, FACE_GOTHIC, 0xFE00).font, -1);
    assert_int_equal(fonts_glyph(fonts, FACE_TABULAR, '1').advance,
                     fonts_glyph(fonts, FACE_TABULAR, '8').advance);
    assert_int_equal(fonts_glyph(fonts, FACE_GOTHIC, '8').shift, 0);
    assert_true(fonts_healthy(fonts, &f));
    fonts_destroy(fonts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lookups),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
