/*
 * archive_font: the part of check_archive that reads what pages draw: operators, and of every character code that a
 * page shows the glyph, its width and its Unicode value, held against the embedded font program.
 */
#ifndef SHUKEI_TESTS_TOOLS_ARCHIVE_FONT_H
#define SHUKEI_TESTS_TOOLS_ARCHIVE_FONT_H

#include <qpdf/qpdf-c.h>
#include <stdbool.h>
#include <stddef.h>

enum { ARCHIVE_CODES = 65536, ARCHIVE_FONTS_MAX = 32 };

struct archive_font {
    int id;                          /* object */
    unsigned char *program, *glyphs; /* FontFile2, CIDToGIDMap */
    size_t program_size, glyphs_size;
    double *widths; /* of every code as the PDF has them; < 0: no width given */
    bool *has_unicode, *seen;
};

struct archive_fonts {
    struct archive_font fonts[ARCHIVE_FONTS_MAX];
    size_t count;
};

void archive_fault(const char *clause, const char *format, ...) __attribute__((format(printf, 2, 3)));

void archive_page(qpdf_data q, qpdf_oh page, struct archive_fonts *fonts);
void archive_fonts_end(struct archive_fonts *fonts);

#endif
