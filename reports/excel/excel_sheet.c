#include "reports/excel/excel_sheet.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "reports/excel/excel_chart.h"
#include "reports/excel/excel_rank.h"
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
    bool turned, letters, ranks;
    lxw_col_t stride;  /* sheet columns for each of the table: count, percent, letters, rank */
    double characters; /* widths of the columns, added up */
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
    if (p->letters)
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
    if (p->letters)
        put_text(p, ROW_SUBHEADER, (lxw_col_t)(at + PAIR), _("Higher than"), LOOK_HEADER);
    if (p->ranks)
        put_text(p, ROW_SUBHEADER, (lxw_col_t)(at + p->stride - 1), _("Rank"), LOOK_HEADER);
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

/* The darker, the higher: the lowest and the highest tenth look alike, so that a few small areas do not bleach the others. */
static void shade(struct pen *p, lxw_col_t column) {
    lxw_conditional_format heat = {.type = LXW_CONDITIONAL_2_COLOR_SCALE,
                                   .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_PERCENTILE,
                                   .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_PERCENTILE,
                                   .min_value = 10,
                                   .max_value = 90,
                                   .min_color = 0xFFFFFF,
                                   .max_color = 0x9DC3E6};
    excel_book_check(p->book, worksheet_conditional_format_range(
                                  p->sheet, ROW_BODY + 1, column,
                                  (lxw_row_t)(ROW_BODY + p->table->column_count - 1), column, &heat));
}

