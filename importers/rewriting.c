#include "importers/rewriting.h"

#include "engine/base/strbuf.h"

#include <ctype.h>
#include <string.h>

struct capture {
    const char *start;
    size_t length;
};

struct attempt {
    struct arena *arena;
    struct capture captures[REWRITING_WILDCARDS];
    size_t count; /* captures so far */
    const char *const *replacements;
    size_t replacement_count, offers;
    bool (*accept)(void *data, const char *text); /* NULL: that it fits is enough */
    void *data;
    const char *accepted;
};

static const char *filled(const struct attempt *a, const char *replacement) {
    struct strbuf text = {0};
    strbuf_add(&text, "");
    for (; *replacement; replacement++) {
        size_t number = (size_t)(replacement[1] - '1');
        if (*replacement == '$' && replacement[1] >= '1' && number < a->count) {
            strbuf_add_bytes(&text, a->captures[number].start, a->captures[number].length);
            replacement++;
        } else {
            strbuf_char(&text, *replacement);
        }
    }
    const char *copy = arena_strndup(a->arena, text.text, text.length);
    strbuf_end(&text);
    return copy;
}

static bool offer(struct attempt *a) {
    if (!a->accept)
        return true;
    for (size_t i = 0; i < a->replacement_count && a->offers++ < REWRITING_OFFERS_MAX; i++) {
        const char *text = filled(a, a->replacements[i]);
        if (a->accept(a->data, text)) {
            a->accepted = text;
            return true;
        }
    }
    return a->offers >= REWRITING_OFFERS_MAX; /* enough was tried */
}

static bool fit(struct attempt *a, const char *pattern, const char *text);

static bool fit_anything(struct attempt *a, const char *pattern, const char *text) {
    struct capture *capture = &a->captures[a->count++];
    *capture = (struct capture){.start = text};
    for (;; capture->length++) {
        if (fit(a, pattern, text + capture->length))
            return true;
        if (!text[capture->length])
            break;
    }
    a->count--;
    return false;
}

static bool fit_digits(struct attempt *a, const char *pattern, const char *text) {
    size_t length = strspn(text, "0123456789"), zeros = strspn(text, "0");
    if (length == 0)
        return false;
    zeros = zeros == length ? length - 1 : zeros;
    a->captures[a->count++] = (struct capture){text + zeros, length - zeros};
    if (fit(a, pattern, text + length))
        return true;
    a->count--;
    return false;
}

static bool fit(struct attempt *a, const char *pattern, const char *text) {
    for (; *pattern; pattern++, text++) {
        if (*pattern == '*')
            return fit_anything(a, pattern + 1, text);
        if (*pattern == '#')
            return fit_digits(a, pattern + 1, text);
        if (tolower((unsigned char)*pattern) != tolower((unsigned char)*text))
            return false;
    }
    return !*text && offer(a);
}

static bool is_short(const char *text) {
    return strnlen(text, REWRITING_TEXT_MAX + 1) <= REWRITING_TEXT_MAX;
}

bool rewriting_fits(const char *pattern, const char *text) {
    struct attempt a = {.accept = NULL};
    return is_short(text) && fit(&a, pattern, text);
}

const char *rewriting_try(struct arena *arena, const char *pattern, const char *const *replacements,
                          size_t count, const char *text, bool (*accept)(void *data, const char *text),
                          void *data) {
    struct attempt a = {.arena = arena,
                        .replacements = replacements,
                        .replacement_count = count,
                        .accept = accept,
                        .data = data};
    if (is_short(text))
        fit(&a, pattern, text);
    return a.accepted;
}

bool rewriting_valid(const char *pattern, const char *replacement) {
    int wildcards = 0;
    for (; *pattern; pattern++)
        wildcards += *pattern == '*' || *pattern == '#';
    for (; *replacement; replacement++)
        if (*replacement == '$' && (replacement[1] < '1' || replacement[1] > '0' + wildcards))
            return false;
    return wildcards <= REWRITING_WILDCARDS;
}
