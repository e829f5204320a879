/*
 * A funnel: every row a dot at its n and its value, about the rate of all, with the limits that chance alone keeps
 * (engine/statistics/funnel.h: 95 % and 99.8 %).  Rows outside the limits are named; a name that finds no room beside
 * its dot is listed below.
 */
#include "reports/model/figures/drawing.h"

#include "engine/base/lang.h"
#include "engine/statistics/funnel.h"

#include <math.h>

struct funnel {
    struct axis x, y;
    double tick_room, plot_width, plot_height; /* relative to the box */
    struct typeset_style tick, name, small;
    double target; /* 0..1 */
    bool *outside; /* by row: takes part, and lies outside the inner limits */
};

struct funnel_name {
    double left, top, right, bottom;
};

struct funnel_names {
    struct funnel_name *boxes;
    size_t count;
    const char *others;
};

static const double PLOT = 230, FOOT = 24, HEAD = 26;
enum { CURVE_POINTS = 48 };

/* How many returns' worth of chance is in a value: of a weighted one its effective n (Kish 1965). */
static int64_t chance_n(const struct plot_value *v) {
    return v->effective_n > 0 ? (int64_t)(v->effective_n + 0.5) : v->n;
}

static bool is_weighted(const struct plot *plot) {
    return plot->whole->effective_n > 0;
}

static bool takes_part(const struct plot *plot, size_t row) {
    const struct plot_value *v = plot_at(plot, row, 0);
    return plot->rows[row].kind == PLOT_PART && v->state == PLOT_SHOWN && chance_n(v) > 0;
}

const char *figure_funnel_refuse(struct arena *arena, const struct plot *plot) {
    (void)arena;
    if (!plot->whole || plot->whole->n <= 0)
        return _("it has no rate of all to hold its rows against: name one answer of a crossed table");
    return NULL;
}

static struct funnel_limits limits_at(const struct funnel *f, double n, enum funnel_width width) {
    return funnel_at(f->target, (int64_t)(n + 0.5), width);
}

static void choose_axes(const struct drawing *d, struct funnel *f) {
    double low = 100, high = 0, most = 1, least = 1e18;
    for (size_t i = 0; i < d->plot->row_count; i++) {
        const struct plot_value *v = plot_at(d->plot, i, 0);
        if (!takes_part(d->plot, i))
            continue;
        low = fmin(low, v->value);
        high = fmax(high, v->value);
        most = fmax(most, (double)chance_n(v));
        least = fmin(least, (double)chance_n(v));
    }
    const struct funnel_limits widest = limits_at(f, fmin(fmax(least, 1), most), FUNNEL_OUTER);
    low = fmin(low, 100 * widest.low);
    high = fmax(high, 100 * widest.high);
    f->x = axis_make_whole(0, most, 7);
    f->y = axis_make(fmin(low, high), fmax(low, high), 7);
    f->y = f->y.high > 100 ? axis_make(f->y.low < 0 ? 0 : f->y.low, 100, 7) : f->y;
}

static void find_outside(const struct drawing *d, struct funnel *f) {
    f->outside = arena_array(d->arena, d->plot->row_count + 1, sizeof *f->outside);
    for (size_t i = 0; i < d->plot->row_count; i++) {
        const struct plot_value *v = plot_at(d->plot, i, 0);
        if (!takes_part(d->plot, i))
            continue;
        const struct funnel_limits limits = funnel_at(f->target, chance_n(v), FUNNEL_INNER);
        f->outside[i] = v->value < 100 * limits.low || v->value > 100 * limits.high;
    }
}

static struct funnel funnel_prepare(const struct drawing *d, double width) {
    char text[AXIS_TEXT];
    struct funnel f = {.tick = drawing_style(d, 7, PALETTE_GREY, ALIGN_RIGHT),
                       .name = drawing_style(d, 8, PALETTE_INK, ALIGN_LEFT),
                       .small = drawing_style(d, 7.5, PALETTE_GREY, ALIGN_LEFT),
                       .target = d->plot->whole->value / 100,
                       .plot_height = drawing_pitch(d, PLOT)};
    choose_axes(d, &f);
    find_outside(d, &f);
    for (size_t i = 0; i < f.y.ticks; i++)
        f.tick_room =
            drawing_wider(d, f.tick_room, &f.tick, arena_printf(d->arena, "%s%%", axis_text(text, &f.y, i)));
    f.tick_room += 5 * d->scale;
    f.plot_width = width - f.tick_room - 10 * d->scale;
    return f;
}

