/* From one number to another: the difference, the multiple, the percentage and the direction that are said of the two. */
#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_checkers.h"

#include "engine/base/lang.h"

#include <math.h>
#include <string.h>

/* "4,820世帯から5,161世帯へ" */
struct growth {
    struct audit *a;
    const struct audit_segment *s;
    struct audit_token *from, *to;
    size_t end; /* of what is said of the two: the sentence, or the next pair */
};

static bool starts(const char *text, const struct audit_word_list *words) {
    return audit_word_at(words, text) > 0;
}

/* から of a change, not "8,672医療機関から回答" */
static bool leads_on(const struct audit *a, const struct audit_segment *s, const struct audit_token *t) {
    const struct audit_word_list *words = &a->words->lists[WORDS_CHANGE_FROM];
    const char *after = s->text + t->end + (s->text[t->end] == ')');
    return starts(after, words) && !audit_word_at(&a->words->lists[WORDS_RETURNS_AFTER], after);
}

static bool arrives(const struct audit *a, const struct audit_segment *s, const struct audit_token *t) {
    const struct audit_word_list *words = &a->words->lists[WORDS_CHANGE_ENDS];
    return t->end == s->length || starts(s->text + t->end, words);
}

static bool paired(const struct audit_segment *s, const struct audit_token *from,
                   const struct audit_token *to) {
    bool kind = from->kind == to->kind && (from->kind == TOKEN_COUNT || from->kind == TOKEN_PERCENT);
    return kind && from->unit == to->unit && from->bracket == to->bracket && !from->sign && !to->sign &&
           to->at - from->end < 45 && !memmem(s->text + from->end, to->at - from->end, "、", 3);
}

static struct audit_claim *claim(const struct growth *g, struct audit_token *t, enum audit_verdict verdict,
                                 const char *why) {
    size_t start = g->from->at < g->to->at ? g->from->at : g->to->at;
    return audit_claim_add(g->a, g->s, t, start, t->end, verdict, why);
}

static const char *number(const struct growth *g, const struct audit_token *t) {
    if (t->kind == TOKEN_OTHER)
        return arena_printf(g->a->arena, "%.*f", t->decimals, audit_value(t));
    return t->kind == TOKEN_COUNT ? audit_number(g->a->arena, (struct audit_range){t->low, t->high})
                                  : audit_printed(g->a->arena, audit_percent_of(t));
}

static void offer(const struct growth *g, struct audit_claim *c, const char *text) {
    audit_candidate_add(g->a, c,
                        (struct audit_candidate){.kind = "count", .count = -1, .n = -1, .text = text});
}

/* --- the difference --------------------------------------------------------------------------------------- */

/* "341世帯(7.1%)増えた": the count right after the two, with a word of change behind it */
static struct audit_token *difference(const struct growth *g) {
    struct audit_token *t = g->to + 1, *end = g->s->tokens + g->s->token_count;
    if (t >= end || t->kind != TOKEN_COUNT || t->unit != g->to->unit || t->at - g->to->end > 24 || t->sign)
        return NULL;
    const char *after = g->s->text + t->end;
    if (*after == '(' && strchr(after, ')'))
        after = strchr(after, ')') + 1;
    return audit_word_at(&g->a->words->lists[WORDS_GROWTH_AFTER], after) ? t : NULL;
}

static void check_difference(const struct growth *g, struct audit_token *t) {
    int64_t low = g->to->low - g->from->high, high = g->to->high - g->from->low;
    if (high < 0) {
        int64_t swap = -low;
        low = -high, high = swap;
    }
    if (t->high >= low && t->low <= high) {
        claim(g, t, AUDIT_CONSISTENT, _("it is the difference of the two counts"));
        return;
    }
    const char *right = audit_number(g->a->arena, (struct audit_range){low, high});
    struct audit_claim *c = claim(g, t, AUDIT_IMPOSSIBLE,
                                  arena_printf(g->a->arena, _("from %s to %s is a difference of %s, not %s"),
                                               number(g, g->from), number(g, g->to), right, number(g, t)));
    offer(g, c, arena_printf(g->a->arena, _("the difference is %s"), right));
}

