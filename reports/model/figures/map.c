/*
 * A map of equal tiles, one per prefecture: name, value and n in each, shaded by class.  The classes are of the numbers
 * as printed, so that a tile that says 50.0% stands in the class that begins at 50%; the key in the empty corner
 * prints their limits, of counts the whole numbers from the least to the greatest in each, and leaves out a class that no
 * tile is in.  A prefecture without a number is an open dashed tile with a dash, a hidden one has the mark.
 */
#include "reports/model/figures/drawing.h"

#include "engine/base/lang.h"

#include <math.h>
#include <string.h>

struct map {
    double limits[AXIS_CLASSES_MAX];
    size_t limit_count;
    bool used[AXIS_CLASSES_MAX + 1]; /* classes with a tile in them */
    double low, high;                /* least and greatest number */
    bool whole;                      /* they are counts */
    int decimals;                    /* of the limits */
    double width, height;            /* of a tile */
    double scale;                    /* of what is in it: in a narrow figure all of a tile is smaller */
    double number, name;             /* size of the values and of the names, the same in all tiles */
    const struct key_item *key;
    size_t key_count;
};

enum { CLASSES = 6 };
static const double TILE_WIDE = 36, TILE_HIGH = 33, TILE_LOW = 27 /* without an n */, BAND = 5,
                    TILE_GAP = 1.5;

const char *figure_map_refuse(struct arena *arena, const struct plot *plot) {
    (void)arena;
    for (size_t i = 0; i < plot->row_count; i++)
        if (strncmp(plot->rows[i].key, "pref=", 5) == 0)
            return NULL;
    return _("its rows are no prefectures: a map needs one answer in a table by prefecture (by \"pref\")");
}

static const struct tile *tile_of(const struct drawing *d, size_t row) {
    const struct plot_side *side = &d->plot->rows[row];
    return side->kind == PLOT_PART ? tiles_find(d->figure->tiles, side->key) : NULL;
}

static size_t class_of(const struct map *m, double number) {
    size_t c = 0;
    while (c < m->limit_count && number > m->limits[c] - 1e-9)
        c++;
    return c;
}

static bool number_of(const struct drawing *d, size_t row, double *number) {
    return tile_of(d, row) && plot_printed(plot_at(d->plot, row, 0), number);
}

static void choose_classes(const struct drawing *d, struct map *m) {
    double number;
    bool any = false;
    for (size_t i = 0; i < d->plot->row_count; i++)
        if (number_of(d, i, &number)) {
            m->low = !any || number < m->low ? number : m->low;
            m->high = !any || number > m->high ? number : m->high;
            any = true;
        }
    if (!any)
        return;
    m->whole = plot_is_whole(d->plot);
    m->limit_count = axis_limits(m->low, m->high, CLASSES, m->whole, m->limits);
    m->decimals = axis_make(m->low, m->high, CLASSES + 1).decimals;
    for (size_t i = 0; i < d->plot->row_count; i++)
        if (number_of(d, i, &number))
            m->used[class_of(m, number)] = true;
}

/* --- the key --- */

/* Without "and more": least and greatest are known. */
static const char *whole_words(const struct drawing *d, const struct map *m, size_t c) {
    const char *unit = d->plot->unit;
    char from[PERCENT_TEXT], to[PERCENT_TEXT];
    const int64_t first = llround(c ? m->limits[c - 1] : m->low),
                  last = llround(c < m->limit_count ? m->limits[c] - 1 : m->high);
    percent_thousands(from, first);
    return first == last ? arena_printf(d->arena, "%s%s", from, unit)
                         : arena_printf(d->arena, _("%s to %s%s"), from, percent_thousands(to, last), unit);
}

/* All tiles have the same number. */
static const char *only_words(const struct drawing *d) {
    double number;
    for (size_t i = 0; i < d->plot->row_count; i++)
        if (number_of(d, i, &number))
            return arena_printf(d->arena, _("all %s"), plot_at(d->plot, i, 0)->text);
    return _("all");
}

