/*
 * excel: the two workbooks of a survey.
 *
 * For people (excel_write_people): a contents sheet with links, then one table per sheet with title, base, n
 * and notes, a native chart of the same cells, frozen headings and A4 print set-up.  A percentage cell holds
 * the printed value (rounded half up from the integers, so that no spreadsheet can round it otherwise) as a
 * number.
 *
 * For machines (excel_write_machine): one sheet per table, one datum per cell, no merged cells, no layout;
 * numbers are numbers and unrounded; every row carries the codes of question, answer and column.
 *
 * Both print table_set's cells and know no other numbers.
 */
#ifndef SHUKEI_REPORTS_EXCEL_EXCEL_H
#define SHUKEI_REPORTS_EXCEL_EXCEL_H

#include "reports/model/table.h"

struct excel_content {
    const struct questionnaire *questionnaire;
    const struct table_set *const *sets; /* e.g. by institution type, then by prefecture */
    size_t set_count;
};

bool excel_write_people(struct arena *arena, const struct excel_content *content, const char *path,
                        struct fault *f) FAULT_CHECKED;
bool excel_write_machine(struct arena *arena, const struct excel_content *content, const char *path,
                         struct fault *f) FAULT_CHECKED;

#endif
