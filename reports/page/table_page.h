/* table_page: tables of a survey as a page, each under its figure, with method, period, source and interval below. */
#ifndef SHUKEI_REPORTS_PAGE_TABLE_PAGE_H
#define SHUKEI_REPORTS_PAGE_TABLE_PAGE_H

#include "reports/page/page.h"

/* figures: one per table, each may be NULL; NULL: none at all. */
const struct page *table_page(struct arena *arena, const struct table_set *set,
                              const struct figure *const *figures);

#endif
