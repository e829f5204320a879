/* Batches: what came in together, and taking it back. */
#include "engine/base/heap.h"
#include "engine/store/internal.h"

#include "engine/base/lang.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* --- opening --- */

static bool name_taken(struct store *store, const char *name, bool *taken, struct fault *f) {
    long found;
    bool done = sql_integer(store->db, f, &found, 0, "SELECT 1 FROM batch WHERE name = ?", "t", name);
    *taken = found != 0;
    return done;
}

/* "2024-01-31-returns.csv", with -2, -3 ... after it when that is taken. */
static char *free_name(struct store *store, struct arena *arena, const char *stem, struct fault *f) {
    char now[STORE_TIME];
    bool taken;
    store_now(now);
    char *name = arena_printf(arena, "%.10s-%s", now, stem);
    for (int i = 2; name_taken(store, name, &taken, f) && taken; i++)
        name = arena_printf(arena, "%.10s-%s-%d", now, stem, i);
    return f->kind == FAULT_NONE ? name : NULL;
}

static bool check_name(struct store *store, const char *name, struct fault *f) {
    bool taken;
    if (!name_taken(store, name, &taken, f))
        return false;
    return !taken ||
           fault_set(f,
                     _("there is a batch \"%s\" already; choose another name (`shukei batch list` shows "
                       "them)"),
                     name);
}

static bool insert_batch(struct store *store, long survey, const struct batch_spec *spec, const char *name,
                         long *id, struct fault *f) {
    char at[STORE_TIME];
    unsigned char tag[EXCHANGE_TAG];
    store_now(at);
    randombytes_buf(tag, sizeof tag);
    bool done = sql_run(
        store->db, f,
        "INSERT INTO batch (survey, name, format, channel, map, at, who, first, last, kind, tag)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "ittttttiiib", survey, name, spec->format, spec->channel, spec->map, at, store->who,
        store->next_return, store->next_return - 1, (long)spec->second, (const void *)tag, sizeof tag);
    *id = (long)sqlite3_last_insert_rowid(store->db);
    return done;
}

/* The open batch, as far as it does not depend on whether it is new. */
static bool open_batch(struct store *store, const struct questionnaire *q, struct store_batch *b,
                       struct fault *f) {
    assert(!store->batch.id && "one batch at a time");
    return store_writable(store, f) && store_survey_id(store, q->id, &b->survey, f) &&
           store_template_id(store, q->hash, &b->template, f) && store_next_ids(store, f);
}

static void take_batch(struct store *store, struct store_batch b, const char *channel) {
    b.channel = heap_strdup(channel);
    b.first = store->next_return == 1;
    b.content = content_begin(store->db, store->next_return);
    digest_seal_begin(&b.seal);
    store_fence_forget(store);
    store->batch = b;
}

bool store_batch_begin(struct store *store, const struct questionnaire *q, const struct batch_spec *spec,
                       long *batch, struct fault *f) {
    struct store_batch b = {.named = spec->name != NULL, .second = spec->second};
    if (!open_batch(store, q, &b, f) || (spec->name && !check_name(store, spec->name, f)))
        return false;
    struct arena *arena = arena_create();
    const char *name = spec->name ? spec->name : free_name(store, arena, "batch", f);
    bool done = name && insert_batch(store, b.survey, spec, name, &b.id, f);
    arena_destroy(arena);
    if (!done)
        return false;
    take_batch(store, b, spec->channel);
    *batch = b.id;
    return true;
}

bool store_batch_resume(struct store *store, const struct questionnaire *q, long batch, const char *channel,
                        bool second, struct fault *f) {
    struct store_batch b = {.id = batch, .named = true, .second = second, .resumed = true};
    if (!open_batch(store, q, &b, f))
        return false;
    take_batch(store, b, channel);
    return true;
}

void store_batch_forget(struct store *store) {
    free(store->batch.channel);
    content_end(&store->batch.content);
    store->batch = (struct store_batch){0};
    for (struct store_seen *seen = store->seen, *next; seen; seen = next) {
        next = seen->next;
        free(seen->by_row);
        free(seen);
    }
    store->seen = NULL;
}

/* --- files --- */

bool store_batch_name(struct store *store, const char *file, struct fault *f) {
    if (store->batch.named)
        return true;
    const char *slash = strrchr(file, '/');
    struct arena *arena = arena_create();
    const char *name = free_name(store, arena, slash ? slash + 1 : file, f);
    bool done =
        name && sql_run(store->db, f, "UPDATE batch SET name = ? WHERE id = ?", "ti", name, store->batch.id);
    arena_destroy(arena);
    store->batch.named = true;
    return done;
}

