/* 約半数, 3割, 4人に1人, beside the number that they stand for. */
#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_checkers.h"

#include "engine/base/lang.h"

#include <stdlib.h>
#include <string.h>

/* Only words that join may stand between the vague quantity and the number that it is said of. */
static bool close_by(const struct audit *a, const struct audit_segment *s, size_t from, size_t to) {
    return from <= to && to - from <= 36 &&
           audit_words_only(&a->words->lists[WORDS_VAGUE_JOINS], s->text + from, s->text + to);
}

static bool is_number(const struct audit_token *t) {
    return t->kind == TOKEN_PERCENT || (t->kind == TOKEN_COUNT && !(t->marks & MARK_N));
}

/* "3人に1人が「...」と答えた(55.0%、647件)": the first bracket after it, with nothing counted between. */
static bool in_next_bracket(const struct audit *a, const struct audit_segment *s, size_t v) {
    const struct audit_token *t = &s->tokens[v], *next = t + 1;
    size_t gap = next->at > t->end ? next->at - t->end : 0;
    return (next->kind == TOKEN_PERCENT || next->kind == TOKEN_COUNT) && next->bracket &&
           next->outer == t->bracket && gap > 1 && gap < 90 && s->text[next->at - 1] == '(' &&
           !memmem(s->text + t->end, gap, "。", 3) && !memmem(s->text + t->end, gap, "、", 3) &&
           !audit_word_within(&a->words->lists[WORDS_EARLIER], s->text + t->end, s->text + next->at);
}

/* Of a count that has a percentage beside it the percentage: 171診療所(33.4%), 53.4%にあたる301件. */
static struct audit_token *percent_of(const struct audit *a, const struct audit_segment *s,
                                      struct audit_token *t) {
    for (size_t i = 0; t->kind == TOKEN_COUNT && i < s->token_count; i++)
        if (s->tokens[i].kind == TOKEN_PERCENT && audit_partner(a, s, i) == t)
            return &s->tokens[i];
    return t;
}

/* "Two thirds of those considering leaving (312)": the one percentage that the draft gives for as many before. */
static struct audit_token *percent_before(const struct audit *a, const struct audit_segment *s,
                                          struct audit_token *t) {
    struct audit_token *found = NULL;
    for (const struct audit_segment *other = a->draft->segments; other < s && t->low >= 20; other++)
        for (size_t i = 0; i < other->token_count; i++) {
            struct audit_token *p = &other->tokens[i];
            const struct audit_token *count = p->kind == TOKEN_PERCENT ? audit_partner(a, other, i) : NULL;
            if (!count || count->low != t->low || count->high != t->high)
                continue;
            if (found && (found->mantissa != p->mantissa || found->decimals != p->decimals))
                return t;
            found = p;
        }
    return found ? found : t;
}

/* 6割から8割が39病院, 6割未満が11病院: the name of a group, of which the number says how many there are. */
static bool names_group(const struct audit *a, const struct audit_segment *s, const struct audit_token *t) {
    const struct audit_word_list *ranges = &a->words->lists[WORDS_RANGES];
    const char *after = s->text + t->end, *before = s->text + t->at;
    bool bounded = (t->marks & (MARK_OVER | MARK_AT_LEAST | MARK_UNDER | MARK_AT_MOST)) != 0;
    bool subject = strncmp(after, "が", strlen("が")) == 0 || strncmp(after, "は", strlen("は")) == 0;
    if (bounded && subject && after[strlen("が")] >= '0' && after[strlen("が")] <= '9')
        return true;
    for (size_t i = 0; i < ranges->count; i++) {
        size_t length = strlen(ranges->words[i]);
        bool follows =
            strncmp(after, ranges->words[i], length) == 0 && after[length] >= '0' && after[length] <= '9';
        bool follows_one = t->at >= length + strlen("割") &&
                           memcmp(before - length, ranges->words[i], length) == 0 &&
                           memcmp(before - length - strlen("割"), "割", strlen("割")) == 0;
        if (follows || follows_one)
            return true;
    }
    return false;
}

/* The number that stands for it; a percentage before a count. */
static struct audit_token *number_beside(const struct audit *a, const struct audit_segment *s, size_t v) {
    struct audit_token *t = s->tokens;
    if (v + 1 < s->token_count && is_number(&t[v + 1]) && close_by(a, s, t[v].end, t[v + 1].at)) {
        if (t[v + 1].kind == TOKEN_COUNT && v + 2 < s->token_count && t[v + 2].kind == TOKEN_PERCENT &&
            t[v + 1].bracket && t[v + 2].bracket == t[v + 1].bracket)
            return &t[v + 2];
        return percent_of(a, s, &t[v + 1]);
    }
    if (v + 1 < s->token_count && in_next_bracket(a, s, v)) {
        struct audit_token *percent = percent_of(a, s, &t[v + 1]);
        percent =
            percent == &t[v + 1] && percent->kind == TOKEN_COUNT ? percent_before(a, s, percent) : percent;
        return percent->kind == TOKEN_PERCENT ? percent : NULL;
    }
    if (v > 0 && is_number(&t[v - 1]) && close_by(a, s, t[v - 1].end, t[v].at))
        return percent_of(a, s, &t[v - 1]);
    return NULL;
}

