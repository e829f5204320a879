/*
 * compare_page: a comparison across surveys as a page: every item by itself (reports/compare/detail_grids.h), or the
 * overview of all; what was refused, and why, how it was made, and the surveys with their sources stand below.
 */
#ifndef SHUKEI_REPORTS_PAGE_COMPARE_PAGE_H
#define SHUKEI_REPORTS_PAGE_COMPARE_PAGE_H

#include "engine/waves/comparison.h"
#include "reports/page/page.h"

/* The overview (reports/compare/overview.h); with `details` every concept by itself after it. */
const struct page *compare_overview_page(struct arena *arena, const struct comparison *c,
                                         const struct figure *figure, bool details);
/* Every item by itself.  figure: above the rows, or NULL. */
const struct page *compare_page(struct arena *arena, const struct comparison *c, const struct figure *figure);

#endif
