/*
 * columns: how wide a text is on the user's terminal; the one place where that is decided.
 *
 * Some characters (● ○ ※ → α) are narrow in Western fonts and wide in Japanese ones; Unicode calls them
 * ambiguous (UAX #11).  They take two columns when the interface speaks Japanese, because then the terminal's
 * font is a Japanese one, and one column otherwise.  All other widths are those of utf8_char_width.
 */
#ifndef SHUKEI_ENGINE_BASE_COLUMNS_H
#define SHUKEI_ENGINE_BASE_COLUMNS_H

#include "engine/base/strbuf.h"

#include <stdint.h>
#include <stdio.h>

int columns_of_char(uint32_t code);
size_t columns_of(const char *text);

/* The longest beginning of text that fits, in bytes: up to the last blank in it, else cut anywhere; never 0
 * unless text is empty. */
size_t columns_fit(const char *text, size_t columns);

/* Adds text padded with blanks to so many columns. */
void columns_left(struct strbuf *line, const char *text, size_t columns);
void columns_right(struct strbuf *line, const char *text, size_t columns);

/* Writes the line without blanks at its end, and a line feed; the line is empty afterwards. */
void columns_end_line(FILE *out, struct strbuf *line);

#endif
