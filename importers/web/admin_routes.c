/* The routes of the administration: surveys, and how many questionnaires were sent. */
#include "engine/app/sent_csv.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/reference.h"
#include "importers/web/routes.h"

#include <string.h>

/* --- surveys --- */

static bool put_survey(struct web_request *r, const struct survey_row *row, struct strbuf *out,
                       struct fault *f) {
    const struct questionnaire *q = store_questionnaire(r->store, r->arena, row->id, f);
    struct sent_count *sent;
    size_t count;
    long total = 0;
    if (!q || !store_sent_get(r->store, r->arena, row->id, &sent, &count, f))
        return false;
    for (size_t i = 0; i < count; i++)
        total += sent[i].count;
    strbuf_char(out, '{');
    json_add_member(out, "id", row->id);
    json_add_member(out, "title", row->title);
    json_add_member(out, "from", q->field_from);
    json_add_member(out, "to", q->field_to);
    json_add_member(out, "added", row->added_at);
    strbuf_printf(out, ", \"versions\": %ld, \"questions\": %zu, \"returns\": %ld, \"sent\": %ld}",
                  row->versions, q->question_count, row->returns, count ? total : q->sent_total);
    return true;
}

bool admin_surveys(struct web_request *r, struct web_response *out, struct fault *f) {
    struct survey_row *rows;
    size_t count;
    if (!store_survey_list(r->store, r->arena, &rows, &count, f))
        return false;
    strbuf_add(&out->body, "{\"surveys\": [");
    for (size_t i = 0; i < count; i++) {
        strbuf_add(&out->body, i ? ",\n " : "");
        if (!put_survey(r, &rows[i], &out->body, f))
            return false;
    }
    strbuf_add(&out->body, "]}\n");
    return true;
}

/* What adding it would do: a survey is never deleted, so it is looked at first. */
static bool put_look(struct web_request *r, const struct questionnaire *q, struct strbuf *out,
                     struct fault *f) {
    struct survey_row *rows;
    size_t count;
    long versions = 0;
    if (!store_survey_list(r->store, r->arena, &rows, &count, f))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].id, q->id) == 0)
            versions = rows[i].versions;
    strbuf_char(out, '{');
    json_add_member(out, "id", q->id);
    json_add_member(out, "title", q->title);
    json_add_member(out, "organiser", q->organiser);
    json_add_member(out, "from", q->field_from);
    json_add_member(out, "to", q->field_to);
    strbuf_printf(out, ", \"versions\": %ld, \"sent\": %ld, \"questions\": [", versions, q->sent_total);
    for (size_t i = 0; i < q->question_count; i++) {
        strbuf_add(out, i ? ", {" : "{");
        json_add_member(out, "number", q->questions[i].number);
        json_add_member(out, "label", question_title(r->arena, q, &q->questions[i]));
        json_add_member(out, "kind", question_kind_name(q->questions[i].kind));
        strbuf_printf(out, ", \"options\": %zu}",
                      q->questions[i].kind == QUESTION_PREFECTURE ? 0 : q->questions[i].option_count);
    }
    strbuf_add(out, "]}\n");
    return true;
}

/* ?name=FILE: what is in it; and &keep=1: added, too.  A fault names the place by its JSON pointer. */
bool admin_post_survey(struct web_request *r, struct web_response *out, struct fault *f) {
    const char *name, *keep = web_argument(r, "keep");
    if (!web_wanted(r, "name", &name, f))
        return false;
    const struct questionnaire *q = questionnaire_parse(r->arena, r->body, r->length, name, f);
    if (!q)
        return web_malformed(f);
    if (!put_look(r, q, &out->body, f))
        return false;
    return !keep || (web_begin(r, f) && web_commit(r, store_survey_add(r->store, q, f), f));
}

/* --- sent counts --- */

static const char *association_label(const struct reference *reference, const char *id) {
    for (size_t i = 0; i < reference->association_count; i++)
        if (strcmp(reference->associations[i].id, id) == 0)
            return reference->associations[i].name;
    return NULL;
}

static const char *prefecture_label(const struct reference *reference, const char *code) {
    for (size_t i = 0; i < reference->prefecture_count; i++)
        if (strcmp(reference->prefectures[i].code, code) == 0)
            return reference->prefectures[i].name;
    return "";
}

/* known: an association of the list; others are kept as they are written. */
static bool put_sent(const struct sent_count *sent, size_t count, struct strbuf *out, struct fault *f) {
    const struct reference *reference = reference_get(f);
    if (!reference)
        return false;
    strbuf_add(out, "{\"sent\": [");
    for (size_t i = 0; i < count; i++) {
        const char *label = association_label(reference, sent[i].association);
        strbuf_add(out, i ? ",\n {" : "{");
        json_add_member(out, "association", label ? label : sent[i].association);
        json_add_member(out, "prefecture", prefecture_label(reference, sent[i].prefecture));
        strbuf_printf(out, ", \"known\": %s, \"count\": %ld}",
                      label || !*sent[i].association ? "true" : "false", sent[i].count);
    }
    strbuf_add(out, "]}\n");
    return true;
}

bool admin_sent(struct web_request *r, struct web_response *out, struct fault *f) {
    struct sent_count *sent;
    size_t count;
    return store_sent_get(r->store, r->arena, r->wild[0], &sent, &count, f) &&
           put_sent(sent, count, &out->body, f);
}

/* The body is CSV as `shukei survey sent` takes it.  ?keep=1: it replaces what was there; else it is only read. */
bool admin_post_sent(struct web_request *r, struct web_response *out, struct fault *f) {
    struct sent_count *sent;
    size_t count;
    if (!store_questionnaire(r->store, r->arena, r->wild[0], f))
        return false;
    if (!sent_csv_parse(r->arena, _("the list"), r->body, r->length, &sent, &count, f))
        return web_malformed(f);
    if (!put_sent(sent, count, &out->body, f))
        return false;
    return !web_argument(r, "keep") ||
           (web_begin(r, f) && web_commit(r, store_sent_set(r->store, r->wild[0], sent, count, f), f));
}
