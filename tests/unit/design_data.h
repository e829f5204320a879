/* design_data: the 240 returns of tests/oracle/design-data.csv and the designs that design.R makes of them;
 * every return is a cell of its own. */
#ifndef SHUKEI_TESTS_UNIT_DESIGN_DATA_H
#define SHUKEI_TESTS_UNIT_DESIGN_DATA_H

#include "engine/statistics/design.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DATA_RETURNS = 240, DATA_TYPES = 3, DATA_AREAS = 4, DATA_STRATA = 3 };

struct design_data {
    int32_t type[DATA_RETURNS], area[DATA_RETURNS], both[DATA_RETURNS];
    uint32_t stratum[DATA_RETURNS];
    double yes[DATA_RETURNS], cases[DATA_RETURNS], staff[DATA_RETURNS], base[DATA_RETURNS];
    int64_t returns[DATA_RETURNS]; /* 1 each */
};

static const char *const data_types[] = {"clinic", "dental", "hospital"};
static const double data_type_population[] = {1200, 900, 100}, data_area_population[] = {700, 640, 510, 350},
                    data_both_population[] = {400, 380, 260, 160, 250, 240, 240, 170, 50, 20, 10, 20},
                    data_stratum_population[] = {900, 700, 600};

static inline void design_data_read(struct design_data *d) {
    FILE *csv = fopen(SHUKEI_SOURCE_DIR "/tests/oracle/design-data.csv", "r");
    char line[256], type[16], area;
    assert(csv && fgets(line, sizeof line, csv));
    for (size_t i = 0; i < DATA_RETURNS; i++) {
        double none, size;
        if (!fgets(line, sizeof line, csv) ||
            sscanf(line, "%15[^,],%c,%u,%lf,%lf,%lf,%lf,%lf,%lf", type, &area, &d->stratum[i], &d->yes[i],
                   &none, &d->cases[i], &d->staff[i], &d->base[i], &size) != 9)
            abort();
        d->area[i] = area - 'A';
        for (int32_t t = 0; t < DATA_TYPES; t++)
            if (strcmp(type, data_types[t]) == 0)
                d->type[i] = t;
        d->both[i] = d->type[i] * DATA_AREAS + d->area[i];
        d->returns[i] = 1;
    }
    fclose(csv);
}

struct design_case {
    const char *name;
    bool strata, base, finite, by_type, by_area, by_both;
    double scale; /* sum of the weights; 0: as the base weights have it */
};

static const struct design_case design_cases[] = {
    {"plain", .scale = 240},
    {"whole", .finite = true, .scale = 2200},
    {"strata", .strata = true, .base = true},
    {"finite", .strata = true, .base = true, .finite = true},
    {"post", .by_type = true, .scale = 2200},
    {"postfinite", .by_type = true, .finite = true, .scale = 2200},
    {"postboth", .by_both = true, .scale = 2200},
    {"poststrata", .strata = true, .base = true, .finite = true, .by_type = true, .scale = 2200},
    {"raked", .by_type = true, .by_area = true, .scale = 2200},
    {"calibrated", .strata = true, .base = true, .by_type = true, .by_area = true, .scale = 2200},
};
enum { DESIGN_CASES = sizeof design_cases / sizeof *design_cases };

/* A design with its weights, which it borrows. */
struct design_made {
    struct weight_units units;
    struct weight_margin margins[2];
    size_t margin_count;
    double *weights;
    const struct design *design;
};

static inline void design_add_margin(struct design_made *m, size_t categories, const int32_t *category,
                                     const double *target) {
    m->margins[m->margin_count++] = (struct weight_margin){categories, category, target, true};
}

static inline void design_make(struct arena *arena, const struct design_data *data,
                               const struct design_case *c, struct design_made *m) {
    static const double everybody[] = {2200};
    *m = (struct design_made){.units = {DATA_RETURNS, data->returns, c->base ? data->base : NULL}};
    if (c->by_type)
        design_add_margin(m, DATA_TYPES, data->type, data_type_population);
    if (c->by_area)
        design_add_margin(m, DATA_AREAS, data->area, data_area_population);
    if (c->by_both)
        design_add_margin(m, DATA_TYPES * DATA_AREAS, data->both, data_both_population);
    struct weight_result made =
        weight_rake(arena, &m->units, m->margins, m->margin_count, &weight_default_options);
    assert(made.failure == WEIGHT_DONE);
    m->weights = made.weights;
    double sum = 0;
    for (size_t i = 0; i < DATA_RETURNS; i++)
        sum += m->weights[i];
    for (size_t i = 0; c->scale > 0 && i < DATA_RETURNS; i++)
        m->weights[i] *= c->scale / sum;
    const struct design_spec spec = {
        .cells = DATA_RETURNS,
        .returns = data->returns,
        .weight = m->weights,
        .base = m->units.base,
        .stratum = c->strata ? data->stratum : NULL,
        .strata = DATA_STRATA,
        .population = !c->finite  ? NULL
                      : c->strata ? data_stratum_population
                                  : everybody,
        .margins = m->margins,
        .margin_count = m->margin_count,
    };
    m->design = design_create(arena, &spec);
}

#endif
