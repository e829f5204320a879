#include "reports/web/text_routes.h"

#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/store/sheet_name.h"
#include "reports/cases/case_index.h"

#include <stdlib.h>
#include <string.h>

static const double slice = 0.03; /* seconds a request may read on */
static const char *const reviews[CASE_REVIEWS] = {"proposed", "plain", "reviewed"};

static bool sees_identities(const struct web_request *r) {
    return (1u << r->session->role & WEB_OFFICER) != 0;
}

/* --- what is asked --- */

static const char *argument(const struct web_request *r, const char *name) {
    const char *value = web_argument(r, name);
    return value ? value : "";
}

static bool read_question(const struct questionnaire *q, const char *id, int *at, struct fault *f) {
    *at = *id ? questionnaire_find(q, id) : -1;
    return !*id || *at >= 0 || fault_usage(f, _("the survey has no question \"%s\""), id);
}

/* "story:masked" */
static bool read_kind(struct web_request *r, const struct case_index *x, struct case_query *query,
                      struct fault *f) {
    const char *kind = argument(r, "kind"), *colon = strchr(kind, ':');
    query->kind = query->coded = -1;
    if (!*kind)
        return true;
    if (colon)
        query->coded = questionnaire_find(x->q, arena_strndup(r->arena, kind, (size_t)(colon - kind)));
    const struct case_coding *coding = query->coded >= 0 ? x->codings[query->coded] : NULL;
    for (size_t k = 0; coding && k < coding->kind_count; k++)
        if (strcmp(coding->kinds[k].id, colon + 1) == 0)
            query->kind = (int)k;
    return query->kind >= 0 || fault_usage(f, _("\"%s\" is no kind of case of this survey"), kind);
}

static bool read_review(struct web_request *r, struct case_query *query, struct fault *f) {
    const char *review = argument(r, "review");
    query->review = -1;
    for (int i = 0; i < CASE_REVIEWS; i++)
        if (strcmp(review, reviews[i]) == 0)
            query->review = i;
    return !*review || query->review >= 0 ||
           fault_usage(f, _("\"%s\" is no stage of the masking's review"), review);
}

static bool read_query(struct web_request *r, const struct case_index *x, struct case_query *query,
                       struct fault *f) {
    long from = strtol(argument(r, "from"), NULL, 10), limit = strtol(argument(r, "limit"), NULL, 10);
    *query = (struct case_query){
        .words = argument(r, "q"),
        .place = argument(r, "place"),
        .identities = sees_identities(r),
        .from = from > 0 ? (size_t)from : 0,
        .limit = limit > 0 && limit <= CASE_INDEX_PAGE ? (size_t)limit : 20,
    };
    return read_question(x->q, argument(r, "question"), &query->question, f) && read_kind(r, x, query, f) &&
           read_review(r, query, f);
}

/* --- what is answered --- */

static void put_choice(struct strbuf *out, size_t *n, const char *id, const char *label, long count) {
    strbuf_add(out, (*n)++ ? ", {" : "{");
    json_add_member(out, "id", id);
    json_add_member(out, "label", label);
    strbuf_printf(out, ", \"n\": %ld}", count);
}

static void put_questions(struct web_request *r, const struct case_index *x, const struct case_found *found,
                          struct strbuf *out) {
    size_t n = 0;
    strbuf_add(out, ",\n \"questions\": [");
    for (size_t i = 0; i < x->q->question_count; i++)
        if (x->q->questions[i].kind == QUESTION_TEXT || found->by_question[i])
            put_choice(out, &n, x->q->questions[i].id, question_title(r->arena, x->q, &x->q->questions[i]),
                       found->by_question[i]);
    strbuf_add(out, "],\n \"kinds\": [");
    n = 0;
    for (size_t i = 0; i < x->q->question_count; i++)
        for (size_t k = 0; x->codings[i] && k < x->codings[i]->kind_count; k++)
            put_choice(out, &n,
                       arena_printf(r->arena, "%s:%s", x->q->questions[i].id, x->codings[i]->kinds[k].id),
                       x->codings[i]->kinds[k].label, found->by_kind[i][k]);
    strbuf_char(out, ']');
}

