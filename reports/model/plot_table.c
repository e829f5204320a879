/* Plots of tables: which rows and columns of one are shown, in which order, and what its cells become. */
#include "engine/base/number_text.h"
#include "reports/model/plot.h"

#include "engine/base/lang.h"
#include "reports/model/grid.h"

#include <string.h>

struct taking {
    struct arena *arena;
    const struct table *table;
    size_t *rows, *columns; /* of the table */
    size_t row_count, column_count;
};

/* --- columns --- */

static bool take_named(struct taking *t, const struct plot_choice *choice, struct fault *f) {
    const struct table *table = t->table;
    for (size_t i = 0; i < choice->column_count; i++) {
        const int found = table_column_find(table, choice->columns[i]);
        if (found < 0)
            return fault_set(f, _("the table has no column \"%s\"; write for example \"%s\""),
                             choice->columns[i], table_column_instead(table, choice->columns[i]));
        t->columns[t->column_count++] = (size_t)found;
    }
    return true;
}

/* Nobody stands in it: a column without a name, and, where one option is shown across very many, an area that took no part. */
static bool is_deserted(const struct table *table, size_t column, const struct plot_choice *choice) {
    enum { VERY_MANY = 20 };
    return table->columns[column].n == 0 &&
           (table->columns[column].unknown ||
            (choice->inhabited && choice->option && table->column_count > VERY_MANY));
}

static bool take_columns(struct taking *t, const struct plot_choice *choice, struct fault *f) {
    const struct table *table = t->table;
    t->columns = arena_array(t->arena, table->column_count + choice->column_count + 1, sizeof *t->columns);
    if (choice->column_count > 0)
        return take_named(t, choice, f);
    const bool all = choice->crossed || choice->option;
    const size_t first = all && !choice->option ? 1 : 0, last = all ? table->column_count : 1;
    for (size_t i = first; i < last; i++)
        if (!is_deserted(table, i, choice))
            t->columns[t->column_count++] = i;
    return true;
}

/* --- rows --- */

static bool occurs(const struct taking *t, size_t row) {
    for (size_t i = 0; i < t->column_count; i++) {
        const struct table_cell *cell = &t->table->rows[row].cells[t->columns[i]];
        if (cell->suppressed || cell->count > 0)
            return true;
    }
    return false;
}

static bool take_option(struct taking *t, const char *option, struct fault *f) {
    const struct table_row *row = table_row_find(t->table, option);
    if (!row)
        return fault_set(f, _("the table has no row \"%s\"; write for example \"%s\""), option,
                         table_row_instead(t->table, option));
    t->rows[t->row_count++] = (size_t)(row - t->table->rows);
    return true;
}

static void take_all(struct taking *t) {
    for (int silences = 0; silences < 2; silences++)
        for (size_t i = 0; i < t->table->row_count; i++) {
            const enum table_row_kind kind = t->table->rows[i].kind;
            if (kind != TABLE_NET && (kind == TABLE_SILENCE) == (silences == 1) &&
                (!silences || occurs(t, i)))
                t->rows[t->row_count++] = i;
        }
}

/* --- what is said of it --- */

static const char *of_what(const struct table *table) {
    switch (table->percent) {
    case TABLE_OF_ANSWERS:
        return _("percent of answers");
    case TABLE_OF_ROW:
        return _("percent of the row");
    case TABLE_OF_TOTAL:
        return _("percent of all columns");
    default:
        return NULL;
    }
}

static const char *add_words(struct arena *arena, const char *before, const char *words) {
    return words && *words ? arena_printf(arena, _("%s, %s"), before, words) : before;
}

static const char *caption_of(struct arena *arena, const struct table *table, int64_t n) {
    const char *number = table_n_text(arena, n), *unit = table->unit ? table->unit : "";
    const char *size = table->multi ? arena_printf(arena, _("n=%s %s (multiple answers)"), number, unit)
                                    : arena_printf(arena, _("n=%s %s"), number, unit);
    const char *text = arena_printf(arena, _("Base: %s, %s"), table->base_text ? table->base_text : "", size);
    if (table->filter_text)
        text = add_words(arena, text, arena_printf(arena, _("only %s"), table->filter_text));
    if (table->weight)
        text = add_words(arena, text, arena_printf(arena, _("weighted (%s)"), table->weight_label));
    return add_words(arena, text, of_what(table));
}

static const char *title_of(struct arena *arena, const struct table *table, const char *more) {
    const char *number = table->number ? table->number : "";
    return arena_printf(arena, "%s%s%s%s%s", number, *number ? "　" : "", table_full_title(arena, table),
                        *more ? "　" : "", more);
}

static int64_t base_of(const struct taking *t) {
    return t->column_count == 1 ? t->table->columns[t->columns[0]].n : t->table->columns[0].n;
}

/* --- values --- */

