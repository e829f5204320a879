/* nonresponse: what those who did not answer, answered otherwise or answered late could change. */
#include "reports/commands/commands.h"

#include "engine/app/operand.h"
#include "engine/base/lang.h"
#include "reports/commands/print_format.h"
#include "reports/nonresponse/nonresponse.h"

#include <string.h>

static bool read_split(const char *split, int *parts, struct fault *f) {
    *parts = split && strcmp(split, "thirds") == 0 ? 3 : 2;
    return !split || *parts == 3 || strcmp(split, "halves") == 0 ||
           fault_usage(f, _("--split %s: expected halves or thirds"), split);
}

struct report {
    struct result *(*make)(struct arena *arena, const char *store_path,
                           const struct nonresponse_wishes *wishes, struct fault *f);
    bool splits; /* takes --split */
};

static bool run(const struct report *report, struct app *app, int argc, char **argv, struct fault *f) {
    struct nonresponse_wishes w = {.level = 0.95};
    const char *format_name = NULL, *output = NULL, *split = NULL, **operands;
    const struct option_spec specs[] = {{"survey", 0, OPTION_STRING, &w.survey, true},
                                        {"where", 0, OPTION_FILTER, &w.where, false},
                                        {"suppress", 0, OPTION_INTEGER, &w.suppress, false},
                                        {"level", 0, OPTION_NUMBER, &w.level, false},
                                        {"split", 0, OPTION_STRING, &split, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {"output", 'o', OPTION_STRING, &output, false},
                                        {0}};
    enum print_format format;
    if (!options_parse(argc, argv, specs, &operands, &w.question_count, app->arena, f) ||
        !print_format_read(format_name, &output, &format, f) || !read_split(split, &w.parts, f))
        return false;
    if (split && !report->splits)
        return fault_usage(f, _("%s goes with %s only"), "--split", "timing");
    if (w.suppress < 0)
        return fault_usage(f, _("--suppress %ld: expected the least count that may be shown, such as 5"),
                           w.suppress);
    if (!(w.level > 0 && w.level < 1))
        return fault_usage(f, _("--level %g: expected a number between 0 and 1, such as 0.95"), w.level);
    w.questions = operands;
    struct result *r = report->make(app->arena, app->store_path, &w, f);
    return r && print_format_result(app, r, NULL, w.survey, format, output, f);
}

static bool bounds(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    return run(&(struct report){nonresponse_bounds, false}, app, argc, argv, f);
}

static bool modes(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    return run(&(struct report){nonresponse_modes, false}, app, argc, argv, f);
}

static bool timing(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    return run(&(struct report){nonresponse_timing, true}, app, argc, argv, f);
}

static bool nonresponse_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    static const struct operand_verb verbs[] = {
        {"bounds", bounds}, {"modes", modes}, {"timing", timing}, {NULL, NULL}};
    return operand_verb(verbs, app, argc, argv, code, f);
}

static const struct option_help nonresponse_options[] = {
    {"split", N_("early and late: the first and the last half, or third")},
    {"format", PRINT_FORMAT_HELP},
    {NULL, NULL},
};

const struct command nonresponse_command = {
    .name = "nonresponse",
    .group = N_("Tabulate"),
    .summary = N_("what the silent could change; FAX, post and web; early and late returns"),
    .usage = "bounds|modes|timing --survey ID [QUESTION...] [--where EXPR] [--suppress N] [--level 0.95]\n"
             "         timing: [--split halves|thirds]   all: [--format text|json|csv|csv-excel|pdf|xlsx] "
             "[-o FILE]",
    .options = nonresponse_options,
    .run = nonresponse_run,
};
