/*
 * sql: SQLite in the few shapes the store needs.
 *
 * Private to engine/store; the only header that names SQLite.  A statement is prepared and bound in one call
 * and then stepped; `kinds` says what the values are: 'i' long, 'r' double, 't' text (const char *, NULL is
 * SQL NULL), 'b' bytes (const void *, size_t).  Bound texts and bytes are borrowed and must outlive the
 * statement.
 *
 *     sqlite3_stmt *s = sql_query(db, f, "SELECT name FROM batch WHERE survey = ?", "i", survey);
 *     int got;
 *     while ((got = sql_row(s, f)) > 0)
 *         ... sql_text(arena, s, 0) ...
 *     sqlite3_finalize(s);
 *     return got == 0;
 *
 * Every error becomes one fault that names the file and says how to mend it (sql_fault).
 */
#ifndef SHUKEI_ENGINE_STORE_SQL_H
#define SHUKEI_ENGINE_STORE_SQL_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

#include <sqlite3.h>

bool sql_fault(sqlite3 *db, struct fault *f); /* always false */

bool sql_exec(sqlite3 *db, const char *sql, struct fault *f) FAULT_CHECKED;

/* Prepared and bound; NULL on a fault. */
sqlite3_stmt *sql_query(sqlite3 *db, struct fault *f, const char *sql, const char *kinds, ...) FAULT_CHECKED;
/* Binds a statement that was prepared before. */
bool sql_bind(sqlite3_stmt *s, struct fault *f, const char *kinds, ...) FAULT_CHECKED;
/* For statements without rows: prepares, binds, runs. */
bool sql_run(sqlite3 *db, struct fault *f, const char *sql, const char *kinds, ...) FAULT_CHECKED;
/* The first column of the first row as an integer; `otherwise` when there is no row or it is NULL. */
bool sql_integer(sqlite3 *db, struct fault *f, long *out, long otherwise, const char *sql, const char *kinds,
                 ...) FAULT_CHECKED;

int sql_row(sqlite3_stmt *s, struct fault *f); /* 1 a row, 0 the end, -1 a fault; a NULL statement is -1 */

const char *sql_text(struct arena *arena, sqlite3_stmt *s, int column); /* a copy; NULL for SQL NULL */
long sql_long(sqlite3_stmt *s, int column);

#endif
