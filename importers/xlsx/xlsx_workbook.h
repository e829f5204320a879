/*
 * xlsx_workbook: which sheets a workbook has, and in which parts of the package they and what they share lie.
 *
 * Chart sheets and other sheets without cells are left out.  Everything is in the arena.
 */
#ifndef SHUKEI_IMPORTERS_XLSX_XLSX_WORKBOOK_H
#define SHUKEI_IMPORTERS_XLSX_XLSX_WORKBOOK_H

#include "importers/xlsx/xlsx_package.h"

struct xlsx_sheet {
    const char *name;
    const char *part;
    bool hidden;
};

struct xlsx_workbook {
    struct xlsx_sheet *sheets; /* in the order of their tabs */
    size_t count;
    const char *strings, *styles; /* parts, or NULL */
    bool since_1904;
};

bool xlsx_workbook_read(struct arena *arena, struct xlsx_package *package, struct xlsx_workbook *workbook,
                        struct fault *f) FAULT_CHECKED;

/* By name, else by number from 1; a fault that lists the sheets when there is none. */
const struct xlsx_sheet *xlsx_workbook_sheet(const struct xlsx_workbook *workbook, const char *wanted,
                                             struct fault *f) FAULT_CHECKED;

/* "name", "name (hidden)": for messages; at most ten. */
char *xlsx_workbook_list(struct arena *arena, const struct xlsx_workbook *workbook);

#endif
