/* Any bytes as the text part of a Word document, and as the archive: lines of valid UTF-8, or one fault. */
#include "engine/base/utf8.h"
#include "importers/docx.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *text, size_t length, const struct fault *f) {
    if (text && (f->kind != FAULT_NONE || strlen(text) != length || !utf8_valid(text, length)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_create();
    struct fault f = {0};
    size_t length = 0;
    const char *text;
    if (size && data[0] == 'P') {
        struct source source = {.path = "draft.docx", .bytes = data, .length = size};
        text = docx_text(arena, &source, &length, &f);
    } else {
        text = docx_parse(arena, (const char *)data, size, &length, &f);
    }
    check(text, length, &f);
    arena_destroy(arena);
    return 0;
}
