#include "importers/heading_unit.h"

#include <string.h>

static const char said[] = "単位";
static const char *const myriads[] = {"百", "千", "万", "億"};
enum { MYRIADS = sizeof myriads / sizeof *myriads, MYRIAD_BYTES = 3 };

static bool is_myriad(const char *at) {
    for (size_t i = 0; i < MYRIADS; i++)
        if (strncmp(at, myriads[i], MYRIAD_BYTES) == 0)
            return true;
    return false;
}

static const char *behind_myriads(const char *at) {
    while (is_myriad(at))
        at += MYRIAD_BYTES;
    return at;
}

/* Past underscores, and past 単位 between them. */
static const char *skip_said(const char *at) {
    at += strspn(at, "_");
    if (strncmp(at, said, sizeof said - 1) == 0)
        at += sizeof said - 1;
    return at + strspn(at, "_");
}

bool heading_unit_is(const char *unit, const char *rest) {
    const bool apart = *rest == '_';
    const char *at = skip_said(rest), *plain = behind_myriads(at), *own = behind_myriads(unit);
    const size_t length = strlen(own);
    if (strncmp(plain, own, length) != 0 || *skip_said(plain + length) != '\0')
        return false;
    return apart || plain > at || own == unit;
}

/* 千円 in 単位_千円 and in 千円単位. */
static const char *without_said(struct arena *arena, const char *at, size_t length) {
    const size_t word = sizeof said - 1;
    if (length >= word && strncmp(at, said, word) == 0) {
        at += word;
        length -= word;
    }
    if (length >= word && strncmp(at + length - word, said, word) == 0)
        length -= word;
    return arena_printf(arena, "%.*s", (int)length, at);
}

/* 千円 at the end of 増加額千円: a word may stand before it, but not before 円 alone. */
static const char *at_end(struct arena *arena, const char *unit, const char *part) {
    const char *own = behind_myriads(unit);
    const size_t length = strlen(part), plain = strlen(own);
    if (length < plain || strcmp(part + length - plain, own) != 0)
        return NULL;
    size_t from = length - plain;
    while (from >= MYRIAD_BYTES && is_myriad(part + from - MYRIAD_BYTES))
        from -= MYRIAD_BYTES;
    const bool counts = from == 0 ? length > 0 : from < length - plain;
    return counts && strcmp(part + from, unit) != 0 ? arena_strdup(arena, part + from) : NULL;
}

const char *heading_unit_other(struct arena *arena, const char *unit, const char *key) {
    while (*key) {
        const size_t length = strcspn(key, "_");
        const char *found = at_end(arena, unit, without_said(arena, key, length));
        if (found)
            return found;
        key += length + strspn(key + length, "_");
    }
    return NULL;
}
