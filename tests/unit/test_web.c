/* What comes over the wire, before anything is made of it: targets, forms, cookies, routes, limits, sessions. */
#include "engine/web/web_limit.h"
#include "engine/web/web_message.h"
#include "engine/web/web_session.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_target(void **state) {
    (void)state;
    static const struct {
        const char *target, *path, *name, *value; /* path NULL: refused; name: of the last argument */
    } cases[] = {
        {"/", "/", NULL, NULL},
        {"/api/me", "/api/me", NULL, NULL},
        {"/a?x=1", "/a", "x", "1"},
        {"/a?x=1&y=%E3%81%82+b", "/a", "y", "あ b"},
        {"/a?x", "/a", "x", ""},
        {"/a?x=a=b", "/a", "x", "a=b"},
        {"/a?&&x=1&", "/a", "x", "1"},
        {"/%E6%9D%B1", "/東", NULL, NULL},
        {"/a+b", "/a+b", NULL, NULL},
        {"/a?x=%0a", "/a", "x", "\n"},
        {"", NULL, NULL, NULL},
        {"a", NULL, NULL, NULL},
        {"//", NULL, NULL, NULL},
        {"/a//b", NULL, NULL, NULL},
        {"/a/", NULL, NULL, NULL},
        {"/../etc/passwd", NULL, NULL, NULL},
        {"/a/%2e%2e/b", NULL, NULL, NULL},
        {"/a/./b", NULL, NULL, NULL},
        {"/a%00b", NULL, NULL, NULL},
        {"/a%0ab", NULL, NULL, NULL},
        {"/a%7f", NULL, NULL, NULL},
        {"/%ff", NULL, NULL, NULL},
        {"/%E3%81", NULL, NULL, NULL},
        {"/%", NULL, NULL, NULL},
        {"/%4", NULL, NULL, NULL},
        {"/%zz", NULL, NULL, NULL},
        {"/a?x=%", NULL, NULL, NULL},
        {"/a?x=%00", NULL, NULL, NULL},
        {"/a?x=%fe", NULL, NULL, NULL},
        {"http://elsewhere/", NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct web_arguments arguments = {0};
        const char *path = NULL;
        bool done = web_message_target(arena, cases[i].target, &path, &arguments);
        if (done != (cases[i].path != NULL) || (done && strcmp(path, cases[i].path) != 0))
            fail_msg("%s", cases[i].target);
        if (cases[i].name) {
            assert_true(arguments.count > 0);
            assert_string_equal(arguments.items[arguments.count - 1].name, cases[i].name);
            assert_string_equal(arguments.items[arguments.count - 1].value, cases[i].value);
        } else if (done) {
            assert_int_equal(arguments.count, 0);
        }
        arena_destroy(arena);
    }
}

static void test_too_many_arguments(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct web_arguments arguments = {0};
    struct strbuf b = {0};
    for (int i = 0; i <= WEB_ARGUMENTS_MAX; i++)
        strbuf_add(&b, "a=1&");
    assert_false(web_message_form(arena, b.text, b.length, &arguments));
    strbuf_end(&b);
    arena_destroy(arena);
}

static void test_cookie(void **state) {
    (void)state;
    static const struct {
        const char *header, *value;
    } cases[] = {
        {NULL, NULL},          {"", NULL},           {"shukei=ab", "ab"}, {"a=1; shukei=ab; b=2", "ab"},
        {"xshukei=ab", NULL},  {"shukeix=ab", NULL}, {"shukei=", ""},     {"a=shukei=1;shukei=2", "2"},
        {";;; shukei=3", "3"},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *value = web_message_cookie(arena, cases[i].header, "shukei");
        assert_true(cases[i].value ? value && strcmp(value, cases[i].value) == 0 : !value);
    }
    arena_destroy(arena);
}

static void test_host(void **state) {
    (void)state;
    static const struct {
        const char *header, *host;
    } cases[] = {
        {"localhost", "localhost"},
        {"localhost:8380", "localhost"},
        {"[::1]:8380", "[::1]"},
        {"[::1]", "[::1]"},
        {"a.example:x", NULL},
        {"", NULL},
        {":80", NULL},
        {"a b", NULL},
        {"[::1", NULL},
        {"a/b", NULL},
        {"a@b", NULL},
        {"[::1]x", NULL},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *host = web_message_host(arena, cases[i].header);
        if (cases[i].host ? !host || strcmp(host, cases[i].host) != 0 : host != NULL)
            fail_msg("%s", cases[i].header);
    }
    arena_destroy(arena);
}

