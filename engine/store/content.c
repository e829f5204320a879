#include "engine/store/content.h"

#include <stdlib.h>

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

long content_find(const struct content *c, uint64_t hash) {
    return c->count ? slot_of(c->slots, c->capacity, hash)->ret : 0;
}

void content_add(struct content *c, uint64_t hash, long ret) {
    if (c->count * 3 >= c->capacity * 2)
        grow(c);
    struct content_slot *slot = slot_of(c->slots, c->capacity, hash);
    if (slot->ret)
        return;
    *slot = (struct content_slot){hash, ret};
    c->count++;
}

void content_end(struct content *c) {
    free(c->slots);
    *c = (struct content){0};
}

/* SQLite's order: hashes as signed integers. */
static int by_hash(const void *a, const void *b) {
    int64_t left = (int64_t)((const struct content_slot *)a)->hash;
    int64_t right = (int64_t)((const struct content_slot *)b)->hash;
    return (left > right) - (left < right);
}

bool content_write(struct content *c, sqlite3 *db, struct fault *f) {
    size_t used = 0;
    for (size_t i = 0; i < c->capacity; i++)
        if (c->slots[i].ret)
            c->slots[used++] = c->slots[i];
    if (!used)
        return true;
    qsort(c->slots, used, sizeof *c->slots, by_hash);
    sqlite3_stmt *s =
        sql_query(db, f, "INSERT OR IGNORE INTO content (hash, ret) VALUES (?, ?)", "ii", 0L, 0L);
    bool done = s != NULL;
    for (size_t i = 0; done && i < used; i++)
        done = sql_bind(s, f, "ii", (long)c->slots[i].hash, c->slots[i].ret) && sql_row(s, f) == 0;
    sqlite3_finalize(s);
    return done;
}
