#include "reports/svg/svg_canvas.h"

#include "engine/base/arena.h"
#include "engine/base/file.h"
#include "engine/base/heap.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"
#include "reports/fonts/fonts.h"
#include "reports/model/hatch.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct svg {
    struct canvas canvas;
    struct fonts *fonts;
    char *title, *lang; /* NULL: none */
    bool begun;
    struct strbuf out;
};

/* What stands in for the first family on other systems. */
static const char stand_ins[] =
    "'BIZ UDGothic', 'Hiragino Sans', 'Yu Gothic', Meiryo, 'Noto Sans CJK JP', sans-serif";

static struct strbuf *out_of(struct canvas *c) {
    struct svg *svg = c->data;
    assert(svg->begun);
    return &svg->out;
}

/* ---- pieces of XML ---- */

/* Hundredths of a point, without trailing zeros. */
static void add_number(struct strbuf *b, const char *before, double value) {
    strbuf_printf(b, "%s%.10g", before, round(value * 100) / 100 + 0.0);
}

static void add_attribute(struct strbuf *b, const char *name, double value) {
    strbuf_printf(b, " %s=", name);
    add_number(b, "\"", value);
    strbuf_char(b, '"');
}

static bool is_in_xml(uint32_t code) {
    return code >= 0x20 ? code < 0xD800 || (code > 0xDFFF && code != 0xFFFE && code != 0xFFFF)
                        : code == '\t' || code == '\n';
}

static void add_escaped(struct strbuf *b, const char *text) {
    static const char specials[] = "&<>\"";
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;"};
    for (const char *at = text; *at;) {
        const char *start = at;
        uint32_t code = utf8_next(&at);
        const char *special = code < 0x80 ? strchr(specials, (int)code) : NULL;
        if (special)
            strbuf_add(b, entities[special - specials]);
        else if (is_in_xml(code))
            strbuf_add_bytes(b, start, (size_t)(at - start));
    }
}

static void add_point(struct strbuf *b, const char *command, double x, double y) {
    add_number(b, command, x);
    add_number(b, ",", y);
}

/* ---- drawing ---- */

