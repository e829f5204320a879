/* Parts and their whole outside of tables: lists, breakdowns in a sentence, percentages of one answer; "at least" left out. */
#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_checkers.h"
#include "reports/audit/audit_reference.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <stdlib.h>
#include <string.h>

struct run {
    size_t from, to; /* segments */
    int64_t sum, slack, first;
    size_t parts;
    bool closing, silent, multi; /* closing: the last answers of a list; silent: no answer among them */
    struct audit_token *last, *total;
    size_t total_segment;
};

static const char *text_number(const struct audit *a, int64_t value) {
    return audit_number(a->arena, (struct audit_range){value, value});
}

/* The only count (or percentage) of an item of a list, with its name before it; else NULL. */
static struct audit_token *item_of(const struct audit_segment *s, enum audit_kind kind) {
    struct audit_token *found = NULL;
    for (size_t i = 0; i < s->token_count; i++) {
        struct audit_token *t = &s->tokens[i];
        bool label = s->kind == SEGMENT_ROW && t->cell == 0 && s->cell_count > 1; /* "6~10件" */
        if (t->kind != kind || (t->marks & MARK_N) || label)
            continue;
        if (found || (t->marks & MARK_RATIO))
            return NULL;
        found = t;
    }
    bool short_enough = found && found->at >= 3 && found->at < 120 && s->length < 160 && s->first;
    return short_enough ? found : NULL;
}

/* What names the item, without the marks of a list. */
static const char *item_label(const struct audit *a, const struct audit_segment *s,
                              const struct audit_token *t) {
    char *label = utf8_fold(a->arena, arena_strndup(a->arena, s->text, t->at));
    size_t length = strlen(label);
    while (length && strchr(":(=-", label[length - 1]))
        label[--length] = '\0';
    return label + strspn(label, "-*+|>#");
}

static bool is_silent(const struct audit *a, const char *label) {
    return audit_word_within(&a->words->lists[WORDS_SILENT], label, label + strlen(label)) != NULL;
}

static bool is_closing(const struct audit *a, const char *label) {
    return audit_word_within(&a->words->lists[WORDS_CLOSING], label, label + strlen(label)) != NULL;
}

static bool is_note(const struct audit *a, const struct audit_segment *s) {
    const struct audit_word_list *heads = &a->words->lists[WORDS_NOTE_HEADS];
    for (size_t i = 0; i < heads->count; i++)
        if (strncmp(s->text, heads->words[i], strlen(heads->words[i])) == 0)
            return true;
    return false;
}

static bool has_figures(const struct audit_segment *s) {
    for (size_t i = 0; i < s->token_count; i++)
        if (s->tokens[i].kind == TOKEN_PERCENT)
            return true;
    return false;
}

/* Whether the heading over a list or the note under it says that several answers were possible. */
static bool multi_around(const struct audit *a, size_t from, size_t to) {
    enum { OVER = 5, UNDER = 8, BLOCKS = 3 };
    const struct audit_segment *s = a->draft->segments;
    for (size_t i = from; i-- > 0 && i + OVER >= from && s[i].block + BLOCKS >= s[from].block;) {
        if (has_figures(&s[i]))
            break; /* another list's */
        if (audit_says(a, WORDS_MULTI, &s[i]))
            return true;
    }
    bool note = false;
    for (size_t i = to; i < a->draft->count && i < to + UNDER && s[i].block <= s[from].block + BLOCKS; i++) {
        note = s[i].first ? is_note(a, &s[i]) : note;
        if (note && audit_says(a, WORDS_MULTI, &s[i]))
            return true;
    }
    return false;
}

/* Items from segment `at` on that belong to one list. */
static struct run run_at(const struct audit *a, size_t at) {
    struct run r = {.from = at, .to = at};
    const struct audit_segment *s = a->draft->segments;
    for (; r.to < a->draft->count && s[r.to].block == s[at].block; r.to++) {
        struct audit_token *t = item_of(&s[r.to], TOKEN_COUNT);
        if (!t || t->high > INT64_MAX / 65536 || (r.parts && strncmp(s[r.to].text, "†", strlen("†")) == 0))
            break;
        const char *label = item_label(a, &s[r.to], t);
        r.multi |= audit_says(a, WORDS_MULTI, &s[r.to]);
        if (audit_word_is(&a->words->lists[WORDS_TOTAL_LABELS], label)) {
            r.total = t, r.total_segment = r.to++;
            break;
        }
        r.closing |= is_closing(a, label);
        r.silent |= is_silent(a, label);
        r.first = r.parts ? r.first : t->low;
        r.sum += t->low + (t->high - t->low) / 2;
        r.slack += (t->high - t->low) / 2;
        r.last = t;
        r.parts++;
    }
    r.multi |= multi_around(a, at, r.to);
    for (size_t i = at > 2 ? at - 2 : 0; i < at; i++)
        if (s[i].block + 1 >= s[at].block) {
            r.multi |= audit_says(a, WORDS_MULTI, &s[i]);
            r.slack += audit_says(a, WORDS_ROUNDED, &s[i]) && r.slack == 0 ? (int64_t)(r.parts + 1) / 2 : 0;
        }
    return r;
}

