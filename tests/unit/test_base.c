/* base: arena, fault, utf8, json, percent, bitset. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <utf8proc.h>

#include "engine/base/arena.h"
#include "engine/base/bitset.h"
#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/base/percent.h"
#include "engine/base/utf8.h"

/* The rounding rule: half up, from exact integers. */
static void test_percent(void **state) {
    (void)state;
    static const struct {
        int64_t count, n;
        int decimals;
        const char *text;
    } cases[] = {
        {5188, 8672, 1, "59.8%"}, {2554, 5188, 1, "49.2%"}, {2554, 5188, 0, "49%"}, {1, 16, 1, "6.3%"},
        {1, 8, 0, "13%"},         {721, 990, 0, "73%"},     {181, 246, 1, "73.6%"}, {1, 2000, 1, "0.1%"},
        {0, 5, 1, "0.0%"},        {5, 5, 1, "100.0%"},      {3, 0, 1, "-"},         {205, 1000, 0, "21%"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[PERCENT_TEXT];
        percent_text(text, cases[i].count, cases[i].n, cases[i].decimals);
        assert_string_equal(text, cases[i].text);
    }
}

static void test_points(void **state) {
    (void)state;
    char text[PERCENT_TEXT];
    percent_points_text(text, 5188, 8672, 8929, 12735, 1);
    assert_string_equal(text, "+10.3");
    percent_points_text(text, 8929, 12735, 5188, 8672, 1);
    assert_string_equal(text, "-10.3");
    percent_points_text(text, 1, 2, 2, 4, 1);
    assert_string_equal(text, "0.0");
    percent_ratio_text(text, 121236, 1900, 1);
    assert_string_equal(text, "63.8");
    assert_string_equal(percent_thousands(text, 55357), "55,357");
    assert_string_equal(percent_thousands(text, -1234567), "-1,234,567");
    assert_string_equal(percent_thousands(text, 999), "999");
}

/* The short ways through text that is as it should be say what the library says, for every character. */
static void hold_against_library(const char *text) {
    struct arena *arena = arena_create();
    utf8proc_uint8_t *whole = utf8proc_NFC((const utf8proc_uint8_t *)text), *folded = NULL;
    utf8proc_map((const utf8proc_uint8_t *)text, 0, &folded,
                 UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                     UTF8PROC_CASEFOLD);
    assert_string_equal(utf8_nfc(arena, text), (char *)whole);
    assert_string_equal(utf8_fold(arena, text), utf8_fold(arena, (char *)folded));
    assert_true(utf8_valid(text, strlen(text)));
    free(whole);
    free(folded);
    arena_destroy(arena);
}

static void test_short_ways(void **state) {
    (void)state;
    for (uint32_t code = 1; code < 0x11000; code++) {
        char text[16] = "か";
        const char *at = text + strlen(text);
        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        text[strlen("か") + utf8_put(text + strlen("か"), code)] = '\0';
        assert_int_equal(utf8_next(&at), code);
        assert_int_equal(*at, 0);
        hold_against_library(text);
        hold_against_library(text + strlen("か"));
    }
    hold_against_library("E\xCC\x81 HO\xCC\x82PITAL 12-34");
}

static void test_fold(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    assert_string_equal(utf8_fold(arena, " ＡＢｃ １２ "), "abc12");
    assert_string_equal(utf8_fold(arena, "ﾄｳｷｮｳ"), "トウキョウ");
    assert_string_equal(utf8_fold(arena, "・医科診療所、"), "医科診療所");
    assert_int_equal(utf8_width("東京ab"), 6);
    assert_int_equal(utf8_distance("clinic", "clinc", 3), 1);
    assert_false(utf8_valid("\x93\x8c", 2));
    arena_destroy(arena);
}

/* A slip of the pen is named, a word that only happens to be as short is not. */
static void test_nearest(void **state) {
    (void)state;
    static const struct {
        const char *wanted, *name;
    } lines[] = {{"tpye", "type"}, {"tpe", "type"}, {"troubel", "trouble"}, {"tr", NULL},
                 {"x", NULL},      {"foo", NULL},   {"help", NULL},         {"typical", NULL},
                 {"99", NULL},     {"", NULL},      {"09x", "09"},          {"trubels", "trouble"}};
    static const char *const names[] = {"type", "trouble", "09", "demo", "by"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct utf8_nearest n = {.wanted = lines[i].wanted};
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            utf8_nearest_offer(&n, names[k]);
        assert_int_equal(!n.name, !lines[i].name);
        if (n.name)
            assert_string_equal(n.name, lines[i].name);
    }
}

static void expect_json_fault(const char *text, const char *part) {
    struct arena *arena = arena_create();
    struct fault f = {0};
    assert_null(json_parse(arena, text, strlen(text), "x.json", &f));
    if (!strstr(f.text, part))
        fail_msg("%s: not in: %s", part, f.text);
    arena_destroy(arena);
}

static void test_json(void **state) {
    (void)state;
    expect_json_fault("{\n \"a\": 1,\n \"b\" 2}", "line 3");
    expect_json_fault("{\"a\":{\"b\":1,\"b\":2}}", "/a/b");
    expect_json_fault("{\"z\":1,\"b\":[{\"c\":1}],\"y\":0,\"a\":2,\"y\":3}", "\"y\" stands twice");
    expect_json_fault("\xff", "UTF-8");
    expect_json_fault("", "line 1");
    static const char *const controls[] = {"\"a\\u0000b\"", "\"\\u001b[31m\"", "\"\\u000B\"", "\"\x1f\""};
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++)
        expect_json_fault(controls[i], "a control character");
    char deep[1201];
    memset(deep, '[', 1200);
    deep[1200] = '\0';
    expect_json_fault(deep, "column 501: brackets are nested more than 500 deep");
    static const char allowed[] = "\"\\t\\n\\u000A\\u0009\\\\u0000\\u0020[[{\"";
    struct arena *arena = arena_create();
    struct fault f = {0};
    const char *text = "{\"questions\":[{\"kind\":\"single\",\"lable\":\"x\"}]}";
    assert_string_equal(json_parse(arena, allowed, strlen(allowed), "x.json", &f)->string,
                        "\t\n\n\t\\u0000 [[{");
    const struct json *root = json_parse(arena, text, strlen(text), "x.json", &f);
    static const char *const keys[] = {"kind", "label", NULL};
    assert_false(json_known(json_member(root, "questions")->first, keys, &f));
    assert_string_equal(f.text, "/questions/0/lable: unknown key \"lable\"; did you mean \"label\"?");
    arena_destroy(arena);
}

