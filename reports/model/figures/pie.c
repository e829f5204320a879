/*
 * A ring for the few categories of a single answer, labelled beside its parts: reading it needs neither a
 * legend nor colour.
 */
#include "reports/model/figures/drawing.h"

#include <math.h>

static const double RADIUS = 60, INNER = 0.56, REACH = 14, LABEL_GAP = 4, PAD = 6;

struct pie_label {
    const struct figure_part *part;
    double angle;  /* of the part's middle, radians clockwise from 12 o'clock */
    double height; /* of the label */
};

struct pie {
    const struct figure_part *parts;
    size_t count;
    struct pie_label *left, *right; /* from top to bottom */
    size_t left_count, right_count;
    double radius, label_width;
    struct typeset_style label, percent;
};

static const char *numbers_of(const struct drawing *d, const struct figure_part *part) {
    return part->count ? arena_printf(d->arena, "**%s**  %s", part->percent, part->count) : part->percent;
}

static double label_height(const struct drawing *d, const struct pie *p, const struct figure_part *part) {
    return drawing_text_height(d, &p->label, part->label, p->label_width) +
           drawing_text_height(d, &p->percent, numbers_of(d, part), p->label_width) + LABEL_GAP * d->scale;
}

/* Parts go clockwise, so those on the right come from top to bottom and those on the left from bottom to top.
 */
static void assign_sides(const struct drawing *d, struct pie *p) {
    double at = 0;
    for (size_t i = 0; i < p->count; i++) {
        const double angle = (at + p->parts[i].share / 2) * 2 * acos(-1);
        const struct pie_label label = {&p->parts[i], angle, label_height(d, p, &p->parts[i])};
        at += p->parts[i].share;
        if (sin(angle) >= 0)
            p->right[p->right_count++] = label;
        else
            p->left[p->left_count++] = label;
    }
    for (size_t i = 0; i < p->left_count / 2; i++) {
        const struct pie_label swap = p->left[i];
        p->left[i] = p->left[p->left_count - 1 - i];
        p->left[p->left_count - 1 - i] = swap;
    }
}

static struct pie pie_prepare(const struct drawing *d, double width) {
    struct pie p = {.label = drawing_style(d, 9.5, PALETTE_INK, ALIGN_LEFT),
                    .percent = drawing_style(d, 11, PALETTE_INK, ALIGN_LEFT)};
    p.label.leading = p.label.size * 1.25;
    p.parts = figure_parts(d, 0, &p.count);
    p.radius = drawing_pitch(d, RADIUS);
    p.label_width = width / 2 - p.radius - (REACH + 6) * d->scale;
    if (p.label_width < width / 6) /* a narrow box: a smaller ring rather than no room for words */
        p.label_width = width / 6, p.radius = width / 3 - (REACH + 6) * d->scale;
    p.left = arena_array(d->arena, p.count + 1, sizeof *p.left);
    p.right = arena_array(d->arena, p.count + 1, sizeof *p.right);
    assign_sides(d, &p);
    return p;
}

static double side_height(const struct pie_label *labels, size_t count) {
    double height = 0;
    for (size_t i = 0; i < count; i++)
        height += labels[i].height;
    return height;
}

double figure_pie_height(const struct drawing *d, double width) {
    const struct pie p = pie_prepare(d, width);
    double height = 2 * p.radius;
    height = fmax(height, side_height(p.left, p.left_count));
    height = fmax(height, side_height(p.right, p.right_count));
    return height + 2 * PAD * d->scale;
}

static void spoke(const struct drawing *d, const struct pie *p, double cx, double cy, double at, double width,
                  uint32_t colour) {
    const double s = sin(at * 2 * acos(-1)), c = cos(at * 2 * acos(-1)), inner = p->radius * INNER;
    canvas_line(d->canvas, cx + s * inner, cy - c * inner, cx + s * p->radius, cy - c * p->radius,
                width * d->scale, colour);
}

