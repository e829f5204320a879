#include "engine/web/web_words.h"

#include "engine/base/home.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/base/screen.h"
#include "engine/base/strbuf.h"
#include "engine/store/sheet_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How the messages of each language call a return before its number. */
static const char *const callings[] = {"return ", "回答票 ", "回答票"};

/* Digits behind the calling, and no letter before it: what a file or a survey is called stays as it is. */
static size_t called(const char *text, const char *at, long *ret) {
    unsigned char before = at > text ? (unsigned char)at[-1] : ' ';
    if (strchr("\"_-.`", before) || (before >= 'a' && before <= 'z'))
        return 0;
    for (size_t i = 0; i < sizeof callings / sizeof *callings; i++) {
        size_t length = strlen(callings[i]);
        size_t digits = strncmp(at, callings[i], length) == 0 ? strspn(at + length, "0123456789") : 0;
        if (digits && digits < 18) {
            *ret = strtol(at + length, NULL, 10);
            return length + digits;
        }
    }
    return 0;
}

static const char *named(struct store *store, struct arena *arena, const char *text) {
    struct strbuf b = {0};
    struct fault ignored = {0};
    strbuf_add(&b, "");
    for (const char *at = text; *at;) {
        long ret;
        const char *name;
        size_t length = called(text, at, &ret);
        if (length && sheet_name_of(store, arena, ret, &name, &ignored))
            strbuf_add(&b, name);
        else
            strbuf_add_bytes(&b, at, length ? length : 1);
        at += length ? length : 1;
    }
    const char *out = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return out;
}

/* How long the first part of "x: rest" is when it begins with a slash, else 0. */
static size_t slashed(const char *text) {
    const char *colon = *text == '/' ? strstr(text, ": ") : NULL;
    return colon ? (size_t)(colon - text) : 0;
}

/* The node's child that a step of a pointer names: a key, or a position. */
static const struct json *step_to(const struct json *node, const char *step, size_t length) {
    for (const struct json *child = node->first; child; child = child->next) {
        char position[32];
        snprintf(position, sizeof position, "%zu", child->index);
        const char *name = node->kind == JSON_OBJECT ? child->key : position;
        if (strlen(name) == length && strncmp(name, step, length) == 0)
            return child;
    }
    return NULL;
}

/* What the part of a template in which the pointer lies is called; NULL: it has no title that can be shown as it stands. */
static const char *part_title(struct arena *arena, const char *file, const char *pointer) {
    struct fault ignored = {0};
    const char *own = home_path(arena, "templates/", &ignored), *title = NULL;
    if (!own || strncmp(file, own, strlen(own)) != 0)
        return NULL;
    const struct json *node = json_read_file(arena, file, &ignored);
    for (const char *at = pointer; node; at += strcspn(at, "/")) {
        const struct json *member = node->kind == JSON_OBJECT ? json_member(node, "title") : NULL;
        if (member && member->kind == JSON_STRING && !strchr(member->string, '{'))
            title = member->string;
        if (*at != '/')
            break;
        at++;
        node = step_to(node, at, strcspn(at, "/"));
    }
    return title;
}

/* "{survey|associations}: it is not known" without what stands in the template. */
static const char *past_reference(const char *text) {
    const char *end = *text == '{' ? strstr(text, "}: ") : NULL;
    return end && !strchr(end, '{') ? end + 3 : text;
}

/* What is the matter comes first; of the path only the file's name is anybody's business. */
static const char *place_last(struct arena *arena, const char *text) {
    size_t path = slashed(text);
    if (!path)
        return text;
    const char *rest = text + path + 2, *file = arena_strndup(arena, text, path);
    size_t pointer = slashed(rest);
    const char *title = pointer ? part_title(arena, file, arena_strndup(arena, rest, pointer)) : NULL;
    if (title)
        return arena_printf(arena, _("%s (in the part \"%s\")"), past_reference(rest + pointer + 2), title);
    const char *place =
        arena_printf(arena, "%s%s%.*s", strrchr(file, '/') + 1, pointer ? " " : "", (int)pointer, rest);
    return arena_printf(arena, _("%s (place: %s)"), pointer ? rest + pointer + 2 : rest, place);
}

const char *web_words(struct store *store, struct arena *arena, const char *message) {
    return named(store, arena, screen_words(arena, place_last(arena, message)));
}
