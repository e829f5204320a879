/* Answers that leave no room for others: a scale from 3人以下 to 10人以上, and 残り25団体.  They come to their whole. */
#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_checkers.h"

#include "engine/base/lang.h"

#include <stdlib.h>
#include <string.h>

enum { PARTS_LEAST = 3, PARTS_MOST = 32 };

struct scale {
    struct audit *a;
    size_t at;
    struct audit_segment *s;
    struct audit_token *parts[PARTS_MOST];
    size_t count;
    int64_t sum;
};

/* --- a scale ---------------------------------------------------------------------------------------------- */

/* Where what names the count begins: behind the last mark before it. */
static size_t name_from(const struct audit *a, const struct audit_segment *s, size_t at, size_t floor) {
    const struct audit_word_list *marks = &a->words->lists[WORDS_SCALE_MARKS];
    for (size_t from = at; from-- > floor;)
        for (size_t i = 0; i < marks->count; i++)
            if (strncmp(s->text + from, marks->words[i], strlen(marks->words[i])) == 0 &&
                from + strlen(marks->words[i]) <= at)
                return from + strlen(marks->words[i]);
    return floor;
}

static bool has_word(const char *from, const char *to, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (memmem(from, (size_t)(to - from), words[i], strlen(words[i])))
            return true;
    return false;
}

static bool has_digit(const char *from, const char *to) {
    for (; from < to; from++)
        if (*from >= '0' && *from <= '9')
            return true;
    return false;
}

/* Which end of a scale a name is: -1 the lower, +1 the upper, 0 a step between, 2 no step of a scale. */
static int step_of(const char *from, const char *to, bool first) {
    static const char *const below[] = {"未満", "以下", "以内", "まで", "less than", "under"},
                             *const above[] = {"以上", "超", "を超え", "以降", "or more", "over"};
    if (!has_digit(from, to))
        return 2;
    const char *digits = from + strcspn(from, "0123456789");
    bool range = has_word(from, to, (const char *const[]){"~", "から", "-"}, 3);
    if (!range && has_word(from, to, above, sizeof above / sizeof *above) &&
        !has_word(from, to, below, sizeof below / sizeof *below))
        return 1;
    bool least =
        digits < to && (*digits == '0' || *digits == '1') && !(digits[1] >= '0' && digits[1] <= '9') && first;
    return has_word(from, to, below, sizeof below / sizeof *below) || (least && !range) ? -1 : 0;
}

/* The counts of the sentence that stand for the steps of one scale, from its lower end to its upper one. */
static bool take_scale(struct scale *x) {
    size_t floor = 0;
    bool open = false, closed = false;
    for (size_t i = 0; i < x->s->token_count && !closed; i++) {
        struct audit_token *t = &x->s->tokens[i];
        size_t from = t->at > floor ? name_from(x->a, x->s, t->at, floor) : floor;
        if (!audit_plain_count(t) || (t->bracket && !x->count && x->s->text[t->at - 1] == '('))
            continue;
        bool named = t->at > from + 1;
        int step = named ? step_of(x->s->text + from, x->s->text + t->at, x->count == 0) : 2;
        if (!open && step == -1)
            open = true, x->count = 0, x->sum = 0;
        if (!open || step == 2 || x->count == PARTS_MOST)
            continue;
        x->parts[x->count++] = t;
        x->sum += t->low;
        closed = step == 1;
        floor = t->end;
    }
    return closed && x->count >= PARTS_LEAST;
}

/* How many of the parts have a percentage that is a share of the base. */
static size_t shares_of(const struct scale *x, const struct audit_base *b) {
    size_t fits = 0;
    for (size_t i = 0; i < x->s->token_count; i++) {
        const struct audit_token *p = &x->s->tokens[i];
        const struct audit_token *count = p->kind == TOKEN_PERCENT ? audit_partner(x->a, x->s, i) : NULL;
        for (size_t k = 0; count && k < x->count; k++)
            fits += x->parts[k] == count &&
                    audit_fits((struct audit_range){count->low, count->high}, b->n, audit_percent_of(p));
    }
    return fits;
}

/* The whole: the base that most of its percentages are shares of, else what is stated before the scale. */
static const struct audit_base *whole_of(const struct scale *x) {
    const struct audit_base *found = NULL;
    for (size_t i = 0; i < x->a->base_count; i++)
        if (x->a->bases[i].use && !(x->a->bases[i].use & BASE_SENT) &&
            shares_of(x, &x->a->bases[i]) * 3 >= x->count * 2)
            return &x->a->bases[i];
    for (size_t i = 0; i < x->a->base_count && x->a->bases[i].segment <= x->at; i++) {
        const struct audit_base *b = &x->a->bases[i];
        bool here = b->segment == x->at && b->token < x->parts[0];
        bool lead = b->segment + 1 == x->at && x->s[-1].block == x->s->block;
        bool stated = (b->use & (BASE_WHOLE | BASE_GROUP)) && !(b->use & BASE_SENT);
        int64_t off = llabs(b->n.low - x->sum);
        if (stated && (here || lead || (b->use & BASE_RETURNS)) && off * 8 <= b->n.low)
            found = b;
    }
    return found;
}

