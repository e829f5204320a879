#include "engine/statistics/design.h"

#include "engine/statistics/distribution.h"
#include "engine/statistics/symmetric.h"

#include <assert.h>
#include <math.h>
#include <string.h>

struct design {
    struct design_spec spec;
    double **share; /* of each margin */
    size_t *first;  /* column at which each margin's categories begin; column 0 is the constant */
    size_t columns;
    double *inverse;  /* columns x columns: of the regression */
    int64_t *returns; /* of each stratum */
    int64_t all;
};

/* --- calibration: columns z = 1, and for each margin and category [in it] - share [spoken of] --- */

static double base_of(const struct design *d, size_t cell) {
    return d->spec.base ? d->spec.base[cell] : 1;
}

static uint32_t stratum_of(const struct design *d, size_t cell) {
    return d->spec.stratum ? d->spec.stratum[cell] : 0;
}

static void fill_row(const struct design *d, size_t cell, double *z) {
    memset(z, 0, d->columns * sizeof *z);
    z[0] = 1;
    for (size_t m = 0; m < d->spec.margin_count; m++) {
        const struct weight_margin *margin = &d->spec.margins[m];
        if (margin->category[cell] < 0)
            continue;
        for (size_t k = 0; k < margin->categories; k++)
            z[d->first[m] + k] = -d->share[m][k];
        z[d->first[m] + (size_t)margin->category[cell]] += 1;
    }
}

static void find_columns(struct arena *arena, struct design *d) {
    d->first = arena_array(arena, d->spec.margin_count + 1, sizeof *d->first);
    d->share = arena_array(arena, d->spec.margin_count + 1, sizeof *d->share);
    d->columns = 1;
    for (size_t m = 0; m < d->spec.margin_count; m++) {
        const struct weight_margin *margin = &d->spec.margins[m];
        double total = 0;
        d->first[m] = d->columns;
        d->columns += margin->categories;
        d->share[m] = arena_array(arena, margin->categories + 1, sizeof *d->share[m]);
        for (size_t k = 0; k < margin->categories; k++)
            total += margin->target[k];
        for (size_t k = 0; k < margin->categories; k++)
            d->share[m][k] = margin->target[k] / total;
    }
}

static void invert_columns(struct arena *arena, struct design *d) {
    size_t n = d->columns;
    struct arena *scratch = arena_create();
    double *z = arena_array(scratch, n, sizeof *z);
    d->inverse = arena_array(arena, n * n, sizeof *d->inverse);
    for (size_t c = 0; c < d->spec.cells; c++) {
        double weight = base_of(d, c) * (double)d->spec.returns[c];
        fill_row(d, c, z);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                d->inverse[i * n + j] += weight * z[i] * z[j];
    }
    symmetric_invert(scratch, d->inverse, n, NULL);
    arena_destroy(scratch);
}

const struct design *design_create(struct arena *arena, const struct design_spec *spec) {
    struct design *d = arena_alloc(arena, sizeof *d);
    d->spec = *spec;
    if (!spec->stratum)
        d->spec.strata = 1;
    d->returns = arena_array(arena, d->spec.strata, sizeof *d->returns);
    for (size_t c = 0; c < spec->cells; c++) {
        d->returns[stratum_of(d, c)] += spec->returns[c];
        d->all += spec->returns[c];
    }
    find_columns(arena, d);
    invert_columns(arena, d);
    return d;
}

/* --- residuals --- */

struct moments {     /* of e, per stratum */
    double *sum;     /* [stratum * p + j] */
    double *squares; /* [(stratum * p + j) * p + k] */
};

/* Of the p regressions: coefficient [column * p + j]. */
static double *coefficients(struct arena *scratch, const struct design *d, const struct design_value *values,
                            const double *u, size_t count, size_t p) {
    size_t n = d->columns;
    double *z = arena_array(scratch, n, sizeof *z), *right = arena_array(scratch, n * p, sizeof *right),
           *out = arena_array(scratch, n * p, sizeof *out);
    for (size_t v = 0; v < count; v++) {
        double weight = base_of(d, values[v].cell) * (double)values[v].returns;
        fill_row(d, values[v].cell, z);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < p && z[i] != 0; j++)
                right[i * p + j] += weight * z[i] * u[v * p + j];
    }
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            for (size_t j = 0; j < p; j++)
                out[i * p + j] += d->inverse[i * n + k] * right[k * p + j];
    return out;
}

