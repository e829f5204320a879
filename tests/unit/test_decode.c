/* decode: which encoding a file is in, and what is refused with which line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/strbuf.h"
#include "importers/decode.h"

#define BYTES(literal) (literal), sizeof(literal) - 1

static char *decoded(struct arena *arena, const char *bytes, size_t length, struct fault *f) {
    const struct source source = {.path = "x.csv", .bytes = (const unsigned char *)bytes, .length = length};
    struct decoder *d = decode_open(&source, f);
    if (!d)
        return NULL;
    struct strbuf b = {0};
    const char *text;
    size_t piece;
    int more;
    while ((more = decode_next(d, &text, &piece, f)) > 0)
        strbuf_add_bytes(&b, text, piece);
    decode_close(d);
    char *whole = more < 0 ? NULL : arena_strndup(arena, b.text ? b.text : "", b.length);
    strbuf_end(&b);
    return whole;
}

static void test_encodings(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        const char *text;
    } cases[] = {
        {BYTES("q1,q2\n"), "q1,q2\n"},
        {BYTES("問1,東京\n"), "問1,東京\n"},
        {BYTES("\xEF\xBB\xBF問1\n"), "問1\n"},
        {BYTES("\x96\xE2\x31,\x93\x8C\x8B\x9E\r\n"), "問1,東京\r\n"},
        {BYTES("\x87\x40,\xFB\xFC,\xB6\xC4\xDE\n"),
         "①,髙,ｶﾄﾞ\n"}, /* what SHIFT_JIS refuses, and half-width kana */
        {BYTES("\x81\x9B,\x83\x8C,\x81\x60\n"), "○,レ,～\n"},
        {BYTES("\xFF\xFE\x4F\x55\x31\x00\x0A\x00"), "問1\n"},
        {BYTES("\xFE\xFF\x55\x4F\x00\x31\x00\x0A"), "問1\n"},
        {BYTES("\xFF\xFE\x42\xD8\xB7\xDF"), "𠮷"}, /* a surrogate pair */
        /* lines of both, as files that were pasted together have */
        {BYTES("\xEF\xBB\xBF問1\n\x93\x8C\x8B\x9E\n大阪\n"), "問1\n東京\n大阪\n"},
        {BYTES("\x93\x8C\x8B\x9E\n問1\n\xFB\xFC\n"), "東京\n問1\n髙\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct fault f = {0};
        char *text = decoded(arena, cases[i].bytes, cases[i].length, &f);
        if (!text)
            fail_msg("case %zu: %s", i, f.text);
        assert_string_equal(text, cases[i].text);
        arena_destroy(arena);
    }
}

static void test_refused(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        const char *part;
    } cases[] = {
        {BYTES("\0\0\0\0"), "not text"},
        {BYTES("a\nb\nc\0d\n"), "line 3"},
        {BYTES("PK\x03\x04...."), "Excel"},
        {BYTES("\xD0\xCF\x11\xE0...."), ".xls"},
        {BYTES("%PDF-1.7"), "PDF"},
        {BYTES("\xEF\xBB\xBFok\nok\n\x93\xFF\n1,2\n"), "line 3"},
        {BYTES("問1\n東京\xE4\xBA\n1,2\n"), "line 2"}, /* damaged, not another encoding */
        {BYTES("問1\n東京\n\xFF\xFF\n1,2\n"), "line 3"},
        {BYTES("\x96\xE2\n\x96\xE2\n\x96\xE2\n\xFF\xFF\n1,2\n"), "line 4"},
        {BYTES("\x96\xE2\r\x96\xE2\r\xFF\xFF\r1,2\r"), "line 3"},
        {BYTES("\x1B$BEl5~\x1B(B\n"), "ISO-2022-JP"},
        {BYTES("\xCC\xE4\xA3\xB1\xA4\xCF\n"), "EUC-JP"},
        {BYTES("\xFF\xFE\x4F\x55\x31"), "cut short"},
        {BYTES("\xEF\xBB\xBF問1\n東\xE4\xBA"), "cut short: it ends in the middle of a character (line 2)"},
        {BYTES("問1\n東\xE4\xBA"), "cut short"},
        {BYTES("\x96\xE2\n\x93\x8C\x8B"), "cut short"},
        {BYTES("\xFF\xFE\x4F\x55\x0A\x00\x00\x00"), "line 2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct fault f = {0};
        assert_null(decoded(arena, cases[i].bytes, cases[i].length, &f));
        if (!strstr(f.text, cases[i].part))
            fail_msg("case %zu: \"%s\" is not in: %s", i, cases[i].part, f.text);
        arena_destroy(arena);
    }
}

/* Pieces must never cut a character: 3-byte characters against a buffer of a power of two. */
static void test_pieces(void **state) {
    (void)state;
    struct strbuf utf8 = {0}, cp932 = {0};
    for (int i = 0; i < 100000; i++) {
        strbuf_add(&utf8, "東");
        strbuf_add(&cp932, "\x93\x8C");
    }
    struct fault f = {0};
    struct arena *arena = arena_create();
    assert_string_equal(decoded(arena, utf8.text, utf8.length, &f), utf8.text);
    assert_string_equal(decoded(arena, cp932.text, cp932.length, &f), utf8.text);
    const struct source source = {.path = "x", .bytes = (unsigned char *)utf8.text, .length = utf8.length};
    struct decoder *d = decode_open(&source, &f);
    const char *text;
    size_t length;
    while (decode_next(d, &text, &length, &f) > 0)
        assert_int_equal(length % 3, 0);
    decode_close(d);
    strbuf_end(&utf8);
    strbuf_end(&cp932);
    arena_destroy(arena);
}

static void expect_source_fault(const char *path, const char *part) {
    struct source source;
    struct fault f = {0};
    assert_false(source_open(&source, path, &f));
    if (!strstr(f.text, part))
        fail_msg("\"%s\" is not in: %s", part, f.text);
}

static void test_source(void **state) {
    (void)state;
    char directory[] = "/tmp/shukei-test-XXXXXX";
    assert_non_null(mkdtemp(directory));
    expect_source_fault(directory, "folder");
    char path[64];
    snprintf(path, sizeof path, "%s/missing.csv", directory);
    expect_source_fault(path, "no such file");
    snprintf(path, sizeof path, "%s/pipe", directory);
    assert_int_equal(mkfifo(path, 0600), 0);
    expect_source_fault(path, "pipe");
    unlink(path);
    snprintf(path, sizeof path, "%s/empty.csv", directory);
    fclose(fopen(path, "w"));
    expect_source_fault(path, "empty");
    FILE *stream = fopen(path, "w");
    fputs("abc", stream);
    fclose(stream);
    struct source source;
    struct fault f = {0};
    assert_true(source_open(&source, path, &f));
    source_digest(&source);
    assert_int_equal(source.length, 3);
    assert_int_equal(source.sha256[0], 0xBA);
    assert_int_equal(source.sha256[31], 0xAD);
    source_close(&source);
    unlink(path);
    rmdir(directory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
