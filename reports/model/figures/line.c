/*
 * Lines over time, or over waves: a mark for every value, no line across what is not known (a dotted one across what
 * merely was not published, and on to what is not observed but carried on), every line named at its end with its last
 * value.  A single line has its values beside the marks: the last, the first, the extremes, and of
 * the others those that find room.
 */
#include "reports/model/figures/drawing.h"

#include "engine/base/lang.h"

#include <math.h>

struct line {
    struct axis axis;
    const char **ends; /* names at the right, two lines */
    double *end_heights;
    double tick_room, end_room, top_room, foot_room, plot_height, plot_width; /* relative to the box */
    bool single, cut;                                                         /* cut: 0 is not on the axis */
    struct typeset_style tick, foot, end, number;
};

static const double PLOT = 165, END_MAX = 110, LEADER = 16, EDGE = 10, HEAD = 15, FOOT_GAP = 4;

/* From 0 unless that would leave more than half of the height empty; a cut axis says so. */
static struct axis value_axis(const struct plot *plot) {
    enum { TICKS = 6 };
    double low = 0, high = 0;
    if (!plot_range(plot, false, &low, &high))
        low = 0, high = 1;
    if (low > 0 && low < high / 2)
        low = 0;
    if (high < 0 && high > low / 2)
        high = 0;
    struct axis axis = drawing_axis_between(plot, low, high, TICKS);
    if (plot->share && axis.high > 100 && high <= 100)
        axis = axis_make(low, 100, TICKS);
    return axis;
}

static const struct plot_value *last_shown(const struct plot *plot, size_t row, size_t *column) {
    for (size_t c = plot->column_count; c-- > 0;)
        if (plot_at(plot, row, c)->state == PLOT_SHOWN) {
            *column = c;
            return plot_at(plot, row, c);
        }
    return NULL;
}

static void name_ends(const struct drawing *d, struct line *l) {
    const struct plot *plot = d->plot;
    double widest = 0;
    l->ends = arena_array(d->arena, plot->row_count + 1, sizeof *l->ends);
    l->end_heights = arena_array(d->arena, plot->row_count + 1, sizeof *l->end_heights);
    for (size_t r = 0; r < plot->row_count; r++) {
        size_t at;
        const struct plot_value *last = last_shown(plot, r, &at);
        l->ends[r] = arena_printf(d->arena, "%s\n**%s**", plot->rows[r].label,
                                  last ? last->text : plot_at(plot, r, plot->column_count - 1)->text);
        if (last && at + 1 < plot->column_count) /* a value that is older than the others' says so */
            l->ends[r] = arena_printf(d->arena, "%s (%s)", l->ends[r], plot->columns[at].label);
        widest = drawing_wider(d, widest, &l->end, plot->rows[r].label);
        widest = drawing_wider(d, widest, &l->end, last ? last->text : "");
    }
    widest += 2 * d->scale;
    l->end_room = (widest < END_MAX * d->scale ? widest : END_MAX * d->scale);
    for (size_t r = 0; r < plot->row_count; r++)
        l->end_heights[r] = drawing_text_height(d, &l->end, l->ends[r], l->end_room) + 2 * d->scale;
}

static double column_x(const struct line *l, const struct plot *plot, size_t column) {
    const struct plot_side *columns = plot->columns;
    const size_t last = plot->column_count - 1;
    const double share = plot->timed && columns[last].at > columns[0].at
                             ? (columns[column].at - columns[0].at) / (columns[last].at - columns[0].at)
                         : last > 0 ? (double)column / (double)last
                                    : 0.5;
    return l->tick_room + EDGE + share * (l->plot_width - 2 * EDGE);
}

static const char *foot_of(const struct drawing *d, size_t column) {
    const struct plot_side *side = &d->plot->columns[column];
    return side->n ? arena_printf(d->arena, "%s\nn=%s", side->label, side->n) : side->label;
}

/* Room below a column, when every column is written: up to its neighbours, and not more than its share of the whole,
 * so that all can stand side by side. */
