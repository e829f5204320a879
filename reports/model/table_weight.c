#include "reports/model/table_weight.h"

#include "engine/base/lang.h"
#include "engine/base/number_text.h"
#include "engine/base/strbuf.h"

#include <math.h>
#include <string.h>

/* --- cells --- */

static const int64_t *whole_of(const struct table_options *options, const struct table_weight_place *at) {
    const struct cube_weights *w = options->weights;
    const struct cube_weighted_question *q = &w->questions[at->question];
    switch (options->percent) {
    case TABLE_OF_CASES:
        break;
    case TABLE_OF_ANSWERS:
        return &q->answers[at->column * w->weighting->cells];
    case TABLE_OF_ROW:
        return cube_weight_part(at->cube, w, at->question, at->row, 0);
    case TABLE_OF_TOTAL:
        return q->wholes;
    }
    return &q->wholes[at->column * w->weighting->cells];
}

void table_weight_cell(const struct table_options *options, const struct table_weight_place *at, int decimals,
                       struct table_cell *cell) {
    const int64_t *part = cube_weight_part(at->cube, options->weights, at->question, at->row, at->column);
    const struct cube_weighted figure = cube_weight_share(options->weights, part, whole_of(options, at));
    cell->weighted = true;
    cell->weighted_count = cube_weight_count(options->weights, part);
    cell->n_effective =
        cell->n == TABLE_N_HIDDEN ? TABLE_N_HIDDEN : figure.effective_n; /* it would tell the n */
    if (cell->n <= 0)
        return;
    cell->percent = figure.share >= 1 ? 100 : 100 * figure.part / figure.whole;
    percent_real_text(cell->text, cell->percent, decimals);
    cell->has_interval = cell->has_interval && figure.has_variance;
    if (!cell->has_interval)
        return;
    struct interval at_level = cube_weight_interval(options->interval, &figure, options->level);
    cell->low = at_level.low;
    cell->high = at_level.high;
}

void table_weight_column(const struct table_options *options, size_t question, size_t c,
                         struct table_column *column) {
    const struct cube_weights *w = options->weights;
    const int64_t *whole = &w->questions[question].wholes[c * w->weighting->cells];
    struct cube_weighted all = cube_weight_share(w, whole, whole);
    column->weighted_n = all.whole;
    column->n_effective = all.effective_n;
}

void table_weight_summaries(struct arena *arena, const struct table_options *options, const struct cube *cube,
                            size_t question, struct table_summary *summaries) {
    const struct cube_question *q = &cube->questions[question];
    for (size_t c = 0; c < cube->column_count; c++) {
        char text[PERCENT_TEXT];
        int places = q->question->measure.decimals > 0 ? q->question->measure.decimals : 1;
        if (summaries[c].suppressed)
            continue;
        summaries[c].weighted_mean_text = "-";
        if (cube_summary(arena, cube, q, c)->given == 0)
            continue;
        summaries[c].weighted_mean = options->weights->questions[question].means[c];
        percent_real_text(text, summaries[c].weighted_mean, places);
        text[strlen(text) - 1] = '\0'; /* no percent sign */
        summaries[c].weighted_mean_text = arena_strdup(arena, text);
    }
}

/* --- notes --- */

/* Margins of parts of the returns often have one source; it is told once. */
static bool is_told(const struct weighting *w, size_t m) {
    for (size_t i = 0; i < m; i++)
        if (strcmp(w->margins[i].key_label, w->margins[m].key_label) == 0 &&
            strcmp(w->margins[i].source, w->margins[m].source) == 0)
            return true;
    return false;
}

/* "都道府県（…、2022-10-01）; 医療機関の区分（…）": each margin with its source. */
static const char *sources(struct arena *arena, const struct weighting *w) {
    struct strbuf b = {0};
    for (size_t m = 0; m < w->margin_count; m++) {
        const struct weighting_margin *margin = &w->margins[m];
        if (is_told(w, m))
            continue;
        strbuf_add(&b, b.length ? "; " : "");
        strbuf_printf(&b, margin->date ? _("%s (%s, %s)") : _("%s (%s)"), margin->key_label, margin->source,
                      margin->date);
    }
    const char *text = arena_strdup(arena, b.text ? b.text : "");
    strbuf_end(&b);
    return text;
}

static int64_t most_unknown(const struct weighting *w) {
    int64_t most = 0;
    for (size_t m = 0; m < w->margin_count; m++)
        most = w->margins[m].unknown > most ? w->margins[m].unknown : most;
    return most;
}

static const char *bounds_text(struct arena *arena, const struct scheme *s) {
    if (isinf(s->trim_high))
        return arena_printf(arena, _("at least %g"), s->trim_low);
    if (s->trim_low > 0)
        return arena_printf(arena, _("%g to %g"), s->trim_low, s->trim_high);
    return arena_printf(arena, _("at most %g"), s->trim_high);
}

static const char *trimming(struct arena *arena, const struct weighting *w) {
    const char *bounds = bounds_text(arena, w->scheme), *trimmed = number_thousands(arena, w->trimmed);
    if (w->gap < 1e-6)
        return arena_printf(
            arena, _("Weights are kept to %s times their mean (%s returns at a bound); the margins hold."),
            bounds, trimmed);
    return arena_printf(
        arena,
        _("Weights are kept to %s times their mean (%s returns at a bound); the margins are then met "
          "within %.2g points."),
        bounds, trimmed, 100 * w->gap);
}

size_t table_weight_notes(struct arena *arena, const struct weighting *w, const char **notes) {
    size_t count = 0;
    notes[count++] = arena_printf(arena,
                                  w->scheme->poststratify
                                      ? _("Weighted: %s (post-stratification). n counts returns, unweighted.")
                                      : _("Weighted: %s (raking). n counts returns, unweighted."),
                                  w->scheme->label);
    notes[count++] = arena_printf(arena, _("Population: %s."), sources(arena, w));
    notes[count++] = arena_printf(arena,
                                  _("Of all %s returns: design effect of the weights %.2f, effective n %s, "
                                    "weights from %.2f to %.2f times their mean."),
                                  number_thousands(arena, (int64_t)w->dataset->n), w->spread.design_effect,
                                  number_thousands(arena, (int64_t)(w->spread.effective_n + 0.5)),
                                  w->spread.least, w->spread.greatest);
    if (w->scheme->trim_low > 0 || !isinf(w->scheme->trim_high))
        notes[count++] = trimming(arena, w);
    if (most_unknown(w) > 0)
        notes[count++] = arena_printf(arena,
                                      _("Returns that do not say what they are weighted by: %s. There they "
                                        "keep the share that they have."),
                                      number_thousands(arena, most_unknown(w)));
    if (w->strata_label)
        notes[count++] = arena_printf(
            arena,
            _("Drawn by strata: %s (%zu); variances are within strata, with weights to the same margins."),
            w->strata_label, w->strata);
    if (w->population > 0)
        notes[count++] = arena_printf(arena, _("Intervals allow for the population being finite (%s)."),
                                      number_thousands(arena, (int64_t)(w->population + 0.5)));
    return count;
}
