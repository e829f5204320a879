/*
 * docx: the text of a Word document (.docx), for somebody's draft to be read (engine/app/door.h).
 *
 * Of the archive word/document.xml is read, and behind it the footnotes and endnotes: each paragraph is a line that ends in U+2029, so that no reader takes it for
 * one that the page's width has cut; items of lists begin with ・; the row of a table is one line, | cell | cell |.  What was
 * deleted with the changes tracked, field codes, and the second copy that old programs get of a drawing are left out; headers
 * and comments are other parts and not read.
 *
 * Bounds: those of the archive and of XML (xlsx_package.h, xlsx_xml.h); 16 MB of text, 256 cells in a row, tables within tables
 * as text of the outer cell.  The text lives in the arena.
 */
#ifndef SHUKEI_IMPORTERS_DOCX_H
#define SHUKEI_IMPORTERS_DOCX_H

#include "importers/importer.h"

/* NULL on a fault, and without one when the archive is no Word document. */
char *docx_text(struct arena *arena, const struct source *source, size_t *length, struct fault *f);

/* The same of the part's XML, for tests. */
char *docx_parse(struct arena *arena, const char *xml, size_t size, size_t *length, struct fault *f);

#endif
