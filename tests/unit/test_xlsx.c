/* xlsx: cells as people see them, from every way in which they are written; what is refused, with its reason.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zip.h>

#include "engine/base/strbuf.h"
#include "importers/xlsx/xlsx.h"
#include "importers/xlsx/xlsx_cells.h"
#include "importers/xlsx/xlsx_value.h"

/* --- numbers ----------------------------------------------------------------------------------------------
 */

static void test_formats(void **state) {
    (void)state;
    static const struct {
        const char *code;
        enum xlsx_kind kind;
    } cases[] = {
        {"General", XLSX_GENERAL},
        {"0.00E+00", XLSX_GENERAL},
        {"#,##0", XLSX_GENERAL},
        {"#,##0\"日\"", XLSX_GENERAL},
        {"\"days\" 0", XLSX_GENERAL},
        {"[Red]0;[Blue]-0", XLSX_GENERAL},
        {"\\d0", XLSX_GENERAL},
        {"@", XLSX_GENERAL},
        {"0", XLSX_GENERAL},
        {"0%", XLSX_PERCENT},
        {"0.0%;[Red]-0.0%", XLSX_PERCENT},
        {"0000000", XLSX_ZEROS},
        {"yyyy/m/d", XLSX_DATE},
        {"yyyy\"年\"m\"月\"d\"日\";@", XLSX_DATE},
        {"[$-411]ge.m.d;@", XLSX_DATE},
        {"mmm", XLSX_DATE},
        {"m/d/yy h:mm", XLSX_DATETIME},
        {"yyyy-mm-dd\\ hh:mm:ss", XLSX_DATETIME},
        {"h:mm", XLSX_TIME},
        {"mm:ss.0", XLSX_TIME},
        {"h:mm AM/PM", XLSX_TIME},
        {"[h]:mm", XLSX_ELAPSED},
        {"[mm]:ss", XLSX_ELAPSED},
        {"[h", XLSX_GENERAL},
        {"\"open", XLSX_GENERAL},
        {"", XLSX_GENERAL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (xlsx_format_of(cases[i].code).kind != cases[i].kind)
            fail_msg("%s is taken for kind %d", cases[i].code, xlsx_format_of(cases[i].code).kind);
    assert_int_equal(xlsx_format_of("0000000").zeros, 7);
}

static void test_values(void **state) {
    (void)state;
    static const struct {
        const char *text, *shown;
        struct xlsx_format format;
        bool since_1904;
    } cases[] = {
        {"45", "45", {XLSX_GENERAL, 0}, false},
        {"45.0", "45", {XLSX_GENERAL, 0}, false},
        {"0.10000000000000001", "0.1", {XLSX_GENERAL, 0}, false},
        {"0.30000000000000004", "0.3", {XLSX_GENERAL, 0}, false},
        {"1312345678", "1312345678", {XLSX_GENERAL, 0}, false},
        {"1.3E9", "1300000000", {XLSX_GENERAL, 0}, false},
        {"1E+20", "100000000000000000000", {XLSX_GENERAL, 0}, false},
        {"1.5E-7", "0.00000015", {XLSX_GENERAL, 0}, false},
        {"-3.50", "-3.5", {XLSX_GENERAL, 0}, false},
        {"-0", "0", {XLSX_GENERAL, 0}, false},
        {"inf", "inf", {XLSX_GENERAL, 0}, false},
        {"0x10", "0x10", {XLSX_GENERAL, 0}, false},
        {"1e999", "1e999", {XLSX_GENERAL, 0}, false},
        {"", "", {XLSX_DATE, 0}, false},
        {"0.45", "45%", {XLSX_PERCENT, 0}, false},
        {"0.575", "57.5%", {XLSX_PERCENT, 0}, false},
        {"12345", "0012345", {XLSX_ZEROS, 7}, false},
        {"12345678", "12345678", {XLSX_ZEROS, 7}, false},
        {"45300", "2024-01-09", {XLSX_DATE, 0}, false},
        {"45300.545138888891", "2024-01-09", {XLSX_DATE, 0}, false},
        {"45300.545138888891", "2024-01-09 13:05", {XLSX_DATETIME, 0}, false},
        {"45300.5453935185", "2024-01-09 13:05:22", {XLSX_DATETIME, 0}, false},
        {"45300.9999999", "2024-01-10", {XLSX_DATETIME, 0}, false},
        {"45300", "2024-01-09", {XLSX_DATETIME, 0}, false},
        {"43838", "2024-01-09", {XLSX_DATE, 0}, true},
        {"0", "1904-01-01", {XLSX_DATE, 0}, true},
        {"1", "1900-01-01", {XLSX_DATE, 0}, false},
        {"59", "1900-02-28", {XLSX_DATE, 0}, false},
        {"60", "1900-02-29", {XLSX_DATE, 0}, false},
        {"61", "1900-03-01", {XLSX_DATE, 0}, false},
        {"2958465", "9999-12-31", {XLSX_DATE, 0}, false},
        {"2958466", "2958466", {XLSX_DATE, 0}, false},
        {"-1", "-1", {XLSX_DATE, 0}, false},
        {"0.5", "12:00", {XLSX_TIME, 0}, false},
        {"0.5", "12:00", {XLSX_DATETIME, 0}, false},
        {"1.5", "36:00", {XLSX_ELAPSED, 0}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strbuf out = {0};
        strbuf_add(&out, "");
        xlsx_value_number(&out, cases[i].text, cases[i].format, cases[i].since_1904);
        if (strcmp(out.text, cases[i].shown) != 0)
            fail_msg("case %zu: %s is shown as %s, not %s", i, cases[i].text, out.text, cases[i].shown);
        strbuf_end(&out);
    }
}

static void test_texts(void **state) {
    (void)state;
    static const struct {
        const char *text, *clean;
    } cases[] = {
        {"plain", "plain"},
        {"a_x000D_\nb", "a\nb"},
        {"a_x000D_b", "a\nb"},
        {"a\r\nb\rc", "a\nb\nc"},
        {"_x005F_x000D_", "_x000D_"},
        {"a_x0000_b_x001F_c_x0008_d", "abcd"},
        {"_x3042_", "あ"},
        {"_xD83D_", "_xD83D_"},
        {"_x00", "_x00"},
        {"_x000G_", "_x000G_"},
        {"_", "_"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *copy = strdup(cases[i].text);
        size_t length = xlsx_text_clean(copy, strlen(copy));
        if (length != strlen(cases[i].clean) || memcmp(copy, cases[i].clean, length) != 0)
            fail_msg("%s becomes %.*s", cases[i].text, (int)length, copy);
        free(copy);
    }
}

/* --- rows -------------------------------------------------------------------------------------------------
 */

static const char strings_xml[] =
    "<sst xmlns='x' count='9'><si><t>協会</t><rPh sb='0' eb='2'><t>キョウカイ</t></rPh></si>"
    "<si><r><t xml:space='preserve'>rich "
    "</t></r><r><rPr><b/></rPr><t>text</t></r><phoneticPr/></si><si/></sst>";
static const char styles_xml[] =
    "<styleSheet><numFmts><numFmt numFmtId='176' formatCode='yyyy/m/d;@'/></numFmts>"
    "<cellStyleXfs><xf numFmtId='22'/></cellStyleXfs>"
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='176'/><xf numFmtId='22'/></cellXfs></styleSheet>";

/* "row:cell|cell;row:..." of everything that is ready; a span of more than one as text*3 */
static void take_rows(struct xlsx_cells *cells, struct strbuf *out) {
    struct record record;
    while (xlsx_cells_next(cells, &record)) {
        strbuf_printf(out, "%s%zu:", out->length ? ";" : "", record.row);
        for (size_t i = 0; i < record.count; i++) {
            strbuf_printf(out, "%s%s", i ? "|" : "", record.cells[i]);
            if (record.spans && record.spans[i] > 1)
                strbuf_printf(out, "*%zu", record.spans[i]);
        }
    }
}

static bool read_rows(const char *data, struct strbuf *out, size_t step, struct fault *f) {
    struct strbuf xml = {0};
    strbuf_printf(&xml, "<worksheet xmlns='y'><cols><col min='1'/></cols>%s</worksheet>", data);
    struct xlsx_merges merges = {0};
    xlsx_merges_scan(&merges, xml.text, xml.length);
    struct xlsx_book book = {.strings = xlsx_strings_parse(strings_xml, sizeof strings_xml - 1, f),
                             .styles = xlsx_styles_parse(styles_xml, sizeof styles_xml - 1, f),
                             .merges = &merges};
    assert_non_null(book.strings);
    assert_non_null(book.styles);
    struct xlsx_cells *cells = xlsx_cells_create(&book);
    bool read = true;
    for (size_t at = 0; read && at < xml.length; at += step) {
        size_t length = xml.length - at < step ? xml.length - at : step;
        read = xlsx_cells_feed(cells, xml.text + at, length, at + length == xml.length, f);
        if (read)
            take_rows(cells, out);
    }
    xlsx_cells_destroy(cells);
    xlsx_strings_destroy((struct xlsx_strings *)book.strings);
    xlsx_styles_destroy((struct xlsx_styles *)book.styles);
    xlsx_merges_end(&merges);
    strbuf_end(&xml);
    return read;
}

#define ROWS(rows) "<sheetData>" rows "</sheetData>"

static void test_rows(void **state) {
    (void)state;
    static const struct {
        const char *data, *rows;
    } cases
        [] =
            {
                {ROWS("<row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2' t='s'><v>1</v></c></row>"),
                 "2:協会||rich text"},
                {ROWS("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"), "1:1|2;2:3"},
                {ROWS("<row><c r='B7'><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
                 "7:|1|2;8:3"},
                {ROWS("<row r='3' hidden='1'><c r='A3'><v>1</v></c></row>"), "3:1"},
                {ROWS("<row r='1'/><row r='2'><c r='A2' s='1'/><c r='B2' t='s'><v>2</v></c></row>"), ""},
                {ROWS("<row r='1'><c r='A1' t='inlineStr'><is><t>a</t><rPh><t>ア</t></rPh></is></c></row>"),
                 "1:a"},
                {ROWS("<row r='1'><c r='A1' t='inlineStr'><is><r><t>a</t></r><r><t>b</t></r></is></c></row>"),
                 "1:ab"},
                {ROWS("<row r='1'><c r='A1' t='str'><f>\"x\"&amp;1</f><v>x_x000D_\ny</v></c></row>"),
                 "1:x\ny"},
                {ROWS("<row r='1'><c r='A1' t='b'><v>1</v></c><c r='B1' t='b'><v>0</v></c></row>"),
                 "1:TRUE|FALSE"},
                {ROWS("<row r='1'><c r='A1' t='e'><v>#N/A</v></c></row>"), "1:#N/A"},
                {ROWS("<row r='1'><c r='A1' s='1'><v>45300</v></c><c r='B1' s='2'><v>45300.5</v></c></row>"),
                 "1:2024-01-09|2024-01-09 12:00"},
                {ROWS("<row r='1'><c r='A1' s='99'><v>45300</v></c></row>"), "1:45300"},
                {ROWS("<row r='1'><c r='A1' t='d'><v>2024-01-09T13:05:00</v></c><c r='B1' "
                      "t='d'><v>2024-01-09</v></c>"
                      "<c r='C1' t='d'><v>2024-01-09T00:00:00.000Z</v></c></row>"),
                 "1:2024-01-09 13:05|2024-01-09|2024-01-09"},
                {ROWS("<row r='1'><c r='A1' t='str'><v> </v></c></row>"), ""},
                {ROWS("<row r='5'><c r='A5'><v>1</v></c></row><row r='5'><c r='A5'><v>2</v></c></row>"),
                 "5:1;6:2"},
                {ROWS("<row r='1'><c r='B1'><v>2</v></c><c r='A1'><v>1</v></c></row>"), "1:1|2"},
                {"<x:sheetData xmlns:x='z'><x:row r='1'><x:c r='A1'><x:v>1</x:v></x:c></x:row></x:sheetData>",
                 "1:1"},
                {ROWS(""), ""},
                {"<v>1</v>", ""},
                {ROWS("<row r='1'><c r='A1' t='str'><v>G</v></c></row><row r='2'><c "
                      "r='A2'><v>1</v></c></row>") "<mergeCells count='1'><mergeCell "
                                                   "ref='A1:C1'/></mergeCells>",
                 "1:G*3;2:1"},
                {ROWS("<row r='1'><c r='A1' t='str'><v>東京</v></c><c r='B1'><v>1</v></c></row>"
                      "<row r='2'><c r='B2'><v>2</v></c></row><row r='3'><c r='B3'><v>3</v></c></row>"
                      "<row r='4'><c r='B4'><v>4</v></c></row>") "<mergeCells><mergeCell "
                                                                 "ref='A1:A3'/></mergeCells>",
                 "1:東京|1;2:東京|2;3:東京|3;4:|4"},
            };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t step = 1; step < 100000; step *= 7) {
            struct strbuf out = {0};
            struct fault f = {0};
            strbuf_add(&out, "");
            if (!read_rows(cases[i].data, &out, step, &f))
                fail_msg("case %zu: %s", i, f.text);
            if (strcmp(out.text, cases[i].rows) != 0)
                fail_msg("case %zu by %zu bytes: %s, not %s", i, step, out.text, cases[i].rows);
            strbuf_end(&out);
        }
}

static void expect_fault(const char *data, const char *part) {
    struct strbuf out = {0};
    struct fault f = {0};
    if (read_rows(data, &out, 65536, &f))
        fail_msg("read, but expected: %s", part);
    if (!strstr(f.text, part))
        fail_msg("\"%s\" is not in: %s", part, f.text);
    strbuf_end(&out);
}

static void test_refused_rows(void **state) {
    (void)state;
    expect_fault(ROWS("<row r='4'><c r='XFE4'><v>1</v></c></row>"),
                 "row 4: a cell stands beyond the last column");
    expect_fault(ROWS("<row r='4'><c r='ZZZZZZZZZZ4'><v>1</v></c></row>"), "beyond the last column");
    expect_fault(ROWS("<row r='1048577'><c><v>1</v></c></row>"), "beyond the last row");
    expect_fault(ROWS("<row r='1048576'/><row><c><v>1</v></c></row>"), "beyond the last row");
    expect_fault(ROWS("<row r='4'><c r='A4' t='s'><v>3</v></c></row>"), "row 4: a cell refers to a text");
    expect_fault(ROWS("<row r='4'><c r='A4' t='s'><v>-1</v></c></row>"), "row 4: a cell refers to a text");
    expect_fault("<!-- unclosed ", "ends in the middle");
    expect_fault("<a></b>", "no well-formed XML");
    struct strbuf xml = {0};
    for (int i = 0; i < 100; i++)
        strbuf_add(&xml, "<a>");
    expect_fault(xml.text, "nested without end");
    strbuf_clear(&xml);
    strbuf_add(&xml, "<sheetData><row>");
    for (int i = 0; i <= XLSX_COLUMNS_MAX; i++)
        strbuf_add(&xml, "<c r='A1'><v>1</v></c>");
    expect_fault(xml.text, "more than 16,384 cells");
    strbuf_clear(&xml);
    strbuf_add(&xml, "<sheetData><row><c t='str'><v>");
    for (int i = 0; i < XLSX_CELL_MAX / 8 + 1; i++)
        strbuf_add(&xml, "12345678");
    expect_fault(xml.text, "a cell holds more than 1 MB");
    strbuf_end(&xml);
}

static void ignore(void *data, const char *name, const char **attributes) {
    (void)data, (void)name, (void)attributes;
}

/* One tag as long as five megabytes, and names without end: memory stays bounded. */
static void test_xml_bounds(void **state) {
    (void)state;
    struct strbuf xml = {0};
    struct fault f = {0};
    strbuf_add(&xml, "<sst><si a='");
    for (int i = 0; i < 5 << 17; i++)
        strbuf_add(&xml, "12345678");
    const struct xlsx_handler nothing = {ignore, NULL, NULL};
    struct xlsx_xml *parser = xlsx_xml_create(&nothing, NULL);
    bool read = true;
    for (size_t at = 0; read && at < xml.length; at += 65536)
        read = xlsx_xml_feed(parser, xml.text + at, xml.length - at < 65536 ? xml.length - at : 65536, false,
                             &f);
    assert_false(read);
    assert_non_null(strstr(f.text, "more than 4 MB"));
    xlsx_xml_destroy(parser);
    strbuf_end(&xml);
    fault_clear(&f);
    assert_null(xlsx_strings_parse("<!DOCTYPE a [<!ENTITY b 'c'>]><sst/>", 36, &f));
    assert_non_null(strstr(f.text, "entities"));
}

static void test_places(void **state) {
    (void)state;
    uint32_t row, column;
    assert_non_null(xlsx_cell_of("XFD1048576", &row, &column));
    assert_int_equal(row, XLSX_ROWS_MAX - 1);
    assert_int_equal(column, XLSX_COLUMNS_MAX - 1);
    assert_non_null(xlsx_cell_of("bc", &row, &column));
    assert_int_equal(column, 54);
    assert_true(row == UINT32_MAX);
    assert_null(xlsx_cell_of("XFE1", &row, &column));
    assert_null(xlsx_cell_of("A0", &row, &column));
    assert_null(xlsx_cell_of("A1048577", &row, &column));
    assert_null(xlsx_cell_of("12", &row, &column));
}

/* --- archives ---------------------------------------------------------------------------------------------
 */

#define RELATIONS(items) "<Relationships>" items "</Relationships>"
static const char book_xml[] = "<workbook xmlns:r='r'><sheets><sheet name='a' r:id='1'/></sheets></workbook>";
static const char book_relations[] = RELATIONS("<Relationship Id='1' Type='x/worksheet' Target='s.xml'/>");

/* parts: name, text, ..., NULL */
static void write_archive(const char *path, const char *const *parts) {
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    for (; *parts; parts += 2)
        assert_true(zip_file_add(zip, parts[0], zip_source_buffer(zip, parts[1], strlen(parts[1]), 0), 0) >=
                    0);
    assert_int_equal(zip_close(zip), 0);
}

static bool read_archive(const char *path, struct strbuf *out, struct fault *f) {
    struct arena *arena = arena_create();
    struct source source;
    struct reader reader;
    bool read = source_open(&source, path, f) && xlsx_importer.open(arena, &source, &reader, f);
    if (read) {
        struct record record;
        int more;
        while ((more = reader.next(&reader, &record, f)) > 0)
            strbuf_printf(out, "%zu:%s;", record.row, record.cells[0]);
        read = more == 0;
        reader.close(&reader);
    }
    source_close(&source);
    arena_destroy(arena);
    return read;
}

static void test_archives(void **state) {
    (void)state;
    char path[] = "/tmp/test_xlsx_XXXXXX";
    close(mkstemp(path));
    enum { BOMB = 64 << 20 };
    char *bomb = malloc(BOMB + 1);
    assert_non_null(bomb);
    memset(bomb, ' ', BOMB);
    bomb[BOMB] = '\0';
    static const char sheet[] = "<worksheet><sheetData><row><c><v>5</v></c></row></sheetData></worksheet>";
    const struct {
        const char *parts[11], *result; /* rows, or part of the message */
        bool read;
    } cases[] = {
        {{"[Content_Types].xml", "", "xl/workbook.xml", book_xml, "xl/_rels/workbook.xml.rels",
          book_relations, "xl/s.xml", sheet},
         "1:5;",
         true},
        {{"[Content_Types].xml", "", "xl/workbook.xml", book_xml, "xl/_rels/workbook.xml.rels",
          book_relations},
         "its part xl/s.xml is missing",
         false},
        {{"[Content_Types].xml", "", "xl/workbook.xml", book_xml}, "workbook.xml.rels is missing", false},
        {{"[Content_Types].xml", ""}, "its part xl/workbook.xml is missing", false},
        {{"[Content_Types].xml", "", "xl/workbook.xml", "<workbook/>", "xl/_rels/workbook.xml.rels", "<a/>"},
         "no sheet with cells",
         false},
        {{"[Content_Types].xml", "", "xl/workbook.xml", book_xml, "xl/_rels/workbook.xml.rels",
          book_relations, "xl/s.xml", bomb},
         "unpacks to far more",
         false},
        {{"[Content_Types].xml", "", "xl/workbook.xml", book_xml, "xl/_rels/workbook.xml.rels",
          book_relations, "xl/s.xml", "<!DOCTYPE w [<!ENTITY a 'b'>]><worksheet/>"},
         "entities",
         false},
        {{"[Content_Types].xml", "", "xl/workbook.xml", book_xml, "xl/_rels/workbook.xml.rels",
          book_relations, "xl/s.xml", "<worksheet/>"},
         "no visible sheet holds anything",
         false},
        {{"[Content_Types].xml", "", "word/document.xml", "<w/>"}, "zip file but no Excel workbook", false},
        {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<a/>"},
         "OpenDocument",
         false},
        {{"xl/workbook.bin", "x"}, ".xlsb", false},
        {{"returns.csv", "a,b"}, "zip file but no Excel workbook", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strbuf out = {0};
        struct fault f = {0};
        write_archive(path, cases[i].parts);
        bool read = read_archive(path, &out, &f);
        if (read != cases[i].read || !strstr(read ? out.text : f.text, cases[i].result))
            fail_msg("case %zu: %s", i, read ? out.text : f.text);
        strbuf_end(&out);
    }
    free(bomb);
    unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats),      cmocka_unit_test(test_values),
        cmocka_unit_test(test_texts),        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_refused_rows), cmocka_unit_test(test_xml_bounds),
        cmocka_unit_test(test_places),       cmocka_unit_test(test_archives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
