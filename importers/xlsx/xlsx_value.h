/*
 * xlsx_value: a number of a cell as the text that people see.
 *
 * Numbers have at most the 15 digits that Excel shows: 45, 0.1 (stored as 0.10000000000000001), no exponents.
 * Days become "2024-01-09", with a time of day "2024-01-09 13:05" (":22" when there are seconds), times alone
 * "13:05".  Workbooks count days from 1900, with a 29 February 1900 that never was, or (old Macintosh ones)
 * from 1904.  A number that no day can have stays a number.
 */
#ifndef SHUKEI_IMPORTERS_XLSX_XLSX_VALUE_H
#define SHUKEI_IMPORTERS_XLSX_XLSX_VALUE_H

#include "engine/base/strbuf.h"
#include "importers/xlsx/xlsx_styles.h"

/* Appends it to out.  text: as in the file; what is no number is appended as it is. */
void xlsx_value_number(struct strbuf *out, const char *text, struct xlsx_format format, bool since_1904);

/* A cell of type d: "2024-01-09T13:05:00" */
void xlsx_value_iso(struct strbuf *out, const char *text);

#endif
