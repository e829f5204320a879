#include "reports/excel/excel_sheet.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "reports/excel/excel_chart.h"
#include "reports/model/table_summary.h"

#include <math.h>
#include <string.h>

enum { CHART_BESIDE = 20, PAIR = 2 };
enum { ROW_TITLE, ROW_BASE, ROW_BACK, ROW_HEADER, ROW_SUBHEADER, ROW_BODY };

struct pen {
    struct arena *arena;
    struct excel_book *book;
    lxw_worksheet *sheet;
    const struct table *table;
    int decimals;
    lxw_col_t
        stride; /* sheet columns for each of the table: count, percent, and letters where there are any */
    struct table_summary_line summaries[TABLE_SUMMARY_LINES];
    size_t summary_count;
};

static void put_text(struct pen *p, lxw_row_t row, lxw_col_t column, const char *text, enum excel_look look) {
    excel_book_check(p->book, worksheet_write_string(p->sheet, row, column, text, p->book->looks[look]));
}

static void put_number(struct pen *p, lxw_row_t row, lxw_col_t column, double value, enum excel_look look) {
    excel_book_check(p->book, worksheet_write_number(p->sheet, row, column, value, p->book->looks[look]));
}

/* The printed percentage as a fraction: 49.2% is 0.492. */
static double printed_fraction(const struct table_cell *cell, int decimals) {
    return (double)table_cell_scaled(cell, decimals) / pow(10, decimals + 2);
}

static void put_letters(struct pen *p, lxw_row_t row, lxw_col_t column, const struct table_cell *cell) {
    if (p->stride > PAIR)
        put_text(p, row, (lxw_col_t)(column + PAIR), cell->letters ? cell->letters : "", LOOK_LABEL);
}

static void put_cell(struct pen *p, lxw_row_t row, lxw_col_t column, const struct table_cell *cell) {
    put_letters(p, row, column, cell);
    if (cell->suppressed) {
        put_text(p, row, column, TABLE_HIDDEN, LOOK_MISSING);
        put_text(p, row, (lxw_col_t)(column + 1), TABLE_HIDDEN, LOOK_MISSING);
        return;
    }
    put_number(p, row, column, (double)table_cell_shown_count(cell), LOOK_COUNT);
    if (cell->n > 0)
        put_number(p, row, (lxw_col_t)(column + 1), printed_fraction(cell, p->decimals), LOOK_PERCENT);
    else
        put_text(p, row, (lxw_col_t)(column + 1), cell->text, LOOK_MISSING);
}

/* The column's label, with the mark of few returns where its cells carry it. */
static const char *column_label(struct arena *arena, const struct table *t, size_t column) {
    bool small = false;
    for (size_t r = 0; r < t->row_count && !small; r++)
        small = table_cell_has_mark(&t->rows[r].cells[column], "small_n");
    const char *label = arena_printf(arena, "%s%s", t->columns[column].label, small ? TABLE_SMALL_N : ""),
               *letter = t->columns[column].letter;
    return letter ? arena_printf(arena, "%s (%s)", label, letter) : label;
}

char *excel_sheet_title(struct arena *arena, const struct table *table) {
    return arena_printf(arena, "%s%s%s%s%s%s", table->number, table->number[0] ? "　" : "", table->title,
                        table->multi ? _(" (multiple answers)") : "", table->key_label ? _(" by ") : "",
                        table->key_label ? table->key_label : "");
}

char *excel_sheet_base(struct arena *arena, const struct table *table) {
    char *base = arena_printf(arena, _("Base: %s  n=%s"), table->base_text, table_base_n_text(arena, table));
    if (table->filter)
        base = arena_printf(arena, _("%s  Filter: %s"), base, table->filter);
    return base;
}

static void put_heading(struct pen *p, const char *back) {
    struct arena *scratch = p->arena;
    put_text(p, ROW_TITLE, 0, excel_sheet_title(scratch, p->table), LOOK_TITLE);
    put_text(p, ROW_BASE, 0, excel_sheet_base(scratch, p->table), LOOK_SUBTITLE);
    char *link = arena_printf(scratch, "internal:'%s'!A1", back);
    excel_book_check(p->book, worksheet_write_url_opt(p->sheet, ROW_BACK, 0, link, p->book->looks[LOOK_NOTE],
                                                      _("Back to contents"), NULL));
    worksheet_set_row(p->sheet, ROW_TITLE, 24, NULL);
}

