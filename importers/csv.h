/*
 * csv: text tables, as Excel and clerks really write them.
 *
 * The separator (comma, semicolon, tab) is found from the first rows, or told by Excel's `sep=;` line. Quoted
 * line breaks belong to their cell; CR, LF and CRLF end a row.  Blank rows (nothing but separators and
 * spaces) are no returns and are passed over, but counted, so that `record.row` is the row number that a
 * spreadsheet shows.  `="0012"`, with which Excel keeps leading zeros, is read as 0012.  Empty cells at the
 * end of a row are dropped.
 *
 * libcsv cuts the cells, in its strict mode: a quote that does not end its cell is a fault that names the
 * row, because reading on would swallow the following returns into one cell.  Only a quote inside a cell that
 * did not begin with one (5" x 3") is taken as it stands.  A quote that is never closed means a truncated
 * file.
 *
 * Memory is constant: one piece of the file and its rows at a time.  Limits: a cell 1 MB, a row 4,096 cells.
 */
#ifndef SHUKEI_IMPORTERS_CSV_H
#define SHUKEI_IMPORTERS_CSV_H

#include "importers/importer.h"

enum { CSV_CELL_MAX = 1024 * 1024, CSV_COLUMNS_MAX = 4096 };

extern const struct importer csv_importer;

/* The separator that the beginning of a text uses: ',' ';' or a tab. */
char csv_separator(const char *text, size_t length);

#endif
