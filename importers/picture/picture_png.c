/* PNG, in and out, by libpng.  Nothing else names libpng. */
#include "importers/picture/picture.h"

#include "engine/base/lang.h"

#include <png.h>
#include <string.h>

/* --- in --- */

static bool sniff(const unsigned char *bytes, size_t length) {
    return length > 8 && png_sig_cmp(bytes, 0, 8) == 0;
}

static bool open(struct arena *arena, struct picture_file *file, struct fault *f) {
    (void)arena, (void)f;
    file->pages = 1;
    return true;
}

static size_t number_at(const unsigned char *bytes) {
    return (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3];
}

/* Dots per metre stand in a chunk before the dots, which the library's simple reader passes over. */
static void read_resolution(const struct source *source, struct raster *raster) {
    for (size_t at = 8; at + 12 <= source->length;) {
        const unsigned char *chunk = source->bytes + at;
        size_t length = number_at(chunk);
        if (length > source->length - at - 12 || memcmp(chunk + 4, "IDAT", 4) == 0)
            return;
        if (memcmp(chunk + 4, "pHYs", 4) == 0 && length == 9 && chunk[16] == 1) {
            double x = (double)number_at(chunk + 8) * 0.0254, y = (double)number_at(chunk + 12) * 0.0254;
            if (x >= 10 && x <= 10000 && y >= 10 && y <= 10000) {
                raster->dpi_x = x;
                raster->dpi_y = y;
            }
        }
        at += length + 12;
    }
}

static bool read_page(const struct source *source, struct raster *raster, struct fault *f) {
    static const png_color white = {255, 255, 255};
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, source->bytes, source->length))
        return fault_set(f, _("this PNG cannot be read (%s); save it again"), image.message);
    if (!raster_make(raster, image.width, image.height, f)) {
        png_image_free(&image);
        return false;
    }
    image.format = PNG_FORMAT_GRAY;
    image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB; /* scanners write 16 bits on the same scale as 8 */
    if (!png_image_finish_read(&image, &white, raster->grey, 0, NULL))
        return fault_set(f, _("this PNG cannot be read (%s); save it again"), image.message);
    read_resolution(source, raster);
    return true;
}

static int next(struct picture_file *file, struct picture_page *page, struct fault *f) {
    if (file->at)
        return 0;
    file->at = 1;
    return read_page(file->source, &page->raster, f) ? 1 : -1;
}

const struct picture_format picture_png = {"png", sniff, open, next, NULL};

/* --- out --- */

static void append(png_structp png, png_bytep bytes, png_size_t count) {
    strbuf_add_bytes(png_get_io_ptr(png), bytes, count);
}

static void flush(png_structp png) {
    (void)png;
}

/* A row's dots, packed into bytes from the left. */
static void pack(const unsigned char *grey, size_t width, unsigned bits, unsigned char *row) {
    unsigned most = (1u << bits) - 1, per_byte = 8 / bits;
    memset(row, 0, (width + per_byte - 1) / per_byte);
    for (size_t x = 0; x < width; x++) {
        unsigned value = (grey[x] * most + 127) / 255;
        row[x / per_byte] |= (unsigned char)(value << (8 - bits - bits * (x % per_byte)));
    }
}

static void write_all(png_structp png, png_infop info, const struct raster *raster, unsigned bits,
                      unsigned char *row) {
    png_set_IHDR(png, info, (png_uint_32)raster->width, (png_uint_32)raster->height, (int)bits,
                 PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    if (raster->dpi_x > 0)
        png_set_pHYs(png, info, (png_uint_32)(raster->dpi_x / 0.0254 + 0.5),
                     (png_uint_32)(raster->dpi_y / 0.0254 + 0.5), PNG_RESOLUTION_METER);
    png_set_filter(png, 0, PNG_FILTER_NONE);
    png_write_info(png, info);
    for (size_t y = 0; y < raster->height; y++) {
        pack(raster->grey + y * raster->width, raster->width, bits, row);
        png_write_row(png, row);
    }
    png_write_end(png, info);
}

/* The library leaves by longjmp when it cannot go on; nothing here is changed between setjmp and that. */
bool raster_png(const struct raster *raster, struct strbuf *out, struct fault *f) {
    unsigned bits = raster_is_line(raster) ? 1 : 4;
    struct strbuf row = {0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info)
        arena_out_of_memory();
    for (size_t i = 0; i <= raster->width / 2; i++)
        strbuf_char(&row, 0);
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        strbuf_end(&row);
        return fault_set(f, _("the page cannot be written as PNG"));
    }
    png_set_write_fn(png, out, append, flush);
    write_all(png, info, raster, bits, (unsigned char *)row.text);
    png_destroy_write_struct(&png, &info);
    strbuf_end(&row);
    return true;
}
