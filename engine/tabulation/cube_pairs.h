/*
 * cube_pairs: how many returns ticked two options of one question, by column; for the tests that are valid for several answers
 * (engine/statistics/multiresponse.h).
 *
 * [(column * options + one) * options + other], in form order; the same option twice: how many ticked it.  Same base, filter
 * and banner as the cube.  The question is coded.  Cost: as many rows counted as there are pairs.
 */
#ifndef SHUKEI_ENGINE_TABULATION_CUBE_PAIRS_H
#define SHUKEI_ENGINE_TABULATION_CUBE_PAIRS_H

#include "engine/tabulation/cube.h"

const int64_t *cube_pairs(struct arena *arena, const struct cube *cube, size_t question);

#endif
