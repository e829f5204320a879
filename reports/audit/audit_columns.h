/*
 * audit_columns: the lines of a text in the order in which they are read.
 *
 * What a PDF's page holds in two columns of prose stands side by side in its text (pdftotext -layout).  Where on a page most lines
 * are two stretches of prose, with a gap of two and more spaces at about the same place, the left ones come first, then the right
 * ones.  Tables are left alone: their cells are short, or no prose (no hiragana), or more than two.
 *
 * Each piece keeps the number of its line in the text, so that a claim is found where it is printed.  Pieces point into the text.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_COLUMNS_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_COLUMNS_H

#include "engine/base/arena.h"

struct audit_piece {
    const char *text;
    size_t length, line; /* bytes; from 1 */
};

struct audit_piece *audit_pieces(struct arena *arena, const char *text, size_t length, size_t *count);

#endif
