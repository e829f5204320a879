#include "importers/picture/picture.h"

#include "engine/base/lang.h"

static const struct picture_format *const formats[] = {&picture_tiff, &picture_png, &picture_jpeg,
                                                       &picture_pdf};

bool picture_open(struct arena *arena, const struct source *source, struct picture_file *file,
                  struct fault *f) {
    *file = (struct picture_file){.source = source};
    for (size_t i = 0; i < sizeof formats / sizeof *formats && !file->format; i++)
        if (formats[i]->sniff(source->bytes, source->length))
            file->format = formats[i];
    if (!file->format)
        return fault_set(
            f,
            _("%s: this is no TIFF, PDF, PNG or JPEG; save the scanned sheets as one of these (the FAX "
              "server's or scanner's settings say as what it saves)"),
            source->path);
    return file->format->open(arena, file, f) || fault_context(f, "%s", source->path);
}

int picture_next(struct picture_file *file, struct picture_page *page, struct fault *f) {
    *page = (struct picture_page){0};
    int more = file->format->next(file, page, f);
    if (more > 0) {
        raster_reduce(&page->raster);
        return 1;
    }
    raster_end(&page->raster);
    if (more < 0)
        fault_context(f, _("%s: page %zu"), file->source->path, file->at);
    return more;
}

void picture_close(struct picture_file *file) {
    if (file->format && file->format->close)
        file->format->close(file);
    file->format = NULL;
}
