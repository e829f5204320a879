#include "reports/model/typeset_cache.h"

#include "engine/base/fnv.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    const struct typeset_paragraph *paragraph;
    struct entry *next;
    uint64_t hash;
    struct typeset_style style;
    double width;
    const char *text;
};

struct typeset_cache {
    struct arena *arena, *scratch;
    struct entry **buckets;
    size_t bucket_count, count;
};

enum { BUCKETS = 1024 }; /* to begin with; a power of two */

struct typeset_cache *typeset_cache_create(void) {
    struct typeset_cache *cache = calloc(1, sizeof *cache);
    if (!cache || !(cache->buckets = calloc(BUCKETS, sizeof(*cache->buckets))))
        arena_out_of_memory();
    cache->bucket_count = BUCKETS;
    cache->arena = arena_create();
    cache->scratch = arena_create();
    return cache;
}

void typeset_cache_destroy(struct typeset_cache *cache) {
    arena_destroy(cache->arena);
    arena_destroy(cache->scratch);
    free(cache->buckets);
    free(cache);
}

static uint64_t hash_of(const struct typeset_style *style, const char *text, double width) {
    const double numbers[] = {style->size, width};
    return fnv_text(fnv_bytes(FNV_START, numbers, sizeof numbers), text);
}

static bool same_style(const struct typeset_style *a, const struct typeset_style *b) {
    return a->face == b->face && a->bold == b->bold && a->size == b->size && a->leading == b->leading &&
           a->align == b->align && a->justify == b->justify;
}

static void widen(struct typeset_cache *cache) {
    const size_t count = 4 * cache->bucket_count;
    struct entry **buckets = calloc(count, sizeof(*buckets));
    if (!buckets)
        arena_out_of_memory();
    for (size_t i = 0; i < cache->bucket_count; i++)
        for (struct entry *entry = cache->buckets[i], *next; entry; entry = next) {
            next = entry->next;
            entry->next = buckets[entry->hash & (count - 1)];
            buckets[entry->hash & (count - 1)] = entry;
        }
    free(cache->buckets);
    cache->buckets = buckets;
    cache->bucket_count = count;
}

const struct typeset_paragraph **typeset_cache_place(struct typeset_cache *cache,
                                                     const struct typeset_style *style, const char *text,
                                                     double width) {
    const uint64_t hash = hash_of(style, text, width);
    for (struct entry *at = cache->buckets[hash & (cache->bucket_count - 1)]; at; at = at->next)
        if (at->hash == hash && at->width == width && same_style(&at->style, style) &&
            strcmp(at->text, text) == 0)
            return &at->paragraph;
    if (cache->count++ >= cache->bucket_count)
        widen(cache);
    struct entry **bucket = &cache->buckets[hash & (cache->bucket_count - 1)];
    struct entry *entry = arena_alloc(cache->arena, sizeof *entry);
    *entry = (struct entry){.next = *bucket,
                            .hash = hash,
                            .style = *style,
                            .width = width,
                            .text = arena_strdup(cache->arena, text)};
    *bucket = entry;
    return &entry->paragraph;
}

struct arena *typeset_cache_arena(struct typeset_cache *cache) {
    return cache->arena;
}

struct arena *typeset_cache_scratch(struct typeset_cache *cache) {
    arena_reset(cache->scratch);
    return cache->scratch;
}
