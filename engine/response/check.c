#include "engine/response/check.h"

#include "engine/base/bitset.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/expr.h"
#include "engine/response/message.h"
#include "engine/response/report.h"

#include <string.h>

/* One response under examination. */
struct examination {
    const struct questionnaire *q;
    const struct response *response;
    const struct finding *where;
    struct findings *out;
    uint64_t asked[(QUESTION_MAX + 63) / 64];
};

/* What a finding is known by when the rules are run again: in ids, so the same at import and from the store
 * (which keeps no cells), in every language. */
static const char *identity(const struct examination *e, const struct question *question) {
    return answer_ids(e->out->arena, question, &e->response->answers[question->position]);
}

/* For messages: as written where there is something written, else as it is understood. */
static const char *shown(const struct examination *e, const struct question *question) {
    const struct answer *answer = &e->response->answers[question->position];
    return answer->raw && *answer->raw ? answer->raw : answer_text(e->out->arena, question, answer);
}

static void check_blank(const struct examination *e, const struct question *question) {
    if (question->required || e->q->blank < 0 ||
        e->response->answers[question->position].state != ANSWER_NO_ANSWER)
        return;
    const struct finding what = {.rule = "blank",
                                 .severity = (enum rule_severity)e->q->blank,
                                 .suggestion =
                                     N_("Look at the sheet; what stays empty is counted as no answer")};
    report_finding(e->out, e->where, question, what, N_("is empty"));
}

static void check_required(const struct examination *e, const struct question *question) {
    if (!question->required || e->response->answers[question->position].state != ANSWER_NO_ANSWER)
        return;
    const struct finding what = {
        .rule = "required",
        .severity = question->missing,
        .suggestion =
            N_("Look at the sheet, or ask the institution; what stays empty is counted as no answer")};
    report_finding(e->out, e->where, question, what, N_("must be answered, but is empty"));
}

/* "1 to 9999", "1 or more", "at most 100", with the unit. */
static const char *range_text(const struct examination *e, const struct question *question) {
    const struct number_spec *measure = &question->measure;
    const struct answer low = {.code = -1, .number = measure->min},
                        high = {.code = -1, .number = measure->max};
    const char *least = answer_text(e->out->arena, question, &low),
               *most = answer_text(e->out->arena, question, &high);
    const char *unit = measure->unit ? measure->unit : "";
    if (measure->max == INT64_MAX)
        return message_make(e->out->arena, N_("%s%s or more"), least, unit);
    if (measure->min == INT64_MIN)
        return message_make(e->out->arena, N_("at most %s%s"), most, unit);
    return message_make(e->out->arena, N_("%s to %s%s"), least, most, unit);
}

static void check_range(const struct examination *e, const struct question *question) {
    const struct answer *answer = &e->response->answers[question->position];
    bool date = question->kind == QUESTION_DATE;
    if ((question->kind != QUESTION_NUMBER && !date) || answer->state != ANSWER_GIVEN ||
        question_allows(question, answer->number))
        return;
    const struct finding what = {
        .rule = date ? "date.range" : "number.range",
        .severity = RULE_ERROR,
        .value = identity(e, question),
        .suggestion =
            date ? N_("Look at the sheet and correct the date with `shukei return edit`; if such days are "
                      "possible, widen min and max in the questionnaire")
                 : N_("Look at the sheet and correct the number with `shukei return edit`; if such numbers "
                      "are "
                      "possible, widen min and max in the questionnaire")};
    report_finding(e->out, e->where, question, what, N_("%s is out of range (%s)"), shown(e, question),
                   range_text(e, question));
}

static void check_exclusive(const struct examination *e, const struct question *question) {
    const struct answer *answer = &e->response->answers[question->position];
    if (question->kind != QUESTION_MULTI || answer->state != ANSWER_GIVEN)
        return;
    for (size_t j = 0; j < question->option_count; j++) {
        if (!question->options[j].exclusive || !answer_has(question, answer, (int)j) ||
            (answer->bits & ~((uint64_t)1 << j)) == 0)
            continue;
        const struct finding what = {
            .rule = "multi.exclusive",
            .severity = RULE_WARNING,
            .value = identity(e, question),
            .suggestion = N_("Look at the sheet and take back one of them with `shukei return edit`")};
        report_finding(e->out, e->where, question, what, N_("\"%s\" is ticked together with other options"),
                       question->options[j].label);
        return;
    }
}

