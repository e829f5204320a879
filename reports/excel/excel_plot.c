#include "reports/excel/excel_plot.h"

#include "engine/base/lang.h"
#include "engine/statistics/funnel.h"

#include <math.h>
#include <string.h>

enum { COLOURS = 6, MARK = 6, NAME_LINE = 14 /* pixels */ };
static const lxw_color_t colours[COLOURS] = {0x1F5C99, 0xC55A11, 0x548235, 0x7F7F7F, 0xBF9000, 0x7030A0},
                         fills[COLOURS] = {0x5B9BD5, 0xF4B183, 0xA9D18E, 0xD0CECE, 0xFFD966, 0xB4A7D6};
static const lxw_color_t DARK = 0x404040, PALE = 0xA6A6A6;

/* --- where numbers stand --- */

bool excel_plot_is_marks(enum figure_kind kind) {
    return kind == FIGURE_LINE || kind == FIGURE_SLOPE || kind == FIGURE_DOTS || kind == FIGURE_FUNNEL;
}

lxw_row_t excel_plot_row(const struct excel_plot *p, size_t row, size_t column) {
    return (lxw_row_t)(p->body + (p->turned ? column : row));
}

lxw_col_t excel_plot_column(const struct excel_plot *p, enum excel_plot_block block, size_t row,
                            size_t column) {
    size_t across = p->turned ? p->plot->row_count : p->plot->column_count;
    size_t before = 0;
    for (int i = BLOCK_VALUES; i < (int)block; i++)
        before += p->blocks[i];
    return (lxw_col_t)(1 + p->has_n + before * across + (p->turned ? row : column));
}

size_t excel_plot_observed(const struct plot *plot, size_t row) {
    size_t count = 0;
    while (count < plot->column_count && !plot_at(plot, row, count)->carried)
        count++;
    return count;
}

double excel_plot_number(const struct excel_plot *p, double value) {
    return p->percent ? value / 100 : value;
}

struct cells {
    lxw_row_t first_row, last_row;
    lxw_col_t first_column, last_column;
};

/* All of a row of the plot, or of a column of it. */
static struct cells of_row(const struct excel_plot *p, enum excel_plot_block block, size_t row) {
    size_t last = p->plot->column_count - 1;
    return (struct cells){excel_plot_row(p, row, 0), excel_plot_row(p, row, last),
                          excel_plot_column(p, block, row, 0), excel_plot_column(p, block, row, last)};
}

static struct cells of_column(const struct excel_plot *p, enum excel_plot_block block, size_t column) {
    size_t last = p->plot->row_count - 1;
    return (struct cells){excel_plot_row(p, 0, column), excel_plot_row(p, last, column),
                          excel_plot_column(p, block, 0, column), excel_plot_column(p, block, last, column)};
}

static struct cells names_beside(const struct excel_plot *p, const struct cells *values) {
    return (struct cells){values->first_row, values->last_row, p->names, p->names};
}

static struct cells names_above(const struct excel_plot *p, const struct cells *values) {
    return (struct cells){p->head, p->head, values->first_column, values->last_column};
}

/* --- series --- */

static lxw_chart_series *add(const struct excel_plot *p, lxw_chart *chart, const struct cells *names,
                             const struct cells *values) {
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    chart_series_set_categories(series, p->page.sheet->name, names->first_row, names->first_column,
                                names->last_row, names->last_column);
    chart_series_set_values(series, p->page.sheet->name, values->first_row, values->first_column,
                            values->last_row, values->last_column);
    return series;
}

/* Upright, names of rows stand in the first column; turned, above. */
static void name_row(const struct excel_plot *p, lxw_chart_series *series, size_t row) {
    lxw_col_t column = p->turned ? excel_plot_column(p, BLOCK_VALUES, row, 0) : 0;
    chart_series_set_name_range(series, p->page.sheet->name, p->turned ? p->head : excel_plot_row(p, row, 0),
                                column);
}

static void name_column(const struct excel_plot *p, lxw_chart_series *series, size_t column) {
    chart_series_set_name_range(series, p->page.sheet->name, p->head,
                                excel_plot_column(p, BLOCK_VALUES, 0, column));
}

static const char *number_format(const struct excel_plot *p) {
    char places[16] = "";
    if (p->decimals > 0) {
        strcpy(places, ".");
        for (int i = 0; i < p->decimals && i < 6; i++)
            strcat(places, "0");
    }
    return arena_printf(p->arena, p->percent ? "0%s%%" : "#,##0%s", places);
}

