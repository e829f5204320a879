/* From which row to which a block takes differences, what is said of them, and its trend. */
#include "engine/base/lang.h"
#include "engine/statistics/trend.h"
#include "engine/waves/comparison_internal.h"

#include <string.h>

/* --- what is said --- */

static void say(struct comparing *c, enum alignment_rule rule, const char *text) {
    comparison_note_add(c, &c->concept->marks, rule, text);
}

static void say_relation(struct comparing *c, const struct comparison_row *part,
                         const struct comparison_row *whole, bool interim, bool assumed, bool rest) {
    const char *a = part->wave->label, *b = whole->wave->label;
    if (!rest)
        say(c, ALIGNMENT_PART,
            arena_printf(c->arena,
                         _("%s is, or may be, among the answers of %s; without n it cannot be taken out "
                           "there, so the difference counts it on both sides"),
                         a, b));
    else if (interim)
        say(c, ALIGNMENT_INTERIM,
            arena_printf(c->arena,
                         _("%s is an interim count of %s: overlapping samples, tested as what came in "
                           "afterwards against the interim count"),
                         a, b));
    else if (assumed)
        say(c, ALIGNMENT_PART_ASSUMED,
            arena_printf(c->arena,
                         _("%s is taken to be among the answers of %s (same period, one of its "
                           "prefectures as far as is known): the difference is from the rest, without "
                           "it"),
                         a, b));
    else
        say(c, ALIGNMENT_PART,
            arena_printf(c->arena, _("%s is part of %s: the difference is from the rest, without it"), a, b));
}

/* In a group part and whole may be the same answers: one prefecture, asked by itself and among the country. */
static void withhold(struct comparing *c, const struct comparison_row *a, const struct comparison_row *b,
                     struct comparison_difference *d) {
    d->difference = (struct difference){.text = "-"};
    say(c, ALIGNMENT_PART,
        arena_printf(
            c->arena,
            _("%s and %s share answers, or may; in a group where no rest is left, no difference is taken"),
            a->wave->label, b->wave->label));
}

static void relate(struct comparing *c, const struct comparison_row *from, const struct comparison_row *to,
                   const struct comparison_difference *d, bool assumed) {
    bool interim = d->relation == DIFFERENCE_INTERIM || d->relation == DIFFERENCE_FINAL;
    if (d->relation == DIFFERENCE_PART || d->relation == DIFFERENCE_INTERIM)
        say_relation(c, from, to, interim, assumed, d->difference.has_rest);
    else if (d->relation == DIFFERENCE_WHOLE || d->relation == DIFFERENCE_FINAL)
        say_relation(c, to, from, interim, assumed, d->difference.has_rest);
}

static void say_rounding(struct comparing *c, const struct difference *d) {
    if (d->has_points && d->points_low < d->points_high)
        say(c, ALIGNMENT_ROUNDING,
            _("a difference with two ends is of figures of which only the printed percentage is known: it "
              "may lie anywhere between them, as far as rounding to the printed places allows"));
}

/* Of answers that are on both sides the covariance is not known; a forced row has no variance. */
static struct difference weighted_difference(struct comparing *c, const struct comparison_row *a,
                                             const struct comparison_row *b,
                                             enum difference_relation relation) {
    struct difference_share first = {a->percent / 100, 0, false}, second = {b->percent / 100, 0, false};
    bool apart = relation == DIFFERENCE_INDEPENDENT;
    if (a->weighted)
        first = (struct difference_share){a->weight.share, a->weight.estimate.variance,
                                          apart && a->weight.has_variance};
    if (b->weighted)
        second = (struct difference_share){b->weight.share, b->weight.estimate.variance,
                                           apart && b->weight.has_variance};
    if (!apart)
        say(c, ALIGNMENT_PART,
            arena_printf(c->arena,
                         _("%s and %s share answers, or may; their weighted difference is not tested"),
                         a->wave->label, b->wave->label));
    return difference_weighted(&first, &second, c->request->level);
}

static void add_difference(struct comparing *c, struct comparison_block *block, size_t from, size_t to) {
    const struct comparison_row *a = &block->rows[from], *b = &block->rows[to];
    struct comparison_difference *d = &block->differences[block->difference_count++];
    bool assumed;
    *d = (struct comparison_difference){.from = from, .to = to};
    d->relation = alignment_relation(a->wave, b->wave, &assumed);
    if (c->request->weight) {
        d->difference = weighted_difference(c, a, b, d->relation);
        return;
    }
    d->difference = difference_between(&a->figure, &b->figure, d->relation, c->request->level);
    if (block->group && d->relation != DIFFERENCE_INDEPENDENT && !d->difference.has_rest) {
        withhold(c, a, b, d);
        return;
    }
    relate(c, a, b, d, assumed);
    say_rounding(c, &d->difference);
}

/* --- trend --- */

static bool all_known(const struct comparison_block *block, const size_t *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!wave_figure_known(&block->rows[rows[i]].figure))
            return false;
    return true;
}

static bool all_apart(const struct comparison_block *block, const size_t *rows, size_t count) {
    bool assumed;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            if (alignment_relation(block->rows[rows[i]].wave, block->rows[rows[j]].wave, &assumed) !=
                DIFFERENCE_INDEPENDENT)
                return false;
    return true;
}

