/*
 * store: the survey's memory; one SQLite file that forgets nothing.
 *
 *     survey    one row per survey id, pointing at its newest template version
 *     template  every version of a questionnaire ever loaded, by hash, with its bytes
 *     batch     what came in together: file, sha, format, channel, who, when; undone or not
 *     source    one row per file read in a batch: name, headings as written
 *     ret       one row per return: survey, batch, file row, status, content hash, newest revision
 *     revision  the answers of a return at one moment: normalised bytes (response_encode, under a template version)
 *               beside the row as written (cells joined by U+001F); who, when, why.  Never updated or deleted.
 *     finding   what a person must look at; open, resolved or accepted
 *     fence     beyond which a number is an outlier, per survey and question; made anew by import and check
 *     second    sheets that were keyed a second time, the plan by which, and what was decided (second.h)
 *     masked    a free text without what tells who somebody is, as a person accepted it; the answer stays as it is
 *     paper*    the sheets as pictures, and which return was keyed from which (paper.h)
 *     sent      questionnaires sent, per survey, association, prefecture
 *     trail     who did what, when, before, after, why; each entry hashes the one before it
 *
 * A return's status is `accepted`, `duplicate`, `set_aside` or `void`; a batch that was undone makes its returns void (and
 * the first duplicate, in another batch, of a return that goes takes its place).
 * Counted are the accepted ones.  read = accepted + duplicate + set_aside + void, always (store_reconcile).
 *
 * One command is one transaction: store_begin, work, store_commit; anything else (a fault, a signal, a kill, a full
 * disk) leaves the file as it was.  WAL mode, so readers are never blocked; a second writer waits up to 30 s and then
 * gets a fault that says so.  The schema is numbered (PRAGMA user_version) and migrated forward on opening; a store
 * written by a newer program is refused, untouched.
 *
 * A store opened with STORE_READ is seen as it was at that moment, so that all figures of one report agree; open anew to
 * see what others have written since.
 *
 * Ownership: results go into the arena handed in; `struct store` is a handle, closed by store_close (which rolls back
 * what was not committed).
 */
#ifndef SHUKEI_ENGINE_STORE_STORE_H
#define SHUKEI_ENGINE_STORE_STORE_H

#include "engine/questionnaire/questionnaire.h"
#include "engine/response/finding.h"
#include "engine/response/outlier.h"
#include "engine/response/response.h"

struct store;

enum store_mode { STORE_CREATE, STORE_WRITE, STORE_READ };

struct store *store_open(const char *path, enum store_mode mode, struct fault *f) FAULT_CHECKED;
void store_close(struct store *store);
/* Makes an empty store and leaves it closed.  (STORE_CREATE makes and opens one: that may fail when it is made.) */
bool store_create(const char *path, struct fault *f) FAULT_CHECKED;

bool store_begin(struct store *store, struct fault *f) FAULT_CHECKED; /* BEGIN IMMEDIATE */
/* The same for bringing in many returns: SQLite does not look up that the rows they point to are there, which the same
 * transaction wrote or found; store_verify does. */
bool store_begin_bulk(struct store *store, struct fault *f) FAULT_CHECKED;
bool store_commit(struct store *store, struct fault *f) FAULT_CHECKED;
void store_rollback(struct store *store);

/* Who acts: $SHUKEI_USER, else the login name; set by the host for accounts. */
void store_set_actor(struct store *store, const char *who);

/* --- surveys ------------------------------------------------------------------------------------------------- */

/* Adds the survey or a new version of it (same bytes again: nothing).  A version that drops a question or option which
 * stored answers use is refused with their number. */
bool store_survey_add(struct store *store, const struct questionnaire *q, struct fault *f) FAULT_CHECKED;

struct survey_row {
    const char *id, *title, *template_hash, *added_at;
    long versions, returns; /* returns: accepted */
};
bool store_survey_list(struct store *store, struct arena *arena, struct survey_row **rows, size_t *count,
                       struct fault *f) FAULT_CHECKED;

/* The newest version, parsed.  An unknown id is a fault that lists the known ones. */
const struct questionnaire *store_questionnaire(struct store *store, struct arena *arena, const char *survey,
                                                struct fault *f) FAULT_CHECKED;

