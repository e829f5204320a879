#include "reports/pdf/pdf_canvas.h"

#include "engine/base/arena.h"
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"
#include "reports/fonts/fonts.h"
#include "reports/model/hatch.h"
#include "reports/pdf/pdf_mend.h"
#include "reports/pdf/pdf_words.h"

#include <assert.h>
#include <hpdf.h>
#include <math.h>
#include <stdlib.h>

struct link {
    size_t from, to; /* pages */
    HPDF_Rect area;
};

enum { OUTLINE_DEPTH = 8, MISSING_SHOWN = 5 };

struct pdf {
    struct canvas canvas;
    struct arena *arena;
    struct pdf_info info;
    struct fonts *fonts;
    HPDF_Doc doc;
    HPDF_STATUS error, detail; /* the first */
    HPDF_Font loaded[FONTS_MAX];
    HPDF_Page page;
    size_t page_count;
    double page_height;
    HPDF_Outline outlines[OUTLINE_DEPTH]; /* the latest of every level */
    const char **bookmarks;               /* what they say, in their order */
    size_t bookmark_count, bookmark_capacity;
    struct link *links;
    size_t link_count, link_capacity;
    size_t missing_count;
    uint32_t missing[MISSING_SHOWN];
    size_t missing_kinds;
    struct strbuf piece; /* scratch */
};

/* libharu calls this and goes on with an error code; the first is the cause. */
static void remember_error(HPDF_STATUS error, HPDF_STATUS detail, void *data) {
    struct pdf *pdf = data;
    if (pdf->error != HPDF_OK)
        return;
    pdf->error = error;
    pdf->detail = detail;
}

static struct pdf *pdf_of(struct canvas *c) {
    return c->data;
}

/* libharu measures upwards, in floats. */
static HPDF_REAL up(const struct pdf *pdf, double y) {
    return (HPDF_REAL)(pdf->page_height - y);
}

static HPDF_REAL part(uint32_t colour, int shift) {
    return (HPDF_REAL)((colour >> shift) & 0xFF) / 255;
}

static void set_fill(struct pdf *pdf, uint32_t colour) {
    HPDF_Page_SetRGBFill(pdf->page, part(colour, 16), part(colour, 8), part(colour, 0));
}

static void set_stroke(struct pdf *pdf, uint32_t colour, double width) {
    HPDF_Page_SetRGBStroke(pdf->page, part(colour, 16), part(colour, 8), part(colour, 0));
    HPDF_Page_SetLineWidth(pdf->page, (HPDF_REAL)width);
}

/* ---- pages and text ---- */

static void begin_page(struct canvas *c, double width, double height) {
    struct pdf *pdf = pdf_of(c);
    pdf->page = HPDF_AddPage(pdf->doc);
    pdf->page_height = height;
    pdf->page_count++;
    HPDF_Page_SetWidth(pdf->page, (HPDF_REAL)width);
    HPDF_Page_SetHeight(pdf->page, (HPDF_REAL)height);
}

static double text_width(struct canvas *c, enum canvas_face face, double size, const char *text) {
    return fonts_text_width(pdf_of(c)->fonts, face, size, text);
}

static HPDF_Font load_font(struct pdf *pdf, int font) {
    if (!pdf->loaded[font]) {
        const char *name = HPDF_LoadTTFontFromFile(pdf->doc, fonts_path(pdf->fonts, font), HPDF_TRUE);
        pdf->loaded[font] = name ? HPDF_GetFont(pdf->doc, name, "UTF-8") : NULL;
    }
    return pdf->loaded[font];
}

static void note_missing(struct pdf *pdf, uint32_t code) {
    pdf->missing_count++;
    for (size_t i = 0; i < pdf->missing_kinds; i++)
        if (pdf->missing[i] == code)
            return;
    if (pdf->missing_kinds < MISSING_SHOWN)
        pdf->missing[pdf->missing_kinds++] = code;
}

struct piece_style {
    double size;
    uint32_t colour;
};

