#include "reports/audit/audit_arith.h"
#include "reports/audit/audit_checkers.h"

#include "engine/base/lang.h"

#include <string.h>

static const char *after_bracket(const char *at) {
    if (*at != '(')
        return at;
    const char *close = strchr(at, ')');
    return close ? close + 1 : at;
}

/* "2,914人、率にして47%から回答": behind the percentage that the count has beside it. */
static const char *after_share(const struct audit *a, const struct audit_segment *s,
                               const struct audit_token *t) {
    const struct audit_token *next = t + 1;
    bool share = next < s->tokens + s->token_count && next->kind == TOKEN_PERCENT && !next->bracket &&
                 audit_partner(a, s, (size_t)(next - s->tokens)) == t;
    return s->text + (share ? next->end : t->end);
}

static bool follows(const struct audit *a, enum audit_list list, const struct audit_segment *s,
                    const struct audit_token *t) {
    const struct audit_word_list *words = &a->words->lists[list];
    const char *end = s->text + t->end;
    return audit_word_at(words, end) || audit_word_at(words, after_bracket(end)) ||
           (list == WORDS_RETURNS_AFTER && audit_word_at(words, after_share(a, s, t))) ||
           (*end == ' ' && audit_word_at(words, end + 1)) || (*end == ')' && audit_word_at(words, end + 1));
}

/* 無回答, 未回答 are no 回答, and "...との回答" is one answer among others. */
static bool silent(const struct audit *a, enum audit_list list, const char *start, const char *word) {
    bool returns = list == WORDS_RETURNS_BEFORE || list == WORDS_BASE_BEFORE;
    if (returns && audit_word_before(&a->words->lists[WORDS_ANSWER_QUOTED], start, word))
        return true;
    size_t length = strlen("無");
    return (size_t)(word - start) >= length &&
           (memcmp(word - length, "無", length) == 0 || memcmp(word - length, "未", length) == 0);
}

