/*
 * One bar of 100 %: percentages inside the parts that have room for them, and above each part its label,
 * shifted where labels would touch; when they cannot stand side by side they are listed below with swatches,
 * in aligned columns.
 */
#include "reports/model/figures/drawing.h"

static const double BAR = 30, LEADER = 10, SWATCH = 9, NUMBERS = 110, LABEL_PAD = 8, LABEL_MAX = 110;

struct stack {
    const struct figure_part *parts;
    size_t count;
    const char **texts; /* labels as they stand above the bar */
    double *widths;     /* of labels, padded */
    double top;         /* room for labels above the bar; 0: listed below */
    struct typeset_style label, percent;
};

static bool percent_fits(const struct drawing *d, const struct stack *s, const struct figure_part *part,
                         double width) {
    return drawing_text_width(d, &s->percent, part->percent) + 4 * d->scale <= width;
}

/* The line below the label: the count, with the percentage where the part is too narrow to hold it. */
static const char *numbers_of(const struct drawing *d, const struct stack *s, const struct figure_part *part,
                              double width) {
    if (percent_fits(d, s, part, width))
        return part->count ? part->count : "";
    return part->count ? arena_printf(d->arena, "%s  %s", part->percent, part->count) : part->percent;
}

static void prepare_label(const struct drawing *d, struct stack *s, size_t i, double width) {
    const struct figure_part *part = &s->parts[i];
    const char *numbers = numbers_of(d, s, part, width * part->share);
    const double most = LABEL_MAX * d->scale, second = drawing_text_width(d, &s->label, numbers);
    double first = drawing_text_width(d, &s->label, part->label);
    first = first < most ? first : most;
    s->texts[i] = arena_printf(d->arena, "%s\n%s", part->label, numbers);
    s->widths[i] = (first > second ? first : second) + LABEL_PAD * d->scale;
}

static struct stack stack_prepare(const struct drawing *d, double width) {
    struct stack s = {.label = drawing_style(d, 9.5, PALETTE_INK, ALIGN_CENTER),
                      .percent = drawing_bold(d, 11, PALETTE_INK, ALIGN_CENTER)};
    s.label.leading = s.label.size * 1.25;
    s.parts = figure_parts(d, 0, &s.count);
    s.widths = arena_array(d->arena, s.count + 1, sizeof *s.widths);
    s.texts = arena_array(d->arena, s.count + 1, sizeof *s.texts);
    double total = 0;
    for (size_t i = 0; i < s.count; i++) {
        prepare_label(d, &s, i, width);
        total += s.widths[i];
    }
    for (size_t i = 0; total <= width && i < s.count; i++) {
        const double height = drawing_text_height(d, &s.label, s.texts[i], s.widths[i]);
        s.top = height > s.top ? height : s.top;
    }
    return s;
}

static double list_label_width(const struct drawing *d, double width) {
    return width - (SWATCH + NUMBERS) * d->scale;
}

static double list_row(const struct drawing *d, const struct stack *s, const struct figure_part *part,
                       double width) {
    struct typeset_style words = s->label;
    words.align = ALIGN_LEFT;
    return drawing_text_height(d, &words, part->label, list_label_width(d, width)) + 4 * d->scale;
}

static double list_height(const struct drawing *d, const struct stack *s, double width) {
    double height = s->top > 0 ? 0 : 8 * d->scale;
    for (size_t i = 0; s->top <= 0 && i < s->count; i++)
        height += list_row(d, s, &s->parts[i], width);
    return height;
}

double figure_stack_height(const struct drawing *d, double width) {
    const struct stack s = stack_prepare(d, width);
    return s.top + (s.top > 0 ? LEADER * d->scale : 0) + (drawing_pitch(d, BAR) + 4 * d->scale) +
           list_height(d, &s, width);
}

static void draw_part(const struct drawing *d, const struct stack *s, const struct figure_part *part,
                      struct box box) {
    drawing_area(d, box, &part->paint);
    if (percent_fits(d, s, part, box.width))
        drawing_inside(d, box, &part->paint, 11, part->percent);
}

static void draw_labels(const struct drawing *d, const struct stack *s, struct box box) {
    double *centres = arena_array(d->arena, s->count + 1, sizeof *centres), at = 0;
    for (size_t i = 0; i < s->count; i++) {
        centres[i] = box.x + box.width * (at + s->parts[i].share / 2);
        at += s->parts[i].share;
    }
    figure_spread(centres, s->widths, s->count, box.x, box.x + box.width);
    at = 0;
    for (size_t i = 0; i < s->count; i++) {
        const double part = box.width * s->parts[i].share, foot = box.y + s->top;
        const double height = drawing_text_height(d, &s->label, s->texts[i], s->widths[i]);
        drawing_text(d, &s->label, s->texts[i], centres[i] - s->widths[i] / 2, foot - height, s->widths[i]);
        canvas_line(d->canvas, centres[i], foot + 2 * d->scale, box.x + box.width * at + part / 2,
                    foot + LEADER * d->scale, 0.5, PALETTE_HATCH);
        at += s->parts[i].share;
    }
}

static void draw_list_row(const struct drawing *d, const struct stack *s, const struct figure_part *part,
                          struct box box, double y) {
    const double swatch = SWATCH * d->scale, right = box.x + box.width;
    const double top = y + (s->label.leading - swatch) / 2, baseline = y + typeset_baseline(&s->label);
    struct typeset_style words = s->label;
    words.align = ALIGN_LEFT;
    drawing_area(d, (struct box){box.x, top, swatch, swatch}, &part->paint);
    drawing_text(d, &words, part->label, box.x + swatch + 5 * d->scale, y, list_label_width(d, box.width));
    canvas_text(d->canvas, right - 48 * d->scale, baseline, ALIGN_RIGHT, FACE_TABULAR_BOLD, words.size,
                PALETTE_INK, part->percent);
    if (part->count)
        canvas_text(d->canvas, right, baseline, ALIGN_RIGHT, FACE_TABULAR, words.size, PALETTE_INK,
                    part->count);
}

static void draw_list(const struct drawing *d, const struct stack *s, struct box box, double y) {
    for (size_t i = 0; i < s->count; i++) {
        draw_list_row(d, s, &s->parts[i], box, y);
        y += list_row(d, s, &s->parts[i], box.width);
    }
}

void figure_stack_draw(const struct drawing *d, struct box box) {
    const struct stack s = stack_prepare(d, box.width);
    if (s.top > 0)
        draw_labels(d, &s, box);
    const double y = box.y + s.top + (s.top > 0 ? LEADER * d->scale : 0);
    double x = box.x;
    for (size_t i = 0; i < s.count; i++) {
        const double width = box.width * s.parts[i].share;
        draw_part(d, &s, &s.parts[i], (struct box){x, y, width, drawing_pitch(d, BAR)});
        x += width;
    }
    if (s.top <= 0)
        draw_list(d, &s, box, y + drawing_pitch(d, BAR) + 8 * d->scale);
}
