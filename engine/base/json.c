#include "engine/base/json.h"

#include "engine/base/file.h"
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { JSON_FILE_LIMIT = 64 << 20 };

static enum json_kind kind_of(const cJSON *item) {
    if (cJSON_IsBool(item))
        return JSON_BOOL;
    if (cJSON_IsNumber(item))
        return JSON_NUMBER;
    if (cJSON_IsString(item))
        return JSON_STRING;
    if (cJSON_IsArray(item))
        return JSON_ARRAY;
    return cJSON_IsObject(item) ? JSON_OBJECT : JSON_NULL;
}

static struct json *copy_tree(struct arena *arena, const cJSON *from, const struct json *parent,
                              size_t index) {
    struct json *node = arena_alloc(arena, sizeof *node);
    node->kind = kind_of(from);
    node->parent = parent;
    node->index = index;
    if (from->string)
        node->key = arena_strdup(arena, from->string);
    if (node->kind == JSON_STRING)
        node->string = arena_strdup(arena, from->valuestring);
    node->number = from->valuedouble;
    node->truth = cJSON_IsTrue(from);
    struct json *last = NULL;
    for (const cJSON *child = from->child; child; child = child->next) {
        struct json *copy = copy_tree(arena, child, node, node->count++);
        if (last)
            last->next = copy;
        else
            node->first = copy;
        last = copy;
    }
    return node;
}

static int by_key(const void *a, const void *b) {
    const struct json *left = *(const struct json *const *)a, *right = *(const struct json *const *)b;
    int order = strcmp(left->key, right->key);
    return order ? order : (left->index > right->index) - (left->index < right->index);
}

/* The first member with the key of one before it.  Sorted, as an object may have any number of them. */
static const struct json *key_again(struct arena *arena, const struct json *object) {
    const struct json **members = arena_array(arena, object->count, sizeof *members), *again = NULL;
    for (const struct json *m = object->first; m; m = m->next)
        members[m->index] = m;
    qsort(members, object->count, sizeof *members, by_key);
    for (size_t i = 1; i < object->count; i++)
        if (strcmp(members[i - 1]->key, members[i]->key) == 0 && (!again || members[i]->index < again->index))
            again = members[i];
    return again;
}

static bool no_key_twice(struct arena *arena, const struct json *node, struct fault *f) {
    if (node->kind == JSON_OBJECT && node->count > 1) {
        const struct json *again = key_again(arena, node);
        if (again)
            return json_fault(f, again, _("the key \"%s\" stands twice; keep one of them"), again->key);
    }
    for (const struct json *child = node->first; child; child = child->next)
        if (!no_key_twice(arena, child, f))
            return false;
    return true;
}

static const struct json *syntax_fault(const char *text, size_t length, const char *at, const char *why,
                                       const char *name, struct fault *f) {
    size_t line = 1, column = 1;
    if (!at || at < text || at > text + length)
        at = text;
    for (const char *c = text; c < at; c++) {
        column = *c == '\n' ? 1 : column + 1;
        line += *c == '\n';
    }
    fault_set(f, _("%s: line %zu, column %zu: %s"), name, line, column, why);
    return NULL;
}

/* \u001B and its like; tabulators and ends of lines are allowed. */
static bool is_control_escape(const char *backslash) {
    static const char hex[] = "0123456789abcdefABCDEF";
    if (strncmp(backslash, "\\u00", 4) != 0 || !backslash[4] || !strchr("01", backslash[4]) ||
        !backslash[5] || !strchr(hex, backslash[5]))
        return false;
    return backslash[4] == '1' || !strchr("9aAdD", backslash[5]);
}

/* What cJSON would misread or could not explain.  A NUL would silently cut its string short; other control
 * characters would reach terminals, PDF and Excel.  NULL when there is nothing of it. */
static const char *find_refused(const char *text, const char **why) {
    enum { DEPTH_MAX = 500, VALUES_MAX = 500000 }; /* a value takes some 150 bytes of memory */
    size_t depth = 0, values = 1;
    bool quoted = false;
    for (const char *c = text; *c; c++) {
        if (((unsigned char)*c < 0x20 && !strchr("\t\n\r", *c)) || (*c == '\\' && is_control_escape(c))) {
            *why = _("a control character; take it out");
            return c;
        }
        if (*c == '\\' && c[1])
            c++;
        else if (*c == '"')
            quoted = !quoted;
        else if (!quoted && (*c == '{' || *c == '['))
            depth++, values++;
        else if (!quoted && *c == ',')
            values++;
        else if (!quoted && depth && (*c == '}' || *c == ']'))
            depth--;
        if (values > VALUES_MAX) {
            *why = _("more than 500,000 values; this is no file for shukei");
            return c;
        }
        if (depth > DEPTH_MAX) {
            *why = _("brackets are nested more than 500 deep");
            return c;
        }
    }
    return NULL;
}

const struct json *json_parse(struct arena *arena, const char *text, size_t length, const char *name,
                              struct fault *f) {
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3, length -= 3;
    if (!utf8_valid(text, length)) {
        fault_set(f, _("%s: not UTF-8; save it with the encoding UTF-8"), name);
        return NULL;
    }
    if (memchr(text, '\0', length)) {
        fault_set(f, _("%s: contains a NUL byte; this is not a JSON text"), name);
        return NULL;
    }
    const char *end = NULL, *why;
    char *terminated = arena_strndup(arena, text, length);
    const char *refused = find_refused(terminated, &why);
    if (refused)
        return syntax_fault(terminated, length, refused, why, name, f);
    cJSON *root = cJSON_ParseWithLengthOpts(terminated, length + 1, &end, 1);
    if (!root)
        return syntax_fault(terminated, length, end,
                            _("not valid JSON here (a comma, quote or bracket too many or too few?)"), name,
                            f);
    const struct json *tree = copy_tree(arena, root, NULL, 0);
    cJSON_Delete(root);
    if (no_key_twice(arena, tree, f))
        return tree;
    fault_context(f, "%s", name);
    return NULL;
}

