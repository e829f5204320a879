/* sheets: the sheets that came in by FAX, as pictures beside which they are keyed. */
#include "importers/commands.h"

#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "importers/picture/paper_load.h"

#include <stdio.h>
#include <stdlib.h>

/* --- add --- */

struct adding {
    const struct app *app;
    struct store *store;
    struct paper_load_spec spec;
    enum output_format format;
    struct listing *listing;
};

static const struct listing_column added_columns[] = {
    {"name", N_("Batch"), LISTING_TEXT},
    {"file", N_("File"), LISTING_TEXT},
    {"format", N_("Format"), LISTING_TEXT},
    {"pages", N_("Pages"), LISTING_NUMBER},
    {"sheets", N_("Sheets"), LISTING_NUMBER},
    {"damaged", N_("Damaged pages"), LISTING_NUMBER},
    {"repeated", N_("Seen before"), LISTING_NUMBER},
};
enum { ADDED = sizeof added_columns / sizeof *added_columns };

static void tell(const struct adding *a, const struct paper_load_done *d) {
    struct arena *arena = a->app->arena;
    listing_add(a->listing, (const char *const[ADDED]){d->loaded.name, a->spec.path, d->format,
                                                       listing_number(arena, (long)d->pages),
                                                       listing_number(arena, d->loaded.sheets),
                                                       listing_number(arena, (long)d->damaged),
                                                       listing_number(arena, d->loaded.repeated)});
    if (a->format != OUTPUT_TEXT || a->app->quiet)
        return;
    printf(_("%s: %zu pages, %ld sheets to be keyed\n"), d->loaded.name, d->pages, d->loaded.sheets);
    if (d->damaged)
        printf(
            _("  lines were lost in %zu pages, the first of them page %zu; look at them, and ask for the FAX "
              "again where it cannot be read\n"),
            d->damaged, d->first_damaged);
    if (d->loaded.repeated)
        printf(_("  %ld pages were there before, or stand in the file twice; each is kept once\n"),
               d->loaded.repeated);
    if ((long)d->pages % a->spec.per_sheet)
        printf(
            _("  the last sheet has fewer than %ld pages; a page may be missing, or a cover page too many\n"),
            a->spec.per_sheet);
}

static bool add_files(struct adding *a, const char *const *files, size_t count, struct fault *f) {
    for (size_t i = 0; i < count; i++) {
        struct paper_load_done done;
        a->spec.path = files[i];
        if (!paper_load(a->app, a->store, &a->spec, &done, f))
            return false;
        tell(a, &done);
        a->spec.from = a->spec.from ? paper_number(a->app->arena, a->spec.from, done.loaded.sheets) : NULL;
    }
    return true;
}

static bool check(const struct adding *a, size_t count, struct fault *f) {
    if (!count)
        return fault_usage(f, _("name the files: shukei sheets add --survey ID FILE..."));
    if (a->spec.per_sheet < 1 || a->spec.per_sheet > PAPER_PAGES)
        return fault_usage(f, _("--pages-per-sheet: a sheet has 1 to %d pages"), PAPER_PAGES);
    return !a->spec.from || paper_check_from(a->spec.from, f);
}

static bool add(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct adding a = {.app = app, .spec = {.per_sheet = 1}};
    const char *format_name = NULL;
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &a.spec.survey, true},
                                        {"pages-per-sheet", 0, OPTION_INTEGER, &a.spec.per_sheet, false},
                                        {"from", 0, OPTION_STRING, &a.spec.from, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {0}};
    const char **files;
    size_t count;
    (void)code;
    if (!options_parse(argc, argv, specs, &files, &count, app->arena, f) ||
        !options_format(format_name, &a.format, f) || !check(&a, count, f))
        return false;
    a.listing = listing_create(app->arena, "sheets", added_columns, ADDED);
    a.store = store_open(app->store_path, STORE_WRITE, f);
    bool done = a.store && add_files(&a, files, count, f);
    store_close(a.store);
    if (listing_count(a.listing) && a.format != OUTPUT_TEXT)
        listing_print(a.listing, a.format, stdout);
    return done;
}

