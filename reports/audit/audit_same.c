/* What a sentence says of an answer whose figure stands in a list or a table under the same name: another percentage, a vague
 * quantity, a change in per cent that is one of points. */
#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_checkers.h"
#include "reports/audit/audit_label.h"

#include "engine/base/lang.h"

#include <math.h>
#include <string.h>

enum { NAME_LEAST = 9, OPTION_LEAST = 12 };

struct naming {
    struct audit *a;
    size_t at;
    const struct audit_segment *s;
    struct audit_token *t;
    const char *name;
};

/* The name that stands right before the token in its sentence, of all that the lists and tables have the longest. */
static const char *named_before(const struct naming *x, const struct audit_labels *all) {
    const struct audit_word_list *joins = &x->a->words->lists[WORDS_NAME_JOINS];
    const char *text = x->s->text, *end = text + x->t->at, *best = NULL;
    for (int steps = 0; steps < 3; steps++)
        for (size_t k = 0; k < joins->count; k++) {
            size_t length = strlen(joins->words[k]);
            if ((size_t)(end - text) > length && memcmp(end - length, joins->words[k], length) == 0) {
                end -= length;
                break;
            }
        }
    for (size_t i = 0; i < all->count; i++) {
        const char *after, *name = all->list[i].name;
        size_t length = strlen(name);
        if (length < NAME_LEAST || all->list[i].segment == x->at || (size_t)(end - text) < length ||
            (best && strlen(best) >= length))
            continue;
        for (size_t quote = 0; quote <= 3; quote += 3) { /* 」 */
            const char *from = end - quote - length;
            bool here = from >= text && audit_label_within(text, from, end, name, &after) == from;
            best = here && after + 3 > end ? name : best;
        }
    }
    return best;
}

static bool of_some(const struct naming *x) {
    const struct audit_word_list *words = &x->a->words->lists[WORDS_ASIDES];
    for (size_t i = 0; i < words->count; i++)
        if (memmem(x->s->text, x->t->at, words->words[i], strlen(words->words[i])))
            return true;
    return false;
}

/* Whether the draft has the figure under the name, or under it in another group (of all percentages of its row, say). */
static const struct audit_label *other_figure(const struct naming *x, const struct audit_labels *all) {
    const struct audit_label *other = NULL;
    for (size_t i = 0; i < all->count; i++) {
        const struct audit_label *l = &all->list[i];
        if (strcmp(l->name, x->name) != 0 || l->value->kind != x->t->kind || l->segment == x->at)
            continue;
        if (audit_same(l->value, x->t))
            return NULL;
        const struct audit_segment *row = &x->a->draft->segments[l->segment];
        for (size_t k = 0; k < row->token_count; k++)
            if (row->tokens[k].kind == x->t->kind && audit_same(&row->tokens[k], x->t))
                return NULL;
        other = other ? other : l;
    }
    return other;
}

/* Whether another figure of the sentence is, under its name, one of the group: then the sentence tells of this group. */
static bool tells_of(const struct naming *x, const struct audit_labels *all, size_t group) {
    for (size_t i = 0; i < x->s->token_count; i++) {
        struct naming y = *x;
        y.t = &x->s->tokens[i];
        if (y.t == x->t || y.t->kind != x->t->kind)
            continue;
        for (size_t k = 0; k < all->count; k++) {
            const char *after, *at = x->s->text + y.t->at;
            const char *from = y.t->at > 60 ? at - 60 : x->s->text;
            if (all->list[k].group == group && audit_same(all->list[k].value, y.t) &&
                audit_label_within(x->s->text, from, at, all->list[k].name, &after))
                return true;
        }
    }
    return false;
}

static void check_figure(struct naming *x, const struct audit_labels *all) {
    const int special = MARK_APPROX | MARK_OVER | MARK_AT_LEAST | MARK_UNDER | MARK_STRONG | MARK_AT_MOST;
    const char *after = x->s->text + x->t->end;
    after += strspn(after, " )");
    if (x->t->kind != TOKEN_PERCENT || x->t->sign || (x->t->marks & special) || x->t->known ||
        audit_word_at(&x->a->words->lists[WORDS_FROM], after) || /* 68.6% → 58.0% */
        audit_partner(x->a, x->s, (size_t)(x->t - x->s->tokens)) || of_some(x))
        return;
    x->name = named_before(x, all);
    const struct audit_label *other =
        x->name && strlen(x->name) >= OPTION_LEAST ? other_figure(x, all) : NULL;
    if (!other || other->closing || !tells_of(x, all, other->group))
        return;
    struct audit_claim *c = audit_claim_add(x->a, x->s, x->t, x->t->at, x->t->end, AUDIT_UNSUPPORTED,
                                            arena_printf(x->a->arena, _("line %zu has %.4g%% for the same"),
                                                         other->value->line, audit_value(other->value)));
    audit_candidate_add(
        x->a, c,
        (struct audit_candidate){.kind = "percent",
                                 .count = -1,
                                 .n = -1,
                                 .percent = arena_printf(x->a->arena, "%.4g%%", audit_value(other->value)),
                                 .text = arena_printf(x->a->arena, _("line %zu has %.4g%%"),
                                                      other->value->line, audit_value(other->value))});
}

