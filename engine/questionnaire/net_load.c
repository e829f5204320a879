#include "engine/questionnaire/net_load.h"

#include "engine/base/lang.h"

#include <string.h>

static bool id_is_free(const struct json *node, const struct question *question, const struct net *nets,
                       const char *id, struct fault *f) {
    const struct json *at = json_member(node, "id");
    if (question_option(question, id) >= 0)
        return json_fault(f, at, _("\"%s\" is an option of this question; a net needs an id of its own"), id);
    for (size_t i = 0; i < node->index; i++)
        if (strcmp(nets[i].id, id) == 0)
            return json_fault(f, at, _("the id \"%s\" is taken by the net before it"), id);
    if (strcmp(id, "no_answer") == 0 || strcmp(id, "not_applicable") == 0)
        return json_fault(f, at, _("\"%s\" is the name of a silence and cannot be a net's id"), id);
    return true;
}

static bool load_member(const struct json *item, const struct question *question, int *members,
                        struct fault *f) {
    if (!json_expect(item, JSON_STRING, f))
        return false;
    int option = question_option(question, item->string);
    if (option < 0)
        return json_fault(f, item, _("this question has no option \"%s\""), item->string);
    for (size_t i = 0; i < item->index; i++)
        if (members[i] == option)
            return json_fault(f, item, _("the option \"%s\" stands in this net twice"), item->string);
    members[item->index] = option;
    return true;
}

static bool load_members(struct arena *arena, const struct json *node, const struct question *question,
                         struct net *out, struct fault *f) {
    const struct json *list;
    if (!json_get_array(node, "options", true, &list, f))
        return false;
    if (list->count < 2)
        return json_fault(f, list, _("a net counts at least two options as one"));
    int *members = arena_array(arena, list->count, sizeof *members);
    for (const struct json *item = list->first; item; item = item->next)
        if (!load_member(item, question, members, f))
            return false;
    out->options = members;
    out->option_count = list->count;
    return true;
}

static bool load_one(struct arena *arena, const struct json *node, const struct question *question,
                     struct net *nets, struct fault *f) {
    static const char *const keys[] = {"id", "label", "concept", "options", NULL};
    struct net *net = &nets[node->index];
    return json_known(node, keys, f) && load_word(node, &net->id, f) &&
           id_is_free(node, question, nets, net->id, f) && load_text(node, "label", true, &net->label, f) &&
           load_text(node, "concept", false, &net->concept, f) && load_members(arena, node, question, net, f);
}

bool net_load(struct arena *arena, const struct json *node, struct question *out, struct fault *f) {
    const struct json *list;
    if (!json_get_array(node, "nets", false, &list, f))
        return false;
    if (!list)
        return true;
    struct net *nets = arena_array(arena, list->count + 1, sizeof *nets);
    for (const struct json *item = list->first; item; item = item->next)
        if (!load_one(arena, item, out, nets, f))
            return false;
    out->nets = nets;
    out->net_count = list->count;
    return true;
}
