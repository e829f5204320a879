/*
 * content: the hashes by which a return is known again.
 *
 * Those of the open batch are in memory (16 bytes a slot, open addressing) and go to the table `content`
 * together and in order at its end; those of earlier batches are looked up there.  A hash covers sheet
 * number, institution, association and answers (response_hash), so within one survey equal hashes mean the
 * same sheet.
 */
#ifndef SHUKEI_ENGINE_STORE_CONTENT_H
#define SHUKEI_ENGINE_STORE_CONTENT_H

#include "engine/store/sql.h"

#include <stdint.h>

struct content_slot {
    uint64_t hash;
    long ret; /* 0: free */
};

struct content {
    struct content_slot *slots;
    size_t capacity, count; /* capacity: a power of two, or 0 */
};

long content_find(const struct content *c, uint64_t hash); /* a return's id, or 0 */
void content_add(struct content *c, uint64_t hash, long ret);
void content_end(struct content *c);

/* Writes all to the table; the order of the slots is lost, so content_find must not follow. */
bool content_write(struct content *c, sqlite3 *db, struct fault *f) FAULT_CHECKED;

#endif
