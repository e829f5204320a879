#include "engine/web/web_words.h"

#include "engine/base/lang.h"
#include "engine/base/screen.h"
#include "engine/base/strbuf.h"
#include "engine/store/sheet_name.h"

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
            strbuf_add_bytes(&b, at, length = length ? length : 1);
        at += length;
    }
    const char *out = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return out;
}

const char *web_words(struct store *store, struct arena *arena, const char *message) {
    return named(store, arena, screen_words(arena, message));
}
