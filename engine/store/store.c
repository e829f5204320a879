#include "engine/store/internal.h"

#include "engine/base/file.h"
#include "engine/base/lang.h"
#include "engine/store/schema.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { STORE_BUSY_MS = 30000 };

/*
 * synchronous = FULL: with NORMAL a write-ahead log is synced only at checkpoints, so a power cut could take
 * back what the clerk was told is stored.  One sync per command is cheap. cache_size: 48 MB holds the index
 * pages that a bulk import touches at random, the rest spills, and a workbook of 200,000 rows comes in within
 * 100 MB. No mmap: a truncated file or a failing disk
 * would be a SIGBUS instead of a message.
 */
static const char settings[] =
    "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA cache_size = -49152;"
    "PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 16777216;"
    "PRAGMA trusted_schema = OFF";

/* Of new stores: a bulk import writes half as many pages as with SQLite's 4096, and some of its time is
 * theirs.  A store keeps the size that it was made with. */
static const char page_size[] = "PRAGMA page_size = 8192";

void store_now(char out[STORE_TIME]) {
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    char zone[8], text[24];
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &local);
    strftime(zone, sizeof zone, "%z", &local);
    snprintf(out, STORE_TIME, "%s%.3s:%.2s", text, zone, zone + 3);
}

void store_set_actor(struct store *store, const char *who) {
    snprintf(store->who, sizeof store->who, "%s", who);
}

static void default_actor(struct store *store) {
    const char *named = getenv("SHUKEI_USER");
    struct passwd entry, *found = NULL;
    char room[4096];
    if (named && *named)
        store_set_actor(store, named);
    else if (getpwuid_r(geteuid(), &entry, room, sizeof room, &found) == 0 && found)
        store_set_actor(store, found->pw_name);
    else
        store_set_actor(store, "unknown");
}

/* Statistics of SQLite's memory, which nobody reads, cost two locks for every piece. */
static bool start_libraries(struct fault *f) {
    static bool configured;
    if (!configured)
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    configured = true;
    return sodium_init() >= 0 || fault_set(f, _("the cryptographic library cannot be started"));
}

/* --- making one --- */

/* SQLite would take another store's log for that of the one which lies beside it. */
off_t store_log_bytes(const char *path) {
    struct strbuf name = {0};
    struct stat st;
    char real[PATH_MAX]; /* a link's log lies beside what it points to */
    strbuf_printf(&name, "%s-wal", realpath(path, real) ? real : path);
    off_t bytes = stat(name.text, &st) == 0 ? st.st_size : STORE_NO_LOG;
    strbuf_end(&name);
    return bytes;
}

static bool may_create(const char *path, struct fault *f) {
    struct stat st;
    const bool there = stat(path, &st) == 0;
    if (!there && errno != ENOENT)
        return fault_errno(f, path);
    if (there && S_ISDIR(st.st_mode))
        return fault_set(f, _("%s is a directory; name a file"), path);
    if (there && st.st_size > 0)
        return fault_set(f, _("%s exists already; choose another name, or remove it first"), path);
    return store_log_bytes(path) == STORE_NO_LOG ||
           fault_set(f,
                     _("%s-wal lies there with the last changes of a store that is gone; put that store back "
                       "beside it, or remove the file, or choose another name"),
                     path);
}

