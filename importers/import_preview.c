/* import --dry-run: what would be read, before anything is. */
#include "importers/import_run.h"

#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "engine/base/utf8.h"
#include "engine/response/report.h"
#include "engine/store/store.h"
#include "importers/import_row.h"
#include "importers/service.h"
#include "importers/sheet.h"

#include <stdio.h>
#include <string.h>

enum { PREVIEW_ROWS = 5, NAME_WIDTH = 16, HEADING_WIDTH = 40 };

struct preview {
    const struct import_spec *spec;
    struct import_setup setup;
    const char *path;
    const struct source *source;
};

static void print_padded(const char *text, size_t width) {
    size_t used = utf8_width(text);
    fputs(text, stdout);
    for (; used < width; used++)
        putchar(' ');
}

/* On one line: a heading may have breaks. */
static const char *one_line(struct arena *arena, const char *text) {
    char *copy = arena_strdup(arena, text);
    for (char *at = copy; *at; at++)
        if (*at == '\n' || *at == '\t' || *at == '\r')
            *at = ' ';
    return copy;
}

static void print_columns(const struct preview *p, const struct sheet *sheet, const struct columns *columns) {
    struct arena *arena = p->setup.arena;
    if (sheet->reader->note)
        printf("%s: %s\n", p->path, sheet->reader->note);
    if (columns->service)
        printf(_("%s: read as an export of %s\n"), p->path, service_name(columns->service));
    printf(_("%s: headings in row %zu\n"), p->path, sheet->heading_row);
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = &columns->items[i];
        printf("  %3zu  ", i + 1);
        print_padded(one_line(arena, column->heading), HEADING_WIDTH);
        printf(" → %s", columns_meaning(arena, p->setup.q, column));
        if (column->mapped)
            fputs(_(" (by the map)"), stdout);
        if (column->own)
            printf(_(" (noted by %s)"), service_name(columns->service));
        if (column->suggestion)
            printf(_(" (did you mean %s?)"), column->suggestion);
        putchar('\n');
    }
}

static void print_row(const struct preview *p, const struct record *record, const struct response *response,
                      const struct findings *found) {
    struct arena *arena = found->arena;
    printf(_("row %zu\n"), record->row);
    for (size_t i = 0; i < p->setup.q->question_count; i++) {
        const struct question *question = &p->setup.q->questions[i];
        if (!response->answers[i].raw)
            continue;
        fputs("    ", stdout);
        /* Rows of a matrix share their number, and what is nested has none. */
        bool alone = *question->number && !question->group;
        print_padded(alone ? question->number : report_question_name(arena, question), NAME_WIDTH);
        printf(" %s\n", one_line(arena, answer_text(arena, question, &response->answers[i])));
    }
    for (size_t i = 0; i < found->count; i++)
        printf("    ! %s\n", found->items[i].message);
}

/* What the whole file would come to, had none of it been loaded before. */
struct prospect {
    size_t rows, set_aside, findings[RULE_ERROR + 1];
};

static void count_row(struct prospect *prospect, const struct findings *found) {
    bool error = false;
    for (size_t i = 0; i < found->count; i++) {
        prospect->findings[found->items[i].severity]++;
        error = error || found->items[i].severity == RULE_ERROR;
    }
    prospect->rows++;
    prospect->set_aside += error;
}

static void print_prospect(const struct prospect *prospect) {
    if (prospect->rows > PREVIEW_ROWS)
        printf(_("... and %zu more rows\n"), prospect->rows - PREVIEW_ROWS);
    printf(
        _("rows %zu: %zu would be accepted, %zu set aside; findings: %zu errors, %zu warnings, %zu notes\n"),
        prospect->rows, prospect->rows - prospect->set_aside, prospect->set_aside,
        prospect->findings[RULE_ERROR], prospect->findings[RULE_WARNING], prospect->findings[RULE_INFO]);
}

static bool print_rows(const struct preview *p, const struct importer *importer, struct sheet *sheet,
                       const struct columns *columns, struct fault *f) {
    enum day_order order;
    if (!day_order_find(&p->setup, importer, p->source, columns, &order, f))
        return false;
    struct arena *scratch = arena_create();
    struct import_row *row =
        import_row_prepare(p->setup.arena, p->setup.q, p->setup.spellings, columns, p->spec->channel);
    struct prospect prospect = {0};
    struct record record;
    int more;
    import_row_days(row, order);
    while ((more = sheet_next(sheet, &record, f)) > 0) {
        struct findings found = {.arena = scratch};
        const struct response *response = import_row_read(scratch, row, &record, p->path, &found);
        count_row(&prospect, &found);
        if (prospect.rows <= PREVIEW_ROWS)
            print_row(p, &record, response, &found);
        arena_reset(scratch);
    }
    if (more == 0)
        print_prospect(&prospect);
    arena_destroy(scratch);
    return more >= 0;
}

