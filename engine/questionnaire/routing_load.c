#include "engine/questionnaire/load.h"

#include "engine/base/lang.h"

#include <string.h>

/* "its parent's option is ticked", or NULL at the top. */
static const struct expr *parent_ticked(struct arena *arena, const struct question *question) {
    if (question->parent < 0)
        return NULL;
    struct expr *e = arena_alloc(arena, sizeof *e);
    e->op = EXPR_ANY;
    e->question = question->parent;
    e->options[question->parent_option / 64] = (uint64_t)1 << (question->parent_option % 64);
    return e;
}

static const char *parent_ticked_text(struct arena *arena, const struct questionnaire *q,
                                      const struct question *question) {
    if (question->parent < 0)
        return NULL;
    const struct question *parent = &q->questions[question->parent];
    return arena_printf(arena, "%s %s \"%s\"", parent->id, parent->kind == QUESTION_MULTI ? "has" : "=",
                        parent->options[question->parent_option].id);
}

static const char *and_text(struct arena *arena, const char *a, const char *b) {
    if (!a || !b)
        return a ? a : b;
    return arena_printf(arena, "(%s) and (%s)", a, b);
}

/* A walk along routing, for circles: question -> those its ask refers to. */
struct walk {
    const struct loader *l;
    enum { UNSEEN, OPEN, DONE } * state;
    size_t *path;
    size_t depth;
    bool circle;
};

static void visit(int question, void *data);

static void walk_from(struct walk *w, size_t question) {
    if (w->circle || w->state[question] == DONE)
        return;
    w->path[w->depth++] = question;
    if (w->state[question] == OPEN) {
        w->circle = true;
        return;
    }
    w->state[question] = OPEN;
    const struct draft *draft = &w->l->drafts[question];
    if (draft->question.parent >= 0)
        walk_from(w, (size_t)draft->question.parent);
    expr_questions(draft->own_ask, visit, w);
    if (w->circle)
        return;
    w->state[question] = DONE;
    w->depth--;
}

static void visit(int question, void *data) {
    walk_from(data, (size_t)question);
}

/* The path ends where it bites itself: name it from there, at an ask that is part of it. */
static bool circle_fault(const struct walk *w, struct fault *f) {
    const struct loader *l = w->l;
    size_t last = w->depth - 1, first = 0;
    while (w->path[first] != w->path[last])
        first++;
    const char *names = l->q->questions[w->path[first]].id;
    const struct json *place = NULL;
    for (size_t i = first; i < last; i++) {
        const struct json *ask = json_member(l->drafts[w->path[i]].node, "ask");
        if (!place)
            place = ask;
        names = arena_printf(l->arena, "%s → %s", names, l->q->questions[w->path[i + 1]].id);
    }
    return json_fault(f, place ? place : l->drafts[w->path[first]].node,
                      _("routing goes in a circle: %s; change one of these \"ask\""), names);
}

static bool no_circle(const struct loader *l, struct fault *f) {
    struct walk w = {.l = l,
                     .state = arena_array(l->arena, l->count, sizeof *w.state),
                     .path = arena_array(l->arena, l->count + 1, sizeof *w.path)};
    for (size_t i = 0; i < l->count && !w.circle; i++)
        walk_from(&w, i);
    return !w.circle || circle_fault(&w, f);
}

static bool load_base_where(const struct loader *l, const struct json *base, struct question *question,
                            struct fault *f) {
    if (!json_member(base, "where"))
        return true;
    return load_expr(l, base, "where", &question->base_where_text, &question->base_where, f);
}

/* The base in words, when the template leaves them to us: from its own where, else from its own ask and
 * parent. */
static bool word_base(const struct loader *l, const struct draft *draft, struct question *question,
                      struct fault *f) {
    const struct expr *e = question->base_where;
    if (e == question->ask)
        e = expr_and(l->arena, parent_ticked(l->arena, question), draft->own_ask);
    question->base_text =
        e ? wording_base(l->arena, l->q, e, question->base_where_text, f) : l->q->base_all_text;
    return question->base_text;
}

static bool load_base(const struct loader *l, const struct draft *draft, struct question *question,
                      struct fault *f) {
    static const char *const keys[] = {"where", "text", NULL};
    const struct json *base;
    question->base_where = question->ask;
    question->base_where_text = question->ask_text;
    if (!json_get_object(draft->node, "base", false, &base, f))
        return false;
    if (base && (!json_known(base, keys, f) || !load_base_where(l, base, question, f) ||
                 !load_text(base, "text", false, &question->base_text, f)))
        return false;
    return question->base_text || word_base(l, draft, question, f);
}

/* In form order, parents stand first: their ask is complete when the nested one's is made. */
static void join_parent(const struct loader *l, struct question *questions, size_t i, const char *own_text) {
    struct question *question = &questions[i];
    const struct expr *ticked = parent_ticked(l->arena, question);
    question->ask = expr_and(l->arena, ticked, l->drafts[i].own_ask);
    question->ask_text = and_text(l->arena, parent_ticked_text(l->arena, l->q, question), own_text);
    if (question->parent < 0)
        return;
    const struct question *parent = &questions[question->parent];
    question->ask = expr_and(l->arena, parent->ask, question->ask);
    question->ask_text = and_text(l->arena, parent->ask_text, question->ask_text);
}

bool routing_load(struct loader *l, struct fault *f) {
    const char **texts = arena_array(l->arena, l->count, sizeof *texts);
    struct question *questions = arena_copy(l->arena, l->q->questions, l->count * sizeof *questions);
    for (size_t i = 0; i < l->count; i++)
        if (!load_expr(l, l->drafts[i].node, "ask", &texts[i], &l->drafts[i].own_ask, f))
            return false;
    if (!no_circle(l, f))
        return false;
    for (size_t i = 0; i < l->count; i++)
        join_parent(l, questions, i, texts[i]);
    for (size_t i = 0; i < l->count; i++)
        if (!load_base(l, &l->drafts[i], &questions[i], f))
            return false;
    l->q->questions = questions;
    return true;
}
