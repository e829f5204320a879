#include "reports/excel/excel_sheet.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "reports/excel/excel_chart.h"
#include "reports/excel/excel_rank.h"
#include "reports/model/table_summary.h"

#include <math.h>
#include <string.h>

enum { CHART_BESIDE = 20, PAIR = 2, LIMITS = 2, PAGE = 100 /* characters */ };
static const double COUNT_WIDTH = 8.5, PERCENT_WIDTH = 8, LIMIT_WIDTH = 7, LETTERS_WIDTH = 9.5,
                    RANK_WIDTH = 6, SUMMARY_WIDTH = 12; /* characters */
enum { ROW_TITLE, ROW_BASE, ROW_BACK, ROW_HEADER, ROW_SUBHEADER, ROW_BODY };

struct pen {
    struct arena *arena;
    struct excel_page page;
    const struct table_set *set;
    const struct table *table;
    bool turned, limits, letters, ranks;
    lxw_col_t stride;  /* sheet columns for each of the table: count, percent, limits, letters, rank */
    double label;      /* width of the first column, characters */
    double characters; /* of all of them */
    double height;     /* of the rows that are not as high as any other, beyond that, points */
    struct excel_span span;
    struct table_summary_line summaries[TABLE_SUMMARY_LINES];
    size_t summary_count;
};

/* The printed percentage as a fraction: 49.2% is 0.492. */
static double printed_fraction(const struct table_cell *cell, int decimals) {
    return (double)table_cell_scaled(cell, decimals) / pow(10, decimals + 2);
}

static lxw_col_t letters_column(const struct pen *p, lxw_col_t at) {
    return (lxw_col_t)(at + PAIR + (p->limits ? LIMITS : 0));
}

static void put_letters(struct pen *p, lxw_row_t row, lxw_col_t column, const struct table_cell *cell) {
    if (p->letters)
        excel_page_text(&p->page, row, letters_column(p, column), cell->letters ? cell->letters : "",
                        LOOK_LABEL);
}

/* As fractions and unrounded: they are reckoned, and nothing else that is printed is made of them. */
static void put_limits(struct pen *p, lxw_row_t row, lxw_col_t column, const struct table_cell *cell) {
    const double limits[LIMITS] = {cell->low / 100, cell->high / 100};
    for (lxw_col_t i = 0; p->limits && i < LIMITS; i++)
        if (cell->suppressed || cell->n == TABLE_N_HIDDEN)
            excel_page_text(&p->page, row, (lxw_col_t)(column + PAIR + i), TABLE_HIDDEN, LOOK_LIMIT_MISSING);
        else if (cell->has_interval)
            excel_page_number(&p->page, row, (lxw_col_t)(column + PAIR + i), limits[i], LOOK_LIMIT);
        else
            excel_page_text(&p->page, row, (lxw_col_t)(column + PAIR + i), "-", LOOK_LIMIT_MISSING);
}

static void put_cell(struct pen *p, lxw_row_t row, lxw_col_t column, const struct table_cell *cell) {
    put_letters(p, row, column, cell);
    put_limits(p, row, column, cell);
    if (cell->suppressed) {
        excel_page_text(&p->page, row, column, TABLE_HIDDEN, LOOK_MISSING);
        excel_page_text(&p->page, row, (lxw_col_t)(column + 1), TABLE_HIDDEN, LOOK_MISSING);
        return;
    }
    excel_page_number(&p->page, row, column, (double)table_cell_shown_count(cell), LOOK_COUNT);
    if (cell->n > 0)
        excel_page_number(&p->page, row, (lxw_col_t)(column + 1),
                          printed_fraction(cell, p->set->questionnaire->percent_decimals), LOOK_PERCENT);
    else
        excel_page_text(&p->page, row, (lxw_col_t)(column + 1), cell->text, LOOK_MISSING);
}