static struct plot_value value_of(struct arena *arena, const struct table_cell *cell) {
    struct plot_value v = {.text = cell->text, .state = PLOT_SHOWN};
    if (cell->suppressed || cell->n == TABLE_N_HIDDEN)
        v.state = PLOT_HIDDEN;
    else if (cell->n <= 0)
        v.state = PLOT_NONE;
    if (!cell->suppressed && v.state != PLOT_NONE)
        v.count = number_thousands(arena, table_cell_shown_count(cell));
    if (v.state != PLOT_SHOWN)
        return v;
    v.value = cell->percent;
    v.n = cell->n;
    v.effective_n = cell->weighted ? cell->n_effective : 0;
    v.small_n = table_cell_has_mark(cell, "small_n");
    if (cell->has_interval) {
        v.interval = grid_interval(arena, cell, 1);
        v.low = cell->low;
        v.high = cell->high;
    }
    return v;
}

static struct plot_side row_side(const struct table_row *row) {
    return (struct plot_side){
        .kind = row->kind == TABLE_SILENCE ? PLOT_SILENCE : PLOT_PART, .key = row->key, .label = row->label};
}

/* Few returns are marked at the head of the column, as in the table. */
static const char *marked(struct arena *arena, const struct table *table, size_t column) {
    const char *label = table->columns[column].label;
    for (size_t r = 0; r < table->row_count; r++)
        if (table_cell_has_mark(&table->rows[r].cells[column], "small_n"))
            return arena_printf(arena, "%s%s", label, TABLE_SMALL_N);
    return label;
}

static struct plot_side column_side(struct arena *arena, const struct table *table, size_t i) {
    const struct table_column *column = &table->columns[i];
    return (struct plot_side){.kind = column->unknown ? PLOT_SILENCE
                                      : i == 0        ? PLOT_WHOLE
                                                      : PLOT_PART,
                              .key =
                                  column->area ? arena_printf(arena, "pref=%s", column->area) : column->key,
                              .label = marked(arena, table, i),
                              .n = table_n_text(arena, column->n)};
}

static void fill(const struct taking *t, struct plot *plot) {
    struct plot_side *rows = arena_array(t->arena, t->row_count + 1, sizeof *rows);
    struct plot_side *columns = arena_array(t->arena, t->column_count + 1, sizeof *columns);
    struct plot_value *values = arena_array(t->arena, t->row_count * t->column_count + 1, sizeof *values);
    for (size_t c = 0; c < t->column_count; c++)
        columns[c] = column_side(t->arena, t->table, t->columns[c]);
    for (size_t r = 0; r < t->row_count; r++) {
        rows[r] = row_side(&t->table->rows[t->rows[r]]);
        for (size_t c = 0; c < t->column_count; c++)
            values[r * t->column_count + c] =
                value_of(t->arena, &t->table->rows[t->rows[r]].cells[t->columns[c]]);
    }
    plot->rows = rows, plot->row_count = t->row_count;
    plot->columns = columns, plot->column_count = t->column_count;
    plot->values = values;
}

/* --- the whole --- */

/* The one option, across: its columns become the rows. */
static void turn(struct arena *arena, struct plot *plot) {
    struct plot_side *column = arena_copy(arena, plot->rows, sizeof *column);
    plot->rows = plot->columns;
    plot->row_count = plot->column_count;
    plot->columns = column;
    plot->column_count = 1;
    for (size_t i = 0; i < plot->row_count; i++)
        if (plot->rows[i].kind == PLOT_WHOLE && plot->values[i].state == PLOT_SHOWN)
            plot->whole = arena_copy(arena, &plot->values[i], sizeof *plot->values);
}

const struct plot *plot_of_table(struct arena *arena, const struct table *table,
                                 const struct plot_choice *choice, struct fault *f) {
    struct taking t = {.arena = arena, .table = table};
    struct plot plot = {.unit = "%",
                        .count_unit = table->unit,
                        .share = true,
                        .exclusive = table->percent == TABLE_OF_ANSWERS ||
                                     (!table->multi && table->percent == TABLE_OF_CASES)};
    t.rows = arena_array(arena, table->row_count + 1, sizeof *t.rows);
    if (!take_columns(&t, choice, f) || (choice->option && !take_option(&t, choice->option, f)))
        return NULL;
    if (!choice->option)
        take_all(&t);
    fill(&t, &plot);
    const bool one = t.column_count == 1 && t.columns[0] > 0 && !choice->option;
    plot.title = title_of(arena, table,
                          choice->option ? arena_printf(arena, _("\"%s\""), plot.rows[0].label)
                          : one          ? plot.columns[0].label
                                         : "");
    plot.caption = caption_of(arena, table, base_of(&t));
    if (choice->option) {
        turn(arena, &plot);
        plot.exclusive = false;
    }
    const bool natural = choice->order == PLOT_NATURAL && table->multi && !choice->option;
    return plot_ordered(arena, &plot, natural || choice->order == PLOT_BY_SIZE, 0);
}
