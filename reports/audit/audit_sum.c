/* 「A」と「B」を合わせて64%: what answers come to together, by the figures that the draft gives for each. */
#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_checkers.h"

#include "engine/base/lang.h"

#include <math.h>
#include <string.h>

enum { PARTS_MAX = 8 };

struct together {
    struct audit *a;
    size_t at; /* segment */
    struct audit_segment *s;
    struct audit_token *sum;
    const struct audit_token *parts[PARTS_MAX];
    size_t count;
};

/* The names in quotation marks before the word, each with the figure that stands for it elsewhere; false when one has none. */
static bool quoted_parts(struct together *x, const char *word) {
    const char *open = strstr(x->s->text, "「");
    while (open && open < word) {
        const char *after, *name = audit_quoted_name(x->a, open, &after);
        const struct audit_token *figure =
            name && after <= word ? audit_figure_named(x->a, x->at, name) : NULL;
        if (!figure || x->count == PARTS_MAX)
            return false;
        x->parts[x->count++] = figure;
        open = strstr(after, "「");
    }
    return x->count >= 2;
}

static double sum_of(const struct audit_token *const *parts, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += audit_value(parts[i]);
    return sum;
}

/* The last percentages before the word that come nearest to what they are said to be together: 「A」30%と「B」34%を合わせて64%;
 * of three and more all, where they are said to be 100%. */
static bool parts_in_sentence(struct together *x, const char *word) {
    const struct audit_token *all[PARTS_MAX];
    size_t count = 0, best = 2;
    enum { FAR = 8, BEHIND = 60 };
    for (size_t i = 0; i < x->s->token_count; i++) {
        const struct audit_token *t = &x->s->tokens[i];
        if (t->kind != TOKEN_PERCENT || x->s->text + t->at > word)
            continue;
        if (count == PARTS_MAX)
            return false;
        all[count++] = t;
    }
    const char *first = count >= 2 ? x->s->text + all[0]->end : NULL;
    if (!first || x->s->text + all[count - 1]->end + BEHIND < word ||
        memmem(first, (size_t)(word - first), "うち", 6))
        return false;
    for (size_t k = 2; k <= count; k++)
        if (fabs(sum_of(all + count - k, k) - audit_value(x->sum)) <
            fabs(sum_of(all + count - best, best) - audit_value(x->sum)))
            best = k;
    x->count = best;
    memcpy(x->parts, all + count - best, best * sizeof *all);
    return count == 2 || fabs(sum_of(x->parts, best) - audit_value(x->sum)) <= FAR;
}

/* What a part should be that is called wrong, by the first candidate of its claim; else what it is. */
static double righted(const struct audit *a, const struct audit_token *part) {
    for (size_t k = 0; k < a->claim_count; k++) {
        const struct audit_claim *c = &a->claims[k];
        const struct audit_candidate *right = c->candidate_count ? c->candidates : NULL;
        if (c->token == part && c->verdict == AUDIT_IMPOSSIBLE && right && right->count >= 0 &&
            right->n > 0 && strcmp(right->kind, "percent") == 0)
            return 100.0 * (double)right->count / (double)right->n;
    }
    return audit_value(part);
}

/* A right sum of parts one of which is misprinted: that is said of the part already. */
static bool right_but_for_a_part(const struct together *x, double slack) {
    double sum = 0;
    for (size_t i = 0; i < x->count; i++)
        sum += righted(x->a, x->parts[i]);
    return fabs(sum - audit_value(x->sum)) <= slack;
}

static void judge(const struct together *x) {
    double sum = 0, slack = pow(10, -x->sum->decimals) / 2, said = audit_value(x->sum);
    const int special = MARK_OVER | MARK_AT_LEAST | MARK_STRONG | MARK_UNDER | MARK_AT_MOST | MARK_APPROX;
    for (size_t i = 0; i < x->count; i++) {
        sum += audit_value(x->parts[i]);
        slack += pow(10, -x->parts[i]->decimals) / 2;
    }
    slack += x->sum->marks & special ? 10 : 1e-9;
    size_t line = x->parts[0]->line;
    if (fabs(sum - said) <= slack) {
        audit_claim_add(
            x->a, x->s, x->sum, 0, x->sum->end, AUDIT_CONSISTENT,
            arena_printf(x->a->arena, _("the answers (line %zu) come to %.4g%% together"), line, sum));
        return;
    }
    if (right_but_for_a_part(x, slack))
        return;
    struct audit_claim *c = audit_claim_add(
        x->a, x->s, x->sum, 0, x->sum->end, AUDIT_IMPOSSIBLE,
        arena_printf(x->a->arena, _("the answers (line %zu) come to %.4g%% together, not %.4g%%"), line, sum,
                     said));
    audit_candidate_add(
        x->a, c,
        (struct audit_candidate){.kind = "percent",
                                 .count = -1,
                                 .n = -1,
                                 .percent = arena_printf(x->a->arena, "%.4g%%", sum),
                                 .text = arena_printf(x->a->arena, _("the sum is %.4g%%"), sum)});
}

/* The first percentage after the word, in its clause. */
static struct audit_token *sum_after(const struct audit_segment *s, const char *word) {
    enum { NEAR = 45 };
    for (size_t i = 0; i < s->token_count; i++) {
        struct audit_token *t = &s->tokens[i];
        if (t->kind == TOKEN_PERCENT && s->text + t->at > word)
            return s->text + t->at - word <= NEAR && !t->sign ? t : NULL;
    }
    return NULL;
}

void audit_check_sums(struct audit *a) {
    for (size_t i = 0; i < a->draft->count; i++) {
        struct audit_segment *s = &a->draft->segments[i];
        const char *word = audit_word_within(&a->words->lists[WORDS_TOGETHER], s->text, s->text + s->length);
        struct together x = {.a = a, .at = i, .s = s};
        x.sum = word && s->kind == SEGMENT_PROSE ? sum_after(s, word) : NULL;
        if (!x.sum)
            continue;
        bool found = parts_in_sentence(&x, word);
        if (!found && x.count == 0)
            found = quoted_parts(&x, word);
        if (found)
            judge(&x);
    }
}
