/*
 * page: one result by itself, to be handed out: as a PDF page or as a worksheet.
 *
 *     const struct page *page = result_page(arena, r);          // ranks, trends   (reports/page/result_page.h)
 *     const struct page *page = table_page(arena, set, figures) // tables          (reports/page/table_page.h)
 *     const struct page *page = compare_page(arena, c);         // comparisons     (reports/page/compare_page.h)
 *     bool done = page_pdf(arena, page, quiet, "q4.pdf", f);
 *
 * It says all that it takes to read it without what stood around it: what it is of, its figures and tables with base and
 * n, then method, period and source as pairs, then what has to be noted.  A part is a figure, a table of a survey or a
 * finished grid, or a figure and one of those.
 *
 * In the workbook percentages are the printed values as numbers, with the decimals that were printed; figures are
 * left out, because what a grid shows can be drawn there in two clicks and a picture could not.  Tables of a survey have
 * a workbook of their own (reports/excel/excel.h).
 */
#ifndef SHUKEI_REPORTS_PAGE_PAGE_H
#define SHUKEI_REPORTS_PAGE_PAGE_H

#include "reports/model/document.h"

struct page_part {
    const struct figure *figure; /* or NULL */
    const struct table *table;   /* or NULL */
    const struct grid *grid;     /* or NULL */
};

struct page {
    const char *title, *id;
    const char *organiser; /* or NULL */
    const char *notice;    /* that returns are synthetic; or NULL */
    bool wide;             /* its grids need paper on its side */
    const struct page_part *parts;
    size_t part_count;
    const struct block_pair *facts;
    size_t fact_count;
    const char *const *notes;
    size_t note_count;
};

/* In the language in force. */
bool page_pdf(struct arena *arena, const struct page *page, bool quiet, const char *path,
              struct fault *f) FAULT_CHECKED;
/* Its grids, one below the other on one sheet. */
bool page_xlsx(struct arena *arena, const struct page *page, const char *path, struct fault *f) FAULT_CHECKED;

#endif
