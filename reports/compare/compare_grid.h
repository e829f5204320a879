/*
 * compare_grid: a comparison across waves set out for print (reports/model/grid.h): a row per item and survey with its
 * base, share and interval, and the difference from the survey above it in points, with its sign and interval.
 *
 * A brief one is for reporters and fits a portrait page: it leaves out counts and p.  A survey that may not be compared
 * keeps its row, without numbers, and the notes say why; they end with what the differences are.
 */
#ifndef SHUKEI_REPORTS_COMPARE_COMPARE_GRID_H
#define SHUKEI_REPORTS_COMPARE_COMPARE_GRID_H

#include "engine/waves/comparison.h"
#include "reports/model/grid.h"

/* `caption` stands above it, `notes` (lines, or NULL) below it before its own; both are borrowed. */
const struct grid *compare_grid(struct arena *arena, const struct comparison *c, const char *caption,
                                const char *notes, bool brief);

#endif
