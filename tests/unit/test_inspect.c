/* A workbook that keeps every rule, and for every rule one that breaks it and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reports/inspect/inspect.h"
#include "reports/inspect/inspect_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

static char path[64];

/* Cells apart by "|", rows by "/n"; "#5" is a number, "=5" a formula, "" no cell. */
static void put(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *cell) {
    if (*cell == '#')
        worksheet_write_number(sheet, row, column, strtod(cell + 1, NULL), NULL);
    else if (*cell == '=')
        worksheet_write_formula(sheet, row, column, cell, NULL);
    else if (*cell)
        worksheet_write_string(sheet, row, column, cell, NULL);
}

static void put_grid(lxw_worksheet *sheet, const char *grid) {
    char *copy = strdup(grid), *line = copy;
    for (lxw_row_t row = 0; line; row++) {
        char *next = strstr(line, "/n");
        if (next)
            *next = '\0';
        char *cell = line;
        for (lxw_col_t column = 0; cell; column++) {
            char *bar = strchr(cell, '|');
            if (bar)
                *bar = '\0';
            put(sheet, row, column, cell);
            cell = bar ? bar + 1 : NULL;
        }
        line = next ? next + 2 : NULL;
    }
    free(copy);
}

static const char good[] = "地域コード|地域名称|件数（単位：件）|割合（単位：%）/n"
                           "13000|東京都|#12|#0.5/n14000|神奈川県|X|-/n27000|大阪府|#3|***",
                  notes[] = "記号|意味/n***|不詳/n-|該当数値がない/nX|秘匿";

static void write_book(const char *grid) {
    lxw_workbook *book = workbook_new(path);
    put_grid(workbook_add_worksheet(book, "t"), grid);
    put_grid(workbook_add_worksheet(book, "注記"), notes);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
}

/* The numbers of the rules that do not hold: "1-2 1-4". */
static const char *broken(struct arena *arena) {
    struct fault f = {0};
    struct inspect_book *book = inspect_open(arena, path, &f);
    if (!book)
        fail_msg("%s", f.text);
    const struct inspect_report *report = inspect_check(arena, book);
    const char *list = "";
    for (size_t i = 0; i < report->count; i++)
        if (report->results[i].count)
            list = arena_printf(arena, "%s%s%s", list, *list ? " " : "", report->results[i].rule);
    assert_int_equal(report->passed, !*list);
    return list;
}

static void expect(struct arena *arena, const char *wanted, const char *what) {
    const char *list = broken(arena);
    if (strcmp(list, wanted) != 0)
        fail_msg("%s: wanted \"%s\", got \"%s\"", what, wanted, list);
}

