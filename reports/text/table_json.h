/*
 * table_json: tables for scripts, in the shape that scripts outside the project rely on.
 *
 * percent, low and high are unrounded; they are null where the cell is suppressed or its n is 0, and low and
 * high where no interval was asked for.  `text` is what a report prints.
 *
 * `notes` are in the questionnaire's language, as printed; a script goes by `note_codes`, which stand beside them in the same
 * order.  Of a table: template (the questionnaire's own), percent_of_answers,
 * percent_of_those_who_answered, percent_of_row, percent_of_total, several_answers, no_answer_in_base, no_answer_left_out, nets,
 * sorted_by_count, at_least, unit, summaries, weighted_mean, columns_overlap, small_n, suppressed, test, letters, not_compared, letters_weighted.  Of the whole: synthetic,
 * weighting, rounded, protected_in_this_output, protected_across_outputs (table_suppress.h), census, finite_population.
 */
#ifndef SHUKEI_REPORTS_TEXT_TABLE_JSON_H
#define SHUKEI_REPORTS_TEXT_TABLE_JSON_H

#include "reports/model/table.h"

#include <stdio.h>

void table_json_write(FILE *out, const struct table_set *set);

#endif