static void label(const struct excel_plot *p, lxw_chart_series *series) {
    lxw_chart_font font = {.size = 9};
    chart_series_set_labels(series);
    chart_series_set_labels_num_format(series, number_format(p));
    chart_series_set_labels_font(series, &font);
}

/* Point by point: NULL leaves the label as it is, "" takes it away, anything else stands in its place. */
static void set_labels(const struct excel_plot *p, lxw_chart_series *series, const char *const *texts,
                       size_t count) {
    lxw_chart_data_label *labels = arena_array(p->arena, count + 1, sizeof *labels);
    lxw_chart_data_label **list = arena_array(p->arena, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        labels[i] =
            (lxw_chart_data_label){.value = texts[i] && *texts[i] ? (char *)(uintptr_t)texts[i] : NULL,
                                   .hide = texts[i] && !*texts[i]};
        list[i] = &labels[i];
    }
    chart_series_set_labels_custom(series, list);
}

/* A text in the place of a number is no number 0: its label is the text. */
static void label_bars(const struct excel_plot *p, lxw_chart_series *series,
                       const struct plot_value *const *values, size_t count) {
    const char **texts = arena_array(p->arena, count + 1, sizeof *texts);
    bool any = false;
    label(p, series);
    for (size_t i = 0; i < count; i++) {
        texts[i] = values[i]->state == PLOT_SHOWN ? NULL : values[i]->text;
        any = any || texts[i];
    }
    if (any)
        set_labels(p, series, texts, count);
}

static void fill(lxw_chart_series *series, size_t at) {
    lxw_chart_fill area = {.color = fills[at % COLOURS]};
    lxw_chart_line line = {.color = 0x595959, .width = 0.5}; /* told apart after a photocopy, too */
    chart_series_set_fill(series, &area);
    chart_series_set_line(series, &line);
}

/* --- charts --- */

static void caption(const struct excel_plot *p, lxw_chart *chart, const char *behind) {
    const char *title = p->figure->title ? p->figure->title : "";
    const char *text = arena_printf(p->arena, "%s%s%s", title, behind ? "  " : "", behind ? behind : "");
    lxw_chart_font font = {.size = 12, .bold = LXW_TRUE};
    chart_title_set_name(chart, *text == '=' ? arena_printf(p->arena, " %s", text) : text);
    chart_title_set_name_font(chart, &font);
}

static double put(const struct excel_plot *p, lxw_chart *chart, lxw_row_t at, double offset, double pixels) {
    lxw_chart_options options = {.x_scale = EXCEL_PLOT_WIDTH / 480.0,
                                 .y_scale = pixels / 288.0,
                                 .x_offset = 4,
                                 .y_offset = (int32_t)(4 + offset)};
    excel_book_check(p->page.book,
                     worksheet_insert_chart_opt(p->page.sheet, at, p->chart_column, chart, &options));
    return pixels + 12;
}