/* --- list --- */

static const struct listing_column batch_columns[] = {
    {"name", N_("Batch"), LISTING_TEXT},
    {"survey", N_("Survey"), LISTING_TEXT},
    {"at", N_("When"), LISTING_TIME},
    {"who", N_("Who"), LISTING_TEXT},
    {"pages", N_("Pages"), LISTING_NUMBER},
    {"sheets", N_("Sheets"), LISTING_NUMBER},
    {"waiting", N_("To be keyed"), LISTING_NUMBER},
    {"keyed", N_("Keyed"), LISTING_NUMBER},
    {"again", N_("Keyed twice"), LISTING_NUMBER},
    {"skipped", N_("No sheet"), LISTING_NUMBER},
    {"dropped", N_("Dropped"), LISTING_FLAG},
    {"file", N_("File"), LISTING_TEXT},
};
enum { BATCHES = sizeof batch_columns / sizeof *batch_columns };

static bool list_batches(struct app *app, struct store *store, const char *survey, enum output_format format,
                         struct fault *f) {
    struct paper_batch *rows;
    size_t count;
    if (!paper_batch_list(store, app->arena, survey, &rows, &count, f))
        return false;
    struct listing *l = listing_create(app->arena, "sheets", batch_columns, BATCHES);
    for (size_t i = 0; i < count; i++) {
        const struct paper_batch *b = &rows[i];
        listing_add(l, (const char *const[BATCHES]){
                           b->name, b->survey, b->at, b->who, listing_number(app->arena, b->pages),
                           listing_number(app->arena, b->sheets), listing_number(app->arena, b->waiting),
                           listing_number(app->arena, b->keyed), listing_number(app->arena, b->again),
                           listing_number(app->arena, b->skipped), b->dropped ? listing_yes : NULL, b->file});
    }
    listing_print(l, format, stdout);
    return true;
}

static const struct listing_column sheet_columns[] = {
    {"id", N_("Picture"), LISTING_NUMBER},
    {"position", N_("Position"), LISTING_NUMBER},
    {"sheet", N_("Sheet"), LISTING_TEXT},
    {"state", N_("State"), LISTING_TEXT},
    {"return", N_("Return"), LISTING_NUMBER},
    {"second", N_("Keyed twice"), LISTING_FLAG},
    {"pages", N_("Pages"), LISTING_NUMBER},
    {"width", N_("Dots across"), LISTING_NUMBER},
    {"height", N_("Dots down"), LISTING_NUMBER},
    {"damaged", N_("Damaged pages"), LISTING_NUMBER},
    {"why", N_("Why"), LISTING_TEXT},
};
enum { SHEETS = sizeof sheet_columns / sizeof *sheet_columns };

static void list_sheet(struct arena *arena, struct listing *l, const struct paper *p,
                       enum output_format format) {
    long damaged = 0;
    for (size_t i = 0; i < p->page_count; i++)
        damaged += p->pages[i].damaged;
    listing_add(l, (const char *const[SHEETS]){
                       listing_number(arena, p->id), listing_number(arena, p->position), p->number,
                       format == OUTPUT_TEXT ? paper_state_name(p->state) : paper_state_key(p->state),
                       p->ret ? listing_number(arena, p->ret) : NULL, p->second ? listing_yes : NULL,
                       listing_number(arena, (long)p->page_count), listing_number(arena, p->pages[0].width),
                       listing_number(arena, p->pages[0].height), listing_number(arena, damaged), p->why});
}

