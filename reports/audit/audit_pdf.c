/* The text of a PDF, by poppler's own tool: its C library needs glib, and a proof-reader needs no more than the text. */
#include "reports/audit/audit_layout.h"
#include "reports/audit/audit_read.h"

#include "engine/base/lang.h"
#include "engine/base/tool.h"

#include <string.h>

/* A book of a thousand pages takes some seconds, 200 MB and prints 5 MB. */
static const struct tool_limits limits = {
    .seconds = 20, .clock_ms = 40000, .memory = 1 << 30, .output = 64 << 20};

static bool missing(const char *path, struct fault *f) {
    return fault_set(f,
                     _("%s: the text of a PDF is read with pdftotext, which is not on this machine; install "
                       "the package poppler-utils, or save the draft as text"),
                     path);
}

static bool too_much(const char *path, struct fault *f) {
    return fault_set(f,
                     _("%s: this PDF takes too long to read, or holds more text than a draft can have; print "
                       "the pages that matter to a new PDF, or save them as text"),
                     path);
}

static bool unreadable(const char *path, struct fault *f) {
    return fault_set(
        f, _("%s: pdftotext cannot read this PDF; it is damaged, has a password, or is far too large"), path);
}

static bool only_pictures(const char *path, struct fault *f) {
    return fault_set(
        f,
        _("%s: this PDF has no text, only pictures; run it through character recognition, or save the "
          "draft as text"),
        path);
}

static bool read_text(const char *path, const char *manner, struct strbuf *text, struct fault *f) {
    const char *const words[] = {"pdftotext", "-q", manner, "-enc", "UTF-8", "--", path, "-", NULL};
    switch (tool_run(words, &limits, text)) {
    case TOOL_DONE:
        return strspn(text->text, " \t\r\n\f") < text->length || only_pictures(path, f);
    case TOOL_MISSING:
        return missing(path, f);
    case TOOL_SLOW:
    case TOOL_LOUD:
        return too_much(path, f);
    default:
        return unreadable(path, f);
    }
}

char *audit_read_pdf(struct arena *arena, const char *path, size_t *length, struct fault *f) {
    struct strbuf text = {0}, boxes = {0};
    bool read = read_text(path, "-layout", &text, f) && read_text(path, "-bbox", &boxes, f);
    char *result = read ? audit_layout(arena, &text, &boxes, length) : NULL;
    strbuf_end(&text);
    strbuf_end(&boxes);
    return result;
}
