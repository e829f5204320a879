/* picture: pages as they are stored, in every way that a FAX or a scanner stores them, come out as they look. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jpeglib.h>
#include <png.h>
#include <tiffio.h>

#include "importers/picture/picture.h"

enum { WIDTH = 11, HEIGHT = 5 };

/* An F in the corner: no turn or mirror of it looks like another. */
static const char letter[HEIGHT][WIDTH + 1] = {
    "########...", "##.........", "#####......", "##.........", "##........#",
};

static unsigned char letter_grey(size_t x, size_t y) {
    return letter[y][x] == '#' ? 0 : 0xFF;
}

/* --- turning --- */

/* Where the dot that is stored at x, y is seen, and how wide what is seen is. */
static void seen_at(int orientation, size_t x, size_t y, size_t *to_x, size_t *to_y) {
    size_t right = WIDTH - 1 - x, up = HEIGHT - 1 - y;
    const size_t places[9][2] = {{0, 0}, {x, y},  {right, y},  {right, up}, {x, up},
                                 {y, x}, {up, x}, {up, right}, {y, right}};
    *to_x = places[orientation][0];
    *to_y = places[orientation][1];
}

static void assert_seen(const struct raster *r, int orientation) {
    assert_int_equal(r->width, orientation > 4 ? HEIGHT : WIDTH);
    assert_int_equal(r->height, orientation > 4 ? WIDTH : HEIGHT);
    for (size_t y = 0; y < HEIGHT; y++)
        for (size_t x = 0; x < WIDTH; x++) {
            size_t to_x, to_y;
            seen_at(orientation, x, y, &to_x, &to_y);
            if (r->grey[to_y * r->width + to_x] != letter_grey(x, y))
                fail_msg("orientation %d: the dot at %zu, %zu", orientation, x, y);
        }
}

/* --- TIFF --- */

struct way {
    const char *name;
    int compression, photometric, bits, samples, fill;
};

static const struct way ways[] = {
    {"G3", COMPRESSION_CCITTFAX3, PHOTOMETRIC_MINISWHITE, 1, 1, FILLORDER_MSB2LSB},
    {"G3, bits from the right", COMPRESSION_CCITTFAX3, PHOTOMETRIC_MINISWHITE, 1, 1, FILLORDER_LSB2MSB},
    {"G4", COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1, FILLORDER_MSB2LSB},
    {"G4, black is 0", COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISBLACK, 1, 1, FILLORDER_LSB2MSB},
    {"plain", COMPRESSION_NONE, PHOTOMETRIC_MINISWHITE, 1, 1, FILLORDER_LSB2MSB},
    {"packed", COMPRESSION_PACKBITS, PHOTOMETRIC_MINISBLACK, 1, 1, FILLORDER_MSB2LSB},
    {"greys", COMPRESSION_LZW, PHOTOMETRIC_MINISBLACK, 8, 1, FILLORDER_MSB2LSB},
    {"colours", COMPRESSION_ADOBE_DEFLATE, PHOTOMETRIC_RGB, 8, 3, FILLORDER_MSB2LSB},
};
enum { WAYS = sizeof ways / sizeof *ways };

static void put_row(TIFF *out, const struct way *way, uint32_t y) {
    unsigned char row[WIDTH * 3] = {0};
    for (size_t x = 0; x < WIDTH; x++) {
        bool black = letter_grey(x, y) == 0, one = black == (way->photometric == PHOTOMETRIC_MINISWHITE);
        if (way->bits == 1)
            row[x / 8] |= (unsigned char)(one ? 0x80 >> x % 8 : 0);
        else
            memset(row + x * (size_t)way->samples, black ? 0 : 0xFF, (size_t)way->samples);
    }
    assert_int_equal(TIFFWriteScanline(out, row, y, 0), 1);
}

