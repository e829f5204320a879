/*
 * table_number: the summary of a number question as it is printed.
 *
 * Sum, median, modes and ends are exact decimals; the mean is rounded half up from the exact sum and count.
 */
#ifndef SHUKEI_REPORTS_MODEL_TABLE_NUMBER_H
#define SHUKEI_REPORTS_MODEL_TABLE_NUMBER_H

#include "reports/model/table.h"

/* One per column; hidden[column]: nothing of it may be shown. */
struct table_summary *table_number_summaries(struct arena *arena, const struct cube *cube,
                                             const struct cube_question *q, const bool *hidden);

#endif
