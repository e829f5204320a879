#include "engine/store/content.h"

#include <stdlib.h>

struct content content_begin(sqlite3 *db, long first) {
    return (struct content){.db = db, .first = first};
}

void content_end(struct content *c) {
    sqlite3_finalize(c->insert);
    sqlite3_finalize(c->find);
    free(c->slots);
    free(c->written);
    *c = (struct content){0};
}

/* --- in memory --- */

/* The hash is a keyed one already: its low bits will do. */
static struct content_slot *slot_of(struct content_slot *slots, size_t capacity, uint64_t hash) {
    size_t at = (size_t)hash & (capacity - 1);
    while (slots[at].ret && slots[at].hash != hash)
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static void grow(struct content *c) {
    size_t capacity = c->capacity ? c->capacity * 2 : 1024;
    struct content_slot *slots = calloc(capacity, sizeof *slots);
    if (!slots)
        arena_out_of_memory();
    for (size_t i = 0; i < c->capacity; i++)
        if (c->slots[i].ret)
            *slot_of(slots, capacity, c->slots[i].hash) = c->slots[i];
    free(c->slots);
    c->slots = slots;
    c->capacity = capacity;
}

/* --- in the table --- */

enum { BLOOM_PROBES = 4 };

static size_t probe(uint64_t hash, unsigned number) {
    return (size_t)((hash >> 32) + number * (hash >> 8 | 1)) % CONTENT_BLOOM_BITS;
}

static void note_written(struct content *c, uint64_t hash) {
    for (unsigned i = 0; i < BLOOM_PROBES; i++) {
        size_t bit = probe(hash, i);
        c->written[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

static bool may_be_written(const struct content *c, uint64_t hash) {
    for (unsigned i = 0; i < BLOOM_PROBES; i++) {
        size_t bit = probe(hash, i);
        if (!c->written || !(c->written[bit / 64] >> bit % 64 & 1))
            return false;
    }
    return true;
}

static bool find_written(struct content *c, uint64_t hash, long *ret, struct fault *f) {
    if (!c->find)
        c->find =
            sql_query(c->db, f, "SELECT ret FROM content WHERE hash = ? AND ret >= ? ORDER BY ret LIMIT 1",
                      "ii", (long)hash, c->first);
    if (!sql_bind(c->find, f, "ii", (long)hash, c->first))
        return false;
    int got = sql_row(c->find, f);
    *ret = got > 0 ? sql_long(c->find, 0) : 0;
    sqlite3_reset(c->find);
    return got >= 0;
}

/* SQLite's order: hashes as signed integers. */
static int by_hash(const void *a, const void *b) {
    int64_t left = (int64_t)((const struct content_slot *)a)->hash;
    int64_t right = (int64_t)((const struct content_slot *)b)->hash;
    return (left > right) - (left < right);
}

/* The used slots in order; the places by which they are found are lost. */
static size_t sorted(struct content *c) {
    size_t used = 0;
    for (size_t i = 0; i < c->capacity; i++)
        if (c->slots[i].ret)
            c->slots[used++] = c->slots[i];
    if (used)
        qsort(c->slots, used, sizeof *c->slots, by_hash);
    return used;
}

static bool insert_sorted(struct content *c, size_t used, struct fault *f) {
    if (!c->insert)
        c->insert =
            sql_query(c->db, f, "INSERT OR IGNORE INTO content (hash, ret) VALUES (?, ?)", "ii", 0L, 0L);
    for (size_t i = 0; i < used; i++)
        if (!sql_bind(c->insert, f, "ii", (long)c->slots[i].hash, c->slots[i].ret) ||
            sql_row(c->insert, f) != 0)
            return false;
    return c->insert != NULL;
}

bool content_write(struct content *c, struct fault *f) {
    size_t used = sorted(c);
    c->count = 0;
    return insert_sorted(c, used, f);
}

/* Makes room. */
static bool spill(struct content *c, struct fault *f) {
    if (!c->written && !(c->written = calloc(CONTENT_BLOOM_BITS / 64, sizeof *c->written)))
        arena_out_of_memory();
    for (size_t i = 0; i < c->capacity; i++)
        if (c->slots[i].ret)
            note_written(c, c->slots[i].hash);
    bool done = content_write(c, f);
    for (size_t i = 0; i < c->capacity; i++)
        c->slots[i] = (struct content_slot){0};
    return done;
}

/* --- both --- */

bool content_find(struct content *c, uint64_t hash, long *ret, struct fault *f) {
    *ret = c->count ? slot_of(c->slots, c->capacity, hash)->ret : 0;
    return *ret || !may_be_written(c, hash) || find_written(c, hash, ret, f);
}

bool content_add(struct content *c, uint64_t hash, long ret, struct fault *f) {
    if (c->count == CONTENT_MAX && !spill(c, f))
        return false;
    if (c->count * 3 >= c->capacity * 2)
        grow(c);
    struct content_slot *slot = slot_of(c->slots, c->capacity, hash);
    if (slot->ret)
        return true;
    *slot = (struct content_slot){hash, ret};
    c->count++;
    return true;
}
