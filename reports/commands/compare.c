/* compare: the same concepts across waves and surveys. */
#include "reports/commands/commands.h"

#include "engine/base/file.h"
#include "engine/base/lang.h"
#include "reports/commands/figure_option.h"
#include "reports/commands/print_format.h"
#include "reports/compare/compare_plot.h"
#include "reports/compare/compare_text.h"
#include "reports/page/compare_page.h"

#include <string.h>

struct wishes {
    const char *surveys, *concept, *by, *base, *matched, *adjust, *weight, *format, *output, *figure;
    bool force, details;
    long suppress;
    double level;
};

static const char *const *split(struct arena *arena, const char *list, size_t *count) {
    const char **items = NULL;
    size_t capacity = 0;
    char *rest = arena_strdup(arena, list);
    for (char *item; (item = strsep(&rest, ",")) != NULL;) {
        if (!*item)
            continue;
        items = arena_grow(arena, items, *count, &capacity, sizeof *items);
        items[(*count)++] = item;
    }
    return items;
}

/* --concept takes one or several with commas; further ones may stand as operands. */
static void add_concepts(struct arena *arena, struct comparison_request *r, const char *const *operands,
                         size_t count) {
    const char **all = arena_array(arena, r->concept_count + count + 1, sizeof *all);
    for (size_t i = 0; i < r->concept_count; i++)
        all[i] = r->concepts[i];
    for (size_t i = 0; i < count; i++)
        all[r->concept_count + i] = operands[i];
    r->concepts = all;
    r->concept_count += count;
}

static bool read_wishes(struct arena *arena, const struct wishes *w, const char *const *operands,
                        size_t count, struct comparison_request *r, struct fault *f) {
    *r = (struct comparison_request){.by = w->by,
                                     .base = w->base,
                                     .force = w->force,
                                     .weight = w->weight,
                                     .suppress = w->suppress,
                                     .level = w->level};
    r->surveys = split(arena, w->surveys, &r->survey_count);
    r->in_time = r->survey_count > 2; /* two are a difference from the first to the second */
    r->concepts = split(arena, w->concept, &r->concept_count);
    if (count && !r->concept_count)
        return fault_usage(f, _("unexpected \"%s\""), operands[0]);
    add_concepts(arena, r, operands, count);
    if (w->matched && strcmp(w->matched, "prefecture") != 0)
        return fault_usage(f, _("--matched %s: expected prefecture"), w->matched);
    r->matched = w->matched != NULL;
    if (w->suppress < 0)
        return fault_usage(f, _("--suppress %ld: expected the least count that may be shown, such as 5"),
                           w->suppress);
    if (!(w->level > 0 && w->level < 1))
        return fault_usage(f, _("--level %g: expected a number between 0 and 1, such as 0.95"), w->level);
    r->adjust = ADJUST_HOLM;
    if (w->adjust && !adjust_parse(w->adjust, &r->adjust))
        return fault_usage(f, _("--adjust %s: expected holm, bonferroni, bh or none"), w->adjust);
    return true;
}

static void (*const writers[])(FILE *out,
                               const struct comparison *c) = {[PRINT_TEXT] = compare_text_write,
                                                              [PRINT_JSON] = compare_json_write,
                                                              [PRINT_CSV] = compare_csv_write,
                                                              [PRINT_CSV_EXCEL] = compare_csv_write_excel};

/* Of concepts that are named, or of everything at once. */
static bool wants_overview(const struct comparison *c) {
    return !c->request->concept_count;
}

static bool wants_details(const struct wishes *w, const struct comparison *c) {
    return w->details || c->request->concept_count || c->request->by || c->request->matched;
}

static bool write_comparison(const struct wishes *wishes, enum print_format format,
                             const struct comparison *c, struct fault *f) {
    struct file_writer w;
    if (!file_begin(&w, wishes->output, f))
        return false;
    if (format == PRINT_TEXT && wants_overview(c))
        compare_overview_write(w.stream, c);
    if (format == PRINT_TEXT && wants_overview(c) && wants_details(wishes, c))
        fputs("\n\n", w.stream);
    if (format != PRINT_TEXT || wants_details(wishes, c))
        writers[format](w.stream, c);
    return file_commit(&w, f);
}

