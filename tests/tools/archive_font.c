#include "archive_program.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qpdf_oh get(qpdf_data q, qpdf_oh object, const char *key) {
    return qpdf_oh_get_key(q, object, key);
}

static unsigned two(const unsigned char *at) {
    return (unsigned)at[0] << 8 | at[1];
}

/* --- what the PDF says of it --- */

static unsigned char *stream_bytes(qpdf_data q, qpdf_oh stream, size_t *size) {
    unsigned char *data = NULL;
    QPDF_BOOL whole;
    *size = 0;
    if (qpdf_oh_is_stream(q, stream))
        qpdf_oh_get_stream_data(q, stream, qpdf_dl_all, &whole, &data, size);
    return data;
}

static void read_widths(qpdf_data q, qpdf_oh descendant, struct archive_font *font) {
    qpdf_oh w = get(q, descendant, "/W"), usual = get(q, descendant, "/DW");
    const double other = qpdf_oh_is_number(q, usual) ? qpdf_oh_get_numeric_value(q, usual) : 1000;
    const int count = qpdf_oh_is_array(q, w) ? qpdf_oh_get_array_n_items(q, w) : 0;
    for (size_t i = 0; i < ARCHIVE_CODES; i++)
        font->widths[i] = other;
    for (int i = 0; i + 1 < count;) {
        const int from = qpdf_oh_get_int_value_as_int(q, qpdf_oh_get_array_item(q, w, i));
        qpdf_oh next = qpdf_oh_get_array_item(q, w, i + 1);
        const bool list = qpdf_oh_is_array(q, next);
        const int to =
            list ? from + qpdf_oh_get_array_n_items(q, next) - 1 : qpdf_oh_get_int_value_as_int(q, next);
        for (int code = from; code >= 0 && code <= to && code < ARCHIVE_CODES; code++)
            font->widths[code] = qpdf_oh_get_numeric_value(
                q, list ? qpdf_oh_get_array_item(q, next, code - from) : qpdf_oh_get_array_item(q, w, i + 2));
        i += list ? 2 : 3;
    }
}

static void read_unicode(qpdf_data q, qpdf_oh stream, struct archive_font *font) {
    size_t size;
    unsigned char *data = stream_bytes(q, stream, &size);
    char *text = calloc(size + 1, 1);
    unsigned from, to, unicode;
    if (size > 0)
        memcpy(text, data, size);
    for (const char *at = text; at; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (sscanf(at, "<%4x> <%4x> <%4x>", &from, &to, &unicode) != 3)
            continue;
        for (unsigned code = from; code <= to && code < ARCHIVE_CODES; code++) {
            const unsigned value = unicode + code - from;
            font->has_unicode[code] = value != 0 && value != 0xFEFF && value != 0xFFFE;
        }
    }
    free(text);
    free(data);
}

static void check_names(qpdf_data q, qpdf_oh font, qpdf_oh descendant, qpdf_oh descriptor) {
    const char *const wanted[] = {"/FontName", "/Flags",     "/FontBBox", "/ItalicAngle", "/Ascent",
                                  "/Descent",  "/CapHeight", "/StemV",    "/FontFile2"};
    char name[256], other[256];
    snprintf(name, sizeof name, "%s", qpdf_oh_get_name(q, get(q, font, "/BaseFont")));
    snprintf(other, sizeof other, "%s", qpdf_oh_get_name(q, get(q, descendant, "/BaseFont")));
    const char *own = qpdf_oh_get_name(q, get(q, descriptor, "/FontName"));
    if (strcmp(name, other) != 0 || strcmp(name, own) != 0)
        archive_fault("6.2.11.3", "a font has several names: %s, %s, %s", name, other, own);
    if (strlen(name) < 8 || strspn(name + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 6 || name[7] != '+')
        archive_fault("6.2.11.4", "the subset has no tag: %s", name);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!qpdf_oh_has_key(q, descriptor, wanted[i]))
            archive_fault("6.2.11.2", "the descriptor of %s lacks %s", name, wanted[i]);
    if (strcmp(qpdf_oh_get_name(q, get(q, font, "/Encoding")), "/Identity-H") != 0)
        archive_fault("6.2.11.3.3", "the encoding of %s is not Identity-H", name);
}

static void open_font(qpdf_data q, qpdf_oh object, struct archive_font *font) {
    qpdf_oh descendant = qpdf_oh_get_array_item(q, get(q, object, "/DescendantFonts"), 0);
    qpdf_oh descriptor = get(q, descendant, "/FontDescriptor");
    font->widths = calloc(ARCHIVE_CODES, sizeof *font->widths);
    font->has_unicode = calloc(ARCHIVE_CODES, sizeof *font->has_unicode);
    font->seen = calloc(ARCHIVE_CODES, sizeof *font->seen);
    font->program = stream_bytes(q, get(q, descriptor, "/FontFile2"), &font->program_size);
    font->glyphs = stream_bytes(q, get(q, descendant, "/CIDToGIDMap"), &font->glyphs_size);
    check_names(q, object, descendant, descriptor);
    if (!font->program)
        archive_fault("6.2.11.4.1", "a font is not embedded");
    else {
        archive_program_check(font);
        archive_program_check_name(font, qpdf_oh_get_name(q, get(q, object, "/BaseFont")));
    }
    if (qpdf_oh_has_key(q, descriptor, "/CIDSet")) /* it would have to be complete; we write none */
        archive_fault("6.2.11.4.2", "a descriptor holds a CIDSet");
    if (!font->glyphs)
        archive_fault("6.2.11.3.2", "a font has no map from characters to glyphs");
    read_widths(q, descendant, font);
    read_unicode(q, get(q, object, "/ToUnicode"), font);
}