static void tables_keep_or_break_rules(void **state) {
    static const struct {
        const char *broken, *grid;
    } cases[] = {
        {"", good},
        {"", "表1　登録の状況/n"
             "都道府県|登録率（%）/n東京都|#12.5/n大阪府|#3"},
        {"", "年月|件数（件）/n令和5年（2023年）10月|#12/n2023-11|#3"},
        {"", "項目|件数（件）|備考/nあり|#12|/nなし|#3|速報値"},
        {"", "選択肢|件数（件）/n1件|#12/n5～9件|#3"},
        {"1-2", "項目|件数（件）|内訳/nあり|#12|10（2）/nなし|#4|3（1）"},
        {"1-2", "項目|件数（件）|期間/nあり|#12|4/8/nなし|#4|2023-10-01"},
        {"1-3", "項目|件数（件）/nあり|1,234/nなし|2,345/n不明|#5"},
        {"1-3", "項目|備考|件数（件）/nあり|12件|#3/nなし|別掲|#5"},
        {"1-5", "項　目|件数（件）/nあり|#1/n合 計|#5"},
        {"1-5", "項目|件数（件）/n  うち病院|#1/n計|#5"},
        {"1-6", "区分|項目|件数（件）/n医科|あり|#1/n|なし|#5/n歯科|あり|#5"},
        {"1-6", "区分||件数（件）/n医科|あり|#1/n医科|なし|#5"},
        {"1-6", "区分|項目|件数（件）/n医科|あり|#1/n〃|なし|#5"},
        {"1-7", "項目|件数（件）/nあり|#1/n計|=B2+1"},
        {"1-9", "項目|回答/nあり|#1/nなし|#5"},
        {"1-10", "項目|件数（件）/n①あり|#1/nなし|#5"},
        {"1-11", "年月|件数（件）/n令和5年10月|#12/n令和5年11月|#3"},
        {"1-11", "年月|件数（件）/nR5.10|#12/nR5.11|#3"},
        {"1-12", "都道府県|件数（件）/n東京|#12/n大阪|#3"},
        {"1-13", "項目|件数（件）/nあり|#1/nなし|…/n計|#5"},
        {"1-13", "項目|件数（件）/nあり|#1/nなし|/n計|#5"},
        {"2-1", "項目|件数（件）/nあり|#1/nなし|#2/n/n不明|#5"},
        {"1-13 2-2", "項目|件数（件）/nあり|#1/nなし|#2/n/n区分|回答（件）/n医科|#5"},
    };
    (void)state;
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_book(cases[i].grid);
        expect(arena, cases[i].broken, cases[i].grid);
    }
    arena_destroy(arena);
}

static void years_of_eras_get_western_ones(void **state) {
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"令和５年度の調査", "令和５年（2023年）度の調査"},
        {"平成31年4月から令和元年5月", "平成31年（2019年）4月から令和元年（2019年）5月"},
        {"昭和64", "昭和64（1989年）"},
        {"令和の調査", "令和の調査"},
        {"2024年（令和6年）", "2024年（令和6年）"},
    };
    (void)state;
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(inspect_with_western_years(arena, cases[i].text), cases[i].wanted);
    arena_destroy(arena);
}

static void merged_cells_and_objects(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "t");
    put_grid(sheet, "項目|件数（件）|割合（%）/nあり|#1|#2/nなし|#2|#3");
    worksheet_merge_range(sheet, 5, 0, 5, 1, "計", NULL);
    lxw_chart *chart = workbook_add_chart(book, LXW_CHART_BAR);
    chart_add_series(chart, NULL, "=t!$B$2:$B$3");
    worksheet_insert_chart(sheet, 8, 0, chart);
    workbook_close(book);
    expect(arena, "1-4 1-8", "merged cells, a chart");
    /* A mark that is nowhere explained. */
    book = workbook_new(path);
    put_grid(workbook_add_worksheet(book, "t"), good);
    workbook_close(book);
    expect(arena, "1-13", "no notes");
    arena_destroy(arena);
}

/* --- the package --- */

static char *read_part(zip_t *zip, const char *name, size_t *length) {
    zip_stat_t stat;
    zip_stat(zip, name, 0, &stat);
    char *text = calloc(1, stat.size + 1);
    zip_file_t *file = zip_fopen(zip, name, 0);
    assert_non_null(file);
    *length = (size_t)zip_fread(file, text, stat.size);
    zip_fclose(file);
    return text;
}

/* Puts `to` where `from` stands in the part; from NULL: adds a part, to NULL: takes it away. */
static void change(const char *part, const char *from, const char *to) {
    zip_t *zip = zip_open(path, 0, NULL);
    size_t length = 0;
    if (!to) {
        zip_delete(zip, (zip_uint64_t)zip_name_locate(zip, part, 0));
        assert_int_equal(zip_close(zip), 0);
        return;
    }
    char *text = from ? read_part(zip, part, &length) : strdup(""), *at = from ? strstr(text, from) : text;
    assert_non_null(at);
    size_t rest = strlen(at) - (from ? strlen(from) : 0), room = length + strlen(to) + 1;
    char *changed = malloc(room);
    int size = snprintf(changed, room, "%.*s%s%s", (int)(at - text), text, to, at + strlen(at) - rest);
    free(text);
    zip_source_t *source = zip_source_buffer(zip, changed, (zip_uint64_t)size, 1);
    assert_true(zip_file_add(zip, part, source, ZIP_FL_OVERWRITE) >= 0);
    assert_int_equal(zip_close(zip), 0);
}

