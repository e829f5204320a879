/*
 * plot_csv: the numbers of a figure for other programs, one datum per line.
 *
 *     row,row_label,column,column_label,n,value,low,high,text,state
 *
 * UTF-8 without a byte order mark, lines end with LF, a header first.  Numbers are unrounded and in the figure's unit;
 * text is as printed; state is shown, hidden or none, and what is not shown has no numbers.
 */
#ifndef SHUKEI_REPORTS_TEXT_PLOT_CSV_H
#define SHUKEI_REPORTS_TEXT_PLOT_CSV_H

#include "reports/model/plot.h"

#include <stdio.h>

void plot_csv_write(FILE *out, const struct plot *plot);

#endif
