/*
 * arrival: how many returns will have come in the end, from how they came so far.
 *
 * Returns of a mailed questionnaire arrive quickly at first and then ever more slowly: each day brings about
 * the same share of those that are still to come.  So the count after t days is near
 *
 *     C(t) = A (1 - exp(-t / tau))
 *
 * (S. J. Huxley 1980, "Predicting response speed in mail surveys", Journal of Marketing Research 17, 63-68;
 * A. Parasuraman 1982, "More on the prediction of mail survey response rates", same journal 19, 261-268).  A
 * and tau are fitted to the cumulative counts at the end of each day by least squares: for a given tau the
 * best A is a ratio of sums, and tau is found by Brent's method (GSL) around the best point of a grid.  Day 1
 * is the day of the first return; days without returns count.
 *
 * It is a forecast and no estimate with an error: the counts of successive days are not independent, so an
 * interval from the residuals would be far too narrow, and a reminder starts a new wave.  It is refused while
 * the curve cannot bear it: see enum arrival_verdict.
 */
#ifndef SHUKEI_ENGINE_TABULATION_ARRIVAL_H
#define SHUKEI_ENGINE_TABULATION_ARRIVAL_H

#include <stddef.h>

enum {
    ARRIVAL_DAYS_MIN = 10,    /* from the first return to the last */
    ARRIVAL_RETURNS_MIN = 30, /* with fewer, one post bag bends the curve */
};

enum arrival_verdict {
    ARRIVAL_FITTED,
    ARRIVAL_FEW_DAYS,
    ARRIVAL_FEW_RETURNS,
    ARRIVAL_NOT_SLOWING, /* more than half would be still to come: the bend is not to be seen yet */
};

struct arrival {
    enum arrival_verdict verdict;
    double final;   /* A: returns in the end, not below those that are there */
    double tau;     /* days in which 63 % of what is to come arrives */
    double arrived; /* share of `final` that the curve has at the last day, 0..1 */
    size_t days;
};

/* daily: returns on each day, from the day of the first one (not nought). */
struct arrival arrival_fit(const long *daily, size_t days);

#endif
