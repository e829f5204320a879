/*
 * A bar of 100 % per column, one below the other: the column's name and n at the left, percentages inside the parts,
 * and small ones above the parts too narrow to hold them.  The parts are named once: above the first bar where there
 * is room for all names side by side, else in a key.
 */
#include "reports/model/figures/drawing.h"

#include <string.h>

struct stacks {
    const struct figure_part **parts; /* by column */
    size_t *counts;
    const char **headings; /* column and n, two lines */
    double gutter, bar_x, bar_width;
    double head;  /* height of the names above the first bar, or of the key */
    bool named;   /* above the first bar */
    double above; /* room for small percentages over each bar */
    const struct key_item *key;
    size_t key_count;
    struct typeset_style label, name, small;
};

static const double BAR = 22, PAD = 7, LEADER = 9, INSIDE = 9.5, NAME_MAX = 96, NAME_PAD = 8;

static bool fits(const struct drawing *d, const struct figure_part *part, double width) {
    const struct typeset_style style = drawing_bold(d, INSIDE, PALETTE_INK, ALIGN_CENTER);
    return drawing_text_width(d, &style, part->percent) + 4 * d->scale <= width * part->share;
}

/* Every row that has a part in any column. */
static void make_key(const struct drawing *d, struct stacks *s) {
    const struct plot *plot = d->plot;
    struct key_item *items = arena_array(d->arena, plot->row_count + 1, sizeof *items);
    bool hidden = false;
    for (size_t r = 0; r < plot->row_count; r++) {
        bool any = false;
        for (size_t c = 0; c < plot->column_count; c++) {
            any |= plot_at(plot, r, c)->state == PLOT_SHOWN && plot_at(plot, r, c)->value > 0;
            hidden |= plot_at(plot, r, c)->state == PLOT_HIDDEN;
        }
        if (any)
            items[s->key_count++] =
                (struct key_item){plot->rows[r].label, paint_of(r, plot->rows[r].kind), -1};
    }
    if (hidden)
        items[s->key_count++] = (struct key_item){TABLE_HIDDEN, paint_hidden, -1};
    s->key = items;
}

static double name_width(const struct drawing *d, const struct stacks *s, const char *label) {
    const double width = drawing_text_width(d, &s->name, label), most = NAME_MAX * d->scale;
    return (width < most ? width : most) + NAME_PAD * d->scale;
}

/* Names can stand above the first bar when that has every part of the key, none is hidden, and they fit. */
static void choose_head(const struct drawing *d, struct stacks *s, double width) {
    double total = 0, height = 0;
    s->named = s->counts[0] == s->key_count;
    for (size_t i = 0; i < s->counts[0]; i++) {
        const double own = name_width(d, s, s->parts[0][i].label);
        const double high = drawing_text_height(d, &s->name, s->parts[0][i].label, own);
        total += own;
        height = high > height ? high : height;
        s->named &= !s->parts[0][i].paint.hidden;
    }
    s->named &= total <= s->bar_width;
    s->head = s->named ? height + LEADER * d->scale
                       : drawing_key_height(d, s->key, s->key_count, width) + 6 * d->scale;
}

static struct stacks stacks_prepare(const struct drawing *d, double width) {
    const struct plot *plot = d->plot;
    struct stacks s = {.label = drawing_style(d, 9.5, PALETTE_INK, ALIGN_RIGHT),
                       .name = drawing_style(d, 8.5, PALETTE_INK, ALIGN_CENTER),
                       .small = drawing_style(d, 7.5, PALETTE_INK, ALIGN_CENTER)};
    s.label.leading = s.label.size * 1.2;
    s.parts = arena_array(d->arena, plot->column_count, sizeof *s.parts);
    s.counts = arena_array(d->arena, plot->column_count, sizeof *s.counts);
    s.headings = arena_array(d->arena, plot->column_count, sizeof *s.headings);
    for (size_t c = 0; c < plot->column_count; c++) {
        s.parts[c] = figure_parts(d, c, &s.counts[c]);
        s.headings[c] = plot->columns[c].n
                            ? arena_printf(d->arena, "%s\nn=%s", plot->columns[c].label, plot->columns[c].n)
                            : plot->columns[c].label;
        s.gutter = drawing_wider(d, s.gutter, &s.label, plot->columns[c].label);
        s.gutter =
            drawing_wider(d, s.gutter, &s.label,
                          plot->columns[c].n ? s.headings[c] + strlen(plot->columns[c].label) + 1 : "");
    }
    s.gutter = s.gutter + d->scale < width * 0.3 ? s.gutter + d->scale : width * 0.3;
    s.bar_x = s.gutter + 7 * d->scale;
    s.bar_width = width - s.bar_x;
    for (size_t c = 0; c < plot->column_count; c++)
        for (size_t i = 0; i < s.counts[c]; i++)
            if (!fits(d, &s.parts[c][i], s.bar_width))
                s.above = s.small.size * 1.3;
    make_key(d, &s);
    choose_head(d, &s, width);
    return s;
}

