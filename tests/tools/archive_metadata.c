#include "archive_metadata.h"

#include <expat.h>
#include <stdbool.h>
#include <string.h>

#include "archive_font.h"

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#|"
#define DC "http://purl.org/dc/elements/1.1/|"
#define PDF "http://ns.adobe.com/pdf/1.3/|"
#define XMP "http://ns.adobe.com/xap/1.0/|"
#define PDFAID "http://www.aiim.org/pdfa/ns/id/|"

enum form { TEXT, DATE, ALT, SEQ, BAG };
static const struct {
    const char *name;
    enum form form;
    const char *value; /* NULL: any */
    bool needed;
} properties[] = {
    {PDFAID "part", TEXT, "2", true},
    {PDFAID "conformance", TEXT, "U", true},
    {DC "format", TEXT, "application/pdf", false},
    {DC "title", ALT, NULL, true},
    {DC "creator", SEQ, NULL, false},
    {DC "description", ALT, NULL, false},
    {DC "language", BAG, NULL, false},
    {PDF "Keywords", TEXT, NULL, false},
    {PDF "Producer", TEXT, NULL, false},
    {XMP "CreatorTool", TEXT, NULL, false},
    {XMP "CreateDate", DATE, NULL, true},
    {XMP "ModifyDate", DATE, NULL, true},
};
enum { PROPERTIES = sizeof properties / sizeof *properties, DEEPEST = 6, TEXT_MAX = 4096 };
enum level { XMPMETA = 1, GRAPH, DESCRIPTION, PROPERTY, CONTAINER, ITEM };

struct reading {
    int level, at;        /* property, -1: unknown */
    size_t items, length; /* of a container; of its text */
    size_t seen[PROPERTIES];
    char text[TEXT_MAX];
};

static const char *attribute(const XML_Char **attributes, const char *name) {
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

static void expect(const char *name, const char *wanted) {
    if (strcmp(name, wanted) != 0)
        archive_fault("6.6.2.1", "the metadata have %s where %s belongs", name, wanted);
}

static void begin_property(struct reading *r, const char *name) {
    r->at = -1;
    for (int i = 0; i < PROPERTIES; i++)
        if (strcmp(name, properties[i].name) == 0)
            r->at = i;
    if (r->at < 0)
        archive_fault("6.6.2.3", "the metadata hold %s, which needs a schema of its own", name);
    else if (++r->seen[r->at] > 1)
        archive_fault("6.6.2.1", "the metadata hold %s twice", name);
    r->length = r->items = 0;
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes) {
    struct reading *r = data;
    const enum form form = r->at >= 0 ? properties[r->at].form : TEXT;
    switch (++r->level) {
    case XMPMETA:
        expect(name, "adobe:ns:meta/|xmpmeta");
        break;
    case GRAPH:
        expect(name, RDF "RDF");
        break;
    case DESCRIPTION:
        expect(name, RDF "Description");
        if (!attribute(attributes, RDF "about") || *attribute(attributes, RDF "about"))
            archive_fault("6.6.2.1", "the metadata describe something else than the file");
        break;
    case PROPERTY:
        begin_property(r, name);
        break;
    case CONTAINER:
        expect(name, form == ALT ? RDF "Alt" : form == SEQ ? RDF "Seq" : form == BAG ? RDF "Bag" : "text");
        break;
    case ITEM:
        expect(name, RDF "li");
        r->length = 0;
        const char *lang = attribute(attributes, "http://www.w3.org/XML/1998/namespace|lang");
        if (form == ALT && (!lang || (r->items == 0 && strcmp(lang, "x-default") != 0)))
            archive_fault("6.6.2.1", "an alternative of the metadata names no language");
        r->items++;
        break;
    default:
        archive_fault("6.6.2.1", "the metadata are nested too deeply at %s", name);
    }
}

/* 2024-01-31T10:20:30+09:00, or Z in the place of the offset. */
static bool is_date(const char *text) {
    static const char *const shapes[] = {"dddd-dd-ddTdd:dd:dd+dd:dd", "dddd-dd-ddTdd:dd:ddZ"};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        const char *shape = shapes[s];
        size_t i = 0;
        while (shape[i] && (shape[i] == 'd'   ? text[i] >= '0' && text[i] <= '9'
                            : shape[i] == '+' ? text[i] == '+' || text[i] == '-'
                                              : text[i] == shape[i]))
            i++;
        if (!shape[i] && !text[i])
            return true;
    }
    return false;
}

static void end_property(struct reading *r) {
    if (r->at < 0)
        return;
    const enum form form = properties[r->at].form;
    r->text[r->length] = '\0';
    if (form >= ALT ? r->items == 0 : r->length == 0)
        archive_fault("6.6.2.1", "%s of the metadata is empty", properties[r->at].name);
    else if (properties[r->at].value && strcmp(r->text, properties[r->at].value) != 0)
        archive_fault("6.6.4", "%s of the metadata is %s", properties[r->at].name, r->text);
    else if (form == DATE && !is_date(r->text))
        archive_fault("6.6.2.1", "%s of the metadata is no date with its zone: %s", properties[r->at].name,
                      r->text);
    r->at = -1;
}

static void XMLCALL on_end(void *data, const XML_Char *name) {
    struct reading *r = data;
    (void)name;
    if (r->level-- == PROPERTY)
        end_property(r);
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length) {
    struct reading *r = data;
    const bool here = r->level == (r->at >= 0 && properties[r->at].form >= ALT ? ITEM : PROPERTY);
    for (int i = 0; i < length; i++)
        if (here && r->length + 1 < TEXT_MAX)
            r->text[r->length++] = text[i];
        else if (!here && !strchr(" \n\r\t", text[i]))
            archive_fault("6.6.2.1", "the metadata have text between their elements");
}

void archive_metadata(const char *packet, size_t size) {
    static const char tails[][20] = {"<?xpacket end=\"r\"?>", "<?xpacket end=\"w\"?>"};
    struct reading r = {.at = -1};
    XML_Parser parser = XML_ParserCreateNS("UTF-8", '|');
    XML_SetUserData(parser, &r);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    if (XML_Parse(parser, packet, (int)size, 1) != XML_STATUS_OK)
        archive_fault("6.6.2.1", "the metadata are no well-formed XML: line %lu, %s",
                      XML_GetCurrentLineNumber(parser), XML_ErrorString(XML_GetErrorCode(parser)));
    XML_ParserFree(parser);
    if (!strstr(packet, tails[0]) && !strstr(packet, tails[1]))
        archive_fault("6.6.2.1", "the metadata packet has no tail");
    for (int i = 0; i < PROPERTIES; i++)
        if (properties[i].needed && !r.seen[i])
            archive_fault("6.6.2.1", "the metadata lack %s", properties[i].name);
}
