#include "reports/excel/excel_chart.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <stdio.h>
#include <string.h>

static const lxw_color_t chart_colours[] = {0x5B9BD5, 0xF4B183, 0xA9D18E, 0xD0CECE, 0xFFD966, 0xB4A7D6};
enum {
    CHART_COLOURS = sizeof chart_colours / sizeof *chart_colours,
    CHART_PIE_MOST = 5,
    CHART_FEW = 30,
    CHART_ROWS_MOST = 80
};

/* A net is no part of a whole, nor a bar beside its own parts. */
static size_t chart_rows(const struct table *table) {
    return table->row_count - table->net_count;
}

static bool is_pie(const struct table *table) {
    return !table->multi && strcmp(table->kind, "single") == 0 && chart_rows(table) <= CHART_PIE_MOST;
}

enum { TITLE_UNITS = 200, NUMBER_UNITS = 24 };

/* What begins with = is a formula to the library. */
static void set_text(lxw_chart *chart, const char *text) {
    char spaced[EXCEL_CUT_ROOM(TITLE_UNITS + NUMBER_UNITS) + 320];
    snprintf(spaced, sizeof spaced, "%s%s", *text == '=' ? " " : "", text);
    chart_title_set_name(chart, spaced);
}

static void set_caption(lxw_chart *chart, const struct table *table) {
    char title[EXCEL_CUT_ROOM(TITLE_UNITS)], number[EXCEL_CUT_ROOM(NUMBER_UNITS)],
        caption[sizeof title + sizeof number + 256], n[PERCENT_TEXT] = TABLE_HIDDEN;
    if (table->base_n != TABLE_N_HIDDEN)
        percent_thousands(n, table->base_n);
    excel_book_cut(title, table->title, TITLE_UNITS);
    excel_book_cut(number, table->number, NUMBER_UNITS);
    snprintf(caption, sizeof caption, "%s%s%s%s  n=%s%s", number, *number ? "　" : "", title,
             strlen(title) < strlen(table->title) ? "…" : "", n,
             table->multi ? _(" (multiple answers)") : "");
    set_text(chart, caption);
    lxw_chart_font font = {.size = 12, .bold = LXW_TRUE};
    chart_title_set_name_font(chart, &font);
}

static void colour_points(lxw_chart_series *series, size_t count) {
    lxw_chart_fill fills[CHART_PIE_MOST] = {{0}};
    lxw_chart_point points[CHART_PIE_MOST] = {{0}};
    lxw_chart_point *list[CHART_PIE_MOST + 1] = {0};
    for (size_t i = 0; i < count; i++) {
        fills[i].color = chart_colours[i % CHART_COLOURS];
        points[i].fill = &fills[i];
        list[i] = &points[i];
    }
    chart_series_set_points(series, list);
}

static void dress_bars(lxw_chart *chart, lxw_chart_series *series, size_t count) {
    lxw_chart_fill fill = {.color = chart_colours[0]};
    chart_series_set_fill(series, &fill);
    chart_series_set_labels(series);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    /* Of a bar chart libxlsxwriter calls the upright axis of categories y, and the values' axis x. */
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_interval_unit(chart->y_axis, 1); /* every category has its label, however long */
    chart_axis_set_min(chart->x_axis, 0);
    chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_FALSE);
    chart_axis_off(chart->x_axis);
    chart_series_set_labels_num_format(series, "0.0%");
    if (count > CHART_FEW) {
        lxw_chart_font small = {.size = 7};
        chart_axis_set_num_font(chart->y_axis, &small);
        chart_series_set_labels_font(series, &small);
        chart_set_series_gap(chart, 40);
    }
}

static void dress_pie(lxw_chart *chart, lxw_chart_series *series, size_t count) {
    colour_points(series, count);
    chart_series_set_labels_options(series, LXW_FALSE, LXW_TRUE, LXW_TRUE);
    chart_series_set_labels_num_format(series, "0.0%");
    chart_series_set_labels_position(series, LXW_CHART_LABEL_POSITION_BEST_FIT);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
}

/* A label that takes two lines needs the room of two; where there are many, they are small and close. */
static double bar_room(const struct table *table) {
    enum { LABEL_WIDTH = 40 };
    if (chart_rows(table) > CHART_FEW)
        return 18;
    for (size_t r = 0; r < chart_rows(table); r++)
        if (utf8_width(table->rows[r].label) > LABEL_WIDTH)
            return 40;
    return 26;
}

static const double PIXEL = 0.75; /* points */

static void insert(struct excel_book *book, lxw_worksheet *sheet, lxw_chart *chart,
                   const struct excel_chart_place *place, int right, double height) {
    lxw_chart_options options = {.x_scale = EXCEL_CHART_WIDTH / 480.0,
                                 .y_scale = height / PIXEL / 288.0,
                                 .x_offset = 4 + right,
                                 .y_offset = 4};
    excel_book_check(book,
                     worksheet_insert_chart_opt(sheet, place->at_row, place->at_column, chart, &options));
}

static lxw_chart_series *add_series(lxw_chart *chart, lxw_worksheet *sheet, const struct table *table,
                                    const struct excel_chart_place *place, size_t column) {
    lxw_row_t last = (lxw_row_t)(place->first_row + chart_rows(table) - 1);
    lxw_col_t values = (lxw_col_t)(place->value_column + place->stride * column);
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    chart_series_set_categories(series, sheet->name, place->first_row, 0, last, 0);
    chart_series_set_values(series, sheet->name, place->first_row, values, last, values);
    return series;
}

