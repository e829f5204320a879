/*
 * layout: breaks a document into pages and draws them.
 *
 * The document is laid out twice: first on a canvas that only measures, to learn on which page every section
 * begins and ends and how many pages there are; then on the canvas that was handed in, with the page
 * references known.  Nothing that is printed from this knowledge ("p.2-3", "3 / 12") changes a line's height,
 * so both passes break alike.
 *
 * A heading stays with the beginning of what follows it; a figure, a box or a row of cards is never torn; a
 * paragraph leaves no single line behind; a table that goes on over a page repeats its heading.
 *
 * Paper is A4, 595 x 842 points, or on its side for sections that ask for it.  Pages are counted from 0 here
 * and printed from 1.
 */
#ifndef SHUKEI_REPORTS_MODEL_LAYOUT_H
#define SHUKEI_REPORTS_MODEL_LAYOUT_H

#include "reports/model/canvas.h"
#include "reports/model/document.h"

struct document_anchor {
    const char *name;
    size_t page;
};

struct document_pages {
    size_t count;
    const size_t *first, *last; /* per section */
    const struct document_anchor *anchors;
    size_t anchor_count;
};

/* A reference to a section or an anchor that the document has not is a fault. */
bool document_layout(struct arena *arena, const struct document *document, struct canvas *canvas,
                     struct document_pages *out, struct fault *f) FAULT_CHECKED;

#endif
