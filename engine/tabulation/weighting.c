#include "engine/tabulation/weighting.h"

#include "engine/base/lang.h"
#include "engine/base/screen.h"
#include "engine/tabulation/cube_banner.h"
#include "engine/tabulation/weighting_margin.h"

#include <math.h>
#include <string.h>

enum { CELLS_MAX = 1000000 };

struct maker {
    struct arena *arena, *scratch;
    struct weighting *w;
    struct weighting_margin *margins;
    int32_t **category;            /* [margin][return] */
    int32_t **of_cell;             /* [margin][cell] */
    struct weight_margin *targets; /* by cell */
    uint32_t *stratum;             /* by return; NULL: one */
    uint32_t *stratum_of_cell;
    double *stratum_population; /* HUGE_VAL: not known */
};

/* A person at a screen chose a label from a list; the ids stand in the file and on the command line. */
static const char *said(const char *id, const char *label) {
    return label && screen_is_on() ? label : id;
}

/* --- margins --- */

static bool make_margins(struct maker *m, struct fault *f) {
    const struct scheme *scheme = m->w->scheme;
    const struct dataset *d = m->w->dataset;
    m->margins = arena_array(m->arena, scheme->margin_count, sizeof *m->margins);
    m->category = arena_array(m->scratch, scheme->margin_count, sizeof *m->category);
    for (size_t i = 0; i < scheme->margin_count; i++) {
        m->category[i] = arena_array(m->scratch, d->n + 1, sizeof **m->category);
        if (!weighting_margin_make(m->arena, d, &scheme->margins[i], &m->margins[i], m->category[i], f))
            return fault_context(
                f, _("margin \"%s\""),
                said(scheme_margin_key(m->arena, &scheme->margins[i]), m->margins[i].key_label));
    }
    m->w->margins = m->margins;
    m->w->margin_count = scheme->margin_count;
    return true;
}

/* --- strata --- */

struct placing {
    uint32_t *column; /* by return */
};

static void place(void *data, size_t row, size_t column) {
    ((struct placing *)data)->column[row] = (uint32_t)column;
}

static double population_of(const struct maker *m, const struct cube_column *column) {
    for (size_t i = 0; i < m->w->margin_count; i++) {
        const struct weighting_margin *margin = &m->margins[i];
        if (margin->from->shares || margin->from->where)
            continue;
        for (size_t k = 0; k < margin->count; k++)
            if (strcmp(margin->categories[k].key, column->key) == 0)
                return margin->categories[k].population;
        return HUGE_VAL;
    }
    return HUGE_VAL;
}

/* Categories without returns are no strata; who does not tell is a stratum of unknown size. */
static void make_strata(struct maker *m) {
    const struct dataset *d = m->w->dataset;
    if (!m->w->scheme->strata)
        return;
    const char *before = lang_enter(d->questionnaire->lang);
    const struct cube_banner *banner = cube_banner_make(m->arena, d, &m->w->scheme->strata, 1);
    const struct cube_column *columns = cube_banner_columns(m->scratch, banner);
    lang_enter(before);
    struct placing placing = {arena_array(m->scratch, d->n + 1, sizeof(uint32_t))};
    uint32_t *number = arena_array(m->scratch, banner->column_count + 1, sizeof *number); /* 0: not met yet */
    m->stratum = arena_array(m->scratch, d->n + 1, sizeof *m->stratum);
    m->stratum_population = arena_array(m->arena, banner->column_count + 1, sizeof *m->stratum_population);
    m->w->strata_label = banner->label;
    cube_banner_each(banner, dataset_where(m->scratch, d, NULL), d->n, place, &placing);
    for (size_t row = 0; row < d->n; row++) {
        const struct cube_column *column = &columns[placing.column[row]];
        if (number[placing.column[row]] == 0) {
            m->stratum_population[m->w->strata] = column->unknown ? HUGE_VAL : population_of(m, column);
            number[placing.column[row]] = (uint32_t)++m->w->strata;
        }
        m->stratum[row] = number[placing.column[row]] - 1;
    }
}

/* --- cells --- */

static bool count_kinds(const struct maker *m, size_t *kinds, struct fault *f) {
    *kinds = m->stratum ? m->w->strata : 1;
    for (size_t i = 0; i < m->w->margin_count; i++) {
        *kinds *= m->margins[i].count + 1;
        if (*kinds > CELLS_MAX)
            return fault_set(f,
                             _("the margins have more than %d combinations; weight by fewer or by groupings"),
                             CELLS_MAX);
    }
    return true;
}

static size_t kind_of(const struct maker *m, size_t row) {
    size_t kind = m->stratum ? m->stratum[row] : 0;
    for (size_t i = 0; i < m->w->margin_count; i++)
        kind = kind * (m->margins[i].count + 1) + (size_t)(m->category[i][row] + 1);
    return kind;
}

static void add_cell(const struct maker *m, size_t row, size_t cell) {
    for (size_t i = 0; i < m->w->margin_count; i++)
        m->of_cell[i][cell] = m->category[i][row];
    if (m->stratum)
        m->stratum_of_cell[cell] = m->stratum[row];
}

static void start_targets(struct maker *m, size_t most) {
    m->stratum_of_cell = m->stratum ? arena_array(m->arena, most + 1, sizeof *m->stratum_of_cell) : NULL;
    m->targets = arena_array(m->arena, m->w->margin_count, sizeof *m->targets);
    m->of_cell = arena_array(m->arena, m->w->margin_count, sizeof *m->of_cell);
    for (size_t i = 0; i < m->w->margin_count; i++) {
        const struct weighting_margin *margin = &m->margins[i];
        double *target = arena_array(m->arena, margin->count + 1, sizeof *target);
        m->of_cell[i] = arena_array(m->arena, most + 1, sizeof **m->of_cell);
        for (size_t k = 0; k < margin->count; k++)
            target[k] = margin->categories[k].population;
        m->targets[i] = (struct weight_margin){.categories = margin->count,
                                               .category = m->of_cell[i],
                                               .target = target,
                                               .counts = !margin->from->shares && !margin->from->where};
    }
}

