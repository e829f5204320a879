#include "reports/inspect/inspect_zip.h"

#include "engine/base/file.h"
#include "engine/base/lang.h"
#include "reports/inspect/inspect.h"

#include <errno.h>
#include <expat.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

enum { PIECE = 64 * 1024, LEVELS_MAX = 64 };

struct inspect_zip {
    zip_t *zip;
    const char *path;
};

static bool no_workbook(const char *path, const zip_error_t *error, struct fault *f) {
    if (zip_error_code_zip(error) == ZIP_ER_MEMORY)
        arena_out_of_memory();
    return fault_set(
        f,
        _("%s is no whole Excel workbook (.xlsx); open it in Excel or LibreOffice and save it as "
          "\"Excel Workbook (.xlsx)\""),
        path);
}

struct inspect_zip *inspect_zip_open(struct arena *arena, const char *path, struct fault *f) {
    zip_error_t error;
    if (access(path, R_OK) != 0) {
        file_cannot_read(path, errno, f);
        return NULL;
    }
    zip_error_init(&error);
    struct inspect_zip *zip = arena_alloc(arena, sizeof *zip);
    zip_source_t *source = zip_source_file_create(path, 0, -1, &error);
    zip->path = path;
    zip->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (zip->zip && zip_name_locate(zip->zip, "[Content_Types].xml", 0) < 0) {
        zip_discard(zip->zip);
        zip->zip = NULL;
        source = NULL;
    }
    if (!zip->zip) {
        (void)!no_workbook(path, &error, f);
        zip_source_free(source);
    }
    zip_error_fini(&error);
    return zip->zip ? zip : NULL;
}

void inspect_zip_close(struct inspect_zip *zip) {
    if (zip)
        zip_discard(zip->zip);
}

size_t inspect_zip_count(const struct inspect_zip *zip) {
    return (size_t)zip_get_num_entries(zip->zip, 0);
}

const char *inspect_zip_name(const struct inspect_zip *zip, size_t index) {
    const char *name = zip_get_name(zip->zip, index, ZIP_FL_ENC_GUESS);
    return name ? name : "";
}

/* --- XML --- */

struct parsing {
    XML_Parser parser;
    const struct inspect_handler *handler;
    void *data;
    int level;
    const char *stopped; /* translated */
};

/* "r:id" is "id". */
static const char *local(const char *name) {
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *inspect_attribute(const char **attributes, const char *name) {
    for (; *attributes; attributes += 2)
        if (strcmp(local(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

static void stop(struct parsing *p, const char *why) {
    p->stopped = why;
    XML_StopParser(p->parser, XML_FALSE);
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes) {
    struct parsing *p = data;
    if (++p->level > LEVELS_MAX)
        stop(p, _("elements are nested too deep"));
    else if (p->handler)
        p->handler->start(p->data, local(name), (const char **)attributes);
}

static void XMLCALL on_end(void *data, const XML_Char *name) {
    struct parsing *p = data;
    p->level--;
    if (p->handler && p->handler->end)
        p->handler->end(p->data, local(name));
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length) {
    struct parsing *p = data;
    if (p->handler && p->handler->text)
        p->handler->text(p->data, text, (size_t)length);
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int internal) {
    (void)name, (void)system, (void)public, (void)internal;
    stop(data, _("a document type, which no workbook has"));
}

static const char *xml_problem(struct arena *arena, const struct parsing *p) {
    enum XML_Error code = XML_GetErrorCode(p->parser);
    if (code == XML_ERROR_NO_MEMORY)
        arena_out_of_memory();
    return p->stopped ? p->stopped
                      : arena_printf(arena, _("no well-formed XML: line %lu, %s"),
                                     XML_GetCurrentLineNumber(p->parser), XML_ErrorString(code));
}

static const char *feed(struct arena *arena, zip_file_t *file, struct parsing *p) {
    size_t total = 0;
    for (;;) {
        void *room = XML_GetBuffer(p->parser, PIECE);
        if (!room)
            arena_out_of_memory();
        zip_int64_t got = zip_fread(file, room, PIECE);
        if (got < 0)
            return _("its bytes are damaged");
        total += (size_t)got;
        if (total > INSPECT_PART_MAX)
            return _("too large to be looked at");
        if (XML_ParseBuffer(p->parser, (int)got, got == 0) != XML_STATUS_OK)
            return xml_problem(arena, p);
        if (got == 0)
            return NULL;
    }
}

const char *inspect_zip_parse(struct arena *arena, struct inspect_zip *zip, const char *name,
                              const struct inspect_handler *handler, void *data) {
    zip_file_t *file = zip_fopen(zip->zip, name, ZIP_FL_ENC_GUESS);
    if (!file)
        return _("cannot be unpacked");
    struct parsing p = {.parser = XML_ParserCreate(NULL), .handler = handler, .data = data};
    if (!p.parser)
        arena_out_of_memory();
    XML_SetUserData(p.parser, &p);
    XML_SetElementHandler(p.parser, on_start, on_end);
    XML_SetCharacterDataHandler(p.parser, on_text);
    XML_SetStartDoctypeDeclHandler(p.parser, on_doctype);
    const char *problem = feed(arena, file, &p);
    XML_ParserFree(p.parser);
    zip_fclose(file);
    return problem;
}
