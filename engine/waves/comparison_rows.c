/* Rows, differences and trend of one block. */
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/statistics/trend.h"
#include "engine/waves/comparison_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- notes --- */

static size_t note_position(struct comparing *c, enum alignment_rule rule, const char *text) {
    struct comparison *all = c->all;
    for (size_t i = 0; i < all->note_count; i++)
        if (all->notes[i].rule == rule && strcmp(all->notes[i].text, text) == 0)
            return i;
    all->notes = arena_grow(c->arena, all->notes, all->note_count, &all->note_capacity, sizeof *all->notes);
    all->notes[all->note_count] = (struct comparison_note){rule, text};
    return all->note_count++;
}

void comparison_note_add(struct comparing *c, struct comparison_marks *marks, enum alignment_rule rule,
                         const char *text) {
    size_t at = note_position(c, rule, text);
    for (size_t i = 0; i < marks->count; i++)
        if (marks->items[i] == at)
            return;
    marks->items = arena_grow(c->arena, marks->items, marks->count, &marks->capacity, sizeof *marks->items);
    marks->items[marks->count++] = at;
}

struct marking {
    struct comparing *c;
    struct comparison_marks *marks;
};

static void mark(void *data, enum alignment_rule rule, const char *text) {
    struct marking *m = data;
    comparison_note_add(m->c, m->marks, rule, text);
    comparison_note_add(m->c, &m->c->concept->marks, rule, text);
}

/* --- one row --- */

static void fill_interval(const struct comparing *c, struct comparison_row *row) {
    const struct wave_figure *figure = &row->figure;
    if (figure->n <= 0 || figure->low < 0 || wave_base_has(&figure->base, WAVE_BASE_TICKS))
        return; /* ticks of one sheet are no independent trials */
    row->has_interval = true;
    row->low = interval_proportion(INTERVAL_WILSON, figure->low, figure->n, c->request->level).low;
    row->high = interval_proportion(INTERVAL_WILSON, figure->high, figure->n, c->request->level).high;
}

void comparison_fill_row(struct comparing *c, struct comparison_row *row) {
    const struct wave_figure *figure = &row->figure;
    row->shown = true;
    fill_interval(c, row);
    if (wave_figure_known(figure)) {
        row->has_percent = true;
        row->percent = 100.0 * (double)figure->low / (double)figure->n;
        percent_text(row->text, figure->low, figure->n, 1);
    } else if (figure->percent) {
        row->has_percent = true;
        row->percent = strtod(figure->percent, NULL);
        snprintf(row->text, sizeof row->text, "%.16s%%", figure->percent);
    } else if (figure->n > 0 && figure->low >= 0) {
        row->has_percent = true;
        row->percent = 50.0 * (double)(figure->low + figure->high) / (double)figure->n;
        snprintf(row->text, sizeof row->text, "%.1f%%", row->percent);
    }
}

static bool on_common(struct comparing *c, const struct comparison_block *block, struct comparison_row *row) {
    return wave_figure_on(c->arena, row->wave, row->item, &block->base, &row->figure);
}

/* What a refused row shows: its own figure, without a part in the comparison. */
static void show_own(struct comparing *c, struct comparison_row *row) {
    if (!row->item || !wave_figure_own(c->arena, row->wave, row->item, &row->figure))
        return;
    comparison_fill_row(c, row);
    comparison_suppress_row(c, row);
}

static void fill_common(struct comparing *c, const struct comparison_block *block,
                        struct comparison_row *row) {
    const struct wave_figure *of;
    struct alignment_reason against =
        alignment_base(c->arena, row->wave, row->item, &block->base, block->base_words);
    bool grounded = wave_ground_of(row->wave, &block->base, &of) != WAVE_UNGROUNDED;
    if (grounded && on_common(c, block, row)) {
        comparison_fill_row(c, row);
        comparison_weigh_row(c, row, &block->base, 1);
        comparison_suppress_row(c, row);
        return;
    }
    row->refused = against;
    show_own(c, row);
}

static void fill_own(struct comparing *c, struct comparison_row *row) {
    struct alignment_reason against = alignment_base(c->arena, row->wave, row->item, NULL, NULL);
    row->refused = against;
    show_own(c, row);
}

