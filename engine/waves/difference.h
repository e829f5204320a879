/*
 * difference: how far two figures of one concept are apart, and whether chance alone could have done it.
 *
 *     independent  different returns: Newcombe's interval and the z test (statistics/proportion.h)
 *     part         one wave is part of the other (a prefecture of the country): the part is held against the
 *                  rest, so that nothing is counted twice; in the difference the rest stands for the whole
 *     interim      an interim count and the later one that includes it: overlapping samples.  Points are the
 *                  later minus the interim figure; the test holds what came in afterwards against the interim
 *                  count, the interval is that of the difference of both figures
 *     paired       the same institutions answered both: McNemar's mid-p and Newcombe's paired interval
 *
 * A count may be known only as a range (wave.h).  Everything is then computed for all counts that fit and the
 * worst is kept: the widest interval, the largest p (1 when the sign itself is open).  Points are then those
 * of the printed percentages, or of the middle of the range.  Without n there is neither interval nor p, only
 * the difference of the printed percentages; without a percentage there is nothing.
 *
 * What a printed percentage leaves open, its difference leaves open too: "75%" is anything from 74.5 up to
 * 75.5, or what the counts that print so make.  points_low and points_high are the ends of that, and the text
 * names both, rounded outwards; they are equal where both counts are known.
 *
 * Points are second minus first, so that changing places changes the sign.  Units: points, -100..100.
 */
#ifndef SHUKEI_ENGINE_WAVES_DIFFERENCE_H
#define SHUKEI_ENGINE_WAVES_DIFFERENCE_H

#include "engine/base/percent.h"
#include "engine/waves/wave.h"

enum difference_relation { /* of the first to the second */
                           DIFFERENCE_INDEPENDENT,
                           DIFFERENCE_PART,    /* the first is part of the second */
                           DIFFERENCE_WHOLE,   /* the second is part of the first */
                           DIFFERENCE_INTERIM, /* the first is the interim count of the second */
                           DIFFERENCE_FINAL,   /* the other way round */
                           DIFFERENCE_SAME, /* the same answers, published twice: there is no difference to take */
};

struct difference {
    const char
        *test; /* "newcombe", "part-rest", "interim-final", "mcnemar", "design-based"; NULL: not tested */
    bool has_points, has_interval, has_p;
    double points, low, high, p;
    double points_low, points_high; /* what rounding leaves open */
    char text[PERCENT_TEXT];        /* "+10.3"; "+4.0 to +6.0" in the language in force */
    bool of_printed;                /* points are of percentages as printed */
    bool has_rest;                  /* part, interim: the returns of the whole that are not in the part */
    long rest_n, rest_low, rest_high;
};

struct difference difference_between(const struct wave_figure *first, const struct wave_figure *second,
                                     enum difference_relation relation, double level);

/* Of two weighted shares of independent designs: the variances add (as R's survey has it for svyby of
 * independent samples), the interval is normal, p that of z = difference / standard error; test
 * "design-based".  Without both variances, or with none of either, points only. */
struct difference_share {
    double share, variance; /* 0..1, and of it */
    bool has_variance;
};
struct difference difference_weighted(const struct difference_share *first,
                                      const struct difference_share *second, double level);

/* The returns of institutions that answered both, on these sets of each wave; false when there are none. */
struct wave_counts;
bool difference_paired(struct arena *arena, const struct wave *first, const struct wave_item *first_item,
                       const struct wave *second, const struct wave_item *second_item,
                       const struct wave_base *base, double level, struct difference *out, long *pairs);

#endif
