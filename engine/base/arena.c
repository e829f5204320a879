#include "engine/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { ARENA_BLOCK = 64 * 1024, ARENA_ALIGN = 16, ARENA_PAGE = 4096, ARENA_LARGE_PAGE = 2 * 1024 * 1024 };

struct block {
    struct block *next;
    size_t used, size;
    _Alignas(ARENA_ALIGN) unsigned char bytes[];
};

struct arena {
    struct block *head;
    size_t total;
};

void arena_out_of_memory(void) {
    fputs("shukei: out of memory\n", stderr);
    exit(1);
}

struct arena *arena_create(void) {
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        arena_out_of_memory();
    return arena;
}

void arena_destroy(struct arena *arena) {
    if (!arena)
        return;
    for (struct block *block = arena->head, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    free(arena);
}

/* A block of tens of megabytes is made of large pages where the system has them: to be given ten thousand small ones, one at
 * a time as they are touched, takes longer than to fill them. */
static void prefer_large_pages(struct block *block, size_t size) {
#ifdef MADV_HUGEPAGE
    uintptr_t first = ((uintptr_t)block->bytes + ARENA_PAGE - 1) / ARENA_PAGE * ARENA_PAGE;
    uintptr_t end = ((uintptr_t)block->bytes + size) / ARENA_PAGE * ARENA_PAGE;
    if (size >= 2 * ARENA_LARGE_PAGE)
        (void)madvise((void *)first, end - first,
                      MADV_HUGEPAGE); /* a wish: it does not matter whether it is heard */
#else
    (void)block, (void)size;
#endif
}

static struct block *add_block(struct arena *arena, size_t bytes) {
    size_t size = bytes > ARENA_BLOCK ? bytes : ARENA_BLOCK;
    if (size > SIZE_MAX - sizeof(struct block))
        arena_out_of_memory();
    struct block *block = calloc(1, sizeof *block + size);
    if (!block)
        arena_out_of_memory();
    block->size = size;
    prefer_large_pages(block, size);
    /* A big request gets a block of its own behind the head, so that the head's free room is not wasted. */
    if (bytes > ARENA_BLOCK / 4 && arena->head) {
        block->next = arena->head->next;
        arena->head->next = block;
    } else {
        block->next = arena->head;
        arena->head = block;
    }
    return block;
}

void *arena_alloc(struct arena *arena, size_t bytes) {
    if (bytes > SIZE_MAX - ARENA_ALIGN)
        arena_out_of_memory();
    bytes = (bytes + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    struct block *block = arena->head;
    if (!block || block->size - block->used < bytes)
        block = add_block(arena, bytes);
    void *at = block->bytes + block->used;
    block->used += bytes;
    arena->total += bytes;
    return at;
}

void *arena_array(struct arena *arena, size_t count, size_t bytes_each) {
    size_t bytes;
    if (__builtin_mul_overflow(count, bytes_each, &bytes))
        arena_out_of_memory();
    return arena_alloc(arena, bytes);
}

void *arena_copy(struct arena *arena, const void *from, size_t bytes) {
    void *to = arena_alloc(arena, bytes);
    if (bytes)
        memcpy(to, from, bytes);
    return to;
}

char *arena_strndup(struct arena *arena, const char *text, size_t bytes) {
    char *to = arena_alloc(arena, bytes + 1);
    if (bytes)
        memcpy(to, text, bytes);
    to[bytes] = '\0';
    return to;
}

char *arena_strdup(struct arena *arena, const char *text) {
    return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        arena_out_of_memory();
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t bytes_each) {
    if (count < *capacity)
        return items;
    size_t wanted = *capacity ? *capacity * 2 : 8;
    void *bigger = arena_array(arena, wanted, bytes_each);
    if (count)
        memcpy(bigger, items, count * bytes_each);
    *capacity = wanted;
    return bigger;
}

void arena_reset(struct arena *arena) {
    struct block *kept = NULL;
    for (struct block *block = arena->head, *next; block; block = next) {
        next = block->next;
        if (!kept && block->size == ARENA_BLOCK)
            kept = block;
        else
            free(block);
    }
    if (kept) {
        memset(kept->bytes, 0, kept->used);
        kept->used = 0;
        kept->next = NULL;
    }
    arena->head = kept;
    arena->total = 0;
}

size_t arena_bytes(const struct arena *arena) {
    return arena->total;
}
