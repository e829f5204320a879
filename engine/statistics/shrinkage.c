#include "engine/statistics/shrinkage.h"

#include "engine/statistics/distribution.h"

#include <assert.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_psi.h>
#include <math.h>

enum { STEPS = 200, HALVINGS = 40, BY_HAND = 64 };

/* Beyond this a + b the areas' own spread is below what any n tells from chance. */
static const double most_precise = 1e8;

struct areas {
    const int64_t *counts, *n;
    size_t count;
};

/* --- the likelihood; lgamma(a + k) - lgamma(a) and its derivatives, without cancellation where k is small
 * --- */

static double rise(double a, int64_t k) {
    if (k > BY_HAND)
        return gsl_sf_lngamma(a + (double)k) - gsl_sf_lngamma(a);
    double sum = 0;
    for (int64_t i = 0; i < k; i++)
        sum += log(a + (double)i);
    return sum;
}

static double rise_first(double a, int64_t k) {
    if (k > BY_HAND)
        return gsl_sf_psi(a + (double)k) - gsl_sf_psi(a);
    double sum = 0;
    for (int64_t i = 0; i < k; i++)
        sum += 1 / (a + (double)i);
    return sum;
}

static double rise_second(double a, int64_t k) {
    if (k > BY_HAND)
        return gsl_sf_psi_1(a + (double)k) - gsl_sf_psi_1(a);
    double sum = 0;
    for (int64_t i = 0; i < k; i++)
        sum -= 1 / ((a + (double)i) * (a + (double)i));
    return sum;
}

static double likelihood(const struct areas *areas, double a, double b) {
    double sum = 0;
    for (size_t i = 0; i < areas->count; i++)
        sum += rise(a, areas->counts[i]) + rise(b, areas->n[i] - areas->counts[i]) - rise(a + b, areas->n[i]);
    return sum;
}

double shrinkage_likelihood(const int64_t *counts, const int64_t *n, size_t areas, double a, double b) {
    distribution_tame();
    return likelihood(&(struct areas){counts, n, areas}, a, b);
}

/* In the logarithms u of a and v of b: gradient and curvature. */
struct slope {
    double u, v, uu, uv, vv;
};

static struct slope slope_at(const struct areas *areas, double a, double b) {
    double da = 0, db = 0, daa = 0, dab = 0, dbb = 0;
    for (size_t i = 0; i < areas->count; i++) {
        int64_t x = areas->counts[i], n = areas->n[i];
        double all = rise_first(a + b, n), all_second = rise_second(a + b, n);
        da += rise_first(a, x) - all;
        db += rise_first(b, n - x) - all;
        daa += rise_second(a, x) - all_second;
        dbb += rise_second(b, n - x) - all_second;
        dab -= all_second;
    }
    return (struct slope){a * da, b * db, a * a * daa + a * da, a * b * dab, b * b * dbb + b * db};
}

/* --- moments --- */

struct totals {
    double count, n, squares; /* squares: of n */
    size_t areas;             /* with returns */
};

static struct totals add_up(const struct areas *areas) {
    struct totals t = {0};
    for (size_t i = 0; i < areas->count; i++) {
        assert(areas->counts[i] >= 0 && areas->counts[i] <= areas->n[i]);
        t.count += (double)areas->counts[i];
        t.n += (double)areas->n[i];
        t.squares += (double)areas->n[i] * (double)areas->n[i];
        t.areas += areas->n[i] > 0;
    }
    return t;
}

/* a + b; 0 when the areas differ no more than by chance. */
static double precision_by_moments(const struct areas *areas, const struct totals *t) {
    double p = t->count / t->n, spread = 0, degrees = (double)t->areas - 1;
    for (size_t i = 0; i < areas->count; i++) {
        double n = (double)areas->n[i], off = n > 0 ? (double)areas->counts[i] / n - p : 0;
        spread += n * off * off;
    }
    double more = t->n - t->squares / t->n - degrees, excess = spread / (p * (1 - p)) - degrees;
    double share = more > 0 ? excess / more : 0; /* 1 / (a + b + 1) */
    return share > 0 && share < 1 ? 1 / share - 1 : 0;
}

/* --- Newton --- */

struct point {
    double u, v, value;
};

static struct point point_at(const struct areas *areas, double u, double v) {
    return (struct point){u, v, likelihood(areas, exp(u), exp(v))};
}

