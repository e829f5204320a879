/*
 * kappa: how far two raters agree beyond what chance alone would bring about.
 *
 *     kappa = (observed - expected) / (1 - expected)
 *
 * observed is the share of pairs that agree, expected the sum over the categories of the product of both
 * raters' own shares.  J. Cohen (1960), "A coefficient of agreement for nominal scales", Educational and
 * Psychological Measurement 20(1), 37-46.
 *
 * Categories are texts; equal texts are one category.  Kappa is not defined without pairs, nor where both
 * raters only ever used one and the same category (expected 1).
 */
#ifndef SHUKEI_ENGINE_TABULATION_KAPPA_H
#define SHUKEI_ENGINE_TABULATION_KAPPA_H

#include "engine/base/arena.h"

#include <stdbool.h>

struct kappa_pair {
    const char *first, *second;
};

struct kappa {
    size_t pairs, agreed;
    double observed, expected; /* 0..1 */
    bool defined;
    double value; /* -1..1, when defined */
};

struct kappa kappa_cohen(struct arena *scratch, const struct kappa_pair *pairs, size_t count);

#endif
