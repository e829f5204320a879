/*
 * paper_load: a file of scanned sheets into the store.
 *
 * The file is read to its end before the store is touched: so a page that cannot be read leaves nothing of it there, and
 * the store is locked for as long as it takes to write, not to read.
 */
#ifndef SHUKEI_IMPORTERS_PICTURE_PAPER_LOAD_H
#define SHUKEI_IMPORTERS_PICTURE_PAPER_LOAD_H

#include "engine/app/command.h"
#include "engine/store/paper.h"

enum {
    PAPER_LOAD_BYTES = 512 * 1024 * 1024, /* of one file */
    PAPER_LOAD_KEPT = 256 * 1024 * 1024,  /* of its pages as they are stored */
    PAPER_LOAD_SECONDS = 12 * 60,
};

struct paper_load_spec {
    const char *survey, *path;
    long per_sheet;
    const char *from; /* number of its first sheet, or NULL */
};

struct paper_load_done {
    struct paper_loaded loaded;
    const char *format;
    size_t pages, damaged; /* pages in which lines were lost */
    size_t first_damaged;  /* the first of them, from 1 */
};

bool paper_load(const struct app *app, struct store *store, const struct paper_load_spec *spec,
                struct paper_load_done *done, struct fault *f) FAULT_CHECKED;

#endif
