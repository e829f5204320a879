#include "reports/model/plot_grid.h"

#include "engine/base/lang.h"

#include <string.h>

static bool has_intervals(const struct plot *plot, size_t column) {
    for (size_t r = 0; r < plot->row_count; r++)
        if (plot_at(plot, r, column)->interval)
            return true;
    return false;
}

static const struct grid_column *columns_of(struct arena *arena, const struct plot *plot, size_t *count) {
    struct grid_column *columns = arena_array(arena, 1 + 2 * plot->column_count, sizeof *columns);
    columns[(*count)++] = (struct grid_column){.heading = "", .align = ALIGN_LEFT};
    for (size_t c = 0; c < plot->column_count; c++) {
        const struct plot_side *side = &plot->columns[c];
        const char *group = side->n ? arena_printf(arena, "%s\nn=%s", side->label, side->n) : side->label;
        columns[(*count)++] = (struct grid_column){_("Share"), group, ALIGN_RIGHT, 48, false};
        if (has_intervals(plot, c))
            columns[(*count)++] = (struct grid_column){_("Interval (95%)"), group, ALIGN_RIGHT, 76, false};
    }
    return columns;
}

static struct grid_row row_of(struct arena *arena, const struct plot *plot, size_t row, size_t width) {
    struct grid_cell *cells = arena_array(arena, width, sizeof *cells);
    const enum plot_side_kind kind = plot->rows[row].kind;
    size_t at = 0;
    cells[at++].text = plot->rows[row].label;
    for (size_t c = 0; c < plot->column_count; c++) {
        const struct plot_value *v = plot_at(plot, row, c);
        cells[at++].text = v->text;
        if (has_intervals(plot, c))
            cells[at++].text = v->interval ? v->interval : "";
    }
    return (struct grid_row){cells, kind == PLOT_WHOLE     ? GRID_TOTAL
                                    : kind == PLOT_SILENCE ? GRID_SILENCE
                                                           : GRID_PLAIN};
}

static const char *const *lines_of(struct arena *arena, const char *text, size_t *count) {
    const char **lines = arena_array(arena, text ? strlen(text) + 1 : 1, sizeof *lines);
    char *rest = text ? arena_strdup(arena, text) : NULL;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;)
        lines[(*count)++] = line;
    return lines;
}

const struct grid *plot_grid(struct arena *arena, const struct plot *plot) {
    struct grid *grid = arena_alloc(arena, sizeof *grid);
    struct grid_row *rows = arena_array(arena, plot->row_count + 1, sizeof *rows);
    grid->columns = columns_of(arena, plot, &grid->column_count);
    for (size_t r = 0; r < plot->row_count; r++)
        rows[r] = row_of(arena, plot, r, grid->column_count);
    grid->rows = rows;
    grid->row_count = plot->row_count;
    grid->caption = plot->caption;
    grid->notes = lines_of(arena, plot->note, &grid->note_count);
    return grid;
}