/* The returns, when no other whole before the sentence makes the words true. */
static const struct audit_base *returns_before(const struct audit *a, size_t segment,
                                               const struct audit_token *vague,
                                               const struct audit_token *count) {
    enum { SIGHT = 8 }; /* sentences back to where a whole was stated */
    const struct audit_base *returns = NULL;
    for (size_t i = 0; i < a->base_count && a->bases[i].segment <= segment; i++) {
        const struct audit_base *b = &a->bases[i];
        double share = b->n.low > 0 ? 100.0 * (double)count->low / (double)b->n.low : 0;
        if (b->token == count || (b->use & BASE_SENT) || b->n.high < count->low)
            continue;
        bool asked = (b->use & (BASE_WHOLE | BASE_GROUP)) == BASE_WHOLE; /* no part of a sentence before */
        bool near = b->segment + (asked ? SIGHT : 1) >= segment;
        bool meant = (b->use & BASE_RETURNS) || b->marked || (b->use && near);
        if (meant && share >= vague->vague_low && share <= vague->vague_high)
            return NULL;
        returns = (b->use & BASE_RETURNS) && !returns ? b : returns;
    }
    return returns;
}

/* The percentage that a count is, on the base that binds it. */
static bool share_of(const struct audit *a, size_t segment, const struct audit_token *vague,
                     const struct audit_token *count, double *share, const struct audit_base **base) {
    *base = audit_base_beside(a, segment, vague, count);
    if (!*base)
        *base = audit_base_lead(a, segment, count->low);
    if (!*base)
        *base = audit_base_only(a, segment, count->low);
    if (!*base)
        *base = returns_before(a, segment, vague, count);
    if (!*base || (*base)->n.low <= 0)
        return false;
    *share = 100.0 * (double)count->low / (double)(*base)->n.low;
    return true;
}

