#include "reports/pdf/pdf_words.h"

#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"

#include <stdbool.h>
#include <stdint.h>

enum { UNITS_MAX = 16000, BMP = 0x10000 }; /* of UTF-16, which a string of PDF is written in */

static bool is_control(uint32_t code) {
    return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x2028 || code == 0x2029;
}

static bool is_no_character(uint32_t code) {
    return (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF) || code == 0xFEFF;
}

static void add(struct strbuf *b, uint32_t code) {
    char bytes[4];
    strbuf_add_bytes(b, bytes, utf8_put(bytes, code));
}

const char *pdf_words(struct arena *arena, const char *text) {
    struct strbuf b = {0};
    bool gap = false; /* a control was passed */
    size_t units = 0;
    for (uint32_t code; text && (code = utf8_next(&text)) != 0;) {
        if (is_control(code))
            gap = true;
        if (is_control(code) || is_no_character(code))
            continue;
        if (gap && b.length > 0 && b.text[b.length - 1] != ' ' && code != ' ')
            add(&b, ' '), units++;
        gap = false;
        if (units >= UNITS_MAX) {
            strbuf_add(&b, "…");
            break;
        }
        add(&b, code);
        units += code < BMP ? 1 : 2;
    }
    const char *words = b.length > 0 ? arena_strdup(arena, b.text) : NULL;
    strbuf_end(&b);
    return words;
}
