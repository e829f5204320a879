/*
 * statfile: what the files of SPSS and Stata have in common; ReadStat (E. Miller) writes them.
 *
 * A format says how its variables are declared and how a cell is put in (struct statfile_format); statfile_write does the
 * rest, row by row.  `dictionary`, if there is one, may alter the bytes that come before the rows: they are held back
 * until all of them are there.
 */
#ifndef SHUKEI_REPORTS_MICRODATA_STATFILE_H
#define SHUKEI_REPORTS_MICRODATA_STATFILE_H

#include "engine/base/strbuf.h"
#include "reports/microdata/writer.h"

#include <readstat.h>

struct statfile {
    struct arena *arena;
    const struct microdata *m;
    FILE *out;
    readstat_writer_t *writer;
    readstat_variable_t **variables; /* by position */
    readstat_label_set_t **sets;     /* by position of a multi-answer set: the labels of its ticks */
    size_t notes;                    /* written */
    size_t cut;                      /* labels that had no room as a whole */
    size_t cut_texts;                /* variables with texts that have none */
    int empty_text; /* of texts that are kept apart: the empty one's place; -1: there is none */
    int next_text;  /* which of them is put in next */
    struct strbuf held;
    bool holding;
    int why; /* errno of a write that failed */
};

struct statfile_format {
    readstat_variable_t *(*declare)(struct statfile *s, const struct microdata_variable *variable);
    void (*describe)(struct statfile *s);                 /* file label and notes */
    bool (*prepare)(struct statfile *s, struct fault *f); /* what must be known before the rows; or NULL */
    readstat_error_t (*begin)(readstat_writer_t *writer, void *user, long rows);
    readstat_error_t (*insert)(struct statfile *s, const struct microdata_variable *variable,
                               readstat_variable_t *column, const struct microdata_cell *cell);
    bool (*dictionary)(const struct statfile *s, struct strbuf *bytes, struct fault *f);
};

bool statfile_write(struct arena *arena, const struct microdata *m, const struct statfile_format *format,
                    FILE *out, struct fault *f) FAULT_CHECKED;

/* The labels of a variable: its categories, then by `missing` what its silences are called.  Ticks of one question share
 * theirs.  NULL when it has none. */
readstat_label_set_t *statfile_labels(struct statfile *s, const struct microdata_variable *variable,
                                      readstat_type_t type, size_t bytes,
                                      void (*missing)(readstat_label_set_t *set,
                                                      const struct microdata_variable *variable,
                                                      enum microdata_missing kind, const char *label));

/* writer_cut, counted. */
const char *statfile_label(struct statfile *s, const char *label, size_t bytes, size_t characters);

/* Title, period, method, synthetic notice, disclosure control, labels that are cut, state: a line each; to be
 * asked for when all labels are declared. */
const char *const *statfile_notes(struct statfile *s, size_t *count);

#endif