static const char *class_words(const struct drawing *d, const struct map *m, size_t c) {
    const char *unit = d->plot->unit;
    if (m->limit_count == 0)
        return only_words(d);
    if (m->whole)
        return whole_words(d, m, c);
    if (c == 0)
        return arena_printf(d->arena, _("below %.*f%s"), m->decimals, m->limits[0], unit);
    if (c == m->limit_count)
        return arena_printf(d->arena, _("%.*f%s and more"), m->decimals, m->limits[c - 1], unit);
    return arena_printf(d->arena, _("%.*f to below %.*f%s"), m->decimals, m->limits[c - 1], m->decimals,
                        m->limits[c], unit);
}

static bool any_state(const struct drawing *d, enum plot_state state) {
    for (size_t i = 0; i < d->plot->row_count; i++)
        if (tile_of(d, i) && plot_at(d->plot, i, 0)->state == state)
            return true;
    return false;
}

static size_t tiles_shown(const struct drawing *d) {
    size_t count = 0;
    for (size_t i = 0; i < d->plot->row_count; i++)
        count += tile_of(d, i) != NULL;
    return count;
}

/* The darkest class first, as numbers are read from the top. */
static void make_key(const struct drawing *d, struct map *m) {
    struct key_item *items = arena_array(d->arena, AXIS_CLASSES_MAX + 3, sizeof *items);
    for (size_t c = m->limit_count + 1; any_state(d, PLOT_SHOWN) && c-- > 0;)
        if (m->used[c])
            items[m->key_count++] =
                (struct key_item){class_words(d, m, c), paint_of_class(c, m->limit_count + 1), -1};
    if (any_state(d, PLOT_HIDDEN))
        items[m->key_count++] = (struct key_item){_("* hidden, to protect few"), paint_hidden, -1};
    if (any_state(d, PLOT_NONE) || tiles_shown(d) < d->figure->tiles->count)
        items[m->key_count++] = (struct key_item){_("- no figure"), paint_hidden, -1};
    m->key = items;
}

static double key_line(const struct drawing *d) {
    return 13 * d->scale;
}

/* The usual size, or as much of it as leaves the widest a little air. */
static double fitting(const struct drawing *d, const struct map *m, double usual, double widest) {
    const double room = m->width - (TILE_GAP + 4) * m->scale;
    widest *= m->scale / d->scale;
    return widest > room ? usual * room / widest : usual;
}

/* In a high tile larger. */
static double number_size(const struct drawing *d, const struct map *m) {
    const double usual = 8.5 * d->pitch;
    const struct typeset_style style = drawing_bold(d, usual, PALETTE_INK, ALIGN_CENTER);
    double widest = 0;
    for (size_t i = 0; i < d->plot->row_count; i++)
        if (tile_of(d, i))
            widest = drawing_wider(d, widest, &style, plot_at(d->plot, i, 0)->text);
    return fitting(d, m, usual, widest);
}

static double name_size(const struct drawing *d, const struct map *m) {
    const double usual = 7 * sqrt(d->pitch);
    const struct typeset_style style = drawing_bold(d, usual, PALETTE_INK, ALIGN_CENTER);
    double widest = 0;
    for (size_t i = 0; i < d->figure->tiles->count; i++)
        widest = drawing_wider(d, widest, &style, d->figure->tiles->tiles[i].name);
    return fitting(d, m, usual, widest);
}

static bool any_n(const struct drawing *d) {
    for (size_t i = 0; i < d->plot->row_count; i++)
        if (tile_of(d, i) && d->plot->rows[i].n)
            return true;
    return false;
}

static struct map map_prepare(const struct drawing *d, double width) {
    const struct tiles *tiles = d->figure->tiles;
    struct map m = {.width = width / tiles->columns};
    m.scale = m.width < TILE_WIDE * d->scale ? m.width / TILE_WIDE : d->scale;
    m.height = (any_n(d) ? TILE_HIGH : TILE_LOW) * m.scale * d->pitch;
    m.number = number_size(d, &m);
    m.name = name_size(d, &m);
    choose_classes(d, &m);
    make_key(d, &m);
    return m;
}

double figure_map_height(const struct drawing *d, double width) {
    const struct map m = map_prepare(d, width);
    return m.height * d->figure->tiles->rows;
}