static void remember_row(struct store_seen *seen, size_t row, long ret) {
    if (row >= seen->rows) {
        size_t rows = row * 2 + 1024;
        seen->by_row = realloc(seen->by_row, rows * sizeof *seen->by_row);
        if (!seen->by_row)
            arena_out_of_memory();
        memset(seen->by_row + seen->rows, 0, (rows - seen->rows) * sizeof *seen->by_row);
        seen->rows = rows;
    }
    if (!seen->by_row[row])
        seen->by_row[row] = ret;
}

static bool remember(struct store *store, long source, long earlier, long earlier_batch, struct fault *f) {
    struct store_seen *seen = calloc(1, sizeof *seen);
    if (!seen)
        arena_out_of_memory();
    *seen = (struct store_seen){.next = store->seen, .source = source};
    store->seen = seen;
    /* The earlier batch may be the open one, whose end is not written yet. */
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT r.row, coalesce(r.duplicate_of, r.id) FROM batch b CROSS JOIN ret r"
                  " ON r.id BETWEEN b.first AND iif(b.id = ?, ?, b.last) WHERE b.id = ? AND r.source = ?",
                  "iiii", store->batch.id, store->next_return - 1, earlier_batch, earlier);
    int got;
    while ((got = sql_row(s, f)) > 0)
        remember_row(seen, (size_t)sql_long(s, 0), sql_long(s, 1));
    sqlite3_finalize(s);
    return got == 0;
}

/* The first file of the survey with these bytes whose batch still counts; 0 when there is none.  A second
 * keying is no first entry, but a first entry is no second keying either. */
static bool find_earlier(struct store *store, const unsigned char sha256[32], long *source, long *batch,
                         struct fault *f) {
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT s.id, s.batch FROM source s JOIN batch b ON b.id = s.batch"
                  " WHERE s.sha256 = ? AND b.survey = ? AND b.undone = 0 AND b.kind <= ?"
                  " ORDER BY s.id LIMIT 1",
                  "bii", (const void *)sha256, (size_t)32, store->batch.survey, (long)store->batch.second);
    int got = sql_row(s, f);
    *source = got > 0 ? sql_long(s, 0) : 0;
    *batch = got > 0 ? sql_long(s, 1) : 0;
    sqlite3_finalize(s);
    return got >= 0;
}

bool store_source_add(struct store *store, long batch, const char *file, const unsigned char sha256[32],
                      const char *headings, long *source, bool *seen, struct fault *f) {
    assert(batch == store->batch.id);
    long earlier, earlier_batch;
    if (!find_earlier(store, sha256, &earlier, &earlier_batch, f) || !store_batch_name(store, file, f) ||
        !sql_run(store->db, f, "INSERT INTO source (batch, name, sha256, headings) VALUES (?, ?, ?, ?)",
                 "itbt", batch, file, (const void *)sha256, (size_t)32, headings))
        return false;
    *source = (long)sqlite3_last_insert_rowid(store->db);
    *seen = earlier != 0;
    return !earlier || remember(store, *source, earlier, earlier_batch, f);
}

/* --- closing --- */

bool store_batch_end(struct store *store, long batch, struct reconciliation *r, struct fault *f) {
    struct store_batch *b = &store->batch;
    unsigned char seal[DIGEST_BYTES];
    char after[160];
    assert(batch == b->id);
    if (!store_sum_change(store, b->survey, &b->sum, f) || !content_write(&b->content, f) ||
        !sql_run(store->db, f, "UPDATE batch SET last = ? WHERE id = ?", "ii", store->next_return - 1,
                 batch) ||
        !store_reconcile(store, NULL, batch, r, f))
        return false;
    sqlite3_snprintf(sizeof after, after, "read=%ld accepted=%ld duplicate=%ld set_aside=%ld", r->read,
                     r->accepted, r->duplicate, r->set_aside);
    if (b->second)
        sqlite3_snprintf(sizeof after, after, "read=0 second=%ld", r->second);
    digest_seal_end(&b->seal, seal);
    const struct trail_entry entry = {
        .action = "batch.add", .survey = b->survey, .batch = batch, .after = after, .digest = seal};
    if (!store_trail_add(store, &entry, f))
        return false;
    store_batch_forget(store);
    return true;
}

