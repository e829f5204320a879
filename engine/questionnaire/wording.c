#include "engine/questionnaire/wording.h"

#include "engine/base/home.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/response/response.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

const char *const wording_field_keys[FIELD_COUNT + 1] = {
    [FIELD_SHEET] = "sheet",       [FIELD_ASSOCIATION] = "association", [FIELD_CHANNEL] = "channel",
    [FIELD_RECEIVED] = "received", [FIELD_INSTITUTION] = "institution", [FIELD_OPERATOR] = "operator",
    [FIELD_REMARK] = "remark",
};

int wording_field(const char *key) {
    for (int field = 0; field < FIELD_COUNT; field++)
        if (strcmp(wording_field_keys[field], key) == 0)
            return field;
    return -1;
}

static const char *const languages[] = {"ja", "en"};
enum { LANGUAGES = sizeof languages / sizeof *languages };

static struct arena *kept_arena(void) {
    static struct arena *arena; /* kept until the end of the process */
    if (!arena)
        arena = arena_create();
    return arena;
}

static bool expect_format(const struct json *root, const char *format, struct fault *f) {
    const char *found = NULL;
    if (!json_get_string(root, "format", true, &found, f))
        return false;
    return strcmp(found, format) == 0 ||
           json_fault(f, json_member(root, "format"), _("expected \"%s\", found \"%s\""), format, found);
}

/* Reads exactly `count` strings of the array under the key. */
static bool read_forms(const struct json *object, const char *key, const char **out, size_t count,
                       struct fault *f) {
    const struct json *list;
    if (!json_get_array(object, key, true, &list, f))
        return false;
    if (list->count != count)
        return json_fault(f, list, _("expected %zu phrases, found %zu"), count, list->count);
    for (const struct json *item = list->first; item; item = item->next) {
        if (!json_expect(item, JSON_STRING, f))
            return false;
        out[item->index] = item->string;
    }
    return true;
}

static const char *const phrases[PHRASE_COUNT + 1] = {
    [PHRASE_ANY] = "any",
    [PHRASE_ALL] = "all",
    [PHRASE_NUMBER] = "number",
    [PHRASE_TICKS] = "ticks",
    [PHRASE_GIVEN] = "given",
    [PHRASE_NO_ANSWER] = "no_answer",
    [PHRASE_NOT_APPLICABLE] = "not_applicable",
    [PHRASE_INVALID] = "invalid",
    [PHRASE_NEGATED + PHRASE_ANY] = "not_any",
    [PHRASE_NEGATED + PHRASE_ALL] = "not_all",
    [PHRASE_NEGATED + PHRASE_NUMBER] = "not_number",
    [PHRASE_NEGATED + PHRASE_TICKS] = "not_ticks",
    [PHRASE_NEGATED + PHRASE_GIVEN] = "not_given",
    [PHRASE_NEGATED + PHRASE_NO_ANSWER] = "not_no_answer",
    [PHRASE_NEGATED + PHRASE_NOT_APPLICABLE] = "not_not_applicable",
    [PHRASE_NEGATED + PHRASE_INVALID] = "not_invalid",
    [PHRASE_NONE] = "none",
};

static const struct {
    const char *key;
    size_t at;
} texts[] = {
    {"unit", offsetof(struct wording, unit)},       {"everybody", offsetof(struct wording, everybody)},
    {"those", offsetof(struct wording, those)},     {"fitting", offsetof(struct wording, fitting)},
    {"join", offsetof(struct wording, join)},       {"inner_join", offsetof(struct wording, inner_join)},
    {"or_join", offsetof(struct wording, or_join)}, {"pick", offsetof(struct wording, pick)},
    {"tick", offsetof(struct wording, tick)},       {"quote", offsetof(struct wording, quote)},
    {"or", offsetof(struct wording, or_word)},      {"and", offsetof(struct wording, and_word)},
};

static bool read_texts(const struct json *node, struct wording *out, struct fault *f) {
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!json_get_string(node, texts[i].key, true, (const char **)((char *)out + texts[i].at), f))
            return false;
    return true;
}

