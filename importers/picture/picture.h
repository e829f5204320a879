/*
 * picture: files of scanned sheets, page by page; the only way in for pictures.
 *
 *     struct picture_file file;
 *     if (!picture_open(arena, &source, &file, f)) return false;
 *     while ((more = picture_next(&file, &page, f)) > 0) {
 *         ... page.raster ...
 *         raster_end(&page.raster);
 *     }
 *     picture_close(&file);
 *
 * A format is a row of picture_formats (picture.c): TIFF by libtiff (as FAX machines make them: CCITT G3 and G4, many pages,
 * dots that are not square, either order of bits, any orientation), PNG by libpng, JPEG by libjpeg (the way up by Exif), PDF by poppler's tools, which are
 * processes of their own: a PDF can bring those down, not us, and they get no more than PICTURE_SECONDS of processor and
 * PICTURE_MEMORY of memory for a page.
 *
 * Whatever a file says is believed only within limits: pages, dots (raster.h), memory, paper of at most PICTURE_INCHES.  A
 * fault names file and page.  A page of a FAX in which lines were lost is no fault: it is `damaged`, and shown; a file that
 * ends before its last page does is one.
 */
#ifndef SHUKEI_IMPORTERS_PICTURE_PICTURE_H
#define SHUKEI_IMPORTERS_PICTURE_PICTURE_H

#include "importers/importer.h"
#include "importers/picture/raster.h"

enum {
    PICTURE_SECONDS = 20, /* for one page of a PDF */
    PICTURE_MEMORY = 1024 * 1024 * 1024,
    PICTURE_LIBRARY = 400 * 1024 * 1024, /* what libtiff may ask for at once */
    PICTURE_INCHES = 40,                 /* along a page's longer side */
    PICTURE_DPI = 200,                   /* at which PDF is drawn */
};

struct picture_page {
    struct raster raster;
    bool damaged;
};

struct picture_file {
    const struct picture_format *format;
    const struct source *source;
    size_t pages; /* as the file says */
    size_t at;    /* of the last page read, from 1 */
    void *data;
};

struct picture_format {
    const char *name;
    bool (*sniff)(const unsigned char *bytes, size_t length);
    bool (*open)(struct arena *arena, struct picture_file *file, struct fault *f);
    /* 1 a page, 0 the end, -1 a fault */
    int (*next)(struct picture_file *file, struct picture_page *page, struct fault *f);
    void (*close)(struct picture_file *file); /* or NULL */
};

extern const struct picture_format picture_tiff, picture_png, picture_jpeg, picture_pdf;

/* The source must outlive the file.  Nothing is to be closed after a fault. */
bool picture_open(struct arena *arena, const struct source *source, struct picture_file *file,
                  struct fault *f) FAULT_CHECKED;
/* The page is upright and no finer than is shown; its raster is the caller's to end. */
int picture_next(struct picture_file *file, struct picture_page *page, struct fault *f) FAULT_CHECKED;
void picture_close(struct picture_file *file);

#endif
