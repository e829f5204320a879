#include "engine/store/sitting.h"

#include "engine/base/lang.h"
#include "engine/store/internal.h"
#include "engine/store/second.h"

#include <sodium.h>
#include <string.h>

/* --- the batch that stays open --- */

static bool find(struct store *store, long survey, const struct sitting_sheet *sheet, long *batch,
                 struct fault *f) {
    char now[STORE_TIME];
    store_now(now);
    now[10] = '\0';
    return sql_integer(store->db, f, batch, 0,
                       "SELECT id FROM batch WHERE sitting = 1 AND undone = 0 AND survey = ? AND who = ?"
                       " AND kind = ? AND channel IS ? AND substr(at, 1, 10) = ? ORDER BY id DESC LIMIT 1",
                       "ititt", survey, store->who, (long)sheet->second, sheet->channel, now);
}

/* "2024-01-31-keyed-sato", in the language of the office: an empty batch, marked as one that sheets are added to. */
static bool make(struct store *store, const struct questionnaire *q, const struct sitting_sheet *sheet,
                 long *batch, struct fault *f) {
    struct reconciliation none;
    struct arena *arena = arena_create();
    const struct batch_spec spec = {.format = "keyed", .channel = sheet->channel, .second = sheet->second};
    const char *name =
        arena_printf(arena, "%s-%s", sheet->second ? _("keyed-again") : _("keyed"), store->who);
    bool done = store_batch_begin(store, q, &spec, batch, f) && store_batch_name(store, name, f) &&
                store_batch_end(store, *batch, &none, f) &&
                sql_run(store->db, f, "UPDATE batch SET sitting = 1 WHERE id = ?", "i", *batch);
    arena_destroy(arena);
    return done;
}

/* --- one sheet --- */

bool sitting_known(struct store *store, bool second, const unsigned char key[SITTING_KEY], long *id,
                   struct fault *f) {
    return sql_integer(store->db, f, id, 0, "SELECT id FROM keyed WHERE key = ? AND second = ?", "bi",
                       (const void *)key, (size_t)SITTING_KEY, (long)second);
}

/* Against what was first stored: a correction since then is nothing that this screen knows of. */
static bool compare(struct store *store, const struct questionnaire *q, const struct sitting_sheet *sheet,
                    struct sitting_saved *saved, struct fault *f) {
    const char *number = sheet->in->response->fields[FIELD_SHEET];
    strbuf_clear(&store->encoded);
    response_encode(q, sheet->in->response, &store->encoded);
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  sheet->second ? "SELECT sheet IS ? AND normal = ? FROM second WHERE id = ?"
                                : "SELECT sheet IS ? AND normal = ? FROM revision"
                                  " WHERE ret = ? AND seq = 1",
                  "tbi", number, (const void *)store->encoded.text, store->encoded.length, saved->id);
    int got = sql_row(s, f);
    saved->differs = got > 0 && !sql_long(s, 0);
    sqlite3_finalize(s);
    return got >= 0;
}

static bool known(struct store *store, const struct questionnaire *q, const struct sitting_sheet *sheet,
                  struct sitting_saved *saved, struct fault *f) {
    long status = 0;
    *saved = (struct sitting_saved){0};
    if (!sitting_known(store, sheet->second, sheet->key, &saved->id, f))
        return false;
    saved->before = saved->id != 0;
    if (!saved->before)
        return true;
    bool done = sheet->second ||
                sql_integer(store->db, f, &status, 0, "SELECT status FROM ret WHERE id = ?", "i", saved->id);
    saved->status = (enum return_status)status;
    return done && compare(store, q, sheet, saved, f);
}

static bool put_sheet(struct store *store, const struct questionnaire *q, const struct sitting_sheet *sheet,
                      struct sitting_saved *saved, struct fault *f) {
    return sheet->second
               ? store_second_add(store, q, sheet->in, &saved->id, f)
               : store_return_add(store, q, store->batch.id, sheet->in, &saved->id, &saved->status, f);
}

/* What the open batch gathered goes to the store as it does at a batch's end, but for this sheet alone. */
static bool seal(struct store *store, const struct sitting_sheet *sheet, const struct sitting_saved *saved,
                 struct fault *f) {
    struct store_batch *b = &store->batch;
    unsigned char digest[DIGEST_BYTES];
    char after[48];
    digest_seal_end(&b->seal, digest);
    sqlite3_snprintf(sizeof after, after, "second=%ld", saved->id);
    const struct trail_entry entry = {
        .action = sheet->second ? "second.add" : "sheet.add",
        .survey = b->survey,
        .batch = b->id,
        .ret = sheet->second ? 0 : saved->id,
        .after = sheet->second ? after : store_status_key(saved->status),
        .why = sheet->why,
        .digest = digest,
    };
    return store_sum_change(store, b->survey, &b->sum, f) && content_write(&b->content, f) &&
           (sheet->second ||
            sql_run(store->db, f, "UPDATE batch SET last = ? WHERE id = ?", "ii", saved->id, b->id)) &&
           sql_run(store->db, f, "INSERT INTO keyed (key, second, id) VALUES (?, ?, ?)", "bii",
                   (const void *)sheet->key, (size_t)SITTING_KEY, (long)sheet->second, saved->id) &&
           store_trail_add(store, &entry, f);
}

