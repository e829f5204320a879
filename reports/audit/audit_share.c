/* A percentage and its count: wrong rounding, cut off, impossible on any stated base, the base switched, response rates. */
#include "reports/audit/audit_checkers.h"
#include "reports/audit/audit_grid.h"
#include "reports/audit/audit_reference.h"

#include "engine/base/lang.h"

#include <inttypes.h>
#include <string.h>

struct share {
    struct audit *a;
    size_t segment;
    struct audit_segment *s;
    struct audit_token *p, *count;
    struct audit_percent percent;
    struct audit_range part;
};

static struct audit_claim *claim(const struct share *x, enum audit_verdict verdict, const char *why) {
    size_t from = x->p->at, to = x->p->end;
    if (x->count) {
        from = x->count->at < from ? x->count->at : from;
        to = x->count->end > to ? x->count->end : to;
    }
    return audit_claim_add(x->a, x->s, x->p, from, to, verdict, why);
}

static const char *number(const struct share *x, struct audit_range range) {
    return audit_number(x->a->arena, range);
}

/* --- candidates ------------------------------------------------------------------------------------------- */

static void offer_percent(const struct share *x, struct audit_claim *c, struct audit_range n) {
    const char *right = audit_share(x->a->arena, x->part, n, x->percent.decimals);
    audit_candidate_add(
        x->a, c,
        (struct audit_candidate){
            .kind = "percent",
            .count = x->part.low,
            .n = n.low,
            .percent = right,
            .text = arena_printf(x->a->arena, _("%s of %s is %s"), number(x, x->part), number(x, n), right)});
}

static void offer_counts(const struct share *x, struct audit_claim *c, struct audit_range n) {
    struct audit_range fit =
        n.low == n.high ? audit_counts_for(n.low, x->percent) : (struct audit_range){1, 0};
    if (fit.low > fit.high)
        return;
    const char *low = number(x, (struct audit_range){fit.low, fit.low}),
               *high = number(x, (struct audit_range){fit.high, fit.high});
    audit_candidate_add(
        x->a, c,
        (struct audit_candidate){
            .kind = "count",
            .count = fit.low,
            .n = n.low,
            .percent = audit_printed(x->a->arena, x->percent),
            .text = fit.low == fit.high
                        ? arena_printf(x->a->arena, _("a count of %s would be %s of %s"), low,
                                       audit_printed(x->a->arena, x->percent), number(x, n))
                        : arena_printf(x->a->arena, _("a count from %s to %s would be %s of %s"), low, high,
                                       audit_printed(x->a->arena, x->percent), number(x, n))});
}

static void offer_bases(const struct share *x, struct audit_claim *c) {
    audit_offer_bases(x->a, c, x->part, x->percent);
}

static void offer_stated(const struct share *x, struct audit_claim *c, const struct audit_base *b) {
    audit_candidate_add(
        x->a, c,
        (struct audit_candidate){.kind = "base",
                                 .count = x->part.low,
                                 .n = b->n.low,
                                 .percent = audit_printed(x->a->arena, x->percent),
                                 .text = arena_printf(x->a->arena, _("it is %s of %s (line %zu)"),
                                                      audit_printed(x->a->arena, x->percent), number(x, b->n),
                                                      b->line)});
}

/* --- judging ---------------------------------------------------------------------------------------------- */

/* The base of at least this use on which it is right; the nearest before, else after. */
static const struct audit_base *fitting(const struct share *x, int use, const struct audit_base * not ) {
    const struct audit_base *best = NULL;
    for (size_t i = 0; i < x->a->base_count; i++) {
        const struct audit_base *b = &x->a->bases[i];
        if (b == not || b->token == x->count || b->token == x->p || (use && !(b->use & use)) ||
            (b->use & BASE_SENT) || !audit_fits(x->part, b->n, x->percent))
            continue;
        if (!best || b->segment <= x->segment)
            best = b;
    }
    return best;
}

/* A chance that any count of a draft hits the bases for a whole percentage is not small; for one with decimals it is. */
static bool narrow(const struct share *x) {
    struct audit_range fit = audit_bases_for(x->part.low, x->percent);
    return x->percent.mantissa > 0 && x->part.low > 20 &&
           (double)(fit.high - fit.low) < 0.008 * (double)fit.low;
}