/* 256 characters */
#define TWELVE "あいうえおかきくけこさし"
#define LONG                                                                                                 \
    TWELVE TWELVE TWELVE TWELVE TWELVE TWELVE TWELVE TWELVE TWELVE TWELVE TWELVE TWELVE TWELVE TWELVE TWELVE \
        TWELVE TWELVE TWELVE TWELVE TWELVE TWELVE "かきくけ"

static void packages_keep_or_break_rules(void **state) {
    static const char sheet[] = "xl/worksheets/sheet1.xml";
    static const struct {
        const char *broken, *part, *from, *to;
    } cases[] = {
        {"P-1", "docProps/app.xml", "</Properties>", ""},
        {"P-1", "docProps/core.xml", "<cp:coreProperties", "<!DOCTYPE x []><cp:coreProperties"},
        {"P-2", "xl/_rels/workbook.xml.rels", "theme/theme1.xml", "theme/theme9.xml"},
        {"P-2", "xl/_rels/workbook.xml.rels", "Id=\"rId4\"", "Id=\"rId3\""},
        {"P-3", "xl/extra.bin", NULL, "?"},
        {"P-2 P-3", "docProps/app.xml", "", NULL},
        {"P-4", "xl/workbook.xml", "name=\"注記\"", "name=\"T\""},
        {"P-4", "xl/workbook.xml", "name=\"t\"", "name=\"a/b\""},
        {"P-4", "xl/workbook.xml", "name=\"t\"", "name=\"012345678901234567890123456789_𠮷\""},
        {"P-5", sheet, "<c r=\"C2\">", "<c r=\"C2\" s=\"99\">"},
        {"P-5", sheet, "<c r=\"C2\">", "<c r=\"A2\"/><c r=\"C2\">"},
        {"P-5", sheet, "<v>12</v></c>", "<v>12</v></c><c r=\"E2\" t=\"s\"><v>999</v></c>"},
        {"P-6 1-4", sheet, "<pageMargins",
         "<mergeCells><mergeCell ref=\"F1:G2\"/><mergeCell ref=\"G2:H3\"/></mergeCells><pageMargins"},
        {"P-7", "xl/_rels/workbook.xml.rels", "</Relationships>",
         "<Relationship Id=\"x\" Type=\"y/externalLink\" Target=\"http://a/\" "
         "TargetMode=\"External\"/></Relationships>"},
        {"P-8", sheet, "<sheetData>", "<cols><col min=\"9\" max=\"9\" width=\"256\"/></cols><sheetData>"},
        {"P-8", sheet, "<row r=\"2\"", "<row r=\"2\" ht=\"410\""},
        {"P-8", sheet, "<pageMargins",
         "<dataValidations><dataValidation "
         "promptTitle=\"012345678901234567890123456789012\"/></dataValidations>"
         "<pageMargins"},
        {"P-8", sheet, "<pageMargins",
         "<headerFooter><oddFooter>" LONG "</oddFooter></headerFooter><pageMargins"},
        {"P-8", sheet, "<pageMargins",
         "<dataValidations><dataValidation><formula1>\"" LONG
         "\"</formula1></dataValidation></dataValidations>"
         "<pageMargins"},
        {"P-9", "xl/workbook.xml", "</sheets>",
         "</sheets><definedNames><definedName name=\"n\">t!$A$1,'no "
         "''one'!$A$2</definedName></definedNames>"},
        {"P-9", sheet, "<pageMargins",
         "<hyperlinks><hyperlink ref=\"A2\" location=\"'注記'!A1\"/><hyperlink ref=\"A1\" "
         "location=\"'nobody'!A1\"/></hyperlinks><pageMargins"},
        {"", "xl/workbook.xml", "</sheets>",
         "</sheets><definedNames><definedName "
         "name=\"n\">'T'!$A:$B,'注記'!$1:$2,#REF!</definedName></definedNames>"},
        {"1-1", "[Content_Types].xml", "spreadsheetml.sheet.main+xml", "sheet.macroEnabled.main+xml"},
    };
    (void)state;
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_book(good);
        change(cases[i].part, cases[i].from, cases[i].to);
        expect(arena, cases[i].broken, cases[i].to ? cases[i].to : cases[i].part);
    }
    arena_destroy(arena);
}

