/*
 * excel_chart: the native chart of a table's cells.
 *
 * A table of few exclusive answers becomes a pie, every other one horizontal bars in the order of the sheet.
 * The chart refers to the sheet's own cells, so it shows what stands there.
 */
#ifndef SHUKEI_REPORTS_EXCEL_EXCEL_CHART_H
#define SHUKEI_REPORTS_EXCEL_EXCEL_CHART_H

#include "reports/excel/excel_book.h"
#include "reports/model/table.h"

struct excel_chart_place {
    lxw_row_t first_row;                  /* of the table's first answer */
    lxw_col_t label_column, value_column; /* where labels and percentages stand */
    lxw_row_t at_row;                     /* where the chart goes */
    lxw_col_t at_column;
};

/* Nothing for tables without something to draw (free text, an empty base). */
void excel_chart_insert(struct excel_book *book, lxw_worksheet *sheet, const struct table *table,
                        const struct excel_chart_place *place);

#endif