bool store_sent_set(struct store *store, const char *survey, const struct sent_count *sent, size_t count,
                    struct fault *f) FAULT_CHECKED; /* replaces; the old ones go to the trail */
bool store_sent_get(struct store *store, struct arena *arena, const char *survey, struct sent_count **sent,
                    size_t *count, struct fault *f) FAULT_CHECKED;
bool store_sent_total(struct store *store, struct arena *arena, const struct questionnaire *q, long *total,
                      struct fault *f) FAULT_CHECKED; /* 0: not known */

/* --- bringing in --------------------------------------------------------------------------------------------- */

enum return_status { RETURN_ACCEPTED, RETURN_DUPLICATE, RETURN_SET_ASIDE, RETURN_VOID };
const char *store_status_key(enum return_status status);  /* "accepted" ... */
const char *store_status_name(enum return_status status); /* translated */

struct batch_spec {
    const char *name;    /* unique; NULL: made from date and file name */
    const char *format;  /* importer's name */
    const char *channel; /* or NULL */
    const char *map;     /* column map used, as JSON, or NULL */
    bool second;         /* its rows are second keyings, which are never counted (second.h) */
};

/* Everything until store_batch_end belongs to it.  A name that exists is a fault. */
bool store_batch_begin(struct store *store, const struct questionnaire *q, const struct batch_spec *spec,
                       long *batch, struct fault *f) FAULT_CHECKED;

/* A file of the batch.  sha256: of its bytes, 32.  *seen: the same bytes were loaded before in this survey (and not
 * undone); its rows will turn out as duplicates. */
bool store_source_add(struct store *store, long batch, const char *file, const unsigned char sha256[32],
                      const char *headings, long *source, bool *seen, struct fault *f) FAULT_CHECKED;

struct incoming {
    const struct response *response;
    const char *raw; /* the row as written: cells joined by U+001F */
    size_t raw_length;
    long source; /* or 0 */
    size_t row;  /* in the file; 0 when not from one */
    const struct finding *findings;
    size_t finding_count;
};
/* Stores one return with its findings.  Status: duplicate when it is in the survey already: the same row of the same
 * bytes, or the same content hash with the same sheet number or institution (any revision, any status but duplicate, a
 * batch not undone); so loading a file again that has grown neither counts nor sets aside a sheet twice.  Else set_aside
 * when a finding is an error; else accepted.  Two institutions that merely answered alike are not duplicates. */
bool store_return_add(struct store *store, const struct questionnaire *q, long batch,
                      const struct incoming *in, long *return_id, enum return_status *status,
                      struct fault *f) FAULT_CHECKED;

struct reconciliation {
    long read, accepted, duplicate, set_aside, voided, tabulated;
    long second; /* beside them: keyed a second time, and not counted (second.h) */
};
/* Closes the batch with its trail entry. */
bool store_batch_end(struct store *store, long batch, struct reconciliation *r,
                     struct fault *f) FAULT_CHECKED;

/* The name by which a person takes it back. */
const char *store_batch_named(struct store *store, struct arena *arena, long batch,
                              struct fault *f) FAULT_CHECKED;

/* How many accepted returns of the batch have the sheet number (and association) of an accepted return that came
 * before them, in this batch or another: their contents differ, else they were duplicates.  Most likely a corrected
 * file that was loaded beside the first, or a number given twice. */
bool store_batch_resent(struct store *store, long batch, long *count, struct fault *f) FAULT_CHECKED;

/* batch 0: the whole survey. */
bool store_reconcile(struct store *store, const char *survey, long batch, struct reconciliation *r,
                     struct fault *f) FAULT_CHECKED;

struct batch_row {
    long id;
    const char *name, *survey, *format, *channel, *who, *at, *files;
    bool undone;
    struct reconciliation counts;
};
bool store_batch_list(struct store *store, struct arena *arena, struct batch_row **rows, size_t *count,
                      struct fault *f) FAULT_CHECKED;
/* returns: void now; promoted: duplicates, in other batches, that count in the place of one of them. */
struct batch_undone {
    long returns, promoted;
};
bool store_batch_undo(struct store *store, const char *name, const char *why, struct batch_undone *undone,
                      struct fault *f) FAULT_CHECKED;