static void put_ranks(struct pen *p, size_t r, lxw_col_t column) {
    for (size_t c = 0; c < p->table->column_count; c++) {
        size_t rank = excel_rank(p->table, r, c);
        lxw_row_t row = (lxw_row_t)(ROW_BODY + c);
        if (rank)
            put_number(p, row, column, (double)rank, LOOK_SERIAL);
        else
            put_text(p, row, column, "", c == 0 ? LOOK_TOTAL_LABEL : LOOK_LABEL);
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
    for (size_t r = 0; r < t->row_count; r++) {
        lxw_col_t at = (lxw_col_t)(2 + p->stride * r);
        shade(p, (lxw_col_t)(at + 1));
        put_ranks(p, r, (lxw_col_t)(at + p->stride - 1));
    }
    put_turned_summaries(p, (lxw_col_t)(2 + p->stride * t->row_count));
    return (lxw_row_t)(ROW_BODY + t->column_count);
}

/* Those of the table, and how a turned one is to be read.  Returns the first free row. */
static lxw_row_t put_notes(struct pen *p, lxw_row_t row) {
    for (size_t i = 0; i < p->table->note_count; i++)
        put_text(p, ++row, 0, p->table->notes[i], LOOK_NOTE);
    if (p->ranks) {
        put_text(p, ++row, 0,
                 _("Ranks: from the highest percentage; equal ones share a rank; areas with few returns or "
                   "hidden figures "
                   "have none."),
                 LOOK_NOTE);
        put_text(
            p, ++row, 0,
            _("Shading: the darker, the higher the percentage of the answer (a spreadsheet has no map of the "
              "prefectures)."),
            LOOK_NOTE);
    }
    return (lxw_row_t)(row + 1);
}

/* No spreadsheet can be trusted to make a row high enough for a label that is broken into lines. */
static void set_heights(struct pen *p, const char *const *labels, size_t count, lxw_row_t first,
                        double column) {
    for (size_t i = 0; i < count; i++) {
        size_t lines = (size_t)ceil((double)utf8_width(labels[i]) / (column - 2));
        for (const char *at = labels[i]; (at = strchr(at, '\n')) != NULL; at++)
            lines++;
        if (lines > 1)
            worksheet_set_row(p->sheet, (lxw_row_t)(first + i), (double)(lines * EXCEL_ROW_HEIGHT), NULL);
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

enum { NARROW = 6 };
static const double COLUMN_WIDTH = 9.5;

static void set_column_widths(struct pen *p, double label) {
    const struct table *t = p->table;
    size_t groups = p->turned ? t->row_count : t->column_count,
           across = p->stride * groups + (p->turned ? 1 + p->summary_count : 0);
    worksheet_set_column(p->sheet, 0, 0, label, NULL);
    worksheet_set_column(p->sheet, 1, (lxw_col_t)across, COLUMN_WIDTH, NULL);
    for (size_t r = 0; p->ranks && r < groups; r++) {
        lxw_col_t at = (lxw_col_t)(1 + p->stride * (r + 1));
        worksheet_set_column(p->sheet, at, at, NARROW, NULL);
    }
    p->characters =
        label + COLUMN_WIDTH * (double)across - (p->ranks ? (COLUMN_WIDTH - NARROW) * (double)groups : 0);
}

/* Room for the longest heading, broken into lines over the columns that it stands above. */
static double heading_height(const struct pen *p) {
    enum { LEAST = 2, MOST = 9 };
    const struct table *t = p->table;
    size_t across = (size_t)(COLUMN_WIDTH * (PAIR + p->letters)) + (p->ranks ? NARROW : 0) - 2, lines = LEAST;
    for (size_t i = 0; i < (p->turned ? t->row_count : t->column_count); i++) {
        size_t wanted = utf8_width(p->turned ? t->rows[i].label : column_label(p->arena, t, i)) / across + 1;
        lines = wanted > lines ? wanted : lines;
    }
    return (double)((lines > MOST ? MOST : lines) * EXCEL_ROW_HEIGHT + 2);
}

static void set_widths(struct pen *p) {
    const struct table *t = p->table;
    const char **labels =
        arena_array(p->arena, t->column_count + t->row_count + p->summary_count + 1, sizeof *labels);
    size_t widest = 0, count = row_labels(p, p->turned, labels);
    for (size_t i = 0; i < count; i++) {
        size_t width = utf8_width(labels[i]);
        widest = width > widest ? width : widest;
    }
    const double column = excel_book_width(widest, 14, 44);
    set_column_widths(p, column);
    set_heights(p, labels, count, p->turned ? ROW_BODY : ROW_BODY + 1, column);
    worksheet_set_row(p->sheet, ROW_HEADER, heading_height(p), NULL);
}

static double wider(double a, double b) {
    return a > b ? a : b;
}

/* What is printed, with the charts below the table: under one another, or side by side. */
static struct excel_extent extent_with(const struct pen *p, const struct excel_extent *table,
                                       bool side_by_side) {
    struct excel_chart_heights heights = excel_chart_heights(p->table);
    const double chart = EXCEL_CHART_WIDTH / 7.0;
    struct excel_extent all = *table;
    all.height += side_by_side ? wider(heights.total, heights.grouped)
                               : heights.total + heights.grouped + 2 * EXCEL_CHART_GAP;
    all.characters = wider(all.characters, heights.total > 0 ? (side_by_side ? 2 : 1) * chart : 0);
    return all;
}

/* Charts go below the table as fits the page better, or beside a long one. */
static void put_charts(struct pen *p, lxw_row_t row, struct excel_extent *extent) {
    const struct table *t = p->table;
    bool beside = t->row_count > CHART_BESIDE;
    struct excel_extent under = extent_with(p, extent, false), next = extent_with(p, extent, true);
    bool side_by_side = !beside && excel_book_scale(&next) > excel_book_scale(&under);
    struct excel_chart_place place = {.first_row = ROW_BODY + 1,
                                      .value_column = 2,
                                      .stride = p->stride,
                                      .at_row = beside ? ROW_HEADER : row,
                                      .at_column = beside ? (lxw_col_t)(p->stride * t->column_count + 2) : 0};
    excel_charts_insert(p->book, p->sheet, t, &place, side_by_side);
    if (beside)
        extent->characters += EXCEL_CHART_WIDTH / 7.0;
    else
        *extent = side_by_side ? next : under;
}

void excel_sheet_write(struct arena *arena, struct excel_book *book, lxw_worksheet *sheet,
                       const struct table *table, int decimals, const char *back) {
    enum { HEADS = 40 };
    struct pen p = {.arena = arena,
                    .book = book,
                    .sheet = sheet,
                    .table = table,
                    .decimals = decimals,
                    .turned = table->column_count > EXCEL_WIDE,
                    .letters = table_has_letters(table)};
    p.ranks = p.turned;
    p.stride = (lxw_col_t)(PAIR + p.letters + p.ranks);
    p.summary_count = table_summary_lines(arena, table, p.summaries);
    put_heading(&p, back);
    lxw_row_t row = p.turned ? put_turned(&p) : put_summaries(&p, put_upright(&p));
    row = put_notes(&p, row);
    set_widths(&p);
    worksheet_freeze_panes(sheet, ROW_BODY, p.turned ? 2 : 1);
    excel_book_print_setup(sheet, false, ROW_HEADER, ROW_SUBHEADER);
    struct excel_extent extent = {.characters = p.characters,
                                  .columns =
                                      p.stride * (p.turned ? table->row_count : table->column_count) + 2,
                                  .height = (double)(row + 1) * EXCEL_ROW_HEIGHT + HEADS,
                                  .repeated = p.turned ? 2 : 1};
    if (!p.turned)
        put_charts(&p, (lxw_row_t)(row + 1), &extent);
    excel_book_fit(sheet, &extent);
}
