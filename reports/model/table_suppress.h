/*
 * table_suppress: which cells must be hidden so that small counts do not show.
 *
 * Hidden first are the counts in 1 .. threshold-1.  Then, as long as a hidden cell can be had by subtracting
 * the other cells of a row or column from a printed total, the next smallest cell of that line is hidden too.
 * A row of cells adds up to its total (column 0) when the banner puts each return into one column; a column
 * adds up to its base when each return has one answer, and otherwise, where percentages are of answers, its
 * options add up to the number of answers and its silences to the rest.
 *
 * This protects within one table and against one subtraction; it does not look across tables.
 */
#ifndef SHUKEI_REPORTS_MODEL_TABLE_SUPPRESS_H
#define SHUKEI_REPORTS_MODEL_TABLE_SUPPRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct table_suppress {
    size_t rows, columns;
    const int64_t *counts;  /* [row * columns + column] */
    bool *hidden;           /* the same shape; filled */
    bool columns_partition; /* columns 1.. add up to column 0 */
    bool rows_partition;    /* all rows add up to a printed n */
    size_t answer_rows;     /* > 0: the first so many rows add up to a printed total, the others too */
};

void table_suppress(struct table_suppress *s, int64_t threshold);

#endif
