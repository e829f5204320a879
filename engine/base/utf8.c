#include "engine/base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

bool utf8_valid(const char *bytes, size_t length) {
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)bytes;
    while (length > 0) {
        utf8proc_int32_t code;
        utf8proc_ssize_t used = utf8proc_iterate(at, (utf8proc_ssize_t)length, &code);
        if (used <= 0)
            return false;
        at += used;
        length -= (size_t)used;
    }
    return true;
}

uint32_t utf8_next(const char **at) {
    const unsigned char *byte = (const unsigned char *)*at;
    if (*byte < 0x80) {
        if (*byte)
            ++*at;
        return *byte;
    }
    if (utf8_common(byte, 3)) {
        *at += 3;
        return (byte[0] & 0x0Fu) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
    }
    utf8proc_int32_t code;
    utf8proc_ssize_t used = utf8proc_iterate(byte, -1, &code);
    if (used <= 0) {
        ++*at;
        return 0xFFFD;
    }
    *at += used;
    return (uint32_t)code;
}

size_t utf8_put(char out[4], uint32_t code) {
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t used = utf8proc_encode_char((utf8proc_int32_t)code, bytes);
    memcpy(out, bytes, (size_t)used);
    return (size_t)used;
}

int utf8_char_width(uint32_t code) {
    int width = utf8proc_charwidth((utf8proc_int32_t)code);
    return width < 0 ? 0 : width;
}

size_t utf8_width(const char *text) {
    size_t width = 0;
    for (uint32_t code; (code = utf8_next(&text)) != 0;)
        width += (size_t)utf8_char_width(code);
    return width;
}

bool utf8_blank(const char *text) {
    static const char *const unseen[] = {" ", "\t", "\r", "\n", "\u00A0", "\u200B", "\u3000", "\uFEFF"};
    for (size_t i = 0; *text && i < sizeof unseen / sizeof *unseen;) {
        size_t length = strlen(unseen[i]);
        bool is = strncmp(text, unseen[i], length) == 0;
        text += is ? length : 0;
        i = is ? 0 : i + 1;
    }
    return !*text;
}

size_t utf8_length(const char *text) {
    size_t length = 0;
    while (utf8_next(&text) != 0)
        length++;
    return length;
}

static char *map(struct arena *arena, const char *text, utf8proc_option_t options) {
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped,
                                           options | UTF8PROC_NULLTERM | UTF8PROC_STABLE);
    if (length < 0) {
        if (length == UTF8PROC_ERROR_NOMEM)
            arena_out_of_memory();
        return arena_strdup(arena, text);
    }
    char *copy = arena_strndup(arena, (const char *)mapped, (size_t)length);
    free(mapped);
    return copy;
}

char *utf8_nfkc(struct arena *arena, const char *text) {
    return map(arena, text, UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
}

/* Characters that NFC neither changes nor joins to the one before them: nearly all that is written here. */
static bool stands_alone(uint32_t code) {
    return code < 0x300 || (code >= 0x3000 && code <= 0x3029) || (code >= 0x3041 && code <= 0x3096) ||
           (code >= 0x309B && code <= 0x30FF) || (code >= 0x4E00 && code <= 0x9FFF) ||
           (code >= 0x2460 && code <= 0x27BF) || (code >= 0xFF00 && code <= 0xFFEF);
}

static bool is_composed(const char *text) {
    while (*text)
        if (!stands_alone(utf8_next(&text)))
            return false;
    return true;
}

char *utf8_nfc(struct arena *arena, const char *text) {
    return is_composed(text) ? arena_strdup(arena, text) : map(arena, text, UTF8PROC_COMPOSE);
}

bool utf8_space(uint32_t code) {
    return code == ' ' || code == '\t' || code == '\n' || code == '\r' || code == 0x3000 || code == 0xA0;
}

static bool is_space(uint32_t code) {
    return utf8_space(code) || code == 0x200B || code == 0xFEFF;
}

static bool is_edge_mark(uint32_t code) {
    return code == 0x30FB || code == 0x3001 || code == ',' || code == 0x3002;
}

/* Sheet numbers, dates, ticks; NULL when there is more in it than ASCII. */
static char *fold_ascii(struct arena *arena, const char *text) {
    const char *at = text;
    while ((unsigned char)*at - 1u < 0x7F)
        at++;
    if (*at)
        return NULL;
    char *folded = arena_strndup(arena, text, (size_t)(at - text));
    for (char *c = folded; *c; c++)
        *c += *c >= 'A' && *c <= 'Z' ? 'a' - 'A' : 0;
    return folded;
}

char *utf8_fold(struct arena *arena, const char *text) {
    char *folded = fold_ascii(arena, text);
    if (!folded)
        folded = map(arena, text, UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
    char *to = folded, *end = folded;
    bool begun = false;
    for (const char *at = folded; *at;) {
        const char *start = at;
        uint32_t code = utf8_next(&at);
        if (is_space(code) || (!begun && is_edge_mark(code)))
            continue;
        memmove(to, start, (size_t)(at - start));
        to += at - start;
        begun = true;
        if (!is_edge_mark(code))
            end = to;
    }
    *end = '\0';
    return folded;
}

enum { DISTANCE_MAX_CHARS = 256 };

static size_t decode(const char *text, uint32_t *codes) {
    size_t count = 0;
    while (*text && count < DISTANCE_MAX_CHARS)
        codes[count++] = utf8_next(&text);
    return count;
}

size_t utf8_distance(const char *a, const char *b, size_t limit) {
    uint32_t x[DISTANCE_MAX_CHARS], y[DISTANCE_MAX_CHARS];
    size_t row[DISTANCE_MAX_CHARS + 1];
    size_t nx = decode(a, x), ny = decode(b, y);
    for (size_t j = 0; j <= ny; j++)
        row[j] = j;
    for (size_t i = 1; i <= nx; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= ny; j++) {
            size_t change = diagonal + (x[i - 1] != y[j - 1]);
            size_t best = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            diagonal = row[j];
            row[j] = change < best ? change : best;
        }
    }
    return row[ny] > limit ? limit + 1 : row[ny];
}

void utf8_nearest_offer(struct utf8_nearest *n, const char *name) {
    enum { LETTERS_LEAST = 3, SLIPS_MOST = 3 };
    size_t letters = utf8_length(n->wanted), slips = (letters + 2) / 3;
    if (letters < LETTERS_LEAST)
        return;
    if (slips > SLIPS_MOST)
        slips = SLIPS_MOST;
    size_t distance = utf8_distance(name, n->wanted, slips);
    if (distance <= slips && (!n->name || distance < n->distance)) {
        n->name = name;
        n->distance = distance;
    }
}

void utf8_hiragana(char *text) {
    enum { FIRST = 0x30A1, LAST = 0x30F6, DISTANCE = 0x60 };
    for (const char *at = text; *at;) {
        char *start = (char *)at;
        uint32_t code = utf8_next(&at);
        if (code >= FIRST && code <= LAST)
            utf8_put(start, code - DISTANCE);
    }
}
