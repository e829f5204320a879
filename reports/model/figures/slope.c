/*
 * From the first column to the second: a line per row, its label and numbers at both ends.  Rows that lack one of the
 * two values, or may not show it, are listed below with what they have.
 */
#include "reports/model/figures/drawing.h"

#include <math.h>

struct slope {
    struct axis axis;
    size_t *rows; /* those with both values */
    size_t count;
    const char **left, **right; /* texts at the ends */
    double *heights;
    const char *others; /* the rest, or NULL */
    double side, plot_x, plot_width, plot_height, head_height;
    struct typeset_style left_style, right_style, head, small;
};

static const double GAP = 8, PLOT = 150, PER_ROW = 16, MARK = 4; /* MARK: of a dot at the edge */

static void sort_out(const struct drawing *d, struct slope *s) {
    const struct plot *plot = d->plot;
    s->rows = arena_array(d->arena, plot->row_count + 1, sizeof *s->rows);
    for (size_t r = 0; r < plot->row_count; r++) {
        const struct plot_value *a = plot_at(plot, r, 0), *b = plot_at(plot, r, 1);
        if (a->state == PLOT_SHOWN && b->state == PLOT_SHOWN)
            s->rows[s->count++] = r;
        else
            s->others = arena_printf(d->arena, "%s%s%s  %s → %s", s->others ? s->others : "",
                                     s->others ? "\n" : "", plot->rows[r].label, a->text, b->text);
    }
}

static void name_ends(const struct drawing *d, struct slope *s, double width) {
    const struct plot *plot = d->plot;
    double widest = 0;
    s->left = arena_array(d->arena, s->count + 1, sizeof *s->left);
    s->right = arena_array(d->arena, s->count + 1, sizeof *s->right);
    s->heights = arena_array(d->arena, s->count + 1, sizeof *s->heights);
    for (size_t i = 0; i < s->count; i++) {
        const char *label = plot->rows[s->rows[i]].label;
        s->left[i] = arena_printf(d->arena, "%s **%s**", label, plot_at(plot, s->rows[i], 0)->text);
        s->right[i] = arena_printf(d->arena, "**%s** %s", plot_at(plot, s->rows[i], 1)->text, label);
        widest = drawing_wider(d, widest, &s->head, arena_printf(d->arena, "%s 000.0%%", label));
    }
    s->side = fmin(widest + 2 * d->scale, width * 0.36);
    for (size_t i = 0; i < s->count; i++)
        s->heights[i] = fmax(drawing_text_height(d, &s->left_style, s->left[i], s->side),
                             drawing_text_height(d, &s->right_style, s->right[i], s->side)) +
                        2 * d->scale;
}

/* The names of the columns stand over the ends of the lines, as wide as the nearer of the edge and the middle lets them. */
static double head_room(const struct slope *s) {
    return 2 * fmin(s->plot_x, 0.47 * s->plot_width);
}

static struct slope slope_prepare(const struct drawing *d, double width) {
    struct slope s = {.left_style = drawing_style(d, 8.5, PALETTE_INK, ALIGN_RIGHT),
                      .right_style = drawing_style(d, 8.5, PALETTE_INK, ALIGN_LEFT),
                      .head = drawing_bold(d, 9, PALETTE_INK, ALIGN_CENTER),
                      .small = drawing_style(d, 8, PALETTE_GREY, ALIGN_LEFT)};
    double low = 0, high = 1, heights = 0;
    s.left_style.leading = s.right_style.leading = s.left_style.size * 1.2;
    sort_out(d, &s);
    name_ends(d, &s, width);
    plot_range(d->plot, false, &low, &high);
    s.axis = drawing_axis_between(d->plot, low, high, 6);
    s.plot_x = s.side + GAP * d->scale;
    s.plot_width = width - 2 * s.plot_x;
    for (size_t i = 0; i < s.count; i++)
        heights += s.heights[i];
    s.plot_height = fmax(heights, drawing_pitch(d, fmax(PLOT, PER_ROW * (double)s.count)));
    for (size_t c = 0; c < 2; c++)
        s.head_height =
            fmax(s.head_height, drawing_text_height(d, &s.head, drawing_label_with_n(d, &d->plot->columns[c]),
                                                    head_room(&s)));
    s.head_height += 6 * d->scale + MARK * d->scale;
    return s;
}

