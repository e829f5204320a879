/* The routes of the keying screen. */
#include "engine/app/edit_findings.h"
#include "engine/app/monitor_print.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/store/paper.h"
#include "engine/store/sitting.h"
#include "importers/web/entry.h"
#include "importers/web/number.h"
#include "importers/web/routes.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* --- surveys --- */

bool entry_surveys(struct web_request *r, struct web_response *out, struct fault *f) {
    struct survey_row *rows;
    size_t count;
    if (!store_survey_list(r->store, r->arena, &rows, &count, f))
        return false;
    strbuf_add(&out->body, "{\"surveys\": [");
    for (size_t i = 0; i < count; i++) {
        strbuf_add(&out->body, i ? ", {" : "{");
        json_add_member(&out->body, "id", rows[i].id);
        json_add_member(&out->body, "title", rows[i].title);
        struct sitting_mine mine;
        if (!sitting_mine_get(r->store, rows[i].id, &mine, f))
            return false;
        strbuf_printf(&out->body, ", \"returns\": %ld, \"drafts\": %ld, \"last\": %ld, \"today\": %ld}",
                      rows[i].returns, mine.drafts, mine.last, mine.today);
    }
    strbuf_add(&out->body, "]}\n");
    return true;
}

bool entry_get_form(struct web_request *r, struct web_response *out, struct fault *f) {
    const struct questionnaire *q = store_questionnaire(r->store, r->arena, r->wild[0], f);
    return q && entry_form(r->arena, q, &out->body, f);
}

/* --- a sheet on the screen --- */

struct keyed {
    const struct questionnaire *q;
    const struct json *body;
    struct entry_sheet sheet;
};

static bool read_sheet(struct web_request *r, struct keyed *keyed, const struct fence *fences,
                       struct fault *f) {
    const struct json *sheet;
    keyed->body = web_json(r, f);
    return (keyed->body && json_expect(keyed->body, JSON_OBJECT, f) &&
            json_get_object(keyed->body, "sheet", true, &sheet, f) &&
            entry_read(r->arena, keyed->q, fences, sheet, &keyed->sheet, f)) ||
           web_malformed(f);
}

static bool read_keyed(struct web_request *r, const char *survey, struct keyed *keyed, struct fault *f) {
    const struct fence *fences;
    keyed->q = store_questionnaire(r->store, r->arena, survey, f);
    return keyed->q && store_fences(r->store, r->arena, keyed->q, &fences, f) &&
           read_sheet(r, keyed, fences, f);
}

bool entry_post_look(struct web_request *r, struct web_response *out, struct fault *f) {
    struct keyed keyed;
    if (!read_keyed(r, r->wild[0], &keyed, f))
        return false;
    strbuf_char(&out->body, '{');
    entry_look(keyed.q, &keyed.sheet, &out->body);
    strbuf_add(&out->body, "}\n");
    return true;
}

static bool is_key(const char *text, unsigned char key[SITTING_KEY]) {
    size_t length;
    return sodium_hex2bin(key, SITTING_KEY, text, strlen(text), NULL, &length, NULL) == 0 &&
           length == SITTING_KEY && strlen(text) == 2 * SITTING_KEY;
}

static bool read_key(const struct json *body, unsigned char key[SITTING_KEY], struct fault *f) {
    const char *text;
    if (!json_get_string(body, "key", true, &text, f))
        return web_malformed(f);
    return is_key(text, key) || fault_usage(f, _("\"key\": expected %d hexadecimal digits"), 2 * SITTING_KEY);
}

/* The number is asked about where a first keying wants it (`unless_taken`); a second one that could not be compared is refused. */
static const char *objection(struct web_request *r, const struct sitting_sheet *sheet,
                             const struct number *n) {
    const char *number = sheet->in->response->fields[FIELD_SHEET];
    if (sheet->second)
        return number_refusal(r->arena, number, n);
    return !n->taken
               ? NULL
               : arena_printf(
                     r->arena,
                     _("%s It is not saved yet. Correct the number, or save again if it is another sheet."),
                     number_question(r->arena, number, n, r->session->account));
}

