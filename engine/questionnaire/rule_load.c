#include "engine/questionnaire/load.h"

#include "engine/base/lang.h"

#include <string.h>

static bool load_weight(const struct json *rule, enum rule_severity *out, struct fault *f) {
    const char *required = NULL;
    int severity = RULE_INFO;
    if (!json_get_string(rule, "severity", true, &required, f) ||
        !load_severity(json_member(rule, "severity"), &severity, f))
        return false;
    *out = (enum rule_severity)severity;
    return true;
}

/* What stands between { } must be a question or arithmetic; it is filled in by check. */
static bool load_told(const struct loader *l, const struct json *rule, const char *key, bool required,
                      const char **out, struct fault *f) {
    struct fault inner = {0};
    if (!load_text(rule, key, required, out, f))
        return false;
    for (const char *at = *out; (at = strchr(at, '{')) != NULL;) {
        size_t length = strcspn(++at, "}");
        const char *inside = arena_strndup(l->arena, at, length);
        if (!at[length])
            return json_fault(f, json_member(rule, key), _("\"{\" is not closed"));
        if (questionnaire_find(l->q, inside) < 0 && !expr_sum_compile(l->arena, l->q, inside, &inner))
            return json_fault(f, json_member(rule, key), "{%s}: %s", inside, inner.text);
    }
    return true;
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
           load_weight(node, &out->severity, f) && load_told(l, node, "message", true, &out->message, f) &&
           load_told(l, node, "suggestion", false, &out->suggestion, f) &&
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
