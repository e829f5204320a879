/*
 * measure: a canvas that draws nothing and knows the widths of another one's text.
 *
 * For the layout's first pass, which only asks where everything would stand.  It lives as long as its struct.
 */
#ifndef SHUKEI_REPORTS_MODEL_MEASURE_H
#define SHUKEI_REPORTS_MODEL_MEASURE_H

#include "reports/model/canvas.h"

struct measure {
    struct canvas canvas;
};

struct canvas *measure_canvas(struct measure *measure, struct canvas *widths);

#endif
