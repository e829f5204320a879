#include "reports/audit/audit.h"

#include "engine/base/csv_write.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"

#include <inttypes.h>
#include <string.h>

static const char *const verdict_words[AUDIT_VERDICTS] = {
    [AUDIT_CONSISTENT] = N_("consistent"),
    [AUDIT_UNCHECKED] = N_("not checked"),
    [AUDIT_UNSUPPORTED] = N_("not supported"),
    [AUDIT_IMPOSSIBLE] = N_("cannot be right"),
};

static void write_claim(FILE *out, const struct audit_claim *c) {
    fprintf(out, _("line %zu: %s"), c->line, _(verdict_words[c->verdict]));
    fprintf(out, "\n    %s\n    %s\n", c->text, c->why);
    for (size_t i = 0; i < c->candidate_count; i++)
        fprintf(out, "      - %s\n", c->candidates[i].text);
}

/* Why what was not checked was not, kind by kind. */
static void write_unchecked(FILE *out, const struct audit *a) {
    bool *told = arena_array(a->arena, a->claim_count + 1, sizeof *told);
    for (size_t i = 0; i < a->claim_count; i++) {
        size_t alike = 0;
        for (size_t k = i; k < a->claim_count && a->claims[i].verdict == AUDIT_UNCHECKED && !told[i]; k++) {
            bool same = k > i && a->claims[k].verdict == AUDIT_UNCHECKED &&
                        strcmp(a->claims[k].why, a->claims[i].why) == 0;
            told[k] |= same;
            alike += k == i || same;
        }
        if (alike)
            fprintf(out, _("    %zu not checked: %s\n"), alike, a->claims[i].why);
    }
}

void audit_write_text(FILE *out, const struct audit *a) {
    for (enum audit_verdict v = AUDIT_IMPOSSIBLE; v > AUDIT_UNCHECKED; v--)
        for (size_t i = 0; i < a->claim_count; i++)
            if (a->claims[i].verdict == v)
                write_claim(out, &a->claims[i]);
    if (audit_count(a, AUDIT_IMPOSSIBLE) + audit_count(a, AUDIT_UNSUPPORTED))
        fputs("\n", out);
    fprintf(out, _("%zu claims: %zu cannot be right, %zu not supported, %zu consistent, %zu not checked"),
            a->claim_count, audit_count(a, AUDIT_IMPOSSIBLE), audit_count(a, AUDIT_UNSUPPORTED),
            audit_count(a, AUDIT_CONSISTENT), audit_count(a, AUDIT_UNCHECKED));
    fputs("\n", out);
    write_unchecked(out, a);
}

static void add_number(struct strbuf *b, const char *key, int64_t number) {
    if (number < 0)
        strbuf_printf(b, ", \"%s\": null", key);
    else
        strbuf_printf(b, ", \"%s\": %" PRId64, key, number);
}

static void json_candidate(struct strbuf *b, const struct audit_candidate *c) {
    strbuf_add(b, "{");
    json_add_member(b, "kind", c->kind);
    add_number(b, "count", c->count);
    add_number(b, "n", c->n);
    json_add_member(b, "percent", c->percent);
    json_add_member(b, "text", c->text);
    strbuf_add(b, "}");
}

static void json_claim(struct strbuf *b, const struct audit_claim *c) {
    strbuf_add(b, "  {");
    json_add_member(b, "text", c->text);
    strbuf_printf(b, ", \"line\": %zu", c->line);
    json_add_member(b, "verdict", audit_verdict_names[c->verdict]);
    json_add_member(b, "why", c->why);
    strbuf_add(b, ", \"candidates\": [");
    for (size_t i = 0; i < c->candidate_count; i++) {
        strbuf_add(b, i ? ", " : "");
        json_candidate(b, &c->candidates[i]);
    }
    strbuf_add(b, "]}");
}

void audit_write_json(FILE *out, const struct audit *a) {
    struct strbuf b = {0};
    strbuf_add(&b, "{\"claims\": [\n");
    for (size_t i = 0; i < a->claim_count; i++) {
        strbuf_add(&b, i ? ",\n" : "");
        json_claim(&b, &a->claims[i]);
    }
    strbuf_printf(&b, "\n],\n\"counts\": {");
    for (enum audit_verdict v = 0; v < AUDIT_VERDICTS; v++)
        strbuf_printf(&b, "%s\"%s\": %zu", v ? ", " : "", audit_verdict_names[v], audit_count(a, v));
    strbuf_add(&b, "}}\n");
    fputs(b.text, out);
    strbuf_end(&b);
}

void audit_write_csv(FILE *out, const struct audit *a) {
    fputs("\"line\",\"verdict\",\"text\",\"why\",\"candidates\"\n", out);
    for (size_t i = 0; i < a->claim_count; i++) {
        const struct audit_claim *c = &a->claims[i];
        struct strbuf b = {0};
        struct strbuf candidates = {0};
        for (size_t j = 0; j < c->candidate_count; j++)
            strbuf_printf(&candidates, "%s%s", j ? "; " : "", c->candidates[j].text);
        csv_add(&b, c->text);
        strbuf_char(&b, ',');
        csv_add(&b, c->why);
        strbuf_char(&b, ',');
        csv_add(&b, candidates.text);
        fprintf(out, "%zu,\"%s\",%s\n", c->line, audit_verdict_names[c->verdict], b.text);
        strbuf_end(&candidates);
        strbuf_end(&b);
    }
}
