/*
 * funnel: how far the rate of an area may lie from the common rate by chance alone.
 *
 *     struct funnel_limits at = funnel_at(0.598, 240, FUNNEL_OUTER);       // of 240 returns
 *     enum funnel_place place = funnel_place(150, 240, 0.598);
 *
 * D. J. Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics in Medicine
 * 24, 1185-1202: exact binomial limits about a target rate, made continuous by interpolation (his appendix
 * A.1.1).  For the tail p let r be the least number with P(X <= r) >= p; the limit is (r - a) / n with a =
 * (P(X <= r) - p) / P(X = r).  Inner limits have 2.5 % on each side, outer ones 0.1 %; the lower limit is not
 * below 0 nor the upper one above 1.
 *
 * The limits say nothing of several areas at once: of 47 areas without any real difference one or two are
 * expected beyond the inner limits, and one in ten such tables has an area beyond the outer ones.
 *
 * Rates are shares, 0..1; n > 0.  A target of 0 or 1 has limits 0 or 1.  No memory, no errors.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_FUNNEL_H
#define SHUKEI_ENGINE_STATISTICS_FUNNEL_H

#include <stdint.h>

enum funnel_width { FUNNEL_INNER, FUNNEL_OUTER }; /* 95 %, 99.8 % */

struct funnel_limits {
    double low, high;
};

enum funnel_place {
    FUNNEL_BELOW_OUTER,
    FUNNEL_BELOW_INNER,
    FUNNEL_WITHIN,
    FUNNEL_ABOVE_INNER,
    FUNNEL_ABOVE_OUTER
};

struct funnel_limits funnel_at(double target, int64_t n, enum funnel_width width);
enum funnel_place funnel_place(int64_t count, int64_t n, double target);

#endif