static void put_subheadings(struct pen *p, lxw_col_t at) {
    put_text(p, ROW_SUBHEADER, at, p->table->weight ? _("Weighted count") : _("Count"), LOOK_HEADER);
    put_text(p, ROW_SUBHEADER, (lxw_col_t)(at + 1), "%", LOOK_HEADER);
    if (p->stride > PAIR)
        put_text(p, ROW_SUBHEADER, (lxw_col_t)(at + PAIR), _("Higher than"), LOOK_HEADER);
}

static void put_column_headings(struct pen *p) {
    put_text(p, ROW_HEADER, 0, "", LOOK_HEADER);
    put_text(p, ROW_SUBHEADER, 0, "", LOOK_HEADER);
    for (size_t c = 0; c < p->table->column_count; c++) {
        lxw_col_t at = (lxw_col_t)(1 + p->stride * c);
        excel_book_check(p->book, worksheet_merge_range(
                                      p->sheet, ROW_HEADER, at, ROW_HEADER, (lxw_col_t)(at + p->stride - 1),
                                      column_label(p->arena, p->table, c), p->book->looks[LOOK_HEADER]));
        put_subheadings(p, at);
    }
}

static void put_n(struct pen *p, lxw_row_t row, lxw_col_t column, int64_t n, enum excel_look look) {
    if (n == TABLE_N_HIDDEN)
        put_text(p, row, column, TABLE_HIDDEN, look);
    else
        put_number(p, row, column, (double)n, look);
}

/* Rows below one another, columns as pairs of count and percent. Returns the first free row. */
static lxw_row_t put_upright(struct pen *p) {
    const struct table *t = p->table;
    put_column_headings(p);
    put_text(p, ROW_BODY, 0, _("Base n"), LOOK_TOTAL_LABEL);
    for (size_t c = 0; c < t->column_count; c++) {
        put_n(p, ROW_BODY, (lxw_col_t)(1 + p->stride * c), t->columns[c].n, LOOK_TOTAL_COUNT);
        for (lxw_col_t i = 1; i < p->stride; i++)
            put_text(p, ROW_BODY, (lxw_col_t)(1 + i + p->stride * c), "", LOOK_TOTAL_LABEL);
    }
    for (size_t r = 0; r < t->row_count; r++) {
        lxw_row_t row = (lxw_row_t)(ROW_BODY + 1 + r);
        put_text(p, row, 0, t->rows[r].label, LOOK_LABEL);
        for (size_t c = 0; c < t->column_count; c++)
            put_cell(p, row, (lxw_col_t)(1 + p->stride * c), &t->rows[r].cells[c]);
    }
    return (lxw_row_t)(ROW_BODY + 1 + t->row_count);
}

static lxw_row_t put_summaries(struct pen *p, lxw_row_t row) {
    for (size_t i = 0; i < p->summary_count; i++, row++) {
        put_text(p, row, 0, p->summaries[i].label, LOOK_LABEL);
        for (size_t c = 0; c < p->table->column_count; c++) {
            lxw_col_t at = (lxw_col_t)(1 + p->stride * c);
            excel_book_put_printed(p->book, p->sheet, row, at, p->summaries[i].texts[c]);
            for (lxw_col_t empty = 1; empty < p->stride; empty++)
                put_text(p, row, (lxw_col_t)(at + empty), "", LOOK_LABEL);
        }
    }
    return row;
}

static void put_turned_summaries(struct pen *p, lxw_col_t at) {
    for (size_t i = 0; i < p->summary_count; i++, at++) {
        put_text(p, ROW_HEADER, at, p->summaries[i].label, LOOK_HEADER);
        put_text(p, ROW_SUBHEADER, at, "", LOOK_HEADER);
        for (size_t c = 0; c < p->table->column_count; c++)
            excel_book_put_printed(p->book, p->sheet, (lxw_row_t)(ROW_BODY + c), at,
                                   p->summaries[i].texts[c]);
    }
}

/* Many columns become rows: one prefecture per line, answers across. */
static lxw_row_t put_turned(struct pen *p) {
    const struct table *t = p->table;
    put_text(p, ROW_HEADER, 0, t->key_label ? t->key_label : "", LOOK_HEADER);
    put_text(p, ROW_HEADER, 1, "n", LOOK_HEADER);
    put_text(p, ROW_SUBHEADER, 0, "", LOOK_HEADER);
    put_text(p, ROW_SUBHEADER, 1, "", LOOK_HEADER);
    for (size_t r = 0; r < t->row_count; r++) {
        lxw_col_t at = (lxw_col_t)(2 + p->stride * r);
        excel_book_check(p->book, worksheet_merge_range(p->sheet, ROW_HEADER, at, ROW_HEADER,
                                                        (lxw_col_t)(at + p->stride - 1), t->rows[r].label,
                                                        p->book->looks[LOOK_HEADER]));
        put_subheadings(p, at);
    }
    for (size_t c = 0; c < t->column_count; c++) {
        lxw_row_t row = (lxw_row_t)(ROW_BODY + c);
        put_text(p, row, 0, column_label(p->arena, t, c), c == 0 ? LOOK_TOTAL_LABEL : LOOK_LABEL);
        put_n(p, row, 1, t->columns[c].n, c == 0 ? LOOK_TOTAL_COUNT : LOOK_COUNT);
        for (size_t r = 0; r < t->row_count; r++)
            put_cell(p, row, (lxw_col_t)(2 + p->stride * r), &t->rows[r].cells[c]);
    }
    put_turned_summaries(p, (lxw_col_t)(2 + p->stride * t->row_count));
    return (lxw_row_t)(ROW_BODY + t->column_count);
}

