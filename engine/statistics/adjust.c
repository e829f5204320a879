#include "engine/statistics/adjust.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
    [ADJUST_NONE] = "none", [ADJUST_BONFERRONI] = "bonferroni", [ADJUST_HOLM] = "holm", [ADJUST_BH] = "bh"};
enum { METHODS = sizeof names / sizeof *names };

struct entry {
    double p;
    size_t at;
};

static int by_p(const void *a, const void *b) {
    double x = ((const struct entry *)a)->p, y = ((const struct entry *)b)->p;
    return (x > y) - (x < y);
}

static size_t entries(const double *p, size_t count, struct entry *to) {
    size_t tests = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(p[i]))
            to[tests++] = (struct entry){p[i], i};
    qsort(to, tests, sizeof *to, by_p);
    return tests;
}

static void holm(const struct entry *sorted, size_t m, double *adjusted) {
    double most = 0;
    for (size_t i = 0; i < m; i++) {
        most = fmax(most, fmin(1, (double)(m - i) * sorted[i].p));
        adjusted[sorted[i].at] = most;
    }
}

static void bh(const struct entry *sorted, size_t m, double *adjusted) {
    double least = 1;
    for (size_t i = m; i-- > 0;) {
        least = fmin(least, (double)m / (double)(i + 1) * sorted[i].p);
        adjusted[sorted[i].at] = least;
    }
}

void adjust_p(struct arena *scratch, enum adjust_method method, const double *p, size_t count,
              double *adjusted) {
    struct entry *sorted = arena_array(scratch, count + 1, sizeof *sorted);
    size_t m = entries(p, count, sorted);
    if (adjusted != p)
        memmove(adjusted, p, count * sizeof *p);
    if (method == ADJUST_HOLM)
        holm(sorted, m, adjusted);
    else if (method == ADJUST_BH)
        bh(sorted, m, adjusted);
    else if (method == ADJUST_BONFERRONI)
        for (size_t i = 0; i < m; i++)
            adjusted[sorted[i].at] = fmin(1, (double)m * sorted[i].p);
}

bool adjust_parse(const char *name, enum adjust_method *method) {
    for (size_t i = 0; i < METHODS; i++)
        if (strcmp(names[i], name) == 0) {
            *method = (enum adjust_method)i;
            return true;
        }
    return false;
}

const char *adjust_name(enum adjust_method method) {
    return names[method];
}
