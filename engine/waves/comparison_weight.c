/* Rows of a comparison weighted to the population: counted from the returns, design-based. */
#include "engine/base/bitset.h"
#include "engine/base/lang.h"
#include "engine/waves/comparison_internal.h"
#include "engine/waves/wave_returns.h"

#include <string.h>

static const struct scheme *scheme_of(const struct wave *wave, const char *id) {
    const struct questionnaire *q = wave->counts ? wave_returns_dataset(wave->counts)->questionnaire : NULL;
    for (size_t i = 0; q && i < q->scheme_count; i++)
        if (strcmp(q->schemes[i].id, id) == 0)
            return &q->schemes[i];
    return NULL;
}

/* Nobody has it: said with the names that there are, or why there are none. */
static bool nobody_has(struct comparing *c, struct fault *f) {
    for (size_t w = 0; w < c->wave_count; w++) {
        const struct wave *wave = c->waves[w];
        if (wave->counts)
            return !scheme_find(wave_returns_dataset(wave->counts)->questionnaire, c->request->weight, f) &&
                   fault_context(f, "--weight");
    }
    return fault_usage(f,
                       _("--weight %s: none of these surveys has returns; published figures cannot be "
                         "weighted"),
                       c->request->weight);
}

bool comparison_weights_load(struct comparing *c, struct fault *f) {
    const char *id = c->request->weight;
    bool any = false;
    if (!id)
        return true;
    if (c->request->base && strcmp(c->request->base, "published") == 0)
        return fault_usage(f, _("--weight goes with a base that the returns are counted on, not with --base "
                                "published"));
    c->weights = arena_array(c->arena, c->wave_count + 1, sizeof *c->weights);
    for (size_t w = 0; w < c->wave_count; w++) {
        const struct scheme *scheme = scheme_of(c->waves[w], id);
        if (!scheme)
            continue;
        const struct dataset *d = wave_returns_dataset(c->waves[w]->counts);
        c->weights[w].weighting = weighting_make(c->arena, d, scheme, f);
        if (!c->weights[w].weighting)
            return fault_context(f, "--weight, %s", c->waves[w]->id);
        any = true;
    }
    return any || nobody_has(c, f);
}

/* --- one figure --- */

static const struct cube_weights *weights_of(const struct comparing *c, const struct wave *wave) {
    for (size_t w = 0; w < c->wave_count; w++)
        if (c->waves[w] == wave)
            return c->weights[w].weighting ? &c->weights[w] : NULL;
    return NULL;
}

/* The returns that are in one of the bases. */
static const uint64_t *domain_of(struct comparing *c, const struct wave *wave, const struct wave_base *bases,
                                 size_t count) {
    size_t n = wave_returns_dataset(wave->counts)->n;
    uint64_t *domain = arena_array(c->arena, bitset_words(n) + 1, sizeof *domain);
    bool any = false;
    for (size_t b = 0; b < count; b++) {
        const uint64_t *set = wave_returns_base(wave->counts, &bases[b]);
        if (set)
            bitset_or(domain, set, n);
        any = any || set;
    }
    return any ? domain : NULL;
}

static struct cube_weighted weigh(struct comparing *c, const struct cube_weights *weights,
                                  const uint64_t *domain, const uint64_t *said) {
    const struct weighting *w = weights->weighting;
    int64_t *part = arena_array(c->arena, w->cells + 1, sizeof *part);
    int64_t *whole = arena_array(c->arena, w->cells + 1, sizeof *whole);
    for (size_t i = 0; i < w->dataset->n; i++)
        if (bitset_has(domain, i)) {
            whole[w->cell[i]]++;
            part[w->cell[i]] += bitset_has(said, i);
        }
    return cube_weight_share(weights, part, whole);
}

static void count_returns(const struct wave *wave, const uint64_t *domain, const uint64_t *said,
                          struct wave_figure *figure) {
    const struct dataset *d = wave_returns_dataset(wave->counts);
    figure->n = (long)bitset_count(domain, d->n);
    figure->low = figure->high = (long)bitset_count_and(said, domain, d->n);
    figure->inferred = figure->impossible = false;
    figure->percent = figure->restated = NULL;
    figure->origin = d->synthetic ? WAVE_SYNTHETIC : WAVE_RETURNS;
    figure->sources = d->questionnaire->source;
}

static void show_weighted(struct comparing *c, struct comparison_row *row,
                          const struct cube_weighted *figure) {
    row->weighted = true;
    row->weight = *figure;
    row->shown = row->has_percent = true;
    row->percent = 100 * figure->share;
    percent_real_text(row->text, row->percent, 1);
    row->has_interval = figure->has_variance;
    if (!row->has_interval)
        return;
    struct interval at = cube_weight_interval(INTERVAL_WILSON, figure, c->request->level);
    row->low = at.low;
    row->high = at.high;
}

static void cannot(struct comparing *c, struct comparison_row *row, const char *why) {
    row->refused = (struct alignment_reason){ALIGNMENT_UNWEIGHTED,
                                             arena_printf(c->arena, _("%s: %s"), row->wave->label, why)};
}

void comparison_weigh_row(struct comparing *c, struct comparison_row *row, const struct wave_base *bases,
                          size_t count) {
    const struct wave *wave = row->wave;
    if (!c->request->weight || row->refused.text || !row->item)
        return;
    if (!wave->counts) {
        cannot(c, row, _("published figures cannot be weighted; that needs the returns"));
        return;
    }
    const struct cube_weights *weights = weights_of(c, wave);
    if (!weights) {
        cannot(c, row,
               arena_printf(c->arena, _("its questionnaire has no weighting \"%s\""), c->request->weight));
        return;
    }
    const uint64_t *said = wave_returns_said(wave->counts, row->item);
    const uint64_t *domain = said ? domain_of(c, wave, bases, count) : NULL;
    struct cube_weighted figure = {0};
    if (domain)
        figure = weigh(c, weights, domain, said);
    if (!domain || !(figure.whole > 0)) {
        cannot(c, row, _("the returns do not give this base, so it cannot be weighted"));
        return;
    }
    count_returns(wave, domain, said, &row->figure);
    show_weighted(c, row, &figure);
}

/* --- what is said of it --- */

void comparison_say_weights(struct comparing *c) {
    for (size_t w = 0; c->request->weight && w < c->wave_count; w++) {
        const struct weighting *at = c->weights[w].weighting;
        if (!at)
            continue;
        comparison_note_add(
            c, &c->concept->marks, ALIGNMENT_WEIGHTED,
            arena_printf(
                c->arena,
                _("%s: weighted, %s (%s); n and count are returns, unweighted; of all %zu returns the "
                  "design effect of the weights is %.2f, the effective n %.0f"),
                c->waves[w]->label, at->scheme->label,
                at->scheme->poststratify ? _("post-stratification") : _("raking"), at->dataset->n,
                at->spread.design_effect, at->spread.effective_n));
    }
}
