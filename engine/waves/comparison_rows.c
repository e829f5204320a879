/* The rows of one block: which stand, and what is said of them. */
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
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

/* Published again: the one that says it is of the other gives way, wherever it stands. */
static void refuse_again(struct comparing *c, struct comparison_row *again,
                         const struct comparison_row *first) {
    again->refused = (struct alignment_reason){
        ALIGNMENT_SAME, arena_printf(c->arena, _("%s: the same answers as %s, published again"),
                                     again->wave->label, first->wave->label)};
    again->shown = false;
}

static void refuse_same(struct comparing *c, struct comparison_block *block, size_t at) {
    struct comparison_row *row = &block->rows[at];
    bool assumed;
    for (size_t i = 0; i < at && !row->refused.text; i++) {
        struct comparison_row *other = &block->rows[i];
        if (!other->shown || other->refused.text ||
            alignment_relation(other->wave, row->wave, &assumed) != DIFFERENCE_SAME)
            continue;
        if (alignment_is_of(other->wave, row->wave))
            refuse_again(c, other, row);
        else
            refuse_again(c, row, other);
    }
}

/* Of how many options it was one, only a questionnaire tells. */
static const struct comparison_row *first_with_form(const struct comparison_block *block, size_t before) {
    for (size_t i = 0; i < before; i++)
        if (block->rows[i].shown && !block->rows[i].refused.text && block->rows[i].item->question->form)
            return &block->rows[i];
    return NULL;
}

/* Against the first row that stands and has its options. */
static void refuse_beside(struct comparing *c, struct comparison_block *block, size_t at) {
    struct comparison_row *row = &block->rows[at];
    const struct comparison_row *first = first_with_form(block, at);
    if (!row->shown || row->refused.text)
        return;
    if (first)
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
    const struct comparison_row *formed = first_with_form(block, block->row_count);
    if (!formed || formed == first || formed == row)
        return;
    const struct alignment_pair beside = {row->wave, formed->wave, row->item, formed->item, &row->figure};
    alignment_options(c->arena, &beside, mark, &m);
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
