/*
 * codebook: what stands in a file of codes, as JSON; README.md describes its members.
 */
#include "engine/base/json_write.h"
#include "engine/base/strbuf.h"
#include "reports/microdata/release.h"
#include "reports/microdata/summary.h"
#include "reports/microdata/writer.h"

#include <inttypes.h>
#include <string.h>

enum { CODEBOOK_VERSION = 1 };

/* "key": "text" only where there is a text. */
static void add_known(struct strbuf *out, const char *key, const char *text) {
    if (text && *text)
        json_add_member(out, key, text);
}

/* --- the survey --- */

static void add_survey(struct strbuf *out, const struct microdata *m) {
    const struct questionnaire *q = m->q;
    strbuf_printf(out, "{\"shukei\": \"codebook\", \"version\": %d,\n \"survey\": {", CODEBOOK_VERSION);
    json_add_member(out, "id", q->id);
    json_add_member(out, "title", q->title);
    json_add_member(out, "lang", q->lang);
    add_known(out, "organiser", q->organiser);
    add_known(out, "population", q->population);
    add_known(out, "unit", q->unit);
    add_known(out, "method", q->method);
    add_known(out, "field_from", q->field_from);
    add_known(out, "field_to", q->field_to);
    add_known(out, "series", q->series);
    add_known(out, "wave", q->wave_label);
    add_known(out, "source", q->source);
    if (m->sent)
        strbuf_printf(out, ", \"sent\": %ld", m->sent);
    json_add_member(out, "template", q->hash);
    strbuf_printf(out, "},\n \"dataset\": {\"returns\": %zu", m->rows);
    json_add_member(out, "state", m->dataset->state);
    json_add_member(out, "made", m->made);
    json_add_member(out, "synthetic", m->dataset->synthetic);
    strbuf_char(out, '}');
}

static void add_disclosure(struct strbuf *out, struct arena *arena, const struct microdata *m) {
    size_t count;
    const char *const *sentences = release_sentences(arena, m, &count);
    strbuf_printf(out, ",\n \"disclosure\": {\"threshold\": %ld, \"withheld\": {", m->release->threshold);
    for (size_t i = 0; i < m->release->key_count; i++)
        strbuf_printf(out, "%s\"%s\": %zu", i ? ", " : "", m->release->keys[i].id,
                      m->release->keys[i].withheld);
    strbuf_add(out, "}, \"measures\": ");
    json_add_strings(out, sentences, count);
    strbuf_char(out, '}');
}

static void add_sets(struct strbuf *out, const struct microdata *m) {
    strbuf_add(out, ",\n \"sets\": [");
    for (size_t i = 0; i < m->set_count; i++) {
        const struct microdata_set *set = &m->sets[i];
        strbuf_add(out, i ? ",\n  {" : "\n  {");
        json_add_member(out, "name", set->name);
        json_add_member(out, "label", set->label);
        strbuf_add(out, ", \"counted\": 1, \"variables\": [");
        for (size_t j = 0; j < set->count; j++)
            strbuf_printf(out, "%s\"%s\"", j ? ", " : "", m->variables[set->first + j].name);
        strbuf_add(out, "]}");
    }
    strbuf_char(out, ']');
}

/* --- variables --- */

static void add_question(struct strbuf *out, struct arena *arena, const struct microdata_variable *v) {
    const struct question *question = v->question;
    if (!question)
        return;
    json_add_member(out, "question", question->id);
    add_known(out, "number", question->number);
    add_known(out, "text", question_wording(arena, question));
    add_known(out, "note", question->note);
    json_add_member(out, "base", question->base_text);
    add_known(out, "base_where", question->base_where_text);
    add_known(out, "asked_if", question->ask_text);
    const struct option *option = v->option >= 0 ? &question->options[v->option] : NULL;
    if (option) {
        json_add_member(out, "option", option->id);
        add_known(out, "option_text", option->text);
    }
    add_known(out, "concept", option && option->concept ? option->concept : question->concept);
    if (v->kind == MICRODATA_NUMBER)
        add_known(out, "unit", question->measure.unit);
}

