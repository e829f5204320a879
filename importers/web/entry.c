#include "importers/web/entry.h"

#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/reference.h"
#include "engine/questionnaire/wording.h"
#include "engine/response/check.h"
#include "engine/response/normalise.h"
#include "importers/web/number.h"

#include <string.h>

/* --- the form --- */

static void put_flag(struct strbuf *out, const char *key, bool set) {
    if (set)
        strbuf_printf(out, ", \"%s\": true", key);
}

static void put_option(struct strbuf *out, const struct option *option) {
    strbuf_char(out, '{');
    json_add_member(out, "id", option->id);
    json_add_member(out, "label", option->label);
    if (strcmp(option->text, option->label) != 0)
        json_add_member(out, "text", option->text);
    strbuf_printf(out, ", \"key\": %d", option->key);
    put_flag(out, "exclusive", option->exclusive);
    put_flag(out, "other", option->other);
    strbuf_char(out, '}');
}

/* By code, kana, Latin letters or name, as it comes to mind. */
static void put_prefectures(struct strbuf *out, const struct reference *reference) {
    strbuf_add(out, "[");
    for (size_t i = 0; i < reference->prefecture_count; i++) {
        const struct prefecture *p = &reference->prefectures[i];
        json_add_object(out, (const char *const[][2]){{"id", p->code},
                                                      {"label", p->name},
                                                      {"stem", p->stem},
                                                      {"kana", p->kana},
                                                      {"latin", p->latin},
                                                      {NULL}});
    }
    strbuf_add(out, "]");
}

static void mark(int question, void *routing) {
    ((bool *)routing)[question] = true;
}

/* The questions by whose answers it is decided what else is asked: after all others, a screen need not ask what is next. */
static const bool *find_routing(struct arena *arena, const struct questionnaire *q) {
    bool *routing = arena_array(arena, q->question_count, sizeof *routing);
    for (size_t i = 0; i < q->question_count; i++)
        if (q->questions[i].ask)
            expr_questions(q->questions[i].ask, mark, routing);
    return routing;
}

static void put_question(struct arena *arena, const struct questionnaire *q, const struct question *question,
                         bool routes, struct strbuf *out) {
    strbuf_char(out, '{');
    json_add_member(out, "id", question->id);
    json_add_member(out, "number", question->number);
    json_add_member(out, "label", question->label);
    json_add_member(out, "text", question_wording(arena, question));
    json_add_member(out, "kind", question_kind_name(question->kind));
    if (question->parent >= 0)
        json_add_member(out, "parent", q->questions[question->parent].id);
    if (question->group)
        json_add_member(out, "group", question->group_label);
    if (question->kind == QUESTION_NUMBER)
        json_add_member(out, "suffix", question->measure.suffix);
    put_flag(out, "routed", question->ask != NULL);
    put_flag(out, "routes", routes);
    put_flag(out, "required", question->required);
    if (question->kind == QUESTION_SINGLE || question->kind == QUESTION_MULTI) {
        strbuf_add(out, ", \"options\": [");
        for (size_t j = 0; j < question->option_count; j++) {
            strbuf_add(out, j ? ", " : "");
            put_option(out, &question->options[j]);
        }
        strbuf_char(out, ']');
    }
    strbuf_char(out, '}');
}

static void put_associations(struct strbuf *out, const struct reference *reference) {
    strbuf_add(out, "[");
    for (size_t i = 0; i < reference->association_count; i++) {
        const struct association *a = &reference->associations[i];
        json_add_object(out, (const char *const[][2]){
                                 {"id", a->id}, {"label", a->name}, {"pref", a->prefecture}, {NULL}});
    }
    strbuf_add(out, "]");
}

