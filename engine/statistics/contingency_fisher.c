/* 2 x 2: the hypergeometric distribution, of which no table has to be counted. */
#include "engine/statistics/contingency_internal.h"

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
