/* What importers know of reading files, for commands outside of importers (engine/app/door.h). */
#include "engine/app/door.h"

#include "engine/base/strbuf.h"
#include "importers/csv.h"
#include "importers/decode.h"
#include "importers/docx.h"
#include "importers/xlsx/xlsx.h"
#include "importers/xlsx/xlsx_workbook.h"

#include <string.h>

static char *decoded(struct arena *arena, const struct source *source, size_t *length, struct fault *f) {
    struct decoder *d = decode_open(source, f);
    struct strbuf all = {0};
    const char *piece;
    size_t piece_length;
    int more = d ? 1 : -1;
    strbuf_add(&all, "");
    while (d && (more = decode_next(d, &piece, &piece_length, f)) > 0)
        strbuf_add_bytes(&all, piece, piece_length);
    decode_close(d);
    *length = all.length;
    char *text = more < 0 ? NULL : arena_strndup(arena, all.text, all.length);
    strbuf_end(&all);
    return text;
}

static char *read_text(struct arena *arena, const char *path, size_t *length, struct fault *f) {
    struct source source;
    if (!source_open(&source, path, f))
        return NULL;
    char *text = decoded(arena, &source, length, f);
    source_close(&source);
    return text;
}

typedef void row_taker(void *data, const struct door_row *row);

static bool read_grid(struct arena *arena, const struct importer *format, const struct source *source,
                      const char *sheet, row_taker *row, void *data, struct fault *f) {
    struct reader reader = {0};
    struct record record;
    int more;
    if (!format->open(arena, source, &reader, f))
        return false;
    while ((more = reader.next(&reader, &record, f)) > 0)
        row(data, &(struct door_row){sheet, record.row, record.cells, record.count});
    reader.close(&reader);
    return more == 0;
}

static bool sheet_names(struct arena *arena, const struct source *source, struct xlsx_workbook *book,
                        struct fault *f) {
    struct xlsx_package *package = xlsx_package_open(source, f);
    bool read = package && xlsx_workbook_read(arena, package, book, f);
    xlsx_package_close(package);
    return read;
}

static bool read_book(struct arena *arena, struct source *source, row_taker *row, void *data,
                      struct fault *f) {
    struct xlsx_workbook book = {0};
    if (!sheet_names(arena, source, &book, f))
        return false;
    for (size_t i = 0; i < book.count; i++) {
        source->sheet = book.sheets[i].name;
        if (!book.sheets[i].hidden &&
            !read_grid(arena, &xlsx_importer, source, book.sheets[i].name, row, data, f))
            return false;
    }
    return true;
}

static bool read_rows(struct arena *arena, const char *path, row_taker *row, void *data, struct fault *f) {
    struct source source;
    if (!source_open(&source, path, f))
        return false;
    bool zip = source.length > 4 && memcmp(source.bytes, "PK\x03\x04", 4) == 0;
    bool read = zip ? read_book(arena, &source, row, data, f)
                    : read_grid(arena, &csv_importer, &source, NULL, row, data, f);
    source_close(&source);
    return read || fault_context(f, "%s", path);
}

static char *read_document(struct arena *arena, const char *path, size_t *length, struct fault *f) {
    struct source source;
    if (!source_open(&source, path, f))
        return NULL;
    char *text = docx_text(arena, &source, length, f);
    source_close(&source);
    if (f->kind != FAULT_NONE && !strstr(f->text, path))
        (void)!fault_context(f, "%s", path);
    return text;
}

const struct door importers_door = {read_text, read_rows, read_document};
