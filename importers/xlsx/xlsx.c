#include "importers/xlsx/xlsx.h"

#include "engine/base/lang.h"
#include "importers/service.h"
#include "importers/xlsx/xlsx_cells.h"
#include "importers/xlsx/xlsx_workbook.h"

#include <stdlib.h>
#include <string.h>

struct xlsx_reader {
    struct arena *arena;
    const struct source *source;
    struct xlsx_package *package;
    struct xlsx_workbook workbook;
    struct xlsx_strings *strings;
    struct xlsx_styles *styles;
    struct xlsx_merges merges;
    struct xlsx_part *part; /* the sheet, while it is being read */
    struct xlsx_cells *cells;
    char piece[XLSX_PIECE];
};

/* --- a sheet ----------------------------------------------------------------------------------------------
 */

static void end_sheet(struct xlsx_reader *r) {
    xlsx_cells_destroy(r->cells);
    xlsx_part_close(r->part);
    r->cells = NULL;
    r->part = NULL;
}

static bool begin_sheet(struct xlsx_reader *r, const struct xlsx_sheet *sheet, struct fault *f) {
    const struct xlsx_book book = {r->strings, r->styles, &r->merges, r->workbook.since_1904};
    r->part = xlsx_part_open(r->package, sheet->part, f);
    if (r->part)
        r->cells = xlsx_cells_create(&book);
    return r->part != NULL;
}

/* 1: a row, 0: the end, -1: a fault */
static int next_row(struct xlsx_reader *r, struct record *record, struct fault *f) {
    size_t length = 1;
    while (!xlsx_cells_next(r->cells, record)) {
        if (length == 0)
            return 0;
        if (!xlsx_part_read(r->part, r->piece, sizeof r->piece, &length, f) ||
            !xlsx_cells_feed(r->cells, r->piece, length, length == 0, f))
            return -1;
    }
    return 1;
}

static bool has_rows(struct xlsx_reader *r, const struct xlsx_sheet *sheet, bool *has, struct fault *f) {
    struct record record;
    int more = begin_sheet(r, sheet, f) ? next_row(r, &record, f) : -1;
    end_sheet(r);
    *has = more > 0;
    return more >= 0;
}

/* --- the choice of it -------------------------------------------------------------------------------------
 */

static bool nothing_visible(const struct xlsx_reader *r, struct fault *f) {
    if (r->workbook.count == 0)
        return fault_set(f, _("the workbook has no sheet with cells"));
    return fault_set(f,
                     _("no visible sheet holds anything; the workbook has: %s; choose a hidden one with "
                       "--sheet NAME"),
                     xlsx_workbook_list(r->arena, &r->workbook));
}

/* *others: the names of those that hold something too, or NULL. */
static const struct xlsx_sheet *first_filled(struct xlsx_reader *r, const char **others, struct fault *f) {
    const struct xlsx_sheet *first = NULL;
    *others = NULL;
    for (size_t i = 0; i < r->workbook.count; i++) {
        const struct xlsx_sheet *sheet = &r->workbook.sheets[i];
        bool has = false;
        if (sheet->hidden)
            continue;
        if (!has_rows(r, sheet, &has, f)) {
            fault_context(f, _("sheet \"%s\""), sheet->name);
            return NULL;
        }
        if (has && first)
            *others = arena_printf(r->arena, "%s%s\"%s\"", *others ? *others : "", *others ? ", " : "",
                                   sheet->name);
        first = first || !has ? first : sheet;
    }
    if (!first)
        (void)!nothing_visible(r, f);
    return first;
}

static const struct xlsx_sheet *choose(struct xlsx_reader *r, const char **note, struct fault *f) {
    const char *others;
    if (r->source->sheet)
        return xlsx_workbook_sheet(&r->workbook, r->source->sheet, f);
    const struct xlsx_sheet *sheet = first_filled(r, &others, f);
    if (sheet && others)
        *note = arena_printf(r->arena,
                             _("sheet \"%s\" is read; these hold something too and are not: %s (choose with "
                               "--sheet NAME)"),
                             sheet->name, others);
    return sheet;
}

/* --- the reader -------------------------------------------------------------------------------------------
 */

static int next(struct reader *reader, struct record *record, struct fault *f) {
    struct xlsx_reader *r = reader->data;
    int more = next_row(r, record, f);
    reader->hidden_rows = xlsx_cells_hidden(r->cells);
    reader->consumed = (size_t)((double)r->source->length * xlsx_part_progress(r->part));
    return more;
}

