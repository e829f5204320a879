/*
 * make_xlsx FILE.csv FILE.xlsx [RETURNS]: a workbook of a text table, through libxlsxwriter.
 *
 * With a number, the rows below the headings are repeated until there are so many, each with its number in
 * the first column: a workbook to measure with.  Whole numbers become numbers, days (2024-01-09) become days.
 */
#include "engine/base/arena.h"
#include "importers/csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

enum { ROWS_MAX = 20000 };

struct table {
    struct record rows[ROWS_MAX];
    size_t count;
};

static bool read_table(struct arena *arena, const char *path, struct table *table, struct fault *f) {
    struct source source;
    struct reader reader;
    struct record record;
    int more;
    if (!source_open(&source, path, f) || !csv_importer.open(arena, &source, &reader, f))
        return false;
    while (table->count < ROWS_MAX && (more = reader.next(&reader, &record, f)) > 0) {
        const char **cells = arena_array(arena, record.count, sizeof *cells);
        for (size_t i = 0; i < record.count; i++)
            cells[i] = arena_strdup(arena, record.cells[i]);
        record.cells = cells;
        table->rows[table->count++] = record;
    }
    reader.close(&reader);
    source_close(&source);
    return f->kind == FAULT_NONE;
}

static void write_cell(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
                       lxw_format *day_format) {
    size_t digits = strspn(text, "0123456789");
    lxw_datetime day = {0};
    if (digits > 0 && digits < 10 && !text[digits] && (text[0] != '0' || digits == 1))
        worksheet_write_number(sheet, row, column, atof(text), NULL);
    else if (strlen(text) == 10 && sscanf(text, "%4d-%2d-%2d", &day.year, &day.month, &day.day) == 3)
        worksheet_write_datetime(sheet, row, column, &day, day_format);
    else if (*text)
        worksheet_write_string(sheet, row, column, text, NULL);
}

static bool write_workbook(const char *path, const struct table *table, size_t returns) {
    lxw_workbook_options options = {.constant_memory = LXW_FALSE};
    lxw_workbook *book = workbook_new_opt(path, &options);
    lxw_worksheet *sheet = book ? workbook_add_worksheet(book, NULL) : NULL;
    if (!sheet)
        return false;
    lxw_format *day_format = workbook_add_format(book);
    format_set_num_format(day_format, "yyyy/m/d");
    for (size_t r = 0; r <= returns; r++) {
        const struct record *row = r ? &table->rows[1 + (r - 1) % (table->count - 1)] : &table->rows[0];
        for (size_t i = 0; i < row->count; i++)
            write_cell(sheet, (lxw_row_t)r, (lxw_col_t)i, row->cells[i], day_format);
        if (r && returns >= table->count)
            worksheet_write_number(sheet, (lxw_row_t)r, 0, (double)r, NULL);
    }
    return workbook_close(book) == LXW_NO_ERROR;
}

int main(int argc, char **argv) {
    static struct table table;
    struct fault f = {0};
    struct arena *arena = arena_create();
    bool done = argc > 2 && read_table(arena, argv[1], &table, &f) && table.count > 1 &&
                write_workbook(argv[2], &table, argc > 3 ? strtoul(argv[3], NULL, 10) : table.count - 1);
    if (!done)
        fprintf(stderr, "make_xlsx FILE.csv FILE.xlsx [RETURNS]: %s\n", f.text);
    arena_destroy(arena);
    return !done;
}
