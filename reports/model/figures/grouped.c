/* Bars in groups: for every row one bar per column, in the order of the key above them, each with its number. */
#include "reports/model/figures/drawing.h"

struct grouped {
    const struct key_item *key;
    double key_height, label_width, plot_x, plot_width;
    struct typeset_style label;
    struct axis axis;
};

static const double GAP = 7, BAR = 9.5, BAR_STEP = 11.5, GROUP_PAD = 7, NUMBER = 8.5;

static struct grouped grouped_prepare(const struct drawing *d, double width) {
    const struct plot *plot = d->plot;
    struct grouped g = {.key = drawing_column_key(d),
                        .axis = drawing_axis(d),
                        .label = drawing_style(d, 9.5, PALETTE_INK, ALIGN_RIGHT)};
    const struct typeset_style number = drawing_bold(d, NUMBER, PALETTE_INK, ALIGN_LEFT);
    double texts = 0;
    for (size_t i = 0; i < plot->row_count * plot->column_count; i++)
        texts = drawing_wider(d, texts, &number, plot->values[i].text);
    g.label.leading = g.label.size * 1.25;
    g.key_height = drawing_key_height(d, g.key, plot->column_count, width) + 4 * d->scale;
    g.label_width = drawing_gutter(d, &g.label, width, 0.42);
    g.plot_x = g.label_width + GAP * d->scale;
    g.plot_width = width - g.plot_x - texts - 6 * d->scale;
    return g;
}

static double group_height(const struct drawing *d, const void *figure, size_t row) {
    const struct grouped *g = figure;
    const double bars = drawing_pitch(d, BAR_STEP) * (double)d->plot->column_count;
    const double text = drawing_text_height(d, &g->label, d->plot->rows[row].label, g->label_width);
    return (text > bars ? text : bars) + drawing_pitch(d, GROUP_PAD);
}

static void draw_group(const struct drawing *d, const void *figure, struct box box, size_t row,
                       double middle) {
    const struct grouped *g = figure;
    const size_t count = d->plot->column_count;
    const double step = drawing_pitch(d, BAR_STEP), top = middle - step * (double)count / 2;
    drawing_text_middle(d, &g->label, d->plot->rows[row].label, box.x, middle, g->label_width);
    for (size_t c = 0; c < count; c++) {
        struct paint paint = paint_of(c, d->plot->columns[c].kind);
        if (d->plot->rows[row].kind == PLOT_SILENCE &&
            !paint.hatch) /* as silences are, each column in its own */
            paint.hatch = 1, paint.hatch_colour = palette_text_on(paint.fill);
        const double y = top + step * (double)c + drawing_pitch(d, BAR_STEP - BAR) / 2;
        drawing_bar(d, &g->axis, (struct box){box.x + g->plot_x, y, g->plot_width, drawing_pitch(d, BAR)},
                    plot_at(d->plot, row, c), &paint, NUMBER);
    }
}

static const struct drawing_rows rows = {group_height, draw_group};

double figure_grouped_height(const struct drawing *d, double width) {
    const struct grouped g = grouped_prepare(d, width);
    return drawing_rows_height(d, &rows, &g, g.key_height + DRAWING_TICKS * d->scale);
}

void figure_grouped_draw(const struct drawing *d, struct box box) {
    const struct grouped g = grouped_prepare(d, box.width);
    const double y = box.y + g.key_height;
    drawing_key(d, g.key, d->plot->column_count, box.x, box.y, box.width);
    drawing_ticks(d, &g.axis, box.x + g.plot_x, g.plot_width, y,
                  box.y + figure_grouped_height(d, box.width) - DRAWING_TICKS * d->scale);
    drawing_rows_draw(d, &rows, &g, box, y);
}