static double foot_width(const struct line *l, const struct plot *plot, double whole) {
    double least = whole / (double)plot->column_count;
    for (size_t c = 1; c < plot->column_count; c++)
        least = fmin(least, column_x(l, plot, c) - column_x(l, plot, c - 1));
    return least - FOOT_GAP;
}

static const double FOOT_LEAST = 34;

/* Wide columns have wrapped names, narrow ones short lines of which every k-th is written. */
static void measure_feet(const struct drawing *d, struct line *l, double whole) {
    const double width = foot_width(l, d->plot, whole);
    const bool wrapped = width >= FOOT_LEAST * d->scale;
    double height = 0;
    for (size_t c = 0; c < d->plot->column_count; c++)
        height =
            fmax(height, drawing_text_height(d, &l->foot, wrapped ? foot_of(d, c) : d->plot->columns[c].label,
                                             wrapped ? width : whole));
    l->foot_room = height + 6 * d->scale;
}

static struct line line_prepare(const struct drawing *d, double width) {
    struct line l = {.tick = drawing_style(d, 7, PALETTE_GREY, ALIGN_RIGHT),
                     .foot = drawing_style(d, 7.5, PALETTE_INK, ALIGN_CENTER),
                     .end = drawing_style(d, 8.5, PALETTE_INK, ALIGN_LEFT),
                     .number = drawing_bold(d, 8, PALETTE_INK, ALIGN_CENTER),
                     .axis = value_axis(d->plot),
                     .single = d->plot->row_count == 1};
    char text[AXIS_TEXT];
    double ends = 0;
    l.end.leading = l.end.size * 1.2;
    l.cut = l.axis.low > 0 || l.axis.high < 0;
    for (size_t i = 0; i < l.axis.ticks; i++)
        l.tick_room =
            drawing_wider(d, l.tick_room, &l.tick,
                          arena_printf(d->arena, "%s%s", axis_text(text, &l.axis, i), d->plot->unit));
    l.tick_room += 5 * d->scale;
    name_ends(d, &l);
    if (l.single)
        l.end_room = 0;
    for (size_t r = 0; !l.single && r < d->plot->row_count; r++)
        ends += l.end_heights[r];
    l.plot_width = width - l.tick_room - (l.single ? EDGE : l.end_room + LEADER * d->scale);
    l.plot_height = fmax(drawing_pitch(d, PLOT), ends);
    l.top_room = HEAD * d->scale;
    measure_feet(d, &l, width);
    return l;
}

double figure_line_height(const struct drawing *d, double width) {
    const struct line l = line_prepare(d, width);
    return l.top_room + l.plot_height + l.foot_room;
}

static double value_y(const struct line *l, struct box box, double value) {
    return box.y + l->top_room + l->plot_height * (1 - axis_place(&l->axis, value));
}

static bool any_carried(const struct plot *plot) {
    for (size_t i = 0; i < plot->row_count * plot->column_count; i++)
        if (plot->values[i].carried)
            return true;
    return false;
}

static void draw_remarks(const struct drawing *d, const struct line *l, double x, double y) {
    const char *const cut = l->cut ? _("(the axis does not begin at 0)") : "",
                      *carried = any_carried(d->plot) ? _("(dashed: carried on, not observed)") : "";
    struct typeset_style words = l->tick;
    words.align = ALIGN_LEFT;
    if (*cut || *carried)
        drawing_text(d, &words, arena_printf(d->arena, "%s%s%s", cut, *cut && *carried ? " " : "", carried),
                     x, y, l->plot_width);
}

static void draw_scale(const struct drawing *d, const struct line *l, struct box box) {
    char text[AXIS_TEXT];
    const double x = box.x + l->tick_room;
    for (size_t i = 0; i < l->axis.ticks; i++) {
        const double y = value_y(l, box, axis_tick(&l->axis, i));
        const bool ground = fabs(axis_tick(&l->axis, i)) < l->axis.step / 2;
        canvas_line(d->canvas, x, y, x + l->plot_width, y, ground ? 0.7 : 0.4,
                    ground ? PALETTE_GREY : PALETTE_HAIR);
        drawing_number(d, &l->tick,
                       arena_printf(d->arena, "%s%s", axis_text(text, &l->axis, i), d->plot->unit),
                       x - 3 * d->scale, y);
    }
    draw_remarks(d, l, x, box.y);
}

