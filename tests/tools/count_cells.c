/* count_cells FILE: reads a file of returns as its format's reader does, and prints its rows and filled
 * cells. */
#include "importers/importer.h"

#include <stdio.h>

static bool count(struct arena *arena, const struct source *source, struct fault *f) {
    const struct importer *importer = importer_sniff(source, f);
    struct reader reader;
    struct record record;
    size_t rows = 0, cells = 0;
    int more;
    if (!importer || !importer->open(arena, source, &reader, f))
        return false;
    while ((more = reader.next(&reader, &record, f)) > 0) {
        rows++;
        for (size_t i = 0; i < record.count; i++)
            cells += record.cells[i][0] != '\0';
    }
    reader.close(&reader);
    printf("%s: %zu rows, %zu cells\n", importer->name, rows, cells);
    return more == 0;
}

int main(int argc, char **argv) {
    struct arena *arena = arena_create();
    struct source source = {0};
    struct fault f = {0};
    bool done = argc == 2 && source_open(&source, argv[1], &f) && count(arena, &source, &f);
    if (!done)
        fprintf(stderr, "count_cells FILE: %s\n", f.text);
    source_close(&source);
    arena_destroy(arena);
    return !done;
}
