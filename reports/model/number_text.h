/* number_text: numbers as they are printed, as texts of the arena. */
#ifndef SHUKEI_REPORTS_MODEL_NUMBER_TEXT_H
#define SHUKEI_REPORTS_MODEL_NUMBER_TEXT_H

#include "engine/base/arena.h"

#include <stdint.h>

const char *number_thousands(struct arena *arena, int64_t value); /* "1,234" */
const char *number_p(struct arena *arena, double p);              /* "<0.001", "0.012" */

#endif
