/* Areas, marks, scales and keys: what stays readable after a photocopier and a FAX. */
#include "reports/model/figures/drawing.h"

#include <assert.h>
#include <math.h>

static const double FRAME = 0.5;

/* --- paints --- */

/* Dark, light, middle, light ...: neighbours differ most in lightness; those of like lightness in hatching. */
static const struct paint categories[] = {
    {PALETTE_ACCENT, 0, 0, false},           {0xA9CCE3, 0, 0, false},
    {0x3E7677, 2, PALETTE_WHITE, false},     {0xEAD9A8, 4, PALETTE_HATCH, false},
    {0x8A4A86, 3, PALETTE_WHITE, false},     {0xC9E0CF, 5, PALETTE_HATCH, false},
    {PALETTE_SECOND, 3, PALETTE_INK, false}, {PALETTE_WHITE, 2, PALETTE_HATCH, false},
};
enum { CATEGORIES = sizeof categories / sizeof *categories };

static const struct paint silence = {PALETTE_SILENCE, 1, PALETTE_HATCH, false};
const struct paint paint_first = {PALETTE_ACCENT, 0, 0, false};
const struct paint paint_other = {PALETTE_SECOND, 0, 0, false};
const struct paint paint_hidden = {PALETTE_WHITE, 0, 0, true};

struct paint paint_of(size_t i, enum plot_side_kind kind) {
    return kind == PLOT_SILENCE ? silence : categories[i % CATEGORIES];
}

struct paint paint_of_class(size_t i, size_t count) {
    static const struct paint classes[AXIS_CLASSES_MAX] = {
        {0xF7FAFC, 0, 0, false},
        {0xE2EDF5, 3, PALETTE_HATCH, false},
        {0xC6DCEC, 5, PALETTE_HATCH, false},
        {0x4A7FA8, 1, PALETTE_WHITE, false},
        {0x2B5C84, 2, PALETTE_WHITE, false},
        {0x123A5A, 0, 0, false},
    };
    assert(i < count && count <= AXIS_CLASSES_MAX);
    const double at = count > 1 ? (double)i * (AXIS_CLASSES_MAX - 1) / (double)(count - 1) : 2;
    return classes[(size_t)(at + 0.5)];
}

/* --- areas --- */

static void frame(const struct drawing *d, struct box box, bool dashed) {
    const double right = box.x + box.width, bottom = box.y + box.height;
    const double lines[4][4] = {{box.x, box.y, right, box.y},
                                {box.x, bottom, right, bottom},
                                {box.x, box.y, box.x, bottom},
                                {right, box.y, right, bottom}};
    for (size_t i = 0; i < 4; i++)
        d->canvas->operations->line(d->canvas, lines[i][0], lines[i][1], lines[i][2], lines[i][3], FRAME,
                                    PALETTE_GREY, dashed);
}

void drawing_area(const struct drawing *d, struct box box, const struct paint *paint) {
    if (box.width <= 0 || box.height <= 0)
        return;
    canvas_rectangle(d->canvas, box.x, box.y, box.width, box.height, paint->fill);
    if (paint->hatch)
        d->canvas->operations->hatch(d->canvas, box.x, box.y, box.width, box.height, paint->hatch,
                                     paint->hatch_colour);
    frame(d, box, paint->hidden);
}

void drawing_inside(const struct drawing *d, struct box box, const struct paint *paint, double size,
                    const char *text) {
    const uint32_t ink = palette_text_on(paint->fill);
    const struct typeset_style style = drawing_bold(d, size, ink, ALIGN_CENTER);
    const double width = drawing_text_width(d, &style, text) + 2 * d->scale, height = style.size * 1.1;
    const double x = box.x + box.width / 2, y = box.y + box.height / 2;
    if (paint->hatch)
        canvas_rectangle(d->canvas, x - width / 2, y - height / 2, width, height, paint->fill);
    drawing_number(d, &style, text, x, y);
}

/* --- markers --- */

