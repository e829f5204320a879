/*
 * steady: a clock for measuring how long something takes.
 *
 * It runs on at the same pace whatever happens to the time of day, so that two readings may be subtracted; a single one
 * means nothing.
 */
#ifndef SHUKEI_ENGINE_BASE_STEADY_H
#define SHUKEI_ENGINE_BASE_STEADY_H

#include <stdint.h>

double steady_seconds(void);
int64_t steady_ms(void);

#endif