static void claim_run(struct audit *a, const struct run *r, enum audit_verdict verdict, const char *why,
                      int64_t whole) {
    const struct audit_segment *s = &a->draft->segments[r->total ? r->total_segment : r->to - 1];
    struct audit_claim *c = audit_claim_add(a, s, r->total ? r->total : r->last, 0, s->length, verdict, why);
    if (verdict > AUDIT_UNCHECKED)
        audit_candidate_add(
            a, c,
            (struct audit_candidate){
                .kind = "count",
                .count = r->sum,
                .n = whole,
                .text = arena_printf(a->arena, _("the sum of the parts is %s"), text_number(a, r->sum))});
}

static const char *differ(const struct audit *a, const struct run *r, int64_t whole) {
    return arena_printf(a->arena,
                        _("the parts of the list add up to %s, the whole is %s: %s too many or too few"),
                        text_number(a, r->sum), text_number(a, whole), text_number(a, llabs(r->sum - whole)));
}

static bool adds_up(const struct run *r, struct audit_range whole) {
    return r->sum - r->slack <= whole.high && r->sum + r->slack >= whole.low;
}

/* The stated base that the list adds up to, or misses by little. */
static const struct audit_base *whole_of(const struct audit *a, const struct run *r, bool *exact) {
    const struct audit_base *near = NULL;
    for (size_t i = 0; i < a->base_count; i++) {
        const struct audit_base *b = &a->bases[i];
        bool own = b->segment >= r->from && b->segment < r->to;
        if (own || !(b->use & BASE_WHOLE) || (b->use & BASE_SENT))
            continue;
        if (adds_up(r, b->n)) {
            *exact = true;
            return b;
        }
        if (llabs(r->sum - b->n.low) * 50 <= b->n.low && r->sum > 50)
            near = b;
    }
    *exact = false;
    return near;
}

static void judge_against(struct audit *a, const struct run *r, const struct audit_base *b) {
    int64_t missing = b->n.low - r->sum;
    if (missing < 0 && (r->closing || -missing * 20 <= b->n.low))
        claim_run(a, r, AUDIT_IMPOSSIBLE, differ(a, r, b->n.low), b->n.low);
    else if (missing > 0 && r->silent && missing * 8 <= b->n.low)
        claim_run(a, r, AUDIT_IMPOSSIBLE, differ(a, r, b->n.low), b->n.low);
    else if (missing > 0 && (r->parts == 2 ? missing * 3 <= b->n.low : missing * 6 <= b->n.low))
        claim_run(a, r, AUDIT_UNSUPPORTED,
                  arena_printf(
                      a->arena,
                      _("the answers add up to %s of %s (line %zu); %s gave none of them, which is not said"),
                      text_number(a, r->sum), text_number(a, b->n.low), b->line, text_number(a, missing)),
                  b->n.low);
}

static void judge_run(struct audit *a, const struct run *r) {
    bool exact;
    if (r->parts < 2 || r->multi)
        return;
    if (r->parts > 2 && r->sum == 2 * r->first)
        return; /* the whole stands first, under a name of its own */
    if (r->total) {
        if (adds_up(r, (struct audit_range){r->total->low, r->total->high}))
            claim_run(a, r, AUDIT_CONSISTENT, _("the parts add up to the total"), r->total->low);
        else if (llabs(r->sum - r->total->low) * 8 <= r->total->low)
            claim_run(a, r, AUDIT_IMPOSSIBLE, differ(a, r, r->total->low), r->total->low);
        return;
    }
    const struct audit_base *near = whole_of(a, r, &exact);
    if (near && exact) {
        claim_run(a, r, AUDIT_CONSISTENT,
                  arena_printf(a->arena, _("the parts add up to %s (line %zu)"), text_number(a, r->sum),
                               near->line),
                  near->n.low);
        return;
    }
    const struct audit_base *lead = audit_base_lead(a, r->from, 1);
    if (lead)
        judge_against(a, r, lead);
    else if (near && r->closing)
        claim_run(a, r, AUDIT_IMPOSSIBLE, differ(a, r, near->n.low), near->n.low);
}