/* --- JSON
 * ------------------------------------------------------------------------------------------------------ */

static void add_meaning(struct strbuf *out, const struct questionnaire *q, const struct column *column,
                        struct arena *arena) {
    static const char *const kinds[] = {
        [MEANING_EMPTY] = "empty",           [MEANING_IGNORED] = "ignored",   [MEANING_UNKNOWN] = "unknown",
        [MEANING_FIELD] = "field",           [MEANING_QUESTION] = "question", [MEANING_OPTION] = "option",
        [MEANING_OTHER_TEXT] = "other_text",
    };
    const struct meaning *meaning = &column->meaning;
    strbuf_add(out, "{");
    json_add_member(out, "heading", column->heading);
    json_add_member(out, "kind", kinds[meaning->kind]);
    json_add_member(out, "question", meaning->question >= 0 ? q->questions[meaning->question].id : NULL);
    json_add_member(out, "option",
                    meaning->option >= 0 ? q->questions[meaning->question].options[meaning->option].id
                                         : NULL);
    json_add_member(out, "meaning", columns_meaning(arena, q, column));
    json_add_member(out, "unit", column->unit);
    json_add_member(out, "suggestion", column->suggestion);
    strbuf_add(out, "}");
}

static void add_sheets(struct strbuf *out, const struct reader *reader) {
    json_add_member(out, "note", reader->note);
    json_add_member(out, "sheet", reader->sheet);
    strbuf_add(out, ", \"sheets\": ");
    json_add_strings(out, reader->sheets, reader->sheet_count);
}

static void print_json(const struct preview *p, const struct sheet *sheet, const struct columns *columns) {
    struct strbuf out = {0};
    strbuf_add(&out, "{");
    json_add_member(&out, "file", p->path);
    json_add_member(&out, "service", columns->service ? service_id(columns->service) : NULL);
    add_sheets(&out, sheet->reader);
    strbuf_printf(&out, ", \"heading_row\": %zu, \"columns\": [", sheet->heading_row);
    for (size_t i = 0; i < columns->count; i++) {
        strbuf_add(&out, i ? ",\n  " : "\n  ");
        add_meaning(&out, p->setup.q, &columns->items[i], p->setup.arena);
    }
    strbuf_add(&out, "]}");
    puts(out.text);
    strbuf_end(&out);
}

/* ---------------------------------------------------------------------------------------------------------------
 */

static bool preview_table(const struct preview *p, const struct importer *importer, struct reader *reader,
                          struct fault *f) {
    struct sheet sheet;
    const struct import_setup *setup = &p->setup;
    const struct columns *columns = import_start(setup, importer, p->spec->format != NULL, reader, &sheet, f);
    if (!columns)
        return false;
    if (p->spec->output == OUTPUT_JSON)
        print_json(p, &sheet, columns);
    else
        print_columns(p, &sheet, columns);
    if (!columns_check(setup->arena, setup->vocabulary, columns, f))
        return reader->partial ? fault_context(f, "%s", reader->note) : false;
    return p->spec->output == OUTPUT_JSON || print_rows(p, importer, &sheet, columns, f);
}

static bool preview_source(const struct preview *p, struct source *source, struct fault *f) {
    source->sheet = p->spec->sheet;
    const struct importer *importer = importer_choose(source, p->spec->format, f);
    struct reader reader;
    if (!importer)
        return false;
    if (!importer->open)
        return fault_usage(f, _("%s is a %s file, which is taken as a whole; import it by itself"), p->path,
                           importer->name);
    if (!importer->open(p->setup.arena, source, &reader, f))
        return false;
    bool shown = preview_table(p, importer, &reader, f);
    reader.close(&reader);
    return shown || fault_context(f, "%s", p->path);
}

static bool preview_files(struct preview *p, struct fault *f) {
    bool json = p->spec->output == OUTPUT_JSON, shown = true;
    if (json)
        puts("{\"dry_run\": true, \"files\": [");
    for (size_t i = 0; shown && i < p->spec->file_count; i++) {
        struct source source;
        p->path = p->spec->files[i];
        p->source = &source;
        if (json && i)
            puts(",");
        shown = source_open(&source, p->path, f) && preview_source(p, &source, f);
        source_close(&source);
    }
    if (json)
        puts("]}");
    return shown;
}

bool import_preview(const struct app *app, const struct import_spec *spec, struct fault *f) {
    struct preview p = {.spec = spec};
    bool shown = import_prepare(app, spec, false, &p.setup, f) && preview_files(&p, f);
    if (shown && spec->output == OUTPUT_TEXT)
        puts(_("dry run: nothing was stored"));
    store_close(p.setup.store);
    return shown;
}
