/*
 * aggregate_run: files of published figures or of series into the store, as one transaction.
 *
 *     every file read and checked → store_begin → put → commit → one line for each survey or series: new, a
 * new version, or in the store already
 *
 * A survey or series that stands in two of the files is refused, because only one of them could be the
 * newest.
 */
#ifndef SHUKEI_IMPORTERS_AGGREGATE_RUN_H
#define SHUKEI_IMPORTERS_AGGREGATE_RUN_H

#include "engine/app/command.h"

struct aggregate_spec {
    bool published; /* else series */
    bool dry_run;   /* says what would happen */
    enum output_format output;
    const char *const *files;
    size_t file_count;
};

bool aggregate_run(const struct app *app, const struct aggregate_spec *spec, struct fault *f) FAULT_CHECKED;

#endif