static void put_page(TIFF *out, const struct way *way, int orientation, uint32_t kind) {
    TIFFSetField(out, TIFFTAG_IMAGEWIDTH, (uint32_t)WIDTH);
    TIFFSetField(out, TIFFTAG_IMAGELENGTH, (uint32_t)HEIGHT);
    TIFFSetField(out, TIFFTAG_BITSPERSAMPLE, way->bits);
    TIFFSetField(out, TIFFTAG_SAMPLESPERPIXEL, way->samples);
    TIFFSetField(out, TIFFTAG_PHOTOMETRIC, way->photometric);
    TIFFSetField(out, TIFFTAG_COMPRESSION, way->compression);
    TIFFSetField(out, TIFFTAG_FILLORDER, way->fill);
    TIFFSetField(out, TIFFTAG_ORIENTATION, orientation);
    TIFFSetField(out, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(out, TIFFTAG_ROWSPERSTRIP, (uint32_t)2);
    TIFFSetField(out, TIFFTAG_RESOLUTIONUNIT, RESUNIT_CENTIMETER);
    TIFFSetField(out, TIFFTAG_XRESOLUTION, 80.0);
    TIFFSetField(out, TIFFTAG_YRESOLUTION, 38.5);
    TIFFSetField(out, TIFFTAG_SUBFILETYPE, kind);
    for (uint32_t y = 0; y < HEIGHT; y++)
        put_row(out, way, y);
    assert_int_equal(TIFFWriteDirectory(out), 1);
}

struct opened {
    struct arena *arena;
    struct source source;
    struct picture_file file;
    struct fault f;
};

static void open_file(struct opened *o, const char *path) {
    *o = (struct opened){.arena = arena_create()};
    if (!source_open(&o->source, path, &o->f) || !picture_open(o->arena, &o->source, &o->file, &o->f))
        fail_msg("%s", o->f.text);
}

static void close_file(struct opened *o) {
    picture_close(&o->file);
    source_close(&o->source);
    arena_destroy(o->arena);
}

static const char *temporary(char path[32]) {
    strcpy(path, "/tmp/test_picture.XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    return path;
}

/* All ways of storing, each upright and turned in all eight ways; a thumbnail between them is no page. */
static void test_tiff(void **state) {
    (void)state;
    char path[32];
    TIFF *out = TIFFOpen(temporary(path), "w");
    assert_non_null(out);
    for (size_t i = 0; i < WAYS; i++)
        for (int orientation = 1; orientation <= 8; orientation++) {
            put_page(out, &ways[i], orientation, 0);
            put_page(out, &ways[i], orientation, FILETYPE_REDUCEDIMAGE);
        }
    TIFFClose(out);

    struct opened o;
    struct picture_page page;
    size_t count = 0;
    open_file(&o, path);
    assert_int_equal(o.file.pages, 2 * 8 * WAYS);
    int more;
    while ((more = picture_next(&o.file, &page, &o.f)) > 0) {
        int orientation = (int)(count % 8) + 1;
        assert_false(page.damaged);
        assert_seen(&page.raster, orientation);
        assert_float_equal(page.raster.dpi_x, orientation > 4 ? 38.5 * 2.54 : 80 * 2.54, 1e-3);
        raster_end(&page.raster);
        count++;
    }
    if (more < 0)
        fail_msg("%s: %s", ways[count / 8].name, o.f.text);
    assert_int_equal(count, 8 * WAYS);
    close_file(&o);
    unlink(path);
}

/* A FAX that does not say how fine it is. */
static void test_tiff_silent(void **state) {
    (void)state;
    static const struct {
        uint32_t width, height;
        double x, y;
    } cases[] = {{1728, 1145, 204, 98}, {1728, 2290, 204, 196}, {1728, 1620, 204, 196},
                 {2048, 1404, 204, 98}, {2432, 3240, 204, 196}, {1654, 2339, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static const unsigned char row[2432 / 8];
        char path[32];
        TIFF *out = TIFFOpen(temporary(path), "w");
        TIFFSetField(out, TIFFTAG_IMAGEWIDTH, cases[i].width);
        TIFFSetField(out, TIFFTAG_IMAGELENGTH, cases[i].height);
        TIFFSetField(out, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
        TIFFSetField(out, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
        TIFFSetField(out, TIFFTAG_ROWSPERSTRIP, cases[i].height);
        for (uint32_t y = 0; y < cases[i].height; y++)
            assert_int_equal(TIFFWriteScanline(out, (void *)row, y, 0), 1);
        TIFFClose(out);
        struct opened o;
        struct picture_page page;
        open_file(&o, path);
        assert_int_equal(picture_next(&o.file, &page, &o.f), 1);
        assert_float_equal(page.raster.dpi_x, cases[i].x, 1e-9);
        assert_float_equal(page.raster.dpi_y, cases[i].y, 1e-9);
        raster_end(&page.raster);
        close_file(&o);
        unlink(path);
    }
}

/* --- PNG, out and in again --- */

static void fill(struct raster *r, size_t width, size_t height, unsigned greys) {
    struct fault f = {0};
    assert_true(raster_make(r, width, height, &f));
    for (size_t i = 0; i < width * height; i++)
        r->grey[i] = (unsigned char)((i * 7 + i / width) % greys * (255 / (greys - 1)));
}

static void test_png(void **state) {
    (void)state;
    static const struct {
        size_t width, height;
        unsigned greys, bits;
    } cases[] = {{1, 1, 2, 1},  {7, 3, 2, 1},  {8, 3, 2, 1},    {1728, 40, 2, 1},
                 {1, 1, 16, 1}, {9, 5, 16, 4}, {1000, 3, 16, 4}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct raster r = {.dpi_x = 204, .dpi_y = 98};
        struct strbuf png = {0};
        struct fault f = {0};
        fill(&r, cases[i].width, cases[i].height, cases[i].greys);
        assert_true(raster_png(&r, &png, &f));
        assert_int_equal(png.text[24], cases[i].bits);
        const struct source source = {
            .path = "made.png", .bytes = (const unsigned char *)png.text, .length = png.length};
        struct picture_file file;
        struct picture_page page;
        struct arena *arena = arena_create();
        assert_true(picture_open(arena, &source, &file, &f));
        assert_int_equal(picture_next(&file, &page, &f), 1);
        assert_int_equal(page.raster.width, r.width);
        assert_memory_equal(page.raster.grey, r.grey, r.width * r.height);
        assert_float_equal(page.raster.dpi_x, 204, 0.02);
        assert_float_equal(page.raster.dpi_y, 98, 0.02);
        raster_end(&page.raster);
        assert_int_equal(picture_next(&file, &page, &f), 0);
        picture_close(&file);
        arena_destroy(arena);
        raster_end(&r);
        strbuf_end(&png);
    }
}

/* A page of `channels` of 16 bits, or of one palette; as libpng's own writer makes it. */
static struct strbuf png_of(const void *dots, png_uint_32 format, const void *palette, unsigned colours) {
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = WIDTH,
                       .height = HEIGHT,
                       .format = format,
                       .colormap_entries = colours};
    unsigned char bytes[4096];
    png_alloc_size_t length = sizeof bytes;
    struct strbuf out = {0};
    assert_true(png_image_write_to_memory(&image, bytes, &length, 0, dots, 0, palette));
    strbuf_add_bytes(&out, (const char *)bytes, length);
    return out;
}

static void assert_page(const struct strbuf *bytes, void (*look)(const struct picture_page *page, int how),
                        int how) {
    const struct source source = {
        .path = "made", .bytes = (const unsigned char *)bytes->text, .length = bytes->length};
    struct fault f = {0};
    struct picture_file file;
    struct picture_page page;
    struct arena *arena = arena_create();
    assert_true(picture_open(arena, &source, &file, &f));
    if (picture_next(&file, &page, &f) != 1)
        fail_msg("%d: %s", how, f.text);
    look(&page, how);
    raster_end(&page.raster);
    assert_int_equal(picture_next(&file, &page, &f), 0);
    picture_close(&file);
    arena_destroy(arena);
}

static void looks_like_letter(const struct picture_page *page, int how) {
    struct raster line = page->raster;
    for (size_t i = 0; i < line.width * line.height; i++)
        line.grey[i] = line.grey[i] < 128 ? 0 : 0xFF;
    assert_false(page->damaged);
    assert_seen(&line, how);
}

static void put_bytes(png_structp png, png_bytep bytes, png_size_t count) {
    strbuf_add_bytes(png_get_io_ptr(png), (const char *)bytes, count);
}

static void is_half(const struct picture_page *page, int how) {
    (void)how;
    assert_in_range(page->raster.grey[0], 127, 129);
}

/* 16 bits are on the same scale as 8; a palette has the colours of its entries. */
static void test_png_kinds(void **state) {
    (void)state;
    static const unsigned char palette[2][3] = {{250, 250, 240}, {20, 20, 90}};
    unsigned char indexed[WIDTH * HEIGHT];
    for (size_t i = 0; i < sizeof indexed; i++)
        indexed[i] = letter_grey(i % WIDTH, i / WIDTH) == 0;
    struct strbuf png = png_of(indexed, PNG_FORMAT_RGB_COLORMAP, palette, 2);
    assert_page(&png, looks_like_letter, 1);
    strbuf_end(&png);

    png_byte half[64] = {0};
    png_structp out = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(out);
    struct strbuf deep = {0};
    png_set_write_fn(out, &deep, put_bytes, NULL);
    png_set_IHDR(out, info, 2, 1, 16, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_write_info(out, info);
    half[0] = half[1] = half[2] = half[3] = 0x80;
    png_write_row(out, half);
    png_write_end(out, info);
    png_destroy_write_struct(&out, &info);
    assert_page(&deep, is_half, 0);
    strbuf_end(&deep);
}

/* --- JPEG --- */

struct jpeg_way {
    J_COLOR_SPACE space;
    int channels;
    bool progressive, adobe;
    int exif; /* orientation; 0: no such marker */
    bool little;
};

static void put_exif(struct jpeg_compress_struct *c, const struct jpeg_way *way) {
    const unsigned char
        big[] = "Exif\0\0MM\0*\0\0\0\10\0\2\1\0\0\3\0\0\0\1\0\1\0\0\1\22\0\3\0\0\0\1\0\0\0\0\0\0\0",
        little[] = "Exif\0\0II*\0\10\0\0\0\2\0\0\1\3\0\1\0\0\0\1\0\0\0\22\1\3\0\1\0\0\0\0\0\0\0\0\0\0";
    enum { LENGTH = sizeof big - 1, VALUE = 6 + 8 + 2 + 12 + 8 };
    unsigned char marker[LENGTH];
    memcpy(marker, way->little ? little : big, LENGTH);
    marker[VALUE + (way->little ? 0 : 1)] = (unsigned char)way->exif;
    jpeg_write_marker(c, JPEG_APP0 + 1, marker, LENGTH);
}

/* The letter, as a scanner, a telephone or a program for printers would save it. */
static struct strbuf jpeg_of(const struct jpeg_way *way) {
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL, row[WIDTH * 4];
    unsigned long length = 0;
    struct strbuf out = {0};
    c.err = jpeg_std_error(&errors);
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &bytes, &length);
    c.image_width = WIDTH;
    c.image_height = HEIGHT;
    c.input_components = way->channels;
    c.in_color_space = way->space;
    jpeg_set_defaults(&c);
    jpeg_set_quality(&c, 100, TRUE);
    c.density_unit = 1;
    c.X_density = 204;
    c.Y_density = 98;
    c.write_JFIF_header = !way->adobe;
    if (way->progressive)
        jpeg_simple_progression(&c);
    jpeg_start_compress(&c, TRUE);
    if (way->exif)
        put_exif(&c, way);
    for (size_t y = 0; y < HEIGHT; y++) {
        JSAMPROW at = row;
        for (size_t x = 0; x < WIDTH; x++) /* four inks, which Adobe turns round: 255 is none */
            memset(row + x * (size_t)way->channels, letter_grey(x, y), (size_t)way->channels);
        jpeg_write_scanlines(&c, &at, 1);
    }
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    strbuf_add_bytes(&out, (const char *)bytes, length);
    free(bytes);
    return out;
}

static const struct jpeg_way jpeg_ways[] = {
    {.space = JCS_GRAYSCALE, .channels = 1},
    {.space = JCS_GRAYSCALE, .channels = 1, .progressive = true},
    {.space = JCS_RGB, .channels = 3},
    {.space = JCS_RGB, .channels = 3, .progressive = true},
    {.space = JCS_CMYK, .channels = 4, .adobe = true},
};

static void is_coarse(const struct picture_page *page, int how) {
    assert_float_equal(page->raster.dpi_x, how > 4 ? 98 : 204, 1e-9);
    assert_float_equal(page->raster.dpi_y, how > 4 ? 204 : 98, 1e-9);
    looks_like_letter(page, how);
}

static void test_jpeg(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof jpeg_ways / sizeof *jpeg_ways; i++) {
        struct strbuf jpeg = jpeg_of(&jpeg_ways[i]);
        assert_page(&jpeg, looks_like_letter, 1);
        strbuf_end(&jpeg);
    }
    for (int turn = 1; turn <= 16; turn++) {
        const struct jpeg_way way = {
            .space = JCS_RGB, .channels = 3, .exif = (turn - 1) % 8 + 1, .little = turn > 8};
        struct strbuf jpeg = jpeg_of(&way);
        assert_page(&jpeg, is_coarse, way.exif);
        strbuf_end(&jpeg);
    }
}

/* Wherever it ends, there is a fault that says so and no page, nor a step outside of it. */
static void test_jpeg_cut(void **state) {
    (void)state;
    const struct jpeg_way way = {.space = JCS_RGB, .channels = 3, .exif = 6};
    struct strbuf jpeg = jpeg_of(&way);
    for (size_t length = 5; length + 2 < jpeg.length; length += 7) {
        unsigned char *part = malloc(length);
        memcpy(part, jpeg.text, length);
        const struct source source = {.path = "cut.jpg", .bytes = part, .length = length};
        struct fault f = {0};
        struct picture_file file;
        struct picture_page page;
        struct arena *arena = arena_create();
        assert_true(picture_open(arena, &source, &file, &f));
        assert_int_equal(picture_next(&file, &page, &f), -1);
        assert_non_null(strstr(f.text, "cut.jpg: page 1: "));
        picture_close(&file);
        arena_destroy(arena);
        free(part);
    }
    strbuf_end(&jpeg);
}

/* --- what is too fine, and what is too large --- */

static void test_reduce(void **state) {
    (void)state;
    static const struct {
        size_t width, height;
        unsigned greys;
        size_t to_width, to_height;
    } cases[] = {{1728, 2292, 2, 1728, 2292}, {3300, 4677, 2, 3300, 4677}, {2400, 100, 16, 2400, 100},
                 {2401, 101, 16, 1201, 51},   {100, 4801, 2, 34, 1601},    {7000, 1, 16, 2334, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct raster r = {.dpi_x = 600, .dpi_y = 300};
        fill(&r, cases[i].width, cases[i].height, cases[i].greys);
        raster_reduce(&r);
        assert_int_equal(r.width, cases[i].to_width);
        assert_int_equal(r.height, cases[i].to_height);
        assert_float_equal(r.dpi_x / r.dpi_y, 2, 1e-9);
        raster_end(&r);
    }
    struct raster r = {0};
    struct fault f = {0};
    assert_true(raster_make(&r, 4802, 1, &f));
    memset(r.grey, 0, 4801); /* one white dot at the end, alone in its group of three */
    raster_reduce(&r);
    assert_int_equal(r.width, 1601);
    assert_int_equal(r.grey[0], 0);
    assert_int_equal(r.grey[1600], 128);
    raster_end(&r);
}

static void test_limits(void **state) {
    (void)state;
    static const struct {
        size_t width, height;
        bool fits;
    } cases[] = {{0, 1, false},      {1, 0, false},       {30001, 1, false},
                 {9921, 7016, true}, {9000, 8001, false}, {(size_t)1 << 33, (size_t)1 << 33, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct raster r = {0};
        struct fault f = {0};
        if (raster_make(&r, cases[i].width, cases[i].height, &f) != cases[i].fits)
            fail_msg("%zu x %zu", cases[i].width, cases[i].height);
        raster_end(&r);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tiff),      cmocka_unit_test(test_tiff_silent), cmocka_unit_test(test_png),
        cmocka_unit_test(test_png_kinds), cmocka_unit_test(test_jpeg),        cmocka_unit_test(test_jpeg_cut),
        cmocka_unit_test(test_reduce),    cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
