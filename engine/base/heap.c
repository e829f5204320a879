#include "engine/base/heap.h"

#include "engine/base/arena.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST = 64 };

void *heap_grow(void *items, size_t count, size_t *capacity, size_t bytes_each) {
    if (count < *capacity)
        return items;
    while (count >= *capacity)
        *capacity = *capacity ? *capacity * 2 : FIRST;
    items = reallocarray(items, *capacity, bytes_each);
    if (!items)
        arena_out_of_memory();
    return items;
}

char *heap_strdup(const char *text) {
    char *copy = text ? strdup(text) : NULL;
    if (text && !copy)
        arena_out_of_memory();
    return copy;
}