/* What the margins explain of u in each cell: [cell * p + j]. */
static double *explain(struct arena *scratch, const struct design *d, const double *coefficient, size_t p) {
    double *z = arena_array(scratch, d->columns, sizeof *z),
           *fit = arena_array(scratch, d->spec.cells * p + 1, sizeof *fit);
    for (size_t c = 0; c < d->spec.cells; c++) {
        fill_row(d, c, z);
        for (size_t i = 0; i < d->columns; i++)
            for (size_t j = 0; j < p && z[i] != 0; j++)
                fit[c * p + j] += z[i] * coefficient[i * p + j];
    }
    return fit;
}

static void add_moments(struct moments *m, size_t stratum, double returns, const double *e, size_t p) {
    for (size_t j = 0; j < p; j++) {
        m->sum[stratum * p + j] += returns * e[j];
        for (size_t k = 0; k < p; k++)
            m->squares[(stratum * p + j) * p + k] += returns * e[j] * e[k];
    }
}

static struct moments find_moments(struct arena *scratch, const struct design *d,
                                   const struct design_value *values, const double *u, const double *fit,
                                   size_t count, size_t p) {
    double *e = arena_array(scratch, p, sizeof *e);
    int64_t *rest = arena_copy(scratch, d->spec.returns, d->spec.cells * sizeof *rest);
    struct moments m = {arena_array(scratch, d->spec.strata * p, sizeof *m.sum),
                        arena_array(scratch, d->spec.strata * p * p, sizeof *m.squares)};
    for (size_t v = 0; v < count; v++) {
        size_t cell = values[v].cell;
        rest[cell] -= values[v].returns;
        for (size_t j = 0; j < p; j++)
            e[j] = d->spec.weight[cell] * (u[v * p + j] - fit[cell * p + j]);
        add_moments(&m, stratum_of(d, cell), (double)values[v].returns, e, p);
    }
    for (size_t cell = 0; cell < d->spec.cells; cell++) {
        assert(rest[cell] >= 0);
        for (size_t j = 0; j < p; j++)
            e[j] = -d->spec.weight[cell] * fit[cell * p + j];
        add_moments(&m, stratum_of(d, cell), (double)rest[cell], e, p);
    }
    return m;
}

/* A stratum with one return tells nothing of its variance; survey's "adjust" is to take it about nought. */
static void add_stratum(const struct design *d, const struct moments *m, size_t h, size_t p, double *out) {
    double n = (double)d->returns[h], lost = d->spec.population ? 1 - n / d->spec.population[h] : 1;
    double scale = fmax(lost, 0) * (n > 1 ? n / (n - 1) : 1);
    const double *sum = &m->sum[h * p];
    for (size_t j = 0; j < p && n > 0; j++)
        for (size_t k = 0; k < p; k++) {
            double about = n > 1 ? sum[j] * sum[k] / n : 0;
            out[j * p + k] += scale * (m->squares[(h * p + j) * p + k] - about);
        }
}

void design_covariance(const struct design *d, const struct design_value *values, const double *u,
                       size_t count, size_t p, double *out) {
    struct arena *scratch = arena_create();
    const double *coefficient = coefficients(scratch, d, values, u, count, p);
    const double *fit = explain(scratch, d, coefficient, p);
    struct moments m = find_moments(scratch, d, values, u, fit, count, p);
    memset(out, 0, p * p * sizeof *out);
    for (size_t h = 0; h < d->spec.strata; h++)
        add_stratum(d, &m, h, p, out);
    arena_destroy(scratch);
}

/* --- figures --- */