static void consistent(const struct share *x, const struct audit_base *b) {
    claim(x, AUDIT_CONSISTENT,
          arena_printf(x->a->arena, _("%s of %s (line %zu) is %s"), number(x, x->part), number(x, b->n),
                       b->line, audit_share(x->a->arena, x->part, b->n, x->percent.decimals + 2)));
}

static const char *why_wrong(const struct share *x, struct audit_range n) {
    const char *exact = audit_share(x->a->arena, x->part, n, x->percent.decimals + 2);
    const char *right = audit_share(x->a->arena, x->part, n, x->percent.decimals);
    const char *printed = audit_printed(x->a->arena, x->percent);
    if (x->part.low > n.high)
        return arena_printf(x->a->arena, _("%s is more than its base, %s"), number(x, x->part), number(x, n));
    if (audit_truncated(x->part, n, x->percent))
        return arena_printf(x->a->arena, _("%s of %s is %s, rounded %s; %s is cut off, not rounded"),
                            number(x, x->part), number(x, n), exact, right, printed);
    return arena_printf(x->a->arena, _("%s of %s is %s, rounded %s, not %s"), number(x, x->part),
                        number(x, n), exact, right, printed);
}

/* An n= of the table beside, where a page has two: which of them a row is of, its text does not tell. */
static const struct audit_base *of_table_beside(const struct share *x) {
    enum { LINES = 24 };
    if (x->s->kind != SEGMENT_ROW || x->s->aligned)
        return NULL;
    size_t at = (size_t)(x->s - x->a->draft->segments), from = at > LINES ? at - LINES : 0;
    if (!audit_side_by_side(x->a, from, at + LINES))
        return NULL;
    for (size_t i = 0; i < x->a->base_count; i++) {
        const struct audit_base *b = &x->a->bases[i];
        bool near = b->segment >= from && b->segment <= at + LINES;
        if (near && b->marked && audit_fits(x->part, b->n, x->percent))
            return b;
    }
    return NULL;
}

static void wrong_on(const struct share *x, struct audit_range n) {
    const struct audit_base *beside = of_table_beside(x);
    if (beside) {
        consistent(x, beside);
        return;
    }
    const struct audit_base *other = fitting(x, BASE_WHOLE, NULL);
    if (!other && x->part.low > 20)
        other = fitting(x, 0, NULL);
    const char *why = why_wrong(x, n);
    if (other && !audit_truncated(x->part, n, x->percent))
        why = arena_printf(
            x->a->arena,
            _("%s; it is right on another base of the draft, %s (line %zu): the base was switched"), why,
            number(x, other->n), other->line);
    struct audit_claim *c = claim(x, AUDIT_IMPOSSIBLE, why);
    if (x->part.low <= n.high)
        offer_percent(x, c, n);
    if (other)
        offer_stated(x, c, other);
    offer_bases(x, c);
    offer_counts(x, c, n);
}

/* Whether a base stands so near that the sentence can mean it. */
static bool in_sight(const struct share *x, const struct audit_base *b) {
    bool table = x->s->kind == SEGMENT_ROW && x->a->draft->segments[b->segment].block + 2 < x->s->block;
    return !table && b->segment <= x->segment && x->segment - b->segment < 60;
}

/* Of all stated bases the one on which the printed percentage is least wrong. */
static const struct audit_base *nearest(const struct share *x) {
    const struct audit_base *best = NULL;
    double least = 0;
    for (size_t i = 0; i < x->a->base_count; i++) {
        const struct audit_base *b = &x->a->bases[i];
        if (!(b->use & BASE_WHOLE) || (b->use & BASE_SENT) || b->token == x->count || b->n.low <= 0 ||
            !in_sight(x, b) || b->n.high < x->part.low)
            continue;
        double share = 100.0 * (double)x->part.low / (double)b->n.low;
        double scale = 1;
        for (int d = 0; d < x->percent.decimals; d++)
            scale *= 10;
        double off = share - (double)x->percent.mantissa / scale;
        off = off < 0 ? -off : off;
        if (!best || off < least || audit_truncated(x->part, b->n, x->percent))
            best = b, least = audit_truncated(x->part, b->n, x->percent) ? -1 : off;
    }
    return best;
}

/* (オン資の0.4%): a share of something that is named beside it, and perhaps counted nowhere */
static bool names_its_base(const struct share *x) {
    const char *at = x->s->text + x->p->at, *start = x->s->text;
    while (at > start && at[-1] != '(' && at[-1] != '\t')
        at--;
    return x->p->bracket && !x->count->bracket && x->count->at < x->p->at && at + 3 < x->s->text + x->p->at;
}

