/* Small counts of returns kept out of a comparison, and what would give them away. */
#include "engine/base/bitset.h"
#include "engine/base/lang.h"
#include "engine/waves/comparison_internal.h"
#include "engine/waves/wave_returns.h"

#include <string.h>

enum { DEPTH_MAX = 16 }; /* of a base that rests on an answer that rests on an answer */

static bool is_small(const struct comparing *c, size_t count) {
    return count > 0 && count < (size_t)c->request->suppress;
}

static bool looks(const struct comparing *c, const struct wave *wave, const struct wave_item *item) {
    return c->request->suppress > 1 && wave->counts && item && item->option >= 0;
}

/* Whether a count of the item's question is small among these returns: how many they are, who gave each answer, and,
 * where one answer could be given, who gave none. */
static bool small_among(const struct comparing *c, const struct wave *wave, const struct wave_item *item,
                        const uint64_t *domain) {
    size_t n = wave_returns_dataset(wave->counts)->n, all = bitset_count(domain, n), told = 0;
    const struct question *question = item->question->of_form;
    if (is_small(c, all))
        return true;
    for (size_t j = 0; j < question->option_count; j++) {
        struct wave_item option = *item;
        option.option = (int)j;
        size_t count = bitset_count_and(wave_returns_said(wave->counts, &option), domain, n);
        if (is_small(c, count))
            return true;
        told += count;
    }
    return question->kind != QUESTION_MULTI && told < all && is_small(c, all - told);
}

static bool hides(const struct comparing *c, const struct wave *wave, const struct wave_item *item,
                  const struct wave_base *base, int depth);

/* A base that is an answer tells how many gave that answer. */
static bool base_tells(const struct comparing *c, const struct wave *wave, const struct wave_base *base,
                       int depth) {
    for (size_t i = 0; i < base->count; i++) {
        const struct wave_item *behind = wave_item_find(wave, base->atoms[i]);
        if (behind && hides(c, wave, behind, &behind->question->asked, depth + 1))
            return true;
    }
    return false;
}

static bool hides(const struct comparing *c, const struct wave *wave, const struct wave_item *item,
                  const struct wave_base *base, int depth) {
    if (!looks(c, wave, item))
        return false;
    const uint64_t *domain = wave_returns_base(wave->counts, base);
    return (domain && small_among(c, wave, item, domain)) || depth == DEPTH_MAX ||
           base_tells(c, wave, base, depth);
}

/* --- groups --- */

struct cut {
    uint64_t *in, *out; /* of the base: in one of the groups, in none */
};

static struct cut cut_by(struct comparing *c, const struct wave *wave, const struct wave_base *base,
                         const struct comparison_group *groups, size_t count) {
    size_t n = wave_returns_dataset(wave->counts)->n;
    struct cut cut = {arena_array(c->arena, bitset_words(n) + 1, sizeof *cut.in),
                      arena_array(c->arena, bitset_words(n) + 1, sizeof *cut.out)};
    const uint64_t *whole = wave_returns_base(wave->counts, base);
    for (size_t g = 0; whole && g < count; g++)
        for (size_t a = 0; a < groups[g].atom_count; a++) {
            struct wave_base inside = *base;
            const uint64_t *set =
                wave_base_add(&inside, groups[g].atoms[a]) ? wave_returns_base(wave->counts, &inside) : NULL;
            if (set)
                bitset_or(cut.in, set, n);
        }
    if (whole) {
        bitset_or(cut.out, whole, n);
        bitset_and_not(cut.out, cut.in, n);
    }
    return cut;
}

static bool group_is_small(struct comparing *c, const struct wave *wave, const struct wave_item *item,
                           const struct wave_base *base, const struct comparison_group *groups,
                           size_t count) {
    for (size_t g = 0; g < count; g++)
        if (small_among(c, wave, item, cut_by(c, wave, base, &groups[g], 1).in))
            return true;
    return small_among(c, wave, item, cut_by(c, wave, base, groups, count).out);
}

