/*
 * xlsx_styles: what a number is shown as, as far as its meaning depends on it.
 *
 * A day is stored as a number, and only the format of its cell says that it is one; so are 45% (0.45) and
 * 0012345 (12345 under "0000000").  All other formats change the look and not the value: they are
 * XLSX_GENERAL.
 */
#ifndef SHUKEI_IMPORTERS_XLSX_XLSX_STYLES_H
#define SHUKEI_IMPORTERS_XLSX_XLSX_STYLES_H

#include "importers/xlsx/xlsx_package.h"

enum xlsx_kind { XLSX_GENERAL, XLSX_DATE, XLSX_DATETIME, XLSX_TIME, XLSX_ELAPSED, XLSX_PERCENT, XLSX_ZEROS };

struct xlsx_format {
    unsigned char kind;  /* enum xlsx_kind */
    unsigned char zeros; /* XLSX_ZEROS: digits at least */
};

struct xlsx_styles;

/* part NULL: a workbook without any. */
struct xlsx_styles *xlsx_styles_read(struct xlsx_package *package, const char *part,
                                     struct fault *f) FAULT_CHECKED;
struct xlsx_styles *xlsx_styles_parse(const char *xml, size_t length, struct fault *f) FAULT_CHECKED;
void xlsx_styles_destroy(struct xlsx_styles *styles); /* NULL is allowed */

/* Of a cell's s="index". */
struct xlsx_format xlsx_styles_get(const struct xlsx_styles *styles, size_t index);

/* Of a number format as Excel writes it: "yyyy/m/d h:mm". */
struct xlsx_format xlsx_format_of(const char *code);

#endif
