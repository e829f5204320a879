#include "reports/microdata/sav_sets.h"

#include "engine/base/lang.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum {
    HEADER = 176,
    VARIABLE = 2,
    LABELS = 3,
    LABELLED = 4,
    DOCUMENT = 6,
    EXTENSION = 7,
    END = 999,
    SUBTYPE_SETS = 7,
    SUBTYPE_NAMES = 13,
    NAME = 8,
    CONTINUED = -1, /* "type" of a record that only takes up room for the one before */
};

struct dictionary {
    const unsigned char *bytes;
    size_t length, at;
    size_t end;        /* where the record that ends it begins; 0: not seen */
    const char *names; /* of the record of long names */
    size_t names_length;
    struct arena *scratch;
    size_t *places; /* where short names stand */
    size_t place_count, place_capacity;
};

static bool take(struct dictionary *d, int32_t *value) {
    if (d->length - d->at < sizeof *value)
        return false;
    const unsigned char *b = d->bytes + d->at;
    *value = (int32_t)((uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24);
    d->at += sizeof *value;
    return true;
}

static bool skip(struct dictionary *d, size_t count) {
    if (d->length - d->at < count)
        return false;
    d->at += count;
    return true;
}

static size_t padded(size_t length, size_t to) {
    return (length + to - 1) / to * to;
}

static bool skip_variable(struct dictionary *d) {
    int32_t type, labelled, missing, length = 0;
    if (!take(d, &type) || !take(d, &labelled) || !take(d, &missing) || !skip(d, 16))
        return false;
    if (type != CONTINUED) {
        d->places = arena_grow(d->scratch, d->places, d->place_count, &d->place_capacity, sizeof *d->places);
        d->places[d->place_count++] = d->at - NAME;
    }
    if (labelled && (!take(d, &length) || length < 0 || !skip(d, padded((size_t)length, 4))))
        return false;
    return skip(d, 8 * (size_t)(missing < 0 ? -missing : missing));
}

static bool skip_labels(struct dictionary *d) {
    int32_t count;
    if (!take(d, &count))
        return false;
    for (int32_t i = 0; i < count; i++)
        if (!skip(d, 8) || d->at >= d->length || !skip(d, padded((size_t)d->bytes[d->at] + 1, 8)))
            return false;
    return true;
}

static bool skip_extension(struct dictionary *d) {
    int32_t subtype, size, count;
    if (!take(d, &subtype) || !take(d, &size) || !take(d, &count) || size < 0 || count < 0)
        return false;
    if (subtype == SUBTYPE_NAMES) {
        d->names = (const char *)d->bytes + d->at;
        d->names_length = (size_t)size * (size_t)count;
    }
    return skip(d, (size_t)size * (size_t)count);
}

static bool skip_record(struct dictionary *d) {
    size_t begin = d->at;
    int32_t type, count;
    if (!take(d, &type))
        return false;
    switch (type) {
    case VARIABLE:
        return skip_variable(d);
    case LABELS:
        return skip_labels(d);
    case LABELLED:
        return take(d, &count) && count >= 0 && skip(d, 4 * (size_t)count);
    case DOCUMENT:
        return take(d, &count) && count >= 0 && skip(d, 80 * (size_t)count);
    case EXTENSION:
        return skip_extension(d);
    case END:
        d->end = begin;
        return skip(d, 4);
    default:
        return false;
    }
}

/* --- pieces of long texts --- */

static bool is_taken(const struct dictionary *d, const char *name, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (memcmp(d->bytes + d->places[i], name, NAME) == 0)
            return true;
    return false;
}

/* A text of more than 255 bytes is a row of variables of 252, and ReadStat has 36 names for them.  Nothing refers to those
 * behind the first, so a second one of the same name gets one that is free. */
static void rename_twins(struct dictionary *d, char *bytes) {
    size_t serial = 0;
    for (size_t i = 1; i < d->place_count; i++) {
        char name[NAME + 1];
        if (!is_taken(d, bytes + d->places[i], i))
            continue;
        do
            snprintf(name, sizeof name, "Z%07zu", ++serial % 10000000);
        while (is_taken(d, name, d->place_count));
        memcpy(bytes + d->places[i], name, NAME);
    }
}

/* --- sets --- */

/* The short name of a variable, in lower case; from "SHORT=long<tab>SHORT=long". */
static bool short_name(const struct dictionary *d, const char *name, struct strbuf *out) {
    size_t length = strlen(name);
    for (const char *at = d->names, *end = at + d->names_length; at && at < end;) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        const char *stop = tab ? tab : end, *equals = memchr(at, '=', (size_t)(stop - at));
        if (equals && (size_t)(stop - equals - 1) == length && memcmp(equals + 1, name, length) == 0) {
            for (const char *c = at; c < equals; c++)
                strbuf_char(out, (char)tolower((unsigned char)*c));
            return true;
        }
        at = stop + 1;
    }
    return false;
}

static bool add_set(const struct microdata *m, const struct dictionary *d, const struct microdata_set *set,
                    struct strbuf *out) {
    strbuf_printf(out, "$%s=D1 1 %zu %s", set->name, strlen(set->label), set->label);
    for (size_t i = 0; i < set->count; i++) {
        strbuf_char(out, ' ');
        if (!short_name(d, m->variables[set->first + i].name, out))
            return false;
    }
    strbuf_char(out, '\n');
    return true;
}

static void put(struct strbuf *out, int32_t value) {
    for (int i = 0; i < 4; i++)
        strbuf_char(out, (char)((uint32_t)value >> 8 * i));
}

static void put_record(struct strbuf *out, const struct strbuf *text) {
    put(out, EXTENSION);
    put(out, SUBTYPE_SETS);
    put(out, 1);
    put(out, (int32_t)text->length);
    strbuf_add_bytes(out, text->text, text->length);
}

static bool insert(const struct microdata *m, struct strbuf *dictionary, struct arena *scratch) {
    struct dictionary d = {.bytes = (const unsigned char *)dictionary->text,
                           .length = dictionary->length,
                           .at = HEADER,
                           .scratch = scratch};
    struct strbuf text = {0}, whole = {0};
    bool done = d.length > HEADER && memcmp(d.bytes, "$FL2", 4) == 0 && d.bytes[64] == 2;
    while (done && !d.end)
        done = skip_record(&d);
    if (done)
        rename_twins(&d, dictionary->text);
    for (size_t i = 0; done && i < m->set_count; i++)
        done = add_set(m, &d, &m->sets[i], &text);
    if (done && m->set_count) {
        strbuf_add_bytes(&whole, d.bytes, d.end);
        put_record(&whole, &text);
        strbuf_add_bytes(&whole, d.bytes + d.end, d.length - d.end);
        strbuf_end(dictionary);
        *dictionary = whole;
    }
    strbuf_end(&text);
    return done;
}

bool sav_sets_insert(const struct microdata *m, struct strbuf *dictionary, struct fault *f) {
    struct arena *scratch = arena_create();
    bool done = insert(m, dictionary, scratch);
    arena_destroy(scratch);
    return done ||
           fault_set(f, _("ReadStat wrote a dictionary that multiple-response sets cannot be put into"));
}
