/*
 * excel_names: what of a sheet is printed, and which rows and columns on every page of it.
 *
 * A workbook keeps these as names that are defined for a sheet.  libxlsxwriter (1.1.4) would write them, but keeps such a
 * name's contents in 128 bytes: a sheet with a long Japanese name is cut within a letter, and no spreadsheet opens the
 * file.  It has room for one area, too.  So they are collected here while the sheets are written, and put into the
 * finished file, whose other parts stay as they are, byte for byte.
 *
 *     struct excel_name *name = excel_names_of(&names, arena, sheet);   its sheet's, made when there is none
 *     name->rows = ...; excel_names_area(name, arena, rows, columns);
 *     excel_names_write(&names, path, f);                               after the library has closed the workbook
 */
#ifndef SHUKEI_REPORTS_EXCEL_EXCEL_NAMES_H
#define SHUKEI_REPORTS_EXCEL_EXCEL_NAMES_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

#include <xlsxwriter.h>

struct excel_name {
    struct excel_name *next;
    const char *sheet; /* its name and place outlive the library's own */
    unsigned index;
    bool rows, columns; /* are repeated */
    lxw_row_t first_row, last_row;
    lxw_col_t last_column; /* from the first on */
    const char *areas;     /* printed, in this order, each beginning a page; "": everything */
};

struct excel_names {
    struct excel_name *first, **last;
};

struct excel_name *excel_names_of(struct excel_names *names, struct arena *arena, const lxw_worksheet *sheet);

/* Both from and to. */
void excel_names_area(struct excel_name *name, struct arena *arena, const lxw_row_t rows[2],
                      const lxw_col_t columns[2]);

bool excel_names_write(const struct excel_names *names, const char *path, struct fault *f) FAULT_CHECKED;

#endif
