/* relate: an answer by other answers, or by a reference series. */
#include "reports/commands/commands.h"

#include "engine/base/lang.h"
#include "reports/commands/print_format.h"
#include "reports/relations/relate.h"

static bool check(const struct relate_wishes *w, size_t operands, struct fault *f) {
    if (operands != 2)
        return fault_usage(f, _("relate needs a QUESTION and an OPTION of it, such as q3 yes"));
    if (!w->by == !w->series)
        return fault_usage(f, _("relate needs either --by KEY[,KEY...] or --with-series SERIES"));
    if (w->series && !w->at)
        return fault_usage(f, _("--with-series needs --at PERIOD; `shukei series show %s` lists them"),
                           w->series);
    if (w->by && (w->at || w->group))
        return fault_usage(f, _("%s goes with %s only"), w->at ? "--at" : "--group", "--with-series");
    if (w->suppress < 0)
        return fault_usage(f, _("--suppress %ld: expected the least count that may be shown, such as 5"),
                           w->suppress);
    if (!(w->level > 0 && w->level < 1))
        return fault_usage(f, _("--level %g: expected a number between 0 and 1, such as 0.95"), w->level);
    return true;
}

static bool relate_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct relate_wishes w = {.level = 0.95, .min_n = 1};
    const char *format_name = NULL, *output = NULL, **operands;
    const struct option_spec specs[] = {{"survey", 0, OPTION_STRING, &w.survey, true},
                                        {"by", 0, OPTION_STRING, &w.by, false},
                                        {"with-series", 0, OPTION_STRING, &w.series, false},
                                        {"at", 0, OPTION_STRING, &w.at, false},
                                        {"group", 0, OPTION_STRING, &w.group, false},
                                        {"min-n", 0, OPTION_INTEGER, &w.min_n, false},
                                        {"where", 0, OPTION_FILTER, &w.where, false},
                                        {"base", 0, OPTION_STRING, &w.base, false},
                                        {"weight", 0, OPTION_STRING, &w.weight, false},
                                        {"suppress", 0, OPTION_INTEGER, &w.suppress, false},
                                        {"level", 0, OPTION_NUMBER, &w.level, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {"output", 'o', OPTION_STRING, &output, false},
                                        {0}};
    enum print_format format;
    size_t count;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !print_format_read(format_name, &output, &format, f) || !check(&w, count, f))
        return false;
    w.question = operands[0];
    w.option = operands[1];
    struct result *r = w.by ? relate_answers(app->arena, app->store_path, &w, f)
                            : relate_series(app->arena, app->store_path, &w, f);
    return r && print_format_result(app, r, NULL, w.survey, format, output, f);
}

static const struct option_help relate_options[] = {
    {"by", N_("the predictors: pref, type, association, channel, groupings, questions with one answer")},
    {"with-series", N_("the reference series that the prefectures' rates are held against")},
    {"group", N_("only this group of the series")},
    {"min-n", N_("prefectures with fewer returns take no part")},
    {"weight", N_("a weighting of the questionnaire; `shukei weights` lists them")},
    {"suppress", N_("hide counts below N; what cannot be hidden is refused with the reason")},
    {"format", PRINT_FORMAT_HELP},
    {NULL, NULL},
};

const struct command relate_command = {
    .name = "relate",
    .group = N_("Tabulate"),
    .summary =
        N_("what goes with an answer: odds ratios by other answers, or a reference series by prefecture"),
    .usage = "--survey ID QUESTION OPTION --by KEY[,KEY...]\n"
             "     --survey ID QUESTION OPTION --with-series SERIES --at PERIOD [--group GROUP] [--min-n N]\n"
             "     both: [--where EXPR] [--base EXPR] [--weight SCHEME] [--suppress N] [--level 0.95]\n"
             "        [--format text|json|csv|csv-excel|pdf|xlsx] [-o FILE]",
    .options = relate_options,
    .run = relate_run,
};