/* Every column's name wrapped below it; those at the edges move inwards. */
static void draw_wrapped(const struct drawing *d, const struct line *l, struct box box, double *centres,
                         double width, double y) {
    const size_t count = d->plot->column_count;
    double *widths = arena_array(d->arena, count, sizeof *widths);
    for (size_t c = 0; c < count; c++)
        widths[c] = drawing_broken_width(d, &l->foot, foot_of(d, c), width) + FOOT_GAP;
    figure_spread(centres, widths, count, box.x, box.x + box.width);
    for (size_t c = 0; c < count; c++)
        drawing_text(d, &l->foot, foot_of(d, c), centres[c] - width / 2, y, width);
}

/* Short names in one line, every k-th of them. */
static void draw_thinned(const struct drawing *d, const struct line *l, struct box box, const double *centres,
                         double y) {
    const size_t count = d->plot->column_count;
    double *places = arena_array(d->arena, count, sizeof *places),
           *widths = arena_array(d->arena, count, sizeof *widths);
    for (size_t c = 0; c < count; c++) {
        widths[c] = fmin(drawing_text_width(d, &l->foot, d->plot->columns[c].label), box.width);
        places[c] = fmax(box.x + widths[c] / 2, fmin(centres[c], box.x + box.width - widths[c] / 2));
    }
    const size_t every = axis_thin(places, widths, count, 5 * d->scale);
    for (size_t c = 0; c < count; c += every)
        drawing_text(d, &l->foot, d->plot->columns[c].label, places[c] - widths[c] / 2, y, widths[c] + 0.01);
}

static void draw_feet(const struct drawing *d, const struct line *l, struct box box) {
    const struct plot *plot = d->plot;
    const double width = foot_width(l, plot, box.width), ground = box.y + l->top_room + l->plot_height;
    double *centres = arena_array(d->arena, plot->column_count, sizeof *centres);
    for (size_t c = 0; c < plot->column_count; c++) {
        centres[c] = box.x + column_x(l, plot, c);
        canvas_line(d->canvas, centres[c], ground, centres[c], ground + 2.5 * d->scale, 0.4, PALETTE_GREY);
    }
    if (width >= FOOT_LEAST * d->scale)
        draw_wrapped(d, l, box, centres, width, ground + 4 * d->scale);
    else
        draw_thinned(d, l, box, centres, ground + 4 * d->scale);
}

static uint32_t colour_of(const struct plot *plot, size_t row) {
    static const uint32_t colours[] = {PALETTE_ACCENT, 0xC04A2B, 0x2F7F79, 0x9A4F8E, 0x6B6412, PALETTE_GREY};
    return plot->rows[row].kind == PLOT_SILENCE ? PALETTE_HATCH
                                                : colours[row % (sizeof colours / sizeof *colours)];
}

/* From the last value before this one: full, dotted across what may be bridged and to what is carried on, or not at all. */
static void draw_segment(const struct drawing *d, const struct line *l, struct box box, size_t row,
                         size_t column) {
    const struct plot *plot = d->plot;
    const bool silence = plot->rows[row].kind == PLOT_SILENCE;
    size_t from = column;
    while (from > 0 && plot_at(plot, row, from - 1)->state == PLOT_NONE)
        from--;
    const bool gap = from < column;
    if (from == 0 || plot_at(plot, row, from - 1)->state != PLOT_SHOWN || (gap && !plot->bridged))
        return;
    const bool carried = plot_at(plot, row, column)->carried;
    const double width = gap       ? 0.6
                         : carried ? d->scale
                                   : (plot->rows[row].kind == PLOT_WHOLE || l->single ? 2 : 1.4) * d->scale;
    d->canvas->operations->line(
        d->canvas, box.x + column_x(l, plot, from - 1), value_y(l, box, plot_at(plot, row, from - 1)->value),
        box.x + column_x(l, plot, column), value_y(l, box, plot_at(plot, row, column)->value), width,
        colour_of(plot, row), gap || carried || silence);
}

