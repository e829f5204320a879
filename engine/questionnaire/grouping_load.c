#include "engine/questionnaire/load.h"

#include "engine/base/lang.h"
#include "engine/questionnaire/expr_lex.h"
#include "engine/questionnaire/reference.h"

#include <string.h>

/* The question of one key: as the file says, else the one whose id is the key, else -1. */
static bool load_key(const struct loader *l, const struct json *keys, const char *key, int *out,
                     struct fault *f) {
    *out = -1;
    if (keys && !load_reference(l, keys, key, out, f))
        return false;
    int same = questionnaire_find(l->q, key);
    if (*out < 0) {
        *out = same >= 0 && question_is_coded(&l->q->questions[same]) ? same : -1;
        return true;
    }
    if (!question_is_coded(&l->q->questions[*out]) || l->q->questions[*out].kind == QUESTION_MULTI)
        return json_fault(f, json_member(keys, key),
                          _("a key needs a question with one answer (single, prefecture)"));
    if (strcmp(key, "pref") == 0 && l->q->questions[*out].kind != QUESTION_PREFECTURE)
        return json_fault(
            f, json_member(keys, key),
            _("\"%s\" is not a question of kind \"prefecture\"; only such a one can stand behind pref"),
            l->q->questions[*out].id);
    if (same >= 0 && same != *out)
        return json_fault(f, json_member(keys, key),
                          _("there is also a question with the id \"%s\"; give that one another id"), key);
    return true;
}

/* Without a word in the file, the only prefecture question there is stands behind `pref`. */
static int only_prefecture(const struct questionnaire *q) {
    int found = -1;
    for (size_t i = 0; i < q->question_count; i++)
        if (q->questions[i].kind == QUESTION_PREFECTURE) {
            if (found >= 0)
                return -1;
            found = (int)i;
        }
    return found;
}

bool grouping_load_keys(struct loader *l, const struct json *root, struct fault *f) {
    static const char *const known[] = {"pref", "type", NULL};
    const struct json *keys;
    if (!json_get_object(root, "keys", false, &keys, f) || (keys && !json_known(keys, known, f)) ||
        !load_key(l, keys, "pref", &l->q->key_pref, f) || !load_key(l, keys, "type", &l->q->key_type, f))
        return false;
    if (l->q->key_pref < 0)
        l->q->key_pref = only_prefecture(l->q);
    return true;
}

/* A grouping while its categories are filled in. */
struct building {
    const struct question *question;
    int *category_of;
    const char **ids, **labels;
};

static struct building begin(struct arena *arena, struct grouping *grouping, const struct question *question,
                             size_t categories) {
    struct building b = {question, arena_array(arena, question->option_count, sizeof(int)),
                         arena_array(arena, categories, sizeof(char *)),
                         arena_array(arena, categories, sizeof(char *))};
    for (size_t i = 0; i < question->option_count; i++)
        b.category_of[i] = -1;
    grouping->category_of = b.category_of;
    grouping->ids = b.ids;
    grouping->labels = b.labels;
    grouping->count = categories;
    return b;
}

static bool load_members(const struct building *b, const struct json *list, int category, struct fault *f) {
    for (const struct json *item = list->first; item; item = item->next) {
        if (!json_expect(item, JSON_STRING, f))
            return false;
        int option = question_option(b->question, item->string);
        if (option < 0)
            return json_fault(f, item, _("the question \"%s\" has no option \"%s\""), b->question->id,
                              item->string);
        if (b->category_of[option] >= 0)
            return json_fault(f, item, _("the option \"%s\" already stands in the category \"%s\""),
                              item->string, b->ids[b->category_of[option]]);
        b->category_of[option] = category;
    }
    return true;
}

static bool load_category(const struct building *b, const struct json *node, struct fault *f) {
    static const char *const keys[] = {"id", "label", "options", NULL};
    const struct json *list;
    size_t i = node->index;
    if (!json_known(node, keys, f) || !load_word(node, &b->ids[i], f) ||
        !load_text(node, "label", true, &b->labels[i], f) || !json_get_array(node, "options", true, &list, f))
        return false;
    for (size_t k = 0; k < i; k++)
        if (strcmp(b->ids[k], b->ids[i]) == 0)
            return json_fault(f, json_member(node, "id"), _("the id \"%s\" stands twice; ids must be unique"),
                              b->ids[i]);
    if (list->count == 0)
        return json_fault(f, list, _("a category needs at least one option"));
    return load_members(b, list, (int)i, f);
}

