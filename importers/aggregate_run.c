#include "importers/aggregate_run.h"

#include "engine/app/listing.h"
#include "engine/base/lang.h"
#include "importers/published.h"
#include "importers/series.h"

#include <stdio.h>
#include <string.h>

struct item { /* one survey or series of a file */
    const char *file;
    const struct published_survey *published; /* or */
    const struct series *series;
    struct aggregate_change change;
};

struct items {
    struct item *items;
    size_t count, capacity;
};

static const char *id_of(const struct item *item) {
    return item->published ? item->published->id : item->series->id;
}

static bool add(struct arena *arena, struct items *all, const struct item *item, struct fault *f) {
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(id_of(&all->items[i]), id_of(item)) == 0)
            return fault_set(f, _("%s: \"%s\" stands in %s too; load only one of the two"), item->file,
                             id_of(item), all->items[i].file);
    all->items = arena_grow(arena, all->items, all->count, &all->capacity, sizeof *all->items);
    all->items[all->count++] = *item;
    return true;
}

/* --- reading --- */

static bool read_published(struct arena *arena, const char *file, struct items *all, struct fault *f) {
    const struct published_survey *survey = published_read(arena, file, f);
    return survey && add(arena, all, &(struct item){.file = file, .published = survey}, f);
}

static bool read_series(struct arena *arena, const char *file, struct items *all, struct fault *f) {
    struct source source;
    struct series *series;
    size_t count = 0;
    if (!source_open(&source, file, f))
        return false;
    bool done = series_read(arena, &source, &series, &count, f);
    source_close(&source);
    for (size_t i = 0; done && i < count; i++)
        done = add(arena, all, &(struct item){.file = file, .series = &series[i]}, f);
    return done;
}

static bool read_all(struct arena *arena, const struct aggregate_spec *spec, struct items *all,
                     struct fault *f) {
    for (size_t i = 0; i < spec->file_count; i++)
        if (!(spec->published ? read_published : read_series)(arena, spec->files[i], all, f))
            return false;
    return true;
}

/* --- storing --- */

static bool put(struct store *store, struct item *item, struct fault *f) {
    if (item->published)
        return aggregate_put_published(store, item->published, item->file, &item->change, f);
    return aggregate_put_series(store, item->series, item->file, &item->change, f);
}

static bool store_all(const struct app *app, bool dry_run, struct items *all, struct fault *f) {
    struct store *store = store_open(app->store_path, STORE_WRITE, f);
    bool done = store && store_begin(store, f);
    for (size_t i = 0; done && i < all->count; i++)
        done = put(store, &all->items[i], f);
    done = done && (dry_run || store_commit(store, f));
    store_close(store);
    return done;
}

/* --- saying what happened --- */

static const struct listing_column listed[] = {
    {"id", N_("Name"), LISTING_TEXT},           {"outcome", N_("Result"), LISTING_TEXT},
    {"version", N_("Version"), LISTING_NUMBER}, {"figures", N_("Figures"), LISTING_NUMBER},
    {"file", N_("File"), LISTING_TEXT},
};
enum { LISTED = sizeof listed / sizeof *listed };

static const char *outcome(const struct item *item, enum output_format output) {
    static const char *const keys[] = {"added", "revised", "same"};
    static const char *const names[] = {N_("new"), N_("new version"), N_("in the store already")};
    return output == OUTPUT_TEXT ? _(names[item->change.outcome]) : keys[item->change.outcome];
}

static long figures(const struct item *item) {
    long count = 0;
    if (item->series)
        return (long)item->series->count;
    for (size_t i = 0; i < item->published->question_count; i++)
        for (size_t j = 0; j < item->published->questions[i].option_count; j++) {
            const struct published_option *o = &item->published->questions[i].options[j];
            count += (o->count >= 0) + (o->percent != NULL) + (o->value != NULL);
        }
    return count;
}

static void print(const struct app *app, const struct aggregate_spec *spec, const struct items *all) {
    struct listing *l = listing_create(app->arena, spec->published ? "published" : "series", listed, LISTED);
    for (size_t i = 0; i < all->count; i++) {
        const struct item *item = &all->items[i];
        listing_add(l, (const char *const[LISTED]){id_of(item), outcome(item, spec->output),
                                                   listing_number(app->arena, item->change.version),
                                                   listing_number(app->arena, figures(item)), item->file});
    }
    listing_print(l, spec->output, stdout);
    if (spec->dry_run && spec->output == OUTPUT_TEXT)
        printf("%s\n", _("Nothing was stored (--dry-run)."));
}

bool aggregate_run(const struct app *app, const struct aggregate_spec *spec, struct fault *f) {
    struct items all = {0};
    if (!read_all(app->arena, spec, &all, f) || !store_all(app, spec->dry_run, &all, f))
        return false;
    if (!app->quiet || spec->output != OUTPUT_TEXT)
        print(app, spec, &all);
    return true;
}
