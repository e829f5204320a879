#include "engine/base/columns.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* First and last code point of the ambiguous ranges that Japanese fonts draw wide (Unicode 15, UAX #11, class
 * A), without accented Latin letters and private use. */
static const uint32_t ambiguous[][2] = {
    {0x00A7, 0x00A8}, {0x00B0, 0x00B1}, {0x00B4, 0x00B4}, {0x00B6, 0x00B6}, {0x00D7, 0x00D7},
    {0x00F7, 0x00F7}, {0x0391, 0x03A9}, {0x03B1, 0x03C9}, {0x0401, 0x0401}, {0x0410, 0x0451},
    {0x2010, 0x2010}, {0x2013, 0x2016}, {0x2018, 0x2019}, {0x201C, 0x201D}, {0x2020, 0x2022},
    {0x2024, 0x2027}, {0x2030, 0x2030}, {0x2032, 0x2033}, {0x2035, 0x2035}, {0x203B, 0x203B},
    {0x203E, 0x203E}, {0x2103, 0x2103}, {0x2116, 0x2116}, {0x2121, 0x2122}, {0x212B, 0x212B},
    {0x2153, 0x2154}, {0x215B, 0x215E}, {0x2160, 0x216B}, {0x2170, 0x2179}, {0x2190, 0x2199},
    {0x21D2, 0x21D2}, {0x21D4, 0x21D4}, {0x2200, 0x2200}, {0x2202, 0x2203}, {0x2207, 0x2208},
    {0x220B, 0x220B}, {0x220F, 0x220F}, {0x2211, 0x2211}, {0x221A, 0x221A}, {0x221D, 0x2220},
    {0x2225, 0x2225}, {0x2227, 0x222C}, {0x222E, 0x222E}, {0x2234, 0x2237}, {0x223D, 0x223D},
    {0x2252, 0x2252}, {0x2260, 0x2261}, {0x2264, 0x2267}, {0x226A, 0x226B}, {0x2282, 0x2283},
    {0x2286, 0x2287}, {0x22A5, 0x22A5}, {0x22BF, 0x22BF}, {0x2312, 0x2312}, {0x2460, 0x24E9},
    {0x24EB, 0x254B}, {0x2550, 0x2573}, {0x2580, 0x258F}, {0x2592, 0x2595}, {0x25A0, 0x25A1},
    {0x25A3, 0x25A9}, {0x25B2, 0x25B3}, {0x25B6, 0x25B7}, {0x25BC, 0x25BD}, {0x25C0, 0x25C1},
    {0x25C6, 0x25C8}, {0x25CB, 0x25CB}, {0x25CE, 0x25D1}, {0x25E2, 0x25E5}, {0x25EF, 0x25EF},
    {0x2605, 0x2606}, {0x2609, 0x2609}, {0x260E, 0x260F}, {0x2640, 0x2640}, {0x2642, 0x2642},
    {0x2660, 0x2661}, {0x2663, 0x2665}, {0x2667, 0x266A}, {0x266C, 0x266D}, {0x266F, 0x266F},
    {0x273D, 0x273D}, {0x2776, 0x277F},
};
enum { AMBIGUOUS = sizeof ambiguous / sizeof *ambiguous };

static int compare_range(const void *key, const void *element) {
    uint32_t code = *(const uint32_t *)key;
    const uint32_t *range = element;
    return code < range[0] ? -1 : code > range[1];
}

int columns_of_char(uint32_t code) {
    int width = utf8_char_width(code);
    if (width == 1 && code >= ambiguous[0][0] && strcmp(lang_now(), "ja") == 0 &&
        bsearch(&code, ambiguous, AMBIGUOUS, sizeof *ambiguous, compare_range))
        return 2;
    return width;
}

size_t columns_of(const char *text) {
    size_t width = 0;
    for (uint32_t code; (code = utf8_next(&text)) != 0;)
        width += (size_t)columns_of_char(code);
    return width;
}

size_t columns_fit(const char *text, size_t columns) {
    const char *at = text, *blank = NULL;
    size_t width = 0;
    while (*at) {
        const char *next = at;
        uint32_t code = utf8_next(&next);
        width += (size_t)columns_of_char(code);
        if (code == ' ' && at > text)
            blank = at;
        if (width > columns && at > text)
            return (size_t)((blank ? blank : at) - text);
        at = next;
    }
    return (size_t)(at - text);
}

static void blanks(struct strbuf *line, size_t used, size_t columns) {
    if (used < columns)
        strbuf_printf(line, "%*s", (int)(columns - used), "");
}

void columns_left(struct strbuf *line, const char *text, size_t columns) {
    strbuf_add(line, text);
    blanks(line, columns_of(text), columns);
}

void columns_right(struct strbuf *line, const char *text, size_t columns) {
    blanks(line, columns_of(text), columns);
    strbuf_add(line, text);
}

void columns_end_line(FILE *out, struct strbuf *line) {
    size_t length = line->length;
    while (length > 0 && line->text[length - 1] == ' ')
        length--;
    if (length > 0)
        fwrite(line->text, 1, length, out);
    fputc('\n', out);
    strbuf_clear(line);
}
