/* weighting_margin: respondents and population of one margin, category by category; for weighting.c. */
#ifndef SHUKEI_ENGINE_TABULATION_WEIGHTING_MARGIN_H
#define SHUKEI_ENGINE_TABULATION_WEIGHTING_MARGIN_H

#include "engine/tabulation/weighting.h"

/* Fills everything but the weights.  category: by return, -1 for who is passed over; n of them. */
bool weighting_margin_make(struct arena *arena, const struct dataset *d, const struct scheme_margin *from,
                           struct weighting_margin *out, int32_t *category, struct fault *f) FAULT_CHECKED;

#endif