static bool list_sheets(struct app *app, struct store *store, const char *batch, enum output_format format,
                        struct fault *f) {
    struct paper *rows;
    size_t count;
    if (!paper_list(store, app->arena, batch, &rows, &count, f))
        return false;
    struct listing *l = listing_create(app->arena, "papers", sheet_columns, SHEETS);
    for (size_t i = 0; i < count; i++)
        list_sheet(app->arena, l, &rows[i], format);
    listing_print(l, format, stdout);
    return true;
}

static bool list(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *survey = NULL, *format_name = NULL;
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &survey, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {0}};
    const char **operands;
    size_t count;
    enum output_format format;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f) ||
        (count > 1 && !operand_count(count, 1, "shukei sheets list [--survey ID] [BATCH]", f)))
        return false;
    struct store *store = store_open(app->store_path, STORE_READ, f);
    bool done = store && (count ? list_sheets(app, store, operands[0], format, f)
                                : list_batches(app, store, survey, format, f));
    store_close(store);
    return done;
}

/* --- drop, skip, reopen --- */

static bool drop(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *why = NULL;
    const struct option_spec specs[] = {{"why", 0, OPTION_STRING, &why, true}, {0}};
    const char **operands;
    size_t count;
    long sheets = 0;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !operand_count(count, 1, "shukei sheets drop BATCH --why TEXT", f))
        return false;
    struct store *store = store_open(app->store_path, STORE_WRITE, f);
    bool done = store && store_begin(store, f) && paper_batch_drop(store, operands[0], why, &sheets, f) &&
                store_commit(store, f);
    store_close(store);
    if (done && !app->quiet)
        printf(_("%s: %ld sheets are not shown to be keyed any more; what was keyed from them stays\n"),
               operands[0], sheets);
    return done;
}

static bool read_number(const char *word, long *id, struct fault *f) {
    char *end;
    *id = strtol(word, &end, 10);
    return (*word && !*end && *id > 0) ||
           fault_usage(
               f, _("\"%s\" is not the number of a sheet's picture; `shukei sheets list BATCH` shows them"),
               word);
}

static bool decide(struct app *app, int argc, char **argv, const char *usage,
                   bool (*how)(struct store *store, long paper, const char *why, struct fault *f),
                   struct fault *f) {
    const char *why = NULL;
    const struct option_spec specs[] = {{"why", 0, OPTION_STRING, &why, true}, {0}};
    const char **operands;
    size_t count;
    long id;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !operand_count(count, 1, usage, f) || !read_number(operands[0], &id, f))
        return false;
    struct store *store = store_open(app->store_path, STORE_WRITE, f);
    bool done = store && store_begin(store, f) && how(store, id, why, f) && store_commit(store, f);
    store_close(store);
    return done;
}

static bool skip(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    return decide(app, argc, argv, "shukei sheets skip PICTURE --why TEXT", paper_skip, f);
}

static bool reopen(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    return decide(app, argc, argv, "shukei sheets reopen PICTURE --why TEXT", paper_reopen, f);
}

static bool sheets_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    static const struct operand_verb verbs[] = {{"add", add},   {"list", list},     {"drop", drop},
                                                {"skip", skip}, {"reopen", reopen}, {NULL, NULL}};
    return operand_verb(verbs, app, argc, argv, code, f);
}

static const struct option_help sheets_options[] = {
    {"pages-per-sheet", N_("how many pages each sheet has (default 1)")},
    {"from", N_("the number of the first sheet, counted on from there: 101, T-0101")},
    {NULL, NULL},
};

const struct command sheets_command = {
    .name = "sheets",
    .group = N_("Collect"),
    .summary = N_("scanned sheets (TIFF, PDF, PNG, JPEG), shown beside the form while they are keyed"),
    .usage = "add --survey ID [--pages-per-sheet N] [--from NUMBER] [--format text|json|csv] FILE...\n"
             "       list [--survey ID] [--format text|json|csv] [BATCH] | drop BATCH --why TEXT\n"
             "       skip PICTURE --why TEXT | reopen PICTURE --why TEXT",
    .options = sheets_options,
    .run = sheets_run,
};
