#include "reports/excel/excel_figure.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/statistics/funnel.h"
#include "reports/excel/excel_lines.h"
#include "reports/excel/excel_plot.h"

#include <string.h>

enum { ROW_TITLE, ROW_CAPTION, ROW_GAP, ROW_HEADER, ROW_BODY };
enum {
    LABEL_LEAST = 14,
    LABEL_MOST = 44,
    VALUE_WIDTH = 11,
    SPAN_LEAST = 90,
    DECIMALS_MOST = 6,
    CHART_TOP = 80
};

struct pen {
    struct excel_plot plot;
    struct excel_span span;
    double label, height; /* characters, points */
};

/* --- what is printed --- */

static int decimals_of(const char *text) {
    const char *point = strchr(text, '.');
    return point ? (int)strspn(point + 1, "0123456789") : 0;
}

static int most_decimals(const struct plot *plot) {
    int most = 0;
    for (size_t i = 0; i < plot->row_count * plot->column_count; i++)
        if (plot->values[i].state == PLOT_SHOWN && decimals_of(plot->values[i].text) > most)
            most = decimals_of(plot->values[i].text);
    return most < DECIMALS_MOST ? most : DECIMALS_MOST;
}

static bool any_value(const struct plot *plot, bool (*is)(const struct plot_value *)) {
    for (size_t i = 0; i < plot->row_count * plot->column_count; i++)
        if (is(&plot->values[i]))
            return true;
    return false;
}

static bool has_interval(const struct plot_value *v) {
    return v->state == PLOT_SHOWN && v->interval;
}
static bool is_hidden(const struct plot_value *v) {
    return v->state == PLOT_HIDDEN;
}
static bool is_carried(const struct plot_value *v) {
    return v->carried;
}
static bool is_none(const struct plot_value *v) {
    return v->state == PLOT_NONE;
}

static bool has_bases(const struct plot *plot) {
    for (size_t r = 0; r < plot->row_count; r++)
        if (plot->rows[r].n)
            return true;
    return false;
}

/* --- headings and names --- */

static const char *heading_of(struct arena *arena, const struct plot_side *side, const char *behind) {
    const char *name = behind ? arena_printf(arena, "%s %s", side->label, behind) : side->label;
    return side->n ? arena_printf(arena, "%s\nn=%s", name, side->n) : name;
}

static void put_headings(const struct excel_plot *p) {
    const char *const behind[BLOCK_COUNT] = {
        [BLOCK_CARRIED] = _("(carried on)"), [BLOCK_LOWS] = _("Low"), [BLOCK_HIGHS] = _("High")};
    const size_t across = p->turned ? p->plot->row_count : p->plot->column_count;
    excel_page_text(&p->page, p->head, 0,
                    p->percent || !p->plot->unit || !*p->plot->unit
                        ? ""
                        : arena_printf(p->arena, _("Unit: %s"), p->plot->unit),
                    LOOK_HEADER);
    if (p->has_n)
        excel_page_text(&p->page, p->head, 1, "n", LOOK_HEADER);
    if (p->names)
        excel_page_text(&p->page, p->head, p->names, _("(name in the chart)"), LOOK_LIMIT_HEADER);
    for (int block = BLOCK_VALUES; block < BLOCK_COUNT; block++)
        for (size_t i = 0; p->blocks[block] && i < across; i++) {
            const struct plot_side *side = p->turned ? &p->plot->rows[i] : &p->plot->columns[i];
            lxw_col_t column =
                excel_plot_column(p, (enum excel_plot_block)block, p->turned ? i : 0, p->turned ? 0 : i);
            excel_page_text(&p->page, p->head, column, heading_of(p->arena, side, behind[block]),
                            block == BLOCK_VALUES ? LOOK_HEADER : LOOK_LIMIT_HEADER);
        }
}

/* Beside bars as many as leave the bars their room; below marks as many as fit between two. */
static double name_characters(const struct excel_plot *p) {
    static const double BESIDE = 16, BELOW = 48;
    return p->figure->kind == FIGURE_DOTS ? BELOW / (double)p->plot->row_count : BESIDE;
}

