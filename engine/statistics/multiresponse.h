/*
 * multiresponse: does a question with several answers depend on a grouping?
 *
 * The ticks of one return hang together, so the table of ticks by group is no contingency table: its chi
 * squared counts a return as often as it ticked and has no known distribution (A. Agresti, I. Liu (1999),
 * Biometrics 55, 936-943).  What can be tested is whether every option has the same share of *returns* in all
 * groups, all options at once (multiple marginal independence: C. R. Bilder, T. M. Loughin, D. Nettleton
 * (2000), Communications in Statistics: Simulation 29, 1285-1316; C. R. Bilder, T. M. Loughin (2004),
 * Biometrics 60, 241-248):
 *
 *     X2 = sum over the options of Pearson's chi squared of (ticked or not) x group
 *
 * Under the hypothesis X2 is a sum of chi squared variables with weights: the eigenvalues of the ticks'
 * correlation matrix, each groups-1 times.  With J. N. K. Rao, A. J. Scott (1981), JASA 76, 221-230, and
 * (1984), Annals of Statistics 12, 46-60:
 *
 *   first order   X2 / mean weight on (groups-1) x options degrees of freedom.  The mean weight is 1 here,
 * because every option's own chi squared is right by itself: the correction corrects nothing but the reading
 * of df second order  X2 s1/s2 on s1^2/s2 degrees of freedom (s1, s2: sums of the weights and of their
 * squares), which also meets the spread of the weights.  This is the one to print: the first order rejects
 * too often when ticks hang together
 *
 * Correlations are estimated over all groups together, as the hypothesis has it.  No eigenvalue is needed:
 * the sum of their squares is that of all correlations.
 *
 * Given: n returns per group, each in one group only, and for every two options how many ticked both (the
 * same option twice: how many ticked it).  An option that all ticked, or none, tells nothing and is left out,
 * as is a group without returns. `defined` is false when fewer than two groups or no option is left.  One
 * option gives Pearson's test itself.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_MULTIRESPONSE_H
#define SHUKEI_ENGINE_STATISTICS_MULTIRESPONSE_H

#include "engine/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct multiresponse {
    size_t groups, options;
    const int64_t *n;    /* by group */
    const int64_t *both; /* [(group * options + one) * options + other] */
};

struct multiresponse_option {
    bool defined;
    double statistic, df, p; /* Pearson's test of this option alone */
};

struct multiresponse_test {
    bool defined;
    size_t options; /* that were tested */
    double statistic, df;
    double p_first;
    double statistic_second, df_second, p_second;
    const struct multiresponse_option *each; /* by option */
};

struct multiresponse_test multiresponse_test(struct arena *arena, const struct multiresponse *m);

#endif
