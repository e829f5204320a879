/*
 * detail_grids: every item of a comparison by itself, set out for print: each survey on the base it was published on,
 * where that is another, then all on one base with the differences; beneath it what text says there, and the notes of
 * this item.  What was refused and who the surveys are is the overview's to say (overview.h).
 */
#ifndef SHUKEI_REPORTS_COMPARE_DETAIL_GRIDS_H
#define SHUKEI_REPORTS_COMPARE_DETAIL_GRIDS_H

#include "engine/waves/comparison.h"
#include "reports/model/grid.h"

const struct grid *const *detail_grids(struct arena *arena, const struct comparison *c, size_t *count);

#endif
