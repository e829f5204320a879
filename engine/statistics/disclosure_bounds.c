#include "engine/statistics/disclosure_bounds.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The matrix in the form in which each row has a basic column of its own: x[basis] = level - sum of the others. */
struct disclosure_bounds {
    size_t rows, columns;
    double *m;     /* rows * columns */
    double *x;     /* the corner */
    size_t *basis; /* by row */
    bool *basic;   /* by column */
    double *low, *high;
    size_t *used; /* scratch of pivot */
    uint64_t work;
};

/* Entries are small fractions; what is smaller than this is left over from rounding. */
static const double nought = 1e-7;

enum {
    CLIMB_STEPS = 200
}; /* where no more room is found in so many, there is taken to be none: more is hidden then */

static double *row_of(const struct disclosure_bounds *s, size_t row) {
    return &s->m[row * s->columns];
}

static double rounded_off(double entry) {
    return fabs(entry) < nought ? 0 : entry;
}

/* Most entries are nought, and only the others are touched. */
static void pivot(struct disclosure_bounds *s, size_t row, size_t column) {
    double *from = row_of(s, row), scale = 1 / from[column];
    size_t used = 0;
    for (size_t j = 0; j < s->columns; j++) {
        from[j] = rounded_off(from[j]) * scale;
        if (from[j] != 0)
            s->used[used++] = j;
    }
    from[column] = 1;
    for (size_t i = 0; i < s->rows; i++) {
        double *to = row_of(s, i), factor = to[column];
        if (i == row || factor == 0)
            continue;
        s->work += used;
        for (size_t k = 0; k < used; k++)
            to[s->used[k]] = rounded_off(to[s->used[k]] - factor * from[s->used[k]]);
        to[column] = 0;
    }
    s->basis[row] = column;
    s->basic[column] = true;
    s->work += s->columns + s->rows;
}

static void look(struct disclosure_bounds *s) {
    for (size_t j = 0; j < s->columns; j++) {
        s->low[j] = fmin(s->low[j], s->x[j]);
        s->high[j] = fmax(s->high[j], s->x[j]);
    }
}

/* --- to a first corner --- */

struct weighed {
    size_t column, rows; /* rows: in how many it stands */
    double value;
};

