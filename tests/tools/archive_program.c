#include "archive_program.h"

#include <string.h>

static unsigned two(const unsigned char *at) {
    return (unsigned)at[0] << 8 | at[1];
}

static unsigned four(const unsigned char *at) {
    return two(at) << 16 | two(at + 2);
}

static size_t table_count(const struct archive_font *font) {
    const size_t count = font->program_size > 12 ? two(font->program + 4) : 0;
    return 12 + 16 * count <= font->program_size ? count : 0;
}

const unsigned char *archive_program_table(const struct archive_font *font, const char *tag, size_t *size) {
    for (size_t i = 0; i < table_count(font); i++) {
        const unsigned char *entry = font->program + 12 + i * 16;
        const size_t begin = four(entry + 8);
        *size = four(entry + 12);
        if (memcmp(entry, tag, 4) == 0 && begin + *size <= font->program_size)
            return font->program + begin;
    }
    *size = 0;
    return NULL;
}

double archive_program_width(const struct archive_font *font, unsigned glyph) {
    size_t head_size, hhea_size, hmtx_size, maxp_size;
    const unsigned char *head = archive_program_table(font, "head", &head_size),
                        *hhea = archive_program_table(font, "hhea", &hhea_size),
                        *hmtx = archive_program_table(font, "hmtx", &hmtx_size),
                        *maxp = archive_program_table(font, "maxp", &maxp_size);
    if (!head || !hhea || !hmtx || !maxp || glyph >= two(maxp + 4))
        return -1;
    const unsigned metrics = two(hhea + 34), at = glyph < metrics ? glyph : metrics - 1;
    return 4 * (size_t)at + 2 <= hmtx_size ? two(hmtx + 4 * (size_t)at) * 1000.0 / two(head + 18) : -1;
}

/* --- the directory --- */

/* The sum of a table's words; of head without the one that balances the whole file. */
static unsigned weight(const unsigned char *table, size_t size, bool head) {
    unsigned sum = 0;
    for (size_t i = 0; i < size; i += 4) {
        unsigned char word[4] = {0};
        memcpy(word, table + i, size - i < 4 ? size - i : 4);
        sum += head && i == 8 ? 0 : four(word);
    }
    return sum;
}

static void check_tables(const struct archive_font *font) {
    static const char *const needed[] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"};
    size_t size;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!archive_program_table(font, needed[i], &size))
            archive_fault("6.2.11.4.1", "a font program lacks %s", needed[i]);
    for (size_t i = 0; i < table_count(font); i++) {
        const unsigned char *entry = font->program + 12 + i * 16;
        char tag[5] = {(char)entry[0], (char)entry[1], (char)entry[2], (char)entry[3], 0};
        const unsigned char *table = archive_program_table(font, tag, &size);
        if (!table)
            archive_fault("6.2.11.4.1", "the table %s reaches out of its font program", tag);
        else if (weight(table, size, strcmp(tag, "head") == 0) != four(entry + 4))
            archive_fault("6.2.11.4.1", "the checksum of the table %s is wrong", tag);
    }
}

void archive_program_check_name(const struct archive_font *font, const char *name) {
    enum { WINDOWS = 3, POSTSCRIPT = 6, HEAD = 6, RECORD = 12 };
    size_t size;
    const unsigned char *table = archive_program_table(font, "name", &size);
    const size_t count = size >= HEAD ? two(table + 2) : 0;
    for (size_t i = 0; i < count && HEAD + (i + 1) * RECORD <= size; i++) {
        const unsigned char *record = table + HEAD + i * RECORD;
        const size_t length = two(record + 8) / 2, begin = two(table + 4) + two(record + 10);
        char own[128] = "";
        if (two(record) != WINDOWS || two(record + 6) != POSTSCRIPT || length >= sizeof own ||
            begin + length * 2 > size)
            continue;
        for (size_t c = 0; c < length; c++) /* of ASCII, in UTF-16 */
            own[c] = (char)table[begin + 2 * c + 1];
        if (strcmp(own, strchr(name, '+') ? strchr(name, '+') + 1 : name) != 0)
            archive_fault("6.2.11.3", "the font program of %s is called %s", name, own);
    }
}

/* --- outlines --- */

struct outline {
    const unsigned char *bytes;
    size_t size;
    bool lost; /* loca leads out of glyf, or backwards */
};

