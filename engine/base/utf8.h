/*
 * utf8: characters of the text inside the program, which is always valid UTF-8.
 *
 * Bytes are decoded once, at the door (importers/decode.h); `utf8_valid` is the check there.  Widths are those of a
 * terminal or a fixed-pitch face: full-width characters take 2 columns, combining ones 0.  `utf8_fold` makes the key
 * under which two ways of writing one answer meet: NFKC (full-width letters and digits become ASCII, half-width kana
 * full-width), lower case, white space and the marks 「・」「、」「,」 removed at the ends and runs of space dropped.
 */
#ifndef SHUKEI_ENGINE_BASE_UTF8_H
#define SHUKEI_ENGINE_BASE_UTF8_H

#include "engine/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool utf8_valid(const char *bytes, size_t length);

/* Whether one of the characters of three bytes that need no further look is there: U+1000 to U+CFFF, kana and kanji among
 * them.  For loops over much text. */
static inline bool utf8_common(const unsigned char *at, size_t left) {
    return left >= 3 && at[0] >= 0xE1 && at[0] <= 0xEC && (at[1] & 0xC0) == 0x80 && (at[2] & 0xC0) == 0x80;
}

/* The code point at *at, which moves past it; 0 at the end.  An invalid byte counts as U+FFFD. */
uint32_t utf8_next(const char **at);

/* Writes the code point to out (at most 4 bytes, no NUL) and returns the number of bytes. */
size_t utf8_put(char out[4], uint32_t code);

int utf8_char_width(uint32_t code);   /* 0, 1 or 2 columns */
size_t utf8_width(const char *text);  /* columns */
size_t utf8_length(const char *text); /* characters */
bool utf8_blank(const char *text);    /* nothing to be seen: no-break and full-width spaces are none either */

bool utf8_space(
    uint32_t code); /* of ASCII, no-break and full-width; those that show nothing at all are none */

char *utf8_nfkc(struct arena *arena, const char *text);
char *utf8_nfc(struct arena *arena, const char *text);
char *utf8_fold(struct arena *arena, const char *text);

/* In place: katakana as hiragana (ナシ is なし), which takes as many bytes. */
void utf8_hiragana(char *text);

/* Edit distance in characters, at most `limit` + 1. */
size_t utf8_distance(const char *a, const char *b, size_t limit);

/* "Did you mean": of the names offered the one that is spelt most like what was written, if it is a slip of the pen: up to
 * three letters may differ, but no more than every third.  A word of one or two letters is like everything, so never.
 *
 *     struct utf8_nearest n = {.wanted = written};
 *     utf8_nearest_offer(&n, name);          // for every name
 *     if (n.name) ...did you mean n.name?
 */
struct utf8_nearest {
    const char *wanted, *name;
    size_t distance;
};
void utf8_nearest_offer(struct utf8_nearest *n, const char *name);

#endif
