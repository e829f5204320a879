/* A base put into words: "「トラブル」で「あった」と回答した医療機関". */
#include "engine/questionnaire/wording.h"

#include "engine/base/calendar.h"
#include "engine/response/response.h"

enum { CLAUSES_MAX = 3, OPTIONS_MAX = 4 };

struct speaker {
    struct arena *arena;
    const struct questionnaire *q;
    const struct wording *words;
    const struct expr *clauses[CLAUSES_MAX];
    size_t count;
};

/* Whether this is "answered, and not that", as `!=` compiles to. */
static bool is_denial(const struct expr *e) {
    return e->op == EXPR_AND && e->a->op == EXPR_STATE && e->a->value == ANSWER_GIVEN &&
           e->b->op == EXPR_NOT && e->b->a->op == EXPR_ANY && e->b->a->question == e->a->question;
}

/* Flattens what is and-ed; false when there is too much to say. */
static bool collect(struct speaker *s, const struct expr *e) {
    if (e->op == EXPR_TRUE)
        return true;
    if (e->op == EXPR_AND && !is_denial(e))
        return collect(s, e->a) && collect(s, e->b);
    if (s->count == CLAUSES_MAX)
        return false;
    s->clauses[s->count++] = e;
    return true;
}

/* 「a」または「b」; NULL when they are too many to name. */
static const char *say_options(const struct speaker *s, const struct expr *e, const char *joint) {
    const struct question *question = &s->q->questions[e->question];
    const char *all = NULL;
    size_t named = 0;
    for (size_t i = 0; i < question->option_count; i++) {
        if (!(e->options[i / 64] >> (i % 64) & 1))
            continue;
        if (++named > OPTIONS_MAX)
            return NULL;
        const char *label = wording_inside(s->arena, s->words, question->options[i].label);
        const char *one = wording_fill(s->arena, s->words->quote, "option", label, (const char *)NULL);
        all = all ? arena_printf(s->arena, "%s%s%s", all, joint, one) : one;
    }
    return all;
}

/* "3件以上"; a day for a date. */
static const char *say_amount(const struct speaker *s, const struct expr *e) {
    const struct question *question = &s->q->questions[e->question];
    char day[CALENDAR_TEXT];
    const char *number =
        question->kind == QUESTION_DATE
            ? calendar_iso(day, e->value)
            : arena_printf(s->arena, "%.15g%s", (double)e->value / NUMBER_ONE, question->measure.suffix);
    return wording_fill(s->arena, s->words->amounts[e->relation], "number", number, (const char *)NULL);
}

static const char *fill(const struct speaker *s, enum phrase phrase, int form, const struct expr *e,
                        const char *options, const char *amount) {
    return wording_fill(s->arena, s->words->phrases[phrase][form], "question",
                        s->q->questions[e->question].label, "options", options ? options : "", "amount",
                        amount ? amount : "", (const char *)NULL);
}

static const char *say_picks(const struct speaker *s, enum phrase phrase, int form, const struct expr *e) {
    const char *joint = phrase == PHRASE_ALL ? s->words->and_word : s->words->or_word;
    const char *options = say_options(s, e, joint);
    return options ? fill(s, phrase, form, e, options, NULL) : NULL;
}

static const char *say_state(const struct speaker *s, int form, const struct expr *e) {
    switch (e->value) {
    case ANSWER_GIVEN:
        return fill(s, PHRASE_GIVEN, form, e, NULL, NULL);
    case ANSWER_NO_ANSWER:
        return fill(s, PHRASE_NO_ANSWER, form, e, NULL, NULL);
    case ANSWER_NOT_APPLICABLE:
        return fill(s, PHRASE_NOT_APPLICABLE, form, e, NULL, NULL);
    case ANSWER_INVALID:
        return fill(s, PHRASE_INVALID, form, e, NULL, NULL);
    default:
        return NULL;
    }
}

/* NULL: there are no words for it. */
static const char *say(const struct speaker *s, int form, const struct expr *e) {
    if (is_denial(e))
        return say_picks(s, PHRASE_NONE, form, e->b->a);
    switch (e->op) {
    case EXPR_ANY:
        return say_picks(s, PHRASE_ANY, form, e);
    case EXPR_ALL:
        return say_picks(s, PHRASE_ALL, form, e);
    case EXPR_NUMBER:
        return fill(s, PHRASE_NUMBER, form, e, NULL, say_amount(s, e));
    case EXPR_STATE:
        return say_state(s, form, e);
    default:
        return NULL;
    }
}

const char *wording_base(struct arena *arena, const struct questionnaire *q, const struct expr *e,
                         const char *source, struct fault *f) {
    struct speaker s = {.arena = arena, .q = q, .words = wording_get(q->lang, f)};
    if (!s.words)
        return NULL;
    bool brief = collect(&s, e);
    if (brief && s.count == 0)
        return q->base_all_text;
    const char *clauses = NULL;
    for (size_t i = 0; i < s.count && brief; i++) {
        const char *clause = say(&s, i + 1 == s.count ? PHRASE_FINAL : PHRASE_MEDIAL, s.clauses[i]);
        brief = clause;
        if (clause)
            clauses = clauses ? arena_printf(arena, "%s%s%s", clauses, s.words->join, clause) : clause;
    }
    if (brief)
        return wording_fill(arena, s.words->those, "clauses", clauses, "unit", q->unit, (const char *)NULL);
    return wording_fill(arena, s.words->fitting, "expression", source, "unit", q->unit, (const char *)NULL);
}
