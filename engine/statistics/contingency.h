/*
 * contingency: are two single answers related?
 *
 * A table of counts [row * columns + column]; every return stands in exactly one cell.  (For questions with
 * several answers see multiresponse.h: their ticks are no such table.)  Rows and columns without a return are
 * left out: they tell nothing, and degrees of freedom are those of the rest.
 *
 *   pearson     K. Pearson (1900), chi squared without continuity correction
 *   g           likelihood ratio: S. S. Wilks (1935), Annals of Mathematical Statistics 6, 190-196
 *   cramer v    sqrt(chi squared / (n min(rows-1, columns-1))), 0..1: H. Cramer (1946), Mathematical Methods
 * of Statistics, 21.9 exact       R. A. Fisher (1934); G. H. Freeman, J. H. Halton (1951), Biometrika 38,
 * 141-149, for more than 2 x 2: the chance, given the margins, of a table no more likely than this one
 * (likelihoods within 1e-7 count as equal)
 *
 * contingency_exact counts all tables with these margins, each half of the columns once (the halves are
 * joined where they leave each other the same rows: the idea of the network of C. R. Mehta, N. R. Patel
 * (1983), JASA 78, 427-434).  Where a half has more than CONTINGENCY_HALF ways to be filled, or both together
 * take more than CONTINGENCY_WORK, it draws CONTINGENCY_DRAWS tables at random instead (cell by cell: W. M.
 * Patefield (1981), Applied Statistics 30, 91-97) from a fixed seed, so that the same table has the same p in
 * every run; `drawn` says so, and p is then (1 + as unlikely) / (1 + drawn), with the standard error given.
 *
 * The chi squared approximation is doubted where more than a fifth of the expected counts are below 5, or one
 * below 1 (W. G. Cochran (1954), Biometrics 10, 417-451): `sparse`.  `defined` is false with fewer than two
 * rows or columns.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_CONTINGENCY_H
#define SHUKEI_ENGINE_STATISTICS_CONTINGENCY_H

#include "engine/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { CONTINGENCY_HALF = 200000, CONTINGENCY_WORK = 8000000, CONTINGENCY_DRAWS = 9999 };

struct contingency {
    const int64_t *counts;
    size_t rows, columns;
};

struct contingency_test {
    bool defined;
    double statistic, df, p;
    double cramer_v;
    double least_expected;
    bool sparse;
};
struct contingency_test contingency_pearson(struct arena *scratch, const struct contingency *t);
struct contingency_test contingency_g(struct arena *scratch, const struct contingency *t);

struct contingency_exact {
    bool defined;
    double p;
    double tables; /* counted, a whole number; 0 when drawn */
    int64_t drawn; /* 0 when counted */
    double error;  /* standard error of p, when drawn */
};
struct contingency_exact contingency_exact(struct arena *scratch, const struct contingency *t);
struct contingency_exact contingency_drawn(struct arena *scratch,
                                           const struct contingency *t); /* at random in any case */

#endif
