#include "engine/statistics/contingency.h"
#include "engine/statistics/contingency_internal.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <threads.h>

enum { SEED = 20231001 };

enum { KNOWN = 8192 }; /* as many as a survey has returns */
static double known[KNOWN];

static void know(void) {
    for (int x = 0; x < KNOWN; x++)
        known[x] = lgamma((double)x + 1);
}

/* From a table, as it is looked up millions of times; beyond it by Stirling's series (with four terms, exact to
 * 1e-16). */
double contingency_log_factorial(int64_t x) {
    static const double half_log_two_pi = 0.918938533204672741780329736405617640;
    static once_flag once = ONCE_FLAG_INIT; /* requests are served side by side */
    call_once(&once, know);
    if (x < KNOWN)
        return known[x];
    double n = (double)x, square = n * n;
    return (n + 0.5) * log(n) - n + half_log_two_pi +
           (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / n;
}

bool contingency_no_likelier(double sum, double observed) {
    return sum >= observed - 1e-7;
}

double contingency_sum_of_logs(const int64_t *counts, size_t cells) {
    double sum = 0;
    for (size_t i = 0; i < cells; i++)
        sum += contingency_log_factorial(counts[i]);
    return sum;
}

/* --- tables at random --- */

struct urn {
    double marked, unmarked, drawn;
};

static double likelier_above(const struct urn *u, double x) { /* the chance of x+1 over that of x */
    return (u->marked - x) * (u->drawn - x) / ((x + 1) * (u->unmarked - u->drawn + x + 1));
}

static double chance(const struct urn *u, double x) {
    int64_t m = (int64_t)u->marked, o = (int64_t)u->unmarked, d = (int64_t)u->drawn, k = (int64_t)x;
    return exp(contingency_log_factorial(m) + contingency_log_factorial(o) + contingency_log_factorial(d) +
               contingency_log_factorial(m + o - d) - contingency_log_factorial(m + o) -
               contingency_log_factorial(k) - contingency_log_factorial(m - k) -
               contingency_log_factorial(d - k) - contingency_log_factorial(o - d + k));
}

/* How many marked ones are among those drawn: from the likeliest number outwards, in turn below and above,
 * until the chances passed add up to a random number. */
static int64_t draw(gsl_rng *random, const struct urn *u) {
    double first = fmax(0, u->drawn - u->unmarked), last = fmin(u->marked, u->drawn);
    if (first == last)
        return (int64_t)first;
    double mode = floor((u->drawn + 1) * (u->marked + 1) / (u->marked + u->unmarked + 2));
    mode = fmin(last, fmax(first, mode));
    double low = mode, high = mode, at_low = chance(u, mode), at_high = at_low;
    double left = gsl_rng_uniform(random) - at_low;
    while (left >= 0 && (low > first || high < last)) {
        double below = low > first ? at_low / likelier_above(u, low - 1) : 0,
               above = high < last ? at_high * likelier_above(u, high) : 0;
        if (below > above) {
            low--;
            left -= at_low = below;
        } else {
            if (high == last)
                return (int64_t)low; /* nothing but vanishing chances left */
            high++;
            left -= at_high = above;
        }
        if (left < 0)
            return (int64_t)(below > above ? low : high);
    }
    return (int64_t)mode;
}

/* The sum of log x! of one table with these margins.  Column after column, each row's share of the column is
 * drawn from the places that row still has among all rows from here on. */
static double random_table(gsl_rng *random, const struct contingency_margins *m, int64_t *left) {
    double sum = 0;
    int64_t all = m->n;
    for (size_t c = 0; c < m->columns; c++) {
        int64_t open = m->column[c], room = all;
        for (size_t r = 0; r < m->rows; r++) {
            struct urn u = {(double)left[r], (double)(room - left[r]), (double)open};
            room -= left[r];
            int64_t x = draw(random, &u);
            left[r] -= x;
            open -= x;
            sum += contingency_log_factorial(x);
        }
        all -= m->column[c];
    }
    return sum;
}

static void draw_tables(struct arena *scratch, const struct contingency_margins *m,
                        struct contingency_exact *result) {
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    if (!random)
        arena_out_of_memory();
    gsl_rng_set(random, SEED);
    double observed = contingency_sum_of_logs(m->counts, m->rows * m->columns);
    int64_t *left = arena_array(scratch, m->rows, sizeof *left), unlikely = 1;
    for (int64_t i = 0; i < CONTINGENCY_DRAWS; i++) {
        for (size_t r = 0; r < m->rows; r++)
            left[r] = m->row[r];
        unlikely += contingency_no_likelier(random_table(random, m, left), observed);
    }
    gsl_rng_free(random);
    result->drawn = CONTINGENCY_DRAWS;
    result->p = (double)unlikely / (CONTINGENCY_DRAWS + 1);
    result->error = sqrt(result->p * (1 - result->p) / CONTINGENCY_DRAWS);
}

struct contingency_exact contingency_drawn(struct arena *scratch, const struct contingency *t) {
    struct contingency_margins m = contingency_margins(scratch, t);
    struct contingency_exact result = {.defined = m.rows > 1 && m.columns > 1};
    if (result.defined)
        draw_tables(scratch, &m, &result);
    return result;
}

/* --- the whole --- */

struct contingency_exact contingency_exact(struct arena *scratch, const struct contingency *t) {
    struct contingency_margins m = contingency_margins(scratch, t);
    struct contingency_exact result = {.defined = m.rows > 1 && m.columns > 1};
    if (!result.defined)
        return result;
    if (m.rows == 2 && m.columns == 2) {
        int64_t most = m.row[0] < m.column[0] ? m.row[0] : m.column[0],
                least = m.column[0] > m.row[1] ? m.column[0] - m.row[1] : 0;
        result.p = contingency_fisher(scratch, &m);
        result.tables = (double)(most - least + 1);
    } else if (!contingency_count_tables(scratch, &m, &result)) {
        draw_tables(scratch, &m, &result);
    }
    return result;
}