/* Names stand once more where some are so long that breaking them helps, and the places are not too narrow for that. */
static size_t broken_lines(const struct excel_plot *p) {
    static const double LEAST = 3;
    const enum figure_kind kind = p->figure->kind;
    const double characters = name_characters(p);
    size_t most = 0;
    if ((kind != FIGURE_BARS && kind != FIGURE_GROUPED && kind != FIGURE_FACING && kind != FIGURE_DOTS) ||
        characters < LEAST)
        return 0;
    for (size_t r = 0; r < p->plot->row_count; r++) {
        size_t lines = 1;
        for (const char *at = excel_lines(p->arena, p->plot->rows[r].label, characters); *at; at++)
            lines += *at == '\n';
        most = lines > most ? lines : most;
    }
    return most > 1 ? most : 0;
}

static void put_names(const struct excel_plot *p) {
    const size_t down = p->turned ? p->plot->column_count : p->plot->row_count;
    for (size_t i = 0; i < down; i++) {
        const struct plot_side *side = p->turned ? &p->plot->columns[i] : &p->plot->rows[i];
        lxw_row_t row = (lxw_row_t)(p->body + i);
        excel_page_text(&p->page, row, 0, side->label,
                        side->kind == PLOT_WHOLE ? LOOK_TOTAL_LABEL : LOOK_LABEL);
        if (p->has_n)
            excel_page_printed(&p->page, row, 1, side->n ? side->n : "-");
        if (p->names)
            excel_page_text(&p->page, row, p->names, excel_lines(p->arena, side->label, name_characters(p)),
                            LOOK_LIMIT_MISSING);
    }
}

/* --- numbers --- */

static enum excel_look look_of(const struct excel_plot *p, bool limit) {
    if (p->percent)
        return limit ? LOOK_LIMIT : LOOK_PERCENT;
    return (enum excel_look)(LOOK_NUMBER + p->decimals);
}

static void put_missing(const struct excel_plot *p, lxw_row_t row, lxw_col_t column, const char *text) {
    if (excel_plot_is_marks(p->figure->kind))
        excel_book_check(p->page.book, worksheet_write_blank(p->page.sheet, row, column,
                                                             p->page.book->looks[LOOK_MISSING]));
    else
        excel_page_text(&p->page, row, column, text, LOOK_MISSING);
}

static void put_limits(const struct excel_plot *p, size_t r, size_t c, const struct plot_value *v) {
    const double limits[BLOCK_COUNT] = {[BLOCK_LOWS] = v->low, [BLOCK_HIGHS] = v->high};
    for (int block = BLOCK_LOWS; block < BLOCK_COUNT && p->blocks[block]; block++) {
        lxw_row_t row = excel_plot_row(p, r, c);
        lxw_col_t column = excel_plot_column(p, (enum excel_plot_block)block, r, c);
        if (has_interval(v))
            excel_page_number(&p->page, row, column, excel_plot_number(p, limits[block]), look_of(p, true));
        else
            put_missing(p, row, column, v->state == PLOT_HIDDEN ? v->text : "-");
    }
}

/* From the last observed value on. */
static void put_carried(const struct excel_plot *p, size_t r) {
    const size_t observed = excel_plot_observed(p->plot, r);
    for (size_t c = 0; p->blocks[BLOCK_CARRIED] && c < p->plot->column_count; c++) {
        const struct plot_value *v = plot_at(p->plot, r, c);
        lxw_row_t row = excel_plot_row(p, r, c);
        lxw_col_t column = excel_plot_column(p, BLOCK_CARRIED, r, c);
        double printed;
        if (c + 1 >= observed && observed < p->plot->column_count && plot_printed(v, &printed))
            excel_page_number(&p->page, row, column, excel_plot_number(p, printed), look_of(p, true));
        else
            put_missing(p, row, column, "-");
    }
}

static void put_values(const struct excel_plot *p) {
    for (size_t r = 0; r < p->plot->row_count; r++)
        for (size_t c = 0; c < p->plot->column_count; c++) {
            const struct plot_value *v = plot_at(p->plot, r, c);
            lxw_row_t row = excel_plot_row(p, r, c);
            lxw_col_t column = excel_plot_column(p, BLOCK_VALUES, r, c);
            double printed = v->value;
            if (v->state != PLOT_SHOWN)
                put_missing(p, row, column, v->text);
            else if (plot_printed(v, &printed) || !p->percent)
                excel_page_number(&p->page, row, column, excel_plot_number(p, printed), look_of(p, false));
            put_limits(p, r, c, v);
        }
    for (size_t r = 0; r < p->plot->row_count; r++)
        put_carried(p, r);
}

