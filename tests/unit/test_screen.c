/* What a person at a screen is told: nothing of a command line, in any message of the program. */
#include "engine/base/lang.h"
#include "engine/base/screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_words(void **state) {
    static const struct {
        const char *text, *said;
    } rows[] = {
        {"nothing of it", "nothing of it"},
        {"sato--suzuki -- and so on", "sato--suzuki -- and so on"},
        {"correct it with `shukei return edit`", "correct it with the screen \"Keying\""},
        {"or `shukei finding accept 3 --why TEXT` then",
         "or \"Right as it is\" on the screen \"Review\" then"},
        {"is void; `shukei return accept 7 --why TEXT` brings it back",
         "is void; the administrator's command line (return accept) brings it back"},
        {"load them: shukei import --survey x FILE", "load them: the screen \"Import\""},
        {"(shukei batch list; or ask)", "(the screen \"Import\"; or ask)"},
        {"see `shukei frobnicate --deep`", "see the administrator's command line (frobnicate)"},
        {"a change needs its reason: --why TEXT", "a change needs its reason: \"Reason\""},
        {"--by pref: no such key", "\"Split by\" pref: no such key"},
        {"(--survey ID SHEET | RETURN)", "(\"Survey\" SHEET | RETURN)"},
        {"say so with --map FILE: {\"absent\": [\"q\"]}", "say so with \"Meaning of the headings\""},
        {"--unheard=3", "\"unheard\"3"},
        {"`--by`, `--where x`", "\"Split by\", \"Only where\""},
        {"`shukei", "`shukei"},
        {"`shukei ", "the administrator's command line"},
        {"shukei --store s.db survey list", "\"Surveys\" on the screen \"Administration\""},
        {"no question \"--output=stolen\"", "no question \"--output=stolen\""},
        {"--", "--"},
        {"no column for a. Add the column; if the file really has none, say so with --map FILE: {\"absent\": "
         "[\"a\"]}",
         "no column for a. Choose in the list below which column it is; if the file really has none, tick "
         "that "
         "under the list"},
        {"x; if such days are possible, widen min and max in the questionnaire",
         "x; if the day is right, say so on the screen \"Review\""},
    };
    struct arena *arena = arena_create();
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(screen_words(arena, rows[i].text), rows[i].said);
    arena_destroy(arena);
}

/* One line of the catalogue: the text between its quotes, with \" and \n undone. */
static const char *unquoted(struct arena *arena, const char *line) {
    const char *from = strchr(line, '"');
    char *out = from ? arena_strdup(arena, from + 1) : NULL, *to = out;
    for (const char *at = out; at && *at && *at != '"'; at++) {
        if (*at == '\\' && *++at == 'n')
            *to++ = '\n';
        else
            *to++ = *at;
    }
    if (to)
        *to = '\0';
    return out;
}

static bool says_nothing_of_it(const char *said) {
    for (const char *at = strstr(said, "--"); at; at = strstr(at + 2, "--"))
        if (at[2] >= 'a' && at[2] <= 'z')
            return false;
    return strstr(said, "shukei ") == NULL;
}

/* Nor of the insides of a file; asked of messages in the language in force. */
static bool says_nothing_of_files(const char *said) {
    static const char *const files[] = {
        " aliases",   "min and max",   "min と max",          "min・max",           "\"ask\" in",
        "\"ask\" と", "\"absent\": [", "under \"leave_out\"", "なら \"leave_out\"", NULL};
    for (const char *const *file = files; *file; file++)
        if (strstr(said, *file))
            return false;
    return true;
}

static bool is_japanese(const char *text) {
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return *text != '\0';
}

/* Every message there is, in both languages. */
static void catalogue(const char *lang) {
    char line[8192];
    size_t count = 0;
    FILE *file = fopen(SHUKEI_SOURCE_DIR "/templates/po/ja.po", "r");
    struct arena *arena = arena_create();
    const char *before = lang_enter(lang);
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        const char *text = *line == '#' ? NULL : unquoted(arena, line);
        if (!text)
            continue;
        const char *said = screen_words(arena, text);
        if (!says_nothing_of_it(said) ||
            (is_japanese(text) == (strcmp(lang, "ja") == 0) && !says_nothing_of_files(said)))
            fail_msg("on a screen: %s\n     becomes: %s", text, said);
        count += said != text;
        if (getenv("SHOW") && said != text) /* ja: to be read through */
            printf("%s\n", said);
    }
    fclose(file);
    arena_destroy(arena);
    lang_enter(before);
    assert_true(count > 200);
}

static void test_catalogue(void **state) {
    (void)state;
    lang_start(getenv("SHOW"));
    catalogue("en");
    catalogue("ja");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_words), cmocka_unit_test(test_catalogue)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
