#include "reports/model/plot.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const struct plot_value *plot_at(const struct plot *plot, size_t row, size_t column) {
    assert(row < plot->row_count && column < plot->column_count);
    return &plot->values[row * plot->column_count + column];
}

/* "1,067" is one number: the comma sets thousands apart. */
bool plot_printed(const struct plot_value *value, double *number) {
    char plain[PERCENT_TEXT + 1] = "", *end;
    size_t length = 0;
    for (const char *c = value->text + strcspn(value->text, "-0123456789"); *c && length < PERCENT_TEXT; c++)
        if (*c != ',')
            plain[length++] = *c;
    plain[length] = '\0';
    *number = strtod(plain, &end);
    return value->state == PLOT_SHOWN && end != plain;
}

bool plot_is_whole(const struct plot *plot) {
    double number;
    for (size_t i = 0; i < plot->row_count * plot->column_count; i++)
        if (plot_printed(&plot->values[i], &number) &&
            (strchr(plot->values[i].text, '.') || strchr(plot->values[i].text, '%')))
            return false;
    return !plot->share;
}

bool plot_range(const struct plot *plot, bool intervals, double *low, double *high) {
    bool any = false;
    for (size_t i = 0; i < plot->row_count * plot->column_count; i++) {
        const struct plot_value *v = &plot->values[i];
        if (v->state != PLOT_SHOWN)
            continue;
        const bool wide = intervals && v->interval;
        const double least = wide ? v->low : v->value, most = wide ? v->high : v->value;
        *low = !any || least < *low ? least : *low;
        *high = !any || most > *high ? most : *high;
        any = true;
    }
    return any;
}

bool plot_order_parse(const char *name, enum plot_order *order) {
    static const char *const names[] = {
        [PLOT_NATURAL] = "natural", [PLOT_AS_ON_FORM] = "form", [PLOT_BY_SIZE] = "size"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            *order = (enum plot_order)i;
            return true;
        }
    return false;
}

/* Rows in another order: places[i] is the old row that stands i-th. */
static const struct plot *arranged(struct arena *arena, const struct plot *plot, const size_t *places,
                                   size_t count) {
    struct plot *out = arena_copy(arena, plot, sizeof *plot);
    struct plot_side *rows = arena_array(arena, count + 1, sizeof *rows);
    struct plot_value *values = arena_array(arena, count * plot->column_count + 1, sizeof *values);
    for (size_t i = 0; i < count; i++) {
        rows[i] = plot->rows[places[i]];
        for (size_t c = 0; c < plot->column_count; c++)
            values[i * plot->column_count + c] = *plot_at(plot, places[i], c);
    }
    out->rows = rows;
    out->row_count = count;
    out->values = values;
    return out;
}

/* --- order --- */

/* Wholes, then parts, then silences; among parts the greatest first where that is wanted. */
static int group_of(const struct plot_side *side) {
    return side->kind == PLOT_WHOLE ? 0 : side->kind == PLOT_PART ? 1 : 2;
}

static bool stands_before(const struct plot *plot, size_t a, size_t b, bool by_size, size_t column) {
    const int groups = group_of(&plot->rows[a]) - group_of(&plot->rows[b]);
    if (groups != 0 || !by_size || plot->rows[a].kind != PLOT_PART)
        return groups < 0;
    const struct plot_value *x = plot_at(plot, a, column), *y = plot_at(plot, b, column);
    if (x->state != PLOT_SHOWN)
        return false;
    return y->state != PLOT_SHOWN || x->value > y->value;
}

const struct plot *plot_ordered(struct arena *arena, const struct plot *plot, bool by_size, size_t column) {
    size_t *places = arena_array(arena, plot->row_count + 1, sizeof *places);
    for (size_t i = 0; i < plot->row_count; i++) {
        size_t at = i;
        for (;
             at > 0 && stands_before(plot, i, places[at - 1], by_size && column < plot->column_count, column);
             at--)
            places[at] = places[at - 1];
        places[at] = i;
    }
    return arranged(arena, plot, places, plot->row_count);
}
