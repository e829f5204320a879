/*
 * check_archive: does a PDF keep what ISO 19005-2 (PDF/A-2, level U) asks for?  For golden tests, of the files that
 * shukei makes: what such a file has no business to hold at all (images, forms, transparency, attachments) is a fault
 * without asking further.  Every fault is printed with the clause; exit code 1 when there is one.
 *
 *     check_archive FILE.pdf...
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive_font.h"
#include "archive_metadata.h"

static const char *path;
static int faults;

void archive_fault(const char *clause, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    printf("%s: %s: ", path, clause);
    vprintf(format, arguments);
    printf("\n");
    va_end(arguments);
    faults++;
}

/* --- the bytes --- */

static const char *read_file(const char *name, size_t *size) {
    FILE *stream = fopen(name, "rb");
    char *bytes = NULL;
    *size = 0;
    for (size_t got = 1; stream && got > 0; *size += got) {
        bytes = realloc(bytes, *size + 65536);
        got = fread(bytes + *size, 1, 65536, stream);
    }
    if (stream)
        fclose(stream);
    return bytes;
}

static void check_header(const char *bytes, size_t size) {
    if (size < 16 || memcmp(bytes, "%PDF-1.", 7) != 0 || bytes[7] < '0' || bytes[7] > '7' || bytes[8] != '\n')
        archive_fault("6.1.2", "the first line is no header of PDF 1.0 to 1.7");
    int high = 0;
    for (size_t i = 10; i < 14 && i < size; i++)
        high += (unsigned char)bytes[i] > 127;
    if (size < 16 || bytes[9] != '%' || high < 4)
        archive_fault("6.1.2", "the second line is no comment of four bytes above 127");
}

static void check_bytes(const char *bytes, size_t size) {
    static const char word[] = "endstream", end[] = "%%EOF\n";
    check_header(bytes, size);
    for (size_t i = 1; i + sizeof word < size; i++)
        if (memcmp(bytes + i, word, sizeof word - 1) == 0 && bytes[i - 1] != '\n' && bytes[i - 1] != '\r')
            archive_fault("6.1.7.1", "no end of line before endstream, at byte %zu", i);
    if (size < sizeof end || memcmp(bytes + size - (sizeof end - 1), end, sizeof end - 1) != 0)
        archive_fault("6.1.3", "something follows the end of the file");
}

/* --- what stands nowhere --- */

static bool has(qpdf_data q, qpdf_oh object, const char *key) {
    return qpdf_oh_is_dictionary(q, object) && qpdf_oh_has_key(q, object, key);
}

static qpdf_oh get(qpdf_data q, qpdf_oh object, const char *key) {
    return qpdf_oh_get_key(q, object, key);
}

static bool is_name(qpdf_data q, qpdf_oh object, const char *name) {
    return qpdf_oh_is_name(q, object) && strcmp(qpdf_oh_get_name(q, object), name) == 0;
}

static void check_dictionary(qpdf_data q, qpdf_oh d) {
    static const struct {
        const char *key, *clause;
    } nowhere[] = {{"/AA", "6.5.2"},
                   {"/JS", "6.5.1"},
                   {"/JavaScript", "6.5.1"},
                   {"/URI", "house"},
                   {"/EmbeddedFiles", "6.8"},
                   {"/EF", "6.8"},
                   {"/SMask", "house"},
                   {"/CA", "house"},
                   {"/ca", "house"},
                   {"/BM", "house"},
                   {"/TR", "6.2.5"},
                   {"/TR2", "6.2.5"},
                   {"/HTP", "6.2.5"},
                   {"/OPI", "6.2.8"},
                   {"/Alternates", "6.2.8"},
                   {"/Interpolate", "6.2.8"},
                   {"/XFA", "6.4.2"},
                   {"/OCProperties", "house"},
                   {"/Requirements", "6.11"},
                   {"/PresSteps", "6.10"},
                   {"/NeedAppearances", "6.4.1"},
                   {"/FFilter", "6.1.7.1"},
                   {"/FDecodeParms", "6.1.7.1"}};
    static const char *const actions[] = {"/Launch",     "/Sound",      "/Movie",       "/ResetForm",
                                          "/ImportData", "/Hide",       "/SetOCGState", "/Rendition",
                                          "/Trans",      "/GoTo3DView", "/JavaScript"};
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++)
        if (has(q, d, nowhere[i].key))
            archive_fault(nowhere[i].clause, "a dictionary holds %s", nowhere[i].key);
    for (size_t i = 0; has(q, d, "/S") && i < sizeof actions / sizeof *actions; i++)
        if (is_name(q, get(q, d, "/S"), actions[i]))
            archive_fault("6.5.1", "an action %s", actions[i]);
}

