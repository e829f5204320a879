/*
 * dataset_words: the distinct strings of a column and their codes, in order of first appearance.
 *
 * A hash table in an arena.  NULL and "" are no word (DATASET_NO_CODE); so is what comes after the 65,535th
 * word.
 */
#ifndef SHUKEI_ENGINE_TABULATION_DATASET_WORDS_H
#define SHUKEI_ENGINE_TABULATION_DATASET_WORDS_H

#include "engine/base/arena.h"

#include <stdint.h>

struct dataset_words;

struct dataset_words *dataset_words_create(struct arena *arena);
uint16_t dataset_words_code(struct dataset_words *words, const char *text); /* adds what is new */
size_t dataset_words_count(const struct dataset_words *words);
const char *dataset_words_text(const struct dataset_words *words, size_t code);

#endif