/* --- a vague quantity --------------------------------------------------------------------------------------- */

/* 正社員は3割に届かず: none of the percentages of the name comes into its bounds. */
static void check_vague(struct naming *x, const struct audit_labels *all) {
    enum { NEAR = 20 };
    const struct audit_label *other = NULL;
    x->name = x->t->claimed || of_some(x) ? NULL : named_before(x, all);
    for (size_t i = 0; x->name && i < all->count; i++) {
        const struct audit_label *l = &all->list[i];
        if (strcmp(l->name, x->name) != 0 || l->value->kind != TOKEN_PERCENT || l->segment == x->at)
            continue;
        double value = audit_value(l->value);
        if (other)
            return; /* a name of several questions */
        if (value >= x->t->vague_low - 1e-9 && value <= x->t->vague_high + 1e-9)
            return;
        other = l;
    }
    if (!other || audit_value(other->value) < x->t->vague_low - NEAR ||
        audit_value(other->value) > x->t->vague_high + NEAR)
        return;
    double value = audit_value(other->value);
    struct audit_claim *c =
        audit_claim_add(x->a, x->s, x->t, x->t->at, x->t->end, AUDIT_IMPOSSIBLE,
                        arena_printf(x->a->arena, _("\"%s\" would be %.4g%% to %.4g%%; line %zu has %.4g%%"),
                                     arena_strndup(x->a->arena, x->s->text + x->t->at, x->t->end - x->t->at),
                                     x->t->vague_low, x->t->vague_high, other->value->line, value));
    audit_candidate_add(
        x->a, c,
        (struct audit_candidate){.kind = "percent",
                                 .count = -1,
                                 .n = -1,
                                 .percent = arena_printf(x->a->arena, "%.4g%%", value),
                                 .text = arena_printf(x->a->arena, _("the number is %.4g%%"), value)});
}

/* --- points under a name ------------------------------------------------------------------------------------ */

/* "最も増えたのは400床以上の9.7%増": its row has 80.9 and 71.2. */
static void check_change(struct naming *x, const struct audit_labels *all) {
    x->name = x->t->decimals && !x->t->claimed ? named_before(x, all) : NULL;
    for (size_t i = 0; x->name && i < all->count; i++)
        for (size_t k = i + 1; k < all->count && strcmp(all->list[i].name, x->name) == 0; k++) {
            const struct audit_token *one = all->list[i].value, *two = all->list[k].value;
            if (strcmp(all->list[k].name, x->name) != 0 || one->kind != TOKEN_PERCENT ||
                two->kind != TOKEN_PERCENT)
                continue;
            double u = audit_value(one), v = audit_value(two), apart = fabs(u - v), size = audit_value(x->t),
                   least = fmin(u, v);
            if (fabs(apart - size) > 0.051 || least <= 0 || fabs(100 * apart / least - size) <= 0.1)
                continue;
            struct audit_claim *c = audit_claim_add(
                x->a, x->s, x->t, x->t->at, x->t->end, AUDIT_IMPOSSIBLE,
                arena_printf(x->a->arena,
                             _("%.4g%% and %.4g%% differ by %s, which is not per cent: relative to the "
                               "smaller it is %.3g%%"),
                             u, v, arena_printf(x->a->arena, _("%.4g points"), round(apart * 1e6) / 1e6),
                             100 * apart / least));
            audit_candidate_add(x->a, c,
                                (struct audit_candidate){.kind = "points",
                                                         .count = -1,
                                                         .n = -1,
                                                         .text = arena_printf(x->a->arena, _("%.4g points"),
                                                                              round(apart * 1e6) / 1e6)});
            return;
        }
}

void audit_check_same(struct audit *a) {
    const struct audit_labels *all = audit_labels(a);
    for (size_t i = 0; i < a->draft->count; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        bool now = s->kind == SEGMENT_PROSE &&
                   !audit_word_within(&a->words->lists[WORDS_EARLIER], s->text, s->text + s->length);
        for (size_t j = 0; s->kind == SEGMENT_PROSE && j < s->token_count; j++) {
            struct naming x = {.a = a, .at = i, .s = s, .t = &s->tokens[j]};
            if (x.t->kind == TOKEN_VAGUE && now)
                check_vague(&x, all);
            else if (x.t->kind == TOKEN_CHANGE)
                check_change(&x, all);
            else if (now)
                check_figure(&x, all);
        }
    }
}
