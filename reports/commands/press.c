/* press: prints a kit. */
#include "reports/commands/commands.h"

#include "engine/base/file.h"
#include "engine/base/home.h"
#include "engine/base/lang.h"
#include "engine/base/stages.h"
#include "reports/pdf/pdf_print.h"
#include "reports/press/counted.h"
#include "reports/press/press.h"
#include "reports/press/trace.h"
#include "reports/svg/svg_figure.h"
#include "reports/text/plot_csv.h"
#include "reports/text/table_csv.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct press_options {
    const char *kit, *out, *pages, *trace;
};

/* --- what to print --- */

static const char *find_kit(struct arena *arena, const char *name, struct fault *f) {
    const char *path = home_find(arena, "templates/press", name);
    if (!path)
        fault_set(f, _("%s: no such press kit, neither here nor in templates/press; name its file"), name);
    return path;
}

static const struct table_set *crossed(void *data, const char *key, const char *question, struct fault *f) {
    return counted_crossed(data, key, question, f);
}

static const struct table_set *compared(void *data, const char *key, const char *question,
                                        enum adjust_method adjust, struct fault *f) {
    return counted_letters(data, key, question, adjust, f);
}

/* The sources of a kit as they come from the store, in no language yet. */
struct opened {
    struct press_source *sources;
    struct counted *counted; /* beside the sources; of surveys */
    const struct series **series;
    size_t count;
};

static bool make_series(struct arena *arena, const struct kit_source *from, const struct series *series,
                        struct press_source *out, struct fault *f) {
    const struct series_choice choice = {.area = from->area, .group = from->group};
    out->series = series_table_make(arena, series, &choice, f);
    if (out->series)
        return true;
    f->kind = FAULT_FAILED;
    return fault_context(f, "%s", json_pointer(arena, from->at));
}

/* Labels of tables are made in the language in force, so each language counts for itself. */
static bool count_source(struct arena *arena, const struct kit *kit, const struct opened *from, size_t i,
                         struct press_source *out, struct fault *f) {
    *out = from->sources[i];
    if (out->kind == BINDING_SERIES)
        return make_series(arena, &kit->sources[kit->survey ? i - 1 : i], from->series[i], out, f);
    if (out->kind != BINDING_SURVEY)
        return true;
    struct counted *counted = arena_copy(arena, &from->counted[i], sizeof *counted);
    out->tables = counted_tables(counted, f);
    out->crossed = crossed;
    out->compared = compared;
    out->data = counted;
    out->sent = counted->sent;
    return out->tables != NULL;
}

static const struct press *build(struct arena *arena, const struct kit *kit, const struct opened *opened,
                                 const struct table_set **tables, struct fault *f) {
    struct press_source *sources = arena_array(arena, opened->count + 1, sizeof *sources);
    *tables = NULL;
    for (size_t i = 0; i < opened->count; i++) {
        if (!count_source(arena, kit, opened, i, &sources[i], f))
            return NULL;
        *tables = *tables ? *tables : sources[i].tables;
    }
    return press_build(arena, kit, sources, opened->count, f);
}

/* What is wrong with a kit is said in the language of the interface, so when the report's differs the kit is
 * first built in that one, for its faults. */
static const struct press *build_report(struct arena *arena, const struct kit *kit,
                                        const struct opened *opened, const struct table_set **tables,
                                        struct fault *f) {
    const char *lang = kit->lang ? kit->lang : opened->counted[0].questionnaire->lang;
    if (strcmp(lang, lang_now()) != 0 && !build(arena, kit, opened, tables, f))
        return NULL;
    const char *before = lang_enter(lang);
    const struct press *press = build(arena, kit, opened, tables, f);
    lang_enter(before);
    return press;
}

/* --- printing: what is drawn is in the document's language, what is complained about in the interface's ---
 */

/* The figure's numbers, for programs: its table's, or where it has none its own. */
static bool print_figure_table(struct arena *arena, const struct press *press, size_t figure,
                               const char *directory, struct fault *f) {
    const struct press_figure *from = &press->figures[figure];
    struct file_writer w;
    if (!file_begin(&w, arena_printf(arena, "%s/%s.csv", directory, from->figure->id), f))
        return false;
    if (from->figure->table) {
        struct table_set one = *from->set;
        one.tables = from->figure->table;
        one.count = 1;
        table_csv_write(w.stream, &one);
    } else
        plot_csv_write(w.stream, from->figure->plot);
    return file_commit(&w, f);
}

static bool make_directory(const char *path, struct fault *f) {
    struct stat st;
    if (mkdir(path, 0777) == 0 || (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode)))
        return true;
    return fault_set(f, _("%s cannot be made: %s"), path, strerror(errno));
}

static bool print_figures(struct arena *arena, const struct press *press, const char *directory,
                          struct fault *f) {
    if (!make_directory(directory, f))
        return false;
    for (size_t i = 0; i < press->figure_count; i++)
        if (!svg_figure_write(arena, press->figures[i].figure, press->document->watermark,
                              press->document->lang,
                              arena_printf(arena, "%s/%s.svg", directory, press->figures[i].figure->id), f) ||
            !print_figure_table(arena, press, i, directory, f))
            return fault_context(f, "%s", directory);
    return true;
}

