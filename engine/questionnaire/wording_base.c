/* A base put into words: "「トラブル」で「あった」と回答した医療機関".
 *
 * The expression becomes groups of members that are and-ed or or-ed, with `not` pushed down to what it denies; several
 * values of one question become one member.  A group within a group has words only where they cannot be misread. */
#include "engine/questionnaire/wording.h"

#include "engine/base/calendar.h"
#include "engine/response/response.h"

#include <inttypes.h>

enum { MEMBERS_MAX = 3, OPTIONS_MAX = 4 };

struct group;
struct member {
    enum phrase phrase;
    struct expr said;
    const struct group *inner; /* instead of a phrase */
};

struct group {
    bool either;
    struct member members[MEMBERS_MAX];
    size_t count;
};

struct speaker {
    struct arena *arena;
    const struct questionnaire *q;
    const struct wording *words;
};

/* --- groups --- */

/* Whether this is "answered, and not that", as `!=` compiles to. */
static bool is_denial(const struct expr *e) {
    return e->op == EXPR_AND && e->a->op == EXPR_STATE && e->a->value == ANSWER_GIVEN &&
           e->b->op == EXPR_NOT && e->b->a->op == EXPR_ANY && e->b->a->question == e->a->question;
}

static enum phrase phrase_of_state(int64_t state) {
    switch (state) {
    case ANSWER_GIVEN:
        return PHRASE_GIVEN;
    case ANSWER_NO_ANSWER:
        return PHRASE_NO_ANSWER;
    case ANSWER_NOT_APPLICABLE:
        return PHRASE_NOT_APPLICABLE;
    case ANSWER_INVALID:
        return PHRASE_INVALID;
    default:
        return PHRASE_COUNT;
    }
}

/* PHRASE_COUNT: there are no words for it. */
static enum phrase phrase_of(const struct expr *e) {
    switch (e->op) {
    case EXPR_ANY:
        return PHRASE_ANY;
    case EXPR_ALL:
        return PHRASE_ALL;
    case EXPR_NUMBER:
        return PHRASE_NUMBER;
    case EXPR_TICKS:
        return PHRASE_TICKS;
    case EXPR_STATE:
        return phrase_of_state(e->value);
    default:
        return PHRASE_COUNT;
    }
}

static bool is_one_tick(const struct speaker *s, const struct member *m) {
    size_t ticked = 0;
    for (size_t i = 0; i < sizeof m->said.options / sizeof *m->said.options; i++)
        ticked += (size_t)__builtin_popcountll(m->said.options[i]);
    return m->phrase == PHRASE_ALL || (m->phrase == PHRASE_ANY && ticked == 1 &&
                                       s->q->questions[m->said.question].kind == QUESTION_MULTI);
}

/* What two members about the options of one question say as one; PHRASE_COUNT: nothing. */
static enum phrase joined(const struct speaker *s, bool either, const struct member *a,
                          const struct member *b) {
    if (a->inner || a->said.question != b->said.question)
        return PHRASE_COUNT;
    if (!either && is_one_tick(s, a) && is_one_tick(s, b))
        return PHRASE_ALL;
    if (a->phrase != b->phrase)
        return PHRASE_COUNT;
    return a->phrase == (either ? PHRASE_ANY : PHRASE_NOT_ANY) || (!either && a->phrase == PHRASE_NONE)
               ? a->phrase
               : PHRASE_COUNT;
}

/* False when there is too much to say. */
static bool add(const struct speaker *s, struct group *g, const struct member *m) {
    for (size_t i = 0; i < g->count && !m->inner; i++) {
        struct member *before = &g->members[i];
        enum phrase both = joined(s, g->either, before, m);
        if (both == PHRASE_COUNT)
            continue;
        before->phrase = both;
        for (size_t k = 0; k < sizeof m->said.options / sizeof *m->said.options; k++)
            before->said.options[k] |= m->said.options[k];
        return true;
    }
    if (g->count == MEMBERS_MAX)
        return false;
    g->members[g->count++] = *m;
    return true;
}

static bool collect(const struct speaker *s, struct group *g, const struct expr *e, bool denied);

static bool add_inner(const struct speaker *s, struct group *g, const struct expr *e, bool denied) {
    struct group inner = {.either = !g->either};
    if (!collect(s, &inner, e, denied))
        return false;
    if (inner.count == 1)
        return add(s, g, &inner.members[0]);
    return add(s, g, &(struct member){.inner = arena_copy(s->arena, &inner, sizeof inner)});
}

static bool add_phrase(const struct speaker *s, struct group *g, const struct expr *e, bool denied) {
    const enum phrase phrase = phrase_of(e);
    if (phrase == PHRASE_COUNT)
        return false;
    return add(
        s, g,
        &(struct member){.phrase = denied ? (enum phrase)(phrase + PHRASE_NEGATED) : phrase, .said = *e});
}

