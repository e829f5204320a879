/* Which count a percentage of a sentence belongs to. */
#include "reports/audit/audit_checkers.h"

#include <ctype.h>
#include <string.h>

static bool is_count(const struct audit_token *t) {
    return t->kind == TOKEN_COUNT && !(t->marks & (MARK_N | MARK_OF));
}

/* A token as the count that stands there: of a share a/b the a. */
static struct audit_token *count_at(struct audit_token *t, size_t i) {
    if (is_count(&t[i]))
        return &t[i];
    return i > 0 && (t[i - 1].marks & MARK_RATIO) && t[i - 1].of == i ? &t[i - 1] : NULL;
}

/* Text between two places that is nothing but one of the words, spaces and columns aside. */
static bool only(const struct audit *a, enum audit_list list, const struct audit_segment *s, size_t from,
                 size_t to) {
    const struct audit_word_list *adverbs = &a->words->lists[WORDS_ADVERBS];
    const char *at = s->text + from, *end = s->text + to;
    if (from > to)
        return false;
    while (at < end && strchr(" \t", *at))
        at++;
    while (end > at && strchr(" \t", end[-1]))
        end--;
    for (size_t i = 0; i < adverbs->count; i++) {
        size_t length = strlen(adverbs->words[i]);
        if ((size_t)(end - at) >= length && memcmp(end - length, adverbs->words[i], length) == 0)
            end -= length;
    }
    if (at == end)
        return true;
    const struct audit_word_list *words = &a->words->lists[list];
    for (size_t i = 0; i < words->count; i++) {
        const char *word = words->words[i] + strspn(words->words[i], " ");
        size_t length = strlen(word);
        while (length && word[length - 1] == ' ')
            length--;
        if ((size_t)(end - at) == length && memcmp(at, word, length) == 0)
            return true;
    }
    return false;
}

/* (1億7,781万件中): the whole of the percentage before it, not its count */
static bool is_whole(const struct audit *a, const struct audit_segment *s, const struct audit_token *t) {
    return audit_word_at(&a->words->lists[WORDS_BASE_AFTER], s->text + t->end) > 0;
}

/* 4,236人(組合員6,418人の66.0%): in a bracket behind a smaller count it is the whole. */
static bool of_bracket(const struct audit_segment *s, const struct audit_token *count,
                       const struct audit_token *percent) {
    const struct audit_token *before = count > s->tokens ? count - 1 : NULL;
    bool joined =
        percent->at - count->end == strlen("の") && strncmp(s->text + count->end, "の", strlen("の")) == 0;
    return joined && before && is_count(before) && before->bracket == count->outer &&
           before->high < count->low;
}

/* In the same bracket: (59.8%、5,188件), (721/990、72%), (990件中721件、72%): the nearest before, else after. */
static struct audit_token *in_bracket(const struct audit *a, struct audit_segment *s, size_t p) {
    struct audit_token *t = s->tokens;
    for (size_t i = p; i-- > 0 && t[i].bracket == t[p].bracket;)
        if (is_count(&t[i]) && !is_whole(a, s, &t[i]) && !of_bracket(s, &t[i], &t[p]) &&
            strncmp(s->text + t[i].end, " to ", 4) != 0)
            return &t[i];
    for (size_t i = p + 1; i < s->token_count && t[i].bracket == t[p].bracket; i++)
        if (is_count(&t[i]))
            return memmem(s->text + t[p].end, t[i].at - t[p].end, "。", 3) ? NULL : &t[i];
    return NULL;
}

/* "412 ward managers (31.2%)": some lower-case words, no figure, no stop. */
static bool plain_words(const struct audit_segment *s, size_t from, size_t to) {
    enum { WORDS_MOST = 6 };
    size_t words = 0;
    for (size_t i = from; i < to; i++) {
        char c = s->text[i];
        if (!(islower((unsigned char)c) || strchr(" -'", c)))
            return false;
        words += c == ' ';
    }
    return to > from && s->text[from] == ' ' && words <= WORDS_MOST;
}