static void destroy_reader(struct xlsx_reader *r) {
    end_sheet(r);
    xlsx_merges_end(&r->merges);
    xlsx_styles_destroy(r->styles);
    xlsx_strings_destroy(r->strings);
    xlsx_package_close(r->package);
    free(r);
}

static void close_reader(struct reader *reader) {
    destroy_reader(reader->data);
    reader->data = NULL;
}

/* Everything but the rows; the sheet that was chosen. */
static const struct xlsx_sheet *open_book(struct xlsx_reader *r, const char **note, struct fault *f) {
    if (!xlsx_workbook_read(r->arena, r->package, &r->workbook, f))
        return NULL;
    r->strings = xlsx_strings_read(r->package, r->workbook.strings, f);
    r->styles = r->strings ? xlsx_styles_read(r->package, r->workbook.styles, f) : NULL;
    return r->styles ? choose(r, note, f) : NULL;
}

static void name_sheets(struct xlsx_reader *r, const struct xlsx_sheet *chosen, struct reader *reader) {
    const char **names = arena_array(r->arena, r->workbook.count, sizeof *names);
    for (size_t i = 0; i < r->workbook.count; i++)
        names[i] = r->workbook.sheets[i].name;
    reader->sheet = chosen->name;
    reader->sheets = names;
    reader->sheet_count = r->workbook.count;
}

static bool open_sheet(struct xlsx_reader *r, struct reader *reader, struct fault *f) {
    const struct xlsx_sheet *sheet = open_book(r, &reader->note, f);
    if (!sheet)
        return false;
    name_sheets(r, sheet, reader);
    return (xlsx_merges_read(r->package, sheet->part, &r->merges, f) && begin_sheet(r, sheet, f)) ||
           fault_context(f, _("sheet \"%s\""), sheet->name);
}

static struct xlsx_reader *create_reader(struct arena *arena, const struct source *source, struct fault *f) {
    struct xlsx_package *package = xlsx_package_open(source, f);
    if (!package)
        return NULL;
    struct xlsx_reader *r = calloc(1, sizeof *r);
    if (!r)
        arena_out_of_memory();
    r->arena = arena;
    r->source = source;
    r->package = package;
    return r;
}

static bool open_reader(struct arena *arena, const struct source *source, struct reader *reader,
                        struct fault *f) {
    struct xlsx_reader *r = create_reader(arena, source, f);
    if (!r)
        return false;
    *reader = (struct reader){.next = next, .close = close_reader, .data = r};
    if (open_sheet(r, reader, f)) {
        reader->partial = reader->note != NULL;
        return true;
    }
    close_reader(reader);
    return fault_context(f, "%s", source->path);
}

/* --- sniffing ---------------------------------------------------------------------------------------------
 */

/* Also what only looks like a workbook: opening it says what to do. */
static int sniff(const struct source *source) {
    bool zip = source->length >= 4 && memcmp(source->bytes, "PK\x03\x04", 4) == 0;
    bool ole = source->length >= 4 && memcmp(source->bytes, "\xD0\xCF\x11\xE0", 4) == 0;
    return zip || ole ? 50 : 0;
}

static int sniff_msforms(const struct source *source) {
    struct arena *scratch = arena_create();
    struct fault ignored = {0}; /* said again when the file is opened */
    struct record record;
    struct xlsx_reader *r = sniff(source) ? create_reader(scratch, source, &ignored) : NULL;
    const char *note;
    const struct xlsx_sheet *sheet = r ? open_book(r, &note, &ignored) : NULL;
    bool recognised = sheet && begin_sheet(r, sheet, &ignored) && next_row(r, &record, &ignored) > 0 &&
                      service_recognises(scratch, "msforms", record.cells, record.count);
    if (r)
        destroy_reader(r);
    arena_destroy(scratch);
    return recognised ? 60 : 0;
}

const struct importer xlsx_importer = {
    .name = "xlsx",
    .description = N_("Excel workbook (.xlsx), one return per row"),
    .has_sheets = true,
    .sniff = sniff,
    .open = open_reader,
};

const struct importer msforms_importer = {
    .name = "msforms",
    .description = N_("Excel workbook of Microsoft Forms"),
    .service = "msforms",
    .has_sheets = true,
    .sniff = sniff_msforms,
    .open = open_reader,
};