/* In the order of their periods; false when two are of the same. */
static bool in_order(const struct comparison_block *block, size_t *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!block->rows[rows[i]].wave->order)
            return false;
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0; j--) {
            int order = strcmp(block->rows[rows[j - 1]].wave->order, block->rows[rows[j]].wave->order);
            if (order == 0)
                return false;
            if (order < 0)
                break;
            size_t swapped = rows[j];
            rows[j] = rows[j - 1];
            rows[j - 1] = swapped;
        }
    return true;
}

static void find_trend(struct comparing *c, struct comparison_block *block, size_t *rows, size_t count) {
    if (c->request->weight || count < 3 || !all_known(block, rows, count) || !all_apart(block, rows, count) ||
        !in_order(block, rows, count))
        return;
    int64_t *counts = arena_array(c->arena, count, sizeof *counts),
            *n = arena_array(c->arena, count, sizeof *n);
    for (size_t i = 0; i < count; i++) {
        counts[i] = block->rows[rows[i]].figure.low;
        n[i] = block->rows[rows[i]].figure.n;
    }
    struct trend_proportions t = trend_cochran_armitage(counts, n, NULL, count);
    if (t.defined)
        block->trend = (struct comparison_trend){true, t.z, t.p, t.slope};
}

/* --- from which row --- */

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

static bool of_series(const struct wave *a, const struct wave *b) {
    return same(a->series, b->series);
}

static bool of_organiser(const struct wave *a, const struct wave *b) {
    return same(a->organiser, b->organiser) && !(a->series && b->series);
}

static bool share_answers(const struct wave *a, const struct wave *b) {
    bool assumed;
    return alignment_relation(a, b, &assumed) != DIFFERENCE_INDEPENDENT;
}

/* A survey of one prefecture stands for nobody else's last. */
static bool is_wider(const struct wave *a, const struct wave *b) {
    (void)b;
    return a->prefecture_count != 1;
}

struct linking {
    struct comparing *c;
    struct comparison_block *block;
    const size_t *rows; /* that are compared */
    size_t count;
    size_t *before; /* of each, a position in rows: the wave that it is compared with */
    bool *kin;      /* that is its own last wave */
    bool straight;  /* every one is compared with the row above it */
};

static const struct wave *wave_at(const struct linking *l, size_t k) {
    return l->block->rows[l->rows[k]].wave;
}

/* The last wave before it of the same series, else of the same organiser, else one that shares answers with it, else
 * the last of more than one prefecture, else the row above. */
static void link(struct linking *l, size_t k) {
    static bool (*const tests[])(const struct wave *a, const struct wave *b) = {of_series, of_organiser,
                                                                                share_answers, is_wider};
    for (size_t t = 0; t < sizeof tests / sizeof *tests; t++)
        for (size_t i = k; i-- > 0;)
            if (tests[t](wave_at(l, i), wave_at(l, k))) {
                l->before[k] = i;
                l->kin[k] = tests[t] == of_series || tests[t] == of_organiser;
                return;
            }
    l->before[k] = k - 1;
}

static void add_links(struct linking *l) {
    l->straight = true;
    for (size_t k = 1; k < l->count; k++) {
        link(l, k);
        l->straight = l->straight && l->before[k] == k - 1;
        add_difference(l->c, l->block, l->rows[l->before[k]], l->rows[k]);
    }
}

/* Every part against its whole, once. */
static void add_parts(struct linking *l) {
    for (size_t k = 1; k < l->count; k++)
        for (size_t i = 0; i < k; i++)
            if (i != l->before[k] && share_answers(wave_at(l, i), wave_at(l, k)))
                add_difference(l->c, l->block, l->rows[i], l->rows[k]);
}

static bool is_last(const struct linking *l, size_t k) {
    for (size_t i = k + 1; i < l->count; i++)
        if (l->before[i] == k && (l->straight || l->kin[i]))
            return false;
    return true;
}

/* From the first to the last of three or more that follow each other. */
static void add_ends(struct linking *l) {
    for (size_t k = 2; k < l->count; k++) {
        size_t first = k, steps = 0;
        for (; first > 0 && (l->straight || l->kin[first]); steps++)
            first = l->before[first];
        if (steps > 1 && is_last(l, k) && !share_answers(wave_at(l, first), wave_at(l, k)))
            add_difference(l->c, l->block, l->rows[first], l->rows[k]);
    }
}

void comparison_differences(struct comparing *c, struct comparison_block *block) {
    const size_t most = block->row_count + 1;
    size_t *rows = arena_array(c->arena, most, sizeof *rows);
    struct linking l = {.c = c,
                        .block = block,
                        .rows = rows,
                        .before = arena_array(c->arena, most, sizeof *l.before),
                        .kin = arena_array(c->arena, most, sizeof *l.kin)};
    for (size_t i = 0; i < block->row_count; i++)
        if (block->rows[i].shown && !block->rows[i].refused.text)
            rows[l.count++] = i;
    block->differences = arena_array(c->arena, l.count * (l.count + 1) / 2 + 1, sizeof *block->differences);
    add_links(&l);
    add_parts(&l);
    add_ends(&l);
    find_trend(c, block, rows, l.count);
}
