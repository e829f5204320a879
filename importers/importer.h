/*
 * importer: a way in for files of returns.
 *
 * A format is one struct in `importer_formats` (registry.c): how sure it is that a file is its kind
 * (`sniff`), and how to read its records.  A reader knows nothing of questions; it yields records of text
 * cells under headings.  What a column means is decided once for all formats (importers/columns.h), and cells
 * are read by engine/response/normalise.h.
 *
 *     file bytes → struct source (bytes, encoding) → reader → headings, records → columns → response →
 * findings → store
 */
#ifndef SHUKEI_IMPORTERS_IMPORTER_H
#define SHUKEI_IMPORTERS_IMPORTER_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

struct source {
    const char *path;           /* as named by the user */
    const unsigned char *bytes; /* the file, mapped read-only */
    size_t length;
    const char *sheet;        /* the one asked for with --sheet, by name or number; or NULL */
    unsigned char sha256[32]; /* after source_digest */
    bool mapped;              /* by source_open */
};

/* One row of a file; cells are UTF-8, NUL-terminated, owned by the reader until the next call. */
struct record {
    size_t row; /* as a spreadsheet counts: the first row of the file is 1, blank rows count, a quoted break
                   does not */
    const char *const *cells;
    size_t count;
    size_t written;      /* cells before the empty ones at the end were dropped */
    bool cut;            /* the file ends in this row, without a line end */
    const size_t *spans; /* how many columns each cell covers; NULL where nothing is known of merged cells */
};

/* A grid (CSV, a sheet) leaves `headings` NULL and yields every row that is not blank; which of the first
 * ones holds the headings is decided by importers/sheet.h, because only the questionnaire can tell a title
 * from a heading. */
struct reader {
    const char *const *headings;
    size_t heading_count;
    size_t consumed; /* bytes of the source read so far */
    /* 1: a record, 0: the end, -1: a fault */
    int (*next)(struct reader *reader, struct record *record, struct fault *f);
    void (*close)(struct reader *reader);
    const char *note;  /* what a person should know of how it was opened, or NULL */
    bool partial;      /* the note is of something that is not read */
    const char *sheet; /* of a workbook: the one that is read, and all that may be; else NULL */
    const char *const *sheets;
    size_t sheet_count;
    size_t hidden_rows; /* read so far, that the workbook does not show */
    void *data;
};

struct app;
struct import_spec;

/* A format of records has `open`; one that is taken whole, not row by row (a bundle of another store), has
 * `take` instead. */
struct importer {
    const char *name;                          /* --as NAME */
    const char *description;                   /* N_() */
    const char *service;                       /* whose ways it follows (importers/service.h), or NULL */
    bool has_sheets;                           /* --sheet chooses among them */
    int (*sniff)(const struct source *source); /* 0: no; 100: certainly */
    bool (*open)(struct arena *arena, const struct source *source, struct reader *reader, struct fault *f);
    bool (*take)(const struct app *app, const struct import_spec *spec, const struct source *source,
                 bool dry_run, size_t *errors, struct fault *f);
};

const struct importer *importer_by_name(const char *name, struct fault *f) FAULT_CHECKED;
const struct importer *importer_sniff(const struct source *source, struct fault *f) FAULT_CHECKED;
/* The format as named, or sniffed when the name is NULL; a sheet is asked for only where there are any. */
const struct importer *importer_choose(const struct source *source, const char *name,
                                       struct fault *f) FAULT_CHECKED;

/* Maps the file.  What is missing, a directory, a pipe, empty or unreadable is a fault with its remedy. */
bool source_open(struct source *source, const char *path, struct fault *f) FAULT_CHECKED;
void source_digest(struct source *source);
/* The bytes before `upto` are not needed for now: lets go of their memory, so that a file is never in it as a
 * whole.  They can be read again. */
void source_forget(const struct source *source, size_t upto);
enum { SOURCE_STRIDE = 8 << 20 }; /* a good distance between two calls */
void source_close(struct source *source);

#endif
