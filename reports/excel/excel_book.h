/*
 * excel_book: a workbook being written, and the looks that its sheets share.
 *
 * Wraps libxlsxwriter, which keeps its own names (workbook_*, worksheet_*, format_*, chart_*) and reports
 * errors late: here the first error is remembered and becomes the fault of excel_book_finish.  The file
 * appears whole or not at all (engine/base/file.h).  The handle is destroyed by finish or abandon.
 */
#ifndef SHUKEI_REPORTS_EXCEL_EXCEL_BOOK_H
#define SHUKEI_REPORTS_EXCEL_EXCEL_BOOK_H

#include "engine/base/fault.h"
#include "engine/base/file.h"
#include "engine/questionnaire/questionnaire.h"
#include "reports/excel/excel.h"
#include "reports/excel/excel_names.h"

#include <xlsxwriter.h>

enum excel_look {
    LOOK_TITLE,
    LOOK_SUBTITLE,
    LOOK_HEADER,
    LOOK_LABEL,
    LOOK_LONG, /* a text of many lines, and what stands beside it: from the top of the cell on */
    LOOK_COUNT,
    LOOK_PERCENT,
    LOOK_NUMBER, /* without decimals; LOOK_NUMBER + n has n of them */
    LOOK_NUMBER_LAST = LOOK_NUMBER + NUMBER_DECIMALS,
    LOOK_SHARE, /* a printed percentage without decimals; LOOK_SHARE + n has n of them */
    LOOK_SHARE_LAST = LOOK_SHARE + 3,
    LOOK_TOTAL_LABEL,
    LOOK_TOTAL_COUNT,
    LOOK_NOTE,
    LOOK_LINK,
    LOOK_TEXT,
    LOOK_MISSING, /* in the place of a number */
    LOOK_SERIAL,
    LOOK_P,
    LOOK_POINTS,       /* with its sign */
    LOOK_PLAIN_NUMBER, /* unrounded, for machines */
    LOOK_LIMIT,        /* of an interval, a share: light, so that the percentage stands out */
    LOOK_LIMIT_POINTS,
    LOOK_LIMIT_HEADER,
    LOOK_LIMIT_MISSING,
    LOOK_WIDE_TITLE, /* for excel_page_wide */
    LOOK_WIDE_SUBTITLE,
    LOOK_WIDE_NOTE,
    LOOK_COUNT_OF,
};

struct excel_book {
    lxw_workbook *workbook;
    lxw_format *looks[LOOK_COUNT_OF];
    struct file_writer writer;
    lxw_error first_error;
    struct arena *arena; /* of the names */
    struct excel_names names;
};

/* What the file's properties say, each cut to what they hold; any but the title may be NULL. */
struct excel_about {
    const char *title, *subject, *keywords, *author, *notice;
    int percent_decimals;
};
struct excel_about excel_about_of(const struct excel_content *content);

bool excel_book_begin(struct excel_book *book, const char *path, const struct excel_about *about,
                      struct fault *f) FAULT_CHECKED;

/* A sheet whose name is made legal and unique (31 characters, none of []:*?/\). The name used is
 * worksheet->name. */
lxw_worksheet *excel_book_sheet(struct excel_book *book, const char *wanted);

/* As many whole characters of a text as are at most so many UTF-16 units, which is what a spreadsheet counts; out has
 * room for EXCEL_CUT_ROOM(units). */
#define EXCEL_CUT_ROOM(units) (3 * (units) + 4)
enum { EXCEL_PROPERTY_UNITS = 255, EXCEL_NAME_UNITS = 31, EXCEL_CELL_UNITS = 32767 };
char *excel_book_cut(char *out, const char *text, size_t units);

double excel_book_size(enum excel_look look); /* of its letters, points */

/* Remembers the first error of a libxlsxwriter call. */
void excel_book_check(struct excel_book *book, lxw_error error);

/* A4, fitted to one page wide, rows first..last repeated on every page, page numbers in the footer. */
void excel_book_print_setup(struct excel_book *book, lxw_worksheet *sheet, bool landscape,
                            lxw_row_t first_repeat, lxw_row_t last_repeat);

/* After excel_book_print_setup: upright or on its side and on one page, as is larger, where it stays legible so; else
 * rows go on over pages, and columns too where they must, with the first `repeated` ones on each.  A page then begins
 * with one of the groups of columns, all `group` wide, and with the row `whole_from`, below which nothing may be cut.
 * What stands above the headings and below the table is on the first page alone: on one that goes on to the right of it
 * a spreadsheet would print its first letters, as far as the repeated columns reach. */
enum { EXCEL_ROW_HEIGHT = 15 }; /* points */
struct excel_extent {
    double characters; /* widths of all columns, added up */
    size_t columns;
    double height; /* of all that is printed, points */
    lxw_col_t repeated;
    double repeated_characters, group_characters;
    lxw_col_t group;      /* 0: a page may begin with any column */
    lxw_row_t whole_from; /* 0: none */
    double above;         /* height of what stands above that row */
    struct {
        lxw_row_t head, foot, end; /* the headings' first, the table's last, the last that is printed */
    } rows;                        /* only where columns come in groups */
};
void excel_book_fit(struct excel_book *book, lxw_worksheet *sheet, const struct excel_extent *extent);
bool excel_book_one_page(const struct excel_extent *extent);
double excel_book_scale(const struct excel_extent *extent); /* at which it fits on one page, either way */

/* As many points of the sheet as a page on its side is high, when all columns fit across it. */
double excel_book_sideways_height(const struct excel_extent *extent);

/* Width of a column in characters for the widest of its texts, within bounds. */
double excel_book_width(size_t columns_of_text, double least, double most);

bool excel_book_finish(struct excel_book *book, struct fault *f) FAULT_CHECKED;

#endif
