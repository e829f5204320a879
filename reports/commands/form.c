/* form: the blank questionnaire, to be sent out by FAX. */
#include "reports/commands/commands.h"

#include "engine/app/operand.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/reference.h"
#include "engine/store/store.h"
#include "reports/form/form.h"
#include "reports/pdf/pdf_print.h"

/* The full name of an association, whatever it is called; another name stands as it is written. */
static const char *full_name(struct arena *arena, const char *written, struct fault *f) {
    const struct reference *reference = written ? reference_get(f) : NULL;
    int at = reference ? reference_association(reference, arena, written) : -1;
    return at >= 0 ? reference->associations[at].name : written;
}

static bool print_form(struct app *app, const char *survey, const char *association, const char *path,
                       struct fault *f) {
    struct store *store = store_open(app->store_path, STORE_READ, f);
    const struct questionnaire *q = store ? store_questionnaire(store, app->arena, survey, f) : NULL;
    store_close(store);
    const char *name = full_name(app->arena, association, f);
    if (!q || f->kind != FAULT_NONE)
        return false;
    const char *before = lang_enter(q->lang);
    const struct document *document = form_document(app->arena, q, name);
    lang_enter(before);
    return pdf_print(app->arena, document, app->quiet, path, f);
}

static bool form_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *survey = NULL, *association = NULL, *output = NULL;
    const struct option_spec specs[] = {{"survey", 0, OPTION_STRING, &survey, true},
                                        {"association", 0, OPTION_STRING, &association, false},
                                        {"output", 'o', OPTION_STRING, &output, true},
                                        {0}};
    const char **operands;
    size_t count;
    (void)code;
    return options_parse(argc, argv, specs, &operands, &count, app->arena, f) &&
           operand_count(count, 0, "shukei form --survey ID [--association NAME] -o form.pdf", f) &&
           print_form(app, survey, association, output, f);
}

static const struct option_help form_options[] = {
    {"association", N_("whose name stands on it: as in data/reference/associations.json, or any other")},
    {NULL, NULL},
};

const struct command form_command = {
    .name = "form",
    .group = N_("Define"),
    .summary = N_("the blank questionnaire, to be sent out by FAX"),
    .usage = "--survey ID [--association NAME] -o form.pdf",
    .options = form_options,
    .run = form_run,
};
