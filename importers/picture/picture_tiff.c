/* TIFF, by libtiff: as FAX machines and scanners write it.  Nothing else names libtiff. */
#include "importers/picture/picture.h"

#include "engine/base/lang.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

struct tiff {
    TIFF *handle;
    const unsigned char *bytes;
    toff_t length, at;
    bool begun;
    size_t errors, warnings; /* that the library told of */
    char error[200];
};

static bool sniff(const unsigned char *bytes, size_t length) {
    return length > 8 && (memcmp(bytes, "II*\0", 4) == 0 || memcmp(bytes, "MM\0*", 4) == 0 ||
                          memcmp(bytes, "II+\0", 4) == 0 || memcmp(bytes, "MM\0+", 4) == 0);
}

/* --- the file, from memory --- */

static tmsize_t read_bytes(thandle_t data, void *to, tmsize_t count) {
    struct tiff *t = data;
    toff_t left = t->at < t->length ? t->length - t->at : 0, got = count > 0 ? (toff_t)count : 0;
    if (got > left)
        got = left;
    memcpy(to, t->bytes + (t->at < t->length ? t->at : 0), (size_t)got);
    t->at += got;
    return (tmsize_t)got;
}

static tmsize_t write_bytes(thandle_t data, void *from, tmsize_t count) {
    (void)data, (void)from, (void)count;
    return -1;
}

static toff_t seek(thandle_t data, toff_t offset, int whence) {
    struct tiff *t = data;
    t->at = offset + (whence == SEEK_CUR ? t->at : whence == SEEK_END ? t->length : 0);
    return t->at;
}

static int stay_open(thandle_t data) {
    (void)data;
    return 0;
}

static toff_t size_of(thandle_t data) {
    return ((const struct tiff *)data)->length;
}

static int note_error(TIFF *handle, void *data, const char *module, const char *format, va_list args) {
    struct tiff *t = data;
    (void)handle, (void)module;
    if (!t->errors++)
        vsnprintf(t->error, sizeof t->error, format, args);
    return 1;
}

static int note_warning(TIFF *handle, void *data, const char *module, const char *format, va_list args) {
    (void)handle, (void)module, (void)format, (void)args;
    ((struct tiff *)data)->warnings++;
    return 1;
}

static TIFF *open_handle(struct tiff *t, const char *path) {
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, PICTURE_LIBRARY);
    TIFFOpenOptionsSetErrorHandlerExtR(options, note_error, t);
    TIFFOpenOptionsSetWarningHandlerExtR(options, note_warning, t);
    TIFF *handle = TIFFClientOpenExt(path, "rm", t, read_bytes, write_bytes, seek, stay_open, size_of, NULL,
                                     NULL, options);
    TIFFOpenOptionsFree(options);
    return handle;
}

static bool broken(const struct tiff *t, struct fault *f) {
    return fault_set(f, _("this TIFF cannot be read (%s); save it again, or as PDF"),
                     t->errors ? t->error : _("it is damaged"));
}

static bool open(struct arena *arena, struct picture_file *file, struct fault *f) {
    struct tiff *t = arena_alloc(arena, sizeof *t);
    t->bytes = file->source->bytes;
    t->length = file->source->length;
    t->handle = open_handle(t, file->source->path);
    if (!t->handle)
        return broken(t, f);
    file->data = t;
    file->pages = TIFFNumberOfDirectories(t->handle);
    TIFFSetDirectory(t->handle, 0);
    if (!t->errors)
        return true;
    TIFFClose(t->handle);
    return fault_set(f, _("the file ends in its page %zu (%s); copy it here once more"), file->pages + 1,
                     t->error);
}

static void close(struct picture_file *file) {
    TIFFClose(((struct tiff *)file->data)->handle);
}

/* --- a page --- */

/* Thumbnails and masks are no pages. */
static bool is_page(TIFF *handle) {
    uint32_t kind = 0;
    TIFFGetField(handle, TIFFTAG_SUBFILETYPE, &kind);
    return !(kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK));
}

static bool is_fax(TIFF *handle) {
    uint16_t compression = COMPRESSION_NONE;
    TIFFGetField(handle, TIFFTAG_COMPRESSION, &compression);
    return compression == COMPRESSION_CCITTRLE || compression == COMPRESSION_CCITTRLEW ||
           compression == COMPRESSION_CCITTFAX3 || compression == COMPRESSION_CCITTFAX4;
}

