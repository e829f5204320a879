/*
 * xlsx: Excel workbooks (.xlsx, .xlsm), as a table of texts.
 *
 *     archive (xlsx_package) → which sheet (xlsx_workbook) → what its cells refer to (xlsx_strings,
 * xlsx_styles, xlsx_merges) → its rows (xlsx_cells), numbers and days as people see them (xlsx_value)
 *
 * Of a workbook with several sheets the one asked for with --sheet is read, else the first visible one that
 * holds anything; the others that do are named in `reader.note`, so that none is passed over in silence.
 * Formulas give the values that were saved with them.
 *
 * The sheet is unpacked and parsed as it is read; what is in memory is one piece of it and the shared
 * strings.
 *
 * Workbooks of Microsoft Forms are a format of their own, sniffed from their headings, because the service's
 * columns mean something there (importers/service.h).
 */
#ifndef SHUKEI_IMPORTERS_XLSX_XLSX_H
#define SHUKEI_IMPORTERS_XLSX_XLSX_H

#include "importers/importer.h"

extern const struct importer xlsx_importer, msforms_importer;

#endif
