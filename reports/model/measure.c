#include "reports/model/measure.h"

static void page(struct canvas *c, double width, double height) {
    (void)c, (void)width, (void)height;
}

static double text_width(struct canvas *c, enum canvas_face face, double size, const char *text) {
    return canvas_text_width(c->data, face, size, text);
}

static void text(struct canvas *c, double x, double y, enum canvas_face face, double size, uint32_t colour,
                 const char *words) {
    (void)c, (void)x, (void)y, (void)face, (void)size, (void)colour, (void)words;
}

static void rectangle(struct canvas *c, double x, double y, double width, double height, uint32_t fill) {
    (void)c, (void)x, (void)y, (void)width, (void)height, (void)fill;
}

static void line(struct canvas *c, double x1, double y1, double x2, double y2, double width, uint32_t colour,
                 bool dashed) {
    (void)c, (void)x1, (void)y1, (void)x2, (void)y2, (void)width, (void)colour, (void)dashed;
}

static void polygon(struct canvas *c, const struct canvas_point *points, size_t count, uint32_t fill) {
    (void)c, (void)points, (void)count, (void)fill;
}

static void slice(struct canvas *c, double x, double y, double inner, double outer, double from, double to,
                  uint32_t fill) {
    (void)c, (void)x, (void)y, (void)inner, (void)outer, (void)from, (void)to, (void)fill;
}

static void hatch(struct canvas *c, double x, double y, double width, double height, int pattern,
                  uint32_t colour) {
    (void)c, (void)x, (void)y, (void)width, (void)height, (void)pattern, (void)colour;
}

static void bookmark(struct canvas *c, int level, const char *title, double y) {
    (void)c, (void)level, (void)title, (void)y;
}

static void link(struct canvas *c, double x, double y, double width, double height, size_t target) {
    (void)c, (void)x, (void)y, (void)width, (void)height, (void)target;
}

struct canvas *measure_canvas(struct measure *measure, struct canvas *widths) {
    static const struct canvas_operations operations = {page,    text_width, text,  rectangle, line,
                                                        polygon, slice,      hatch, bookmark,  link};
    measure->canvas = (struct canvas){&operations, widths, widths->broken};
    return &measure->canvas;
}
