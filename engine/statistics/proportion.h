/*
 * proportion: two proportions, how far apart, and whether chance alone could have done it.
 *
 *   independent  different returns (two waves, two columns that share no return): z test with the pooled
 *                proportion, which is chi squared without continuity correction; the interval of the difference
 *                is Newcombe's hybrid of Wilson limits: R. G. Newcombe (1998), "Interval estimation for the
 *                difference between independent proportions", Statistics in Medicine 17, 873-890, method 10
 *   effective    the same from weighted proportions and their effective numbers of returns (real-valued)
 *   part         a part against the whole it belongs to (one association against the nation): the whole
 *                contains the part, so the part is compared with the rest.
 *                p(part) - p(whole) = (1 - n(part)/n(whole)) (p(part) - p(rest)): one test serves both
 *                differences, and the interval scales by the same factor
 *   paired       the same returns asked twice: McNemar's test, exact and mid-p (D. McNemar (1947),
 *                Psychometrika 12, 153-157; H. O. Lancaster (1961), JASA 56, 223-234 for mid-p), and the interval
 *                of R. G. Newcombe (1998), "Improved confidence intervals for the difference between binomial
 *                proportions based on paired data", Statistics in Medicine 17, 2635-2650, method 10
 *
 * Units: differences and their limits are in points (percent of one minus percent of the other), -100..100,
 * second minus first, so that swapping them changes the sign; p values 0..1, two-sided.  `tested` is false
 * where there is nothing to test: both proportions 0 or both 1, no discordant pair; then p and statistic must
 * not be read.  n > 0, 0 <= count <= n.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_PROPORTION_H
#define SHUKEI_ENGINE_STATISTICS_PROPORTION_H

#include <stdbool.h>
#include <stdint.h>

struct proportion {
    int64_t count, n;
};

struct proportion_effective {
    double p, n; /* 0..1, n > 0 */
};

struct proportion_difference {
    double points, low, high;
    bool tested;
    double statistic; /* z; its square is chi squared with one degree of freedom */
    double p;
};

struct proportion_difference proportion_independent(struct proportion first, struct proportion second,
                                                    double level);
struct proportion_difference proportion_effective(struct proportion_effective first,
                                                  struct proportion_effective second, double level);

struct proportion_part {
    bool defined;                            /* there is a rest */
    struct proportion_difference from_rest;  /* part minus rest */
    struct proportion_difference from_whole; /* part minus whole; the same test */
};
/* part.count <= whole.count, part.n <= whole.n, and what is left is possible too. */
struct proportion_part proportion_part(struct proportion part, struct proportion whole, double level);

struct proportion_pairs { /* of the same returns: how many had it both times, only at first, ... */
    int64_t both, first_only, second_only, neither;
};
struct proportion_paired {
    double points, low, high;
    bool tested;
    double p_exact, p_mid;
};
struct proportion_paired proportion_paired(struct proportion_pairs pairs, double level);

#endif
