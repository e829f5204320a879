/* Differences of percentages are in points; what rose cannot have fallen. */
#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_checkers.h"

#include "engine/base/lang.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PAIRS_MAX = 24 };

struct change {
    struct audit *a;
    const struct audit_segment *s;
    struct audit_token *t; /* the change itself */
    double size, slack;    /* as printed */
};

static double unit_of(const struct audit_token *t) {
    return pow(10, -t->decimals);
}

/* The percentages before the change in its segment; where there are none, those of the sentence before. */
static size_t percents_near(const struct change *x, size_t at, const struct audit_token *out[PAIRS_MAX]) {
    size_t count = 0;
    for (size_t back = 0; back < 3 && back <= at && count < 2; back++) {
        const struct audit_segment *s = &x->a->draft->segments[at - back];
        if (s->block != x->s->block)
            break;
        for (size_t i = 0; i < s->token_count && count < PAIRS_MAX; i++)
            if (s->tokens[i].kind == TOKEN_PERCENT && &s->tokens[i] != x->t && !s->tokens[i].sign)
                out[count++] = &s->tokens[i];
    }
    return count;
}

static bool near(double value, double printed, double slack) {
    return fabs(fabs(value) - printed) <= slack + 1e-9;
}

static size_t own_percents(const struct change *x) {
    size_t count = 0;
    for (size_t i = 0; i < x->s->token_count; i++)
        count += x->s->tokens[i].kind == TOKEN_PERCENT;
    return count;
}

/* Where the sentence has percentages of its own, the change is of one of these. */
static bool is_own(const struct change *x, const struct audit_token *t) {
    return own_percents(x) == 0 || (t >= x->s->tokens && t < x->s->tokens + x->s->token_count);
}

/* A pair of which the change is the difference in points, or the relative change. */
static bool find_pair(const struct change *x, const struct audit_token *const *p, size_t count, bool points,
                      const struct audit_token **one, const struct audit_token **two) {
    for (size_t i = count; i-- > 0;)
        for (size_t j = i; j-- > 0;) {
            double a = audit_value(p[j]), b = audit_value(p[i]), slack = x->slack;
            if (!is_own(x, p[i]) && !is_own(x, p[j]))
                continue;
            if (points && near(b - a, x->size, slack + unit_of(p[i]) / 2 + unit_of(p[j]) / 2)) {
                *one = p[j], *two = p[i];
                return true;
            }
            double least = fmin(a, b), most = fmax(a, b);
            bool relative =
                least > 0 &&
                (near(100 * (most - least) / least, x->size, slack + 100 * unit_of(p[j]) / least) ||
                 near(100 * (most - least) / most, x->size, slack + 100 * unit_of(p[j]) / most));
            if (!points && relative) {
                *one = p[j], *two = p[i];
                return true;
            }
        }
    return false;
}

static struct audit_claim *claim(const struct change *x, enum audit_verdict verdict, const char *why) {
    return audit_claim_add(x->a, x->s, x->t, x->t->at, x->t->end, verdict, why);
}

static const char *points_text(const struct change *x, double points) {
    return arena_printf(x->a->arena, _("%.4g points"), round(points * 1e6) / 1e6);
}

static void offer_points(const struct change *x, struct audit_claim *c, double from, double to) {
    audit_candidate_add(
        x->a, c,
        (struct audit_candidate){.kind = "points",
                                 .count = -1,
                                 .n = -1,
                                 .percent = NULL,
                                 .text = arena_printf(x->a->arena,
                                                      _("from %.4g%% to %.4g%% is a difference of %s"), from,
                                                      to, points_text(x, fabs(to - from)))});
}

/* Whether the draft prints this percentage some pages around: in a long one any can be met by chance. */
static bool printed(const struct change *x, double value, double slack) {
    enum { AROUND = 60 };
    size_t at = (size_t)(x->s - x->a->draft->segments);
    for (size_t i = at > AROUND ? at - AROUND : 0; i < x->a->draft->count && i < at + AROUND; i++) {
        const struct audit_segment *s = &x->a->draft->segments[i];
        for (size_t j = 0; j < s->token_count; j++)
            if (s->tokens[j].kind == TOKEN_PERCENT && s->tokens[j].decimals &&
                fabs(audit_value(&s->tokens[j]) - value) <= slack)
                return true;
    }
    return false;
}