/* De Morgan: what is denied as a whole is denied part by part, with "and" for "or". */
static bool collect(const struct speaker *s, struct group *g, const struct expr *e, bool denied) {
    if (e->op == EXPR_NOT)
        return collect(s, g, e->a, !denied);
    if (e->op == EXPR_TRUE && !denied && !g->either)
        return true;
    if (is_denial(e) && !denied)
        return add(s, g, &(struct member){.phrase = PHRASE_NONE, .said = *e->b->a});
    if (e->op != EXPR_AND && e->op != EXPR_OR)
        return add_phrase(s, g, e, denied);
    if ((e->op == EXPR_OR) == (g->either != denied))
        return collect(s, g, e->a, denied) && collect(s, g, e->b, denied);
    return add_inner(s, g, e, denied);
}

/* --- words --- */

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
        e->op == EXPR_TICKS ? arena_printf(s->arena, "%" PRId64 "%s", e->value, s->words->tick)
        : question->kind == QUESTION_DATE
            ? calendar_iso(day, e->value)
            : arena_printf(s->arena, "%.15g%s", (double)e->value / NUMBER_ONE, question->measure.suffix);
    return wording_fill(s->arena, s->words->amounts[e->relation], "number", number, (const char *)NULL);
}

/* NULL when there are too many options to name. */
static const char *say_member(const struct speaker *s, const struct member *m, int form) {
    const struct expr *e = &m->said;
    const bool numeric = e->op == EXPR_NUMBER || e->op == EXPR_TICKS, all = m->phrase == PHRASE_ALL;
    const char *options = e->op == EXPR_ANY || e->op == EXPR_ALL
                              ? say_options(s, e, all ? s->words->and_word : s->words->or_word)
                              : "";
    if (!options)
        return NULL;
    return wording_fill(s->arena, s->words->phrases[m->phrase][form], "question",
                        s->q->questions[e->question].label, "options", options, "amount",
                        numeric ? say_amount(s, e) : "", (const char *)NULL);
}

/* Members without their verb, for one that they share: 「A」で「a」または「B」で「b」. */
static const char *say_picks(const struct speaker *s, const struct group *g) {
    const char *all = NULL;
    for (size_t i = 0; i < g->count; i++) {
        const struct member *m = &g->members[i];
        const char *options =
            m->inner || m->phrase != PHRASE_ANY ? NULL : say_options(s, &m->said, s->words->or_word);
        if (!options)
            return NULL;
        const char *one =
            wording_fill(s->arena, s->words->pick, "question", s->q->questions[m->said.question].label,
                         "options", options, (const char *)NULL);
        all = all ? arena_printf(s->arena, "%s%s%s", all, s->words->or_word, one) : one;
    }
    return all;
}

static const char *say_shared(const struct speaker *s, const struct group *g, int form) {
    const char *picks = g->either ? say_picks(s, g) : NULL;
    return picks ? wording_fill(s->arena, s->words->picked[form], "picks", picks, (const char *)NULL) : NULL;
}

static const char *say_group(const struct speaker *s, const struct group *g, bool within, int form);

/* "and" binds closer than "or", in law and in speech; the other way round only a verb in common holds words together. */
static const char *say_part(const struct speaker *s, const struct member *m, int form) {
    if (!m->inner)
        return say_member(s, m, form);
    return m->inner->either ? say_shared(s, m->inner, form) : say_group(s, m->inner, true, form);
}

static const char *say_group(const struct speaker *s, const struct group *g, bool within, int form) {
    const char *joint = g->either ? s->words->or_join : within ? s->words->inner_join : s->words->join;
    const char *all = say_shared(s, g, form);
    if (all)
        return all;
    for (size_t i = 0; i < g->count; i++) {
        const bool last = i + 1 == g->count;
        const char *part = say_part(s, &g->members[i],
                                    last        ? form
                                    : g->either ? PHRASE_ALTERNATIVE
                                                : PHRASE_MEDIAL);
        if (!part)
            return NULL;
        all = all ? arena_printf(s->arena, "%s%s%s", all, joint, part) : part;
    }
    return all;
}

static bool is_either(const struct expr *e) {
    bool denied = false;
    for (; e->op == EXPR_NOT; e = e->a)
        denied = !denied;
    return e->op == (denied ? EXPR_AND : EXPR_OR);
}

const char *wording_base(struct arena *arena, const struct questionnaire *q, const struct expr *e,
                         const char *source, struct fault *f) {
    const struct speaker s = {.arena = arena, .q = q, .words = wording_get(q->lang, f)};
    struct group all = {.either = is_either(e)};
    if (!s.words)
        return NULL;
    const bool brief = collect(&s, &all, e, false);
    if (brief && all.count == 0)
        return q->base_all_text;
    const char *clauses = brief ? say_group(&s, &all, false, PHRASE_FINAL) : NULL;
    if (clauses)
        return wording_fill(arena, s.words->those, "clauses", clauses, "unit", q->unit, (const char *)NULL);
    return wording_fill(arena, s.words->fitting, "expression", source, "unit", q->unit, (const char *)NULL);
}
