#include "reports/model/grid.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"

#include <string.h>

struct setting {
    struct arena *arena;
    const struct table *table;
    size_t from, to;   /* columns of the table */
    size_t per_column; /* grid columns for each of them */
    bool intervals;
    struct grid_row *rows;
    size_t row_count, row_capacity;
};

const char *grid_interval(struct arena *arena, const struct table_cell *cell, int decimals) {
    if (!cell->has_interval || cell->suppressed)
        return "";
    return arena_printf(arena, _("%.*f-%.*f%%"), decimals, cell->low, decimals, cell->high);
}

static bool any_interval(const struct table *table, size_t column) {
    for (size_t i = 0; i < table->row_count; i++)
        if (table->rows[i].cells[column].has_interval)
            return true;
    return false;
}

/* --- columns --- */

static const double COUNT_WIDTH = 56, PERCENT_WIDTH = 50, INTERVAL_WIDTH = 86, CROSSED_COUNT = 36,
                    CROSSED_PERCENT = 40;

static const char *group_of(const struct setting *s, size_t at) {
    const struct table_column *column = &s->table->columns[at];
    const char *n = table_n_text(s->arena, column->n), *mark = table_column_mark(s->table, at);
    return column->letter ? arena_printf(s->arena, "%s (%s)\nn=%s%s", column->label, column->letter, n, mark)
                          : arena_printf(s->arena, "%s\nn=%s%s", column->label, n, mark);
}

static const struct grid_column *columns_of(const struct setting *s, size_t *count) {
    const bool crossed = s->table->column_count > 1;
    const size_t width = s->to - s->from;
    struct grid_column *columns = arena_array(s->arena, 1 + width * s->per_column, sizeof *columns),
                       *next = columns;
    *next++ = (struct grid_column){.heading = "", .align = ALIGN_LEFT};
    for (size_t i = s->from; i < s->to; i++) {
        const char *group = crossed ? group_of(s, i) : NULL;
        *next++ = (struct grid_column){s->table->weight ? _("Weighted count") : _("Count"), group,
                                       ALIGN_RIGHT, crossed ? CROSSED_COUNT : COUNT_WIDTH, false};
        *next++ = (struct grid_column){_("Share"), group, ALIGN_RIGHT,
                                       crossed ? CROSSED_PERCENT : PERCENT_WIDTH, false};
        if (s->intervals)
            *next++ = (struct grid_column){_("Interval (95%)"), group, ALIGN_RIGHT, INTERVAL_WIDTH, false};
    }
    *count = (size_t)(next - columns);
    return columns;
}

/* --- rows --- */

static struct grid_cell *add_row(struct setting *s, const char *label, enum grid_style style) {
    s->rows = arena_grow(s->arena, s->rows, s->row_count, &s->row_capacity, sizeof *s->rows);
    struct grid_cell *cells = arena_array(s->arena, 1 + (s->to - s->from) * s->per_column, sizeof *cells);
    cells[0].text = label;
    s->rows[s->row_count++] = (struct grid_row){cells, style};
    return cells;
}

static void fill_cells(const struct setting *s, const struct table_row *row, struct grid_cell *cells) {
    for (size_t i = s->from; i < s->to; i++) {
        const struct table_cell *cell = &row->cells[i];
        struct grid_cell *at = &cells[1 + (i - s->from) * s->per_column];
        if (!cell->suppressed)
            at[0].text = number_thousands(s->arena, table_cell_shown_count(cell));
        at[1].text = table_cell_text(s->arena, cell);
        if (s->intervals)
            at[2].text = grid_interval(s->arena, cell, 1);
    }
}

static void add_options(struct setting *s) {
    for (size_t i = 0; i < s->table->row_count; i++) {
        const struct table_row *row = &s->table->rows[i];
        fill_cells(s, row, add_row(s, row->label, row->kind == TABLE_SILENCE ? GRID_SILENCE : GRID_PLAIN));
    }
}

static void add_summary_row(struct setting *s, const char *label, size_t offset) {
    struct grid_cell *cells = add_row(s, label, GRID_TOTAL);
    for (size_t i = s->from; i < s->to; i++) {
        const char *text = *(const char *const *)((const char *)&s->table->summaries[i] + offset);
        cells[1 + (i - s->from) * s->per_column].text = text;
    }
}

static void add_summaries(struct setting *s) {
    static const struct {
        const char *label;
        size_t offset;
    } lines[] = {
        {N_("Sum"), offsetof(struct table_summary, sum_text)},
        {N_("At least"), offsetof(struct table_summary, at_least_text)},
        {N_("Mean"), offsetof(struct table_summary, mean_text)},
        {N_("Median"), offsetof(struct table_summary, median_text)},
        {N_("Lower quartile"), offsetof(struct table_summary, lower_text)},
        {N_("Upper quartile"), offsetof(struct table_summary, upper_text)},
        {N_("Smallest"), offsetof(struct table_summary, min_text)},
        {N_("Largest"), offsetof(struct table_summary, max_text)},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (*(const char *const *)((const char *)&s->table->summaries[0] + lines[i].offset))
            add_summary_row(s, _(lines[i].label), lines[i].offset);
}

/* --- the whole --- */

static const char *title_of(struct arena *arena, const struct table *table) {
    const char *number = table->number ? table->number : "";
    return arena_printf(arena, "%s%s%s", number, *number ? "  " : "", table_full_title(arena, table));
}

static const char *caption_of(struct arena *arena, const struct table *table) {
    const char *n = arena_printf(arena, "%s%s", table_base_n_text(arena, table), table_column_mark(table, 0));
    const char *unit = table->unit && !table->weight ? table->unit : "";
    return arena_printf(arena, _("Base: %s, %s"), table->base_text,
                        table->multi ? arena_printf(arena, _("n=%s %s (multiple answers)"), n, unit)
                                     : arena_printf(arena, _("n=%s %s"), n, unit));
}

const struct grid *grid_of_table(struct arena *arena, const struct table *table, size_t from,
                                 size_t columns) {
    const size_t left = table->column_count - from;
    struct setting s = {
        .arena = arena, .table = table, .from = from, .to = from + (columns < left ? columns : left)};
    s.intervals = table->column_count == 1 && any_interval(table, 0);
    s.per_column = s.intervals ? 3 : 2;
    add_options(&s);
    if (table->summaries)
        add_summaries(&s);
    struct grid *grid = arena_alloc(arena, sizeof *grid);
    grid->title = title_of(arena, table);
    grid->caption = caption_of(arena, table);
    grid->columns = columns_of(&s, &grid->column_count);
    grid->rows = s.rows;
    grid->row_count = s.row_count;
    grid->notes = table->notes;
    grid->note_count = table->note_count;
    return grid;
}
