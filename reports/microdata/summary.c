#include "reports/microdata/summary.h"

#include <math.h>

static void count_category(const struct microdata_variable *v, int64_t code, struct summary *s) {
    size_t at = 0;
    while (at + 1 < v->category_count && v->categories[at].code != code)
        at++;
    s->categories[at]++;
}

/* `deviation` holds the sum of squares on the way. */
static void add_number(struct summary *s, int64_t number) {
    double value = (double)number / NUMBER_ONE, before = value - s->mean;
    s->mean += before / (double)s->given;
    s->deviation += before * (value - s->mean);
}

static void add_cell(const struct microdata_variable *v, const struct microdata_cell *cell,
                     struct summary *s) {
    if (cell->missing != MICRODATA_GIVEN) {
        s->missing[cell->missing]++;
        return;
    }
    if (s->given++ == 0)
        s->min = s->max = cell->number;
    s->min = cell->number < s->min ? cell->number : s->min;
    s->max = cell->number > s->max ? cell->number : s->max;
    if (v->category_count)
        count_category(v, cell->number, s);
    if (v->kind == MICRODATA_NUMBER)
        add_number(s, cell->number);
}

const struct summary *summary_make(struct arena *arena, const struct microdata *m, struct fault *f) {
    struct summary *all = arena_array(arena, m->variable_count + 1, sizeof *all);
    struct microdata_cell cell;
    for (size_t v = 0; v < m->variable_count; v++)
        all[v].categories = arena_array(arena, m->variables[v].category_count + 1, sizeof(size_t));
    for (size_t at = 0; at < m->rows; at++)
        for (size_t v = 0; v < m->variable_count; v++) {
            if (!microdata_cell_at(m, at, v, &cell, f))
                return NULL;
            add_cell(&m->variables[v], &cell, &all[v]);
        }
    for (size_t v = 0; v < m->variable_count; v++)
        all[v].deviation = all[v].given > 1 ? sqrt(all[v].deviation / (double)(all[v].given - 1)) : 0;
    return all;
}
