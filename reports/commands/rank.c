/* rank: areas by a survey's rate, or by a reference series. */
#include "reports/commands/commands.h"

#include "engine/base/lang.h"
#include "reports/areas/area_rank.h"
#include "reports/commands/figure_option.h"
#include "reports/commands/print_format.h"
#include "reports/series/series_plot.h"
#include "reports/series/series_rank.h"

#include <string.h>

struct wishes {
    const char *survey, *series, *by, *where, *interval, *sort, *at, *against, *group, *weight, *format,
        *output, *figure;
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

static const struct series_table *open_table(struct app *app, const struct wishes *w, size_t operands,
                                             struct fault *f) {
    const struct series_choice choice = {.group = w->group};
    if (!check_series(w, operands, f))
        return NULL;
    const struct series *series = series_open(app->arena, app->store_path, w->series, f);
    return series ? series_table_make(app->arena, series, &choice, f) : NULL;
}

static struct result *of_series(struct app *app, const struct wishes *w, size_t operands, struct fault *f) {
    struct series_rank_wishes wishes = {.at = w->at, .against = w->against, .ends = w->ends};
    wishes.direction = w->least_first ? RANKING_LEAST_FIRST : RANKING_GREATEST_FIRST;
    if (!read_sort(w, &wishes.by_item, f))
        return NULL;
    const struct series_table *t = open_table(app, w, operands, f);
    return t ? series_rank(app->arena, t, &wishes, f) : NULL;
}

/* The period it is held against stands first, as in the course of time. */
static const struct plot *plot_series(struct app *app, const struct wishes *w, size_t operands,
                                      struct fault *f) {
    bool by_item;
    size_t periods[2], count = 0;
    if (!read_sort(w, &by_item, f))
        return NULL;
    const struct series_table *t = open_table(app, w, operands, f);
    if (!t || (w->against && !series_table_period(t, w->against, &periods[count++], f)) ||
        !series_table_period(t, w->at, &periods[count++], f))
        return NULL;
    size_t *items = arena_array(app->arena, t->item_count + 1, sizeof *items);
    const size_t item_count = series_plot_all(t, items);
    const struct plot *plot = series_plot_at(app->arena, t, items, item_count, periods, count);
    return plot_ordered(app->arena, plot, !by_item, count - 1);
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

static bool read_survey(const struct wishes *w, const char **operands, size_t count,
                        struct area_rank_wishes *wishes, struct fault *f) {
    *wishes = (struct area_rank_wishes){.survey = w->survey,
                                        .by = w->by ? w->by : "pref",
                                        .where = w->where,
                                        .weight = w->weight,
                                        .ends = w->ends,
                                        .min_n = w->min_n,
                                        .options = table_default_options};
    wishes->direction = w->least_first ? RANKING_LEAST_FIRST : RANKING_GREATEST_FIRST;
    if (!check_survey(w, count, f) || !read_sort(w, &wishes->by_item, f))
        return false;
    wishes->question = operands[0];
    wishes->option = operands[1];
    wishes->options.level = w->level;
    wishes->options.suppress = w->suppress;
    if (w->interval && !interval_parse(w->interval, &wishes->options.interval))
        return fault_usage(f, _("--interval %s: expected wilson, exact, logit, agresti-coull or none"),
                           w->interval);
    if (!(w->level > 0 && w->level < 1))
        return fault_usage(f, _("--level %g: expected a number between 0 and 1, such as 0.95"), w->level);
    if (w->suppress < 0)
        return fault_usage(f, _("--suppress %ld: expected the least count that may be shown, such as 5"),
                           w->suppress);
    return true;
}

static struct result *of_survey(struct app *app, const struct wishes *w, const char **operands, size_t count,
                                struct fault *f) {
    struct area_rank_wishes wishes;
    return read_survey(w, operands, count, &wishes, f) ? area_rank(app->arena, app->store_path, &wishes, f)
                                                       : NULL;
}

/* For a figure; its set in *set. */
static const struct table *open_survey(struct app *app, const struct wishes *w, const char **operands,
                                       size_t count, const struct table_set **set, struct fault *f) {
    struct area_rank_wishes wishes;
    return read_survey(w, operands, count, &wishes, f)
               ? area_rank_table(app->arena, app->store_path, &wishes, set, f)
               : NULL;
}

static const struct figure *draw_survey(struct app *app, const struct wishes *w, const char **operands,
                                        size_t count, enum figure_kind kind, const struct table_set **set,
                                        struct fault *f) {
    const struct table *table = open_survey(app, w, operands, count, set, f);
    struct figure_wish wish = {.kind = kind == FIGURE_NATURAL ? FIGURE_BARS : kind};
    if (!table)
        return NULL;
    wish.choice.option = operands[1];
    wish.choice.order = w->sort && strcmp(w->sort, "area") == 0 ? PLOT_AS_ON_FORM : PLOT_BY_SIZE;
    return figure_of_table(app->arena, table, &wish, f);
}

/* --- the command --- */

struct shown {
    const char **operands;
    size_t count;
    enum figure_kind kind;
    enum print_format format;
};

static const struct figure *draw(struct app *app, const struct wishes *w, const struct shown *s,
                                 const struct table_set **set, struct fault *f) {
    if (!w->series)
        return draw_survey(app, w, s->operands, s->count, s->kind, set, f);
    const struct plot *plot = plot_series(app, w, s->count, f);
    return plot ? figure_option_make(app->arena, plot, s->kind, w->against ? FIGURE_FACING : FIGURE_BARS, f)
                : NULL;
}

/* For machines: what --figure can draw of it. */
static bool add_kinds(struct app *app, const struct wishes *w, const struct shown *s, struct result *r,
                      struct fault *f) {
    enum figure_kind kinds[FIGURE_KINDS];
    const struct table_set *set;
    const struct plot *plot = w->series ? plot_series(app, w, s->count, f) : NULL;
    const struct table *table = w->series ? NULL : open_survey(app, w, s->operands, s->count, &set, f);
    if (!plot && !table)
        return false;
    figure_option_kinds(app->arena, r, kinds,
                        plot ? figure_kinds_of_plot(app->arena, plot, kinds)
                             : figure_kinds_of_table(app->arena, table, s->operands[1], kinds));
    return true;
}

static bool print(struct app *app, const struct wishes *w, const struct shown *s, struct fault *f) {
    const struct figure *figure = NULL;
    const struct table_set *set = NULL;
    if (w->figure && !(figure = draw(app, w, s, &set, f)))
        return false;
    if (figure && s->format != PRINT_PDF)
        return set ? figure_option_write_of_set(app->arena, figure, set, w->output, f)
                   : figure_option_write(app->arena, figure, w->output, f);
    struct result *r =
        w->series ? of_series(app, w, s->count, f) : of_survey(app, w, s->operands, s->count, f);
    if (!r || (s->format == PRINT_JSON && !add_kinds(app, w, s, r, f)))
        return false;
    return print_format_result(app, r, figure, w->series ? w->series : w->survey, s->format, w->output, f);
}

/* What only makes sense of a listing. */
static bool read_figure(struct app *app, const struct wishes *w, enum figure_kind *kind, struct fault *f) {
    const char *const lost = w->min_n ? "--min-n" : w->least_first ? "--least-first" : NULL;
    if (w->figure && lost)
        return fault_usage(f, _("%s does not go with --figure"), lost);
    *kind = FIGURE_NATURAL;
    return !w->figure || figure_option_read(app->arena, w->figure, w->format, kind, f);
}

static bool rank_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct wishes w = {.level = table_default_options.level, .ends = 5};
    const struct option_spec specs[] = {{"survey", 0, OPTION_STRING, &w.survey, false},
                                        {"series", 0, OPTION_STRING, &w.series, false},
                                        {"by", 0, OPTION_STRING, &w.by, false},
                                        {"where", 0, OPTION_FILTER, &w.where, false},
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
                                        {"figure", 0, OPTION_STRING, &w.figure, false},
                                        {0}};
    struct shown s = {0};
    (void)code;
    if (!options_parse(argc, argv, specs, &s.operands, &s.count, app->arena, f) ||
        !print_format_read(w.format, &w.output, &s.format, f) || !read_figure(app, &w, &s.kind, f))
        return false;
    if (!w.survey == !w.series)
        return fault_usage(f, _("rank needs either --survey ID or --series ID"));
    return print(app, &w, &s, f);
}

static const struct option_help rank_options[] = {
    {"at", N_("the period that is ranked")},
    {"against", N_("the period it is compared with")},
    {"group", N_("only the areas of this group")},
    {"format", PRINT_FORMAT_HELP},
    {"figure", FIGURE_OPTION_HELP},
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
             "     both: [--best 5] [--least-first] [--sort rank|area] [-o FILE]\n"
             "           [--format text|json|csv|csv-excel|pdf|xlsx] [--figure KIND]",
    .options = rank_options,
    .run = rank_run,
};
