#include "engine/base/json_write.h"

#include <string.h>

static void add_escaped(struct strbuf *out, unsigned char c) {
    static const char names[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    const char *at = strchr(names, c);
    if (at && c)
        strbuf_printf(out, "\\%c", letters[at - names]);
    else
        strbuf_printf(out, "\\u%04x", c);
}

void json_add_string(struct strbuf *out, const char *text) {
    if (!text) {
        strbuf_add(out, "null");
        return;
    }
    strbuf_char(out, '"');
    for (const char *from = text;;) {
        const char *at = from;
        while ((unsigned char)*at >= 0x20 && *at != '"' && *at != '\\' && *at != 0x7F)
            at++;
        strbuf_add_bytes(out, from, (size_t)(at - from));
        if (!*at)
            break;
        add_escaped(out, (unsigned char)*at);
        from = at + 1;
    }
    strbuf_char(out, '"');
}

void json_add_strings(struct strbuf *out, const char *const *texts, size_t count) {
    strbuf_char(out, '[');
    for (size_t i = 0; i < count; i++) {
        strbuf_add(out, i ? ", " : "");
        json_add_string(out, texts[i]);
    }
    strbuf_char(out, ']');
}

void json_add_object(struct strbuf *out, const char *const (*members)[2]) {
    const char last = out->length ? out->text[out->length - 1] : '[';
    strbuf_add(out, last == '[' ? "{" : ", {");
    for (; (*members)[0]; members++)
        json_add_member(out, (*members)[0], (*members)[1]);
    strbuf_char(out, '}');
}

void json_add_member(struct strbuf *out, const char *key, const char *text) {
    char last = out->length ? out->text[out->length - 1] : '{';
    strbuf_printf(out, "%s\"%s\": ", last == '{' ? "" : ", ", key);
    json_add_string(out, text);
}
