/*
 * import_run: files of returns into the store, as one transaction.
 *
 *     every file opened and its format known → store_begin → batch → per file: headings, then per record
 *     import_row_read → store_return_add → ... → batch end → commit → what was read, and what is doubtful
 *
 * On any fault, and on Ctrl-C, nothing is stored.  Memory does not grow with the files: one scratch arena per
 * record is reset, findings go to print_findings.
 */
#ifndef SHUKEI_IMPORTERS_IMPORT_RUN_H
#define SHUKEI_IMPORTERS_IMPORT_RUN_H

#include "engine/app/command.h"
#include "importers/importer.h"
#include "importers/sheet.h"

struct import_spec {
    const char *survey;
    const char *format;  /* --as, or NULL: sniffed per file */
    const char *sheet;   /* of a workbook: name or number, or NULL */
    const char *map;     /* file name, or NULL */
    const char *channel; /* for rows that do not say, or NULL */
    const char *batch;   /* or NULL: made from the file's name */
    bool second;         /* the rows are second keyings (import_second.h) */
    bool rehearse;       /* everything is read and told, and nothing stored */
    enum output_format output;
    const char *const *files;
    size_t file_count;
};

/* *errors: findings of severity error. */
bool import_run(const struct app *app, const struct import_spec *spec, size_t *errors,
                struct fault *f) FAULT_CHECKED;

/* Prints what the headings mean and the first rows as understood; stores nothing.  Headings that would be
 * refused are a fault after the print. */
bool import_preview(const struct app *app, const struct import_spec *spec, struct fault *f) FAULT_CHECKED;

/* What both need of the store and the options.  `store` is the caller's to close. */
struct import_setup {
    struct store *store;
    const struct questionnaire *q;
    struct spellings *spellings;
    const struct vocabulary *vocabulary;
    struct column_map *map; /* or NULL */
    struct arena *arena;
};
bool import_prepare(const struct app *app, const struct import_spec *spec, bool write,
                    struct import_setup *setup, struct fault *f) FAULT_CHECKED;

/* Finds the headings of what the importer has opened and what they mean, to itself and to the form service
 * whose export it is.  named: the format was named by a person.  NULL on a fault. */
const struct columns *import_start(const struct import_setup *setup, const struct importer *importer,
                                   bool named, struct reader *reader, struct sheet *sheet,
                                   struct fault *f) FAULT_CHECKED;

#endif