/* The percentage of the sentence that the change is most likely of: the last before it, else the first after it. */
static const struct audit_token *own_percent(const struct change *x) {
    const struct audit_token *found = NULL;
    for (size_t i = 0; i < x->s->token_count; i++) {
        const struct audit_token *t = &x->s->tokens[i];
        if (t->kind == TOKEN_PERCENT && !t->sign && t != x->t && (!found || t->at < x->t->at))
            found = t;
    }
    return found;
}

/* "前回65.1%から5.3%減少": the change is said of a percentage. */
static bool starts_from(const struct change *x, const struct audit_token *p) {
    enum { NEAR = 30 };
    const char *after = x->s->text + p->end;
    after += *after == ')';
    return p->at < x->t->at && x->t->at - p->end <= NEAR &&
           audit_word_at(&x->a->words->lists[WORDS_FROM], after);
}

static void call_points(const struct change *x, double from, double to) {
    struct audit_claim *c = claim(
        x, AUDIT_IMPOSSIBLE,
        arena_printf(
            x->a->arena,
            _("%.4g%% and %.4g%% differ by %s, which is not per cent: relative to the smaller it is %.3g%%"),
            from, to, points_text(x, fabs(to - from)), 100 * fabs(to - from) / fmin(from, to)));
    offer_points(x, c, from, to);
}

/* Neither what it would come to as per cent nor as points is printed anywhere: which of the two is meant only the writer knows. */
static void doubt_unit(const struct change *x, double from) {
    bool down = audit_word_within(&x->a->words->lists[WORDS_DOWN], x->s->text + x->t->end - 1,
                                  x->s->text + x->s->length) != NULL;
    double sign = down ? -1 : 1, points = from + sign * x->size, relative = from * (1 + sign * x->size / 100);
    struct audit_claim *c =
        claim(x, AUDIT_UNSUPPORTED,
              arena_printf(x->a->arena,
                           _("a change of percentages is in points: from %.4g%% it would be "
                             "%.4g%% by points, %.4g%% by per cent; the draft has neither"),
                           from, points, relative));
    offer_points(x, c, from, points);
}

/* "10.3%上昇し、70.1%": the other of the two, 59.8%, stands somewhere else. */
static bool points_of_far(const struct change *x) {
    const struct audit_token *p = own_percent(x);
    if (!p || !x->t->decimals || !p->decimals || x->t->kind != TOKEN_CHANGE)
        return false;
    double now = audit_value(p), share = x->size / 100, slack = unit_of(x->t) * 0.51;
    for (int sign = -1; sign <= 1; sign += 2)
        if (printed(x, now / (1 + sign * share), slack) || printed(x, now * (1 + sign * share), slack))
            return false;
    for (int sign = -1; sign <= 1; sign += 2)
        if (now + sign * x->size > 0 && printed(x, now + sign * x->size, slack)) {
            call_points(x, now + sign * x->size, now);
            return true;
        }
    if (starts_from(x, p) && own_percents(x) == 1)
        doubt_unit(x, now);
    return false;
}

/* "女性を4.4%上回っています", some lines below "男性85.4%、女性81.0%". */
static bool pair_before(const struct change *x) {
    enum { BACK = 6 };
    size_t at = (size_t)(x->s - x->a->draft->segments);
    for (size_t back = 1; back <= BACK && back <= at && x->t->decimals && own_percents(x) == 0; back++) {
        const struct audit_segment *s = x->s - back;
        for (size_t i = 0; i < s->token_count; i++)
            for (size_t j = i + 1; j < s->token_count; j++) {
                const struct audit_token *one = &s->tokens[i], *two = &s->tokens[j];
                bool exact = one->kind == TOKEN_PERCENT && two->kind == TOKEN_PERCENT &&
                             one->decimals == x->t->decimals && two->decimals == x->t->decimals;
                if (exact && near(audit_value(one) - audit_value(two), x->size, 0)) {
                    call_points(x, audit_value(two), audit_value(one));
                    return true;
                }
            }
    }
    return false;
}

