/*
 * The trail: who did what.  Each entry hashes the one before it, the survey's state after the change, and a
 * seal over the revisions it brought; so an entry, an answer or a count that is changed behind the program's
 * back shows.
 */
#include "engine/store/internal.h"

#include "engine/base/lang.h"

#include <string.h>

static void put_digest(struct strbuf *b, const unsigned char *digest) {
    digest_put(b, digest, digest ? DIGEST_BYTES : 0);
}

void store_trail_hash(struct strbuf *scratch, const unsigned char previous[DIGEST_BYTES],
                      const struct trail_row *row, unsigned char out[DIGEST_BYTES]) {
    const struct trail_entry *e = &row->entry;
    strbuf_clear(scratch);
    strbuf_add_bytes(scratch, previous, DIGEST_BYTES);
    const long numbers[] = {row->id, e->survey, e->batch, e->ret};
    for (int i = 0; i < 4; i++)
        digest_put_number(scratch, (uint64_t)numbers[i]);
    const char *const texts[] = {row->at, row->who, e->action, e->before, e->after, e->why};
    for (int i = 0; i < 6; i++)
        digest_put_text(scratch, texts[i]);
    put_digest(scratch, e->digest);
    put_digest(scratch, row->state);
    digest_of(scratch, out);
}

/* The number and hash of the last entry; 0 and zeros before the first. */
static bool last_entry(struct store *store, long *id, unsigned char hash[DIGEST_BYTES], struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f, "SELECT id, hash FROM trail ORDER BY id DESC LIMIT 1", "");
    int got = sql_row(s, f);
    *id = 0;
    memset(hash, 0, DIGEST_BYTES);
    if (got > 0) {
        *id = sql_long(s, 0);
        if (sqlite3_column_bytes(s, 1) == DIGEST_BYTES)
            memcpy(hash, sqlite3_column_blob(s, 1), DIGEST_BYTES);
    }
    sqlite3_finalize(s);
    return got >= 0;
}

static bool insert(struct store *store, const struct trail_row *row, const unsigned char hash[DIGEST_BYTES],
                   struct fault *f) {
    const struct trail_entry *e = &row->entry;
    return sql_run(
        store->db, f,
        "INSERT INTO trail (id, at, who, action, survey, batch, ret, before, after, why, digest, state, hash)"
        " VALUES (?, ?, ?, ?, nullif(?, 0), nullif(?, 0), nullif(?, 0), ?, ?, ?, ?, ?, ?)",
        "itttiiitttbbb", row->id, row->at, row->who, e->action, e->survey, e->batch, e->ret, e->before,
        e->after, e->why, (const void *)e->digest, (size_t)DIGEST_BYTES, (const void *)row->state,
        (size_t)DIGEST_BYTES, (const void *)hash, (size_t)DIGEST_BYTES);
}

bool store_trail_add(struct store *store, const struct trail_entry *entry, struct fault *f) {
    unsigned char previous[DIGEST_BYTES], state[DIGEST_BYTES], hash[DIGEST_BYTES];
    char at[STORE_TIME];
    store_now(at);
    struct trail_row row = {.at = at, .who = store->who, .entry = *entry};
    if (entry->why && !*entry->why) /* nothing said */
        row.entry.why = NULL;
    if (!store_writable(store, f) || !last_entry(store, &row.id, previous, f))
        return false;
    row.id++;
    if (entry->survey) {
        if (!store_state_digest(store, entry->survey, state, f))
            return false;
        row.state = state;
    }
    store_trail_hash(&store->scratch, previous, &row, hash);
    return insert(store, &row, hash, f);
}

bool store_trail_need_why(const char *why, struct fault *f) {
    return (why && *why) || fault_usage(f, _("a change needs its reason: --why TEXT"));
}

/* --- the state of a survey --- */

static bool read_sum(struct store *store, long survey, struct digest_sum *sum, struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f, "SELECT sum, accepted FROM survey WHERE id = ?", "i", survey);
    int got = sql_row(s, f);
    *sum = (struct digest_sum){0};
    if (got > 0)
        digest_sum_read(sum, sqlite3_column_blob(s, 0), (size_t)sqlite3_column_bytes(s, 0), sql_long(s, 1));
    sqlite3_finalize(s);
    return got >= 0;
}

bool store_sum_change(struct store *store, long survey, const struct digest_sum *change, struct fault *f) {
    struct digest_sum sum;
    unsigned char bytes[DIGEST_BYTES];
    if (!read_sum(store, survey, &sum, f))
        return false;
    digest_sum_join(&sum, change);
    digest_sum_write(&sum, bytes);
    return sql_run(store->db, f, "UPDATE survey SET sum = ?, accepted = ? WHERE id = ?", "bii",
                   (const void *)bytes, (size_t)DIGEST_BYTES, sum.count, survey);
}

static bool put_survey(struct store *store, long survey, struct strbuf *b, struct fault *f) {
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT t.hash, y.sum, y.accepted FROM survey y JOIN template t ON t.id = y.template"
                  " WHERE y.id = ?",
                  "i", survey);
    int got = sql_row(s, f);
    if (got > 0) {
        digest_put_text(b, (const char *)sqlite3_column_text(s, 0));
        const void *sum = sqlite3_column_blob(s, 1);
        digest_put(b, sum, (size_t)sqlite3_column_bytes(s, 1));
        digest_put_number(b, (uint64_t)sql_long(s, 2));
    }
    sqlite3_finalize(s);
    return got >= 0;
}

static bool put_sent(struct store *store, long survey, struct strbuf *b, struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT association, prefecture, count FROM sent WHERE survey = ?"
                                " ORDER BY association, prefecture",
                                "i", survey);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        digest_put_text(b, (const char *)sqlite3_column_text(s, 0));
        digest_put_text(b, (const char *)sqlite3_column_text(s, 1));
        digest_put_number(b, (uint64_t)sql_long(s, 2));
    }
    sqlite3_finalize(s);
    return got == 0;
}

bool store_state_digest(struct store *store, long survey, unsigned char out[DIGEST_BYTES], struct fault *f) {
    struct strbuf *b = &store->scratch;
    strbuf_clear(b);
    strbuf_add(b, "");
    if (!put_survey(store, survey, b, f) || !put_sent(store, survey, b, f))
        return false;
    digest_of(b, out);
    return true;
}

bool store_state(struct store *store, const char *survey, char out[65], struct fault *f) {
    long id;
    unsigned char digest[DIGEST_BYTES];
    if (!store_survey_id(store, survey, &id, f) || !store_state_digest(store, id, digest, f))
        return false;
    digest_hex(digest, out);
    return true;
}
