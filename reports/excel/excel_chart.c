#include "reports/excel/excel_chart.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <stdio.h>
#include <string.h>

static const lxw_color_t chart_colours[] = {0x5B9BD5, 0xF4B183, 0xA9D18E, 0xD0CECE, 0xFFD966, 0xB4A7D6};
enum { CHART_COLOURS = sizeof chart_colours / sizeof *chart_colours, CHART_PIE_MOST = 5 };

/* A net is no part of a whole, nor a bar beside its own parts. */
static size_t chart_rows(const struct table *table) {
    return table->row_count - table->net_count;
}

static bool is_pie(const struct table *table) {
    return !table->multi && strcmp(table->kind, "single") == 0 && chart_rows(table) <= CHART_PIE_MOST;
}

static void set_caption(lxw_chart *chart, const struct table *table) {
    char caption[512], n[PERCENT_TEXT] = TABLE_HIDDEN;
    if (table->base_n != TABLE_N_HIDDEN)
        percent_thousands(n, table->base_n);
    snprintf(caption, sizeof caption, "%s%s%s  n=%s%s", table->number, table->number[0] ? "　" : "",
             table->title, n, table->multi ? _(" (multiple answers)") : "");
    chart_title_set_name(chart, caption);
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

static void dress_bars(lxw_chart *chart, lxw_chart_series *series) {
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
}

static void dress_pie(lxw_chart *chart, lxw_chart_series *series, size_t count) {
    colour_points(series, count);
    chart_series_set_labels_options(series, LXW_FALSE, LXW_TRUE, LXW_TRUE);
    chart_series_set_labels_num_format(series, "0.0%");
    chart_series_set_labels_position(series, LXW_CHART_LABEL_POSITION_BEST_FIT);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
}

/* A label that takes two lines needs the room of two. */
static double bar_room(const struct table *table) {
    enum { LABEL_WIDTH = 40 };
    for (size_t r = 0; r < chart_rows(table); r++)
        if (utf8_width(table->rows[r].label) > LABEL_WIDTH)
            return 40;
    return 26;
}

void excel_chart_insert(struct excel_book *book, lxw_worksheet *sheet, const struct table *table,
                        const struct excel_chart_place *place) {
    if (table->base_n <= 0 || chart_rows(table) == 0 || chart_rows(table) > 60 ||
        strcmp(table->kind, "text") == 0)
        return;
    bool pie = is_pie(table);
    lxw_row_t last = (lxw_row_t)(place->first_row + chart_rows(table) - 1);
    lxw_chart *chart = workbook_add_chart(book->workbook, pie ? LXW_CHART_PIE : LXW_CHART_BAR);
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    chart_series_set_categories(series, sheet->name, place->first_row, place->label_column, last,
                                place->label_column);
    chart_series_set_values(series, sheet->name, place->first_row, place->value_column, last,
                            place->value_column);
    set_caption(chart, table);
    if (pie)
        dress_pie(chart, series, chart_rows(table));
    else
        dress_bars(chart, series);
    double height = pie ? 300 : 120 + bar_room(table) * (double)chart_rows(table);
    lxw_chart_options options = {
        .x_scale = 640 / 480.0, .y_scale = height / 288.0, .x_offset = 4, .y_offset = 4};
    excel_book_check(book,
                     worksheet_insert_chart_opt(sheet, place->at_row, place->at_column, chart, &options));
}
