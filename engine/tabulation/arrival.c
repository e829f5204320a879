#include "engine/tabulation/arrival.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_min.h>
#include <math.h>

enum { GRID = 80, ITERATIONS = 100 };
static const double share_min = 0.5, precision = 1e-6;

struct curve {
    const long *daily;
    size_t days;
};

/* The best A for this tau; *misfit is the sum of squares that is left. */
static double best_final(const struct curve *c, double tau, double *misfit) {
    double cumulated = 0, counts = 0, shapes = 0, products = 0;
    for (size_t i = 0; i < c->days; i++) {
        double shape = -expm1(-(double)(i + 1) / tau);
        cumulated += (double)c->daily[i];
        counts += cumulated * cumulated;
        shapes += shape * shape;
        products += cumulated * shape;
    }
    *misfit = counts - products * products / shapes;
    return products / shapes;
}

static double misfit_at(double log_tau, void *data) {
    double misfit;
    best_final(data, exp(log_tau), &misfit);
    return misfit;
}

/* From a third of a day to thirty times the days seen. */
static double grid_point(const struct curve *c, int at) {
    double low = log(0.3), high = log(30.0 * (double)c->days);
    return low + (high - low) * at / (GRID - 1);
}

/* The middle point must lie strictly below its neighbours, or GSL would refuse the bracket. */
static double refine(struct curve *c, double low, double middle, double high) {
    gsl_function function = {.function = misfit_at, .params = c};
    if (!(misfit_at(middle, c) < misfit_at(low, c) && misfit_at(middle, c) < misfit_at(high, c)))
        return middle;
    gsl_min_fminimizer *m = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent);
    double found = middle;
    if (m && gsl_min_fminimizer_set(m, &function, middle, low, high) == GSL_SUCCESS)
        for (int i = 0; i < ITERATIONS; i++) {
            if (gsl_min_fminimizer_iterate(m) != GSL_SUCCESS)
                break;
            found = gsl_min_fminimizer_x_minimum(m);
            if (gsl_min_fminimizer_x_upper(m) - gsl_min_fminimizer_x_lower(m) < precision)
                break;
        }
    if (m)
        gsl_min_fminimizer_free(m);
    return found;
}

static double best_tau(struct curve *c) {
    int best = 0;
    for (int i = 1; i < GRID; i++)
        if (misfit_at(grid_point(c, i), c) < misfit_at(grid_point(c, best), c))
            best = i;
    if (best == 0 || best == GRID - 1)
        return exp(grid_point(c, best));
    return exp(refine(c, grid_point(c, best - 1), grid_point(c, best), grid_point(c, best + 1)));
}

struct arrival arrival_fit(const long *daily, size_t days) {
    struct curve c = {daily, days};
    struct arrival out = {.days = days};
    long total = 0;
    double misfit;
    for (size_t i = 0; i < days; i++)
        total += daily[i];
    if (days < ARRIVAL_DAYS_MIN || total < ARRIVAL_RETURNS_MIN) {
        out.verdict = days < ARRIVAL_DAYS_MIN ? ARRIVAL_FEW_DAYS : ARRIVAL_FEW_RETURNS;
        return out;
    }
    out.tau = best_tau(&c);
    out.final = best_final(&c, out.tau, &misfit);
    out.arrived = -expm1(-(double)days / out.tau);
    if (out.final < (double)total)
        out.final = (double)total;
    out.verdict = out.arrived < share_min ? ARRIVAL_NOT_SLOWING : ARRIVAL_FITTED;
    return out;
}
