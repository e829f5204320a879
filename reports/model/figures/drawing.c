#include "reports/model/figures/drawing.h"

#include "engine/base/lang.h"

/* --- parts --- */

/* What is hidden together: one part with all the labels, as large as what the shown ones leave. */
static void add_hidden(struct figure_part *hidden, const struct drawing *d, const char *label,
                       const char *text) {
    hidden->label = hidden->label ? arena_printf(d->arena, _("%s, %s"), hidden->label, label) : label;
    hidden->percent = text;
    hidden->paint = paint_hidden;
}

const struct figure_part *figure_parts(const struct drawing *d, size_t column, size_t *count) {
    const struct plot *plot = d->plot;
    struct figure_part *parts = arena_array(d->arena, plot->row_count + 1, sizeof *parts), hidden = {0};
    double shown = 0;
    size_t used = 0;
    for (size_t i = 0; i < plot->row_count; i++) {
        const struct plot_value *v = plot_at(plot, i, column);
        if (v->state == PLOT_HIDDEN)
            add_hidden(&hidden, d, plot->rows[i].label, v->text);
        if (v->state != PLOT_SHOWN || v->value <= 0)
            continue;
        parts[used++] = (struct figure_part){.label = plot->rows[i].label,
                                             .percent = v->text,
                                             .count = v->count,
                                             .share = v->value / 100,
                                             .paint = paint_of(i, plot->rows[i].kind)};
        shown += v->value / 100;
    }
    hidden.share = shown < 1 ? 1 - shown : 0;
    if (hidden.label)
        parts[used++] = hidden;
    *count = used;
    return parts;
}

/* --- placing labels --- */

/* Neighbours that would overlap move as one block to the mean of where they want to be (pool adjacent
 * violators: Ayer et al. 1955); `places` are centres less the room taken by the labels before, and must not
 * decrease. */
static void pool(double *places, size_t *sizes, size_t count) {
    size_t blocks = 0;
    for (size_t i = 0; i < count; i++) {
        double place = places[i];
        size_t size = 1;
        while (blocks > 0 && places[blocks - 1] > place) {
            blocks--;
            place = (places[blocks] * (double)sizes[blocks] + place * (double)size) /
                    (double)(sizes[blocks] + size);
            size += sizes[blocks];
        }
        places[blocks] = place;
        sizes[blocks++] = size;
    }
    for (size_t i = count; blocks > 0;) /* from the blocks back to one place for each */
        for (const double place = places[--blocks], *stop = &places[i - sizes[blocks]]; &places[i] > stop;)
            places[--i] = place;
}

void figure_spread(double *centres, const double *sizes, size_t count, double low, double high) {
    size_t members[FIGURE_LABELS_MAX];
    double before[FIGURE_LABELS_MAX] = {0}, total = 0;
    if (count == 0 || count > FIGURE_LABELS_MAX)
        return;
    for (size_t i = 0; i < count; i++) {
        total += sizes[i];
        before[i] = i ? before[i - 1] + (sizes[i - 1] + sizes[i]) / 2 : 0;
        centres[i] -= before[i];
    }
    pool(centres, members, count);
    const double squeeze = total > high - low ? (high - low) / total : 1;
    const double first = low + sizes[0] * squeeze / 2, last = high - sizes[count - 1] * squeeze / 2;
    for (size_t i = 0; i < count; i++) {
        const double most = last - before[count - 1] * squeeze;
        centres[i] = squeeze < 1 || centres[i] < first ? first : centres[i] > most ? most : centres[i];
        centres[i] += before[i] * squeeze;
    }
}

/* Their places in ascending order of the centres; figures have few labels. */
static size_t *ascending(const struct drawing *d, const double *centres, size_t count) {
    size_t *order = arena_array(d->arena, count + 1, sizeof *order);
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && centres[order[at - 1]] > centres[i]; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return order;
}

void drawing_spread(const struct drawing *d, double *centres, const double *sizes, size_t count, double low,
                    double high) {
    const size_t *order = ascending(d, centres, count);
    double *sorted = arena_array(d->arena, count + 1, sizeof *sorted),
           *heights = arena_array(d->arena, count + 1, sizeof *heights);
    for (size_t i = 0; i < count; i++)
        sorted[i] = centres[order[i]], heights[i] = sizes[order[i]];
    figure_spread(sorted, heights, count, low, high);
    for (size_t i = 0; i < count; i++)
        centres[order[i]] = sorted[i];
}