/* Newton's direction where the surface is curved like a hill, else straight up. */
static void direction_at(const struct slope *s, double *u, double *v) {
    double determinant = s->uu * s->vv - s->uv * s->uv, length = hypot(s->u, s->v);
    *u = s->u / length;
    *v = s->v / length;
    if (s->uu >= 0 || determinant <= 0)
        return;
    *u = -(s->vv * s->u - s->uv * s->v) / determinant;
    *v = -(s->uu * s->v - s->uv * s->u) / determinant;
    double most = fmax(fabs(*u), fabs(*v)), scale = most > 2 ? 2 / most : 1;
    *u *= scale;
    *v *= scale;
}

/* One step uphill; false when there is none that leads higher. */
static bool climb(const struct areas *areas, struct point *at) {
    struct slope s = slope_at(areas, exp(at->u), exp(at->v));
    double u, v;
    if (s.u == 0 && s.v == 0)
        return false;
    direction_at(&s, &u, &v);
    for (int i = 0; i < HALVINGS; i++, u /= 2, v /= 2) {
        struct point next = point_at(areas, at->u + u, at->v + v);
        if (!(next.value > at->value))
            continue;
        *at = next;
        return fabs(u) + fabs(v) > 1e-13;
    }
    return false;
}

static bool arrived(const struct areas *areas, const struct point *at) {
    struct slope s = slope_at(areas, exp(at->u), exp(at->v));
    return fabs(s.u) + fabs(s.v) < 1e-5 * (1 + fabs(at->value)) && s.uu < 0 && s.uu * s.vv > s.uv * s.uv;
}

static struct shrinkage of_beta(enum shrinkage_kind kind, double a, double b) {
    double mean = a / (a + b);
    return (struct shrinkage){kind, a, b, mean, sqrt(mean * (1 - mean) / (a + b + 1))};
}

static struct shrinkage fit(const struct areas *areas, const struct totals *t) {
    double p = t->count / t->n, by_moments = precision_by_moments(areas, t);
    double start = by_moments > 0 ? by_moments : t->n / (double)t->areas;
    struct point at = point_at(areas, log(p * start), log((1 - p) * start));
    for (int i = 0; i < STEPS && exp(at.u) + exp(at.v) < most_precise; i++)
        if (!climb(areas, &at))
            break;
    double a = exp(at.u), b = exp(at.v), even = t->count * log(p) + (t->n - t->count) * log(1 - p);
    if (a + b >= most_precise || at.value <= even + 1e-9)
        return (struct shrinkage){.kind = SHRINKAGE_EQUAL, .mean = p};
    if (arrived(areas, &at))
        return of_beta(SHRINKAGE_LIKELIHOOD, a, b);
    if (by_moments > 0)
        return of_beta(SHRINKAGE_MOMENTS, p * by_moments, (1 - p) * by_moments);
    return (struct shrinkage){.kind = SHRINKAGE_EQUAL, .mean = p};
}

struct shrinkage shrinkage_fit(const int64_t *counts, const int64_t *n, size_t count) {
    const struct areas areas = {counts, n, count};
    struct totals t = add_up(&areas);
    distribution_tame();
    if (t.areas == 0)
        return (struct shrinkage){.kind = SHRINKAGE_NONE};
    double p = t.count / t.n;
    if (t.areas == 1)
        return (struct shrinkage){.kind = SHRINKAGE_ONE, .mean = p};
    if (p <= 0 || p >= 1)
        return (struct shrinkage){.kind = SHRINKAGE_EQUAL, .mean = p};
    return fit(&areas, &t);
}

struct shrinkage_rate shrinkage_rate(const struct shrinkage *model, int64_t count, int64_t n, double level) {
    struct shrinkage_rate out = {.rate = model->mean};
    if (model->kind == SHRINKAGE_ONE && n > 0)
        out = (struct shrinkage_rate){.rate = (double)count / (double)n, .weight = 1};
    if (model->kind != SHRINKAGE_LIKELIHOOD && model->kind != SHRINKAGE_MOMENTS)
        return out;
    double a = model->a + (double)count, b = model->b + (double)(n - count), tail = (1 - level) / 2;
    out.rate = a / (a + b);
    out.weight = (double)n / ((double)n + model->a + model->b);
    out.has_interval = true;
    out.low = distribution_beta_quantile(DISTRIBUTION_LOWER, tail, a, b);
    out.high = distribution_beta_quantile(DISTRIBUTION_UPPER, tail, a, b);
    return out;
}