static int by_ease(const void *a, const void *b) {
    const struct weighed *x = a, *y = b;
    if ((x->rows == 1) != (y->rows == 1))
        return x->rows == 1 ? -1 : 1;
    if (x->value != y->value)
        return x->value > y->value ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static void swap_rows(struct disclosure_bounds *s, size_t a, size_t b) {
    double *x = row_of(s, a), *y = row_of(s, b);
    for (size_t j = 0; a != b && j < s->columns; j++) {
        double kept = x[j];
        x[j] = y[j];
        y[j] = kept;
    }
}

static size_t filled(const struct disclosure_bounds *s, size_t row) {
    size_t count = 0;
    for (size_t j = 0; j < s->columns; j++)
        count += row_of(s, row)[j] != 0;
    return count;
}

/* Among rows from `from` on in which the column stands, the one with the fewest entries; rows when there is none. */
static size_t lightest(const struct disclosure_bounds *s, size_t from, size_t column) {
    size_t best = s->rows, fewest = SIZE_MAX;
    for (size_t i = from; i < s->rows; i++) {
        if (fabs(row_of(s, i)[column]) < nought)
            continue;
        size_t count = filled(s, i);
        if (count < fewest) {
            fewest = count;
            best = i;
        }
    }
    return best;
}

static size_t rows_with(const struct disclosure_bounds *s, size_t column) {
    size_t count = 0;
    for (size_t i = 0; i < s->rows; i++)
        count += row_of(s, i)[column] != 0;
    return count;
}

/* What stands in a single row becomes basic first, because nothing else is touched by it; then great counts, which have
 * room to move. */
static void eliminate(struct arena *arena, struct disclosure_bounds *s) {
    struct weighed *order = arena_array(arena, s->columns + 1, sizeof *order);
    size_t rank = 0;
    for (size_t j = 0; j < s->columns; j++)
        order[j] = (struct weighed){j, rows_with(s, j), s->x[j]};
    qsort(order, s->columns, sizeof *order, by_ease);
    for (size_t k = 0; k < s->columns && rank < s->rows; k++) {
        size_t j = order[k].column, best = lightest(s, rank, j);
        s->work += s->rows + s->columns * order[k].rows;
        if (best == s->rows)
            continue;
        swap_rows(s, rank, best);
        pivot(s, rank++, j);
    }
    s->rows = rank;
}

/* Moves column j by `step` in direction `sign` and all basic ones with it; returns the row that stopped it (its
 * basic column is then nought), or rows when nothing did before `most`. */
static size_t move(struct disclosure_bounds *s, size_t j, double sign, double most, double *moved) {
    size_t stop = s->rows;
    double step = most;
    for (size_t i = 0; i < s->rows; i++) {
        double fall = sign * row_of(s, i)[j];
        if (fall <= nought)
            continue;
        double room = s->x[s->basis[i]] / fall;
        bool firmer = stop < s->rows && fall > sign * row_of(s, stop)[j];
        if (room < step - nought || (room < step + nought && (firmer || stop == s->rows))) {
            step = fmin(room, step);
            stop = i;
        }
    }
    *moved = step;
    if (isinf(step))
        return stop;
    for (size_t i = 0; i < s->rows; i++) {
        double *x = &s->x[s->basis[i]];
        *x = fmax(0, rounded_off(*x - sign * step * row_of(s, i)[j]));
    }
    s->x[j] = fmax(0, s->x[j] + sign * step);
    return stop;
}

static void enter(struct disclosure_bounds *s, size_t row, size_t column) {
    s->x[s->basis[row]] = 0;
    s->basic[s->basis[row]] = false;
    pivot(s, row, column);
}

/* What is not basic goes to nought, or becomes basic in place of what stops it. */
static void reach_corner(struct disclosure_bounds *s) {
    for (size_t j = 0; j < s->columns; j++) {
        double moved;
        if (s->basic[j] || s->x[j] <= 0)
            continue;
        size_t stop = move(s, j, -1, s->x[j], &moved);
        if (stop < s->rows && s->x[j] > nought)
            enter(s, stop, j);
        look(s);
    }
}

struct disclosure_bounds *disclosure_bounds_create(struct arena *arena, size_t rows, size_t columns,
                                                   double *matrix, const double *truth) {
    struct disclosure_bounds *s = arena_alloc(arena, sizeof *s);
    *s = (struct disclosure_bounds){.rows = rows,
                                    .columns = columns,
                                    .m = matrix,
                                    .x = arena_copy(arena, truth, columns * sizeof *truth),
                                    .used = arena_array(arena, columns + 1, sizeof *s->used),
                                    .basis = arena_array(arena, rows + 1, sizeof *s->basis),
                                    .basic = arena_array(arena, columns + 1, sizeof *s->basic),
                                    .low = arena_copy(arena, truth, columns * sizeof *truth),
                                    .high = arena_copy(arena, truth, columns * sizeof *truth)};
    eliminate(arena, s);
    reach_corner(s);
    return s;
}

/* --- from corner to corner --- */

/* The row in which a column is basic; rows when it is not. */
static size_t basic_row(const struct disclosure_bounds *s, size_t column) {
    size_t i = 0;
    while (i < s->rows && s->basis[i] != column)
        i++;
    return i;
}

/* The first column whose growth moves v in the direction of sign (R. G. Bland's rule, 1977). */
static size_t entering(const struct disclosure_bounds *s, size_t v, double sign) {
    size_t row = basic_row(s, v);
    if (row == s->rows)
        return sign > 0 ? v : s->columns;
    for (size_t j = 0; j < s->columns; j++)
        if (!s->basic[j] && -sign * row_of(s, row)[j] > nought)
            return j;
    return s->columns;
}

static void climb(struct disclosure_bounds *s, size_t v, double sign, double enough) {
    for (size_t steps = 0; steps < CLIMB_STEPS && disclosure_bounds_width(s, v) < enough; steps++) {
        double moved;
        size_t j = entering(s, v, sign);
        if (j == s->columns)
            return;
        size_t stop = move(s, j, 1, INFINITY, &moved);
        if (stop == s->rows) {
            s->high[v] = INFINITY; /* nothing stops it: no count goes below nought, so it is upwards */
            return;
        }
        enter(s, stop, j);
        look(s);
    }
}

void disclosure_bounds_widen(struct disclosure_bounds *s, size_t v, double enough) {
    climb(s, v, 1, enough);
    climb(s, v, -1, enough);
}

double disclosure_bounds_width(const struct disclosure_bounds *s, size_t v) {
    return s->high[v] - s->low[v];
}

struct disclosure_range disclosure_bounds_seen(const struct disclosure_bounds *s, size_t v) {
    return (struct disclosure_range){s->low[v], s->high[v]};
}

uint64_t disclosure_bounds_work(const struct disclosure_bounds *s) {
    return s->work;
}
