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
                 {8000, 8000, true}, {8001, 8000, false}, {(size_t)1 << 33, (size_t)1 << 33, false}};
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
        cmocka_unit_test(test_tiff),
        cmocka_unit_test(test_png),
        cmocka_unit_test(test_reduce),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
