/*
 * fnv: a hash for tables in memory: FNV-1a, 64 bits (G. Fowler, L. C. Noll, P. Vo, 1991).
 *
 *     uint64_t hash = fnv_text(FNV_START, name);
 *     hash = fnv_bytes(hash, &width, sizeof width);      // and so on: the parts of a key one after the other
 *
 * Quick for short keys and the same in every run.  It resists nobody who chooses his keys: what comes from outside in
 * unlimited number, or is kept, is hashed by libsodium.
 */
#ifndef SHUKEI_ENGINE_BASE_FNV_H
#define SHUKEI_ENGINE_BASE_FNV_H

#include <stddef.h>
#include <stdint.h>

#define FNV_START UINT64_C(0xCBF29CE484222325)

static inline uint64_t fnv_bytes(uint64_t hash, const void *bytes, size_t length) {
    for (const unsigned char *at = (const unsigned char *)bytes; length > 0; at++, length--)
        hash = (hash ^ *at) * UINT64_C(0x100000001B3);
    return hash;
}

/* Without the byte that ends it. */
static inline uint64_t fnv_text(uint64_t hash, const char *text) {
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    return hash;
}

#endif
