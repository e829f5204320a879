/* split: a line of cells with commas between them, and none in them. */
#ifndef SHUKEI_TESTS_UNIT_SPLIT_H
#define SHUKEI_TESTS_UNIT_SPLIT_H

#include "engine/base/arena.h"

#include <string.h>

static inline size_t split(struct arena *arena, const char *line, const char **cells, size_t most) {
    char *copy = arena_strdup(arena, line);
    size_t count = 0;
    for (char *at = copy; at && count < most;) {
        cells[count++] = at;
        at = strchr(at, ',');
        if (at)
            *at++ = '\0';
    }
    return count;
}

#endif
