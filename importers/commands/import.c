#include "importers/commands.h"

#include "engine/base/lang.h"
#include "engine/questionnaire/channel.h"
#include "importers/aggregate_run.h"
#include "importers/import_run.h"

#include <string.h>

static bool known_channel(struct arena *arena, const char **channel, struct fault *f) {
    if (!*channel)
        return true;
    const char *known = channel_find(arena, *channel);
    if (!known)
        return fault_usage(f, _("--channel %s: expected fax, post or web"), *channel);
    *channel = known;
    return true;
}

/* --- results without returns --- */

static bool is_aggregate(const char *format) {
    return format && (strcmp(format, "published") == 0 || strcmp(format, "series") == 0);
}

static bool check_aggregate(const struct import_spec *spec, struct fault *f) {
    if (spec->survey || spec->sheet || spec->map || spec->channel || spec->batch)
        return fault_usage(f,
                           _("--as %s takes no --survey, --sheet, --map, --channel or --batch: the file "
                             "itself says what it is"),
                           spec->format);
    if (spec->second)
        return fault_usage(f, _("--as %s takes no --second: only sheets are keyed twice"), spec->format);
    return spec->file_count > 0 ||
           fault_usage(f, _("name the files: shukei import --as %s FILE..."), spec->format);
}

static bool import_aggregate(const struct app *app, const struct import_spec *spec, bool dry_run,
                             struct fault *f) {
    const struct aggregate_spec aggregate = {.published = strcmp(spec->format, "published") == 0,
                                             .dry_run = dry_run,
                                             .output = spec->output,
                                             .files = spec->files,
                                             .file_count = spec->file_count};
    return aggregate_run(app, &aggregate, f);
}

/* --- returns --- */

static bool no_survey(struct fault *f) {
    return fault_usage(f,
                       _("--survey ID is missing: whose returns are these? (`shukei survey list` shows them; "
                         "--as published and --as series need none, nor does a bundle of another store, "
                         "--as jsonl)"));
}

/* A bundle says itself of which survey it is; whether the file is one is seen when it is opened. */
static bool may_name_survey(const struct import_spec *spec) {
    struct fault ignored = {0};
    const struct importer *importer = spec->format ? importer_by_name(spec->format, &ignored) : NULL;
    return spec->file_count == 1 && (!spec->format || (importer && importer->take));
}

static bool read_options(struct app *app, int argc, char **argv, struct import_spec *spec, bool *dry_run,
                         struct fault *f) {
    const char *format = NULL;
    const struct option_spec options[] = {
        {"survey", 's', OPTION_STRING, &spec->survey, false},
        {"sheet", 0, OPTION_STRING, &spec->sheet, false},
        {"as", 0, OPTION_STRING, &spec->format, false},
        {"map", 0, OPTION_STRING, &spec->map, false},
        {"channel", 0, OPTION_STRING, &spec->channel, false},
        {"batch", 0, OPTION_STRING, &spec->batch, false},
        {"second", 0, OPTION_FLAG, &spec->second, false},
        {"dry-run", 'n', OPTION_FLAG, dry_run, false},
        {"rehearse", 0, OPTION_FLAG, &spec->rehearse, false},
        {"format", 0, OPTION_STRING, &format, false},
        {0},
    };
    const char **files;
    if (!options_parse(argc, argv, options, &files, &spec->file_count, app->arena, f) ||
        !options_format(format, &spec->output, f) || !known_channel(app->arena, &spec->channel, f))
        return false;
    spec->files = files;
    if (is_aggregate(spec->format))
        return check_aggregate(spec, f);
    if (spec->format && !importer_by_name(spec->format, f))
        return false;
    if (!spec->survey && !may_name_survey(spec))
        return no_survey(f);
    return spec->file_count > 0 || fault_usage(f, _("name the files: shukei import --survey ID FILE..."));
}

static bool may_rehearse(const struct import_spec *spec, bool whole, struct fault *f) {
    return !spec->rehearse || !whole ||
           fault_usage(f, _("--rehearse is for returns; --dry-run says what this would bring"));
}

/* One file of a format that is taken whole; *taken: it was. */
static bool take_whole(struct app *app, const struct import_spec *spec, bool dry_run, bool *taken,
                       size_t *errors, struct fault *f) {
    struct source source;
    if (spec->file_count != 1)
        return true;
    if (!source_open(&source, spec->files[0], f))
        return false;
    source.sheet = spec->sheet;
    const struct importer *importer = importer_choose(&source, spec->format, f);
    *taken = importer && importer->take;
    bool done = importer && may_rehearse(spec, *taken, f) &&
                (!*taken || importer->take(app, spec, &source, dry_run, errors, f));
    source_close(&source);
    return done;
}

static bool import_main(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct import_spec spec = {0};
    bool dry_run = false, taken = false;
    size_t errors = 0;
    if (!read_options(app, argc, argv, &spec, &dry_run, f))
        return false;
    if (!may_rehearse(&spec, is_aggregate(spec.format), f))
        return false;
    if (is_aggregate(spec.format))
        return import_aggregate(app, &spec, dry_run, f);
    if (!take_whole(app, &spec, dry_run, &taken, &errors, f))
        return false;
    if (!taken && !spec.survey)
        return no_survey(f);
    if (!taken && dry_run)
        return import_preview(app, &spec, f);
    if (!taken && !import_run(app, &spec, &errors, f))
        return false;
    *code = errors ? 3 : 0;
    return true;
}

static const struct option_help import_options[] = {
    {"sheet", N_("the sheet of a workbook, by its name or number")},
    {"channel", N_("how the returns came in, where the file does not say")},
    {"batch", N_("the name of the batch, for batch undo; without it, date and file name")},
    {"second", N_("the rows are second keyings, to be compared with the first and never counted")},
    {"dry-run", N_("show how headings and first rows are understood; store nothing")},
    {"rehearse", N_("read every row and show what would become of it, with all findings; store nothing")},
    {NULL, NULL},
};

const struct command import_command = {
    .name = "import",
    .group = N_("Collect"),
    .summary = N_("load returns from files; every row ends accepted, duplicate or set aside"),
    .usage =
        "--survey ID [--as FORMAT] [--sheet NAME|N] [--map FILE] [--channel fax|post|web] [--batch "
        "NAME] [--second]\n"
        "       [--dry-run | --rehearse] [--format text|json|csv] FILE...\n"
        "       [--survey ID] [--as jsonl] [--dry-run] BUNDLE.jsonl\n"
        "       --as published FILE.json... | --as series FILE.csv...   [--dry-run] [--format text|json|csv]",
    .options = import_options,
    .run = import_main,
};
