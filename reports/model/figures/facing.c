/*
 * Panels of bars that face each other: the labels once at the left, a panel per column with its name and n above, and
 * one axis for all, so that lengths may be compared across.
 */
#include "reports/model/figures/drawing.h"

struct facing {
    struct typeset_style label, head;
    const char **heads;
    struct axis axis;
    double label_width, panel_x, step, plot_width, head_height, thickness, text_size;
};

static const double GAP = 7, PANEL_GAP = 10, NUMBER = 8.5;

static struct facing facing_prepare(const struct drawing *d, double width) {
    const struct plot *plot = d->plot;
    const bool dense = drawing_dense(d);
    struct facing p = {.axis = drawing_axis(d),
                       .label = drawing_style(d, dense ? 8 : 9.5, PALETTE_INK, ALIGN_RIGHT),
                       .head = drawing_bold(d, 9, PALETTE_INK, ALIGN_LEFT),
                       .thickness = drawing_pitch(d, dense ? 8.5 : 12),
                       .text_size = dense ? 8 : NUMBER};
    const struct typeset_style number = drawing_bold(d, p.text_size, PALETTE_INK, ALIGN_LEFT);
    double texts = 0;
    for (size_t i = 0; i < plot->row_count * plot->column_count; i++)
        texts = drawing_wider(d, texts, &number, plot->values[i].text);
    p.label.leading = p.label.size * 1.25;
    p.label_width = drawing_gutter(d, &p.label, width, 0.34);
    p.panel_x = p.label_width + GAP * d->scale;
    p.step = (width - p.panel_x + PANEL_GAP * d->scale) / (double)plot->column_count;
    p.plot_width = p.step - PANEL_GAP * d->scale - texts - 5 * d->scale;
    p.heads = arena_array(d->arena, plot->column_count, sizeof *p.heads);
    for (size_t c = 0; c < plot->column_count; c++) {
        p.heads[c] = plot->columns[c].n
                         ? arena_printf(d->arena, "%s\nn=%s", plot->columns[c].label, plot->columns[c].n)
                         : plot->columns[c].label;
        const double height = drawing_text_height(d, &p.head, p.heads[c], p.step - PANEL_GAP * d->scale);
        p.head_height = height > p.head_height ? height : p.head_height;
    }
    p.head_height += 4 * d->scale;
    return p;
}

static double row_height(const struct drawing *d, const void *figure, size_t row) {
    const struct facing *p = figure;
    const double text = drawing_text_height(d, &p->label, d->plot->rows[row].label, p->label_width);
    const double bar = p->thickness, pad = drawing_pitch(d, drawing_dense(d) ? 3.5 : 7);
    return (text > bar ? text : bar) + pad;
}

static void draw_row(const struct drawing *d, const void *figure, struct box box, size_t row, double middle) {
    const struct facing *p = figure;
    const enum plot_side_kind kind = d->plot->rows[row].kind;
    const struct paint paint = kind == PLOT_SILENCE ? paint_of(row, kind) : paint_first;
    drawing_text_middle(d, &p->label, d->plot->rows[row].label, box.x, middle, p->label_width);
    for (size_t c = 0; c < d->plot->column_count; c++)
        drawing_bar(d, &p->axis,
                    (struct box){box.x + p->panel_x + p->step * (double)c, middle - p->thickness / 2,
                                 p->plot_width, p->thickness},
                    plot_at(d->plot, row, c), &paint, p->text_size);
}

static const struct drawing_rows rows = {row_height, draw_row};

double figure_facing_height(const struct drawing *d, double width) {
    const struct facing p = facing_prepare(d, width);
    return drawing_rows_height(d, &rows, &p, p.head_height + DRAWING_TICKS * d->scale);
}

void figure_facing_draw(const struct drawing *d, struct box box) {
    const struct facing p = facing_prepare(d, box.width);
    const double bottom = box.y + figure_facing_height(d, box.width) - DRAWING_TICKS * d->scale;
    const double y = box.y + p.head_height;
    for (size_t c = 0; c < d->plot->column_count; c++) {
        const double x = box.x + p.panel_x + p.step * (double)c;
        drawing_text(d, &p.head, p.heads[c], x, box.y, p.step - PANEL_GAP * d->scale);
        drawing_ticks(d, &p.axis, x, p.plot_width, y, bottom);
    }
    drawing_rows_draw(d, &rows, &p, box, y);
}
