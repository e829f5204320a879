/* audit: what cannot be right in somebody's draft. */
#include "reports/commands/commands.h"

#include "engine/app/operand.h"
#include "engine/base/file.h"
#include "engine/base/lang.h"
#include "reports/audit/audit.h"
#include "reports/audit/audit_read.h"
#include "reports/audit/audit_reference.h"

static void (*const writers[])(FILE *out, const struct audit *a) = {
    [OUTPUT_TEXT] = audit_write_text, [OUTPUT_JSON] = audit_write_json, [OUTPUT_CSV] = audit_write_csv};

static bool write_audit(const char *path, enum output_format format, const struct audit *a, struct fault *f) {
    struct file_writer w;
    if (!file_begin(&w, path, f))
        return false;
    writers[format](w.stream, a);
    return file_commit(&w, f);
}

static bool audit_command_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    const char *format_name = NULL, *output = "-", *survey = NULL, **operands;
    const struct option_spec specs[] = {{"survey", 0, OPTION_STRING, &survey, false},
                                        {"format", 0, OPTION_STRING, &format_name, false},
                                        {"output", 'o', OPTION_STRING, &output, false},
                                        {0}};
    enum output_format format;
    size_t count;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f) ||
        !options_format(format_name ? format_name : options_format_of_file(output), &format, f) ||
        !operand_count(count, 1, "audit FILE", f))
        return false;
    const struct audit_words *words = audit_words_get(f);
    const struct audit_draft *draft = words ? audit_read(app->arena, words, operands[0], f) : NULL;
    const struct audit_reference *store =
        draft && survey ? audit_reference_read(app->arena, app->store_path, survey, f) : NULL;
    if (!draft || (survey && !store))
        return false;
    const struct audit *a = audit_run(app->arena, words, draft, store);
    *code = audit_count(a, AUDIT_IMPOSSIBLE) ? 3 : 0;
    return write_audit(output, format, a, f);
}

static const struct option_help audit_options[] = {
    {"survey", N_("the figures are also held against this survey of the store")},
    {NULL, NULL},
};

const struct command audit_command = {
    .name = "audit",
    .group = N_("Publish"),
    .summary = N_("checks a draft or a published table for figures that cannot be right"),
    .usage = "FILE.txt|.md|.docx|.pdf|.csv|.xlsx|.json [--survey ID] [--format text|json|csv] [-o FILE]",
    .options = audit_options,
    .run = audit_command_run,
};
