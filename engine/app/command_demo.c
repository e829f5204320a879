/*
 * demo: the main job, run as a user would type it.  It is made of the other commands and has no way of its
 * own to count or print, so what it shows is what they do.
 */
#include "engine/app/commands.h"

#include "engine/base/home.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/base/order.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEMO_WORDS = 16 };

/* Runs one command given as a NULL-terminated list of words. */
static bool run(struct app *app, const char *const *words, struct fault *f) {
    int argc = 0, code = 0;
    while (words[argc])
        argc++;
    char **argv = arena_array(app->arena, (size_t)argc + 1, sizeof *argv);
    for (int i = 0; i < argc; i++)
        argv[i] = arena_strdup(app->arena, words[i]);
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

/* What the demonstration is made of (data/samples/demo.json) and where its results go. */
struct demo {
    const char *survey, *questionnaire, *returns, *kit;
    const struct json *headline;    /* array of question ids */
    const struct json *more;        /* array of objects: survey, questionnaire, returns */
    const char *published, *series; /* folders */
    const char *store, *kit_pdf, *tables, *machine_tables;
};

static bool read_path(struct arena *arena, const struct json *spec, const char *key, const char **path,
                      struct fault *f) {
    const char *relative = NULL;
    if (!json_get_string(spec, key, true, &relative, f))
        return false;
    *path = home_path(arena, relative, f);
    return *path != NULL;
}

static bool read_spec(struct arena *arena, struct demo *demo, struct fault *f) {
    static const char *const keys[] = {"survey", "questionnaire", "returns", "kit", "headline",
                                       "more",   "published",     "series",  NULL};
    const char *path = home_path(arena, "data/samples/demo.json", f);
    const struct json *spec = path ? json_read_file(arena, path, f) : NULL;
    if (!spec)
        return false;
    if (!json_known(spec, keys, f) || !json_get_string(spec, "survey", true, &demo->survey, f) ||
        !read_path(arena, spec, "questionnaire", &demo->questionnaire, f) ||
        !read_path(arena, spec, "returns", &demo->returns, f) ||
        !read_path(arena, spec, "kit", &demo->kit, f) ||
        !json_get_array(spec, "headline", true, &demo->headline, f) ||
        !json_get_array(spec, "more", true, &demo->more, f) ||
        !read_path(arena, spec, "published", &demo->published, f) ||
        !read_path(arena, spec, "series", &demo->series, f))
        return fault_context(f, "%s", path);
    return true;
}

static bool print_headline(struct app *app, const struct demo *demo, struct fault *f) {
    const char *words[DEMO_WORDS + 1] = {"tabulate", "--survey", demo->survey};
    size_t count = 3;
    for (const struct json *id = demo->headline->first; id && count < DEMO_WORDS; id = id->next) {
        if (!json_expect(id, JSON_STRING, f))
            return false;
        words[count++] = id->string;
    }
    return run(app, words, f);
}

/* --- what else is in the store --- */

struct words {
    const char **items;
    size_t count, capacity;
};

static void push(struct arena *arena, struct words *w, const char *word) {
    w->items = arena_grow(arena, w->items, w->count, &w->capacity, sizeof *w->items);
    w->items[w->count++] = word;
}

static bool push_folder(struct arena *arena, struct words *w, const char *folder, const char *end,
                        struct fault *f) {
    DIR *directory = opendir(folder);
    if (!directory)
        return fault_set(f, _("%s cannot be read: %s"), folder, strerror(errno));
    size_t first = w->count;
    for (const struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        size_t length = strlen(entry->d_name), tail = strlen(end);
        if (length > tail && strcmp(entry->d_name + length - tail, end) == 0)
            push(arena, w, arena_printf(arena, "%s/%s", folder, entry->d_name));
    }
    closedir(directory);
    qsort(w->items + first, w->count - first, sizeof *w->items, order_texts);
    return true;
}

/* import --as FORMAT with every file of the folder that ends so. */
static bool load_folder(struct app *app, const char *format, const char *folder, const char *end,
                        struct fault *f) {
    struct words w = {0};
    push(app->arena, &w, "import");
    push(app->arena, &w, "--as");
    push(app->arena, &w, format);
    if (!push_folder(app->arena, &w, folder, end, f))
        return false;
    push(app->arena, &w, NULL);
    return run(app, w.items, f);
}

static bool load_survey(struct app *app, const struct json *spec, struct fault *f) {
    static const char *const keys[] = {"survey", "questionnaire", "returns", NULL};
    const char *survey = NULL, *questionnaire = NULL, *returns = NULL;
    return json_known(spec, keys, f) && json_get_string(spec, "survey", true, &survey, f) &&
           read_path(app->arena, spec, "questionnaire", &questionnaire, f) &&
           read_path(app->arena, spec, "returns", &returns, f) &&
           RUN(app, f, "survey", "add", questionnaire) && RUN(app, f, "import", "--survey", survey, returns);
}

/* The other surveys, what others published, and reference series: to compare with, without a word. */
static bool load_more(const struct app *app, const struct demo *demo, struct fault *f) {
    struct app silent = *app;
    silent.quiet = true;
    for (const struct json *survey = demo->more->first; survey; survey = survey->next)
        if (!load_survey(&silent, survey, f))
            return false;
    return load_folder(&silent, "published", demo->published, ".json", f) &&
           load_folder(&silent, "series", demo->series, ".csv", f);
}

static bool work(struct app *app, const struct demo *demo, struct fault *f) {
    return RUN(app, f, "init") && RUN(app, f, "survey", "add", demo->questionnaire) &&
           RUN(app, f, "import", "--survey", demo->survey, demo->returns) && print_headline(app, demo, f) &&
           load_more(app, demo, f) && RUN(app, f, "press", "--kit", demo->kit, "-o", demo->kit_pdf) &&
           RUN(app, f, "excel", "--survey", demo->survey, "-o", demo->tables) &&
           RUN(app, f, "excel", "--survey", demo->survey, "--machine", "-o", demo->machine_tables);
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
    struct demo demo = {
        .store = arena_printf(app->arena, "%s/shukei.db", directory),
        .kit_pdf = arena_printf(app->arena, "%s/press-kit.pdf", directory),
        .tables = arena_printf(app->arena, "%s/tables.xlsx", directory),
        .machine_tables = arena_printf(app->arena, "%s/tables-machine.xlsx", directory),
    };
    if (!read_spec(app->arena, &demo, f) || !make_directory(directory, f))
        return false;
    if (access(demo.store, F_OK) == 0)
        return fault_set(f, _("%s exists already; name an empty directory or remove it first"), demo.store);
    struct app inner = *app;
    inner.store_path = demo.store;
    if (!work(&inner, &demo, f))
        return false;
    printf("\n%s\n  %s\n  %s\n  %s\n  %s\n", _("Made:"), demo.store, demo.kit_pdf, demo.tables,
           demo.machine_tables);
    printf(_("The store also holds %zu more surveys, what other surveys published, and reference series:\n"
             "  shukei --store %s survey list\n  shukei --store %s series list\n"),
           demo.more->count, demo.store, demo.store);
    return true;
}

const struct command demo_command = {
    .name = "demo",
    .group = N_("Start"),
    .summary = N_("make a store, tables, press kit and workbook from the sample returns"),
    .usage = "DIR",
    .run = demo_run,
};
