/*
 * heap: vectors that their owner frees, beside those that live in an arena (arena_grow).
 *
 *     r->rows = heap_grow(r->rows, r->count, &r->capacity, sizeof *r->rows);
 *     r->rows[r->count++] = row;
 *     ...
 *     free(r->rows);
 *
 * For readers of files, whose vectors go on growing through a whole file: an arena would keep every smaller one.  There is always
 * memory, as in an arena (arena_out_of_memory).
 */
#ifndef SHUKEI_ENGINE_BASE_HEAP_H
#define SHUKEI_ENGINE_BASE_HEAP_H

#include <stddef.h>

char *heap_strdup(const char *text); /* NULL stays NULL */

/* Room for the element at `count` and all before it, doubling. */
void *heap_grow(void *items, size_t count, size_t *capacity, size_t bytes_each);

#endif