/* The greatest base in sight, where the count is more than that, but not of another order. */
static const struct audit_base *exceeded(const struct share *x) {
    const struct audit_base *most = NULL;
    for (size_t i = 0; i < x->a->base_count; i++) {
        const struct audit_base *b = &x->a->bases[i];
        bool whole = (b->use & BASE_WHOLE) && !(b->use & BASE_SENT) && b->token != x->count && in_sight(x, b);
        if (whole && (!most || b->n.high > most->n.high))
            most = b;
    }
    return most && most->n.high < x->part.low && x->part.low / 3 < most->n.high && x->s->kind == SEGMENT_PROSE
               ? most
               : NULL;
}

/* What names the number that begins at `at`: back to the last mark. */
static const char *name_before(const struct share *x, const struct audit_segment *s, size_t at) {
    const struct audit_word_list *marks = &x->a->words->lists[WORDS_NAME_MARKS];
    size_t start = at;
    for (size_t from = at; from-- > 0 && start == at;)
        for (size_t i = 0; i < marks->count && start == at; i++)
            if (strncmp(s->text + from, marks->words[i], strlen(marks->words[i])) == 0)
                start = from + strlen(marks->words[i]) <= at ? from + strlen(marks->words[i]) : at - 1;
    start = start == at ? 0 : start;
    return arena_strndup(x->a->arena, s->text + start, at - start);
}

/* 特別支援学校9校 ... 特別支援学校44.4%(4校): the count that the draft gives under the same name. */
static const struct audit_base *namesake(const struct share *x, bool right) {
    enum { NAME_LEAST = 6 };
    size_t at = x->p->at < x->count->at ? x->p->at : x->count->at;
    const char *name = name_before(x, x->s, at);
    for (size_t i = 0; strlen(name) >= NAME_LEAST && i < x->a->base_count; i++) {
        const struct audit_base *b = &x->a->bases[i];
        const struct audit_segment *s = &x->a->draft->segments[b->segment];
        bool whole = right ? audit_fits(x->part, b->n, x->percent) : b->n.low > x->part.high;
        if (b->token != x->count && b->segment <= x->segment && whole &&
            strcmp(name_before(x, s, b->token->at), name) == 0)
            return b;
    }
    return NULL;
}

/* Where the percentage or its count begins. */
static size_t first_of(const struct share *x) {
    return x->count && x->count->at < x->p->at ? x->count->at : x->p->at;
}

static void on_no_base(const struct share *x) {
    const struct audit_base *b = nearest(x);
    if (!b)
        b = exceeded(x);
    const struct audit_base *own = namesake(x, false);
    const char *doubt = own ? NULL : audit_base_doubt(x->a, x->s, first_of(x));
    b = own ? own : b;
    struct audit_range returns = {x->a->reference ? x->a->reference->returns : 0,
                                  x->a->reference ? x->a->reference->returns : 0};
    if (returns.low > 0 && audit_fits(x->part, returns, x->percent)) {
        claim(x, AUDIT_CONSISTENT,
              arena_printf(x->a->arena, _("%s of the %s returns of the store is %s"), number(x, x->part),
                           number(x, returns),
                           audit_share(x->a->arena, x->part, returns, x->percent.decimals + 2)));
        return;
    }
    if (x->p->sign || x->count->sign || names_its_base(x) ||
        (doubt && !(b && audit_truncated(x->part, b->n, x->percent))))
        b = NULL;
    if (b) {
        const char *why = why_wrong(x, b->n);
        if (!audit_truncated(x->part, b->n, x->percent))
            why = arena_printf(x->a->arena, _("no stated base makes it so; on the nearest (line %zu) %s"),
                               b->line, why);
        struct audit_claim *c = claim(x, AUDIT_IMPOSSIBLE, why);
        if (x->part.low <= b->n.high)
            offer_percent(x, c, b->n);
        offer_bases(x, c);
        offer_counts(x, c, b->n);
        return;
    }
    struct audit_claim *c =
        claim(x, AUDIT_UNCHECKED, doubt ? doubt : _("the draft states no base that it could be a share of"));
    offer_bases(x, c);
}

