#include "engine/questionnaire/population.h"

#include "engine/base/file.h"
#include "engine/base/home.h"
#include "engine/base/lang.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 16 << 20, COLUMNS = 6 };

static const char *const headings[COLUMNS] = {"table", "area", "type", "count", "date", "source"};

struct reader {
    struct arena *arena;
    const char *cells[COLUMNS];
    size_t cell_count, line;
    struct population_row *rows;
    size_t count, capacity;
    struct fault *f;
};

static void on_cell(void *bytes, size_t length, void *data) {
    struct reader *r = data;
    if (r->cell_count < COLUMNS)
        r->cells[r->cell_count] = arena_strndup(r->arena, bytes ? bytes : "", length);
    r->cell_count++;
}

static bool check_headings(struct reader *r) {
    for (size_t i = 0; i < COLUMNS; i++)
        if (strcmp(r->cells[i], headings[i]) != 0)
            return fault_set(r->f, _("expected the heading \"%s\", found \"%s\""), headings[i], r->cells[i]);
    return true;
}

static bool add_row(struct reader *r) {
    char *end;
    double count = strtod(r->cells[3], &end);
    if (*end || !(count > 0))
        return fault_set(r->f, _("\"%s\" is not a number of institutions"), r->cells[3]);
    r->rows = arena_grow(r->arena, r->rows, r->count, &r->capacity, sizeof *r->rows);
    r->rows[r->count++] =
        (struct population_row){r->cells[0], r->cells[1], r->cells[2], count, r->cells[4], r->cells[5]};
    return true;
}

static void on_row(int terminator, void *data) {
    struct reader *r = data;
    (void)terminator;
    r->line++;
    if (r->f->kind == FAULT_NONE) {
        bool good = r->cell_count == COLUMNS ||
                    fault_set(r->f, _("expected %d cells, found %zu"), (int)COLUMNS, r->cell_count);
        if (!good || !(r->line == 1 ? check_headings(r) : add_row(r)))
            fault_context(r->f, _("row %zu"), r->line);
    }
    r->cell_count = 0;
}

static const struct population *read_population(struct arena *arena, struct fault *f) {
    struct reader r = {.arena = arena, .f = f};
    struct csv_parser parser;
    size_t length;
    const char *path = home_path(arena, "data/reference/population.csv", f);
    const char *text = path ? file_read(arena, path, FILE_LIMIT, &length, f) : NULL;
    if (!text)
        return NULL;
    if (csv_init(&parser, CSV_EMPTY_IS_NULL) != 0)
        arena_out_of_memory();
    csv_parse(&parser, text, length, on_cell, on_row, &r);
    csv_fini(&parser, on_cell, on_row, &r);
    csv_free(&parser);
    if (f->kind != FAULT_NONE) {
        fault_context(f, "%s", path);
        return NULL;
    }
    struct population *population = arena_alloc(arena, sizeof *population);
    *population = (struct population){r.rows, r.count};
    return population;
}

const struct population *population_get(struct fault *f) {
    static const struct population *known;
    static struct arena *arena;
    if (!known) {
        if (arena)
            arena_destroy(arena);
        arena = arena_create();
        known = read_population(arena, f);
    }
    return known;
}
