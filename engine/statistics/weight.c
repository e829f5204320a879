#include "engine/statistics/weight.h"

#include <assert.h>
#include <math.h>
#include <string.h>

const struct weight_options weight_default_options = {
    .tolerance = 1e-12, .sweeps = 1000, .low = 0, .high = INFINITY};

enum { ROUNDS = 200 }; /* of raking and trimming in turn, and of strict trimming */

struct raking {
    const struct weight_units *units;
    const struct weight_margin *margins;
    size_t margin_count;
    double **share;  /* of each margin's categories, adding up to 1 */
    double **weight; /* the same, as weighted now; scratch */
    double *weights;
};

/* --- what cannot be weighted --- */

static double total_of(const struct weight_margin *margin) {
    double total = 0;
    for (size_t k = 0; k < margin->categories; k++)
        total += margin->target[k];
    return total;
}

static bool totals_agree(const struct raking *r, struct weight_result *result) {
    double first = 0;
    for (size_t m = 0; m < r->margin_count; m++) {
        double total = total_of(&r->margins[m]);
        if (!r->margins[m].counts)
            continue;
        if (first > 0 && fabs(total - first) > 1e-9 * first) {
            result->failure = WEIGHT_TOTALS_DIFFER;
            result->margin = m;
            return false;
        }
        first = first > 0 ? first : total;
    }
    return true;
}

static bool categories_match(struct arena *scratch, const struct raking *r, size_t m,
                             struct weight_result *result) {
    const struct weight_margin *margin = &r->margins[m];
    bool *present = arena_array(scratch, margin->categories + 1, sizeof *present);
    for (size_t u = 0; u < r->units->count; u++)
        if (margin->category[u] >= 0) {
            assert((size_t)margin->category[u] < margin->categories);
            present[margin->category[u]] = true;
        }
    for (size_t k = 0; k < margin->categories; k++)
        if (present[k] != (margin->target[k] > 0)) {
            result->failure = present[k] ? WEIGHT_NO_POPULATION : WEIGHT_NO_RESPONDENTS;
            result->margin = m;
            result->category = k;
            return false;
        }
    return true;
}

/* --- raking --- */

static void weigh_margin(const struct raking *r, size_t m) {
    const struct weight_margin *margin = &r->margins[m];
    double *weight = r->weight[m], all = 0;
    memset(weight, 0, margin->categories * sizeof *weight);
    for (size_t u = 0; u < r->units->count; u++)
        if (margin->category[u] >= 0)
            weight[margin->category[u]] += r->weights[u] * (double)r->units->returns[u];
    for (size_t k = 0; k < margin->categories; k++)
        all += weight[k];
    for (size_t k = 0; k < margin->categories && all > 0; k++)
        weight[k] /= all;
}

static double gap_of(const struct raking *r) {
    double gap = 0;
    for (size_t m = 0; m < r->margin_count; m++) {
        weigh_margin(r, m);
        for (size_t k = 0; k < r->margins[m].categories; k++)
            gap = fmax(gap, fabs(r->weight[m][k] - r->share[m][k]));
    }
    return gap;
}

static void fit_margin(const struct raking *r, size_t m) {
    const int32_t *category = r->margins[m].category;
    weigh_margin(r, m);
    for (size_t u = 0; u < r->units->count; u++)
        if (category[u] >= 0)
            r->weights[u] *= r->share[m][category[u]] / r->weight[m][category[u]];
}

static bool fit(const struct raking *r, const struct weight_options *options, struct weight_result *result) {
    for (int sweep = 0; (result->gap = gap_of(r)) > options->tolerance; sweep++) {
        if (sweep == options->sweeps) {
            result->failure = WEIGHT_NOT_CONVERGED;
            return false;
        }
        for (size_t m = 0; m < r->margin_count; m++)
            fit_margin(r, m);
        result->sweeps++;
    }
    return true;
}

static double mean_weight(const struct weight_units *units, const double *weights) {
    double sum = 0, returns = 0;
    for (size_t u = 0; u < units->count; u++) {
        sum += weights[u] * (double)units->returns[u];
        returns += (double)units->returns[u];
    }
    return returns > 0 ? sum / returns : 1;
}

/* --- trimming --- */

static bool is_outside(double weight, double low, double high) {
    /* A weight that was set to a bound must not be found outside it by its last digit. */
    return weight < low * (1 - 1e-12) || weight > high * (1 + 1e-12);
}