static void begin_page(struct canvas *c, double width, double height) {
    struct svg *svg = c->data;
    struct strbuf *b = &svg->out;
    assert(!svg->begun);
    svg->begun = true;
    strbuf_add(
        b,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
    if (svg->lang) {
        strbuf_add(b, " xml:lang=\"");
        add_escaped(b, svg->lang);
        strbuf_add(b, "\"");
    }
    add_number(b, " width=\"", width);
    add_number(b, "pt\" height=\"", height);
    add_number(b, "pt\" viewBox=\"0 0 ", width);
    add_number(b, " ", height);
    /* no style attribute: pages with a strict content security policy would not take it */
    strbuf_printf(b, "\" font-family=\"'%s', %s\">\n", fonts_family(svg->fonts, FACE_GOTHIC), stand_ins);
    if (svg->title) {
        strbuf_add(b, "<title>");
        add_escaped(b, svg->title);
        strbuf_add(b, "</title>\n");
    }
    strbuf_add(b, "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
}

static double text_width(struct canvas *c, enum canvas_face face, double size, const char *text) {
    return fonts_text_width(((struct svg *)c->data)->fonts, face, size, text);
}

static void print_text(struct canvas *c, double x, double y, enum canvas_face face, double size,
                       uint32_t colour, const char *text) {
    struct strbuf *b = out_of(c);
    double width = text_width(c, face, size, text);
    if (width <= 0)
        return;
    strbuf_add(b, "<text xml:space=\"preserve\"");
    add_attribute(b, "x", x);
    add_attribute(b, "y", y);
    add_attribute(b, "font-size", size);
    if (canvas_face_is_bold(face))
        strbuf_add(b, " font-weight=\"bold\"");
    if (canvas_face_is_tabular(face))
        strbuf_add(b, " font-variant-numeric=\"tabular-nums\"");
    add_attribute(b, "textLength", width);
    strbuf_printf(b, " lengthAdjust=\"spacingAndGlyphs\" fill=\"#%06x\">", colour);
    add_escaped(b, text);
    strbuf_add(b, "</text>\n");
}

static void fill_rectangle(struct canvas *c, double x, double y, double width, double height, uint32_t fill) {
    struct strbuf *b = out_of(c);
    strbuf_add(b, "<rect");
    add_attribute(b, "x", x);
    add_attribute(b, "y", y);
    add_attribute(b, "width", width);
    add_attribute(b, "height", height);
    strbuf_printf(b, " fill=\"#%06x\"/>\n", fill);
}

static void draw_line(struct canvas *c, double x1, double y1, double x2, double y2, double width,
                      uint32_t colour, bool dashed) {
    struct strbuf *b = out_of(c);
    strbuf_add(b, "<line");
    add_attribute(b, "x1", x1);
    add_attribute(b, "y1", y1);
    add_attribute(b, "x2", x2);
    add_attribute(b, "y2", y2);
    add_attribute(b, "stroke-width", width);
    strbuf_printf(b, " stroke=\"#%06x\"%s/>\n", colour, dashed ? " stroke-dasharray=\"3 2\"" : "");
}

static void fill_polygon(struct canvas *c, const struct canvas_point *points, size_t count, uint32_t fill) {
    struct strbuf *b = out_of(c);
    strbuf_add(b, "<polygon points=\"");
    for (size_t i = 0; i < count; i++)
        add_point(b, i ? " " : "", points[i].x, points[i].y);
    strbuf_printf(b, "\" fill=\"#%06x\"/>\n", fill);
}

/* Degrees clockwise from 12 o'clock. */
static void add_rim(struct strbuf *b, const char *command, double x, double y, double radius, double angle) {
    double radians = angle * M_PI / 180;
    add_point(b, command, x + radius * sin(radians), y - radius * cos(radians));
}

/* In pieces, because an arc whose ends meet is nothing. */
static void add_arc(struct strbuf *b, double x, double y, double radius, double from, double to) {
    int pieces = (int)ceil(fabs(to - from) / 120 - 1e-9);
    for (int i = 1; i <= pieces; i++) {
        add_number(b, "A", radius);
        add_number(b, ",", radius);
        add_rim(b, to > from ? " 0 0 1 " : " 0 0 0 ", x, y, radius, from + (to - from) * i / pieces);
    }
}

static void fill_slice(struct canvas *c, double x, double y, double inner, double outer, double from,
                       double to, uint32_t fill) {
    struct strbuf *b = out_of(c);
    if (to <= from)
        return;
    strbuf_add(b, "<path d=\"");
    add_rim(b, "M", x, y, inner, to);
    if (inner > 0)
        add_arc(b, x, y, inner, to, from);
    add_rim(b, "L", x, y, outer, from);
    add_arc(b, x, y, outer, from, to);
    strbuf_printf(b, "Z\" fill=\"#%06x\"/>\n", fill);
}

static void draw_hatch(struct canvas *c, double x, double y, double width, double height, int pattern,
                       uint32_t colour) {
    struct strbuf *b = out_of(c);
    struct hatch hatch = hatch_begin(x, y, width, height, pattern);
    struct canvas_point from, to;
    if (!hatch_next(&hatch, &from, &to))
        return;
    strbuf_add(b, "<path d=\"");
    do {
        add_point(b, "M", from.x, from.y);
        add_point(b, "L", to.x, to.y);
    } while (hatch_next(&hatch, &from, &to));
    strbuf_add(b, "\"");
    add_attribute(b, "stroke-width", HATCH_LINE_WIDTH);
    strbuf_printf(b, " stroke=\"#%06x\"/>\n", colour);
}

static void no_bookmark(struct canvas *c, int level, const char *title, double y) {
    (void)c;
    (void)level;
    (void)title;
    (void)y;
}

static void no_link(struct canvas *c, double x, double y, double width, double height, size_t page) {
    (void)c;
    (void)x;
    (void)y;
    (void)width;
    (void)height;
    (void)page;
}

static const struct canvas_operations operations = {
    .page = begin_page,
    .text_width = text_width,
    .text = print_text,
    .rectangle = fill_rectangle,
    .line = draw_line,
    .polygon = fill_polygon,
    .slice = fill_slice,
    .hatch = draw_hatch,
    .bookmark = no_bookmark,
    .link = no_link,
};

/* ---- the handle ---- */

struct svg *svg_create(const char *title, const char *lang, struct fault *f) {
    struct svg *svg = calloc(1, sizeof *svg);
    if (!svg)
        arena_out_of_memory();
    svg->canvas = (struct canvas){.operations = &operations, .data = svg};
    svg->title = heap_strdup(title);
    svg->lang = heap_strdup(lang);
    svg->fonts = fonts_create(f);
    if (svg->fonts)
        return svg;
    svg_destroy(svg);
    return NULL;
}

struct canvas *svg_canvas(struct svg *svg) {
    return &svg->canvas;
}

bool svg_finish(struct svg *svg, const char *path, struct fault *f) {
    assert(svg->begun);
    struct file_writer writer;
    if (!fonts_healthy(svg->fonts, f) || !file_begin(&writer, path, f))
        return false;
    fwrite(svg->out.text, 1, svg->out.length, writer.stream); /* file_commit sees a failure */
    fputs("</svg>\n", writer.stream);
    return file_commit(&writer, f);
}

const char *svg_text(struct svg *svg, struct arena *arena, struct fault *f) {
    assert(svg->begun);
    return fonts_healthy(svg->fonts, f) ? arena_printf(arena, "%s</svg>\n", svg->out.text) : NULL;
}

void svg_destroy(struct svg *svg) {
    if (!svg)
        return;
    fonts_destroy(svg->fonts);
    free(svg->title);
    free(svg->lang);
    strbuf_end(&svg->out);
    free(svg);
}
