#include "reports/commands/print_format.h"

#include "engine/base/lang.h"
#include "reports/page/result_page.h"

#include <string.h>

bool print_format_read(const char *name, const char **output, enum print_format *format, struct fault *f) {
    static const char *const names[] = {"text", "json", "csv", "csv-excel", "pdf", "xlsx"};
    const bool said = *output;
    *format = PRINT_TEXT;
    if (!said)
        *output = "-";
    if (!name && !(name = options_format_of_file(*output)))
        return true;
    while (*format <= PRINT_XLSX && strcmp(name, names[*format]) != 0)
        ++*format;
    if (*format > PRINT_XLSX)
        return fault_usage(f, _("--format %s: expected text, json, csv, csv-excel, pdf or xlsx"), name);
    return !print_format_is_page(*format) || said ||
           fault_usage(f, _("--format %s makes a file: name it with -o"), name);
}

bool print_format_is_page(enum print_format format) {
    return format == PRINT_PDF || format == PRINT_XLSX;
}

bool print_format_page(const struct app *app, const struct page *page, enum print_format format,
                       const char *output, struct fault *f) {
    return format == PRINT_PDF ? page_pdf(app->arena, page, app->quiet, output, f)
                               : page_xlsx(app->arena, page, output, f);
}

bool print_format_result(const struct app *app, const struct result *r, const struct figure *figure,
                         const char *id, enum print_format format, const char *output, struct fault *f) {
    if (!print_format_is_page(format))
        return result_print(r, (enum output_format)format, output, f);
    return print_format_page(app, result_page(app->arena, r, figure, id, NULL), format, output, f);
}