/* "全体の82.9%" is of all returns: what the draft says of these, else its greatest base. */
static const struct audit_base *of_all(const struct share *x) {
    const struct audit_word_list *all = &x->a->words->lists[WORDS_OF_ALL];
    const struct audit_base *found = NULL;
    if (!audit_word_before(all, x->s->text, x->s->text + x->p->at))
        return NULL;
    for (size_t i = 0; i < x->a->base_count && x->a->bases[i].segment <= x->segment; i++) {
        const struct audit_base *b = &x->a->bases[i];
        bool whole = (b->use & BASE_WHOLE) && !(b->use & BASE_SENT) && b->token != x->count &&
                     b->n.high >= x->part.low;
        bool returns = found && (found->use & BASE_RETURNS);
        if (whole && ((b->use & BASE_RETURNS) || (!returns && (!found || b->n.low > found->n.low))))
            found = b;
    }
    return found;
}

/* The counts of a sentence or row that all have a percentage, added up, when most are shares of this sum; else low > high. */
static struct audit_range own_sum(const struct share *x) {
    struct audit_range sum = {0, 0}, none = {1, 0};
    size_t parts = 0, fits = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < x->s->token_count; i++) {
            const struct audit_token *p = &x->s->tokens[i];
            const struct audit_token *count = p->kind == TOKEN_PERCENT ? audit_partner(x->a, x->s, i) : NULL;
            struct audit_range part = {count ? count->low : 0, count ? count->high : 0};
            if (!count || (pass == 0 && part.high > INT64_MAX / 65536))
                continue;
            if (pass == 0)
                parts++, sum.low += part.low, sum.high += part.high;
            else
                fits += audit_fits(part, sum, audit_percent_of(p));
        }
    return parts >= 3 && fits >= 2 && fits * 2 > parts ? sum : none;
}

/* Whether the sum of a sentence's counts is one that the draft states. */
static bool is_stated(const struct share *x, struct audit_range sum) {
    for (size_t i = 0; sum.low <= sum.high && i < x->a->base_count; i++)
        if (x->a->bases[i].n.low == sum.low && x->a->bases[i].n.high == sum.high)
            return true;
    return false;
}

/* 政令市20市に限れば「不足」は17市、85.0%: counted in the same unit, and before it in the sentence. */
static const struct audit_base *same_unit(const struct share *x) {
    const char *unit = x->s->text + x->count->digits, *text = x->s->text;
    unit += strspn(unit, "0123456789,");
    size_t length = x->count->end - (size_t)(unit - text);
    for (size_t i = 0; length && length < 16 && i < x->a->base_count; i++) {
        const struct audit_base *b = &x->a->bases[i];
        if (b->segment == x->segment && b->token < x->count && b->token->end >= length &&
            memcmp(text + b->token->end - length, unit, length) == 0 && audit_fits(x->part, b->n, x->percent))
            return b;
    }
    return NULL;
}

/* 回答 455(74.6%)、121(19.8%)、34(5.6%): shares of their sum, which no number of the draft states. */
static bool judge_on_sum(const struct share *x) {
    struct audit_range sum = own_sum(x);
    if (sum.low > sum.high)
        return false;
    if (audit_fits(x->part, sum, x->percent))
        claim(x, AUDIT_CONSISTENT,
              arena_printf(x->a->arena, _("%s of %s is %s"), number(x, x->part), number(x, sum),
                           audit_share(x->a->arena, x->part, sum, x->percent.decimals + 2)));
    else
        wrong_on(x, sum);
    return true;
}

/* "...498世帯(22.0%)。そのうち109世帯(4.8%)": of what the sentence before counts last, or of that one of its groups that fits. */
static const struct audit_base *of_these(const struct share *x) {
    const struct audit_word_list *words = &x->a->words->lists[WORDS_THESE_OF];
    const struct audit_base *found = NULL;
    const char *head = x->s->text + strspn(x->s->text, " -*");
    if (!audit_word_at(words, head) || !x->segment || x->s[-1].block != x->s->block || x->s->first)
        return NULL;
    for (size_t i = 0; i < x->a->base_count && x->a->bases[i].segment < x->segment; i++) {
        const struct audit_base *b = &x->a->bases[i];
        if (b->segment + 1 != x->segment || !(b->use & (BASE_GROUP | BASE_WHOLE)) || b->n.high < x->part.low)
            continue;
        if (audit_fits(x->part, b->n, x->percent))
            return b;
        found = b;
    }
    return found;
}

