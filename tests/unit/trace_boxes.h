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
        size_t length = strlen(text);
        while (length > 0 && text[length - 1] == ' ') /* no ink */
            text[--length] = '\0';
        double width = trace_string_width(text, size);
        if (length >= 3 && (strcmp(text + length - 3, "、") == 0 || strcmp(text + length - 3, "。") == 0))
            width -= size;
        else if (length >= 3 &&
                 (strcmp(text + length - 3, "）") == 0 || strcmp(text + length - 3, "」") == 0))
            width -= size / 2; /* its ink ends there */
        else if (length >= 1 && strchr(".,", text[length - 1]))
            width -= size / 2;
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
    if (strncmp(line, "polygon ", 8) == 0) {
        *e = (struct extent){1e9, 1e9, -1e9, -1e9};
        for (const char *at = line + 7; sscanf(at, " %lf,%lf", &a, &b) == 2; at += 1 + strcspn(at + 1, " ")) {
            e->x1 = a < e->x1 ? a : e->x1, e->x2 = a > e->x2 ? a : e->x2;
            e->y1 = b < e->y1 ? b : e->y1, e->y2 = b > e->y2 ? b : e->y2;
        }
        return true;
    }
    if (sscanf(line, "slice %lf %lf radius %lf..%lf", &a, &b, &c, &d) == 4) {
        *e = (struct extent){a - d, b - d, a + d, b + d};
        return true;
    }
    return false;
}

/* The first text of the trace that lies over an earlier one, or NULL; `out` is room for both.  Touching is no lying
 * over. */
static inline const char *trace_overlap(const char *trace, char *out, size_t size) {
    enum { TEXTS = 2000 };
    static struct extent boxes[TEXTS];
    static const char *lines[TEXTS];
    size_t count = 0;
    const double touch = 0.7;
    for (; *trace; trace += strcspn(trace, "\n") + 1) {
        snprintf(out, size, "%.*s", (int)strcspn(trace, "\n"), trace);
        struct extent e;
        if (strncmp(out, "text", 4) != 0 || !trace_extent(out, &e) || count == TEXTS)
            continue;
        for (size_t i = 0; i < count; i++)
            if (e.x1 + touch < boxes[i].x2 && boxes[i].x1 + touch < e.x2 && e.y1 + touch < boxes[i].y2 &&
                boxes[i].y1 + touch < e.y2) {
                snprintf(out, size, "%.*s\nover %.*s", (int)strcspn(trace, "\n"), trace,
                         (int)strcspn(lines[i], "\n"), lines[i]);
                return out;
            }
        lines[count] = trace;
        boxes[count++] = e;
    }
    return NULL;
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
