#include "engine/statistics/regression.h"

#include "engine/statistics/distribution.h"
#include "engine/statistics/symmetric.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { STEPS = 60 };

static const double edge = 1e-8; /* a probability nearer than this to 0 or 1 says that there is separation */

struct fit {
    struct arena *scratch;
    const struct regression_data *data;
    double *beta, *step;
    double *information; /* then its inverse */
    double *score;
    double *mu; /* by row */
};

static double weight_of(const struct regression_data *data, size_t row) {
    return data->weight ? data->weight[row] : 1;
}

static void predict(struct fit *f) {
    size_t p = f->data->columns;
    for (size_t r = 0; r < f->data->rows; r++) {
        double eta = 0;
        for (size_t j = 0; j < p; j++)
            eta += f->data->x[r * p + j] * f->beta[j];
        f->mu[r] = 1 / (1 + exp(-eta));
    }
}

/* Score and information at the coefficients in hand. */
static void differentiate(struct fit *f) {
    size_t p = f->data->columns;
    memset(f->score, 0, p * sizeof *f->score);
    memset(f->information, 0, p * p * sizeof *f->information);
    for (size_t r = 0; r < f->data->rows; r++) {
        const double *x = &f->data->x[r * p];
        double w = weight_of(f->data, r), n = (double)f->data->n[r];
        double residual = w * ((double)f->data->yes[r] - n * f->mu[r]);
        double spread = w * n * f->mu[r] * (1 - f->mu[r]);
        for (size_t j = 0; j < p; j++) {
            f->score[j] += residual * x[j];
            for (size_t k = 0; k < p && x[j] != 0; k++)
                f->information[j * p + k] += spread * x[j] * x[k];
        }
    }
}

static double deviance(const struct fit *f) {
    double sum = 0;
    for (size_t r = 0; r < f->data->rows; r++) {
        double yes = (double)f->data->yes[r], no = (double)f->data->n[r] - yes;
        sum -= weight_of(f->data, r) *
               ((yes > 0 ? yes * log(f->mu[r]) : 0) + (no > 0 ? no * log1p(-f->mu[r]) : 0));
    }
    return 2 * sum;
}

static bool touches_edge(const struct fit *f) {
    for (size_t r = 0; r < f->data->rows; r++)
        if (f->mu[r] < edge || f->mu[r] > 1 - edge)
            return true;
    return false;
}

static size_t furthest(const struct fit *f) {
    size_t column = 0;
    for (size_t j = 1; j < f->data->columns; j++)
        if (column == 0 || fabs(f->beta[j]) > fabs(f->beta[column]))
            column = j;
    return column;
}

/* The largest change of a coefficient, relative where the coefficient is large. */
static double take_step(struct fit *f) {
    double largest = 0;
    symmetric_times(f->information, f->score, f->data->columns, f->step);
    for (size_t j = 0; j < f->data->columns; j++) {
        f->beta[j] += f->step[j];
        largest = fmax(largest, fabs(f->step[j]) / (1 + fabs(f->beta[j])));
    }
    return largest;
}

static bool find_alias(const bool *kept, size_t columns, struct regression *out) {
    for (size_t j = 0; j < columns; j++)
        if (!kept[j]) {
            out->failure = REGRESSION_ALIASED;
            out->column = j;
            return true;
        }
    return false;
}

static bool converge(struct fit *f, struct regression *out) {
    size_t p = f->data->columns;
    bool *kept = arena_array(f->scratch, p, sizeof *kept);
    for (out->steps = 1; out->steps <= STEPS; out->steps++) {
        predict(f);
        differentiate(f);
        /* At the start all spreads are alike: what is short of rank there is so by its columns. */
        symmetric_invert(f->scratch, f->information, p, kept);
        if (out->steps == 1 && find_alias(kept, p, out))
            return false;
        if (touches_edge(f)) {
            out->failure = REGRESSION_SEPARATED;
            out->column = furthest(f);
            return false;
        }
        if (take_step(f) < 1e-13)
            return true;
    }
    out->failure = REGRESSION_NOT_CONVERGED;
    return false;
}

/* --- errors --- */

static void copy_model_based(const struct fit *f, double *covariance) {
    memcpy(covariance, f->information, f->data->columns * f->data->columns * sizeof *covariance);
}