/* Prints what has been gathered for one font. */
static void print_piece(struct pdf *pdf, const struct piece_style *style, const struct fonts_glyph *glyph,
                        double x, double y) {
    if (pdf->piece.length == 0)
        return;
    HPDF_Font font = load_font(pdf, glyph->font);
    if (font) {
        HPDF_Page_SetFontAndSize(pdf->page, font, (HPDF_REAL)style->size);
        if (glyph->thin) { /* a regular glyph among bold ones is thickened */
            set_stroke(pdf, style->colour, style->size * 0.035);
            HPDF_Page_SetTextRenderingMode(pdf->page, HPDF_FILL_THEN_STROKE);
        }
        HPDF_Page_TextOut(pdf->page, (HPDF_REAL)x, up(pdf, y), pdf->piece.text);
        if (glyph->thin)
            HPDF_Page_SetTextRenderingMode(pdf->page, HPDF_FILL);
    }
    strbuf_clear(&pdf->piece);
}

/* Splits the text where the font changes and around digits that are moved within their advance. */
static void print_pieces(struct pdf *pdf, double x, double y, enum canvas_face face,
                         const struct piece_style *style, const char *text) {
    struct fonts_glyph last = {.font = -1};
    double at = 0, start = 0, em = style->size / 1000;
    for (uint32_t code; (code = utf8_next(&text)) != 0;) {
        struct fonts_glyph glyph = fonts_glyph(pdf->fonts, face, code);
        if (glyph.missing)
            note_missing(pdf, code);
        if (glyph.font < 0)
            continue;
        if (glyph.font != last.font || glyph.thin != last.thin || glyph.shift || last.shift) {
            print_piece(pdf, style, &last, x + start * em, y);
            start = at + glyph.shift;
        }
        char bytes[4];
        strbuf_add_bytes(&pdf->piece, bytes, utf8_put(bytes, glyph.code));
        at += glyph.advance;
        last = glyph;
    }
    print_piece(pdf, style, &last, x + start * em, y);
}

static void print_text(struct canvas *c, double x, double y, enum canvas_face face, double size,
                       uint32_t colour, const char *text) {
    struct pdf *pdf = pdf_of(c);
    assert(pdf->page_count);
    const struct piece_style style = {size, colour};
    HPDF_Page_BeginText(pdf->page);
    set_fill(pdf, colour);
    print_pieces(pdf, x, y, face, &style, text);
    HPDF_Page_EndText(pdf->page);
}

/* ---- shapes ---- */

static void fill_rectangle(struct canvas *c, double x, double y, double width, double height, uint32_t fill) {
    struct pdf *pdf = pdf_of(c);
    set_fill(pdf, fill);
    HPDF_Page_Rectangle(pdf->page, (HPDF_REAL)x, up(pdf, y + height), (HPDF_REAL)width, (HPDF_REAL)height);
    HPDF_Page_Fill(pdf->page);
}

static void draw_line(struct canvas *c, double x1, double y1, double x2, double y2, double width,
                      uint32_t colour, bool dashed) {
    static const HPDF_UINT16 dashes[] = {3, 2};
    struct pdf *pdf = pdf_of(c);
    set_stroke(pdf, colour, width);
    if (dashed)
        HPDF_Page_SetDash(pdf->page, dashes, 2, 0);
    HPDF_Page_MoveTo(pdf->page, (HPDF_REAL)x1, up(pdf, y1));
    HPDF_Page_LineTo(pdf->page, (HPDF_REAL)x2, up(pdf, y2));
    HPDF_Page_Stroke(pdf->page);
    if (dashed)
        HPDF_Page_SetDash(pdf->page, NULL, 0, 0);
}

static void fill_polygon(struct canvas *c, const struct canvas_point *points, size_t count, uint32_t fill) {
    struct pdf *pdf = pdf_of(c);
    if (count < 3)
        return;
    set_fill(pdf, fill);
    HPDF_Page_MoveTo(pdf->page, (HPDF_REAL)points[0].x, up(pdf, points[0].y));
    for (size_t i = 1; i < count; i++)
        HPDF_Page_LineTo(pdf->page, (HPDF_REAL)points[i].x, up(pdf, points[i].y));
    HPDF_Page_ClosePath(pdf->page);
    HPDF_Page_Fill(pdf->page);
}

/* Angles are in radians clockwise from 12 o'clock. */
static struct canvas_point on_circle(double x, double y, double radius, double angle) {
    return (struct canvas_point){x + radius * sin(angle), y - radius * cos(angle)};
}

