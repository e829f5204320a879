#include "importers/import_run.h"

#include "engine/app/interrupt.h"
#include "engine/app/print_findings.h"
#include "engine/app/progress.h"
#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "importers/import_row.h"
#include "importers/import_second.h"
#include "importers/service.h"
#include "importers/sheet.h"

#include <stdio.h>
#include <string.h>

bool import_prepare(const struct app *app, const struct import_spec *spec, bool write,
                    struct import_setup *setup, struct fault *f) {
    *setup = (struct import_setup){.arena = app->arena};
    setup->store = store_open(app->store_path, write ? STORE_WRITE : STORE_READ, f);
    if (!setup->store)
        return false;
    setup->q = store_questionnaire(setup->store, app->arena, spec->survey, f);
    setup->spellings = setup->q ? normalise_prepare(app->arena, setup->q, f) : NULL;
    if (!setup->spellings)
        return false;
    setup->vocabulary = vocabulary_prepare(app->arena, setup->q);
    if (spec->map)
        setup->map = column_map_read(app->arena, setup->q, spec->map, f);
    return !spec->map || setup->map;
}

/* Which service's export a table is: as the format says, else, unless the format was named, as the headings
 * say. */
static bool find_service(const struct import_setup *setup, const struct importer *importer, bool named,
                         const struct sheet *sheet, const struct service **service, struct fault *f) {
    *service = NULL;
    if (importer->service)
        return (*service = service_get(importer->service, f)) != NULL;
    return named || !sheet ||
           service_recognise(setup->arena, sheet->headings, sheet->heading_count, service, f);
}

const struct columns *import_start(const struct import_setup *setup, const struct importer *importer,
                                   bool named, struct reader *reader, struct sheet *sheet, struct fault *f) {
    const struct service *service;
    if (!find_service(setup, importer, named, NULL, &service, f))
        return NULL;
    const struct vocabulary *v = vocabulary_of_service(setup->arena, setup->vocabulary, service);
    if (!sheet_start(setup->arena, reader, v, setup->map, sheet, f) ||
        !find_service(setup, importer, named, sheet, &service, f))
        return NULL;
    v = vocabulary_of_service(setup->arena, setup->vocabulary, service);
    return columns_resolve(setup->arena, v, setup->map, sheet->headings, sheet->heading_count);
}

/* One file of the batch. */
struct input {
    struct source source;
    const struct importer *importer;
    const char *path;
    size_t titles, repeats;
    bool seen;
};

struct run {
    const struct app *app;
    const struct import_spec *spec;
    struct import_setup setup;
    struct input *inputs;
    struct print_findings *print;
    struct progress progress;
    size_t done; /* bytes of the files before this one */
    struct arena *scratch;
    struct strbuf raw;
    long batch;
    const char *name;             /* of the batch, once it is complete */
    struct import_second *second; /* or NULL: the rows are returns */
};

/* Before anything is begun: a misspelt name of the last file must not cost the reading of the first. */
static bool open_inputs(struct run *run, struct fault *f) {
    size_t total = 0;
    run->inputs = arena_array(run->app->arena, run->spec->file_count, sizeof *run->inputs);
    for (size_t i = 0; i < run->spec->file_count; i++) {
        struct input *input = &run->inputs[i];
        input->path = run->spec->files[i];
        if (!source_open(&input->source, input->path, f))
            return false;
        input->source.sheet = run->spec->sheet;
        input->importer = importer_choose(&input->source, run->spec->format, f);
        if (!input->importer)
            return false;
        if (!input->importer->open)
            return fault_usage(f, _("%s is a %s file, which is taken as a whole; import it by itself"),
                               input->path, input->importer->name);
        total += input->source.length;
    }
    progress_begin(&run->progress, N_("importing"), total);
    return true;
}

static void close_inputs(const struct run *run) {
    for (size_t i = 0; run->inputs && i < run->spec->file_count; i++)
        source_close(&run->inputs[i].source);
}

