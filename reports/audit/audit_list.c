/* The items of one list or sentence, each a count with its percentage, are shares of one base; the item that is a share of another base only is
 * wrong, and so is one that none of the bases explains. */
#include "reports/audit/audit_checkers.h"

#include "engine/base/lang.h"

#include <string.h>

enum { ITEMS_MAX = 64 };

struct item {
    struct audit_segment *s;
    struct audit_token *percent, *count;
};

struct list {
    struct item items[ITEMS_MAX];
    size_t count;
};

/* A segment with one percentage that has a count: a list's item. */
static bool take_item(const struct audit *a, struct audit_segment *s, struct item *item) {
    *item = (struct item){.s = s};
    size_t percents = 0, at = 0;
    for (size_t i = 0; i < s->token_count; i++)
        if (s->tokens[i].kind == TOKEN_PERCENT)
            percents++, at = i;
    if (percents != 1 || s->kind != SEGMENT_PROSE || !s->first || s->length > 200 ||
        audit_is_rate(a, s, &s->tokens[at]))
        return false;
    item->percent = &s->tokens[at];
    item->count = audit_partner(a, s, at);
    return item->count && item->count->low == item->count->high;
}

static bool fits(const struct item *item, struct audit_range n) {
    return audit_fits((struct audit_range){item->count->low, item->count->high}, n,
                      audit_percent_of(item->percent));
}

static size_t fitting(const struct list *list, struct audit_range n) {
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        count += fits(&list->items[i], n);
    return count;
}

static bool of_list(const struct list *list, const struct audit_token *t) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].count == t)
            return true;
    return false;
}

/* The base of most items: one that the draft states, else their own sum. */
static size_t common_base(const struct audit *a, const struct list *list, struct audit_range *n) {
    struct audit_range sum = {0, 0};
    size_t best = 0;
    for (size_t i = 0; i < list->count; i++)
        sum.low += list->items[i].count->low < INT64_MAX / 128 ? list->items[i].count->low : 0;
    sum.high = sum.low;
    for (size_t i = 0; i < a->base_count; i++) {
        const struct audit_base *b = &a->bases[i];
        size_t count =
            (b->use & (BASE_WHOLE | BASE_GROUP)) && !(b->use & BASE_SENT) && !of_list(list, b->token)
                ? fitting(list, b->n)
                : 0;
        if (count > best)
            best = count, *n = b->n;
    }
    size_t own = fitting(list, sum);
    if (own > best)
        best = own, *n = sum;
    return best;
}

static void odd_one(struct audit *a, const struct item *item, struct audit_range n) {
    struct audit_percent p = audit_percent_of(item->percent);
    struct audit_range count = {item->count->low, item->count->high};
    size_t from = item->count->at < item->percent->at ? item->count->at : item->percent->at;
    size_t to = item->count->end > item->percent->end ? item->count->end : item->percent->end;
    const char *of = audit_number(a->arena, n), *right = audit_share(a->arena, count, n, p.decimals);
    struct audit_claim *c = audit_claim_add(
        a, item->s, item->percent, from, to, AUDIT_IMPOSSIBLE,
        arena_printf(a->arena,
                     _("the other items of the list are shares of %s; of these %s would be %s, not %s"), of,
                     audit_number(a->arena, count), right, audit_printed(a->arena, p)));
    audit_candidate_add(
        a, c,
        (struct audit_candidate){
            .kind = "percent",
            .count = count.low,
            .n = n.low,
            .percent = right,
            .text = arena_printf(a->arena, _("%s of %s is %s"), audit_number(a->arena, count), of, right)});
}

static void judge(struct audit *a, const struct list *list) {
    struct audit_range n;
    size_t most = list->count >= 3 ? common_base(a, list, &n) : 0;
    if (most < 3 || most * 3 < list->count * 2)
        return;
    for (size_t i = 0; i < list->count; i++) {
        const struct item *item = &list->items[i];
        struct audit_range count = {item->count->low, item->count->high};
        if (fits(item, n))
            audit_claim_add(a, item->s, item->percent, item->percent->at, item->percent->end,
                            AUDIT_CONSISTENT,
                            arena_printf(a->arena, _("%s of %s is %s"), audit_number(a->arena, count),
                                         audit_number(a->arena, n),
                                         audit_share(a->arena, count, n, item->percent->decimals + 2)));
        else if (!audit_base_beside(a, (size_t)(item->s - a->draft->segments), item->percent, item->count))
            odd_one(a, item, n);
    }
}

