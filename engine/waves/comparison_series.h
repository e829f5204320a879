/*
 * comparison_series: the waves of each series that measured a concept, in the order of their periods.
 *
 * A series is what published files and questionnaires call so; its waves are meant to be set side by side.
 * Interim counts, quotations and other associations' surveys belong to none (data/published/README.md) and
 * are left to `compare`.  The lists serve as surveys of a comparison_request.
 */
#ifndef SHUKEI_ENGINE_WAVES_COMPARISON_SERIES_H
#define SHUKEI_ENGINE_WAVES_COMPARISON_SERIES_H

#include "engine/waves/comparison.h"

struct comparison_series {
    const char *series;
    const char **surveys;
    size_t count;
};

/* concept: an option's, or a question's.  Series with one wave only are there too. */
bool comparison_series(struct arena *arena, struct store *store, const char *concept,
                       struct comparison_series **out, size_t *count, struct fault *f) FAULT_CHECKED;

#endif
