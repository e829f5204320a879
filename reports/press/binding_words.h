/*
 * binding_words: vague words for a share, and when a number supports them.
 *
 * templates/press-words.json lists them with their bounds in percent: `from` and `above` below, `to` and `below`
 * above; {"words": "約{N}割", "tens": true} stands for nine entries, N from 1 to 9, whose bounds are relative to
 * 10 N.  The first entry with `about` that a share fulfils is what {...|about} prints.
 *
 * Shares are compared with the bounds exactly, before rounding: 49.96% is no majority.
 */
#ifndef SHUKEI_REPORTS_PRESS_BINDING_WORDS_H
#define SHUKEI_REPORTS_PRESS_BINDING_WORDS_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

#include <stdbool.h>
#include <stdint.h>

struct words_phrase {
    const char *words;
    int64_t low, high; /* in thousandths of a percent */
    bool has_low, has_high, low_open, high_open, about;
};

struct words_phrases {
    struct words_phrase *items;
    size_t count, capacity;
};

const struct words_phrases *words_phrases_get(struct fault *f) FAULT_CHECKED; /* once per process */

bool words_phrase_holds(const struct words_phrase *phrase, int64_t count, int64_t n);

#endif
