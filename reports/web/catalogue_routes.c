#include "reports/web/catalogue_routes.h"

#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/expr.h"
#include "engine/questionnaire/scheme.h"
#include "reports/series/series_table.h"

#include <string.h>

/* --- a survey --- */

static void begin(struct strbuf *b, size_t position) {
    strbuf_add(b, position ? ",\n {" : "\n {");
}

static void put_options(struct strbuf *b, const struct question *question) {
    strbuf_add(b, ", \"options\": [");
    for (size_t i = 0; i < question->option_count; i++) {
        const struct option *option = &question->options[i];
        json_add_object(
            b, (const char *const[][2]){
                   {"id", option->id}, {"label", option->label}, {"concept", option->concept}, {NULL}});
    }
    strbuf_char(b, ']');
}

/* unchecked: how many counted returns have something there that nobody has looked at yet. */
static void put_questions(struct arena *arena, const struct questionnaire *q, const long *unchecked,
                          struct strbuf *b) {
    strbuf_add(b, ",\n \"questions\": [");
    for (size_t i = 0; i < q->question_count; i++) {
        const struct question *question = &q->questions[i];
        begin(b, i);
        json_add_member(b, "id", question->id);
        json_add_member(b, "number", question->number);
        json_add_member(b, "label", question_title(arena, q, question));
        json_add_member(b, "kind", question_kind_name(question->kind));
        json_add_member(b, "concept", question->concept);
        if (question_is_coded(question))
            put_options(b, question);
        strbuf_printf(b, ", \"unchecked\": %ld}", unchecked[i]);
    }
    strbuf_char(b, ']');
}

static void put_key(struct strbuf *b, size_t *count, const char *id, const char *label) {
    begin(b, (*count)++);
    json_add_member(b, "id", id);
    json_add_member(b, "label", label);
    strbuf_char(b, '}');
}

/* What returns can be told apart by, besides the questions themselves. */
static void put_keys(const struct questionnaire *q, struct strbuf *b) {
    size_t count = 0;
    strbuf_add(b, ",\n \"keys\": [");
    if (q->key_type >= 0)
        put_key(b, &count, "type", q->questions[q->key_type].label);
    if (q->key_pref >= 0)
        put_key(b, &count, "pref", q->questions[q->key_pref].label);
    for (size_t i = 0; i < q->grouping_count; i++)
        put_key(b, &count, q->groupings[i].id, q->groupings[i].label);
    put_key(b, &count, "association", _("Association"));
    put_key(b, &count, "channel", _("Channel"));
    strbuf_add(b, "],\n \"weights\": [");
    count = 0;
    for (size_t i = 0; i < q->scheme_count; i++)
        put_key(b, &count, q->schemes[i].id, q->schemes[i].label);
    strbuf_char(b, ']');
}

bool catalogue_survey(struct web_request *r, struct web_response *out, struct fault *f) {
    const struct questionnaire *q = store_questionnaire(r->store, r->arena, r->wild[0], f);
    long *unchecked = q ? arena_array(r->arena, q->question_count, sizeof *unchecked) : NULL;
    if (!q || !store_findings_unchecked(r->store, q, unchecked, f))
        return false;
    strbuf_char(&out->body, '{');
    json_add_member(&out->body, "survey", q->id);
    json_add_member(&out->body, "title", q->title);
    json_add_member(&out->body, "series", q->series);
    put_questions(r->arena, q, unchecked, &out->body);
    put_keys(q, &out->body);
    strbuf_add(&out->body, "}\n");
    return true;
}

bool catalogue_expression(struct web_request *r, struct web_response *out, struct fault *f) {
    const struct questionnaire *q = store_questionnaire(r->store, r->arena, r->wild[0], f);
    const char *text = web_argument(r, "text");
    struct fault wrong = {0};
    if (!q)
        return false;
    const struct expr *e = text && *text ? expr_compile(r->arena, q, text, &wrong) : NULL;
    strbuf_char(&out->body, '{');
    json_add_member(&out->body, "fault", text && *text && !e ? wrong.text : NULL);
    strbuf_add(&out->body, "}\n");
    return true;
}

