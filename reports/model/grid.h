/*
 * grid: rows and columns of finished text, as they are printed.
 *
 * A table (reports/model/table.h) is numbers with their meaning; a grid is how some of them are set out on
 * paper: which columns, in which order, how wide, with a bar in a cell.  `grid_of_table` sets out one table;
 * other pages (prefectures) make their own.  A grid holds no number that is not the text of a table's cell.
 *
 * Widths are points; a column of width 0 takes an equal share of what is left.  Columns next to each other
 * with the same `group` text share a heading above theirs.  In a bar column the cell's share and interval are
 * drawn on a common scale from 0 to `bar_max`.
 */
#ifndef SHUKEI_REPORTS_MODEL_GRID_H
#define SHUKEI_REPORTS_MODEL_GRID_H

#include "reports/model/canvas.h"
#include "reports/model/table.h"

enum grid_style { GRID_PLAIN, GRID_TOTAL, GRID_SILENCE };

struct grid_column {
    const char *heading;
    const char *group; /* or NULL */
    enum canvas_align align;
    double width;
    bool bar;
};

/* Among the best or the worst: shaded, or hatched and so told apart on a photocopy. */
enum grid_mark { GRID_UNMARKED, GRID_BEST, GRID_WORST };

struct grid_cell {
    const char *text;              /* or NULL */
    const struct table_cell *cell; /* bar columns: what is drawn; NULL: nothing */
    enum grid_mark mark;
};

struct grid_row {
    const struct grid_cell *cells; /* column_count of them */
    enum grid_style style;
};

struct grid {
    const char *title, *caption; /* above it; each may be NULL */
    const struct grid_column *columns;
    size_t column_count;
    const struct grid_row *rows;
    size_t row_count;
    const char *const *notes; /* below it */
    size_t note_count;
    double bar_max; /* percent */
    bool compact;   /* low rows: a page full of prefectures */
    bool
        spans; /* a label in the first column stands for the rows below it whose label is empty: they are one item */
};

/* One table as a grid: count and percentage for columns [from, from + columns) of it; stops at the last one.
 */
const struct grid *grid_of_table(struct arena *arena, const struct table *table, size_t from, size_t columns);

/* "48.0-50.4%" of the cell's interval, with `decimals` places; "" where there is none. */
const char *grid_interval(struct arena *arena, const struct table_cell *cell, int decimals);

#endif
