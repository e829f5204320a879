#include "reports/pdf/pdf_mend.h"

#include "engine/base/file.h"
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "reports/pdf/pdf_archive.h"

#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool check(qpdf_data qpdf, struct fault *f) {
    if (!qpdf_has_error(qpdf))
        return true;
    return fault_set(f, _("the PDF library gave up (libqpdf: %s)"),
                     qpdf_get_error_full_text(qpdf, qpdf_get_error(qpdf)));
}

/* ---- ToUnicode ---- */

/* A row of 256 characters, without those that are none: U+0000, U+FEFF, U+FFFE, U+FFFF. */
static void add_range(struct strbuf *b, unsigned row) {
    const unsigned first = row == 0, last = row == 0xFE ? 0xFE : row == 0xFF ? 0xFD : 0xFF;
    strbuf_printf(b, "<%02X%02X> <%02X%02X> <%02X%02X>\n", row, first, row, last, row, first);
}

/* A map may hold a hundred ranges in one block, and no range may leave its row of 256. */
static void add_ranges(struct strbuf *b) {
    enum { BLOCK = 100, ROWS = 256, SURROGATES = 0xD8, AFTER_SURROGATES = 0xE0 };
    unsigned rows[ROWS];
    size_t count = 0;
    for (unsigned row = 0; row < ROWS; row++)
        if (row < SURROGATES || row >= AFTER_SURROGATES)
            rows[count++] = row;
    for (size_t i = 0; i < count; i++) {
        if (i % BLOCK == 0)
            strbuf_printf(b, "%s%zu beginbfrange\n", i ? "endbfrange\n" : "",
                          count - i < BLOCK ? count - i : BLOCK);
        add_range(b, rows[i]);
    }
    strbuf_add(b, "endbfrange\n");
}