static bool read_language(const struct json *node, struct wording *out, struct fault *f) {
    if (!read_texts(node, out, f) || !read_forms(node, "inner_quotes", out->inner_quotes, 4, f) ||
        !read_forms(node, "picked", out->picked, PHRASE_FORMS, f) ||
        !read_forms(node, "amounts", out->amounts, RELATION_GE + 1, f))
        return false;
    for (size_t i = 0; i < PHRASE_COUNT; i++)
        if (!read_forms(node, phrases[i], out->phrases[i], PHRASE_FORMS, f))
            return false;
    return true;
}

static bool read_wording(struct arena *arena, struct wording out[LANGUAGES], struct fault *f) {
    const char *path = home_path(arena, "data/reference/wording.json", f);
    const struct json *root = path ? json_read_file(arena, path, f) : NULL;
    const struct json *node;
    if (!root)
        return false;
    if (!expect_format(root, "shukei-wording-1", f))
        return fault_context(f, "%s", path);
    for (size_t i = 0; i < LANGUAGES; i++)
        if (!json_get_object(root, languages[i], true, &node, f) || !read_language(node, &out[i], f))
            return fault_context(f, "%s", path);
    return true;
}

const struct wording *wording_get(const char *lang, struct fault *f) {
    static struct wording table[LANGUAGES];
    static bool loaded;
    if (!loaded && !read_wording(kept_arena(), table, f))
        return NULL;
    loaded = true;
    for (size_t i = 0; i < LANGUAGES; i++)
        if (strcmp(languages[i], lang) == 0)
            return &table[i];
    fault_set(f, _("no language is called \"%s\"; expected \"ja\" or \"en\""), lang);
    return NULL;
}

static bool read_columns(struct arena *arena, struct column_names out[FIELD_COUNT], struct fault *f) {
    const char *path = home_path(arena, "data/reference/columns.json", f);
    const struct json *root = path ? json_read_file(arena, path, f) : NULL;
    const struct json *list;
    if (!root)
        return false;
    if (!expect_format(root, "shukei-columns-1", f))
        return fault_context(f, "%s", path);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (!json_get_array(root, wording_field_keys[i], true, &list, f))
            return fault_context(f, "%s", path);
        const char **names = arena_array(arena, list->count, sizeof *names);
        if (!read_forms(root, wording_field_keys[i], names, list->count, f))
            return fault_context(f, "%s", path);
        out[i] = (struct column_names){names, list->count};
    }
    return true;
}

const struct column_names *wording_columns(struct fault *f) {
    static struct column_names table[FIELD_COUNT];
    static bool loaded;
    if (!loaded && !read_columns(kept_arena(), table, f))
        return NULL;
    loaded = true;
    return table;
}

/* The value for the {name} at *at, which moves past it; NULL when it is none of ours. */
static const char *value_of(const char **at, va_list pairs) {
    const char *name, *value;
    while ((name = va_arg(pairs, const char *)) != NULL) {
        value = va_arg(pairs, const char *);
        size_t length = strlen(name);
        if (strncmp(*at + 1, name, length) == 0 && (*at)[length + 1] == '}') {
            *at += length + 2;
            return value;
        }
    }
    return NULL;
}

char *wording_fill(struct arena *arena, const char *pattern, ...) {
    struct strbuf b = {0};
    strbuf_add(&b, "");
    for (const char *at = pattern; *at;) {
        va_list pairs;
        va_start(pairs, pattern);
        const char *value = *at == '{' ? value_of(&at, pairs) : NULL;
        va_end(pairs);
        if (value)
            strbuf_add(&b, value);
        else
            strbuf_char(&b, *at++);
    }
    char *text = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return text;
}

const char *wording_inside(struct arena *arena, const struct wording *words, const char *text) {
    struct strbuf b = {0};
    strbuf_add(&b, "");
    while (*text) {
        size_t i = 0;
        while (i < 4 && strncmp(text, words->inner_quotes[i], strlen(words->inner_quotes[i])) != 0)
            i += 2;
        if (i < 4) {
            strbuf_add(&b, words->inner_quotes[i + 1]);
            text += strlen(words->inner_quotes[i]);
        } else {
            strbuf_char(&b, *text++);
        }
    }
    char *inside = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return inside;
}
