/*
 * table_population: how many there are behind the columns of a table, for the finite population correction.
 *
 * The intervals of a table take the returns as a sample of an endless population.  When it is known how many
 * were asked (`shukei survey sent`, the questionnaire's `sent`), less is left to chance: `asked` of a column
 * were asked, `returned` of them have answered, and a base of n returns there stands for n x asked / returned
 * units (interval_finite).  This takes those who answered as a random sample of those asked, which no
 * survey is by itself; the note of the table says so.
 *
 * Numbers are known for the total, and for the columns of a banner by prefecture or association alone, as far
 * as they were sent by these.
 */
#ifndef SHUKEI_REPORTS_MODEL_TABLE_POPULATION_H
#define SHUKEI_REPORTS_MODEL_TABLE_POPULATION_H

#include "engine/store/store.h"
#include "reports/model/table.h"

struct table_population {
    int64_t asked, returned; /* asked 0: unknown */
};

/* By column of the cube.  `asked` "sent": as the store knows it; or the number of all, in digits.  A fault
 * when it is neither, not known, or less than what came back. */
const struct table_population *table_population_of(struct arena *arena, struct store *store,
                                                   const struct cube *cube, const char *asked,
                                                   struct fault *f) FAULT_CHECKED;

/* How many units a base of n returns in the column stands for; 0: not known. */
int64_t table_population_units(const struct table_population *column, int64_t n);

#endif
