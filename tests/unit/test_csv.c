/* csv: rows and cells as a spreadsheet shows them, and what is refused with which row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/strbuf.h"
#include "importers/csv.h"

/* "row:cell|cell;row:cell|..." of everything in the text; NULL on a fault. */
static char *read_all(struct arena *arena, const char *text, size_t length, struct fault *f) {
    const struct source source = {.path = "x.csv", .bytes = (const unsigned char *)text, .length = length};
    struct reader reader;
    if (!csv_importer.open(arena, &source, &reader, f))
        return NULL;
    struct strbuf out = {0};
    struct record record;
    int more;
    while ((more = reader.next(&reader, &record, f)) > 0) {
        strbuf_printf(&out, "%s%zu:", out.length ? ";" : "", record.row);
        for (size_t i = 0; i < record.count; i++)
            strbuf_printf(&out, "%s%s", i ? "|" : "", record.cells[i]);
        if (record.cut)
            strbuf_add(&out, " cut");
    }
    reader.close(&reader);
    char *result = more < 0 ? NULL : arena_strdup(arena, out.text ? out.text : "");
    strbuf_end(&out);
    return result;
}

static void test_rows(void **state) {
    (void)state;
    static const struct {
        const char *text, *rows;
    } cases[] = {
        {"a,b\n1,2\n", "1:a|b;2:1|2"},
        {"a,b\r\n1,2\r\n", "1:a|b;2:1|2"},
        {"a,b\r1,2\r", "1:a|b;2:1|2"},
        {"a,b\n1,2", "1:a|b;2:1|2 cut"},
        {"a\tb\n1\t2,3,4\n", "1:a|b;2:1|2,3,4"},
        {"a;b\n1;2\n", "1:a|b;2:1|2"},
        {"sep=;\r\na;b,c\r\n", "2:a|b,c"},
        {"a,b\n\n1,2\n", "1:a|b;3:1|2"},
        {"a,b\r\n\r\n,\r\n1,2\r\n", "1:a|b;4:1|2"},
        {"a,b\n \n,, \n1,2\n", "1:a|b;4:1|2"},
        {"a,\"b\nc\"\n1,2\n", "1:a|b\nc;2:1|2"},
        {"a,\"b\r\nc\r\"\r\n1,2\r\n", "1:a|b\nc\n;2:1|2"},
        {"\"say \"\"hi\"\"\",x\n", "1:say \"hi\"|x"},
        {"=\"0012\",b\n", "1:0012|b"},
        {"\"=\"\"0012\"\"\",b\n", "1:0012|b"},
        {"5\" x 3\",b\n", "1:5\" x 3\"|b"},
        {"a,b,,,\n1,,,\n", "1:a|b;2:1"},
        {"a,,c\n", "1:a||c"},
        {"\n\n", ""},
        {",,,\n", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct fault f = {0};
        char *rows = read_all(arena, cases[i].text, strlen(cases[i].text), &f);
        if (!rows)
            fail_msg("case %zu: %s", i, f.text);
        assert_string_equal(rows, cases[i].rows);
        arena_destroy(arena);
    }
}

static void expect_fault(const char *text, size_t length, const char *part) {
    struct arena *arena = arena_create();
    struct fault f = {0};
    char *rows = read_all(arena, text, length, &f);
    if (rows)
        fail_msg("read: %s", rows);
    if (!strstr(f.text, part))
        fail_msg("\"%s\" is not in: %s", part, f.text);
    arena_destroy(arena);
}

static void test_refused(void **state) {
    (void)state;
    static const struct {
        const char *text, *part;
    } cases[] = {
        {"a,b\n1,2\n3,\"open\n5,6\n7,8\n", "row 3 is never closed"},
        {"a,b\n1,\"open\n3,\"x\"\n",
         "row 2"}, /* the next row's quote would end the cell and swallow the row */
        {"a,b\n\"he said \"no\" twice\",2\n", "row 2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_fault(cases[i].text, strlen(cases[i].text), cases[i].part);
}

static void test_limits(void **state) {
    (void)state;
    struct strbuf text = {0};
    strbuf_add(&text, "a\n");
    for (int i = 0; i <= CSV_COLUMNS_MAX; i++)
        strbuf_add(&text, "1,");
    strbuf_add(&text, "\n");
    expect_fault(text.text, text.length, "row 2: more than 4,096 cells");
    strbuf_clear(&text);
    strbuf_add(&text, "a\n\"");
    for (int i = 0; i < 4 * CSV_CELL_MAX / 8; i++)
        strbuf_add(&text, "1234567\n");
    strbuf_add(&text, "\"\n");
    expect_fault(text.text, text.length, "row 2: a cell longer than 1 MB");
    strbuf_end(&text);
}

/* Rows longer and shorter than the slices that the parser is fed, across several pieces. */
static void test_many_rows(void **state) {
    (void)state;
    struct strbuf text = {0};
    enum { ROWS = 30000 };
    for (int i = 0; i < ROWS; i++)
        strbuf_printf(&text, "%d,\"東\n%0*d\",end\r\n", i, i % 100 == 0 ? 40000 : 5, i);
    const struct source source = {.path = "x", .bytes = (unsigned char *)text.text, .length = text.length};
    struct arena *arena = arena_create();
    struct reader reader;
    struct fault f = {0};
    assert_true(csv_importer.open(arena, &source, &reader, &f));
    struct record record;
    for (int i = 0; i < ROWS; i++) {
        assert_int_equal(reader.next(&reader, &record, &f), 1);
        assert_int_equal(record.row, i + 1);
        assert_int_equal(record.count, 3);
        assert_int_equal(atoi(record.cells[0]), i);
        assert_int_equal(atoi(record.cells[1] + 4), i);
        assert_string_equal(record.cells[2], "end");
    }
    assert_int_equal(reader.next(&reader, &record, &f), 0);
    reader.close(&reader);
    arena_destroy(arena);
    strbuf_end(&text);
}

/* Control characters are kept visible; the end mark of old programs is no row. */
static void test_controls(void **state) {
    (void)state;
    static const char text[] = "a,b\n1,x\x1fy\x1b[31m\n\"\r\n\r\t\",\x7f\x1a\n\x1a";
    const struct source source = {
        .path = "x", .bytes = (const unsigned char *)text, .length = sizeof text - 1};
    struct arena *arena = arena_create();
    struct reader reader;
    struct record record;
    struct fault f = {0};
    assert_true(csv_importer.open(arena, &source, &reader, &f));
    assert_int_equal(reader.next(&reader, &record, &f), 1);
    assert_int_equal(reader.next(&reader, &record, &f), 1);
    assert_string_equal(record.cells[1], "x␟y␛[31m");
    assert_int_equal(reader.next(&reader, &record, &f), 1);
    assert_string_equal(record.cells[0], "\n\n\t");
    assert_string_equal(record.cells[1], "\x7f");
    assert_int_equal(reader.next(&reader, &record, &f), 0);
    reader.close(&reader);
    arena_destroy(arena);
}

static void test_separator(void **state) {
    (void)state;
    assert_int_equal(csv_separator("a,b\n", 4), ',');
    assert_int_equal(csv_separator("a\tb\n,,,,\tc\n", 11), '\t');
    assert_int_equal(csv_separator("\"a,b,c\";d;e\n", 12), ';');
    assert_int_equal(csv_separator("a", 1), ',');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),      cmocka_unit_test(test_refused),  cmocka_unit_test(test_limits),
        cmocka_unit_test(test_many_rows), cmocka_unit_test(test_controls), cmocka_unit_test(test_separator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