bool entry_form(struct arena *arena, const struct questionnaire *q, struct strbuf *out, struct fault *f) {
    const struct reference *reference = reference_get(f);
    if (!reference)
        return false;
    const bool *routing = find_routing(arena, q);
    strbuf_char(out, '{');
    json_add_member(out, "id", q->id);
    json_add_member(out, "title", q->title);
    json_add_member(out, "lang", q->lang);
    json_add_member(out, "unit", q->unit);
    json_add_member(out, "template", q->hash);
    if (q->key_pref >= 0 && q->questions[q->key_pref].kind == QUESTION_PREFECTURE)
        json_add_member(out, "pref", q->questions[q->key_pref].id);
    strbuf_add(out, ",\n \"questions\": [");
    for (size_t i = 0; i < q->question_count; i++) {
        strbuf_add(out, i ? ",\n  " : "");
        put_question(arena, q, &q->questions[i], routing[i], out);
    }
    strbuf_add(out, "],\n \"prefectures\": ");
    put_prefectures(out, reference);
    strbuf_add(out, ",\n \"associations\": ");
    put_associations(out, reference);
    strbuf_add(out, "}\n");
    return true;
}

/* --- a sheet, read --- */

struct reading {
    struct arena *arena;
    const struct questionnaire *q;
    const struct spellings *spellings;
    struct findings *findings;
    const char **notes;
};

static bool read_option(const struct question *question, const struct json *node, struct answer *out,
                        struct fault *f) {
    if (!json_expect(node, JSON_STRING, f))
        return false;
    int at = question_option(question, node->string);
    if (at < 0)
        return json_fault(f, node, _("%s has no option \"%s\""), question->id, node->string);
    if (question->kind == QUESTION_MULTI)
        out->bits |= (uint64_t)1 << at;
    else if (out->code >= 0)
        return json_fault(f, node, _("%s takes one option"), question->id);
    else
        out->code = at;
    out->state = ANSWER_GIVEN;
    return true;
}

static bool read_options(const struct question *question, const struct json *list, struct answer *out,
                         struct fault *f) {
    if (!question_is_coded(question))
        return json_fault(f, list, _("%s has no options"), question->id);
    for (const struct json *child = list->first; child; child = child->next)
        if (!read_option(question, child, out, f))
            return false;
    return true;
}

static bool read_state(const struct json *node, const char *key, struct answer *out, struct fault *f) {
    static const enum answer_state keyed[] = {ANSWER_NO_ANSWER, ANSWER_INVALID, ANSWER_NONE};
    for (size_t i = 0; i < sizeof keyed / sizeof *keyed; i++)
        if (strcmp(answer_state_key(keyed[i]), key) == 0) {
            out->state = keyed[i];
            return true;
        }
    return json_fault(f, node, _("\"%s\" is no state that can be keyed"), key);
}

/* A text that is all there is to the answer, through the same door as a cell. */
static void read_text(const struct reading *r, const struct question *question, const char *text,
                      struct answer *out) {
    const struct finding where = {.question = -1};
    normalise_cell(r->arena, r->spellings, question->position, text, &where, r->findings, out);
}

static void read_note(const struct reading *r, const struct question *question, const char *note) {
    const char *named = question->number && *question->number ? question->number : question->label;
    const char *said = arena_printf(r->arena, _("%s invalid: %s"), named, note);
    *r->notes = *r->notes ? arena_printf(r->arena, "%s; %s", *r->notes, said) : said;
}

static bool read_answer(const struct reading *r, const struct json *node, struct answer *out,
                        struct fault *f) {
    static const char *const keys[] = {"options", "words", "text", "state", "note", NULL};
    int at = questionnaire_find(r->q, node->key);
    const struct question *question = at >= 0 ? &r->q->questions[at] : NULL;
    const struct json *options = NULL;
    const char *state = NULL, *text = NULL, *words = NULL, *note = NULL;
    if (!question)
        return json_fault(f, node, _("the survey has no question \"%s\""), node->key);
    if (!json_expect(node, JSON_OBJECT, f) || !json_known(node, keys, f) ||
        !json_get_array(node, "options", false, &options, f) ||
        !json_get_string(node, "state", false, &state, f) ||
        !json_get_string(node, "text", false, &text, f) ||
        !json_get_string(node, "words", false, &words, f) || !json_get_string(node, "note", false, &note, f))
        return false;
    *out = (struct answer){.state = ANSWER_NO_ANSWER, .code = -1};
    if (state && !read_state(node, state, out, f))
        return false;
    if (note && *note && out->state == ANSWER_INVALID)
        read_note(r, question, note);
    if (state)
        return true;
    if (options && !read_options(question, options, out, f))
        return false;
    if (words && *words && question_is_coded(question))
        out->text = words;
    if (text && *text && !question_is_coded(question))
        read_text(r, question, text, out);
    return true;
}

