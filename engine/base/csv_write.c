#include "engine/base/csv_write.h"

#include "engine/base/lang.h"

#include <stdbool.h>
#include <string.h>

static bool is_formula(const char *text) {
    static const char *const beginnings[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (strncmp(text, beginnings[i], strlen(beginnings[i])) == 0)
            return !strchr("+-", *text) || text[1 + strspn(text + 1, "0123456789.,%")] != '\0';
    return false;
}

void csv_add(struct strbuf *b, const char *text) {
    strbuf_char(b, '"');
    if (text && is_formula(text))
        strbuf_char(b, '\'');
    for (; text && *text; text++) {
        if (*text == '"')
            strbuf_char(b, '"');
        strbuf_char(b, *text);
    }
    strbuf_char(b, '"');
}

void csv_put(FILE *out, const char *text) {
    struct strbuf b = {0};
    if (!text)
        return;
    if (text[strcspn(text, ",\"\r\n")] || is_formula(text)) {
        csv_add(&b, text);
        fputs(b.text, out);
    } else {
        fputs(text, out);
    }
    strbuf_end(&b);
}

static void put_mark(FILE *out, enum csv_reader reader) {
    if (reader == CSV_EXCEL)
        fputs("\xEF\xBB\xBF", out);
}

void csv_head(FILE *out, enum csv_reader reader, const struct csv_heading *headings, size_t count) {
    put_mark(out, reader);
    for (size_t i = 0; i < count; i++) {
        fputs(i ? "," : "", out);
        csv_put(out, reader == CSV_EXCEL ? _(headings[i].heading) : headings[i].key);
    }
    fputc('\n', out);
}
