/* Revisions: writing one, and its digest however it is reached. */
#include "engine/store/internal.h"

#include <string.h>

/* The order of the field columns, in tables and digests alike. */
static const enum return_field field_order[FIELD_COUNT] = {
    FIELD_SHEET,       FIELD_ASSOCIATION, FIELD_CHANNEL, FIELD_RECEIVED,
    FIELD_INSTITUTION, FIELD_OPERATOR,    FIELD_REMARK,
};

sqlite3_stmt *store_cached(struct store *store, enum store_statement which, const char *sql,
                           struct fault *f) {
    sqlite3_stmt **s = &store->cached[which];
    if (!*s && sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, s, NULL) != SQLITE_OK)
        sql_fault(store->db, f);
    return *s;
}

bool store_step(sqlite3_stmt *s, struct fault *f) {
    bool done = sqlite3_step(s) == SQLITE_DONE;
    if (!done)
        sql_fault(sqlite3_db_handle(s), f);
    sqlite3_reset(s);
    return done;
}

/* Ids are ours to give while we hold the write lock, so that a return can name its revision before that is
 * there. */
bool store_next_ids(struct store *store, struct fault *f) {
    if (store->next_return)
        return true;
    if (!sql_integer(store->db, f, &store->next_return, 0, "SELECT max(id) FROM ret", "") ||
        !sql_integer(store->db, f, &store->next_revision, 0, "SELECT max(id) FROM revision", ""))
        return false;
    store->next_return++;
    store->next_revision++;
    return true;
}

static void bind_text(sqlite3_stmt *s, int at, const char *text) {
    sqlite3_bind_text(s, at, text, -1, SQLITE_STATIC);
}

bool store_revision_insert(struct store *store, const struct revision_new *r,
                           unsigned char leaf[DIGEST_BYTES], struct fault *f) {
    static const char sql[] =
        "INSERT INTO revision (id, ret, seq, template, sheet, association, channel, received, institution,"
        " operator, remark, normal, raw, at, who, why)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    sqlite3_stmt *s = store_cached(store, STATEMENT_REVISION, sql, f);
    if (!s)
        return false;
    const struct strbuf *normal = &store->encoded;
    digest_leaf(&store->scratch, r->template_hash, r->fields, normal->text, normal->length, leaf);
    sqlite3_bind_int64(s, 1, store->next_revision);
    sqlite3_bind_int64(s, 2, r->ret);
    sqlite3_bind_int64(s, 3, r->seq);
    sqlite3_bind_int64(s, 4, r->template);
    for (int i = 0; i < FIELD_COUNT; i++)
        bind_text(s, 5 + i, r->fields[field_order[i]]);
    sqlite3_bind_blob64(s, 12, normal->text, normal->length, SQLITE_STATIC);
    sqlite3_bind_text64(s, 13, r->raw, r->raw_length, SQLITE_STATIC, SQLITE_UTF8);
    bind_text(s, 14, r->at);
    bind_text(s, 15, r->who ? r->who : r->at ? store->who : NULL);
    bind_text(s, 16, r->why);
    store->next_revision++;
    return store_step(s, f);
}

void store_revision_read(sqlite3_stmt *s, struct revision_row *row) {
    row->id = sql_long(s, 0);
    row->ret = sql_long(s, 1);
    row->template_hash = (const char *)sqlite3_column_text(s, 2);
    for (int i = 0; i < FIELD_COUNT; i++)
        row->fields[field_order[i]] = (const char *)sqlite3_column_text(s, 3 + i);
    row->normal = sqlite3_column_blob(s, 10);
    row->length = (size_t)sqlite3_column_bytes(s, 10);
    row->raw = (const char *)sqlite3_column_text(s, 11);
    row->raw_length = (size_t)sqlite3_column_bytes(s, 11);
}

void store_revision_leaf(struct store *store, const struct revision_row *row,
                         unsigned char leaf[DIGEST_BYTES]) {
    digest_leaf(&store->scratch, row->template_hash, row->fields, row->normal, row->length, leaf);
}

/* The leaf of a return's newest revision. */
static bool newest_leaf(struct store *store, long ret, unsigned char leaf[DIGEST_BYTES], struct fault *f) {
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT " STORE_REVISION_COLUMNS " FROM ret r JOIN revision v ON v.id = r.revision"
                  " JOIN template t ON t.id = v.template WHERE r.id = ?",
                  "i", ret);
    int got = sql_row(s, f);
    if (got > 0) {
        struct revision_row row;
        store_revision_read(s, &row);
        store_revision_leaf(store, &row, leaf);
    }
    sqlite3_finalize(s);
    return got > 0;
}

void store_seal_one(const struct revision_row *row, const unsigned char leaf[DIGEST_BYTES],
                    unsigned char out[DIGEST_BYTES]) {
    struct digest_seal seal;
    digest_seal_begin(&seal);
    digest_seal_add(&seal, row->id, row->ret, leaf, row->raw, row->raw_length);
    digest_seal_end(&seal, out);
}

/* --- status --- */

const char *store_status_key(enum return_status status) {
    static const char *const keys[] = {"accepted", "duplicate", "set_aside", "void"};
    return keys[status];
}

bool store_count(struct store *store, long ret, long survey, int sign, struct fault *f) {
    unsigned char leaf[DIGEST_BYTES];
    struct digest_sum change = {0};
    if (!newest_leaf(store, ret, leaf, f))
        return false;
    if (sign > 0)
        digest_sum_add(&change, leaf);
    else
        digest_sum_remove(&change, leaf);
    return store_sum_change(store, survey, &change, f);
}

bool store_status_change(struct store *store, long ret, long survey, enum return_status from,
                         enum return_status to, struct fault *f) {
    if (from == RETURN_ACCEPTED && to != RETURN_ACCEPTED && !store_count(store, ret, survey, -1, f))
        return false;
    if (from != RETURN_ACCEPTED && to == RETURN_ACCEPTED && !store_count(store, ret, survey, +1, f))
        return false;
    return sql_run(store->db, f,
                   "UPDATE ret SET status = ?1, duplicate_of = iif(?1 = 1, duplicate_of, NULL) WHERE id = ?2",
                   "ii", (long)to, ret);
}

bool store_judge(struct store *store, long ret, enum return_status *status, struct fault *f) {
    long errors;
    if (!sql_integer(store->db, f, &errors, 0,
                     "SELECT count(*) FROM finding WHERE ret = ? AND state = 'open' AND severity = 2", "i",
                     ret))
        return false;
    *status = errors ? RETURN_SET_ASIDE : RETURN_ACCEPTED;
    return true;
}
