/*
 * stages: how far the work of this process has come, told while it goes on.
 *
 *     stages_plan((const struct stage[]){{N_("counting"), 3}, {N_("setting the pages"), 2}, {0}});
 *     stages_next();             // the first one begins, or the next
 *     stages_at(done, total);    // how far it is; as often as you like
 *     stages_end();
 *
 * One process does one command, so there is one plan, and whoever works deep inside (a backup of the store, a document that
 * is laid out) tells how far it is without knowing whom: without a plan the calls do nothing.  A weight is about how much
 * of the time a stage takes, against the others; the share of the whole that is done never goes back.
 *
 * Who is told:
 *   - a terminal (stages_to_terminal): a bar on stderr once the work has lasted over a second;
 *   - whoever started the process with SHUKEI_PROGRESS=3 and a file open for writing as its descriptor 3: one record of
 *     STAGES_RECORD bytes at the file's beginning, written over again and again, so that nobody has to read along and the
 *     newest is always there:
 *
 *         shukei-progress-1 STAGE STAGES PERMILLE WORDS
 *
 *     STAGE from 1, PERMILLE of the whole from 0 to 1000, WORDS in the language of the interface; filled up with blanks, ended
 *     by a line feed.  stages_parse reads one.
 */
#ifndef SHUKEI_ENGINE_BASE_STAGES_H
#define SHUKEI_ENGINE_BASE_STAGES_H

#include <stdbool.h>
#include <stddef.h>

enum {
    STAGES_MOST = 12,
    STAGES_RECORD = 256,
    STAGES_WORDS = 160,
    STAGES_DESCRIPTOR = 3,
    STAGES_WHOLE = 1000
};

struct stage {
    const char *words; /* N_(); NULL ends a plan */
    int weight;
};

/* A plan while there is one already is a part of the stage at work: false, and stages_next and _end are then not the
 * caller's to call. */
bool stages_plan(const struct stage *plan);
void stages_next(void);
void stages_at(size_t done, size_t total);
void stages_end(void);

/* At the very beginning of the process, before it opens anything: a descriptor that nobody handed over would later be that
 * of another file, the store's perhaps.  Only a file of its own is taken, with no more in it than a record. */
void stages_listen(void);
void stages_to_terminal(bool wanted);
/* Wipes the bar, before something else is said on stderr. */
void stages_aside(void);

struct stages_told {
    int stage, stages, permille;
    char words[STAGES_WORDS];
};
/* The record that somebody wrote; false: it is none (yet). */
bool stages_parse(const char record[STAGES_RECORD], struct stages_told *told);

#endif
