#include "engine/store/sql.h"

#include "engine/base/lang.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <string.h>

static bool disk_is_full(sqlite3 *db) {
    if (sqlite3_errcode(db) == SQLITE_FULL)
        return true;
    int why = sqlite3_system_errno(db);
    bool io = (sqlite3_errcode(db) & 0xFF) == SQLITE_IOERR;
    return io && (why == ENOSPC || why == EDQUOT || why == EFBIG);
}

/* SQLite does not always keep the cause of a failed write. */
static bool cannot_write(sqlite3 *db) {
    int code = sqlite3_extended_errcode(db);
    return code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_SHMSIZE || code == SQLITE_IOERR_FSYNC;
}

bool sql_fault(sqlite3 *db, struct fault *f) {
    const char *path = sqlite3_db_filename(db, "main");
    if (!path || !*path)
        path = _("the store");
    if (disk_is_full(db))
        return fault_set(f, _("%s: the disk is full; nothing was changed. Free some space and try again"),
                         path);
    if (cannot_write(db))
        return fault_set(
            f,
            _("%s cannot be written: the disk is full, a limit on file sizes is reached, or the disk "
              "fails. Nothing was changed; make room and try again"),
            path);
    switch (sqlite3_errcode(db) & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fault_set(f, _("%s: another program is writing to the store; try again when it has finished"),
                         path);
    case SQLITE_READONLY:
        return fault_set(f, _("%s is read-only; allow writing to the file and its folder, or work on a copy"),
                         path);
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return fault_set(f, _("%s cannot be opened; check the permissions of the file and its folder"), path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return fault_set(f, _("%s is damaged (%s); put the newest backup in its place"), path,
                         sqlite3_errmsg(db));
    case SQLITE_CONSTRAINT:
        return fault_set(f, _("%s: the store refused the change: %s"), path, sqlite3_errmsg(db));
    default:
        return fault_set(f, _("%s cannot be read or written (%s); check the disk"), path, sqlite3_errmsg(db));
    }
}

bool sql_exec(sqlite3 *db, const char *sql, struct fault *f) {
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK || sql_fault(db, f);
}

static void bind_one(sqlite3_stmt *s, int at, char kind, va_list *values) {
    const void *bytes;
    switch (kind) {
    case 'i':
        sqlite3_bind_int64(s, at, va_arg(*values, long));
        break;
    case 't':
        sqlite3_bind_text(s, at, va_arg(*values, const char *), -1, SQLITE_STATIC);
        break;
    case 'r':
        sqlite3_bind_double(s, at, va_arg(*values, double));
        break;
    case 'b':
        bytes = va_arg(*values, const void *);
        sqlite3_bind_blob64(s, at, bytes, va_arg(*values, size_t), SQLITE_STATIC);
        break;
    default:
        assert(!"kinds");
    }
}

static void bind_all(sqlite3_stmt *s, const char *kinds, va_list *values) {
    assert((int)strlen(kinds) == sqlite3_bind_parameter_count(s));
    for (int i = 0; kinds[i]; i++)
        bind_one(s, i + 1, kinds[i], values);
}

bool sql_bind(sqlite3_stmt *s, struct fault *f, const char *kinds, ...) {
    if (!s)
        return false;
    if (sqlite3_reset(s) != SQLITE_OK)
        return sql_fault(sqlite3_db_handle(s), f);
    va_list values;
    va_start(values, kinds);
    bind_all(s, kinds, &values);
    va_end(values);
    return true;
}

static sqlite3_stmt *prepare(sqlite3 *db, struct fault *f, const char *sql, const char *kinds,
                             va_list *values) {
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK) {
        sql_fault(db, f);
        return NULL;
    }
    bind_all(s, kinds, values);
    return s;
}

sqlite3_stmt *sql_query(sqlite3 *db, struct fault *f, const char *sql, const char *kinds, ...) {
    va_list values;
    va_start(values, kinds);
    sqlite3_stmt *s = prepare(db, f, sql, kinds, &values);
    va_end(values);
    return s;
}

bool sql_run(sqlite3 *db, struct fault *f, const char *sql, const char *kinds, ...) {
    va_list values;
    va_start(values, kinds);
    sqlite3_stmt *s = prepare(db, f, sql, kinds, &values);
    va_end(values);
    int got = sql_row(s, f);
    sqlite3_finalize(s);
    return got >= 0;
}

bool sql_integer(sqlite3 *db, struct fault *f, long *out, long otherwise, const char *sql, const char *kinds,
                 ...) {
    va_list values;
    va_start(values, kinds);
    sqlite3_stmt *s = prepare(db, f, sql, kinds, &values);
    va_end(values);
    int got = sql_row(s, f);
    *out = got > 0 && sqlite3_column_type(s, 0) != SQLITE_NULL ? sql_long(s, 0) : otherwise;
    sqlite3_finalize(s);
    return got >= 0;
}

int sql_row(sqlite3_stmt *s, struct fault *f) {
    if (!s)
        return -1;
    int code = sqlite3_step(s);
    if (code == SQLITE_ROW)
        return 1;
    if (code == SQLITE_DONE)
        return 0;
    sql_fault(sqlite3_db_handle(s), f);
    return -1;
}

const char *sql_text(struct arena *arena, sqlite3_stmt *s, int column) {
    const char *text = (const char *)sqlite3_column_text(s, column);
    return text ? arena_strndup(arena, text, (size_t)sqlite3_column_bytes(s, column)) : NULL;
}

long sql_long(sqlite3_stmt *s, int column) {
    return (long)sqlite3_column_int64(s, column);
}
