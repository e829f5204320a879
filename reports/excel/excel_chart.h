/*
 * excel_chart: the native charts of a table's cells.
 *
 * A table of few exclusive answers becomes a pie, every other one horizontal bars in the order of the sheet; of a crossed
 * one there is a second chart of grouped bars, one per column, with its n, when they are 2 to 4.  That maps the kinds
 * pie, stack and bars, and grouped, facing and stacks of reports/model/figure.h.  A map becomes shading and ranks
 * in the table of prefectures (excel_sheet); dots with intervals and funnels have no native chart and are left to the kit.
 *
 * A chart refers to the sheet's own cells, so it shows what stands there.
 */
#ifndef SHUKEI_REPORTS_EXCEL_EXCEL_CHART_H
#define SHUKEI_REPORTS_EXCEL_EXCEL_CHART_H

#include "reports/excel/excel_book.h"
#include "reports/model/table.h"

struct excel_chart_place {
    lxw_row_t first_row;    /* of the table's first answer */
    lxw_col_t value_column; /* where the percentages of the total stand; labels stand in the first column */
    lxw_col_t stride;       /* to the next column's */
    lxw_row_t at_row;       /* where the chart goes */
    lxw_col_t at_column;
    double shrink; /* of the heights, 0.6 to 1, where a page has no more room */
};

enum { EXCEL_CHART_WIDTH = 640, EXCEL_CHART_GAP = 12 }; /* pixels */

/* Heights in points; 0: no such chart (free text, an empty base; not 2 to 4 columns). */
struct excel_chart_heights {
    double total, grouped;
};
struct excel_chart_heights excel_chart_heights(const struct table *table);

/* The second one below the first, or to its right. */
void excel_charts_insert(struct excel_book *book, lxw_worksheet *sheet, const struct table *table,
                         const struct excel_chart_place *place, bool side_by_side);

#endif
