/*
 * excel: the two workbooks of a survey.
 *
 * For people (excel_write_people): a contents sheet with links, then one table per sheet with title, base, n
 * and notes (what the intervals are, whose returns these are), a native chart of the same cells, frozen headings and
 * A4 print set-up.  A percentage cell holds the printed value (rounded half up from the integers, so that no
 * spreadsheet can round it otherwise) as a number; the limits of its interval stand beside it, unrounded numbers that
 * a chart can use.
 *
 * For machines (excel_write_machine): one sheet per table (and one more for the summaries of numbers), as the
 * Ministry's rules want it (reports/inspect/inspect.h): one datum per cell, no merged cells, no layout, full headings
 * with units, areas by code and full name, Western dates and the e-Stat time code; numbers are unrounded; X where
 * one is concealed, - where there is none; the last sheet says what the marks mean and where it all comes from.
 *
 * Both print table_set's cells and know no other numbers.
 */
#ifndef SHUKEI_REPORTS_EXCEL_EXCEL_H
#define SHUKEI_REPORTS_EXCEL_EXCEL_H

#include "reports/model/table.h"

struct comparison; /* engine/waves/comparison.h */

struct excel_content {
    const struct questionnaire *questionnaire;
    const struct table_set *const *sets; /* e.g. by institution type, then by prefecture */
    size_t set_count;
    const struct comparison *comparison; /* with earlier waves, a sheet of its own for people; or NULL */
    const char *notice;                  /* on synthetic data, of a workbook without sets; or NULL */
};

bool excel_write_people(struct arena *arena, const struct excel_content *content, const char *path,
                        struct fault *f) FAULT_CHECKED;
bool excel_write_machine(struct arena *arena, const struct excel_content *content, const char *path,
                         struct fault *f) FAULT_CHECKED;

#endif
