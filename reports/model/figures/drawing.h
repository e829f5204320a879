/*
 * drawing: what the kinds of figures share; private to reports/model/figure.c and reports/model/figures/.
 *
 * A kind is a row of `figure_kinds`: what it can show, how high it wants its plot to be in a given width, and how it
 * draws it.  Titles, captions and notes are drawn by figure.c for all.  Every size is multiplied by `scale`, which is
 * 1 unless the figure had to be squeezed into a box; what may grow in height alone (bars, the room between them, plots) also
 * by `pitch`, by which a figure fills the box that a page has for it.
 *
 * An area is a `paint`: fill, hatching and frame.  Neighbours differ in lightness, fills of like lightness in their
 * hatching, and every area has a frame, so that a light one does not vanish on white paper.
 */
#ifndef SHUKEI_REPORTS_MODEL_FIGURES_DRAWING_H
#define SHUKEI_REPORTS_MODEL_FIGURES_DRAWING_H

#include "reports/model/axis.h"
#include "reports/model/canvas.h"
#include "reports/model/figure.h"
#include "reports/model/palette.h"
#include "reports/model/typeset.h"

struct drawing {
    const struct figure *figure;
    const struct plot *plot;
    struct canvas *canvas;
    struct arena *arena; /* for the while of one drawing */
    double scale;
    double pitch; /* how much higher than wanted: bars, rows and plots, but not type */
};

/* What an axis from 0 must hold: of bars the values, of dots their intervals too. */
enum figure_scale { SCALE_NONE, SCALE_VALUES, SCALE_INTERVALS };

struct figure_kind_row {
    const char *name;
    size_t least_columns, most_columns, most_rows;
    bool share;     /* values must be per cent of a base */
    bool exclusive; /* and parts of a whole */
    const char *(*refuse)(struct arena *arena, const struct plot *plot); /* why not, or NULL; may be NULL */
    double (*height)(const struct drawing *d, double width);
    void (*draw)(const struct drawing *d, struct box box);
    enum figure_scale scale;
    double least_pitch, most_pitch; /* how low and how high it may be set */
};
extern const struct figure_kind_row figure_kinds[]; /* by enum figure_kind */

/* A height that follows the pitch. */
double drawing_pitch(const struct drawing *d, double height);

/* --- areas --- */

struct paint {
    uint32_t fill;
    int hatch; /* 0: none */
    uint32_t hatch_colour;
    bool hidden; /* a dashed frame without a fill */
};

/* Of the i-th category; a silence looks the same wherever it stands. */
struct paint paint_of(size_t i, enum plot_side_kind kind);
/* Of class i of count: from light to dark. */
struct paint paint_of_class(size_t i, size_t count);
extern const struct paint paint_first, paint_other, paint_hidden; /* bars of one series */

void drawing_area(const struct drawing *d, struct box box, const struct paint *paint);

/* Text in the middle of an area, white or dark, with a plate below it where the area is hatched. */
void drawing_inside(const struct drawing *d, struct box box, const struct paint *paint, double size,
                    const char *text);

/* White ground for words over lines, so that a FAX does not strike them through. */
void drawing_plate(const struct drawing *d, struct box box);

/* A mark of a series in a line or dot chart: discs, squares, diamonds, triangles; filled, or open. */
void drawing_marker(const struct drawing *d, double x, double y, size_t series, uint32_t colour);
void drawing_open_marker(const struct drawing *d, double x, double y, size_t series, uint32_t colour);

/* --- parts of a whole: one column --- */

struct figure_part {
    const char *label, *percent, *count; /* texts; what is hidden has its mark as percent */
    double share;                        /* 0..1 of the column; the hidden ones together have what is left */
    struct paint paint;
};

/* The rows of a column in drawing order without those that have no part in it; hidden ones are one part, last. */
const struct figure_part *figure_parts(const struct drawing *d, size_t column, size_t *count);

/* --- a scale across --- */

/* An axis of the plot's values; of counts with whole ticks only. */
void drawing_reach(const struct figure *figure, double *low, double *high);
struct axis drawing_axis_between(const struct plot *plot, double low, double high, size_t most);
struct axis
drawing_axis(const struct drawing *d); /* of the whole plot, with 0; the figure's own reach holds */

/* Lines from top to bottom at the ticks, their texts below; the height of these is DRAWING_TICKS. */
void drawing_ticks(const struct drawing *d, const struct axis *axis, double x, double width, double top,
                   double bottom);
#define DRAWING_TICKS 14.0