/* "滞納した人のうち...39人(1.3%)", without their number: it is no share of all. */
static bool of_named_part(const struct share *x, const struct audit_base *whole) {
    const struct audit_word_list *ends = &x->a->words->lists[WORDS_SOME_OF];
    size_t from = 0, first = x->count->at < x->p->at ? x->count->at : x->p->at;
    for (size_t i = 0; i < x->s->token_count; i++)
        if (x->s->tokens[i].kind != TOKEN_OTHER && x->s->tokens[i].end <= first)
            from = x->s->tokens[i].end;
    for (size_t i = 0; i < ends->count; i++) {
        const char *word = memmem(x->s->text + from, first - from, ends->words[i], strlen(ends->words[i]));
        if (word && !audit_word_within(&x->a->words->lists[WORDS_WHOLE_NAMED], x->s->text + from, word))
            return (whole->use & BASE_RETURNS) || whole->marked;
    }
    return false;
}

static void doubt_part(const struct share *x, const struct audit_base *whole) {
    struct audit_claim *c = claim(
        x, AUDIT_UNSUPPORTED,
        arena_printf(x->a->arena, _("it is said of some of them (のうち), but %s is %s of all %s (line %zu)"),
                     number(x, x->part), audit_printed(x->a->arena, x->percent), number(x, whole->n),
                     whole->line));
    offer_bases(x, c);
}

static void judge(const struct share *x) {
    const struct audit_base *bound = audit_base_beside(x->a, x->segment, x->p, x->count);
    if (!bound)
        bound = of_these(x);
    if (!bound)
        bound = of_all(x);
    if (!bound)
        bound = audit_base_lead(x->a, x->segment, x->part.low);
    if (bound) {
        const char *earlier = audit_base_earlier(x->a, x->s, first_of(x));
        bool before = bound->segment != x->segment || x->s->text + bound->token->at < earlier;
        if (audit_fits(x->part, bound->n, x->percent))
            consistent(x, bound);
        else if (earlier && before)
            claim(x, AUDIT_UNCHECKED, audit_base_doubt(x->a, x->s, first_of(x)));
        else
            wrong_on(x, bound->n);
        return;
    }
    if (is_stated(x, own_sum(x))) {
        (void)judge_on_sum(x);
        return;
    }
    const struct audit_base *b = fitting(x, BASE_WHOLE, NULL);
    if (!b)
        b = fitting(x, BASE_GROUP, NULL);
    if (b && b->segment > x->segment && !(b->use & BASE_WHOLE))
        b = NULL;
    if (!b && (narrow(x) || x->part.low != x->part.high))
        b = fitting(x, 0, NULL);
    if (!b)
        b = namesake(x, true);
    if (!b)
        b = same_unit(x);
    if (b && of_named_part(x, b))
        doubt_part(x, b);
    else if (b)
        consistent(x, b);
    else if (!judge_on_sum(x))
        on_no_base(x);
}

/* --- a percentage without a count: some count of its base must give it ------------------------------------ */

/* n= over the row, in a line that has no percentage of its own to be the base of. */
static const struct audit_base *heading_base(const struct share *x) {
    const struct audit_base *b = audit_base_lead(x->a, x->segment, 1);
    const struct audit_segment *s = b ? &x->a->draft->segments[b->segment] : NULL;
    for (size_t i = 0; s && i < s->token_count; i++)
        if (s->tokens[i].kind == TOKEN_PERCENT)
            return NULL;
    enum { TITLE = 4 };
    for (size_t i = s ? b->segment + 1 : 0; i-- > 0 && i + TITLE > b->segment;)
        if (audit_word_within(&x->a->words->lists[WORDS_BY_GROUP], x->a->draft->segments[i].text,
                              x->a->draft->segments[i].text + x->a->draft->segments[i].length))
            return NULL; /* shares of its groups */
    return b;
}

