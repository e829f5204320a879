#include "engine/response/folded.h"

#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"

#include <stdio.h>
#include <string.h>

/* Parts of the character before: voiced sound marks (full and half width), accents. */
static bool is_combining(uint32_t code) {
    return code == 0x3099 || code == 0x309A || code == 0xFF9E || code == 0xFF9F ||
           (code >= 0x300 && code <= 0x36F);
}

/* Marks that carry nothing: variation selectors (☑️ has one), zero-width space, byte order mark. */
static bool is_void(uint32_t code) {
    return (code >= 0xFE00 && code <= 0xFE0F) || code == 0x200B || code == 0xFEFF;
}

/* The number of an enclosed digit, or 0. */
static unsigned enclosed_number(uint32_t code) {
    static const struct {
        uint32_t first, last;
        unsigned number;
    } ranges[] = {
        {0x2460, 0x2473, 1}, {0x2474, 0x2487, 1},  {0x2488, 0x249B, 1},
        {0x24F5, 0x24FE, 1}, {0x2776, 0x277F, 1},  {0x2780, 0x2789, 1},
        {0x278A, 0x2793, 1}, {0x3251, 0x325F, 21}, {0x32B1, 0x32BF, 36},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return ranges[i].number + code - ranges[i].first;
    return 0;
}

/* The end of the character that starts at `at`: the code point, what combines with it, and void marks. */
static const char *cluster_end(const char *at) {
    utf8_next(&at);
    for (const char *next = at; *next; at = next) {
        uint32_t code = utf8_next(&next);
        if (!is_combining(code) && !is_void(code))
            break;
    }
    return at;
}

static const char *without_void(struct arena *arena, const char *from, const char *to) {
    char *copy = arena_alloc(arena, (size_t)(to - from) + 1), *end = copy;
    while (from < to) {
        const char *start = from;
        if (is_void(utf8_next(&from)))
            continue;
        memcpy(end, start, (size_t)(from - start));
        end += from - start;
    }
    return copy;
}

static const char *fold_cluster(struct arena *arena, const char *from, const char *to) {
    char number[16];
    const char *at = from;
    uint32_t code = utf8_next(&at);
    if (utf8_space(code))
        return " ";
    if (to - from == 1 && code < 0x80) { /* what most cells consist of */
        char ascii = (char)(code >= 'A' && code <= 'Z' ? code | 0x20 : code);
        return arena_strndup(arena, &ascii, 1);
    }
    if (enclosed_number(code)) {
        snprintf(number, sizeof number, " %u ", enclosed_number(code));
        return arena_strdup(arena, number);
    }
    const char *plain = without_void(arena, from, to);
    const char *folded = utf8_fold(arena, plain);
    return *folded ? folded : utf8_nfkc(arena, plain); /* utf8_fold drops the separators */
}

void folded_make(struct arena *arena, const char *cell, struct folded *out) {
    struct strbuf text = {0};
    size_t *origin = NULL, capacity = 0, count = 0;
    for (const char *at = cell, *end; *at; at = end) {
        end = cluster_end(at);
        const char *piece = fold_cluster(arena, at, end);
        strbuf_add(&text, piece);
        for (; count < text.length; count++) {
            origin = arena_grow(arena, origin, count, &capacity, sizeof *origin);
            origin[count] = (size_t)(at - cell);
        }
    }
    origin = arena_grow(arena, origin, count, &capacity, sizeof *origin);
    origin[count] = strlen(cell);
    *out = (struct folded){arena_strndup(arena, text.text, text.length), text.length, origin, cell};
    strbuf_end(&text);
}

void folded_hiragana(struct arena *arena, const struct folded *from, struct folded *out) {
    char *text = arena_strndup(arena, from->text, from->length);
    utf8_hiragana(text);
    *out = *from;
    out->text = text;
}

char *folded_trim(struct arena *arena, const char *text, size_t length) {
    const char *end = text, *stop = text + length;
    for (const char *at = text; at < stop;) {
        const char *start = at;
        bool space = utf8_space(utf8_next(&at));
        if (space && start == text)
            text = end = at;
        else if (!space)
            end = at;
    }
    return arena_strndup(arena, text, (size_t)(end - text));
}

char *folded_origin(struct arena *arena, const struct folded *folded, size_t from, size_t to) {
    size_t start = folded->origin[from];
    return folded_trim(arena, folded->cell + start, folded->origin[to] - start);
}

const char *folded_plain(struct arena *arena, const char *cell) {
    char *text = utf8_nfkc(arena, cell);
    for (char *at = text; *at; at++)
        if (*at == '\t' || *at == '\n' || *at == '\r')
            *at = ' ';
    return text;
}
