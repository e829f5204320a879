/* excel: the workbooks of a survey. */
#include "reports/commands/commands.h"

#include "engine/base/lang.h"
#include "engine/base/stages.h"
#include "engine/waves/comparison.h"
#include "reports/excel/excel.h"
#include "reports/inspect/inspect_print.h"
#include "reports/model/survey_tables.h"
#include "reports/model/table_test.h"

#include <string.h>

enum { EXCEL_SETS_MAX = 3 };

struct plan {
    struct survey_request requests[EXCEL_SETS_MAX];
    size_t count;
};

static bool is_key(const struct questionnaire *q, size_t position) {
    return (int)position == q->key_type || (int)position == q->key_pref;
}

/* The ids of the questions that are keys (or of those that are not). */
static void choose(struct arena *arena, const struct questionnaire *q, bool keys, bool with_text,
                   struct survey_request *request) {
    const char **ids = arena_array(arena, q->question_count + 1, sizeof *ids);
    size_t count = 0;
    for (size_t i = 0; i < q->question_count; i++)
        if (is_key(q, i) == keys && (with_text || question_is_coded(&q->questions[i])))
            ids[count++] = q->questions[i].id;
    request->questions = ids;
    request->question_count = count;
    request->options = table_default_options;
}

/* First who answered (the keys by themselves), then every other question by type, then by prefecture. */
static void make_plan(struct arena *arena, const struct questionnaire *q, struct plan *plan) {
    struct survey_request *r = plan->requests;
    choose(arena, q, true, true, &r[plan->count]);
    if (r[plan->count].question_count)
        plan->count++;
    choose(arena, q, false, true, &r[plan->count]);
    if (!r[plan->count].question_count)
        return;
    if (q->key_type >= 0) {
        r[plan->count].keys[0] = "type";
        r[plan->count].key_count = 1;
    }
    plan->count++;
    if (q->key_pref < 0)
        return;
    choose(arena, q, false, false, &r[plan->count]);
    r[plan->count].keys[0] = "pref";
    r[plan->count].key_count = 1;
    if (r[plan->count].question_count)
        plan->count++;
}

/* Columns are compared where there are any. */
static void ask_for_tests(const struct table_options *options, struct plan *plan) {
    for (size_t i = 0; i < plan->count; i++)
        if (plan->requests[i].key_count)
            plan->requests[i].options = *options;
}

struct wishes {
    const char *survey, *output, *test, *adjust, *weight, *compare, *check, *format;
    bool machine;
    struct table_options options;
};

/* The surveys named, then this one.  NULL: none are named. */
static const struct comparison *compare_waves(struct arena *arena, struct store *store,
                                              const struct wishes *w, struct fault *f) {
    char *names = arena_strdup(arena, w->compare), *rest = NULL;
    const char **surveys = arena_array(arena, strlen(names) + 2, sizeof *surveys);
    struct comparison_request *request = arena_alloc(arena, sizeof *request);
    size_t count = 0;
    for (char *name = strtok_r(names, ", ", &rest); name; name = strtok_r(NULL, ", ", &rest))
        if (strcmp(name, w->survey) != 0)
            surveys[count++] = name;
    surveys[count++] = w->survey;
    *request = (struct comparison_request){.surveys = surveys,
                                           .survey_count = count,
                                           .in_time = true,
                                           .level = w->options.level,
                                           .weight = w->weight,
                                           .suppress = w->options.suppress,
                                           .adjust = ADJUST_HOLM};
    if (count > 1)
        return comparison_make(arena, store, request, f);
    fault_usage(f, _("--compare %s: expected the ids of earlier surveys, apart by commas"), w->compare);
    return NULL;
}

static bool write_content(struct arena *arena, struct store *store, const struct wishes *w,
                          struct excel_content *content, struct fault *f) {
    if (w->compare) {
        content->comparison = compare_waves(arena, store, w, f);
        if (!content->comparison)
            return false;
    }
    return w->machine ? excel_write_machine(arena, content, w->output, f)
                      : excel_write_people(arena, content, w->output, f);
}