static bool read_answers(const struct reading *r, const struct json *answers, struct response *response,
                         struct fault *f) {
    for (const struct json *child = answers ? answers->first : NULL; child; child = child->next) {
        struct answer answer;
        if (!read_answer(r, child, &answer, f))
            return false;
        response->answers[questionnaire_find(r->q, child->key)] = answer;
    }
    return true;
}

/* As it was keyed, also where that is nothing: an answer without it counts as not asked for (keying twice). */
static void note_raw(const struct reading *r, struct response *response) {
    for (size_t i = 0; i < r->q->question_count; i++) {
        struct answer *answer = &response->answers[i];
        if (!answer->raw)
            answer->raw =
                answer->state == ANSWER_NO_ANSWER ? "" : answer_ids(r->arena, &r->q->questions[i], answer);
    }
}

/* --- what is not a question --- */

static void note(struct findings *out, const char *rule, const char *value, const char *message,
                 const char *suggestion) {
    struct finding finding = {.question = -1, .rule = rule, .severity = RULE_WARNING, .value = value};
    finding_say(out->arena, &finding, message, suggestion);
    finding_add(out, finding);
}

static const char *read_association(const struct reading *r, const char *written, struct fault *f) {
    const struct reference *reference = reference_get(f);
    int at = reference ? reference_association(reference, r->arena, written) : -1;
    if (at >= 0)
        return reference->associations[at].id;
    note(r->findings, "association.unknown", written,
         N_("this is no association that is known; kept as written"), N_("Choose one of the list"));
    return written;
}

static const char *read_received(const struct reading *r, const char *written) {
    int64_t days;
    if (normalise_date(r->arena, written, &days))
        return normalise_date_text(r->arena, days);
    note(r->findings, "received.unreadable", written,
         N_("this is no date; the return has no date of receipt"),
         N_("Write the date with its year, for example 2024/1/9"));
    return NULL;
}

static bool read_channel(const struct json *fields, const char *written, struct fault *f) {
    return strcmp(written, "fax") == 0 || strcmp(written, "post") == 0 || strcmp(written, "web") == 0 ||
           json_fault(f, fields, _("\"%s\" is no way by which returns come in"), written);
}

static bool read_fields(const struct reading *r, const struct json *fields, struct response *response,
                        struct fault *f) {
    if (fields && !json_known(fields, wording_field_keys, f))
        return false;
    for (int i = 0; fields && i < FIELD_COUNT; i++) {
        const char *written = NULL;
        if (!json_get_string(fields, wording_field_keys[i], false, &written, f))
            return false;
        if (!written || !*written)
            continue;
        if (i == FIELD_SHEET)
            written = number_clean(r->arena, written);
        else if (i == FIELD_ASSOCIATION)
            written = read_association(r, written, f);
        else if (i == FIELD_RECEIVED)
            written = read_received(r, written);
        else if (i == FIELD_CHANNEL && !read_channel(fields, written, f))
            return false;
        response->fields[i] = written;
    }
    return f->kind == FAULT_NONE;
}

