/*
 * decomposition: how much of a change is a change of rate, and how much that others answered.
 *
 * Two waves are split into the same groups (prefectures, types).  With the share w of a group in the base and
 * its rate r, the overall rate is the sum of w r, and the change between two waves is exactly
 *
 *     rate         sum of (w1 + w2)/2 (r2 - r1)     what changed within the groups
 *     composition  sum of (r1 + r2)/2 (w2 - w1)     what changed because groups make up more or less of those
 *                                                   who answered
 *
 * E. M. Kitagawa (1955), "Components of a difference between two rates", JASA 50, 1168-1194.  A group without
 * returns in one of the waves has no rate there.  Such groups are taken out first, of each wave by itself;
 * what that changes is the third part:
 *
 *     joined       (all2 - common2) - (all1 - common1)
 *
 * The three add up to the change, but for the last bits of a double.  Units: points.
 */
#ifndef SHUKEI_ENGINE_WAVES_DECOMPOSITION_H
#define SHUKEI_ENGINE_WAVES_DECOMPOSITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct decomposition_group {
    int64_t count[2], n[2]; /* of the first and of the second wave; n 0: nobody */
};

struct decomposition {
    double total, rate, composition, joined;
    size_t common; /* groups in both */
};

/* False when a wave has nobody, or no group is in both. */
bool decomposition_make(const struct decomposition_group *groups, size_t count, struct decomposition *out);

#endif