/* An arc as Bezier curves of at most a right angle each (error under 0.03 % of the radius). */
static void add_arc(struct pdf *pdf, double x, double y, double radius, double from, double to) {
    int pieces = (int)ceil(fabs(to - from) / (M_PI / 2) - 1e-9);
    double step = (to - from) / (pieces ? pieces : 1), reach = 4.0 / 3 * tan(step / 4) * radius;
    for (int i = 0; i < pieces; i++) {
        double a = from + i * step, b = a + step;
        struct canvas_point p = on_circle(x, y, radius, a), q = on_circle(x, y, radius, b);
        HPDF_Page_CurveTo(pdf->page, (HPDF_REAL)(p.x + reach * cos(a)), up(pdf, p.y + reach * sin(a)),
                          (HPDF_REAL)(q.x - reach * cos(b)), up(pdf, q.y - reach * sin(b)), (HPDF_REAL)q.x,
                          up(pdf, q.y));
    }
}

static void fill_slice(struct canvas *c, double x, double y, double inner, double outer, double from,
                       double to, uint32_t fill) {
    struct pdf *pdf = pdf_of(c);
    if (to <= from)
        return;
    double a = from * M_PI / 180, b = to * M_PI / 180;
    struct canvas_point start = on_circle(x, y, inner, b), rim = on_circle(x, y, outer, a);
    set_fill(pdf, fill);
    HPDF_Page_MoveTo(pdf->page, (HPDF_REAL)start.x, up(pdf, start.y));
    if (inner > 0)
        add_arc(pdf, x, y, inner, b, a);
    HPDF_Page_LineTo(pdf->page, (HPDF_REAL)rim.x, up(pdf, rim.y));
    add_arc(pdf, x, y, outer, a, b);
    HPDF_Page_ClosePath(pdf->page);
    HPDF_Page_Fill(pdf->page);
}

static void draw_hatch(struct canvas *c, double x, double y, double width, double height, int pattern,
                       uint32_t colour) {
    struct hatch hatch = hatch_begin(x, y, width, height, pattern);
    struct canvas_point from, to;
    while (hatch_next(&hatch, &from, &to))
        draw_line(c, from.x, from.y, to.x, to.y, HATCH_LINE_WIDTH, colour, false);
}

/* ---- bookmarks and links ---- */

static HPDF_Destination destination(HPDF_Page page, HPDF_REAL top) {
    HPDF_Destination to = HPDF_Page_CreateDestination(page);
    if (to)
        HPDF_Destination_SetXYZ(to, 0, top, 1);
    return to;
}

static void add_bookmark(struct canvas *c, int level, const char *title, double y) {
    struct pdf *pdf = pdf_of(c);
    size_t depth = level < 0 ? 0 : level < OUTLINE_DEPTH ? (size_t)level : OUTLINE_DEPTH - 1;
    HPDF_Outline parent = NULL;
    for (size_t i = 0; i < depth; i++)
        parent = pdf->outlines[i] ? pdf->outlines[i] : parent;
    HPDF_Outline outline = HPDF_CreateOutline(pdf->doc, parent, "", HPDF_GetEncoder(pdf->doc, "UTF-8"));
    if (!outline)
        return;
    pdf->bookmarks = arena_grow(pdf->arena, pdf->bookmarks, pdf->bookmark_count, &pdf->bookmark_capacity,
                                sizeof *pdf->bookmarks);
    pdf->bookmarks[pdf->bookmark_count++] = pdf_words(pdf->arena, title);
    HPDF_Outline_SetDestination(outline, destination(pdf->page, up(pdf, y)));
    pdf->outlines[depth] = outline;
    for (size_t i = depth + 1; i < OUTLINE_DEPTH; i++)
        pdf->outlines[i] = NULL;
}

static void add_link(struct canvas *c, double x, double y, double width, double height, size_t page) {
    struct pdf *pdf = pdf_of(c);
    assert(pdf->page_count);
    pdf->links = arena_grow(pdf->arena, pdf->links, pdf->link_count, &pdf->link_capacity, sizeof *pdf->links);
    HPDF_Rect area = {(HPDF_REAL)x, up(pdf, y + height), (HPDF_REAL)(x + width), up(pdf, y)};
    pdf->links[pdf->link_count++] = (struct link){pdf->page_count - 1, page, area};
}

