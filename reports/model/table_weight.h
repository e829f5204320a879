/*
 * table_weight: what weights change of a table's cells.
 *
 * A weighted cell keeps its count and n (of the returns as they came) and gets percentage, text and limits
 * from the weighted counts.  Its text is rounded half up from the double; within 1e-9 of the last place it
 * counts as a tie, so that weights of one print what the integers print.  n_effective is Kish's effective
 * number of the returns that the percentage is of.
 *
 * Limits are design-based: wilson and agresti-coull take the returns over the design effect of the figure for
 * n; logit and exact are those of svyciprop (logit with Student's t; Korn and Graubard's).
 */
#ifndef SHUKEI_REPORTS_MODEL_TABLE_WEIGHT_H
#define SHUKEI_REPORTS_MODEL_TABLE_WEIGHT_H

#include "reports/model/table.h"

struct table_weight_place { /* of a cell in its cube */
    const struct cube *cube;
    size_t question, row, column;
};

/* The cell's own fields have been filled, and it is not suppressed. */
void table_weight_cell(const struct table_options *options, const struct table_weight_place *at, int decimals,
                       struct table_cell *cell);

/* Weighted n and effective n of a column's base. */
void table_weight_column(const struct table_options *options, size_t question, size_t c,
                         struct table_column *column);

/* Adds the weighted means to summaries that are not suppressed. */
void table_weight_summaries(struct arena *arena, const struct table_options *options, const struct cube *cube,
                            size_t question, struct table_summary *summaries);

/* Scheme, population, weights and design effect, in the language in force; at most 8. */
size_t table_weight_notes(struct arena *arena, const struct weighting *w, const char **notes);
enum { TABLE_WEIGHT_NOTES = 8 };

#endif