static const char *place_label(const struct case_index *x, size_t pref) {
    const struct question *question = x->places.pref;
    return question && pref < question->option_count ? question->options[pref].label : _("not answered");
}

static void put_places(const struct case_index *x, const struct case_query *query,
                       const struct case_found *found, struct strbuf *out) {
    const struct case_places *p = &found->places;
    size_t n = 0;
    strbuf_add(out, ",\n \"places\": [");
    if (p->pref && query->identities)
        for (size_t i = 0; i < p->pref_count; i++)
            put_choice(out, &n, i < p->pref->option_count ? p->pref->options[i].id : "unknown",
                       place_label(x, i), found->by_place[i]);
    else if (p->pref)
        for (size_t i = 0; i < p->area_count; i++)
            put_choice(out, &n, p->areas[i].key, p->areas[i].label, found->by_place[i]);
    strbuf_char(out, ']');
}

/* Bytes of a text as characters, which is how a page counts. */
static size_t characters(const char *text, size_t bytes) {
    size_t count = 0;
    for (size_t i = 0; i < bytes; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

static void put_spans(const struct case_shown *shown, struct strbuf *out) {
    strbuf_add(out, ", \"spans\": [");
    for (size_t i = 0; i < shown->span_count; i++)
        strbuf_printf(out, "%s[%zu, %zu, \"%s\"]", i ? ", " : "",
                      characters(shown->original, shown->spans[i].from),
                      characters(shown->original, shown->spans[i].to), mask_kind_key(shown->spans[i].kind));
    strbuf_char(out, ']');
}

static void put_kinds(const struct case_index *x, const struct case_hit *hit, struct strbuf *out) {
    const struct case_coding *coding = x->codings[hit->said->question];
    size_t n = 0;
    strbuf_add(out, ", \"kinds\": [");
    for (size_t k = 0; coding && k < coding->kind_count; k++)
        if (hit->said->kinds >> k & 1) {
            strbuf_add(out, n++ ? ", " : "");
            json_add_string(out, coding->kinds[k].label);
        }
    strbuf_char(out, ']');
}

/* What a researcher sees is what the case list says. */
static void put_masked(struct web_request *r, const struct case_found *found, const struct case_hit *hit,
                       const struct case_shown *shown, struct strbuf *out) {
    const struct case_places *p = &found->places;
    size_t area = p->area_of[hit->of->pref];
    bool coarse = p->areas[area].coarse,
         typed = p->type && p->type_shown[area * p->type_count + hit->of->type];
    if (p->pref)
        json_add_member(out, "place", p->areas[area].label);
    if (typed && hit->of->type < p->type->option_count)
        json_add_member(out, "type", p->type->options[hit->of->type].label);
    json_add_member(out, "text",
                    coarse ? case_one_without_place(r->arena, p->pref, hit->of->pref, shown->text)
                           : shown->text);
}

/* name: of the sheet. */
static void put_original(const struct case_index *x, const struct case_hit *hit, const char *name,
                         const struct case_shown *shown, struct strbuf *out) {
    const struct question *type = x->places.type;
    if (x->places.pref)
        json_add_member(out, "place", place_label(x, hit->of->pref));
    if (type && hit->of->type < type->option_count)
        json_add_member(out, "type", type->options[hit->of->type].label);
    json_add_member(out, "name", name);
    json_add_member(out, "status", store_status_key(hit->of->status));
    json_add_member(out, "text", shown->original);
    json_add_member(out, "masked", shown->masked);
    strbuf_printf(out, ", \"accepted\": %s", shown->accepted ? "true" : "false");
    put_spans(shown, out);
}

static bool put_hit(struct web_request *r, const struct case_index *x, const struct case_query *query,
                    const struct case_found *found, size_t at, struct strbuf *out, struct fault *f) {
    const struct case_hit *hit = &found->hits[at];
    struct case_shown shown;
    const char *name = NULL;
    if (!case_index_show(r->arena, x, r->store, hit, &shown, f) ||
        (query->identities && !sheet_name_of(r->store, r->arena, hit->of->id, &name, f)))
        return false;
    strbuf_add(out, at ? ",\n  {" : "{");
    strbuf_printf(out, "\"return\": %ld", hit->of->id);
    json_add_member(out, "question", x->q->questions[hit->said->question].id);
    json_add_member(out, "label", question_title(r->arena, x->q, &x->q->questions[hit->said->question]));
    if (query->identities)
        put_original(x, hit, name, &shown, out);
    else
        put_masked(r, found, hit, &shown, out);
    put_kinds(x, hit, out);
    strbuf_char(out, '}');
    return true;
}

static void put_replacements(const struct case_index *x, struct strbuf *out) {
    strbuf_add(out, ",\n \"replacements\": {");
    for (int kind = 0; kind < MASK_KINDS; kind++) {
        strbuf_printf(out, "%s\"%s\": ", kind ? ", " : "", mask_kind_key((enum mask_kind)kind));
        json_add_string(out, mask_replacement(x->one.masks, (enum mask_kind)kind));
    }
    strbuf_char(out, '}');
}

static bool put_found(struct web_request *r, const struct case_index *x, const struct case_query *query,
                      const struct case_found *found, struct strbuf *out, struct fault *f) {
    strbuf_printf(
        out, "{\"ready\": %s, \"read\": %ld, \"known\": %ld, \"all\": %zu, \"total\": %zu, \"from\": %zu",
        x->ready ? "true" : "false", x->walked, x->known, found->all, found->total, query->from);
    put_questions(r, x, found, out);
    put_places(x, query, found, out);
    if (query->identities) {
        strbuf_printf(out, ",\n \"reviews\": {\"proposed\": %ld, \"plain\": %ld, \"reviewed\": %ld}",
                      found->by_review[CASE_PROPOSED], found->by_review[CASE_PLAIN],
                      found->by_review[CASE_REVIEWED]);
        put_replacements(x, out);
    }
    strbuf_add(out, ",\n \"items\": [");
    for (size_t i = 0; i < found->count; i++)
        if (!put_hit(r, x, query, found, i, out, f))
            return false;
    strbuf_add(out, "]}\n");
    return true;
}

bool text_search(struct web_request *r, struct web_response *out, struct fault *f) {
    struct case_index *x = case_index_of(r->store, r->wild[0], f);
    struct case_query query;
    struct case_found found;
    return x && case_index_update(x, r->store, slice, f) && read_query(r, x, &query, f) &&
           case_index_find(r->arena, x, &query, &found, f) && put_found(r, x, &query, &found, &out->body, f);
}

/* --- a text is masked --- */

struct masking {
    struct web_request *request;
    struct case_index *x;
    const struct case_return *of;
    const struct case_said *said;
    struct case_shown shown;
    const char *original, *was, *why;
    struct mask_span *spans;
    size_t span_count;
};

static bool find_text(struct masking *m, struct web_response *out, long ret, const char *question,
                      struct fault *f) {
    struct case_index *x = m->x;
    for (size_t i = 0; i < x->count; i++)
        for (size_t j = 0; x->returns[i].id == ret && j < x->returns[i].count; j++)
            if (strcmp(x->q->questions[x->returns[i].texts[j].question].id, question) == 0) {
                const struct case_hit hit = {&x->returns[i], &x->returns[i].texts[j]};
                m->of = hit.of;
                m->said = hit.said;
                return case_index_show(m->request->arena, x, m->request->store, &hit, &m->shown, f);
            }
    return web_refuse(out, f, 409, _("the text is not there any more; look at the list again"));
}

/* [from, to, "kind"], in characters, into bytes; in order and apart. */
static bool read_span(struct masking *m, const struct json *node, size_t *at, size_t *character,
                      struct fault *f) {
    const struct json *from = node->first, *to = from ? from->next : NULL, *kind = to ? to->next : NULL;
    const char *text = m->shown.original;
    struct mask_span span = {0};
    if (!kind || kind->next || from->kind != JSON_NUMBER || to->kind != JSON_NUMBER ||
        kind->kind != JSON_STRING || !mask_kind_parse(kind->string, &span.kind) ||
        from->number < (double)*character || to->number <= from->number)
        return json_fault(f, node, _("expected a first and a last character, and a kind of mask"));
    for (; text[*at] && (double)*character < from->number; *at += 1)
        *character += ((unsigned char)text[*at + 1] & 0xC0) != 0x80;
    span.from = *at;
    for (; text[*at] && (double)*character < to->number; *at += 1)
        *character += ((unsigned char)text[*at + 1] & 0xC0) != 0x80;
    span.to = *at;
    if ((double)*character < to->number)
        return json_fault(f, node, _("the text is not so long"));
    m->spans[m->span_count++] = span;
    return true;
}

static bool read_masking(struct masking *m, struct web_response *out, struct fault *f) {
    static const char *const keys[] = {"return", "question", "original", "was", "spans", "why", NULL};
    const struct json *body = web_json(m->request, f), *spans;
    const char *question;
    size_t at = 0, character = 0;
    long ret;
    if (!body || !json_expect(body, JSON_OBJECT, f) || !json_known(body, keys, f) ||
        !json_get_integer(body, "return", true, &ret, f) ||
        !json_get_string(body, "question", true, &question, f) ||
        !json_get_string(body, "original", true, &m->original, f) ||
        !json_get_string(body, "was", false, &m->was, f) || !json_get_string(body, "why", true, &m->why, f) ||
        !json_get_array(body, "spans", true, &spans, f))
        return web_malformed(f);
    if (!find_text(m, out, ret, question, f))
        return false;
    if (strcmp(m->shown.original, m->original) != 0)
        return web_refuse(out, f, 409, _("the answer was corrected meanwhile; look at it again"));
    m->spans = arena_array(m->request->arena, spans->count + 1, sizeof *m->spans);
    for (const struct json *node = spans->first; node; node = node->next)
        if (!json_expect(node, JSON_ARRAY, f) || !read_span(m, node, &at, &character, f))
            return web_malformed(f);
    return true;
}

/* Two people who look at one text: the second one is told. */
static bool is_fresh(const struct masking *m) {
    return m->was ? m->shown.accepted && strcmp(m->was, m->shown.masked) == 0 : !m->shown.accepted;
}

/* A proposal of which no part is masked. */
static bool is_left_out(const struct masking *m, const struct mask_span *proposal) {
    for (size_t i = 0; i < m->span_count; i++)
        if (m->spans[i].from < proposal->to && m->spans[i].to > proposal->from)
            return false;
    return true;
}

static size_t count_left_out(const struct masking *m) {
    size_t count = 0;
    for (size_t i = 0; i < m->shown.span_count; i++)
        count += is_left_out(m, &m->shown.spans[i]);
    return count;
}

/* As `shukei mask accept` writes it: kinds and numbers, never the words. */
static const char *summary(const struct masking *m, size_t left_out) {
    struct arena *arena = m->request->arena;
    const char *text = m->x->q->questions[m->said->question].id;
    size_t by_kind[MASK_KINDS] = {0};
    for (size_t i = 0; i < m->span_count; i++)
        by_kind[m->spans[i].kind]++;
    for (int kind = 0; kind < MASK_KINDS; kind++)
        if (by_kind[kind])
            text = arena_printf(arena, "%s %s=%zu", text, mask_kind_key((enum mask_kind)kind), by_kind[kind]);
    return left_out ? arena_printf(arena, "%s shown=%zu", text, left_out) : text;
}

static bool keep(struct masking *m, const char *masked, struct fault *f) {
    size_t left_out = count_left_out(m);
    const struct masked_text item = {m->x->q->questions[m->said->question].id, m->shown.original, masked};
    if (left_out && !*m->why)
        return fault_usage(f, _("say why a spot that was proposed is shown after all"));
    return store_masked_set(m->request->store, m->of->id, &item, 1, summary(m, left_out), m->why, f);
}

bool text_mask(struct web_request *r, struct web_response *out, struct fault *f) {
    struct masking m = {.request = r, .x = case_index_of(r->store, r->wild[0], f)};
    if (!m.x || !case_index_update(m.x, r->store, slice, f) || !read_masking(&m, out, f))
        return false;
    if (!is_fresh(&m))
        return web_refuse(out, f, 409, _("somebody else has reviewed this text meanwhile; look at it again"));
    const char *masked = mask_apply(r->arena, m.x->one.masks, m.shown.original, m.spans, m.span_count);
    if (!web_begin(r, f) || !web_commit(r, keep(&m, masked, f), f))
        return false;
    strbuf_char(&out->body, '{');
    json_add_member(&out->body, "masked", masked);
    strbuf_add(&out->body, "}\n");
    return true;
}
