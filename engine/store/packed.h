/*
 * packed: what the returns of a survey come to, kept beside them in a form that is read at once.
 *
 * Reading ten million returns row by row takes most of a minute; the columns that are counted are sixty megabytes.
 * So whoever has made them from the returns may leave them here, as a list of parts (runs of bytes, of which the store
 * knows nothing), under the state of the data (store_state) that they were made from and the number of their format.
 * Any change of what is counted changes the state, and then they are not found any more; the next reader makes them anew.
 *
 * They are never the truth.  The returns are, with their trail; what is here can be thrown away at any time, and nothing
 * here is a fault: parts that are not there, cannot be read or cannot be kept are simply not there, and whoever asked
 * goes to the returns.  Keeping is a transaction of its own on a connection of its own, which gives way to anybody else
 * who writes; killed in the middle, it leaves what was there before.
 *
 *     struct store_packed *p = store_packed_open(store, survey, FORMAT, state);
 *     if (p && store_packed_read(p, 0, bytes, length) && store_packed_read(p, 1, ...)) ...
 *     store_packed_close(p);
 */
#ifndef SHUKEI_ENGINE_STORE_PACKED_H
#define SHUKEI_ENGINE_STORE_PACKED_H

#include "engine/store/store.h"

struct store_packed_part {
    const void *bytes;
    size_t length;
};

/* NULL when there is nothing of this format and state.  *returns: how many the survey counts. */
struct store_packed *store_packed_open(struct store *store, const char *survey, int format,
                                       const char state[65], size_t *returns);
/* False when there is no such part, or it has another length. */
bool store_packed_read(struct store_packed *packed, size_t part, void *to, size_t length);
void store_packed_close(struct store_packed *packed); /* NULL is allowed */

/* Puts the parts in the place of what was there, if the survey is still in this state; whether it did.  `store` may be
 * open for reading only, and must not be writing. */
bool store_packed_keep(struct store *store, const char *survey, int format, const char state[65],
                       const struct store_packed_part *parts, size_t count);
/* Throws away what is there; whether it could. */
bool store_packed_drop(struct store *store, const char *survey);

#endif