/* Influence of a return: inverse information times x times (answer less its probability). */
static void find_influence(const struct fit *f, size_t row, double residual, double *u) {
    symmetric_times(f->information, &f->data->x[row * f->data->columns], f->data->columns, u);
    for (size_t j = 0; j < f->data->columns; j++)
        u[j] *= residual;
}

static int64_t design_based(const struct fit *f, double *covariance) {
    const struct regression_data *d = f->data;
    size_t p = d->columns, count = 0;
    struct design_value *values = arena_array(f->scratch, 2 * d->rows + 1, sizeof *values);
    double *u = arena_array(f->scratch, (2 * d->rows + 1) * p, sizeof *u);
    for (size_t r = 0; r < d->rows; r++) {
        if (d->yes[r] > 0) {
            values[count] = (struct design_value){d->cell[r], d->yes[r], 1, 1};
            find_influence(f, r, 1 - f->mu[r], &u[count++ * p]);
        }
        if (d->n[r] > d->yes[r]) {
            values[count] = (struct design_value){d->cell[r], d->n[r] - d->yes[r], 0, 1};
            find_influence(f, r, -f->mu[r], &u[count++ * p]);
        }
    }
    design_covariance(d->design, values, u, count, p, covariance);
    return design_ratio(d->design, values, count).df + 1 - (int64_t)p;
}

static double two_sided(double statistic, int64_t df) {
    return df > 0 ? distribution_t_two_sided(statistic, (double)df)
                  : distribution_normal_two_sided(statistic);
}

static void describe(const struct fit *f, double level, struct regression *out) {
    double tail = (1 - level) / 2;
    double z = out->df > 0 ? distribution_t_quantile(DISTRIBUTION_UPPER, tail, (double)out->df)
                           : distribution_normal_quantile(DISTRIBUTION_UPPER, tail);
    for (size_t j = 0; j < f->data->columns; j++) {
        struct regression_coefficient *c = &out->coefficients[j];
        c->value = f->beta[j];
        c->error = sqrt(out->covariance[j * f->data->columns + j]);
        c->statistic = c->value / c->error;
        c->p = two_sided(c->statistic, out->df);
        c->odds = exp(c->value);
        c->odds_low = exp(c->value - z * c->error);
        c->odds_high = exp(c->value + z * c->error);
    }
}

/* The deviance when all have the same probability. */
static double null_deviance(struct fit *f) {
    double yes = 0, all = 0;
    for (size_t r = 0; r < f->data->rows; r++) {
        yes += weight_of(f->data, r) * (double)f->data->yes[r];
        all += weight_of(f->data, r) * (double)f->data->n[r];
    }
    for (size_t r = 0; r < f->data->rows; r++)
        f->mu[r] = yes / all;
    return deviance(f);
}

static void count_answers(const struct regression_data *data, struct regression *out) {
    for (size_t r = 0; r < data->rows; r++) {
        out->n += data->n[r];
        out->yes += data->yes[r];
    }
}

struct regression regression_logistic(struct arena *arena, const struct regression_data *data, double level) {
    size_t p = data->columns;
    struct regression out = {.failure = REGRESSION_DONE};
    assert(!data->design == !data->cell);
    count_answers(data, &out);
    if (out.yes == 0 || out.yes == out.n) {
        out.failure = REGRESSION_CONSTANT;
        return out;
    }
    struct arena *scratch = arena_create();
    struct fit f = {.scratch = scratch, .data = data};
    f.beta = arena_array(scratch, p, sizeof *f.beta);
    f.step = arena_array(scratch, p, sizeof *f.step);
    f.score = arena_array(scratch, p, sizeof *f.score);
    f.information = arena_array(scratch, p * p, sizeof *f.information);
    f.mu = arena_array(scratch, data->rows + 1, sizeof *f.mu);
    out.coefficients = arena_array(arena, p, sizeof *out.coefficients);
    out.covariance = arena_array(arena, p * p, sizeof *out.covariance);
    if (converge(&f, &out)) {
        out.deviance = deviance(&f);
        if (data->design)
            out.df = design_based(&f, out.covariance);
        else
            copy_model_based(&f, out.covariance);
        describe(&f, level, &out);
        out.null_deviance = null_deviance(&f);
    }
    arena_destroy(scratch);
    return out;
}
