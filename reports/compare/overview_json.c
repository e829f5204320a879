#include "reports/compare/overview_json.h"

#include "engine/base/json_write.h"
#include "reports/compare/overview.h"

static void add_waves(struct strbuf *out, const struct comparison *c, const size_t *waves, size_t count) {
    strbuf_add(out, ", \"surveys\": [");
    for (size_t i = 0; i < count; i++) {
        strbuf_add(out, i ? ", " : "");
        json_add_string(out, c->waves[waves[i]]->id);
    }
    strbuf_add(out, "]");
}

static void add_notes(struct strbuf *out, const struct comparison *c, const struct overview_panel *panel) {
    strbuf_add(out, ", \"notes\": [");
    for (size_t i = 0; i < panel->note_count; i++) {
        const struct overview_note *note = &panel->notes[i];
        strbuf_printf(out, "%s{\"number\": %d", i ? ", " : "", note->number);
        json_add_member(out, "rule", alignment_rule_id(note->rule));
        json_add_member(out, "text", note->text);
        add_waves(out, c, note->waves, note->wave_count);
        strbuf_add(out, "}");
    }
    strbuf_add(out, "]");
}

static void add_panel(struct strbuf *out, const struct comparison *c, const struct overview_panel *panel) {
    strbuf_add(out, "\n   {");
    json_add_member(out, "question", panel->key);
    json_add_member(out, "title", panel->title);
    strbuf_add(out, ", \"concepts\": [");
    for (size_t i = 0; i < panel->concept_count; i++) {
        strbuf_add(out, i ? ", " : "");
        json_add_string(out, c->concepts[panel->concepts[i]].concept);
    }
    strbuf_add(out, "]");
    add_waves(out, c, panel->waves, panel->wave_count);
    add_notes(out, c, panel);
    strbuf_add(out, "}");
}

static void add_refusal(struct strbuf *out, const struct overview_refusal *refusal) {
    strbuf_add(out, "\n   {");
    json_add_member(out, "rule", refusal->rule < ALIGNMENT_RULES ? alignment_rule_id(refusal->rule) : NULL);
    json_add_member(out, "text", refusal->words);
    strbuf_add(out, ", \"of\": ");
    json_add_strings(out, refusal->lines, refusal->line_count);
    strbuf_char(out, '}');
}

void overview_json_add(struct strbuf *out, const struct comparison *c) {
    struct arena *scratch = arena_create();
    const struct overview *o = overview_make(scratch, c);
    strbuf_add(out, "{\"tables\": [");
    for (size_t i = 0; i < o->panel_count; i++) {
        strbuf_add(out, i ? "," : "");
        add_panel(out, c, &o->panels[i]);
    }
    strbuf_add(out, "],\n  \"refused\": [");
    for (size_t i = 0; i < o->refusal_count; i++) {
        strbuf_add(out, i ? "," : "");
        add_refusal(out, &o->refusals[i]);
    }
    strbuf_add(out, "]}");
    arena_destroy(scratch);
}
