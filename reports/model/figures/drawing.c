#include "reports/model/figures/drawing.h"

#include "reports/model/palette.h"

/* --- parts --- */

static void describe_cell(const struct drawing *d, const struct table_cell *cell, struct figure_part *part) {
    char text[PERCENT_TEXT];
    part->percent = cell->text;
    if (cell->suppressed)
        return;
    if (d->figure->decimals >= 0) {
        if (cell->n > 0)
            table_cell_percent(cell, d->figure->decimals, text);
        else
            percent_text(text, cell->count, cell->n, d->figure->decimals);
        part->percent = arena_strdup(d->arena, text);
    }
    part->count = arena_strdup(d->arena, percent_thousands(text, table_cell_shown_count(cell)));
    part->share = cell->n > 0 ? table_cell_share(cell) : 0;
}

const struct figure_part *figure_parts(const struct drawing *d, bool skip_empty, size_t *count) {
    const struct figure *figure = d->figure;
    struct figure_part *parts = arena_array(d->arena, figure->row_count + 1, sizeof *parts);
    size_t used = 0, options = 0;
    for (size_t i = 0; i < figure->row_count; i++) {
        const struct table_row *row = &figure->table->rows[figure->rows[i]];
        struct figure_part part = {.label = row->label, .silence = row->kind == TABLE_SILENCE};
        describe_cell(d, &row->cells[figure->column], &part);
        part.fill = part.silence ? PALETTE_SILENCE : palette_categories[options % PALETTE_CATEGORIES];
        part.hatch = part.silence ? 1 : 0;
        options += !part.silence;
        if (!skip_empty || part.share > 0)
            parts[used++] = part;
    }
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

/* --- text --- */

struct typeset_style drawing_style(const struct drawing *d, double size, uint32_t colour,
                                   enum canvas_align align) {
    return (struct typeset_style){.face = FACE_GOTHIC,
                                  .bold = FACE_GOTHIC_BOLD,
                                  .size = size * d->scale,
                                  .leading = size * 1.35 * d->scale,
                                  .colour = colour,
                                  .align = align};
}

struct typeset_style drawing_bold(const struct drawing *d, double size, uint32_t colour,
                                  enum canvas_align align) {
    struct typeset_style style = drawing_style(d, size, colour, align);
    style.face = FACE_GOTHIC_BOLD;
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
