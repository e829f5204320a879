/*
 * weight_report: who answered beside the population, as a survey's weighting schemes see them.
 *
 *     struct result *r = weight_report(arena, store_path, survey, scheme, f);   // NULL scheme: the list of
 * schemes
 *
 * One row per margin and category: respondents (n, share), population (number, share), the difference in
 * points, and the mean weight that the scheme gives to its returns; then how well the respondents fit (chi
 * squared) and what the weights cost (design effect).
 */
#ifndef SHUKEI_REPORTS_WEIGHTS_WEIGHT_REPORT_H
#define SHUKEI_REPORTS_WEIGHTS_WEIGHT_REPORT_H

#include "reports/text/result.h"

struct result *weight_report(struct arena *arena, const char *store_path, const char *survey,
                             const char *scheme, struct fault *f) FAULT_CHECKED;

#endif
