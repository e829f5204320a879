#include "reports/microdata/naming.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct naming {
    struct arena *arena;
    const char **taken; /* a table by hash; NULL: free */
    size_t slots, count;
};

struct naming *naming_create(struct arena *arena) {
    struct naming *naming = arena_alloc(arena, sizeof *naming);
    naming->arena = arena;
    naming->slots = 1024;
    naming->taken = arena_array(arena, naming->slots, sizeof *naming->taken);
    return naming;
}

static bool is_reserved(const char *name) {
    static const char *const words[] = {/* SPSS */ "all",
                                        "and",
                                        "by",
                                        "eq",
                                        "ge",
                                        "gt",
                                        "le",
                                        "lt",
                                        "ne",
                                        "not",
                                        "or",
                                        "to",
                                        "with",
                                        /* Stata */ "byte",
                                        "double",
                                        "float",
                                        "if",
                                        "in",
                                        "int",
                                        "long",
                                        "strl",
                                        "using",
                                        /* R */ "else",
                                        "repeat",
                                        "while",
                                        "function",
                                        "for",
                                        "next",
                                        "break",
                                        "true",
                                        "false",
                                        "null",
                                        "inf",
                                        "nan",
                                        "na",
                                        NULL};
    for (size_t i = 0; words[i]; i++)
        if (strcasecmp(name, words[i]) == 0)
            return true;
    return strncasecmp(name, "str", 3) == 0 && name[3] && strspn(name + 3, "0123456789") == strlen(name + 3);
}

static bool in_name(char c) {
    return isalnum((unsigned char)c) && (unsigned char)c < 0x80;
}

static bool whole(const char *text) {
    for (; *text; text++)
        if (!in_name(*text) && *text != '_' && *text != '-')
            return false;
    return true;
}

/* Appends what of the text can stand in a name. */
static void append(char name[NAMING_MAX + 1], const char *text) {
    size_t length = strlen(name);
    for (; *text && length < NAMING_MAX; text++)
        if (in_name(*text) || *text == '_' || *text == '-')
            name[length++] = in_name(*text) ? *text : '_';
    name[length] = '\0';
}

static size_t slot_of(const struct naming *naming, const char *name) {
    size_t hash = 5381;
    for (const char *at = name; *at; at++)
        hash = hash * 33 + (size_t)tolower((unsigned char)*at);
    size_t slot = hash % naming->slots;
    while (naming->taken[slot] && strcasecmp(naming->taken[slot], name) != 0)
        slot = (slot + 1) % naming->slots;
    return slot;
}

static void grow(struct naming *naming) {
    const char **old = naming->taken;
    size_t count = naming->slots;
    naming->slots *= 2;
    naming->taken = arena_array(naming->arena, naming->slots, sizeof *naming->taken);
    for (size_t i = 0; i < count; i++)
        if (old[i])
            naming->taken[slot_of(naming, old[i])] = old[i];
}

/* With a number at its end, if the name is taken or reserved. */
static void make_free(const struct naming *naming, char name[NAMING_MAX + 1]) {
    char first[NAMING_MAX + 1], number[16];
    memcpy(first, name, sizeof first);
    for (unsigned i = 2; is_reserved(name) || naming->taken[slot_of(naming, name)]; i++) {
        int length = snprintf(number, sizeof number, "_%u", i);
        snprintf(name, NAMING_MAX + 1, "%.*s%s", NAMING_MAX - length, first, number);
    }
}

const char *naming_take(struct naming *naming, const char *stem, const char *part, size_t position) {
    char name[NAMING_MAX + 1] = "", number[24];
    if (!isalpha((unsigned char)stem[0]) || !in_name(stem[0]))
        append(name, "v");
    append(name, stem);
    if (part) {
        append(name, "_");
        snprintf(number, sizeof number, "%zu", position);
        append(name, whole(part) && *part ? part : number);
    }
    make_free(naming, name);
    if (2 * ++naming->count > naming->slots)
        grow(naming);
    const char *kept = arena_strdup(naming->arena, name);
    naming->taken[slot_of(naming, kept)] = kept;
    return kept;
}
