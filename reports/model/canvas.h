/*
 * canvas: the few things that can be drawn, behind which PDF, SVG and a readable trace stand alike.
 *
 * Units are points (1/72 inch); the origin is the page's top left corner, y grows downwards.  Text is placed
 * by its baseline.  Colours are 0xRRGGBB.  A canvas is a handle of its renderer; drawing never fails (a
 * renderer that runs into trouble remembers its first fault and reports it when it is finished).
 */
#ifndef SHUKEI_REPORTS_MODEL_CANVAS_H
#define SHUKEI_REPORTS_MODEL_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Tabular: the same with digits of equal width, for figures in columns. */
enum canvas_face { FACE_GOTHIC, FACE_GOTHIC_BOLD, FACE_TABULAR, FACE_TABULAR_BOLD, FACE_COUNT };
bool canvas_face_is_bold(enum canvas_face face);
bool canvas_face_is_tabular(enum canvas_face face);
enum canvas_align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct canvas_point {
    double x, y;
};

struct canvas_operations;
struct typeset_cache;
struct canvas {
    const struct canvas_operations *operations;
    void *data;
    struct typeset_cache *broken; /* paragraphs broken already (typeset_cache.h), or NULL */
};

struct canvas_operations {
    void (*page)(struct canvas *c, double width, double height); /* begins the next page */
    double (*text_width)(struct canvas *c, enum canvas_face face, double size, const char *text);
    void (*text)(struct canvas *c, double x, double y, enum canvas_face face, double size, uint32_t colour,
                 const char *text);
    void (*rectangle)(struct canvas *c, double x, double y, double width, double height, uint32_t fill);
    void (*line)(struct canvas *c, double x1, double y1, double x2, double y2, double width, uint32_t colour,
                 bool dashed);
    void (*polygon)(struct canvas *c, const struct canvas_point *points, size_t count, uint32_t fill);
    /* A pie slice: angles in degrees clockwise from 12 o'clock; inner radius 0 or a ring. */
    void (*slice)(struct canvas *c, double x, double y, double inner, double outer, double from, double to,
                  uint32_t fill);
    /* Hatching over a rectangle, for charts that are photocopied; pattern 0 is none, 1.. different slopes. */
    void (*hatch)(struct canvas *c, double x, double y, double width, double height, int pattern,
                  uint32_t colour);
    void (*bookmark)(struct canvas *c, int level, const char *title, double y); /* on the present page */
    void (*link)(struct canvas *c, double x, double y, double width, double height,
                 size_t page); /* 0-based */
};

/* Shorthands: canvas_text aligns; both texts print a minus as one (reports/model/signs.h); the others call through. */
void canvas_page(struct canvas *c, double width, double height);
double canvas_text_width(struct canvas *c, enum canvas_face face, double size, const char *text);
void canvas_text(struct canvas *c, double x, double y, enum canvas_align align, enum canvas_face face,
                 double size, uint32_t colour, const char *text);
void canvas_rectangle(struct canvas *c, double x, double y, double width, double height, uint32_t fill);
void canvas_line(struct canvas *c, double x1, double y1, double x2, double y2, double width, uint32_t colour);
void canvas_frame(struct canvas *c, double x, double y, double width, double height, double line,
                  uint32_t colour);

#endif