/* --- one return ----------------------------------------------------------------------------------------------- */

struct return_row {
    long id, batch;
    const char *survey, *batch_name, *file;
    size_t row;
    enum return_status status;
    long duplicate_of; /* 0: none */
    long revisions;
    const char *template_hash;
    const char *raw, *headings; /* U+001F-joined, or NULL */
    const char *at, *who, *why; /* of the newest revision */
};
bool store_return_get(struct store *store, struct arena *arena, long id, const struct questionnaire **q,
                      struct return_row *row, struct response **response, struct fault *f) FAULT_CHECKED;
/* A new revision; the old one stays.  `why` is required.  Findings of the return are replaced by `findings`.
 * A set-aside return whose findings hold no error any more becomes accepted. */
bool store_return_revise(struct store *store, const struct questionnaire *q, long id,
                         const struct response *response, const struct findings *findings, const char *why,
                         struct fault *f) FAULT_CHECKED;
/* The same for what was decided between two keyings (second.h): the decision says why, a person need not. */
bool store_return_settle(struct store *store, const struct questionnaire *q, long id,
                         const struct response *response, const struct findings *findings, const char *why,
                         struct fault *f) FAULT_CHECKED;
bool store_return_void(struct store *store, long id, const char *why, struct fault *f) FAULT_CHECKED;
/* Counts a void, duplicate or set-aside return by a person's decision; its open errors become accepted. */
bool store_return_accept(struct store *store, long id, const char *why, struct fault *f) FAULT_CHECKED;

/* A response under another version of its questionnaire, by ids; for correcting an old return under the newest. */
struct response *store_response_carry(struct arena *arena, const struct questionnaire *from,
                                      const struct response *response, const struct questionnaire *to);

struct history_row {
    long revision;
    const char *at, *who, *why, *action, *before, *after;
};
bool store_history(struct store *store, struct arena *arena, long id, struct history_row **rows,
                   size_t *count, struct fault *f) FAULT_CHECKED;

/* --- reading all ---------------------------------------------------------------------------------------------- */

/* The accepted returns of a survey in id order.  bytes are under template version `template_hash` (compare pointers:
 * one pointer per version while the walk lasts).  association / channel / received: NULL when unknown. */
struct stored_return {
    long id;
    const void *bytes;
    size_t length;
    const char *template_hash, *sheet, *association, *channel, *received, *institution, *remark;
    enum return_status status;
};
bool store_each_return(struct store *store, const char *survey,
                       bool (*visit)(void *data, const struct stored_return *row, struct fault *f),
                       void *data, struct fault *f) FAULT_CHECKED;
/* The same over returns of other statuses: a set of 1 << enum return_status. */
bool store_each_of(struct store *store, const char *survey, unsigned statuses,
                   bool (*visit)(void *data, const struct stored_return *row, struct fault *f), void *data,
                   struct fault *f) FAULT_CHECKED;
/* The same over a part of them, for who reads in steps: numbers between `after` and `before`, both left out, and at most
 * `limit` returns (-1: all). */
struct store_span {
    unsigned statuses;
    long after, before, limit;
};
bool store_each_span(struct store *store, const char *survey, const struct store_span *span,
                     bool (*visit)(void *data, const struct stored_return *row, struct fault *f), void *data,
                     struct fault *f) FAULT_CHECKED;
/* The highest number of a return, of whatever survey; 0 without any. */
bool store_last_return(struct store *store, long *id, struct fault *f) FAULT_CHECKED;
long store_count_accepted(struct store *store, const char *survey); /* -1 on an error */

/* A hex digest of everything that a table depends on: template version, newest revisions of counted returns, sent counts.
 * Made of contents alone: the same data give the same digest in another store. */
bool store_state(struct store *store, const char *survey, char out[65], struct fault *f) FAULT_CHECKED;

/* An older or current version by hash. */
const struct questionnaire *store_template(struct store *store, struct arena *arena, const char *hash,
                                           struct fault *f) FAULT_CHECKED;

bool store_findings(struct store *store, struct arena *arena, const struct questionnaire *q,
                    struct finding **items, size_t *count, struct fault *f) FAULT_CHECKED; /* open ones */