static void draw_row(const struct drawing *d, const struct line *l, struct box box, size_t row) {
    const struct plot *plot = d->plot;
    for (size_t c = 0; c < plot->column_count; c++) {
        const struct plot_value *v = plot_at(plot, row, c);
        if (v->state != PLOT_SHOWN)
            continue;
        draw_segment(d, l, box, row, c);
        (v->carried ? drawing_open_marker : drawing_marker)(
            d, box.x + column_x(l, plot, c), value_y(l, box, v->value), row, colour_of(plot, row));
    }
}

/* --- names and values --- */

static void draw_ends(const struct drawing *d, const struct line *l, struct box box) {
    const struct plot *plot = d->plot;
    double *middles = arena_array(d->arena, plot->row_count, sizeof *middles);
    const double right = box.x + box.width - l->end_room, ground = box.y + l->top_room + l->plot_height;
    size_t at = 0;
    for (size_t r = 0; r < plot->row_count; r++) {
        const struct plot_value *last = last_shown(plot, r, &at);
        middles[r] = last ? value_y(l, box, last->value) : ground;
    }
    drawing_spread(d, middles, l->end_heights, plot->row_count, box.y + l->top_room, ground);
    for (size_t r = 0; r < plot->row_count; r++) {
        const struct plot_value *last = last_shown(plot, r, &at);
        drawing_text_middle(d, &l->end, l->ends[r], right, middles[r], l->end_room);
        if (last)
            d->canvas->operations->line(d->canvas, box.x + column_x(l, plot, at) + 4 * d->scale,
                                        value_y(l, box, last->value), right - 2 * d->scale, middles[r], 0.4,
                                        PALETTE_HATCH, at + 1 < plot->column_count);
    }
}

struct value_place {
    double x, y, half, high; /* middle; half of the width, all of the height */
};

struct placed {
    struct value_place *places;
    size_t count;
    bool *done; /* by column */
};

/* Does the stretch from a to b pass through the middle part of the text, where its digits are? */
static bool meets(const struct value_place *at, struct canvas_point a, struct canvas_point b) {
    const double low[2] = {at->x - at->half, at->y - 0.4 * at->high},
                 high[2] = {at->x + at->half, at->y + 0.4 * at->high}, from[2] = {a.x, a.y},
                 step[2] = {b.x - a.x, b.y - a.y};
    double enter = 0, leave = 1; /* Liang and Barsky 1984 */
    for (int i = 0; i < 2; i++) {
        if (step[i] == 0) {
            if (from[i] <= low[i] || from[i] >= high[i])
                return false;
            continue;
        }
        const double one = (low[i] - from[i]) / step[i], other = (high[i] - from[i]) / step[i];
        enter = fmax(enter, fmin(one, other));
        leave = fmin(leave, fmax(one, other));
    }
    return enter < leave;
}

/* Clear of the texts that stand there and of the marks of other columns. */
static bool is_free(const struct drawing *d, const struct line *l, struct box box, const struct placed *p,
                    const struct value_place *at, size_t column) {
    const double mark = 3 * d->scale;
    for (size_t i = 0; i < p->count; i++)
        if (fabs(at->x - p->places[i].x) < at->half + p->places[i].half &&
            fabs(at->y - p->places[i].y) < at->high)
            return false;
    for (size_t c = 0; c < d->plot->column_count; c++) {
        const struct plot_value *v = plot_at(d->plot, 0, c);
        if (c != column && v->state == PLOT_SHOWN &&
            fabs(box.x + column_x(l, d->plot, c) - at->x) < at->half + mark &&
            fabs(value_y(l, box, v->value) - at->y) < at->high / 2 + mark)
            return false;
    }
    return true;
}