static void check_routing(const struct examination *e, const struct question *question) {
    enum answer_state state = e->response->answers[question->position].state;
    if (state != ANSWER_GIVEN && state != ANSWER_INVALID)
        return;
    const struct finding what = {
        .rule = "routing.answered",
        .severity = RULE_WARNING,
        .value = identity(e, question),
        .suggestion =
            N_("If the question before it was keyed wrongly, correct that with `shukei return edit`; else "
               "nothing need be done")};
    report_finding(e->out, e->where, question, what,
                   N_("answered, although the answers before it lead past it; kept, but not counted"));
}

/* A number as it was understood, without the unit that may have been written with it: the message has its own. */
static const char *told_answer(const struct examination *e, const struct question *question) {
    const struct answer *answer = &e->response->answers[question->position];
    bool bare = question->kind == QUESTION_NUMBER && answer->state == ANSWER_GIVEN;
    return bare ? answer_text(e->out->arena, question, answer) : shown(e, question);
}

/* {id} is the answer, {a + b} what it comes to. */
static void put_told(const struct examination *e, struct strbuf *out, const char *inside) {
    struct fault ignored = {0};
    int position = questionnaire_find(e->q, inside);
    if (position >= 0) {
        strbuf_add(out, told_answer(e, &e->q->questions[position]));
        return;
    }
    const struct expr *sum = expr_sum_compile(e->out->arena, e->q, inside, &ignored);
    const struct question plain = {.kind = QUESTION_NUMBER};
    struct answer value = {.code = -1};
    bool known = sum && expr_sum_of(sum, e->q, e->response, &value.number);
    strbuf_add(out, known ? answer_text(e->out->arena, &plain, &value) : "-");
}

static const char *told(const struct examination *e, const char *text) {
    struct strbuf out = {0};
    for (const char *open; (open = strchr(text, '{')) != NULL;) {
        size_t length = strcspn(open + 1, "}");
        strbuf_add_bytes(&out, text, (size_t)(open - text));
        put_told(e, &out, arena_strndup(e->out->arena, open + 1, length));
        text = open + 1 + length + 1;
    }
    strbuf_add(&out, text);
    const char *all = arena_strdup(e->out->arena, out.text);
    strbuf_end(&out);
    return all;
}

static void check_rule(const struct examination *e, const struct rule *rule) {
    if ((rule->when && !expr_holds(rule->when, e->q, e->response)) ||
        (!rule->require || expr_holds(rule->require, e->q, e->response)))
        return;
    const struct question *question = rule->question >= 0 ? &e->q->questions[rule->question] : NULL;
    const struct finding what = {.rule = rule->id,
                                 .severity = rule->severity,
                                 .value = question ? identity(e, question) : NULL,
                                 .suggestion = told(e, rule->suggestion)};
    report_finding(e->out, e->where, question, what, "%s", told(e, rule->message));
}

void check_response(const struct questionnaire *q, const struct response *response,
                    const struct finding *where, struct findings *out) {
    struct examination e = {.q = q, .response = response, .where = where, .out = out};
    response_asked(q, response, e.asked);
    for (size_t i = 0; i < q->question_count; i++) {
        if (!bitset_has(e.asked, i)) {
            check_routing(&e, &q->questions[i]);
            continue;
        }
        check_required(&e, &q->questions[i]);
        check_blank(&e, &q->questions[i]);
        check_range(&e, &q->questions[i]);
        check_exclusive(&e, &q->questions[i]);
    }
    for (size_t i = 0; i < q->rule_count; i++)
        check_rule(&e, &q->rules[i]);
}

bool check_knows(const struct questionnaire *q, const char *rule) {
    static const char *const built_in[] = {"required",        "blank",          "number.range",
                                           "date.range",      "number.outlier", "multi.exclusive",
                                           "routing.answered"};
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++)
        if (strcmp(built_in[i], rule) == 0)
            return true;
    for (size_t i = 0; i < q->rule_count; i++)
        if (strcmp(q->rules[i].id, rule) == 0)
            return true;
    return false;
}
