/*
 * words: how people write ticks, silences and totals, whatever the survey.
 *
 * The lists are data/reference/spellings.json, read once per process and kept until its end; this module only
 * finds things in them.  A spelling is found as written and as folded (utf8_fold), so callers ask with the
 * raw cell first, which answers nearly always, and fold only when that finds nothing.  Words of katakana are
 * also found as hiragana.
 *
 * One spelling may have several meanings: 「なし」 is "no tick" in an option's own column and "none of these"
 * in a cell for a whole question.  The caller picks those that its column can have.
 */
#ifndef SHUKEI_ENGINE_RESPONSE_WORDS_H
#define SHUKEI_ENGINE_RESPONSE_WORDS_H

#include "engine/base/fault.h"

#include <stddef.h>
#include <stdint.h>

enum word_meaning {
    WORD_TICK = 1 << 0,
    WORD_NO_TICK = 1 << 1,      /* a mark: never the name of an option */
    WORD_NO_TICK_WORD = 1 << 2, /* a word: an option of this name comes first */
    WORD_NO_ANSWER = 1 << 3,
    WORD_NOT_APPLICABLE = 1 << 4,
    WORD_INVALID = 1 << 5,
    WORD_NONE = 1 << 6,
    WORD_TOTAL = 1 << 7, /* 合計: begins a row that sums up the ones above */
    WORD_SILENCES = WORD_NO_ANSWER | WORD_NOT_APPLICABLE | WORD_INVALID | WORD_NONE,
};

enum word_list {
    WORDS_ABOUT_BEFORE, /* 約 */
    WORDS_ABOUT_AFTER,  /* くらい */
    WORDS_COUNTERS,     /* 件: understood after any number */
    WORDS_SYNTHETIC, /* 合成データ: what a made-up return says of itself in its remark */
    WORDS_STAMPS,    /* 受, 受付, FAX: stands beside a day, and says nothing of it */
    WORDS_LISTS,
};

struct words;

const struct words *words_get(struct fault *f) FAULT_CHECKED; /* NULL on a fault */

/* The set of enum word_meaning of a spelling; 0 when it is in no list. */
unsigned words_meaning(const struct words *w, const char *text, size_t length);

/* Whether the character stands between two answers in one cell; white space is not asked here. */
bool words_separator(const struct words *w, uint32_t code);

/* Bytes of the longest item of the list that `text` begins with; 0 when none does. */
size_t words_prefix(const struct words *w, enum word_list list, const char *text);

/* Whether an item of the list stands anywhere in the text. */
bool words_contained(const struct words *w, enum word_list list, const char *text);

#endif
