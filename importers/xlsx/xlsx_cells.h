/*
 * xlsx_cells: the rows of one worksheet, from its XML in pieces.
 *
 *     cells = xlsx_cells_create(&book)
 *     while (a piece) { xlsx_cells_feed(...); while (xlsx_cells_next(cells, &record)) ... }
 *     xlsx_cells_destroy(cells)
 *
 * A row is yielded when any of its cells holds a text; gaps are empty cells, hidden rows are rows.  A cell
 * that is merged downwards gives its text to every row that it covers; how far one reaches to the right is
 * told in `record.spans`.  Rows and cells without a place of their own follow the one before.
 *
 * Memory: the rows of one piece.  Limits are Excel's (16,384 columns, 1,048,576 rows) and 1 MB per cell;
 * beyond them feed is a fault that names the row.
 */
#ifndef SHUKEI_IMPORTERS_XLSX_XLSX_CELLS_H
#define SHUKEI_IMPORTERS_XLSX_XLSX_CELLS_H

#include "importers/importer.h"
#include "importers/xlsx/xlsx_merges.h"
#include "importers/xlsx/xlsx_strings.h"
#include "importers/xlsx/xlsx_styles.h"

enum { XLSX_CELL_MAX = 1024 * 1024 };

/* What its cells refer to; must live as long as the cells. */
struct xlsx_book {
    const struct xlsx_strings *strings;
    const struct xlsx_styles *styles;
    const struct xlsx_merges *merges; /* of this sheet */
    bool since_1904;
};

struct xlsx_cells;
struct xlsx_cells *xlsx_cells_create(const struct xlsx_book *book);
/* Every row that was fed before must have been taken with xlsx_cells_next. */
bool xlsx_cells_feed(struct xlsx_cells *cells, const char *bytes, size_t length, bool last,
                     struct fault *f) FAULT_CHECKED;
/* The record is valid until the next call of either. */
bool xlsx_cells_next(struct xlsx_cells *cells, struct record *record);
size_t xlsx_cells_hidden(const struct xlsx_cells *cells); /* rows taken that Excel does not show */
void xlsx_cells_destroy(struct xlsx_cells *cells);        /* NULL is allowed */

#endif
