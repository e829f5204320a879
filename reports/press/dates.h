/*
 * dates: a table of many single days, set for readers.
 *
 * A question for a day has a row for every day that somebody wrote, be they hundreds.  `dates_condensed` counts them by
 * month, by year or by decade, whichever makes DATES_ROWS rows at the most and is the finest that does; percentages and
 * intervals are made anew from the counts.  A table of few days, of another kind, with weights or with hidden cells is
 * returned as it is.
 */
#ifndef SHUKEI_REPORTS_PRESS_DATES_H
#define SHUKEI_REPORTS_PRESS_DATES_H

#include "reports/model/table.h"

enum { DATES_ROWS = 24 };

const struct table *dates_condensed(struct arena *arena, const struct table *table,
                                    const struct table_options *options, int decimals);

#endif