static void judge_alone(const struct share *x) {
    const struct audit_base *b = audit_base_beside(x->a, x->segment, x->p, NULL);
    if (!b && x->s->kind == SEGMENT_ROW)
        b = heading_base(x);
    const int special = MARK_OVER | MARK_AT_LEAST | MARK_STRONG | MARK_UNDER | MARK_AT_MOST | MARK_APPROX;
    if (!b || b->n.low != b->n.high || (x->p->marks & special)) {
        claim(x, AUDIT_UNCHECKED, _("no count stands beside it"));
        return;
    }
    struct audit_range fit = audit_counts_for(b->n.low, x->percent);
    if (fit.low <= fit.high) {
        struct audit_claim *c = claim(x, AUDIT_UNCHECKED, _("no count stands beside it"));
        offer_counts(x, c, b->n);
        return;
    }
    struct audit_claim *c = claim(x, AUDIT_IMPOSSIBLE,
                                  arena_printf(x->a->arena, _("no count of %s is %s"), number(x, b->n),
                                               audit_printed(x->a->arena, x->percent)));
    int64_t near = b->n.low * x->percent.mantissa / 100;
    for (int d = 0; d < x->percent.decimals; d++)
        near /= 10;
    for (int64_t k = near; k <= near + 1 && k <= b->n.low; k++) {
        struct share y = *x;
        y.part = (struct audit_range){k, k};
        offer_percent(&y, c, b->n);
    }
}

/* --- response rates --------------------------------------------------------------------------------------- */

/* The front of a draft, and some pages around: a long one has many surveys. */
static bool within_reach(const struct share *x, const struct audit_base *b) {
    enum { FRONT = 60, AROUND = 200 };
    size_t far = b->segment > x->segment ? b->segment - x->segment : x->segment - b->segment;
    return b->segment < FRONT || far < AROUND;
}

static const struct audit_base *with_use(const struct share *x, int use, const struct audit_base *from) {
    if (!x->a->base_count)
        return NULL;
    const struct audit_base *end = x->a->bases + x->a->base_count;
    for (const struct audit_base *b = from ? from + 1 : x->a->bases; b < end; b++)
        if ((b->use & use) && b->token != x->p && within_reach(x, b))
            return b;
    return NULL;
}

static int use_of_count(const struct share *x) {
    for (size_t i = 0; x->count && i < x->a->base_count; i++)
        if (x->a->bases[i].token == x->count)
            return x->a->bases[i].use;
    return 0;
}

static bool is_returns(const struct share *x) {
    return (use_of_count(x) & BASE_RETURNS) != 0;
}

/* The returns that stand beside the rate are meant, where they do. */
static bool meant(const struct share *x, const struct audit_base *returns) {
    return !x->count || !is_returns(x) || returns->token == x->count;
}

static bool rate_fits(struct share *x, const struct audit_base **sent, struct audit_range *returns) {
    for (const struct audit_base *s = with_use(x, BASE_SENT, NULL); s; s = with_use(x, BASE_SENT, s))
        for (const struct audit_base *r = with_use(x, BASE_RETURNS, NULL); r;
             r = with_use(x, BASE_RETURNS, r))
            if (meant(x, r) && r->n.high <= s->n.low && audit_fits(r->n, s->n, x->percent)) {
                *sent = s, *returns = r->n;
                return true;
            }
    return false;
}

/* The returns and what was sent that a wrong rate most likely means: those of its own sentence first. */
static const struct audit_base *likeliest(const struct share *x, int use) {
    const struct audit_base *best = NULL;
    for (const struct audit_base *b = with_use(x, use, NULL); b; b = with_use(x, use, b)) {
        bool here = b->segment == x->segment, was = best && best->segment == x->segment;
        if (!best || (here && !was) ||
            (here == was && b->segment <= x->segment && best->segment < b->segment))
            best = b;
    }
    return best;
}

/* "3,000人を選び郵送で実施。1,284人が回答(回収率42.8%)": the one greater number before the returns, in their sentence or the one before. */
static const struct audit_base *asked_near(const struct share *x, const struct audit_base *returns) {
    const struct audit_base *found = NULL;
    for (size_t i = 0; i < x->a->base_count && &x->a->bases[i] < returns; i++) {
        const struct audit_base *b = &x->a->bases[i];
        if (b->segment + 1 < returns->segment || b->n.low <= returns->n.high)
            continue;
        if (found)
            return NULL;
        found = b;
    }
    bool here = returns->segment + 2 >= x->segment && returns->segment <= x->segment;
    return here ? found : NULL;
}

