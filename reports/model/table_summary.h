/*
 * table_summary: the lines under a table of numbers (how many stated one, sum, mean, quartiles, ...), as every printed page has them.
 *
 * One list for text and workbook, so that no page forgets a line.  A text is TABLE_HIDDEN where the summary is
 * suppressed and "-" where there is nothing to say, so it may always be printed.  How many
 * stated no number, "at least" and the weighted mean are lines only of tables that have them.
 */
#ifndef SHUKEI_REPORTS_MODEL_TABLE_SUMMARY_H
#define SHUKEI_REPORTS_MODEL_TABLE_SUMMARY_H

#include "reports/model/table.h"

struct table_summary_line {
    const char *label;        /* in the language in force */
    const char *const *texts; /* by column */
};

enum { TABLE_SUMMARY_LINES = 12 }; /* at most */

/* How many lines; 0 for a table without summaries. */
size_t table_summary_lines(struct arena *arena, const struct table *table,
                           struct table_summary_line lines[TABLE_SUMMARY_LINES]);

#endif