static void put_notes(struct pen *p, lxw_row_t row) {
    for (size_t i = 0; i < p->table->note_count; i++)
        put_text(p, (lxw_row_t)(row + 1 + i), 0, p->table->notes[i], LOOK_NOTE);
}

/* No spreadsheet can be trusted to make a row high enough for a label that is broken into lines. */
static void set_heights(struct pen *p, const size_t *widths, size_t count, lxw_row_t first, double column) {
    enum { LINE_HEIGHT = 15 };
    for (size_t i = 0; i < count; i++) {
        size_t lines = (size_t)ceil((double)widths[i] / (column - 2));
        if (lines > 1)
            worksheet_set_row(p->sheet, (lxw_row_t)(first + i), (double)(lines * LINE_HEIGHT), NULL);
    }
}

/* Labels of the rows as they stand on the sheet, from the first below the headings (turned) or below n. */
static size_t row_labels(struct pen *p, bool turned, const char **labels) {
    const struct table *t = p->table;
    size_t count = 0;
    for (size_t i = 0; i < (turned ? t->column_count : t->row_count); i++)
        labels[count++] = turned ? column_label(p->arena, t, i) : t->rows[i].label;
    for (size_t i = 0; !turned && i < p->summary_count; i++)
        labels[count++] = p->summaries[i].label;
    return count;
}

static void set_widths(struct pen *p, bool turned) {
    const struct table *t = p->table;
    const char **labels =
        arena_array(p->arena, t->column_count + t->row_count + p->summary_count + 1, sizeof *labels);
    size_t widest = 0, count = row_labels(p, turned, labels);
    size_t *widths = arena_array(p->arena, count + 1, sizeof *widths);
    for (size_t i = 0; i < count; i++) {
        widths[i] = utf8_width(labels[i]);
        widest = widths[i] > widest ? widths[i] : widest;
    }
    const double column = excel_book_width(widest, 14, 44);
    size_t across =
        p->stride * (turned ? t->row_count : t->column_count) + (turned ? 1 + p->summary_count : 0);
    worksheet_set_column(p->sheet, 0, 0, column, NULL);
    set_heights(p, widths, count, turned ? ROW_BODY : ROW_BODY + 1, column);
    worksheet_set_column(p->sheet, 1, (lxw_col_t)(across + 1), 9.5, NULL);
    worksheet_set_row(p->sheet, ROW_HEADER, turned ? 48 : 32, NULL);
}

void excel_sheet_write(struct arena *arena, struct excel_book *book, lxw_worksheet *sheet,
                       const struct table *table, int decimals, const char *back) {
    struct pen p = {.arena = arena,
                    .book = book,
                    .sheet = sheet,
                    .table = table,
                    .decimals = decimals,
                    .stride = table_has_letters(table) ? PAIR + 1 : PAIR};
    p.summary_count = table_summary_lines(arena, table, p.summaries);
    bool turned = table->column_count > EXCEL_WIDE;
    put_heading(&p, back);
    lxw_row_t row = turned ? put_turned(&p) : put_upright(&p);
    if (!turned)
        row = put_summaries(&p, row);
    put_notes(&p, row);
    set_widths(&p, turned);
    worksheet_freeze_panes(sheet, ROW_BODY, turned ? 2 : 1);
    excel_book_print_setup(sheet, turned || table->column_count > 4, ROW_HEADER, ROW_SUBHEADER);
    if (!turned) {
        bool beside = table->row_count > CHART_BESIDE; /* else it would be cut by the page's end */
        struct excel_chart_place place = {
            .first_row = ROW_BODY + 1,
            .label_column = 0,
            .value_column = 2,
            .at_row = beside ? ROW_HEADER : (lxw_row_t)(row + table->note_count + 2),
            .at_column = beside ? (lxw_col_t)(p.stride * table->column_count + 2) : 0};
        excel_chart_insert(book, sheet, table, &place);
    }
}
