/*
 * audit_commas: a file of comma-separated values that was pasted into a text.
 *
 * A line of headings without digits, and lines with as many commas under it: three lines at least.  A comma of thousands stands in
 * quotation marks in such a file ("1,234"), and is kept.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_COMMAS_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_COMMAS_H

#include <stdbool.h>

enum { AUDIT_COMMAS_LEAST = 3 }; /* lines */

/* Whether `line` can be a row under `heading`; a heading is one of its own rows. */
bool audit_commas(const char *heading, const char *line);
/* Sets tabs between the cells, in place. */
void audit_commas_split(char *line);

#endif