/* --- breakdowns in a sentence ----------------------------------------------------------------------------- */

static void judge_sum(struct audit *a, const struct audit_segment *s, struct audit_token *whole, int64_t sum,
                      bool complete, size_t from, size_t to) {
    int64_t off = llabs(sum - whole->low);
    if (off == 0) {
        audit_claim_add(a, s, whole, from, to, AUDIT_CONSISTENT, _("the parts add up to the total"));
        return;
    }
    if (off * 10 > whole->low && !complete)
        return;
    bool sure = complete || sum > whole->low;
    struct audit_claim *c = audit_claim_add(
        a, s, whole, from, to, sure ? AUDIT_IMPOSSIBLE : AUDIT_UNSUPPORTED,
        arena_printf(a->arena, _("the parts add up to %s, the total says %s: %s too many or too few"),
                     text_number(a, sum), text_number(a, whole->low), text_number(a, off)));
    audit_candidate_add(
        a, c,
        (struct audit_candidate){
            .kind = "count",
            .count = sum,
            .n = whole->low,
            .text = arena_printf(a->arena, _("the sum of the parts is %s"), text_number(a, sum))});
}

/* 2,000医療機関(医科1,500、歯科400、病院100) */
static void check_bracket(struct audit *a, struct audit_segment *s, size_t whole) {
    struct audit_token *t = s->tokens;
    int64_t sum = 0;
    size_t parts = 0, i = whole + 1;
    if (i >= s->token_count || s->text[t[whole].end] != '(' || t[i].outer != t[whole].bracket ||
        !t[i].bracket)
        return;
    for (int bracket = t[i].bracket; i < s->token_count && t[i].bracket == bracket; i++) {
        bool named = t[i].at > t[i - 1].end + 3 || (i == whole + 1 && t[i].at > t[whole].end + 3);
        if (!audit_plain_count(&t[i]) || !named || t[i].low > t[whole].low)
            return;
        sum += t[i].low;
        parts++;
    }
    const char *open = s->text + t[whole].end, *close = s->text + t[i - 1].end;
    if (parts < 2 || audit_word_within(&a->words->lists[WORDS_MULTI], open, close))
        return;
    bool complete = audit_word_within(&a->words->lists[WORDS_CLOSING], open, close) ||
                    audit_word_within(&a->words->lists[WORDS_PARTS], open, close);
    judge_sum(a, s, &t[whole], sum, complete, t[whole].at, t[i - 1].end);
}

/* 医科6,216、歯科1,744、病院582、無回答130の計8,672 */
static void check_sum_word(struct audit *a, struct audit_segment *s, size_t whole) {
    struct audit_token *t = s->tokens;
    const char *at = s->text + t[whole].at;
    int64_t sum = 0;
    size_t parts = 0, first = whole;
    if (!audit_word_before(&a->words->lists[WORDS_SUM], s->text, at))
        return;
    for (size_t i = whole; i-- > 0;) {
        if (!audit_plain_count(&t[i]) || t[i].bracket != t[whole].bracket)
            continue;
        sum += t[i].low;
        parts++;
        first = i;
        if (sum == t[whole].low)
            break;
    }
    if (parts >= 2 && s->kind == SEGMENT_PROSE)
        judge_sum(a, s, &t[whole], sum, llabs(sum - t[whole].low) * 10 <= t[whole].low, t[first].at,
                  t[whole].end);
}

/* 回答は8,672医療機関。内訳は医科6,216、歯科1,744、病院582、無回答130 */
static void check_breakdown(struct audit *a, size_t at) {
    struct audit_segment *s = &a->draft->segments[at];
    const char *word = audit_word_within(&a->words->lists[WORDS_PARTS], s->text, s->text + s->length);
    struct audit_token *whole = NULL;
    int64_t sum = 0;
    size_t parts = 0;
    if (!word || audit_says(a, WORDS_MULTI, s))
        return;
    for (size_t i = 0; i < s->token_count; i++) {
        struct audit_token *t = &s->tokens[i];
        if (!audit_plain_count(t))
            continue;
        if (s->text + t->at < word)
            whole = t;
        else
            sum += t->low, parts++;
    }
    for (size_t i = a->base_count; i-- > 0 && !whole;)
        if (a->bases[i].segment + 1 == at && (a->bases[i].use & BASE_WHOLE) && !(a->bases[i].use & BASE_SENT))
            whole = a->bases[i].token;
    if (whole && parts >= 2 && audit_plain_count(whole) && !whole->claimed)
        judge_sum(a, s, whole, sum, true, 0, s->length);
}

