#include "reports/pdf/pdf_archive.h"

#include "engine/base/strbuf.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* --- the colour profile: ICC.1:2001-04, version 2.1, matrix and curve of sRGB --- */

static void put16(struct strbuf *b, unsigned value) {
    const char bytes[] = {(char)(value >> 8), (char)value};
    strbuf_add_bytes(b, bytes, sizeof bytes);
}

static void put32(struct strbuf *b, uint32_t value) {
    put16(b, value >> 16);
    put16(b, value & 0xFFFF);
}

static void put_fixed(struct strbuf *b, double value) { /* s15Fixed16 */
    put32(b, (uint32_t)(int32_t)lround(value * 65536));
}

static void put_tag(struct strbuf *b, const char *four) {
    strbuf_add_bytes(b, four, 4);
}

static void put_zeros(struct strbuf *b, size_t count) {
    while (count-- > 0)
        strbuf_add_bytes(b, "", 1);
}

static void put_header(struct strbuf *b, uint32_t size) {
    put32(b, size);
    put32(b, 0);
    put32(b, 0x02100000);
    put_tag(b, "mntr");
    put_tag(b, "RGB ");
    put_tag(b, "XYZ ");
    for (size_t i = 0; i < 6; i++)
        put16(b, i == 0 ? 2024 : i < 3 ? 1 : 0); /* a day that never changes */
    put_tag(b, "acsp");
    put_zeros(b, 28);
    put_fixed(b, 0.9642); /* D50 */
    put_fixed(b, 1);
    put_fixed(b, 0.8249);
    put_zeros(b, 48);
}

static const char PROFILE_NAME[] = "sRGB IEC61966-2.1", RIGHTS[] = "No rights reserved";
enum { CURVE_POINTS = 256, XYZ_SIZE = 20, HEADER_SIZE = 128, TAGS = 9 };

static void put_description(struct strbuf *b) {
    put_tag(b, "desc");
    put32(b, 0);
    put32(b, sizeof PROFILE_NAME);
    strbuf_add_bytes(b, PROFILE_NAME, sizeof PROFILE_NAME);
    put_zeros(b, 4 + 4 + 2 + 1 + 67);
}

static void put_rights(struct strbuf *b) {
    put_tag(b, "text");
    put32(b, 0);
    strbuf_add_bytes(b, RIGHTS, sizeof RIGHTS);
}

static void put_xyz(struct strbuf *b, const double xyz[3]) {
    put_tag(b, "XYZ ");
    put32(b, 0);
    for (int i = 0; i < 3; i++)
        put_fixed(b, xyz[i]);
}

static void put_curve(struct strbuf *b) {
    put_tag(b, "curv");
    put32(b, 0);
    put32(b, CURVE_POINTS);
    for (int i = 0; i < CURVE_POINTS; i++) {
        const double v = (double)i / (CURVE_POINTS - 1);
        put16(b, (unsigned)lround((v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4)) * 65535));
    }
}

static size_t padded(struct strbuf *b) {
    put_zeros(b, (4 - b->length % 4) % 4);
    return b->length;
}

/* The tags' contents one after another; where each begins and how long it is. */
static void put_contents(struct strbuf *b, uint32_t begin[TAGS], uint32_t length[TAGS]) {
    /* the primaries and the white, adapted to D50 */
    static const double white[3] = {0.9505, 1, 1.0891}, colours[3][3] = {{0.4360747, 0.2225045, 0.0139322},
                                                                         {0.3850649, 0.7168786, 0.0971045},
                                                                         {0.1430804, 0.0606169, 0.7141733}};
    for (int tag = 0; tag < TAGS; tag++) {
        if (tag > 6) { /* one curve for all three */
            begin[tag] = begin[6];
            length[tag] = length[6];
            continue;
        }
        begin[tag] = (uint32_t)padded(b);
        if (tag == 0)
            put_description(b);
        else if (tag == 1)
            put_rights(b);
        else if (tag == 2)
            put_xyz(b, white);
        else if (tag < 6)
            put_xyz(b, colours[tag - 3]);
        else
            put_curve(b);
        length[tag] = (uint32_t)b->length - begin[tag];
    }
    padded(b);
}

static void put_profile(struct strbuf *out) {
    static const char *const names[TAGS] = {"desc", "cprt", "wtpt", "rXYZ", "gXYZ",
                                            "bXYZ", "rTRC", "gTRC", "bTRC"};
    const uint32_t first = HEADER_SIZE + 4 + TAGS * 12;
    uint32_t begin[TAGS], length[TAGS];
    struct strbuf contents = {0};
    put_contents(&contents, begin, length);
    put_header(out, first + (uint32_t)contents.length);
    put32(out, TAGS);
    for (int tag = 0; tag < TAGS; tag++) {
        put_tag(out, names[tag]);
        put32(out, first + begin[tag]);
        put32(out, length[tag]);
    }
    strbuf_add_bytes(out, contents.text, contents.length);
    strbuf_end(&contents);
}

static qpdf_oh make_stream(qpdf_data qpdf, const struct strbuf *b) {
    qpdf_oh stream = qpdf_oh_new_stream(qpdf);
    qpdf_oh_replace_stream_data(qpdf, stream, (const unsigned char *)b->text, b->length,
                                qpdf_oh_new_null(qpdf), qpdf_oh_new_null(qpdf));
    return stream;
}