static void polygon(const struct drawing *d, double x, double y, double radius, int corners, double turn,
                    uint32_t fill) {
    struct canvas_point points[4];
    for (int i = 0; i < corners; i++) {
        const double angle = (turn + 360.0 * i / corners) * acos(-1) / 180;
        points[i] = (struct canvas_point){x + radius * sin(angle), y - radius * cos(angle)};
    }
    d->canvas->operations->polygon(d->canvas, points, (size_t)corners, fill);
}

static void shape(const struct drawing *d, double x, double y, double radius, size_t form, uint32_t fill) {
    if (form == 1)
        polygon(d, x, y, radius * 1.2, 4, 45, fill);
    else if (form == 2)
        polygon(d, x, y, radius * 1.35, 3, 0, fill);
    else if (form == 3)
        polygon(d, x, y, radius * 1.3, 4, 0, fill);
    else
        d->canvas->operations->slice(d->canvas, x, y, 0, radius, 0, 360, fill);
}

enum { FORMS = 4 };
static const double MARKER = 3;

void drawing_open_marker(const struct drawing *d, double x, double y, size_t series, uint32_t colour) {
    shape(d, x, y, MARKER * d->scale, series % FORMS, colour);
    shape(d, x, y, MARKER * d->scale * 0.55, series % FORMS, PALETTE_WHITE);
}

void drawing_marker(const struct drawing *d, double x, double y, size_t series, uint32_t colour) {
    if (series / FORMS % 2 == 1) /* the same forms once more */
        drawing_open_marker(d, x, y, series, colour);
    else
        shape(d, x, y, MARKER * d->scale, series % FORMS, colour);
}

void drawing_plate(const struct drawing *d, struct box box) {
    canvas_rectangle(d->canvas, box.x, box.y, box.width, box.height, PALETTE_WHITE);
}

/* --- a scale across --- */

enum { TICKS = 7 };

struct axis drawing_axis_between(const struct plot *plot, double low, double high, size_t most) {
    return (plot_is_whole(plot) ? axis_make_whole : axis_make)(low, high, most);
}

void drawing_reach(const struct figure *figure, double *low, double *high) {
    const enum figure_scale scale = figure_kinds[figure->kind].scale;
    *low = *high = 0;
    if (scale == SCALE_NONE || !plot_range(figure->plot, scale == SCALE_INTERVALS, low, high))
        return;
    *low = fmin(*low, 0);
    *high = fmax(*high, 0);
}

struct axis drawing_axis(const struct drawing *d) {
    double low = d->figure->axis_min, high = d->figure->axis_max;
    if (low == high)
        drawing_reach(d->figure, &low, &high);
    return d->plot->share && low >= 0 ? axis_of_share(high, TICKS)
                                      : drawing_axis_between(d->plot, low, high, TICKS);
}

void drawing_ticks(const struct drawing *d, const struct axis *axis, double x, double width, double top,
                   double bottom) {
    char text[AXIS_TEXT];
    const struct typeset_style style = drawing_style(d, 7, PALETTE_GREY, ALIGN_CENTER);
    double *centres = arena_array(d->arena, axis->ticks, sizeof *centres),
           *widths = arena_array(d->arena, axis->ticks, sizeof *widths);
    const char **texts = arena_array(d->arena, axis->ticks, sizeof *texts);
    for (size_t i = 0; i < axis->ticks; i++) {
        centres[i] = x + width * axis_place(axis, axis_tick(axis, i));
        texts[i] =
            arena_printf(d->arena, "%s%s", axis_text(text, axis, i), d->plot->unit ? d->plot->unit : "");
        widths[i] = drawing_text_width(d, &style, texts[i]);
        canvas_line(d->canvas, centres[i], top, centres[i], bottom, 0.4, PALETTE_HAIR);
    }
    const size_t every = axis_thin(centres, widths, axis->ticks, 3 * d->scale);
    for (size_t i = 0; i < axis->ticks; i += every)
        canvas_text(d->canvas, centres[i], bottom + 9 * d->scale, ALIGN_CENTER, style.face, style.size,
                    style.colour, texts[i]);
    const double zero = x + width * axis_place(axis, 0);
    canvas_line(d->canvas, zero, top, zero, bottom, 0.7, PALETTE_GREY);
}

