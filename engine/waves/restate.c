/*
 * Restating: the same count over another base of the same survey, where nothing has to be assumed.
 *
 * A count k was published of a part S of those who answered ("5,493 of 8,437 that operate the system").  It
 * may be given as a share of a larger base T when S was itself counted within T: when the figure that says
 * how many of T belong to S is known and agrees with the n of S (8,437 of 10,026 operate it).  Everybody in T
 * is then accounted for, and k of T is exact: 5,493 of 10,026.  An n that does not agree (some of S left the
 * question out, or the source counted otherwise) rules it out.
 *
 * Percentages of answers have the ticks of a multi-answer question as base.  A return ticks an option at most
 * once, so the count is one of returns, and may be given of those who were asked, when the questionnaire says
 * who that was and their number is known.
 */
#include "engine/waves/wave_build.h"

#include "engine/base/lang.h"
#include "engine/base/percent.h"

#include <string.h>

bool wave_figure_known(const struct wave_figure *figure) {
    return figure->n > 0 && figure->low >= 0 && figure->low == figure->high;
}

static bool counted(const struct wave_figure *figure) {
    return figure->low >= 0 && figure->low == figure->high;
}

static const char *how(struct arena *arena, const struct wave_figure *from, long n) {
    char count[PERCENT_TEXT], was[PERCENT_TEXT], is[PERCENT_TEXT];
    percent_thousands(count, from->low);
    percent_thousands(was, from->n);
    percent_thousands(is, n);
    const char *words = from->base_words ? from->base_words : wave_base_key(arena, &from->base);
    if (wave_base_has(&from->base, WAVE_BASE_TICKS))
        return arena_printf(
            arena, _("published as a share of answers (%s of %s ticks); here of the %s that were asked"),
            count, was, is);
    if (from->n < 0)
        return arena_printf(arena, _("published as a count (%s) within \"%s\"; here a share of %s"), count,
                            words, is);
    char percent[PERCENT_TEXT];
    percent_text(percent, from->low, from->n, 1);
    return arena_printf(arena, _("published as %s of %s, %s (%s); here the same %s of %s"), count, was,
                        percent, words, count, is);
}

static bool restate(struct wave_build *b, struct wave_item *item, const struct wave_figure *from,
                    const struct wave_figure *within) {
    if (wave_item_has(item, &within->base))
        return false;
    struct wave_figure figure = *from;
    figure.base = within->base;
    figure.base_words = within->base_words;
    figure.n = within->n;
    figure.percent = NULL;
    figure.restated = how(b->arena, from, within->n);
    wave_build_add_figure(b, item, &figure);
    return true;
}

/* Whether `within` counts the base of `from` as a whole, as its part `atom`. */
static bool counts_base(const struct wave_figure *within, const struct wave_figure *from, size_t atom) {
    struct wave_base rest = wave_base_without(&from->base, atom);
    return wave_figure_known(within) && (from->n < 0 || within->low == from->n) &&
           !wave_base_has(&within->base, from->base.atoms[atom]) && wave_base_within(&within->base, &rest) &&
           !wave_base_private(&within->base) && !wave_base_answered_only(&within->base);
}

static bool restate_figure(struct wave_build *b, struct wave_item *item, const struct wave_figure *from) {
    bool more = false;
    for (size_t a = 0; counted(from) && a < from->base.count; a++) {
        const struct wave_item *part = wave_build_item(b, from->base.atoms[a]);
        for (size_t i = 0; part && part != item && i < part->figure_count; i++)
            if (counts_base(&part->figures[i], from, a))
                more = restate(b, item, from, &part->figures[i]) || more;
    }
    return more;
}

/* From ticks to those who were asked. */
static bool restate_ticks(struct wave_build *b, struct wave_item *item, const struct wave_figure *from) {
    const struct wave_base *asked = &item->question->asked;
    if (!item->question->form || !counted(from) || !wave_base_has(&from->base, WAVE_BASE_TICKS) ||
        asked->count != 1)
        return false;
    const struct wave_item *part = wave_build_item(b, asked->atoms[0]);
    for (size_t i = 0; part && i < part->figure_count; i++) {
        if (!wave_figure_known(&part->figures[i]) || part->figures[i].base.count)
            continue;
        const struct wave_figure within = {.base = *asked,
                                           .base_words = item->question->of_form->base_text,
                                           .n = part->figures[i].low,
                                           .low = WAVE_UNKNOWN,
                                           .high = WAVE_UNKNOWN};
        return restate(b, item, from, &within);
    }
    return false;
}

void wave_build_restate(struct wave_build *b) {
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < b->wave->item_count; i++) {
            struct wave_item *item = &b->items[i];
            const struct wave_figure *figures = item->figures;
            for (size_t k = 0, count = item->figure_count; k < count; k++) {
                more = restate_figure(b, item, &figures[k]) || more;
                more = restate_ticks(b, item, &figures[k]) || more;
            }
        }
    }
}

/* --- what a base rests on --- */

static enum wave_ground ground_of_atom(const struct wave *wave, const char *atom,
                                       const struct wave_figure **of) {
    const struct wave_item *item = wave_item_find(wave, atom);
    enum wave_ground ground = WAVE_UNSTATED;
    if (!item)
        return ground;
    for (size_t i = 0; i < item->figure_count; i++) {
        const struct wave_figure *figure = &item->figures[i];
        if (!figure->base.count)
            return WAVE_GROUNDED;
        if (wave_base_answered_only(&figure->base)) {
            *of = figure;
            ground = WAVE_UNGROUNDED;
        }
    }
    return ground;
}

enum wave_ground wave_ground_of(const struct wave *wave, const struct wave_base *base,
                                const struct wave_figure **of) {
    enum wave_ground worst = WAVE_GROUNDED;
    *of = NULL;
    if (wave->counts && !wave->synthetic)
        return worst;
    for (size_t i = 0; i < base->count; i++) {
        enum wave_ground ground = ground_of_atom(wave, base->atoms[i], of);
        if (ground == WAVE_UNGROUNDED)
            return ground;
        if (ground == WAVE_UNSTATED)
            worst = ground;
    }
    return worst;
}