static void judge(struct audit *a, size_t segment, struct audit_token *vague, struct audit_token *number,
                  size_t where) {
    const struct audit_segment *s = &a->draft->segments[segment];
    const struct audit_base *base;
    double share = audit_value(number);
    if (number->kind == TOKEN_COUNT && !share_of(a, segment, vague, number, &share, &base))
        return;
    bool here = where == segment;
    size_t from = !here || vague->at < number->at ? vague->at : number->at,
           to = !here || vague->end > number->end ? vague->end : number->end;
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

/* --- an answer that the sentence names ----------------------------------------------------------------------- */

/* What an item of a list is called, without the marks of the list: at most ten characters before its first number. */
static const char *item_name(const struct audit *a, const struct audit_segment *s) {
    enum { NAME_LEAST = 6, NAME_MOST = 30 };
    const struct audit_word_list *marks = &a->words->lists[WORDS_ITEM_MARKS];
    size_t from = strspn(s->text, "-*+|># "), end = s->token_count ? s->tokens[0].at : 0;
    for (size_t i = 0; i < marks->count; i++)
        from += strncmp(s->text + from, marks->words[i], strlen(marks->words[i])) == 0
                    ? strlen(marks->words[i])
                    : 0;
    while (from < end && strchr(" \t(:|", s->text[end - 1]))
        end--;
    bool item = s->first && s->length < 120 && end >= from + NAME_LEAST && end <= from + NAME_MOST &&
                !memmem(s->text + from, end - from, "「", 3) && !memmem(s->text + from, end - from, "、", 3);
    return item ? arena_strndup(a->arena, s->text + from, end - from) : NULL;
}

/* The percentage of the one answer of the block before, by item or in quotation marks, whose name begins this sentence. */
static struct audit_token *of_named(const struct audit *a, size_t at, size_t v) {
    enum { BACK = 12 };
    const struct audit_segment *s = &a->draft->segments[at];
    for (size_t back = 1; back <= BACK && back <= at; back++) {
        const struct audit_segment *other = s - back;
        struct audit_token *percent = NULL;
        size_t percents = 0;
        const char *name = item_name(a, other);
        for (size_t i = 0; i < other->token_count; i++)
            if (other->tokens[i].kind == TOKEN_PERCENT)
                percent = &other->tokens[i], percents++;
        if (name && percents == 1 && strncmp(s->text, name, strlen(name)) == 0 &&
            strlen(name) < s->tokens[v].at)
            return percent;
        for (const char *open = strstr(other->text, "「"); open; open = strstr(open + 3, "「")) {
            const char *after, *quoted = audit_quoted_name(a, open, &after);
            if (quoted && strlen(quoted) >= 6 && strncmp(s->text, quoted, strlen(quoted)) == 0)
                return (struct audit_token *)audit_figure_named(a, at, quoted);
        }
    }
    return NULL;
}

/* --- summing up the sentence before ------------------------------------------------------------------------ */

/* "...は59.8%だった。実に約3分の2の..." : the one percentage of the sentence before, when this one says that it sums up. */
static struct audit_token *summed_up(const struct audit *a, size_t at, size_t v) {
    enum { HEAD = 36 };
    const struct audit_segment *s = &a->draft->segments[at], *last = at ? s - 1 : NULL;
    const struct audit_word_list *words = &a->words->lists[WORDS_SUMMING_UP];
    struct audit_token *found = NULL;
    if (!last || s->kind != SEGMENT_PROSE || last->kind != SEGMENT_PROSE || last->block != s->block ||
        s->tokens[v].at > HEAD || !audit_word_within(words, s->text, s->text + s->length))
        return NULL;
    for (size_t i = 0; i < last->token_count; i++)
        if (last->tokens[i].kind == TOKEN_PERCENT) {
            if (found)
                return NULL;
            found = &last->tokens[i];
        }
    return found && !audit_word_within(&a->words->lists[WORDS_EARLIER], last->text, last->text + last->length)
               ? found
               : NULL;
}

/* Whether any percentage of the draft so far, or what is left of it to 100, can be meant. */
static bool supported(const struct audit *a, size_t at, const struct audit_token *vague, size_t *percents) {
    *percents = 0;
    for (size_t i = 0; i <= at; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        for (size_t j = 0; j < s->token_count; j++) {
            double value = audit_value(&s->tokens[j]);
            if (s->tokens[j].kind != TOKEN_PERCENT)
                continue;
            (*percents)++;
            for (int side = 0; side < 2; side++, value = 100 - value)
                if (value > vague->vague_low - 1 && value < vague->vague_high + 1)
                    return true;
        }
    }
    return false;
}

/* "therefore two thirds ...": it sums up what the draft says, but no percentage of it comes near. */
static void judge_unsupported(struct audit *a, size_t at, struct audit_token *vague) {
    const struct audit_segment *s = &a->draft->segments[at];
    const struct audit_word_list *words = &a->words->lists[WORDS_SUMMING_UP];
    size_t percents;
    if (s->kind != SEGMENT_PROSE || !audit_word_within(words, s->text, s->text + s->length) ||
        supported(a, at, vague, &percents) || percents < 2)
        return;
    audit_claim_add(a, s, vague, vague->at, vague->end, AUDIT_UNSUPPORTED,
                    arena_printf(a->arena, _("no percentage before it comes near \"%s\""),
                                 arena_strndup(a->arena, s->text + vague->at, vague->end - vague->at)));
}

/* One that is far off sums up something else. */
static bool comparable(const struct audit_token *vague, const struct audit_token *percent) {
    enum { NEAR = 20 };
    double value = audit_value(percent);
    return value > vague->vague_low - NEAR && value < vague->vague_high + NEAR;
}

static bool fills_cell(const struct audit_segment *s, const struct audit_token *t) {
    return t->cell < s->cell_count && strlen(s->cells[t->cell]) <= t->end - t->at + 6;
}

void audit_check_vague(struct audit *a) {
    for (size_t i = 0; i < a->draft->count; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        for (size_t j = 0; j < s->token_count; j++) {
            if (s->kind == SEGMENT_ROW && !fills_cell(s, &s->tokens[j]))
                continue; /* a label: 10割請求 */
            if (s->tokens[j].kind == TOKEN_VAGUE && names_group(a, s, &s->tokens[j]))
                continue;
            struct audit_token *number = s->tokens[j].kind == TOKEN_VAGUE ? number_beside(a, s, j) : NULL;
            struct audit_token *before =
                s->tokens[j].kind == TOKEN_VAGUE && !number ? summed_up(a, i, j) : NULL;
            if (number)
                judge(a, i, &s->tokens[j], number, i);
            else if (before && comparable(&s->tokens[j], before))
                judge(a, i, &s->tokens[j], before, i - 1);
            else if (s->tokens[j].kind == TOKEN_VAGUE && s->token_count == 1 && s->kind == SEGMENT_PROSE &&
                     (before = of_named(a, i, j)) != NULL && comparable(&s->tokens[j], before))
                judge(a, i, &s->tokens[j], before, i - 1);
            else if (s->tokens[j].kind == TOKEN_VAGUE)
                judge_unsupported(a, i, &s->tokens[j]);
        }
    }
}