/* "4,300件(83%)": what the bracket that begins right before the percentage is said of. */
static struct audit_token *before_bracket(const struct audit *a, struct audit_segment *s, size_t p) {
    struct audit_token *t = s->tokens;
    size_t i = p;
    while (i-- > 0 && t[i].bracket == t[p].bracket)
        ;
    if (i == SIZE_MAX || t[i].bracket != t[p].outer || !count_at(t, i))
        return NULL;
    size_t from = t[i].end, to = t[p].at;
    const char *open = memchr(s->text + from, '(', to - from);
    size_t gap = open ? (size_t)(open - s->text) : 0;
    if (!open || (!only(a, WORDS_JOINS_BACK, s, from, gap) && !plain_words(s, from, gap)))
        return NULL;
    /* what stands in the bracket before the number names it: (全体の49%) is one, (前回53.5%) another wave's */
    return audit_word_within(&a->words->lists[WORDS_EARLIER], open, s->text + to) ? NULL : count_at(t, i);
}

/* "25%(1,321医療機関)", "83%の4,300件" */
static struct audit_token *right_after(const struct audit *a, struct audit_segment *s, size_t p) {
    struct audit_token *t = s->tokens;
    if (p + 1 >= s->token_count || !is_count(&t[p + 1]))
        return NULL;
    const struct audit_token *next = &t[p + 1];
    const char *open = s->text + next->at;
    if (next->bracket && next->outer == t[p].bracket && open[-1] == '(' &&
        plain_words(s, t[p].end, (size_t)(open - 1 - s->text)))
        return &t[p + 1]; /* 77.1% named more posts (1,015 managers) */
    if (!only(a, WORDS_JOINS, s, t[p].end, next->at))
        return NULL;
    if (next->bracket == t[p].bracket || !is_whole(a, s, next))
        return &t[p + 1];
    /* 25%(8,672件中1,321件): the whole comes first */
    bool part = p + 2 < s->token_count && is_count(&t[p + 2]) && t[p + 2].bracket == next->bracket;
    return part && t[p + 2].high <= next->low ? &t[p + 2] : NULL;
}

/* "763万件で、利用率は4.29%": what stands between names the percentage. */
static bool named_rate(const struct audit *a, const struct audit_segment *s, size_t from, size_t to) {
    const char *at = s->text + from, *end = s->text + to;
    if (from > to || to - from > 40 ||
        !(memmem(at, to - from, "で", 3) == at || memmem(at, to - from, "、", 3) == at))
        return false;
    const char *rate = audit_word_within(&a->words->lists[WORDS_RATE_HEADINGS], at, end);
    return rate && end - rate <= 12;
}

/* 812件中501件: the part that the whole before it has; NULL for a count that is no part. */
const struct audit_token *audit_whole_of(const struct audit *a, const struct audit_segment *s,
                                         const struct audit_token *part) {
    size_t i = (size_t)(part - s->tokens);
    const struct audit_token *whole = i ? part - 1 : NULL;
    bool within = whole && whole->kind == TOKEN_COUNT && part->kind == TOKEN_COUNT &&
                  whole->low >= part->high && part->at - whole->end < 60;
    return within && is_whole(a, s, whole) && !memmem(s->text + whole->end, part->at - whole->end, "。", 3)
               ? whole
               : NULL;
}

/* 812件中501件の61.7%: of 812, although の has the look of 501件 being the whole, when that is about right. */
static bool part_of_whole(const struct audit *a, const struct audit_segment *s, size_t p) {
    const struct audit_token *percent = &s->tokens[p], *part = percent - 1;
    const char *gap = s->text + part->end;
    const struct audit_token *whole = audit_whole_of(a, s, part);
    bool joined = percent->at - part->end == strlen("の") && memcmp(gap, "の", strlen("の")) == 0;
    double printed = (double)percent->mantissa;
    for (int d = 0; d < percent->decimals; d++)
        printed /= 10;
    double share = whole ? 100.0 * (double)part->low / (double)whole->low : -100;
    return joined && share - printed < 3 && printed - share < 3;
}

