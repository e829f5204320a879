#include "engine/response/finding.h"

#include "engine/base/lang.h"
#include "engine/response/message.h"

void finding_add(struct findings *all, struct finding finding) {
    finding.file = arena_strdup(all->arena, finding.file);
    finding.rule = arena_strdup(all->arena, finding.rule);
    finding.message = arena_strdup(all->arena, finding.message);
    finding.value = arena_strdup(all->arena, finding.value);
    finding.suggestion = arena_strdup(all->arena, finding.suggestion);
    finding.kept = arena_strdup(all->arena, finding.kept);
    finding.kept_suggestion = arena_strdup(all->arena, finding.kept_suggestion);
    all->items = arena_grow(all->arena, all->items, all->count, &all->capacity, sizeof *all->items);
    all->items[all->count++] = finding;
    if (finding.severity == RULE_ERROR)
        all->errors++;
}

void finding_say(struct arena *arena, struct finding *finding, const char *message, const char *suggestion) {
    finding->kept = message;
    finding->kept_suggestion = suggestion;
    finding->message = message_text(arena, message);
    finding->suggestion = message_text(arena, suggestion);
}

const char *finding_severity_key(enum rule_severity severity) {
    static const char *const keys[] = {
        [RULE_INFO] = "info", [RULE_WARNING] = "warning", [RULE_ERROR] = "error"};
    return keys[severity];
}

const char *finding_severity_name(enum rule_severity severity) {
    static const char *const names[] = {
        [RULE_INFO] = N_("note"), [RULE_WARNING] = N_("warning"), [RULE_ERROR] = N_("error")};
    return _(names[severity]);
}
