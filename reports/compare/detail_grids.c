#include "reports/compare/detail_grids.h"

#include "engine/base/lang.h"
#include "reports/compare/compare_beneath.h"
#include "reports/compare/compare_grid.h"
#include "reports/compare/compare_words.h"
#include "reports/model/interval_words.h"

#include <string.h>

/* --- each on its own base --- */

enum own_column { SURVEY, BASE, N, COUNT, SHARE, INTERVAL, COLUMNS };

static const struct grid_column *own_columns(struct arena *arena, const struct comparison_request *request) {
    static const double widths[COLUMNS] = {150, 0, 60, 70, 48, 84};
    const char *const headings[COLUMNS] = {
        _("Survey"), _("Base"),
        "n",         _("Count"),
        "%",         interval_words_heading(arena, INTERVAL_WILSON, request->level, request->weight != NULL)};
    struct grid_column *columns = arena_array(arena, COLUMNS, sizeof *columns);
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i] = (struct grid_column){
            .heading = headings[i], .align = i < N ? ALIGN_LEFT : ALIGN_RIGHT, .width = widths[i]};
    return columns;
}

static const struct grid_cell *own_cells(struct arena *arena, const struct comparison_row *row) {
    const char *const texts[COLUMNS] = {row->wave->label,
                                        row->figure.base_words ? row->figure.base_words : "-",
                                        compare_n_text(arena, row),
                                        compare_count_text(arena, row),
                                        row->has_percent ? row->text : "-",
                                        compare_interval_text(arena, row->has_interval, row->low, row->high)};
    struct grid_cell *cells = arena_array(arena, COLUMNS, sizeof *cells);
    for (size_t i = 0; i < COLUMNS; i++)
        cells[i].text = texts[i];
    return cells;
}

static const struct grid *own_grid(struct arena *arena, const struct comparison *c,
                                   const struct comparison_block *own, const char *title) {
    struct grid_row *rows = arena_array(arena, own->row_count + 1, sizeof *rows);
    struct grid *grid = arena_alloc(arena, sizeof *grid);
    *grid = (struct grid){.title = title,
                          .caption = _("Each on the base it was published on"),
                          .columns = own_columns(arena, c->request),
                          .column_count = COLUMNS,
                          .rows = rows,
                          .compact = true};
    for (size_t i = 0; i < own->row_count; i++)
        if (own->rows[i].shown)
            rows[grid->row_count++].cells = own_cells(arena, &own->rows[i]);
    return grid;
}

/* --- on one base --- */

static void add_marks(struct compare_lines *lines, const struct comparison *c,
                      const struct comparison_marks *marks) {
    for (size_t i = 0; i < marks->count; i++) {
        const char *text = c->notes[marks->items[i]].text;
        bool said = false;
        for (size_t k = 0; k < lines->count; k++)
            said = said || strcmp(lines->items[k], text) == 0;
        if (!said)
            compare_lines_add(lines, text);
    }
}

static const char *notes_of(struct arena *arena, const struct comparison *c,
                            const struct comparison_concept *concept) {
    struct compare_lines lines = {.arena = arena};
    const char *text = "";
    compare_beneath_block(&lines, &concept->common);
    compare_beneath_panels(&lines, concept);
    compare_beneath_shifts(&lines, concept);
    for (size_t i = 0; i < concept->common.row_count; i++)
        add_marks(&lines, c, &concept->common.rows[i].marks);
    add_marks(&lines, c, &concept->marks);
    for (size_t i = 0; i < lines.count; i++)
        text = arena_printf(arena, "%s%s\n", text, lines.items[i]);
    return text;
}

static const struct grid *common_grid(struct arena *arena, const struct comparison *c,
                                      struct comparison_concept *concept, const char *title) {
    struct comparison *one = arena_copy(arena, c, sizeof *one);
    const struct comparison_block *common = &concept->common;
    one->concepts = concept;
    one->concept_count = 1;
    const char *caption = common->base_key
                              ? arena_printf(arena, _("On one base: %s"), common->base_words)
                              : _("Each on the base it was published on; differences where it is the same");
    struct grid *grid = arena_copy(
        arena, compare_grid(arena, one, caption, notes_of(arena, c, concept), false), sizeof *grid);
    grid->title = title;
    return grid;
}

const struct grid *const *detail_grids(struct arena *arena, const struct comparison *c, size_t *count) {
    const struct grid **grids = arena_array(arena, 2 * c->concept_count + 1, sizeof *grids);
    for (size_t i = 0; i < c->concept_count; i++) {
        struct comparison_concept *concept = &c->concepts[i];
        const char *title = concept->label;
        if (concept->question && strcmp(concept->question, title) != 0)
            title = arena_printf(arena, _("%s: %s"), concept->question, title);
        if (concept->own)
            grids[(*count)++] = own_grid(arena, c, concept->own, title);
        if (concept->common.difference_count)
            grids[(*count)++] = common_grid(arena, c, concept, concept->own ? NULL : title);
    }
    return grids;
}
