/*
 * symmetric: solving with small symmetric matrices that may be short of rank.
 *
 * Margins of one survey always hang together (the categories of each add up to everybody), so the matrices of
 * calibration have columns that follow from others.  The sweep operator (J. H. Goodnight (1979), "A tutorial
 * on the SWEEP operator", American Statistician 33, 149-158) passes such columns over: what comes out is a
 * generalised inverse, and fitted values do not depend on which of the dependent columns was passed over.
 *
 * Shapes: n x n, row by row.  No errors.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_SYMMETRIC_H
#define SHUKEI_ENGINE_STATISTICS_SYMMETRIC_H

#include "engine/base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* In place.  Returns the rank; kept[i] (may be NULL) says whether column i took part; rows and columns of
 * those that did not are zero. */
size_t symmetric_invert(struct arena *scratch, double *matrix, size_t n, bool *kept);

/* out = matrix * vector */
void symmetric_times(const double *matrix, const double *vector, size_t n, double *out);

#endif
