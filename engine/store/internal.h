/*
 * internal: what the files of engine/store share.  Private to this folder and its unit test.
 *
 * A batch is open from store_batch_begin to store_batch_end; what its returns add to the survey's running
 * digest is gathered in memory and written once.  Every change ends in store_trail_add, which also signs the
 * survey's state.
 */
#ifndef SHUKEI_ENGINE_STORE_INTERNAL_H
#define SHUKEI_ENGINE_STORE_INTERNAL_H

#include "engine/store/content.h"
#include "engine/store/digest.h"
#include "engine/store/exchange.h"
#include "engine/store/sql.h"
#include "engine/store/store.h"

#include <sys/types.h>

enum { STORE_NO_LOG = -1 };
/* Of the write-ahead log that lies beside a store: what another process has changed, or one that was killed. */
off_t store_log_bytes(const char *path);

enum store_statement { /* prepared once, for the hot path */
                       STATEMENT_RET,
                       STATEMENT_REVISION,
                       STATEMENT_FINDING,
                       STATEMENT_SAME_CONTENT,
                       STATEMENT_NUMBER_TAKEN,
                       STATEMENT_EXCHANGE_OWN,
                       STATEMENT_EXCHANGE_FOREIGN,
                       STATEMENT_EXCHANGE_STATE,
                       STATEMENT_EXCHANGE_KEEP,
                       STATEMENT_EXCHANGE_REVISION,
                       STATEMENT_EXCHANGE_REVISIONS,
                       STATEMENT_EXCHANGE_FINDINGS,
                       STATEMENT_EXCHANGE_MASKS,
                       STATEMENT_COUNT,
};

/* A file of the open batch whose bytes were loaded before: which return each row became then. */
struct store_seen {
    struct store_seen *next;
    long source;
    long *by_row; /* 0: that row was not there */
    size_t rows;
};

struct store_batch {
    long id, survey, template; /* id 0: none is open */
    char *channel;             /* default for its returns; owned */
    bool named;                /* by the user, or after its first file */
    struct digest_seal seal;
    struct digest_sum sum; /* of its accepted returns */
    struct content content;
    bool first;   /* no return was there before it */
    bool second;  /* its rows are second keyings (second.h) */
    bool resumed; /* it was ended before; each return says when it came */
};

/* Answers to number questions as they come in: the fences (fence.c) need not read a batch back that was just
 * written. */
struct store_noted {
    long batch, first; /* and its first return */
    const struct questionnaire *q;
    struct arena *arena;            /* NULL: nothing is noted */
    struct outlier_tally **tallies; /* by question; NULL: it has no fence */
};

struct store {
    sqlite3 *db;
    enum store_mode mode;
    bool writing;   /* between begin and commit or rollback */
    bool unchecked; /* SQLite does not look references up (store_begin_bulk) */
    char who[128];
    sqlite3_stmt *cached[STATEMENT_COUNT];
    long next_return, next_revision; /* 0: not looked up in this transaction */
    unsigned char salt[EXCHANGE_ID]; /* for identities; read when first needed */
    bool salted;
    struct store_batch batch;
    struct store_seen *seen;
    struct store_noted noted; /* of the newest batch */
    struct strbuf encoded, scratch;
};

enum { STORE_TIME = 32 };
enum {
    STORE_FILE_MODE = 0600
}; /* of stores and backups: returns name institutions; who shares one says so (chmod) */
void store_now(char out[STORE_TIME]); /* local time with its offset, 2024-01-31T18:12:03+09:00 */

bool store_writable(const struct store *store, struct fault *f) FAULT_CHECKED; /* a transaction is open */

/* Row id of a survey; an unknown name is a fault that lists the known ones. */
bool store_survey_id(struct store *store, const char *survey, long *id, struct fault *f) FAULT_CHECKED;
/* Row id of the template with this hash; a fault when it was never added. */
bool store_template_id(struct store *store, const char *hash, long *id, struct fault *f) FAULT_CHECKED;

/* Adds (or, negated, takes away) to the survey's running digest. */
bool store_sum_change(struct store *store, long survey, const struct digest_sum *change,
                      struct fault *f) FAULT_CHECKED;
bool store_state_digest(struct store *store, long survey, unsigned char out[DIGEST_BYTES],
                        struct fault *f) FAULT_CHECKED;

struct trail_entry {
    const char *action;      /* "return.edit" */
    long survey, batch, ret; /* 0: none */
    const char *before, *after;
    const char *why;             /* what the person said; NULL or "": nothing */
    const unsigned char *digest; /* DIGEST_BYTES or NULL: seal of the revisions it brought */
};
bool store_trail_add(struct store *store, const struct trail_entry *entry, struct fault *f) FAULT_CHECKED;
/* For what is not changed without one. */
bool store_trail_need_why(const char *why, struct fault *f) FAULT_CHECKED;
/* The hash an entry must have. */
struct trail_row {
    long id;
    const char *at, *who;
    struct trail_entry entry;
    const unsigned char *state; /* or NULL */
};
void store_trail_hash(struct strbuf *scratch, const unsigned char previous[DIGEST_BYTES],
                      const struct trail_row *row, unsigned char out[DIGEST_BYTES]);