static bool make_cells(struct maker *m, struct fault *f) {
    size_t kinds, n = m->w->dataset->n;
    if (!count_kinds(m, &kinds, f))
        return false;
    uint32_t *of_kind = arena_array(m->scratch, kinds + 1, sizeof *of_kind); /* 0: not met yet */
    uint32_t *cell = arena_array(m->arena, n + 1, sizeof *cell);
    int64_t *returns = arena_array(m->arena, (n < kinds ? n : kinds) + 1, sizeof *returns);
    start_targets(m, n < kinds ? n : kinds);
    for (size_t row = 0; row < n; row++) {
        size_t kind = kind_of(m, row);
        if (of_kind[kind] == 0) {
            of_kind[kind] = (uint32_t)++m->w->cells;
            add_cell(m, row, m->w->cells - 1);
        }
        cell[row] = of_kind[kind] - 1;
        returns[cell[row]]++;
    }
    m->w->cell = cell;
    m->w->returns = returns;
    return true;
}

/* --- weights --- */

static bool explain(const struct maker *m, const struct weight_result *r, struct fault *f) {
    const struct weighting_margin *margin = &m->margins[r->margin];
    switch (r->failure) {
    case WEIGHT_DONE:
        return true;
    case WEIGHT_TOTALS_DIFFER:
        fault_set(f,
                  _("the populations of its margins have different totals (\"%s\": %.10g); set \"shares\" "
                    "where only "
                    "the split is to be taken"),
                  scheme_margin_key(m->arena, margin->from), margin->population);
        break;
    case WEIGHT_NOT_CONVERGED:
        fault_set(f,
                  _("raking did not converge: after %d rounds a share is still %.3g points off; the margins "
                    "cannot all "
                    "hold for these returns, so take one out or join small categories"),
                  r->sweeps, 100 * r->gap);
        break;
    case WEIGHT_TOO_TIGHT:
        fault_set(f,
                  _("the bounds of \"trim\" are too tight: no weight is left to take up what they cut off"));
        break;
    case WEIGHT_NO_RESPONDENTS:
    case WEIGHT_NO_POPULATION: /* weighting_margin has seen to both */
        fault_set(f, _("margin \"%s\": \"%s\" cannot be weighted"), scheme_margin_key(m->arena, margin->from),
                  margin->categories[r->category].label);
        break;
    }
    return false;
}

static bool make_weights(struct maker *m, struct fault *f) {
    struct weighting *w = m->w;
    const struct weight_units units = {w->cells, w->returns, NULL};
    struct weight_options options = weight_default_options;
    options.low = w->scheme->trim_low;
    options.high = w->scheme->trim_high;
    struct weight_result r = weight_rake(m->arena, &units, m->targets, w->margin_count, &options);
    if (!explain(m, &r, f))
        return false;
    w->weight = r.weights;
    w->sweeps = r.sweeps;
    w->gap = r.gap;
    w->trimmed = r.trimmed;
    w->spread = weight_spread(&units, r.weights);
    return true;
}

static void find_population(struct maker *m) {
    for (size_t i = 0; m->w->scheme->finite && i < m->w->margin_count; i++)
        if (m->targets[i].counts && m->w->population <= 0)
            m->w->population = m->margins[i].population;
}

static void make_design(struct maker *m) {
    double *population = arena_array(m->arena, 1, sizeof *population);
    find_population(m);
    *population = m->w->population;
    if (m->stratum)
        population = m->stratum_population;
    const struct design_spec spec = {.cells = m->w->cells,
                                     .returns = m->w->returns,
                                     .weight = m->w->weight,
                                     .stratum = m->stratum_of_cell,
                                     .strata = m->w->strata,
                                     .population = m->w->population > 0 ? population : NULL,
                                     .margins = m->targets,
                                     .margin_count = m->w->margin_count};
    m->w->design = design_create(m->arena, &spec);
}

/* The mean weight of each category's returns. */
static void average_weights(const struct maker *m) {
    for (size_t i = 0; i < m->w->margin_count; i++) {
        struct weighting_category *categories = m->margins[i].categories;
        for (size_t c = 0; c < m->w->cells; c++)
            if (m->targets[i].category[c] >= 0)
                categories[m->targets[i].category[c]].weight += m->w->weight[c] * (double)m->w->returns[c];
        for (size_t k = 0; k < m->margins[i].count; k++)
            categories[k].weight /= (double)categories[k].returns;
    }
}

static bool make_all(struct maker *m, struct fault *f) {
    if (m->w->dataset->n == 0)
        return fault_set(f, _("there are no returns to weight"));
    if (!make_margins(m, f))
        return false;
    make_strata(m);
    if (!make_cells(m, f) || !make_weights(m, f))
        return false;
    average_weights(m);
    make_design(m);
    return true;
}

const struct weighting *weighting_make(struct arena *arena, const struct dataset *d,
                                       const struct scheme *scheme, struct fault *f) {
    struct maker m = {.arena = arena, .scratch = arena_create(), .w = arena_alloc(arena, sizeof *m.w)};
    m.w->scheme = scheme;
    m.w->dataset = d;
    bool good = make_all(&m, f);
    arena_destroy(m.scratch);
    if (good)
        return m.w;
    fault_context(f, _("weighting \"%s\""), said(scheme->id, scheme->label));
    return NULL;
}