static void add_categories(struct strbuf *out, const struct microdata_variable *v, const struct summary *s) {
    if (!v->category_count)
        return;
    strbuf_add(out, ", \"categories\": [");
    for (size_t i = 0; i < v->category_count; i++) {
        const struct microdata_category *category = &v->categories[i];
        strbuf_printf(out, "%s{\"code\": %d", i ? ", " : "", category->code);
        json_add_member(out, "id", category->id);
        json_add_member(out, "label", category->label);
        add_known(out, "concept", category->concept);
        strbuf_printf(out, ", \"count\": %zu}", s->categories[i]);
    }
    strbuf_char(out, ']');
}

static void add_missing(struct strbuf *out, const struct microdata_variable *v, const struct summary *s) {
    const char *comma = "";
    strbuf_add(out, ", \"missing\": [");
    for (int kind = 0; kind < MICRODATA_MISSING; kind++) {
        enum microdata_missing missing = (enum microdata_missing)kind;
        if (!microdata_may_miss(v, missing))
            continue;
        strbuf_printf(out, "%s{\"code\": %" PRId64 ", \"stata\": \".%c\"", comma,
                      microdata_missing_code(v, missing), 'a' + kind);
        json_add_member(out, "key", microdata_missing_key(missing));
        json_add_member(out, "label", microdata_missing_name(missing));
        strbuf_printf(out, ", \"count\": %zu}", s->missing[kind]);
        comma = ", ";
    }
    strbuf_char(out, ']');
}

static void add_range(struct strbuf *out, const struct microdata_variable *v, const struct summary *s) {
    char low[MICRODATA_DIGITS], high[MICRODATA_DIGITS];
    if (v->category_count || v->kind == MICRODATA_TEXT || !s->given)
        return;
    json_add_member(out, "min", microdata_number_text(low, v, s->min));
    json_add_member(out, "max", microdata_number_text(high, v, s->max));
    if (v->kind == MICRODATA_NUMBER && v->source != MICRODATA_ROW)
        strbuf_printf(out, ", \"mean\": %.15g", s->mean);
}

static void add_variable(struct strbuf *out, struct arena *arena, const struct microdata_variable *v,
                         const struct summary *s) {
    static const char *const kinds[] = {[MICRODATA_CODE] = "code",
                                        [MICRODATA_TICK] = "tick",
                                        [MICRODATA_NUMBER] = "number",
                                        [MICRODATA_DATE] = "date",
                                        [MICRODATA_TEXT] = "text"};
    strbuf_char(out, '{');
    json_add_member(out, "name", v->name);
    json_add_member(out, "label", v->label);
    json_add_member(out, "kind", kinds[v->kind]);
    add_question(out, arena, v);
    strbuf_printf(out, ", \"given\": %zu", s->given);
    add_categories(out, v, s);
    add_missing(out, v, s);
    add_range(out, v, s);
    strbuf_char(out, '}');
}

bool codebook_write(struct arena *arena, const struct microdata *m, FILE *out, struct fault *f) {
    const struct summary *summaries = summary_make(arena, m, f);
    struct strbuf text = {0};
    if (!summaries)
        return false;
    add_survey(&text, m);
    add_disclosure(&text, arena, m);
    add_sets(&text, m);
    strbuf_add(&text, ",\n \"variables\": [");
    for (size_t v = 0; v < m->variable_count; v++) {
        strbuf_add(&text, v ? ",\n  " : "\n  ");
        add_variable(&text, arena, &m->variables[v], &summaries[v]);
    }
    strbuf_add(&text, "]}\n");
    bool done = writer_put(out, text.text, text.length, f);
    strbuf_end(&text);
    return done;
}
