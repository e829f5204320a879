/*
 * hatch: the lines that fill a rectangle, for charts that are photocopied or sent by fax.
 *
 *     struct hatch hatch = hatch_begin(x, y, width, height, pattern);
 *     struct canvas_point from, to;
 *     while (hatch_next(&hatch, &from, &to)) ...
 *
 * Patterns: 0 none, 1 rising, 2 falling, 3 level, 4 upright, 5 crossed; then they begin again.  Lines keep to
 * a grid of the whole page, so that neighbouring rectangles of one pattern join.
 */
#ifndef SHUKEI_REPORTS_MODEL_HATCH_H
#define SHUKEI_REPORTS_MODEL_HATCH_H

#include "reports/model/canvas.h"

#define HATCH_LINE_WIDTH 0.5

struct hatch {
    double x, y, width, height;
    int pattern;
    size_t pass; /* a crossed pattern has two */
    long line;   /* of this pass: which multiple of the grid comes next */
    bool begun;
};

struct hatch hatch_begin(double x, double y, double width, double height, int pattern);
bool hatch_next(struct hatch *hatch, struct canvas_point *from, struct canvas_point *to);

#endif
