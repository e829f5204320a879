/*
 * pdf_canvas: a canvas whose pages become one PDF file.
 *
 *     struct pdf *pdf = pdf_create(&info, f);             // a font that is not installed is a fault here
 *     struct canvas *canvas = pdf_canvas(pdf);
 *     canvas_page(canvas, 595.28, 841.89); ...            // drawing never fails
 *     bool done = pdf_finish(pdf, "kit.pdf", f);          // what went wrong meanwhile is said here; all or
 * nothing if (done && pdf_warning(pdf)) fprintf(stderr, ...); // characters that no font has
 *     pdf_destroy(pdf);
 *
 * The canvas is the pdf's own and dies with it.  Text can be measured before there is a page.  Links may
 * point to pages that are drawn later; a bookmark belongs to the present page, its level counts from 0 (or
 * from 1) downwards.
 *
 * Fonts (reports/fonts/fonts.h) are embedded as subsets and text can be searched and copied.  The same
 * drawing gives the same bytes when `created` or SOURCE_DATE_EPOCH is set.
 *
 * libharu and libqpdf stand behind this folder and nowhere else.
 */
#ifndef SHUKEI_REPORTS_PDF_PDF_CANVAS_H
#define SHUKEI_REPORTS_PDF_PDF_CANVAS_H

#include "engine/base/fault.h"
#include "reports/model/canvas.h"

struct pdf_info {
    const char *title, *author, *subject, *keywords; /* any may be NULL */
    const char *lang;                                /* "ja" */
    const char *created; /* ISO date or date-time; NULL: SOURCE_DATE_EPOCH when set, else now */
};

struct pdf;

struct pdf *pdf_create(const struct pdf_info *info, struct fault *f) FAULT_CHECKED;
struct canvas *pdf_canvas(struct pdf *pdf);
bool pdf_finish(struct pdf *pdf, const char *path, struct fault *f) FAULT_CHECKED;
const char *pdf_warning(struct pdf *pdf); /* one translated sentence, or NULL */
void pdf_destroy(struct pdf *pdf);        /* NULL is allowed */

#endif
