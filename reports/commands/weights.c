/* weights: respondents beside the population, and the weights that bring them together. */
#include "reports/commands/commands.h"

#include "engine/base/lang.h"
#include "reports/weights/weight_report.h"

static bool weights_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *survey = NULL, *format_name = NULL, *output = "-", **operands;
    enum output_format format;
    size_t count;
    const struct option_spec specs[] = {{"survey", 0, OPTION_STRING, &survey, true},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {"output", 'o', OPTION_STRING, &output, false},
                                        {0}};
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name, &format, f))
        return false;
    if (count > 1)
        return fault_usage(f, _("weights takes one weighting; without one it lists those there are"));
    struct result *r = weight_report(app->arena, app->store_path, survey, count ? operands[0] : NULL, f);
    return r && result_print(r, format, output, f);
}

const struct command weights_command = {
    .name = "weights",
    .group = N_("Tabulate"),
    .summary = N_("who answered beside the population, and the weights of tabulate --weight"),
    .usage = "--survey ID [SCHEME] [--format text|json|csv] [-o FILE]",
    .run = weights_run,
};