static double dot_x(const struct funnel *f, struct box box, double n) {
    return box.x + f->tick_room + f->plot_width * axis_place(&f->x, n);
}

static double dot_y(const struct drawing *d, const struct funnel *f, struct box box, double value) {
    return box.y + HEAD * d->scale + f->plot_height * (1 - axis_place(&f->y, value));
}

/* --- names --- */

static bool touches(const struct funnel_name *a, const struct funnel_name *b) {
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static bool has_room(const struct funnel_names *names, const struct funnel_name *at,
                     const struct funnel_name *frame) {
    if (at->left < frame->left || at->right > frame->right || at->top < frame->top ||
        at->bottom > frame->bottom)
        return false;
    for (size_t i = 0; i < names->count; i++)
        if (touches(at, &names->boxes[i]))
            return false;
    return true;
}

static const char *list_of(const struct drawing *d, const char *before, const char *label) {
    return before ? arena_printf(d->arena, _("%s, %s"), before, label) : label;
}

static void name_dot(const struct drawing *d, const struct funnel *f, struct box box, size_t row,
                     struct funnel_names *names) {
    const struct plot_value *v = plot_at(d->plot, row, 0);
    const double x = dot_x(f, box, (double)chance_n(v)), y = dot_y(d, f, box, v->value), off = 5 * d->scale;
    const double width = drawing_text_width(d, &f->name, d->plot->rows[row].label), high = f->name.size * 0.6;
    const double places[][2] = {
        {x + off, y}, {x - off - width, y}, {x - width / 2, y - 2 * off}, {x - width / 2, y + 2 * off}};
    const double top = box.y + HEAD * d->scale, left = box.x + f->tick_room;
    const struct funnel_name frame = {left, top, left + f->plot_width + 10 * d->scale, top + f->plot_height};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct funnel_name at = {places[i][0], places[i][1] - high, places[i][0] + width,
                                       places[i][1] + high};
        if (!has_room(names, &at, &frame))
            continue;
        drawing_plate(d, (struct box){at.left, at.top + high * 0.25, width, 1.5 * high});
        drawing_number(d, &f->name, d->plot->rows[row].label, places[i][0], places[i][1]);
        names->boxes[names->count++] = at;
        return;
    }
    names->others = list_of(d, names->others, d->plot->rows[row].label);
}

/* As high as if none of those outside found room beside its dot. */
static double list_room(const struct drawing *d, const struct funnel *f, double width) {
    const char *all = NULL;
    for (size_t i = 0; i < d->plot->row_count; i++)
        if (f->outside[i])
            all = list_of(d, all, d->plot->rows[i].label);
    return all ? drawing_text_height(d, &f->small, arena_printf(d->arena, _("Also outside: %s"), all), width)
               : 0;
}

double figure_funnel_height(const struct drawing *d, double width) {
    const struct funnel f = funnel_prepare(d, width);
    return (HEAD + FOOT) * d->scale + f.plot_height + list_room(d, &f, width);
}

/* --- drawing --- */

static void draw_axes(const struct drawing *d, const struct funnel *f, struct box box) {
    char text[AXIS_TEXT];
    const double left = box.x + f->tick_room, top = box.y + HEAD * d->scale, bottom = top + f->plot_height;
    struct typeset_style below = f->tick;
    below.align = ALIGN_CENTER;
    for (size_t i = 0; i < f->y.ticks; i++) {
        const double y = dot_y(d, f, box, axis_tick(&f->y, i));
        canvas_line(d->canvas, left, y, left + f->plot_width, y, 0.4, PALETTE_HAIR);
        drawing_number(d, &f->tick, arena_printf(d->arena, "%s%%", axis_text(text, &f->y, i)),
                       left - 3 * d->scale, y);
    }
    for (size_t i = 0; i < f->x.ticks; i++)
        drawing_number(d, &below, axis_text(text, &f->x, i), dot_x(f, box, axis_tick(&f->x, i)),
                       bottom + 7 * d->scale);
    canvas_line(d->canvas, left, bottom, left + f->plot_width, bottom, 0.7, PALETTE_GREY);
    struct typeset_style name = f->small;
    name.align = ALIGN_RIGHT;
    drawing_text(d, &name,
                 is_weighted(d->plot) ? _("effective n (returns over the design effect)")
                                      : _("n (returns counted)"),
                 left, bottom + 12 * d->scale, f->plot_width);
}