/* --- what goes with some kinds --- */

static void put_curve(struct excel_plot *p) {
    const char *const headings[FUNNEL_COLUMNS] = {
        "n", _("Rate of all"), _("Low (95%)"), _("High (95%)"), _("Low (99.8%)"), _("High (99.8%)")};
    const double target = p->plot->whole->value / 100;
    double most = 1;
    p->curve = (lxw_col_t)(excel_plot_column(p, BLOCK_HIGHS, 0, p->plot->column_count - 1) + 2);
    for (size_t r = 0; r < p->plot->row_count; r++)
        if (p->plot->rows[r].kind == PLOT_PART && (double)plot_at(p->plot, r, 0)->n > most)
            most = (double)plot_at(p->plot, r, 0)->n;
    for (lxw_col_t c = 0; c < FUNNEL_COLUMNS; c++)
        excel_page_text(&p->page, p->head, (lxw_col_t)(p->curve + c), headings[c], LOOK_LIMIT_HEADER);
    for (lxw_row_t i = 0; i < FUNNEL_STEPS; i++) {
        /* closer together where the limits bend */
        int64_t n = 1 + (int64_t)((most - 1) * (i + 1) * (i + 1) / (FUNNEL_STEPS * FUNNEL_STEPS) + 0.5);
        const struct funnel_limits inner = funnel_at(target, n, FUNNEL_INNER),
                                   outer = funnel_at(target, n, FUNNEL_OUTER);
        const double numbers[FUNNEL_COLUMNS] = {(double)n,  target,    inner.low,
                                                inner.high, outer.low, outer.high};
        for (lxw_col_t c = 0; c < FUNNEL_COLUMNS; c++)
            excel_page_number(&p->page, p->body + i, (lxw_col_t)(p->curve + c), numbers[c],
                              c ? LOOK_LIMIT : LOOK_COUNT);
    }
}

/* n of each row: what a funnel stands it at. */
static void put_units(const struct excel_plot *p) {
    for (size_t r = 0; r < p->plot->row_count; r++) {
        const struct plot_value *v = plot_at(p->plot, r, 0);
        if (v->n > 0)
            excel_page_number(&p->page, excel_plot_row(p, r, 0), 1, (double)v->n, LOOK_COUNT);
    }
}

static void shade(const struct excel_plot *p) {
    lxw_conditional_format heat = {
        .type = LXW_CONDITIONAL_2_COLOR_SCALE, .min_color = 0xFFFFFF, .max_color = 0x9DC3E6};
    lxw_col_t column = excel_plot_column(p, BLOCK_VALUES, 0, 0);
    excel_book_check(p->page.book, worksheet_conditional_format_range(
                                       p->page.sheet, p->body, column,
                                       (lxw_row_t)(p->body + p->plot->row_count - 1), column, &heat));
}

/* --- notes --- */

static void put_wide(struct pen *pen, lxw_row_t row, const char *text, enum excel_look look) {
    pen->height += excel_page_wide(&pen->plot.page, row, &pen->span, text, look) - EXCEL_ROW_HEIGHT;
}

static void put_lines(struct pen *pen, lxw_row_t *row, const char *text) {
    char *rest = text ? arena_strdup(pen->plot.arena, text) : NULL;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;)
        if (*line)
            put_wide(pen, ++*row, line, LOOK_WIDE_NOTE);
}

static bool is_uneven(const struct plot *plot) {
    for (size_t c = 2; plot->timed && c < plot->column_count; c++) {
        double first = plot->columns[1].at - plot->columns[0].at,
               step = plot->columns[c].at - plot->columns[c - 1].at;
        if (step > 1.5 * first || first > 1.5 * step)
            return true;
    }
    return false;
}

static bool any_line(const struct plot *plot, bool (*holds)(const struct plot *plot, size_t row)) {
    for (size_t r = 0; r < plot->row_count; r++)
        if (holds(plot, r))
            return true;
    return false;
}

