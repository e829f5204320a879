/* Any bytes as a file: rows of valid text within the limits, or one fault that says why not. */
#include "engine/base/utf8.h"
#include "importers/csv.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_record(const struct record *record, size_t row_before) {
    if (record->row <= row_before || record->count > CSV_COLUMNS_MAX || record->count > record->written)
        abort();
    for (size_t i = 0; i < record->count; i++) {
        size_t length = strlen(record->cells[i]);
        if (length > CSV_CELL_MAX || !utf8_valid(record->cells[i], length))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct source source = {.path = "x.csv", .bytes = data, .length = size};
    struct arena *arena = arena_create();
    struct fault f = {0};
    struct reader reader;
    if (csv_importer.open(arena, &source, &reader, &f)) {
        struct record record;
        size_t row = 0;
        int more;
        while ((more = reader.next(&reader, &record, &f)) > 0) {
            check_record(&record, row);
            row = record.row;
        }
        if ((more < 0) != (f.kind != FAULT_NONE))
            abort();
        reader.close(&reader);
    } else if (f.kind == FAULT_NONE) {
        abort();
    }
    arena_destroy(arena);
    return 0;
}
