#include "reports/excel/excel_rank.h"

static bool has_rank(const struct table *t, size_t row, size_t column) {
    const struct table_cell *cell = &t->rows[row].cells[column];
    return column > 0 && !t->columns[column].unknown && t->rows[row].kind != TABLE_SILENCE &&
           !cell->suppressed && cell->n > 0 && !table_cell_has_mark(cell, "small_n");
}

static bool is_higher(const struct table_cell *a, const struct table_cell *b) {
    return a->weighted ? a->percent > b->percent : (__int128_t)a->count * b->n > (__int128_t)b->count * a->n;
}

size_t excel_rank(const struct table *table, size_t row, size_t column) {
    size_t rank = 1;
    if (!has_rank(table, row, column))
        return 0;
    for (size_t c = 1; c < table->column_count; c++)
        rank +=
            has_rank(table, row, c) && is_higher(&table->rows[row].cells[c], &table->rows[row].cells[column]);
    return rank;
}
