#include "engine/app/host.h"

#include "engine/app/command.h"
#include "engine/app/explain.h"
#include "engine/base/file.h"
#include "engine/base/lang.h"
#include "engine/base/screen.h"
#include "engine/base/stages.h"
#include "engine/base/utf8.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct command *const *const tables[] = {engine_commands, importers_commands, reports_commands};
enum { TABLES = sizeof tables / sizeof *tables };

/* Across the three tables; NULL when there is none. */
static const struct command *find(const char *name) {
    for (size_t t = 0; t < TABLES; t++)
        for (const struct command *const *c = tables[t]; *c; c++)
            if (strcmp((*c)->name, name) == 0)
                return *c;
    return NULL;
}

static bool unknown_command(const char *name, struct fault *f) {
    struct utf8_nearest nearest = {.wanted = name};
    for (size_t t = 0; t < TABLES; t++)
        for (const struct command *const *c = tables[t]; *c; c++)
            utf8_nearest_offer(&nearest, (*c)->name);
    if (nearest.name)
        return fault_usage(f, _("unknown command \"%s\"; did you mean \"%s\"?"), name, nearest.name);
    return fault_usage(f, _("unknown command \"%s\"; `shukei help` lists them"), name);
}

bool command_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const struct command *command = find(argv[0]);
    if (!command)
        return unknown_command(argv[0], f);
    if (command->run(app, argc, argv, code, f))
        return true;
    if (f->kind == FAULT_USAGE && !screen_is_on())
        return fault_context(f, "%s", argv[0]);
    return false;
}

static void print_group(const char *group) {
    printf("\n%s\n", _(group));
    for (size_t t = 0; t < TABLES; t++)
        for (const struct command *const *c = tables[t]; *c; c++)
            if (strcmp((*c)->group, group) == 0)
                printf("  %-11s %s\n", (*c)->name, _((*c)->summary));
}

static void print_overview(void) {
    static const char *const groups[] = {N_("Start"),    N_("Define"),  N_("Collect"), N_("Check"),
                                         N_("Tabulate"), N_("Publish"), N_("Keep")};
    puts(_("shukei: from returned questionnaires to the press table"));
    puts(_("usage: shukei [--store FILE] [--lang ja|en] [--quiet] COMMAND [options]"));
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        print_group(groups[i]);
    puts(_("\n`shukei help COMMAND` shows one command's options."));
}

static bool help(struct arena *arena, const char *name, struct fault *f) {
    if (!name) {
        print_overview();
        return true;
    }
    const struct command *command = find(name);
    if (!command)
        return unknown_command(name, f);
    printf("%s: %s\n%s: shukei %s %s\n", command->name, _(command->summary), _("usage"), command->name,
           command->usage);
    explain_options(arena, command);
    return true;
}

/* "--store FILE" or "--store=FILE" at argv[*at], which moves to its last word; false when it is another option, or on a
 * fault. */
static bool take_global(char **argv, int *at, const char *name, const char **out, struct fault *f) {
    size_t length = strlen(name);
    if (strncmp(argv[*at], name, length) != 0 || (argv[*at][length] && argv[*at][length] != '='))
        return false;
    const char *value = argv[*at][length] ? argv[*at] + length + 1 : argv[*at + 1];
    if (!value || !*value)
        return fault_usage(f, _("%s needs a value"), name);
    if (*out && strcmp(*out, value) != 0)
        return fault_usage(f, _("%s is given twice, as \"%s\" and as \"%s\"; leave one out"), name, *out,
                           value);
    *at += !argv[*at][length];
    *out = value;
    return true;
}

/* The last one counts: a script has its language, and whoever calls it may have another. */
static bool take_lang(char **argv, int *at, struct app *app, struct fault *f) {
    const char *lang = NULL;
    if (f->kind != FAULT_NONE || !take_global(argv, at, "--lang", &lang, f))
        return false;
    app->lang = lang;
    return true;
}

/* Reads the options before the command.  Returns the index of the command, or -1 with a fault. */
static int read_globals(int argc, char **argv, struct app *app, struct fault *f) {
    const char *store = NULL;
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "--version") == 0)
            break;
        if (strcmp(argv[i], "--quiet") == 0)
            app->quiet = true;
        else if (!take_global(argv, &i, "--store", &store, f) && !take_lang(argv, &i, app, f)) {
            fault_usage(f, _("unknown option %s before the command; `shukei help` shows the usage"), argv[i]);
            return -1;
        }
    }
    if (store)
        app->store_path = store;
    return i;
}

static bool dispatch(struct app *app, int argc, char **argv, int at, int *code, struct fault *f) {
    if (at >= argc) {
        print_overview();
        *code = 2;
        return true;
    }
    const char *word = argv[at];
    stages_to_terminal(!app->quiet);
    file_keep(app->store_path);
    if (strcmp(word, "--version") == 0) {
        printf("shukei %s\n", SHUKEI_VERSION);
        return true;
    }
    if (strcmp(word, "help") == 0 || strcmp(word, "--help") == 0)
        return help(app->arena, at + 1 < argc ? argv[at + 1] : NULL, f);
    for (int i = at + 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0)
            return help(app->arena, word, f);
    return command_run(app, argc - at, argv + at, code, f);
}

static const char *default_store(void) {
    const char *named = getenv("SHUKEI_STORE");
    return named && *named ? named : "shukei.db";
}

/* What is typed is stored and printed as text: names of batches and files, reasons, answers. */
static bool is_text(const char *text) {
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 && !strchr("\t\n\r", *c))
            return false;
    return utf8_valid(text, strlen(text));
}

static bool arguments_are_text(int argc, char **argv, struct fault *f) {
    const char *user = getenv("SHUKEI_USER");
    for (int i = 1; i < argc; i++)
        if (!is_text(argv[i]))
            return fault_usage(
                f,
                _("word %d of the command is not UTF-8 text; check the terminal's encoding, or "
                  "rename the file"),
                i);
    return !user || is_text(user) || fault_usage(f, _("SHUKEI_USER is not UTF-8 text; correct or unset it"));
}

int host_main(int argc, char **argv) {
    stages_listen();
    signal(SIGXFSZ, SIG_IGN); /* a file over the limit is then an error that is reported, not a silent end */
    struct fault fault = {0};
    struct app app = {.arena = arena_create(), .store_path = default_store()};
    int code = 0;
    int at = read_globals(argc, argv, &app, &fault);
    bool lang_known = !app.lang || strcmp(app.lang, "ja") == 0 || strcmp(app.lang, "en") == 0;
    lang_start(lang_known ? app.lang : NULL);
    if (at >= 0 && !lang_known)
        fault_usage(&fault, _("--lang %s: expected ja or en"), app.lang);
    else if (at >= 0 && arguments_are_text(argc, argv, &fault))
        dispatch(&app, argc, argv, at, &code, &fault);
    if (fault.kind == FAULT_NONE && !file_stdout_done(&fault))
        code = 1;
    stages_end();
    if (fault.kind != FAULT_NONE) {
        fprintf(stderr, "shukei: %s\n", fault.text);
        code = fault_exit_code(&fault);
    }
    arena_destroy(app.arena);
    return code;
}
