/* Messages about a template of ours: in which part, by its title, and nothing of paths and references. */
#include "engine/base/home.h"
#include "engine/web/web_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_place(void **state) {
    static const struct {
        const char *rest, *said;
    } rows[] = {
        {"/sections/0/blocks/1/paragraph: {survey|associations}: no return names its association; import "
         "them "
         "with a column for it, or take this out of the text",
         "no return names its association; enter it on the screen \"Keying\", or import the returns with a "
         "column for it, or have whoever looks after the kit take this out of its text (in the part "
         "\"会見にあたって\")"},
        {"/meta/subtitle: {a|b}: no such; the nearest is {a|c}",
         "{a|b}: no such; the nearest is {a|c} (in the part \"「総点検」の後も続くマイナ保険証のトラブル\")"},
        {"/nowhere/3: broken", "broken (place: trouble-2023-10.json /nowhere/3)"},
        {"broken", "broken (place: trouble-2023-10.json)"},
    };
    struct arena *arena = arena_create();
    struct fault f = {0};
    const char *kit = home_path(arena, "templates/press/trouble-2023-10.json", &f);
    (void)state;
    assert_non_null(kit);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(web_words(NULL, arena, arena_printf(arena, "%s: %s", kit, rows[i].rest)),
                            rows[i].said);
    /* A file that is none of ours is not looked into. */
    assert_string_equal(web_words(NULL, arena, "/etc/some.json: /sections/0: broken"),
                        "broken (place: some.json /sections/0)");
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_place)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
