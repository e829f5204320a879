/*
 * arena: memory with one lifetime.
 *
 * What is made for one questionnaire, one dataset, one report or one request is taken from one arena and dies
 * with it: `arena_create`, any number of `arena_alloc`, `arena_destroy`.  Nothing is freed singly.  Memory is
 * zeroed and aligned for any type.  Allocation never returns NULL: a process that is out of memory says so on
 * stderr and leaves with exit code 1 (the store's open transaction is then rolled back by SQLite).
 *
 * Ownership: the creator destroys.  A function that takes an arena as its first argument puts its result there.
 */
#ifndef SHUKEI_ENGINE_BASE_ARENA_H
#define SHUKEI_ENGINE_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_create(void);
void arena_destroy(struct arena *arena); /* NULL is allowed */

void *arena_alloc(struct arena *arena, size_t bytes);
void *arena_array(struct arena *arena, size_t count, size_t bytes_each); /* checks the product for overflow */
void *arena_copy(struct arena *arena, const void *from, size_t bytes);
char *arena_strdup(struct arena *arena, const char *text);                /* NULL stays NULL */
char *arena_strndup(struct arena *arena, const char *text, size_t bytes); /* adds the final NUL */
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args);

/* Grows a vector held in the arena: returns room for one more element, doubling when full.  The old block stays
 * in the arena until the end, so pointers into it stay readable but stale. */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t bytes_each);

/* Forgets everything in the arena but keeps a block for what comes next: for scratch that is used row after row. */
void arena_reset(struct arena *arena);

/* Bytes handed out so far; for tests and for memory figures. */
size_t arena_bytes(const struct arena *arena);

/* The one way to die of lack of memory; also used by wrappers of libraries that call malloc. */
void arena_out_of_memory(void) __attribute__((noreturn));

#endif