/* Characters outside of the first plane count twice; they are no machine's favourites, either (1-10). */
static void a_cell_is_no_longer_than_excel_takes(void **state) {
    enum { MOST = 32767, BYTES = 4 };
    (void)state;
    struct arena *arena = arena_create();
    for (size_t pairs = MOST / 2; pairs <= MOST / 2 + 1; pairs++) {
        char *text = calloc(pairs * BYTES + 2, 1);
        text[0] = 'a';
        for (size_t i = 0; i < pairs; i++)
            memcpy(text + 1 + i * BYTES, "𠮷", BYTES);
        lxw_workbook *book = workbook_new(path);
        lxw_worksheet *sheet = workbook_add_worksheet(book, "t");
        put_grid(sheet, good);
        put_grid(workbook_add_worksheet(book, "注記"), notes);
        worksheet_write_string(sheet, 1, 1, text, NULL);
        workbook_close(book);
        expect(arena, pairs == MOST / 2 ? "1-10" : "P-8 1-10", "a long cell");
        free(text);
    }
    arena_destroy(arena);
}

/* A chart of a sheet that went. */
static void a_chart_leads_to_its_sheet(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "t");
    put_grid(sheet, good);
    put_grid(workbook_add_worksheet(book, "注記"), notes);
    lxw_chart *chart = workbook_add_chart(book, LXW_CHART_BAR);
    chart_add_series(chart, NULL, "='注記'!$B$2:$B$3");
    worksheet_insert_chart(sheet, 8, 0, chart);
    workbook_close(book);
    expect(arena, "1-8", "a chart");
    change("xl/charts/chart1.xml", "注記", "付記");
    expect(arena, "P-9 1-8", "a chart of no sheet");
    change("xl/charts/chart1.xml", "付記", "注記");
    change("xl/charts/chart1.xml", "\"bar\"", "\"baz\"");
    expect(arena, "P-10 1-8", "bars that go nowhere");
    arena_destroy(arena);
}

static void no_workbook_is_a_fault(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct fault f = {0};
    FILE *file = fopen(path, "w");
    fputs("a,b\n1,2\n", file);
    fclose(file);
    assert_null(inspect_open(arena, path, &f));
    assert_non_null(strstr(f.text, path));
    fault_clear(&f);
    assert_null(inspect_open(arena, "/nonexistent.xlsx", &f));
    assert_non_null(strstr(f.text, "/nonexistent.xlsx"));
    arena_destroy(arena);
}

int main(void) {
    snprintf(path, sizeof path, "/tmp/inspect-%ld.xlsx", (long)getpid());
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_keep_or_break_rules),
        cmocka_unit_test(years_of_eras_get_western_ones),
        cmocka_unit_test(merged_cells_and_objects),
        cmocka_unit_test(packages_keep_or_break_rules),
        cmocka_unit_test(a_cell_is_no_longer_than_excel_takes),
        cmocka_unit_test(a_chart_leads_to_its_sheet),
        cmocka_unit_test(no_workbook_is_a_fault),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    remove(path);
    return failed;
}