static void check_filter(qpdf_data q, qpdf_oh stream) {
    qpdf_oh d = qpdf_oh_get_dict(q, stream), filter = get(q, d, "/Filter");
    const int count = qpdf_oh_is_array(q, filter) ? qpdf_oh_get_array_n_items(q, filter) : 1;
    for (int i = 0; i < count; i++) {
        qpdf_oh one = qpdf_oh_is_array(q, filter) ? qpdf_oh_get_array_item(q, filter, i) : filter;
        if (qpdf_oh_is_name(q, one) && !is_name(q, one, "/FlateDecode"))
            archive_fault("6.1.7.2", "a stream is packed with %s", qpdf_oh_get_name(q, one));
    }
    if (has(q, d, "/F"))
        archive_fault("6.1.7.1", "a stream stands outside the file");
}

enum { OBJECTS_MAX = 1 << 20, KEYS_MAX = 256 };

static void walk(qpdf_data q, qpdf_oh object, bool *seen);

static void walk_dictionary(qpdf_data q, qpdf_oh d, bool *seen) {
    char *keys[KEYS_MAX]; /* the library has one iterator only */
    int count = 0;
    check_dictionary(q, d);
    for (qpdf_oh_begin_dict_key_iter(q, d); qpdf_oh_dict_more_keys(q) && count < KEYS_MAX;)
        keys[count++] = strdup(qpdf_oh_dict_next_key(q));
    for (int i = 0; i < count; i++) {
        walk(q, get(q, d, keys[i]), seen);
        free(keys[i]);
    }
}

static void check_string(qpdf_data q, qpdf_oh string) {
    size_t length;
    qpdf_oh_get_binary_string_value(q, string, &length);
    if (length > 32767)
        archive_fault("6.1.13", "a string of %zu bytes", length);
}

static void walk(qpdf_data q, qpdf_oh object, bool *seen) {
    const int id = qpdf_oh_get_object_id(q, object);
    if (id < 0 || id >= OBJECTS_MAX || (id > 0 && seen[id]))
        return;
    seen[id] = true;
    if (qpdf_oh_is_string(q, object))
        check_string(q, object);
    else if (qpdf_oh_is_stream(q, object)) {
        check_filter(q, object);
        walk_dictionary(q, qpdf_oh_get_dict(q, object), seen);
    } else if (qpdf_oh_is_dictionary(q, object))
        walk_dictionary(q, object, seen);
    for (int i = 0; qpdf_oh_is_array(q, object) && i < qpdf_oh_get_array_n_items(q, object); i++)
        walk(q, qpdf_oh_get_array_item(q, object, i), seen);
}

/* --- metadata, colours --- */

static char *stream_text(qpdf_data q, qpdf_oh stream, size_t *size) {
    unsigned char *data = NULL;
    QPDF_BOOL whole;
    if (!qpdf_oh_is_stream(q, stream) ||
        qpdf_oh_get_stream_data(q, stream, qpdf_dl_all, &whole, &data, size) != QPDF_SUCCESS)
        *size = 0;
    char *text = calloc(*size + 1, 1);
    if (*size > 0)
        memcpy(text, data, *size);
    free(data);
    return text;
}

static void add_escaped(char *to, const char *text) {
    for (to += strlen(to); *text; text++)
        to += sprintf(to, "%s%c",
                      *text == '&'   ? "&amp"
                      : *text == '<' ? "&lt"
                      : *text == '>' ? "&gt"
                                     : "",
                      strchr("&<>", *text) ? ';' : *text);
}

