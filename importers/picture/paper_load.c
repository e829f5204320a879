#include "importers/picture/paper_load.h"

#include "engine/app/progress.h"
#include "engine/base/lang.h"
#include "importers/picture/picture.h"

#include <time.h>

struct loading {
    const struct paper_load_spec *spec;
    struct arena *arena; /* of this file alone */
    struct picture_file file;
    struct paper_picture *pages;
    size_t count, capacity, bytes;
    struct paper_load_done *done;
    time_t begun;
};

static bool within_limits(const struct loading *l, struct fault *f) {
    const char *path = l->spec->path;
    if (l->bytes > PAPER_LOAD_KEPT)
        return fault_set(
            f,
            _("%s: its first %zu pages take more than %d MB; split the file, or scan in black and white "
              "at 200 dots per inch"),
            path, l->count, PAPER_LOAD_KEPT >> 20);
    return time(NULL) - l->begun <= PAPER_LOAD_SECONDS ||
           fault_set(f, _("%s: only %zu of %zu pages were read in %d minutes; split the file"), path,
                     l->count, l->file.pages, PAPER_LOAD_SECONDS / 60);
}

static bool keep(struct loading *l, const struct picture_page *page, struct fault *f) {
    struct strbuf png = {0};
    const struct raster *r = &page->raster;
    if (!raster_png(r, &png, f)) {
        strbuf_end(&png);
        return false;
    }
    l->pages = arena_grow(l->arena, l->pages, l->count, &l->capacity, sizeof *l->pages);
    l->pages[l->count++] = (struct paper_picture){.png = arena_copy(l->arena, png.text, png.length),
                                                  .length = png.length,
                                                  .width = r->width,
                                                  .height = r->height,
                                                  .dpi_x = r->dpi_x,
                                                  .dpi_y = r->dpi_y,
                                                  .damaged = page->damaged};
    l->bytes += png.length;
    strbuf_end(&png);
    if (page->damaged && !l->done->damaged++)
        l->done->first_damaged = l->count;
    return within_limits(l, f);
}

static bool read_pages(struct loading *l, struct progress *progress, struct fault *f) {
    struct picture_page page;
    int more;
    while ((more = picture_next(&l->file, &page, f)) > 0) {
        bool kept = keep(l, &page, f);
        raster_end(&page.raster);
        if (!kept)
            return false;
        progress_step(progress, l->count);
    }
    return more == 0 && (l->count || fault_set(f, _("%s: there are no pages in it"), l->spec->path));
}

static bool read_file(struct loading *l, const struct source *source, struct fault *f) {
    struct progress progress;
    if (!picture_open(l->arena, source, &l->file, f))
        return false;
    bool done = l->file.pages <= PAPER_FILE ||
                fault_set(f, _("%s: it has %zu pages; a file may have %d, so split it"), source->path,
                          l->file.pages, PAPER_FILE);
    progress_begin(&progress, N_("reading pages"), l->file.pages);
    done = done && read_pages(l, &progress, f);
    progress_end(&progress);
    l->done->format = l->file.format->name;
    picture_close(&l->file);
    return done;
}

static bool store_file(const struct app *app, struct store *store, const struct loading *l,
                       const struct source *source, struct fault *f) {
    const struct paper_file file = {.survey = l->spec->survey,
                                    .path = source->path,
                                    .format = l->done->format,
                                    .sha256 = source->sha256,
                                    .pages = l->pages,
                                    .page_count = l->count,
                                    .per_sheet = l->spec->per_sheet,
                                    .from = l->spec->from};
    l->done->pages = l->count;
    if (!store_begin(store, f))
        return false;
    if (paper_batch_add(store, app->arena, &file, &l->done->loaded, f) && store_commit(store, f))
        return true;
    store_rollback(store);
    return false;
}

static bool load(const struct app *app, struct store *store, struct loading *l, struct source *source,
                 struct fault *f) {
    if (source->length > PAPER_LOAD_BYTES)
        return fault_set(f, _("%s: it has %zu MB; a file may have %d, so split it"), source->path,
                         source->length >> 20, PAPER_LOAD_BYTES >> 20);
    source_digest(source);
    return paper_check_new(store, app->arena, l->spec->survey, source->path, source->sha256, f) &&
           read_file(l, source, f) && store_file(app, store, l, source, f);
}

bool paper_load(const struct app *app, struct store *store, const struct paper_load_spec *spec,
                struct paper_load_done *done, struct fault *f) {
    struct loading l = {.spec = spec, .done = done, .begun = time(NULL)};
    struct source source;
    *done = (struct paper_load_done){0};
    if (!source_open(&source, spec->path, f))
        return false;
    l.arena = arena_create();
    bool whole = load(app, store, &l, &source, f);
    arena_destroy(l.arena);
    source_close(&source);
    return whole;
}
