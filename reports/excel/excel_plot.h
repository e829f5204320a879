/*
 * excel_plot: where the numbers of a figure stand on its sheet, and the native charts that refer to them.
 *
 * Values stand together and the limits of their intervals beside them in two further blocks, so that a row or a column
 * of each block is one range of cells.  No spreadsheet dashes a part of a line: what is carried on from the last value is
 * a line of its own, and has a block of cells.  Upright, a row of the plot is a row of the sheet; turned (for courses, which are
 * long), a column of the plot is.  The first row and the first column of the sheet's table hold the names.
 *
 * excel_plot_chart switches over the kinds (excel_figure.h says what they become) and returns the height of all charts
 * in points, 0: none.
 */
#ifndef SHUKEI_REPORTS_EXCEL_EXCEL_PLOT_H
#define SHUKEI_REPORTS_EXCEL_EXCEL_PLOT_H

#include "reports/excel/excel_page.h"
#include "reports/model/figure.h"

enum excel_plot_block { BLOCK_VALUES, BLOCK_CARRIED, BLOCK_LOWS, BLOCK_HIGHS, BLOCK_COUNT };

/* Of a funnel: columns to the right of the table with the limits about the rate of all. */
enum { FUNNEL_STEPS = 40, FUNNEL_COLUMNS = 6 }; /* n, rate, 95 % low and high, 99.8 % low and high */

struct excel_plot {
    struct arena *arena;
    struct excel_page page;
    const struct figure *figure;
    const struct plot *plot;
    bool turned, has_n;       /* has_n: a column of bases behind the names */
    bool blocks[BLOCK_COUNT]; /* those that there are */
    bool percent;             /* values are shares of 1 in the cells */
    int decimals;             /* of what is printed */
    lxw_row_t head, body;     /* row of the headings, first row of numbers */
    lxw_col_t
        names; /* column that charts take the names of rows from: the labels, or these broken into lines */
    size_t name_lines;   /* most of a broken name; 0: none is */
    lxw_col_t curve;     /* first column of a funnel's limits */
    lxw_row_t chart_row; /* where the first chart goes */
    lxw_col_t chart_column;
};

/* Marks whose absence must be an empty cell. */
bool excel_plot_is_marks(enum figure_kind kind);

/* Columns before the first that is carried on. */
size_t excel_plot_observed(const struct plot *plot, size_t row);

/* The row's line crosses what was not published: all of it is dashed. */
bool excel_plot_crosses(const struct plot *plot, size_t row);

lxw_row_t excel_plot_row(const struct excel_plot *p, size_t row, size_t column);
lxw_col_t excel_plot_column(const struct excel_plot *p, enum excel_plot_block block, size_t row,
                            size_t column);
double excel_plot_number(const struct excel_plot *p, double value); /* as it stands in a cell */

enum { EXCEL_PLOT_WIDTH = 760 }; /* pixels */
double excel_plot_chart(const struct excel_plot *p);

#endif