static void put_own_notes(struct pen *pen, lxw_row_t *row) {
    const struct figure *figure = pen->plot.figure;
    const bool marks = excel_plot_is_marks(figure->kind);
    if (marks && any_value(figure->plot, is_hidden))
        put_lines(pen, row, _("Some empty cells stand for figures that may not be shown."));
    if (marks && any_value(figure->plot, is_none))
        put_lines(pen, row, _("An empty cell: there is no figure."));
    if (figure->kind == FIGURE_LINE && any_line(figure->plot, excel_plot_crosses))
        put_lines(pen, row, _("In the chart a dashed line crosses what was not published."));
    if (pen->plot.blocks[BLOCK_CARRIED])
        put_lines(pen, row, _("In the chart a dashed line leads to what is not observed but carried on."));
    if (figure->kind == FIGURE_LINE && is_uneven(figure->plot))
        put_lines(pen, row,
                  _("In the chart the periods stand at equal distances, whatever lies between them."));
    if (figure->kind == FIGURE_MAP)
        put_lines(pen, row,
                  _("A spreadsheet has no map of tiles: the numbers are shaded, the darker the higher."));
    if (pen->plot.blocks[BLOCK_LOWS])
        put_lines(pen, row, _("Low and High: limits of the interval."));
}

static lxw_row_t put_notes(struct pen *pen, lxw_row_t row, const char *notice) {
    const struct figure *figure = pen->plot.figure;
    put_lines(pen, &row, figure->note);
    for (size_t i = 0; figure->table && i < figure->table->note_count; i++)
        put_lines(pen, &row, figure->table->notes[i]);
    put_own_notes(pen, &row);
    put_lines(pen, &row, notice);
    return row;
}

/* --- the sheet --- */

static size_t columns_of(const struct excel_plot *p) {
    const size_t across = p->turned ? p->plot->row_count : p->plot->column_count;
    size_t blocks = 0;
    for (int i = BLOCK_VALUES; i < BLOCK_COUNT; i++)
        blocks += p->blocks[i];
    return 1 + p->has_n + across * blocks + (p->names > 0);
}

/* Of a text broken at `width` characters. */
static size_t lines_of(struct arena *arena, const char *text, size_t width) {
    size_t lines = 0;
    char *rest = arena_strdup(arena, text);
    for (const char *line; (line = strsep(&rest, "\n")) != NULL;)
        lines += utf8_width(line) / width + 1;
    return lines;
}

static void set_widths(struct pen *pen) {
    const struct excel_plot *p = &pen->plot;
    const size_t down = p->turned ? p->plot->column_count : p->plot->row_count;
    size_t widest = 0, lines = 2;
    for (size_t i = 0; i < down; i++) {
        size_t width = utf8_width(p->turned ? p->plot->columns[i].label : p->plot->rows[i].label);
        widest = width > widest ? width : widest;
    }
    for (size_t i = 0; i < (p->turned ? p->plot->row_count : p->plot->column_count); i++) {
        const struct plot_side *side = p->turned ? &p->plot->rows[i] : &p->plot->columns[i];
        size_t wanted = (utf8_width(side->label) + 6) / (VALUE_WIDTH - 2) + 1 + (side->n != NULL);
        lines = wanted > lines ? wanted : lines;
    }
    pen->label = excel_book_width(widest, LABEL_LEAST, LABEL_MOST);
    const size_t columns = columns_of(p), wide = (size_t)((SPAN_LEAST - pen->label) / VALUE_WIDTH) + 1;
    worksheet_set_column(p->page.sheet, 0, 0, pen->label, NULL);
    worksheet_set_column(p->page.sheet, 1,
                         (lxw_col_t)((columns > wide ? columns : wide) + FUNNEL_COLUMNS + 1), VALUE_WIDTH,
                         NULL);
    pen->span = (struct excel_span){(lxw_col_t)wide, pen->label + VALUE_WIDTH * (double)wide};
    worksheet_set_row(p->page.sheet, p->head, (double)(lines * EXCEL_ROW_HEIGHT + 2), NULL);
    pen->height += (double)((lines - 1) * EXCEL_ROW_HEIGHT + 2);
    for (size_t i = 0; i < down; i++) {
        const size_t broken =
            lines_of(p->arena, p->turned ? p->plot->columns[i].label : p->plot->rows[i].label,
                     (size_t)(pen->label - 2));
        if (broken > 1)
            worksheet_set_row(p->page.sheet, (lxw_row_t)(p->body + i), (double)(broken * EXCEL_ROW_HEIGHT),
                              NULL);
        pen->height += (double)((broken - 1) * EXCEL_ROW_HEIGHT);
    }
}

