#include "reports/areas/area_rates.h"

static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};

static void take_areas(struct arena *arena, struct area_rates *r) {
    r->areas = arena_array(arena, r->table->column_count + 1, sizeof *r->areas);
    for (size_t c = 1; c < r->table->column_count; c++) {
        struct area_rate *area = &r->areas[r->count++];
        area->column = &r->table->columns[c];
        area->cell = &r->row->cells[c];
        area->position = c;
        area->counted = !area->column->unknown && !area->cell->suppressed && area->cell->n > 0;
        r->counted += area->counted;
        r->hidden += area->cell->suppressed;
    }
}

static void rank(struct arena *arena, struct area_rates *r, int decimals,
                 const struct area_rank_wishes *wishes) {
    struct ranking_value *values = arena_array(arena, r->count + 1, sizeof *values);
    struct ranking_place *places = arena_array(arena, r->count + 1, sizeof *places);
    for (size_t i = 0; i < r->count; i++) {
        const struct table_cell *cell = r->areas[i].cell;
        bool few = r->areas[i].counted && cell->n < wishes->min_n;
        r->few += few;
        if (r->areas[i].counted && !few)
            values[i] = (struct ranking_value){table_cell_scaled(cell, decimals), powers[decimals]};
    }
    r->ranked = ranking_make(values, r->count, wishes->direction, places);
    r->ends = ranking_mark(places, r->count, (size_t)wishes->ends);
    for (size_t i = 0; i < r->count; i++)
        r->areas[i].place = places[i];
}

static void shrink(struct arena *arena, struct area_rates *r, double level) {
    int64_t *counts = arena_array(arena, r->count + 1, sizeof *counts);
    int64_t *n = arena_array(arena, r->count + 1, sizeof *n);
    size_t used = 0;
    for (size_t i = 0; i < r->count; i++)
        if (r->areas[i].counted) {
            counts[used] = r->areas[i].cell->count;
            n[used++] = r->areas[i].cell->n;
        }
    r->model = shrinkage_fit(counts, n, used);
    for (size_t i = 0; i < r->count; i++)
        if (r->areas[i].counted)
            r->areas[i].shrunken =
                shrinkage_rate(&r->model, r->areas[i].cell->count, r->areas[i].cell->n, level);
}

static void flag(struct area_rates *r) {
    if (r->total->suppressed || r->total->n <= 0)
        return;
    double target = (double)r->total->count / (double)r->total->n;
    for (size_t i = 0; i < r->count; i++)
        if (r->areas[i].counted) {
            r->areas[i].has_funnel = true;
            r->areas[i].funnel = funnel_place(r->areas[i].cell->count, r->areas[i].cell->n, target);
        }
}

struct area_rates area_rates_make(struct arena *arena, const struct table *table, const struct table_row *row,
                                  int decimals, const struct area_rank_wishes *wishes) {
    struct area_rates r = {.table = table, .row = row, .total = &row->cells[0]};
    take_areas(arena, &r);
    rank(arena, &r, decimals, wishes);
    if (table->weight)
        return r;
    shrink(arena, &r, wishes->options.level);
    flag(&r);
    return r;
}
