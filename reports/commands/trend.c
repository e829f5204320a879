/* trend: a reference series, or a concept of surveys, in the course of time. */
#include "reports/commands/commands.h"

#include "engine/base/lang.h"
#include "reports/commands/figure_option.h"
#include "reports/compare/compare_plot.h"
#include "reports/compare/compare_trend.h"
#include "reports/series/series_plot.h"
#include "reports/series/series_trend.h"

#include <string.h>

struct wishes {
    const char *series, *concept, *by, *area, *group, *format, *output, *figure;
};

static bool has_areas(const struct series *series) {
    for (size_t i = 0; i < series->count; i++)
        if (series->points[i].area)
            return true;
    return false;
}

static bool read_axis(const struct wishes *w, const struct series *series, enum series_axis *axis,
                      struct fault *f) {
    *axis = has_areas(series) ? SERIES_AREAS : SERIES_GROUPS;
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

static bool of_series(struct app *app, const struct wishes *w, enum output_format format, struct fault *f) {
    struct shown s = {0};
    if (!open_series(app, w, &s, f))
        return false;
    struct result *r =
        s.one ? series_trend_one(app->arena, s.table, s.item) : series_trend_all(app->arena, s.table);
    return result_print(r, format, w->output, f);
}

static bool draw_series(struct app *app, const struct wishes *w, enum figure_kind kind, struct fault *f) {
    struct shown s = {0};
    if (!open_series(app, w, &s, f))
        return false;
    size_t *items = arena_array(app->arena, s.table->item_count + 1, sizeof *items), count = 1;
    items[0] = s.item;
    if (!s.one)
        count = series_plot_all(s.table, items);
    const struct plot *plot =
        series_plot_course(app->arena, s.table, items, count, 0, s.table->period_count - 1);
    return figure_option_write(app->arena, plot, kind, FIGURE_LINE, w->output, f);
}

static bool of_concept(struct app *app, const struct wishes *w, enum output_format format,
                       enum figure_kind kind, struct fault *f) {
    const struct comparison_request request = {
        .concepts = &w->concept, .concept_count = 1, .by = w->by, .level = 0.95, .adjust = ADJUST_HOLM};
    if (w->area || w->group)
        return fault_usage(f, _("--area and --group are of a series; a concept is split with --by"));
    if (!w->figure)
        return compare_trend(app->arena, app->store_path, &request, format, w->output, f);
    const struct comparison *only = compare_trend_only(app->arena, app->store_path, &request, f);
    return only &&
           figure_option_write(app->arena, compare_plot(app->arena, only), kind, FIGURE_LINE, w->output, f);
}

static bool trend_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct wishes w = {.output = "-"};
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
    enum output_format format;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(w.format, &format, f) ||
        (w.figure && !figure_option_read(app->arena, w.figure, w.format, &kind, f)))
        return false;
    if (count)
        return fault_usage(f, _("trend takes no words without an option: \"%s\""), operands[0]);
    if (!w.series == !w.concept)
        return fault_usage(f, _("trend needs either --series ID or --concept ID"));
    if (w.concept)
        return of_concept(app, &w, format, kind, f);
    return w.figure ? draw_series(app, &w, kind, f) : of_series(app, &w, format, f);
}

static const struct option_help trend_options[] = {
    {"concept", N_("concept of an option or question: its waves in every series of surveys")},
    {"figure", FIGURE_OPTION_HELP},
    {NULL, NULL},
};

const struct command trend_command = {
    .name = "trend",
    .group = N_("Tabulate"),
    .summary = N_("a reference series or a concept of surveys in the course of time"),
    .usage =
        "--series ID [--by area|group] [--area AREA] [--group GROUP] [--format text|json|csv] [-o FILE]\n"
        "      --concept ID [--by pref|type|...] [--format text|json|csv] [-o FILE]\n"
        "      both: [--figure KIND]",
    .options = trend_options,
    .run = trend_run,
};
