/* 2 x 2: the hypergeometric distribution and, for an odds ratio other than 1, Fisher's noncentral one:
 * chances proportional to the central ones times ratio^x. */
#include "engine/statistics/contingency.h"
#include "engine/statistics/contingency_internal.h"

#include <assert.h>
#include <math.h>

struct support {
    int64_t first;
    size_t count;
    const double *log_chance; /* of first, first+1, ...; up to a constant */
    size_t observed;          /* position */
};

static double log_step(const struct contingency_margins *m, double x) {
    double marked = (double)m->row[0], unmarked = (double)m->row[1], drawn = (double)m->column[0];
    return log((marked - x) * (drawn - x) / ((x + 1) * (unmarked - drawn + x + 1)));
}

/* From the likeliest value outwards, where the logs are small and lose no digits. */
static void fill(const struct contingency_margins *m, int64_t first, size_t count, double *log_chance) {
    size_t mode = 0;
    while (mode + 1 < count && log_step(m, (double)first + (double)mode) > 0)
        mode++;
    log_chance[mode] = 0;
    for (size_t i = mode; i + 1 < count; i++)
        log_chance[i + 1] = log_chance[i] + log_step(m, (double)first + (double)i);
    for (size_t i = mode; i > 0; i--)
        log_chance[i - 1] = log_chance[i] - log_step(m, (double)first + (double)i - 1);
}

static struct support support_of(struct arena *scratch, const struct contingency_margins *m) {
    int64_t first = m->column[0] > m->row[1] ? m->column[0] - m->row[1] : 0,
            last = m->row[0] < m->column[0] ? m->row[0] : m->column[0];
    size_t count = (size_t)(last - first + 1);
    double *log_chance = arena_array(scratch, count, sizeof *log_chance);
    fill(m, first, count, log_chance);
    return (struct support){first, count, log_chance, (size_t)(m->counts[0] - first)};
}

double contingency_fisher(struct arena *scratch, const struct contingency_margins *m) {
    struct support s = support_of(scratch, m);
    double all = 0, unlikely = 0;
    for (size_t i = 0; i < s.count; i++) {
        double chance = exp(s.log_chance[i]);
        all += chance;
        if (contingency_no_likelier(-s.log_chance[i], -s.log_chance[s.observed]))
            unlikely += exp(s.log_chance[i] - s.log_chance[s.observed]);
    }
    return fmin(1, exp(s.log_chance[s.observed] + log(unlikely) - log(all)));
}

/* --- the odds ratio --- */

struct moments {
    double mean;         /* of the position */
    double lower, upper; /* P(X <= observed), P(X >= observed) */
};

static struct moments at_log_ratio(const struct support *s, double log_ratio) {
    struct moments m = {0};
    double most = -INFINITY, all = 0;
    for (size_t i = 0; i < s->count; i++)
        most = fmax(most, s->log_chance[i] + log_ratio * (double)i);
    for (size_t i = 0; i < s->count; i++) {
        double chance = exp(s->log_chance[i] + log_ratio * (double)i - most);
        all += chance;
        m.mean += chance * (double)i;
        m.lower += i <= s->observed ? chance : 0;
        m.upper += i >= s->observed ? chance : 0;
    }
    m.mean /= all;
    m.lower /= all;
    m.upper /= all;
    return m;
}

static double mean_excess(const struct support *s, double log_ratio, double tail) {
    (void)tail;
    return at_log_ratio(s, log_ratio).mean - (double)s->observed;
}
static double upper_excess(const struct support *s, double log_ratio, double tail) {
    return at_log_ratio(s, log_ratio).upper - tail;
}
static double lower_excess(const struct support *s, double log_ratio, double tail) {
    return tail - at_log_ratio(s, log_ratio).lower;
}

/* All three rise with the ratio: by halving, over all ratios that a double holds. */
static double solve(const struct support *s, double (*excess)(const struct support *, double, double),
                    double tail) {
    double low = -700, high = 700;
    for (int step = 0; step < 62; step++) {
        double middle = (low + high) / 2;
        *(excess(s, middle, tail) > 0 ? &high : &low) = middle;
    }
    return exp((low + high) / 2);
}

struct contingency_odds contingency_odds(struct arena *scratch, const int64_t counts[4], double level) {
    struct contingency_margins m = contingency_margins(scratch, &(struct contingency){counts, 2, 2});
    struct contingency_odds odds = {NAN, 0, INFINITY};
    assert(level > 0 && level < 1);
    if (m.rows < 2 || m.columns < 2)
        return odds;
    struct support s = support_of(scratch, &m);
    bool at_first = s.observed == 0, at_last = s.observed + 1 == s.count;
    odds.ratio = at_first ? 0 : at_last ? INFINITY : solve(&s, mean_excess, 0);
    odds.low = at_first ? 0 : solve(&s, upper_excess, (1 - level) / 2);
    odds.high = at_last ? INFINITY : solve(&s, lower_excess, (1 - level) / 2);
    return odds;
}
