/*
 * number_text: numbers as texts of the arena, as people and as programs read them.
 *
 * Percentages and exact ratios have their own rounding (percent.h); nothing here rounds what is counted.
 */
#ifndef SHUKEI_ENGINE_BASE_NUMBER_TEXT_H
#define SHUKEI_ENGINE_BASE_NUMBER_TEXT_H

#include "engine/base/arena.h"

#include <stdint.h>

const char *number_thousands(struct arena *arena, int64_t value); /* "1,234" */
const char *number_p(struct arena *arena, double p);              /* "<0.001", "0.012" */

/* For programs: "1234"; twelve significant digits, more than anything that is fitted has. */
const char *number_whole(struct arena *arena, int64_t value);
const char *number_real(struct arena *arena, double value);

#endif