static double row_height(const struct drawing *d, const struct stacks *s, size_t column) {
    const double text = drawing_text_height(d, &s->label, s->headings[column], s->gutter);
    const double bar = drawing_pitch(d, BAR);
    return s->above + (text > bar ? text : bar) + drawing_pitch(d, PAD);
}

double figure_stacks_height(const struct drawing *d, double width) {
    const struct stacks s = stacks_prepare(d, width);
    double height = s.head;
    for (size_t c = 0; c < d->plot->column_count; c++)
        height += row_height(d, &s, c);
    return height;
}

/* The percentages that found no room inside, over their parts and moved as little as it takes to stand side by side;
 * where they are too many for that, those of a crowd give way to the table. */
static void draw_above(const struct drawing *d, const struct stacks *s, size_t column, double x, double y) {
    const size_t count = s->counts[column];
    double *centres = arena_array(d->arena, count + 1, sizeof *centres),
           *widths = arena_array(d->arena, count + 1, sizeof *widths), at = 0, total = 0;
    const char **texts = arena_array(d->arena, count + 1, sizeof *texts);
    size_t small = 0;
    for (size_t i = 0; i < count; i++) {
        const struct figure_part *part = &s->parts[column][i];
        const double middle = x + s->bar_width * (at + part->share / 2);
        at += part->share;
        if (fits(d, part, s->bar_width))
            continue;
        texts[small] = part->percent;
        centres[small] = middle;
        widths[small] = drawing_text_width(d, &s->small, part->percent) + 3 * d->scale;
        total += widths[small++];
    }
    if (total < s->bar_width)
        figure_spread(centres, widths, small, x, x + s->bar_width);
    double free_from = x - 4 * d->scale;
    for (size_t i = 0; i < small; i++) {
        if (centres[i] - widths[i] / 2 < free_from - 0.01)
            continue;
        drawing_number(d, &s->small, texts[i], centres[i], y);
        free_from = centres[i] + widths[i] / 2;
    }
}

static void draw_bar(const struct drawing *d, const struct stacks *s, size_t column, struct box bar) {
    double x = bar.x;
    for (size_t i = 0; i < s->counts[column]; i++) {
        const struct figure_part *part = &s->parts[column][i];
        const struct box box = {x, bar.y, bar.width * part->share, bar.height};
        drawing_area(d, box, &part->paint);
        if (fits(d, part, bar.width))
            drawing_inside(d, box, &part->paint, INSIDE, part->percent);
        x += box.width;
    }
    if (s->counts[column] == 0)
        drawing_text_middle(d, &s->small, d->plot->values[column].text, bar.x, bar.y + bar.height / 2,
                            bar.width);
}

static void draw_names(const struct drawing *d, const struct stacks *s, double x, double foot) {
    const size_t count = s->counts[0];
    double *centres = arena_array(d->arena, count + 1, sizeof *centres),
           *widths = arena_array(d->arena, count + 1, sizeof *widths), at = 0;
    for (size_t i = 0; i < count; i++) {
        widths[i] = name_width(d, s, s->parts[0][i].label);
        centres[i] = x + s->bar_width * (at + s->parts[0][i].share / 2);
        at += s->parts[0][i].share;
    }
    figure_spread(centres, widths, count, x, x + s->bar_width);
    at = 0;
    for (size_t i = 0; i < count; i++) {
        const struct figure_part *part = &s->parts[0][i];
        const double height = drawing_text_height(d, &s->name, part->label, widths[i]),
                     bottom = foot - LEADER * d->scale;
        drawing_text(d, &s->name, part->label, centres[i] - widths[i] / 2, bottom - height, widths[i]);
        if (fits(d, part, s->bar_width)) /* else its percentage stands there, and leads as well */
            canvas_line(d->canvas, centres[i], bottom + 1.5 * d->scale,
                        x + s->bar_width * (at + part->share / 2), foot - d->scale, 0.5, PALETTE_HATCH);
        at += part->share;
    }
}

void figure_stacks_draw(const struct drawing *d, struct box box) {
    const struct stacks s = stacks_prepare(d, box.width);
    const double x = box.x + s.bar_x;
    double y = box.y + s.head;
    if (s.named)
        draw_names(d, &s, x, y + s.above);
    else
        drawing_key(d, s.key, s.key_count, box.x, box.y, box.width);
    for (size_t c = 0; c < d->plot->column_count; c++) {
        const double height = row_height(d, &s, c), bar = drawing_pitch(d, BAR);
        const double middle = y + s.above + (height - s.above - drawing_pitch(d, PAD)) / 2;
        drawing_text_middle(d, &s.label, s.headings[c], box.x, middle, s.gutter);
        draw_bar(d, &s, c, (struct box){x, middle - bar / 2, s.bar_width, bar});
        draw_above(d, &s, c, x, middle - bar / 2 - s.above * 0.45);
        y += height;
    }
}
