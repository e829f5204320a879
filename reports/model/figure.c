#include "reports/model/figure.h"

#include "engine/base/lang.h"
#include "reports/model/canvas.h"
#include "reports/model/figures/drawing.h"

#include <assert.h>
#include <string.h>

enum { PIE_PARTS_MAX = 4, STACK_PARTS_MAX = 6, GROUPED_ROWS_MAX = 30, ROWS_MAX = 80, SERIES_MAX = 12 };
#define DRAWN(kind) figure_##kind##_height, figure_##kind##_draw

/* name, columns, rows, share, exclusive, refuse, height, draw, scale, pitch */
const struct figure_kind_row figure_kinds[FIGURE_KINDS] = {
    [FIGURE_BARS] = {"bars", 1, 1, ROWS_MAX, false, false, NULL, DRAWN(bars), SCALE_VALUES, 0.86, 1.35},
    [FIGURE_GROUPED] = {"grouped", 2, 4, GROUPED_ROWS_MAX, false, false, NULL, DRAWN(grouped), SCALE_VALUES,
                        0.86, 1.35},
    [FIGURE_FACING] = {"facing", 2, 4, ROWS_MAX, false, false, NULL, DRAWN(facing), SCALE_VALUES, 0.86, 1.3},
    [FIGURE_PIE] = {"pie", 1, 1, 12, true, true, NULL, DRAWN(pie), SCALE_NONE, 0.85, 1.3},
    [FIGURE_STACK] = {"stack", 1, 1, 12, true, true, NULL, DRAWN(stack), SCALE_NONE, 0.9, 1.3},
    [FIGURE_STACKS] = {"stacks", 2, 20, 12, true, true, NULL, DRAWN(stacks), SCALE_NONE, 0.8, 1.3},
    [FIGURE_LINE] = {"line", 2, 200, SERIES_MAX, false, false, NULL, DRAWN(line), SCALE_NONE, 0.75, 1.5},
    [FIGURE_SLOPE] = {"slope", 2, 2, SERIES_MAX, false, false, NULL, DRAWN(slope), SCALE_NONE, 0.8, 1.5},
    [FIGURE_DOTS] = {"dots", 1, 3, ROWS_MAX, false, false, NULL, DRAWN(dots), SCALE_INTERVALS, 0.9, 1.35},
    [FIGURE_FUNNEL] = {"funnel", 1, 1, ROWS_MAX, true, false, figure_funnel_refuse, DRAWN(funnel), SCALE_NONE,
                       0.75, 1.8},
    [FIGURE_MAP] = {"map", 1, 1, ROWS_MAX, false, false, figure_map_refuse, DRAWN(map), SCALE_NONE, 1, 1.35},
};

const char *figure_kind_name(enum figure_kind kind) {
    return figure_kinds[kind].name;
}

bool figure_kind_parse(const char *name, enum figure_kind *kind) {
    for (int i = FIGURE_NATURAL + 1; i < FIGURE_KINDS; i++)
        if (strcmp(name, figure_kinds[i].name) == 0) {
            *kind = (enum figure_kind)i;
            return true;
        }
    return false;
}

bool figure_kind_one_column(enum figure_kind kind) {
    return figure_kinds[kind].most_columns == 1;
}

const char *figure_kind_names(struct arena *arena) {
    const char *names = figure_kinds[FIGURE_NATURAL + 1].name;
    for (int i = FIGURE_NATURAL + 2; i < FIGURE_KINDS; i++)
        names = arena_printf(arena, "%s, %s", names, figure_kinds[i].name);
    return names;
}

/* --- making --- */

static const char *why_not_columns(struct arena *arena, const struct figure_kind_row *kind, size_t count) {
    if (count < kind->least_columns)
        return arena_printf(arena, _("it has %zu column, and at least %zu are needed: cross it by a key"),
                            count, kind->least_columns);
    if (count > kind->most_columns)
        return arena_printf(arena, _("it has %zu columns, and at most %zu can be shown: name the columns"),
                            count, kind->most_columns);
    return NULL;
}

static const char *why_not(struct arena *arena, const struct figure_kind_row *kind, const struct plot *plot) {
    const char *why = why_not_columns(arena, kind, plot->column_count);
    if (why)
        return why;
    if (plot->row_count == 0)
        return _("it has no rows");
    if (plot->row_count > kind->most_rows)
        return arena_printf(arena, _("it has %zu rows, and at most %zu can be shown"), plot->row_count,
                            kind->most_rows);
    if (kind->share && !plot->share)
        return _("its numbers are no percentages of a base");
    if (kind->exclusive && !plot->exclusive)
        return _("its answers do not exclude each other; use bars or table");
    return kind->refuse ? kind->refuse(arena, plot) : NULL;
}

