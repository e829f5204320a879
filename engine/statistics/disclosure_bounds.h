/*
 * disclosure_bounds: between which bounds the unknowns of a system of sums can lie; the audit of disclosure.h.
 *
 * The system is a x = b, x >= 0, with a solution that is known: the truth (above the floors of disclosure.h).  From there the simplex method visits
 * corners; the least and greatest value seen of every unknown are true lower estimates of how wide its bounds are.
 *
 *     struct disclosure_bounds *s = disclosure_bounds_create(arena, rows, columns, matrix, truth);
 *     disclosure_bounds_widen(s, v, 4);                 // look on until the bounds of v are 4 apart or cannot be wider
 *     double width = disclosure_bounds_width(s, v);
 */
#ifndef SHUKEI_ENGINE_STATISTICS_DISCLOSURE_BOUNDS_H
#define SHUKEI_ENGINE_STATISTICS_DISCLOSURE_BOUNDS_H

#include "engine/base/arena.h"

#include <stdint.h>

struct disclosure_bounds;

/* matrix: [row * columns + column], overwritten; truth: columns values, not below nought. */
struct disclosure_bounds *disclosure_bounds_create(struct arena *arena, size_t rows, size_t columns,
                                                   double *matrix, const double *truth);
void disclosure_bounds_widen(struct disclosure_bounds *s, size_t column, double enough);
double disclosure_bounds_width(const struct disclosure_bounds *s, size_t column);

struct disclosure_range {
    double low, high;
};
struct disclosure_range disclosure_bounds_seen(const struct disclosure_bounds *s, size_t column);

/* How many entries of the matrix were reckoned with since it was made: some 10^9 a second, and the same on every machine. */
uint64_t disclosure_bounds_work(const struct disclosure_bounds *s);

#endif