/* --- rows --- */

enum { DENSE_ROWS = 24 };

bool drawing_dense(const struct drawing *d) {
    return d->plot->row_count > DENSE_ROWS;
}

double drawing_gutter(const struct drawing *d, const struct typeset_style *style, double width,
                      double share) {
    double widest = 0;
    for (size_t i = 0; i < d->plot->row_count; i++)
        widest = drawing_wider(d, widest, style, d->plot->rows[i].label);
    widest += d->scale;
    return widest < width * share ? widest : width * share;
}

double drawing_break(const struct drawing *d, size_t i) {
    const struct plot_side *rows = d->plot->rows;
    return i > 0 && rows[i].kind != rows[i - 1].kind ? 6 * d->scale : 0;
}

double drawing_rows_height(const struct drawing *d, const struct drawing_rows *rows, const void *figure,
                           double above) {
    double height = above;
    for (size_t i = 0; i < d->plot->row_count; i++)
        height += rows->height(d, figure, i) + drawing_break(d, i);
    return height;
}

void drawing_rows_draw(const struct drawing *d, const struct drawing_rows *rows, const void *figure,
                       struct box box, double y) {
    for (size_t i = 0; i < d->plot->row_count; i++) {
        const double height = rows->height(d, figure, i), gap = drawing_break(d, i);
        if (gap > 0)
            canvas_line(d->canvas, box.x, y + gap / 2, box.x + box.width, y + gap / 2, 0.4, PALETTE_HAIR);
        y += gap + height;
        rows->draw(d, figure, box, i, y - height / 2);
    }
}

/* --- text --- */

double drawing_pitch(const struct drawing *d, double height) {
    return height * d->scale * d->pitch;
}

struct typeset_style drawing_style(const struct drawing *d, double size, uint32_t colour,
                                   enum canvas_align align) {
    return (struct typeset_style){.face = FACE_TABULAR,
                                  .bold = FACE_TABULAR_BOLD,
                                  .size = size * d->scale,
                                  .leading = size * 1.35 * d->scale,
                                  .colour = colour,
                                  .align = align};
}

struct typeset_style drawing_bold(const struct drawing *d, double size, uint32_t colour,
                                  enum canvas_align align) {
    struct typeset_style style = drawing_style(d, size, colour, align);
    style.face = FACE_TABULAR_BOLD;
    return style;
}

double drawing_text_height(const struct drawing *d, const struct typeset_style *style, const char *text,
                           double width) {
    return typeset_break(d->arena, d->canvas, style, text, width)->height;
}

double drawing_text(const struct drawing *d, const struct typeset_style *style, const char *text, double x,
                    double y, double width) {
    const struct typeset_paragraph *p = typeset_break(d->arena, d->canvas, style, text, width);
    typeset_draw(d->canvas, style, p, 0, p->line_count, x, y, width);
    return p->height;
}

double drawing_text_width(const struct drawing *d, const struct typeset_style *style, const char *text) {
    return canvas_text_width(d->canvas, style->face, style->size, text);
}

double drawing_broken_width(const struct drawing *d, const struct typeset_style *style, const char *text,
                            double width) {
    const struct typeset_paragraph *p = typeset_break(d->arena, d->canvas, style, text, width);
    double widest = 0;
    for (size_t i = 0; i < p->line_count; i++)
        widest = p->lines[i].width > widest ? p->lines[i].width : widest;
    return widest;
}

double drawing_wider(const struct drawing *d, double width, const struct typeset_style *style,
                     const char *text) {
    const double own = text ? drawing_text_width(d, style, text) : 0;
    return own > width ? own : width;
}

void drawing_text_middle(const struct drawing *d, const struct typeset_style *style, const char *text,
                         double x, double y, double width) {
    drawing_text(d, style, text, x, y - drawing_text_height(d, style, text, width) / 2, width);
}

void drawing_number(const struct drawing *d, const struct typeset_style *style, const char *text, double x,
                    double y) {
    canvas_text(d->canvas, x, y + 0.36 * style->size, style->align, style->face, style->size, style->colour,
                text);
}

const char *drawing_label_with_n(const struct drawing *d, const struct plot_side *side) {
    return side->n ? arena_printf(d->arena, _("%s (n=%s)"), side->label, side->n) : side->label;
}
