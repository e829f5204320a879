/*
 * export: the returns of a survey for somebody else.
 *
 * For researchers (reports/microdata): every format, as far as disclosure control lets it.  For another store
 * (reports/exchange): a bundle in JSON Lines, with all that the store knows.  JSON Lines is the bundle unless
 * `--for research` is said, because it is with bundles that offices send each other their returns.
 */
#include "reports/commands/commands.h"

#include "engine/app/interrupt.h"
#include "engine/app/progress.h"
#include "engine/base/file.h"
#include "engine/base/lang.h"
#include "reports/exchange/bundle.h"
#include "reports/microdata/release.h"
#include "reports/microdata/writer.h"

#include <stdio.h>
#include <string.h>

struct wishes {
    const char *survey, *format, *audience, *output, *keys;
    bool with_text, with_identity;
    long threshold; /* -1: not said */
};

/* --- a bundle --- */

static bool write_bundle(struct app *app, struct store *store, const struct bundle_spec *spec,
                         const char *path, struct fault *f) {
    struct file_writer w;
    long returns;
    if (!file_begin(&w, path, f))
        return false;
    if (!bundle_write(app->arena, store, spec, w.stream, &returns, f)) {
        file_abandon(&w);
        return false;
    }
    if (!file_commit(&w, f))
        return false;
    if (!app->quiet && strcmp(path, "-") != 0) {
        printf(_("%s: %ld returns\n"), path, returns);
        if (!spec->with_text)
            puts(_("free text was left out; --with-text sends it"));
        puts(_("a bundle is for another store, not for researchers: --for research gives them JSON Lines"));
    }
    return true;
}

/* --- a file for researchers --- */

static const char *codebook_path(struct arena *arena, const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    int stem = dot && dot > name ? (int)(dot - path) : (int)strlen(path);
    return arena_printf(arena, "%.*s.codebook.json", stem, path);
}

static bool write_one(struct app *app, const struct microdata *m, writer_function *write,
                      struct file_writer *w, const char *path, struct fault *f) {
    if (!file_begin(w, path, f))
        return false;
    if (write(app->arena, m, w->stream, f))
        return true;
    file_abandon(w);
    return fault_context(f, "%s", path);
}

/* The codebook stands before the file that needs it does, and neither when one cannot be written. */
static bool write_both(struct app *app, const struct microdata *m, const struct writer_format *format,
                       const char *path, struct fault *f) {
    struct file_writer file, codebook;
    bool beside = format->codebook && strcmp(path, "-") != 0;
    if (!write_one(app, m, format->write, &file, path, f))
        return false;
    if (beside && !write_one(app, m, codebook_write, &codebook, codebook_path(app->arena, path), f)) {
        file_abandon(&file);
        return false;
    }
    if (beside && !file_commit(&codebook, f)) {
        file_abandon(&file);
        return false;
    }
    return file_commit(&file, f);
}

static void tell(struct app *app, const struct microdata *m, const struct writer_format *format,
                 const char *path) {
    size_t count;
    const char *const *sentences = release_sentences(app->arena, m, &count);
    printf(_("%s: %zu returns, %zu variables\n"), path, m->rows, m->variable_count);
    if (format->codebook)
        printf(_("%s: what the codes mean\n"), codebook_path(app->arena, path));
    if (m->dataset->synthetic)
        puts(m->dataset->synthetic);
    for (size_t i = 0; i < count; i++)
        puts(sentences[i]);
}

static const char *const *split(struct arena *arena, const char *list, size_t *count) {
    char *rest = arena_strdup(arena, list);
    const char **items = arena_array(arena, strlen(list) + 1, sizeof *items);
    *count = 0;
    for (char *item; (item = strsep(&rest, ",")) != NULL;)
        items[(*count)++] = item;
    return items;
}

