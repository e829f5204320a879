/* fieldwork: how returns come in, against the survey before; and from where. */
#include "reports/commands/commands.h"

#include "engine/base/lang.h"
#include "reports/commands/figure_option.h"
#include "reports/commands/print_format.h"
#include "reports/fieldwork/fieldwork_result.h"

#include <string.h>

struct wishes {
    const char *survey, *against, *by, *format, *figure, *output;
};

static const struct fieldwork *read_fieldwork(struct app *app, const struct wishes *w, struct fault *f) {
    struct store *store = store_open(app->store_path, STORE_READ, f);
    const struct fieldwork *work = store ? fieldwork_read(app->arena, store, w->survey, w->against, f) : NULL;
    store_close(store);
    return work;
}

static bool print(struct app *app, const struct wishes *w, const struct fieldwork *work,
                  enum figure_kind kind, enum print_format format, struct fault *f) {
    const bool days = strcmp(w->by, "day") == 0;
    const struct figure *figure = NULL;
    if (w->figure &&
        !(figure = figure_option_make(
              app->arena, days ? fieldwork_course_plot(app->arena, work) : fieldwork_map(app->arena, work),
              kind, days ? FIGURE_LINE : FIGURE_MAP, f)))
        return false;
    if (figure && format != PRINT_PDF)
        return figure_option_write(app->arena, figure, w->output, f);
    return print_format_result(
        app, days ? fieldwork_by_day(app->arena, work) : fieldwork_by_prefecture(app->arena, work), figure,
        w->survey, format, w->output, f);
}

static bool fieldwork_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct wishes w = {.by = "day"};
    const struct option_spec specs[] = {{"survey", 's', OPTION_STRING, &w.survey, true},
                                        {"against", 0, OPTION_STRING, &w.against, false},
                                        {"by", 0, OPTION_STRING, &w.by, false},
                                        {"format", 0, OPTION_STRING, &w.format, false},
                                        {"figure", 0, OPTION_STRING, &w.figure, false},
                                        {"output", 'o', OPTION_STRING, &w.output, false},
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
    if (strcmp(w.by, "day") != 0 && strcmp(w.by, "pref") != 0)
        return fault_usage(f, _("--by %s: expected day or pref"), w.by);
    if (count)
        return fault_usage(f, _("fieldwork takes no words without an option: \"%s\""), operands[0]);
    const struct fieldwork *work = read_fieldwork(app, &w, f);
    return work && print(app, &w, work, kind, format, f);
}

static const struct option_help fieldwork_options[] = {
    {"against", N_("the survey it is held against; without it the one before it in its series")},
    {"by", N_("day (the default): valid returns so far; pref: valid returns and response rate")},
    {"format", PRINT_FORMAT_HELP},
    {"figure", FIGURE_OPTION_HELP},
    {NULL, NULL},
};

const struct command fieldwork_command = {
    .name = "fieldwork",
    .group = N_("Collect"),
    .summary = N_("how returns come in day by day, against the last survey, and from which prefectures"),
    .usage = "--survey ID [--against SURVEY] [--by day|pref] [--format text|json|csv|csv-excel|pdf|xlsx]\n"
             "          [--figure KIND] [-o FILE]",
    .options = fieldwork_options,
    .run = fieldwork_run,
};
