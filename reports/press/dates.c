#include "reports/press/dates.h"

#include "engine/base/lang.h"
#include "engine/statistics/interval.h"
#include "reports/press/words.h"

#include <string.h>

enum { DECADE = 3, YEAR = 4, MONTH = 7 }; /* characters of an ISO date that name it */

static bool is_day(const struct table_row *row) {
    int64_t day;
    return row->kind == TABLE_VALUE && words_date_parse(row->label, &day);
}

static bool can_condense(const struct table *table) {
    if (strcmp(table->kind, "date") != 0 || table->weight || table->test || table->row_count <= DATES_ROWS)
        return false;
    for (size_t r = 0; r < table->row_count; r++)
        for (size_t c = 0; c < table->column_count; c++)
            if (table->rows[r].cells[c].suppressed || table->rows[r].cells[c].n < 0)
                return false;
    return true;
}

/* Rows stand in order of time, so those of one period follow each other. */
static bool same_period(const struct table_row *a, const struct table_row *b, size_t length) {
    return is_day(a) && is_day(b) && strncmp(a->label, b->label, length) == 0;
}

static size_t rows_by(const struct table *table, size_t length) {
    size_t count = 0;
    for (size_t r = 0; r < table->row_count; r++)
        count += r == 0 || !same_period(&table->rows[r - 1], &table->rows[r], length);
    return count;
}

static const char *period_label(struct arena *arena, const char *day, size_t length) {
    if (length == MONTH)
        return words_month(arena, arena_printf(arena, "%.7s", day));
    return length == YEAR ? arena_printf(arena, _("year %.4s"), day) : arena_printf(arena, _("%.3s0s"), day);
}

static void count_again(struct table_cell *cell, const struct table_options *options, int decimals) {
    if (cell->n <= 0)
        return;
    percent_text(cell->text, cell->count, cell->n, decimals);
    cell->percent = 100.0 * (double)cell->count / (double)cell->n;
    if (!cell->has_interval)
        return;
    const struct interval interval =
        interval_proportion(options->interval, cell->count, cell->n, options->level);
    cell->low = interval.low;
    cell->high = interval.high;
}

/* Row `from` with the counts of those up to `to`. */
static struct table_row sum_rows(struct arena *arena, const struct table *table, size_t from, size_t to,
                                 size_t length, const struct table_options *options, int decimals) {
    struct table_row row = table->rows[from];
    if (!is_day(&row))
        return row;
    struct table_cell *cells = arena_copy(arena, row.cells, table->column_count * sizeof *cells);
    for (size_t c = 0; c < table->column_count; c++) {
        for (size_t r = from + 1; r < to; r++)
            cells[c].count += table->rows[r].cells[c].count;
        count_again(&cells[c], options, decimals);
    }
    row.label = period_label(arena, row.label, length);
    row.cells = cells;
    return row;
}

const struct table *dates_condensed(struct arena *arena, const struct table *table,
                                    const struct table_options *options, int decimals) {
    if (!can_condense(table))
        return table;
    const size_t length = rows_by(table, MONTH) <= DATES_ROWS  ? MONTH
                          : rows_by(table, YEAR) <= DATES_ROWS ? YEAR
                                                               : DECADE;
    struct table_row *rows = arena_array(arena, table->row_count, sizeof *rows);
    size_t count = 0;
    for (size_t from = 0, to; from < table->row_count; from = to) {
        for (to = from + 1;
             to < table->row_count && same_period(&table->rows[from], &table->rows[to], length);)
            to++;
        rows[count++] = sum_rows(arena, table, from, to, length, options, decimals);
    }
    struct table *condensed = arena_copy(arena, table, sizeof *condensed);
    condensed->rows = rows;
    condensed->row_count = count;
    return condensed;
}