static const struct comparison_row *first_compared(const struct comparison_block *block, size_t before) {
    for (size_t i = 0; i < before; i++)
        if (block->rows[i].shown && !block->rows[i].refused.text)
            return &block->rows[i];
    return NULL;
}

static void refuse_same(struct comparing *c, struct comparison_block *block, size_t at) {
    struct comparison_row *row = &block->rows[at];
    bool assumed;
    for (size_t i = 0; i < at && !row->refused.text; i++) {
        const struct comparison_row *other = &block->rows[i];
        if (!other->shown || other->refused.text ||
            alignment_relation(other->wave, row->wave, &assumed) != DIFFERENCE_SAME)
            continue;
        row->refused = (struct alignment_reason){
            ALIGNMENT_SAME, arena_printf(c->arena, _("%s: the same answers as %s, published again"),
                                         row->wave->label, other->wave->label)};
    }
}

/* Against the first row that stands. */
static void refuse_beside(struct comparing *c, struct comparison_block *block, size_t at) {
    struct comparison_row *row = &block->rows[at];
    const struct comparison_row *first = first_compared(block, at);
    if (!row->shown || row->refused.text || !first)
        return;
    row->refused = alignment_question(c->arena, row->wave, row->item, first->wave, first->item);
    refuse_same(c, block, at);
}

/* Each on its own base: those are compared whose base most have. */
static void refuse_other_base(struct comparing *c, const struct comparison_block *block,
                              struct comparison_row *row) {
    if (block->base_key || !row->shown || row->refused.text ||
        wave_base_same(&row->figure.base, &block->base))
        return;
    row->refused = (struct alignment_reason){
        ALIGNMENT_BASE, arena_printf(c->arena, _("%s: published of \"%s\", not of \"%s\""), row->wave->label,
                                     row->figure.base_words ? row->figure.base_words
                                                            : wave_base_key(c->arena, &row->figure.base),
                                     block->base_words)};
}

static size_t published_on(struct comparing *c, const struct wave_base *base) {
    size_t count = 0;
    for (size_t w = 0; w < c->wave_count; w++) {
        const struct wave_item *item = alignment_item(c->waves[w], c->concept->concept);
        struct wave_figure own;
        count +=
            item && wave_figure_own(c->arena, c->waves[w], item, &own) && wave_base_same(&own.base, base);
    }
    return count;
}

static void most_published(struct comparing *c, struct comparison_block *block) {
    size_t best = 0;
    for (size_t w = 0; w < c->wave_count; w++) {
        const struct wave_item *item = alignment_item(c->waves[w], c->concept->concept);
        struct wave_figure own;
        if (!item || !wave_figure_own(c->arena, c->waves[w], item, &own))
            continue;
        size_t count = published_on(c, &own.base);
        if (count <= best)
            continue;
        best = count;
        block->base = own.base;
        block->base_words = own.base_words ? own.base_words : wave_base_key(c->arena, &own.base);
    }
}

/* A refused row that has a figure is printed all the same. */
static void force(struct comparing *c, struct comparison_row *row) {
    if (!c->request->force || !row->refused.text || !row->shown || row->refused.rule == ALIGNMENT_SAME)
        return;
    struct marking m = {c, &row->marks};
    mark(&m, ALIGNMENT_FORCED,
         arena_printf(c->arena, _("not comparable, printed on demand. %s"), row->refused.text));
    row->refused.text = NULL;
    row->forced = true;
}

static void footnotes(struct comparing *c, const struct comparison_block *block, struct comparison_row *row) {
    const struct comparison_row *first = first_compared(block, block->row_count);
    struct marking m = {c, &row->marks};
    if (!row->shown || row->refused.text || !first)
        return;
    const struct alignment_pair pair = {row->wave, first->wave, row->item, first->item, &row->figure};
    alignment_footnotes(c->arena, &pair, mark, &m);
}

