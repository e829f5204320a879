/* excel_sheet: one table on one sheet of the workbook for people. */
#ifndef SHUKEI_REPORTS_EXCEL_EXCEL_SHEET_H
#define SHUKEI_REPORTS_EXCEL_EXCEL_SHEET_H

#include "reports/excel/excel_page.h"
#include "reports/model/table.h"

/* Columns beyond this many are laid out as rows (47 prefectures). */
enum { EXCEL_WIDE = 13 };

/* Writes a table of the set and its chart: count, percentage and the limits of its interval side by side, what the
 * interval is and whose returns these are in the notes; `back` is the contents sheet. */
void excel_sheet_write(struct arena *arena, const struct excel_page *page, const struct table_set *set,
                       const struct table *table, const lxw_worksheet *back);

/* "問4 トラブルの種類（複数回答）" and "集計ベース: … n=5,188". */
char *excel_sheet_title(struct arena *arena, const struct table *table);

#endif