/* Whether all that the page points to is in the file. */
static bool is_whole(const struct tiff *t) {
    uint32_t parts = TIFFIsTiled(t->handle) ? TIFFNumberOfTiles(t->handle) : TIFFNumberOfStrips(t->handle);
    for (uint32_t i = 0; i < parts; i++) {
        uint64_t from = TIFFGetStrileOffset(t->handle, i), count = TIFFGetStrileByteCount(t->handle, i);
        if (!from || from > t->length || count > t->length - from)
            return false;
    }
    return parts > 0;
}

static void read_resolution(TIFF *handle, struct raster *raster) {
    float x = 0, y = 0;
    uint16_t unit = RESUNIT_INCH;
    TIFFGetField(handle, TIFFTAG_XRESOLUTION, &x);
    TIFFGetField(handle, TIFFTAG_YRESOLUTION, &y);
    TIFFGetFieldDefaulted(handle, TIFFTAG_RESOLUTIONUNIT, &unit);
    double scale = unit == RESUNIT_CENTIMETER ? 2.54 : 1;
    /* Without a unit, or out of all reason, only what they are to each other can be meant; or nothing. */
    if (x >= 10 && x <= 10000 && y >= 10 && y <= 10000) {
        raster->dpi_x = (double)x * scale;
        raster->dpi_y = (double)y * scale;
    }
}

/* A machine that tells nothing sends in one of the widths of Group 3 (ITU-T T.4): 204 dots to the inch across, and 98 or
 * 196 down.  A whole sheet has rows of two thirds of its width in the one, and of four thirds in the other. */
static void assume_fax(struct raster *raster) {
    static const size_t widths[] = {1728, 2048, 2432};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        if (raster->width == widths[i]) {
            raster->dpi_x = 204;
            raster->dpi_y = raster->height * 10 < raster->width * 8 ? 98 : 196;
        }
}

/* Luminance, on white paper. */
static unsigned char grey_of(uint32_t dot) {
    unsigned grey = (77 * TIFFGetR(dot) + 150 * TIFFGetG(dot) + 29 * TIFFGetB(dot) + 128) >> 8;
    grey += 255 - TIFFGetA(dot);
    return (unsigned char)(grey > 255 ? 255 : grey);
}

static bool read_dots(struct tiff *t, struct raster *raster, int orientation, bool tolerant,
                      struct fault *f) {
    size_t count = raster->width * raster->height;
    uint32_t *dots = malloc(count * sizeof *dots);
    if (!dots)
        arena_out_of_memory();
    memset(dots, 0xFF, count * sizeof *dots);
    /* Asked for as it is stored, the library turns nothing; raster_orient knows all eight ways. */
    bool read = TIFFReadRGBAImageOriented(t->handle, (uint32_t)raster->width, (uint32_t)raster->height, dots,
                                          orientation, !tolerant) == 1;
    for (size_t i = 0; read && i < count; i++)
        raster->grey[i] = grey_of(dots[i]);
    free(dots);
    return (read && (tolerant || !t->errors)) || broken(t, f);
}

static bool read_page(struct tiff *t, struct picture_page *page, struct fault *f) {
    uint32_t width = 0, height = 0;
    uint16_t orientation = ORIENTATION_TOPLEFT;
    bool fax = is_fax(t->handle);
    TIFFGetField(t->handle, TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(t->handle, TIFFTAG_IMAGELENGTH, &height);
    TIFFGetFieldDefaulted(t->handle, TIFFTAG_ORIENTATION, &orientation);
    if (orientation < 1 || orientation > 8)
        orientation = ORIENTATION_TOPLEFT;
    if (!raster_make(&page->raster, width, height, f))
        return false;
    if (!is_whole(t))
        return fault_set(f, _("the file ends before this page does; copy it here once more"));
    t->errors = t->warnings = 0;
    if (!read_dots(t, &page->raster, orientation, fax, f))
        return false;
    page->damaged = t->errors > 0 || (fax && t->warnings > 0);
    read_resolution(t->handle, &page->raster);
    if (page->raster.dpi_x <= 0 && raster_is_line(&page->raster))
        assume_fax(&page->raster);
    raster_orient(&page->raster, orientation);
    return true;
}

static int next(struct picture_file *file, struct picture_page *page, struct fault *f) {
    struct tiff *t = file->data;
    do {
        if (t->begun && file->at >= file->pages)
            return 0;
        file->at++;
        if (t->begun && !TIFFReadDirectory(t->handle)) {
            broken(t, f);
            return -1;
        }
        t->begun = true;
    } while (!is_page(t->handle));
    return read_page(t, page, f) ? 1 : -1;
}

const struct picture_format picture_tiff = {"tiff", sniff, open, next, close};
