#include "reports/microdata/xml.h"

#include "engine/base/utf8.h"

#include <string.h>

static void add_escaped(struct strbuf *out, const char *text) {
    for (const char *at = text; *at;) {
        const char *from = at;
        uint32_t code = utf8_next(&at);
        if (code == '<')
            strbuf_add(out, "&lt;");
        else if (code == '>')
            strbuf_add(out, "&gt;");
        else if (code == '&')
            strbuf_add(out, "&amp;");
        else if (code == '"')
            strbuf_add(out, "&quot;");
        else if ((code < 0x20 && code != '\n' && code != '\t') || code == 0xFFFE || code == 0xFFFF)
            strbuf_add(out, "\xEF\xBF\xBD");
        else
            strbuf_add_bytes(out, from, (size_t)(at - from));
    }
}

static void start(struct xml *x, const char *name, va_list pairs) {
    strbuf_printf(&x->text, "%*s<%s", 2 * x->depth, "", name);
    for (const char *key; (key = va_arg(pairs, const char *)) != NULL;) {
        const char *value = va_arg(pairs, const char *);
        if (!value)
            continue;
        strbuf_printf(&x->text, " %s=\"", key);
        add_escaped(&x->text, value);
        strbuf_char(&x->text, '"');
    }
    strbuf_char(&x->text, '>');
}

void xml_begin(struct xml *x) {
    *x = (struct xml){.depth = 0};
    strbuf_add(&x->text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

void xml_open(struct xml *x, const char *name, ...) {
    va_list pairs;
    va_start(pairs, name);
    start(x, name, pairs);
    va_end(pairs);
    strbuf_char(&x->text, '\n');
    x->depth++;
}

void xml_close(struct xml *x, const char *name) {
    x->depth--;
    strbuf_printf(&x->text, "%*s</%s>\n", 2 * x->depth, "", name);
}

void xml_leaf(struct xml *x, const char *name, const char *text, ...) {
    va_list pairs;
    if (!text || !*text)
        return;
    va_start(pairs, text);
    start(x, name, pairs);
    va_end(pairs);
    add_escaped(&x->text, text);
    strbuf_printf(&x->text, "</%s>\n", name);
}

void xml_end(struct xml *x) {
    strbuf_end(&x->text);
}
