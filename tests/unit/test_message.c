/* message: kept in one language, shown in another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/response/message.h"

static void test_text(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const char *plain = message_make(arena, "nothing to fill in, 100%%");
    assert_string_equal(plain, "nothing to fill in, 100%%");
    const char *kept = message_make(arena, "%s: row %zu of %ld, %d%%", "q1", (size_t)7, 12L, -3);
    assert_string_equal(message_text(arena, kept), "q1: row 7 of 12, -3%");
    kept = message_make(arena, "%s (%s)", message_make(arena, "%s to %s", "1", "5件"),
                        message_part(arena, "empty"));
    assert_string_equal(message_text(arena, kept), "1 to 5件 (empty)");
    assert_string_equal(message_text(arena, "古い文 100%"), "古い文 100%");
    assert_string_equal(message_text(arena, ""), "");
    assert_null(message_text(arena, NULL));
    arena_destroy(arena);
}

/* What somebody wrote in a cell cannot become part of the form, nor can a damaged one do harm. */
static void test_hostile(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const char *kept = message_make(arena, "\"%s\" and %s",
                                    "a\x1f"
                                    "b\x03%s",
                                    "c");
    assert_string_equal(message_text(arena, kept), "\"ab%s\" and c");
    static const char *const damaged[] = {"\x02",
                                          "\x02%s",
                                          "\x02%s\x1f",
                                          "\x02%9$s %\x03",
                                          "\x02%s\x1f\x02",
                                          "\x02\x1f\x1f",
                                          ("\x02%s %s %s\x1f"
                                           "a\x03"), /* one text: \x1fa would be another character */
                                          "\x02%99999999999$s\x03"};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++)
        assert_non_null(message_text(arena, damaged[i]));
    struct strbuf deep = {0};
    for (int i = 0; i < 1000; i++)
        strbuf_add(&deep, "\x02%s\x1f");
    assert_non_null(message_text(arena, deep.text));
    strbuf_end(&deep);
    arena_destroy(arena);
}

static void test_json(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const char *const messages[] = {
        "plain \"text\"",
        message_make(arena, "%s is %s", "a", "b"),
        message_make(arena, "%s%s", "", message_make(arena, "%s!", "x\ny")),
        message_make(arena, "%s", message_part(arena, "empty")),
    };
    static const char *const expected[] = {"\"plain \\\"text\\\"\"", "[\"%s is %s\", \"a\", \"b\"]",
                                           "[\"%s%s\", \"\", [\"%s!\", \"x\\ny\"]]", "[\"%s\", [\"empty\"]]"};
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        struct strbuf out = {0};
        struct fault f = {0};
        message_to_json(&out, messages[i]);
        assert_string_equal(out.text, expected[i]);
        const struct json *node = json_parse(arena, out.text, out.length, "m", &f);
        assert_non_null(node);
        assert_string_equal(message_from_json(arena, node, &f), messages[i]);
        strbuf_end(&out);
    }
    static const char *const refused[] = {"[]", "[[\"a\"]]", "[\"a\", 1]", "3", "[\"a\", null]"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct fault f = {0};
        const struct json *node = json_parse(arena, refused[i], strlen(refused[i]), "m", &f);
        assert_null(message_from_json(arena, node, &f));
    }
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