/* A word before the token, with は, :, ( or a column between. */
static bool precedes(const struct audit *a, enum audit_list list, const struct audit_segment *s,
                     const struct audit_token *t) {
    const struct audit_word_list *between = &a->words->lists[WORDS_BETWEEN];
    const struct audit_word_list *words = &a->words->lists[list];
    const char *at = s->text + t->at;
    for (int steps = 0; steps < 6; steps++) {
        size_t word = audit_word_before(words, s->text, at);
        if (word)
            return !silent(a, list, s->text, at - word);
        size_t i = 0, count = between->count;
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

/* In the row of a table that is called 合計. */
static bool in_total(const struct audit *a, const struct audit_segment *s) {
    return s->kind == SEGMENT_ROW && s->cell_count > 1 &&
           audit_word_is(&a->words->lists[WORDS_TOTAL_LABELS], s->cells[0]);
}

/* 8,672(回収率15.7%): these are the returns */
static bool with_rate(const struct audit *a, const struct audit_segment *s, const struct audit_token *t) {
    const char *end = s->text + t->end;
    return *end == '(' && audit_word_at(&a->words->lists[WORDS_RATE_BEFORE], end + 1);
}

/* 院長への聞き取り(38人)では: alone in a bracket, and what follows is said of these */
static bool in_own_bracket(const struct audit *a, const struct audit_segment *s,
                           const struct audit_token *t) {
    const struct audit_word_list *after = &a->words->lists[WORDS_BRACKET_OF];
    if (!t->bracket || t->at == 0 || s->text[t->at - 1] != '(')
        return false;
    for (size_t i = 0; i < after->count; i++)
        if (strncmp(s->text + t->end, after->words[i], strlen(after->words[i])) == 0)
            return true;
    return false;
}

/* 77施設(65.8%)の内訳は以下のとおり: the base of the list below */
static bool breaks_down(const struct audit_segment *s, const struct audit_token *t) {
    const char *after = after_bracket(s->text + t->end);
    return s->kind == SEGMENT_PROSE && strncmp(after, "の内訳", strlen("の内訳")) == 0;
}

/* "Q2. (していると答えた319人) 週何日ですか": the heading of a question says in a bracket whom it was put to. */
static bool heads_question(const struct audit *a, const struct audit_segment *s,
                           const struct audit_token *t) {
    const struct audit_word_list *words = &a->words->lists[WORDS_PUT_TO];
    size_t open = t->at;
    if (!t->bracket || s->kind != SEGMENT_PROSE || s->text[t->end] != ')')
        return false;
    for (size_t i = 0; i < s->token_count; i++)
        if (s->tokens[i].kind == TOKEN_PERCENT)
            return false;
    while (open && s->text[open] != '(')
        open--;
    for (size_t i = 0; i < words->count; i++)
        if (memmem(s->text + open, t->at - open, words->words[i], strlen(words->words[i])))
            return true;
    return false;
}

/* "苦しいと答えた2,596人に節約しているものを尋ねると": those whom the question was put to */
static bool is_asked(const struct audit *a, const struct audit_segment *s, const struct audit_token *t) {
    const struct audit_word_list *words = &a->words->lists[WORDS_ASKING];
    enum { WITHIN = 75 };
    const char *after = s->text + t->end, *comma = strstr(after, "、");
    size_t length = comma ? (size_t)(comma - after) : strlen(after);
    length = length < WITHIN ? length : WITHIN;
    for (size_t i = 0; strncmp(after, "に", strlen("に")) == 0 && i < words->count; i++)
        if (memmem(after, length, words->words[i], strlen(words->words[i])))
            return true;
    return false;
}

static int use_of(const struct audit *a, const struct audit_segment *s, const struct audit_token *t) {
    int use = 0;
    if ((precedes(a, WORDS_SENT_BEFORE, s, t) && !precedes(a, WORDS_NOT_SENT, s, t)) ||
        follows(a, WORDS_SENT_AFTER, s, t))
        use |= BASE_SENT;
    if (with_rate(a, s, t) || precedes(a, WORDS_RETURNS_BEFORE, s, t) ||
        follows(a, WORDS_RETURNS_AFTER, s, t))
        use |= BASE_RETURNS | BASE_WHOLE;
    if ((t->marks & (MARK_N | MARK_OF)) || follows(a, WORDS_BASE_AFTER, s, t) ||
        precedes(a, WORDS_BASE_BEFORE, s, t) || in_total(a, s) || in_own_bracket(a, s, t) ||
        heads_question(a, s, t) || is_asked(a, s, t))
        use |= BASE_WHOLE;
    if (s->kind == SEGMENT_PROSE && audit_base_earlier(a, s, t->at))
        use &= ~(BASE_RETURNS | BASE_SENT);
    return breaks_down(s, t) ? use | BASE_WHOLE : use;
}

/* A count that has a percentage of its own is a group, which later ones may be shares of: このうち196医療機関(68.5%). */
static bool is_group(const struct audit *a, const struct audit_segment *s, const struct audit_token *t) {
    for (size_t i = 0; i < s->token_count; i++)
        if (s->tokens[i].kind == TOKEN_PERCENT && audit_partner(a, s, i) == t)
            return t->low >= 20;
    return false;
}

/* 187事業所のうち96事業所が回答した: the greater one was asked, and no answer is a share of it. */
static void mark_asked(struct audit *a, size_t segment) {
    const struct audit_segment *s = &a->draft->segments[segment];
    for (size_t i = a->base_count; i-- > 0 && a->bases[i].segment == segment;) {
        const struct audit_base *r = &a->bases[i];
        const struct audit_token *whole =
            (r->use & BASE_RETURNS) && follows(a, WORDS_RETURNS_AFTER, s, r->token)
                ? audit_whole_of(a, s, r->token)
                : NULL;
        for (size_t k = i; whole && k-- > 0 && a->bases[k].segment == segment;)
            if (a->bases[k].token == whole && !a->bases[k].marked)
                a->bases[k].use |= BASE_SENT;
    }
}

/* (対象210医院、回答率63.3%、133医院): the count that the rate is, of what was sent, are the returns. */
static void mark_by_rate(struct audit *a, size_t segment) {
    const struct audit_segment *s = &a->draft->segments[segment];
    for (size_t p = 0; p < s->token_count; p++) {
        if (s->tokens[p].kind != TOKEN_PERCENT || !audit_is_rate(a, s, &s->tokens[p]))
            continue;
        for (size_t i = a->base_count; i-- > 0 && a->bases[i].segment == segment;)
            for (size_t k = a->base_count; k-- > 0 && a->bases[k].segment == segment;)
                if ((a->bases[i].use & BASE_SENT) && !(a->bases[k].use & BASE_SENT) &&
                    audit_fits(a->bases[k].n, a->bases[i].n, audit_percent_of(&s->tokens[p])))
                    a->bases[k].use |= BASE_RETURNS | BASE_WHOLE;
    }
}

/* What the counts of a sentence come to. */
static int64_t counted(const struct audit_segment *s) {
    int64_t sum = 0;
    for (size_t i = 0; i < s->token_count; i++)
        if (s->tokens[i].kind == TOKEN_COUNT && s->tokens[i].high < INT64_MAX / 65536)
            sum += s->tokens[i].low;
    return sum;
}

/* "署名は128,455筆に達した。内訳は...": the count of the sentence before that the parts come to, or nearly, is their whole. */
static void mark_broken_down(struct audit *a, size_t segment) {
    const struct audit_segment *s = &a->draft->segments[segment];
    if (!segment || !audit_word_at(&a->words->lists[WORDS_PARTS], s->text) || s[-1].block != s->block)
        return;
    int64_t sum = counted(s), least = INT64_MAX;
    struct audit_base *nearest = NULL;
    for (size_t i = a->base_count; i-- > 0 && a->bases[i].segment + 1 >= segment;) {
        struct audit_base *b = &a->bases[i];
        int64_t off = b->n.low > sum ? b->n.low - sum : sum - b->n.low;
        if (b->segment + 1 == segment && off <= b->n.low / 12 && off <= least)
            nearest = b, least = off;
    }
    if (nearest)
        nearest->use |= BASE_WHOLE;
}

/* A count that three exact percentages of the draft are shares of is a whole, whatever words stand beside it. */
static void infer_wholes(struct audit *a) {
    enum { PAIRS_MOST = 300, FITS_LEAST = 3 };
    struct {
        struct audit_range count;
        struct audit_percent percent;
    } pairs[PAIRS_MOST];
    size_t pair_count = 0;
    for (size_t i = 0; i < a->draft->count; i++)
        for (size_t j = 0; j < a->draft->segments[i].token_count && pair_count < PAIRS_MOST; j++) {
            const struct audit_token *p = &a->draft->segments[i].tokens[j];
            const struct audit_token *count =
                p->kind == TOKEN_PERCENT && p->decimals ? audit_partner(a, &a->draft->segments[i], j) : NULL;
            if (count && count->low == count->high && count->low > 20)
                pairs[pair_count].count = (struct audit_range){count->low, count->high},
                pairs[pair_count++].percent = audit_percent_of(p);
        }
    for (size_t i = 0; i < a->base_count; i++) {
        size_t fits = 0;
        for (size_t k = 0; a->bases[i].use == 0 && k < pair_count && fits < FITS_LEAST; k++)
            fits += pairs[k].count.low < a->bases[i].n.low &&
                    audit_fits(pairs[k].count, a->bases[i].n, pairs[k].percent);
        if (fits == FITS_LEAST)
            a->bases[i].use |= BASE_WHOLE;
    }
}

/* Back to the last mark before it. */
static const char *clause_start(const struct audit *a, const struct audit_segment *s, size_t at) {
    const struct audit_word_list *marks = &a->words->lists[WORDS_CLAUSE_MARKS];
    for (size_t from = at; from-- > 0;)
        for (size_t i = 0; i < marks->count; i++)
            if (strncmp(s->text + from, marks->words[i], strlen(marks->words[i])) == 0)
                return s->text + from + strlen(marks->words[i]);
    return s->text;
}

const char *audit_base_earlier(const struct audit *a, const struct audit_segment *s, size_t at) {
    const char *from = clause_start(a, s, at), *end = s->text + at;
    const char *word = audit_word_within(&a->words->lists[WORDS_EARLIER], from, end);
    bool said = word && !audit_word_within(&a->words->lists[WORDS_COMPARED], word, end) &&
                !audit_word_within(&a->words->lists[WORDS_NOW], word, end);
    return said ? word : NULL;
}

/* 大阪府の201件 */
static bool of_area(const struct audit *a, const struct audit_segment *s, size_t at) {
    const struct audit_word_list *joins = &a->words->lists[WORDS_PLACE_JOINS];
    const char *end = s->text + at;
    for (size_t i = 0; i < joins->count; i++) {
        size_t length = strlen(joins->words[i]);
        if (at > length && memcmp(end - length, joins->words[i], length) == 0)
            return audit_word_before(&a->words->lists[WORDS_AREAS], s->text, end - length) > 0;
    }
    return false;
}

const char *audit_base_doubt(const struct audit *a, const struct audit_segment *s, size_t at) {
    if (audit_base_earlier(a, s, at))
        return _("it is of an earlier survey, whose whole the draft does not state");
    if (audit_word_within(&a->words->lists[WORDS_BY_GROUP], s->text, s->text + at) || of_area(a, s, at))
        return _("it is of a group, whose whole the draft does not state");
    return NULL;
}

void audit_bases_find(struct audit *a) {
    for (size_t i = 0; i < a->draft->count; i++) {
        struct audit_segment *s = &a->draft->segments[i];
        for (size_t j = 0; j < s->token_count; j++) {
            struct audit_token *t = &s->tokens[j];
            if (t->kind != TOKEN_COUNT || t->low <= 0)
                continue;
            a->bases = arena_grow(a->arena, a->bases, a->base_count, &a->base_capacity, sizeof *a->bases);
            a->bases[a->base_count++] = (struct audit_base){
                .n = {t->low, t->high},
                .segment = i,
                .line = t->line,
                .token = t,
                .use = use_of(a, s, t) | (s->kind == SEGMENT_PROSE && is_group(a, s, t) ? BASE_GROUP : 0),
                .marked = (t->marks & MARK_N) != 0 || breaks_down(s, t) || heads_question(a, s, t)};
        }
        mark_asked(a, i);
        mark_by_rate(a, i);
        mark_broken_down(a, i);
    }
    infer_wholes(a);
}

/* "8,672医療機関の59.8%", "全体(8,672医療機関)の59.8%", "59.8% of 8,672" */
static bool joined_to(const struct audit *a, const struct audit_segment *s, const struct audit_token *base,
                      const struct audit_token *percent) {
    const char *end = s->text + base->end, *of = s->text + percent->end;
    if (base->at > percent->at) {
        size_t gap = base->at - percent->end;
        return gap < 24 && memmem(of, gap, " of ", 4);
    }
    size_t gap = percent->at - base->end;
    if (percent == base + 1 && audit_partner(a, s, (size_t)(percent - s->tokens)) == base)
        return false; /* 812件中501件の61.7% */
    const char *const words[] = {"の", ")の", "の約", ")のうち"};
    for (size_t i = 0; i < 4; i++)
        if (gap == strlen(words[i]) && memcmp(end, words[i], gap) == 0)
            return true;
    return false;
}

static bool serves(const struct audit_base *b, const struct audit_token *percent,
                   const struct audit_token *count) {
    return b->token != count && b->token != percent && (!count || b->n.high >= count->low);
}

/* Bases stand in the order of their segments: the first of this one or a later one. */
static size_t first_of(const struct audit *a, size_t segment) {
    size_t low = 0, high = a->base_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (a->bases[middle].segment < segment)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* "1,413 of 2,046 had trouble; 736 of them": the part before it, not that one's whole */
static const struct audit_token *these(const struct audit *a, const struct audit_segment *s,
                                       const struct audit_token *count) {
    if (!audit_word_at(&a->words->lists[WORDS_OF_THEM], s->text + count->end))
        return NULL;
    for (const struct audit_token *t = count; t-- > s->tokens;)
        if (t->kind == TOKEN_COUNT && !(t->marks & MARK_OF))
            return t;
    return NULL;
}

const struct audit_base *audit_base_beside(const struct audit *a, size_t at,
                                           const struct audit_token *percent,
                                           const struct audit_token *count) {
    const struct audit_segment *s = &a->draft->segments[at];
    const struct audit_base *before = NULL, *after = NULL;
    const struct audit_token *whole = count ? audit_whole_of(a, s, count) : NULL;
    const struct audit_token *them = count ? these(a, s, count) : NULL;
    for (size_t i = first_of(a, at); i < a->base_count && a->bases[i].segment == at; i++) {
        const struct audit_base *b = &a->bases[i];
        if (!serves(b, percent, count))
            continue;
        if (count && (count->marks & MARK_RATIO) && b->token == &s->tokens[count->of])
            return b;
        if (them && b->token == them)
            return b;
        if (whole && whole->bracket && b->token == whole && whole->bracket == count->bracket)
            return b; /* 70代で81.4%(231人中188人) */
        if (joined_to(a, s, b->token, percent))
            return b;
        if (!(b->use & BASE_WHOLE) || (b->use & BASE_SENT))
            continue;
        if (b->token->at < percent->at)
            before = b;
        else if (!after &&
                 (b->marked || follows(a, WORDS_BASE_NOTE, s, b->token) ||
                  audit_word_before(&a->words->lists[WORDS_BASE_BEFORE], s->text, s->text + b->token->at)))
            after = b;
    }
    /* in the bracket of the percentage itself: (49.2%, n=5,188) */
    if (after && after->token->bracket && after->token->bracket == percent->bracket)
        return after;
    return before ? before : after;
}

bool audit_base_joined(const struct audit *a, size_t at, const struct audit_token *percent) {
    for (size_t i = first_of(a, at); i < a->base_count && a->bases[i].segment == at; i++)
        if (joined_to(a, &a->draft->segments[at], a->bases[i].token, percent))
            return true;
    return false;
}

/* "56.0%", and under it "n=425": that is the base of what stands above. */
static bool looks_back(const struct audit_segment *segments, const struct audit_base *b) {
    const struct audit_segment *s = &segments[b->segment], *last = b->segment ? s - 1 : NULL;
    bool bare = s->token_count == 1 && s->length <= b->token->end - b->token->at + 4;
    return bare && last && last->token_count && last->tokens[last->token_count - 1].kind == TOKEN_PERCENT;
}

/* A heading that has a table of its own: the next table is of something else. */
static bool heads_other(const struct audit_segment *segments, const struct audit_base *b, size_t at) {
    const struct audit_segment *s = &segments[b->segment];
    return segments[at].kind == SEGMENT_ROW && s->kind == SEGMENT_ROW && s->block != segments[at].block &&
           b->segment + 2 < at && s[1].kind == SEGMENT_ROW && s[1].block == s->block &&
           s[2].block == s->block;
}

/* n= in the heading or the sentence above, up to where other text stands between. */
const struct audit_base *audit_base_lead(const struct audit *a, size_t at, int64_t least) {
    const struct audit_segment *segments = a->draft->segments;
    size_t block = segments[at].block;
    for (size_t i = first_of(a, at); i-- > 0;) {
        const struct audit_base *b = &a->bases[i];
        if (segments[b->segment].block + 1 < block || at - b->segment > 40)
            return NULL;
        if (b->n.high < least || !(b->use & BASE_WHOLE))
            continue;
        if (segments[b->segment].kind == SEGMENT_ROW && segments[at].kind == SEGMENT_PROSE)
            return NULL; /* of the table that stands between */
        if (heads_other(segments, b, at))
            return NULL;
        return b->marked && !looks_back(segments, b)
                   ? b
                   : NULL; /* what the text between has turned to counts, not the heading */
    }
    return NULL;
}

const struct audit_base *audit_base_only(const struct audit *a, size_t at, int64_t least) {
    const struct audit_base *only = NULL;
    for (size_t i = 0; i < a->base_count && a->bases[i].segment <= at; i++) {
        const struct audit_base *b = &a->bases[i];
        if (!(b->use & BASE_WHOLE) || (b->use & BASE_SENT) || b->n.high < least)
            continue;
        if (only && (only->n.low != b->n.low || only->n.high != b->n.high))
            return NULL;
        only = b;
    }
    return only;
}
