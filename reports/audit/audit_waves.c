/* Points of difference against an earlier wave that the store has. */
#include "reports/audit/audit_survey.h"

#include "engine/base/lang.h"

#include <math.h>
#include <string.h>

static double value_of(const struct audit_token *t) {
    return (double)t->mantissa / pow(10, t->decimals);
}

static double rounded(double value, int decimals) {
    return floor(value * pow(10, decimals) + .5 + 1e-9) / pow(10, decimals);
}

/* +1 up, -1 down, 0 where the words after the number say neither, or both. */
static int direction(const struct audit *a, const struct audit_segment *s, const struct audit_token *t) {
    enum { NEAR = 30 };
    size_t to = t->end + NEAR < s->length ? t->end + NEAR : s->length;
    bool up = audit_word_within(&a->words->lists[WORDS_UP], s->text + t->end, s->text + to) != NULL;
    bool down = audit_word_within(&a->words->lists[WORDS_DOWN], s->text + t->end, s->text + to) != NULL;
    if (t->sign)
        return t->sign;
    return up == down ? 0 : up ? 1 : -1;
}

/* Of the unrounded percentages, or of those that are printed: both are usual. */
static bool fits(double now, double then, const struct audit_token *t, int sign) {
    double exact = now - then, printed = rounded(now, 1) - rounded(then, 1), size = value_of(t);
    double slack = t->marks & (MARK_APPROX | MARK_OVER | MARK_STRONG | MARK_UNDER) ? 1 : 1e-9;
    bool right = fabs(rounded(fabs(exact), t->decimals) - size) <= slack ||
                 fabs(rounded(fabs(printed), t->decimals) - size) <= slack ||
                 fabs(fabs(rounded(now, t->decimals) - rounded(then, t->decimals)) - size) <= slack;
    return right && (!sign || size == 0 || (sign > 0) == (exact > 0));
}

static void judge(struct audit *a, const struct audit_segment *s, struct audit_token *t,
                  const struct audit_figure *g, size_t column, const struct audit_wave *wave) {
    const struct audit_figure *other = audit_reference_in(a->reference, g, wave);
    double now, then;
    if (!other || column || !audit_hold_share(g, 0, &now) || !audit_hold_share(other, 0, &then))
        return;
    const char *name = audit_hold_name(a, g, 0, NULL);
    const char *course = arena_printf(a->arena, _("%s: %.1f%% in the store, %.1f%% in \"%s\", %+.1f points"),
                                      name, rounded(now, 1), rounded(then, 1), wave->label,
                                      rounded(fabs(now - then), 1) * (now < then ? -1 : 1));
    if (fits(now, then, t, direction(a, s, t))) {
        audit_claim_add(a, s, t, t->at, t->end, AUDIT_CONSISTENT, course);
        t->known = true;
        return;
    }
    struct audit_claim *c = audit_claim_add(a, s, t, t->at, t->end, AUDIT_IMPOSSIBLE, course);
    audit_candidate_add(
        a, c,
        (struct audit_candidate){.kind = "points",
                                 .count = -1,
                                 .n = -1,
                                 .text = arena_printf(a->arena, _("the difference is %.4g points"),
                                                      rounded(fabs(now - then), 1))});
}

/* The figure that a number of points is said of: the one that its sentence, or the one before, named last. */
static void check_points(struct audit *a, size_t at, const struct audit_matches *carried) {
    const struct audit_segment *s = &a->draft->segments[at];
    struct audit_matches last = *carried;
    for (size_t i = 0; i < s->token_count; i++) {
        struct audit_token *t = &s->tokens[i];
        if (t->kind == TOKEN_OTHER)
            continue;
        struct audit_meaning m = audit_meaning_of(a, at, t->at, t->end, &last);
        if (m.figures.count == 1 && m.sure)
            last = m.figures;
        if (t->kind != TOKEN_POINT || m.limited || last.count != 1)
            continue;
        bool own = m.figures.count > 0; /* named beside the points, or (nothing being named) before */
        const char *text = audit_match_fold(a->reference, arena_strndup(a->arena, s->text, t->end));
        const struct audit_wave *wave = audit_wave_compared(a, text);
        if (wave && (!own || (m.figures.count == 1 && m.sure)))
            judge(a, s, t, last.list[0].figure, m.columns[0], wave);
    }
}

/* The figure that the sentence named last, for the next one. */
static struct audit_matches named_in(struct audit *a, size_t at) {
    const struct audit_segment *s = &a->draft->segments[at];
    struct audit_matches none = {.count = 0}, last = none;
    for (size_t i = 0; i < s->token_count; i++) {
        if (s->tokens[i].kind == TOKEN_OTHER)
            continue;
        struct audit_meaning m = audit_meaning_of(a, at, s->tokens[i].at, s->tokens[i].end, &last);
        last = m.figures.count == 1 && m.sure ? m.figures : none;
    }
    return last;
}

static bool has_points(const struct audit_segment *s) {
    for (size_t i = 0; i < s->token_count; i++)
        if (s->tokens[i].kind == TOKEN_POINT)
            return true;
    return false;
}

void audit_check_waves(struct audit *a) {
    for (size_t i = 0; i < a->draft->count && a->reference->wave_count; i++) {
        const struct audit_segment *s = &a->draft->segments[i];
        struct audit_matches carried = {.count = 0};
        if (s->kind != SEGMENT_PROSE || !has_points(s))
            continue;
        if (i && a->draft->segments[i - 1].block == s->block)
            carried = named_in(a, i - 1);
        check_points(a, i, &carried);
    }
}
