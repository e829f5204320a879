#include "reports/model/figure.h"

#include "engine/base/lang.h"
#include "reports/model/canvas.h"
#include "reports/model/figures/drawing.h"
#include "reports/model/palette.h"

#include <assert.h>
#include <string.h>

const struct figure_kind_row figure_kinds[] = {
    [FIGURE_BARS] = {"bars", figure_bars_height, figure_bars_draw},
    [FIGURE_PIE] = {"pie", figure_pie_height, figure_pie_draw},
    [FIGURE_STACK] = {"stack", figure_stack_height, figure_stack_draw},
};
enum { KIND_COUNT = sizeof figure_kinds / sizeof *figure_kinds };

enum { PIE_PARTS_MAX = 4, STACK_PARTS_MAX = 6 };

bool figure_kind_parse(const char *name, enum figure_kind *kind) {
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (strcmp(name, figure_kinds[i].name) == 0) {
            *kind = (enum figure_kind)i;
            return true;
        }
    return false;
}

bool figure_kind_suits(enum figure_kind kind, const struct table *table) {
    return kind == FIGURE_BARS || !table->multi;
}

/* --- the natural figure of a table --- */

/* As many as the table's own percentages have; -1 where it shows none. */
static int decimals_of(const struct table *table, size_t column) {
    for (size_t i = 0; i < table->row_count; i++) {
        const struct table_cell *cell = &table->rows[i].cells[column];
        const char *point = strchr(cell->text, '.');
        if (!cell->suppressed && strchr(cell->text, '%'))
            return point ? (int)strspn(point + 1, "0123456789") : 0;
    }
    return -1;
}

static const char *caption_of(struct arena *arena, const struct table *table, int64_t n) {
    const char *number = table_n_text(arena, n);
    const char *unit = table->unit ? table->unit : "";
    if (table->multi)
        return arena_printf(arena, _("n=%s %s (multiple answers)"), number, unit);
    return arena_printf(arena, _("n=%s %s"), number, unit);
}

static int64_t sort_key(const struct table_row *row, size_t column) {
    return row->cells[column].suppressed ? -1 : row->cells[column].count;
}

/* Stable insertion sort of options by count, largest first; figures have few rows. */
static void sort_by_count(const struct table *table, size_t column, size_t *rows, size_t count) {
    for (size_t i = 1; i < count; i++) {
        const size_t row = rows[i];
        size_t at = i;
        for (; at > 0 && sort_key(&table->rows[rows[at - 1]], column) < sort_key(&table->rows[row], column);
             at--)
            rows[at] = rows[at - 1];
        rows[at] = row;
    }
}

static bool worth_showing(const struct table_row *row, size_t column) {
    return row->kind != TABLE_SILENCE || row->cells[column].suppressed || row->cells[column].count > 0;
}

static void choose_rows(struct arena *arena, struct figure *figure) {
    const struct table *table = figure->table;
    size_t *rows = arena_array(arena, table->row_count + 1, sizeof *rows), count = 0;
    for (size_t i = 0; i < table->row_count; i++)
        if (table->rows[i].kind != TABLE_SILENCE && table->rows[i].kind != TABLE_NET)
            rows[count++] = i;
    if (table->multi)
        sort_by_count(table, figure->column, rows, count);
    for (size_t i = 0; i < table->row_count; i++)
        if (table->rows[i].kind == TABLE_SILENCE && worth_showing(&table->rows[i], figure->column))
            rows[count++] = i;
    figure->rows = rows;
    figure->row_count = count;
}

static enum figure_kind natural_kind(const struct table *table, size_t row_count) {
    if (strcmp(table->kind, "single") != 0 || row_count > STACK_PARTS_MAX)
        return FIGURE_BARS;
    return row_count <= PIE_PARTS_MAX ? FIGURE_PIE : FIGURE_STACK;
}

const struct figure *figure_of_table(struct arena *arena, const struct table *table, size_t column) {
    struct figure *figure = arena_alloc(arena, sizeof *figure);
    figure->id = table->id;
    figure->table = table;
    figure->column = column;
    figure->title = table->title;
    figure->decimals = decimals_of(table, column);
    choose_rows(arena, figure);
    figure->kind = natural_kind(table, figure->row_count);
    figure->caption = caption_of(arena, table, table->columns[column].n);
    return figure;
}

/* --- drawing --- */

static struct typeset_style title_style(const struct drawing *d) {
    return drawing_bold(d, 11.5, PALETTE_INK, ALIGN_LEFT);
}

static struct typeset_style caption_style(const struct drawing *d) {
    return drawing_style(d, 8.5, PALETTE_GREY, ALIGN_LEFT);
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

static double whole_height(const struct drawing *d, double width) {
    return head_height(d, width) + figure_kinds[d->figure->kind].height(d, width);
}

static void draw_head(const struct drawing *d, struct box box) {
    const struct typeset_style title = title_style(d), caption = caption_style(d);
    double y = box.y;
    if (d->figure->title)
        y += drawing_text(d, &title, d->figure->title, box.x, y, box.width);
    if (d->figure->caption)
        drawing_text(d, &caption, d->figure->caption, box.x, y, box.width);
}

double figure_height(const struct figure *figure, struct canvas *canvas, double width) {
    struct arena *arena = arena_create();
    const struct drawing d = {figure, canvas, arena, 1};
    const double height = whole_height(&d, width);
    arena_destroy(arena);
    return height;
}

/* Smaller type wraps into fewer lines, so a proportional first guess nearly always fits at once. */
static void shrink_to_fit(struct drawing *d, struct box box) {
    const double natural = whole_height(d, box.width);
    if (natural <= box.height)
        return;
    d->scale = box.height / natural;
    for (int i = 0; i < 40 && whole_height(d, box.width) > box.height; i++)
        d->scale *= 0.95;
}

double figure_draw(const struct figure *figure, struct canvas *canvas, struct box box) {
    assert(figure_kind_suits(figure->kind, figure->table));
    struct arena *arena = arena_create();
    struct drawing d = {figure, canvas, arena, 1};
    if (box.height > 0)
        shrink_to_fit(&d, box);
    else
        box.height = whole_height(&d, box.width);
    const double head = head_height(&d, box.width);
    draw_head(&d, box);
    figure_kinds[figure->kind].draw(&d, (struct box){box.x, box.y + head, box.width, box.height - head});
    arena_destroy(arena);
    return box.height;
}