/* What is hatched elsewhere has spokes in a ring. */
static void draw_spokes(const struct drawing *d, const struct pie *p, double cx, double cy, double from,
                        const struct figure_part *part) {
    const double step = 3.2 * d->scale / (p->radius * 2 * acos(-1));
    for (double at = from + step; part->paint.hatch && at < from + part->share; at += step)
        spoke(d, p, cx, cy, at, 0.6, part->paint.hatch_colour);
}

/* A dark disc below lets a thin frame show around the light parts. */
static void draw_ring(const struct drawing *d, const struct pie *p, double cx, double cy) {
    const struct canvas_operations *draw = d->canvas->operations;
    const double inner = p->radius * INNER, frame = 0.5;
    draw->slice(d->canvas, cx, cy, inner - frame, p->radius, 0, 360, PALETTE_GREY);
    draw->slice(d->canvas, cx, cy, inner, p->radius - frame, 0, 360, PALETTE_HAIR);
    double at = 0;
    for (size_t i = 0; i < p->count; i++) {
        draw->slice(d->canvas, cx, cy, inner, p->radius - frame, at * 360, (at + p->parts[i].share) * 360,
                    p->parts[i].paint.fill);
        draw_spokes(d, p, cx, cy, at, &p->parts[i]);
        at += p->parts[i].share;
    }
    at = 0;
    for (size_t i = 0; p->count > 1 && i < p->count; i++) {
        spoke(d, p, cx, cy, at, 0.7, PALETTE_GREY);
        at += p->parts[i].share;
    }
}

static void draw_label(const struct drawing *d, const struct pie *p, const struct pie_label *label, double cx,
                       double cy, double y, bool right) {
    const double side = right ? 1 : -1, reach = p->radius + REACH * d->scale;
    const double edge_x = cx + sin(label->angle) * p->radius * 1.01,
                 edge_y = cy - cos(label->angle) * p->radius * 1.01;
    const double elbow = cx + side * (p->radius + 0.45 * REACH * d->scale), end = cx + side * reach;
    canvas_line(d->canvas, edge_x, edge_y, elbow, y, 0.5, PALETTE_HATCH);
    canvas_line(d->canvas, elbow, y, end, y, 0.5, PALETTE_HATCH);
    struct typeset_style words = p->label, numbers = p->percent;
    words.align = numbers.align = right ? ALIGN_LEFT : ALIGN_RIGHT;
    const double x = right ? end + 4 * d->scale : end - 4 * d->scale - p->label_width;
    const double top = y - (label->height - LABEL_GAP * d->scale) / 2;
    const double height = drawing_text(d, &words, label->part->label, x, top, p->label_width);
    drawing_text(d, &numbers, numbers_of(d, label->part), x, top + height, p->label_width);
}

static void draw_side(const struct drawing *d, const struct pie *p, const struct pie_label *labels,
                      size_t count, struct box box, bool right) {
    const double cx = box.x + box.width / 2, cy = box.y + box.height / 2;
    double *y = arena_array(d->arena, count + 1, sizeof *y),
           *sizes = arena_array(d->arena, count + 1, sizeof *sizes);
    for (size_t i = 0; i < count; i++) {
        y[i] = cy - cos(labels[i].angle) * p->radius * 0.9;
        sizes[i] = labels[i].height;
    }
    figure_spread(y, sizes, count, box.y, box.y + box.height);
    for (size_t i = 0; i < count; i++)
        draw_label(d, p, &labels[i], cx, cy, y[i], right);
}

static void draw_centre(const struct drawing *d, const struct pie *p, double cx, double cy) {
    const char *n = d->plot->columns[0].n;
    if (n)
        canvas_text(d->canvas, cx, cy + 0.36 * p->label.size, ALIGN_CENTER, FACE_GOTHIC_BOLD, p->label.size,
                    PALETTE_INK, arena_printf(d->arena, "n=%s", n));
}

void figure_pie_draw(const struct drawing *d, struct box box) {
    const struct pie p = pie_prepare(d, box.width);
    const double cx = box.x + box.width / 2, cy = box.y + box.height / 2;
    draw_ring(d, &p, cx, cy);
    draw_centre(d, &p, cx, cy);
    draw_side(d, &p, p.left, p.left_count, box, false);
    draw_side(d, &p, p.right, p.right_count, box, true);
}
