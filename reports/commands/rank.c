/* rank: areas by a survey's rate, or by a reference series. */
#include "reports/commands/commands.h"

#include "engine/base/lang.h"
#include "reports/areas/area_rank.h"
#include "reports/series/series_rank.h"

#include <string.h>

struct wishes {
    const char *survey, *series, *by, *where, *interval, *sort, *at, *against, *group, *weight, *format,
        *output;
    double level;
    long suppress, ends, min_n;
    bool least_first;
};

static bool misplaced(const char *option, const char *of, struct fault *f) {
    return fault_usage(f, _("%s goes with %s only"), option, of);
}

static bool read_sort(const struct wishes *w, bool *by_item, struct fault *f) {
    *by_item = w->sort && strcmp(w->sort, "area") == 0;
    if (w->sort && !*by_item && strcmp(w->sort, "rank") != 0)
        return fault_usage(f, _("--sort %s: expected rank or area"), w->sort);
    if (w->ends < 0)
        return fault_usage(
            f, _("--best %ld: expected how many of the best and of the worst are marked, such as 5"),
            w->ends);
    return true;
}

/* --- of a series --- */

static bool check_series(const struct wishes *w, size_t operands, struct fault *f) {
    const char *const options[] = {
        w->by ? "--by" : NULL,         w->where ? "--where" : NULL,       w->interval ? "--interval" : NULL,
        w->weight ? "--weight" : NULL, w->suppress ? "--suppress" : NULL, w->min_n ? "--min-n" : NULL};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (options[i])
            return misplaced(options[i], "--survey", f);
    if (operands)
        return misplaced(_("a question"), "--survey", f);
    return w->at || fault_usage(f,
                                _("--series needs --at PERIOD: which period is ranked; "
                                  "`shukei series show %s` lists them"),
                                w->series);
}

static struct result *of_series(struct app *app, const struct wishes *w, size_t operands, struct fault *f) {
    const struct series_choice choice = {.group = w->group};
    struct series_rank_wishes wishes = {.at = w->at, .against = w->against, .ends = w->ends};
    wishes.direction = w->least_first ? RANKING_LEAST_FIRST : RANKING_GREATEST_FIRST;
    if (!read_sort(w, &wishes.by_item, f) || !check_series(w, operands, f))
        return NULL;
    const struct series *series = series_open(app->arena, app->store_path, w->series, f);
    const struct series_table *t = series ? series_table_make(app->arena, series, &choice, f) : NULL;
    return t ? series_rank(app->arena, t, &wishes, f) : NULL;
}

/* --- of a survey --- */

static bool check_survey(const struct wishes *w, size_t operands, struct fault *f) {
    if (w->at || w->against)
        return misplaced(w->at ? "--at" : "--against", "--series", f);
    if (w->group)
        return misplaced("--group", "--series", f);
    if (operands != 2)
        return fault_usage(f, _("rank --survey %s needs a QUESTION and an OPTION of it"), w->survey);
    return true;
}

static struct result *of_survey(struct app *app, const struct wishes *w, const char **operands, size_t count,
                                struct fault *f) {
    struct area_rank_wishes wishes = {.survey = w->survey,
                                      .by = w->by ? w->by : "pref",
                                      .where = w->where,
                                      .weight = w->weight,
                                      .ends = w->ends,
                                      .min_n = w->min_n,
                                      .options = table_default_options};
    wishes.direction = w->least_first ? RANKING_LEAST_FIRST : RANKING_GREATEST_FIRST;
    if (!check_survey(w, count, f) || !read_sort(w, &wishes.by_item, f))
        return NULL;
    wishes.question = operands[0];
    wishes.option = operands[1];
    wishes.options.level = w->level;
    wishes.options.suppress = w->suppress;
    if (w->interval && !interval_parse(w->interval, &wishes.options.interval)) {
        fault_usage(f, _("--interval %s: expected wilson, exact, logit, agresti-coull or none"), w->interval);
        return NULL;
    }
    if (!(w->level > 0 && w->level < 1)) {
        fault_usage(f, _("--level %g: expected a number between 0 and 1, such as 0.95"), w->level);
        return NULL;
    }
    if (w->suppress < 0) {
        fault_usage(f, _("--suppress %ld: expected the least count that may be shown, such as 5"),
                    w->suppress);
        return NULL;
    }
    return area_rank(app->arena, app->store_path, &wishes, f);
}

static bool rank_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct wishes w = {.level = table_default_options.level, .ends = 5, .output = "-"};
    const struct option_spec specs[] = {{"survey", 0, OPTION_STRING, &w.survey, false},
                                        {"series", 0, OPTION_STRING, &w.series, false},
                                        {"by", 0, OPTION_STRING, &w.by, false},
                                        {"where", 0, OPTION_STRING, &w.where, false},
                                        {"best", 0, OPTION_INTEGER, &w.ends, false},
                                        {"suppress", 0, OPTION_INTEGER, &w.suppress, false},
                                        {"weight", 0, OPTION_STRING, &w.weight, false},
                                        {"min-n", 0, OPTION_INTEGER, &w.min_n, false},
                                        {"interval", 0, OPTION_STRING, &w.interval, false},
                                        {"level", 0, OPTION_NUMBER, &w.level, false},
                                        {"least-first", 0, OPTION_FLAG, &w.least_first, false},
                                        {"sort", 0, OPTION_STRING, &w.sort, false},
                                        {"at", 0, OPTION_STRING, &w.at, false},
                                        {"against", 0, OPTION_STRING, &w.against, false},
                                        {"group", 0, OPTION_STRING, &w.group, false},
                                        {"format", 0, OPTION_STRING, &w.format, false},
                                        {"output", 'o', OPTION_STRING, &w.output, false},
                                        {0}};
    const char **operands;
    size_t count;
    enum output_format format;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(w.format, &format, f))
        return false;
    if (!w.survey == !w.series)
        return fault_usage(f, _("rank needs either --survey ID or --series ID"));
    struct result *r = w.series ? of_series(app, &w, count, f) : of_survey(app, &w, operands, count, f);
    return r && result_print(r, format, w.output, f);
}

static const struct option_help rank_options[] = {
    {"at", N_("the period that is ranked")},
    {"against", N_("the period it is compared with")},
    {"group", N_("only the areas of this group")},
    {"best", N_("how many of the best and the worst are marked")},
    {"least-first", N_("the lowest comes first")},
    {"sort", N_("by rank, or in the order of areas")},
    {"weight", N_("a weighting of the questionnaire; `shukei weights` lists them")},
    {"min-n", N_("areas with fewer returns are not ranked")},
    {NULL, NULL},
};

const struct command rank_command = {
    .name = "rank",
    .group = N_("Tabulate"),
    .summary = N_("areas in order: a survey's rate with its uncertainty, or a reference series"),
    .usage = "--survey ID QUESTION OPTION [--by KEY] [--where EXPR] [--interval "
             "wilson|exact|logit|agresti-coull|none] "
             "[--level 0.95]\n"
             "         [--suppress N] [--min-n N] [--weight SCHEME]\n"
             "     --series ID --at PERIOD [--against PERIOD] [--group GROUP]\n"
             "     both: [--best 5] [--least-first] [--sort rank|area] [--format text|json|csv] [-o FILE]",
    .options = rank_options,
    .run = rank_run,
};
