/* trend: a reference series, or a concept of surveys, in the course of time. */
#include "reports/commands/commands.h"

#include "engine/base/lang.h"
#include "reports/commands/figure_option.h"
#include "reports/commands/print_format.h"
#include "reports/compare/compare_plot.h"
#include "reports/compare/compare_trend.h"
#include "reports/page/compare_page.h"
#include "reports/series/series_plot.h"
#include "reports/series/series_trend.h"

#include <string.h>

struct wishes {
    const char *series, *concept, *by, *area, *group, *format, *output, *figure;
};

static bool read_axis(const struct wishes *w, const struct series *series, enum series_axis *axis,
                      struct fault *f) {
    *axis = aggregate_has_areas(series) ? SERIES_AREAS : SERIES_GROUPS;
    if (!w->by)
        return true;
    *axis = strcmp(w->by, "area") == 0 ? SERIES_AREAS : SERIES_GROUPS;
    return *axis == SERIES_AREAS || strcmp(w->by, "group") == 0 ||
           fault_usage(f, _("--by %s: expected area or group"), w->by);
}

/* What is shown of a series: one item, or all of them. */
struct shown {
    const struct series_table *table;
    bool one;
    size_t item;
};

static bool open_series(struct app *app, const struct wishes *w, struct shown *s, struct fault *f) {
    struct series_choice choice = {.area = w->area, .group = w->group};
    const struct series *series = series_open(app->arena, app->store_path, w->series, f);
    if (!series || !read_axis(w, series, &choice.axis, f))
        return false;
    s->table = series_table_make(app->arena, series, &choice, f);
    const char *word = choice.axis == SERIES_AREAS ? w->area : w->group;
    if (!s->table || (word && !series_table_item(s->table, word, &s->item, f)))
        return false;
    s->one = word || s->table->item_count == 1;
    return true;
}

static const struct plot *plot_series(struct arena *arena, const struct shown *s) {
    size_t *items = arena_array(arena, s->table->item_count + 1, sizeof *items), count = 1;
    items[0] = s->item;
    if (!s->one)
        count = series_plot_all(s->table, items);
    return series_plot_course(arena, s->table, items, count, 0, s->table->period_count - 1);
}

static struct result *list_series(struct arena *arena, const struct shown *s, const struct plot *plot) {
    enum figure_kind kinds[FIGURE_KINDS];
    struct result *r =
        s->one ? series_trend_one(arena, s->table, s->item) : series_trend_all(arena, s->table);
    figure_option_kinds(arena, r, kinds, figure_kinds_of_plot(arena, plot, kinds));
    return r;
}

static bool of_series(struct app *app, const struct wishes *w, enum print_format format,
                      enum figure_kind kind, struct fault *f) {
    struct shown s = {0};
    const struct figure *figure = NULL;
    if (!open_series(app, w, &s, f))
        return false;
    const struct plot *plot = plot_series(app->arena, &s);
    if (w->figure && !(figure = figure_option_make(app->arena, plot, kind, FIGURE_LINE, f)))
        return false;
    if (figure && format != PRINT_PDF)
        return figure_option_write(app->arena, figure, w->output, f);
    return print_format_result(app, list_series(app->arena, &s, plot), figure, w->series, format, w->output,
                               f);
}

/* As a figure or a page, which show one series of surveys. */
static bool of_one_course(struct app *app, const struct wishes *w, const struct comparison_request *request,
                          enum print_format format, enum figure_kind kind, struct fault *f) {
    const struct comparison *only = compare_trend_only(app->arena, app->store_path, request, f);
    const struct figure *figure = NULL;
    if (!only || (w->figure && !(figure = figure_option_make(app->arena, compare_plot(app->arena, only), kind,
                                                             FIGURE_LINE, f))))
        return false;
    if (figure && format != PRINT_PDF)
        return figure_option_write(app->arena, figure, w->output, f);
    return print_format_page(app, compare_page(app->arena, only, figure), format, w->output, f);
}

static bool of_concept(struct app *app, const struct wishes *w, enum print_format format,
                       enum figure_kind kind, struct fault *f) {
    const struct comparison_request request = {
        .concepts = &w->concept, .concept_count = 1, .by = w->by, .level = 0.95, .adjust = ADJUST_HOLM};
    if (w->area || w->group)
        return fault_usage(f, _("--area and --group are of a series; a concept is split with --by"));
    if (w->figure || print_format_is_page(format))
        return of_one_course(app, w, &request, format, kind, f);
    return compare_trend(app->arena, app->store_path, &request, (enum output_format)format, w->output, f);
}

static bool trend_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct wishes w = {0};
    const struct option_spec specs[] = {{"series", 0, OPTION_STRING, &w.series, false},
                                        {"concept", 0, OPTION_STRING, &w.concept, false},
                                        {"by", 0, OPTION_STRING, &w.by, false},
                                        {"area", 0, OPTION_STRING, &w.area, false},
                                        {"group", 0, OPTION_STRING, &w.group, false},
                                        {"format", 0, OPTION_STRING, &w.format, false},
                                        {"output", 'o', OPTION_STRING, &w.output, false},
                                        {"figure", 0, OPTION_STRING, &w.figure, false},
                                        {0}};
    enum figure_kind kind = FIGURE_NATURAL;
    const char **operands;
    size_t count;
    enum print_format format;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !print_format_read(w.format, &w.output, &format, f) ||
        (w.figure && !figure_option_read(app->arena, w.figure, w.format, &kind, f)))
        return false;
    if (count)
        return fault_usage(f, _("trend takes no words without an option: \"%s\""), operands[0]);
    if (!w.series == !w.concept)
        return fault_usage(f, _("trend needs either --series ID or --concept ID"));
    return w.concept ? of_concept(app, &w, format, kind, f) : of_series(app, &w, format, kind, f);
}

static const struct option_help trend_options[] = {
    {"concept", N_("concept of an option or question: its waves in every series of surveys")},
    {"format", PRINT_FORMAT_HELP},
    {"figure", FIGURE_OPTION_HELP},
    {NULL, NULL},
};

const struct command trend_command = {
    .name = "trend",
    .group = N_("Tabulate"),
    .summary = N_("a reference series or a concept of surveys in the course of time"),
    .usage = "--series ID [--by area|group] [--area AREA] [--group GROUP]\n"
             "      --concept ID [--by pref|type|...]\n"
             "      both: [--format text|json|csv|csv-excel|pdf|xlsx] [--figure KIND] [-o FILE]",
    .options = trend_options,
    .run = trend_run,
};
