/*
 * release_order: the returns of a dataset in an order that follows from what they say alone.
 *
 * Where some of many like returns have to give way, it must not be the first that came in, nor depend on how the store
 * keeps them; so they stand by a hash (SipHash-2-4, J.-P. Aumasson, D. J. Bernstein 2012) of keys and answers.  Returns that
 * say exactly the same may stand in either order: nobody sees the difference.
 */
#ifndef SHUKEI_REPORTS_MICRODATA_RELEASE_ORDER_H
#define SHUKEI_REPORTS_MICRODATA_RELEASE_ORDER_H

#include "reports/microdata/release_keys.h"

const uint32_t *release_order(struct arena *arena, const struct dataset *d,
                              const struct release_source *sources, size_t count);

struct release_place {
    uint64_t hash;
    uint32_t at;
};
uint64_t release_hash(const void *bytes, size_t length);
void release_sort(struct release_place *places, size_t count);

#endif