static void test_fits(void **state) {
    (void)state;
    static const struct {
        const char *route, *path;
        bool fits;
        const char *first;
    } cases[] = {
        {"/api/me", "/api/me", true, ""},         {"/api/me", "/api/m", false, ""},
        {"/api/me", "/api/mean", false, ""},      {"/api/*/form", "/api/s1/form", true, "s1"},
        {"/api/*/form", "/api//form", false, ""}, {"/api/*/form", "/api/a/b/form", false, ""},
        {"/api/*", "/api/a/b", false, ""},        {"/api/*", "/api/東", true, "東"},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *wild[WEB_WILDCARDS] = {"", "", "", ""};
        if (web_message_fits(arena, cases[i].route, cases[i].path, wild) != cases[i].fits)
            fail_msg("%s %s", cases[i].route, cases[i].path);
        if (cases[i].fits)
            assert_string_equal(wild[0], cases[i].first);
    }
    arena_destroy(arena);
}

static void test_limit(void **state) {
    (void)state;
    static struct web_limits limits;
    const struct web_limit_rule rule = {"try", 3, 60};
    web_limits_begin(&limits);
    for (int i = 0; i < 3; i++)
        assert_true(web_limit(&limits, &rule, "a", 100));
    assert_false(web_limit(&limits, &rule, "a", 100));
    assert_true(web_limit(&limits, &rule, "a", 101)); /* one a second */
    assert_false(web_limit(&limits, &rule, "a", 101));
    for (int i = 0; i < 3; i++)
        assert_true(web_limit(&limits, &rule, "a", 1000)); /* full again, and not fuller */
    assert_false(web_limit(&limits, &rule, "a", 1000));
    /* what may be done often does not fill up what may be done seldom */
    const struct web_limit_rule often = {"often", 1000, 60000};
    for (int i = 0; i < 20000; i++) {
        char who[16];
        snprintf(who, sizeof who, "%d", i);
        web_limit(&limits, &often, who, 1000.5);
    }
    assert_false(web_limit(&limits, &rule, "a", 1000.5));
    /* a flood of names empties places, and fills none */
    char name[16];
    for (int i = 0; i < 100000; i++) {
        snprintf(name, sizeof name, "%d", i);
        web_limit(&limits, &rule, name, 1000);
    }
    assert_false(web_limit(&limits, &rule, "a", 1000));
}

static void test_session(void **state) {
    (void)state;
    struct web_sessions *sessions = web_sessions_create();
    char first[WEB_SESSION_HEX], second[WEB_SESSION_HEX];
    struct web_session_found found = {0};
    const struct account sato = {.name = "sato", .stamp = 7}, okada = {.name = "okada"},
                         many = {.name = "many"}, old = {.name = "old"};
    web_session_begin(sessions, &sato, 0, first);
    web_session_begin(sessions, &okada, 0, second);
    assert_string_not_equal(first, second);
    assert_true(web_session_find(sessions, first, 10, &found));
    assert_string_equal(found.account, "sato");
    assert_int_equal(found.stamp, 7);
    assert_string_not_equal(found.token, first);
    assert_false(web_session_find(sessions, "", 10, &found));
    assert_false(web_session_find(sessions, NULL, 10, &found));
    assert_false(web_session_find(sessions, "00", 10, &found));
    web_session_end(sessions, first);
    assert_false(web_session_find(sessions, first, 10, &found));
    /* idle, and too long in all */
    assert_true(web_session_find(sessions, second, WEB_SESSION_IDLE - 1, &found));
    for (double now = WEB_SESSION_IDLE; now < WEB_SESSION_LONGEST; now += WEB_SESSION_IDLE / 2)
        assert_true(web_session_find(sessions, second, now, &found));
    assert_false(web_session_find(sessions, second, WEB_SESSION_LONGEST + 1, &found));
    web_session_begin(sessions, &okada, 0, first);
    assert_false(web_session_find(sessions, first, WEB_SESSION_IDLE + 1, &found));
    /* more than there is room for: the one unused for longest goes */
    web_session_begin(sessions, &old, 0, first);
    for (int i = 0; i < WEB_SESSIONS; i++)
        web_session_begin(sessions, &many, 5, second);
    assert_false(web_session_find(sessions, first, 6, &found));
    assert_true(web_session_find(sessions, second, 6, &found));
    web_session_end_all(sessions, "many");
    assert_false(web_session_find(sessions, second, 6, &found));
    web_sessions_destroy(sessions);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_target),  cmocka_unit_test(test_too_many_arguments),
        cmocka_unit_test(test_cookie),  cmocka_unit_test(test_host),
        cmocka_unit_test(test_fits),    cmocka_unit_test(test_limit),
        cmocka_unit_test(test_session),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
