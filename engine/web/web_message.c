#include "engine/web/web_message.h"

#include "engine/base/utf8.h"

#include <string.h>

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes in place of a copy; NULL when malformed.  plus: + is a blank (forms, queries). */
static char *decode(struct arena *arena, const char *from, size_t length, bool plus) {
    char *out = arena_alloc(arena, length + 1);
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        char c = from[i];
        if (c == '%') {
            int high = length - i > 2 ? hex_digit(from[i + 1]) : -1;
            int low = high >= 0 ? hex_digit(from[i + 2]) : -1;
            if (low < 0)
                return NULL;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (plus && c == '+') {
            c = ' ';
        }
        out[n++] = c;
    }
    out[n] = '\0';
    return out;
}

/* lines: line breaks and tabs may stand in it. */
static bool is_text(const char *text, size_t length, bool lines) {
    if (strlen(text) != length || !utf8_valid(text, length))
        return false;
    for (const char *c = text; *c; c++)
        if (((unsigned char)*c < 0x20 && !(lines && strchr("\t\r\n", *c))) || *c == 0x7F)
            return false;
    return true;
}

static size_t decoded_length(const char *from, size_t length) {
    size_t n = 0;
    for (size_t i = 0; i < length; i++, n++)
        if (from[i] == '%')
            i += 2;
    return n;
}

static const char *decode_text(struct arena *arena, const char *from, size_t length, bool form) {
    const char *text = decode(arena, from, length, form);
    return text && is_text(text, decoded_length(from, length), form) ? text : NULL;
}

/* --- arguments --- */

static bool add(struct arena *arena, const char *from, size_t length, struct web_arguments *arguments) {
    if (!length)
        return true;
    if (arguments->count == WEB_ARGUMENTS_MAX)
        return false;
    const char *equals = memchr(from, '=', length);
    size_t name_length = equals ? (size_t)(equals - from) : length;
    const char *name = decode_text(arena, from, name_length, true);
    const char *value = equals ? decode_text(arena, equals + 1, length - name_length - 1, true) : "";
    if (!name || !value)
        return false;
    arguments->items =
        arena_grow(arena, arguments->items, arguments->count, &arguments->capacity, sizeof *arguments->items);
    arguments->items[arguments->count++] = (struct web_pair){name, value};
    return true;
}

bool web_message_form(struct arena *arena, const char *body, size_t length, struct web_arguments *arguments) {
    const char *at = body, *end = body + length;
    while (at <= end) {
        const char *next = memchr(at, '&', (size_t)(end - at));
        size_t part = next ? (size_t)(next - at) : (size_t)(end - at);
        if (!add(arena, at, part, arguments))
            return false;
        at += part + 1;
    }
    return true;
}

/* --- the target --- */

/* Every part is something, and no way up. */
static bool parts_are_plain(const char *path) {
    for (const char *part = path; *part == '/';) {
        size_t length = strcspn(++part, "/");
        if ((length == 1 && part[0] == '.') || (length == 2 && part[0] == '.' && part[1] == '.') ||
            (length == 0 && (part[0] || part != path + 1)))
            return false;
        part += length;
    }
    return true;
}

bool web_message_target(struct arena *arena, const char *target, const char **path,
                        struct web_arguments *arguments) {
    size_t length = strlen(target), path_length = strcspn(target, "?");
    if (target[0] != '/' || length > WEB_TARGET_MAX)
        return false;
    *path = decode_text(arena, target, path_length, false);
    if (!*path || !parts_are_plain(*path))
        return false;
    return path_length == length ||
           web_message_form(arena, target + path_length + 1, length - path_length - 1, arguments);
}

/* --- headers --- */

const char *web_message_cookie(struct arena *arena, const char *header, const char *name) {
    size_t length = strlen(name);
    for (const char *at = header; at && *at;) {
        at += strspn(at, "; \t");
        size_t pair = strcspn(at, ";");
        if (pair > length && strncmp(at, name, length) == 0 && at[length] == '=')
            return arena_strndup(arena, at + length + 1, pair - length - 1);
        at += pair;
    }
    return NULL;
}

bool web_message_token(const char *name) {
    static const char letters[] =
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return *name && !name[strspn(name, letters)];
}

const char *web_message_host(struct arena *arena, const char *header) {
    size_t length = header[0] == '[' ? strcspn(header, "]") + 1 : strcspn(header, ":");
    if (!length || length > strlen(header) || length > 255)
        return NULL;
    const char *port = header + length;
    bool whole = !*port || (*port == ':' && strspn(port + 1, "0123456789") == strlen(port + 1));
    bool plain = strspn(header, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_[]:") ==
                 strlen(header);
    return whole && plain ? arena_strndup(arena, header, length) : NULL;
}

/* --- routes --- */

bool web_message_fits(struct arena *arena, const char *route, const char *path,
                      const char *wild[WEB_WILDCARDS]) {
    size_t found = 0;
    while (*route && *path) {
        if (route[0] == '*' && *path != '/') {
            size_t length = strcspn(path, "/");
            if (found < WEB_WILDCARDS)
                wild[found++] = arena_strndup(arena, path, length);
            path += length;
            route++;
        } else if (*route++ != *path++) {
            return false;
        }
    }
    return !*route && !*path;
}
