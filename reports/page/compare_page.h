/*
 * compare_page: a comparison across surveys as a page: a row per concept (or group of one) and survey, with the
 * difference from the row before it; what was refused, and why, is noted below.
 */
#ifndef SHUKEI_REPORTS_PAGE_COMPARE_PAGE_H
#define SHUKEI_REPORTS_PAGE_COMPARE_PAGE_H

#include "engine/waves/comparison.h"
#include "reports/page/page.h"

/* The overview (reports/compare/overview.h); with `details` every concept by itself after it. */
const struct page *compare_overview_page(struct arena *arena, const struct comparison *c,
                                         const struct figure *figure, bool details);
/* figure: above the rows, or NULL. */
const struct page *compare_page(struct arena *arena, const struct comparison *c, const struct figure *figure);

#endif