static bool number_stands(struct web_request *r, struct web_response *out, const struct keyed *keyed,
                          const struct sitting_sheet *sheet, const struct sitting_saved *saved,
                          struct fault *f) {
    const char *const *fields = keyed->sheet.response->fields;
    const struct number_wish wish = {.sheet = fields[FIELD_SHEET],
                                     .association = fields[FIELD_ASSOCIATION],
                                     .except = sheet->second ? 0 : saved->id,
                                     .second = sheet->second ? saved->id : 0};
    struct number n;
    if (!number_find(r->store, r->arena, keyed->q, &wish, &n, f))
        return false;
    const char *why = objection(r, sheet, &n);
    return !why || web_refuse(out, f, 409, why);
}

static bool is_right(struct web_request *r, struct web_response *out, const struct keyed *keyed,
                     const struct sitting_sheet *sheet, const struct sitting_saved *saved, bool ask,
                     struct fault *f) {
    if (!saved->before)
        return (!ask && !sheet->second) || number_stands(r, out, keyed, sheet, saved, f);
    return !saved->differs ||
           web_refuse(
               out, f, 409,
               _("This sheet was saved already, in another window, and is different there. Nothing was "
                 "changed: open the saved sheet and correct it."));
}

/* A sheet that was keyed from a picture is linked to it, once; paper 0: it lay on the desk. */
static bool add_sheet(struct web_request *r, const struct keyed *keyed, const struct sitting_sheet *sheet,
                      long paper, struct sitting_saved *saved, struct fault *f) {
    return sitting_add(r->store, keyed->q, sheet, saved, f) &&
           (!paper || saved->before || paper_keyed(r->store, paper, sheet->second, saved->id, f));
}

struct sending {
    unsigned char key[SITTING_KEY];
    bool second, ask;
    long paper;
};

static bool read_sending(const struct json *body, struct sending *sending, struct fault *f) {
    *sending = (struct sending){0};
    return read_key(body, sending->key, f) &&
           ((json_get_bool(body, "second", false, &sending->second, f) &&
             json_get_bool(body, "unless_taken", false, &sending->ask, f) &&
             json_get_integer(body, "paper", false, &sending->paper, f)) ||
            web_malformed(f));
}

static bool is_numbered(const struct keyed *keyed, struct fault *f) {
    return keyed->sheet.response->fields[FIELD_SHEET] ||
           fault_usage(
               f, _("The sheet has no number. Key the one that stands on the paper, or give it the next free "
                    "one and write that on the paper."));
}

static bool put_saved(struct web_request *r, const struct keyed *keyed, const struct sitting_saved *saved,
                      bool second, struct strbuf *out, struct fault *f) {
    const char *const *fields = keyed->sheet.response->fields;
    strbuf_printf(out, "{\"id\": %ld, \"before\": %s", saved->id, saved->before ? "true" : "false");
    json_add_member(out, "status", second ? NULL : store_status_key(saved->status));
    strbuf_add(out, ", ");
    entry_look(keyed->q, &keyed->sheet, out);
    strbuf_add(out, ", ");
    if (!number_put_next(r, keyed->q, fields[FIELD_SHEET], fields[FIELD_ASSOCIATION], second, out, f))
        return false;
    strbuf_add(out, "}\n");
    return true;
}

/* Who keyed it is who is signed in, whatever the screen says. */
bool entry_post_sheet(struct web_request *r, struct web_response *out, struct fault *f) {
    struct keyed keyed;
    struct sitting_saved saved;
    struct sending sending;
    if (!read_keyed(r, r->wild[0], &keyed, f) || !read_sending(keyed.body, &sending, f) ||
        !is_numbered(&keyed, f))
        return false;
    struct response *response = keyed.sheet.response;
    response->fields[FIELD_OPERATOR] = r->session->account;
    const struct incoming in = {.response = response,
                                .findings = keyed.sheet.findings.items,
                                .finding_count = keyed.sheet.findings.count};
    const struct sitting_sheet sheet = {.in = &in,
                                        .channel = response->fields[FIELD_CHANNEL],
                                        .second = sending.second,
                                        .key = sending.key,
                                        .why = keyed.sheet.notes};
    return web_begin(r, f) &&
           web_commit(r,
                      add_sheet(r, &keyed, &sheet, sending.paper, &saved, f) &&
                          is_right(r, out, &keyed, &sheet, &saved, sending.ask, f),
                      f) &&
           put_saved(r, &keyed, &saved, sending.second, &out->body, f);
}

/* --- drafts --- */

