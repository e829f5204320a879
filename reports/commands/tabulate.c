/* tabulate: tables of a survey, as text, JSON or CSV. */
#include "reports/commands/commands.h"

#include "engine/base/file.h"
#include "engine/base/lang.h"
#include "reports/commands/figure_option.h"
#include "reports/commands/print_format.h"
#include "reports/excel/excel.h"
#include "reports/model/survey_tables.h"
#include "reports/model/table_test.h"
#include "reports/page/table_page.h"
#include "reports/text/table_csv.h"
#include "reports/text/table_json.h"
#include "reports/text/table_text.h"

#include <string.h>

struct wishes {
    const char *survey, *by, *where, *base, *percent, *interval, *format, *output, *sort, *no_answer,
        *population, *weight, *test, *adjust, *figure, *across, *columns;
    double level;
    long suppress;
};

static bool split_keys(struct arena *arena, const char *by, struct survey_request *request, struct fault *f) {
    char *rest = arena_strdup(arena, by);
    for (char *key; (key = strsep(&rest, ",")) != NULL;) {
        if (!*key)
            return fault_usage(f, _("--by %s: expected one key, or several with commas between them"), by);
        if (request->key_count == CUBE_KEYS_MAX)
            return fault_usage(f, _("--by %s: at most %d keys"), by, CUBE_KEYS_MAX);
        for (size_t k = 0; k < request->key_count; k++)
            if (strcmp(request->keys[k], key) == 0)
                return fault_usage(f, _("--by %s: the same key twice"), by);
        request->keys[request->key_count++] = key;
    }
    return true;
}

static bool read_options(const struct wishes *w, struct table_options *options, struct fault *f) {
    *options = table_default_options;
    if (w->percent && !table_percent_parse(w->percent, &options->percent))
        return fault_usage(f, _("--percent %s: expected cases, answers, column, row or total"), w->percent);
    if (w->sort && strcmp(w->sort, "count") == 0)
        options->order = TABLE_BY_COUNT;
    else if (w->sort && strcmp(w->sort, "form") != 0)
        return fault_usage(f, _("--sort %s: expected form (as on the form) or count"), w->sort);
    if (w->interval && !interval_parse(w->interval, &options->interval))
        return fault_usage(f, _("--interval %s: expected wilson, exact, logit, agresti-coull or none"),
                           w->interval);
    if (!(w->level > 0 && w->level < 1))
        return fault_usage(f, _("--level %g: expected a number between 0 and 1, such as 0.95"), w->level);
    if (w->suppress < 0)
        return fault_usage(f, _("--suppress %ld: expected the least count that may be shown, such as 5"),
                           w->suppress);
    options->level = w->level;
    options->suppress = w->suppress;
    if (w->test && !w->by)
        return fault_usage(f, _("--test %s compares columns: say which with --by"), w->test);
    return table_test_options(w->test, w->adjust, options, f);
}

static void (*const writers[])(FILE *out,
                               const struct table_set *set) = {[PRINT_TEXT] = table_text_write,
                                                               [PRINT_JSON] = table_json_write,
                                                               [PRINT_CSV] = table_csv_write,
                                                               [PRINT_CSV_EXCEL] = table_csv_write_excel};

static bool write_set(const char *path, enum print_format format, const struct table_set *set,
                      struct fault *f) {
    struct file_writer w;
    if (!file_begin(&w, path, f))
        return false;
    writers[format](w.stream, set);
    return file_commit(&w, f);
}

/* --- one table as a figure --- */

static bool read_figure(struct arena *arena, const struct wishes *w, struct figure_wish *wish,
                        struct fault *f) {
    if (!figure_option_read(arena, w->figure, w->format, &wish->kind, f))
        return false;
    if (!w->by && (w->across || w->columns))
        return fault_usage(f, _("%s goes with %s only"), w->across ? "--across" : "--columns", "--by");
    char *rest = arena_strdup(arena, w->columns);
    const char **columns = arena_array(arena, rest ? strlen(rest) + 1 : 1, sizeof *columns);
    for (char *key; (key = strsep(&rest, ",")) != NULL;)
        columns[wish->choice.column_count++] = key;
    wish->choice.columns = columns;
    wish->choice.option = w->across;
    wish->choice.crossed = w->by && wish->kind == FIGURE_NATURAL;
    if (w->sort)
        wish->choice.order = strcmp(w->sort, "count") == 0 ? PLOT_BY_SIZE : PLOT_AS_ON_FORM;
    return true;
}

/* One per table; NULL on a fault. */
static const struct figure *const *draw(struct arena *arena, const struct wishes *w,
                                        const struct table_set *set, struct fault *f) {
    struct figure_wish wish = {0};
    const struct figure **figures = arena_array(arena, set->count + 1, sizeof *figures);
    if (!read_figure(arena, w, &wish, f))
        return NULL;
    for (size_t i = 0; i < set->count; i++)
        if (!(figures[i] = figure_of_table(arena, &set->tables[i], &wish, f)))
            return NULL;
    return figures;
}

static bool write_figure(struct arena *arena, const struct wishes *w, const struct table_set *set,
                         struct fault *f) {
    if (set->count != 1)
        return fault_usage(f, _("--figure draws one table, and there are %zu: name one QUESTION"),
                           set->count);
    const struct figure *const *figures = draw(arena, w, set, f);
    return figures && figure_option_write_of_set(arena, figures[0], set, w->output, f);
}