/* "6.6%上昇した", where another line has 6.6ポイント for it, and none 6.6%. */
static void called_points(const struct change *x) {
    for (size_t i = 0; i < x->a->draft->count && x->t->decimals; i++) {
        const struct audit_segment *s = &x->a->draft->segments[i];
        for (size_t j = 0; j < s->token_count; j++) {
            const struct audit_token *t = &s->tokens[j];
            if (t->kind != TOKEN_POINT || t->mantissa != x->t->mantissa || t->decimals != x->t->decimals)
                continue;
            struct audit_claim *c = claim(
                x, AUDIT_UNSUPPORTED,
                arena_printf(x->a->arena, _("line %zu calls a change of %.4g one of points, not of per cent"),
                             t->line, x->size));
            audit_candidate_add(x->a, c,
                                (struct audit_candidate){
                                    .kind = "points", .count = -1, .n = -1, .text = points_text(x, x->size)});
            return;
        }
    }
}

/* "10.3%増" of 59.8% and 70.1% */
static void judge_percent(const struct change *x, const struct audit_token *const *p, size_t count) {
    const struct audit_token *one, *two;
    if (find_pair(x, p, count, false, &one, &two)) {
        claim(x, AUDIT_CONSISTENT,
              arena_printf(x->a->arena, _("it is the relative change between %.4g%% and %.4g%%"),
                           audit_value(one), audit_value(two)));
        return;
    }
    if (find_pair(x, p, count, true, &one, &two))
        call_points(x, audit_value(one), audit_value(two));
    else if (!points_of_far(x) && !pair_before(x))
        called_points(x);
}

static bool said_before(const struct audit *a, enum audit_list list, const struct audit_segment *s,
                        size_t at) {
    size_t from = at > 36 ? at - 36 : 0;
    const char *stop = s->text + at, *start = s->text + from;
    for (const char *c = start; c < stop; c++)
        if (strncmp(c, "、", 3) == 0 || strncmp(c, "%", 1) == 0)
            start = c + 1;
    return audit_word_within(&a->words->lists[list], start, stop) != NULL;
}

/* +1 where the change is said to be upwards, -1 downwards, 0 where neither or both are said. */
static int direction(const struct change *x) {
    enum { AROUND = 18 };
    const char *from = x->s->text + (x->t->at > AROUND ? x->t->at - AROUND : 0);
    size_t end = x->t->end + AROUND < x->s->length ? x->t->end + AROUND : x->s->length;
    bool up = audit_word_within(&x->a->words->lists[WORDS_UP], from, x->s->text + end) != NULL,
         down = audit_word_within(&x->a->words->lists[WORDS_DOWN], from, x->s->text + end) != NULL;
    return up == down ? 0 : up ? 1 : -1;
}

/* The percentage of an earlier wave in the sentence or in one next to it, when there is but one. */
static const struct audit_token *earlier_near(const struct change *x) {
    const struct audit_token *found = NULL;
    size_t at = (size_t)(x->s - x->a->draft->segments);
    for (size_t i = at ? at - 1 : 0; i <= at + 1 && i < x->a->draft->count; i++) {
        const struct audit_segment *s = &x->a->draft->segments[i];
        for (size_t j = 0; s->block == x->s->block && s->kind == SEGMENT_PROSE && j < s->token_count; j++)
            if (s->tokens[j].kind == TOKEN_PERCENT && said_before(x->a, WORDS_EARLIER, s, s->tokens[j].at)) {
                if (found)
                    return NULL;
                found = &s->tokens[j];
            }
    }
    return found;
}

/* "9ポイント高くなりました。5年前は69%": 78% stands nowhere. */
static bool lands_nowhere(const struct change *x) {
    const struct audit_token *then = earlier_near(x);
    int way = direction(x);
    if (!then || !way || own_percents(x) > 1 || x->t->sign)
        return false;
    double now = audit_value(then) + way * x->size, slack = x->slack + unit_of(then) / 2 + 0.5;
    for (size_t i = 0; i < x->a->draft->count; i++)
        for (size_t j = 0; j < x->a->draft->segments[i].token_count; j++) {
            const struct audit_token *t = &x->a->draft->segments[i].tokens[j];
            if (t->kind == TOKEN_PERCENT &&
                fabs(audit_value(t) - now) <=
                    (t->decimals ? x->slack + unit_of(then) / 2 + 0.051 : slack) + 1e-9)
                return false;
        }
    struct audit_claim *c = claim(
        x, AUDIT_UNSUPPORTED,
        arena_printf(x->a->arena, _("from %.4g%% (line %zu) it leads to %.4g%%, which the draft has nowhere"),
                     audit_value(then), then->line, now));
    offer_points(x, c, audit_value(then), now);
    return true;
}