sqlite3_stmt *store_cached(struct store *store, enum store_statement which, const char *sql,
                           struct fault *f) FAULT_CHECKED;
bool store_step(sqlite3_stmt *s, struct fault *f) FAULT_CHECKED; /* runs and resets a cached statement */
bool store_next_ids(struct store *store, struct fault *f) FAULT_CHECKED;

/* Inserts the bytes in store->encoded as revision store->next_revision, which moves on.  at NULL: the batch's
 * time and person; who NULL beside an at: the store's person.  Gives the revision's leaf. */
struct revision_new {
    long ret, seq, template;
    const char *template_hash;
    const char *const *fields;
    const char *raw;
    size_t raw_length;
    const char *at, *who, *why;
};
bool store_revision_insert(struct store *store, const struct revision_new *revision,
                           unsigned char leaf[DIGEST_BYTES], struct fault *f) FAULT_CHECKED;

/* Gives a return another status, and the survey's digest with it.  Only a duplicate keeps its duplicate_of.
 */
bool store_status_change(struct store *store, long ret, long survey, enum return_status from,
                         enum return_status to, struct fault *f) FAULT_CHECKED;
/* Counts the return's newest revision in (+1) or out (-1). */
bool store_count(struct store *store, long ret, long survey, int sign, struct fault *f) FAULT_CHECKED;
/* What its findings make of it: set aside while one is an open error, else accepted. */
bool store_judge(struct store *store, long ret, enum return_status *status, struct fault *f) FAULT_CHECKED;

bool store_finding_insert(struct store *store, const struct questionnaire *q, long ret,
                          const struct finding *finding, struct fault *f) FAULT_CHECKED;

/* Columns of a revision v with its template t, as store_revision_read expects them. */
#define STORE_REVISION_COLUMNS                                                                               \
    "v.id, v.ret, t.hash, v.sheet, v.association, v.channel, v.received, v.institution, v.operator, "        \
    "v.remark,"                                                                                              \
    " v.normal, v.raw"
enum { STORE_REVISION_COUNT = 12 };
struct revision_row { /* borrowed from the statement until its next step */
    long id, ret;
    const char *template_hash, *fields[FIELD_COUNT];
    const void *normal;
    size_t length;
    const char *raw;
    size_t raw_length;
};
void store_revision_read(sqlite3_stmt *s, struct revision_row *row);
void store_revision_leaf(struct store *store, const struct revision_row *row,
                         unsigned char leaf[DIGEST_BYTES]);
void store_seal_one(const struct revision_row *row, const unsigned char leaf[DIGEST_BYTES],
                    unsigned char out[DIGEST_BYTES]);

/* A second keying (second.h) has a revision's columns, no return, and the questions that were not keyed. */
#define STORE_SECOND_SELECT                                                                                  \
    "SELECT v.id, 0, t.hash, v.sheet, v.association, v.channel, v.received, v.institution, v.operator,"      \
    " v.remark, v.normal, v.raw, v.skipped, v.batch, v.template FROM second v"                               \
    " JOIN template t ON t.id = v.template"
struct store_second {
    struct revision_row revision;
    const char *skipped; /* ids, joined by commas; or NULL */
};
void store_second_read(sqlite3_stmt *s, struct store_second *row);
void store_second_seal(struct store *store, struct digest_seal *seal, const struct store_second *row);

/* Makes a batch that was ended the open one again, to which more is added (sitting.h). */
bool store_batch_resume(struct store *store, const struct questionnaire *q, long batch, const char *channel,
                        bool second, struct fault *f) FAULT_CHECKED;

/* Names the open batch after a file, unless the user named it. */
bool store_batch_name(struct store *store, const char *file, struct fault *f) FAULT_CHECKED;

/* The row of a return that is coming in: number store->next_return, standing at `revision`. */
struct return_new {
    long source, original, revision; /* source, original 0: none */
    size_t row;
    enum return_status status;
};
bool store_return_insert(struct store *store, const struct return_new *in, struct fault *f) FAULT_CHECKED;

/* An earlier return of the survey that is the same sheet with the same contents; *found stays 0 when there is
 * none. */
bool store_same_content(struct store *store, uint64_t hash, const char *const *fields, long *found,
                        struct fault *f) FAULT_CHECKED;

/* What differs, in ids: "q3=yes; sheet=12". */
void store_difference(struct arena *arena, const struct questionnaire *q, const struct response *was,
                      const struct response *is, struct strbuf *before, struct strbuf *after);

/* Notes the answers of a counted return of the open batch. */
void store_fence_note(struct store *store, const struct questionnaire *q, const struct response *response);
void store_fence_forget(struct store *store);

/* store_each_of, of returns with a number below `before`. */
bool store_each_before(struct store *store, const char *survey, unsigned statuses, long before,
                       bool (*visit)(void *data, const struct stored_return *row, struct fault *f),
                       void *data, struct fault *f) FAULT_CHECKED;

void store_batch_forget(struct store *store); /* of the open batch, after commit or rollback */

#endif
