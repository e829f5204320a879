#include "engine/questionnaire/option_load.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/reference.h"

#include <stdlib.h>
#include <string.h>

enum { OPTION_KEY_MAX = 999 };

/* What the silences and the columns of tables are called.  (Surveys have options called invalid and none;
 * those are told apart by the kind of their row.) */
static bool id_is_free(const struct json *node, const char *id, struct fault *f) {
    if (strcmp(id, "no_answer") != 0 && strcmp(id, "not_applicable") != 0)
        return true;
    return json_fault(f, json_member(node, "id"),
                      _("\"%s\" is the name of a silence and cannot be an option's id"), id);
}

static bool load_option(struct arena *arena, const struct json *node, struct option *out, struct fault *f) {
    static const char *const keys[] = {"id",  "label",     "text",  "concept",   "aliases",
                                       "key", "exclusive", "other", "questions", NULL};
    long key = (long)node->index + 1;
    if (!json_known(node, keys, f) || !load_word(node, &out->id, f) || !id_is_free(node, out->id, f) ||
        !load_text(node, "label", true, &out->label, f))
        return false;
    out->text = out->label;
    if (!load_text(node, "text", false, &out->text, f) ||
        !load_text(node, "concept", false, &out->concept, f) ||
        !load_texts(arena, node, "aliases", &out->aliases, &out->alias_count, f) ||
        !json_get_integer(node, "key", false, &key, f) ||
        !json_get_bool(node, "exclusive", false, &out->exclusive, f) ||
        !json_get_bool(node, "other", false, &out->other, f))
        return false;
    if (key < 1 || key > OPTION_KEY_MAX)
        return json_fault(f, json_member(node, "key"), _("expected 1 to %d"), OPTION_KEY_MAX);
    out->key = (int)key;
    return true;
}

struct spelling {
    const char *text, *written;
    size_t option;
};

static int by_text(const void *a, const void *b) {
    const struct spelling *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    return order ? order : (x->option > y->option) - (x->option < y->option);
}

static size_t spell(struct arena *arena, const struct option *option, size_t position, struct spelling *out) {
    const char *const own[] = {option->id, option->label, option->text};
    size_t count = 0;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        out[count++] = (struct spelling){utf8_fold(arena, own[i]), own[i], position};
    for (size_t i = 0; i < option->alias_count; i++)
        out[count++] = (struct spelling){utf8_fold(arena, option->aliases[i]), option->aliases[i], position};
    return count;
}

static const struct json *option_node(const struct json *list, size_t index) {
    const struct json *node = list->first;
    while (index--)
        node = node->next;
    return node;
}

static bool spellings_differ(struct arena *arena, const struct json *list, const struct option *options,
                             struct fault *f) {
    size_t room = 0, count = 0;
    for (size_t i = 0; i < list->count; i++)
        room += 3 + options[i].alias_count;
    struct spelling *all = arena_array(arena, room, sizeof *all);
    for (size_t i = 0; i < list->count; i++)
        count += spell(arena, &options[i], i, all + count);
    qsort(all, count, sizeof *all, by_text);
    for (size_t i = 1; i < count; i++)
        if (all[i].option != all[i - 1].option && strcmp(all[i].text, all[i - 1].text) == 0)
            return json_fault(
                f, option_node(list, all[i].option),
                _("\"%s\" is also written for the option \"%s\"; each spelling must mean one option"),
                all[i].written, options[all[i - 1].option].id);
    return true;
}

static bool keys_differ(const struct json *list, const struct option *options, struct fault *f) {
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < i; j++)
            if (options[i].key == options[j].key)
                return json_fault(f, option_node(list, i),
                                  _("the key %d already belongs to the option \"%s\""), options[i].key,
                                  options[j].id);
    return true;
}

bool option_load(struct loader *l, const struct json *node, size_t limit, struct question *out,
                 struct fault *f) {
    const struct json *list;
    if (!json_get_array(node, "options", true, &list, f))
        return false;
    if (list->count == 0 || list->count > limit)
        return json_fault(f, list, _("expected 1 to %zu options, found %zu"), limit, list->count);
    struct option *options = arena_array(l->arena, list->count, sizeof *options);
    for (const struct json *item = list->first; item; item = item->next)
        if (!load_option(l->arena, item, &options[item->index], f))
            return false;
    out->options = options;
    out->option_count = list->count;
    return spellings_differ(l->arena, list, options, f) && keys_differ(list, options, f);
}

static struct option prefecture_option(struct arena *arena, const struct prefecture *p, int position,
                                       bool latin) {
    enum { ALIASES = 3 };
    const char **aliases = arena_array(arena, ALIASES, sizeof *aliases);
    aliases[0] = p->name;
    aliases[1] = p->kana;
    aliases[2] = latin ? p->stem : p->latin;
    return (struct option){.id = p->code,
                           .label = latin ? p->latin : p->stem,
                           .text = latin ? p->latin : p->name,
                           .aliases = aliases,
                           .alias_count = ALIASES,
                           .key = position + 1};
}

bool option_load_prefectures(struct loader *l, struct question *out, struct fault *f) {
    const struct reference *r = reference_get(f);
    if (!r)
        return false;
    if (!l->prefectures) {
        struct option *options = arena_array(l->arena, r->prefecture_count, sizeof *options);
        bool latin = strcmp(l->q->lang, "en") == 0;
        for (size_t i = 0; i < r->prefecture_count; i++)
            options[i] = prefecture_option(l->arena, &r->prefectures[i], (int)i, latin);
        l->prefectures = options;
    }
    out->options = l->prefectures;
    out->option_count = r->prefecture_count;
    return true;
}
