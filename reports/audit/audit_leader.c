/* What is said to be the most common, the third, the highest of the prefectures: against the store's order. */
#include "reports/audit/audit_survey.h"

#include "engine/base/lang.h"

#include <stdlib.h>
#include <string.h>

struct place {
    struct audit *a;
    const struct audit_segment *s;
    const char *word; /* in s->text */
    size_t length;
    size_t rank; /* from 1 */
    bool lowest;
};

static const char *fold(const struct place *x, const char *from, const char *to) {
    return audit_match_fold(x->a->reference, arena_strndup(x->a->arena, from, (size_t)(to - from)));
}

/* The words that name what stands in that place: before 最も多い, or behind it in 最も多いのは. */
static const char *subject(const struct place *x) {
    const char *end = x->s->text + x->s->length, *behind = x->word + x->length;
    const char *of = memmem(behind, (size_t)(end - behind), "のは", 6);
    if (strncmp(behind, "は", 3) == 0)
        of = behind - 3; /* 2位は */
    if (of && of - behind <= 15) {
        const char *stop = memmem(of + 6, (size_t)(end - of - 6), "。", 3);
        return fold(x, of + 6, stop ? stop : end);
    }
    const char *from = x->s->text;
    for (size_t i = 0; i < x->s->token_count;
         i++) { /* back over the number it is said of: Aが71.6%で最も多い */
        const struct audit_token *t = &x->s->tokens[i];
        bool apart = x->s->text + t->end + 40 < x->word;
        if (t->kind != TOKEN_OTHER && apart)
            from = x->s->text + t->end;
    }
    return fold(x, from, x->word);
}

/* --- among the answers of a question ----------------------------------------------------------------------- */

static bool ranked(const struct audit_reference *r, const struct audit_figure *g) {
    return !g->closing && !g->net && (g->counts || g->percent) && !r->questions[g->question].key;
}

static size_t rank_of(const struct audit_reference *r, const struct audit_figure *g, size_t column,
                      bool lowest, const struct audit_figure **first) {
    const struct audit_question *q = &r->questions[g->question];
    double own, other, best = -1;
    size_t rank = 1;
    *first = g;
    if (!audit_hold_share(g, column, &own))
        return 0;
    for (size_t i = q->first; i < q->first + q->count; i++) {
        if (!ranked(r, &r->figures[i]) || !audit_hold_share(&r->figures[i], column, &other))
            continue;
        rank += lowest ? other < own : other > own;
        if (best < 0 || (lowest ? other < best : other > best))
            best = other, *first = &r->figures[i];
    }
    return rank;
}

static void say(const struct place *x, bool right, const char *why) {
    const char *text = arena_strndup(x->a->arena, x->s->text, x->s->length);
    audit_claim_free(x->a, text, audit_line(x->s, (size_t)(x->word - x->s->text)),
                     right ? AUDIT_CONSISTENT : AUDIT_IMPOSSIBLE, why);
}

static const char *share_text(const struct place *x, const struct audit_figure *g, size_t column) {
    double share = 0;
    bool known = audit_hold_share(g, column, &share);
    return known ? arena_printf(x->a->arena, "%s, %.1f%%", audit_hold_name(x->a, g, column, NULL), share)
                 : audit_hold_name(x->a, g, column, NULL);
}

static void judge_answer(const struct place *x, const struct audit_figure *g, size_t column) {
    const struct audit_figure *first;
    size_t rank = rank_of(x->a->reference, g, column, x->lowest, &first);
    if (!rank || !ranked(x->a->reference, g))
        return;
    if (rank == x->rank)
        say(x, true, arena_printf(x->a->arena, _("in the store, too: %s"), share_text(x, g, column)));
    else if (x->rank == 1)
        say(x, false,
            arena_printf(x->a->arena, _("in the store %s comes first; %s is number %zu"),
                         share_text(x, first, column), share_text(x, g, column), rank));
    else
        say(x, false,
            arena_printf(x->a->arena, _("in the store %s is number %zu"), share_text(x, g, column), rank));
}

/* --- among the types or the prefectures -------------------------------------------------------------------- */

static void judge_division(const struct place *x, const struct audit_figure *g, size_t column) {
    const struct audit_reference *r = x->a->reference;
    size_t rank = 1, first = column;
    double own, other, best = -1;
    if (!audit_hold_share(g, column, &own))
        return;
    for (size_t c = 1; c < r->column_count; c++) {
        if (r->columns[c].kind != r->columns[column].kind || !r->columns[c].names.count ||
            !audit_hold_share(g, c, &other))
            continue;
        rank += x->lowest ? other < own : other > own;
        if (best < 0 || (x->lowest ? other < best : other > best))
            best = other, first = c;
    }
    if (rank == x->rank)
        say(x, true, arena_printf(x->a->arena, _("in the store, too: %s"), share_text(x, g, column)));
    else
        say(x, false,
            arena_printf(x->a->arena, _("in the store %s comes first; %s is number %zu"),
                         share_text(x, g, first), share_text(x, g, column), rank));
}