static bool make_links(struct pdf *pdf, struct fault *f) {
    for (size_t i = 0; i < pdf->link_count; i++) {
        const struct link *link = &pdf->links[i];
        if (link->to >= pdf->page_count)
            return fault_set(f, _("page %zu links to page %zu, but there are only %zu pages"), link->from + 1,
                             link->to + 1, pdf->page_count);
        HPDF_Page from = HPDF_GetPageByIndex(pdf->doc, (HPDF_UINT)link->from);
        HPDF_Page to = HPDF_GetPageByIndex(pdf->doc, (HPDF_UINT)link->to);
        HPDF_Annotation note =
            HPDF_Page_CreateLinkAnnot(from, link->area, destination(to, HPDF_Page_GetHeight(to)));
        if (note)
            HPDF_LinkAnnot_SetBorderStyle(note, 0, 0, 0);
    }
    return true;
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
    .bookmark = add_bookmark,
    .link = add_link,
};

/* ---- the handle ---- */

static bool start(struct pdf *pdf, struct fault *f) {
    pdf->fonts = fonts_create(f);
    if (!pdf->fonts)
        return false;
    pdf->doc = HPDF_New(remember_error, pdf);
    if (!pdf->doc)
        arena_out_of_memory();
    HPDF_SetCompressionMode(pdf->doc, HPDF_COMP_NONE); /* pdf_mend compresses, once */
    HPDF_UseUTFEncodings(pdf->doc);
    return true;
}

static const char *copy(struct pdf *pdf, const char *text) {
    return text ? arena_strdup(pdf->arena, text) : NULL;
}

struct pdf *pdf_create(const struct pdf_info *info, struct fault *f) {
    struct pdf *pdf = calloc(1, sizeof *pdf);
    if (!pdf)
        arena_out_of_memory();
    pdf->canvas = (struct canvas){.operations = &operations, .data = pdf};
    pdf->arena = arena_create();
    pdf->info = (struct pdf_info){pdf_words(pdf->arena, info->title),
                                  pdf_words(pdf->arena, info->author),
                                  pdf_words(pdf->arena, info->subject),
                                  pdf_words(pdf->arena, info->keywords),
                                  copy(pdf, info->lang),
                                  copy(pdf, info->created)};
    if (start(pdf, f))
        return pdf;
    pdf_destroy(pdf);
    return NULL;
}

struct canvas *pdf_canvas(struct pdf *pdf) {
    return &pdf->canvas;
}

static bool healthy(struct pdf *pdf, struct fault *f) {
    if (!fonts_healthy(pdf->fonts, f))
        return false;
    if (pdf->error != HPDF_OK)
        return fault_set(f, _("the PDF library gave up (libharu error %04lX, %lu)"), pdf->error, pdf->detail);
    return true;
}

static bool serialise(struct pdf *pdf, unsigned char **bytes, size_t *length, struct fault *f) {
    HPDF_AddPageLabel(pdf->doc, 0, HPDF_PAGE_NUM_STYLE_DECIMAL, 1, NULL);
    HPDF_SaveToStream(pdf->doc);
    HPDF_UINT32 size = HPDF_GetStreamSize(pdf->doc);
    *bytes = arena_alloc(pdf->arena, size + 1);
    HPDF_ResetStream(pdf->doc);
    HPDF_ReadFromStream(pdf->doc, *bytes, &size);
    *length = size;
    return healthy(pdf, f);
}

bool pdf_finish(struct pdf *pdf, const char *path, struct fault *f) {
    unsigned char *bytes;
    size_t length;
    assert(pdf->page_count);
    return healthy(pdf, f) && make_links(pdf, f) && serialise(pdf, &bytes, &length, f) &&
           pdf_mend(bytes, length, &pdf->info, pdf->bookmarks, path, f);
}

const char *pdf_warning(struct pdf *pdf) {
    if (!pdf->missing_count)
        return NULL;
    struct strbuf list = {0};
    for (size_t i = 0; i < pdf->missing_kinds; i++) {
        char bytes[4];
        strbuf_add(&list, i ? ", " : "");
        strbuf_add_bytes(&list, bytes, utf8_put(bytes, pdf->missing[i]));
        strbuf_printf(&list, " (U+%04X)", pdf->missing[i]);
    }
    const char *warning =
        arena_printf(pdf->arena,
                     ngettext("%zu character is in no font and was printed as 〓: %s",
                              "%zu characters are in no font and were printed as 〓: %s", pdf->missing_count),
                     pdf->missing_count, list.text);
    strbuf_end(&list);
    return warning;
}

void pdf_destroy(struct pdf *pdf) {
    if (!pdf)
        return;
    if (pdf->doc)
        HPDF_Free(pdf->doc);
    fonts_destroy(pdf->fonts);
    strbuf_end(&pdf->piece);
    arena_destroy(pdf->arena);
    free(pdf);
}