/* Who has given none of the answers may be told of behind the scale, or in the next sentence. */
static bool silence_told(const struct scale *x) {
    const struct audit_segment *next = x->at + 1 < x->a->draft->count ? x->s + 1 : NULL;
    bool after = next && next->block == x->s->block && audit_says(x->a, WORDS_CLOSING, next);
    return audit_says(x->a, WORDS_CLOSING, x->s) || after || audit_says(x->a, WORDS_MULTI, x->s);
}

static void claim(const struct scale *x, struct audit_token *t, enum audit_verdict verdict, const char *why) {
    struct audit_claim *c = audit_claim_add(x->a, x->s, t, x->parts[0]->at, t->end, verdict, why);
    if (verdict > AUDIT_UNCHECKED)
        audit_candidate_add(
            x->a, c,
            (struct audit_candidate){
                .kind = "count",
                .count = x->sum,
                .n = -1,
                .text = arena_printf(x->a->arena, _("the sum of the parts is %s"),
                                     audit_number(x->a->arena, (struct audit_range){x->sum, x->sum}))});
}

static void check_scale(struct audit *a, size_t at) {
    struct scale x = {.a = a, .at = at, .s = &a->draft->segments[at]};
    const struct audit_base *b = take_scale(&x) && !silence_told(&x) ? whole_of(&x) : NULL;
    if (!b || b->n.low == x.sum)
        return;
    const char *sum = audit_number(a->arena, (struct audit_range){x.sum, x.sum}),
               *whole = audit_number(a->arena, b->n);
    struct audit_token *last = x.parts[x.count - 1];
    if (x.sum > b->n.low)
        claim(&x, last, AUDIT_IMPOSSIBLE,
              arena_printf(a->arena,
                           _("the steps of the scale add up to %s, more than their whole of %s (line %zu)"),
                           sum, whole, b->line));
    else
        claim(&x, last, AUDIT_UNSUPPORTED,
              arena_printf(
                  a->arena,
                  _("the answers add up to %s of %s (line %zu); %s gave none of them, which is not said"),
                  sum, whole, b->line,
                  audit_number(a->arena, (struct audit_range){b->n.low - x.sum, b->n.low - x.sum})));
}

/* --- the rest --------------------------------------------------------------------------------------------- */

/* The counts with a percentage of the sentence and, where it has none, of the one before: 残り25団体 is what is left of their whole. */
static void take_parts(struct scale *x, const struct audit_token *rest, bool line) {
    for (size_t back = 0; back < 4 && back <= x->at && (line || !x->count); back++) {
        struct audit_segment *s = x->s - back;
        if (s->block != x->s->block ||
            (back && line &&
             (s[1].first || audit_word_within(&x->a->words->lists[WORDS_TURNS], s[1].text,
                                              s[1].text + s[1].length - strlen("。")))))
            return;
        for (size_t i = 0; i < s->token_count && x->count < PARTS_MOST; i++) {
            struct audit_token *count = s->tokens[i].kind == TOKEN_PERCENT ? audit_partner(x->a, s, i) : NULL;
            if (count && audit_plain_count(count) && !(back == 0 && count >= rest))
                x->parts[x->count++] = count, x->sum += count->low;
        }
    }
}

static void check_rest(struct audit *a, size_t at, struct audit_token *rest, bool silent) {
    struct scale x = {.a = a, .at = at, .s = &a->draft->segments[at]};
    const struct audit_base *near = NULL;
    const int64_t times = silent ? 33 : 8; /* who has said nothing need not stand behind all answers */
    take_parts(&x, rest, silent);
    if (x.count < 2 || audit_says(a, WORDS_MULTI, x.s) || (x.at && audit_says(a, WORDS_MULTI, x.s - 1)))
        return;
    for (size_t i = 0; i < a->base_count; i++) {
        const struct audit_base *b = &a->bases[i];
        if (b->n.low == x.sum + rest->low)
            return;
        bool stated = (b->use & BASE_WHOLE) && !(b->use & BASE_SENT) && b->segment <= at;
        int64_t off = llabs(b->n.low - x.sum - (silent ? rest->low : 0));
        if (stated && b->n.low >= x.sum && off * times <= b->n.low)
            near = b;
    }
    if (!near)
        return;
    int64_t left = near->n.low - x.sum;
    struct audit_claim *c = audit_claim_add(
        a, x.s, rest, rest->at, rest->end, AUDIT_IMPOSSIBLE,
        arena_printf(a->arena, _("the answers add up to %s of %s (line %zu); the rest is %s, not %s"),
                     audit_number(a->arena, (struct audit_range){x.sum, x.sum}),
                     audit_number(a->arena, near->n), near->line,
                     audit_number(a->arena, (struct audit_range){left, left}),
                     audit_number(a->arena, (struct audit_range){rest->low, rest->high})));
    audit_candidate_add(a, c,
                        (struct audit_candidate){
                            .kind = "count",
                            .count = left,
                            .n = near->n.low,
                            .text = arena_printf(a->arena, _("the rest is %s"),
                                                 audit_number(a->arena, (struct audit_range){left, left}))});
}