/* Cells as written, joined by U+001F, as the store keeps a row and its headings. */
static void join(struct strbuf *out, const char *const *cells, size_t count) {
    strbuf_clear(out);
    strbuf_add(out, "");
    for (size_t i = 0; i < count; i++) {
        if (i)
            strbuf_char(out, '\x1F');
        if (*cells[i])
            strbuf_add(out, cells[i]);
    }
}

/* --- one row
 * --------------------------------------------------------------------------------------------------- */

static bool print_row_findings(struct run *run, const struct findings *found, long id, struct fault *f) {
    for (size_t i = 0; i < found->count; i++) {
        struct finding finding = found->items[i];
        finding.return_id = id;
        if (!print_findings_add(run->print, &finding, f))
            return false;
    }
    return true;
}

/* In a file that was loaded before, every row is a duplicate; that is said once, for the file. */
static bool print_duplicate(struct run *run, const struct input *input, const struct record *record, long id,
                            struct fault *f) {
    const struct finding finding = {.file = input->path,
                                    .row = record->row,
                                    .return_id = id,
                                    .question = -1,
                                    .rule = "return.duplicate",
                                    .severity = RULE_INFO,
                                    .message =
                                        _("this return is in the store already; it is not counted again"),
                                    .suggestion = _("Nothing need be done; `shukei return show` shows it")};
    return input->seen || print_findings_add(run->print, &finding, f);
}

static bool add_second(struct run *run, const struct input *input, const struct incoming *incoming,
                       struct fault *f) {
    struct findings out = {.arena = run->scratch};
    if (!import_second_add(run->second, incoming, input->path, &out, f))
        return false;
    for (size_t i = 0; i < out.count; i++)
        if (!print_findings_add(run->print, &out.items[i], f))
            return false;
    return true;
}

static bool add_return(struct run *run, const struct input *input, const struct record *record,
                       const struct incoming *incoming, const struct findings *found, struct fault *f) {
    long id = 0;
    enum return_status status;
    if (!store_return_add(run->setup.store, run->setup.q, run->batch, incoming, &id, &status, f))
        return false;
    /* What is doubtful about a duplicate was said when it came in first. */
    return status == RETURN_DUPLICATE ? print_duplicate(run, input, record, id, f)
                                      : print_row_findings(run, found, id, f);
}

static bool add_row(struct run *run, const struct input *input, struct import_row *row, long source,
                    const struct record *record, struct fault *f) {
    struct findings found = {.arena = run->scratch};
    struct response *response = import_row_read(run->scratch, row, record, input->path, &found);
    join(&run->raw, record->cells, record->count);
    const struct incoming incoming = {.response = response,
                                      .raw = run->raw.text,
                                      .raw_length = run->raw.length,
                                      .source = source,
                                      .row = record->row,
                                      .findings = found.items,
                                      .finding_count = found.count};
    bool added = run->second ? add_second(run, input, &incoming, f)
                             : add_return(run, input, record, &incoming, &found, f);
    arena_reset(run->scratch);
    return added;
}

/* --- one file
 * -------------------------------------------------------------------------------------------------- */

static bool add_source(struct run *run, struct input *input, const struct sheet *sheet, long *source,
                       struct fault *f) {
    source_digest(&input->source);
    join(&run->raw, sheet->headings, sheet->heading_count);
    if (!store_source_add(run->setup.store, run->batch, input->path, input->source.sha256, run->raw.text,
                          source, &input->seen, f))
        return false;
    if (run->second && input->seen)
        return fault_set(f, _("this very file was imported before; a second keying is keyed anew, by another "
                              "person (`shukei batch list` shows when the file came in)"));
    const struct finding finding = {.file = input->path,
                                    .question = -1,
                                    .rule = "file.seen",
                                    .severity = RULE_INFO,
                                    .message = _("this file was imported before; its rows are duplicates"),
                                    .suggestion =
                                        _("Nothing need be done; `shukei batch list` shows when it came in")};
    return !input->seen || print_findings_add(run->print, &finding, f);
}

