/*
 * audit_layout: pages of a PDF that are set in columns, in the order in which they are read.
 *
 * pdftotext -layout puts side by side what stands side by side: right for tables, wrong for columns of prose, and with Japanese its
 * columns of characters do not even stand under each other.  Where every word stands is told by pdftotext -bbox.  A strip of paper that
 * hardly a line crosses, with lines on both sides of it that fill their half and are prose (hiragana, or words of small letters), is a
 * gutter; lines that cross it (headings, wide tables) part the page into stretches.  Within each stretch the left column is read first; a
 * column may have columns itself (three on a page).  The method is the recursive cut of Nagy and Seth (1984), with one direction.
 *
 * Pages without columns keep the text of pdftotext -layout.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_LAYOUT_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_LAYOUT_H

#include "engine/base/arena.h"
#include "engine/base/strbuf.h"

/* text: of pdftotext -layout, a form feed behind every page; boxes: of pdftotext -bbox of the same file.  The result is the arena's. */
char *audit_layout(struct arena *arena, const struct strbuf *text, const struct strbuf *boxes,
                   size_t *length);

#endif