static bool has_limits(const struct table *t) {
    for (size_t r = 0; r < t->row_count; r++)
        for (size_t c = 0; c < t->column_count; c++)
            if (t->rows[r].cells[c].has_interval && !t->rows[r].cells[c].suppressed)
                return true;
    return false;
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

static char *base_text(struct arena *arena, const struct table *table) {
    char *base = arena_printf(arena, _("Base: %s  n=%s"), table->base_text, table_base_n_text(arena, table));
    if (table->filter_text)
        base = arena_printf(arena, _("%s  Filter: %s"), base, table->filter_text);
    return base;
}

static void put_wide(struct pen *p, lxw_row_t row, const char *text, enum excel_look look) {
    p->height += excel_page_wide(&p->page, row, &p->span, text, look) - EXCEL_ROW_HEIGHT;
}

static void put_heading(struct pen *p, const lxw_worksheet *back) {
    struct arena *scratch = p->arena;
    put_wide(p, ROW_TITLE, excel_sheet_title(scratch, p->table), LOOK_WIDE_TITLE);
    put_wide(p, ROW_BASE, base_text(scratch, p->table), LOOK_WIDE_SUBTITLE);
    excel_page_link(&p->page, ROW_BACK, 0, back, _("Back to contents"), LOOK_NOTE);
}

static void put_subheadings(struct pen *p, lxw_col_t at) {
    excel_page_text(&p->page, ROW_SUBHEADER, at, p->table->weight ? _("Weighted count") : _("Count"),
                    LOOK_HEADER);
    excel_page_text(&p->page, ROW_SUBHEADER, (lxw_col_t)(at + 1), "%", LOOK_HEADER);
    if (p->limits) {
        excel_page_text(&p->page, ROW_SUBHEADER, (lxw_col_t)(at + PAIR), _("Low"), LOOK_LIMIT_HEADER);
        excel_page_text(&p->page, ROW_SUBHEADER, (lxw_col_t)(at + PAIR + 1), _("High"), LOOK_LIMIT_HEADER);
    }
    if (p->letters)
        excel_page_text(&p->page, ROW_SUBHEADER, letters_column(p, at), _("Higher than"), LOOK_HEADER);
    if (p->ranks)
        excel_page_text(&p->page, ROW_SUBHEADER, (lxw_col_t)(at + p->stride - 1), _("Rank"), LOOK_HEADER);
}

static void put_column_headings(struct pen *p) {
    excel_page_text(&p->page, ROW_HEADER, 0, "", LOOK_HEADER);
    excel_page_text(&p->page, ROW_SUBHEADER, 0, "", LOOK_HEADER);
    for (size_t c = 0; c < p->table->column_count; c++) {
        lxw_col_t at = (lxw_col_t)(1 + p->stride * c);
        excel_book_check(p->page.book, worksheet_merge_range(p->page.sheet, ROW_HEADER, at, ROW_HEADER,
                                                             (lxw_col_t)(at + p->stride - 1),
                                                             column_label(p->arena, p->table, c),
                                                             p->page.book->looks[LOOK_HEADER]));
        put_subheadings(p, at);
    }
}

static void put_n(struct pen *p, lxw_row_t row, lxw_col_t column, int64_t n, enum excel_look look) {
    if (n == TABLE_N_HIDDEN)
        excel_page_text(&p->page, row, column, TABLE_HIDDEN, look);
    else
        excel_page_number(&p->page, row, column, (double)n, look);
}

/* Rows below one another, columns as pairs of count and percent. Returns the first free row. */
static lxw_row_t put_upright(struct pen *p) {
    const struct table *t = p->table;
    put_column_headings(p);
    excel_page_text(&p->page, ROW_BODY, 0, _("Base n"), LOOK_TOTAL_LABEL);
    for (size_t c = 0; c < t->column_count; c++) {
        put_n(p, ROW_BODY, (lxw_col_t)(1 + p->stride * c), t->columns[c].n, LOOK_TOTAL_COUNT);
        for (lxw_col_t i = 1; i < p->stride; i++)
            excel_page_text(&p->page, ROW_BODY, (lxw_col_t)(1 + i + p->stride * c), "", LOOK_TOTAL_LABEL);
    }
    for (size_t r = 0; r < t->row_count; r++) {
        lxw_row_t row = (lxw_row_t)(ROW_BODY + 1 + r);
        excel_page_text(&p->page, row, 0, t->rows[r].label, LOOK_LABEL);
        for (size_t c = 0; c < t->column_count; c++)
            put_cell(p, row, (lxw_col_t)(1 + p->stride * c), &t->rows[r].cells[c]);
    }
    return (lxw_row_t)(ROW_BODY + 1 + t->row_count);
}

/* Under the counts; what is longer than they are, a large sum or several modes, over all columns of its group. */
static void put_summary(struct pen *p, lxw_row_t row, lxw_col_t at, const char *text) {
    const bool wide = (double)utf8_width(text) > COUNT_WIDTH - 1;
    if (wide)
        excel_book_check(p->page.book,
                         worksheet_merge_range(p->page.sheet, row, at, row, (lxw_col_t)(at + p->stride - 1),
                                               "", p->page.book->looks[LOOK_MISSING]));
    excel_page_printed(&p->page, row, at, text);
    for (lxw_col_t empty = 1; !wide && empty < p->stride; empty++)
        excel_page_text(&p->page, row, (lxw_col_t)(at + empty), "", LOOK_LABEL);
}

static lxw_row_t put_summaries(struct pen *p, lxw_row_t row) {
    for (size_t i = 0; i < p->summary_count; i++, row++) {
        excel_page_text(&p->page, row, 0, p->summaries[i].label, LOOK_LABEL);
        for (size_t c = 0; c < p->table->column_count; c++)
            put_summary(p, row, (lxw_col_t)(1 + p->stride * c), p->summaries[i].texts[c]);
    }
    return row;
}

static void put_turned_summaries(struct pen *p, lxw_col_t at) {
    for (size_t i = 0; i < p->summary_count; i++, at++) {
        excel_page_text(&p->page, ROW_HEADER, at, p->summaries[i].label, LOOK_HEADER);
        excel_page_text(&p->page, ROW_SUBHEADER, at, "", LOOK_HEADER);
        for (size_t c = 0; c < p->table->column_count; c++)
            excel_page_printed(&p->page, (lxw_row_t)(ROW_BODY + c), at, p->summaries[i].texts[c]);
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
    excel_book_check(p->page.book, worksheet_conditional_format_range(
                                       p->page.sheet, ROW_BODY + 1, column,
                                       (lxw_row_t)(ROW_BODY + p->table->column_count - 1), column, &heat));
}

static void put_ranks(struct pen *p, size_t r, lxw_col_t column) {
    for (size_t c = 0; c < p->table->column_count; c++) {
        size_t rank = excel_rank(p->table, r, c);
        lxw_row_t row = (lxw_row_t)(ROW_BODY + c);
        if (rank)
            excel_page_number(&p->page, row, column, (double)rank, LOOK_SERIAL);
        else
            excel_page_text(&p->page, row, column, "", c == 0 ? LOOK_TOTAL_LABEL : LOOK_LABEL);
    }
}

/* Many columns become rows: one prefecture per line, answers across. */
static lxw_row_t put_turned(struct pen *p) {
    const struct table *t = p->table;
    excel_page_text(&p->page, ROW_HEADER, 0, t->key_label ? t->key_label : "", LOOK_HEADER);
    excel_page_text(&p->page, ROW_HEADER, 1, "n", LOOK_HEADER);
    excel_page_text(&p->page, ROW_SUBHEADER, 0, "", LOOK_HEADER);
    excel_page_text(&p->page, ROW_SUBHEADER, 1, "", LOOK_HEADER);
    for (size_t r = 0; r < t->row_count; r++) {
        lxw_col_t at = (lxw_col_t)(2 + p->stride * r);
        excel_book_check(p->page.book,
                         worksheet_merge_range(p->page.sheet, ROW_HEADER, at, ROW_HEADER,
                                               (lxw_col_t)(at + p->stride - 1), t->rows[r].label,
                                               p->page.book->looks[LOOK_HEADER]));
        put_subheadings(p, at);
    }
    for (size_t c = 0; c < t->column_count; c++) {
        lxw_row_t row = (lxw_row_t)(ROW_BODY + c);
        excel_page_text(&p->page, row, 0, column_label(p->arena, t, c),
                        c == 0 ? LOOK_TOTAL_LABEL : LOOK_LABEL);
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

static void put_note(struct pen *p, lxw_row_t *row, const char *text) {
    put_wide(p, ++*row, text, LOOK_WIDE_NOTE);
}

/* A sheet is handed on by itself: what holds for the whole book is said on each. */
static void put_notes_of_set(struct pen *p, lxw_row_t *row) {
    if (p->limits && p->set->interval_note)
        put_note(
            p, row,
            arena_printf(p->arena, _("Low and High: limits of the interval. %s"), p->set->interval_note));
    for (size_t i = 0; i < p->set->note_count; i++)
        put_note(p, row, p->set->notes[i]);
    put_note(p, row, arena_printf(p->arena, _("Source: %s"), p->set->source));
}

/* Those of the table, how a turned one is to be read, and those of the set.  Returns the first free row. */
static lxw_row_t put_notes(struct pen *p, lxw_row_t row) {
    for (size_t i = 0; i < p->table->note_count; i++)
        put_note(p, &row, p->table->notes[i]);
    if (p->ranks) {
        put_note(p, &row,
                 _("Ranks: from the highest percentage; equal ones share a rank; areas with few returns or "
                   "hidden figures "
                   "have none."));
        put_note(
            p, &row,
            _("Shading: the darker, the higher the percentage of the answer (a spreadsheet has no map of the "
              "prefectures)."));
    }
    put_notes_of_set(p, &row);
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
            worksheet_set_row(p->page.sheet, (lxw_row_t)(first + i), (double)(lines * EXCEL_ROW_HEIGHT),
                              NULL);
        p->height += lines > 1 ? (double)((lines - 1) * EXCEL_ROW_HEIGHT) : 0;
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

/* --- widths --- */

/* Of each of the sheet's columns that belong to one of the table; returns how many. */
static size_t group_widths(const struct pen *p, double widths[PAIR + LIMITS + 2]) {
    size_t count = 0;
    widths[count++] = COUNT_WIDTH;
    widths[count++] = PERCENT_WIDTH;
    for (size_t i = 0; p->limits && i < LIMITS; i++)
        widths[count++] = LIMIT_WIDTH;
    if (p->letters)
        widths[count++] = LETTERS_WIDTH;
    if (p->ranks)
        widths[count++] = RANK_WIDTH;
    return count;
}

static double group_width(const struct pen *p) {
    double widths[PAIR + LIMITS + 2], all = 0;
    size_t count = group_widths(p, widths);
    for (size_t i = 0; i < count; i++)
        all += widths[i];
    return all;
}

/* Lines above and below go over columns until they are broken no more than a reader likes, and a page can hold. */
static void widen(struct pen *p, lxw_col_t column, double width) {
    worksheet_set_column(p->page.sheet, column, column, width, NULL);
    p->characters += width;
    if (p->characters <= PAGE)
        p->span = (struct excel_span){column, p->characters};
}

static void set_column_widths(struct pen *p) {
    enum { LEAST = 72 };
    static const double USUAL = 9.14; /* of a column that nobody has set */
    double widths[PAIR + LIMITS + 2];
    size_t count = group_widths(p, widths), groups = p->turned ? p->table->row_count : p->table->column_count;
    lxw_col_t column = 0;
    widen(p, column++, p->label);
    if (p->turned)
        widen(p, column++, COUNT_WIDTH);
    for (size_t g = 0; g < groups; g++)
        for (size_t i = 0; i < count; i++)
            widen(p, column++, widths[i]);
    for (size_t i = 0; p->turned && i < p->summary_count; i++)
        widen(p, column++, SUMMARY_WIDTH);
    while (p->table->row_count <= CHART_BESIDE && p->span.characters < LEAST && p->span.last + 1 >= column) {
        p->span.last = column++;
        p->span.characters += USUAL;
    }
}

/* Room for the longest heading, broken into lines over the columns that it stands above. */
static double heading_height(const struct pen *p) {
    enum { LEAST = 2, MOST = 9 };
    const struct table *t = p->table;
    size_t across = (size_t)group_width(p) - 2, lines = LEAST;
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
    const double heading = heading_height(p);
    p->label = column;
    set_column_widths(p);
    set_heights(p, labels, count, p->turned ? ROW_BODY : ROW_BODY + 1, column);
    worksheet_set_row(p->page.sheet, ROW_HEADER, heading, NULL);
    p->height += heading - EXCEL_ROW_HEIGHT;
    if (t->weight)
        worksheet_set_row(p->page.sheet, ROW_SUBHEADER, 2 * EXCEL_ROW_HEIGHT, NULL);
}

static double wider(double a, double b) {
    return a > b ? a : b;
}

/* What is printed, with the charts below the table: under one another, or side by side. */
static struct excel_extent extent_with(const struct pen *p, const struct excel_extent *table,
                                       bool side_by_side, double shrink) {
    struct excel_chart_heights heights = excel_chart_heights(p->table);
    const double chart = EXCEL_CHART_WIDTH / 7.0;
    struct excel_extent all = *table;
    all.height +=
        shrink * (side_by_side ? wider(heights.total, heights.grouped) : heights.total + heights.grouped) +
        2 * EXCEL_CHART_GAP;
    all.characters = wider(all.characters, heights.total > 0 ? (side_by_side ? 2 : 1) * chart : 0);
    return all;
}

/* Charts go below the table as fits the page better, somewhat lower where it must be. */
static void put_charts_below(struct pen *p, struct excel_chart_place *place, struct excel_extent *extent) {
    static const double shrinks[] = {1, 0.8, 0.65};
    const struct excel_extent table = *extent;
    bool side_by_side = false;
    for (size_t i = 0; i < sizeof shrinks / sizeof *shrinks; i++) {
        struct excel_extent under = extent_with(p, &table, false, shrinks[i]),
                            next = extent_with(p, &table, true, shrinks[i]);
        place->shrink = shrinks[i];
        side_by_side = excel_book_scale(&next) > excel_book_scale(&under);
        *extent = side_by_side ? next : under;
        if (excel_book_one_page(extent))
            break;
    }
    if (!excel_book_one_page(extent)) { /* they have a page of their own, on its side */
        enum { OWN_PAGE = 780 };
        struct excel_chart_heights heights = excel_chart_heights(p->table);
        side_by_side = false;
        place->shrink = fmin(1, fmax(0.65, OWN_PAGE / (heights.total + heights.grouped)));
        *extent = extent_with(p, &table, false, place->shrink);
    }
    extent->whole_from = excel_chart_heights(p->table).total > 0 ? place->at_row : 0;
    extent->above = table.height;
    extent->rows.end = place->at_row + (lxw_row_t)ceil((extent->height - table.height) / EXCEL_ROW_HEIGHT);
    excel_charts_insert(p->page.book, p->page.sheet, p->table, place, side_by_side);
}

/* Beside a long table that leaves room for it on a screen, else below. */
static void put_charts(struct pen *p, lxw_row_t row, struct excel_extent *extent) {
    const struct table *t = p->table;
    bool beside = t->row_count > CHART_BESIDE && p->characters <= PAGE;
    struct excel_chart_place place = {.first_row = ROW_BODY + 1,
                                      .value_column = 2,
                                      .stride = p->stride,
                                      .at_row = beside ? ROW_HEADER : row,
                                      .at_column = beside ? (lxw_col_t)(p->stride * t->column_count + 2) : 0,
                                      .shrink = 1};
    if (beside) {
        excel_charts_insert(p->page.book, p->page.sheet, t, &place, false);
        extent->characters += EXCEL_CHART_WIDTH / 7.0;
        extent->group = 0;
    } else
        put_charts_below(p, &place, extent);
}

void excel_sheet_write(struct arena *arena, const struct excel_page *page, const struct table_set *set,
                       const struct table *table, const lxw_worksheet *back) {
    struct pen p = {.arena = arena,
                    .page = *page,
                    .set = set,
                    .table = table,
                    .turned = table->column_count > EXCEL_WIDE,
                    .limits = has_limits(table),
                    .letters = table_has_letters(table)};
    p.ranks = p.turned;
    p.stride = (lxw_col_t)(PAIR + (p.limits ? LIMITS : 0) + p.letters + p.ranks);
    p.summary_count = table_summary_lines(arena, table, p.summaries);
    set_widths(&p);
    put_heading(&p, back);
    const lxw_row_t foot = p.turned ? put_turned(&p) : put_summaries(&p, put_upright(&p)),
                    row = put_notes(&p, foot);
    worksheet_freeze_panes(page->sheet, ROW_BODY, p.turned ? 2 : 1);
    excel_book_print_setup(page->book, page->sheet, false, ROW_HEADER, ROW_SUBHEADER);
    const size_t columns =
        p.turned ? 2 + p.stride * table->row_count + p.summary_count : 1 + p.stride * table->column_count;
    struct excel_extent extent = {.characters = wider(p.characters, p.span.characters),
                                  .columns = columns,
                                  .height = (double)(row + 1) * EXCEL_ROW_HEIGHT + p.height,
                                  .repeated = p.turned ? 2 : 1,
                                  .repeated_characters = p.label + (p.turned ? COUNT_WIDTH : 0),
                                  .group_characters = group_width(&p),
                                  .group = p.stride,
                                  .rows = {ROW_HEADER, foot - 1, row}};
    if (!p.turned)
        put_charts(&p, (lxw_row_t)(row + 1), &extent);
    excel_book_fit(page->book, page->sheet, &extent);
}