/* Another sheet's, in another window of the same person, stays. */
static bool drop_draft(struct store *store, long survey, const struct sitting_sheet *sheet, struct fault *f) {
    char hex[2 * SITTING_KEY + 1];
    sodium_bin2hex(hex, sizeof hex, sheet->key, SITTING_KEY);
    return sql_run(store->db, f,
                   "DELETE FROM draft WHERE who = ? AND survey = ? AND second = ? AND ifnull(CASE WHEN"
                   " json_valid(body) THEN json_extract(body, '$.key') END, ?4) = ?4",
                   "tiit", (const char *)store->who, survey, (long)sheet->second, (const char *)hex);
}

bool sitting_add(struct store *store, const struct questionnaire *q, const struct sitting_sheet *sheet,
                 struct sitting_saved *saved, struct fault *f) {
    long survey, batch;
    if (!store_writable(store, f) || !known(store, q, sheet, saved, f))
        return false;
    if (saved->before)
        return true;
    if (!store_survey_id(store, q->id, &survey, f) || !find(store, survey, sheet, &batch, f) ||
        (!batch && !make(store, q, sheet, &batch, f)) ||
        !store_batch_resume(store, q, batch, sheet->channel, sheet->second, f))
        return false;
    bool done = put_sheet(store, q, sheet, saved, f) && seal(store, sheet, saved, f) &&
                drop_draft(store, survey, sheet, f);
    store_batch_forget(store);
    return done;
}

/* --- drafts --- */

bool sitting_draft_set(struct store *store, const char *survey, bool second, const char *body,
                       struct fault *f) {
    long id;
    if (!store_writable(store, f) || !store_survey_id(store, survey, &id, f))
        return false;
    if (!body)
        return sql_run(store->db, f, "DELETE FROM draft WHERE who = ? AND survey = ? AND second = ?", "tii",
                       store->who, id, (long)second);
    if (strlen(body) > SITTING_DRAFT_MAX)
        return fault_usage(f, _("a draft may have %d kilobytes at most"), SITTING_DRAFT_MAX / 1024);
    char at[STORE_TIME];
    store_now(at);
    return sql_run(store->db, f,
                   "INSERT INTO draft (who, survey, second, body, at) VALUES (?, ?, ?, ?, ?)"
                   " ON CONFLICT DO UPDATE SET body = excluded.body, at = excluded.at",
                   "tiitt", store->who, id, (long)second, body, at);
}

bool sitting_draft_get(struct store *store, struct arena *arena, const char *survey, bool second,
                       const char **body, struct fault *f) {
    long id;
    *body = NULL;
    if (!store_survey_id(store, survey, &id, f))
        return false;
    sqlite3_stmt *s =
        sql_query(store->db, f, "SELECT body FROM draft WHERE who = ? AND survey = ? AND second = ?", "tii",
                  store->who, id, (long)second);
    int got = sql_row(s, f);
    if (got > 0)
        *body = sql_text(arena, s, 0);
    sqlite3_finalize(s);
    return got >= 0;
}

/* Sheets are counted in the sittings of the day. */
#define MINE_TODAY(table)                                                                                    \
    "SELECT count(*) FROM batch b JOIN " table " s ON s.batch = b.id"                                        \
    " WHERE b.sitting = 1 AND b.undone = 0 AND b.who = ? AND b.survey = ? AND substr(b.at, 1, 10) = ?"

bool sitting_mine_get(struct store *store, const char *survey, struct sitting_mine *mine, struct fault *f) {
    char now[STORE_TIME];
    long id, second = 0;
    store_now(now);
    now[10] = '\0';
    *mine = (struct sitting_mine){0};
    if (!store_survey_id(store, survey, &id, f) ||
        !sql_integer(store->db, f, &mine->drafts, 0,
                     "SELECT count(*) FROM draft WHERE who = ? AND survey = ?"
                     " AND coalesce(json_extract(body, '$.answers'), '{}') <> '{}'",
                     "ti", store->who, id) ||
        !sql_integer(store->db, f, &mine->last, 0,
                     "SELECT coalesce(max(id), 0) FROM batch WHERE sitting = 1 AND who = ? AND survey = ?",
                     "ti", store->who, id))
        return false;
    if (!mine->last)
        return true;
    bool counted =
        sql_integer(store->db, f, &mine->today, 0, MINE_TODAY("ret"), "tit", store->who, id, now) &&
        sql_integer(store->db, f, &second, 0, MINE_TODAY("second"), "tit", store->who, id, now);
    mine->today += second;
    return counted;
}
