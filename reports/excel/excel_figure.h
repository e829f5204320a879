/*
 * excel_figure: one figure as a workbook: the numbers of its plot as a sheet, and a native chart of these cells.
 *
 * What each kind becomes (a chart refers to cells, so who corrects a cell corrects the chart):
 *
 *   bars      bars                         pie       pie
 *   grouped   bars, a series per column    stack     one bar of 100 %, a series per row
 *   facing    a chart of bars per column,  stacks    a bar of 100 % per column
 *             on one axis
 *   line      lines with marks, a series per row, named at its last mark; what is not known is an empty cell and a gap
 *   slope     lines of two marks, named at the second
 *   dots      a chart per column: marks, and lines from the lower to the upper limit of the interval
 *   funnel    a scatter of value by n, with the limits that chance sets as lines; what lies outside is named
 *   map       none: a spreadsheet has no tiles; the numbers are shaded, and the sheet says so
 *
 * Numbers are those that are printed, limits unrounded.  A spreadsheet takes a text among numbers for 0, so in charts
 * of marks a hidden or missing figure is an empty cell, and the note says so; in bars it stands there as it is printed,
 * and the chart's label is that text.
 */
#ifndef SHUKEI_REPORTS_EXCEL_EXCEL_FIGURE_H
#define SHUKEI_REPORTS_EXCEL_EXCEL_FIGURE_H

#include "engine/base/fault.h"
#include "reports/model/figure.h"

/* notice: said below, or NULL; path must be a file. */
bool excel_figure_write(struct arena *arena, const struct figure *figure, const char *notice,
                        const char *path, struct fault *f) FAULT_CHECKED;

#endif