static void test_bitset(void **state) {
    (void)state;
    uint64_t a[2] = {0}, b[2] = {0};
    bitset_fill(a, 70);
    assert_int_equal(bitset_count(a, 70), 70);
    bitset_add(b, 69);
    bitset_add(b, 3);
    assert_int_equal(bitset_count_and(a, b, 70), 2);
    bitset_not(b, 70);
    assert_int_equal(bitset_count(b, 70), 68);
}

static void test_fault(void **state) {
    (void)state;
    struct fault f = {0};
    assert_false(fault_set(&f, "%s", "first"));
    assert_false(fault_set(&f, "%s", "second"));
    assert_false(fault_context(&f, "row %d", 41));
    assert_string_equal(f.text, "row 41: first");
    assert_int_equal(fault_exit_code(&f), 1);
    fault_clear(&f);
    char longest[5000];
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    memcpy(longest + 2045, "東", 3);
    fault_set(&f, "%s", longest);
    assert_true(utf8_valid(f.text, strlen(f.text)));
}

/* A scratch arena that is reset row after row keeps its block, and hands out zeroed memory again. */
static void test_arena_reset(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    arena_reset(arena);
    char *first = arena_strdup(arena, "written");
    arena_alloc(arena, 1 << 20);
    arena_reset(arena);
    assert_int_equal(arena_bytes(arena), 0);
    char *again = arena_alloc(arena, 8);
    assert_ptr_equal(again, first);
    assert_int_equal(again[0], 0);
    arena_destroy(arena);
}

/* A device is written to and stays a device; a full one is a fault. */
static void test_devices(void **state) {
    (void)state;
    static const struct {
        const char *path;
        bool fits;
    } cases[] = {{"/dev/null", true}, {"/dev/full", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault f = {0};
        struct file_writer w;
        struct stat st;
        assert_true(file_begin(&w, cases[i].path, &f));
        fprintf(w.stream, "text");
        assert_int_equal(file_commit(&w, &f), cases[i].fits);
        assert_int_equal(stat(cases[i].path, &st), 0);
        assert_true(S_ISCHR(st.st_mode));
        fault_clear(&f);
        assert_false(file_temporary(&w, cases[i].path, &f));
        assert_non_null(strstr(f.text, "is a device"));
    }
}

/* Standard output that lost something is a fault also when the flush itself has nothing left to do. */
static void test_lost_output(void **state) {
    (void)state;
    char text[1 << 16];
    struct fault f = {0};
    fflush(stdout);
    int kept = dup(STDOUT_FILENO), full = open("/dev/full", O_WRONLY);
    assert_true(kept >= 0 && full >= 0);
    dup2(full, STDOUT_FILENO);
    memset(text, 'x', sizeof text);
    size_t written = fwrite(text, 1, sizeof text, stdout);
    bool done = file_stdout_done(&f);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    close(full);
    assert_true(written <= sizeof text);
    assert_false(done);
    assert_non_null(strstr(f.text, "standard output cannot be written"));
}

/* What a link points to is replaced, the link stays; the system's own links are nobody's to replace. */
static void test_links(void **state) {
    (void)state;
    char folder[] = "/tmp/shukei.XXXXXX", real[64], link[64];
    struct fault f = {0};
    struct file_writer w;
    struct stat st;
    assert_non_null(mkdtemp(folder));
    snprintf(real, sizeof real, "%s/real", folder);
    snprintf(link, sizeof link, "%s/link", folder);
    assert_int_equal(symlink(real, link), 0);
    for (int i = 0; i < 2; i++) {
        FILE *old = fopen(real, "w");
        assert_non_null(old);
        fclose(old);
        assert_true(file_begin(&w, link, &f));
        fprintf(w.stream, "text");
        assert_true(file_commit(&w, &f));
        assert_true(lstat(link, &st) == 0 && S_ISLNK(st.st_mode));
        assert_true(stat(real, &st) == 0 && st.st_size == 4);
    }
    unlink(link);
    unlink(real);
    assert_int_equal(rmdir(folder), 0); /* nothing else was left in it */
    assert_false(file_temporary(&w, "/dev/stdout", &f));
    fault_clear(&f);
    assert_false(file_begin(&w, "", &f));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_percent),    cmocka_unit_test(test_points),
        cmocka_unit_test(test_fold),       cmocka_unit_test(test_nearest),
        cmocka_unit_test(test_short_ways), cmocka_unit_test(test_json),
        cmocka_unit_test(test_bitset),     cmocka_unit_test(test_fault),
        cmocka_unit_test(test_devices),    cmocka_unit_test(test_lost_output),
        cmocka_unit_test(test_links),      cmocka_unit_test(test_arena_reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