static bool crosses_line(const struct drawing *d, const struct line *l, struct box box,
                         const struct value_place *at) {
    struct canvas_point last = {0, 0};
    bool begun = false, met = false;
    for (size_t c = 0; c < d->plot->column_count; c++) {
        const struct plot_value *v = plot_at(d->plot, 0, c);
        if (v->state != PLOT_SHOWN)
            continue;
        const struct canvas_point mark = {box.x + column_x(l, d->plot, c), value_y(l, box, v->value)};
        met = met || (begun && meets(at, last, mark));
        last = mark;
        begun = true;
    }
    return met;
}

/* Above its mark or below it, a little to the side where the line is steep; what finds no place clear of the line gives
 * way, unless it must be seen. */
static void place_value(const struct drawing *d, const struct line *l, struct box box, size_t column,
                        struct placed *p, bool must) {
    static const double sides[] = {0, -0.55, 0.55, -1, 1};
    const struct plot_value *v = plot_at(d->plot, 0, column);
    if (v->state != PLOT_SHOWN || p->done[column])
        return;
    const double ground = box.y + l->top_room + l->plot_height - 6 * d->scale,
                 mark = value_y(l, box, v->value), middle = box.x + column_x(l, d->plot, column);
    struct value_place at = {.half = drawing_text_width(d, &l->number, v->text) / 2 + 1.5 * d->scale,
                             .high = l->number.size * 1.1};
    enum { SIDES = sizeof sides / sizeof *sides, CLEAR = 2 * SIDES };
    for (int i = 0; i < (must ? 2 * CLEAR : CLEAR); i++) {
        const bool below = i % CLEAR % 2 == 1;
        const double shift = sides[i % CLEAR / 2];
        at.x =
            fmax(box.x + l->tick_room + at.half, fmin(middle + shift * at.half, box.x + box.width - at.half));
        at.y = mark + (below ? 9 : -8.5) * (fabs(shift) > 0.9 ? 0.75 : 1) * d->scale;
        if ((below && at.y > ground) || !is_free(d, l, box, p, &at, column) ||
            (i < CLEAR && crosses_line(d, l, box, &at)))
            continue;
        drawing_number(d, &l->number, v->text, at.x, at.y);
        p->places[p->count++] = at;
        p->done[column] = true;
        return;
    }
}

static void draw_values(const struct drawing *d, const struct line *l, struct box box) {
    const struct plot *plot = d->plot;
    const size_t count = plot->column_count;
    struct placed p = {.places = arena_array(d->arena, count, sizeof *p.places),
                       .done = arena_array(d->arena, count, sizeof *p.done)};
    size_t last = 0, first = count, least, most;
    if (!last_shown(plot, 0, &last))
        return;
    least = most = last;
    for (size_t c = count; c-- > 0;)
        if (plot_at(plot, 0, c)->state == PLOT_SHOWN) {
            first = c;
            least = plot_at(plot, 0, c)->value < plot_at(plot, 0, least)->value ? c : least;
            most = plot_at(plot, 0, c)->value > plot_at(plot, 0, most)->value ? c : most;
        }
    const size_t before_others[] = {last, first, most, least};
    for (size_t i = 0; i < 4; i++)
        place_value(d, l, box, before_others[i], &p, true);
    for (size_t c = 0; c < count; c++)
        place_value(d, l, box, c, &p, false);
}

/* What may not be seen is marked on the ground of its column. */
static void draw_hidden(const struct drawing *d, const struct line *l, struct box box) {
    const struct plot *plot = d->plot;
    for (size_t c = 0; c < plot->column_count; c++)
        for (size_t r = 0; r < plot->row_count; r++)
            if (plot_at(plot, r, c)->state == PLOT_HIDDEN) {
                drawing_number(d, &l->number, plot_at(plot, r, c)->text, box.x + column_x(l, plot, c),
                               box.y + l->top_room + l->plot_height - 6 * d->scale);
                break;
            }
}

void figure_line_draw(const struct drawing *d, struct box box) {
    const struct line l = line_prepare(d, box.width);
    draw_scale(d, &l, box);
    draw_feet(d, &l, box);
    for (size_t r = 0; r < d->plot->row_count; r++)
        draw_row(d, &l, box, r);
    if (l.single)
        draw_values(d, &l, box);
    else
        draw_ends(d, &l, box);
    draw_hidden(d, &l, box);
}
