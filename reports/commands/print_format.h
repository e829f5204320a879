/*
 * print_format: what a result can be had as: text, JSON and CSV as everywhere, CSV for a spreadsheet, and as a file of its own a PDF page or a
 * workbook (reports/page/page.h).
 */
#ifndef SHUKEI_REPORTS_COMMANDS_PRINT_FORMAT_H
#define SHUKEI_REPORTS_COMMANDS_PRINT_FORMAT_H

#include "engine/app/command.h"
#include "reports/page/page.h"
#include "reports/text/result.h"

enum print_format {
    PRINT_TEXT = OUTPUT_TEXT,
    PRINT_JSON = OUTPUT_JSON,
    PRINT_CSV = OUTPUT_CSV,
    PRINT_CSV_EXCEL = OUTPUT_CSV_EXCEL,
    PRINT_PDF,
    PRINT_XLSX
};

/* What goes with every such --format, for the table of options. */
#define PRINT_FORMAT_HELP                                                                                    \
    N_("text, json or csv; csv-excel: with headings in words, for Excel; pdf and xlsx make a file, which "   \
       "-o names")

/* name: what --format said, or NULL: what the file is called for (x.pdf), else text.  output: what -o said, or NULL, which
 * becomes "-"; a PDF page or a workbook does not go to the screen unasked. */
bool print_format_read(const char *name, const char **output, enum print_format *format,
                       struct fault *f) FAULT_CHECKED;
bool print_format_is_page(enum print_format format);

bool print_format_page(const struct app *app, const struct page *page, enum print_format format,
                       const char *output, struct fault *f) FAULT_CHECKED;
/* figure: on the page, or NULL; id: short, for the sheet's name. */
bool print_format_result(const struct app *app, const struct result *r, const struct figure *figure,
                         const char *id, enum print_format format, const char *output,
                         struct fault *f) FAULT_CHECKED;

#endif
