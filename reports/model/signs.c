#include "reports/model/signs.h"

#include "engine/base/text.h"
#include "engine/base/utf8.h"

#include <string.h>

static const char minus[] = "−";

/* May a number begin behind this character? */
static bool opens_number(uint32_t code) {
    static const char ascii[] = " \t\n*([{<=:;,~|";
    static const char others[] = "　（［「『【〔〈《、，。：；～〜→＝｜±";
    if (code < 0x80)
        return strchr(ascii, (int)code) != NULL; /* code 0: the beginning */
    for (const char *at = others; *at;)
        if (utf8_next(&at) == code)
            return true;
    return false;
}

static bool is_minus(uint32_t before, const char *at) {
    return *at == '-' && opens_number(before) && (text_digit(at[1]) || (at[1] == '.' && text_digit(at[2])));
}

const char *signs_print(struct signs *signs, const char *text) {
    *signs = (struct signs){0};
    if (!strchr(text, '-'))
        return text;
    bool changed = false;
    uint32_t before = 0;
    for (const char *at = text; *at;) {
        const char *start = at;
        const bool sign = is_minus(before, at);
        before = utf8_next(&at);
        if (sign)
            strbuf_add(&signs->text, minus);
        else
            strbuf_add_bytes(&signs->text, start, (size_t)(at - start));
        changed |= sign;
    }
    return changed ? signs->text.text : text;
}

void signs_end(struct signs *signs) {
    strbuf_end(&signs->text);
}
