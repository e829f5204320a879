/*
 * raster: one page as a grid of greys; what every reader of pictures yields, and what the store's PNG is made of.
 *
 * A page may be 72 million dots at most (an A3 sheet at 600 dpi is 70, at 400 dpi 31), so that a file of a few bytes that
 * claims more is refused before any memory is asked for.  Dots need not be square: a FAX has 204 dots to the inch across
 * and 98 or 196 down; both are kept, and who shows the page stretches it.
 *
 * `grey` is on the heap: raster_make asks for it, raster_end frees it.
 */
#ifndef SHUKEI_IMPORTERS_PICTURE_RASTER_H
#define SHUKEI_IMPORTERS_PICTURE_RASTER_H

#include "engine/base/fault.h"
#include "engine/base/strbuf.h"

enum {
    RASTER_DOTS = 72 * 1000 * 1000,
    RASTER_SIDE = 30000,     /* dots along one side */
    RASTER_EDGE = 2400,      /* dots along the longer side of a page in greys; more than that is shrunk */
    RASTER_EDGE_LINE = 4800, /* of one in black and white, which takes little room */
};

struct raster {
    size_t width, height;
    double dpi_x, dpi_y; /* 0: unknown */
    unsigned char *grey; /* row by row from the top, 0 is black; NULL before raster_make */
};

/* All white.  A fault when it is larger than a page may be, or has no dot. */
bool raster_make(struct raster *raster, size_t width, size_t height, struct fault *f) FAULT_CHECKED;
void raster_end(struct raster *raster);

/* How it was stored, as TIFF says it: 1 upright, 2 mirrored, 3 upside down, 4 both, 5 to 8 with rows for columns. */
void raster_orient(struct raster *raster, int orientation);

/* All black and white. */
bool raster_is_line(const struct raster *raster);

/* Shrinks what is finer than is read on a screen, by a whole number; what was black and white gets greys. */
void raster_reduce(struct raster *raster);

/* A PNG of one bit per dot when it is all black and white, else of 16 greys. */
bool raster_png(const struct raster *raster, struct strbuf *out, struct fault *f) FAULT_CHECKED;

#endif
