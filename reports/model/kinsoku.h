/*
 * kinsoku: between which characters a Japanese line may be broken.
 *
 * The rules are those of everyday Japanese printing (after JIS X 4051, 2004): no line begins with a closing
 * bracket, a full stop, a small kana or a percent sign, none ends with an opening bracket or a yen sign;
 * words and numbers in Latin letters stay whole; a number keeps its unit (59.8％, 10割); …… and ―― are not
 * parted.
 *
 * The classes are tables of characters in kinsoku.c.  A character in no table is an ideograph: a line may be
 * broken on both its sides.
 */
#ifndef SHUKEI_REPORTS_MODEL_KINSOKU_H
#define SHUKEI_REPORTS_MODEL_KINSOKU_H

#include <stdbool.h>
#include <stdint.h>

enum kinsoku_class {
    KINSOKU_IDEOGRAPH,
    KINSOKU_OPENING,  /* may not end a line */
    KINSOKU_CLOSING,  /* may not begin a line */
    KINSOKU_STOP,     /* 、。 and the like: may not begin a line, and may hang over its end */
    KINSOKU_NO_START, /* ー々ぁ！％…: may not begin a line */
    KINSOKU_LEADER,   /* … ―: not parted from another of its kind */
    KINSOKU_LATIN,    /* letters and marks of a word */
    KINSOKU_DIGIT,
    KINSOKU_SPACE, /* a line may end after it; it then takes no room */
    KINSOKU_GLUE,  /* no-break space, word joiner */
};

enum kinsoku_class kinsoku_class(uint32_t code);

/* May a line end after `before` and the next one begin with `after`? */
bool kinsoku_may_break(uint32_t before, uint32_t after);

/* How well does a line end here, where it may?  3: after a mark, a bracket or a space, or before a bracket; 2: after a
 * particle or an ending, that is from hiragana to another script; 1: between scripts, or between kanji and katakana;
 * 0: within what is probably one word. */
int kinsoku_break_quality(uint32_t before, uint32_t after);

/* Inside a Latin word too long for any line (an address): is this a tolerable place? */
bool kinsoku_may_split_word(uint32_t before, uint32_t after);

#endif
