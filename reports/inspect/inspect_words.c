#include "reports/inspect/inspect_words.h"

#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"

#include <ctype.h>
#include <iconv.h>
#include <string.h>

/* --- numbers --- */

static bool is_one_of(const char *text, const char *const *list) {
    for (; *list; list++)
        if (strcmp(text, *list) == 0)
            return true;
    return false;
}

/* Digits, with a sign before, thousands apart and a point in them; where they end, or NULL. */
static const char *after_number(const char *at) {
    static const char *const signs[] = {"△", "▲", "-", "+", "−", "¥"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strncmp(at, signs[i], strlen(signs[i])) == 0) {
            at += strlen(signs[i]);
            break;
        }
    if (!isdigit((unsigned char)*at))
        return NULL;
    while (isdigit((unsigned char)*at) || ((*at == ',' || *at == '.') && isdigit((unsigned char)at[1])))
        at++;
    return at;
}

bool inspect_is_number(struct arena *arena, const char *text, bool *plain) {
    static const char *const units[] = {"",         "%",    "件",   "人",       "名",   "円", "千円",
                                        "百万円",   "施設", "歳",   "回",       "か所", "枚", "個",
                                        "医療機関", "日",   "時間", "ポイント", NULL};
    const char *at = utf8_nfkc(arena, text), *digits = at;
    *plain = false;
    while (*at == ' ')
        at++;
    at = after_number(at);
    if (!at)
        return false;
    *plain = strspn(digits, "0123456789") == strlen(digits);
    while (*at == ' ')
        at++;
    return is_one_of(at, units);
}

/* "2023-10-01", "10/1", "9:30": the marks of days and times stand between digits, without blanks. */
static bool is_day(const char *text) {
    size_t groups = 1;
    for (const char *at = text; *at; at++) {
        if (isdigit((unsigned char)*at))
            continue;
        if (!strchr("-/.:T", *at) || at == text || !isdigit((unsigned char)at[1]))
            return false;
        groups++;
    }
    return groups > 1 && (groups > 2 || strchr(text, ':') || strchr(text, '-'));
}

bool inspect_is_several(struct arena *arena, const char *text) {
    static const char *const between[] = {"(", ")", "/", "\n", "、", "・", " ",
                                          ",", ";", "%", "件", "人", "~",  NULL};
    const char *at = utf8_nfkc(arena, text);
    size_t numbers = 0;
    if (is_day(at))
        return false;
    while (*at) {
        const char *end = after_number(at);
        size_t i = 0;
        while (!end && between[i] && strncmp(at, between[i], strlen(between[i])) != 0)
            i++;
        if (!end && !between[i])
            return false;
        numbers += end != NULL;
        at = end ? end : at + strlen(between[i]);
    }
    return numbers > 1;
}

/* --- layout --- */

bool inspect_is_laid_out(const char *text) {
    size_t characters = 0, single = 0, blanks = 0;
    bool space = true, wide = true;
    uint32_t before = 0;
    for (uint32_t code; (code = utf8_next(&text)) != 0; before = code) {
        bool now = utf8_space(code);
        if (code == '\n' || code == '\r' || code == '\t' || (now && space))
            return true; /* at the beginning, too */
        blanks += now;
        if (!now) {
            characters++;
            single += space;
            wide = wide && utf8_char_width(code) == 2;
        }
        space = now;
    }
    return utf8_space(before) || (blanks > 0 && wide && single == characters);
}

bool inspect_is_ditto(const char *text) {
    static const char *const words[] = {"〃", "々", "同上", "\"", "″", "''", "ditto", NULL};
    return is_one_of(text, words);
}

/* --- characters --- */

/* Written by Windows where JIS X 0208 has a character of the same look, or ordinary in print. */
static bool is_usual(uint32_t code) {
    static const uint32_t usual[] = {0xFF5E, 0xFF0D, 0x2015, 0x2014, 0x2013, 0x2212, 0x2225, 0xFFE0, 0xFFE1,
                                     0xFFE2, 0x301C, 0x2016, 0xA5,   0x203E, 0x2022, 0xFF0F, 0x2032, 0x2033};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (usual[i] == code)
            return true;
    return code < 0x80 || (code >= 0xA0 && code < 0x250);
}

static bool is_in_jis(iconv_t to_jis, const char *bytes, size_t length) {
    char out[8], *to = out, *from = (char *)(uintptr_t)bytes;
    size_t room = sizeof out;
    iconv(to_jis, NULL, NULL, NULL, NULL);
    return iconv(to_jis, &from, &length, &to, &room) == 0;
}

const char *inspect_odd_character(struct arena *arena, const char *text) {
    iconv_t to_jis = iconv_open("SHIFT_JIS", "UTF-8");
    const char *odd = NULL;
    if (to_jis == (iconv_t)-1)
        return NULL;
    for (const char *at = text; !odd && *at;) {
        const char *from = at;
        uint32_t code = utf8_next(&at);
        if (!is_usual(code) && !is_in_jis(to_jis, from, (size_t)(at - from)))
            odd = arena_strndup(arena, from, (size_t)(at - from));
    }
    iconv_close(to_jis);
    return odd;
}

/* --- marks --- */

bool inspect_is_mark(const char *text) {
    static const char *const marks[] = {"***", "-", "X", NULL};
    return is_one_of(text, marks);
}

bool inspect_is_odd_mark(const char *text) {
    static const char *const marks[] = {"*",      "**",     "x",   "χ",   "Ｘ", "ｘ", "…",    "...", "･･･",
                                        "・・・", "－",     "―",   "—",   "–",  "‐",  "−",    "ー",  "…",
                                        "＊",     "＊＊＊", "n/a", "N/A", "NA", "na", "#N/A", "〃",  NULL};
    return is_one_of(text, marks);
}

/* --- mending --- */

/* One character as it may stand: NFKC of what is no part of JIS X 0208, if that is. */
static void add_plain(struct arena *arena, iconv_t to_jis, const char *bytes, size_t length, uint32_t code,
                      struct strbuf *out) {
    const char *as_is = arena_strndup(arena, bytes, length), *mended = as_is;
    if (to_jis != (iconv_t)-1 && !is_usual(code) && !is_in_jis(to_jis, bytes, length))
        mended = utf8_nfkc(arena, as_is);
    strbuf_add(out, mended);
}

const char *inspect_plain_text(struct arena *arena, const char *text) {
    iconv_t to_jis = iconv_open("SHIFT_JIS", "UTF-8");
    struct strbuf out = {0};
    bool blank = false;
    strbuf_add(&out, *text == '=' ? "＝" : "");
    for (const char *at = text + (*text == '='); *at;) {
        const char *from = at;
        uint32_t code = utf8_next(&at);
        if (utf8_space(code) || code < ' ') {
            blank = out.length > 0;
            continue;
        }
        strbuf_add(&out, blank ? " " : "");
        blank = false;
        add_plain(arena, to_jis, from, (size_t)(at - from), code, &out);
    }
    if (to_jis != (iconv_t)-1)
        iconv_close(to_jis);
    char *plain = arena_strdup(arena, out.text);
    strbuf_end(&out);
    if (inspect_is_laid_out(plain)) { /* 合 計 */
        size_t length = 0;
        for (const char *at = plain; *at; at++)
            if (*at != ' ')
                plain[length++] = *at;
        plain[length] = '\0';
    }
    return plain;
}
