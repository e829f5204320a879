/* backup and verify: a consistent copy of a live store; whether the store is what the program made it. */
#include "engine/app/commands.h"

#include "engine/app/operand.h"
#include "engine/base/lang.h"
#include "engine/base/stages.h"
#include "engine/store/store.h"
#include "engine/tabulation/dataset_image.h"

#include <stdio.h>
#include <string.h>

/* A copy that is not whole is no backup: it does not stay, and an older one stays in its place. */
static bool verify_copy(void *data, const char *copy, struct fault *f) {
    const struct app *app = data;
    struct verify_report report = {0};
    stages_next();
    struct store *store = store_open(copy, STORE_READ, f);
    bool done = store && store_verify(store, app->arena, &report, f);
    store_close(store);
    if (done && !report.problem)
        return true;
    return done
               ? fault_set(f,
                           _("the copy is not whole (%s) and was not kept; run `shukei verify` on the store"),
                           report.problem)
               : fault_context(f, _("the copy cannot be read again and was not kept"));
}

static bool backup_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    bool verify = false;
    const struct option_spec specs[] = {{"verify", 0, OPTION_FLAG, &verify, false}, {0}};
    const char **operands;
    size_t count;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !operand_count(count, 1, "shukei backup FILE [--verify]", f))
        return false;
    struct store *store = store_open(app->store_path, STORE_READ, f);
    stages_plan((const struct stage[]){
        {N_("copying the store"), 1}, {verify ? N_("reading the copy again") : NULL, 3}, {NULL, 0}});
    stages_next();
    bool done = store && store_backup(store, operands[0], verify ? verify_copy : NULL, app, f);
    store_close(store);
    stages_end();
    if (done && !app->quiet && strcmp(operands[0], "-") != 0)
        printf(_("%s: a copy of %s\n"), operands[0], app->store_path);
    return done;
}

static void print_report(const struct verify_report *r, const char *path, enum output_format format) {
    if (format == OUTPUT_JSON)
        printf("{\"whole\": true, \"returns\": %ld, \"revisions\": %ld, \"trail\": %ld}\n", r->returns,
               r->revisions, r->trail_entries);
    else if (format == OUTPUT_CSV)
        printf("returns,revisions,trail\n%ld,%ld,%ld\n", r->returns, r->revisions, r->trail_entries);
    else
        printf(_("%s is whole: %ld returns, %ld revisions, %ld entries in the trail\n"), path, r->returns,
               r->revisions, r->trail_entries);
}

/* The returns are the truth: an image of them that differs is thrown away, but tables may have been made from it. */
static bool verify_images(struct app *app, struct store *store, struct fault *f) {
    const char *survey;
    bool dropped;
    if (!dataset_image_verify(app->arena, store, &survey, &dropped, f))
        return false;
    if (!survey)
        return true;
    if (!dropped)
        return fault_set(
            f,
            _("%s: the returns of %s are whole, but the packed copy of them that tables are counted from "
              "is not, and it cannot be thrown away; allow writing to the file and verify again"),
            app->store_path, survey);
    return fault_set(
        f,
        _("%s: the returns of %s are whole, but the packed copy of them that tables are counted from was "
          "not; it has been thrown away, and the next table is counted from the returns. Make again "
          "what was printed from this store since it was last verified"),
        app->store_path, survey);
}

static bool verify_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *format_name = NULL;
    const struct option_spec specs[] = {{"format", 0, OPTION_STRING, &format_name, false}, {0}};
    const char **operands;
    size_t count;
    enum output_format format;
    struct verify_report report;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f) || !operand_count(count, 0, "shukei verify", f))
        return false;
    stages_plan((const struct stage[]){{N_("reading the store again"), 1}, {NULL, 0}});
    stages_next();
    struct store *store = store_open(app->store_path, STORE_READ, f);
    bool done = store && store_verify(store, app->arena, &report, f) &&
                (report.problem || verify_images(app, store, f));
    store_close(store);
    stages_end();
    if (done && report.problem)
        return fault_set(f, _("%s: %s. Put the newest good backup in its place"), app->store_path,
                         report.problem);
    if (done && !app->quiet)
        print_report(&report, app->store_path, format);
    return done;
}

static const struct option_help backup_options[] = {
    {"verify", N_("read the copy again, and keep it only when it is whole")},
    {NULL, NULL},
};

const struct command backup_command = {
    .name = "backup",
    .group = N_("Keep"),
    .summary = N_("a consistent copy of the store, even while others work on it"),
    .usage = "FILE [--verify]",
    .options = backup_options,
    .run = backup_run,
};

const struct command verify_command = {
    .name = "verify",
    .group = N_("Keep"),
    .summary = N_("whether the store and its trail are whole and unchanged"),
    .usage = "[--format text|json|csv]",
    .run = verify_run,
};