static bool load_categories(struct loader *l, const struct json *node, struct grouping *out,
                            struct fault *f) {
    const struct json *list;
    if (!json_get_array(node, "categories", true, &list, f))
        return false;
    if (list->count == 0)
        return json_fault(f, list, _("a grouping needs at least one category"));
    struct building b = begin(l->arena, out, &l->q->questions[out->question], list->count);
    for (const struct json *item = list->first; item; item = item->next)
        if (!load_category(&b, item, f))
            return false;
    return true;
}

static bool group_by_region(struct loader *l, const struct json *node, struct grouping *out,
                            struct fault *f) {
    const struct question *question = &l->q->questions[out->question];
    const struct json *from = json_member(node, "from");
    const struct reference *r = reference_get(f);
    if (!r)
        return false;
    if (strcmp(from->string, "region") != 0)
        return json_fault(f, from, _("expected \"region\", found \"%s\""), from->string);
    if (json_member(node, "categories"))
        return json_fault(f, from, _("give either \"from\" or \"categories\", not both"));
    if (question->kind != QUESTION_PREFECTURE)
        return json_fault(f, from, _("regions group a question of kind \"prefecture\"; \"%s\" is none"),
                          question->id);
    struct building b = begin(l->arena, out, question, r->region_count);
    for (size_t i = 0; i < r->region_count; i++) {
        b.ids[i] = r->regions[i].id;
        b.labels[i] = r->regions[i].name;
        for (size_t p = 0; p < r->prefecture_count; p++)
            if (strcmp(r->prefectures[p].region, r->regions[i].id) == 0)
                b.category_of[p] = (int)i;
    }
    return true;
}

static bool free_name(const struct loader *l, const struct json *node, const char *id, struct fault *f) {
    if (questionnaire_find(l->q, id) >= 0 || expr_lex_is_reserved(id) || strcmp(id, "pref") == 0 ||
        strcmp(id, "type") == 0)
        return json_fault(f, json_member(node, "id"),
                          _("the name \"%s\" is taken; give the grouping another id"), id);
    for (size_t i = 0; i < node->index; i++)
        if (strcmp(l->q->groupings[i].id, id) == 0)
            return json_fault(f, json_member(node, "id"), _("the id \"%s\" stands twice; ids must be unique"),
                              id);
    return true;
}

static bool load_grouping(struct loader *l, const struct json *node, struct grouping *out, struct fault *f) {
    static const char *const keys[] = {"id", "label", "question", "categories", "from", NULL};
    const char *from = NULL, *named = NULL;
    int question;
    if (!json_known(node, keys, f) || !load_id(node, "_", &out->id, f) || !free_name(l, node, out->id, f) ||
        !load_text(node, "label", true, &out->label, f) || !load_text(node, "question", true, &named, f) ||
        !load_reference(l, node, "question", &question, f) || !load_text(node, "from", false, &from, f))
        return false;
    const struct question *grouped = &l->q->questions[question];
    if (!question_is_coded(grouped) || grouped->kind == QUESTION_MULTI)
        return json_fault(f, json_member(node, "question"),
                          _("a grouping needs a question with one answer (single, prefecture)"));
    out->question = (size_t)question;
    return from ? group_by_region(l, node, out, f) : load_categories(l, node, out, f);
}

bool grouping_load_all(struct loader *l, const struct json *root, struct fault *f) {
    const struct json *list;
    if (!json_get_array(root, "groupings", false, &list, f))
        return false;
    if (!list)
        return true;
    struct grouping *groupings = arena_array(l->arena, list->count, sizeof *groupings);
    l->q->groupings = groupings;
    for (const struct json *node = list->first; node; node = node->next)
        if (!load_grouping(l, node, &groupings[node->index], f))
            return false;
    l->q->grouping_count = list->count;
    return true;
}
