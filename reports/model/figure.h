/*
 * figure: a chart of one table's cells, described and not yet drawn.
 *
 * A figure refers to cells of a table, so it cannot show another number than the table.  It is drawn through a canvas
 * (reports/model/canvas.h) for PDF, SVG and tests, and mapped to a native chart in the workbook.
 *
 * Kinds are rows in a table of functions (figure_kinds): a new kind is one drawing function plus one row.
 */
#ifndef SHUKEI_REPORTS_MODEL_FIGURE_H
#define SHUKEI_REPORTS_MODEL_FIGURE_H

#include "reports/model/table.h"

struct canvas;

enum figure_kind { FIGURE_BARS /* horizontal, one per row */, FIGURE_PIE, FIGURE_STACK /* one 100 % bar */ };

struct figure {
    enum figure_kind kind;
    const char *id; /* file name for --pages */
    const struct table *table;
    size_t column;      /* of the table; 0 is the total */
    const size_t *rows; /* rows shown, in drawing order */
    size_t row_count;
    const char *title;
    const char *caption; /* "n=5,188 医療機関（複数回答）" */
    int decimals;        /* of printed percentages, decided with the kit; -1: the cell's own text */
    double axis_max;     /* percent; 0: chosen */
};

/* The natural figure of a table: pie or stack for single answers, bars sorted by count for multi answers (silences
 * last, "none" options kept in place), in the given column. */
const struct figure *figure_of_table(struct arena *arena, const struct table *table, size_t column);
bool figure_kind_parse(const char *name, enum figure_kind *kind);

/* Parts of a whole need answers that exclude each other: no pie or stack of a multi-answer table. */
bool figure_kind_suits(enum figure_kind kind, const struct table *table);

struct box {
    double x, y, width, height; /* points; y grows downwards from the top of the page */
};

/* The height that the figure takes when it is drawn `width` wide. */
double figure_height(const struct figure *figure, struct canvas *canvas, double width);

/* Draws inside the box; nothing leaves it: in a box too low the figure is drawn smaller.  box.height 0: the natural
 * height.  Returns the height used. */
double figure_draw(const struct figure *figure, struct canvas *canvas, struct box box);

#endif
