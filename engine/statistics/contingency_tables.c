/* All tables with given margins, without going through them one by one.
 *
 * The columns are parted into two halves.  Every way to fill the first half leaves each row something for the
 * second; ways that leave the same (in whatever order: likelihoods do not know which row is which) share all
 * ways to fill the second half.  Those are listed once, sorted by their likelihood, and for each way of the
 * first half it is looked up from where on the two together are unlikely enough.  Of 200 million tables, some
 * ten thousand halves are gone through. */
#include "engine/base/order.h"
#include "engine/statistics/contingency_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct half {      /* a way to fill half of the columns */
    double sum;    /* of log x! */
    int64_t *left; /* what it leaves the rows, ascending; NULL in the second half */
};

struct fill {
    struct arena *arena;
    size_t rows;
    const int64_t *columns; /* to be filled, totals */
    size_t column_count;
    const double *log_factorial;
    int64_t *left;
    bool keep_left;
    struct half *halves;
    size_t count, limit;
};

struct tables {
    struct arena *arena;
    const struct contingency_margins *m;
    const double *log_factorial;
    double observed, constant;
    const int64_t *second;
    size_t second_count;
    size_t work;
};

/* --- filling columns --- */

static void fill_column(struct fill *f, size_t column, double sum);

static void keep(struct fill *f, double sum) {
    if (f->count < f->limit) {
        f->halves[f->count].sum = sum;
        if (f->keep_left) {
            int64_t *left = arena_copy(f->arena, f->left, f->rows * sizeof *left);
            qsort(left, f->rows, sizeof *left, order_whole);
            f->halves[f->count].left = left;
        }
    }
    f->count++;
}

/* `open` is still to be placed, `room` is in the rows from this one on. */
static void fill_row(struct fill *f, size_t column, size_t row, int64_t open, int64_t room, double sum) {
    int64_t left = f->left[row], below = room - left;
    int64_t least = open > below ? open - below : 0, most = open < left ? open : left;
    for (int64_t x = least; x <= most && f->count <= f->limit; x++) {
        f->left[row] = left - x;
        if (row + 1 == f->rows)
            fill_column(f, column + 1, sum + f->log_factorial[x]);
        else
            fill_row(f, column, row + 1, open - x, below, sum + f->log_factorial[x]);
    }
    f->left[row] = left;
}

static int64_t room_of(const struct fill *f) {
    int64_t room = 0;
    for (size_t r = 0; r < f->rows; r++)
        room += f->left[r];
    return room;
}

static void fill_column(struct fill *f, size_t column, double sum) {
    if (column == f->column_count)
        keep(f, sum);
    else
        fill_row(f, column, 0, f->columns[column], room_of(f), sum);
}

/* False when there are more ways than the limit. */
static bool fill_half(const struct tables *t, struct fill *f, const int64_t *rows) {
    *f = (struct fill){.arena = t->arena,
                       .rows = t->m->rows,
                       .columns = f->columns,
                       .column_count = f->column_count,
                       .log_factorial = t->log_factorial,
                       .left = arena_copy(t->arena, rows, t->m->rows * sizeof *rows),
                       .keep_left = f->keep_left,
                       .halves = f->halves,
                       .limit = CONTINGENCY_HALF};
    fill_column(f, 0, 0);
    return f->count <= f->limit;
}

/* --- joining halves --- */

static int by_sum(const void *a, const void *b) {
    double x = ((const struct half *)a)->sum, y = ((const struct half *)b)->sum;
    return (x > y) - (x < y);
}

/* How many of the sums, ascending, together with `sum` are still too likely. */
static size_t too_likely(const struct tables *t, const struct half *sorted, size_t count, double sum) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (contingency_no_likelier(sum + sorted[middle].sum, t->observed))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Chances are taken relative to the likeliest completion, so that none vanishes that matters. */
static double join(struct tables *t, const struct half *first, size_t count, struct half *second,
                   size_t second_count) {
    qsort(second, second_count, sizeof *second, by_sum);
    double *from = arena_array(t->arena, second_count + 1, sizeof *from), p = 0;
    for (size_t i = second_count; i-- > 0;)
        from[i] = from[i + 1] + exp(second[0].sum - second[i].sum);
    for (size_t i = 0; i < count; i++)
        p += from[too_likely(t, second, second_count, first[i].sum)] *
             exp(t->constant - first[i].sum - second[0].sum);
    return p;
}