static bool build(const char *temporary, struct fault *f) {
    sqlite3 *db = NULL;
    bool done =
        sqlite3_open_v2(temporary, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK;
    if (!done)
        sql_fault(db, f);
    done = done && sql_exec(db, page_size, f) &&
           sql_exec(db, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL", f) &&
           schema_migrate(db, 0, f) && sql_exec(db, "PRAGMA journal_mode = WAL", f);
    sqlite3_close(db);
    return done;
}

/* link refuses where rename would replace a store that another program made meanwhile.  Not every disk has
 * links. */
static bool publish(struct file_writer *w, struct fault *f) {
    if (link(w->temporary, w->path) == 0) {
        file_abandon(w);
        return true;
    }
    struct stat st;
    if (errno == EEXIST && stat(w->path, &st) == 0 && st.st_size > 0) {
        file_abandon(w);
        return may_create(w->path, f);
    }
    return file_replace(w, f);
}

/* Made beside its place and moved there whole: a kill leaves no half store. */
bool store_create(const char *path, struct fault *f) {
    struct file_writer w;
    if (!start_libraries(f) || !may_create(path, f) || !file_temporary(&w, path, f))
        return false;
    chmod(w.temporary, STORE_FILE_MODE);
    if (!build(w.temporary, f)) {
        file_abandon(&w);
        return false;
    }
    return publish(&w, f);
}

/* --- opening --- */

/* What can be told without opening.  (Opening and closing the file ourselves would drop the locks that
 * another connection of this process holds on it.) */
static bool looks_like_a_store(const char *path, struct fault *f) {
    struct stat st;
    if (stat(path, &st) != 0) {
        if (errno == ENOENT)
            return fault_set(
                f, _("%s: there is no store here; make one with `shukei init`, or name it with --store"),
                path);
        return fault_errno(f, path);
    }
    if (S_ISDIR(st.st_mode))
        return fault_set(f, _("%s is a directory; name a file"), path);
    if (!S_ISREG(st.st_mode))
        return fault_set(f, _("%s is not a file; name a store"), path);
    if (st.st_size == 0)
        return fault_set(
            f, _("%s is an empty file, not a store; make one with `shukei init`, or put a backup there"),
            path);
    return true;
}

/* Refuses other people's databases and newer stores, before anything is written. */
static bool identify(sqlite3 *db, const char *path, long *version, struct fault *f) {
    long application = 0;
    if (!sql_integer(db, f, &application, 0, "PRAGMA application_id", "") ||
        !sql_integer(db, f, version, 0, "PRAGMA user_version", "")) {
        if (sqlite3_errcode(db) == SQLITE_NOTADB) {
            fault_clear(f);
            fault_set(f, _("%s is not a store of this program (and no SQLite database); check the name"),
                      path);
        }
        return false;
    }
    if (application != SCHEMA_APPLICATION)
        return fault_set(
            f, _("%s is the database of another program, not a store of this program; check the name"), path);
    if (*version > SCHEMA_VERSION)
        return fault_set(f,
                         _("%s was written by a newer version of this program (store version %ld, this one "
                           "knows %d); install "
                           "the newer program. The store was not changed"),
                         path, *version, SCHEMA_VERSION);
    return true;
}

static bool connect(struct store *store, const char *name, int flags, struct fault *f) {
    if (sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return sql_fault(store->db, f);
    sqlite3_busy_timeout(store->db, STORE_BUSY_MS);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    /* Until we know that the store is ours, closing must not write to it. */
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return true;
}

static bool adopt(struct store *store, const char *path, struct fault *f) {
    long version;
    if (!identify(store->db, path, &version, f))
        return false;
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    bool readonly = sqlite3_db_readonly(store->db, "main") == 1;
    if (readonly && (store->mode == STORE_WRITE || version < SCHEMA_VERSION))
        return fault_set(f, _("%s is read-only; allow writing to the file and its folder, or work on a copy"),
                         path);
    if (!sql_exec(store->db, settings, f) || !schema_migrate(store->db, (int)version, f))
        return false;
    /* A reader sees the store as it was when it was opened: all figures of one report agree. */
    return store->mode != STORE_READ ||
           sql_exec(store->db, "PRAGMA query_only = ON; BEGIN; SELECT count(*) FROM survey", f);
}

/* A folder that cannot be written has no room for the log's index.  Without a log there is nothing it could
 * miss. */
static bool connect_immutable(struct store *store, const char *path, struct fault *f) {
    struct strbuf name = {0};
    strbuf_add(&name, "file:");
    for (const char *c = path; *c; c++)
        strbuf_printf(&name, strchr("%?#", *c) ? "%%%02X" : "%c", (unsigned char)*c);
    strbuf_add(&name, "?immutable=1");
    bool done =
        store_log_bytes(path) <= 0 && connect(store, name.text, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, f);
    strbuf_end(&name);
    return done;
}

static bool open_for_reading_only(struct store *store, const char *path, struct fault *f) {
    int why = sqlite3_errcode(store->db) & 0xFF;
    if (store->mode != STORE_READ || (why != SQLITE_CANTOPEN && why != SQLITE_READONLY))
        return false;
    struct fault first = *f;
    fault_clear(f);
    sqlite3_close(store->db);
    store->db = NULL;
    if (connect_immutable(store, path, f))
        return adopt(store, path, f);
    *f = first;
    return false;
}

struct store *store_open(const char *path, enum store_mode mode, struct fault *f) {
    if (!start_libraries(f) || (mode == STORE_CREATE && !store_create(path, f)) ||
        !looks_like_a_store(path, f))
        return NULL;
    struct store *store =
        aligned_alloc(_Alignof(struct store), sizeof *store); /* the seal wants more than malloc's */
    if (!store)
        arena_out_of_memory();
    memset(store, 0, sizeof *store);
    store->mode = mode == STORE_CREATE ? STORE_WRITE : mode;
    default_actor(store);
    if (connect(store, path, SQLITE_OPEN_READWRITE, f) && adopt(store, path, f))
        return store;
    if (store->db && open_for_reading_only(store, path, f))
        return store;
    store_close(store);
    return NULL;
}

void store_close(struct store *store) {
    if (!store)
        return;
    store_rollback(store);
    store_fence_forget(store);
    for (int i = 0; i < STATEMENT_COUNT; i++)
        sqlite3_finalize(store->cached[i]);
    int code = sqlite3_close(store->db);
    assert(code == SQLITE_OK && "every statement must be finalized");
    (void)code;
    strbuf_end(&store->encoded);
    strbuf_end(&store->scratch);
    free(store);
}

/* --- transactions --- */

/* Within a transaction the pragma would do nothing. */
static bool begin(struct store *store, bool unchecked, struct fault *f) {
    assert(store->mode == STORE_WRITE && !store->writing);
    if (unchecked != store->unchecked &&
        !sql_exec(store->db, unchecked ? "PRAGMA foreign_keys = OFF" : "PRAGMA foreign_keys = ON", f))
        return false;
    store->unchecked = unchecked;
    if (!sql_exec(store->db, "BEGIN IMMEDIATE", f))
        return false;
    store->writing = true;
    store->next_return = store->next_revision = 0;
    return true;
}

bool store_begin(struct store *store, struct fault *f) {
    return begin(store, false, f);
}

bool store_begin_bulk(struct store *store, struct fault *f) {
    return begin(store, true, f);
}

bool store_commit(struct store *store, struct fault *f) {
    assert(store->writing && !store->batch.id && "store_batch_end first");
    if (!sql_exec(store->db, "COMMIT", f)) {
        store_rollback(store);
        return false;
    }
    store->writing = false;
    return true;
}

void store_rollback(struct store *store) {
    if (!store->writing)
        return;
    for (int i = 0; i < STATEMENT_COUNT; i++)
        sqlite3_reset(store->cached[i]);
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    store->writing = false;
    store_batch_forget(store);
}

bool store_writable(const struct store *store, struct fault *f) {
    assert(store->writing && "store_begin first");
    return store->writing || fault_set(f, _("the store was not opened for writing"));
}