static qpdf_oh unicode_map(qpdf_data qpdf) {
    struct strbuf b = {0};
    strbuf_add(&b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                   "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                   "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                   "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    add_ranges(&b);
    strbuf_add(&b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    qpdf_oh stream = qpdf_oh_new_stream(qpdf);
    qpdf_oh_replace_stream_data(qpdf, stream, (const unsigned char *)b.text, b.length, qpdf_oh_new_null(qpdf),
                                qpdf_oh_new_null(qpdf));
    strbuf_end(&b);
    return stream;
}

/* ---- descriptors ---- */

static unsigned two_bytes(const unsigned char *at) {
    return (unsigned)at[0] << 8 | at[1];
}

/* Where a table of a TrueType program begins, when it has at least `length` bytes; NULL when there is none. */
static const unsigned char *table_of(const unsigned char *program, size_t size, const char *tag,
                                     size_t length) {
    enum { HEAD = 12, ENTRY = 16 };
    const size_t count = size >= HEAD ? two_bytes(program + 4) : 0;
    for (size_t i = 0; i < count && HEAD + (i + 1) * ENTRY <= size; i++) {
        const unsigned char *entry = program + HEAD + i * ENTRY;
        const size_t begin = (size_t)two_bytes(entry + 8) << 16 | two_bytes(entry + 10);
        if (memcmp(entry, tag, 4) == 0)
            return begin <= size && size - begin >= length ? program + begin : NULL;
    }
    return NULL;
}

/* Height of a capital in thousandths of an em, as the font itself has it (OpenType 1.9, tables OS/2 and head). */
static int cap_height(const unsigned char *program, size_t size) {
    enum { HEIGHT_AT = 88, UNITS_AT = 18, USUAL = 700 };
    const unsigned char *os2 = table_of(program, size, "OS/2", HEIGHT_AT + 2),
                        *head = table_of(program, size, "head", UNITS_AT + 2);
    const unsigned units = head ? two_bytes(head + UNITS_AT) : 0;
    const unsigned height = os2 && two_bytes(os2) >= 2 ? two_bytes(os2 + HEIGHT_AT) : 0;
    return units > 0 && height > 0 && height <= units ? (int)(height * 1000 / units) : USUAL;
}

/* libharu leaves out what a descriptor must have. */
static void mend_descriptor(qpdf_data qpdf, qpdf_oh descendant) {
    qpdf_oh descriptor = qpdf_oh_get_key(qpdf, descendant, "/FontDescriptor");
    qpdf_oh file = qpdf_oh_get_key(qpdf, descriptor, "/FontFile2");
    unsigned char *program = NULL;
    size_t size = 0;
    QPDF_BOOL whole = QPDF_FALSE;
    if (qpdf_oh_get_stream_data(qpdf, file, qpdf_dl_all, &whole, &program, &size) == QPDF_SUCCESS)
        qpdf_oh_replace_key(qpdf, descriptor, "/CapHeight",
                            qpdf_oh_new_integer(qpdf, cap_height(program, size)));
    free(program);
}

/* ---- fonts ---- */

/* "HPDFAA+BIZUDPGothic-Bold,Bold": the weight behind the comma is libharu's, the program's own name ends before it. */
static void mend_name(qpdf_data qpdf, qpdf_oh dictionary, const char *key) {
    char *name = strdup(qpdf_oh_get_name(qpdf, qpdf_oh_get_key(qpdf, dictionary, key)));
    char *comma = name ? strchr(name, ',') : NULL;
    if (comma) {
        *comma = '\0';
        qpdf_oh_replace_key(qpdf, dictionary, key, qpdf_oh_new_name(qpdf, name));
    }
    free(name);
}

static void mend_font(qpdf_data qpdf, qpdf_oh font, qpdf_oh map) {
    if (!qpdf_oh_has_key(qpdf, font, "/ToUnicode") ||
        qpdf_oh_get_object_id(qpdf, qpdf_oh_get_key(qpdf, font, "/ToUnicode")) ==
            qpdf_oh_get_object_id(qpdf, map))
        return; /* mended on an earlier page */
    qpdf_oh_replace_key(qpdf, font, "/ToUnicode", map);
    qpdf_oh descendant = qpdf_oh_get_array_item(qpdf, qpdf_oh_get_key(qpdf, font, "/DescendantFonts"), 0);
    qpdf_oh system = qpdf_oh_get_key(qpdf, descendant, "/CIDSystemInfo");
    qpdf_oh_replace_key(qpdf, system, "/Ordering", qpdf_oh_new_string(qpdf, "Identity"));
    mend_name(qpdf, font, "/BaseFont");
    mend_name(qpdf, descendant, "/BaseFont");
    mend_name(qpdf, qpdf_oh_get_key(qpdf, descendant, "/FontDescriptor"), "/FontName");
    mend_descriptor(qpdf, descendant);
}

static void mend_fonts(qpdf_data qpdf) {
    qpdf_oh map = unicode_map(qpdf);
    for (int i = 0; i < qpdf_get_num_pages(qpdf); i++) {
        qpdf_oh resources = qpdf_oh_get_key(qpdf, qpdf_get_page_n(qpdf, (size_t)i), "/Resources");
        qpdf_oh fonts = qpdf_oh_get_key(qpdf, resources, "/Font");
        if (!qpdf_oh_is_dictionary(qpdf, fonts))
            continue;
        for (qpdf_oh_begin_dict_key_iter(qpdf, fonts); qpdf_oh_dict_more_keys(qpdf);)
            mend_font(qpdf, qpdf_oh_get_key(qpdf, fonts, qpdf_oh_dict_next_key(qpdf)), map);
    }
}

/* ---- catalog and information ---- */

/* libharu insists on a zoom; null keeps the reader's.  The destination stands in its owner, where every reader looks
 * for it, and not as an object of its own. */
static void mend_destination(qpdf_data qpdf, qpdf_oh owner) {
    enum { PAGE_KIND_LEFT_TOP_ZOOM = 5 };
    qpdf_oh dest = qpdf_oh_get_key(qpdf, owner, "/Dest"), own = qpdf_oh_new_array(qpdf);
    if (!qpdf_oh_is_array(qpdf, dest) || qpdf_oh_get_array_n_items(qpdf, dest) != PAGE_KIND_LEFT_TOP_ZOOM)
        return;
    for (int i = 0; i < PAGE_KIND_LEFT_TOP_ZOOM - 1; i++)
        qpdf_oh_append_item(qpdf, own, qpdf_oh_get_array_item(qpdf, dest, i));
    qpdf_oh_append_item(qpdf, own, qpdf_oh_new_null(qpdf));
    qpdf_oh_replace_key(qpdf, owner, "/Dest", own);
}

/* Returns where the words go on after the last of them. */
static const char *const *mend_outlines(qpdf_data qpdf, qpdf_oh parent, const char *const *words) {
    qpdf_oh item = qpdf_oh_get_key(qpdf, parent, "/First");
    for (; qpdf_oh_is_dictionary(qpdf, item); item = qpdf_oh_get_key(qpdf, item, "/Next")) {
        mend_destination(qpdf, item);
        qpdf_oh_replace_key(qpdf, item, "/Title", qpdf_oh_new_unicode_string(qpdf, *words ? *words : ""));
        words = mend_outlines(qpdf, item, words + 1);
    }
    return words;
}

static void mend_links(qpdf_data qpdf) {
    for (int i = 0; i < qpdf_get_num_pages(qpdf); i++) {
        qpdf_oh notes = qpdf_oh_get_key(qpdf, qpdf_get_page_n(qpdf, (size_t)i), "/Annots");
        int count = qpdf_oh_is_array(qpdf, notes) ? qpdf_oh_get_array_n_items(qpdf, notes) : 0;
        for (int n = 0; n < count; n++)
            mend_destination(qpdf, qpdf_oh_get_array_item(qpdf, notes, n));
    }
}

static void mend_catalog(qpdf_data qpdf, const struct pdf_info *info, const char *const *bookmarks) {
    qpdf_oh root = qpdf_get_root(qpdf);
    if (info->lang)
        qpdf_oh_replace_key(qpdf, root, "/Lang", qpdf_oh_new_string(qpdf, info->lang));
    qpdf_oh_replace_key(qpdf, root, "/ViewerPreferences", qpdf_oh_parse(qpdf, "<< /DisplayDocTitle true >>"));
    qpdf_oh outlines = qpdf_oh_get_key(qpdf, root, "/Outlines");
    if (!qpdf_oh_is_dictionary(qpdf, outlines))
        return;
    qpdf_oh_replace_key(qpdf, root, "/PageMode", qpdf_oh_new_name(qpdf, "/UseOutlines"));
    mend_outlines(qpdf, outlines, bookmarks);
}

/* Seconds since 1970 that stand for "now". */
static time_t now(void) {
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end;
    long long seconds = epoch ? strtoll(epoch, &end, 10) : 0;
    return epoch && *epoch && *end == '\0' ? (time_t)seconds : time(NULL);
}

/* "2024-01-31T10:00:00+09:00" -> "D:20240131100000+09'00'"; every part but the year may be absent. */
static void add_date(struct strbuf *b, const char *iso) {
    strbuf_add(b, "D:");
    for (; *iso && !strchr("+Z", *iso) && b->length < 16; iso++)
        if (*iso >= '0' && *iso <= '9')
            strbuf_char(b, *iso);
    const char *zone = strpbrk(iso, "+Z");
    if (!zone && b->length == 16 && (zone = strrchr(iso, '-')) == NULL)
        zone = "Z";
    int hours, minutes;
    if (zone && b->length == 16 && sscanf(zone + 1, "%2d:%2d", &hours, &minutes) == 2)
        strbuf_printf(b, "%c%02d'%02d'", *zone, hours, minutes);
    else if (b->length == 16)
        strbuf_char(b, 'Z');
}

static void add_now(struct strbuf *b) {
    char iso[40];
    time_t seconds = now();
    struct tm parts;
    gmtime_r(&seconds, &parts);
    strftime(iso, sizeof iso, "%Y-%m-%dT%H:%M:%SZ", &parts);
    add_date(b, iso);
}

static void mend_info(qpdf_data qpdf, const struct pdf_info *info) {
    static const char producer[] = "shukei " SHUKEI_VERSION " (libharu, libqpdf)";
    qpdf_oh dictionary = qpdf_oh_get_key(qpdf, qpdf_get_trailer(qpdf), "/Info");
    const struct {
        const char *key, *value;
    } texts[] = {{"/Title", info->title},
                 {"/Author", info->author},
                 {"/Subject", info->subject},
                 {"/Keywords", info->keywords},
                 {"/Creator", "shukei " SHUKEI_VERSION},
                 {"/Producer", producer}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].value)
            qpdf_oh_replace_key(qpdf, dictionary, texts[i].key,
                                qpdf_oh_new_unicode_string(qpdf, texts[i].value));
    struct strbuf date = {0};
    if (info->created)
        add_date(&date, info->created);
    else
        add_now(&date);
    qpdf_oh_replace_key(qpdf, dictionary, "/CreationDate", qpdf_oh_new_string(qpdf, date.text));
    qpdf_oh_replace_key(qpdf, dictionary, "/ModDate", qpdf_oh_new_string(qpdf, date.text));
    pdf_archive(qpdf, info, producer, date.text);
    strbuf_end(&date);
}

/* ---- writing ---- */

static bool write_bytes(const unsigned char *bytes, size_t length, const char *path, struct fault *f) {
    struct file_writer writer;
    if (!file_begin(&writer, path, f))
        return false;
    fwrite(bytes, 1, length, writer.stream); /* file_commit sees a failure */
    return file_commit(&writer, f);
}

static bool write_out(qpdf_data qpdf, const char *path, struct fault *f) {
    qpdf_init_write_memory(qpdf);
    qpdf_set_object_stream_mode(qpdf, qpdf_o_generate);
    qpdf_set_deterministic_ID(qpdf, QPDF_TRUE);
    qpdf_set_newline_before_endstream(qpdf, QPDF_TRUE); /* ISO 19005-2, 6.1.7.1 */
    qpdf_write(qpdf);
    return check(qpdf, f) && write_bytes(qpdf_get_buffer(qpdf), qpdf_get_buffer_length(qpdf), path, f);
}

bool pdf_mend(const unsigned char *bytes, size_t length, const struct pdf_info *info,
              const char *const *bookmarks, const char *path, struct fault *f) {
    qpdf_data qpdf = qpdf_init();
    qpdf_silence_errors(qpdf);
    qpdf_set_suppress_warnings(qpdf, QPDF_TRUE);
    qpdf_read_memory(qpdf, "pdf", (const char *)bytes, length, NULL);
    bool done = check(qpdf, f);
    if (done) {
        mend_fonts(qpdf);
        mend_links(qpdf);
        mend_catalog(qpdf, info, bookmarks);
        mend_info(qpdf, info);
        done = check(qpdf, f) && write_out(qpdf, path, f);
    }
    qpdf_cleanup(&qpdf);
    return done;
}
