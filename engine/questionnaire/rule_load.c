#include "engine/questionnaire/load.h"

#include "engine/base/lang.h"

#include <string.h>

static bool load_severity(const struct json *node, enum rule_severity *out, struct fault *f) {
    static const char *const names[] = {
        [RULE_INFO] = "info", [RULE_WARNING] = "warning", [RULE_ERROR] = "error"};
    const char *name = NULL;
    if (!json_get_string(node, "severity", true, &name, f))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) {
            *out = (enum rule_severity)i;
            return true;
        }
    return json_fault(f, json_member(node, "severity"),
                      _("expected \"error\", \"warning\" or \"info\", found \"%s\""), name);
}

static bool unique_id(const struct loader *l, const struct json *node, const char *id, struct fault *f) {
    for (size_t i = 0; i < node->index; i++)
        if (strcmp(l->q->rules[i].id, id) == 0)
            return json_fault(f, json_member(node, "id"), _("the id \"%s\" stands twice; ids must be unique"),
                              id);
    return true;
}

static bool load_rule(const struct loader *l, const struct json *node, struct rule *out, struct fault *f) {
    static const char *const keys[] = {"id",      "when",       "require",  "severity",
                                       "message", "suggestion", "question", NULL};
    const char *require = NULL;
    out->suggestion = "";
    return json_known(node, keys, f) && load_id(node, "._-", &out->id, f) && unique_id(l, node, out->id, f) &&
           load_expr(l, node, "when", &out->when_text, &out->when, f) &&
           load_text(node, "require", true, &require, f) &&
           load_expr(l, node, "require", &out->require_text, &out->require, f) &&
           load_severity(node, &out->severity, f) && load_text(node, "message", true, &out->message, f) &&
           load_text(node, "suggestion", false, &out->suggestion, f) &&
           load_reference(l, node, "question", &out->question, f);
}

bool rule_load_all(struct loader *l, const struct json *root, struct fault *f) {
    const struct json *list;
    if (!json_get_array(root, "rules", false, &list, f))
        return false;
    if (!list)
        return true;
    struct rule *rules = arena_array(l->arena, list->count, sizeof *rules);
    l->q->rules = rules;
    for (const struct json *node = list->first; node; node = node->next)
        if (!load_rule(l, node, &rules[node->index], f))
            return false;
    l->q->rule_count = list->count;
    return true;
}
