/*
 * series_rank: the places of prefectures, insurers or facility types in a series at one period, as the
 * ministry prints them: value, place, change from an earlier period and from the place then, the best and the
 * worst marked.
 *
 * Ranks are competition ranks of the printed values (engine/statistics/ranking.h).  Where the source prints
 * ranks too, each is held against the values: a printed rank may tell values apart that print alike (it was
 * made from finer ones), but not stand outside the places that the values leave open; the notes name those
 * that do.
 */
#ifndef SHUKEI_REPORTS_SERIES_SERIES_RANK_H
#define SHUKEI_REPORTS_SERIES_SERIES_RANK_H

#include "reports/series/series_table.h"
#include "reports/text/result.h"

struct series_rank_wishes {
    const char *at, *against; /* periods; against NULL: the one before that has values */
    long ends;                /* how many best and worst are marked; 0: none */
    enum ranking_direction direction;
    bool by_item; /* rows in the file's order, not by rank */
};

struct result *series_rank(struct arena *arena, const struct series_table *t,
                           const struct series_rank_wishes *wishes, struct fault *f) FAULT_CHECKED;

#endif
