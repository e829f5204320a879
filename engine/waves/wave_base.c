#include "engine/waves/wave_base.h"

#include "engine/base/bitset.h"
#include "engine/base/home.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/questionnaire/expr.h"
#include "engine/response/response.h"

#include <string.h>

/* --- sets of atoms --- */

bool wave_base_add(struct wave_base *base, const char *atom) {
    size_t at = 0;
    while (at < base->count && strcmp(base->atoms[at], atom) < 0)
        at++;
    if (at < base->count && strcmp(base->atoms[at], atom) == 0)
        return true;
    if (base->count == WAVE_BASE_ATOMS)
        return false;
    memmove(base->atoms + at + 1, base->atoms + at, (base->count - at) * sizeof *base->atoms);
    base->atoms[at] = atom;
    base->count++;
    return true;
}

struct wave_base wave_base_without(const struct wave_base *base, size_t atom) {
    struct wave_base less = {.count = 0};
    for (size_t i = 0; i < base->count; i++)
        if (i != atom)
            less.atoms[less.count++] = base->atoms[i];
    return less;
}

bool wave_base_has(const struct wave_base *base, const char *atom) {
    for (size_t i = 0; i < base->count; i++)
        if (strcmp(base->atoms[i], atom) == 0)
            return true;
    return false;
}

bool wave_base_within(const struct wave_base *inner, const struct wave_base *outer) {
    for (size_t i = 0; i < outer->count; i++)
        if (!wave_base_has(inner, outer->atoms[i]))
            return false;
    return true;
}

bool wave_base_same(const struct wave_base *a, const struct wave_base *b) {
    return a->count == b->count && wave_base_within(a, b);
}

bool wave_base_atom_is(const char *atom, const char *kind) {
    return strncmp(atom, kind, strlen(kind)) == 0;
}

static bool any_atom(const struct wave_base *base, const char *kind) {
    for (size_t i = 0; i < base->count; i++)
        if (wave_base_atom_is(base->atoms[i], kind))
            return true;
    return false;
}

bool wave_base_answered_only(const struct wave_base *base) {
    return any_atom(base, "answered=");
}

bool wave_base_private(const struct wave_base *base) {
    return any_atom(base, "other=");
}

/* --- words --- */

struct kind {
    const char *id, *concept;
};

struct kinds {
    struct kind *items;
    size_t count;
};

static bool read_kinds(struct arena *arena, const struct json *root, struct kinds *out, struct fault *f) {
    static const char *const keys[] = {"id", "concept", NULL};
    const struct json *list;
    const char *format;
    if (!json_get_string(root, "format", true, &format, f))
        return false;
    if (strcmp(format, "shukei-bases-1") != 0)
        return json_fault(f, json_member(root, "format"), _("expected \"%s\""), "shukei-bases-1");
    if (!json_get_array(root, "bases", true, &list, f))
        return false;
    out->items = arena_array(arena, list->count + 1, sizeof *out->items);
    for (const struct json *node = list->first; node; node = node->next) {
        struct kind *kind = &out->items[out->count++];
        if (!json_expect(node, JSON_OBJECT, f) || !json_known(node, keys, f) ||
            !json_get_string(node, "id", true, &kind->id, f) ||
            !json_get_string(node, "concept", true, &kind->concept, f))
            return false;
    }
    return true;
}

/* Read once and kept until the end. */
static const struct kinds *get_kinds(struct fault *f) {
    static struct arena *kept;
    static struct kinds kinds;
    if (kept)
        return &kinds;
    struct arena *arena = arena_create();
    const char *path = home_path(arena, "data/reference/bases.json", f);
    const struct json *root = path ? json_read_file(arena, path, f) : NULL;
    struct kinds read = {0};
    if (!root || !read_kinds(arena, root, &read, f)) {
        if (root)
            fault_context(f, "%s", path);
        arena_destroy(arena);
        return NULL;
    }
    kept = arena;
    kinds = read;
    return &kinds;
}

