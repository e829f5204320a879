/* project: a reference series carried forward to a day. */
#include "reports/commands/commands.h"

#include "engine/base/lang.h"
#include "reports/commands/figure_option.h"
#include "reports/commands/print_format.h"
#include "reports/series/series_project.h"

#include <string.h>

struct wishes {
    const char *series, *by, *area, *group, *goal, *printed, *format, *output, *figure;
    struct series_project_wishes project;
};

static bool read_axis(const struct wishes *w, enum series_axis *axis, struct fault *f) {
    *axis = !w->by ? SERIES_ANY : strcmp(w->by, "area") == 0 ? SERIES_AREAS : SERIES_GROUPS;
    if (w->by && *axis == SERIES_GROUPS && strcmp(w->by, "group") != 0)
        return fault_usage(f, _("--by %s: expected area or group"), w->by);
    if (!(w->project.level > 0 && w->project.level < 1))
        return fault_usage(f, _("--level %g: expected a number between 0 and 1, such as 0.95"),
                           w->project.level);
    return true;
}

/* A number, or the name of a series. */
static bool open_goal(struct app *app, struct wishes *w, struct fault *f) {
    bool number = w->goal && strspn(w->goal, "0123456789.") == strlen(w->goal);
    if (number)
        w->project.goal = w->goal;
    else if (w->goal && !(w->project.goal_series = series_open(app->arena, app->store_path, w->goal, f)))
        return fault_context(f, "--goal");
    if (w->printed && !(w->project.printed = series_open(app->arena, app->store_path, w->printed, f)))
        return fault_context(f, "--printed");
    return true;
}

static struct result *carry_on(struct app *app, struct wishes *w, const struct plot **plot, struct fault *f) {
    struct series_choice choice = {.area = w->area, .group = w->group};
    const struct series *series = series_open(app->arena, app->store_path, w->series, f);
    if (!series || !read_axis(w, &choice.axis, f) || !open_goal(app, w, f))
        return NULL;
    const struct series_table *t = series_table_make(app->arena, series, &choice, f);
    if (!t)
        return NULL;
    const char *word = t->axis == SERIES_AREAS ? w->area : w->group;
    size_t item = 0;
    if (word && !series_table_item(t, word, &item, f))
        return NULL;
    w->project.only = word ? t->items[item].key : NULL;
    return series_project(app->arena, t, &w->project, plot, f);
}

static bool show(struct app *app, struct wishes *w, enum print_format format, enum figure_kind kind,
                 struct fault *f) {
    const struct plot *plot = NULL;
    const struct figure *figure = NULL;
    enum figure_kind kinds[FIGURE_KINDS];
    struct result *r = carry_on(app, w, &plot, f);
    if (!r || (w->figure && !(figure = figure_option_make(app->arena, plot, kind, FIGURE_LINE, f))))
        return false;
    figure_option_kinds(app->arena, r, kinds, figure_kinds_of_plot(app->arena, plot, kinds));
    if (figure && format != PRINT_PDF)
        return figure_option_write(app->arena, figure, w->output, f);
    return print_format_result(app, r, figure, w->series, format, w->output, f);
}

static bool project_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct wishes w = {.project.level = 0.95};
    const struct option_spec specs[] = {{"series", 0, OPTION_STRING, &w.series, true},
                                        {"target", 0, OPTION_STRING, &w.project.target, true},
                                        {"from", 0, OPTION_STRING, &w.project.from, false},
                                        {"to", 0, OPTION_STRING, &w.project.to, false},
                                        {"goal", 0, OPTION_STRING, &w.goal, false},
                                        {"printed", 0, OPTION_STRING, &w.printed, false},
                                        {"total", 0, OPTION_STRING, &w.project.total, false},
                                        {"by", 0, OPTION_STRING, &w.by, false},
                                        {"area", 0, OPTION_STRING, &w.area, false},
                                        {"group", 0, OPTION_STRING, &w.group, false},
                                        {"level", 0, OPTION_NUMBER, &w.project.level, false},
                                        {"format", 0, OPTION_STRING, &w.format, false},
                                        {"output", 'o', OPTION_STRING, &w.output, false},
                                        {"figure", 0, OPTION_STRING, &w.figure, false},
                                        {0}};
    const char **operands;
    size_t count;
    enum print_format format;
    enum figure_kind kind = FIGURE_NATURAL;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !print_format_read(w.format, &w.output, &format, f) ||
        (w.figure && !figure_option_read(app->arena, w.figure, w.format, &kind, f)))
        return false;
    if (count)
        return fault_usage(f, _("project takes no words without an option: \"%s\""), operands[0]);
    return show(app, &w, format, kind, f);
}

static const struct option_help project_options[] = {
    {"format", PRINT_FORMAT_HELP},
    {"figure", FIGURE_OPTION_HELP},
    {NULL, NULL},
};

const struct command project_command = {
    .name = "project",
    .group = N_("Tabulate"),
    .summary = N_("a reference series carried forward to a day: at this pace, and on a logistic curve"),
    .usage =
        "--series ID --target DAY [--from PERIOD --to PERIOD] [--goal NUMBER|SERIES] [--total N|NAME=N,...]\n"
        "         [--printed SERIES] [--by area|group] [--area AREA] [--group GROUP] [--level 0.95]\n"
        "         [--format text|json|csv|csv-excel|pdf|xlsx] [--figure KIND] [-o FILE]",
    .options = project_options,
    .run = project_run,
};
