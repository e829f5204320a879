/*
 * csv_write: cells of a CSV that people open in a spreadsheet.
 *
 * A spreadsheet takes a cell that begins with = + - @, a tab or a line break for a formula, and in a Japanese one also with
 * the full-width ＝ ＋ － ＠; a formula can fetch pages and start programs (OWASP, "CSV Injection").  What somebody wrote is
 * therefore given an apostrophe before such a beginning; a number with its sign, or the sign alone, is left as it is.
 *
 * Files for programs (`export`, `exchange`: reports/microdata, reports/exchange) keep every text exactly as it was written,
 * and do not use this.
 */
#ifndef SHUKEI_ENGINE_BASE_CSV_WRITE_H
#define SHUKEI_ENGINE_BASE_CSV_WRITE_H

#include "engine/base/strbuf.h"

#include <stdio.h>

/* The first line.  For programs, the keys.  For people (CSV_EXCEL) the headings in the language of now, behind a byte-order mark:
 * without it Excel in Japan takes UTF-8 for CP932. */
enum csv_reader { CSV_PROGRAM, CSV_EXCEL };
struct csv_heading {
    const char *key, *heading; /* heading: N_() */
};
void csv_head(FILE *out, enum csv_reader reader, const struct csv_heading *headings, size_t count);

/* In quotation marks; text NULL: an empty cell in them. */
void csv_add(struct strbuf *b, const char *text);
/* In quotation marks where it needs them; text NULL: nothing. */
void csv_put(FILE *out, const char *text);

#endif