static int64_t degrees(const struct design *d, const struct design_value *values, size_t count,
                       int64_t *returns) {
    struct arena *scratch = arena_create();
    bool *met = arena_array(scratch, d->spec.strata, sizeof *met);
    int64_t strata = 0;
    *returns = 0;
    for (size_t v = 0; v < count; v++) {
        if (values[v].x == 0 || values[v].returns == 0)
            continue;
        *returns += values[v].returns;
        strata += !met[stratum_of(d, values[v].cell)];
        met[stratum_of(d, values[v].cell)] = true;
    }
    arena_destroy(scratch);
    return *returns - strata;
}

static double sum_of(const struct design *d, const struct design_value *values, size_t count, bool of_x) {
    double sum = 0;
    for (size_t v = 0; v < count; v++)
        sum +=
            d->spec.weight[values[v].cell] * (double)values[v].returns * (of_x ? values[v].x : values[v].y);
    return sum;
}

static struct design_estimate estimate(const struct design *d, const struct design_value *values,
                                       size_t count, double value, double ratio, double scale) {
    struct arena *scratch = arena_create();
    struct design_estimate e = {.value = value};
    double *u = arena_array(scratch, count + 1, sizeof *u);
    for (size_t v = 0; v < count; v++)
        u[v] = (values[v].y - ratio * values[v].x) / scale;
    design_covariance(d, values, u, count, 1, &e.variance);
    e.variance = fmax(e.variance, 0);
    e.df = degrees(d, values, count, &e.returns);
    arena_destroy(scratch);
    return e;
}

struct design_estimate design_total(const struct design *d, const struct design_value *values, size_t count) {
    return estimate(d, values, count, sum_of(d, values, count, false), 0, 1);
}

struct design_estimate design_ratio(const struct design *d, const struct design_value *values, size_t count) {
    double x = sum_of(d, values, count, true);
    assert(x != 0);
    double ratio = sum_of(d, values, count, false) / x;
    return estimate(d, values, count, ratio, ratio, x);
}

double design_effective_n(const struct design *d, const struct design_value *values, size_t count) {
    double sum = 0, squares = 0;
    for (size_t v = 0; v < count; v++) {
        double w = d->spec.weight[values[v].cell], n = (double)values[v].returns;
        sum += n * w;
        squares += n * w * w;
    }
    return squares > 0 ? sum * sum / squares : 0;
}

double design_effect(const struct design *d, struct design_estimate p) {
    double n = (double)d->all, correction = n > 1 ? n / (n - 1) : 1;
    assert(p.value > 0 && p.value < 1 && p.returns > 0);
    return p.variance * (double)p.returns / (p.value * (1 - p.value) * correction);
}

/* --- intervals --- */

static struct design_limits beta_limits(double p, double n, double level) {
    double tail = (1 - level) / 2;
    return (struct design_limits){
        p > 0 ? distribution_beta_quantile(DISTRIBUTION_LOWER, tail, n * p, n * (1 - p) + 1) : 0,
        p < 1 ? distribution_beta_quantile(DISTRIBUTION_UPPER, tail, n * p + 1, n * (1 - p)) : 1};
}

static double squared(double x) {
    return x * x;
}

struct design_limits design_interval(enum design_method method, struct design_estimate e, double kish,
                                     double level) {
    double tail = (1 - level) / 2, p = e.value;
    if (p <= 0 || p >= 1)
        return beta_limits(p <= 0 ? 0 : 1, kish, method == DESIGN_LOGIT ? 2 * level - 1 : level);
    if (e.df < 1)
        return (struct design_limits){0, 1};
    if (e.variance <= 0)
        return (struct design_limits){p, p};
    double t = distribution_t_quantile(DISTRIBUTION_UPPER, tail, (double)e.df);
    if (method == DESIGN_BETA) {
        double plain = distribution_t_quantile(DISTRIBUTION_UPPER, tail, (double)e.returns - 1);
        return beta_limits(p, p * (1 - p) / e.variance * squared(plain / t), level);
    }
    double centre = log(p / (1 - p)), half = t * sqrt(e.variance) / (p * (1 - p));
    return (struct design_limits){1 / (1 + exp(half - centre)), 1 / (1 + exp(-half - centre))};
}
