/* kit: strict reading; every complaint names its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "reports/press/kit.h"

#define HEAD                                                                                                 \
    "{\"format\": \"shukei-press-1\", \"meta\": {\"survey\": \"s\", \"title\": \"t\", \"date\": "            \
    "\"2024-01-31\"},"
#define AGENDA "\"agenda\": {\"title\": \"a\", \"themes\": []},"
#define SECTION(body) HEAD AGENDA "\"sections\": [{\"id\": \"a\", \"title\": \"t\"," body "}]}"
#define CARD "{\"label\": \"l\", \"text\": \"t\"},"
#define CARD_LAST "{\"label\": \"l\", \"text\": \"t\"}"
#define THEME(material)                                                                                      \
    HEAD "\"agenda\": {\"title\": \"a\", \"themes\": [{\"title\": \"x\", \"materials\": [" material "]}]},"  \
         "\"sections\": [{\"id\": \"a\", \"type\": \"statement\", \"title\": \"t\"},"                        \
         "{\"id\": \"b\", \"type\": \"questionnaire\", \"title\": \"t\"}]}"

static void test_good_kit(void **state) {
    (void)state;
    static const char text[] =
        SECTION("\"type\": \"results\", \"landscape\": true,"
                "\"blocks\": [{\"heading\": \"h\"}, {\"bullets\": [\"{q|n}\"]}, {\"break\": true}],"
                "\"results\": [{\"question\": \"q\", \"kind\": \"stack\", \"by\": \"type\","
                "\"column\": \"type=a\"}]");
    struct arena *arena = arena_create();
    struct fault f = {0};
    const struct kit *kit = kit_parse(arena, text, strlen(text), "x.json", &f);
    if (!kit)
        fail_msg("%s", f.text);
    assert_int_equal(kit->section_count, 1);
    assert_true(kit->sections[0].landscape);
    assert_int_equal(kit->sections[0].block_count, 3);
    const struct figure_wish *wish = &kit->sections[0].results[0].figure;
    assert_int_equal(wish->kind, FIGURE_STACK);
    assert_int_equal(wish->choice.column_count, 1);
    assert_string_equal(wish->choice.columns[0], "type=a");
    arena_destroy(arena);
}

static void test_faults(void **state) {
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {HEAD AGENDA "\"sektions\": []}",
         "x.json: /sektions: unknown key \"sektions\"; did you mean \"sections\"?"},
        {"{\"format\": \"shukei-press-2\"}", "x.json: /format: expected \"shukei-press-1\""},
        {"{\"format\": \"shukei-press-1\", \"meta\": {\"survey\": \"s\", \"title\": \"t\", \"date\": "
         "\"2024-02-30\"}}",
         "/meta/date: expected a date"},
        {"{\"format\": \"shukei-press-1\", \"meta\": {\"survey\": \"s\", \"title\": \"t\", \"date\": "
         "\"2024-1-3\"}}",
         "/meta/date: expected a date"},
        {SECTION("\"type\": \"statment\""), "/sections/0/type: \"statment\" is no type of section"},
        {SECTION("\"type\": \"statement\", \"results\": []"), "/sections/0/results: unknown key"},
        {SECTION("\"type\": \"results\""), "/sections/0: the key \"results\" is missing"},
        {SECTION("\"type\": \"results\", \"results\": [{\"question\": \"q\", \"kind\": \"bar\"}]"),
         "/sections/0/results/0/kind: \"bar\" is no kind of result"},
        {SECTION("\"type\": \"results\", \"results\": [{\"question\": \"q\", \"column\": \"c\"}]"),
         "/sections/0/results/0: \"column\" needs \"by\""},
        {SECTION("\"type\": \"statement\", \"blocks\": [{\"heading\": \"h\", \"box\": \"b\"}]"),
         "/sections/0/blocks/0: a block has exactly one key"},
        {SECTION("\"type\": \"statement\", \"blocks\": [{\"paragraf\": \"h\"}]"),
         "did you mean \"paragraph\"?"},
        {SECTION("\"type\": \"statement\", \"blocks\": [{\"bullets\": [1]}]"),
         "/sections/0/blocks/0/bullets/0: expected a string"},
        {SECTION("\"type\": \"statement\", \"blocks\": [{\"break\": false}]"),
         "/sections/0/blocks/0/break: "},
        {SECTION("\"type\": \"statement\", \"blocks\": [{\"cards\": [{\"label\": \"l\"}]}]"),
         "/sections/0/blocks/0/cards/0: the key \"text\" is missing"},
        {SECTION("\"type\": \"statement\", \"blocks\": [{\"cards\": []}]"),
         "/sections/0/blocks/0/cards: 1 to 6 cards fit"},
        {SECTION("\"type\": \"statement\", \"blocks\": [{\"cards\": [" CARD CARD CARD CARD CARD CARD CARD_LAST
                 "]}]"),
         "not 7; make more"},
        {SECTION("\"type\": \"statement\", \"title\": \"a\\u0000b\""), "line 1, column "},
        {THEME("{\"title\": \"m\"}"), "/agenda/themes/0/materials/0: a material has either"},
        {THEME("{\"title\": \"m\", \"section\": \"a\", \"note\": \"n\"}"), "a material has either"},
        {THEME("{\"title\": \"m\", \"section\": \"c\"}"),
         "/materials/0/section: the kit has no section with the id \"c\""},
        {THEME("{\"title\": \"m\", \"section\": \"b\", \"through\": \"a\"}"), "\"a\" stands before \"b\""},
        {THEME("{\"title\": \"m\", \"note\": \"n\", \"through\": \"a\"}"), "\"through\" needs \"section\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct fault f = {0};
        if (kit_parse(arena, cases[i].text, strlen(cases[i].text), "x.json", &f))
            fail_msg("was read: %s", cases[i].text);
        if (!strstr(f.text, cases[i].message))
            fail_msg("%s: not in: %s", cases[i].message, f.text);
        arena_destroy(arena);
    }
}

/* Wherever a kit's file is cut off or a byte of it changes, reading ends in a kit or in a fault. */
static void test_damaged_file(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct fault f = {0};
    size_t length;
    char *text =
        file_read(arena, SHUKEI_SOURCE_DIR "/templates/press/trouble-2023-10.json", 1 << 20, &length, &f);
    assert_non_null(text);
    for (size_t i = 0; i < length; i += 37) {
        struct fault damaged = {0};
        const char kept = text[i];
        text[i] = i % 2 ? '"' : '{';
        const struct kit *kit = kit_parse(arena, text, length, "x.json", &damaged);
        assert_true(!kit == (damaged.kind != FAULT_NONE));
        text[i] = kept;
        fault_clear(&damaged);
        assert_null(kit_parse(arena, text, i, "x.json", &damaged));
    }
    assert_non_null(kit_parse(arena, text, length, "x.json", &f));
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_kit),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_damaged_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
