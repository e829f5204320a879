/* A workbook's parts and archives of any bytes: rows within the limits, or one fault that says why not.  The
 * first byte chooses what the rest is. */
#include "engine/base/utf8.h"
#include "importers/xlsx/xlsx.h"
#include "importers/xlsx/xlsx_cells.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_record(const struct record *record, size_t row_before) {
    if (record->row <= row_before || record->count > XLSX_COLUMNS_MAX || record->count > record->written ||
        record->row > XLSX_ROWS_MAX)
        abort();
    for (size_t i = 0; i < record->count; i++) {
        if (record->spans && (record->spans[i] < 1 || record->spans[i] > XLSX_COLUMNS_MAX))
            abort();
        if (!utf8_valid(record->cells[i], strlen(record->cells[i])))
            abort();
    }
}

static void check_outcome(bool done, const struct fault *f) {
    if (done == (f->kind != FAULT_NONE))
        abort();
}

static void fuzz_cells(const char *xml, size_t size) {
    static const char shared[] = "<sst><si><t>a</t></si></sst>";
    static const char looks[] = "<styleSheet><cellXfs><xf/><xf numFmtId='14'/><xf numFmtId='22'/>"
                                "<xf numFmtId='46'/><xf numFmtId='9'/></cellXfs></styleSheet>";
    struct fault f = {0};
    struct xlsx_merges merges = {0};
    xlsx_merges_scan(&merges, xml, size);
    struct xlsx_strings *strings = xlsx_strings_parse(shared, sizeof shared - 1, &f);
    struct xlsx_styles *styles = xlsx_styles_parse(looks, sizeof looks - 1, &f);
    if (!strings || !styles)
        abort();
    const struct xlsx_book book = {strings, styles, &merges, size & 1};
    struct xlsx_cells *cells = xlsx_cells_create(&book);
    struct record record;
    size_t row = 0;
    bool fed = true;
    for (size_t at = 0, length; fed && at <= size; at += length) {
        length = size - at < 100 ? size - at : 100;
        fed = xlsx_cells_feed(cells, xml + at, length, length == 0, &f);
        while (fed && xlsx_cells_next(cells, &record)) {
            check_record(&record, row);
            row = record.row;
        }
        if (length == 0)
            break;
    }
    check_outcome(fed, &f);
    xlsx_cells_destroy(cells);
    xlsx_strings_destroy(strings);
    xlsx_styles_destroy(styles);
    xlsx_merges_end(&merges);
}

static void fuzz_strings(const char *xml, size_t size) {
    struct fault f = {0};
    struct xlsx_strings *strings = xlsx_strings_parse(xml, size, &f);
    check_outcome(strings != NULL, &f);
    for (size_t i = 0; strings && xlsx_strings_get(strings, i); i++)
        if (!utf8_valid(xlsx_strings_get(strings, i), strlen(xlsx_strings_get(strings, i))))
            abort();
    xlsx_strings_destroy(strings);
}

static void fuzz_styles(const char *xml, size_t size) {
    struct fault f = {0};
    struct xlsx_styles *styles = xlsx_styles_parse(xml, size, &f);
    check_outcome(styles != NULL, &f);
    xlsx_styles_destroy(styles);
}

static void fuzz_archive(const char *bytes, size_t size) {
    const struct source source = {.path = "x.xlsx",
                                  .bytes = (const unsigned char *)bytes,
                                  .length = size,
                                  .sheet = size & 1 ? "1" : NULL};
    struct arena *arena = arena_create();
    struct fault f = {0};
    struct reader reader;
    msforms_importer.sniff(&source);
    if (xlsx_importer.open(arena, &source, &reader, &f)) {
        struct record record;
        size_t row = 0;
        int more;
        while ((more = reader.next(&reader, &record, &f)) > 0) {
            check_record(&record, row);
            row = record.row;
        }
        check_outcome(more == 0, &f);
        reader.close(&reader);
    } else {
        check_outcome(false, &f);
    }
    arena_destroy(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    const char *rest = (const char *)data + 1;
    switch (data[0] % 4) {
    case 0:
        fuzz_cells(rest, size - 1);
        break;
    case 1:
        fuzz_strings(rest, size - 1);
        break;
    case 2:
        fuzz_styles(rest, size - 1);
        break;
    default:
        fuzz_archive(rest, size - 1);
        break;
    }
    return 0;
}
