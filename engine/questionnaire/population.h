/*
 * population: how many institutions there are, from data/reference/population.csv (data/README.md tells its
 * columns).
 *
 * Read once per process and kept until the end, like the other reference tables.
 */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_POPULATION_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_POPULATION_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

struct population_row {
    const char *table;
    const char *area; /* JIS code of a prefecture; "00": the country */
    const char *type; /* an option's id; "all": the table does not tell types apart */
    double count;
    const char *date, *source;
};

struct population {
    const struct population_row *rows; /* in the file's order */
    size_t count;
};

const struct population *population_get(struct fault *f) FAULT_CHECKED; /* NULL on a fault */

#endif