bool entry_read(struct arena *arena, const struct questionnaire *q, const struct fence *fences,
                const struct json *sheet, struct entry_sheet *out, struct fault *f) {
    static const char *const keys[] = {"fields", "answers", NULL};
    const struct json *fields = NULL, *answers = NULL;
    *out = (struct entry_sheet){.response = response_create(arena, q), .findings = {.arena = arena}};
    const struct reading r = {.arena = arena,
                              .q = q,
                              .spellings = normalise_prepare(arena, q, f),
                              .findings = &out->findings,
                              .notes = &out->notes};
    if (!r.spellings || !json_expect(sheet, JSON_OBJECT, f) || !json_known(sheet, keys, f) ||
        !json_get_object(sheet, "fields", false, &fields, f) ||
        !json_get_object(sheet, "answers", false, &answers, f) ||
        !read_fields(&r, fields, out->response, f) || !read_answers(&r, answers, out->response, f))
        return false;
    note_raw(&r, out->response);
    response_route(q, out->response);
    check_response(q, out->response, NULL, &out->findings);
    if (fences)
        outlier_check(q, out->response, fences, NULL, &out->findings);
    return true;
}

/* --- what is said of it --- */

/* Who is told to go to the keying screen stands before it. */
static const char *said_here(struct arena *arena, const char *text) {
    const char *screen = _("the screen \"Keying\""), *at = text ? strstr(text, screen) : NULL;
    return at ? arena_printf(arena, "%.*s%s%s", (int)(at - text), text, _("this screen"), at + strlen(screen))
              : text;
}

static void put_finding(struct arena *arena, const struct questionnaire *q, const struct finding *finding,
                        struct strbuf *out) {
    strbuf_char(out, '{');
    json_add_member(out, "question", finding->question >= 0 ? q->questions[finding->question].id : NULL);
    json_add_member(out, "rule", finding->rule);
    json_add_member(out, "severity", finding_severity_key(finding->severity));
    json_add_member(out, "message", finding->message);
    json_add_member(out, "suggestion", said_here(arena, finding->suggestion));
    strbuf_char(out, '}');
}

void entry_look(const struct questionnaire *q, const struct entry_sheet *sheet, struct strbuf *out) {
    strbuf_add(out, "\"asked\": [");
    for (size_t i = 0, n = 0; i < q->question_count; i++)
        if (sheet->response->answers[i].state != ANSWER_NOT_APPLICABLE) {
            strbuf_add(out, n++ ? ", " : "");
            json_add_string(out, q->questions[i].id);
        }
    strbuf_add(out, "], \"findings\": [");
    for (size_t i = 0; i < sheet->findings.count; i++) {
        strbuf_add(out, i ? ", " : "");
        put_finding(sheet->findings.arena, q, &sheet->findings.items[i], out);
    }
    strbuf_add(out, "]");
}

static void put_answer(struct arena *arena, const struct question *question, const struct answer *answer,
                       struct strbuf *out) {
    strbuf_char(out, '{');
    if (answer->state != ANSWER_GIVEN) {
        json_add_member(out, "state", answer_state_key(answer->state));
    } else if (question_is_coded(question)) {
        strbuf_add(out, "\"options\": [");
        for (size_t j = 0, n = 0; j < question->option_count; j++)
            if (answer_has(question, answer, (int)j)) {
                strbuf_add(out, n++ ? ", " : "");
                json_add_string(out, question->options[j].id);
            }
        strbuf_char(out, ']');
        if (answer->text)
            json_add_member(out, "words", answer->text);
    } else {
        json_add_member(out, "text", answer->text ? answer->text : answer_ids(arena, question, answer));
    }
    strbuf_char(out, '}');
}

/* What has no answer, and what was routed past, is not mentioned. */
void entry_write(struct arena *arena, const struct questionnaire *q, const struct response *response,
                 struct strbuf *out) {
    strbuf_add(out, "{\"fields\": {");
    for (int i = 0; i < FIELD_COUNT; i++)
        if (response->fields[i])
            json_add_member(out, wording_field_keys[i], response->fields[i]);
    strbuf_add(out, "}, \"answers\": {");
    for (size_t i = 0, n = 0; i < q->question_count; i++) {
        enum answer_state state = response->answers[i].state;
        if (state == ANSWER_NO_ANSWER || state == ANSWER_NOT_APPLICABLE)
            continue;
        strbuf_add(out, n++ ? ", " : "");
        json_add_string(out, q->questions[i].id);
        strbuf_add(out, ": ");
        put_answer(arena, &q->questions[i], &response->answers[i], out);
    }
    strbuf_add(out, "}}");
}
