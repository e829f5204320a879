/*
 * relate: what an answer goes together with.
 *
 *   relate_answers  an answer by other answers of the same returns: logistic regression, odds ratios with intervals;
 *                   design-based with a weighting (engine/tabulation/relation.h)
 *   relate_series   an answer's rate by prefecture against a reference series at one period: Pearson's and Spearman's
 *                   correlation with intervals (engine/statistics/correlation.h)
 *
 * Both say base, n, method and source, and what took no part.  A relation between prefectures is one of prefectures, not
 * of institutions; the note says so.
 */
#ifndef SHUKEI_REPORTS_RELATIONS_RELATE_H
#define SHUKEI_REPORTS_RELATIONS_RELATE_H

#include "reports/text/result.h"

struct relate_wishes {
    const char *survey, *question, *option;
    const char *where, *base, *weight; /* or NULL */
    double level;
    const char *by;                  /* relate_answers: keys with commas between them */
    const char *series, *at, *group; /* relate_series; group or NULL */
    long
        suppress; /* 0: none; relate_series: small prefectures are hidden and take no part; relate_answers: refused
                      where a count is smaller */
    long min_n; /* relate_series: prefectures with fewer returns take no part */
};

struct result *relate_answers(struct arena *arena, const char *store_path, const struct relate_wishes *wishes,
                              struct fault *f) FAULT_CHECKED;
struct result *relate_series(struct arena *arena, const char *store_path, const struct relate_wishes *wishes,
                             struct fault *f) FAULT_CHECKED;


#endif
