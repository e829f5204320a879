/*
 * dataset_values: the numbers (or dates) of a question, packed.
 *
 * Few returns state a number, and they state few different ones.  `column->number` has a place for every
 * return, so that an expression can look at any; whoever counts goes through all that were given, and reads
 * the packed form: the different values in ascending order, and the place of each return's value among them,
 * one after another for the returns of state[ANSWER_GIVEN].
 */
#ifndef SHUKEI_ENGINE_TABULATION_DATASET_VALUES_H
#define SHUKEI_ENGINE_TABULATION_DATASET_VALUES_H

#include "engine/tabulation/dataset.h"

/* Fills value, value_count and value_code from number and state[ANSWER_GIVEN]. */
void dataset_values_pack(struct arena *arena, struct dataset_column *column, size_t n);
/* And back: fills number. */
void dataset_values_unpack(struct dataset_column *column, size_t n);

#endif
