/*
 * pdf_words: words as the information, the metadata and the bookmarks of a file can all hold them.
 *
 * The same words stand in the file twice: as a string of PDF and as XML.  XML has no place for control characters and
 * for the codes that are no characters (U+FFFE, U+FFFF, ...), and reads a CR as an LF; a string of an archived file has
 * at most 32,767 bytes (ISO 19005-2, 6.1.13).  So line breaks and other controls become one space, codes that are no
 * characters and byte order marks go, and what is too long ends in "…".  All else stays: 𠮷, emoji, gaiji, variation
 * selectors.
 */
#ifndef SHUKEI_REPORTS_PDF_PDF_WORDS_H
#define SHUKEI_REPORTS_PDF_PDF_WORDS_H

#include "engine/base/arena.h"

/* In the arena; NULL when nothing is left, or there was nothing. */
const char *pdf_words(struct arena *arena, const char *text);

#endif