/* (7.1%) in the bracket of the difference is of the earlier of the two counts. */
static void check_rate(const struct growth *g, const struct audit_token *by) {
    const struct audit_token *end = g->s->tokens + g->s->token_count;
    for (struct audit_token *p = g->to + 2; p < end && p->at < g->end; p++) {
        if (p->kind != TOKEN_PERCENT || audit_before_bracket(g->a, g->s, (size_t)(p - g->s->tokens)) != by)
            continue;
        struct audit_range count = {by->low, by->high}, n = {g->from->low, g->from->high};
        struct audit_percent printed = audit_percent_of(p);
        if (audit_fits(count, n, printed)) {
            claim(g, p, AUDIT_CONSISTENT, _("it is the relative change between the two counts"));
            continue;
        }
        const char *right = audit_share(g->a->arena, count, n, printed.decimals);
        struct audit_claim *c = claim(g, p, AUDIT_IMPOSSIBLE,
                                      arena_printf(g->a->arena, _("%s of %s is %s, not %s"), number(g, by),
                                                   number(g, g->from), right, number(g, p)));
        offer(g, c, arena_printf(g->a->arena, _("the change is %s"), right));
    }
}

/* --- the multiple ----------------------------------------------------------------------------------------- */

/* Whether `ratio` can be called so many times. */
static bool is_times(const struct audit_token *t, double ratio) {
    double said = audit_value(t), unit = pow(10, -t->decimals);
    if (t->marks & (MARK_OVER | MARK_AT_LEAST | MARK_STRONG))
        return ratio >= said - 1e-9 && ratio < said + unit;
    if (t->marks & (MARK_UNDER | MARK_AT_MOST))
        return ratio <= said + 1e-9 && ratio >= said * 0.85;
    double slack = !(t->marks & MARK_APPROX) ? unit / 2 : t->decimals ? unit : said * 0.15;
    return fabs(ratio - said) <= slack + 1e-9;
}

static void check_multiple(const struct growth *g) {
    const struct audit_token *end = g->s->tokens + g->s->token_count;
    double from = audit_value(g->from), ratio = audit_value(g->to) / from;
    for (struct audit_token *t = g->to + 1; t < end && t->at < g->end; t++) {
        size_t digits = strspn(g->s->text + t->digits, "0123456789.,");
        const char *unit = g->s->text + t->digits + digits;
        if (t->kind != TOKEN_OTHER || t->sign || strncmp(unit, "倍", strlen("倍")) != 0)
            continue;
        if (is_times(t, ratio)) {
            claim(g, t, AUDIT_CONSISTENT,
                  arena_printf(g->a->arena, _("from %s to %s is %.3g times as many"), number(g, g->from),
                               number(g, g->to), ratio));
            return;
        }
        struct audit_claim *c =
            claim(g, t, AUDIT_IMPOSSIBLE,
                  arena_printf(g->a->arena, _("from %s to %s is %.3g times as many, not %.3g"),
                               number(g, g->from), number(g, g->to), ratio, audit_value(t)));
        offer(g, c, arena_printf(g->a->arena, _("it is %.3g times as many"), ratio));
        return;
    }
}

/* What counts alike: the same counter behind the digits, or both percentages. */
static bool alike(const struct audit_segment *s, const struct audit_token *x, const struct audit_token *y) {
    const char *one = s->text + x->digits, *two = s->text + y->digits;
    one += strspn(one, "0123456789,. ");
    two += strspn(two, "0123456789,. ");
    size_t length = x->end > (size_t)(one - s->text) ? x->end - (size_t)(one - s->text) : 0;
    size_t other = y->end > (size_t)(two - s->text) ? y->end - (size_t)(two - s->text) : 0;
    size_t least = length < other ? length : other;
    return x->kind == y->kind && least > 0 && memcmp(one, two, least) == 0;
}

/* Whether the two are of different times: 2年前の, 昨年の, から. */
static bool of_two_times(const struct audit *a, const struct audit_segment *s,
                         const struct audit_token *first, const struct audit_token *times) {
    const struct audit_word_list *words = &a->words->lists[WORDS_MULTIPLE_FROM];
    const char *from = s->text + first->at, *end = s->text + times->at;
    for (size_t i = 0; i < words->count; i++)
        if (memmem(from, (size_t)(end - from), words->words[i], strlen(words->words[i])))
            return true;
    return audit_word_within(&a->words->lists[WORDS_EARLIER], s->text, end) != NULL;
}

