#include "importers/picture/raster.h"

#include "engine/base/arena.h"
#include "engine/base/lang.h"

#include <stdlib.h>
#include <string.h>

bool raster_make(struct raster *raster, size_t width, size_t height, struct fault *f) {
    if (!width || !height)
        return fault_set(f, _("the page has no dots"));
    if (width > RASTER_SIDE || height > RASTER_SIDE || width * height > RASTER_DOTS)
        return fault_set(
            f,
            _("the page claims %zu x %zu dots, more than a sheet of paper has; scan it at 200 to "
              "400 dots per inch"),
            width, height);
    raster->width = width;
    raster->height = height;
    raster->grey = malloc(width * height);
    if (!raster->grey)
        arena_out_of_memory();
    memset(raster->grey, 0xFF, width * height);
    return true;
}

void raster_end(struct raster *raster) {
    free(raster->grey);
    *raster = (struct raster){0};
}

/* --- turning --- */

static void put(struct raster *to, const struct raster *from, bool mirror, bool flip, bool transpose) {
    for (size_t y = 0; y < from->height; y++) {
        const unsigned char *row = from->grey + y * from->width;
        size_t row_to = flip ? from->height - 1 - y : y;
        for (size_t x = 0; x < from->width; x++) {
            size_t column_to = mirror ? from->width - 1 - x : x;
            to->grey[transpose ? column_to * to->width + row_to : row_to * to->width + column_to] = row[x];
        }
    }
}

void raster_orient(struct raster *raster, int orientation) {
    /* 5: the first row is the left side; 6: the right; 7: the right, from below; 8: the left, from below */
    static const struct {
        bool mirror, flip, transpose;
    } ways[9] = {[2] = {true, false, false}, [3] = {true, true, false}, [4] = {false, true, false},
                 [5] = {false, false, true}, [6] = {false, true, true}, [7] = {true, true, true},
                 [8] = {true, false, true}};
    if (orientation < 2 || orientation > 8)
        return;
    bool transpose = ways[orientation].transpose;
    struct raster turned = *raster;
    if (transpose)
        turned = (struct raster){raster->height, raster->width, raster->dpi_y, raster->dpi_x, NULL};
    turned.grey = malloc(raster->width * raster->height);
    if (!turned.grey)
        arena_out_of_memory();
    put(&turned, raster, ways[orientation].mirror, ways[orientation].flip, transpose);
    free(raster->grey);
    *raster = turned;
}

/* --- shrinking --- */

bool raster_is_line(const struct raster *raster) {
    size_t count = raster->width * raster->height;
    for (size_t i = 0; i < count; i++)
        if (raster->grey[i] != 0 && raster->grey[i] != 0xFF)
            return false;
    return true;
}

static unsigned char mean(const struct raster *raster, size_t left, size_t top, size_t by) {
    size_t right = left + by < raster->width ? left + by : raster->width;
    size_t bottom = top + by < raster->height ? top + by : raster->height, sum = 0;
    for (size_t y = top; y < bottom; y++)
        for (size_t x = left; x < right; x++)
            sum += raster->grey[y * raster->width + x];
    size_t dots = (right - left) * (bottom - top);
    return (unsigned char)((sum + dots / 2) / dots);
}

/* In place: what is written lies before what is still to be read. */
static void shrink(struct raster *raster, size_t by) {
    size_t width = (raster->width + by - 1) / by, height = (raster->height + by - 1) / by;
    for (size_t y = 0; y < height; y++)
        for (size_t x = 0; x < width; x++)
            raster->grey[y * width + x] = mean(raster, x * by, y * by, by);
    raster->width = width;
    raster->height = height;
    raster->dpi_x /= (double)by;
    raster->dpi_y /= (double)by;
}

void raster_reduce(struct raster *raster) {
    size_t longer = raster->width > raster->height ? raster->width : raster->height;
    if (longer <= RASTER_EDGE || (longer <= RASTER_EDGE_LINE && raster_is_line(raster)))
        return;
    shrink(raster, (longer + RASTER_EDGE - 1) / RASTER_EDGE);
}
