/* weights: respondents beside the population, and the weights that bring them together. */
#include "reports/commands/commands.h"

#include "engine/base/lang.h"
#include "reports/commands/print_format.h"
#include "reports/weights/weight_report.h"

static bool weights_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *survey = NULL, *format_name = NULL, *output = NULL, **operands;
    enum print_format format;
    size_t count;
    long suppress = 0;
    const struct option_spec specs[] = {{"survey", 0, OPTION_STRING, &survey, true},
                                        {"suppress", 0, OPTION_INTEGER, &suppress, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {"output", 'o', OPTION_STRING, &output, false},
                                        {0}};
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !print_format_read(format_name, &output, &format, f))
        return false;
    if (count > 1)
        return fault_usage(f, _("weights takes one weighting; without one it lists those there are"));
    if (suppress < 0)
        return fault_usage(f, _("--suppress %ld: expected the least count that may be shown, such as 5"),
                           suppress);
    struct result *r =
        weight_report(app->arena, app->store_path, survey, count ? operands[0] : NULL, suppress, f);
    return r && print_format_result(app, r, NULL, survey, format, output, f);
}

static const struct option_help weights_options[] = {
    {"suppress", N_("refuse the report where a count is below N: none can be hidden behind the others")},
    {"format", PRINT_FORMAT_HELP},
    {NULL, NULL},
};

const struct command weights_command = {
    .name = "weights",
    .group = N_("Tabulate"),
    .summary = N_("who answered beside the population, and the weights of tabulate --weight"),
    .usage = "--survey ID [SCHEME] [--suppress N] [--format text|json|csv|csv-excel|pdf|xlsx] [-o FILE]",
    .options = weights_options,
    .run = weights_run,
};