/* A bar from the zero of the axis with its text at the end; `plot` is where the axis runs, as high as the bar. */
void drawing_bar(const struct drawing *d, const struct axis *axis, struct box plot,
                 const struct plot_value *value, const struct paint *paint, double size);

/* --- the key --- */

struct key_item {
    const char *label;
    struct paint paint;
    int marker; /* -1: an area */
};

/* Items side by side as far as they fit, wrapped into lines; returns the height. */
double drawing_key(const struct drawing *d, const struct key_item *items, size_t count, double x, double y,
                   double width);
double drawing_key_height(const struct drawing *d, const struct key_item *items, size_t count, double width);

/* The plot's columns as a key: "2024年5月 (n=246)". */
const struct key_item *drawing_column_key(const struct drawing *d);
const char *drawing_label_with_n(const struct drawing *d, const struct plot_side *side);

/* --- placing labels --- */

/* Moves the centres of labels, given in ascending order, as little as needed so that none overlap and all stay inside
 * low..high.  Where they cannot all fit they are spread evenly.  More than FIGURE_LABELS_MAX are left alone. */
enum { FIGURE_LABELS_MAX = 64 };
void figure_spread(double *centres, const double *sizes, size_t count, double low, double high);

/* The same for centres in any order. */
void drawing_spread(const struct drawing *d, double *centres, const double *sizes, size_t count, double low,
                    double high);

/* --- text --- */

/* Draws text wrapped to the width with its top at y; returns its height. */
double drawing_text(const struct drawing *d, const struct typeset_style *style, const char *text, double x,
                    double y, double width);
/* The same with its middle at y. */
void drawing_text_middle(const struct drawing *d, const struct typeset_style *style, const char *text,
                         double x, double y, double width);
double drawing_text_height(const struct drawing *d, const struct typeset_style *style, const char *text,
                           double width);

/* Of one line; of the widest line when the text is broken in `width`; of the widest of many texts. */
double drawing_text_width(const struct drawing *d, const struct typeset_style *style, const char *text);
double drawing_broken_width(const struct drawing *d, const struct typeset_style *style, const char *text,
                            double width);
double drawing_wider(const struct drawing *d, double width, const struct typeset_style *style,
                     const char *text);

/* One line, its baseline such that digits stand in the middle of y. */
void drawing_number(const struct drawing *d, const struct typeset_style *style, const char *text, double x,
                    double y);

struct typeset_style drawing_style(const struct drawing *d, double size, uint32_t colour,
                                   enum canvas_align align);
struct typeset_style drawing_bold(const struct drawing *d, double size, uint32_t colour,
                                  enum canvas_align align);

/* --- rows with labels at the left --- */

/* Many rows (47 prefectures) are set closer, so that they fit a page. */
bool drawing_dense(const struct drawing *d);
/* Room for the labels of all rows: as wide as the widest, at most `share` of the width. */
double drawing_gutter(const struct drawing *d, const struct typeset_style *style, double width, double share);
/* Room above row i: a rule stands in it where silences begin and where the whole ends. */
double drawing_break(const struct drawing *d, size_t i);

/* The rows of a figure, one under another, with these breaks; `figure` is what is known of all of them. */
struct drawing_rows {
    double (*height)(const struct drawing *d, const void *figure, size_t row);
    void (*draw)(const struct drawing *d, const void *figure, struct box box, size_t row, double middle);
};
/* Of what stands above them and of the rows. */
double drawing_rows_height(const struct drawing *d, const struct drawing_rows *rows, const void *figure,
                           double above);
/* From y on. */
void drawing_rows_draw(const struct drawing *d, const struct drawing_rows *rows, const void *figure,
                       struct box box, double y);

/* --- the kinds --- */

#define FIGURE_KIND_FUNCTIONS(kind)                                                                          \
    double figure_##kind##_height(const struct drawing *d, double width);                                    \
    void figure_##kind##_draw(const struct drawing *d, struct box box)
FIGURE_KIND_FUNCTIONS(bars);
FIGURE_KIND_FUNCTIONS(grouped);
FIGURE_KIND_FUNCTIONS(facing);
FIGURE_KIND_FUNCTIONS(pie);
FIGURE_KIND_FUNCTIONS(stack);
FIGURE_KIND_FUNCTIONS(stacks);
FIGURE_KIND_FUNCTIONS(line);
FIGURE_KIND_FUNCTIONS(slope);
FIGURE_KIND_FUNCTIONS(dots);
FIGURE_KIND_FUNCTIONS(funnel);
FIGURE_KIND_FUNCTIONS(map);

const char *figure_funnel_refuse(struct arena *arena, const struct plot *plot);
const char *figure_map_refuse(struct arena *arena, const struct plot *plot);

#endif
