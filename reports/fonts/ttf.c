#include "reports/fonts/ttf.h"

#include "engine/base/lang.h"

#include <string.h>

enum { WIDEST = 10000 }; /* ten ems; more is a damaged file */

/* ---- bytes ---- */

static bool inside(const struct ttf *ttf, size_t at, size_t count) {
    return at <= ttf->length && count <= ttf->length - at;
}

static unsigned u16(const struct ttf *ttf, size_t at) {
    return inside(ttf, at, 2) ? (unsigned)ttf->bytes[at] << 8 | ttf->bytes[at + 1] : 0;
}

static uint32_t u32(const struct ttf *ttf, size_t at) {
    return (uint32_t)u16(ttf, at) << 16 | u16(ttf, at + 2);
}

/* ---- opening ---- */

static struct ttf_table find_table(const struct ttf *ttf, const char *tag) {
    unsigned count = u16(ttf, 4);
    for (size_t i = 0; i < count; i++) {
        size_t entry = 12 + 16 * i;
        if (!inside(ttf, entry, 16) || memcmp(ttf->bytes + entry, tag, 4) != 0)
            continue;
        struct ttf_table table = {u32(ttf, entry + 8), u32(ttf, entry + 12)};
        return inside(ttf, table.at, table.length) ? table : (struct ttf_table){0, 0};
    }
    return (struct ttf_table){0, 0};
}

static bool is_unicode(unsigned platform, unsigned encoding) {
    return platform == 0 || (platform == 3 && (encoding == 1 || encoding == 10));
}

/* Remembers the first subtable of each known format. */
static void choose_cmaps(struct ttf *ttf, struct ttf_table cmap) {
    unsigned count = u16(ttf, cmap.at + 2);
    for (size_t i = 0; i < count; i++) {
        size_t entry = cmap.at + 4 + 8 * i;
        if (!inside(ttf, entry, 8))
            return;
        size_t at = cmap.at + u32(ttf, entry + 4);
        if (!is_unicode(u16(ttf, entry), u16(ttf, entry + 2)) || !inside(ttf, at, 16))
            continue;
        unsigned format = u16(ttf, at);
        if (format == 4 && !ttf->cmap4.length)
            ttf->cmap4 = (struct ttf_table){at, u16(ttf, at + 2)};
        if (format == 12 && !ttf->cmap12.length)
            ttf->cmap12 = (struct ttf_table){at, u32(ttf, at + 4)};
    }
}

static bool check_outlines(const struct ttf *ttf, struct fault *f) {
    uint32_t version = u32(ttf, 0);
    if (version == 0x74746366) /* "ttcf" */
        return fault_set(f, _("a collection of fonts (.ttc); name a single font (.ttf)"));
    if (version == 0x4F54544F) /* "OTTO" */
        return fault_set(f, _("its outlines are CFF, which cannot be embedded; name a TrueType font (.ttf)"));
    if (version != 0x00010000 && version != 0x74727565) /* "true" */
        return fault_set(f, _("not a TrueType font"));
    return true;
}

bool ttf_open(struct ttf *ttf, const void *bytes, size_t length, struct fault *f) {
    *ttf = (struct ttf){.bytes = bytes, .length = length};
    if (!check_outlines(ttf, f))
        return false;
    struct ttf_table head = find_table(ttf, "head"), hhea = find_table(ttf, "hhea"),
                     maxp = find_table(ttf, "maxp");
    ttf->hmtx = find_table(ttf, "hmtx");
    ttf->units_per_em = head.length ? u16(ttf, head.at + 18) : 0;
    ttf->metric_count = hhea.length ? u16(ttf, hhea.at + 34) : 0;
    ttf->glyph_count = maxp.length ? u16(ttf, maxp.at + 4) : 0;
    if (!ttf->units_per_em || !ttf->metric_count || !ttf->glyph_count ||
        ttf->hmtx.length < (size_t)4 * ttf->metric_count)
        return fault_set(f, _("the font file is damaged: its metrics are missing"));
    choose_cmaps(ttf, find_table(ttf, "cmap"));
    if (!ttf->cmap4.length && !ttf->cmap12.length)
        return fault_set(f, _("the font has no table of Unicode characters"));
    return true;
}

/* ---- characters ---- */

/* The first of `count` sorted segments whose end is at or beyond the code; `count` when there is none. */
static size_t find_segment(const struct ttf *ttf, size_t ends, size_t stride, bool wide, size_t count,
                           uint32_t code) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2, at = ends + middle * stride;
        if ((wide ? u32(ttf, at) : u16(ttf, at)) < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static unsigned glyph_of_format4(const struct ttf *ttf, uint32_t code) {
    size_t at = ttf->cmap4.at, count = u16(ttf, at + 6) / 2;
    size_t ends = at + 14, starts = ends + 2 * count + 2, deltas = starts + 2 * count,
           offsets = deltas + 2 * count;
    size_t segment = find_segment(ttf, ends, 2, false, count, code);
    if (segment == count || code > 0xFFFF)
        return 0;
    unsigned start = u16(ttf, starts + 2 * segment), delta = u16(ttf, deltas + 2 * segment);
    unsigned offset = u16(ttf, offsets + 2 * segment);
    if (code < start)
        return 0;
    if (offset == 0)
        return (code + delta) & 0xFFFF;
    unsigned glyph = u16(ttf, offsets + 2 * segment + offset + 2 * (size_t)(code - start));
    return glyph ? (glyph + delta) & 0xFFFF : 0;
}

static unsigned glyph_of_format12(const struct ttf *ttf, uint32_t code) {
    size_t groups = ttf->cmap12.at + 16, count = u32(ttf, ttf->cmap12.at + 12);
    size_t most = (ttf->length - ttf->cmap12.at) / 12;
    if (count > most)
        count = most;
    size_t group = find_segment(ttf, groups + 4, 12, true, count, code);
    if (group == count || code < u32(ttf, groups + 12 * group))
        return 0;
    return u32(ttf, groups + 12 * group + 8) + (code - u32(ttf, groups + 12 * group));
}

unsigned ttf_glyph(const struct ttf *ttf, uint32_t code) {
    unsigned glyph = ttf->cmap4.length ? glyph_of_format4(ttf, code) : 0;
    if (!glyph && ttf->cmap12.length)
        glyph = glyph_of_format12(ttf, code);
    return glyph < ttf->glyph_count ? glyph : 0;
}

int ttf_advance(const struct ttf *ttf, unsigned glyph) {
    /* The last glyphs share the last width. */
    size_t metric = glyph < ttf->metric_count ? glyph : ttf->metric_count - 1;
    unsigned advance = u16(ttf, ttf->hmtx.at + 4 * metric) * 1000 / ttf->units_per_em;
    return advance < WIDEST ? (int)advance : WIDEST;
}
