/* export: the returns of a survey for another program; so far, for another store. */
#include "reports/commands/commands.h"

#include "engine/base/file.h"
#include "engine/base/lang.h"
#include "reports/exchange/bundle.h"

#include <stdio.h>
#include <string.h>

static bool write_file(struct app *app, struct store *store, const struct bundle_spec *spec, const char *path,
                       struct fault *f) {
    struct file_writer w;
    long returns;
    if (!file_begin(&w, path, f))
        return false;
    if (!bundle_write(app->arena, store, spec, w.stream, &returns, f)) {
        file_abandon(&w);
        return false;
    }
    if (!file_commit(&w, f))
        return false;
    if (!app->quiet && strcmp(path, "-") != 0) {
        printf(_("%s: %ld returns\n"), path, returns);
        if (!spec->with_text)
            puts(_("free text was left out; --with-text sends it"));
    }
    return true;
}

static bool known_format(const char *format, struct fault *f) {
    return strcmp(format, "jsonl") == 0 ||
           fault_usage(f, _("--format %s: no such format; possible is jsonl (a bundle for another store)"),
                       format);
}

static bool export_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct bundle_spec spec = {0};
    const char *format = NULL, *output = NULL;
    const struct option_spec options[] = {{"survey", 's', OPTION_STRING, &spec.survey, true},
                                          {"format", 0, OPTION_STRING, &format, true},
                                          {"with-text", 0, OPTION_FLAG, &spec.with_text, false},
                                          {"with-identity", 0, OPTION_FLAG, &spec.with_identity, false},
                                          {"output", 'o', OPTION_STRING, &output, true},
                                          {0}};
    const char **operands;
    size_t count;
    (void)code;
    if (!options_parse(argc, argv, options, &operands, &count, app->arena, f) || !known_format(format, f))
        return false;
    if (count)
        return fault_usage(f, _("unexpected \"%s\""), operands[0]);
    struct store *store = store_open(app->store_path, STORE_READ, f);
    bool done = store && write_file(app, store, &spec, output, f);
    store_close(store);
    return done;
}

static const struct option_help export_options[] = {
    {"with-text", N_("with free text as it was written")},
    {"with-identity", N_("with the institutions' and operators' names")},
    {"format", N_("jsonl: the bundle for another store")},
    {NULL, NULL},
};

const struct command export_command = {
    .name = "export",
    .group = N_("Publish"),
    .summary = N_("the returns of a survey for another program or another store"),
    .usage = "--survey ID --format jsonl [--with-text] [--with-identity] -o FILE",
    .options = export_options,
    .run = export_run,
};
