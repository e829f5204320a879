/* cases: the free texts of a survey as a list that may be handed out. */
#include "reports/commands/commands.h"

#include "engine/base/lang.h"
#include "engine/store/store.h"
#include "reports/cases/case_document.h"
#include "reports/cases/case_html.h"
#include "reports/cases/case_rows.h"
#include "reports/excel/excel_cases.h"
#include "reports/pdf/pdf_print.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct wishes {
    const char *survey, *format, *output;
    long few;
};

typedef bool write_list(struct app *app, const struct case_list *list, const char *path, struct fault *f);

static bool write_pdf(struct app *app, const struct case_list *list, const char *path, struct fault *f) {
    return pdf_print(app->arena, case_document_make(app->arena, list), app->quiet, path, f);
}

static bool write_xlsx(struct app *app, const struct case_list *list, const char *path, struct fault *f) {
    return excel_cases_write(app->arena, list, path, f);
}

static bool write_html(struct app *app, const struct case_list *list, const char *path, struct fault *f) {
    return case_html_write(app->arena, list, path, f);
}

static bool write_rows(struct app *app, const struct case_list *list, enum output_format format,
                       const char *path, struct fault *f) {
    return result_print(case_rows_make(app->arena, list), format, path, f);
}

static bool write_text(struct app *app, const struct case_list *list, const char *path, struct fault *f) {
    return write_rows(app, list, OUTPUT_TEXT, path, f);
}

static bool write_json(struct app *app, const struct case_list *list, const char *path, struct fault *f) {
    return write_rows(app, list, OUTPUT_JSON, path, f);
}

static bool write_csv(struct app *app, const struct case_list *list, const char *path, struct fault *f) {
    return write_rows(app, list, OUTPUT_CSV, path, f);
}

static const struct {
    const char *name;
    write_list *write;
} formats[] = {{"pdf", write_pdf},   {"xlsx", write_xlsx}, {"html", write_html}, {"htm", write_html},
               {"text", write_text}, {"json", write_json}, {"csv", write_csv}};

static write_list *find_format(const char *name) {
    for (size_t i = 0; name && i < sizeof formats / sizeof *formats; i++)
        if (strcasecmp(formats[i].name, name) == 0)
            return formats[i].write;
    return NULL;
}

/* Rows go to standard output as every listing does; a document wants a file. */
static bool is_of_rows(const char *name) {
    enum output_format format;
    struct fault none = {0};
    return options_format(name, &format, &none);
}

/* As --format says, or else the ending of the file; standard output, which has no ending, is HTML. */
static write_list *format_of(const struct wishes *w, struct fault *f) {
    const char *dot = strcmp(w->output, "-") == 0 ? ".html" : strrchr(w->output, '.');
    write_list *write = find_format(w->format ? w->format : dot ? dot + 1 : NULL);
    if (!write && w->format)
        fault_usage(f, _("--format %s: expected pdf, xlsx, html, text, json or csv"), w->format);
    else if (!write)
        fault_usage(f, _("-o %s: expected a file name that ends in .pdf, .xlsx, .html, .json or .csv"),
                    w->output);
    return write;
}

static bool write_cases(struct app *app, const struct wishes *w, struct fault *f) {
    write_list *write = format_of(w, f);
    struct store *store = write ? store_open(app->store_path, STORE_READ, f) : NULL;
    const struct questionnaire *q = store ? store_questionnaire(store, app->arena, w->survey, f) : NULL;
    const char *before = lang_enter(q ? q->lang : NULL);
    const struct case_list *list = q ? case_list_make(app->arena, store, q, w->few, f) : NULL;
    bool done = list && write(app, list, w->output, f);
    lang_enter(before);
    store_close(store);
    if (done && !app->quiet && strcmp(w->output, "-") != 0)
        printf(
            _("%zu cases; in %zu of the texts something was masked. Read them before they leave the office: "
              "many names without 様 or さん are not found.\n"),
            list->case_count, list->masked);
    return done;
}

static bool cases_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct wishes w = {.few = CASE_FEW};
    const struct option_spec specs[] = {{"survey", 0, OPTION_STRING, &w.survey, true},
                                        {"output", 'o', OPTION_STRING, &w.output, false},
                                        {"format", 0, OPTION_STRING, &w.format, false},
                                        {"suppress", 0, OPTION_INTEGER, &w.few, false},
                                        {0}};
    const char **operands;
    size_t count;
    (void)code;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f))
        return false;
    if (count)
        return fault_usage(f, _("unexpected \"%s\""), operands[0]);
    if (w.few < 0)
        return fault_usage(f, _("--suppress %ld: expected the least count that may be shown, such as 5"),
                           w.few);
    if (!w.output && w.format && (is_of_rows(w.format) || !find_format(w.format)))
        w.output = "-";
    if (!w.output)
        return fault_usage(f, _("-%c is missing"), 'o');
    return write_cases(app, &w, f);
}

static const struct option_help cases_options[] = {
    {"format",
     N_("without it the file's ending says it, and -o - is html; text, json and csv have the cases alone")},
    {"suppress", N_("area and type are not told where fewer institutions than this answered (default 5)")},
    {NULL, NULL},
};

const struct command cases_command = {
    .name = "cases",
    .group = N_("Publish"),
    .summary = N_("list of the free-text cases, masked, by area and kind, with counts"),
    .usage = "--survey ID -o cases.pdf|xlsx|html [--format pdf|xlsx|html|text|json|csv] [--suppress 5]",
    .options = cases_options,
    .run = cases_run,
};
