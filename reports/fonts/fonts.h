/*
 * fonts: which font prints which character, and how wide it is.
 *
 * templates/fonts.json lists the fonts (family, weight, files tried in order, the Debian package they come
 * in) and, for each face of a canvas, the fonts asked in turn: BIZ UDPGothic lacks 〜 (U+301C), IPAexGothic
 * has it.  A character that none has is printed as 〓, the printers' mark for a missing type.  Fonts are read
 * when first needed.
 *
 *     struct fonts *fonts = fonts_create(f);              // NULL: a font is not installed; names the package
 *     struct fonts_glyph g = fonts_glyph(fonts, FACE_GOTHIC, code);
 *     ...
 *     if (!fonts_healthy(fonts, f)) ...                   // a font file turned out to be unreadable
 *     fonts_destroy(fonts);
 *
 * In the tabular faces all digits take the same advance and stand in the middle of it, so that figures in columns
 * align although the font is proportional; in the others they keep their own.  A minus takes the room of a plus.  Widths are in thousandths of an em.
 */
#ifndef SHUKEI_REPORTS_FONTS_FONTS_H
#define SHUKEI_REPORTS_FONTS_FONTS_H

#include "engine/base/fault.h"
#include "reports/model/canvas.h"

enum { FONTS_MAX = 8 }; /* in the list */

struct fonts;

struct fonts_glyph {
    int font;      /* index into the list; -1 prints nothing (a character without width and form) */
    uint32_t code; /* the character to print, 〓 for one that is in no font */
    int advance;   /* width it takes */
    int shift;    /* room left of the glyph, when the advance is not the glyph's own; negative: it overlaps */
    bool missing; /* in no font */
    bool thin;    /* of a regular font within a bold face */
};

struct fonts *fonts_create(struct fault *f) FAULT_CHECKED;
void fonts_destroy(struct fonts *fonts); /* NULL is allowed */

struct fonts_glyph fonts_glyph(struct fonts *fonts, enum canvas_face face, uint32_t code);
double fonts_text_width(struct fonts *fonts, enum canvas_face face, double size, const char *text);

const char *fonts_path(const struct fonts *fonts, int font);
const char *fonts_family(const struct fonts *fonts, enum canvas_face face); /* of its first font */
bool fonts_healthy(const struct fonts *fonts, struct fault *f) FAULT_CHECKED;

#endif
