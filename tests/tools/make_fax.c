/*
 * make_fax OUT.tiff [--g3|--g4|--none] [--dpi X Y] [--lsb] [--turn N] [--claim W H] [--times N] PAGE.pbm...
 *
 * A TIFF as a FAX machine or a scanner writes it, of pages in PBM (P4): for tests.  --lsb: the other order of bits;
 * --turn: the orientation tag (the dots stay as they are); --claim: a page without dots that says it has so many;
 * --times: every page so often.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

struct spec {
    int compression, fill, turn, times;
    double x, y;
};

static void die(const char *what) {
    fprintf(stderr, "make_fax: %s\n", what);
    exit(1);
}

static void describe(TIFF *out, const struct spec *spec, uint32_t width, uint32_t height) {
    TIFFSetField(out, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(out, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(out, TIFFTAG_BITSPERSAMPLE, 1);
    TIFFSetField(out, TIFFTAG_SAMPLESPERPIXEL, 1);
    TIFFSetField(out, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
    TIFFSetField(out, TIFFTAG_COMPRESSION, spec->compression);
    TIFFSetField(out, TIFFTAG_FILLORDER, spec->fill);
    TIFFSetField(out, TIFFTAG_ORIENTATION, spec->turn);
    TIFFSetField(out, TIFFTAG_ROWSPERSTRIP, height);
    TIFFSetField(out, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    TIFFSetField(out, TIFFTAG_XRESOLUTION, spec->x);
    TIFFSetField(out, TIFFTAG_YRESOLUTION, spec->y);
}

static void add_page(TIFF *out, const struct spec *spec, const char *path) {
    FILE *in = fopen(path, "rb");
    unsigned width, height;
    if (!in || fscanf(in, "P4 %u %u", &width, &height) != 2 || fgetc(in) == EOF)
        die(path);
    size_t stride = (width + 7) / 8;
    unsigned char *row = malloc(stride);
    describe(out, spec, width, height);
    for (unsigned y = 0; row && y < height; y++)
        if (fread(row, 1, stride, in) != stride || TIFFWriteScanline(out, row, y, 0) != 1)
            die(path);
    TIFFWriteDirectory(out);
    free(row);
    fclose(in);
}

static void add_claim(TIFF *out, const struct spec *spec, uint32_t width, uint32_t height) {
    unsigned char nothing[4] = {0};
    describe(out, spec, width, height);
    TIFFWriteRawStrip(out, 0, nothing, sizeof nothing);
    TIFFWriteDirectory(out);
}

int main(int argc, char **argv) {
    struct spec spec = {COMPRESSION_CCITTFAX4, FILLORDER_MSB2LSB, 1, 1, 204, 196};
    TIFF *out = argc > 2 ? TIFFOpen(argv[1], "w") : NULL;
    if (!out)
        die("OUT.tiff and pages are wanted");
    for (int i = 2; i < argc; i++) {
        const char *word = argv[i];
        if (strcmp(word, "--g3") == 0)
            spec.compression = COMPRESSION_CCITTFAX3;
        else if (strcmp(word, "--g4") == 0)
            spec.compression = COMPRESSION_CCITTFAX4;
        else if (strcmp(word, "--none") == 0)
            spec.compression = COMPRESSION_NONE;
        else if (strcmp(word, "--lsb") == 0)
            spec.fill = FILLORDER_LSB2MSB;
        else if (strcmp(word, "--turn") == 0 && i + 1 < argc)
            spec.turn = atoi(argv[++i]);
        else if (strcmp(word, "--times") == 0 && i + 1 < argc)
            spec.times = atoi(argv[++i]);
        else if (strcmp(word, "--dpi") == 0 && i + 2 < argc)
            spec.x = atof(argv[i + 1]), spec.y = atof(argv[i + 2]), i += 2;
        else if (strcmp(word, "--claim") == 0 && i + 2 < argc)
            add_claim(out, &spec, (uint32_t)atol(argv[i + 1]), (uint32_t)atol(argv[i + 2])), i += 2;
        else
            for (int n = 0; n < spec.times; n++)
                add_page(out, &spec, word);
    }
    TIFFClose(out);
    return 0;
}
