/*
 * xlsx_merges: which cells of a sheet are merged.
 *
 * They are listed behind the rows that they concern, so the sheet is unpacked once before its rows are read;
 * that also tells a damaged archive before its first row is.  The list is looked for as bytes, not parsed as
 * XML, which takes a tenth of the time.  Limit: 200,000 merged ranges.
 */
#ifndef SHUKEI_IMPORTERS_XLSX_XLSX_MERGES_H
#define SHUKEI_IMPORTERS_XLSX_XLSX_MERGES_H

#include "importers/xlsx/xlsx_package.h"

#include <stdint.h>

enum { XLSX_ROWS_MAX = 1048576, XLSX_COLUMNS_MAX = 16384 };

/* Rows and columns count from 0; both ends belong to it. */
struct xlsx_range {
    uint32_t row, last_row;
    uint16_t column, last_column;
};

struct xlsx_merges {
    struct xlsx_range *items; /* by first row, then first column */
    size_t count, capacity;
};

bool xlsx_merges_read(struct xlsx_package *package, const char *part, struct xlsx_merges *merges,
                      struct fault *f) FAULT_CHECKED;
/* Looks through a piece; returns how many of its bytes are done with, the rest is to be given again. */
size_t xlsx_merges_scan(struct xlsx_merges *merges, const char *bytes, size_t length);
void xlsx_merges_end(struct xlsx_merges *merges);

/* "BC12" to row 11 and column 54.  Returns what is left of the text, or NULL when it is no cell within the
 * limits of a sheet; a row may be lacking ("BC") and is then UINT32_MAX. */
const char *xlsx_cell_of(const char *text, uint32_t *row, uint32_t *column);

#endif
