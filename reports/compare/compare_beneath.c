#include "reports/compare/compare_beneath.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "reports/compare/compare_words.h"

void compare_lines_add(struct compare_lines *lines, const char *text) {
    lines->items =
        arena_grow(lines->arena, lines->items, lines->count, &lines->capacity, sizeof *lines->items);
    lines->items[lines->count++] = text;
}

static void add_difference(struct compare_lines *lines, const struct comparison_block *block,
                           const struct comparison_difference *d) {
    const struct difference *at = &d->difference;
    compare_lines_add(lines,
                      arena_printf(lines->arena, _("%s to %s: %s points (%s), p %s, adjusted %s"),
                                   block->rows[d->from].wave->label, block->rows[d->to].wave->label,
                                   at->has_points ? at->text : "-", compare_limits_text(lines->arena, at),
                                   compare_p_text(lines->arena, at->has_p, at->p),
                                   compare_p_text(lines->arena, at->has_p, d->p_adjusted)));
}

/* The whole without the part, which the difference is from. */
static void add_rest(struct compare_lines *lines, const struct comparison_block *block,
                     const struct comparison_difference *d) {
    struct arena *arena = lines->arena;
    const struct difference *at = &d->difference;
    const bool first = d->relation == DIFFERENCE_WHOLE || d->relation == DIFFERENCE_FINAL;
    const struct comparison_row *whole = &block->rows[first ? d->from : d->to];
    const struct comparison_row *part = &block->rows[first ? d->to : d->from];
    const char *count = at->rest_low == at->rest_high
                            ? number_thousands(arena, at->rest_low)
                            : arena_printf(arena, "%s-%s", number_thousands(arena, at->rest_low),
                                           number_thousands(arena, at->rest_high));
    char percent[PERCENT_TEXT];
    if (!at->has_rest || at->rest_n <= 0)
        return;
    percent_text(percent, (at->rest_low + at->rest_high) / 2, at->rest_n, 1);
    const bool interim = d->relation == DIFFERENCE_INTERIM || d->relation == DIFFERENCE_FINAL;
    const char *format =
        interim ? _("%s, what came in after %s: %s of %s, %s") : _("%s without %s: %s of %s, %s");
    compare_lines_add(lines, arena_printf(arena, format, whole->wave->label, part->wave->label, count,
                                          number_thousands(arena, at->rest_n), percent));
}

void compare_beneath_block(struct compare_lines *lines, const struct comparison_block *block) {
    for (size_t i = 0; i < block->difference_count; i++) {
        const struct comparison_difference *d = &block->differences[i];
        if (compare_difference_to(block, d->to) != d)
            add_difference(lines, block, d);
        if (d->difference.has_rest)
            add_rest(lines, block, d);
    }
    if (block->trend.made)
        compare_lines_add(
            lines, arena_printf(lines->arena,
                                _("Trend (Cochran-Armitage): z = %.2f, p %s; %s points from wave to wave"),
                                block->trend.z, compare_p_text(lines->arena, true, block->trend.p),
                                compare_change_text(lines->arena, block->trend.slope, 1)));
}

void compare_beneath_panels(struct compare_lines *lines, const struct comparison_concept *concept) {
    for (size_t i = 0; i < concept->panel_count; i++) {
        const struct comparison_difference *d = &concept->panels[i];
        compare_lines_add(
            lines,
            arena_printf(
                lines->arena,
                _("The %ld institutions that answered both %s and %s: %s points (%s), McNemar mid-p %s"),
                d->pairs, concept->common.rows[d->from].wave->label, concept->common.rows[d->to].wave->label,
                d->difference.text, compare_limits_text(lines->arena, &d->difference),
                compare_p_text(lines->arena, d->difference.has_p, d->difference.p)));
    }
}

void compare_beneath_shifts(struct compare_lines *lines, const struct comparison_concept *concept) {
    for (size_t i = 0; i < concept->shift_count; i++) {
        const struct comparison_shift *s = &concept->shifts[i];
        const double points[] = {s->parts.total, s->parts.rate, s->parts.composition, s->parts.joined};
        const char *text[4];
        for (size_t k = 0; k < 4; k++)
            text[k] = compare_change_text(lines->arena, points[k], 2);
        const char *both =
            arena_printf(lines->arena, s->with_rest ? _("%zu in both, and those of none") : _("%zu in both"),
                         s->parts.common - s->with_rest);
        compare_lines_add(
            lines,
            arena_printf(lines->arena,
                         _("%s to %s, %s points by %s (%s): %s the rate itself, %s who answered, "
                           "%s groups in one wave only (Kitagawa 1955)"),
                         concept->common.rows[s->from].wave->label, concept->common.rows[s->to].wave->label,
                         text[0], s->by, both, text[1], text[2], text[3]));
    }
}