/* A text in the place of a number is no 0: its label is the text (of a pie, that it is not known how large it is). */
static void label_missing(lxw_chart_series *series, const struct table *table, size_t column) {
    lxw_chart_data_label labels[CHART_ROWS_MOST] = {{0}};
    lxw_chart_data_label *list[CHART_ROWS_MOST + 1] = {0};
    bool any = false;
    for (size_t r = 0; r < chart_rows(table) && r < CHART_ROWS_MOST; r++) {
        const struct table_cell *cell = &table->rows[r].cells[column];
        bool missing = cell->suppressed || cell->n <= 0;
        labels[r].value = missing ? (char *)(uintptr_t)cell->text : NULL;
        list[r] = &labels[r];
        any = any || missing;
    }
    if (any)
        chart_series_set_labels_custom(series, list);
}

static void insert_total(struct excel_book *book, lxw_worksheet *sheet, const struct table *table,
                         const struct excel_chart_place *place) {
    bool pie = is_pie(table);
    lxw_chart *chart = workbook_add_chart(book->workbook, pie ? LXW_CHART_PIE : LXW_CHART_BAR);
    lxw_chart_series *series = add_series(chart, sheet, table, place, 0);
    set_caption(chart, table);
    if (pie)
        dress_pie(chart, series, chart_rows(table));
    else
        dress_bars(chart, series, chart_rows(table));
    label_missing(series, table, 0);
    insert(book, sheet, chart, place, 0, place->shrink * excel_chart_heights(table).total);
}

/* --- grouped bars --- */

static bool is_shown(const struct table_column *column) {
    return !column->unknown && (column->n == TABLE_N_HIDDEN || column->n > 0);
}

static size_t shown_columns(const struct table *table) {
    size_t count = 0;
    for (size_t c = 1; c < table->column_count; c++)
        count += is_shown(&table->columns[c]);
    return count;
}

static void name_series(lxw_chart_series *series, const struct table_column *column, size_t at) {
    char name[EXCEL_CUT_ROOM(TITLE_UNITS) + 64], label[EXCEL_CUT_ROOM(TITLE_UNITS)],
        n[PERCENT_TEXT] = TABLE_HIDDEN;
    if (column->n != TABLE_N_HIDDEN)
        percent_thousands(n, column->n);
    excel_book_cut(label, column->label, TITLE_UNITS);
    snprintf(name, sizeof name, "%s%s  n=%s", *label == '=' ? " " : "", label, n);
    chart_series_set_name(series, name);
    lxw_chart_fill fill = {.color = chart_colours[at % CHART_COLOURS]};
    lxw_chart_line line = {.color = 0x595959, .width = 0.5}; /* told apart after a photocopy, too */
    chart_series_set_fill(series, &fill);
    chart_series_set_line(series, &line);
    chart_series_set_labels(series);
    chart_series_set_labels_num_format(series, "0.0%");
}

static void insert_grouped(struct excel_book *book, lxw_worksheet *sheet, const struct table *table,
                           const struct excel_chart_place *place, bool beside) {
    struct excel_chart_heights heights = excel_chart_heights(table);
    size_t at = 0;
    lxw_chart *chart = workbook_add_chart(book->workbook, LXW_CHART_BAR);
    for (size_t c = 1; c < table->column_count; c++)
        if (is_shown(&table->columns[c])) {
            lxw_chart_series *series = add_series(chart, sheet, table, place, c);
            name_series(series, &table->columns[c], at++);
            label_missing(series, table, c);
        }
    set_caption(chart, table);
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_interval_unit(chart->y_axis, 1);
    chart_axis_set_min(chart->x_axis, 0);
    chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_FALSE);
    chart_axis_off(chart->x_axis);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_set_series_gap(chart, 40);
    struct excel_chart_place where = *place;
    if (!beside)
        where.at_row = (lxw_row_t)(place->at_row +
                                   (place->shrink * heights.total + EXCEL_CHART_GAP) / EXCEL_ROW_HEIGHT + 1);
    insert(book, sheet, chart, &where, beside ? EXCEL_CHART_WIDTH + EXCEL_CHART_GAP : 0,
           place->shrink * heights.grouped);
}

struct excel_chart_heights excel_chart_heights(const struct table *table) {
    enum { COLUMNS_MOST = 4, GROUPS_MOST = 16, BAR = 17, BETWEEN = 14, ROOM = 130, PIE = 300, AROUND = 120 };
    struct excel_chart_heights heights = {0};
    size_t columns = shown_columns(table), rows = chart_rows(table);
    if (table->base_n <= 0 || rows == 0 || rows > CHART_ROWS_MOST || strcmp(table->kind, "text") == 0)
        return heights;
    heights.total = PIXEL * (is_pie(table) ? PIE : AROUND + bar_room(table) * (double)rows);
    if (columns >= 2 && columns <= COLUMNS_MOST && rows <= GROUPS_MOST)
        heights.grouped = PIXEL * (ROOM + (double)(rows * (columns * BAR + BETWEEN)));
    return heights;
}

void excel_charts_insert(struct excel_book *book, lxw_worksheet *sheet, const struct table *table,
                         const struct excel_chart_place *place, bool side_by_side) {
    struct excel_chart_heights heights = excel_chart_heights(table);
    if (heights.total > 0)
        insert_total(book, sheet, table, place);
    if (heights.grouped > 0)
        insert_grouped(book, sheet, table, place, side_by_side);
}