/* --- by kinds ---------------------------------------------------------------------------------------------- */

static bool same_counter(const struct audit_segment *s, const struct audit_token *x,
                         const struct audit_segment *r, const struct audit_token *y) {
    const char *one = s->text + x->digits, *two = r->text + y->digits;
    one += strspn(one, "0123456789,. ");
    two += strspn(two, "0123456789,. ");
    return (unsigned char)*one >= 0x80 && strncmp(one, two, 3) == 0;
}

/* "署名は38,450筆...。地域別では北部9,870筆、中部15,230筆...": the counts that stand for the kinds come to the one shortly before. */
static void check_kinds(struct audit *a, size_t at) {
    enum { BACK = 3, NEAR = 20 };
    struct scale x = {.a = a, .at = at, .s = &a->draft->segments[at]};
    const char *word =
        audit_word_within(&a->words->lists[WORDS_KINDS_OF], x.s->text, x.s->text + x.s->length);
    struct audit_token *whole = NULL;
    for (size_t i = 0; word && i < x.s->token_count && x.count < PARTS_MOST; i++) {
        struct audit_token *t = &x.s->tokens[i];
        if (t->kind == TOKEN_PERCENT || audit_says(a, WORDS_MULTI, x.s))
            return;
        if (!audit_plain_count(t) || x.s->text + t->at < word)
            continue;
        if (x.count && !same_counter(x.s, x.parts[0], x.s, t))
            return;
        x.parts[x.count++] = t;
        x.sum += t->low;
    }
    for (size_t back = 0; x.count >= PARTS_LEAST && back <= BACK && back <= at; back++) {
        const struct audit_segment *s = x.s - back;
        for (size_t i = 0; i < s->token_count; i++) {
            struct audit_token *t = &s->tokens[i];
            if (!audit_plain_count(t) || (back == 0 && s->text + t->at > word) ||
                !same_counter(x.s, x.parts[0], s, t))
                continue;
            if (t->low == x.sum)
                return;
            whole = !whole && llabs(t->low - x.sum) * NEAR <= t->low ? t : whole;
        }
    }
    if (whole && !silence_told(&x))
        claim(&x, x.parts[x.count - 1], AUDIT_IMPOSSIBLE,
              arena_printf(a->arena, _("the parts add up to %s, the total says %s: %s too many or too few"),
                           audit_number(a->arena, (struct audit_range){x.sum, x.sum}),
                           audit_number(a->arena, (struct audit_range){whole->low, whole->low}),
                           audit_number(a->arena, (struct audit_range){llabs(x.sum - whole->low),
                                                                       llabs(x.sum - whole->low)})));
}

/* 残り25団体; 無回答は16, 無回答16 */
static void check_left(struct audit *a, size_t at, struct audit_token *t) {
    const struct audit_segment *s = &a->draft->segments[at];
    const char *from = s->text + t->at;
    if (audit_word_before(&a->words->lists[WORDS_REST], s->text, from)) {
        check_rest(a, at, t, false);
        return;
    }
    if (t->at >= 3 && (memcmp(from - 3, "は", 3) == 0 || memcmp(from - 3, "が", 3) == 0))
        from -= 3;
    if (audit_word_before(&a->words->lists[WORDS_SILENT], s->text, from) && !t->bracket)
        check_rest(a, at, t, true);
}

void audit_check_scales(struct audit *a) {
    for (size_t i = 0; i < a->draft->count; i++) {
        struct audit_segment *s = &a->draft->segments[i];
        if (s->kind != SEGMENT_PROSE)
            continue;
        check_scale(a, i);
        check_kinds(a, i);
        for (size_t j = 0; j < s->token_count; j++)
            if (audit_plain_count(&s->tokens[j]))
                check_left(a, i, &s->tokens[j]);
    }
}
