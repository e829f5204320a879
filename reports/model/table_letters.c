#include "engine/base/lang.h"
#include "engine/statistics/proportion.h"
#include "reports/model/table_test.h"

#include <math.h>
#include <string.h>

enum { LETTERS = 26 };

struct letterer {
    struct arena *arena;
    const struct table_options *options;
    struct table *table;
    struct table_test *test;
    const size_t *columns; /* compared */
    double *p;             /* of the comparisons of the row in hand */
    double *sign;
};

/* --- columns --- */

static bool is_compared(const struct letterer *l, size_t c) {
    const struct table_column *column = &l->table->columns[c];
    return c > 0 && !column->unknown && column->n > 0 && column->n >= l->options->small_n;
}

static size_t choose_columns(struct letterer *l) {
    size_t *columns = arena_array(l->arena, l->table->column_count, sizeof *columns), count = 0;
    for (size_t c = 0; c < l->table->column_count; c++)
        if (is_compared(l, c))
            columns[count++] = c;
    l->columns = columns;
    return count;
}

static void letter_columns(const struct letterer *l) {
    struct table_column *columns =
        arena_copy(l->arena, l->table->columns, l->table->column_count * sizeof *columns);
    for (size_t i = 0; i < l->test->lettered; i++)
        columns[l->columns[i]].letter = arena_printf(l->arena, "%c", (char)('A' + i));
    l->table->columns = columns;
}

/* --- marks --- */

static void add_mark(struct arena *arena, struct table_cell *cell, const char *mark) {
    const char **marks = arena_array(arena, cell->mark_count + 1, sizeof *marks);
    for (size_t i = 0; i < cell->mark_count; i++)
        marks[i] = cell->marks[i];
    marks[cell->mark_count++] = mark;
    cell->marks = marks;
    cell->letters = cell->letters ? arena_printf(arena, "%s %s", cell->letters, mark) : mark;
}

static void mark_higher(const struct letterer *l, struct table_cell *cell, size_t other, double p) {
    char letter = (char)((p < l->test->upper ? 'A' : 'a') + (int)other);
    add_mark(l->arena, cell, arena_printf(l->arena, "%c", letter));
}

static void mark_against_rest(const struct letterer *l, struct table_cell *cell, double sign, double p) {
    static const char *const marks[2][2] = {{"(-)", "(+)"}, {"-", "+"}};
    add_mark(l->arena, cell, marks[p < l->test->upper][sign > 0]);
}

/* --- comparisons --- */

static bool is_usable(const struct table_cell *cell) {
    return !cell->suppressed && cell->n > 0;
}

static struct proportion share(const struct table_cell *cell) {
    return (struct proportion){cell->count, cell->n};
}

static struct proportion_effective weighted_share(const struct table_cell *cell) {
    return (struct proportion_effective){cell->percent / 100, cell->n_effective};
}

static struct proportion_difference difference(const struct letterer *l, const struct table_cell *a,
                                               const struct table_cell *b) {
    if (!is_usable(a) || !is_usable(b))
        return (struct proportion_difference){.tested = false};
    if (a->weighted)
        return proportion_effective(weighted_share(a), weighted_share(b), l->options->level);
    return proportion_independent(share(a), share(b), l->options->level);
}

/* NaN where there is nothing to test. */
static void compare(struct letterer *l, size_t at, const struct proportion_difference *d) {
    l->p[at] = d->tested ? d->p : NAN;
    l->sign[at] = d->points;
}

static void compare_columns(struct letterer *l, const struct table_cell *cells) {
    size_t at = 0;
    for (size_t i = 0; i < l->test->lettered; i++)
        for (size_t j = i + 1; j < l->test->lettered; j++, at++) {
            struct proportion_difference d = difference(l, &cells[l->columns[i]], &cells[l->columns[j]]);
            compare(l, at, &d);
        }
}

static void compare_with_rest(struct letterer *l, const struct table_cell *cells) {
    for (size_t i = 0; i < l->test->lettered; i++) {
        const struct table_cell *part = &cells[l->columns[i]];
        struct proportion_difference d = {.tested = false};
        if (is_usable(part) && is_usable(&cells[0])) {
            struct proportion_part p = proportion_part(share(part), share(&cells[0]), l->options->level);
            if (p.defined)
                d = p.from_rest;
        }
        compare(l, i, &d);
    }
}

static void mark_columns(const struct letterer *l, struct table_cell *cells) {
    size_t at = 0;
    for (size_t i = 0; i < l->test->lettered; i++)
        for (size_t j = i + 1; j < l->test->lettered; j++, at++) {
            bool first_higher = l->sign[at] < 0;
            if (l->p[at] < l->test->lower)
                mark_higher(l, &cells[l->columns[first_higher ? i : j]], first_higher ? j : i, l->p[at]);
        }
}

static void mark_rest(const struct letterer *l, struct table_cell *cells) {
    for (size_t i = 0; i < l->test->lettered; i++)
        if (l->p[i] < l->test->lower)
            mark_against_rest(l, &cells[l->columns[i]], l->sign[i], l->p[i]);
}

static void letter_row(struct letterer *l, struct table_row *row) {
    struct table_cell *cells = arena_copy(l->arena, row->cells, l->table->column_count * sizeof *cells);
    (l->test->against_rest ? compare_with_rest : compare_columns)(l, cells);
    adjust_p(l->arena, l->options->adjust, l->p, l->test->comparisons, l->p);
    (l->test->against_rest ? mark_rest : mark_columns)(l, cells);
    row->cells = cells;
}

/* --- the whole --- */

static const char *why_not(const struct letterer *l) {
    if (l->test->against_rest && l->table->weight)
        return _("the columns overlap and the table is weighted");
    if (l->test->lettered > LETTERS)
        return arena_printf(l->arena,
                            _("more than %d columns to compare; take fewer (a grouping, --where), or see "
                              "`shukei rank`"),
                            LETTERS);
    if (l->test->lettered < (l->test->against_rest ? 1 : 2))
        return _("there are no two columns with enough returns");
    return NULL;
}

void table_letters(struct arena *arena, const struct table_options *options, struct table *t,
                   struct table_test *test) {
    struct letterer l = {.arena = arena, .options = options, .table = t, .test = test};
    test->lettered = choose_columns(&l);
    test->why_no_letters = why_not(&l);
    if (test->why_no_letters)
        return;
    test->comparisons = test->against_rest ? test->lettered : test->lettered * (test->lettered - 1) / 2;
    l.p = arena_array(arena, test->comparisons, sizeof *l.p);
    l.sign = arena_array(arena, test->comparisons, sizeof *l.sign);
    if (!test->against_rest)
        letter_columns(&l);
    struct table_row *rows = arena_copy(arena, t->rows, t->row_count * sizeof *rows);
    for (size_t r = 0; r < t->row_count; r++)
        letter_row(&l, &rows[r]);
    t->rows = rows;
}
