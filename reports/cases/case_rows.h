/*
 * case_rows: the case list as rows, for other programs and for the terminal (reports/text/result.h).
 *
 * One row per case, as masked and as coarse in place and type as the list that is handed out.  For programs the keys
 * stand beside the labels: "13", "kanto", "rest"; kinds by their ids, apart by blanks.
 */
#ifndef SHUKEI_REPORTS_CASES_CASE_ROWS_H
#define SHUKEI_REPORTS_CASES_CASE_ROWS_H

#include "reports/cases/case_list.h"
#include "reports/text/result.h"

/* In the language in force. */
const struct result *case_rows_make(struct arena *arena, const struct case_list *list);

#endif