/* Rules do not find every name. */
static void warn_of_texts(const struct app *app, const struct kit *kit) {
    for (size_t i = 0; !app->quiet && i < kit->section_count; i++)
        if (kit->sections[i].type == KIT_EXAMPLES)
            fprintf(stderr,
                    _("shukei: \"%s\" prints free texts; names were masked by rules that cannot know all of "
                      "them: read "
                      "these pages before you hand them out\n"),
                    kit->sections[i].title);
}

static bool print_all(struct app *app, const struct press_options *o, const struct kit *kit,
                      const struct press *press, const struct table_set *tables, struct fault *f) {
    return pdf_print(app->arena, press->document, app->quiet, o->out, f) &&
           (!o->pages || print_figures(app->arena, press, o->pages, f)) &&
           (!o->trace || press_trace(press, kit, tables, o->trace, f));
}

/* --- the command --- */

static bool open_one(struct app *app, struct store *store, const struct kit_source *from, struct opened *o,
                     struct fault *f) {
    struct press_source *out = &o->sources[o->count];
    *out = (struct press_source){.name = from->name, .kind = from->kind, .store_path = app->store_path};
    struct counted *counted = &o->counted[o->count++];
    switch (from->kind) {
    case BINDING_SURVEY:
        return counted_open(app->arena, store, from->id, from->weight, counted, f);
    case BINDING_PUBLISHED:
        return (out->published = aggregate_published(store, app->arena, from->id, f)) != NULL;
    case BINDING_SERIES:
        return (o->series[o->count - 1] = aggregate_series(store, app->arena, from->id, f)) != NULL;
    }
    return false;
}

static bool open_all(struct app *app, struct store *store, const struct kit *kit, struct opened *o,
                     struct fault *f) {
    o->sources = arena_array(app->arena, kit->source_count + 1, sizeof *o->sources);
    o->counted = arena_array(app->arena, kit->source_count + 1, sizeof *o->counted);
    o->series = arena_array(app->arena, kit->source_count + 1, sizeof *o->series);
    const struct kit_source own = {
        .name = "", .kind = BINDING_SURVEY, .id = kit->survey, .weight = kit->weight};
    if (kit->survey && !open_one(app, store, &own, o, f))
        return false;
    for (size_t i = 0; i < kit->source_count; i++)
        if (!open_one(app, store, &kit->sources[i], o, f)) {
            f->kind = FAULT_FAILED; /* the kit's mistake, not the command line's */
            return fault_context(f, "%s", json_pointer(app->arena, kit->sources[i].at));
        }
    return true;
}

static bool open_sources(struct app *app, const struct kit *kit, struct opened *opened, struct fault *f) {
    struct store *store = store_open(app->store_path, STORE_READ, f);
    if (!store)
        return false;
    const bool done = open_all(app, store, kit, opened, f);
    store_close(store);
    return done;
}

static const struct stage stages[] = {
    {N_("reading the returns"), 2}, {N_("counting and writing"), 1}, PDF_PRINT_STAGES, {NULL, 0}};

static bool work(struct app *app, const struct press_options *o, struct fault *f) {
    const char *path = find_kit(app->arena, o->kit, f);
    const struct kit *kit = path ? kit_load(app->arena, path, f) : NULL;
    if (!kit)
        return false;
    struct opened opened = {0};
    stages_plan(stages);
    stages_next();
    if (!open_sources(app, kit, &opened, f))
        return fault_context(f, "%s", kit->file);
    stages_next();
    const struct table_set *tables;
    const struct press *press = build_report(app->arena, kit, &opened, &tables, f);
    const bool done = press && print_all(app, o, kit, press, tables, f);
    stages_end();
    if (done)
        warn_of_texts(app, kit);
    return done;
}

static bool press_run(struct app *app, int argc, char **argv, int *code, struct fault *f) {
    (void)code;
    struct press_options o = {0};
    const struct option_spec specs[] = {{"kit", 0, OPTION_STRING, &o.kit, true},
                                        {"output", 'o', OPTION_STRING, &o.out, true},
                                        {"pages", 0, OPTION_STRING, &o.pages, false},
                                        {"trace", 0, OPTION_STRING, &o.trace, false},
                                        {0}};
    const char **operands;
    size_t count;
    if (!options_parse(argc, argv, specs, &operands, &count, app->arena, f))
        return false;
    if (count > 0)
        return fault_usage(f, _("press takes no operands, but \"%s\" was given; the kit is named with --kit"),
                           operands[0]);
    return work(app, &o, f);
}

static const struct option_help press_options[] = {
    {"kit", N_("the press kit: a file, or the name of one that came with the program")},
    {"pages", N_("also write every figure as SVG and its table as CSV into this folder")},
    {"trace", N_("also write where every printed number comes from")},
    {NULL, NULL},
};

const struct command press_command = {
    .name = "press",
    .group = N_("Publish"),
    .summary = N_("print a press kit: agenda, statement, results, form"),
    .usage = "--kit FILE.json -o kit.pdf [--pages DIR] [--trace FILE.json]",
    .options = press_options,
    .run = press_run,
};
