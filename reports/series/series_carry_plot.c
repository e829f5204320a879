/* What a projection says, as a plot: the two values that it starts from, and where the line through them stands at the day. */
#include "reports/series/series_carry.h"

#include "engine/base/lang.h"
#include "reports/press/words.h"
#include "reports/series/series_plot.h"

enum { KNOWN = 2, COLUMNS = 3 };

static struct plot_value line_value(struct arena *arena, const struct series_table *t,
                                    const struct series_carry *c, int decimals) {
    char text[PERCENT_TEXT];
    percent_ratio_text(text, c->line.num, c->line.den, decimals);
    return (struct plot_value){.state = PLOT_SHOWN,
                               .text = arena_printf(arena, "%s%s", text, t->percent ? "%" : ""),
                               .value = (double)c->line.num / (double)c->line.den,
                               .carried = true};
}

static const struct plot_side *columns_of(struct arena *arena, const struct plot *known,
                                          const struct series_carry_spec *spec, const char *target) {
    struct plot_side *columns = arena_array(arena, COLUMNS, sizeof *columns);
    for (size_t i = 0; i < KNOWN; i++)
        columns[i] = known->columns[i];
    columns[KNOWN] =
        (struct plot_side){.kind = PLOT_PART,
                           .key = target,
                           .label = arena_printf(arena, _("%s\nat this pace"), words_month(arena, target)),
                           .at = (double)spec->target_twice};
    return columns;
}

const struct plot *series_carry_plot(struct arena *arena, const struct series_table *t,
                                     const struct series_carry *rows, size_t count,
                                     const struct series_carry_spec *spec, const char *target, int decimals) {
    const size_t periods[KNOWN] = {spec->from, spec->to};
    size_t *items = arena_array(arena, count + 1, sizeof *items), shown = 0;
    struct plot_value *values = arena_array(arena, count * COLUMNS + 1, sizeof *values);
    for (size_t i = 0; i < count; i++)
        if (rows[i].has_line)
            items[shown++] = (size_t)(rows[i].item - t->items);
    const struct plot *known = series_plot_at(arena, t, items, shown, periods, KNOWN);
    struct plot *plot = arena_copy(arena, known, sizeof *known);
    for (size_t i = 0, row = 0; i < count; i++) {
        if (!rows[i].has_line)
            continue;
        for (size_t c = 0; c < KNOWN; c++)
            values[row * COLUMNS + c] = *plot_at(known, row, c);
        values[row++ * COLUMNS + KNOWN] = line_value(arena, t, &rows[i], decimals);
    }
    plot->columns = columns_of(arena, known, spec, target);
    plot->column_count = COLUMNS;
    plot->values = values;
    plot->timed = true;
    plot->share = false; /* a line knows no ceiling */
    plot->note = arena_printf(
        arena,
        _("At this pace: the straight line through the two values, carried on; it knows no ceiling, and "
          "nothing of what may change the pace.%s%s"),
        known->note ? "\n" : "", known->note ? known->note : "");
    return plot;
}