/* --- percentages of one answer ---------------------------------------------------------------------------- */

struct percents {
    const struct audit *a;
    bool wrong;  /* one of them is called wrong already */
    int64_t sum; /* in hundredths of a per cent */
    int64_t slack;
    size_t parts;
    bool closing, silent;
    struct audit_token *last;
    size_t segment;
};

static void add_percent(struct percents *p, struct audit_token *t, size_t segment) {
    int64_t scale = 100;
    for (int d = 0; d < t->decimals && scale > 1; d++)
        scale /= 10;
    if (t->decimals > 2 || t->mantissa > 10000 * 100)
        return;
    for (size_t i = 0; t->claimed && i < p->a->claim_count; i++)
        p->wrong |= p->a->claims[i].token == t && p->a->claims[i].verdict == AUDIT_IMPOSSIBLE;
    p->sum += t->mantissa * scale;
    p->slack += scale;
    p->parts++;
    p->last = t;
    p->segment = segment;
}

static void judge_percents(struct audit *a, const struct percents *p) {
    int64_t off = llabs(p->sum - 10000);
    if (p->wrong || p->parts < 3 || !(p->sum > 10000 ? p->closing : p->silent) || off > 1000 ||
        off * 2 <= p->slack)
        return;
    const struct audit_segment *s = &a->draft->segments[p->segment];
    double sum = (double)p->sum / 100;
    struct audit_claim *c = audit_claim_add(
        a, s, p->last, 0, s->length, AUDIT_IMPOSSIBLE,
        arena_printf(a->arena,
                     _("the percentages of the answers add up to %.4g%%; rounding explains %.3g at most"),
                     sum, (double)p->slack / 200));
    audit_candidate_add(
        a, c,
        (struct audit_candidate){.kind = "percent",
                                 .count = -1,
                                 .n = -1,
                                 .percent = arena_printf(a->arena, "%.4g%%", sum),
                                 .text = arena_printf(a->arena, _("the sum is %.4g%%"), sum)});
}

static size_t check_percent_list(struct audit *a, size_t at) {
    const struct audit_segment *s = a->draft->segments;
    struct percents p = {.a = a};
    bool multi = at && audit_says(a, WORDS_MULTI, &s[at - 1]) && s[at - 1].block + 1 >= s[at].block;
    size_t i = at;
    for (; i < a->draft->count && s[i].block == s[at].block; i++) {
        struct audit_token *t = item_of(&s[i], TOKEN_PERCENT);
        if (!t)
            break;
        multi |= audit_says(a, WORDS_MULTI, &s[i]);
        const char *label = item_label(a, &s[i], t);
        if (audit_word_is(&a->words->lists[WORDS_TOTAL_LABELS], label))
            continue;
        p.closing |= is_closing(a, label);
        p.silent |= is_silent(a, label);
        add_percent(&p, t, i);
    }
    if (!multi)
        judge_percents(a, &p);
    return i;
}

static void check_percent_sentence(struct audit *a, size_t at) {
    const struct audit_segment *s = &a->draft->segments[at];
    struct percents p = {
        .a = a, .closing = audit_says(a, WORDS_CLOSING, s), .silent = audit_says(a, WORDS_SILENT, s)};
    if (s->kind != SEGMENT_PROSE || audit_says(a, WORDS_MULTI, s) || audit_says(a, WORDS_EARLIER, s))
        return;
    for (size_t i = 0; i < s->token_count; i++)
        if (s->tokens[i].kind == TOKEN_PERCENT)
            add_percent(&p, &s->tokens[i], at);
    judge_percents(a, &p);
}

void audit_check_parts(struct audit *a) {
    for (size_t i = 0, next; i < a->draft->count; i = next) {
        struct run r = run_at(a, i);
        judge_run(a, &r);
        next = r.to > i ? r.to : i + 1;
    }
    for (size_t i = 0, next; i < a->draft->count; i = next) {
        next = check_percent_list(a, i);
        next = next > i ? next : i + 1;
    }
    for (size_t i = 0; i < a->draft->count; i++) {
        struct audit_segment *s = &a->draft->segments[i];
        for (size_t j = 0; j < s->token_count; j++)
            if (audit_plain_count(&s->tokens[j])) {
                check_bracket(a, s, j);
                check_sum_word(a, s, j);
            }
        check_breakdown(a, i);
        check_percent_sentence(a, i);
    }
}