/* Returns how many returns were outside; *spread is what each of the others must take up. */
static int64_t measure_outside(const struct weight_units *units, const double *weights, double low,
                               double high, double *spread) {
    double lost = 0;
    int64_t outside = 0, inside = 0;
    for (size_t u = 0; u < units->count; u++) {
        if (!is_outside(weights[u], low, high)) {
            inside += units->returns[u];
            continue;
        }
        outside += units->returns[u];
        lost += (weights[u] - fmax(low, fmin(weights[u], high))) * (double)units->returns[u];
    }
    *spread = inside > 0 ? lost / (double)inside : NAN;
    return outside;
}

int64_t weight_trim(const struct weight_units *units, double *weights, double low, double high, bool strict) {
    int64_t first = 0;
    for (int turn = 0; turn < ROUNDS; turn++) {
        double spread;
        int64_t outside = measure_outside(units, weights, low, high, &spread);
        first = turn == 0 ? outside : first;
        if (outside == 0)
            return first;
        if (isnan(spread))
            return -1;
        for (size_t u = 0; u < units->count; u++)
            weights[u] =
                is_outside(weights[u], low, high) ? fmax(low, fmin(weights[u], high)) : weights[u] + spread;
        if (!strict)
            return first;
    }
    return -1;
}

static bool fit_and_trim(const struct raking *r, const struct weight_options *options,
                         struct weight_result *result) {
    double mean = mean_weight(r->units, r->weights);
    for (int round = 0; round < ROUNDS; round++) {
        if (!fit(r, options, result))
            return false;
        int64_t outside = weight_trim(r->units, r->weights, options->low * mean, options->high * mean, true);
        if (outside < 0)
            result->failure = WEIGHT_TOO_TIGHT;
        if (outside <= 0)
            break;
    }
    result->gap = gap_of(r);
    return result->failure == WEIGHT_DONE;
}

static int64_t count_trimmed(const struct raking *r, const struct weight_options *options) {
    int64_t trimmed = 0;
    double mean = mean_weight(r->units, r->weights);
    for (size_t u = 0; u < r->units->count; u++) {
        double ratio = r->weights[u] / mean;
        if (ratio <= options->low * (1 + 1e-9) || ratio >= options->high * (1 - 1e-9))
            trimmed += r->units->returns[u];
    }
    return trimmed;
}

/* --- the whole --- */

static void prepare(struct arena *arena, struct raking *r) {
    r->share = arena_array(arena, r->margin_count + 1, sizeof *r->share);
    r->weight = arena_array(arena, r->margin_count + 1, sizeof *r->weight);
    r->weights = arena_array(arena, r->units->count + 1, sizeof *r->weights);
    for (size_t m = 0; m < r->margin_count; m++) {
        const struct weight_margin *margin = &r->margins[m];
        double total = total_of(margin);
        r->share[m] = arena_array(arena, margin->categories + 1, sizeof *r->share[m]);
        r->weight[m] = arena_array(arena, margin->categories + 1, sizeof *r->weight[m]);
        for (size_t k = 0; k < margin->categories; k++)
            r->share[m][k] = margin->target[k] / total;
    }
    for (size_t u = 0; u < r->units->count; u++)
        r->weights[u] = r->units->base ? r->units->base[u] : 1;
}

struct weight_result weight_rake(struct arena *arena, const struct weight_units *units,
                                 const struct weight_margin *margins, size_t margin_count,
                                 const struct weight_options *options) {
    struct weight_result result = {.failure = WEIGHT_DONE};
    struct raking r = {.units = units, .margins = margins, .margin_count = margin_count};
    assert(options->low < 1 && options->high > 1);
    prepare(arena, &r);
    bool good = totals_agree(&r, &result);
    for (size_t m = 0; good && m < margin_count; m++)
        good = categories_match(arena, &r, m, &result);
    if (good && fit_and_trim(&r, options, &result)) {
        result.weights = r.weights;
        result.trimmed = count_trimmed(&r, options);
    }
    return result;
}

struct weight_spread weight_spread(const struct weight_units *units, const double *weights) {
    double sum = 0, squares = 0, returns = 0, mean = mean_weight(units, weights);
    struct weight_spread s = {.least = INFINITY};
    for (size_t u = 0; u < units->count; u++) {
        double n = (double)units->returns[u];
        returns += n;
        sum += weights[u] * n;
        squares += weights[u] * weights[u] * n;
        s.least = fmin(s.least, weights[u] / mean);
        s.greatest = fmax(s.greatest, weights[u] / mean);
    }
    s.effective_n = squares > 0 ? sum * sum / squares : 0;
    s.design_effect = s.effective_n > 0 ? returns / s.effective_n : 1;
    return s;
}
