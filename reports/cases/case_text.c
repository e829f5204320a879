#include "reports/cases/case_text.h"

#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"

#include <string.h>

/* Soft hyphen, zero-width space, marks and switches of direction, byte-order mark, what is no character. */
static bool is_unseen(uint32_t code) {
    return (code < ' ' && code != '\n') || (code >= 0x7F && code < 0xA0) || code == 0xAD || code == 0x061C ||
           code == 0x200B || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB) ||
           (code & 0xFFFE) == 0xFFFE || (code >= 0xE0000 && code <= 0xE007F);
}

static uint32_t as_break_or_blank(uint32_t code) {
    return code == '\t'                                                                       ? ' '
           : code == '\r' || code == '\v' || code == '\f' || code == 0x2028 || code == 0x2029 ? '\n'
                                                                                              : code;
}

char *case_text_clean(struct arena *arena, const char *text) {
    char *out = arena_alloc(arena, strlen(text) + 1), *to = out;
    size_t breaks = 2; /* none at the beginning */
    for (const char *at = text; *at;) {
        bool crlf = at[0] == '\r' && at[1] == '\n';
        uint32_t code = as_break_or_blank(utf8_next(&at));
        if (crlf || is_unseen(code) || (breaks > 0 && (code == ' ' || code == 0x3000) && to == out))
            continue;
        breaks = code == '\n' ? breaks + 1 : 0;
        if (breaks <= 2)
            to += utf8_put(to, code);
    }
    while (to > out && (to[-1] == '\n' || to[-1] == ' '))
        to--;
    *to = '\0';
    return out;
}

const char *case_text_folded(struct arena *arena, const char *text) {
    char *folded = utf8_fold(arena, text);
    utf8_hiragana(folded);
    return folded;
}

const char *case_text_replace(struct arena *arena, const char *text, const char *word, const char *by,
                              bool *any) {
    size_t length = strlen(word);
    const char *at = length ? strstr(text, word) : NULL;
    if (!at)
        return text;
    struct strbuf b = {0};
    for (; at; text = at + length, at = strstr(text, word)) {
        strbuf_add_bytes(&b, text, (size_t)(at - text));
        strbuf_add(&b, by);
    }
    strbuf_add(&b, text);
    const char *replaced = arena_strdup(arena, b.text);
    strbuf_end(&b);
    *any = true;
    return replaced;
}
