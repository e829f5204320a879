/* Somebody's workbook of any bytes, and a sheet of any bytes in a package: a report, or one fault that says why not. */
#include "reports/inspect/inspect.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
    const char *name, *text;
} parts[] = {
    {"[Content_Types].xml", "<Types><Default Extension=\"rels\" ContentType=\"r\"/><Default "
                            "Extension=\"xml\" ContentType=\"x\"/></Types>"},
    {"_rels/.rels",
     "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"xl/w.xml\"/></Relationships>"},
    {"xl/w.xml", "<workbook><sheets><sheet name=\"s\" id=\"a\"/></sheets></workbook>"},
    {"xl/_rels/w.xml.rels",
     "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"s.xml\"/></Relationships>"},
};

static void write_bytes(const char *path, const uint8_t *data, size_t size) {
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(data, 1, size, file) != size)
        abort();
    fclose(file);
}

static void write_package(const char *path, const uint8_t *data, size_t size) {
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    if (!zip)
        abort();
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        zip_file_add(zip, parts[i].name, zip_source_buffer(zip, parts[i].text, strlen(parts[i].text), 0), 0);
    zip_file_add(zip, "xl/s.xml", zip_source_buffer(zip, data, size, 0), 0);
    zip_close(zip);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char path[64];
    if (size == 0)
        return 0;
    snprintf(path, sizeof path, "/tmp/fuzz-inspect-%ld.xlsx", (long)getpid());
    (data[0] & 1 ? write_package : write_bytes)(path, data + 1, size - 1);
    struct arena *arena = arena_create();
    struct fault f = {0};
    const struct inspect_book *book = inspect_open(arena, path, &f);
    if (!book == (f.kind == FAULT_NONE))
        abort();
    const struct inspect_report *report = book ? inspect_check(arena, book) : NULL;
    for (size_t i = 0; report && i < report->count; i++)
        if (report->results[i].count && report->passed)
            abort();
    arena_destroy(arena);
    remove(path);
    return 0;
}
