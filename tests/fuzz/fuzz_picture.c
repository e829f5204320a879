/* picture: any bytes are pages within the limits, or refused.  (A PDF is read by other processes, which are not ours to fuzz.) */
#include "importers/picture/picture.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PAGES = 8 };

static void read_pages(struct picture_file *file, struct fault *f) {
    struct picture_page page;
    for (int i = 0; i < PAGES && picture_next(file, &page, f) > 0; i++) {
        struct strbuf png = {0};
        const struct raster *r = &page.raster;
        if (!r->width || !r->height || r->width > RASTER_EDGE_LINE || r->height > RASTER_EDGE_LINE ||
            !raster_png(r, &png, f))
            abort();
        strbuf_end(&png);
        raster_end(&page.raster);
    }
    picture_close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct source source = {.path = "fuzz", .bytes = data, .length = size};
    struct arena *arena = arena_create();
    struct picture_file file;
    struct fault f = {0};
    bool ours =
        picture_tiff.sniff(data, size) || picture_png.sniff(data, size) || picture_jpeg.sniff(data, size);
    if (ours && picture_open(arena, &source, &file, &f))
        read_pages(&file, &f);
    arena_destroy(arena);
    return 0;
}
