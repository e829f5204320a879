/* init: an empty store. */
#include "engine/app/commands.h"

#include "engine/app/operand.h"
#include "engine/base/lang.h"
#include "engine/store/store.h"

#include <stdio.h>

static bool init_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    static const struct option_spec specs[] = {{0}};
    const char **operands;
    size_t count;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !operand_count(count, 0, "shukei [--store FILE] init", f) || !store_create(app->store_path, f))
        return false;
    if (!app->quiet)
        printf(_("%s: an empty store was made\n"), app->store_path);
    return true;
}

const struct command init_command = {
    .name = "init",
    .group = N_("Start"),
    .summary = N_("make an empty store"),
    .usage = "",
    .run = init_run,
};
