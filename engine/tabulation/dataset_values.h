/*
 * dataset_values: the numbers (or dates) of a question, packed.
 *
 * Few returns state a number, and they state few different ones.  `column->number` has a place for every
 * return, so that an expression can look at any; whoever counts goes through all that were given, and reads
 * the packed form: the different values in ascending order, the place of each return's value among them, and which return that is,
 * one after another for the returns of state[ANSWER_GIVEN].
 */
#ifndef SHUKEI_ENGINE_TABULATION_DATASET_VALUES_H
#define SHUKEI_ENGINE_TABULATION_DATASET_VALUES_H

#include "engine/tabulation/dataset.h"

/* Fills value, value_count, value_code and value_row from number and state[ANSWER_GIVEN]. */
void dataset_values_pack(struct arena *arena, struct dataset_column *column, size_t n);
/* And back: fills number and value_row. */
void dataset_values_unpack(struct arena *arena, struct dataset_column *column, size_t n);

#endif
