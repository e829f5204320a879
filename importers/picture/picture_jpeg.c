/* JPEG, by libjpeg: as scanners, copiers and telephones save a page.  Nothing else names libjpeg. */
#include "importers/picture/picture.h"

#include "engine/base/lang.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

enum {
    SCANS = 200, /* of a progressive file: each means the whole page once more */
    EXIF = JPEG_APP0 + 1,
    CHANNELS = 4,
    MARKER_MOST = 0xFFFF
};

/* The library leaves by longjmp when it cannot go on; what it told of before is kept. */
struct jpeg {
    struct jpeg_decompress_struct d;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf out;
    char said[JMSG_LENGTH_MAX];
    bool cut; /* the file ends too early */
    int orientation;
    unsigned char *row;
};

static bool sniff(const unsigned char *bytes, size_t length) {
    return length > 4 && memcmp(bytes, "\xFF\xD8\xFF", 3) == 0;
}

static bool open(struct arena *arena, struct picture_file *file, struct fault *f) {
    (void)arena, (void)f;
    file->pages = 1;
    return true;
}

/* --- the library's ways out --- */

static void leave(j_common_ptr d) {
    struct jpeg *j = d->client_data;
    d->err->format_message(d, j->said);
    longjmp(j->out, 1);
}

static void note(j_common_ptr d, int level) {
    struct jpeg *j = d->client_data;
    if (level >= 0)
        return;
    d->err->num_warnings++;
    j->cut = j->cut || d->err->msg_code == JWRN_JPEG_EOF;
}

static void be_silent(j_common_ptr d) {
    (void)d;
}

/* A few bytes can claim thousands of scans of a large page. */
static void count_scans(j_common_ptr d) {
    struct jpeg *j = d->client_data;
    if (j->d.input_scan_number <= SCANS)
        return;
    snprintf(j->said, sizeof j->said, "%d scans", j->d.input_scan_number);
    longjmp(j->out, 1);
}

static void begin(struct jpeg *j, const struct source *source) {
    j->d.err = jpeg_std_error(&j->errors);
    j->errors.error_exit = leave;
    j->errors.emit_message = note;
    j->errors.output_message = be_silent;
    j->d.client_data = j;
    jpeg_create_decompress(&j->d);
    j->progress.progress_monitor = count_scans;
    j->d.progress = &j->progress;
    j->d.mem->max_memory_to_use = PICTURE_LIBRARY;
    jpeg_mem_src(&j->d, source->bytes, source->length);
    jpeg_save_markers(&j->d, EXIF, MARKER_MOST);
    jpeg_read_header(&j->d, TRUE);
}

static void end(struct jpeg *j) {
    jpeg_destroy_decompress(&j->d);
    free(j->row);
    j->row = NULL;
}

/* --- which way up: Exif, as telephones write it --- */

static unsigned number_at(const unsigned char *at, size_t bytes, bool little) {
    unsigned number = 0;
    for (size_t i = 0; i < bytes; i++)
        number |= (unsigned)at[i] << 8 * (little ? i : bytes - 1 - i);
    return number;
}

/* The entry "orientation" of the first directory of a TIFF; 1 where there is none. */
static int orientation_of(const unsigned char *tiff, size_t length) {
    enum { HEAD = 8, ENTRY = 12, ORIENTATION = 0x112 };
    if (length < HEAD)
        return 1;
    const bool little = tiff[0] == 'I';
    const size_t at = number_at(tiff + 4, 4, little);
    if (at > length - 2)
        return 1;
    const size_t count = number_at(tiff + at, 2, little);
    for (size_t i = 0; i < count && at + 2 + (i + 1) * ENTRY <= length; i++) {
        const unsigned char *entry = tiff + at + 2 + i * ENTRY;
        if (number_at(entry, 2, little) == ORIENTATION)
            return (int)number_at(entry + 8, 2, little);
    }
    return 1;
}