static _Thread_local size_t rows_compared; /* qsort hands its comparison nothing else */
static int by_left(const void *a, const void *b) {
    const struct half *x = a, *y = b;
    return memcmp(x->left, y->left, rows_compared * sizeof *x->left);
}

static bool join_all(struct tables *t, struct half *first, size_t count, struct contingency_exact *result) {
    struct half *second = arena_array(t->arena, CONTINGENCY_HALF, sizeof *second);
    rows_compared = t->m->rows;
    qsort(first, count, sizeof *first, by_left);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && by_left(&first[to], &first[from]) == 0;)
            to++;
        struct fill f = {.columns = t->second, .column_count = t->second_count, .halves = second};
        if (!fill_half(t, &f, first[from].left))
            return false;
        t->work += f.count;
        if (t->work > CONTINGENCY_WORK)
            return false;
        result->tables += (double)(to - from) * (double)f.count;
        result->p += join(t, &first[from], to - from, second, f.count);
    }
    result->p = fmin(1, result->p);
    return true;
}

/* --- the whole --- */

/* In how many ways `total` can be spread over the rows, if they had room. */
static double ways(int64_t total, size_t rows) {
    double others = (double)rows - 1;
    return exp(lgamma((double)total + others + 1) - lgamma(others + 1) - lgamma((double)total + 1));
}

/* How many columns, the small ones first, make the first half.  The last column of all takes what is left. */
static size_t best_part(const struct contingency_margins *m) {
    double first = 1, least = INFINITY;
    size_t best = 1;
    int64_t used = 0;
    for (size_t part = 1; part < m->columns; part++) {
        first *= ways(m->column[part - 1], m->rows);
        used += m->column[part - 1];
        double second = 1;
        for (size_t c = part; c + 1 < m->columns; c++)
            second *= ways(m->column[c], m->rows);
        double work = first + fmin(first, ways(used, m->rows)) * second;
        if (work < least) {
            least = work;
            best = part;
        }
    }
    return best;
}

static struct contingency_margins lying(struct arena *arena, const struct contingency_margins *m) {
    struct contingency_margins t = *m;
    if (m->rows > m->columns) /* fewer rows leave fewer ways to fill a column */
        t = (struct contingency_margins){m->counts, m->columns, m->rows, m->column, m->row, m->n};
    int64_t *columns = arena_copy(arena, t.column, t.columns * sizeof *columns);
    qsort(columns, t.columns, sizeof *columns, order_whole);
    t.column = columns;
    return t;
}

static const double *log_factorials(struct arena *arena, int64_t most) {
    double *logs = arena_array(arena, (size_t)most + 1, sizeof *logs);
    for (int64_t x = 0; x <= most; x++)
        logs[x] = contingency_log_factorial(x);
    return logs;
}

static bool count_halves(struct arena *arena, const struct contingency_margins *m,
                         struct contingency_exact *result) {
    size_t part = best_part(m);
    struct tables t = {.arena = arena,
                       .m = m,
                       .log_factorial = log_factorials(arena, m->n),
                       .observed = contingency_sum_of_logs(m->counts, m->rows * m->columns),
                       .constant = contingency_sum_of_logs(m->row, m->rows) +
                                   contingency_sum_of_logs(m->column, m->columns) -
                                   contingency_log_factorial(m->n),
                       .second = m->column + part,
                       .second_count = m->columns - part};
    struct fill f = {.columns = m->column,
                     .column_count = part,
                     .keep_left = true,
                     .halves = arena_array(arena, CONTINGENCY_HALF, sizeof(struct half))};
    return fill_half(&t, &f, m->row) && join_all(&t, f.halves, f.count, result);
}

bool contingency_count_tables(struct arena *scratch, const struct contingency_margins *m,
                              struct contingency_exact *result) {
    enum { RETURNS = 5000 }; /* of so many there are too many tables; it need not be tried */
    if (m->n > RETURNS)
        return false;
    struct contingency_exact counted = *result;
    struct contingency_margins lain = lying(scratch, m);
    struct arena *arena = arena_create();
    bool done = count_halves(arena, &lain, &counted);
    arena_destroy(arena);
    if (done)
        *result = counted;
    return done;
}