bool comparison_hides_groups(struct comparing *c, const struct wave *wave, const struct wave_item *item,
                             const struct wave_base *base, const struct comparison_group *groups,
                             size_t count) {
    const struct wave_base everybody = {.count = 0};
    if (!looks(c, wave, item))
        return false;
    /* One question by a group tells the n of others, so all are looked at. */
    for (size_t i = 0; i < c->chosen_count; i++) {
        const struct wave_item *other = alignment_item(wave, c->chosen[i]);
        if (looks(c, wave, other) &&
            (group_is_small(c, wave, other, &other->question->asked, groups, count) ||
             group_is_small(c, wave, other, &everybody, groups, count)))
            return true;
    }
    return group_is_small(c, wave, item, base, groups, count);
}

bool comparison_hides_part(struct comparing *c, const struct wave *wave, const struct wave_item *item,
                           const struct wave_base *base, const struct comparison_group *part) {
    if (!looks(c, wave, item))
        return false;
    struct cut cut = cut_by(c, wave, base, part, 1);
    return small_among(c, wave, item, cut.in) || small_among(c, wave, item, cut.out);
}

/* --- rows --- */

static bool counted(const struct wave_figure *figure) {
    return figure->origin != WAVE_PUBLISHED;
}

/* No number stays where a renderer might look. */
static void withdraw(struct comparison_row *row) {
    row->shown = row->has_percent = row->has_interval = row->weighted = false;
    row->figure = (struct wave_figure){.n = WAVE_UNKNOWN, .low = WAVE_UNKNOWN, .high = WAVE_UNKNOWN};
    row->percent = row->low = row->high = 0;
    row->text[0] = '\0';
}

void comparison_suppress_row(struct comparing *c, struct comparison_row *row) {
    if (!row->shown || !counted(&row->figure) || !hides(c, row->wave, row->item, &row->figure.base, 0))
        return;
    withdraw(row);
    row->refused = (struct alignment_reason){
        ALIGNMENT_SUPPRESSED,
        arena_printf(c->arena,
                     _("%s: a count of the question is smaller than %ld, or would give away one that is"),
                     row->wave->label, c->request->suppress)};
}

/* Part and whole tell what the rest is. */
static bool rest_is_small(const struct comparing *c, const struct wave_figure *a,
                          const struct wave_figure *b) {
    const struct wave_figure *whole = a->n > b->n ? a : b, *part = a->n > b->n ? b : a;
    return is_small(c, (size_t)(whole->n - part->n)) ||
           (whole->low >= part->low && is_small(c, (size_t)(whole->low - part->low)));
}

void comparison_suppress_rest(struct comparing *c, const struct comparison_block *block, size_t at) {
    struct comparison_row *row = &block->rows[at];
    bool assumed;
    for (size_t i = 0; c->request->suppress > 1 && i < at && row->shown && !row->refused.text; i++) {
        const struct comparison_row *other = &block->rows[i];
        if (!other->shown || other->refused.text || !wave_figure_known(&other->figure) ||
            !wave_figure_known(&row->figure) || (!counted(&other->figure) && !counted(&row->figure)) ||
            alignment_relation(other->wave, row->wave, &assumed) == DIFFERENCE_INDEPENDENT ||
            !rest_is_small(c, &other->figure, &row->figure))
            continue;
        withdraw(row);
        row->refused = (struct alignment_reason){
            ALIGNMENT_SUPPRESSED,
            arena_printf(c->arena, _("%s: what it has more or less than %s is smaller than %ld"),
                         row->wave->label, other->wave->label, c->request->suppress)};
    }
}

void comparison_say_suppressed(struct comparing *c, const struct wave *wave, const char *by) {
    comparison_note_add(
        c, &c->concept->marks, ALIGNMENT_SUPPRESSED,
        arena_printf(c->arena,
                     _("%s: nothing is shown by %s, because a count is smaller than %ld, or would "
                       "give away one that is"),
                     wave->label, by, c->request->suppress));
}
