/* What a cell shows beside its own text: weighted cells from the weighted counts, others from their integers. */
#include "reports/model/table.h"

#include "engine/base/lang.h"

void table_cell_percent(const struct table_cell *cell, int decimals, char out[PERCENT_TEXT]) {
    if (cell->weighted)
        percent_real_text(out, cell->percent, decimals);
    else
        percent_text(out, cell->count, cell->n, decimals);
}

int64_t table_cell_scaled(const struct table_cell *cell, int decimals) {
    return cell->weighted ? percent_real_scaled(cell->percent, decimals)
                          : percent_scaled(cell->count, cell->n, decimals);
}

double table_cell_share(const struct table_cell *cell) {
    return cell->weighted ? cell->percent / 100 : (double)cell->count / (double)cell->n;
}

int64_t table_cell_shown_count(const struct table_cell *cell) {
    return cell->weighted ? (int64_t)(cell->weighted_count + 0.5) : cell->count;
}

const char *table_base_n_text(struct arena *arena, const struct table *table) {
    const char *n = table_n_text(arena, table->base_n);
    if (!table->weight || table->base_n == TABLE_N_HIDDEN || table->column_count == 0)
        return n;
    return arena_printf(arena, _("%s (returns; weighted: %s, effective n %s)"), n, table->weight,
                        table_n_text(arena, (int64_t)(table->columns[0].n_effective + 0.5)));
}

const char *table_column_mark(const struct table *table, size_t column) {
    return table->row_count > 0 && table_cell_has_mark(&table->rows[0].cells[column], "small_n")
               ? TABLE_SMALL_N
               : "";
}

const char *table_full_title(struct arena *arena, const struct table *table) {
    return table->key_label ? arena_printf(arena, _("%s, by %s"), table->title, table->key_label)
                            : table->title;
}
