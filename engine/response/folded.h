/*
 * folded: a cell in the form in which it is compared, with the way back.
 *
 * The text is folded character by character as utf8_fold does, but keeps separators and white space (as one
 * kind of space); a circled or otherwise enclosed number (①, ⑵, ❸) becomes the digits with a space on both
 * sides, so that 「①③」 does not read as 13.  `origin` gives for every byte of the text the place in the cell
 * it came from, so that words are quoted as they were written.  Everything lives in the arena.
 */
#ifndef SHUKEI_ENGINE_RESPONSE_FOLDED_H
#define SHUKEI_ENGINE_RESPONSE_FOLDED_H

#include "engine/base/arena.h"

struct folded {
    const char *text;
    size_t length;
    const size_t *origin; /* length + 1 of them */
    const char *cell;
};

void folded_make(struct arena *arena, const char *cell, struct folded *out);

/* The same cell with its katakana as hiragana. */
void folded_hiragana(struct arena *arena, const struct folded *from, struct folded *out);

/* What stands in the cell for bytes `from` up to `to` of the text, without white space at its ends. */
char *folded_origin(struct arena *arena, const struct folded *folded, size_t from, size_t to);

/* NFKC, every white space a blank: for what is read by its characters, numbers and dates. */
const char *folded_plain(struct arena *arena, const char *cell);

/* A copy without white space at the ends. */
char *folded_trim(struct arena *arena, const char *text, size_t length);

#endif
