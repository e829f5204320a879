/*
 * drawing: what the kinds of figures share; private to reports/model/figure.c and reports/model/figures/.
 *
 * A kind is a row of `figure_kinds`: how high it wants its plot to be in a given width, and how it draws it.
 * Titles and captions are drawn by figure.c for all.  Every size is multiplied by `scale`, which is 1 unless
 * the figure had to be squeezed into a box.
 */
#ifndef SHUKEI_REPORTS_MODEL_FIGURES_DRAWING_H
#define SHUKEI_REPORTS_MODEL_FIGURES_DRAWING_H

#include "reports/model/canvas.h"
#include "reports/model/figure.h"
#include "reports/model/typeset.h"

struct drawing {
    const struct figure *figure;
    struct canvas *canvas;
    struct arena *arena; /* for the while of one drawing */
    double scale;
};

struct figure_kind_row {
    const char *name;
    double (*height)(const struct drawing *d, double width);
    void (*draw)(const struct drawing *d, struct box box);
};
extern const struct figure_kind_row figure_kinds[]; /* by enum figure_kind */

/* One category as it is drawn. */
struct figure_part {
    const char *label, *percent, *count; /* texts; a suppressed cell shows its mark as percent and no count */
    double share;                        /* 0..1; 0 when suppressed or without a base */
    bool silence;
    uint32_t fill;
    int hatch; /* 0: none */
};

/* The figure's rows in drawing order; parts that a pie or a stack cannot show (share 0) are left out on
 * request. */
const struct figure_part *figure_parts(const struct drawing *d, bool skip_empty, size_t *count);

/* Moves the centres of labels, given in ascending order, as little as needed so that none overlap and all
 * stay inside low..high.  Where they cannot all fit they are spread evenly.  More than FIGURE_LABELS_MAX are
 * left alone. */
enum { FIGURE_LABELS_MAX = 64 };
void figure_spread(double *centres, const double *sizes, size_t count, double low, double high);

/* Draws text wrapped to the width with its top at y; returns its height. */
double drawing_text(const struct drawing *d, const struct typeset_style *style, const char *text, double x,
                    double y, double width);
double drawing_text_height(const struct drawing *d, const struct typeset_style *style, const char *text,
                           double width);

/* The widest line of a text that may hold line breaks. */
double drawing_text_width(const struct drawing *d, const struct typeset_style *style, const char *text);

struct typeset_style drawing_style(const struct drawing *d, double size, uint32_t colour,
                                   enum canvas_align align);
struct typeset_style drawing_bold(const struct drawing *d, double size, uint32_t colour,
                                  enum canvas_align align);

double figure_bars_height(const struct drawing *d, double width);
void figure_bars_draw(const struct drawing *d, struct box box);
double figure_pie_height(const struct drawing *d, double width);
void figure_pie_draw(const struct drawing *d, struct box box);
double figure_stack_height(const struct drawing *d, double width);
void figure_stack_draw(const struct drawing *d, struct box box);

#endif