/* Below the table; a tall one of bars beside it. */
static void put_chart(struct pen *pen, lxw_row_t row) {
    enum { TALL = 25 };
    struct excel_plot *p = &pen->plot;
    const double drawing = EXCEL_PLOT_WIDTH / 7.0 + 2,
                 curve = p->figure->kind == FIGURE_FUNNEL ? FUNNEL_COLUMNS + 1 : 0,
                 table = pen->label + ((double)columns_of(p) - 1 + curve) * VALUE_WIDTH,
                 above = (double)(row + 2) * EXCEL_ROW_HEIGHT + pen->height;
    const bool beside = p->figure->kind == FIGURE_BARS && p->plot->row_count > TALL;
    p->chart_row = beside ? p->head : row + 2;
    p->chart_column = beside ? (lxw_col_t)(columns_of(p) + 1) : 0;
    const double chart = excel_plot_chart(p), widest = table > drawing ? table : drawing;
    excel_book_fit(
        p->page.book, p->page.sheet,
        &(struct excel_extent){.characters = beside ? table + VALUE_WIDTH + drawing : widest,
                               .columns = columns_of(p),
                               .height = beside ? (above > chart ? above : chart + CHART_TOP) : above + chart,
                               .repeated = 1,
                               .whole_from = chart > 0 && !beside ? row + 2 : 0});
}

static void write_sheet(struct pen *pen, const char *notice) {
    struct excel_plot *p = &pen->plot;
    const size_t down = p->turned ? p->plot->column_count : p->plot->row_count;
    const bool funnel = p->figure->kind == FIGURE_FUNNEL;
    set_widths(pen);
    put_wide(pen, ROW_TITLE, p->figure->title ? p->figure->title : "", LOOK_WIDE_TITLE);
    put_wide(pen, ROW_CAPTION, p->figure->caption ? p->figure->caption : "", LOOK_WIDE_SUBTITLE);
    put_headings(p);
    put_names(p);
    put_values(p);
    if (funnel) {
        put_units(p);
        put_curve(p);
    }
    if (p->figure->kind == FIGURE_MAP)
        shade(p);
    size_t rows = funnel && down < FUNNEL_STEPS ? FUNNEL_STEPS : down;
    lxw_row_t row = put_notes(pen, (lxw_row_t)(p->body + rows), notice);
    worksheet_freeze_panes(p->page.sheet, p->body, 1);
    excel_book_print_setup(p->page.book, p->page.sheet, false, p->head, p->head);
    put_chart(pen, row);
}

static struct excel_plot plan(struct arena *arena, const struct figure *figure) {
    const struct plot *plot = figure->plot;
    struct excel_plot p = {.arena = arena,
                           .figure = figure,
                           .plot = plot,
                           .turned = figure->kind == FIGURE_LINE && plot->column_count > plot->row_count,
                           .percent = plot->unit && strcmp(plot->unit, "%") == 0,
                           .decimals = most_decimals(plot),
                           .head = ROW_HEADER,
                           .body = ROW_BODY};
    p.blocks[BLOCK_VALUES] = true;
    p.blocks[BLOCK_CARRIED] = figure->kind == FIGURE_LINE && any_value(plot, is_carried);
    p.blocks[BLOCK_LOWS] = p.blocks[BLOCK_HIGHS] = any_value(plot, has_interval);
    p.has_n = figure->kind == FIGURE_FUNNEL || (!p.turned && has_bases(plot));
    p.name_lines = broken_lines(&p);
    p.names = p.name_lines ? (lxw_col_t)columns_of(&p) : 0;
    return p;
}

bool excel_figure_write(struct arena *arena, const struct figure *figure, const char *notice,
                        const char *path, struct fault *f) {
    struct excel_book book;
    struct pen pen = {.plot = plan(arena, figure)};
    const struct excel_about about = {.title = figure->title ? figure->title : "",
                                      .subject = figure->caption,
                                      .notice = notice,
                                      .percent_decimals = pen.plot.decimals};
    if (!excel_book_begin(&book, path, &about, f))
        return false;
    pen.plot.page.book = &book;
    pen.plot.page.sheet = excel_book_sheet(&book, _("Figure"));
    write_sheet(&pen, notice);
    return excel_book_finish(&book, f);
}