const struct figure *figure_make(struct arena *arena, enum figure_kind kind, const struct plot *plot,
                                 struct fault *f) {
    assert(kind > FIGURE_NATURAL && kind < FIGURE_KINDS);
    const char *why = why_not(arena, &figure_kinds[kind], plot);
    if (why) {
        fault_set(f, _("\"%s\" cannot be drawn as \"%s\": %s"), plot->title, figure_kinds[kind].name, why);
        return NULL;
    }
    struct figure *figure = arena_alloc(arena, sizeof *figure);
    *figure = (struct figure){.kind = kind,
                              .id = figure_kinds[kind].name,
                              .plot = plot,
                              .title = plot->title,
                              .caption = plot->caption,
                              .note = plot->note};
    if (kind == FIGURE_MAP && !(figure->tiles = tiles_load(arena, f)))
        return NULL;
    return figure;
}

static enum figure_kind natural_kind(const struct table *table, const struct plot *plot) {
    const bool whole = plot->exclusive && strcmp(table->kind, "single") == 0;
    if (plot->column_count > 1)
        return whole && plot->row_count <= figure_kinds[FIGURE_STACKS].most_rows ? FIGURE_STACKS
                                                                                 : FIGURE_GROUPED;
    if (!whole || plot->row_count > STACK_PARTS_MAX)
        return FIGURE_BARS;
    return plot->row_count <= PIE_PARTS_MAX ? FIGURE_PIE : FIGURE_STACK;
}

/* The answer that most gave, of all returns; NULL: none is shown. */
static const char *commonest(const struct table *table) {
    const struct table_row *most = NULL;
    for (size_t r = 0; r < table->row_count; r++) {
        const struct table_row *row = &table->rows[r];
        if (row->kind == TABLE_OPTION && !row->cells[0].suppressed &&
            (!most || row->cells[0].count > most->cells[0].count))
            most = row;
    }
    return most ? most->key : NULL;
}

/* What nobody has chosen: by more columns than stand side by side, one answer across them. */
static const struct plot *natural_plot(struct arena *arena, const struct table *table,
                                       struct plot_choice choice, enum figure_kind *kind, struct fault *f) {
    const struct plot *plot = plot_of_table(arena, table, &choice, f);
    if (!plot)
        return NULL;
    *kind = natural_kind(table, plot);
    if (choice.option || plot->column_count <= figure_kinds[*kind].most_columns ||
        !(choice.option = commonest(table)))
        return plot;
    plot = plot_of_table(arena, table, &choice, f);
    *kind = FIGURE_BARS;
    return plot;
}

const struct figure *figure_of_table(struct arena *arena, const struct table *table,
                                     const struct figure_wish *wish, struct fault *f) {
    struct plot_choice choice = wish->choice;
    enum figure_kind kind = wish->kind;
    choice.crossed |= wish->kind != FIGURE_NATURAL && figure_kinds[wish->kind].least_columns > 1;
    choice.inhabited = wish->kind != FIGURE_MAP; /* a map has a tile for each */
    const struct plot *plot = kind == FIGURE_NATURAL ? natural_plot(arena, table, choice, &kind, f)
                                                     : plot_of_table(arena, table, &choice, f);
    if (!plot)
        return NULL;
    const struct figure *made = figure_make(arena, kind, plot, f);
    struct figure *figure = made ? arena_copy(arena, made, sizeof *made) : NULL;
    if (!figure)
        return NULL;
    figure->id = table->id;
    figure->table = table;
    return figure;
}

void figure_common_axis(struct figure *const *figures, size_t count) {
    double low = 0, high = 0, least, most;
    for (size_t i = 0; i < count; i++) {
        drawing_reach(figures[i], &least, &most);
        low = least < low ? least : low;
        high = most > high ? most : high;
    }
    for (size_t i = 0; i < count; i++)
        if (figure_kinds[figures[i]->kind].scale != SCALE_NONE) {
            figures[i]->axis_min = low;
            figures[i]->axis_max = high;
        }
}

/* --- drawing --- */

static struct typeset_style title_style(const struct drawing *d) {
    return drawing_bold(d, 11.5, PALETTE_INK, ALIGN_LEFT);
}

static struct typeset_style caption_style(const struct drawing *d) {
    return drawing_style(d, 8.5, PALETTE_GREY, ALIGN_LEFT);
}

static struct typeset_style note_style(const struct drawing *d) {
    return drawing_style(d, 7.5, PALETTE_GREY, ALIGN_LEFT);
}