/* --- at least --------------------------------------------------------------------------------------------- */

/* A number that can be a total: of cases, times, yen; no year, and no part of a date. */
static bool is_total(const struct audit_token *t) {
    bool other = t->kind == TOKEN_OTHER && t->decimals == 0 && t->mantissa >= 1000 && t->unit == UNIT_OTHER &&
                 !(t->mantissa >= 1900 && t->mantissa <= 2100);
    return other || (t->kind == TOKEN_COUNT && t->low == t->high && t->low >= 10);
}

/* 少なくとも753件, and 258人以上 where 3人以上 and 100人以上 name an answer: so odd a number is what was counted. */
static bool is_bound(const struct audit_token *t) {
    enum { ODD_LEAST = 20 };
    bool odd = t->mantissa >= ODD_LEAST && t->mantissa % 10 != 0;
    return is_total(t) && ((t->marks & MARK_LOWER) || (odd && (t->marks & MARK_AT_LEAST)));
}

/* The counter behind the digits: 件, 医療機関. */
static const char *counter_of(const struct audit_segment *s, const struct audit_token *t, size_t *length) {
    const char *at = s->text + t->digits, *end = s->text + t->end;
    at += strspn(at, "0123456789, ");
    *length = at < end ? (size_t)(end - at) : 0;
    return at;
}

/* "少なくとも403医療機関" of a survey of 医療機関: at least so many of all, which of the survey is the exact number. */
static bool of_respondents(const struct audit *a, const struct audit_segment *s,
                           const struct audit_token *bound) {
    size_t length, other;
    const char *counter = counter_of(s, bound, &length);
    if (bound->unit != UNIT_INSTITUTION)
        return false; /* 件 are cases as well */
    for (size_t i = 0; i < a->base_count; i++) {
        const struct audit_base *b = &a->bases[i];
        const char *own = counter_of(&a->draft->segments[b->segment], b->token, &other);
        if ((b->use & BASE_WHOLE) && b->n.low != bound->low && length && other >= length &&
            memcmp(own, counter, length) == 0)
            return true;
    }
    return false;
}

/* "at least 5,200 times", "those 5,200 patients": a large number is the same whatever it counts. */
static bool same_total(const struct audit_token *x, const struct audit_token *y) {
    enum { LARGE = 1000 };
    bool counts = x->kind == TOKEN_COUNT && y->kind == TOKEN_COUNT;
    return (counts ? x->low == y->low : x->mantissa == y->mantissa) &&
           (x->unit == y->unit || x->mantissa >= LARGE);
}

static const struct audit_token *lower_bound(const struct audit *a, const struct audit_token *t) {
    for (size_t i = 0; i < a->draft->count; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        for (size_t j = 0; j < s->token_count; j++)
            if (is_bound(&s->tokens[j]) && same_total(&s->tokens[j], t) &&
                !of_respondents(a, s, &s->tokens[j]))
                return &s->tokens[j];
    }
    return NULL;
}

/* A total without the words that another line has beside it. */
static void check_bound(struct audit *a, const struct audit_segment *s, struct audit_token *t) {
    if (!is_total(t) || (t->marks & (MARK_LOWER | MARK_AT_LEAST | MARK_OVER)) || audit_share_beside(a, s, t))
        return; /* what has a percentage is another count */
    size_t length;
    const struct audit_token *bound = lower_bound(a, t);
    const char *number = text_number(a, t->kind == TOKEN_COUNT ? t->low : t->mantissa);
    if (bound)
        audit_claim_add(
            a, s, t, t->at, t->end, AUDIT_UNSUPPORTED,
            arena_printf(a->arena,
                         _("line %zu calls %s a lower bound (\"at least\"); here the words are missing"),
                         bound->line, number));
    else if (audit_reference_at_least(a->reference, t->low, counter_of(s, t, &length)))
        audit_claim_add(
            a, s, t, t->at, t->end, AUDIT_UNSUPPORTED,
            arena_printf(a->arena,
                         _("in the store %s is a lower bound (\"at least\"); here the words are missing"),
                         number));
}

/* In a row the words may stand in the line above; and "753件は...「少なくとも」の数字である". */
void audit_check_bounds(struct audit *a) {
    for (size_t i = 0; i < a->draft->count; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        bool told = audit_says(a, WORDS_AT_LEAST_BEFORE, s);
        for (size_t j = 0; s->kind == SEGMENT_PROSE && !told && j < s->token_count; j++)
            check_bound(a, s, &s->tokens[j]);
    }
}
