#include "reports/text/plot_csv.h"

#include "engine/app/listing.h"

#include <inttypes.h>

static const struct listing_column columns[] = {
    {"row", NULL, LISTING_TEXT},          {"row_label", NULL, LISTING_TEXT}, {"column", NULL, LISTING_TEXT},
    {"column_label", NULL, LISTING_TEXT}, {"n", NULL, LISTING_NUMBER},       {"value", NULL, LISTING_NUMBER},
    {"low", NULL, LISTING_NUMBER},        {"high", NULL, LISTING_NUMBER},    {"text", NULL, LISTING_TEXT},
    {"state", NULL, LISTING_TEXT},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static const char *real(struct arena *arena, bool has, double value) {
    return has ? arena_printf(arena, "%.10g", value) : NULL;
}

static void add_value(struct arena *arena, struct listing *l, const struct plot *plot, size_t r, size_t c) {
    static const char *const states[] = {
        [PLOT_SHOWN] = "shown", [PLOT_HIDDEN] = "hidden", [PLOT_NONE] = "none"};
    const struct plot_value *v = plot_at(plot, r, c);
    const bool shown = v->state == PLOT_SHOWN, interval = shown && v->interval;
    listing_add(l, (const char *const[COLUMNS]){
                       plot->rows[r].key, plot->rows[r].label, plot->columns[c].key, plot->columns[c].label,
                       shown && v->n > 0 ? arena_printf(arena, "%" PRId64, v->n) : NULL,
                       real(arena, shown, v->value), real(arena, interval, v->low),
                       real(arena, interval, v->high), v->text, states[v->state]});
}

void plot_csv_write(FILE *out, const struct plot *plot) {
    struct arena *arena = arena_create();
    struct listing *l = listing_create(arena, "values", columns, COLUMNS);
    for (size_t r = 0; r < plot->row_count; r++)
        for (size_t c = 0; c < plot->column_count; c++)
            add_value(arena, l, plot, r, c);
    listing_print(l, OUTPUT_CSV, out);
    arena_destroy(arena);
}