/* --- the store --- */

static bool put_surveys(struct web_request *r, struct strbuf *b, struct fault *f) {
    struct survey_row *rows;
    size_t count;
    if (!store_survey_list(r->store, r->arena, &rows, &count, f))
        return false;
    strbuf_add(b, "{\"surveys\": [");
    for (size_t i = 0; i < count; i++) {
        const struct questionnaire *q = store_questionnaire(r->store, r->arena, rows[i].id, f);
        if (!q)
            return false;
        begin(b, i);
        json_add_member(b, "id", q->id);
        json_add_member(b, "title", q->title);
        json_add_member(b, "series", q->series);
        json_add_member(b, "from", q->field_from);
        strbuf_printf(b, ", \"returns\": %ld}", rows[i].returns);
    }
    strbuf_char(b, ']');
    return true;
}

static bool put_published(struct web_request *r, struct strbuf *b, struct fault *f) {
    struct published_row *rows;
    size_t count;
    if (!aggregate_list_published(r->store, r->arena, &rows, &count, f))
        return false;
    strbuf_add(b, ",\n \"published\": [");
    for (size_t i = 0; i < count; i++)
        json_add_object(b,
                        (const char *const[][2]){
                            {"id", rows[i].id}, {"title", rows[i].title}, {"order", rows[i].order}, {NULL}});
    strbuf_char(b, ']');
    return true;
}

static bool put_series(struct web_request *r, struct strbuf *b, struct fault *f) {
    struct series_row *rows;
    size_t count;
    if (!aggregate_list_series(r->store, r->arena, &rows, &count, f))
        return false;
    strbuf_add(b, ",\n \"series\": [");
    for (size_t i = 0; i < count; i++) {
        begin(b, i);
        json_add_member(b, "id", rows[i].id);
        json_add_member(b, "unit", rows[i].unit);
        json_add_member(b, "first", rows[i].first);
        json_add_member(b, "last", rows[i].last);
        strbuf_printf(b, ", \"areas\": %ld, \"groups\": %ld}", rows[i].areas, rows[i].groups);
    }
    strbuf_char(b, ']');
    return true;
}

bool catalogue_store(struct web_request *r, struct web_response *out, struct fault *f) {
    if (!put_surveys(r, &out->body, f) || !put_published(r, &out->body, f) || !put_series(r, &out->body, f))
        return false;
    strbuf_add(&out->body, "}\n");
    return true;
}

/* --- one series --- */

static void put_axis(struct strbuf *b, const char *key, const struct series_table *t) {
    strbuf_printf(b, ",\n \"%s\": [", key);
    for (size_t i = 0; i < t->item_count; i++) {
        begin(b, i);
        json_add_member(b, "id", t->items[i].key);
        json_add_member(b, "label", t->items[i].label);
        strbuf_char(b, '}');
    }
    strbuf_char(b, ']');
}

/* Areas of all groups, groups of all areas; a series that has not both is asked for only one of them. */
bool catalogue_series(struct web_request *r, struct web_response *out, struct fault *f) {
    static const struct {
        const char *key;
        enum series_axis axis;
    } axes[] = {{"areas", SERIES_AREAS}, {"groups", SERIES_GROUPS}};
    const struct series *series = aggregate_series(r->store, r->arena, r->wild[0], f);
    const struct series_table *any = NULL;
    if (!series)
        return false;
    strbuf_char(&out->body, '{');
    json_add_member(&out->body, "id", series->id);
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++) {
        struct fault refused = {0};
        const struct series_choice choice = {.axis = axes[i].axis};
        const struct series_table *t = series_table_make(r->arena, series, &choice, &refused);
        if (t)
            put_axis(&out->body, axes[i].key, any = t);
    }
    strbuf_add(&out->body, ",\n \"periods\": [");
    for (size_t i = 0; any && i < any->period_count; i++) {
        strbuf_add(&out->body, i ? ", " : "");
        json_add_string(&out->body, any->periods[i].text);
    }
    strbuf_add(&out->body, "]}\n");
    return true;
}
