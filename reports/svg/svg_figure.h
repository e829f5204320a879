/*
 * svg_figure: one figure as a file of its own, for the web and for other people's slides.
 *
 * A figure that leaves its page takes along what was said there: the notes of its table, and the notice that the data
 * are synthetic.
 */
#ifndef SHUKEI_REPORTS_SVG_SVG_FIGURE_H
#define SHUKEI_REPORTS_SVG_SVG_FIGURE_H

#include "engine/base/fault.h"
#include "reports/model/figure.h"

/* notice: printed below, or NULL; lang: of the labels and of what the figure itself says; path "-": standard output. */
bool svg_figure_write(struct arena *arena, const struct figure *figure, const char *notice, const char *lang,
                      const char *path, struct fault *f) FAULT_CHECKED;

/* The same as a text in the arena, for a screen; NULL on a fault. */
const char *svg_figure_text(struct arena *arena, const struct figure *figure, const char *notice,
                            const char *lang, struct fault *f) FAULT_CHECKED;

#endif
