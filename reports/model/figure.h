/*
 * figure: a chart of a plot, described and not yet drawn.
 *
 * A figure shows one plot (reports/model/plot.h: rows by columns with the printed texts), so it cannot show another
 * number than the table.  It is drawn through a canvas (reports/model/canvas.h) for PDF, SVG and tests, and mapped to
 * a native chart in the workbook.
 *
 *     const struct figure *figure = figure_of_table(arena, table, &(struct figure_wish){.kind = FIGURE_STACKS}, f);
 *     const struct figure *figure = figure_make(arena, FIGURE_LINE, plot, f);       // of any plot
 *     figure_draw(figure, canvas, (struct box){x, y, width, 0});
 *
 * Kinds are rows in a table (figure_kinds in figure.c): a name, how many columns and rows of a plot it can show, how
 * high it is, and how it is drawn.  A plot that a kind cannot show is a fault that says why, so nothing half fitting is
 * ever drawn.  Who maps kinds to something else (native charts) should switch over the enum without a default, so that
 * the compiler names the kind that was forgotten.
 *
 *   bars     horizontal bars, one per row, one column; counts at the right edge
 *   grouped  2 to 4 bars per row, one per column (waves, types); the key names column and n
 *   facing   a panel of bars per column on one axis, labels once
 *   pie      a ring of one column's parts, labels beside it
 *   stack    one bar of 100 %, one column
 *   stacks   a bar of 100 % per column
 *   line     a line per row over the columns, broken at gaps, named at its end
 *   slope    a line per row from the first column to the second
 *   dots     a dot with its interval per row and column
 *   funnel   a dot per row at its n, with the limits that chance sets about the whole
 *   map      a tile per prefecture (rows with the keys "pref=01" to "pref=47") in classes with printed limits
 *
 * Every kind: silences hatched, hidden values drawn as hidden (an empty dashed shape with the table's mark), labels
 * wrapped and never shrunk, every area framed and told apart by lightness or hatching after a black-and-white FAX
 * (reports/model/palette.h).  In a box too low the whole figure is drawn closer, then smaller.
 */
#ifndef SHUKEI_REPORTS_MODEL_FIGURE_H
#define SHUKEI_REPORTS_MODEL_FIGURE_H

#include "reports/model/plot.h"
#include "reports/model/tiles.h"

struct canvas;

enum figure_kind {
    FIGURE_NATURAL, /* of a wish: chosen by the plot, with more columns than can be shown the commonest answer across
                       them; no figure has it */
    FIGURE_BARS,
    FIGURE_GROUPED,
    FIGURE_FACING,
    FIGURE_PIE,
    FIGURE_STACK,
    FIGURE_STACKS,
    FIGURE_LINE,
    FIGURE_SLOPE,
    FIGURE_DOTS,
    FIGURE_FUNNEL,
    FIGURE_MAP,
    FIGURE_KINDS
};

struct figure {
    enum figure_kind kind;
    const char *id; /* file name for --pages */
    const struct plot *plot;
    const struct table *table; /* what the plot was made of; NULL: no table */
    const char *title, *caption;
    const char *note;          /* small print below it, or NULL */
    double axis_min, axis_max; /* of bars and dots, in the plot's unit; both 0: chosen (figure_common_axis) */
    const struct tiles *tiles; /* of a map */
};

/* "bars"; NULL for FIGURE_NATURAL. */
const char *figure_kind_name(enum figure_kind kind);
bool figure_kind_parse(const char *name, enum figure_kind *kind);
bool figure_kind_one_column(enum figure_kind kind); /* it cannot show more */
const char *figure_kind_names(struct arena *arena); /* "bars, grouped, ..." for messages */

/* A kind that cannot show this plot is a fault. */
const struct figure *figure_make(struct arena *arena, enum figure_kind kind, const struct plot *plot,
                                 struct fault *f) FAULT_CHECKED;

struct figure_wish {
    enum figure_kind kind;
    struct plot_choice choice; /* `crossed` is set for kinds of several columns */
};

/* Without a wish for a kind: a pie or stack for few answers that exclude each other, else bars; of several columns
 * stacks or grouped bars. */
const struct figure *figure_of_table(struct arena *arena, const struct table *table,
                                     const struct figure_wish *wish, struct fault *f) FAULT_CHECKED;

/* The kinds that can show it, in the order of the table of kinds; out has room for FIGURE_KINDS. */
size_t figure_kinds_of_plot(struct arena *arena, const struct plot *plot, enum figure_kind *out);
/* Of a table, with all it shows; `option`: of one of its rows across the columns, or NULL.  Its columns are no course of
 * time, so lines and slopes are none of them. */
size_t figure_kinds_of_table(struct arena *arena, const struct table *table, const char *option,
                             enum figure_kind *out);
/* Their names as a JSON array. */
const char *figure_kinds_json(struct arena *arena, const enum figure_kind *kinds, size_t count);

/* Figures that stand side by side get one axis, which holds what any of them needs.  Kinds without a scale are left
 * alone. */
void figure_common_axis(struct figure *const *figures, size_t count);

struct box {
    double x, y, width, height; /* points; y grows downwards from the top of the page */
};

/* The height that the figure takes when it is drawn `width` wide; the least and the most that suit it, with type of the
 * same size: a page gives and takes between them so that it ends well. */
double figure_height(const struct figure *figure, struct canvas *canvas, double width);
double figure_least_height(const struct figure *figure, struct canvas *canvas, double width);
double figure_most_height(const struct figure *figure, struct canvas *canvas, double width);

/* Draws inside the box; nothing leaves it: in a box too low the figure is drawn closer and then smaller, in a higher one as
 * high as suits it.  box.height 0: the natural height.  Returns the height used. */
double figure_draw(const struct figure *figure, struct canvas *canvas, struct box box);

#endif
