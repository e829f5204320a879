/*
 * binding_words: vague words for a share, and when a number supports them.
 *
 * templates/press-words.json lists them with their bounds in percent: `from` and `above` below, `to` and `below`
 * above; {"words": "約{N}割", "tens": true} stands for nine entries, N from 1 to 9, whose bounds are relative to
 * 10 N.  The first entry with `about` that a share fulfils is what {...|about} prints.
 *
 * Shares are compared with the bounds exactly, before rounding: 49.96% is no majority.
 */
#include "engine/base/home.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "reports/press/binding_value.h"

#include <math.h>
#include <string.h>

static const int64_t SCALE = 1000;

__extension__ typedef __int128 wide;

struct phrase {
    const char *words;
    int64_t low, high; /* in thousandths of a percent */
    bool has_low, has_high, low_open, high_open, about;
};

struct phrases {
    struct phrase *items;
    size_t count, capacity;
};

/* --- reading the list --- */

static bool read_bound(const struct json *node, const char *key, double base, bool *has, int64_t *out,
                       struct fault *f) {
    double value = 0;
    if (!json_get_number(node, key, false, &value, f))
        return false;
    if (json_member(node, key)) {
        *has = true;
        *out = llround((base + value) * (double)SCALE);
    }
    return true;
}

static bool read_bounds(const struct json *node, double base, struct phrase *p, struct fault *f) {
    bool above = false, below = false;
    if (!read_bound(node, "from", base, &p->has_low, &p->low, f) ||
        !read_bound(node, "above", base, &above, &p->low, f) ||
        !read_bound(node, "to", base, &p->has_high, &p->high, f) ||
        !read_bound(node, "below", base, &below, &p->high, f))
        return false;
    if ((above && p->has_low) || (below && p->has_high))
        return json_fault(
            f, node, _("one lower bound (\"from\" or \"above\") and one upper one (\"to\" or \"below\")"));
    p->low_open = above;
    p->high_open = below;
    p->has_low |= above;
    p->has_high |= below;
    return true;
}

static const char *put_tens(struct arena *arena, const char *pattern, int tens) {
    const char *at = strstr(pattern, "{N}");
    return at ? arena_printf(arena, "%.*s%d%s", (int)(at - pattern), pattern, tens, at + 3) : pattern;
}

static bool read_phrase(struct arena *arena, const struct json *node, struct phrases *list, struct fault *f) {
    static const char *const keys[] = {"words", "from", "above", "to", "below", "tens", "about", NULL};
    const char *words = NULL;
    bool tens = false, about = false;
    if (!json_known(node, keys, f) || !json_get_string(node, "words", true, &words, f) ||
        !json_get_bool(node, "tens", false, &tens, f) || !json_get_bool(node, "about", false, &about, f))
        return false;
    for (int n = tens ? 1 : 0; n <= (tens ? 9 : 0); n++) {
        list->items = arena_grow(arena, list->items, list->count, &list->capacity, sizeof *list->items);
        struct phrase *p = &list->items[list->count++];
        *p = (struct phrase){.words = put_tens(arena, words, n), .about = about};
        if (!read_bounds(node, 10.0 * n, p, f))
            return false;
    }
    return true;
}

static bool read_list(struct arena *arena, struct phrases *list, struct fault *f) {
    static const char *const keys[] = {"format", "words", NULL};
    const char *path = home_path(arena, "templates/press-words.json", f), *format = NULL;
    const struct json *root = path ? json_read_file(arena, path, f) : NULL, *array = NULL;
    if (!root || !json_known(root, keys, f) || !json_get_string(root, "format", true, &format, f) ||
        !json_get_array(root, "words", true, &array, f))
        return false;
    for (const struct json *node = array->first; node; node = node->next)
        if (!read_phrase(arena, node, list, f))
            return false;
    return true;
}

static const struct phrases *get_phrases(struct fault *f) {
    static struct arena *arena;
    static struct phrases list;
    if (arena)
        return &list;
    struct arena *fresh = arena_create();
    struct phrases read = {0};
    if (!read_list(fresh, &read, f)) {
        arena_destroy(fresh);
        fault_context(f, "templates/press-words.json");
        return NULL;
    }
    arena = fresh;
    list = read;
    return &list;
}

/* --- does the number support it --- */

/* count/n in percent, against a bound in thousandths of a percent: < 0, 0, > 0. */
static int against(int64_t count, int64_t n, int64_t bound) {
    const wide share = (wide)count * 100 * SCALE, limit = (wide)bound * n;
    return share < limit ? -1 : share > limit;
}

static bool phrase_holds(const struct phrase *p, int64_t count, int64_t n) {
    const int low = p->has_low ? against(count, n, p->low) : 1;
    const int high = p->has_high ? against(count, n, p->high) : -1;
    return (low > 0 || (low == 0 && !p->low_open)) && (high < 0 || (high == 0 && !p->high_open));
}

static bool refuse_claim(const struct binder *b, const struct reference *r, const struct value *v,
                         const char *fitting, struct fault *f) {
    const char *share = binding_percent(b, v->share.num, v->share.den, 1);
    const char *what = fitting ? arena_printf(b->arena, _("%s does not support \"%s\"; it supports \"%s\""),
                                              share, r->words, fitting)
                               : arena_printf(b->arena, _("%s does not support \"%s\""), share, r->words);
    return reference_refuse(r, f, what, NULL);
}

static bool print_claim(const struct binder *b, const struct reference *r, const struct phrases *list,
                        struct value *v, struct fault *f) {
    const char *fitting = NULL;
    bool listed = false;
    struct nearest n = {.wanted = r->words};
    for (size_t i = 0; i < list->count; i++) {
        const struct phrase *p = &list->items[i];
        const bool holds = phrase_holds(p, v->share.num, v->share.den);
        if (strcmp(p->words, r->words) == 0) {
            listed = true;
            if (holds)
                v->text = p->words;
        }
        if (holds && p->about && !fitting)
            fitting = p->words;
        nearest_offer(&n, p->words);
    }
    if (!listed)
        return reference_refuse(r, f, _("these words are not in templates/press-words.json"),
                                n.found ? arena_printf(b->arena, "%s|claim:%s", r->left.written, n.found)
                                        : NULL);
    return v->text || refuse_claim(b, r, v, fitting, f);
}

static bool print_about(const struct reference *r, const struct phrases *list, struct value *v,
                        struct fault *f) {
    for (size_t i = 0; i < list->count && !v->text; i++)
        if (list->items[i].about && phrase_holds(&list->items[i], v->share.num, v->share.den))
            v->text = list->items[i].words;
    return v->text || reference_refuse(r, f, _("no vague words fit this number; print it"), NULL);
}

bool binding_vague(const struct binder *b, const struct reference *r, struct value *v, bool *known,
                   struct fault *f) {
    const bool claim = strcmp(r->name, "claim") == 0 && r->words,
               about = reference_is(r, "about", false, false);
    *known = claim || about;
    if (!*known)
        return true;
    if (v->share.den <= 0)
        return reference_refuse(r, f, _("vague words need a share, and this is none"), NULL);
    const struct phrases *list = get_phrases(f);
    return list && (claim ? print_claim(b, r, list, v, f) : print_about(r, list, v, f));
}