double figure_slope_height(const struct drawing *d, double width) {
    const struct slope s = slope_prepare(d, width);
    return s.head_height + s.plot_height + MARK * d->scale +
           (s.others ? drawing_text_height(d, &s.small, s.others, width) + 6 * d->scale : 0);
}

static double value_y(const struct slope *s, double top, double value) {
    return top + s->plot_height * (1 - axis_place(&s->axis, value));
}

/* One side's texts beside the ends of the lines; where they had to move a leader shows to which they belong. */
static void draw_side(const struct drawing *d, const struct slope *s, struct box box, size_t column) {
    const double top = box.y + s->head_height, gap = GAP * d->scale;
    const double end = box.x + s->plot_x + (column ? s->plot_width : 0);
    double *middles = arena_array(d->arena, s->count + 1, sizeof *middles);
    for (size_t i = 0; i < s->count; i++)
        middles[i] = value_y(s, top, plot_at(d->plot, s->rows[i], column)->value);
    drawing_spread(d, middles, s->heights, s->count, top, top + s->plot_height);
    for (size_t i = 0; i < s->count; i++) {
        const double y = value_y(s, top, plot_at(d->plot, s->rows[i], column)->value);
        canvas_line(d->canvas, end, y, end + (column ? gap : -gap) * 0.75, middles[i], 0.4, PALETTE_HATCH);
        if (column)
            drawing_text_middle(d, &s->right_style, s->right[i], end + gap, middles[i], s->side);
        else
            drawing_text_middle(d, &s->left_style, s->left[i], box.x, middles[i], s->side);
    }
}

static void draw_lines(const struct drawing *d, const struct slope *s, struct box box) {
    const double top = box.y + s->head_height, left = box.x + s->plot_x, right = left + s->plot_width;
    canvas_line(d->canvas, left, top, left, top + s->plot_height, 0.5, PALETTE_HATCH);
    canvas_line(d->canvas, right, top, right, top + s->plot_height, 0.5, PALETTE_HATCH);
    for (size_t i = 0; i < s->count; i++) {
        const size_t row = s->rows[i];
        const bool silence = d->plot->rows[row].kind == PLOT_SILENCE;
        const uint32_t colour = silence ? PALETTE_HATCH : PALETTE_ACCENT;
        const double a = value_y(s, top, plot_at(d->plot, row, 0)->value),
                     b = value_y(s, top, plot_at(d->plot, row, 1)->value);
        d->canvas->operations->line(d->canvas, left, a, right, b, 1.5 * d->scale, colour, silence);
        drawing_marker(d, left, a, 0, colour);
        drawing_marker(d, right, b, 0, colour);
    }
}

void figure_slope_draw(const struct drawing *d, struct box box) {
    const struct slope s = slope_prepare(d, box.width);
    const double room = head_room(&s);
    for (size_t c = 0; c < 2; c++) {
        const double end = box.x + s.plot_x + (c ? s.plot_width : 0);
        const char *head = drawing_label_with_n(d, &d->plot->columns[c]);
        drawing_text(d, &s.head, head, end - room / 2,
                     box.y + s.head_height - (6 + MARK) * d->scale -
                         drawing_text_height(d, &s.head, head, room),
                     room);
    }
    draw_lines(d, &s, box);
    draw_side(d, &s, box, 0);
    draw_side(d, &s, box, 1);
    if (s.others)
        drawing_text(d, &s.small, s.others, box.x,
                     box.y + s.head_height + s.plot_height + (MARK + 6) * d->scale, box.width);
}
