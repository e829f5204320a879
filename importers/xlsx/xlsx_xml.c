#include "importers/xlsx/xlsx_xml.h"

#include "engine/base/arena.h"
#include "engine/base/lang.h"

#include <expat.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 64, PENDING_MAX = 4 << 20, MEMORY_MAX = 64 << 20 };

struct xlsx_xml {
    XML_Parser parser;
    const struct xlsx_handler *handler;
    void *data;
    const char *problem;
    size_t depth;
    size_t pending; /* bytes fed since anything was called back */
};

/* --- memory: expat keeps every name it ever met, so names without end are memory without end -------------
 */

static size_t in_use; /* by all parsers */

static void *limited(void *old, size_t bytes) {
    size_t before = old ? malloc_usable_size(old) : 0;
    if (bytes > MEMORY_MAX || in_use - before > MEMORY_MAX - bytes)
        return NULL;
    void *now = realloc(old, bytes);
    if (now)
        in_use += malloc_usable_size(now) - before;
    return now;
}

static void *allocate(size_t bytes) {
    return limited(NULL, bytes ? bytes : 1);
}

static void release(void *old) {
    in_use -= old ? malloc_usable_size(old) : 0;
    free(old);
}

/* --- callbacks of expat -----------------------------------------------------------------------------------
 */

static const char *local(const char *name) {
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

void xlsx_xml_stop(struct xlsx_xml *xml, const char *problem) {
    if (xml->problem)
        return;
    xml->problem = problem;
    XML_StopParser(xml->parser, XML_FALSE);
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes) {
    struct xlsx_xml *xml = data;
    xml->pending = 0;
    if (++xml->depth > DEPTH_MAX)
        xlsx_xml_stop(xml, _("its elements are nested without end; the file is damaged"));
    if (!xml->problem)
        xml->handler->start(xml->data, local(name), attributes);
}

static void XMLCALL on_end(void *data, const XML_Char *name) {
    struct xlsx_xml *xml = data;
    xml->pending = 0;
    xml->depth--;
    if (!xml->problem && xml->handler->end)
        xml->handler->end(xml->data, local(name));
}

/* Text, and everything else that is complete: comments, blanks. */
static void XMLCALL on_other(void *data, const XML_Char *text, int length) {
    struct xlsx_xml *xml = data;
    (void)text, (void)length;
    xml->pending = 0;
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length) {
    struct xlsx_xml *xml = data;
    xml->pending = 0;
    if (!xml->problem)
        xml->handler->text(xml->data, text, (size_t)length);
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int internal) {
    (void)name, (void)system, (void)public, (void)internal;
    xlsx_xml_stop(data, _("it defines entities, which no office program writes; do not open this file, "
                          "and ask its sender what it is"));
}

/* ---------------------------------------------------------------------------------------------------------
 */

struct xlsx_xml *xlsx_xml_create(const struct xlsx_handler *handler, void *data) {
    static const XML_Memory_Handling_Suite memory = {allocate, limited, release};
    struct xlsx_xml *xml = calloc(1, sizeof *xml);
    if (!xml)
        arena_out_of_memory();
    xml->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    if (!xml->parser)
        arena_out_of_memory();
    xml->handler = handler;
    xml->data = data;
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetDefaultHandler(xml->parser, on_other);
    if (handler->text)
        XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    return xml;
}

static bool parse_fault(const struct xlsx_xml *xml, bool last, struct fault *f) {
    if (xml->problem)
        return fault_set(f, "%s", xml->problem);
    enum XML_Error code = XML_GetErrorCode(xml->parser);
    if (last && (code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN))
        return fault_set(f, _("it ends in the middle; the file is damaged, so copy or download it again"));
    if (code == XML_ERROR_NO_MEMORY)
        return fault_set(f, _("it holds more names than any workbook or document; do not open this file, and "
                              "ask its sender what it is"));
    return fault_set(f,
                     _("line %lu: it is no well-formed XML (%s); the file is damaged, so copy or "
                       "download it again, or open it in the program that wrote it and save it anew"),
                     (unsigned long)XML_GetCurrentLineNumber(xml->parser), XML_ErrorString(code));
}

bool xlsx_xml_feed(struct xlsx_xml *xml, const char *bytes, size_t length, bool last, struct fault *f) {
    xml->pending += length;
    if (XML_Parse(xml->parser, bytes, (int)length, last) != XML_STATUS_OK)
        return parse_fault(xml, last, f);
    if (xml->pending > PENDING_MAX)
        return fault_set(f, _("it holds one tag of more than 4 MB; the file is damaged"));
    return true;
}

void xlsx_xml_destroy(struct xlsx_xml *xml) {
    if (!xml)
        return;
    XML_ParserFree(xml->parser);
    free(xml);
}

const char *xlsx_attribute(const char **attributes, const char *name) {
    for (; *attributes; attributes += 2)
        if (strcmp(local(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

bool xlsx_is_true(const char *value) {
    return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0 || strcmp(value, "on") == 0);
}