static bool write_page(struct app *app, const struct wishes *w, const struct table_set *set,
                       struct fault *f) {
    const struct figure *const *figures = NULL;
    if (w->figure && !(figures = draw(app->arena, w, set, f)))
        return false;
    return page_pdf(app->arena, table_page(app->arena, set, figures), app->quiet, w->output, f);
}

static bool write_book(struct arena *arena, const struct wishes *w, const struct table_set *set,
                       struct fault *f) {
    const struct excel_content content = {.questionnaire = set->questionnaire, .sets = &set, .set_count = 1};
    return excel_write_people(arena, &content, w->output, f);
}

static bool print(struct app *app, const struct wishes *w, const struct table_set *set,
                  enum print_format format, struct fault *f) {
    if (format == PRINT_PDF)
        return write_page(app, w, set, f);
    if (w->figure)
        return write_figure(app->arena, w, set, f);
    return format == PRINT_XLSX ? write_book(app->arena, w, set, f) : write_set(w->output, format, set, f);
}

static bool read_no_answer(const struct wishes *w, struct survey_request *request, struct fault *f) {
    request->without_no_answer = w->no_answer && strcmp(w->no_answer, "out") == 0;
    return !w->no_answer || request->without_no_answer || strcmp(w->no_answer, "in") == 0 ||
           fault_usage(f, _("--no-answer %s: expected in (they stay in the base) or out (they are left out)"),
                       w->no_answer);
}

static bool tabulate_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct wishes w = {.level = table_default_options.level};
    const struct option_spec specs[] = {{"survey", 0, OPTION_STRING, &w.survey, true},
                                        {"by", 0, OPTION_STRING, &w.by, false},
                                        {"where", 0, OPTION_FILTER, &w.where, false},
                                        {"base", 0, OPTION_STRING, &w.base, false},
                                        {"percent", 0, OPTION_STRING, &w.percent, false},
                                        {"no-answer", 0, OPTION_STRING, &w.no_answer, false},
                                        {"weight", 0, OPTION_STRING, &w.weight, false},
                                        {"sort", 0, OPTION_STRING, &w.sort, false},
                                        {"interval", 0, OPTION_STRING, &w.interval, false},
                                        {"population", 0, OPTION_STRING, &w.population, false},
                                        {"level", 0, OPTION_NUMBER, &w.level, false},
                                        {"test", 0, OPTION_STRING, &w.test, false},
                                        {"adjust", 0, OPTION_STRING, &w.adjust, false},
                                        {"suppress", 0, OPTION_INTEGER, &w.suppress, false},
                                        {"figure", 0, OPTION_STRING, &w.figure, false},
                                        {"across", 0, OPTION_STRING, &w.across, false},
                                        {"columns", 0, OPTION_STRING, &w.columns, false},
                                        {"format", 0, OPTION_STRING, &w.format, false},
                                        {"output", 'o', OPTION_STRING, &w.output, false},
                                        {0}};
    struct survey_request request = {0};
    const char **questions;
    enum print_format format;
    const struct table_set *set;
    (void)code;
    if (!options_parse(argc, argv, specs, &questions, &request.question_count, app->arena, f) ||
        !print_format_read(w.format, &w.output, &format, f) || !read_options(&w, &request.options, f) ||
        !read_no_answer(&w, &request, f) || (w.by && !split_keys(app->arena, w.by, &request, f)))
        return false;
    if (w.figure && format != PRINT_PDF) /* it is sorted itself, by what it shows */
        request.options.order = TABLE_AS_ON_FORM;
    request.questions = questions;
    request.where = w.where;
    request.base = w.base;
    request.population = w.population;
    request.weight = w.weight;
    return survey_tables(app->arena, app->store_path, w.survey, &request, 1, &set, f) &&
           print(app, &w, set, format, f);
}

static const struct option_help tabulate_options[] = {
    {"percent",
     N_("of what percentages are: of those asked (cases), of ticks, of the column, the row or everything")},
    {"no-answer", N_("whether those who did not answer are in the base")},
    {"sort", N_("as on the form, or by count")},
    {"weight", N_("a weighting of the questionnaire; `shukei weights` lists them")},
    {"format", PRINT_FORMAT_HELP},
    {"figure", FIGURE_OPTION_HELP},
    {"across", N_("of a figure: the option that is shown across the columns (a map, prefectures as bars)")},
    {"columns", N_("of a figure: the columns that are shown, by their keys (type=hospital,total)")},
    {"population", N_("finite population correction: the questionnaires sent, or a number")},
    {NULL, NULL},
};

const struct command tabulate_command = {
    .name = "tabulate",
    .group = N_("Tabulate"),
    .summary = N_("tables of a survey's returns, as text, JSON or CSV (UTF-8 without BOM)"),
    .usage = "--survey ID [QUESTION...] [--by KEY[,KEY...]] [--where EXPR] [--base EXPR]\n"
             "         [--percent cases|answers|column|row|total] [--no-answer in|out] [--sort form|count]\n"
             "         [--weight SCHEME] [--interval wilson|exact|logit|agresti-coull|none] [--level 0.95]\n"
             "         [--test letters [--adjust bonferroni|holm|bh|none]] [--population sent|N]\n"
             "         [--suppress N] [--format text|json|csv|csv-excel|pdf|xlsx] [-o FILE]\n"
             "         [--figure KIND [--across OPTION] [--columns KEY,...]]",
    .options = tabulate_options,
    .run = tabulate_run,
};
