/* 約半数, 3割, 4人に1人, beside the number that they stand for. */
#include "reports/audit/audit_checkers.h"

#include "engine/base/lang.h"

#include <stdlib.h>
#include <string.h>

static double value_of(const struct audit_token *t) {
    double value = (double)t->mantissa;
    for (int d = 0; d < t->decimals; d++)
        value /= 10;
    return value;
}

/* Only such words may stand between the vague quantity and the number that it is said of. */
static bool close_by(const struct audit_segment *s, size_t from, size_t to) {
    static const char *const words[] = {"",     "(",        "の",       "、",     "と",       "が",
                                        "で",   "にあたる", "に当たる", "となる", "に達する", "、約",
                                        " (",   "、全体の", "(全体の",  "で、",   "と、",     "の(",
                                        "で約", ":",        "=",        " or ",   ", "};
    from += from < to && s->text[from] == ')';
    if (from > to || to - from > 24)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == to - from && memcmp(s->text + from, words[i], to - from) == 0)
            return true;
    return false;
}

static bool is_number(const struct audit_token *t) {
    return t->kind == TOKEN_PERCENT || (t->kind == TOKEN_COUNT && !(t->marks & MARK_N));
}

/* "3人に1人が「...」と答えた(55.0%、647件)": the first bracket after it, with nothing counted between. */
static bool in_next_bracket(const struct audit *a, const struct audit_segment *s, size_t v) {
    const struct audit_token *t = &s->tokens[v], *next = t + 1;
    size_t gap = next->at > t->end ? next->at - t->end : 0;
    return next->kind == TOKEN_PERCENT && next->bracket && next->outer == t->bracket && gap > 1 && gap < 90 &&
           s->text[next->at - 1] == '(' && !memmem(s->text + t->end, gap, "。", 3) &&
           !memmem(s->text + t->end, gap, "、", 3) &&
           !audit_word_within(&a->words->lists[WORDS_EARLIER], s->text + t->end, s->text + next->at);
}

/* The number that stands for it; a percentage before a count. */
static struct audit_token *number_beside(const struct audit *a, const struct audit_segment *s, size_t v) {
    struct audit_token *t = s->tokens;
    if (v + 1 < s->token_count && is_number(&t[v + 1]) && close_by(s, t[v].end, t[v + 1].at)) {
        if (t[v + 1].kind == TOKEN_COUNT && v + 2 < s->token_count && t[v + 2].kind == TOKEN_PERCENT &&
            t[v + 1].bracket && t[v + 2].bracket == t[v + 1].bracket)
            return &t[v + 2];
        return &t[v + 1];
    }
    if (v + 1 < s->token_count && in_next_bracket(a, s, v))
        return &t[v + 1];
    if (v > 0 && is_number(&t[v - 1]) && close_by(s, t[v - 1].end, t[v].at))
        return &t[v - 1];
    return NULL;
}

/* The percentage that a count is, on the base that binds it. */
static bool share_of(const struct audit *a, size_t segment, const struct audit_token *vague,
                     const struct audit_token *count, double *share, const struct audit_base **base) {
    *base = audit_base_beside(a, segment, vague, count);
    if (!*base)
        *base = audit_base_lead(a, segment, count->low);
    if (!*base || (*base)->n.low <= 0)
        return false;
    *share = 100.0 * (double)count->low / (double)(*base)->n.low;
    return true;
}

static void judge(struct audit *a, size_t segment, struct audit_token *vague, struct audit_token *number) {
    const struct audit_segment *s = &a->draft->segments[segment];
    const struct audit_base *base;
    double share = value_of(number);
    if (number->kind == TOKEN_COUNT && !share_of(a, segment, vague, number, &share, &base))
        return;
    size_t from = vague->at < number->at ? vague->at : number->at,
           to = vague->end > number->end ? vague->end : number->end;
    const char *word = arena_strndup(a->arena, s->text + vague->at, vague->end - vague->at);
    double off = share < vague->vague_low    ? vague->vague_low - share
                 : share > vague->vague_high ? share - vague->vague_high
                                             : 0;
    if (off < 1e-9) {
        audit_claim_add(a, s, vague, from, to, AUDIT_CONSISTENT,
                        arena_printf(a->arena, _("\"%s\" fits %.4g%%"), word, share));
        return;
    }
    bool hard =
        (vague->marks & (MARK_OVER | MARK_AT_LEAST | MARK_UNDER | MARK_STRONG | MARK_AT_MOST)) || off > 2;
    struct audit_claim *c = audit_claim_add(
        a, s, vague, from, to, hard ? AUDIT_IMPOSSIBLE : AUDIT_UNSUPPORTED,
        vague->vague_high > 99.99
            ? arena_printf(a->arena, _("\"%s\" would be more than %.4g%%; the number beside it is %.4g%%"),
                           word, vague->vague_low, share)
            : arena_printf(a->arena, _("\"%s\" would be %.4g%% to %.4g%%; the number beside it is %.4g%%"),
                           word, vague->vague_low, vague->vague_high, share));
    audit_candidate_add(
        a, c,
        (struct audit_candidate){.kind = "percent",
                                 .count = -1,
                                 .n = -1,
                                 .percent = arena_printf(a->arena, "%.4g%%", share),
                                 .text = arena_printf(a->arena, _("the number is %.4g%%"), share)});
}

void audit_check_vague(struct audit *a) {
    for (size_t i = 0; i < a->draft->count; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        for (size_t j = 0; j < s->token_count; j++) {
            struct audit_token *number = s->tokens[j].kind == TOKEN_VAGUE ? number_beside(a, s, j) : NULL;
            if (number)
                judge(a, i, &s->tokens[j], number);
        }
    }
}
