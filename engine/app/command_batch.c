/* batch: what came in when, and taking one batch back. */
#include "engine/app/commands.h"

#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/base/lang.h"
#include "engine/store/store.h"

#include <string.h>

static const struct listing_column columns[] = {
    {"name", N_("Batch"), LISTING_TEXT},
    {"survey", N_("Survey"), LISTING_TEXT},
    {"at", N_("When"), LISTING_TIME},
    {"who", N_("Who"), LISTING_TEXT},
    {"channel", N_("Channel"), LISTING_TEXT},
    {"read", N_("Read"), LISTING_NUMBER},
    {"accepted", N_("Accepted"), LISTING_NUMBER},
    {"duplicate", N_("Duplicate"), LISTING_NUMBER},
    {"set_aside", N_("Set aside"), LISTING_NUMBER},
    {"void", N_("Void"), LISTING_NUMBER},
    {"second", N_("Keyed twice"), LISTING_NUMBER},
    {"undone", N_("Taken back"), LISTING_FLAG},
    {"format", N_("Format"), LISTING_TEXT},
    {"files", N_("Files"), LISTING_TEXT},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void add(struct arena *arena, struct listing *l, const struct batch_row *row) {
    const struct reconciliation *c = &row->counts;
    const char *const cells[COLUMNS] = {
        row->name,
        row->survey,
        row->at,
        row->who,
        row->channel,
        listing_number(arena, c->read),
        listing_number(arena, c->accepted),
        listing_number(arena, c->duplicate),
        listing_number(arena, c->set_aside),
        listing_number(arena, c->voided),
        listing_number(arena, c->second),
        row->undone ? listing_yes : NULL,
        row->format,
        row->files,
    };
    listing_add(l, cells);
}

static bool list(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *format_name = NULL;
    const struct option_spec specs[] = {{"format", 0, OPTION_STRING, &format_name, false}, {0}};
    const char **operands;
    size_t count, rows_count;
    enum output_format format;
    struct batch_row *rows;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f) || !operand_count(count, 0, "shukei batch list", f))
        return false;
    struct store *store = store_open(app->store_path, STORE_READ, f);
    bool done = store && store_batch_list(store, app->arena, &rows, &rows_count, f);
    store_close(store);
    if (!done)
        return false;
    struct listing *l = listing_create(app->arena, "batches", columns, COLUMNS);
    for (size_t i = 0; i < rows_count; i++)
        add(app->arena, l, &rows[i]);
    listing_print(l, format, stdout);
    return true;
}

/* How many second keyings the batch holds. */
static bool count_seconds(const struct app *app, struct store *store, const char *name, long *seconds,
                          struct fault *f) {
    struct batch_row *rows;
    size_t count;
    if (!store_batch_list(store, app->arena, &rows, &count, f))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].name, name) == 0)
            *seconds = rows[i].counts.second;
    return true;
}

static void print_undone(const char *name, const struct batch_undone *undone, long seconds) {
    if (seconds)
        printf(_("%s: taken back; %ld second keyings are no longer compared\n"), name, seconds);
    else
        printf(_("%s: taken back; %ld returns are void now\n"), name, undone->returns);
    if (undone->promoted)
        printf(_("%ld returns of other batches were duplicates of these, and take their place now\n"),
               undone->promoted);
}

static bool undo(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *why = NULL;
    const struct option_spec specs[] = {{"why", 0, OPTION_STRING, &why, false}, {0}};
    const char **operands;
    size_t count;
    long seconds = 0;
    struct batch_undone undone;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !operand_count(count, 1, "shukei batch undo NAME [--why TEXT]", f))
        return false;
    struct store *store = store_open(app->store_path, STORE_WRITE, f);
    bool done = store && store_begin(store, f) && store_batch_undo(store, operands[0], why, &undone, f) &&
                count_seconds(app, store, operands[0], &seconds, f) && store_commit(store, f);
    store_close(store);
    if (done && !app->quiet)
        print_undone(operands[0], &undone, seconds);
    return done;
}

static bool batch_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    static const struct operand_verb verbs[] = {{"list", list}, {"undo", undo}, {NULL, NULL}};
    return operand_verb(verbs, app, argc, argv, code, f);
}

const struct command batch_command = {
    .name = "batch",
    .group = N_("Collect"),
    .summary = N_("what came in when; take one batch back"),
    .usage = "list [--format text|json|csv] | undo NAME [--why TEXT]",
    .run = batch_run,
};