static const char *word_of(const char *atom) {
    struct fault ignored = {0};
    const struct kinds *kinds = get_kinds(&ignored);
    for (size_t i = 0; kinds && i < kinds->count; i++)
        if (strcmp(kinds->items[i].concept, atom) == 0)
            return kinds->items[i].id;
    return strcmp(atom, WAVE_BASE_TICKS) == 0 ? "answers" : atom;
}

const char *wave_base_key(struct arena *arena, const struct wave_base *base) {
    struct strbuf key = {0};
    for (size_t i = 0; i < base->count; i++)
        strbuf_printf(&key, "%s%s", i ? "+" : "", word_of(base->atoms[i]));
    const char *text = base->count ? arena_strdup(arena, key.text) : "all";
    strbuf_end(&key);
    return text;
}

static const char *atom_of(struct arena *arena, const struct kinds *kinds, const char *word,
                           const char *survey, const char *question) {
    for (size_t i = 0; i < kinds->count; i++)
        if (strcmp(kinds->items[i].id, word) == 0)
    return kinds->items[i].concept;
    if (strcmp(word, "answers") == 0)
        return WAVE_BASE_TICKS;
    if (strcmp(word, "question") == 0)
        return question ? arena_printf(arena, "answered=%s", question)
                        : arena_printf(arena, "other=%s: %s", survey, word);
    if (strchr(word, '.') || strchr(word, '='))
        return word;
    return arena_printf(arena, "other=%s: %s", survey, word);
}

bool wave_base_of_word(struct arena *arena, const char *word, const char *survey, const char *question,
                       struct wave_base *out, struct fault *f) {
    const struct kinds *kinds = get_kinds(f);
    *out = (struct wave_base){.count = 0};
    if (!kinds)
        return false;
    if (strcmp(word, "all") == 0)
        return true;
    char *rest = arena_strdup(arena, word);
    for (char *part; (part = strsep(&rest, "+")) != NULL;)
        if (!wave_base_add(out, atom_of(arena, kinds, part, survey, question)))
            return fault_set(f, _("the base \"%s\" has more than %d conditions"), word, WAVE_BASE_ATOMS);
    return true;
}

/* --- of a question --- */

struct taking {
    struct arena *arena;
    const struct questionnaire *q;
    struct wave_base base;
};

/* The only option of the set, or -1. */
static int lone_option(const struct expr *e, const struct question *question) {
    int found = -1;
    for (size_t j = 0; j < question->option_count; j++) {
        if (!bitset_has(e->options, j))
            continue;
        if (found >= 0)
            return -1;
        found = (int)j;
    }
    return found;
}

static const char *atom_of_option(const struct taking *t, const struct expr *e) {
    const struct question *question = &t->q->questions[e->question];
    int option = lone_option(e, question);
    if (option < 0)
        return NULL;
    if (question->kind == QUESTION_PREFECTURE)
        return arena_printf(t->arena, "pref=%s", question->options[option].id);
    return question->options[option].concept;
}

static bool take(struct taking *t, const struct expr *e) {
    if (!e || e->op == EXPR_TRUE)
        return true;
    if (e->op == EXPR_AND)
        return take(t, e->a) && take(t, e->b);
    const char *atom = NULL;
    if (e->op == EXPR_ANY)
        atom = atom_of_option(t, e);
    else if (e->op == EXPR_STATE && e->value == ANSWER_GIVEN && t->q->questions[e->question].concept)
        atom = arena_printf(t->arena, "answered=%s", t->q->questions[e->question].concept);
    return atom && wave_base_add(&t->base, atom);
}

struct wave_base wave_base_of_question(struct arena *arena, const struct questionnaire *q,
                                       const struct question *question) {
    struct taking t = {.arena = arena, .q = q};
    if (take(&t, question->base_where))
        return t.base;
    struct wave_base own = {.count = 0};
    wave_base_add(&own, arena_printf(arena, "other=%s: %s", q->id, question->base_where_text));
    return own;
}