/* --- tiles --- */

static struct box tile_box(const struct drawing *d, const struct map *m, struct box box,
                           const struct tile *tile) {
    const double gap = TILE_GAP * d->scale;
    return (struct box){box.x + m->width * tile->column + gap / 2, box.y + m->height * tile->row + gap / 2,
                        m->width - gap, m->height - gap};
}

/* The band at the foot shows the class once more, hatched; words above it stand on the plain fill. */
static void shade(const struct drawing *d, const struct map *m, struct box at, const struct paint *paint) {
    struct paint plain = *paint;
    plain.hatch = 0;
    drawing_area(d, at, &plain);
    if (paint->hatch)
        d->canvas->operations->hatch(d->canvas, at.x, at.y + at.height - BAND * m->scale, at.width,
                                     BAND * m->scale, paint->hatch, paint->hatch_colour);
}

static void write_tile(const struct drawing *whole, const struct map *m, struct box at,
                       const struct tile *tile, size_t row, const struct paint *paint) {
    const struct drawing tile_drawing = {whole->figure, whole->plot, whole->canvas,
                                         whole->arena,  m->scale,    whole->pitch};
    const struct drawing *d = &tile_drawing;
    const uint32_t ink = palette_text_on(paint->fill);
    const double x = at.x + at.width / 2;
    const struct typeset_style name = drawing_bold(d, m->name, ink, ALIGN_CENTER),
                               number = drawing_bold(d, m->number, ink, ALIGN_CENTER),
                               base = drawing_style(d, 5.5 * sqrt(d->pitch), ink, ALIGN_CENTER);
    drawing_number(d, &name, tile->name, x, at.y + drawing_pitch(d, 5.5));
    if (row >= d->plot->row_count) {
        drawing_number(d, &number, "-", x, at.y + drawing_pitch(d, 14.5));
        return;
    }
    const struct plot_value *v = plot_at(d->plot, row, 0);
    drawing_number(d, &number, v->text, x, at.y + drawing_pitch(d, 14.5));
    if (d->plot->rows[row].n)
        drawing_number(
            d, &base, arena_printf(d->arena, "n=%s%s", d->plot->rows[row].n, v->small_n ? TABLE_SMALL_N : ""),
            x, at.y + drawing_pitch(d, 22));
}

static void draw_tile(const struct drawing *d, const struct map *m, struct box box, const struct tile *tile) {
    struct paint paint = paint_hidden;
    size_t row = 0;
    double number;
    while (row < d->plot->row_count && tile_of(d, row) != tile)
        row++;
    if (row < d->plot->row_count && plot_printed(plot_at(d->plot, row, 0), &number))
        paint = paint_of_class(class_of(m, number), m->limit_count + 1);
    const struct box at = tile_box(d, m, box, tile);
    shade(d, m, at, &paint);
    write_tile(d, m, at, tile, row, &paint);
}

static void draw_key(const struct drawing *d, const struct map *m, struct box box) {
    const struct typeset_style head = drawing_bold(d, 9.5, PALETTE_INK, ALIGN_LEFT);
    const double width = m->width * d->figure->tiles->free_columns - 10 * d->scale;
    double y = box.y;
    for (size_t i = 0; i < d->plot->row_count; i++)
        if (d->plot->rows[i].kind == PLOT_WHOLE)
            y += drawing_text(d, &head,
                              arena_printf(d->arena, "%s  %s", drawing_label_with_n(d, &d->plot->rows[i]),
                                           plot_at(d->plot, i, 0)->text),
                              box.x, y, width) +
                 4 * d->scale;
    for (size_t i = 0; i < m->key_count; i++, y += key_line(d))
        drawing_key(d, &m->key[i], 1, box.x, y, width);
}

void figure_map_draw(const struct drawing *d, struct box box) {
    const struct map m = map_prepare(d, box.width);
    draw_key(d, &m, box);
    for (size_t i = 0; i < d->figure->tiles->count; i++)
        draw_tile(d, &m, box, &d->figure->tiles->tiles[i]);
}
