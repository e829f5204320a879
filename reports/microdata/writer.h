/*
 * writer: the formats of researcher files; a format is a function and a row here.
 *
 * A writer writes all of `m` to a stream, row after row, and keeps nothing of the rows.  It never seeks, so the stream may
 * be a pipe.  What a format has no place for (wordings, concepts, what disclosure control did) stands in the codebook,
 * which is written beside the formats that need one.
 */
#ifndef SHUKEI_REPORTS_MICRODATA_WRITER_H
#define SHUKEI_REPORTS_MICRODATA_WRITER_H

#include "reports/microdata/microdata.h"

#include <stdio.h>

typedef bool writer_function(struct arena *arena, const struct microdata *m, FILE *out, struct fault *f);

struct writer_format {
    const char *name; /* of --format */
    writer_function *write;
    bool codebook; /* a codebook stands beside the file */
};

const struct writer_format *writer_find(const char *name); /* NULL: none */

writer_function sav_write, dta_write, flat_csv_write, flat_jsonl_write, codebook_write, ddi_write;

/* A fault about the file being written, in the interface's language though a report in another one is made; false. */
bool writer_failed(int why, struct fault *f);
/* fwrite with such a fault. */
bool writer_put(FILE *out, const void *bytes, size_t length, struct fault *f) FAULT_CHECKED;

/* The text cut to at most so many bytes and characters, at the end of a character, with "..." (one character) to show it. */
const char *writer_cut(struct arena *arena, const char *text, size_t bytes, size_t characters);

#endif
