/*
 * content: the hashes by which a return is known again.
 *
 * A hash covers sheet number, institution, association and answers (response_hash), so within one survey
 * equal hashes mean the same sheet.  Those of earlier batches stand in the table `content`.  Those of the
 * open batch are gathered in memory and go there in order, because a million insertions at random places of
 * an index would cost more than all the rest.  When the room for them is full (CONTENT_MAX) they go before
 * the batch's end, and a Bloom filter (Bloom 1970) tells for nearly all returns to come that they are not
 * among those: so the memory is the same for a thousand returns and for ten million.
 *
 *     struct content c = content_begin(db, first);     // first: the number of the batch's first return
 *     ... content_find, content_add ...
 *     content_write(&c, f)                             // at the end of the batch
 *     content_end(&c);                                 // always; before the database is closed
 */
#ifndef SHUKEI_ENGINE_STORE_CONTENT_H
#define SHUKEI_ENGINE_STORE_CONTENT_H

#include "engine/store/sql.h"

#include <stdint.h>

struct content_slot {
    uint64_t hash;
    long ret; /* 0: free */
};

enum { CONTENT_MAX = 1 << 17, CONTENT_BLOOM_BITS = 1 << 24 };

struct content {
    sqlite3 *db;
    sqlite3_stmt *insert, *find; /* NULL: not needed yet */
    long first;
    struct content_slot *slots;
    size_t capacity, count; /* capacity: a power of two, or 0 */
    uint64_t *written;      /* which may be in the table; NULL: none is */
};

struct content content_begin(sqlite3 *db, long first);
/* *ret: the first return of this batch with the hash, or 0. */
bool content_find(struct content *c, uint64_t hash, long *ret, struct fault *f) FAULT_CHECKED;
bool content_add(struct content *c, uint64_t hash, long ret, struct fault *f) FAULT_CHECKED;
bool content_write(struct content *c, struct fault *f) FAULT_CHECKED;
void content_end(struct content *c);

#endif