/* Filtered out or folded away, they are rows all the same; whoever hid them may think otherwise. */
static bool print_hidden(struct run *run, const struct input *input, size_t rows, struct fault *f) {
    const struct finding finding = {
        .file = input->path,
        .question = -1,
        .rule = "rows.hidden",
        .severity = RULE_INFO,
        .message = arena_printf(run->setup.arena,
                                _("%zu rows that the workbook hides (filtered or folded away) were read "
                                  "like the others"),
                                rows),
        .suggestion =
            _("If they are no returns, delete them from the workbook, and take this batch back with `shukei "
              "batch undo`")};
    return rows == 0 || print_findings_add(run->print, &finding, f);
}

static bool add_rows(struct run *run, struct input *input, struct sheet *sheet, const struct columns *columns,
                     long source, struct fault *f) {
    struct import_row *row =
        import_row_prepare(run->setup.arena, run->setup.q, run->setup.spellings, columns, run->spec->channel);
    struct record record;
    enum day_order order;
    size_t rows = 0;
    int more;
    if (!day_order_find(&run->setup, input->importer, &input->source, columns, &order, f))
        return false;
    import_row_days(row, order);
    while ((more = sheet_next(sheet, &record, f)) > 0) {
        rows++;
        if (interrupt_pending())
            return fault_set(f, _("interrupted; nothing was stored"));
        if (!add_row(run, input, row, source, &record, f))
            return fault_context(f, _("row %zu"), record.row);
        progress_step(&run->progress, run->done + sheet->reader->consumed);
    }
    if (more == 0 && rows == 0)
        return fault_set(f, _("there are headings but no returns below them"));
    input->titles = sheet->titles;
    input->repeats = sheet->repeats;
    return more == 0 && print_hidden(run, input, sheet->reader->hidden_rows, f);
}

static bool print_note(struct run *run, const struct input *input, const struct reader *reader,
                       struct fault *f) {
    const struct finding finding = {.file = input->path,
                                    .question = -1,
                                    .rule = "file.opened",
                                    .severity = reader->partial ? RULE_WARNING : RULE_INFO,
                                    .message = reader->note};
    return !reader->note || print_findings_add(run->print, &finding, f);
}

/* 千円 of a question in 万円: nobody shall wonder later why 1,200 became 120. */
static bool print_units(struct run *run, const struct input *input, const struct columns *columns,
                        struct fault *f) {
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = &columns->items[i];
        if (!column->unit)
            continue;
        const struct finding finding = {
            .file = input->path,
            .question = column->meaning.question,
            .rule = "column.unit",
            .severity = RULE_INFO,
            .message = arena_printf(run->setup.arena,
                                    _("column %zu \"%s\" is in %s; its numbers were converted to %s"), i + 1,
                                    column->heading, column->unit,
                                    run->setup.q->questions[column->meaning.question].measure.unit)};
        if (!print_findings_add(run->print, &finding, f))
            return false;
    }
    return true;
}

static bool add_table(struct run *run, struct input *input, struct reader *reader, struct fault *f) {
    struct sheet sheet;
    const struct import_setup *setup = &run->setup;
    const struct columns *columns =
        import_start(setup, input->importer, run->spec->format != NULL, reader, &sheet, f);
    long source = 0;
    if (columns && !columns_check(setup->arena, setup->vocabulary, columns, f))
        return reader->partial ? fault_context(f, "%s", reader->note) : false;
    return columns && print_note(run, input, reader, f) && print_units(run, input, columns, f) &&
           add_source(run, input, &sheet, &source, f) && add_rows(run, input, &sheet, columns, source, f);
}

static bool add_file(struct run *run, struct input *input, struct fault *f) {
    struct reader reader;
    if (!input->importer->open(run->setup.arena, &input->source, &reader, f))
        return false;
    bool added = add_table(run, input, &reader, f);
    reader.close(&reader);
    run->done += input->source.length;
    return added || fault_context(f, "%s", input->path);
}

/* --- the batch
 * ------------------------------------------------------------------------------------------------- */

