/* The routes of the online form, and of the links to it. */
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/reference.h"
#include "engine/store/link.h"
#include "engine/store/sitting.h"
#include "importers/web/online.h"
#include "importers/web/routes.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { DAY = 11 };

/* What a link leads to. */
struct visit {
    const struct link *link;
    const struct questionnaire *q;
    struct response *response; /* what was answered before, or nothing */
    const char *until;
};

static const char html[] = "text/html; charset=utf-8";

static void today(char out[DAY]) {
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    strftime(out, DAY, "%Y-%m-%d", &local);
}

/* --- finding what a link leads to --- */

static bool read_before(struct web_request *r, struct visit *v, struct fault *f) {
    const struct questionnaire *version;
    struct return_row row;
    v->response = response_create(r->arena, v->q);
    if (!v->link->ret)
        return true;
    if (!store_return_get(r->store, r->arena, v->link->ret, &version, &row, &v->response, f))
        return false;
    if (strcmp(version->hash, v->q->hash) != 0)
        v->response = store_response_carry(r->arena, version, v->response, v->q);
    return true;
}

/* False with a page that says why, and no fault, when it leads nowhere (any more). */
static bool enter(struct web_request *r, struct web_response *out, struct visit *v, struct fault *f) {
    static const struct web_limit_rule wrong = {"link", 60, 30};
    char now[DAY];
    today(now);
    out->type = html;
    if (!link_find(r->store, r->arena, r->wild[0], &v->link, f))
        return false;
    if (!v->link) {
        out->status = web_allow(r, &wrong, r->address) ? 404 : 429;
        online_notice(
            lang_now(), _("There is no such form"),
            _("The address is not complete, or was mistyped. Please copy it as it was sent to you."),
            &out->body);
        return false;
    }
    v->q = store_questionnaire(r->store, r->arena, v->link->survey, f);
    if (!v->q)
        return false;
    v->until = v->q->field_to && *v->q->field_to ? v->q->field_to : NULL;
    if (v->until && strcmp(now, v->until) > 0) {
        const char *before = lang_enter(v->q->lang);
        out->status = 410;
        online_notice(v->q->lang, v->q->title, _("This survey has ended. Thank you for your interest."),
                      &out->body);
        lang_enter(before);
        return false;
    }
    return read_before(r, v, f);
}

static const char *association_name(const char *id) {
    struct fault ignored = {0};
    const struct reference *reference = id ? reference_get(&ignored) : NULL;
    for (size_t i = 0; reference && i < reference->association_count; i++)
        if (strcmp(reference->associations[i].id, id) == 0)
            return reference->associations[i].name;
    return id;
}

static const char *path_of(struct arena *arena, const char *token) {
    return arena_printf(arena, "/f/%s", token);
}

static void show_form(struct web_request *r, struct web_response *out, const struct visit *v,
                      const struct response *response, const struct findings *findings, const char *key) {
    const struct online_page page = {
        .q = v->q,
        .response = response,
        .findings = findings,
        .action = path_of(r->arena, r->wild[0]),
        .key = key,
        .association = association_name(v->link->association),
        .until = v->until,
        .correcting = v->link->ret != 0,
    };
    online_form(r->arena, &page, &out->body);
}

static bool get_form(struct web_request *r, struct web_response *out, struct fault *f) {
    unsigned char key[SITTING_KEY];
    char hex[2 * SITTING_KEY + 1];
    struct visit v;
    if (!enter(r, out, &v, f))
        return f->kind == FAULT_NONE;
    randombytes_buf(key, sizeof key);
    sodium_bin2hex(hex, sizeof hex, key, sizeof key);
    show_form(r, out, &v, v.response, NULL, hex);
    return true;
}

/* --- what was sent --- */

struct answered {
    struct entry_sheet sheet;
    const char *key_text;
    unsigned char key[SITTING_KEY];
};

static bool read_answers(struct web_request *r, const struct visit *v, struct answered *a, struct fault *f) {
    struct strbuf text = {0};
    const struct fence *fences;
    size_t length;
    if (!web_wanted(r, ".key", &a->key_text, f))
        return false;
    if (sodium_hex2bin(a->key, SITTING_KEY, a->key_text, strlen(a->key_text), NULL, &length, NULL) != 0 ||
        length != SITTING_KEY)
        return fault_usage(f, _("the request is malformed"));
    online_sheet(r, v->q, &text);
    const struct json *json = json_parse(r->arena, text.text, text.length, _("the request"), f);
    bool done = json && store_fences(r->store, r->arena, v->q, &fences, f) &&
                entry_read(r->arena, v->q, fences, json, &a->sheet, f);
    strbuf_end(&text);
    return done || web_malformed(f);
}

/* What must be looked at again: contradictions always, doubts until they were seen. */
static bool to_be_looked_at(const struct web_request *r, const struct findings *findings) {
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].severity == RULE_ERROR ||
            (findings->items[i].severity == RULE_WARNING && !web_argument(r, ".seen")))
            return true;
    return false;
}

static void fill_fields(struct web_request *r, const struct visit *v, struct response *response) {
    char day[DAY];
    today(day);
    response->fields[FIELD_CHANNEL] = "web";
    response->fields[FIELD_ASSOCIATION] = v->link->association;
    response->fields[FIELD_INSTITUTION] = v->link->institution;
    response->fields[FIELD_RECEIVED] =
        v->link->ret ? v->response->fields[FIELD_RECEIVED] : arena_strdup(r->arena, day);
}

static bool correct(struct web_request *r, const struct visit *v, struct answered *a, struct fault *f) {
    return !response_differs(v->q, v->response, a->sheet.response, NULL) ||
           store_return_revise(r->store, v->q, v->link->ret, a->sheet.response, &a->sheet.findings,
                               "corrected online by the respondent", f);
}

