/* PDF, by poppler's own tools, each run a process of its own with bounded memory and time. */
#include "importers/picture/picture.h"

#include "engine/base/lang.h"
#include "engine/base/tool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS_PER_INCH = 72, INFO_MAX = 1 << 20 };

struct pdf {
    struct arena *arena;
    struct strbuf out; /* what the tool last printed */
    bool refused;      /* it ran, and could do nothing with the file */
};

/* It may stand behind a few bytes of something else; the tools look that far too. */
static bool sniff(const unsigned char *bytes, size_t length) {
    return memmem(bytes, length < 1024 ? length : 1024, "%PDF-", 5) != NULL;
}

/* --- running a tool --- */

/* What the tool prints, at most `most` bytes, is left in p->out. */
static bool run(struct pdf *p, const char *const *words, size_t most, struct fault *f) {
    const struct tool_limits limits = {PICTURE_SECONDS, 2000 * PICTURE_SECONDS, PICTURE_MEMORY, most};
    switch (tool_run(words, &limits, &p->out)) {
    case TOOL_DONE:
        return true;
    case TOOL_MISSING:
        return fault_set(f,
                         _("PDF is read with %s, which is not on this machine; install the package "
                           "poppler-utils, or save the sheets as TIFF or PNG"),
                         words[0]);
    default:
        p->refused = true;
        return fault_set(
            f, _("this PDF cannot be read: it is damaged, has a password, or takes too long to draw; "
                 "print it to a new PDF, or save it as TIFF"));
    }
}

/* --- the file --- */

/* What is encrypted says so in the clear, however it is packed otherwise. */
static bool is_locked(const struct source *source) {
    static const char word[] = "/Encrypt";
    return memmem(source->bytes, source->length, word, sizeof word - 1) != NULL;
}

static bool locked(struct fault *f) {
    fault_clear(f);
    return fault_set(f,
                     _("this PDF is locked with a password; open it, print it to a new PDF without one, and "
                       "choose that"));
}

static bool open_pdf(struct arena *arena, struct picture_file *file, struct fault *f) {
    struct pdf *p = arena_alloc(arena, sizeof *p);
    const char *const words[] = {"pdfinfo", "--", file->source->path, NULL};
    *p = (struct pdf){.arena = arena};
    bool done = run(p, words, INFO_MAX, f);
    const char *line = done ? strstr(p->out.text, "\nPages:") : NULL;
    file->pages = line ? (size_t)strtoul(line + strlen("\nPages:"), NULL, 10) : 0;
    file->data = p;
    if (file->pages)
        return true;
    strbuf_end(&p->out);
    if (p->refused && is_locked(file->source))
        return locked(f);
    return fault_set(f, _("this PDF has no pages"));
}

static void close_pdf(struct picture_file *file) {
    strbuf_end(&((struct pdf *)file->data)->out);
}

/* --- a page --- */

/* "Page    3 size: 595.276 x 841.89 pts (A4)" */
static bool page_size(struct pdf *p, const char *path, size_t page, double *width, double *height,
                      struct fault *f) {
    const char *number = arena_printf(p->arena, "%zu", page);
    const char *const words[] = {"pdfinfo", "-f", number, "-l", number, "--", path, NULL};
    if (!run(p, words, INFO_MAX, f))
        return false;
    const char *line = strstr(p->out.text, " size:");
    return (line && sscanf(line, " size: %lf x %lf", width, height) == 2 && *width > 0 && *height > 0) ||
           fault_set(f, _("this PDF does not say how large its page is"));
}

/* "P5 1654 2339 255 ", then the dots */
static bool read_dots(const struct strbuf *out, struct raster *raster, struct fault *f) {
    unsigned long width = 0, height = 0;
    int head = 0;
    if (sscanf(out->text, "P5 %lu %lu 255%n", &width, &height, &head) != 2 || !head)
        return fault_set(f, _("this PDF cannot be drawn"));
    if (!raster_make(raster, width, height, f))
        return false;
    if (out->length - (size_t)head - 1 != width * height)
        return fault_set(f, _("this PDF cannot be drawn"));
    memcpy(raster->grey, out->text + head + 1, width * height);
    return true;
}

static bool draw(struct pdf *p, const char *path, size_t page, struct raster *raster, struct fault *f) {
    double width = 0, height = 0;
    if (!page_size(p, path, page, &width, &height, f))
        return false;
    double longer = width > height ? width : height;
    if (longer > PICTURE_INCHES * POINTS_PER_INCH)
        return fault_set(
            f, _("the page is %.1f m long, which no sheet of paper is; print it to a new PDF of A4 pages"),
            longer / POINTS_PER_INCH * 0.0254);
    const char *number = arena_printf(p->arena, "%zu", page),
               *dpi = arena_printf(p->arena, "%d", PICTURE_DPI);
    const char *const words[] = {"pdftoppm", "-q", "-gray", "-r", dpi,  "-f",
                                 number,     "-l", number,  "--", path, NULL};
    return run(p, words, RASTER_DOTS + 64, f) && read_dots(&p->out, raster, f);
}

static int next(struct picture_file *file, struct picture_page *page, struct fault *f) {
    if (file->at == file->pages)
        return 0;
    file->at++;
    if (!draw(file->data, file->source->path, file->at, &page->raster, f))
        return -1;
    page->raster.dpi_x = page->raster.dpi_y = PICTURE_DPI;
    return 1;
}

const struct picture_format picture_pdf = {"pdf", sniff, open_pdf, next, close_pdf};
