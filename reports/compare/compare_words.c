#include "reports/compare/compare_words.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/base/percent.h"

#include <math.h>
#include <string.h>

bool compare_has_one_question(const struct comparison *c) {
    for (size_t i = 0; i < c->concept_count; i++)
        if (!c->concepts[i].question || strcmp(c->concepts[i].question, c->concepts[0].question) != 0)
            return false;
    return true;
}

const char *compare_label(struct arena *arena, const struct comparison *c,
                          const struct comparison_concept *concept) {
    return compare_has_one_question(c) || !concept->question || strcmp(concept->question, concept->label) == 0
               ? concept->label
               : arena_printf(arena, _("%s: %s"), concept->question, concept->label);
}

bool compare_has_row(const struct comparison_row *row) {
    const enum alignment_rule rule = row->refused.rule;
    return !row->refused.text || (rule != ALIGNMENT_ABSENT && rule != ALIGNMENT_UNPUBLISHED &&
                                  (rule != ALIGNMENT_NO_GROUPS || row->wave->prefecture_count != 1));
}

const struct comparison_difference *compare_difference_to(const struct comparison_block *block, size_t row) {
    for (size_t i = 0; i < block->difference_count; i++)
        if (block->differences[i].to == row)
            return &block->differences[i];
    return NULL;
}

bool compare_is_straight(const struct comparison_block *block) {
    size_t above = block->row_count;
    for (size_t i = 0; i < block->row_count; i++) {
        const struct comparison_difference *d = compare_difference_to(block, i);
        if (d && d->from != above)
            return false;
        if (block->rows[i].shown && !block->rows[i].refused.text)
            above = i;
    }
    return true;
}

const char *compare_method_straight(void) {
    return _("A difference is from the line above it that is compared, in points, of the unrounded "
             "percentages; it is rounded after that, and one that rounds to nought is 0.0 without a sign.");
}

const char *compare_method_linked(void) {
    return _("A difference is from the survey that is named with it: the last one before of the same series, "
             "else of the same organiser, else one that shares answers with it, else the last of more than "
             "one prefecture, else the one above. It is in "
             "points, of the unrounded percentages, and rounded after that; one that rounds to nought is 0.0 "
             "without a sign.");
}

const char *compare_adjustment(enum adjust_method method) {
    static const char *const words[] = {[ADJUST_NONE] = N_("not adjusted"),
                                        [ADJUST_BONFERRONI] = N_("by Bonferroni"),
                                        [ADJUST_HOLM] = N_("by Holm"),
                                        [ADJUST_BH] = N_("by Benjamini and Hochberg")};
    return _(words[method]);
}

const char *compare_n_text(struct arena *arena, const struct comparison_row *row) {
    if (!row->shown)
        return "-";
    if (row->weighted)
        return arena_printf(arena, _("%s (effective %s)"), number_thousands(arena, row->figure.n),
                            number_thousands(arena, (long)(row->weight.effective_n + 0.5)));
    return row->figure.n < 0 ? _("not published") : number_thousands(arena, row->figure.n);
}

const char *compare_count_text(struct arena *arena, const struct comparison_row *row) {
    const struct wave_figure *f = &row->figure;
    if (!row->shown)
        return "-";
    if (f->low < 0)
        return _("not published");
    return f->low == f->high ? number_thousands(arena, f->low)
                             : arena_printf(arena, "%s-%s", number_thousands(arena, f->low),
                                            number_thousands(arena, f->high));
}

const char *compare_interval_text(struct arena *arena, bool has, double low, double high) {
    return has ? arena_printf(arena, _("%.*f-%.*f%%"), 1, low, 1, high) : "-";
}

const char *compare_limits_text(struct arena *arena, const struct difference *d) {
    return d->has_interval ? arena_printf(arena, _("%s to %s"), compare_change_text(arena, d->low, 1),
                                          compare_change_text(arena, d->high, 1))
                           : "-";
}

const char *compare_p_text(struct arena *arena, bool has, double p) {
    return has ? number_p(arena, p) : "-";
}

const char *compare_change_text(struct arena *arena, double points, int decimals) {
    char text[PERCENT_TEXT];
    int64_t scaled = percent_real_scaled(points, decimals);
    percent_real_text(text, fabs(points), decimals);
    text[strlen(text) - 1] = '\0'; /* points are no percentage */
    return arena_printf(arena, "%s%s", scaled > 0 ? "+" : scaled < 0 ? "-" : "", text);
}

static bool has_published(const struct wave *wave) {
    for (size_t i = 0; i < wave->item_count; i++)
        if (wave->items[i].figure_count)
            return true;
    return false;
}

const char *compare_origin(const struct wave *wave) {
    if (!wave->counts)
        return NULL;
    if (!wave->synthetic)
        return _("counted from returns");
    return has_published(wave) ? _("published figures; what is not published, from synthetic returns")
                               : _("counted from synthetic returns");
}