static void judge_points(const struct change *x, const struct audit_token *const *p, size_t count) {
    const struct audit_token *one, *two;
    if (find_pair(x, p, count, true, &one, &two)) {
        claim(x, AUDIT_CONSISTENT,
              arena_printf(x->a->arena, _("from %.4g%% to %.4g%% is a difference of %s"), audit_value(one),
                           audit_value(two), points_text(x, fabs(audit_value(two) - audit_value(one)))));
        return;
    }
    bool both_earlier = count == 2 && own_percents(x) == 2 &&
                        said_before(x->a, WORDS_EARLIER, x->s, p[0]->at) &&
                        said_before(x->a, WORDS_EARLIER, x->s, p[1]->at);
    if (count != 2 || own_percents(x) != 2 || both_earlier || p[0]->line + 3 < x->t->line) {
        if (!lands_nowhere(x))
            claim(x, AUDIT_UNCHECKED,
                  _("the two percentages that it is a difference of do not stand beside it"));
        return;
    }
    double from = audit_value(p[0]), to = audit_value(p[1]);
    struct audit_claim *c = claim(x, AUDIT_IMPOSSIBLE,
                                  arena_printf(x->a->arena, _("%.4g%% and %.4g%% differ by %s, not by %.4g"),
                                               from, to, points_text(x, fabs(to - from)), x->size));
    offer_points(x, c, from, to);
}

/* 17%増 of two counts: 8,672件から12,735件に46.9%増.  False where no pair explains it and none is plainly meant. */
static bool counts_explain(const struct change *x) {
    const struct audit_token *pair[2] = {NULL, NULL};
    size_t counts = 0;
    for (size_t i = 0; i < x->s->token_count; i++) {
        const struct audit_token *a = &x->s->tokens[i];
        if (a->kind == TOKEN_COUNT && counts++ < 2)
            pair[counts - 1] = a;
        for (size_t j = 0; j < x->s->token_count && a->kind == TOKEN_COUNT && a->low > 0; j++) {
            const struct audit_token *b = &x->s->tokens[j];
            double rough = 100.0 * (double)(a->high - a->low + b->high - b->low) / (double)a->low;
            int64_t change = b->low - a->low;
            if (i == j || b->kind != TOKEN_COUNT || (direction(x) && (direction(x) > 0) != (change > 0)) ||
                !near(100.0 * (double)(b->low - a->low) / (double)a->low, x->size, x->slack + rough))
                continue;
            claim(x, AUDIT_CONSISTENT, _("it is the relative change between the two counts"));
            return true;
        }
    }
    bool meant =
        counts == 2 && own_percents(x) == 0 && pair[0]->unit == pair[1]->unit && pair[0]->low > 0 &&
        x->t->at > pair[1]->at &&
        (audit_word_at(&x->a->words->lists[WORDS_FROM], x->s->text + pair[0]->end) ||
         audit_word_before(&x->a->words->lists[WORDS_FROM_BEFORE], x->s->text, x->s->text + pair[0]->at));
    if (meant)
        claim(x, AUDIT_IMPOSSIBLE,
              arena_printf(x->a->arena, _("from %s to %s is a change of %.4g%%, not %.4g%%"),
                           audit_number(x->a->arena, (struct audit_range){pair[0]->low, pair[0]->high}),
                           audit_number(x->a->arena, (struct audit_range){pair[1]->low, pair[1]->high}),
                           100.0 * (double)(pair[1]->low - pair[0]->low) / (double)pair[0]->low, x->size));
    return meant;
}

/* 90.9%→88.9%(▲2.0%) */
static bool signed_percent(const struct audit_token *t) {
    return t->kind == TOKEN_PERCENT && t->sign && t->bracket;
}