static bool write_microdata(struct app *app, struct store *store, const struct wishes *w,
                            const struct writer_format *format, struct fault *f) {
    struct microdata_spec spec = {.with_text = w->with_text,
                                  .threshold = w->threshold < 0 ? MICRODATA_THRESHOLD : w->threshold};
    const struct questionnaire *q = store_questionnaire(store, app->arena, w->survey, f);
    if (w->keys)
        spec.keys = split(app->arena, w->keys, &spec.key_count);
    if (!q || !microdata_check(q, &spec, f))
        return false;
    struct progress progress;
    long returns = store_count_accepted(store, q->id);
    progress_begin(&progress, N_("writing"), returns > 0 ? (size_t)returns : 0);
    spec.progress = &progress;
    interrupt_watch();
    const char *before = lang_enter(q->lang);
    struct microdata *m = microdata_make(app->arena, store, q, &spec, f);
    bool done = m && write_both(app, m, format, w->output, f);
    lang_enter(before);
    interrupt_release();
    progress_end(&progress);
    if (done && !app->quiet && strcmp(w->output, "-") != 0)
        tell(app, m, format, w->output);
    microdata_end(m);
    return done;
}

/* --- which of the two --- */

/* *format: NULL for a bundle. */
static bool choose(const struct wishes *w, const struct writer_format **format, struct fault *f) {
    bool research = w->audience && strcmp(w->audience, "research") == 0;
    bool store = w->audience ? strcmp(w->audience, "store") == 0 : strcmp(w->format, "jsonl") == 0;
    *format = store ? NULL : writer_find(w->format);
    if (w->audience && !research && !store)
        return fault_usage(f, _("--for %s: expected research or store"), w->audience);
    if (store && strcmp(w->format, "jsonl") != 0)
        return fault_usage(f, _("--for store: the bundle for another store is --format jsonl"));
    if (!store && !*format)
        return fault_usage(f, _("--format %s: no such format; possible are sav, dta, csv, jsonl and ddi"),
                           w->format);
    if (store && (w->keys || w->threshold >= 0))
        return fault_usage(
            f, _("a bundle for another store is whole: --threshold and --keys go with --for research"));
    if (!store && w->with_identity)
        return fault_usage(f,
                           _("--with-identity: institutions are in no file for researchers, only in a bundle "
                             "(--format jsonl)"));
    return true;
}

static bool export_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    struct wishes w = {.threshold = -1};
    const struct option_spec options[] = {{"survey", 's', OPTION_STRING, &w.survey, true},
                                          {"format", 0, OPTION_STRING, &w.format, true},
                                          {"for", 0, OPTION_STRING, &w.audience, false},
                                          {"with-text", 0, OPTION_FLAG, &w.with_text, false},
                                          {"with-identity", 0, OPTION_FLAG, &w.with_identity, false},
                                          {"threshold", 0, OPTION_INTEGER, &w.threshold, false},
                                          {"keys", 0, OPTION_STRING, &w.keys, false},
                                          {"output", 'o', OPTION_STRING, &w.output, true},
                                          {0}};
    const struct writer_format *format;
    const char **operands;
    size_t count;
    (void)code;
    if (!options_parse(argc, argv, options, &operands, &count, app->arena, f) || !choose(&w, &format, f))
        return false;
    if (count)
        return fault_usage(f, _("unexpected \"%s\""), operands[0]);
    const struct bundle_spec bundle = {w.survey, w.with_text, w.with_identity};
    struct store *store = store_open(app->store_path, STORE_READ, f);
    bool done = store && (format ? write_microdata(app, store, &w, format, f)
                                 : write_bundle(app, store, &bundle, w.output, f));
    store_close(store);
    return done;
}

static const struct option_help export_options[] = {
    {"format", N_("sav (SPSS), dta (Stata), csv and jsonl (with a codebook), ddi (description in XML)")},
    {"for", N_("research (default), or store: a bundle for another store (default of jsonl)")},
    {"with-text", N_("with free text: masked for researchers, as written in a bundle")},
    {"with-identity", N_("bundle: with the institutions' and operators' names")},
    {"threshold",
     N_("least number of returns that look alike in type, prefecture and the like (default 5; 1: off)")},
    {"keys", N_("further questions, with commas, by which a respondent might be recognised")},
    {NULL, NULL},
};

const struct command export_command = {
    .name = "export",
    .group = N_("Publish"),
    .summary = N_("the returns of a survey for researchers, or for another store"),
    .usage = "--survey ID --format sav|dta|csv|jsonl|ddi [--for research|store] [--with-text]\n"
             "         [--threshold 5] [--keys QUESTION[,QUESTION...]] [--with-identity] -o FILE",
    .options = export_options,
    .run = export_run,
};