static void judge_rate(struct share *x) {
    const struct audit_base *sent;
    struct audit_range returns;
    if (use_of_count(x) & BASE_SENT)
        x->count = audit_before_bracket(x->a, x->s, (size_t)(x->p - x->s->tokens));
    if (use_of_count(x) & BASE_SENT)
        x->count = NULL; /* 調査対象2,450社(回答率56.7%) */
    if (rate_fits(x, &sent, &returns)) {
        x->part = returns;
        consistent(x, sent);
        return;
    }
    const struct audit_base *r = likeliest(x, BASE_RETURNS);
    sent = likeliest(x, BASE_SENT);
    if (!sent && r)
        sent = asked_near(x, r);
    if (x->count)
        x->part = (struct audit_range){x->count->low, x->count->high};
    else if (r)
        x->part = r->n;
    if (sent && (r || x->count) && x->part.low <= sent->n.low) {
        if (audit_fits(x->part, sent->n, x->percent))
            consistent(x, sent);
        else
            wrong_on(x, sent->n);
        return;
    }
    struct audit_claim *c =
        claim(x, AUDIT_UNCHECKED, _("a response rate is of what was sent, which the draft does not state"));
    if (r || x->count)
        offer_bases(x, c);
}

/* What the store confirms can still stand beside a base that it is no share of. */
static void judge_known(struct share *x) {
    if (!x->count)
        return;
    x->part = (struct audit_range){x->count->low, x->count->high};
    const struct audit_base *bound = audit_base_beside(x->a, x->segment, x->p, x->count);
    if (!bound)
        bound = audit_base_lead(x->a, x->segment, x->part.low);
    if (bound && !audit_fits(x->part, bound->n, x->percent))
        wrong_on(x, bound->n);
}

/* A row by itself: a percentage of any two of its counts is one; with many numbers no more can be told. */
static bool judge_row(struct share *x) {
    for (size_t i = 0; i < x->s->token_count; i++)
        for (size_t j = 0; j < x->s->token_count; j++) {
            const struct audit_token *c = &x->s->tokens[i], *n = &x->s->tokens[j];
            if (i == j || c->kind != TOKEN_COUNT || n->kind != TOKEN_COUNT)
                continue;
            x->part = (struct audit_range){c->low, c->high};
            struct audit_range whole = {n->low, n->high};
            if (!audit_fits(x->part, whole, x->percent) || c->low < 2)
                continue;
            claim(x, AUDIT_CONSISTENT,
                  arena_printf(x->a->arena, _("%s of %s is %s"), number(x, x->part), number(x, whole),
                               audit_share(x->a->arena, x->part, whole, x->percent.decimals + 2)));
            return true;
        }
    x->part = (struct audit_range){0, 0};
    size_t percents = 0;
    for (size_t i = 0; i < x->s->token_count; i++)
        percents += x->s->tokens[i].kind == TOKEN_PERCENT;
    bool many = x->s->token_count > 4 || percents > 1;
    if (many)
        claim(x, AUDIT_UNCHECKED, _("which count of the row it is a share of cannot be told"));
    return many;
}

static void check_token(struct audit *a, size_t segment, size_t token) {
    struct audit_segment *s = &a->draft->segments[segment];
    struct share x = {.a = a, .segment = segment, .s = s, .p = &s->tokens[token]};
    if (x.p->kind != TOKEN_PERCENT || (x.p->claimed && !x.p->known))
        return;
    x.percent = audit_percent_of(x.p);
    x.count = audit_partner(a, s, token);
    if (x.p->known) {
        judge_known(&x);
        return;
    }
    bool of_sent =
        (use_of_count(&x) & BASE_SENT) && audit_before_bracket(a, s, token); /* 412校(依頼590校、69.8%) */
    if (of_sent || audit_is_rate(a, s, x.p)) {
        judge_rate(&x);
        return;
    }
    bool own = x.count && x.count->cell == x.p->cell; /* あり 455名(74.6%) in one cell */
    if (s->kind == SEGMENT_ROW && s->token_count > 2 && !own && judge_row(&x))
        return;
    if (!x.count) {
        judge_alone(&x);
        return;
    }
    x.part = (struct audit_range){x.count->low, x.count->high};
    if (is_returns(&x) && !audit_base_beside(a, segment, x.p, x.count) && !fitting(&x, BASE_WHOLE, NULL))
        judge_rate(&x);
    else
        judge(&x);
}

void audit_check_shares(struct audit *a) {
    for (size_t i = 0; i < a->draft->count; i++)
        for (size_t j = 0; j < a->draft->segments[i].token_count; j++)
            check_token(a, i, j);
}