/* The axis of values crosses at 0; names stand at the edge, not among the bars or marks that lie below. */
static void name_categories(lxw_chart_axis *axis) {
    chart_axis_set_interval_unit(axis, 1);
    chart_axis_set_label_position(axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
}

/* Of a bar chart the library calls the upright axis of categories y, and the values' axis x. */
static void dress_bars(const struct excel_plot *p, lxw_chart *chart, bool legend) {
    double low, high;
    chart_axis_set_reverse(chart->y_axis);
    name_categories(chart->y_axis);
    if (!plot_range(p->plot, false, &low, &high) || low >= 0)
        chart_axis_set_min(chart->x_axis, 0);
    chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_FALSE);
    chart_axis_off(chart->x_axis);
    chart_legend_set_position(chart, legend ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
    chart_set_series_gap(chart, 40);
}

static lxw_chart_series *add_bars(const struct excel_plot *p, lxw_chart *chart, size_t column) {
    const struct plot_value **values = arena_array(p->arena, p->plot->row_count + 1, sizeof *values);
    struct cells cells = of_column(p, BLOCK_VALUES, column), names = names_beside(p, &cells);
    lxw_chart_series *series = add(p, chart, &names, &cells);
    for (size_t r = 0; r < p->plot->row_count; r++)
        values[r] = plot_at(p->plot, r, column);
    label_bars(p, series, values, p->plot->row_count);
    name_column(p, series, column);
    return series;
}

static double bars_height(const struct excel_plot *p, size_t series) {
    enum { ROOM = 120, BAR = 17, BETWEEN = 12 };
    const size_t bars = series * BAR + BETWEEN, name = p->name_lines * NAME_LINE;
    return ROOM + (double)(p->plot->row_count * (bars > name ? bars : name));
}

static double draw_bars(const struct excel_plot *p, lxw_row_t at) {
    lxw_chart *chart = workbook_add_chart(p->page.book->workbook, LXW_CHART_BAR);
    for (size_t c = 0; c < p->plot->column_count; c++)
        fill(add_bars(p, chart, c), c);
    caption(p, chart, NULL);
    dress_bars(p, chart, p->plot->column_count > 1);
    return put(p, chart, at, 0, bars_height(p, p->plot->column_count));
}

/* One under another, on one axis. */
static double draw_facing(const struct excel_plot *p, lxw_row_t at) {
    enum { ROOM = 10 }; /* a tenth more, for the numbers at the ends */
    double low, high, used = 0;
    bool any = plot_range(p->plot, false, &low, &high);
    for (size_t c = 0; c < p->plot->column_count; c++) {
        lxw_chart *chart = workbook_add_chart(p->page.book->workbook, LXW_CHART_BAR);
        fill(add_bars(p, chart, c), c);
        caption(p, chart, p->plot->columns[c].label);
        dress_bars(p, chart, false);
        if (any && low < 0)
            chart_axis_set_min(chart->x_axis, (1 + 1.0 / ROOM) * excel_plot_number(p, low));
        if (any && high > 0)
            chart_axis_set_max(chart->x_axis, (1 + 1.0 / ROOM) * excel_plot_number(p, high));
        used += put(p, chart, at, used, bars_height(p, 1));
    }
    return used;
}

static double draw_pie(const struct excel_plot *p, lxw_row_t at) {
    enum { HEIGHT = 340 };
    size_t count = p->plot->row_count;
    lxw_chart_fill *areas = arena_array(p->arena, count + 1, sizeof *areas);
    lxw_chart_point *points = arena_array(p->arena, count + 1, sizeof *points);
    lxw_chart_point **list = arena_array(p->arena, count + 1, sizeof *list);
    lxw_chart *chart = workbook_add_chart(p->page.book->workbook, LXW_CHART_PIE);
    lxw_chart_series *series = add_bars(p, chart, 0);
    for (size_t i = 0; i < count; i++) {
        areas[i].color = fills[i % COLOURS];
        points[i].fill = &areas[i];
        list[i] = &points[i];
    }
    list[count] = NULL;
    chart_series_set_points(series, list);
    chart_series_set_labels_options(series, LXW_FALSE, LXW_TRUE, LXW_TRUE);
    chart_series_set_labels_position(series, LXW_CHART_LABEL_POSITION_BEST_FIT);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    caption(p, chart, NULL);
    return put(p, chart, at, 0, HEIGHT);
}

/* A series per row, a bar per column: its parts add to the whole of it. */
static double draw_stacks(const struct excel_plot *p, lxw_row_t at) {
    enum { ROOM = 150, BAR = 46 };
    lxw_chart *chart = workbook_add_chart(p->page.book->workbook, LXW_CHART_BAR_STACKED_PERCENT);
    const struct plot_value **values = arena_array(p->arena, p->plot->column_count + 1, sizeof *values);
    for (size_t r = 0; r < p->plot->row_count; r++) {
        struct cells cells = of_row(p, BLOCK_VALUES, r), names = names_above(p, &cells);
        lxw_chart_series *series = add(p, chart, &names, &cells);
        for (size_t c = 0; c < p->plot->column_count; c++)
            values[c] = plot_at(p->plot, r, c);
        label_bars(p, series, values, p->plot->column_count);
        fill(series, r);
        name_row(p, series, r);
    }
    caption(p, chart, NULL);
    dress_bars(p, chart, true);
    return put(p, chart, at, 0, ROOM + (double)p->plot->column_count * BAR);
}

/* --- marks --- */

static void mark(lxw_chart_series *series, uint8_t type, lxw_color_t colour, size_t row) {
    lxw_chart_fill inside = {.color = row / COLOURS % 2 ? 0xFFFFFF : colour};
    lxw_chart_line around = {.color = colour, .width = 1.25};
    chart_series_set_marker_type(series, type);
    chart_series_set_marker_size(series, MARK);
    chart_series_set_marker_fill(series, &inside);
    chart_series_set_marker_line(series, &around);
}

static size_t shown_at(const struct plot *plot, size_t row, bool last) {
    size_t found = plot->column_count;
    for (size_t c = 0; c < plot->column_count; c++)
        if (plot_at(plot, row, c)->state == PLOT_SHOWN && (last || found == plot->column_count))
            found = c;
    return found;
}

bool excel_plot_crosses(const struct plot *plot, size_t row) {
    size_t shown = 0;
    for (size_t c = 0; c < plot->column_count; c++)
        shown += plot_at(plot, row, c)->state == PLOT_SHOWN;
    return plot->bridged && shown > 1 && shown <= shown_at(plot, row, true) - shown_at(plot, row, false);
}

static void draw_line_in(lxw_chart_series *series, size_t row, bool whole, bool dashed, bool carried) {
    static const uint8_t marks[] = {LXW_CHART_MARKER_CIRCLE, LXW_CHART_MARKER_SQUARE,
                                    LXW_CHART_MARKER_TRIANGLE, LXW_CHART_MARKER_DIAMOND};
    lxw_color_t colour = whole ? DARK : colours[row % COLOURS];
    lxw_chart_line line = {.color = colour,
                           .width = carried ? 1
                                    : whole ? 2.5F
                                            : 1.75F,
                           .dash_type = dashed ? LXW_CHART_LINE_DASH_DASH : LXW_CHART_LINE_DASH_SOLID};
    chart_series_set_line(series, &line);
    mark(series, marks[row % (sizeof marks / sizeof *marks)], colour, carried ? COLOURS : row);
}

/* The last mark has the name of its line and its value, the first its value; all have theirs where there is one line
 * and room. */
static void label_line(const struct excel_plot *p, lxw_chart_series *series, size_t row, bool carried) {
    enum { ROOM = 14 };
    const struct plot *plot = p->plot;
    const char **texts = arena_array(p->arena, plot->column_count + 1, sizeof *texts);
    bool slope = plot->column_count == 2,
         every = slope || (plot->row_count == 1 && plot->column_count <= ROOM),
         named = plot->row_count > 1 && !slope;
    size_t first = shown_at(plot, row, false), last = shown_at(plot, row, true);
    for (size_t c = 0; c < plot->column_count; c++) {
        const struct plot_value *v = plot_at(plot, row, c);
        bool ends = c == last || (c == first && plot->row_count == 1);
        texts[c] = v->state != PLOT_SHOWN || v->carried != carried || !(every || ends) ? ""
                   : c == last                                                         ? NULL
                                                                                       : v->text;
    }
    label(p, series);
    chart_series_set_labels_options(series, named, LXW_FALSE, LXW_TRUE);
    chart_series_set_labels_separator(series, LXW_CHART_LABEL_SEPARATOR_SPACE);
    chart_series_set_labels_position(series,
                                     named ? LXW_CHART_LABEL_POSITION_RIGHT : LXW_CHART_LABEL_POSITION_ABOVE);
    set_labels(p, series, texts, plot->column_count);
}

/* From 0 unless that would leave more than half of the height empty; what lies below 0 is left to the spreadsheet. */
static void value_axis(const struct excel_plot *p, lxw_chart_axis *axis, bool from_nought) {
    lxw_chart_line grid = {.color = 0xD9D9D9, .width = 0.5};
    double low = 0, high = 0;
    plot_range(p->plot, p->blocks[BLOCK_LOWS], &low, &high);
    if (low >= 0 && (from_nought || (low > 0 && low < high / 2)))
        chart_axis_set_min(axis, 0);
    chart_axis_set_num_format(axis, number_format(p));
    chart_axis_major_gridlines_set_line(axis, &grid);
}

static void add_line(const struct excel_plot *p, lxw_chart *chart, size_t row, bool carried) {
    const struct plot *plot = p->plot;
    const struct cells all = of_row(p, BLOCK_VALUES, row),
                       names = p->turned ? names_beside(p, &all) : names_above(p, &all);
    struct cells cells = of_row(p, carried ? BLOCK_CARRIED : BLOCK_VALUES, row);
    const size_t last = (carried ? plot->column_count : excel_plot_observed(plot, row)) - 1;
    cells.last_row = excel_plot_row(p, row, last);
    cells.last_column = excel_plot_column(p, carried ? BLOCK_CARRIED : BLOCK_VALUES, row, last);
    lxw_chart_series *series = add(p, chart, &names, &cells);
    name_row(p, series, row);
    draw_line_in(series, row, plot->rows[row].kind == PLOT_WHOLE, carried || excel_plot_crosses(plot, row),
                 carried);
    label_line(p, series, row, carried);
}

/* First, so that the mark of the last value lies over the beginning of what is carried on; the legend has each line once. */
static void add_carried(const struct excel_plot *p, lxw_chart *chart) {
    int16_t *twice = arena_array(p->arena, p->plot->row_count + 1, sizeof *twice), count = 0;
    for (size_t r = 0; r < p->plot->row_count; r++)
        if (excel_plot_observed(p->plot, r) < p->plot->column_count) {
            add_line(p, chart, r, true);
            twice[count] = count;
            count++;
        }
    twice[count] = -1;
    if (count > 0)
        excel_book_check(p->page.book, chart_legend_delete_series(chart, twice));
}

static double draw_lines(const struct excel_plot *p, lxw_row_t at) {
    enum { HEIGHT = 400 };
    lxw_chart *chart = workbook_add_chart(p->page.book->workbook, LXW_CHART_LINE);
    add_carried(p, chart);
    for (size_t r = 0; r < p->plot->row_count; r++)
        add_line(p, chart, r, false);
    caption(p, chart, NULL);
    chart_show_blanks_as(chart, p->plot->bridged ? LXW_CHART_BLANKS_AS_CONNECTED : LXW_CHART_BLANKS_AS_GAP);
    value_axis(p, chart->y_axis, false);
    chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    chart_legend_set_position(chart,
                              p->plot->row_count > 1 ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
    return put(p, chart, at, 0, HEIGHT);
}

/* --- dots --- */

static void add_limits(const struct excel_plot *p, lxw_chart *chart, size_t column) {
    lxw_chart_line none = {.none = LXW_TRUE}, stroke = {.color = PALE, .width = 2};
    for (int block = BLOCK_LOWS; block <= BLOCK_HIGHS; block++) {
        struct cells cells = of_column(p, (enum excel_plot_block)block, column),
                     names = names_beside(p, &cells);
        lxw_chart_series *series = add(p, chart, &names, &cells);
        chart_series_set_name(series, block == BLOCK_LOWS ? _("Low") : _("High"));
        chart_series_set_line(series, &none);
        mark(series, LXW_CHART_MARKER_PLUS, PALE, 0); /* also where lines between them are not drawn */
    }
    chart_set_high_low_lines(chart, &stroke);
}

/* One under another: lines from low to high know nothing of columns. */
static double draw_dots(const struct excel_plot *p, lxw_row_t at) {
    enum { HEIGHT = 360 };
    double used = 0;
    for (size_t c = 0; c < p->plot->column_count; c++) {
        lxw_chart_line none = {.none = LXW_TRUE};
        struct cells cells = of_column(p, BLOCK_VALUES, c), names = names_beside(p, &cells);
        lxw_chart *chart = workbook_add_chart(p->page.book->workbook, LXW_CHART_LINE);
        lxw_chart_series *series = add(p, chart, &names, &cells);
        name_column(p, series, c);
        chart_series_set_line(series, &none);
        mark(series, LXW_CHART_MARKER_CIRCLE, colours[0], 0);
        if (p->blocks[BLOCK_LOWS])
            add_limits(p, chart, c);
        caption(p, chart, p->plot->column_count > 1 ? p->plot->columns[c].label : NULL);
        value_axis(p, chart->y_axis, p->plot->share);
        chart_show_blanks_as(chart, LXW_CHART_BLANKS_AS_GAP);
        name_categories(chart->x_axis);
        chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
        used += put(p, chart, at, used, HEIGHT + (double)(p->name_lines * NAME_LINE));
    }
    return used;
}

/* --- funnel --- */

static bool outside(const struct plot *plot, size_t row) {
    const struct plot_value *v = plot_at(plot, row, 0);
    if (plot->rows[row].kind != PLOT_PART || v->state != PLOT_SHOWN || v->n <= 0)
        return false;
    const struct funnel_limits at = funnel_at(plot->whole->value / 100, v->n, FUNNEL_INNER);
    return v->value < 100 * at.low || v->value > 100 * at.high;
}

static void add_curve(const struct excel_plot *p, lxw_chart *chart, lxw_col_t column) {
    static const uint8_t dashes[FUNNEL_COLUMNS] = {0,
                                                   LXW_CHART_LINE_DASH_SOLID,
                                                   LXW_CHART_LINE_DASH_DASH,
                                                   LXW_CHART_LINE_DASH_DASH,
                                                   LXW_CHART_LINE_DASH_ROUND_DOT,
                                                   LXW_CHART_LINE_DASH_ROUND_DOT};
    const lxw_row_t last = p->body + FUNNEL_STEPS - 1;
    struct cells n = {p->body, last, p->curve, p->curve},
                 limit = {p->body, last, (lxw_col_t)(p->curve + column), (lxw_col_t)(p->curve + column)};
    lxw_chart_series *series = add(p, chart, &n, &limit);
    lxw_chart_line line = {.color = column == 1 ? DARK : PALE, .width = 1.25, .dash_type = dashes[column]};
    chart_series_set_name_range(series, p->page.sheet->name, p->head, (lxw_col_t)(p->curve + column));
    chart_series_set_line(series, &line);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
}

/* The rows that are areas stand together: the whole before them, silences behind. */
static size_t parts_of(const struct plot *plot, size_t *first) {
    size_t count = 0;
    for (*first = 0; *first < plot->row_count && plot->rows[*first].kind != PLOT_PART;)
        ++*first;
    while (*first + count < plot->row_count && plot->rows[*first + count].kind == PLOT_PART)
        count++;
    return count;
}

static void add_areas(const struct excel_plot *p, lxw_chart *chart) {
    size_t first, count = parts_of(p->plot, &first);
    const char **texts = arena_array(p->arena, count + 1, sizeof *texts);
    const lxw_row_t top = excel_plot_row(p, first, 0), bottom = (lxw_row_t)(top + count - 1);
    const lxw_col_t column = excel_plot_column(p, BLOCK_VALUES, 0, 0);
    struct cells cells = {top, bottom, column, column}, n = {top, bottom, 1, 1};
    if (count == 0)
        return;
    lxw_chart_series *series = add(p, chart, &n, &cells);
    lxw_chart_line none = {.none = LXW_TRUE};
    name_column(p, series, 0);
    chart_series_set_line(series, &none);
    mark(series, LXW_CHART_MARKER_CIRCLE, colours[0], 0);
    for (size_t i = 0; i < count; i++)
        texts[i] = outside(p->plot, first + i) ? p->plot->rows[first + i].label : "";
    label(p, series);
    chart_series_set_labels_position(series, LXW_CHART_LABEL_POSITION_RIGHT);
    set_labels(p, series, texts, count);
}

/* To the tenths that hold all areas: the limits of a handful of returns may leave the chart. */
static void funnel_axis(const struct excel_plot *p, lxw_chart_axis *axis) {
    double low, high;
    if (!plot_range(p->plot, false, &low, &high))
        return;
    low = floor(low / 10 - 0.5) / 10;
    high = ceil(high / 10 + 0.5) / 10;
    chart_axis_set_min(axis, low > 0 ? low : 0);
    chart_axis_set_max(axis, high < 1 ? high : 1);
}

static double draw_funnel(const struct excel_plot *p, lxw_row_t at) {
    enum { HEIGHT = 460 };
    lxw_chart *chart = workbook_add_chart(p->page.book->workbook, LXW_CHART_SCATTER_STRAIGHT_WITH_MARKERS);
    for (lxw_col_t column = 1; column < FUNNEL_COLUMNS; column++)
        add_curve(p, chart, column);
    add_areas(p, chart);
    caption(p, chart, NULL);
    value_axis(p, chart->y_axis, false);
    funnel_axis(p, chart->y_axis);
    chart_axis_set_name(chart->x_axis, "n");
    chart_axis_set_min(chart->x_axis, 0);
    chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_FALSE);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    return put(p, chart, at, 0, HEIGHT);
}

/* Returns the height in pixels. */
static double draw(const struct excel_plot *p) {
    const lxw_row_t at = p->chart_row;
    switch (p->figure->kind) {
    case FIGURE_BARS:
    case FIGURE_GROUPED:
        return draw_bars(p, at);
    case FIGURE_FACING:
        return draw_facing(p, at);
    case FIGURE_PIE:
        return draw_pie(p, at);
    case FIGURE_STACK:
    case FIGURE_STACKS:
        return draw_stacks(p, at);
    case FIGURE_LINE:
    case FIGURE_SLOPE:
        return draw_lines(p, at);
    case FIGURE_DOTS:
        return draw_dots(p, at);
    case FIGURE_FUNNEL:
        return draw_funnel(p, at);
    case FIGURE_MAP:
    case FIGURE_NATURAL:
    case FIGURE_KINDS:
        break;
    }
    return 0;
}

double excel_plot_chart(const struct excel_plot *p) {
    static const double POINTS = 72.0 / 96; /* of a pixel */
    return POINTS * draw(p);
}