/* What the document information says, the metadata say in the same words. */
static void check_same(qpdf_data q, qpdf_oh info, const char *key, const char *before, const char *after,
                       const char *packet) {
    if (!has(q, info, key))
        return;
    char *value = strdup(qpdf_oh_get_utf8_value(q, get(q, info, key)));
    char *wanted = calloc(6 * strlen(value) + strlen(before) + strlen(after) + 1, 1);
    strcat(wanted, before);
    add_escaped(wanted, value);
    strcat(wanted, after);
    if (!strstr(packet, wanted) || strchr(value, '\r')) /* XML reads another */
        archive_fault("6.6.3", "%s of the information is not in the metadata: %s", key, value);
    free(wanted);
    free(value);
}

static void check_date(qpdf_data q, qpdf_oh info, const char *key, const char *element, const char *packet) {
    const char *at = strstr(packet, element);
    char date[64] = "", digits[64] = "";
    if (!at || !has(q, info, key)) {
        archive_fault("6.6.3", "%s is missing in the information or the metadata", key);
        return;
    }
    snprintf(date, sizeof date, "%s", qpdf_oh_get_string_value(q, get(q, info, key)));
    size_t count = 0;
    for (at += strlen(element); *at && *at != '<' && count + 1 < sizeof digits; at++)
        if (isdigit((unsigned char)*at))
            digits[count++] = *at;
    char *from = date, *to = date;
    for (; *from; from++)
        if (isdigit((unsigned char)*from))
            *to++ = *from;
    *to = '\0';
    if (strcmp(date, digits) != 0)
        archive_fault("6.6.3", "%s is %s in the information, %s in the metadata", key, date, digits);
}

static void check_metadata(qpdf_data q) {
    static const char alt[] = "<rdf:Alt><rdf:li xml:lang=\"x-default\">", alt_end[] = "</rdf:li></rdf:Alt>";
    qpdf_oh stream = get(q, qpdf_get_root(q), "/Metadata"), info = get(q, qpdf_get_trailer(q), "/Info");
    size_t size;
    char *packet = stream_text(q, stream, &size);
    if (size == 0 || !is_name(q, get(q, qpdf_oh_get_dict(q, stream), "/Subtype"), "/XML"))
        archive_fault("6.6.2.1", "the catalog has no metadata");
    if (strncmp(packet, "<?xpacket begin=", 16) != 0 || strstr(packet, " bytes=") ||
        strstr(packet, " encoding="))
        archive_fault("6.6.2.1", "the metadata packet has a wrong head");
    archive_metadata(packet, size);
    check_same(q, info, "/Title", alt, alt_end, packet);
    check_same(q, info, "/Subject", alt, alt_end, packet);
    check_same(q, info, "/Author", "<dc:creator><rdf:Seq><rdf:li>", "<", packet);
    check_same(q, info, "/Keywords", "<pdf:Keywords>", "<", packet);
    check_same(q, info, "/Producer", "<pdf:Producer>", "<", packet);
    check_same(q, info, "/Creator", "<xmp:CreatorTool>", "<", packet);
    check_date(q, info, "/CreationDate", "<xmp:CreateDate>", packet);
    check_date(q, info, "/ModDate", "<xmp:ModifyDate>", packet);
    free(packet);
}

static void check_intent(qpdf_data q) {
    qpdf_oh intents = get(q, qpdf_get_root(q), "/OutputIntents");
    if (!qpdf_oh_is_array(q, intents) || qpdf_oh_get_array_n_items(q, intents) != 1) {
        archive_fault("6.2.3", "there is not one output intent");
        return;
    }
    qpdf_oh intent = qpdf_oh_get_array_item(q, intents, 0), stream = get(q, intent, "/DestOutputProfile");
    size_t size;
    unsigned char *icc = (unsigned char *)stream_text(q, stream, &size);
    if (!is_name(q, get(q, intent, "/S"), "/GTS_PDFA1"))
        archive_fault("6.2.3", "the output intent is not of PDF/A");
    if (size < 132 || memcmp(icc + 36, "acsp", 4) != 0 || memcmp(icc + 16, "RGB ", 4) != 0 ||
        memcmp(icc + 12, "mntr", 4) != 0 || icc[8] > 4)
        archive_fault("6.2.3", "the output intent holds no profile of an RGB screen");
    else if (((size_t)icc[0] << 24 | (size_t)icc[1] << 16 | (size_t)icc[2] << 8 | icc[3]) != size)
        archive_fault("6.2.3", "the colour profile is not as long as it says");
    if (size > 0 && qpdf_oh_get_int_value_as_int(q, get(q, qpdf_oh_get_dict(q, stream), "/N")) != 3)
        archive_fault("6.2.3", "the colour profile has not three components");
    free(icc);
}

