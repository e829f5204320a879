/*
 * archive_program: an embedded TrueType program by itself: are its tables there and as long and heavy as its directory
 * says, do glyphs lie where loca says, and is a character's glyph the one that the program's own cmap has for it?
 */
#ifndef SHUKEI_TESTS_TOOLS_ARCHIVE_PROGRAM_H
#define SHUKEI_TESTS_TOOLS_ARCHIVE_PROGRAM_H

#include "archive_font.h"

/* A table; NULL: it is not there, or not whole. */
const unsigned char *archive_program_table(const struct archive_font *font, const char *tag, size_t *size);

/* In thousandths of an em; -1 for a glyph that the program lacks. */
double archive_program_width(const struct archive_font *font, unsigned glyph);

void archive_program_check(const struct archive_font *font);

/* The name in the PDF, behind the mark of a subset, is the PostScript name of the program, if that has one. */
void archive_program_check_name(const struct archive_font *font, const char *name);

/* One that a page shows: of the right character, with an outline unless it is a blank, of parts that are there. */
void archive_program_check_glyph(const struct archive_font *font, unsigned code, unsigned glyph);

#endif
