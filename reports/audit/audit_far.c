/* A percentage whose count is not beside it: it stands in the sentence before (割合にして66.9%), or under the same name. */
#include "reports/audit/audit_checkers.h"

#include "engine/base/lang.h"

#include <string.h>

struct far_share {
    struct audit *a;
    struct audit_segment *s;
    struct audit_token *percent;
    const struct audit_token *count;
    size_t where; /* segment of the count */
};

static const struct audit_base *base_for(const struct far_share *x) {
    const struct audit_base *b = audit_base_beside(x->a, x->where, x->count, x->count);
    return b ? b : audit_base_only(x->a, x->where, x->count->low);
}

/* Which whole is meant where the sentence has none is not for us to say. */
static bool fits_another(const struct audit *a, const struct audit_token *count, struct audit_percent p) {
    struct audit_range part = {count->low, count->high};
    for (size_t i = 0; i < a->base_count; i++)
        if ((a->bases[i].use & ~BASE_SENT) && a->bases[i].token != count &&
            audit_fits(part, a->bases[i].n, p))
            return true;
    return false;
}

static void judge(const struct far_share *x) {
    const struct audit_base *b = base_for(x);
    struct audit_percent p = audit_percent_of(x->percent);
    struct audit_range part = {x->count->low, x->count->high};
    if (!b || b->token == x->count || b->n.low <= 0)
        return;
    struct arena *arena = x->a->arena;
    const char *count = audit_number(arena, part), *of = audit_number(arena, b->n);
    if (audit_fits(part, b->n, p)) {
        audit_claim_add(x->a, x->s, x->percent, x->percent->at, x->percent->end, AUDIT_CONSISTENT,
                        arena_printf(arena, _("%s of %s (line %zu) is %s"), count, of, b->line,
                                     audit_share(arena, part, b->n, p.decimals + 2)));
        return;
    }
    if (fits_another(x->a, x->count, p))
        return;
    const char *right = audit_share(arena, part, b->n, p.decimals);
    struct audit_claim *c =
        audit_claim_add(x->a, x->s, x->percent, x->percent->at, x->percent->end, AUDIT_IMPOSSIBLE,
                        arena_printf(arena, _("%s (line %zu) of %s (line %zu) is %s, not %s"), count,
                                     x->count->line, of, b->line, right, audit_printed(arena, p)));
    audit_candidate_add(
        x->a, c,
        (struct audit_candidate){.kind = "percent",
                                 .count = part.low,
                                 .n = b->n.low,
                                 .percent = right,
                                 .text = arena_printf(arena, _("%s of %s is %s"), count, of, right)});
}

/* Nothing but 割合にして and the like stands before the percentage: it is of what the sentence before counts last. */
static const struct audit_token *carried(const struct audit *a, size_t at,
                                         const struct audit_token *percent) {
    const struct audit_segment *s = &a->draft->segments[at], *last = at ? s - 1 : NULL;
    const struct audit_word_list *words = &a->words->lists[WORDS_CARRIED];
    if (!last || last->block != s->block || last->kind != SEGMENT_PROSE || percent != s->tokens ||
        !percent->at || !audit_words_only(words, s->text, s->text + percent->at))
        return NULL;
    const struct audit_token *t = last->token_count ? &last->tokens[last->token_count - 1] : NULL;
    return t && t->kind == TOKEN_COUNT && t->low == t->high ? t : NULL;
}

/* Where the name begins that ends at `at`: after the last mark. */
static size_t name_from(const struct audit *a, const struct audit_segment *s, size_t at) {
    const struct audit_word_list *marks = &a->words->lists[WORDS_NAME_MARKS];
    for (size_t from = at; from-- > 0;)
        for (size_t i = 0; i < marks->count; i++)
            if (strncmp(s->text + from, marks->words[i], strlen(marks->words[i])) == 0 &&
                from + strlen(marks->words[i]) <= at)
                return from + strlen(marks->words[i]);
    return 0;
}

/* オンラインは全体の24.3%: the count under the same name in a sentence shortly before. */
static const struct audit_token *namesake(const struct audit *a, size_t at, const struct audit_token *percent,
                                          size_t *where) {
    enum { BACK = 4, NAME_LEAST = 6 };
    const struct audit_segment *s = &a->draft->segments[at];
    size_t of = strlen("は全体の"), end = percent->at > of ? percent->at - of : 0;
    if (!end || (memcmp(s->text + end, "は全体の", of) != 0 && memcmp(s->text + end, "が全体の", of) != 0))
        return NULL;
    size_t from = name_from(a, s, end), length = end - from;
    for (size_t back = 0; length >= NAME_LEAST && back <= BACK && back <= at; back++) {
        const struct audit_segment *other = s - back;
        for (size_t i = 0; i < other->token_count; i++) {
            const struct audit_token *t = &other->tokens[i];
            bool same = t->kind == TOKEN_COUNT && t->at >= length && t->low == t->high &&
                        memcmp(other->text + t->at - length, s->text + from, length) == 0;
            if (same) {
                *where = at - back;
                return t;
            }
        }
    }
    return NULL;
}

void audit_check_far(struct audit *a) {
    for (size_t i = 0; i < a->draft->count; i++) {
        struct audit_segment *s = &a->draft->segments[i];
        for (size_t j = 0; s->kind == SEGMENT_PROSE && j < s->token_count; j++) {
            struct far_share x = {.a = a, .s = s, .percent = &s->tokens[j], .where = i ? i - 1 : 0};
            if (x.percent->kind != TOKEN_PERCENT || x.percent->claimed || audit_partner(a, s, j) ||
                audit_is_rate(a, s, x.percent))
                continue;
            x.count = carried(a, i, x.percent);
            if (!x.count)
                x.count = namesake(a, i, x.percent, &x.where);
            if (x.count)
                judge(&x);
        }
    }
}