static double head_height(const struct drawing *d, double width) {
    double height = 0;
    const struct typeset_style title = title_style(d), caption = caption_style(d);
    if (d->figure->title)
        height += drawing_text_height(d, &title, d->figure->title, width);
    if (d->figure->caption)
        height += drawing_text_height(d, &caption, d->figure->caption, width);
    return height > 0 ? height + 8 * d->scale : 0;
}

static double note_height(const struct drawing *d, double width) {
    const struct typeset_style note = note_style(d);
    return d->figure->note ? drawing_text_height(d, &note, d->figure->note, width) + 5 * d->scale : 0;
}

static double whole_height(const struct drawing *d, double width) {
    return head_height(d, width) + figure_kinds[d->figure->kind].height(d, width) + note_height(d, width);
}

static void draw_head(const struct drawing *d, struct box box) {
    const struct typeset_style title = title_style(d), caption = caption_style(d);
    double y = box.y;
    if (d->figure->title)
        y += drawing_text(d, &title, d->figure->title, box.x, y, box.width);
    if (d->figure->caption)
        drawing_text(d, &caption, d->figure->caption, box.x, y, box.width);
}

static void draw_note(const struct drawing *d, struct box box, double height) {
    const struct typeset_style note = note_style(d);
    if (d->figure->note)
        drawing_text(d, &note, d->figure->note, box.x, box.y + box.height - height + 5 * d->scale, box.width);
}

static struct drawing begin(const struct figure *figure, struct canvas *canvas) {
    return (struct drawing){figure, figure->plot, canvas, arena_create(), 1, 1};
}

static double height_at(const struct figure *figure, struct canvas *canvas, double width, double pitch) {
    struct drawing d = begin(figure, canvas);
    d.pitch = pitch;
    const double height = whole_height(&d, width);
    arena_destroy(d.arena);
    return height;
}

double figure_height(const struct figure *figure, struct canvas *canvas, double width) {
    return height_at(figure, canvas, width, 1);
}

double figure_least_height(const struct figure *figure, struct canvas *canvas, double width) {
    return height_at(figure, canvas, width, figure_kinds[figure->kind].least_pitch);
}

double figure_most_height(const struct figure *figure, struct canvas *canvas, double width) {
    return height_at(figure, canvas, width, figure_kinds[figure->kind].most_pitch);
}

/* The pitch between two at which the figure is as high as the box, or just lower. */
static void fill_box(struct drawing *d, struct box box, double low, double high) {
    for (int i = 0; i < 12; i++) {
        d->pitch = (low + high) / 2;
        if (whole_height(d, box.width) <= box.height)
            low = d->pitch;
        else
            high = d->pitch;
    }
    d->pitch = low;
}

/* A box too low first takes air out of the figure; only then all of it is drawn smaller.  Smaller type wraps into fewer
 * lines, so a proportional first guess nearly always fits at once. */
static void shrink_to_fit(struct drawing *d, struct box box) {
    const double least = figure_kinds[d->figure->kind].least_pitch;
    d->pitch = least;
    const double lowest = whole_height(d, box.width);
    if (lowest <= box.height) {
        fill_box(d, box, least, 1);
        return;
    }
    d->scale = box.height / lowest;
    double fits = 0, too_high = 0;
    for (int i = 0; i < 40 && fits <= 0; i++)
        if (whole_height(d, box.width) > box.height)
            too_high = d->scale, d->scale *= 0.95;
        else
            fits = d->scale;
    for (int i = 0; fits > 0 && too_high > 0 && i < 6; i++) {
        d->scale = (fits + too_high) / 2;
        *(whole_height(d, box.width) > box.height ? &too_high : &fits) = d->scale;
    }
    d->scale = fits > 0 ? fits : d->scale;
}

static void fit(struct drawing *d, struct box box) {
    const double natural = whole_height(d, box.width), most = figure_kinds[d->figure->kind].most_pitch;
    if (natural > box.height + 0.01)
        shrink_to_fit(d, box);
    else if (natural < box.height - 0.01 && most > 1)
        fill_box(d, box, 1, most);
}

double figure_draw(const struct figure *figure, struct canvas *canvas, struct box box) {
    struct drawing d = begin(figure, canvas);
    if (box.height > 0)
        fit(&d, box);
    else
        box.height = whole_height(&d, box.width);
    const double head = head_height(&d, box.width), note = note_height(&d, box.width);
    draw_head(&d, box);
    figure_kinds[figure->kind].draw(&d,
                                    (struct box){box.x, box.y + head, box.width, box.height - head - note});
    draw_note(&d, box, note);
    arena_destroy(d.arena);
    return box.height;
}
