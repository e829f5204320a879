/*
 * Horizontal bars, one per row: label right-aligned at the axis, bar, percentage at the bar's end, and the
 * counts in a column at the right edge, so that they can be read down and checked.
 */
#include "reports/model/figures/drawing.h"

#include "engine/base/lang.h"
#include "reports/model/palette.h"

#include <stdio.h>

struct bars {
    const struct figure_part *parts;
    size_t count;
    double label_width, plot_x, plot_width, count_right; /* x relative to the box */
    double axis_max;                                     /* percent */
    struct typeset_style label, percent, number, small;
};

static const double GAP = 7, TICK_ROOM = 14, HEAD_ROOM = 12, SILENCE_GAP = 6;

static double axis_step(double max) {
    if (max <= 10)
        return max <= 5 ? 1 : 2;
    return max <= 25 ? 5 : max <= 50 ? 10 : 20;
}

static double choose_axis(const struct figure *figure, const struct figure_part *parts, size_t count) {
    if (figure->axis_max > 0)
        return figure->axis_max;
    double max = 1;
    for (size_t i = 0; i < count; i++)
        if (parts[i].share * 100 > max)
            max = parts[i].share * 100;
    const double step = axis_step(max);
    return step * (double)(long)((max + step - 1e-9) / step);
}

static double widest(const struct drawing *d, const struct bars *b, const struct typeset_style *style,
                     const char *(*text)(const struct figure_part *)) {
    double width = 0;
    for (size_t i = 0; i < b->count; i++) {
        const char *t = text(&b->parts[i]);
        const double w = t ? drawing_text_width(d, style, t) : 0;
        if (w > width)
            width = w;
    }
    return width;
}

static const char *label_of(const struct figure_part *part) {
    return part->label;
}
static const char *percent_of(const struct figure_part *part) {
    return part->percent;
}
static const char *count_of(const struct figure_part *part) {
    return part->count;
}

static const char *count_heading(const struct drawing *d) {
    const char *unit = d->figure->table->unit;
    return unit && *unit ? unit : _("How many");
}

static struct bars bars_prepare(const struct drawing *d, double width) {
    struct bars b = {.label = drawing_style(d, 9.5, PALETTE_INK, ALIGN_RIGHT),
                     .percent = drawing_bold(d, 9.5, PALETTE_INK, ALIGN_LEFT),
                     .number = drawing_style(d, 9.5, PALETTE_INK, ALIGN_RIGHT),
                     .small = drawing_style(d, 7.5, PALETTE_GREY, ALIGN_RIGHT)};
    b.label.leading = b.label.size * 1.25;
    b.parts = figure_parts(d, false, &b.count);
    b.axis_max = choose_axis(d->figure, b.parts, b.count);
    const double gap = GAP * d->scale, most = width * 0.42;
    b.label_width = widest(d, &b, &b.label, label_of) + 1;
    if (b.label_width > most)
        b.label_width = most;
    double counts = widest(d, &b, &b.number, count_of);
    const double heading = drawing_text_width(d, &b.small, count_heading(d));
    counts = counts > heading ? counts : heading;
    b.count_right = width;
    b.plot_x = b.label_width + gap;
    b.plot_width = width - b.plot_x - counts - widest(d, &b, &b.percent, percent_of) - 2.5 * gap;
    return b;
}

static double row_height(const struct drawing *d, const struct bars *b, size_t i) {
    const double text = drawing_text_height(d, &b->label, b->parts[i].label, b->label_width) + 5 * d->scale;
    const double least = 21 * d->scale;
    return text > least ? text : least;
}

static bool silence_begins(const struct bars *b, size_t i) {
    return i > 0 && b->parts[i].silence && !b->parts[i - 1].silence;
}