/* Both curves of a width, low and high, from point to point where they are inside the scale. */
static void draw_curves(const struct drawing *d, const struct funnel *f, struct box box,
                        enum funnel_width width) {
    struct canvas_point last[2] = {{0, 0}, {0, 0}};
    bool begun[2] = {false, false};
    for (int i = 1; i <= CURVE_POINTS; i++) {
        const double share = (double)i / CURVE_POINTS,
                     n = fmax(1, floor(f->x.high * share * share + 0.5)); /* dense where it bends */
        const struct funnel_limits limits = limits_at(f, n, width);
        for (int upper = 0; upper < 2; upper++) {
            const double value = 100 * (upper ? limits.high : limits.low);
            const bool inside = value >= f->y.low && value <= f->y.high;
            const struct canvas_point at = {dot_x(f, box, n), dot_y(d, f, box, value)};
            if (begun[upper] && inside)
                d->canvas->operations->line(d->canvas, last[upper].x, last[upper].y, at.x, at.y, 0.8,
                                            PALETTE_GREY, width == FUNNEL_INNER);
            begun[upper] = inside;
            last[upper] = at;
        }
    }
}

static void draw_head(const struct drawing *d, const struct funnel *f, struct box box) {
    drawing_text(d, &f->small,
                 arena_printf(d->arena,
                              _("Line: %s of all (n=%s). Dashed: 95%%, full: 99.8%% of what chance alone "
                                "brings about"),
                              d->plot->whole->text, table_n_text(d->arena, d->plot->whole->n)),
                 box.x, box.y, box.width);
}

/* Names keep clear of the dots of those that have one too. */
static void add_obstacles(const struct drawing *d, const struct funnel *f, struct box box,
                          struct funnel_names *names) {
    const double radius = 3 * d->scale;
    for (size_t i = 0; i < d->plot->row_count; i++) {
        const struct plot_value *v = plot_at(d->plot, i, 0);
        if (!f->outside[i])
            continue;
        const double x = dot_x(f, box, (double)chance_n(v)), y = dot_y(d, f, box, v->value);
        names->boxes[names->count++] = (struct funnel_name){x - radius, y - radius, x + radius, y + radius};
    }
}

static void draw_dots(const struct drawing *d, const struct funnel *f, struct box box,
                      struct funnel_names *names) {
    for (int outside = 1; outside >= 0; outside--)
        for (size_t i = 0; i < d->plot->row_count; i++) {
            const struct plot_value *v = plot_at(d->plot, i, 0);
            if (!takes_part(d->plot, i) || f->outside[i] != (outside == 1))
                continue;
            drawing_marker(d, dot_x(f, box, (double)chance_n(v)), dot_y(d, f, box, v->value), outside ? 0 : 4,
                           outside ? PALETTE_ACCENT : PALETTE_GREY);
            if (outside)
                name_dot(d, f, box, i, names);
        }
}

void figure_funnel_draw(const struct drawing *d, struct box box) {
    const struct funnel f = funnel_prepare(d, box.width);
    struct funnel_names names = {.boxes =
                                     arena_array(d->arena, 2 * d->plot->row_count + 1, sizeof *names.boxes)};
    const double level = dot_y(d, &f, box, d->plot->whole->value), left = box.x + f.tick_room;
    draw_head(d, &f, box);
    draw_axes(d, &f, box);
    canvas_line(d->canvas, left, level, left + f.plot_width, level, 0.8, PALETTE_ACCENT);
    draw_curves(d, &f, box, FUNNEL_INNER);
    draw_curves(d, &f, box, FUNNEL_OUTER);
    add_obstacles(d, &f, box, &names);
    draw_dots(d, &f, box, &names);
    if (names.others)
        drawing_text(d, &f.small, arena_printf(d->arena, _("Also outside: %s"), names.others), box.x,
                     box.y + (HEAD + FOOT) * d->scale + f.plot_height, box.width);
}