/* Bars side by side as long as they can be told apart. */
static enum figure_kind natural_kind(const struct comparison *c) {
    return c->wave_count <= 4 ? FIGURE_GROUPED : FIGURE_LINE;
}

static bool print(struct app *app, const struct wishes *w, const struct comparison *c, enum figure_kind kind,
                  enum print_format format, struct fault *f) {
    const struct figure *figure = NULL;
    if (w->figure &&
        !(figure = figure_option_make(app->arena, compare_plot(app->arena, c), kind, natural_kind(c), f)))
        return false;
    if (figure && format != PRINT_PDF)
        return figure_option_write(app->arena, figure, w->output, f);
    if (!print_format_is_page(format))
        return write_comparison(w, format, c, f);
    const struct page *page = wants_overview(c)
                                  ? compare_overview_page(app->arena, c, figure, wants_details(w, c))
                                  : compare_page(app->arena, c, figure);
    return print_format_page(app, page, format, w->output, f);
}

static bool compare_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct wishes w = {.level = 0.95};
    const struct option_spec specs[] = {{"surveys", 0, OPTION_STRING, &w.surveys, true},
                                        {"concept", 0, OPTION_STRING, &w.concept, false},
                                        {"by", 0, OPTION_STRING, &w.by, false},
                                        {"base", 0, OPTION_STRING, &w.base, false},
                                        {"matched", 0, OPTION_STRING, &w.matched, false},
                                        {"weight", 0, OPTION_STRING, &w.weight, false},
                                        {"suppress", 0, OPTION_INTEGER, &w.suppress, false},
                                        {"force", 0, OPTION_FLAG, &w.force, false},
                                        {"details", 0, OPTION_FLAG, &w.details, false},
                                        {"level", 0, OPTION_NUMBER, &w.level, false},
                                        {"adjust", 0, OPTION_STRING, &w.adjust, false},
                                        {"format", 0, OPTION_STRING, &w.format, false},
                                        {"output", 'o', OPTION_STRING, &w.output, false},
                                        {"figure", 0, OPTION_STRING, &w.figure, false},
                                        {0}};
    struct comparison_request request;
    enum figure_kind kind = FIGURE_NATURAL;
    enum print_format format;
    const char **operands;
    size_t count;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !print_format_read(w.format, &w.output, &format, f) ||
        !read_wishes(app->arena, &w, operands, count, &request, f) ||
        (w.figure && !figure_option_read(app->arena, w.figure, w.format, &kind, f)))
        return false;
    struct store *store = store_open(app->store_path, STORE_READ, f);
    const struct comparison *c = store ? comparison_make(app->arena, store, &request, f) : NULL;
    store_close(store);
    return c && print(app, &w, c, kind, format, f);
}

static const struct option_help compare_options[] = {
    {"surveys", N_("the surveys that are compared, published ones too: two from the first to the second, "
                   "more in the order of their periods")},
    {"concept",
     N_("concepts of options, questions or reference series; without it all that two surveys share")},
    {"details", N_("every concept by itself too, with all its figures; a concept that is named always is")},
    {"base", N_("what all are put on: all, operating, trouble, a concept; published leaves each on its own")},
    {"matched", N_("beside it only the prefectures that are in all of them")},
    {"weight", N_("a weighting of the questionnaires; published figures cannot be weighted")},
    {"suppress",
     N_("keep back counts of returns below N, with whole questions and banners that would tell them")},
    {"format", PRINT_FORMAT_HELP},
    {"figure", FIGURE_OPTION_HELP},
    {"force", N_("print what cannot be compared all the same, with the reason as a note")},
    {"adjust", N_("how p is adjusted for the number of differences shown")},
    {NULL, NULL},
};

const struct command compare_command = {
    .name = "compare",
    .group = N_("Tabulate"),
    .summary = N_("the same concepts across waves and surveys, or why they cannot be compared"),
    .usage =
        "--surveys A,B,... [--concept ID[,ID...]] [--by KEY] [--matched prefecture] [--details] [--force]\n"
        "        [--base all|operating|published|...] [--weight SCHEME] [--suppress N] [--level 0.95]\n"
        "        [--adjust holm|bonferroni|bh|none] [--format text|json|csv|csv-excel|pdf|xlsx] [-o FILE]\n"
        "        [--figure KIND]",
    .options = compare_options,
    .run = compare_run,
};
