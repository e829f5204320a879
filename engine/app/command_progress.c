/* progress: sent, received, valid; by association, prefecture, channel and day; and how it will end. */
#include "engine/app/commands.h"

#include "engine/app/monitor_print.h"
#include "engine/app/operand.h"
#include "engine/base/lang.h"

static bool progress_main(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *survey = NULL, *by = NULL, *format_name = NULL;
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &survey, true},
                                        {"by", 0, OPTION_STRING, &by, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {0}};
    const char **operands;
    size_t count;
    enum output_format format;
    enum monitor_key key;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f) || !monitor_print_key(by, &key, f) ||
        !operand_count(count, 0, "shukei progress --survey ID [--by association|pref|channel|day]", f))
        return false;
    struct store *store = store_open(app->store_path, STORE_READ, f);
    const struct monitor *m = store ? monitor_read(store, app->arena, survey, f) : NULL;
    store_close(store);
    if (!m)
        return false;
    monitor_print(app->arena, m, key, format);
    return true;
}

static const struct option_help progress_options[] = {
    {"by", N_("one row per association (the default), prefecture, channel or day")},
    {NULL, NULL},
};

const struct command progress_command = {
    .name = "progress",
    .group = N_("Collect"),
    .summary = N_("how many were sent, came back and are valid, by association, prefecture, channel and day"),
    .usage = "--survey ID [--by association|pref|channel|day] [--format text|json|csv]",
    .options = progress_options,
    .run = progress_main,
};
