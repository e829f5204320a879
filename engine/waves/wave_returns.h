/*
 * wave_returns: counting a wave's returns on any base that its questionnaire can express.
 *
 * A base becomes a set of returns, an item another; a figure is two counts of bits.  Sets of bases are kept,
 * since one base serves many items.  Institutions: who each return is from, for surveys that asked the same
 * ones.
 */
#ifndef SHUKEI_ENGINE_WAVES_WAVE_RETURNS_H
#define SHUKEI_ENGINE_WAVES_WAVE_RETURNS_H

#include "engine/waves/wave.h"

/* Reads the returns; *out is NULL when there are none. */
bool wave_returns_load(struct arena *arena, struct store *store, const struct questionnaire *q,
                       struct wave_counts **out, struct fault *f) FAULT_CHECKED;

const struct dataset *wave_returns_dataset(const struct wave_counts *counts);

/* False when the base speaks of something that this survey did not ask. */
bool wave_returns_figure(struct wave_counts *counts, const struct wave_item *item,
                         const struct wave_base *base, struct wave_figure *out);

/* How many returns are in the base; -1 as above. */
long wave_returns_size(struct wave_counts *counts, const struct wave_base *base);

/* The sets themselves, bitset_words(n) words each; NULL as above. */
const uint64_t *wave_returns_base(struct wave_counts *counts, const struct wave_base *base);
const uint64_t *wave_returns_said(struct wave_counts *counts, const struct wave_item *item);

/* By return; NULL where nobody wrote it. */
const char *const *wave_returns_institutions(const struct wave_counts *counts);

#endif