static bool is_second(const struct web_request *r) {
    const char *second = web_argument(r, "second");
    return second && strcmp(second, "1") == 0;
}

bool entry_get_draft(struct web_request *r, struct web_response *out, struct fault *f) {
    const char *body;
    if (!sitting_draft_get(r->store, r->arena, r->wild[0], is_second(r), &body, f))
        return false;
    strbuf_printf(&out->body, "{\"draft\": %s}\n", body ? body : "null");
    return true;
}

/* A window that still has the sheet which another one saved hears of it. */
static bool put_known(struct web_request *r, const struct json *body, struct strbuf *out, struct fault *f) {
    unsigned char key[SITTING_KEY];
    const char *text = NULL;
    long id = 0;
    if (body->kind != JSON_OBJECT || !json_get_string(body, "key", false, &text, f) || !text ||
        !is_key(text, key)) {
        fault_clear(f);
        return true;
    }
    if (!sitting_known(r->store, is_second(r), key, &id, f))
        return false;
    if (id)
        strbuf_printf(out, "\"saved\": %ld", id);
    return true;
}

/* The body is kept as it is, once it is known to be JSON. */
bool entry_post_draft(struct web_request *r, struct web_response *out, struct fault *f) {
    const struct json *body = web_json(r, f);
    strbuf_char(&out->body, '{');
    if (!body || !put_known(r, body, &out->body, f))
        return false;
    bool saved = out->body.length > 1;
    if (!saved &&
        (!web_begin(r, f) || !web_commit(r,
                                         sitting_draft_set(r->store, r->wild[0], is_second(r),
                                                           body->kind == JSON_NULL ? NULL : r->body, f),
                                         f)))
        return false;
    strbuf_add(&out->body, "}\n");
    return true;
}

/* --- a return that is there --- */

struct found {
    const struct questionnaire *q;
    struct return_row row;
    struct response *response; /* under the newest version of its questionnaire */
};

static bool find(struct web_request *r, struct found *found, struct fault *f) {
    const struct questionnaire *version;
    char *end;
    long id = strtol(r->wild[0], &end, 10);
    if (*end || !store_return_get(r->store, r->arena, id, &version, &found->row, &found->response, f))
        return f->kind != FAULT_NONE ? false
                                     : fault_usage(f, _("\"%s\" is not the number of a return"), r->wild[0]);
    found->q = store_questionnaire(r->store, r->arena, found->row.survey, f);
    if (found->q && strcmp(found->q->hash, version->hash) != 0)
        found->response = store_response_carry(r->arena, version, found->response, found->q);
    return found->q != NULL;
}

/* What people have noted of it: why an answer is invalid, why another was corrected. */
static bool put_noted(struct web_request *r, long id, struct strbuf *out, struct fault *f) {
    struct history_row *rows;
    size_t count;
    if (!store_history(r->store, r->arena, id, &rows, &count, f))
        return false;
    strbuf_add(out, ", \"noted\": [");
    for (size_t i = 0; i < count; i++)
        if (rows[i].why)
            json_add_object(out, (const char *const[][2]){
                                     {"at", rows[i].at}, {"who", rows[i].who}, {"why", rows[i].why}, {NULL}});
    strbuf_char(out, ']');
    return true;
}

/* Who is shown what somebody else keyed first does not key it a second time (engine/store/number.h).  Nobody waits for other
 * writers who only reads. */
static bool look(struct web_request *r, const struct found *found, bool *blind, struct fault *f) {
    const char *const *fields = found->response->fields;
    const struct number_wish wish = {.sheet = fields[FIELD_SHEET], .association = fields[FIELD_ASSOCIATION]};
    return number_is_blind(r->store, r->arena, found->q, &wish, found->row.id, blind, f) &&
           (!*blind ||
            (web_begin(r, f) &&
             web_commit(r, number_look(r->store, r->arena, found->q, &wish, found->row.id, blind, f), f)));
}

