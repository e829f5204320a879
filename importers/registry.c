/* The formats that returns come in.  A new one is a file and one row here. */
#include "importers/importer.h"

#include "engine/base/lang.h"
#include "engine/base/strbuf.h"
#include "importers/csv.h"
#include "importers/import_exchange.h"
#include "importers/service_formats.h"
#include "importers/xlsx/xlsx.h"

#include <string.h>

static const struct importer *const importer_formats[] = {
    &csv_importer,
    &xlsx_importer,
    &msforms_importer,
    &google_importer,
    &kobo_importer,
    &limesurvey_importer,
    &redcap_importer,
    &surveymonkey_importer,
    &kintone_importer,
    &jsonl_importer,
    NULL,
};

/* Other names under which people ask for a format. */
static const struct {
    const char *alias, *name;
} aliases[] = {{"fax", "csv"}, {"tsv", "csv"}, {"excel", "xlsx"}};

static void list_formats(struct strbuf *out) {
    for (const struct importer *const *format = importer_formats; *format; format++)
        strbuf_printf(out, "%s%s", out->length ? ", " : "", (*format)->name);
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        strbuf_printf(out, ", %s (= %s)", aliases[i].alias, aliases[i].name);
}

const struct importer *importer_by_name(const char *name, struct fault *f) {
    const char *wanted = name;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcmp(aliases[i].alias, name) == 0)
            wanted = aliases[i].name;
    for (const struct importer *const *format = importer_formats; *format; format++)
        if (strcmp((*format)->name, wanted) == 0)
            return *format;
    struct strbuf known = {0};
    list_formats(&known);
    fault_usage(f, _("--as %s: no such format; known are: %s"), name, known.text);
    strbuf_end(&known);
    return NULL;
}

const struct importer *importer_sniff(const struct source *source, struct fault *f) {
    const struct importer *best = NULL;
    int surest = 0;
    for (const struct importer *const *format = importer_formats; *format; format++) {
        int sure = (*format)->sniff(source);
        if (sure > surest)
            surest = sure, best = *format;
    }
    if (!best)
        fault_set(f, _("%s: no known format; name it with --as"), source->path);
    return best;
}

const struct importer *importer_choose(const struct source *source, const char *name, struct fault *f) {
    const struct importer *chosen = name ? importer_by_name(name, f) : importer_sniff(source, f);
    if (!chosen || !source->sheet || chosen->has_sheets)
        return chosen;
    fault_usage(f, _("--sheet %s: %s is read as %s, which has no sheets; leave --sheet out"), source->sheet,
                source->path, chosen->name);
    return NULL;
}
