/*
 * interval_words: what stands over a column of intervals, so that nobody has to look for it under the table: what the
 * interval is, of which level, by which method.
 *
 *     interval_words_heading(arena, INTERVAL_WILSON, 0.95, false)      "95% interval (Wilson)"
 *
 * The note below the table says the same at length, with author and year.
 */
#ifndef SHUKEI_REPORTS_MODEL_INTERVAL_WORDS_H
#define SHUKEI_REPORTS_MODEL_INTERVAL_WORDS_H

#include "engine/base/arena.h"
#include "engine/statistics/interval.h"

/* weighted: design-based.  NULL for INTERVAL_NONE. */
const char *interval_words_heading(struct arena *arena, enum interval_method method, double level,
                                   bool weighted);
const char *interval_words_note(struct arena *arena, enum interval_method method, double level,
                                bool weighted);
/* Of a shrunken rate (engine/statistics/shrinkage.h). */
const char *interval_words_shrunken(struct arena *arena, double level);
/* Of a difference of two proportions (Newcombe 1998). */
const char *interval_words_difference(struct arena *arena, double level);

#endif