bool entry_get_return(struct web_request *r, struct web_response *out, struct fault *f) {
    struct found found;
    long paper;
    bool blind;
    if (!find(r, &found, f) || !look(r, &found, &blind, f) ||
        !paper_of_return(r->store, found.row.id, &paper, f))
        return false;
    strbuf_printf(&out->body, "{\"id\": %ld, \"paper\": %ld, \"first_look\": %s", found.row.id, paper,
                  blind ? "true" : "false");
    json_add_member(&out->body, "survey", found.row.survey);
    json_add_member(&out->body, "status", store_status_key(found.row.status));
    json_add_member(&out->body, "at", found.row.at);
    json_add_member(&out->body, "who", found.row.who);
    strbuf_printf(&out->body, ", \"revision\": %ld, \"sheet\": ", found.row.revisions);
    entry_write(r->arena, found.q, found.response, &out->body);
    if (!put_noted(r, found.row.id, &out->body, f))
        return false;
    strbuf_add(&out->body, "}\n");
    return true;
}

static bool revise(struct web_request *r, const struct found *found, const struct keyed *keyed,
                   const char *why, struct fault *f) {
    struct findings findings = {.arena = r->arena};
    bool *edited = arena_array(r->arena, found->q->question_count, sizeof *edited);
    response_differs(found->q, found->response, keyed->sheet.response, edited);
    keyed->sheet.response->fields[FIELD_OPERATOR] = found->response->fields[FIELD_OPERATOR];
    return edit_findings(r->store, found->q, &found->row, keyed->sheet.response, edited, &findings, f) &&
           store_return_revise(r->store, found->q, found->row.id, keyed->sheet.response, &findings, why, f);
}

/* The number it is given may be another's: asked about as when a sheet is keyed. */
static bool may_have_number(struct web_request *r, struct web_response *out, const struct found *found,
                            const struct keyed *keyed, struct fault *f) {
    const char *const *fields = keyed->sheet.response->fields, *was = found->response->fields[FIELD_SHEET];
    if (!fields[FIELD_SHEET] || (was && strcmp(was, fields[FIELD_SHEET]) == 0))
        return true;
    const struct incoming in = {.response = keyed->sheet.response};
    const struct sitting_sheet sheet = {.in = &in};
    const struct sitting_saved saved = {.id = found->row.id};
    return number_stands(r, out, keyed, &sheet, &saved, f);
}

static const char *reason(struct web_request *r, const struct keyed *keyed, const char *why) {
    return *why && keyed->sheet.notes ? arena_printf(r->arena, "%s; %s", why, keyed->sheet.notes) : why;
}

struct correction {
    const char *why;
    bool ask;
    long revision; /* that it was opened at; 0: not said */
};

static bool read_correction(const struct keyed *keyed, struct correction *c, struct fault *f) {
    return (json_get_string(keyed->body, "why", true, &c->why, f) &&
            json_get_bool(keyed->body, "unless_taken", false, &c->ask, f) &&
            json_get_integer(keyed->body, "revision", false, &c->revision, f)) ||
           web_malformed(f);
}

/* What somebody else has corrected since it was opened is not undone unseen. */
static bool as_opened(struct web_request *r, struct web_response *out, const struct return_row *row,
                      long revision, struct fault *f) {
    return !revision || revision == row->revisions ||
           web_refuse(
               out, f, 409,
               arena_printf(r->arena,
                            _("%s has corrected this sheet since you opened it. Nothing is saved yet."),
                            row->who));
}

static bool correct(struct web_request *r, struct web_response *out, struct fault *f) {
    struct found found;
    struct keyed keyed;
    struct correction c = {0};
    return find(r, &found, f) && read_keyed(r, found.row.survey, &keyed, f) &&
           read_correction(&keyed, &c, f) && as_opened(r, out, &found.row, c.revision, f) &&
           (!c.ask || may_have_number(r, out, &found, &keyed, f)) &&
           revise(r, &found, &keyed, reason(r, &keyed, c.why), f);
}

bool entry_post_return(struct web_request *r, struct web_response *out, struct fault *f) {
    return web_begin(r, f) && web_commit(r, correct(r, out, f), f) && entry_get_return(r, out, f);
}

/* --- where the survey stands --- */

bool entry_progress(struct web_request *r, struct web_response *out, struct fault *f) {
    const char *survey;
    enum monitor_key key;
    if (!web_wanted(r, "survey", &survey, f) || !monitor_print_key(web_argument(r, "by"), &key, f))
        return false;
    struct store *store = web_reader(r, f);
    const struct monitor *m = store ? monitor_read(store, r->arena, survey, f) : NULL;
    store_close(store);
    if (!m)
        return false;
    monitor_print_json(r->arena, m, key, &out->body);
    return true;
}