bool store_return_findings(struct store *store, struct arena *arena, const struct questionnaire *q, long id,
                           struct finding **items, size_t *count,
                           struct fault *f) FAULT_CHECKED; /* open ones */
bool store_findings_replace(struct store *store, const struct questionnaire *q, long return_id,
                            const struct finding *items, size_t count, struct fault *f) FAULT_CHECKED;

/* Decisions about single findings.  Accepted: the answer is right as it is; it stays so while rule, question, severity
 * and value are the same.  Resolved: dealt with; found again, it is opened anew.  A set-aside return that has no open
 * error left counts again. */
enum finding_state { FINDING_OPEN, FINDING_RESOLVED, FINDING_ACCEPTED };
const char *store_finding_key(enum finding_state state); /* "open" ... */
struct finding_row {
    long id;
    struct finding finding;
    enum finding_state state;
    enum return_status status;  /* of its return */
    const char *sheet;          /* number of its return's sheet, or NULL */
    const char *who, *at, *why; /* of a list of all: who closed it, when and why; else NULL */
};
/* Open ones of counted and set-aside returns, or really all; in the order in which they were found. */
bool store_finding_list(struct store *store, struct arena *arena, const struct questionnaire *q, bool all,
                        struct finding_row **rows, size_t *count, struct fault *f) FAULT_CHECKED;
/* How many counted returns have an open warning or error at each question, by position: they are in every table of it. */
bool store_findings_unchecked(struct store *store, const struct questionnaire *q, long *returns,
                              struct fault *f) FAULT_CHECKED;
/* Also gives the newest version of its questionnaire; NULL on a fault. */
const struct questionnaire *store_finding_get(struct store *store, struct arena *arena, long id,
                                              struct finding_row *row, struct fault *f) FAULT_CHECKED;
/* An open finding becomes resolved or accepted, or a closed one open again, with an entry in the trail; `why` is
 * required.  A counted return with an open error is set aside. */
bool store_finding_decide(struct store *store, long id, enum finding_state state, const char *why,
                          struct fault *f) FAULT_CHECKED;

/* --- answers that lie far out --------------------------------------------------------------------------------- */

/* The fences of every number question (engine/response/outlier.h), made anew of the counted returns and kept.  *any:
 * whether one of these lies beyond. */
bool store_fences_update(struct store *store, const struct questionnaire *q, bool *any,
                         struct fault *f) FAULT_CHECKED;
/* Those that are kept, by question. */
bool store_fences(struct store *store, struct arena *arena, const struct questionnaire *q,
                  const struct fence **fences, struct fault *f) FAULT_CHECKED;
/* After store_batch_end: makes the fences anew, and findings of the counted returns of this batch that lie beyond. */
bool store_outliers(struct store *store, const struct questionnaire *q, long batch, struct findings *out,
                    struct fault *f) FAULT_CHECKED;

/* --- masked free text ----------------------------------------------------------------------------------------- */

struct masked_text {
    const char *question; /* id */
    const char *original, *masked;
};
/* Accepted by a person, with an entry in the trail that says `what` was masked (kinds and numbers, never the words).
 * A text that was masked before gets the new one.  `why` is what the person said, or NULL. */
bool store_masked_set(struct store *store, long id, const struct masked_text *items, size_t count,
                      const char *what, const char *why, struct fault *f) FAULT_CHECKED;
/* The masked text of just this original; *masked is NULL when nobody has accepted one. */
bool store_masked_get(struct store *store, struct arena *arena, long id, const char *question,
                      const char *original, const char **masked, struct fault *f) FAULT_CHECKED;

/* --- keeping -------------------------------------------------------------------------------------------------- */

/* A consistent copy, also while others write.  What stands at `path` is given up only for a copy that is complete and that
 * `is_whole`, which may be NULL, finds to be so. */
bool store_backup(struct store *store, const char *path,
                  bool (*is_whole)(void *data, const char *copy, struct fault *f), void *data,
                  struct fault *f) FAULT_CHECKED;
struct verify_report {
    long returns, revisions, trail_entries;
    const char *problem; /* NULL when whole */
};
bool store_verify(struct store *store, struct arena *arena, struct verify_report *report,
                  struct fault *f) FAULT_CHECKED;

#endif