/* --- one list in a sentence ------------------------------------------------------------------------------- */

/* What turns from one whole to another between two figures. */
static bool turns(const struct audit *a, const struct audit_segment *s, size_t from, size_t to) {
    return from > to ||
           audit_word_within(&a->words->lists[WORDS_TURNS], s->text + from, s->text + to) != NULL;
}

/* The counts with a percentage of a sentence, in order, behind those that are in the list. */
static void take_sentence(const struct audit *a, struct audit_segment *s, struct list *list) {
    for (size_t i = 0; i < s->token_count && list->count < ITEMS_MAX; i++) {
        struct audit_token *count = s->tokens[i].kind == TOKEN_PERCENT && !audit_is_rate(a, s, &s->tokens[i])
                                        ? audit_partner(a, s, i)
                                        : NULL;
        if (count && count->low == count->high)
            list->items[list->count++] = (struct item){s, &s->tokens[i], count};
    }
}

static size_t item_end(const struct item *item) {
    return item->count->end > item->percent->end ? item->count->end : item->percent->end;
}

static size_t item_start(const struct item *item) {
    return item->count->at < item->percent->at ? item->count->at : item->percent->at;
}

/* Within one sentence, or from one to the next of the same line. */
static bool turned(const struct audit *a, const struct item *before, const struct item *item) {
    if (before->s == item->s)
        return turns(a, item->s, item_end(before), item_start(item));
    return turns(a, before->s, item_end(before), before->s->length - strlen("。")) ||
           turns(a, item->s, 0, item_start(item));
}

/* Items [from, to) of which nothing turns to another whole. */
static struct list stretch(const struct audit *a, const struct list *all, size_t from) {
    struct list part = {.count = 0};
    for (size_t i = from; i < all->count; i++) {
        if (i > from && turned(a, &all->items[i - 1], &all->items[i]))
            break;
        part.items[part.count++] = all->items[i];
    }
    return part;
}

/* Three items or more and one base for all but one, which is a share of another base of the draft. */
static void judge_stretch(struct audit *a, const struct list *part) {
    struct audit_range n;
    size_t most = part->count >= 3 ? common_base(a, part, &n) : 0;
    if (most + 1 != part->count || most < 2)
        return;
    for (size_t i = 0; i < part->count; i++) {
        const struct item *item = &part->items[i];
        bool whole = item->count->low == n.low; /* the first one, of which the others are shares */
        if (!fits(item, n) && !whole && item->count->low <= n.high &&
            !audit_base_joined(a, (size_t)(item->s - a->draft->segments), item->percent))
            odd_one(a, item, n);
    }
}

/* The sentences of a line, from `s` on; one that has no figure ends them. */
static void check_line(struct audit *a, struct audit_segment *s) {
    struct list all = {.count = 0};
    const struct audit_segment *end = a->draft->segments + a->draft->count;
    for (struct audit_segment *next = s;
         next < end && (next == s || (!next->first && next->block == s->block)); next++)
        take_sentence(a, next, &all);
    for (size_t from = 0; from + 2 < all.count;) {
        struct list part = stretch(a, &all, from);
        judge_stretch(a, &part);
        if (part.count > 3) { /* without the first, which the others may be shares of */
            struct list rest = stretch(a, &all, from + 1);
            judge_stretch(a, &rest);
        }
        from += part.count;
    }
}

void audit_check_lists(struct audit *a) {
    for (size_t i = 0, next; i < a->draft->count; i = next) {
        struct list list = {.count = 0};
        struct audit_segment *s = a->draft->segments;
        next = i;
        while (next < a->draft->count && s[next].block == s[i].block && list.count < ITEMS_MAX &&
               take_item(a, &s[next], &list.items[list.count])) {
            list.count++;
            next++;
        }
        judge(a, &list);
        next = next > i ? next : i + 1;
    }
    for (size_t i = 0; i < a->draft->count; i++)
        if (a->draft->segments[i].kind == SEGMENT_PROSE && a->draft->segments[i].first)
            check_line(a, &a->draft->segments[i]);
}