static void add_intent(qpdf_data qpdf) {
    struct strbuf b = {0};
    put_profile(&b);
    qpdf_oh profile = make_stream(qpdf, &b);
    strbuf_end(&b);
    qpdf_oh_replace_key(qpdf, qpdf_oh_get_dict(qpdf, profile), "/N", qpdf_oh_new_integer(qpdf, 3));
    qpdf_oh intent = qpdf_oh_parse(qpdf, "<< /Type /OutputIntent /S /GTS_PDFA1 /Info (sRGB IEC61966-2.1) "
                                         "/OutputConditionIdentifier (sRGB IEC61966-2.1) "
                                         "/RegistryName (http://www.color.org) >>");
    qpdf_oh_replace_key(qpdf, intent, "/DestOutputProfile", profile);
    qpdf_oh intents = qpdf_oh_new_array(qpdf);
    qpdf_oh_append_item(qpdf, intents, intent);
    qpdf_oh_replace_key(qpdf, qpdf_get_root(qpdf), "/OutputIntents", intents);
}

/* --- metadata --- */

static void add_escaped(struct strbuf *b, const char *text) {
    for (; *text; text++)
        if (*text == '&')
            strbuf_add(b, "&amp;");
        else if (*text == '<')
            strbuf_add(b, "&lt;");
        else if (*text == '>')
            strbuf_add(b, "&gt;");
        else
            strbuf_char(b, *text);
}

static void add_property(struct strbuf *b, const char *before, const char *text, const char *after) {
    if (!text)
        return;
    strbuf_add(b, before);
    add_escaped(b, text);
    strbuf_add(b, after);
}

/* "D:20240131102030+09'00'" as "2024-01-31T10:20:30+09:00"; as much of it as there is. */
static void add_date(struct strbuf *b, const char *date) {
    static const char *const before[] = {"", "-", "-", "T", ":", ":"};
    const char *at = strncmp(date, "D:", 2) == 0 ? date + 2 : date;
    for (size_t part = 0; part < 6 && *at >= '0' && *at <= '9'; part++) {
        const size_t digits = part == 0 ? 4 : 2;
        strbuf_add(b, before[part]);
        for (size_t i = 0; i < digits && *at >= '0' && *at <= '9'; i++)
            strbuf_char(b, *at++);
    }
    for (; *at; at++)
        if (*at != '\'')
            strbuf_char(b, *at);
        else if (at[1])
            strbuf_char(b, ':');
}

static void put_packet(struct strbuf *b, const struct pdf_info *info, const char *producer,
                       const char *date) {
    strbuf_add(b, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                  "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                  "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                  "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" "
                  "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
                  "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>\n"
                  "<dc:format>application/pdf</dc:format>\n");
    add_property(b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", info->title,
                 "</rdf:li></rdf:Alt></dc:title>\n");
    add_property(b, "<dc:creator><rdf:Seq><rdf:li>", info->author, "</rdf:li></rdf:Seq></dc:creator>\n");
    add_property(b, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", info->subject,
                 "</rdf:li></rdf:Alt></dc:description>\n");
    add_property(b, "<dc:language><rdf:Bag><rdf:li>", info->lang, "</rdf:li></rdf:Bag></dc:language>\n");
    add_property(b, "<pdf:Keywords>", info->keywords, "</pdf:Keywords>\n");
    add_property(b, "<pdf:Producer>", producer, "</pdf:Producer>\n");
    strbuf_add(b, "<xmp:CreatorTool>shukei " SHUKEI_VERSION "</xmp:CreatorTool>\n<xmp:CreateDate>");
    add_date(b, date);
    strbuf_add(b, "</xmp:CreateDate><xmp:ModifyDate>");
    add_date(b, date);
    strbuf_add(b, "</xmp:ModifyDate>\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n");
}

static void add_metadata(qpdf_data qpdf, const struct pdf_info *info, const char *producer,
                         const char *date) {
    struct strbuf b = {0};
    put_packet(&b, info, producer, date);
    qpdf_oh stream = make_stream(qpdf, &b);
    strbuf_end(&b);
    qpdf_oh dictionary = qpdf_oh_get_dict(qpdf, stream);
    qpdf_oh_replace_key(qpdf, dictionary, "/Type", qpdf_oh_new_name(qpdf, "/Metadata"));
    qpdf_oh_replace_key(qpdf, dictionary, "/Subtype", qpdf_oh_new_name(qpdf, "/XML"));
    qpdf_oh_replace_key(qpdf, qpdf_get_root(qpdf), "/Metadata", stream);
}

/* --- annotations --- */

static void print_annotations(qpdf_data qpdf) {
    enum { PRINT = 4 };
    for (int i = 0; i < qpdf_get_num_pages(qpdf); i++) {
        qpdf_oh notes = qpdf_oh_get_key(qpdf, qpdf_get_page_n(qpdf, (size_t)i), "/Annots");
        const int count = qpdf_oh_is_array(qpdf, notes) ? qpdf_oh_get_array_n_items(qpdf, notes) : 0;
        for (int n = 0; n < count; n++)
            qpdf_oh_replace_key(qpdf, qpdf_oh_get_array_item(qpdf, notes, n), "/F",
                                qpdf_oh_new_integer(qpdf, PRINT));
    }
}

void pdf_archive(qpdf_data qpdf, const struct pdf_info *info, const char *producer, const char *date) {
    add_metadata(qpdf, info, producer, date);
    add_intent(qpdf);
    print_annotations(qpdf);
}
