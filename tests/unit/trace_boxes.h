/*
 * trace_boxes: reads a trace back and tells what left a rectangle; a 、。 may hang half an em over the right
 * edge.
 */
#ifndef SHUKEI_TESTS_UNIT_TRACE_BOXES_H
#define SHUKEI_TESTS_UNIT_TRACE_BOXES_H

#include "engine/base/utf8.h"
#include "reports/text/trace_canvas.h"

#include <stdio.h>
#include <string.h>

struct extent {
    double x1, y1, x2, y2;
};

static inline double trace_string_width(const char *text, double size) {
    double ems = 0;
    for (uint32_t code; (code = utf8_next(&text)) != 0;)
        ems += trace_char_width(code);
    return ems * size;
}

/* false: the line draws nothing that has an extent. */
static inline bool trace_extent(const char *line, struct extent *e) {
    double a, b, c, d, size;
    char face[16], text[2048];
    unsigned colour;
    if (sscanf(line, "text %lf %lf %15s %lf #%x \"%2047[^\n]", &a, &b, face, &size, &colour, text) == 6) {
        text[strlen(text) - 1] = '\0'; /* the closing quote */
        const size_t length = strlen(text);
        double width = trace_string_width(text, size);
        if (length >= 3 && (strcmp(text + length - 3, "、") == 0 || strcmp(text + length - 3, "。") == 0))
            width -= size;
        *e = (struct extent){a, b - size * 0.88, a + width, b + size * 0.12};
        return true;
    }
    if (sscanf(line, "rectangle %lf %lf %lf %lf", &a, &b, &c, &d) == 4 ||
        sscanf(line, "hatch %lf %lf %lf %lf", &a, &b, &c, &d) == 4) {
        *e = (struct extent){a, b, a + c, b + d};
        return true;
    }
    if (sscanf(line, "line %lf %lf %lf %lf", &a, &b, &c, &d) == 4) {
        *e = (struct extent){a < c ? a : c, b < d ? b : d, a > c ? a : c, b > d ? b : d};
        return true;
    }
    if (sscanf(line, "slice %lf %lf radius %lf..%lf", &a, &b, &c, &d) == 4) {
        *e = (struct extent){a - d, b - d, a + d, b + d};
        return true;
    }
    return false;
}

/* The first line of the trace that leaves the rectangle, or NULL.  `out` is room for the copy. */
static inline const char *trace_outside(const char *trace, struct extent box, char *out, size_t size) {
    while (*trace) {
        const size_t length = strcspn(trace, "\n");
        snprintf(out, size, "%.*s", (int)length, trace);
        struct extent e;
        if (trace_extent(out, &e) &&
            (e.x1 < box.x1 - 0.6 || e.y1 < box.y1 - 0.6 || e.x2 > box.x2 + 0.6 || e.y2 > box.y2 + 0.6))
            return out;
        trace += length + (trace[length] == '\n');
    }
    return NULL;
}

#endif
