#include "engine/questionnaire/expr.h"

#include "engine/base/calendar.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/questionnaire/expr_resolve.h"
#include "engine/response/response.h"

#include <stdio.h>
#include <string.h>

const struct expr *expr_and(struct arena *arena, const struct expr *a, const struct expr *b) {
    if (!a || !b)
        return a ? a : b;
    struct expr *e = arena_alloc(arena, sizeof *e);
    e->op = EXPR_AND;
    e->question = -1;
    e->a = a;
    e->b = b;
    return e;
}

static bool same_terms(const struct expr *a, const struct expr *b) {
    bool same = a->term_count == b->term_count;
    for (size_t i = 0; same && i < a->term_count; i++)
        same = a->terms[i].question == b->terms[i].question && a->terms[i].kind == b->terms[i].kind &&
               a->terms[i].factor == b->terms[i].factor && a->terms[i].optional == b->terms[i].optional;
    return same;
}

bool expr_same(const struct expr *a, const struct expr *b) {
    if (!a || !b || a == b)
        return a == b;
    return a->op == b->op && a->question == b->question &&
           memcmp(a->options, b->options, sizeof a->options) == 0 && a->relation == b->relation &&
           a->value == b->value && a->field == b->field && text_same(a->text, b->text) && same_terms(a, b) &&
           expr_same(a->a, b->a) && expr_same(a->b, b->b);
}

void expr_questions(const struct expr *e, void (*visit)(int question, void *data), void *data) {
    if (!e)
        return;
    expr_questions(e->a, visit, data);
    expr_questions(e->b, visit, data);
    if (e->question >= 0)
        visit(e->question, data);
    for (size_t i = 0; i < e->term_count; i++)
        visit(e->terms[i].question, data);
}

bool expr_compare(int64_t left, enum expr_relation relation, int64_t right) {
    switch (relation) {
    case RELATION_EQ:
        return left == right;
    case RELATION_NE:
        return left != right;
    case RELATION_LT:
        return left < right;
    case RELATION_LE:
        return left <= right;
    case RELATION_GT:
        return left > right;
    case RELATION_GE:
        return left >= right;
    }
    return false;
}

/* The ticks as a set of option positions; empty unless an answer was given. */
static void ticked(const struct question *question, const struct answer *answer, uint64_t out[4]) {
    memset(out, 0, 4 * sizeof *out);
    if (answer->state != ANSWER_GIVEN)
        return;
    if (question->kind == QUESTION_MULTI)
        out[0] = answer->bits;
    else if (answer->code >= 0)
        out[answer->code / 64] = (uint64_t)1 << (answer->code % 64);
}

static bool options_hold(const struct expr *e, const struct question *question, const struct answer *answer) {
    if (answer->state != ANSWER_GIVEN)
        return false;
    if (question->kind != QUESTION_MULTI && e->op == EXPR_ANY) /* most routing */
        return answer->code >= 0 && (e->options[answer->code / 64] >> answer->code % 64 & 1);
    uint64_t set[4];
    ticked(question, answer, set);
    bool any = false, all = answer->state == ANSWER_GIVEN;
    for (size_t i = 0; i < 4; i++) {
        any = any || (set[i] & e->options[i]);
        all = all && (set[i] & e->options[i]) == e->options[i];
    }
    return e->op == EXPR_ALL ? all : any;
}

static bool ticks_hold(const struct expr *e, const struct question *question, const struct answer *answer) {
    uint64_t set[4];
    int64_t count = 0;
    ticked(question, answer, set);
    for (size_t i = 0; i < 4; i++)
        count += __builtin_popcountll(set[i]);
    return answer->state == ANSWER_GIVEN && expr_compare(count, e->relation, e->value);
}

static bool contains(const struct expr *e, const struct answer *answer) {
    if (answer->state != ANSWER_GIVEN || !answer->text)
        return false;
    struct arena *scratch = arena_create();
    bool found = strstr(utf8_fold(scratch, answer->text), e->text);
    arena_destroy(scratch);
    return found;
}

static bool received_holds(const struct expr *e, const char *iso) {
    int year, month, day;
    int64_t days;
    return sscanf(iso, "%4d-%2d-%2d", &year, &month, &day) == 3 && calendar_days(year, month, day, &days) &&
           expr_compare(days, e->relation, e->value);
}

bool expr_field_holds(const struct expr *e, const char *value) {
    if (!value || !*value)
        return false;
    if (e->field == FIELD_RECEIVED)
        return received_holds(e, value);
    bool same = strcmp(value, e->text) == 0;
    if (!same) {
        struct arena *scratch = arena_create();
        same = strcmp(expr_resolve_field(scratch, (enum return_field)e->field, value), e->text) == 0;
        arena_destroy(scratch);
    }
    return same == (e->relation == RELATION_EQ);
}

static bool sum_holds(const struct expr *e, const struct questionnaire *q, const struct response *response) {
    int64_t sum;
    return expr_sum_of(e, q, response, &sum) && expr_compare(sum, e->relation, 0);
}

bool expr_holds(const struct expr *e, const struct questionnaire *q, const struct response *response) {
    if (!e)
        return true;
    const struct question *question = e->question >= 0 ? &q->questions[e->question] : NULL;
    const struct answer *answer = question ? &response->answers[e->question] : NULL;
    switch (e->op) {
    case EXPR_TRUE:
        return true;
    case EXPR_AND:
        return expr_holds(e->a, q, response) && expr_holds(e->b, q, response);
    case EXPR_OR:
        return expr_holds(e->a, q, response) || expr_holds(e->b, q, response);
    case EXPR_NOT:
        return !expr_holds(e->a, q, response);
    case EXPR_ANY:
    case EXPR_ALL:
        return options_hold(e, question, answer);
    case EXPR_NUMBER:
        return answer->state == ANSWER_GIVEN && expr_compare(answer->number, e->relation, e->value);
    case EXPR_TICKS:
        return ticks_hold(e, question, answer);
    case EXPR_SUM:
        return sum_holds(e, q, response);
    case EXPR_CONTAINS:
        return contains(e, answer);
    case EXPR_STATE:
        return (int64_t)answer->state == e->value;
    case EXPR_FIELD:
        return expr_field_holds(e, response->fields[e->field]);
    }
    return false;
}