double figure_bars_height(const struct drawing *d, double width) {
    const struct bars b = bars_prepare(d, width);
    double height = (HEAD_ROOM + TICK_ROOM) * d->scale;
    for (size_t i = 0; i < b.count; i++)
        height += row_height(d, &b, i) + (silence_begins(&b, i) ? SILENCE_GAP * d->scale : 0);
    return height;
}

static void draw_axis(const struct drawing *d, const struct bars *b, double x, double top, double bottom) {
    const double step = axis_step(b->axis_max);
    const double baseline = bottom + 9 * d->scale;
    for (int i = 0; i * step <= b->axis_max + 1e-9; i++) {
        const double at = x + b->plot_width * i * step / b->axis_max;
        char text[32];
        snprintf(text, sizeof text, "%.0f%s", i * step, (i + 1) * step > b->axis_max + 1e-9 ? "%" : "");
        if (i > 0)
            canvas_line(d->canvas, at, top, at, bottom, 0.4, PALETTE_HAIR);
        canvas_text(d->canvas, at, baseline, ALIGN_CENTER, FACE_GOTHIC, 7 * d->scale, PALETTE_GREY, text);
    }
}

static uint32_t bar_fill(const struct figure_part *part, bool first) {
    return part->silence ? PALETTE_SILENCE : first ? PALETTE_ACCENT : PALETTE_SECOND;
}

static void draw_bar(const struct drawing *d, const struct figure_part *part, double x, double y,
                     double width, double thickness, uint32_t fill) {
    if (width <= 0)
        return;
    canvas_rectangle(d->canvas, x, y, width, thickness, fill);
    if (part->hatch)
        d->canvas->operations->hatch(d->canvas, x, y, width, thickness, part->hatch, PALETTE_RULE);
}

static void draw_row(const struct drawing *d, const struct bars *b, struct box box, size_t i, double y,
                     double height) {
    const struct figure_part *part = &b->parts[i];
    const double x = box.x + b->plot_x, middle = y + height / 2, thickness = 12.5 * d->scale;
    const double text = drawing_text_height(d, &b->label, part->label, b->label_width);
    drawing_text(d, &b->label, part->label, box.x, middle - text / 2, b->label_width);
    const double length = b->plot_width * part->share * 100 / b->axis_max;
    draw_bar(d, part, x, middle - thickness / 2, length, thickness, bar_fill(part, i == 0));
    const double baseline = middle + 0.36 * b->percent.size;
    canvas_text(d->canvas, x + length + 4 * d->scale, baseline, ALIGN_LEFT, FACE_GOTHIC_BOLD, b->percent.size,
                PALETTE_INK, part->percent);
    if (part->count)
        canvas_text(d->canvas, box.x + b->count_right, baseline, ALIGN_RIGHT, FACE_GOTHIC, b->number.size,
                    PALETTE_INK, part->count);
}

void figure_bars_draw(const struct drawing *d, struct box box) {
    const struct bars b = bars_prepare(d, box.width);
    double y = box.y + HEAD_ROOM * d->scale;
    const double top = y, x = box.x + b.plot_x;
    const double bottom = box.y + figure_bars_height(d, box.width) - TICK_ROOM * d->scale;
    canvas_text(d->canvas, box.x + b.count_right, box.y + 8 * d->scale, ALIGN_RIGHT, FACE_GOTHIC,
                b.small.size, PALETTE_GREY, count_heading(d));
    draw_axis(d, &b, x, top, bottom);
    for (size_t i = 0; i < b.count; i++) {
        const double height = row_height(d, &b, i);
        if (silence_begins(&b, i)) {
            y += SILENCE_GAP * d->scale;
            canvas_line(d->canvas, box.x, y - SILENCE_GAP * d->scale / 2, box.x + box.width,
                        y - SILENCE_GAP * d->scale / 2, 0.4, PALETTE_HAIR);
        }
        draw_row(d, &b, box, i, y, height);
        y += height;
    }
    canvas_line(d->canvas, x, top, x, bottom, 0.7, PALETTE_GREY);
}
