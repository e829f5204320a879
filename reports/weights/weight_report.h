/*
 * weight_report: who answered beside the population, as a survey's weighting schemes see them.
 *
 *     struct result *r = weight_report(arena, store_path, survey, scheme, 0, f);   // NULL scheme: the list of
 * schemes
 *
 * One row per margin and category: respondents (n, share), population (number, share), the difference in
 * points, and the mean weight that the scheme gives to its returns; then how well the respondents fit (chi
 * squared) and what the weights cost (design effect).
 *
 * suppress (0: none): every weight, the chi squared and the design effect follow from the counts of all categories, so
 * that none can be hidden behind the others; where a count is smaller the report is refused.
 */
#ifndef SHUKEI_REPORTS_WEIGHTS_WEIGHT_REPORT_H
#define SHUKEI_REPORTS_WEIGHTS_WEIGHT_REPORT_H

#include "reports/text/result.h"

struct result *weight_report(struct arena *arena, const char *store_path, const char *survey,
                             const char *scheme, long suppress, struct fault *f) FAULT_CHECKED;

#endif
