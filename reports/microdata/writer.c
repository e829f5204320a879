#include "reports/microdata/writer.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <errno.h>
#include <string.h>

static const struct writer_format writer_formats[] = {
    {"sav", sav_write, false},         {"dta", dta_write, false}, {"csv", flat_csv_write, true},
    {"jsonl", flat_jsonl_write, true}, {"ddi", ddi_write, false}, {NULL, NULL, false},
};

const struct writer_format *writer_find(const char *name) {
    for (const struct writer_format *format = writer_formats; format->name; format++)
        if (strcmp(format->name, name) == 0)
            return format;
    return NULL;
}

bool writer_failed(int why, struct fault *f) {
    const char *before = lang_enter(lang_interface());
    errno = why;
    fault_errno(f, _("it cannot be written"));
    lang_enter(before);
    return false;
}

bool writer_put(FILE *out, const void *bytes, size_t length, struct fault *f) {
    return fwrite(bytes, 1, length, out) == length || writer_failed(errno, f);
}

#define ELLIPSIS "…"

const char *writer_cut(struct arena *arena, const char *text, size_t bytes, size_t characters) {
    if (strlen(text) <= bytes && utf8_length(text) <= characters)
        return text;
    const char *at = text, *end = text;
    for (size_t count = 0; *at && count + 1 < characters; count++) {
        utf8_next(&at);
        if ((size_t)(at - text) + strlen(ELLIPSIS) > bytes)
            break;
        end = at;
    }
    return arena_printf(arena, "%.*s" ELLIPSIS, (int)(end - text), text);
}
