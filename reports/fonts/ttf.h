/*
 * ttf: of a TrueType file, what must be known before text is set: which characters it has and how wide they
 * are.
 *
 * Read are the tables head, hhea, maxp, hmtx and cmap (formats 4 and 12, the Unicode ones); the outlines are
 * the PDF library's business.  The file is somebody else's: every access is checked against its length, an
 * offset that points outside reads as 0, and a lookup always ends.  Source: OpenType 1.9, chapters "cmap" and
 * "hmtx".
 *
 * The bytes are borrowed and must outlive the struct.
 */
#ifndef SHUKEI_REPORTS_FONTS_TTF_H
#define SHUKEI_REPORTS_FONTS_TTF_H

#include "engine/base/fault.h"

#include <stddef.h>
#include <stdint.h>

struct ttf_table {
    size_t at, length; /* inside the file; 0, 0 when absent */
};

struct ttf {
    const uint8_t *bytes;
    size_t length;
    struct ttf_table hmtx, cmap4, cmap12;
    unsigned units_per_em, metric_count, glyph_count;
};

/* Refuses collections, outlines that cannot be embedded (CFF) and files without a Unicode cmap. */
bool ttf_open(struct ttf *ttf, const void *bytes, size_t length, struct fault *f) FAULT_CHECKED;

/* The glyph of a character, 0 when the font has none. */
unsigned ttf_glyph(const struct ttf *ttf, uint32_t code);

/* In thousandths of an em, rounded down as PDF widths are. */
int ttf_advance(const struct ttf *ttf, unsigned glyph);

#endif
