#include "engine/statistics/correlation.h"

#include "engine/statistics/distribution.h"

#include <math.h>
#include <stdlib.h>

static double mean_of(const double *x, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum / (double)n;
}

/* False when one of them does not vary. */
static bool product_moment(const double *x, const double *y, size_t n, double *r) {
    double mx = mean_of(x, n), my = mean_of(y, n), xx = 0, yy = 0, xy = 0;
    for (size_t i = 0; i < n; i++) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    if (!(xx > 0) || !(yy > 0))
        return false;
    *r = fmax(-1, fmin(1, xy / sqrt(xx * yy)));
    return true;
}

static void add_interval(struct correlation *c, size_t n, double variance, double level) {
    c->has_interval = n > 3 && fabs(c->r) < 1;
    if (!c->has_interval)
        return;
    double half = distribution_normal_quantile(DISTRIBUTION_UPPER, (1 - level) / 2) * sqrt(variance);
    c->low = tanh(atanh(c->r) - half);
    c->high = tanh(atanh(c->r) + half);
}

static double t_statistic(double r, size_t n) {
    return r * sqrt((double)(n - 2)) / sqrt(1 - r * r);
}

struct correlation correlation_pearson(const double *x, const double *y, size_t n, double level) {
    struct correlation c = {0};
    c.defined = n >= 3 && product_moment(x, y, n, &c.r);
    if (!c.defined)
        return c;
    if (fabs(c.r) < 1) {
        c.statistic = t_statistic(c.r, n);
        c.p = distribution_t_two_sided(c.statistic, (double)n - 2);
    }
    add_interval(&c, n, 1 / ((double)n - 3), level);
    return c;
}

/* --- ranks --- */

struct ranked {
    double value;
    size_t place;
};

static int compare(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    return (a->value > b->value) - (a->value < b->value);
}

static bool rank_all(struct arena *scratch, const double *x, size_t n, double *rank) {
    bool ties = false;
    struct ranked *sorted = arena_array(scratch, n + 1, sizeof *sorted);
    for (size_t i = 0; i < n; i++)
        sorted[i] = (struct ranked){x[i], i};
    qsort(sorted, n, sizeof *sorted, compare);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && sorted[end].value == sorted[i].value; end++)
            ties = true;
        for (size_t k = i; k < end; k++)
            rank[sorted[k].place] = ((double)i + 1 + (double)end) / 2;
    }
    return ties;
}

/* --- the distribution of S without ties --- */

enum { EXACT_MOST = 9, SERIES_MOST = 1290 };

struct permutations {
    size_t n;
    bool used[EXACT_MOST];
    long at_least, all;
    double s;
};

static void permute(struct permutations *p, size_t place, double sum) {
    if (place == p->n) {
        p->all++;
        p->at_least += sum >= p->s;
        return;
    }
    for (size_t i = 0; i < p->n; i++) {
        if (p->used[i])
            continue;
        double off = (double)i - (double)place;
        p->used[i] = true;
        permute(p, place + 1, sum + off * off);
        p->used[i] = false;
    }
}

/* P(S >= s), s even. */
static double exact_upper(double s, size_t n) {
    struct permutations p = {.n = n, .s = s};
    permute(&p, 0, 0);
    return (double)p.at_least / (double)p.all;
}

/* P(S >= s) or P(S < s). */
static double series(double s, double n, bool lower) {
    double b = 1 / n, x = (6 * (s - 1) * b / (n * n - 1) - 1) * sqrt(1 / b - 1), y = x * x;
    double u = x * b *
               (.2274 + b * (.2531 + .1745 * b) +
                y * (-.0758 + b * (.1033 + .3932 * b) -
                     y * b * (.0879 + .0151 * b - y * (.0072 - .0831 * b + y * b * (.0131 - 4.6e-4 * y)))));
    y = u / exp(y / 2);
    double p = (lower ? -y : y) + distribution_normal(lower ? DISTRIBUTION_LOWER : DISTRIBUTION_UPPER, x);
    return fmax(0, fmin(1, p));
}

static double one_sided(double s, size_t n, bool lower) {
    double whole = round(s);
    if (n > EXACT_MOST)
        return series(whole + (lower ? 2 : 0), (double)n, lower);
    double upper = exact_upper(whole + (lower ? 2 : 0), n);
    return lower ? 1 - upper : upper;
}

static double spearman_p(const struct correlation *c, size_t n) {
    if (!c->ties && n <= SERIES_MOST) {
        double size = (double)n, middle = (size * size * size - size) / 6;
        return fmin(1, 2 * one_sided(c->statistic, n, !(c->statistic > middle)));
    }
    return fabs(c->r) < 1 ? distribution_t_two_sided(t_statistic(c->r, n), (double)n - 2) : 0;
}

struct correlation correlation_spearman(struct arena *scratch, const double *x, const double *y, size_t n,
                                        double level) {
    struct correlation c = {0};
    double *a = arena_array(scratch, n + 1, sizeof *a), *b = arena_array(scratch, n + 1, sizeof *b);
    bool ties = rank_all(scratch, x, n, a);
    c.ties = rank_all(scratch, y, n, b) || ties;
    c.defined = n >= 3 && product_moment(a, b, n, &c.r);
    if (!c.defined)
        return c;
    double size = (double)n;
    c.statistic = (size * size * size - size) * (1 - c.r) / 6;
    c.p = spearman_p(&c, n);
    add_interval(&c, n, (1 + c.r * c.r / 2) / (size - 3), level);
    return c;
}