static bool write_workbook(struct arena *arena, struct store *store, const struct wishes *w,
                           struct fault *f) {
    const struct questionnaire *q = store_questionnaire(store, arena, w->survey, f);
    const struct table_set *sets[EXCEL_SETS_MAX];
    struct plan plan = {.count = 0};
    if (!q)
        return false;
    make_plan(arena, q, &plan);
    ask_for_tests(&w->options, &plan);
    stages_plan((const struct stage[]){
        {N_("counting"), 3}, {N_("writing the sheets"), 3}, {N_("packing the workbook"), 2}, {NULL, 0}});
    stages_next();
    for (size_t i = 0; i < plan.count; i++)
        plan.requests[i].options.suppress = w->options.suppress, plan.requests[i].weight = w->weight;
    if (!survey_tables_from(arena, store, q, plan.requests, plan.count, sets, f))
        return false;
    stages_next();
    struct excel_content content = {.questionnaire = q, .sets = sets, .set_count = plan.count};
    /* What cannot be compared is said in the language of the interface, what was compared in the workbook's. */
    if (w->compare && strcmp(q->lang, lang_now()) != 0 && !compare_waves(arena, store, w, f))
        return false;
    const char *before = lang_enter(q->lang);
    bool done = write_content(arena, store, w, &content, f);
    lang_enter(before);
    stages_end();
    return done;
}

static bool check_workbook(struct app *app, const char *path, const char *format_name, const char *output,
                           int *code, struct fault *f) {
    enum output_format format;
    if (!options_format(format_name ? format_name : options_format_of_file(output), &format, f))
        return false;
    struct inspect_book *book = inspect_open(app->arena, path, f);
    if (!book)
        return false;
    const struct inspect_report *report = inspect_check(app->arena, book);
    *code = report->passed ? 0 : 3;
    return inspect_print(app->arena, report, format, output, f);
}

static bool make_workbook(struct app *app, struct wishes *w, struct fault *f) {
    if (!w->survey || !w->output)
        return w->survey ? fault_usage(f, _("-%c is missing"), 'o')
                         : fault_usage(f, _("--%s is missing"), "survey");
    if (w->format)
        return fault_usage(f, _("--format is for --check"));
    if (w->machine && w->compare)
        return fault_usage(f, _("--compare makes a sheet for people; it cannot be had with --machine"));
    if (!table_test_options(w->test, w->adjust, &w->options, f))
        return false;
    if (w->options.suppress < 0)
        return fault_usage(f, _("--suppress %ld: expected the least count that may be shown, such as 5"),
                           w->options.suppress);
    struct store *store = store_open(app->store_path, STORE_READ, f);
    if (!store)
        return false;
    bool done = write_workbook(app->arena, store, w, f);
    store_close(store);
    return done;
}

static bool excel_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct wishes w = {.options = table_default_options};
    const struct option_spec specs[] = {{"survey", 0, OPTION_STRING, &w.survey, false},
                                        {"output", 'o', OPTION_STRING, &w.output, false},
                                        {"machine", 0, OPTION_FLAG, &w.machine, false},
                                        {"test", 0, OPTION_STRING, &w.test, false},
                                        {"adjust", 0, OPTION_STRING, &w.adjust, false},
                                        {"weight", 0, OPTION_STRING, &w.weight, false},
                                        {"suppress", 0, OPTION_INTEGER, &w.options.suppress, false},
                                        {"compare", 0, OPTION_STRING, &w.compare, false},
                                        {"check", 0, OPTION_STRING, &w.check, false},
                                        {"format", 0, OPTION_STRING, &w.format, false},
                                        {0}};
    const char **operands;
    size_t count;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f))
        return false;
    if (count)
        return fault_usage(f, _("unexpected \"%s\""), operands[0]);
    if (!w.check)
        return make_workbook(app, &w, f);
    if (w.survey || w.machine || w.test || w.weight || w.compare || w.options.suppress)
        return fault_usage(f, _("--check looks at a workbook that is there; the other options make one"));
    return check_workbook(app, w.check, w.format, w.output ? w.output : "-", code, f);
}

static const struct option_help excel_options[] = {
    {"weight", N_("a weighting of the questionnaire; `shukei weights` lists them")},
    {"machine", N_("the workbook for other programs: one long table")},
    {"compare", N_("earlier surveys (ids, apart by commas): a sheet of what changed since")},
    {"check", N_("look at a workbook, ours or another, rule by rule: does it open, can programs read it")},
    {NULL, NULL},
};

const struct command excel_command = {
    .name = "excel",
    .group = N_("Publish"),
    .summary = N_("workbook with a contents sheet, one table per sheet and charts"),
    .usage = "--survey ID -o tables.xlsx [--machine] [--test letters [--adjust bonferroni|holm|bh|none]]\n"
             "         [--weight SCHEME] [--suppress N] [--compare A,B]\n"
             "     --check FILE.xlsx [--format text|json|csv] [-o FILE]",
    .options = excel_options,
    .run = excel_run,
};
