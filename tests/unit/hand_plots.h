/*
 * hand_plots: plots made up by rule, for tests of every kind of figure: how many rows and columns, what the labels and
 * values are like.
 */
#ifndef SHUKEI_TESTS_UNIT_HAND_PLOTS_H
#define SHUKEI_TESTS_UNIT_HAND_PLOTS_H

#include "reports/model/plot.h"

#include <stdio.h>

enum hand_values { HAND_MIXED, HAND_ZERO, HAND_FULL, HAND_CLOSE, HAND_HIDDEN, HAND_NONE, HAND_HOLES, HAND_POINTS, HAND_BELOW };

struct hand_plot {
    const char *name;
    size_t rows, columns;
    enum hand_values values;
    bool long_labels, without_n, prefectures, exclusive, silence;
};

static inline double hand_number(const struct hand_plot *p, size_t row, size_t column) {
    switch (p->values) {
    case HAND_ZERO:
        return 0;
    case HAND_FULL:
        return 100;
    case HAND_CLOSE:
        return 40 + 0.1 * (double)((row + column) % 3);
    case HAND_POINTS:
        return (double)((row * 37 + column * 11) % 23) - 12.5;
    case HAND_BELOW:
        return -8 - 0.4 * (double)((row * 5 + column) % 7);
    default:
        return p->exclusive ? 100.0 / (double)p->rows : (double)((row * 37 + column * 11) % 97) + 0.3;
    }
}

static inline struct plot_value hand_value(struct arena *arena, const struct hand_plot *p, size_t row,
                                           size_t column) {
    struct plot_value v = {.state = PLOT_SHOWN, .text = "-"};
    const bool hole = p->values == HAND_HOLES && (row + column) % 3 == 1;
    if (p->values == HAND_NONE || hole)
        v.state = PLOT_NONE;
    if (p->values == HAND_HIDDEN || (hole && row % 2 == 1))
        v.state = PLOT_HIDDEN, v.text = TABLE_HIDDEN;
    if (v.state != PLOT_SHOWN)
        return v;
    v.value = hand_number(p, row, column);
    v.low = v.value > 4 || v.value < 0 ? v.value - 4 : 0;
    v.high = v.value < 96 ? v.value + 4 : 100;
    v.n = 20 + (int64_t)(row * row * 3 + column);
    v.text = arena_printf(arena, "%.1f%%", v.value);
    v.count = arena_printf(arena, "%d", (int)v.value * 12);
    v.interval = arena_printf(arena, "%.1f-%.1f%%", v.low, v.high);
    return v;
}

static inline const char *hand_label(struct arena *arena, const struct hand_plot *p, const char *what,
                                     size_t i) {
    if (p->long_labels)
        return arena_printf(
            arena,
            "%s%zu "
            "今も混乱しており、廃止後は受付業務に忙殺されると思うので、スタッフを増やして対応せざるを得ない"
            "（https://www.example.jp/a/very/long/address）",
            what, i + 1);
    return arena_printf(arena, "%s%zu", what, i + 1);
}

static inline struct plot *hand_plot(struct arena *arena, const struct hand_plot *p) {
    struct plot_side *rows = arena_array(arena, p->rows + 1, sizeof *rows),
                     *columns = arena_array(arena, p->columns + 1, sizeof *columns);
    struct plot_value *values = arena_array(arena, p->rows * p->columns + 1, sizeof *values);
    for (size_t r = 0; r < p->rows; r++) {
        rows[r].key =
            p->prefectures ? arena_printf(arena, "pref=%02zu", r + 1) : arena_printf(arena, "r%zu", r);
        rows[r].label = hand_label(arena, p, "行", r);
        rows[r].kind = p->silence && r + 1 == p->rows ? PLOT_SILENCE : PLOT_PART;
        rows[r].n = p->prefectures && !p->without_n ? arena_printf(arena, "%zu", 20 + r * r * 3) : NULL;
        for (size_t c = 0; c < p->columns; c++)
            values[r * p->columns + c] = hand_value(arena, p, r, c);
    }
    for (size_t c = 0; c < p->columns; c++) {
        columns[c].key = arena_printf(arena, "c%zu", c);
        columns[c].label = hand_label(arena, p, "列", c);
        columns[c].n = p->without_n ? NULL : "1,234";
        columns[c].at = (double)c;
    }
    struct plot_value *whole = arena_alloc(arena, sizeof *whole);
    *whole = (struct plot_value){.text = "48.5%", .value = 48.5, .n = 8672};
    struct plot *plot = arena_alloc(arena, sizeof *plot);
    *plot = (struct plot){.rows = rows,
                          .columns = columns,
                          .row_count = p->rows,
                          .column_count = p->columns,
                          .values = values,
                          .whole = whole,
                          .unit = "%",
                          .count_unit = "医療機関",
                          .share = p->values != HAND_POINTS && p->values != HAND_BELOW,
                          .exclusive = p->exclusive,
                          .bridged = p->values == HAND_HOLES,
                          .title = hand_label(arena, p, "題", 0),
                          .caption = "集計ベース：全体、n=8,672"};
    return plot;
}

#endif