/* "平均27.4人で、2年前の20.1人から約1.8倍": the only two numbers of their kind before a multiple, one of them of an earlier time. */
static void check_lone_multiple(struct audit *a, struct audit_segment *s, struct audit_token *times) {
    struct audit_token *pair[2] = {NULL, NULL};
    const char *unit = s->text + times->digits + strspn(s->text + times->digits, "0123456789.,");
    if (times->kind != TOKEN_OTHER || times->claimed || times->sign ||
        strncmp(unit, "倍", strlen("倍")) != 0 || strncmp(unit, "倍率", strlen("倍率")) == 0)
        return;
    for (struct audit_token *x = s->tokens; x < times; x++)
        for (struct audit_token *y = x + 1; y < times; y++)
            if (alike(s, x, y) && audit_value(x) > 0 && audit_value(y) > 0 && x->sign == 0 && y->sign == 0) {
                if (pair[0])
                    return;
                pair[0] = x, pair[1] = y;
            }
    if (!pair[0] || !of_two_times(a, s, pair[0], times))
        return;
    double ratio = audit_value(pair[1]) / audit_value(pair[0]), most = ratio > 1 ? ratio : 1 / ratio;
    struct growth g = {a, s, pair[0], pair[1], s->length};
    if (is_times(times, ratio) || is_times(times, 1 / ratio))
        return;
    struct audit_claim *c =
        claim(&g, times, AUDIT_IMPOSSIBLE,
              arena_printf(a->arena, _("%s and %s are %.3g times as many, not %.3g"), number(&g, g.from),
                           number(&g, g.to), most, audit_value(times)));
    offer(&g, c, arena_printf(a->arena, _("it is %.3g times as many"), most));
}

/* --- up and down ------------------------------------------------------------------------------------------ */

static void check_direction(const struct growth *g) {
    const char *from = g->s->text + g->to->end, *end = g->s->text + g->end;
    const char *comma = memmem(from, (size_t)(end - from), "、", 3);
    const char *stop = comma ? comma : end;
    const char *up = audit_word_within(&g->a->words->lists[WORDS_UP], from, stop),
               *down = audit_word_within(&g->a->words->lists[WORDS_DOWN], from, stop);
    double change = audit_value(g->to) - audit_value(g->from);
    if (!up == !down || (up ? change > 0 : change < 0))
        return;
    struct audit_claim *c = claim(
        g, g->to, AUDIT_IMPOSSIBLE,
        arena_printf(g->a->arena, up ? _("from %s to %s is no increase") : _("from %s to %s is no decrease"),
                     number(g, g->from), number(g, g->to)));
    offer(g, c, arena_printf(g->a->arena, _("the difference is %.6g"), change));
}

static void check_pair(struct growth *g) {
    struct audit_token *by = g->from->kind == TOKEN_COUNT ? difference(g) : NULL;
    if (by) {
        check_difference(g, by);
        check_rate(g, by);
    }
    if (audit_value(g->from) > 0)
        check_multiple(g);
    check_direction(g);
}

/* "3,412名で、前年同期の3,365名より47名多い": the earlier of the two stands second. */
static bool against_earlier(const struct audit *a, const struct audit_segment *s,
                            const struct audit_token *to, const struct audit_token *from) {
    const struct audit_word_list *words = &a->words->lists[WORDS_THAN];
    return starts(s->text + from->end, words) && from->kind == TOKEN_COUNT && to->kind == from->kind &&
           to->unit == from->unit && from->at - to->end < 60 &&
           audit_word_within(&a->words->lists[WORDS_EARLIER], s->text + to->end, s->text + from->at);
}

static void check_against(struct audit *a, struct audit_segment *s, size_t second) {
    struct audit_token *from = &s->tokens[second], *to = from - 1, *by = from + 1;
    struct growth g = {a, s, from, to, s->length};
    bool counted = second + 1 < s->token_count && by->kind == TOKEN_COUNT && by->at - from->end < 24 &&
                   audit_word_at(&a->words->lists[WORDS_GROWTH_AFTER], s->text + by->end);
    if (against_earlier(a, s, to, from) && counted)
        check_difference(&g, by);
}

void audit_check_growth(struct audit *a) {
    for (size_t i = 0; i < a->draft->count; i++) {
        struct audit_segment *s = &a->draft->segments[i];
        struct growth g = {.a = a, .s = s};
        for (size_t j = 1; s->kind == SEGMENT_PROSE && j < s->token_count; j++)
            check_against(a, s, j);
        for (size_t j = 2; s->kind == SEGMENT_PROSE && j < s->token_count; j++)
            check_lone_multiple(a, s, &s->tokens[j]);
        for (size_t j = s->kind == SEGMENT_PROSE ? s->token_count : 0; j-- > 1;) {
            struct audit_token *from = &s->tokens[j - 1], *to = &s->tokens[j];
            while (to < s->tokens + s->token_count - 1 && to->kind == TOKEN_OTHER)
                to++; /* 118件から8月には164件へ */
            if (!leads_on(a, s, from) || !paired(s, from, to) || !arrives(a, s, to))
                continue;
            g.from = from, g.to = to;
            g.end = g.end > to->end ? g.end : s->length;
            check_pair(&g);
            g.end = from->at;
        }
    }
}