static const char *why_refused(struct comparing *c, const struct comparison_block *block) {
    struct strbuf text = {0};
    for (size_t i = 0; i < block->row_count; i++)
        if (block->rows[i].refused.text)
            strbuf_printf(&text, "%s%s", text.length ? _("; ") : "", block->rows[i].refused.text);
    const char *kept = text.length ? arena_strdup(c->arena, text.text) : NULL;
    strbuf_end(&text);
    return kept;
}

void comparison_rows(struct comparing *c, struct comparison_block *block, enum comparison_footing footing) {
    block->rows = arena_array(c->arena, c->wave_count + 1, sizeof *block->rows);
    block->row_count = c->wave_count;
    if (footing == COMPARISON_OWN)
        most_published(c, block);
    for (size_t w = 0; w < c->wave_count; w++) {
        struct comparison_row *row = &block->rows[w];
        row->wave = c->waves[w];
        row->item = alignment_item(row->wave, c->concept->concept);
        const struct comparison_row *first = first_compared(block, w);
        row->refused =
            alignment_wave(c->arena, row->wave, c->concept->concept, first ? first->wave : row->wave);
        if (!row->refused.text && footing == COMPARISON_COMMON)
            fill_common(c, block, row);
        else if (!row->refused.text)
            fill_own(c, row);
        else
            show_own(c, row);
        refuse_other_base(c, block, row);
        refuse_beside(c, block, w);
        comparison_suppress_rest(c, block, w);
        force(c, row);
        row->shown =
            row->shown && !row->refused.text; /* what is refused stands among the published figures */
    }
    for (size_t w = 0; w < c->wave_count; w++)
        footnotes(c, block, &block->rows[w]);
    block->refused = why_refused(c, block);
}

size_t comparison_compared(const struct comparison_block *block) {
    size_t count = 0;
    for (size_t i = 0; i < block->row_count; i++)
        count += block->rows[i].shown && !block->rows[i].refused.text;
    return count;
}

/* --- differences --- */

static void say_relation(struct comparing *c, const struct comparison_row *part,
                         const struct comparison_row *whole, bool interim, bool assumed, bool rest) {
    struct marking m = {c, &c->concept->marks};
    const char *a = part->wave->label, *b = whole->wave->label;
    if (!rest)
        mark(&m, ALIGNMENT_PART,
             arena_printf(c->arena,
                          _("%s is, or may be, among the answers of %s; without n it cannot be taken out "
                            "there, so the difference counts it on both sides"),
                          a, b));
    else if (interim)
        mark(&m, ALIGNMENT_INTERIM,
             arena_printf(c->arena,
                          _("%s is an interim count of %s: overlapping samples, tested as what came in "
                            "afterwards against the interim count"),
                          a, b));
    else if (assumed)
        mark(&m, ALIGNMENT_PART_ASSUMED,
             arena_printf(c->arena,
                          _("%s is taken to be among the answers of %s (same period, one of its "
                            "prefectures as far as is known): the difference is from the rest, without "
                            "it"),
                          a, b));
    else
        mark(
            &m, ALIGNMENT_PART,
            arena_printf(c->arena, _("%s is part of %s: the difference is from the rest, without it"), a, b));
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
    struct marking m = {c, &c->concept->marks};
    if (d->has_points && d->points_low < d->points_high)
        mark(&m, ALIGNMENT_ROUNDING,
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
    struct marking m = {c, &c->concept->marks};
    if (!apart)
        mark(&m, ALIGNMENT_PART,
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
    relate(c, a, b, d, assumed);
    say_rounding(c, &d->difference);
}

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

void comparison_differences(struct comparing *c, struct comparison_block *block) {
    size_t *rows = arena_array(c->arena, block->row_count + 1, sizeof *rows), count = 0;
    block->differences = arena_array(c->arena, block->row_count + 1, sizeof *block->differences);
    for (size_t i = 0; i < block->row_count; i++)
        if (block->rows[i].shown && !block->rows[i].refused.text)
            rows[count++] = i;
    for (size_t i = 1; i < count; i++)
        add_difference(c, block, rows[i - 1], rows[i]);
    if (count > 2)
        add_difference(c, block, rows[0], rows[count - 1]);
    find_trend(c, block, rows, count);
}