const char *store_batch_named(struct store *store, struct arena *arena, long batch, struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f, "SELECT name FROM batch WHERE id = ?", "i", batch);
    const char *name = sql_row(s, f) > 0 ? sql_text(arena, s, 0) : NULL;
    sqlite3_finalize(s);
    return name;
}

bool store_batch_resent(struct store *store, long batch, long *count, struct fault *f) {
    static const char sql[] =
        "SELECT count(*) FROM ret r JOIN revision v ON v.id = r.revision"
        " WHERE r.batch = ?1 AND r.id >= (SELECT first FROM batch WHERE id = ?1) AND r.status = 0 AND "
        "v.sheet IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM revision w JOIN ret o ON o.id = w.ret AND o.revision = w.id"
        " WHERE w.sheet = v.sheet AND w.id < v.id AND ifnull(w.association, '') = ifnull(v.association, '')"
        " AND o.status = 0 AND o.survey = r.survey)";
    return sql_integer(store->db, f, count, 0, sql, "i", batch);
}

static void read_counts(sqlite3_stmt *s, struct reconciliation *r) {
    long *const by_status[] = {&r->accepted, &r->duplicate, &r->set_aside, &r->voided};
    for (int status = 0; status < 4; status++)
        r->read += *by_status[status] = sql_long(s, status);
    r->tabulated = r->accepted;
}

static bool count_seconds(struct store *store, long survey, long batch, long *count, struct fault *f) {
    return batch ? sql_integer(store->db, f, count, 0, "SELECT count(*) FROM second WHERE batch = ?", "i",
                               batch)
                 : sql_integer(store->db, f, count, 0,
                               "SELECT count(*) FROM second k JOIN batch b ON b.id = k.batch"
                               " WHERE k.survey = ? AND b.undone = 0",
                               "i", survey);
}

/* Not GROUP BY, which would sort a million returns in memory. */
#define BY_STATUS                                                                                            \
    "SELECT count(*) FILTER (WHERE r.status = 0), count(*) FILTER (WHERE r.status = 1),"                     \
    " count(*) FILTER (WHERE r.status = 2), count(*) FILTER (WHERE r.status = 3)"

bool store_reconcile(struct store *store, const char *survey, long batch, struct reconciliation *r,
                     struct fault *f) {
    long id = 0;
    *r = (struct reconciliation){0};
    if (!batch && !store_survey_id(store, survey, &id, f))
        return false;
    sqlite3_stmt *s =
        batch ? sql_query(store->db, f,
                          BY_STATUS " FROM batch b CROSS JOIN ret r ON r.id BETWEEN b.first AND b.last"
                                    " AND r.batch = b.id WHERE b.id = ?",
                          "i", batch)
              : sql_query(store->db, f, BY_STATUS " FROM ret r WHERE r.survey = ?", "i", id);
    int got = sql_row(s, f);
    if (got > 0)
        read_counts(s, r);
    sqlite3_finalize(s);
    return got >= 0 && count_seconds(store, id, batch, &r->second, f);
}

bool store_batch_list(struct store *store, struct arena *arena, struct batch_row **rows, size_t *count,
                      struct fault *f) {
    size_t capacity = 0;
    *rows = NULL;
    *count = 0;
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT b.id, b.name, y.name, b.format, b.channel, b.who, b.at, b.undone,"
                                " (SELECT group_concat(name, ', ') FROM source WHERE batch = b.id)"
                                " FROM batch b JOIN survey y ON y.id = b.survey ORDER BY b.id",
                                "");
    int got;
    while ((got = sql_row(s, f)) > 0) {
        *rows = arena_grow(arena, *rows, *count, &capacity, sizeof **rows);
        struct batch_row *row = &(*rows)[(*count)++];
        *row = (struct batch_row){
            .id = sql_long(s, 0),
            .name = sql_text(arena, s, 1),
            .survey = sql_text(arena, s, 2),
            .format = sql_text(arena, s, 3),
            .channel = sql_text(arena, s, 4),
            .who = sql_text(arena, s, 5),
            .at = sql_text(arena, s, 6),
            .undone = sql_long(s, 7) != 0,
            .files = sql_text(arena, s, 8),
        };
        if (!store_reconcile(store, NULL, row->id, &row->counts, f)) {
            got = -1;
            break;
        }
    }
    sqlite3_finalize(s);
    return got == 0;
}
