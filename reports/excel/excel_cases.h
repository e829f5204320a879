/*
 * excel_cases: the case list as a workbook: contents, the list (with a filter on every column), and the tables of counts.
 * A text is a text, whatever it begins with; one longer than a cell can hold is cut and says so.
 */
#ifndef SHUKEI_REPORTS_EXCEL_EXCEL_CASES_H
#define SHUKEI_REPORTS_EXCEL_EXCEL_CASES_H

#include "reports/cases/case_list.h"

bool excel_cases_write(struct arena *arena, const struct case_list *list, const char *path,
                       struct fault *f) FAULT_CHECKED;

#endif