static struct archive_font *font_of(qpdf_data q, qpdf_oh object, struct archive_fonts *fonts) {
    const int id = qpdf_oh_get_object_id(q, object);
    for (size_t i = 0; i < fonts->count; i++)
        if (fonts->fonts[i].id == id)
            return &fonts->fonts[i];
    if (fonts->count == ARCHIVE_FONTS_MAX)
        return NULL;
    struct archive_font *font = &fonts->fonts[fonts->count++];
    font->id = id;
    open_font(q, object, font);
    return font;
}

void archive_fonts_end(struct archive_fonts *fonts) {
    for (size_t i = 0; i < fonts->count; i++) {
        struct archive_font *font = &fonts->fonts[i];
        free(font->program);
        free(font->glyphs);
        free(font->widths);
        free(font->has_unicode);
        free(font->seen);
    }
}

/* --- what a page shows --- */

static void check_code(struct archive_font *font, unsigned code) {
    if (font->seen[code])
        return;
    font->seen[code] = true;
    const unsigned glyph =
        2 * (size_t)code + 2 <= font->glyphs_size ? two(font->glyphs + 2 * (size_t)code) : 0;
    const double width = archive_program_width(font, glyph);
    if (glyph == 0)
        archive_fault("6.2.11.8", "U+%04X is drawn with .notdef", code);
    else if (width < 0 || fabs(width - font->widths[code]) > 1)
        archive_fault("6.2.11.5", "U+%04X is %g wide in the file, %g in the font", code, font->widths[code],
                      width);
    if (glyph != 0 && width >= 0)
        archive_program_check_glyph(font, code, glyph);
    if (!font->has_unicode[code])
        archive_fault("6.2.11.7.2", "the code %04X has no Unicode value", code);
}

/* The codes of <...>, two bytes each; returns what follows. */
static const char *show_hex(const char *at, struct archive_font *font) {
    unsigned code, digits = 0;
    for (code = 0; isxdigit((unsigned char)*at); at++) {
        code = code * 16 + (unsigned)(isdigit((unsigned char)*at) ? *at - '0' : (*at | 32) - 'a' + 10);
        if (++digits % 4 == 0 && font)
            check_code(font, code & 0xFFFF);
    }
    if (*at != '>' || digits % 4)
        archive_fault("6.1.6", "a string of half a character");
    return at + (*at != '\0');
}

static void check_operator(const char *word, int *depth) {
    static const char *const known[] = {"q",  "Q",  "cm", "w",  "J",  "j",  "M",  "d",  "m",  "l",  "c",
                                        "h",  "re", "S",  "s",  "f",  "f*", "B",  "b",  "n",  "W",  "W*",
                                        "BT", "ET", "Tf", "Td", "TD", "Tm", "Tj", "TJ", "Tc", "Tw", "Tz",
                                        "TL", "Tr", "Ts", "T*", "rg", "RG", "g",  "G",  "v",  "y",  "i"};
    enum { NESTED_MAX = 28 };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(word, known[i]) == 0) {
            *depth += word[0] == 'q' && !word[1] ? 1 : word[0] == 'Q' ? -1 : 0;
            if (*depth > NESTED_MAX)
                archive_fault("6.1.13", "graphics states nested deeper than %d", NESTED_MAX);
            return;
        }
    archive_fault("6.2.2", "an operator that shukei does not use: %s", word);
}

/* Numbers, names, hexadecimal strings and operators are all there is in our pages. */
static void read_content(qpdf_data q, const char *at, qpdf_oh names, struct archive_fonts *fonts) {
    struct archive_font *font = NULL;
    char word[128], name[128] = "";
    int depth = 0;
    while (*(at += strspn(at, " \n\r\t[]"))) {
        if (*at == '<') {
            at = show_hex(at + 1, font);
            continue;
        }
        const size_t length = strcspn(at + 1, " \n\r\t[]<>/(") + 1;
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        at += length;
        if (word[0] == '(')
            archive_fault("house", "a literal string in a page, which this check does not read");
        else if (word[0] == '/')
            strcpy(name, word);
        else if (!strchr("0123456789+-.", word[0]))
            check_operator(word, &depth);
        if (strcmp(word, "Tf") == 0)
            font = font_of(q, get(q, names, name), fonts);
    }
}

void archive_page(qpdf_data q, qpdf_oh page, struct archive_fonts *fonts) {
    unsigned char *data = NULL;
    size_t size = 0;
    qpdf_oh resources = get(q, page, "/Resources");
    if (!qpdf_oh_is_dictionary(q, resources))
        archive_fault("6.2.2", "a page names no resources");
    qpdf_oh_get_page_content_data(q, page, &data, &size);
    char *text = calloc(size + 1, 1);
    for (size_t i = 0; i < size; i++)
        text[i] = data[i] ? (char)data[i] : ' ';
    read_content(q, text, get(q, resources, "/Font"), fonts);
    free(text);
    free(data);
}