/* A new return, and the link by which it can be corrected: the one that was used, or, of an open one, a new one. */
static bool add(struct web_request *r, const struct visit *v, struct answered *a, long *id,
                const char **token, struct fault *f) {
    const struct incoming in = {.response = a->sheet.response,
                                .findings = a->sheet.findings.items,
                                .finding_count = a->sheet.findings.count};
    const struct sitting_sheet sheet = {.in = &in, .channel = "web", .key = a->key};
    struct sitting_saved saved;
    char fresh[LINK_TOKEN + 1];
    if (!sitting_add(r->store, v->q, &sheet, &saved, f))
        return false;
    *id = saved.id;
    *token = r->wild[0];
    if (!v->link->open)
        return link_answered(r->store, r->wild[0], saved.id, f);
    const struct link own = {.survey = v->q->id, .association = v->link->association, .ret = saved.id};
    if (!link_add(r->store, &own, fresh, f))
        return false;
    *token = arena_strdup(r->arena, fresh);
    return true;
}

static bool keep(struct web_request *r, const struct visit *v, struct answered *a, long *id,
                 const char **token, struct fault *f) {
    *id = v->link->ret;
    *token = r->wild[0];
    return v->link->ret ? correct(r, v, a, f) : add(r, v, a, id, token, f);
}

static bool post_form(struct web_request *r, struct web_response *out, struct fault *f) {
    static const struct web_limit_rule by_link = {"answer-link", 1000, 120},
                                       by_address = {"answer-address", 1000, 30};
    struct visit v;
    struct answered a;
    const char *token;
    long id;
    if (!web_allow(r, &by_link, r->wild[0]) || !web_allow(r, &by_address, r->address))
        return web_refuse(out, f, 429, _("too many requests; wait a minute"));
    if (!enter(r, out, &v, f))
        return f->kind == FAULT_NONE;
    if (!read_answers(r, &v, &a, f))
        return false;
    if (to_be_looked_at(r, &a.sheet.findings)) {
        out->status = 422;
        show_form(r, out, &v, a.sheet.response, &a.sheet.findings, a.key_text);
        return true;
    }
    fill_fields(r, &v, a.sheet.response);
    if (!web_begin(r, f) || !web_commit(r, keep(r, &v, &a, &id, &token, f), f))
        return false;
    online_receipt(v.q, arena_printf(r->arena, "%s-%06ld", v.q->id, id), r->origin, path_of(r->arena, token),
                   v.until, &out->body);
    return true;
}

/* Who answers reads a page, and nothing of how the office keeps its store. */
static bool say_why(struct web_response *out, const struct fault *f) {
    bool malformed = out->status == 200 && f->kind == FAULT_USAGE, busy = out->status == 429;
    const char *text =
        malformed ? _("What was sent could not be read. Please open the address again, and send the form "
                      "once more.")
        : busy    ? _("Too many answers come in at once. Please wait a minute, then send the form once more.")
                  : _("Your answers could not be taken. Please try once more in a few minutes; if it happens "
                         "again, call "
                         "the office that sent you the address.");
    if (!malformed && !busy)
        fprintf(stderr, "shukei: /f/: %s\n", f->text);
    strbuf_clear(&out->body);
    out->type = html;
    out->status = malformed ? 400 : busy ? 429 : 503;
    online_notice(lang_now(), _("This did not work"), text, &out->body);
    return true;
}

bool online_get_form(struct web_request *r, struct web_response *out, struct fault *f) {
    return get_form(r, out, f) || say_why(out, f);
}

bool online_post_form(struct web_request *r, struct web_response *out, struct fault *f) {
    return post_form(r, out, f) || say_why(out, f);
}

/* --- links for the office --- */

static bool make_link(struct web_request *r, struct web_response *out, const struct link *link, size_t *made,
                      struct fault *f) {
    char token[LINK_TOKEN + 1];
    bool known = false;
    if ((link->institution && !link_known(r->store, link->survey, link->institution, &known, f)) ||
        !link_add(r->store, link, token, f))
        return false;
    strbuf_add(&out->body, (*made)++ ? ",\n {" : "{");
    json_add_member(&out->body, "institution", link->institution);
    json_add_member(&out->body, "path", path_of(r->arena, token));
    strbuf_printf(&out->body, ", \"earlier\": %s", known ? "true" : "false");
    strbuf_char(&out->body, '}');
    return true;
}

static bool make_links(struct web_request *r, struct web_response *out, const struct json *body,
                       struct fault *f) {
    struct link link = {.survey = r->wild[0]};
    const struct json *institutions = NULL;
    size_t made = 0;
    if (!json_get_string(body, "association", false, &link.association, f) ||
        !json_get_array(body, "institutions", false, &institutions, f))
        return web_malformed(f);
    if (link.association && !*link.association)
        link.association = NULL;
    strbuf_add(&out->body, "{\"links\": [");
    link.open = !institutions;
    if (link.open && !make_link(r, out, &link, &made, f))
        return false;
    for (const struct json *child = institutions ? institutions->first : NULL; child; child = child->next) {
        if (!json_expect(child, JSON_STRING, f))
            return web_malformed(f);
        link.institution = child->string;
        if (!make_link(r, out, &link, &made, f))
            return false;
    }
    strbuf_add(&out->body, "]}\n");
    return true;
}

bool online_post_links(struct web_request *r, struct web_response *out, struct fault *f) {
    const struct json *body = web_json(r, f);
    if (!body || !json_expect(body, JSON_OBJECT, f))
        return false;
    return web_begin(r, f) && web_commit(r, make_links(r, out, body, f), f);
}
