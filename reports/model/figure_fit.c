/* Which kinds of figure can show a plot. */
#include "reports/model/figures/drawing.h"

static bool fits(struct arena *arena, enum figure_kind kind, const struct plot *plot) {
    struct fault refused = {0};
    return figure_make(arena, kind, plot, &refused) != NULL;
}

size_t figure_kinds_of_plot(struct arena *arena, const struct plot *plot, enum figure_kind *out) {
    size_t count = 0;
    for (int kind = FIGURE_NATURAL + 1; kind < FIGURE_KINDS; kind++)
        if (fits(arena, (enum figure_kind)kind, plot))
            out[count++] = (enum figure_kind)kind;
    return count;
}

static bool fits_table(struct arena *arena, enum figure_kind kind, const struct table *table,
                       const char *option) {
    const struct figure_wish wish = {.kind = kind, .choice.option = option};
    struct fault refused = {0};
    return figure_of_table(arena, table, &wish, &refused) != NULL;
}

size_t figure_kinds_of_table(struct arena *arena, const struct table *table, const char *option,
                             enum figure_kind *out) {
    size_t count = 0;
    for (int kind = FIGURE_NATURAL + 1; kind < FIGURE_KINDS; kind++)
        if (kind != FIGURE_LINE && kind != FIGURE_SLOPE &&
            fits_table(arena, (enum figure_kind)kind, table, option))
            out[count++] = (enum figure_kind)kind;
    return count;
}

const char *figure_kinds_json(struct arena *arena, const enum figure_kind *kinds, size_t count) {
    const char *json = "[";
    for (size_t i = 0; i < count; i++)
        json = arena_printf(arena, "%s%s\"%s\"", json, i ? ", " : "", figure_kind_name(kinds[i]));
    return arena_printf(arena, "%s]", json);
}
