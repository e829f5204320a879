/* Texts in a CSV that people open: none is a formula, and every one can be read back. */
#include "engine/base/csv_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_cells(void **state) {
    (void)state;
    static const struct {
        const char *text, *cell;
    } cases[] = {
        {"", "\"\""},
        {NULL, "\"\""},
        {"a \"b\", c", "\"a \"\"b\"\", c\""},
        {"=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""},
        {"+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\""},
        {"-2+3", "\"'-2+3\""},
        {"@SUM(1)", "\"'@SUM(1)\""},
        {"\t=1", "\"'\t=1\""},
        {"\r=1", "\"'\r=1\""},
        {"\n=1", "\"'\n=1\""},
        {"＝1+1", "\"'＝1+1\""},
        {"＠SUM(1)", "\"'＠SUM(1)\""},
        {"-3.5", "\"-3.5\""},
        {"+5.0", "\"+5.0\""},
        {"+12%", "\"+12%\""},
        {"-", "\"-\""},
        {"+81-3-1234", "\"'+81-3-1234\""},
        {"a=1", "\"a=1\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strbuf b = {0};
        csv_add(&b, cases[i].text);
        assert_string_equal(b.text, cases[i].cell);
        strbuf_end(&b);
    }
}

static void test_put(void **state) {
    (void)state;
    static const struct {
        const char *text, *cell;
    } cases[] = {{NULL, ""},         {"", ""},          {"plain", "plain"},
                 {"a,b", "\"a,b\""}, {"=1", "\"'=1\""}, {"-1", "-1"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char got[64] = "";
        FILE *out = fmemopen(got, sizeof got, "w");
        assert_non_null(out);
        csv_put(out, cases[i].text);
        fclose(out);
        assert_string_equal(got, cases[i].cell);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cells), cmocka_unit_test(test_put)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