void drawing_bar(const struct drawing *d, const struct axis *axis, struct box plot,
                 const struct plot_value *value, const struct paint *paint, double size) {
    const double zero = plot.x + plot.width * axis_place(axis, 0);
    const double end = plot.x + plot.width * axis_place(axis, value->value);
    const double from = value->state == PLOT_SHOWN ? fmin(zero, end) : zero;
    const double width = value->state == PLOT_SHOWN    ? fabs(end - zero)
                         : value->state == PLOT_HIDDEN ? 9 * d->scale
                                                       : 0;
    drawing_area(d, (struct box){from, plot.y, width, plot.height},
                 value->state == PLOT_HIDDEN ? &paint_hidden : paint);
    const struct typeset_style style = drawing_bold(d, size, PALETTE_INK, ALIGN_LEFT);
    const double x = from + width + 3.5 * d->scale, high = 0.8 * style.size;
    drawing_plate(d, (struct box){x - d->scale, plot.y + (plot.height - high) / 2,
                                  drawing_text_width(d, &style, value->text) + 2 * d->scale, high});
    drawing_number(d, &style, value->text, x, plot.y + plot.height / 2);
}

/* --- the key --- */

static const double SWATCH = 9, SWATCH_GAP = 4, ITEM_GAP = 14;

struct key_flow {
    struct typeset_style style;
    double x, y, width, line; /* line: height of the present one */
};

static void draw_swatch(const struct drawing *d, const struct key_item *item, double x, double middle) {
    const double size = SWATCH * d->scale;
    if (item->marker >= 0)
        drawing_marker(d, x + size / 2, middle, (size_t)item->marker, item->paint.fill);
    else
        drawing_area(d, (struct box){x, middle - size / 2, size, size}, &item->paint);
}

/* Puts an item on the present line or on the next one; draws it when `at` is given. */
static void flow_item(const struct drawing *d, struct key_flow *flow, const struct key_item *item,
                      const struct box *at) {
    const double room = (SWATCH + SWATCH_GAP) * d->scale, most = flow->width - room;
    double words = drawing_text_width(d, &flow->style, item->label) + 0.5 * d->scale;
    words = words < most ? words : most;
    if (flow->x > 0 && flow->x + room + words > flow->width) {
        flow->x = 0;
        flow->y += flow->line;
        flow->line = 0;
    }
    const double height = drawing_text_height(d, &flow->style, item->label, words) + 2 * d->scale;
    if (at) {
        draw_swatch(d, item, at->x + flow->x, at->y + flow->y + flow->style.leading / 2);
        drawing_text(d, &flow->style, item->label, at->x + flow->x + room, at->y + flow->y, words);
    }
    flow->x += room + words + ITEM_GAP * d->scale;
    flow->line = height > flow->line ? height : flow->line;
}

static double flow_all(const struct drawing *d, const struct key_item *items, size_t count, double width,
                       const struct box *at) {
    struct key_flow flow = {.style = drawing_style(d, 8.5, PALETTE_INK, ALIGN_LEFT), .width = width};
    for (size_t i = 0; i < count; i++)
        flow_item(d, &flow, &items[i], at);
    return flow.y + flow.line;
}

double drawing_key(const struct drawing *d, const struct key_item *items, size_t count, double x, double y,
                   double width) {
    return flow_all(d, items, count, width, &(struct box){x, y, width, 0});
}

double drawing_key_height(const struct drawing *d, const struct key_item *items, size_t count, double width) {
    return flow_all(d, items, count, width, NULL);
}

const struct key_item *drawing_column_key(const struct drawing *d) {
    const struct plot *plot = d->plot;
    struct key_item *items = arena_array(d->arena, plot->column_count + 1, sizeof *items);
    for (size_t i = 0; i < plot->column_count; i++)
        items[i] = (struct key_item){drawing_label_with_n(d, &plot->columns[i]),
                                     paint_of(i, plot->columns[i].kind), -1};
    return items;
}
