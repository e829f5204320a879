/*
 * compare_trend: a concept over the waves of every series that has it; what `trend --concept` prints.
 *
 * One comparison per series (engine/waves/comparison_series.h) with two waves or more, written one after the
 * other as `compare` writes them; JSON has them in an array.
 */
#ifndef SHUKEI_REPORTS_COMPARE_COMPARE_TREND_H
#define SHUKEI_REPORTS_COMPARE_COMPARE_TREND_H

#include "engine/app/command.h"
#include "engine/waves/comparison.h"

/* request: without surveys; its first concept is the one. */
bool compare_trend(struct arena *arena, const char *store_path, const struct comparison_request *request,
                   enum output_format format, const char *output, struct fault *f) FAULT_CHECKED;

/* The comparison itself, for a figure; a concept that several series have is a fault that names them. */
const struct comparison *compare_trend_only(struct arena *arena, const char *store_path,
                                            const struct comparison_request *request,
                                            struct fault *f) FAULT_CHECKED;

#endif
