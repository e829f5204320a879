/*
 * svg_canvas: a canvas whose one page becomes an SVG file, for the web and for other people's slides.
 *
 *     struct svg *svg = svg_create(figure->title, "ja", f);
 *     canvas_page(svg_canvas(svg), 480, 300);             // exactly once, before drawing
 *     figure_draw(figure, svg_canvas(svg), box);
 *     bool done = svg_finish(svg, "pages/q4.svg", f);     // all or nothing
 *     svg_destroy(svg);
 *
 * Text stays text.  It is measured with the fonts of the PDF and given that length, so that on a computer
 * without them another font is condensed rather than left to overflow.  Bookmarks and links have no meaning
 * in one picture and are left out.
 */
#ifndef SHUKEI_REPORTS_SVG_SVG_CANVAS_H
#define SHUKEI_REPORTS_SVG_SVG_CANVAS_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"
#include "reports/model/canvas.h"

struct svg;

/* title: read out by screen readers; lang: "ja"; either may be NULL. */
struct svg *svg_create(const char *title, const char *lang, struct fault *f) FAULT_CHECKED;
struct canvas *svg_canvas(struct svg *svg);
bool svg_finish(struct svg *svg, const char *path, struct fault *f) FAULT_CHECKED;
/* The same as a text in the arena; NULL on a fault. */
const char *svg_text(struct svg *svg, struct arena *arena, struct fault *f) FAULT_CHECKED;
void svg_destroy(struct svg *svg); /* NULL is allowed */

#endif