/* Sheets that came in again with other answers are counted beside the first ones, until a person decides. */
static bool say_resent(struct run *run, struct fault *f) {
    long count = 0;
    if (!store_batch_resent(run->setup.store, run->batch, &count, f))
        return false;
    const struct finding finding = {
        .question = -1,
        .rule = "batch.resent",
        .severity = RULE_WARNING,
        .message =
            arena_printf(run->setup.arena,
                         _("%ld returns have a sheet number that is in already, with other answers; both are "
                           "counted"),
                         count),
        .suggestion =
            _("If this is a corrected file, take the first one back with `shukei batch undo`; `shukei "
              "duplicates` shows the pairs")};
    return count == 0 || print_findings_add(run->print, &finding, f);
}

/* Numbers far from all others are only known when all returns are in. */
static bool say_outliers(struct run *run, struct fault *f) {
    struct findings out = {.arena = run->scratch};
    if (run->second)
        return true;
    if (!store_outliers(run->setup.store, run->setup.q, run->batch, &out, f))
        return false;
    for (size_t i = 0; i < out.count; i++)
        if (!print_findings_add(run->print, &out.items[i], f))
            return false;
    return true;
}

static bool add_files(struct run *run, struct reconciliation *counts, struct fault *f) {
    const struct import_spec *spec = run->spec;
    struct store *store = run->setup.store;
    const struct batch_spec batch = {.name = spec->batch,
                                     .format = run->inputs[0].importer->name,
                                     .channel = spec->channel,
                                     .second = spec->second,
                                     .map = run->setup.map ? column_map_text(run->setup.map) : NULL};
    if (!store_begin_bulk(store, f) || !store_batch_begin(store, run->setup.q, &batch, &run->batch, f))
        return false;
    if (spec->second && !(run->second = import_second_begin(run->setup.arena, store, run->setup.q, f)))
        return false;
    for (size_t i = 0; i < spec->file_count; i++)
        if (!add_file(run, &run->inputs[i], f))
            return false;
    return (!run->setup.map || column_map_check(run->setup.map, f)) &&
           store_batch_end(store, run->batch, counts, f) && say_outliers(run, f) && say_resent(run, f) &&
           (run->name = store_batch_named(store, run->setup.arena, run->batch, f)) &&
           (spec->rehearse || store_commit(store, f));
}

static bool add_watched(struct run *run, struct reconciliation *counts, struct fault *f) {
    interrupt_watch();
    bool added = add_files(run, counts, f);
    interrupt_release();
    progress_end(&run->progress);
    if (!added || run->spec->rehearse)
        store_rollback(run->setup.store);
    return added;
}

static void print_notes(const struct run *run) {
    for (size_t i = 0; i < run->spec->file_count; i++) {
        const struct input *input = &run->inputs[i];
        if (input->titles)
            printf(_("%s: %zu rows above the headings were taken as a title\n"), input->path, input->titles);
        if (input->repeats)
            printf(_("%s: %zu repeated rows of headings were passed over\n"), input->path, input->repeats);
    }
}

static bool work(struct run *run, struct fault *f) {
    struct reconciliation counts;
    run->print = print_findings_begin(run->spec->output, run->setup.q, f);
    if (!run->print || !add_watched(run, &counts, f))
        return false;
    if (run->spec->rehearse && run->spec->output == OUTPUT_TEXT)
        puts(_("a rehearsal: nothing of the following is stored"));
    if (run->spec->output == OUTPUT_TEXT && run->app->quiet && print_findings_serious(run->print) == 0)
        return true; /* nothing that a person must look at */
    if (run->spec->output == OUTPUT_TEXT)
        print_notes(run);
    return print_findings_end(run->print, run->name, &counts, f);
}

bool import_run(const struct app *app, const struct import_spec *spec, size_t *errors, struct fault *f) {
    struct run run = {.app = app, .spec = spec, .scratch = arena_create()};
    bool done = open_inputs(&run, f) && import_prepare(app, spec, true, &run.setup, f) && work(&run, f);
    *errors = done ? print_findings_errors(run.print) : 0;
    print_findings_destroy(run.print);
    store_close(run.setup.store);
    close_inputs(&run);
    strbuf_end(&run.raw);
    arena_destroy(run.scratch);
    return done;
}