static struct outline outline_of(const struct archive_font *font, unsigned glyph) {
    size_t head_size, loca_size, glyf_size;
    const unsigned char *head = archive_program_table(font, "head", &head_size),
                        *loca = archive_program_table(font, "loca", &loca_size),
                        *glyf = archive_program_table(font, "glyf", &glyf_size);
    const size_t each = head && head_size >= 52 && two(head + 50) ? 4 : 2;
    if (!head || !loca || !glyf || (glyph + 2) * each > loca_size)
        return (struct outline){.lost = true};
    const unsigned char *at = loca + glyph * each;
    const size_t from = each == 4 ? four(at) : 2 * (size_t)two(at),
                 to = each == 4 ? four(at + 4) : 2 * (size_t)two(at + 2);
    if (from > to || to > glyf_size)
        return (struct outline){.lost = true};
    return (struct outline){glyf + from, to - from, false};
}

static unsigned glyph_count(const struct archive_font *font) {
    size_t size;
    const unsigned char *maxp = archive_program_table(font, "maxp", &size);
    return maxp && size >= 6 ? two(maxp + 4) : 0;
}

void archive_program_check(const struct archive_font *font) {
    check_tables(font);
    for (unsigned glyph = 0; glyph < glyph_count(font); glyph++)
        if (outline_of(font, glyph).lost) {
            archive_fault("6.2.11.4.1", "the outline of glyph %u lies nowhere", glyph);
            return;
        }
}

/* A glyph made of others: those must be in the subset, too. */
static void check_parts(const struct archive_font *font, unsigned code, struct outline outline) {
    enum { WORDS = 1, SCALE = 8, MORE = 32, TWO_SCALES = 64, MATRIX = 128 };
    unsigned flags = MORE;
    for (size_t at = 10; flags & MORE && at + 4 <= outline.size;) {
        flags = two(outline.bytes + at);
        const unsigned part = two(outline.bytes + at + 2);
        if (outline_of(font, part).lost || outline_of(font, part).size == 0)
            archive_fault("6.2.11.4.2", "U+%04X is made of glyph %u, which is not in the subset", code, part);
        at += 4 + (flags & WORDS ? 4 : 2) +
              (flags & SCALE        ? 2
               : flags & TWO_SCALES ? 4
               : flags & MATRIX     ? 8
                                    : 0);
    }
}

/* --- the program's own characters --- */

static unsigned segment_glyph(const unsigned char *table, size_t size, unsigned code) {
    const size_t twice = two(table + 6);
    for (size_t i = 0; i < twice && 16 + 4 * twice <= size; i += 2) {
        const unsigned char *end = table + 14 + i, *start = end + twice + 2, *delta = start + twice,
                            *range = delta + twice;
        if (code > two(end))
            continue;
        if (code < two(start))
            return 0;
        if (!two(range))
            return (code + two(delta)) & 0xFFFF;
        const unsigned char *at = range + two(range) + 2 * (size_t)(code - two(start));
        const unsigned glyph = at + 2 <= table + size ? two(at) : 0;
        return glyph ? (glyph + two(delta)) & 0xFFFF : 0;
    }
    return 0;
}

static unsigned group_glyph(const unsigned char *table, size_t size, unsigned code) {
    for (size_t i = 0; i < four(table + 12) && 16 + 12 * (i + 1) <= size; i++) {
        const unsigned char *group = table + 16 + 12 * i;
        if (code >= four(group) && code <= four(group + 4))
            return four(group + 8) + code - four(group);
    }
    return 0;
}

/* By the tables for Unicode; 0: none has it, or there is none. */
static unsigned own_glyph(const struct archive_font *font, unsigned code) {
    size_t size;
    const unsigned char *cmap = archive_program_table(font, "cmap", &size);
    unsigned glyph = 0;
    for (size_t i = 0; cmap && size > 4 && i < two(cmap + 2) && 12 + 8 * i <= size && !glyph; i++) {
        const unsigned char *entry = cmap + 4 + 8 * i;
        const size_t begin = four(entry + 4);
        if ((two(entry) != 0 && two(entry) != 3) || begin + 16 > size)
            continue;
        const unsigned format = two(cmap + begin);
        glyph = format == 4    ? segment_glyph(cmap + begin, size - begin, code)
                : format == 12 ? group_glyph(cmap + begin, size - begin, code)
                               : 0;
    }
    return glyph;
}

static bool is_blank(unsigned code) {
    return code == 0x20 || code == 0xA0 || code == 0x3000 || (code >= 0x2000 && code <= 0x200B);
}

void archive_program_check_glyph(const struct archive_font *font, unsigned code, unsigned glyph) {
    const struct outline outline = outline_of(font, glyph);
    const unsigned own = own_glyph(font, code);
    if (own && own != glyph)
        archive_fault("6.2.11.3.2", "U+%04X is drawn with glyph %u; the font has %u for it", code, glyph,
                      own);
    if (outline.size == 0 && !is_blank(code))
        archive_fault("6.2.11.4.2", "the glyph of U+%04X is not in the subset", code);
    if (outline.size > 10 && two(outline.bytes) >= 0x8000) /* less than no contours: made of others */
        check_parts(font, code, outline);
}
