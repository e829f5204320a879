/*
 * excel_page: a sheet of a book, and what is put into its cells.
 *
 *     struct excel_page page = {book, excel_book_sheet(book, name)};
 *     excel_page_text(&page, row, column, label, LOOK_LABEL);
 *
 * Rows and columns count from 0.  An error is the book's (excel_book_check) and comes up when it is finished.
 */
#ifndef SHUKEI_REPORTS_EXCEL_EXCEL_PAGE_H
#define SHUKEI_REPORTS_EXCEL_EXCEL_PAGE_H

#include "reports/excel/excel_book.h"

struct excel_page {
    struct excel_book *book;
    lxw_worksheet *sheet;
};

void excel_page_text(const struct excel_page *page, lxw_row_t row, lxw_col_t column, const char *text,
                     enum excel_look look);
void excel_page_number(const struct excel_page *page, lxw_row_t row, lxw_col_t column, double value,
                       enum excel_look look);

/* A link to the first cell of another sheet of the book. */
void excel_page_link(const struct excel_page *page, lxw_row_t row, lxw_col_t column, const lxw_worksheet *to,
                     const char *text, enum excel_look look);

/* What is printed as a number ("1,234", "2.5", "49.2%") becomes one, with as many decimals; anything else stands in its
 * place, to the right. */
void excel_page_printed(const struct excel_page *page, lxw_row_t row, lxw_col_t column, const char *text);

/* A line above or below a table, broken into as many as it takes over the columns 0 to `last`, which are `characters`
 * wide together.  Returns its height in points. */
struct excel_span {
    lxw_col_t last;
    double characters;
};
double excel_page_wide(const struct excel_page *page, lxw_row_t row, const struct excel_span *span,
                       const char *text, enum excel_look look);

#endif
