/*
 * adjust: p values adjusted for the number of tests made together.
 *
 *   bonferroni  p m; at most 1
 *   holm        S. Holm (1979), Scandinavian Journal of Statistics 6, 65-70; never less powerful than bonferroni
 *   bh          Y. Benjamini, Y. Hochberg (1995), JRSS B 57, 289-300; holds the false discovery rate, not the
 *               chance of one false discovery
 *   none
 *
 * An adjusted p is to be held against the level as the plain one would be.  NaN stands for a test that could
 * not be made: it stays NaN and does not count in m.  `adjusted` may be the same array as `p`.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_ADJUST_H
#define SHUKEI_ENGINE_STATISTICS_ADJUST_H

#include "engine/base/arena.h"

#include <stdbool.h>

enum adjust_method { ADJUST_NONE, ADJUST_BONFERRONI, ADJUST_HOLM, ADJUST_BH };

void adjust_p(struct arena *scratch, enum adjust_method method, const double *p, size_t count,
              double *adjusted);

bool adjust_parse(const char *name, enum adjust_method *method);
const char *adjust_name(enum adjust_method method);

#endif
