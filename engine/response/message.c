#include "engine/response/message.h"

#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/screen.h"

#include <assert.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BEGIN = 2, END = 3, NEXT = 0x1F, PLACES_MAX = 12, DEPTH_MAX = 8 };

static const char marks[] = {BEGIN, END, NEXT, '\0'};

/* --- making --- */

static void put_clean(struct strbuf *out, const char *text) {
    for (; *text; text++)
        if (*text != BEGIN && *text != END && *text != NEXT)
            strbuf_char(out, *text);
}

static void put_argument(struct strbuf *out, const char *text) {
    strbuf_char(out, NEXT);
    if (*text == BEGIN)
        strbuf_add(out, text);
    else
        put_clean(out, text);
}

/* One place; `at` is behind its "%". */
static const char *take(struct strbuf *out, const char *at, va_list *args) {
    char digits[32];
    int longs = 0;
    bool size = *at == 'z';
    at += size;
    while (*at == 'l')
        longs++, at++;
    if (*at == 's') {
        const char *text = va_arg(*args, const char *);
        put_argument(out, text ? text : "");
        return at + 1;
    }
    assert(*at == 'd' || *at == 'u');
    long value = size ? (long)va_arg(*args, size_t) : longs ? va_arg(*args, long) : va_arg(*args, int);
    snprintf(digits, sizeof digits, "%ld", value);
    put_argument(out, digits);
    return at + 1;
}

char *message_vmake(struct arena *arena, const char *format, va_list args) {
    struct strbuf out = {0};
    va_list rest;
    bool places = false;
    va_copy(rest, args);
    strbuf_char(&out, BEGIN);
    strbuf_add(&out, format);
    for (const char *at = format; (at = strchr(at, '%')) != NULL;) {
        at++;
        if (*at == '%') {
            at++;
            continue;
        }
        places = true;
        at = take(&out, at, &rest);
    }
    va_end(rest);
    strbuf_char(&out, END);
    char *kept = arena_strdup(arena, places ? out.text : format);
    strbuf_end(&out);
    return kept;
}

char *message_make(struct arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *kept = message_vmake(arena, format, args);
    va_end(args);
    return kept;
}

char *message_part(struct arena *arena, const char *message) {
    return *message == BEGIN ? arena_strdup(arena, message)
                             : arena_printf(arena, "%c%s%c", BEGIN, message, END);
}

/* --- showing --- */

struct shown {
    struct arena *arena;
    const char *at;
    int depth;
};

static const char *translated(const char *msgid) {
    return *msgid ? gettext(msgid) : "";
}

/* Up to the next mark. */
static const char *plain(struct shown *s) {
    size_t length = strcspn(s->at, marks);
    const char *text = arena_strndup(s->arena, s->at, length);
    s->at += length;
    return text;
}

static void fill(struct strbuf *out, const char *format, const char *const *places, size_t count) {
    size_t next = 0;
    for (const char *at = format; *at; at++) {
        if (*at != '%') {
            strbuf_char(out, *at);
            continue;
        }
        if (*++at == '%') {
            strbuf_char(out, '%');
            continue;
        }
        char *behind;
        unsigned long number = isdigit((unsigned char)*at) ? strtoul(at, &behind, 10) : 0;
        if (number && *behind == '$')
            at = behind + 1;
        at += strspn(at, "zl");
        size_t place = number ? number - 1 : next++;
        strbuf_add(out, place < count ? places[place] : "");
        if (!*at)
            return;
    }
}

/* At U+0002. */
static const char *message(struct shown *s) {
    const char *places[PLACES_MAX];
    size_t count = 0;
    s->at++;
    s->depth++;
    const char *format = plain(s);
    while (*s->at == NEXT) {
        s->at++;
        const char *place = *s->at == BEGIN && s->depth < DEPTH_MAX ? message(s) : plain(s);
        if (count < PLACES_MAX)
            places[count++] = place;
    }
    s->at += *s->at == END;
    s->depth--;
    struct strbuf out = {0};
    strbuf_add(&out, "");
    fill(&out, translated(format), places, count);
    const char *text = arena_strdup(s->arena, out.text);
    strbuf_end(&out);
    return text;
}

const char *message_text(struct arena *arena, const char *kept) {
    struct shown s = {.arena = arena, .at = kept};
    if (!kept)
        return NULL;
    const char *text = *kept == BEGIN ? message(&s) : translated(kept);
    return screen_is_on() ? screen_words(arena, text) : text;
}

/* --- in files --- */

static void put_part(struct strbuf *out, struct strbuf *scratch, const char *at, size_t length) {
    strbuf_clear(scratch);
    strbuf_add(scratch, "");
    strbuf_add_bytes(scratch, at, length);
    json_add_string(out, scratch->text);
}

void message_to_json(struct strbuf *out, const char *kept) {
    struct strbuf scratch = {0};
    if (!kept) {
        strbuf_add(out, "null");
        return;
    }
    if (*kept != BEGIN)
        json_add_string(out, kept);
    for (const char *at = kept; *kept == BEGIN && *at; at++) {
        strbuf_add(out, *at == BEGIN ? "[" : *at == END ? "]" : ", ");
        if (*at == END || at[1] == BEGIN)
            continue;
        size_t length = strcspn(at + 1, marks);
        put_part(out, &scratch, at + 1, length);
        at += length;
    }
    strbuf_end(&scratch);
}

static bool put_json(struct strbuf *out, const struct json *node, int depth, struct fault *f) {
    if (node->kind == JSON_STRING) {
        put_clean(out, node->string);
        return true;
    }
    if (!json_expect(node, JSON_ARRAY, f))
        return false;
    if (!node->count || depth == DEPTH_MAX || node->first->kind != JSON_STRING)
        return json_fault(f, node, _("this is no message: expected a text and what stands in its places"));
    strbuf_char(out, BEGIN);
    for (const struct json *part = node->first; part; part = part->next) {
        if (part->index)
            strbuf_char(out, NEXT);
        if (!put_json(out, part, depth + 1, f))
            return false;
    }
    strbuf_char(out, END);
    return true;
}

const char *message_from_json(struct arena *arena, const struct json *node, struct fault *f) {
    struct strbuf out = {0};
    strbuf_add(&out, "");
    const char *kept = put_json(&out, node, 0, f) ? arena_strdup(arena, out.text) : NULL;
    strbuf_end(&out);
    return kept;
}
