#include "importers/xlsx/xlsx_strings.h"

#include "engine/base/heap.h"
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 64 << 20, STRINGS_MAX = 4 << 20 };

struct xlsx_strings {
    struct strbuf texts; /* one after another, each with a NUL */
    uint32_t *starts;
    size_t count, capacity;

    struct xlsx_xml *xml;
    size_t start; /* of the string being read */
    bool in_item, in_text;
    size_t in_phonetic; /* depth */
};

/* --- one text ---------------------------------------------------------------------------------------------
 */

/* _xHHHH_, or 0 */
static bool escape_at(const char *text, size_t left, uint32_t *code) {
    if (left < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_')
        return false;
    *code = 0;
    for (int i = 2; i < 6; i++) {
        if (!isxdigit((unsigned char)text[i]))
            return false;
        int digit = text[i] <= '9' ? text[i] - '0' : (text[i] | 0x20) - 'a' + 10;
        *code = *code << 4 | (uint32_t)digit;
    }
    return *code < 0xD800 || (*code > 0xDFFF && *code < 0xFFFE);
}

static size_t put(char *out, uint32_t code, bool *after_return) {
    bool second = *after_return && code == '\n'; /* of CRLF */
    *after_return = code == '\r';
    if (second || (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || code == 0x7F)
        return 0;
    return utf8_put(out, code == '\r' ? '\n' : code);
}

static bool is_clean(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F || text[i] == '_')
            return false;
    return true;
}

size_t xlsx_text_clean(char *text, size_t length) {
    if (is_clean(text, length))
        return length;
    size_t to = 0;
    bool after_return = false;
    for (size_t at = 0; at < length;) {
        uint32_t code;
        if (escape_at(text + at, length - at, &code)) {
            at += 7;
            to += put(text + to, code, &after_return);
        } else if ((unsigned char)text[at] < 0x80) {
            to += put(text + to, (unsigned char)text[at++], &after_return);
        } else {
            text[to++] = text[at++];
            after_return = false;
        }
    }
    return to;
}

/* --- the part ---------------------------------------------------------------------------------------------
 */

static void on_start(void *data, const char *name, const char **attributes) {
    struct xlsx_strings *s = data;
    (void)attributes;
    if (strcmp(name, "si") == 0) {
        s->in_item = true;
        s->start = s->texts.length;
    } else if (strcmp(name, "rPh") == 0) {
        s->in_phonetic++;
    } else if (strcmp(name, "t") == 0) {
        s->in_text = s->in_item && s->in_phonetic == 0;
    }
}

static void add_string(struct xlsx_strings *s) {
    if (s->texts.length > s->start)
        s->texts.length = s->start + xlsx_text_clean(s->texts.text + s->start, s->texts.length - s->start);
    strbuf_char(&s->texts, '\0');
    s->starts = heap_grow(s->starts, s->count, &s->capacity, sizeof *s->starts);
    s->starts[s->count++] = (uint32_t)s->start;
    if (s->count >= STRINGS_MAX)
        xlsx_xml_stop(s->xml, _("it holds more than 4 million different texts; save the sheet as \"CSV "
                                "UTF-8\" and import that file"));
}

static void on_end(void *data, const char *name) {
    struct xlsx_strings *s = data;
    if (strcmp(name, "t") == 0)
        s->in_text = false;
    else if (strcmp(name, "rPh") == 0)
        s->in_phonetic--;
    else if (strcmp(name, "si") == 0 && s->in_item) {
        s->in_item = false;
        add_string(s);
    }
}

static void on_text(void *data, const char *text, size_t length) {
    struct xlsx_strings *s = data;
    if (!s->in_text)
        return;
    if (s->texts.length + length > TEXT_MAX)
        xlsx_xml_stop(s->xml,
                      _("it holds more than 64 MB of text; save the sheet as \"CSV UTF-8\" and import "
                        "that file"));
    else
        strbuf_add_bytes(&s->texts, text, length);
}

static struct xlsx_strings *begin(void) {
    static const struct xlsx_handler handler = {on_start, on_end, on_text};
    struct xlsx_strings *strings = calloc(1, sizeof *strings);
    if (!strings)
        arena_out_of_memory();
    strings->xml = xlsx_xml_create(&handler, strings);
    return strings;
}

static struct xlsx_strings *finish(struct xlsx_strings *strings, bool read) {
    xlsx_xml_destroy(strings->xml);
    strings->xml = NULL;
    if (read)
        return strings;
    xlsx_strings_destroy(strings);
    return NULL;
}

struct xlsx_strings *xlsx_strings_read(struct xlsx_package *package, const char *part, struct fault *f) {
    struct xlsx_strings *strings = begin();
    return finish(strings, !part || xlsx_part_parse(package, part, strings->xml, f));
}

struct xlsx_strings *xlsx_strings_parse(const char *xml, size_t length, struct fault *f) {
    struct xlsx_strings *strings = begin();
    return finish(strings, xlsx_xml_feed(strings->xml, xml, length, true, f));
}

void xlsx_strings_destroy(struct xlsx_strings *strings) {
    if (!strings)
        return;
    strbuf_end(&strings->texts);
    free(strings->starts);
    free(strings);
}

const char *xlsx_strings_get(const struct xlsx_strings *strings, size_t index) {
    return index < strings->count ? strings->texts.text + strings->starts[index] : NULL;
}
