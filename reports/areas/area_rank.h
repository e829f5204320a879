/*
 * area_rank: the rate of one answer in every area, in order, with what tells a difference from chance.
 *
 * Made from one table (reports/model/table.h), the same cells that `tabulate --by pref` prints: base, n,
 * rounding, interval, mark of small n and suppression are that table's.  Beside each rate stand its rank by
 * the rate as printed, so that what prints alike shares a place (engine/statistics/ranking.h); a flag where
 * it lies outside the funnel about the rate of all (engine/statistics/funnel.h); a shrunken rate with its own
 * interval (engine/statistics/shrinkage.h).
 *
 * Weighted, the rate and its limits are the weighted table's (table_weight.h), ranked by as printed; count and n
 * stay those of the returns.  There is neither funnel nor shrunken rate then: both are of returns that count
 * alike.
 *
 * Areas without returns, and with fewer than min_n of them, have no rank.  Who did not tell the area is
 * printed below and takes no part in anything.  Under suppression a hidden area has no rate, no rank and no
 * flag, and takes no part in the ranks of others nor in the shrinkage: neither tells anything of it.
 */
#ifndef SHUKEI_REPORTS_AREAS_AREA_RANK_H
#define SHUKEI_REPORTS_AREAS_AREA_RANK_H

#include "engine/statistics/ranking.h"
#include "reports/model/table.h"
#include "reports/text/result.h"

struct area_rank_wishes {
    const char *survey, *question, *option, *by, *where; /* option: a row's key; where: or NULL */
    const char *weight;                                  /* a weighting of the questionnaire, or NULL */
    struct table_options options;
    long ends, min_n;
    enum ranking_direction direction;
    bool by_item; /* rows in the banner's order, not by rank */
};

/* A question, option or key that does not exist is a usage fault that proposes the nearest. */
struct result *area_rank(struct arena *arena, const char *store_path, const struct area_rank_wishes *wishes,
                         struct fault *f) FAULT_CHECKED;

/* The table that the ranks are of, for a figure of its row; its set in *set. */
const struct table *area_rank_table(struct arena *arena, const char *store_path,
                                    const struct area_rank_wishes *wishes, const struct table_set **set,
                                    struct fault *f) FAULT_CHECKED;

#endif
