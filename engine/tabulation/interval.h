/*
 * interval: confidence intervals of a proportion.
 *
 *   wilson   E. B. Wilson (1927), JASA 22, 209-212; the score interval without continuity correction (the default)
 *   exact    C. J. Clopper, E. S. Pearson (1934), Biometrika 26, 404-413; beta quantiles
 *   logit    normal interval on the log odds; not defined at 0 and n: there the exact one-sided bound stands
 *   none
 *
 * Units: low and high are in percent, 0..100, unrounded.  n > 0, 0 <= count <= n, 0 < level < 1.
 */
#ifndef SHUKEI_ENGINE_TABULATION_INTERVAL_H
#define SHUKEI_ENGINE_TABULATION_INTERVAL_H

#include <stdbool.h>
#include <stdint.h>

enum interval_method { INTERVAL_WILSON, INTERVAL_EXACT, INTERVAL_LOGIT, INTERVAL_NONE };

struct interval {
    double low, high;
};

struct interval interval_proportion(enum interval_method method, int64_t count, int64_t n, double level);
bool interval_parse(const char *name, enum interval_method *method);
const char *interval_name(enum interval_method method);

#endif
