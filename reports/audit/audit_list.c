/* The items of one list, each a count with its percentage, are shares of one base; the item that is a share of another base only is
 * wrong, and so is one that none of the bases explains. */
#include "reports/audit/audit_checkers.h"

#include "engine/base/lang.h"

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
}
