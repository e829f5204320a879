/*
 * Dots with their intervals: for every row, and every column of it, a dot at the value, a line over its interval, and
 * both as printed at the right edge.  A value without an interval is a dot alone.  The rate of all, where there is one,
 * is a dashed line through all rows.
 */
#include "reports/model/figures/drawing.h"

struct dots {
    const struct key_item *key;
    double key_height, label_width, plot_x, plot_width, base_right, text_left, line;
    struct typeset_style label, text, base, small;
    struct axis axis;
    bool bases;
    double bases_width;
};

static const double GAP = 7;

static const char *words_of(const struct drawing *d, const struct plot_value *v) {
    return v->interval && *v->interval ? arena_printf(d->arena, "**%s** (%s)", v->text, v->interval)
                                       : arena_printf(d->arena, "**%s**", v->text);
}

static double words_width(const struct drawing *d, const struct dots *p, const struct plot_value *v) {
    const struct typeset_style bold = drawing_bold(d, p->text.size / d->scale, PALETTE_INK, ALIGN_LEFT);
    const char *interval = v->interval && *v->interval ? arena_printf(d->arena, " (%s)", v->interval) : "";
    return drawing_text_width(d, &bold, v->text) + drawing_text_width(d, &p->text, interval) + d->scale;
}

static const struct key_item *marker_key(const struct drawing *d) {
    struct key_item *items = arena_array(d->arena, d->plot->column_count + 1, sizeof *items);
    for (size_t i = 0; i < d->plot->column_count; i++)
        items[i] = (struct key_item){drawing_label_with_n(d, &d->plot->columns[i]), paint_first, (int)i};
    return items;
}

static void set_type(const struct drawing *d, struct dots *p) {
    const double size = drawing_dense(d) ? 8 : 9;
    p->line = drawing_pitch(d, drawing_dense(d) ? 12 : 14);
    p->label = drawing_style(d, size + 0.5, PALETTE_INK, ALIGN_RIGHT);
    p->label.leading = p->label.size * 1.2;
    p->text = drawing_style(d, size, PALETTE_INK, ALIGN_LEFT);
    p->base = drawing_style(d, size, PALETTE_INK, ALIGN_RIGHT);
    p->small = drawing_style(d, 7.5, PALETTE_GREY, ALIGN_RIGHT);
}

static struct dots dots_prepare(const struct drawing *d, double width) {
    const struct plot *plot = d->plot;
    struct dots p = {.axis = drawing_axis(d)};
    double texts = 0, bases = 0;
    set_type(d, &p);
    for (size_t r = 0; r < plot->row_count; r++) {
        p.bases |= plot->rows[r].n != NULL;
        bases = drawing_wider(d, bases, &p.base, plot->rows[r].n);
        for (size_t c = 0; c < plot->column_count; c++) {
            const double own = words_width(d, &p, plot_at(plot, r, c));
            texts = own > texts ? own : texts;
        }
    }
    if (plot->column_count > 1) {
        p.key = marker_key(d);
        p.key_height = drawing_key_height(d, p.key, plot->column_count, width) + 4 * d->scale;
    } else if (p.bases)
        p.key_height = 12 * d->scale;
    p.label_width = drawing_gutter(d, &p.label, width, 0.36);
    p.plot_x = p.label_width + GAP * d->scale;
    p.text_left = width - texts;
    p.base_right = p.text_left - GAP * d->scale;
    p.bases_width = p.bases ? bases + GAP * d->scale : 0;
    p.plot_width = p.base_right - p.bases_width - p.plot_x - 2 * d->scale;
    return p;
}

static double row_height(const struct drawing *d, const void *figure, size_t row) {
    const struct dots *p = figure;
    const double lines = p->line * (double)d->plot->column_count;
    const double text = drawing_text_height(d, &p->label, d->plot->rows[row].label, p->label_width);
    const double pad = drawing_pitch(d, drawing_dense(d) ? 0.5 : d->plot->column_count > 1 ? 6 : 3);
    return (text > lines ? text : lines) + pad;
}

static void draw_value(const struct drawing *d, const struct dots *p, struct box box,
                       const struct plot_value *v, size_t column, uint32_t colour, double y) {
    const double x = box.x + p->plot_x;
    drawing_text_middle(d, &p->text, words_of(d, v), box.x + p->text_left, y, box.width - p->text_left + 1);
    if (v->state == PLOT_HIDDEN)
        drawing_area(d, (struct box){x, y - 2.5 * d->scale, 9 * d->scale, 5 * d->scale}, &paint_hidden);
    if (v->state != PLOT_SHOWN)
        return;
    if (v->interval) {
        const double low = x + p->plot_width * axis_place(&p->axis, v->low),
                     high = x + p->plot_width * axis_place(&p->axis, v->high), cap = 2.5 * d->scale;
        canvas_line(d->canvas, low, y, high, y, 1.1 * d->scale, colour);
        canvas_line(d->canvas, low, y - cap, low, y + cap, 0.8 * d->scale, colour);
        canvas_line(d->canvas, high, y - cap, high, y + cap, 0.8 * d->scale, colour);
    }
    drawing_marker(d, x + p->plot_width * axis_place(&p->axis, v->value), y, column, colour);
}

static void draw_row(const struct drawing *d, const void *figure, struct box box, size_t row, double middle) {
    const struct dots *p = figure;
    const struct plot_side *side = &d->plot->rows[row];
    const uint32_t colour = side->kind == PLOT_SILENCE ? PALETTE_HATCH : PALETTE_ACCENT;
    const double top = middle - p->line * (double)d->plot->column_count / 2;
    drawing_text_middle(d, &p->label, side->label, box.x, middle, p->label_width);
    if (side->n)
        drawing_number(d, &p->base, side->n, box.x + p->base_right, middle);
    for (size_t c = 0; c < d->plot->column_count; c++)
        draw_value(d, p, box, plot_at(d->plot, row, c), c, colour, top + p->line * ((double)c + 0.5));
}

static void draw_whole(const struct drawing *d, const struct dots *p, struct box box, double top,
                       double bottom) {
    if (!d->plot->whole)
        return;
    const double x = box.x + p->plot_x + p->plot_width * axis_place(&p->axis, d->plot->whole->value);
    d->canvas->operations->line(d->canvas, x, top, x, bottom, 0.7, PALETTE_GREY, true);
}

static const struct drawing_rows rows = {row_height, draw_row};

double figure_dots_height(const struct drawing *d, double width) {
    const struct dots p = dots_prepare(d, width);
    return drawing_rows_height(d, &rows, &p, p.key_height + DRAWING_TICKS * d->scale);
}

void figure_dots_draw(const struct drawing *d, struct box box) {
    const struct dots p = dots_prepare(d, box.width);
    const double bottom = box.y + figure_dots_height(d, box.width) - DRAWING_TICKS * d->scale;
    const double y = box.y + p.key_height;
    if (p.key)
        drawing_key(d, p.key, d->plot->column_count, box.x, box.y, box.width);
    else if (p.bases)
        drawing_number(d, &p.small, "n", box.x + p.base_right, box.y + 6 * d->scale);
    drawing_ticks(d, &p.axis, box.x + p.plot_x, p.plot_width, y, bottom);
    draw_whole(d, &p, box, y, bottom);
    drawing_rows_draw(d, &rows, &p, box, y);
}