static void check_change(struct audit *a, size_t at, struct audit_token *t) {
    const struct audit_token *near_by[PAIRS_MAX];
    struct change x = {.a = a, .s = &a->draft->segments[at], .t = t, .size = audit_value(t)};
    x.slack = unit_of(t) / 2;
    if (t->marks & (MARK_APPROX | MARK_OVER | MARK_UNDER | MARK_STRONG | MARK_AT_LEAST))
        x.slack = t->decimals == 0 ? (x.size >= 5 ? 1.5 : 0.5) : unit_of(t);
    if (t->claimed && t->kind != TOKEN_PERCENT)
        return;
    size_t count = percents_near(&x, at, near_by);
    if (t->vague_high > 0) {
        enum { TENTH_SLACK = 3 }; /* 約1割 of 7% to 13% */
        if (count != 2 || own_percents(&x) != 2)
            return; /* as rough as that, any two of many would bear it out */
        x.slack = TENTH_SLACK;
    }
    if (t->kind == TOKEN_POINT)
        judge_points(&x, near_by, count);
    else if (!counts_explain(&x))
        judge_percent(&x, near_by, count);
}

/* --- up and down ------------------------------------------------------------------------------------------ */

/* The two percentages of a segment as earlier and later; false when that cannot be told. */
static bool in_time(const struct audit *a, const struct audit_segment *s, struct audit_token **earlier,
                    struct audit_token **later) {
    struct audit_token *p[2] = {NULL, NULL};
    size_t count = 0;
    for (size_t i = 0; i < s->token_count; i++)
        if (s->tokens[i].kind == TOKEN_PERCENT) {
            if (count < 2)
                p[count] = &s->tokens[i];
            count++;
        }
    if (count != 2)
        return false;
    bool first = said_before(a, WORDS_EARLIER, s, p[0]->at),
         second = said_before(a, WORDS_EARLIER, s, p[1]->at);
    const char *after = s->text + p[0]->end, *after2 = s->text + p[1]->end;
    after += *after == ')';
    after2 += *after2 == ')';
    first |= audit_word_at(&a->words->lists[WORDS_FROM], after) > 0;
    second |= audit_word_at(&a->words->lists[WORDS_FROM], after2) > 0;
    *earlier = first ? p[0] : p[1];
    *later = first ? p[1] : p[0];
    return first != second;
}

static void check_direction(struct audit *a, const struct audit_segment *s) {
    struct audit_token *earlier, *later;
    if (!in_time(a, s, &earlier, &later))
        return;
    const char *end = s->text + s->length;
    const char *from = s->text + (earlier->end < later->end ? earlier->end : later->end);
    const char *up = audit_word_within(&a->words->lists[WORDS_UP], from, end);
    const char *down = audit_word_within(&a->words->lists[WORDS_DOWN], from, end);
    if (!up == !down)
        return;
    double change = audit_value(later) - audit_value(earlier);
    bool wrong = up ? change <= 0 : change >= 0;
    if (!wrong)
        return;
    struct audit_claim *c = audit_claim_add(a, s, later, earlier->at < later->at ? earlier->at : later->at,
                                            (size_t)((up ? up : down) - s->text) + 9, AUDIT_IMPOSSIBLE,
                                            arena_printf(a->arena,
                                                         up ? _("from %.4g%% to %.4g%% is no increase")
                                                            : _("from %.4g%% to %.4g%% is no decrease"),
                                                         audit_value(earlier), audit_value(later)));
    audit_candidate_add(
        a, c,
        (struct audit_candidate){
            .kind = "points",
            .count = -1,
            .n = -1,
            .text = arena_printf(a->arena, _("the difference is %.4g points"), round(change * 1e6) / 1e6)});
}

void audit_check_points(struct audit *a) {
    for (size_t i = 0; i < a->draft->count; i++) {
        struct audit_segment *s = &a->draft->segments[i];
        for (size_t j = 0; j < s->token_count; j++)
            if (s->tokens[j].kind == TOKEN_POINT || s->tokens[j].kind == TOKEN_CHANGE ||
                signed_percent(&s->tokens[j]))
                check_change(a, i, &s->tokens[j]);
        if (s->kind == SEGMENT_PROSE)
            check_direction(a, s);
    }
}
