/*
 * pdf_mend: what libharu leaves undone, done on the finished bytes with libqpdf.
 *
 * - libharu's ToUnicode maps use operators that belong to another kind of map; readers warn or cannot copy
 * text.  Its character codes are UTF-16 units, so one map of every unit to itself serves all fonts.
 * - libharu's font descriptors lack the height of capitals, which they must have, and its names of fonts are not those
 * of the programs.
 * - The catalog gets the language, the title bar and the open bookmark pane; bookmarks keep the reader's
 * zoom, and get their words here, since libharu has none beyond U+FFFF (𠮷).
 * - Document information with dates, and what an archive asks for (pdf_archive.h).
 * - Object streams (half the size) and an ID made of the contents, so that equal drawings are equal files.
 */
#ifndef SHUKEI_REPORTS_PDF_PDF_MEND_H
#define SHUKEI_REPORTS_PDF_PDF_MEND_H

#include "reports/pdf/pdf_canvas.h"

/* Mends the PDF in `bytes` and writes it to path ("-": standard output), all or nothing.  The texts of `info` are words
 * (pdf_words.h), and so are `bookmarks`: one for each in the file, in their order; NULL for one without. */
bool pdf_mend(const unsigned char *bytes, size_t length, const struct pdf_info *info,
              const char *const *bookmarks, const char *path, struct fault *f) FAULT_CHECKED;

#endif
