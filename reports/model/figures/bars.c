/*
 * Horizontal bars, one per row: label right-aligned at the axis, bar, percentage at the bar's end, and the
 * counts in a column at the right edge, so that they can be read down and checked.
 */
#include "reports/model/figures/drawing.h"

#include "engine/base/lang.h"

struct bars {
    struct typeset_style label, number, small;
    double text_size, thickness, least,
        pad; /* of a row: of the type, the bar, the row, and around its label */
    double label_width, plot_x, plot_width; /* x relative to the box */
    struct axis axis;
    bool counts, bases; /* whether rows have them: columns at the right */
    double base_right;
};

static const double GAP = 7, HEAD_ROOM = 12;

static const char *count_heading(const struct drawing *d) {
    const char *unit = d->plot->count_unit;
    return unit && *unit ? unit : _("Count");
}

static void set_type(const struct drawing *d, struct bars *b) {
    const bool dense = drawing_dense(d);
    b->text_size = dense ? 8 : 9.5;
    b->thickness = drawing_pitch(d, dense ? 8.5 : 12.5);
    b->least = drawing_pitch(d, dense ? 12.5 : 21);
    b->pad = drawing_pitch(d, dense ? 1 : 5);
    b->label = drawing_style(d, b->text_size, PALETTE_INK, ALIGN_RIGHT);
    b->label.leading = b->label.size * 1.25;
    b->number = drawing_style(d, b->text_size, PALETTE_INK, ALIGN_RIGHT);
    b->small = drawing_style(d, 7.5, PALETTE_GREY, ALIGN_RIGHT);
}

static struct bars bars_prepare(const struct drawing *d, double width) {
    struct bars b = {.axis = drawing_axis(d)};
    const struct typeset_style percent =
        (set_type(d, &b), drawing_bold(d, b.text_size, PALETTE_INK, ALIGN_LEFT));
    const double gap = GAP * d->scale;
    double texts = 0, counts = 0, bases = 0;
    for (size_t i = 0; i < d->plot->row_count; i++) {
        const struct plot_value *v = plot_at(d->plot, i, 0);
        b.counts |= v->count != NULL;
        b.bases |= d->plot->rows[i].n != NULL;
        texts = drawing_wider(d, texts, &percent, v->text);
        counts = drawing_wider(d, counts, &b.number, v->count);
        bases = drawing_wider(d, bases, &b.number, d->plot->rows[i].n);
    }
    counts = b.counts ? drawing_wider(d, counts, &b.small, count_heading(d)) + gap : 0;
    bases = b.bases ? drawing_wider(d, bases, &b.small, "n") + 2 * gap : 0;
    b.label_width = drawing_gutter(d, &b.label, width, 0.42);
    b.plot_x = b.label_width + gap;
    b.base_right = width - counts;
    b.plot_width = width - b.plot_x - counts - bases - texts - gap;
    return b;
}

static double row_height(const struct drawing *d, const void *figure, size_t i) {
    const struct bars *b = figure;
    const double text = drawing_text_height(d, &b->label, d->plot->rows[i].label, b->label_width) + b->pad;
    return text > b->least ? text : b->least;
}

static struct paint paint_of_row(const struct drawing *d, size_t i) {
    const enum plot_side_kind kind = d->plot->rows[i].kind;
    if (kind == PLOT_SILENCE)
        return paint_of(i, kind);
    return i == 0 || kind == PLOT_WHOLE ? paint_first : paint_other;
}

static void draw_row(const struct drawing *d, const void *figure, struct box box, size_t i, double middle) {
    const struct bars *b = figure;
    const struct plot_value *value = plot_at(d->plot, i, 0);
    const struct paint paint = paint_of_row(d, i);
    drawing_text_middle(d, &b->label, d->plot->rows[i].label, box.x, middle, b->label_width);
    drawing_bar(d, &b->axis,
                (struct box){box.x + b->plot_x, middle - b->thickness / 2, b->plot_width, b->thickness},
                value, &paint, b->text_size);
    if (d->plot->rows[i].n)
        drawing_number(d, &b->number, d->plot->rows[i].n, box.x + b->base_right, middle);
    if (value->count)
        drawing_number(d, &b->number, value->count, box.x + box.width, middle);
}

static void draw_headings(const struct drawing *d, const struct bars *b, struct box box) {
    const double y = box.y + 6 * d->scale;
    if (b->counts)
        drawing_number(d, &b->small, count_heading(d), box.x + box.width, y);
    if (b->bases)
        drawing_number(d, &b->small, "n", box.x + b->base_right, y);
}

static const struct drawing_rows rows = {row_height, draw_row};

double figure_bars_height(const struct drawing *d, double width) {
    const struct bars b = bars_prepare(d, width);
    return drawing_rows_height(d, &rows, &b, (HEAD_ROOM + DRAWING_TICKS) * d->scale);
}

void figure_bars_draw(const struct drawing *d, struct box box) {
    const struct bars b = bars_prepare(d, box.width);
    const double y = box.y + HEAD_ROOM * d->scale;
    draw_headings(d, &b, box);
    drawing_ticks(d, &b.axis, box.x + b.plot_x, b.plot_width, y,
                  box.y + figure_bars_height(d, box.width) - DRAWING_TICKS * d->scale);
    drawing_rows_draw(d, &rows, &b, box, y);
}
