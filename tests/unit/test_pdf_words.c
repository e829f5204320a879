/* pdf_words: what may stand in an archived file as a string and as XML alike; the rest of a title stays as it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/utf8.h"
#include "reports/pdf/pdf_words.h"

static const struct {
    const char *text, *words;
} cases[] = {
    {NULL, NULL},
    {"", NULL},
    {"\r\n\t\xEF\xBF\xBF", NULL},
    {"調査 <&> \"x\"", "調査 <&> \"x\""},
    {"一行目\r\n\t二行目\n", "一行目 二行目"},
    {"一行目 \n 二行目", "一行目  二行目"},
    {"a\x01\x1B\x7F\xC2\x85\xE2\x80\xA8z", "a z"},
    {"\xEF\xBB\xBF題\xEF\xBF\xBE名\xEF\xBF\xBF\xEF\xB7\x90\xF0\x9F\xBF\xBF", "題名"},
    {"𠮷田😀\xEE\x80\x80葛\xF3\xA0\x84\x80"
     "e\xCC\x81\xE2\x80\x8Bｶﾞ\xEF\xBF\xBD",
     "𠮷田😀\xEE\x80\x80葛\xF3\xA0\x84\x80"
     "e\xCC\x81\xE2\x80\x8Bｶﾞ\xEF\xBF\xBD"},
};

static void test_table(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *words = pdf_words(arena, cases[i].text);
        if (cases[i].words)
            assert_string_equal(words, cases[i].words);
        else
            assert_null(words);
    }
    arena_destroy(arena);
}

/* In UTF-16 with its mark at most 32,767 bytes, whether the characters take two bytes there or four. */
static void test_length(void **state) {
    (void)state;
    static const struct {
        const char *character;
        size_t bytes;
    } kinds[] = {{"x", 2}, {"題", 2}, {"𠮷", 4}};
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        enum { MANY = 20000 };
        const size_t each = strlen(kinds[i].character);
        char *text = arena_alloc(arena, MANY * each + 1);
        for (size_t at = 0; at < MANY; at++)
            memcpy(text + at * each, kinds[i].character, each + 1);
        const char *words = pdf_words(arena, text);
        const size_t kept = utf8_length(words) - 1;
        assert_string_equal(words + kept * each, "…");
        assert_memory_equal(words, text, kept * each);
        assert_in_range(2 + kept * kinds[i].bytes + 2, 30000, 32767);
    }
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
