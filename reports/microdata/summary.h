/*
 * summary: how often each value of each variable is in the file.
 *
 * Counted over the rows as they are written, so a codebook agrees with its file and not with what was withheld.  Moments
 * are those of the numbers that are shown; the standard deviation divides by n - 1 (B. P. Welford (1962), Technometrics
 * 4, 419-420).
 */
#ifndef SHUKEI_REPORTS_MICRODATA_SUMMARY_H
#define SHUKEI_REPORTS_MICRODATA_SUMMARY_H

#include "reports/microdata/microdata.h"

struct summary {
    size_t *categories; /* by category */
    size_t missing[MICRODATA_MISSING];
    size_t given;
    int64_t min, max;       /* as in a cell; undefined when given is 0 */
    double mean, deviation; /* numbers only; deviation is 0 below two */
};

/* By variable; NULL on a fault. */
const struct summary *summary_make(struct arena *arena, const struct microdata *m,
                                   struct fault *f) FAULT_CHECKED;

#endif
