#include "engine/store/packed.h"

#include "engine/store/internal.h"

#include <stdlib.h>
#include <string.h>

/* The parts of a survey are numbered survey * PARTS_MAX + part: no index is needed to find them. */
enum { PARTS_MAX = 1 << 24 };

struct store_packed {
    sqlite3 *db;
    sqlite3_blob *blob; /* the part in hand, or NULL before the first */
    long first;
    size_t part;
};

/* --- reading --- */

static bool stands(struct store *store, long survey, int format, const char *state, long *returns) {
    struct fault ignored = {0};
    return sql_integer(store->db, &ignored, returns, -1,
                       "SELECT y.accepted FROM packed p JOIN survey y ON y.id = p.survey"
                       " WHERE p.survey = ? AND p.format = ? AND p.state = ?",
                       "iit", survey, (long)format, state) &&
           *returns >= 0;
}

struct store_packed *store_packed_open(struct store *store, const char *survey, int format,
                                       const char state[65], size_t *returns) {
    struct fault ignored = {0};
    long id, counted;
    if (!store_survey_id(store, survey, &id, &ignored) || !stands(store, id, format, state, &counted))
        return NULL;
    struct store_packed *packed = calloc(1, sizeof *packed);
    if (!packed)
        arena_out_of_memory();
    packed->db = store->db;
    packed->first = id * PARTS_MAX;
    *returns = (size_t)counted;
    return packed;
}

static bool seek(struct store_packed *packed, size_t part) {
    sqlite3_int64 row = packed->first + (long)part;
    if (packed->blob && packed->part == part)
        return true;
    packed->part = part;
    if (packed->blob ? sqlite3_blob_reopen(packed->blob, row) == SQLITE_OK
                     : sqlite3_blob_open(packed->db, "main", "packed_part", "bytes", row, 0, &packed->blob) ==
                           SQLITE_OK)
        return true;
    sqlite3_blob_close(packed->blob);
    packed->blob = NULL;
    return false;
}

static bool read_length(struct store_packed *packed, size_t part, size_t *length) {
    if (!seek(packed, part))
        return false;
    *length = (size_t)sqlite3_blob_bytes(packed->blob);
    return true;
}

bool store_packed_read(struct store_packed *packed, size_t part, void *to, size_t length) {
    size_t there;
    return read_length(packed, part, &there) && there == length &&
           (length == 0 || sqlite3_blob_read(packed->blob, to, (int)length, 0) == SQLITE_OK);
}

void store_packed_close(struct store_packed *packed) {
    if (!packed)
        return;
    sqlite3_blob_close(packed->blob);
    free(packed);
}

/* --- keeping --- */

static bool remove_parts(struct store *store, long survey, struct fault *f) {
    return sql_run(store->db, f, "DELETE FROM packed WHERE survey = ?", "i", survey) &&
           sql_run(store->db, f, "DELETE FROM packed_part WHERE id >= ? AND id < ?", "ii", survey * PARTS_MAX,
                   (survey + 1) * PARTS_MAX);
}

static bool insert_parts(struct store *store, long survey, const struct store_packed_part *parts,
                         size_t count, struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f, "INSERT INTO packed_part (id, bytes) VALUES (?, ?)", "ib", 0L,
                                (const void *)"", (size_t)0);
    bool done = s != NULL;
    for (size_t i = 0; done && i < count; i++)
        done = sql_bind(s, f, "ib", survey * PARTS_MAX + (long)i, parts[i].bytes, parts[i].length) &&
               sql_row(s, f) == 0;
    sqlite3_finalize(s);
    return done;
}

/* A writer of our own, that waits for nobody. */
static struct store *open_writer(struct store *store, struct fault *f) {
    const char *path = sqlite3_db_filename(store->db, "main");
    if (!path || !*path || store->writing)
        return NULL;
    struct store *writer = store_open(path, STORE_WRITE, f);
    if (writer)
        sqlite3_busy_timeout(writer->db, 0);
    return writer;
}

static bool replace(struct store *writer, const char *survey, int format, const char *state,
                    const struct store_packed_part *parts, size_t count, struct fault *f) {
    char now[65];
    long id;
    return store_survey_id(writer, survey, &id, f) && store_state(writer, survey, now, f) &&
           strcmp(now, state) == 0 && remove_parts(writer, id, f) &&
           insert_parts(writer, id, parts, count, f) &&
           sql_run(writer->db, f, "INSERT INTO packed (survey, format, state) VALUES (?, ?, ?)", "iit", id,
                   (long)format, state);
}

bool store_packed_keep(struct store *store, const char *survey, int format, const char state[65],
                       const struct store_packed_part *parts, size_t count) {
    struct fault ignored = {0};
    struct store *writer = count < PARTS_MAX ? open_writer(store, &ignored) : NULL;
    bool kept = writer && store_begin(writer, &ignored) &&
                replace(writer, survey, format, state, parts, count, &ignored) &&
                store_commit(writer, &ignored);
    store_close(writer);
    return kept;
}

bool store_packed_drop(struct store *store, const char *survey) {
    struct fault ignored = {0};
    long id;
    struct store *writer = open_writer(store, &ignored);
    bool dropped = writer && store_begin(writer, &ignored) &&
                   store_survey_id(writer, survey, &id, &ignored) && remove_parts(writer, id, &ignored) &&
                   store_commit(writer, &ignored);
    store_close(writer);
    return dropped;
}
