/*
 * table_csv: tables for other programs, one datum per line.
 *
 *     survey,table,question,row,row_label,column,column_label,count,n,percent,low,high,text,suppressed
 *
 * UTF-8 without a byte order mark, lines end with LF, a header first.  Numbers are unrounded; what is
 * suppressed or does not exist is empty.  The summaries of number questions follow as rows `summary.sum`,
 * `summary.mean`, ... with their value in `text` and nothing in the other numbers.
 */
#ifndef SHUKEI_REPORTS_TEXT_TABLE_CSV_H
#define SHUKEI_REPORTS_TEXT_TABLE_CSV_H

#include "reports/model/table.h"

#include <stdio.h>

void table_csv_write(FILE *out, const struct table_set *set);
void table_csv_write_excel(FILE *out, const struct table_set *set); /* with a heading for people */

#endif