static int find_orientation(const struct jpeg *j) {
    static const char name[] = "Exif\0";
    for (jpeg_saved_marker_ptr marker = j->d.marker_list; marker; marker = marker->next)
        if (marker->marker == EXIF && marker->data_length > sizeof name &&
            memcmp(marker->data, name, sizeof name) == 0)
            return orientation_of(marker->data + sizeof name, marker->data_length - sizeof name);
    return 1;
}

/* Without a unit the two are only what a dot's sides are to each other. */
static void read_resolution(const struct jpeg *j, struct raster *raster) {
    const double x = j->d.X_density, y = j->d.Y_density,
                 scale = j->d.density_unit == 1   ? 1
                         : j->d.density_unit == 2 ? 2.54
                                                  : 0;
    if (!j->d.saw_JFIF_marker || x <= 0 || y <= 0)
        return;
    if (!scale && x != y)
        raster->dpi_x = 100, raster->dpi_y = 100 * y / x;
    else if (scale && x * scale >= 10 && x * scale <= 10000 && y * scale >= 10 && y * scale <= 10000)
        raster->dpi_x = x * scale, raster->dpi_y = y * scale;
}

/* --- the dots --- */

/* Four inks to grey; Adobe's programs write them the other way round, and say so in a marker. */
static void mix(const struct jpeg *j, unsigned char *to) {
    const bool turned = j->d.saw_Adobe_marker;
    for (size_t x = 0; x < j->d.output_width; x++) {
        unsigned ink[CHANNELS];
        for (size_t c = 0; c < CHANNELS; c++)
            ink[c] = turned ? j->row[x * CHANNELS + c] : 255u - j->row[x * CHANNELS + c];
        to[x] = (unsigned char)((77 * ink[0] + 150 * ink[1] + 29 * ink[2] + 128) / 256 * ink[3] / 255);
    }
}

static void read_rows(struct jpeg *j, struct raster *raster) {
    const bool inks = j->d.out_color_space == JCS_CMYK;
    while (j->d.output_scanline < j->d.output_height) {
        unsigned char *to = raster->grey + (size_t)j->d.output_scanline * raster->width;
        JSAMPROW row = inks ? j->row : to;
        if (jpeg_read_scanlines(&j->d, &row, 1) == 1 && inks)
            mix(j, to);
    }
}

static bool read_page(struct jpeg *j, const struct source *source, struct raster *raster, struct fault *f) {
    if (setjmp(j->out))
        return fault_set(f, _("this JPEG cannot be read (%s); save it again, or as PDF"), j->said);
    begin(j, source);
    if (!raster_make(raster, j->d.image_width, j->d.image_height, f))
        return false;
    const bool inks = j->d.jpeg_color_space == JCS_CMYK || j->d.jpeg_color_space == JCS_YCCK;
    j->d.out_color_space = inks ? JCS_CMYK : JCS_GRAYSCALE;
    if (inks && !(j->row = malloc(raster->width * CHANNELS)))
        arena_out_of_memory();
    j->orientation = find_orientation(j);
    read_resolution(j, raster);
    jpeg_start_decompress(&j->d);
    read_rows(j, raster);
    jpeg_finish_decompress(&j->d);
    return !j->cut || fault_set(f, _("the file ends before this page does; copy it here once more"));
}

static int next(struct picture_file *file, struct picture_page *page, struct fault *f) {
    if (file->at)
        return 0;
    file->at = 1;
    struct jpeg *j = calloc(1, sizeof *j);
    if (!j)
        arena_out_of_memory();
    bool read = read_page(j, file->source, &page->raster, f);
    page->damaged = read && j->errors.num_warnings > 0;
    if (read)
        raster_orient(&page->raster, j->orientation);
    end(j);
    free(j);
    return read ? 1 : -1;
}

const struct picture_format picture_jpeg = {"jpeg", sniff, open, next, NULL};