/* --- the draft --------------------------------------------------------------------------------------------- */

static void check_place(const struct place *x, size_t segment, const struct audit_matches *carried) {
    const struct audit_reference *r = x->a->reference;
    const char *text = subject(x), *after = "";
    bool several = false, now, unknown;
    const struct audit_segment *s = x->s;
    const char *whole = fold(x, s->text, s->text + s->length);
    if (audit_word_within(&x->a->words->lists[WORDS_SINCE], s->text, s->text + s->length) ||
        audit_wave_said(x->a, fold(x, s->text, x->word), &now, &unknown) || unknown)
        return;
    size_t column = audit_match_division(r, text, &several, &after);
    struct audit_meaning m = audit_meaning_of(x->a, segment, (size_t)(x->word - s->text),
                                              (size_t)(x->word + x->length - s->text), carried);
    struct audit_matches named = audit_match_named(r, text, whole, false);
    if (!named.count)
        named = column && carried->count == 1 ? *carried : m.figures;
    if (m.limited || several || named.count != 1 || !named.list[0].clear)
        return;
    const struct audit_figure *g = named.list[0].figure;
    const struct audit_figure *first;
    bool strict = strncmp(after, "が", strlen("が")) == 0; /* 福井県が最も低い: of the prefectures */
    bool own = !strict && ranked(r, g) && rank_of(r, g, column, x->lowest, &first) == x->rank;
    if (column && !own) /* 富山では74.8%と最も高い: of the answers there, or of the prefectures */
        judge_division(x, g, column);
    else
        judge_answer(x, g, column);
}

/* "came third=3" of the words */
static size_t place_word(const struct audit *a, const char *at, size_t *length) {
    const struct audit_word_list *words = &a->words->lists[WORDS_PLACES];
    for (size_t i = 0; i < words->count; i++) {
        const char *sign = strchr(words->words[i], '=');
        if (sign && strncmp(at, words->words[i], (size_t)(sign - words->words[i])) == 0) {
            *length = (size_t)(sign - words->words[i]);
            return strtoul(sign + 1, NULL, 10);
        }
    }
    return 0;
}

/* 3位, 3番目, came third: the place, and how long the words are; 0: none. */
static size_t place_at(const struct audit *a, const char *at, size_t *length) {
    char *end;
    if (*at < '1' || *at > '9')
        return place_word(a, at, length);
    size_t rank = strtoul(at, &end, 10);
    bool said = rank < 10 && (strncmp(end, "位", 3) == 0 || strncmp(end, "番目", 6) == 0);
    *length = said ? (size_t)(end - at) + (strncmp(end, "位", 3) == 0 ? 3 : 6) : 0;
    return said ? rank : 0;
}

static void check_segment(struct audit *a, size_t at, const struct audit_matches *carried) {
    const struct audit_segment *s = &a->draft->segments[at];
    for (size_t i = 0; i < s->length; i++) {
        struct place x = {.a = a, .s = s, .word = s->text + i};
        bool digit = i && s->text[i - 1] >= '0' && s->text[i - 1] <= '9';
        size_t high = audit_word_at(&a->words->lists[WORDS_HIGHEST], x.word),
               low = audit_word_at(&a->words->lists[WORDS_LOWEST], x.word);
        x.rank = digit ? 0 : place_at(a, x.word, &x.length);
        if (!x.rank && (high || low))
            x.rank = 1, x.lowest = low != 0, x.length = high > low ? high : low;
        if (!x.rank)
            continue;
        check_place(&x, at, carried);
        i += x.length - 1;
    }
}

void audit_check_leaders(struct audit *a) {
    for (size_t i = 0; i < a->draft->count; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        struct audit_matches carried = {.count = 0};
        if (s->kind != SEGMENT_PROSE)
            continue;
        for (size_t k = 0; k < s->token_count; k++)
            if (s->tokens[k].kind != TOKEN_OTHER) {
                struct audit_meaning m = audit_meaning_of(a, i, s->tokens[k].at, s->tokens[k].end, &carried);
                if (m.figures.count == 1 && m.sure)
                    carried = m.figures;
            }
        check_segment(a, i, &carried);
    }
}