const struct json *json_read_file(struct arena *arena, const char *path, struct fault *f) {
    size_t length;
    const char *text = file_read(arena, path, JSON_FILE_LIMIT, &length, f);
    return text ? json_parse(arena, text, length, path, f) : NULL;
}

const struct json *json_member(const struct json *object, const char *key) {
    if (!object || object->kind != JSON_OBJECT)
        return NULL;
    for (const struct json *child = object->first; child; child = child->next)
        if (strcmp(child->key, key) == 0)
            return child;
    return NULL;
}

static void add_pointer(struct strbuf *b, const struct json *node) {
    if (!node->parent)
        return;
    add_pointer(b, node->parent);
    strbuf_char(b, '/');
    if (!node->key) {
        strbuf_printf(b, "%zu", node->index);
        return;
    }
    for (const char *c = node->key; *c; c++)
        strbuf_printf(b, *c == '~' ? "~0" : *c == '/' ? "~1" : "%c", *c);
}

char *json_pointer(struct arena *arena, const struct json *node) {
    struct strbuf b = {0};
    strbuf_add(&b, "");
    add_pointer(&b, node);
    char *pointer = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return pointer;
}

bool json_fault(struct fault *f, const struct json *node, const char *format, ...) {
    char message[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    struct strbuf b = {0};
    strbuf_add(&b, "");
    add_pointer(&b, node);
    fault_set(f, "%s: %s", b.length ? b.text : "/", message);
    strbuf_end(&b);
    return false;
}

static const char *kind_name(enum json_kind kind) {
    static const char *const names[] = {N_("null"),     N_("true or false"), N_("a number"),
                                        N_("a string"), N_("an array [ ]"),  N_("an object { }")};
    return _(names[kind]);
}

bool json_expect(const struct json *node, enum json_kind kind, struct fault *f) {
    if (node->kind == kind)
        return true;
    return json_fault(f, node, _("expected %s, found %s"), kind_name(kind), kind_name(node->kind));
}

bool json_known(const struct json *object, const char *const *keys, struct fault *f) {
    if (!json_expect(object, JSON_OBJECT, f))
        return false;
    for (const struct json *child = object->first; child; child = child->next) {
        struct utf8_nearest nearest = {.wanted = child->key};
        bool known = false;
        for (const char *const *key = keys; *key && !known; key++) {
            known = strcmp(*key, child->key) == 0;
            utf8_nearest_offer(&nearest, *key);
        }
        if (known)
            continue;
        if (nearest.name)
            return json_fault(f, child, _("unknown key \"%s\"; did you mean \"%s\"?"), child->key,
                              nearest.name);
        struct strbuf all = {0};
        for (const char *const *key = keys; *key; key++)
            strbuf_printf(&all, "%s%s", all.length ? ", " : "", *key);
        json_fault(f, child, _("unknown key \"%s\"; expected one of: %s"), child->key, all.text);
        strbuf_end(&all);
        return false;
    }
    return true;
}

/* Finds the member and checks its kind.  false: a fault; *found NULL: absent and not required. */
static bool get(const struct json *object, const char *key, bool required, enum json_kind kind,
                const struct json **found, struct fault *f) {
    *found = json_member(object, key);
    if (*found)
        return json_expect(*found, kind, f);
    return !required ||
           json_fault(f, object, _("the key \"%s\" is missing; expected %s"), key, kind_name(kind));
}

bool json_get_string(const struct json *object, const char *key, bool required, const char **out,
                     struct fault *f) {
    const struct json *found;
    if (!get(object, key, required, JSON_STRING, &found, f))
        return false;
    if (found)
        *out = found->string;
    return true;
}

bool json_get_number(const struct json *object, const char *key, bool required, double *out,
                     struct fault *f) {
    const struct json *found;
    if (!get(object, key, required, JSON_NUMBER, &found, f))
        return false;
    if (found)
        *out = found->number;
    return true;
}

bool json_get_integer(const struct json *object, const char *key, bool required, long *out, struct fault *f) {
    const struct json *found;
    if (!get(object, key, required, JSON_NUMBER, &found, f))
        return false;
    if (!found)
        return true;
    if (found->number < -9e15 || found->number > 9e15 || found->number != (double)(long)found->number)
        return json_fault(f, found, _("expected a whole number"));
    *out = (long)found->number;
    return true;
}

bool json_get_bool(const struct json *object, const char *key, bool required, bool *out, struct fault *f) {
    const struct json *found;
    if (!get(object, key, required, JSON_BOOL, &found, f))
        return false;
    if (found)
        *out = found->truth;
    return true;
}

bool json_get_array(const struct json *object, const char *key, bool required, const struct json **out,
                    struct fault *f) {
    return get(object, key, required, JSON_ARRAY, out, f);
}

bool json_get_object(const struct json *object, const char *key, bool required, const struct json **out,
                     struct fault *f) {
    return get(object, key, required, JSON_OBJECT, out, f);
}
