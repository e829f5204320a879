/*
 * area_rates: the numbers behind area_rank: a row of a table, area by area, with rank, funnel and shrunken
 * rate.
 */
#ifndef SHUKEI_REPORTS_AREAS_AREA_RATES_H
#define SHUKEI_REPORTS_AREAS_AREA_RATES_H

#include "engine/statistics/funnel.h"
#include "engine/statistics/shrinkage.h"
#include "reports/areas/area_rank.h"

struct area_rate {
    const struct table_column *column;
    const struct table_cell *cell;
    size_t position; /* in the banner */
    bool counted;    /* takes part: has returns, is shown, is an area */
    struct ranking_place place;
    enum funnel_place funnel;
    bool has_funnel;
    struct shrinkage_rate shrunken; /* of those that are counted */
};

struct area_rates {
    const struct table *table;
    const struct table_row *row;
    const struct table_cell *total;
    struct area_rate *areas;                    /* every column but the total */
    size_t count, ranked, counted, hidden, few; /* few: not ranked for having fewer returns than min_n */
    struct ranking_ends ends;
    struct shrinkage model;
};

/* decimals: of the percentages as printed. */
struct area_rates area_rates_make(struct arena *arena, const struct table *table, const struct table_row *row,
                                  int decimals, const struct area_rank_wishes *wishes);

#endif
