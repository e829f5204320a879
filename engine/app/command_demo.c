/*
 * demo: the main job, run as a user would type it.  It is made of the other commands and has no way of its own to
 * count or print, so what it shows is what they do.
 */
#include "engine/app/commands.h"

#include "engine/base/home.h"
#include "engine/base/lang.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEMO_WORDS = 16 };

/* Runs one command given as a NULL-terminated list of words. */
static bool run(struct app *app, const char *const *words, struct fault *f) {
    char *argv[DEMO_WORDS + 1];
    int argc = 0, code = 0;
    while (words[argc] && argc < DEMO_WORDS) {
        argv[argc] = arena_strdup(app->arena, words[argc]);
        argc++;
    }
    argv[argc] = NULL;
    if (!command_run(app, argc, argv, &code, f))
        return fault_context(f, "%s", words[0]);
    return true;
}

#define RUN(app, f, ...) run(app, (const char *const[]){__VA_ARGS__, NULL}, f)

static bool make_directory(const char *path, struct fault *f) {
    struct stat st;
    if (mkdir(path, 0777) == 0)
        return true;
    if (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return true;
    return fault_set(f, _("%s cannot be made: %s"), path, strerror(errno));
}

struct demo_files {
    const char *store, *kit, *tables;
};

static bool work(struct app *app, const struct demo_files *files, struct fault *f) {
    static const char survey[] = DEMO_SURVEY;
    struct arena *arena = app->arena;
    const char *questionnaire = home_path(arena, "templates/surveys/" DEMO_SURVEY ".json", f);
    const char *returns = questionnaire ? home_path(arena, "data/samples/" DEMO_SURVEY ".csv", f) : NULL;
    const char *kit = returns ? home_path(arena, "templates/press/" DEMO_SURVEY ".json", f) : NULL;
    return kit && RUN(app, f, "init") && RUN(app, f, "survey", "add", questionnaire) &&
           RUN(app, f, "import", "--survey", survey, returns) && RUN(app, f, "tabulate", "--survey", survey) &&
           RUN(app, f, "press", "--kit", kit, "-o", files->kit) &&
           RUN(app, f, "excel", "--survey", survey, "-o", files->tables);
}

static bool demo_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    static const struct option_spec specs[] = {{0}};
    const char **operands;
    size_t count;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f))
        return false;
    if (count != 1)
        return fault_usage(f, _("name the directory to work in: shukei demo DIR"));
    const char *directory = operands[0];
    struct demo_files files = {
        .store = arena_printf(app->arena, "%s/shukei.db", directory),
        .kit = arena_printf(app->arena, "%s/press-kit.pdf", directory),
        .tables = arena_printf(app->arena, "%s/tables.xlsx", directory),
    };
    if (!make_directory(directory, f))
        return false;
    if (access(files.store, F_OK) == 0)
        return fault_set(f, _("%s exists already; name an empty directory or remove it first"), files.store);
    struct app inner = *app;
    inner.store_path = files.store;
    if (!work(&inner, &files, f))
        return false;
    printf("\n%s\n  %s\n  %s\n  %s\n", _("Made:"), files.store, files.kit, files.tables);
    return true;
}

const struct command demo_command = {
    .name = "demo",
    .group = N_("Start"),
    .summary = N_("make a store, tables, press kit and workbook from the sample returns"),
    .usage = "DIR",
    .run = demo_run,
};
