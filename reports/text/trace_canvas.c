#include "reports/text/trace_canvas.h"

#include "engine/base/arena.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"

#include <math.h>
#include <stdlib.h>

struct trace {
    struct canvas canvas;
    struct strbuf lines;
};

static struct strbuf *lines_of(struct canvas *c) {
    return &((struct trace *)c->data)->lines;
}

static const char *face_name(enum canvas_face face) {
    return canvas_face_is_bold(face) ? "bold" : "gothic";
}

/* Tenths, half away from zero, and no "-0.0". */
static double tenth(double value) {
    return round(value * 10) / 10 + 0.0;
}

double trace_char_width(uint32_t code) {
    int columns = utf8_char_width(code);
    bool half_kana = code >= 0xFF61 && code <= 0xFFDC;
    /* Symbols such as … ○ ― are one em wide in a Japanese face, whatever a terminal thinks. */
    if (columns == 1 && code >= 0x2010 && !half_kana)
        columns = 2;
    return columns / 2.0;
}

static double trace_width(struct canvas *c, enum canvas_face face, double size, const char *text) {
    (void)c;
    (void)face;
    double ems = 0;
    for (uint32_t code; (code = utf8_next(&text)) != 0;)
        ems += trace_char_width(code);
    return ems * size;
}

static void trace_page(struct canvas *c, double width, double height) {
    strbuf_printf(lines_of(c), "page %.1f x %.1f\n", tenth(width), tenth(height));
}

static void trace_string(struct canvas *c, double x, double y, enum canvas_face face, double size,
                         uint32_t colour, const char *text) {
    strbuf_printf(lines_of(c), "text %.1f %.1f %s %.1f #%06x \"%s\"\n", tenth(x), tenth(y), face_name(face),
                  tenth(size), colour, text);
}

static void trace_rectangle(struct canvas *c, double x, double y, double width, double height,
                            uint32_t fill) {
    strbuf_printf(lines_of(c), "rectangle %.1f %.1f %.1f %.1f #%06x\n", tenth(x), tenth(y), tenth(width),
                  tenth(height), fill);
}

static void trace_line(struct canvas *c, double x1, double y1, double x2, double y2, double width,
                       uint32_t colour, bool dashed) {
    strbuf_printf(lines_of(c), "line %.1f %.1f %.1f %.1f width %.1f #%06x%s\n", tenth(x1), tenth(y1),
                  tenth(x2), tenth(y2), tenth(width), colour, dashed ? " dashed" : "");
}

static void trace_polygon(struct canvas *c, const struct canvas_point *points, size_t count, uint32_t fill) {
    strbuf_add(lines_of(c), "polygon");
    for (size_t i = 0; i < count; i++)
        strbuf_printf(lines_of(c), " %.1f,%.1f", tenth(points[i].x), tenth(points[i].y));
    strbuf_printf(lines_of(c), " #%06x\n", fill);
}

static void trace_slice(struct canvas *c, double x, double y, double inner, double outer, double from,
                        double to, uint32_t fill) {
    strbuf_printf(lines_of(c), "slice %.1f %.1f radius %.1f..%.1f angle %.1f..%.1f #%06x\n", tenth(x),
                  tenth(y), tenth(inner), tenth(outer), tenth(from), tenth(to), fill);
}

static void trace_hatch(struct canvas *c, double x, double y, double width, double height, int pattern,
                        uint32_t colour) {
    strbuf_printf(lines_of(c), "hatch %.1f %.1f %.1f %.1f pattern %d #%06x\n", tenth(x), tenth(y),
                  tenth(width), tenth(height), pattern, colour);
}

static void trace_bookmark(struct canvas *c, int level, const char *title, double y) {
    strbuf_printf(lines_of(c), "bookmark %d %.1f \"%s\"\n", level, tenth(y), title);
}

static void trace_link(struct canvas *c, double x, double y, double width, double height, size_t page) {
    strbuf_printf(lines_of(c), "link %.1f %.1f %.1f %.1f to page %zu\n", tenth(x), tenth(y), tenth(width),
                  tenth(height), page);
}

static const struct canvas_operations operations = {
    .page = trace_page,
    .text_width = trace_width,
    .text = trace_string,
    .rectangle = trace_rectangle,
    .line = trace_line,
    .polygon = trace_polygon,
    .slice = trace_slice,
    .hatch = trace_hatch,
    .bookmark = trace_bookmark,
    .link = trace_link,
};

struct trace *trace_create(void) {
    struct trace *trace = calloc(1, sizeof *trace);
    if (!trace)
        arena_out_of_memory();
    trace->canvas = (struct canvas){.operations = &operations, .data = trace};
    return trace;
}

struct canvas *trace_canvas(struct trace *trace) {
    return &trace->canvas;
}

const char *trace_text(const struct trace *trace) {
    return trace->lines.text ? trace->lines.text : "";
}

void trace_destroy(struct trace *trace) {
    if (!trace)
        return;
    strbuf_end(&trace->lines);
    free(trace);
}