/* --- pages --- */

static void check_destination(qpdf_data q, qpdf_oh owner, const char *what) {
    qpdf_oh dest = get(q, owner, "/Dest");
    if (!qpdf_oh_is_array(q, dest) || qpdf_oh_get_array_n_items(q, dest) < 2 ||
        !is_name(q, get(q, qpdf_oh_get_array_item(q, dest, 0), "/Type"), "/Page"))
        archive_fault("6.5", "%s leads nowhere", what);
}

static void check_outlines(qpdf_data q, qpdf_oh parent) {
    if (!qpdf_oh_is_dictionary(q, parent))
        return;
    for (qpdf_oh at = get(q, parent, "/First"); qpdf_oh_is_dictionary(q, at); at = get(q, at, "/Next")) {
        check_destination(q, at, "a bookmark");
        check_outlines(q, at);
    }
}

static void check_annotation(qpdf_data q, qpdf_oh note) {
    enum { INVISIBLE = 1, HIDDEN = 2, PRINT = 4, NO_VIEW = 32, TOGGLE_NO_VIEW = 256 };
    const int flags = has(q, note, "/F") ? qpdf_oh_get_int_value_as_int(q, get(q, note, "/F")) : 0;
    if (!(flags & PRINT) || (flags & (INVISIBLE | HIDDEN | NO_VIEW | TOGGLE_NO_VIEW)))
        archive_fault("6.3.2", "an annotation has the flags %d", flags);
    if (!is_name(q, get(q, note, "/Subtype"), "/Link"))
        archive_fault("house", "an annotation that is no link");
    check_destination(q, note, "a link");
}

static void check_page(qpdf_data q, qpdf_oh page, struct archive_fonts *fonts) {
    qpdf_oh box = get(q, page, "/MediaBox"), notes = get(q, page, "/Annots");
    for (int i = 2; qpdf_oh_is_array(q, box) && i < 4; i++) {
        const double side = qpdf_oh_get_numeric_value(q, qpdf_oh_get_array_item(q, box, i));
        if (side < 3 || side > 14400)
            archive_fault("6.1.13", "a page of %g points", side);
    }
    for (int i = 0; qpdf_oh_is_array(q, notes) && i < qpdf_oh_get_array_n_items(q, notes); i++)
        check_annotation(q, qpdf_oh_get_array_item(q, notes, i));
    archive_page(q, page, fonts);
}

static void check_file(const char *name) {
    static bool seen[OBJECTS_MAX];
    size_t size;
    const char *bytes = read_file(path = name, &size);
    qpdf_data q = qpdf_init();
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    if (!bytes || qpdf_read_memory(q, name, bytes, size, NULL) != QPDF_SUCCESS) {
        archive_fault("6.1", "it cannot be read without complaint");
    } else {
        struct archive_fonts fonts = {0};
        memset(seen, 0, sizeof seen);
        check_bytes(bytes, size);
        if (!has(q, qpdf_get_trailer(q), "/ID") || has(q, qpdf_get_trailer(q), "/Encrypt"))
            archive_fault("6.1.3", "the trailer has no identifier, or the file is encrypted");
        walk(q, qpdf_get_trailer(q), seen);
        check_metadata(q);
        check_intent(q);
        check_outlines(q, get(q, qpdf_get_root(q), "/Outlines"));
        for (int i = 0; i < qpdf_get_num_pages(q); i++)
            check_page(q, qpdf_get_page_n(q, (size_t)i), &fonts);
        archive_fonts_end(&fonts);
    }
    qpdf_cleanup(&q);
    free((void *)bytes);
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        check_file(argv[i]);
    return argc < 2 || faults > 0;
}
