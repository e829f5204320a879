/* result_page: a result (reports/text/result.h) as a page: its rows as a grid, its facts and notes below them. */
#ifndef SHUKEI_REPORTS_PAGE_RESULT_PAGE_H
#define SHUKEI_REPORTS_PAGE_RESULT_PAGE_H

#include "reports/page/page.h"
#include "reports/text/result.h"

/* figure: above the rows, or NULL; id: a short name for the sheet. */
const struct page *result_page(struct arena *arena, const struct result *r, const struct figure *figure,
                               const char *id, const char *notice);

#endif
