/*
 * pdf_archive: what a file that is kept for long has to say of itself (ISO 19005-2, PDF/A-2, level U).
 *
 * - Metadata in XMP, the same as in the document information.
 * - An output intent: colours are sRGB (IEC 61966-2-1), with the profile in the file.
 * - Annotations that are printed.
 *
 * The rest of the level is the file's own: every font embedded with its true widths, a Unicode value for every
 * character, no transparency, no encryption, nothing outside the file.
 * What is known to be held and what could not be checked: reports/pdf/README.md.
 */
#ifndef SHUKEI_REPORTS_PDF_PDF_ARCHIVE_H
#define SHUKEI_REPORTS_PDF_PDF_ARCHIVE_H

#include "reports/pdf/pdf_canvas.h"

#include <qpdf/qpdf-c.h>

/* `date` as in the document information: "D:20240131102030+09'00'". */
void pdf_archive(qpdf_data qpdf, const struct pdf_info *info, const char *producer, const char *date);

#endif
