/* history: what happened to one return, from its arrival to now. */
#include "engine/app/commands.h"

#include "engine/app/listing.h"
#include "engine/app/operand.h"
#include "engine/app/trail_words.h"
#include "engine/base/lang.h"
#include "engine/store/store.h"

static const struct listing_column columns[] = {
    {"revision", N_("Revision"), LISTING_NUMBER},
    {"at", N_("When"), LISTING_TIME},
    {"who", N_("Who"), LISTING_TEXT},
    {"action", N_("What"), LISTING_TEXT},
    {"before", N_("Before"), LISTING_TEXT},
    {"after", N_("After"), LISTING_TEXT},
    {"why", N_("Why"), LISTING_TEXT},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static bool history_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *format_name = NULL;
    const struct option_spec specs[] = {{"format", 0, OPTION_STRING, &format_name, false}, {0}};
    const char **operands;
    size_t count, rows_count;
    enum output_format format;
    struct history_row *rows;
    long id;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f) || !operand_count(count, 1, "shukei history ID", f) ||
        !operand_return(operands[0], &id, f))
        return false;
    struct store *store = store_open(app->store_path, STORE_READ, f);
    bool done = store && store_history(store, app->arena, id, &rows, &rows_count, f);
    store_close(store);
    if (!done)
        return false;
    struct listing *l = listing_create(app->arena, "history", columns, COLUMNS);
    for (size_t i = 0; i < rows_count; i++) {
        const struct history_row *row = &rows[i];
        const char *action =
            format == OUTPUT_TEXT ? trail_words_action(row->action, row->after) : row->action;
        listing_add(l, (const char *const[COLUMNS]){listing_number(app->arena, row->revision), row->at,
                                                    row->who, action, row->before, row->after, row->why});
    }
    listing_print(l, format, stdout);
    return true;
}

const struct command history_command = {
    .name = "history",
    .group = N_("Check"),
    .summary = N_("what happened to one return: who, when, what, why"),
    .usage = "ID [--format text|json|csv]",
    .run = history_run,
};