/* 20店舗以上で43.4%: the name of a class, not how many there are. */
static bool names_class(const struct audit *a, const struct audit_segment *s, const struct audit_token *t) {
    const struct audit_word_list *bounds = &a->words->lists[WORDS_CLASS_BOUNDS];
    const char *after = s->text + t->end;
    if (!(t->marks & (MARK_AT_LEAST | MARK_UNDER | MARK_AT_MOST)) || t->marks & MARK_LOWER)
        return false;
    for (size_t i = 0; i < bounds->count; i++) {
        const char *behind = after + strlen(bounds->words[i]);
        if (strncmp(after, bounds->words[i], strlen(bounds->words[i])) == 0)
            return strncmp(behind, "で", 3) == 0 || strncmp(behind, "は", 3) == 0 ||
                   strncmp(behind, "が", 3) == 0;
    }
    return false;
}

/* "2,554件、49%" */
static struct audit_token *right_before(const struct audit *a, struct audit_segment *s, size_t p) {
    struct audit_token *t = s->tokens;
    if (p == 0 || !count_at(t, p - 1) || names_class(a, s, &t[p - 1]))
        return NULL;
    bool joined = only(a, WORDS_JOINS_BACK, s, t[p - 1].end, t[p].at);
    bool part = !joined && part_of_whole(a, s, p);
    return joined || part || named_rate(a, s, t[p - 1].end, t[p].at) ? count_at(t, p - 1) : NULL;
}

/* "213件で、全回答(564件)の37.8%": the whole stands between the count and its percentage. */
static struct audit_token *over_whole(const struct audit *a, struct audit_segment *s, size_t p) {
    const struct audit_word_list *joins = &a->words->lists[WORDS_WHOLE_JOINS];
    struct audit_token *t = s->tokens;
    if (p < 2 || t[p - 1].kind != TOKEN_COUNT || !count_at(t, p - 2) || t[p - 2].low > t[p - 1].high)
        return NULL;
    const char *of = s->text + t[p - 1].end, *gap = s->text + t[p - 2].end;
    of += *of == ')';
    bool joined = (size_t)(s->text + t[p].at - of) == strlen("の") && memcmp(of, "の", strlen("の")) == 0;
    bool of_another = audit_word_within(&a->words->lists[WORDS_EARLIER], gap, of) != NULL;
    for (size_t i = 0; joined && !of_another && i < joins->count; i++)
        if (strncmp(gap, joins->words[i], strlen(joins->words[i])) == 0 && t[p - 1].at - t[p - 2].end < 50)
            return &t[p - 2];
    return NULL;
}

struct audit_token *audit_partner(const struct audit *a, const struct audit_segment *segment, size_t p) {
    struct audit_segment *s = (struct audit_segment *)segment;
    struct audit_token *found = NULL;
    if (s->tokens[p].bracket)
        found = in_bracket(a, s, p);
    if (!found && s->tokens[p].bracket)
        found = before_bracket(a, s, p);
    if (!found)
        found = right_after(a, s, p);
    if (!found)
        found = right_before(a, s, p);
    if (!found)
        found = over_whole(a, s, p);
    return found;
}

struct audit_token *audit_before_bracket(const struct audit *a, const struct audit_segment *s, size_t p) {
    return s->tokens[p].bracket ? before_bracket(a, (struct audit_segment *)s, p) : NULL;
}

bool audit_is_rate(const struct audit *a, const struct audit_segment *s, const struct audit_token *percent) {
    const struct audit_word_list *between = &a->words->lists[WORDS_RATE_BETWEEN];
    const struct audit_word_list *words = &a->words->lists[WORDS_RATE_BEFORE];
    const char *at = s->text + percent->at;
    for (int steps = 0; steps < 5; steps++) {
        size_t i = 0, count = between->count;
        if (audit_word_before(words, s->text, at))
            return true;
        for (; i < count; i++) {
            size_t length = strlen(between->words[i]);
            if ((size_t)(at - s->text) >= length && memcmp(at - length, between->words[i], length) == 0) {
                at -= length;
                break;
            }
        }
        if (i == count)
            return false;
    }
    return false;
}

bool audit_share_beside(const struct audit *a, const struct audit_segment *s,
                        const struct audit_token *count) {
    for (size_t i = 0; i < s->token_count; i++)
        if (s->tokens[i].kind == TOKEN_PERCENT && audit_partner(a, s, i) == count)
            return true;
    return false;
}
