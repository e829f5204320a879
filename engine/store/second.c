/* Second keyings: the plan and its draw, the rows, and which sheet each of them is. */
#include "engine/store/second.h"

#include "engine/base/lang.h"
#include "engine/response/keying.h"
#include "engine/store/internal.h"
#include "engine/store/trail_list.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- the plan --- */

bool store_second_plan(struct store *store, const struct questionnaire *q, struct second_plan *plan,
                       struct fault *f) {
    long survey;
    *plan = (struct second_plan){.share = q->double_entry};
    if (!store_survey_id(store, q->id, &survey, f))
        return false;
    sqlite3_stmt *s = sql_query(
        store->db, f, "SELECT share, seed FROM second_plan WHERE survey = ? ORDER BY id DESC LIMIT 1", "i",
        survey);
    int got = sql_row(s, f);
    if (got > 0)
        *plan = (struct second_plan){.share = sqlite3_column_double(s, 0), .seed = sql_long(s, 1)};
    sqlite3_finalize(s);
    return got >= 0;
}

/* By SQLite's own hand, which writes the same text when the store is verified. */
static const char *plan_text(struct arena *arena, double share, long seed) {
    char text[80];
    sqlite3_snprintf(sizeof text, text, "share=%g seed=%ld", share, seed);
    return arena_strdup(arena, text);
}

static bool insert_plan(struct store *store, long survey, double share, long seed, struct fault *f) {
    long trail;
    if (!trail_last(store, &trail, f))
        return false;
    return sql_run(store->db, f, "INSERT INTO second_plan (survey, seed, trail, share) VALUES (?, ?, ?, ?)",
                   "iiir", survey, seed, trail, share);
}

bool store_second_plan_set(struct store *store, const struct questionnaire *q, double share, long seed,
                           struct fault *f) {
    struct second_plan old;
    long survey;
    if (!store_writable(store, f) || !store_second_plan(store, q, &old, f) ||
        !store_survey_id(store, q->id, &survey, f))
        return false;
    struct arena *arena = arena_create();
    const struct trail_entry entry = {.action = "second.plan",
                                      .survey = survey,
                                      .before = plan_text(arena, old.share, old.seed),
                                      .after = plan_text(arena, share, seed)};
    bool done = store_trail_add(store, &entry, f) && insert_plan(store, survey, share, seed, f);
    arena_destroy(arena);
    return done;
}

/* --- the draw --- */

/* A return on its way through the draw. */
struct candidate {
    struct second_first first;
    long batch;
    bool keyed; /* from a sheet */
    uint64_t lot;
};

struct candidates {
    struct candidate *items;
    size_t count, capacity;
};

static uint64_t lot_of(struct arena *scratch, long seed, const char *association, const char *sheet) {
    unsigned char key[crypto_shorthash_KEYBYTES] = "", bytes[crypto_shorthash_BYTES];
    for (size_t i = 0; i < 8; i++)
        key[i] = (unsigned char)((uint64_t)seed >> 8 * i);
    const char *text = arena_printf(scratch, "%s\x1f%s", association ? association : "", sheet);
    crypto_shorthash(bytes, (const unsigned char *)text, strlen(text), key);
    uint64_t lot = 0;
    for (size_t i = 0; i < sizeof bytes; i++)
        lot = lot << 8 | bytes[i];
    return lot;
}

static int by_lot(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* The sheets of one batch: those with the lowest lots. */
static void draw_batch(struct arena *scratch, struct candidate *items, size_t count, double share) {
    uint64_t *lots = arena_array(scratch, count, sizeof *lots);
    size_t keyed = 0;
    for (size_t i = 0; i < count; i++)
        if (items[i].keyed)
            lots[keyed++] = items[i].lot;
    size_t wanted = (size_t)ceil(share * (double)keyed - 1e-9); /* 0.1 of 30 is 3, not 4 */
    if (!wanted)
        return;
    qsort(lots, keyed, sizeof *lots, by_lot);
    for (size_t i = 0; i < count; i++)
        items[i].first.drawn = items[i].keyed && items[i].lot <= lots[wanted - 1];
}

static void draw(struct candidates *all, double share) {
    struct arena *scratch = arena_create();
    for (size_t from = 0, to; from < all->count; from = to) {
        for (to = from; to < all->count && all->items[to].batch == all->items[from].batch; to++)
            ;
        draw_batch(scratch, all->items + from, to - from, share);
        arena_reset(scratch);
    }
    arena_destroy(scratch);
}

/* Texts that repeat from row to row are kept once. */
static const char *same_again(struct arena *arena, sqlite3_stmt *s, int column, const char *before) {
    const char *text = (const char *)sqlite3_column_text(s, column);
    if (!text || (before && strcmp(text, before) == 0))
        return text ? before : NULL;
    return arena_strdup(arena, text);
}

static void read_candidate(struct second_book *book, struct arena *scratch, sqlite3_stmt *s,
                           const struct candidate *before, struct candidate *c) {
    const char *keyed_sheet = (const char *)sqlite3_column_text(s, 7);
    *c = (struct candidate){
        .batch = sql_long(s, 1),
        .first = {.ret = sql_long(s, 0),
                  .status = (enum return_status)sql_long(s, 2),
                  .batch = same_again(book->arena, s, 3, before ? before->first.batch : NULL),
                  .sheet = sql_text(book->arena, s, 4),
                  .association = same_again(book->arena, s, 5, before ? before->first.association : NULL),
                  .keyer = same_again(book->arena, s, 6, before ? before->first.keyer : NULL)}};
    c->keyed = keyed_sheet && !sql_long(s, 9);
    if (c->keyed)
        c->lot = lot_of(scratch, book->plan.seed, (const char *)sqlite3_column_text(s, 8), keyed_sheet);
}

/* w: as it was keyed first.  The walk over all returns goes through them in order, not through an index. */
#define CANDIDATE                                                                                            \
    "SELECT r.id, r.batch, r.status, b.name, v.sheet, v.association, w.operator, w.sheet, w.association,"    \
    " w.channel IS 'web'"
#define CANDIDATE_JOIN                                                                                       \
    " CROSS JOIN revision w ON w.ret = r.id AND w.seq = 1 CROSS JOIN batch b ON b.id = r.batch"              \
    " WHERE r.survey = ?1 AND r.status <> 1 AND b.undone = 0"

/* All but duplicates: a sheet that was made void took part in the draw when it was drawn.  sheet: one number, or NULL. */
static sqlite3_stmt *query_candidates(struct store *store, long survey, const char *sheet, struct fault *f) {
    if (sheet)
        return sql_query(store->db, f,
                         CANDIDATE " FROM revision v INDEXED BY revision_sheet CROSS JOIN ret r ON r.id = "
                                   "v.ret AND r.revision = v.id" CANDIDATE_JOIN
                                   " AND v.sheet = ?2 ORDER BY r.id",
                         "it", survey, sheet);
    return sql_query(store->db, f,
                     CANDIDATE
                     " FROM ret r NOT INDEXED CROSS JOIN revision v ON v.id = r.revision" CANDIDATE_JOIN
                     " ORDER BY r.id",
                     "i", survey);
}

static bool read_candidates(struct store *store, struct second_book *book, long survey, const char *sheet,
                            struct candidates *all, struct fault *f) {
    struct arena *scratch = arena_create();
    sqlite3_stmt *s = query_candidates(store, survey, sheet, f);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        all->items = arena_grow(book->arena, all->items, all->count, &all->capacity, sizeof *all->items);
        read_candidate(book, scratch, s, all->count ? &all->items[all->count - 1] : NULL,
                       &all->items[all->count]);
        all->count++;
        arena_reset(scratch);
    }
    sqlite3_finalize(s);
    arena_destroy(scratch);
    return got == 0;
}

static bool read_firsts(struct store *store, struct second_book *book, long survey, const char *sheet,
                        struct fault *f) {
    struct candidates all = {0};
    if (!read_candidates(store, book, survey, sheet, &all, f))
        return false;
    draw(&all, book->plan.share);
    book->firsts = arena_array(book->arena, all.count + 1, sizeof *book->firsts);
    for (size_t i = 0; i < all.count; i++) {
        if (all.items[i].first.status == RETURN_VOID)
            continue;
        struct second_first *first = &book->firsts[book->first_count++];
        *first = all.items[i].first;
        if (first->sheet)
            keying_index_add(book->index, first->sheet, first->association, first);
    }
    return true;
}

/* --- matching --- */

static enum second_state match(struct second_book *book, struct second_row *row) {
    void *found = NULL;
    if (!row->sheet)
        return SECOND_NO_SHEET;
    enum keying_match many = keying_index_find(book->index, row->sheet, row->association, &found);
    if (many != KEYING_ONE)
        return many == KEYING_NONE ? SECOND_NO_FIRST : SECOND_SEVERAL;
    row->first = found;
    if (second_same_person(book->arena, row->keyer, row->first->keyer))
        return SECOND_SAME_OPERATOR;
    return row->first->second ? SECOND_REPEATED : SECOND_COMPARED;
}

void second_book_match(struct second_book *book, struct second_row *row) {
    row->first = NULL;
    row->state = match(book, row);
    row->outside = row->state == SECOND_COMPARED && book->plan.share > 0 && !row->first->drawn;
    if (row->state == SECOND_COMPARED)
        row->first->second = row->id;
}

/* A sheet of a sitting has an entry of its own, a row of a file that of its batch. */
#define JOIN_ENTRY                                                                                           \
    " LEFT JOIN (SELECT CAST(substr(after, 8) AS INTEGER) AS second, id FROM trail"                          \
    " WHERE survey = ?1 AND action = 'second.add') a ON a.second = k.id"                                     \
    " LEFT JOIN trail l ON l.id = ifnull(a.id, (SELECT min(t.id) FROM trail t WHERE t.batch = k.batch"       \
    " AND t.action = 'batch.add'))"
#define JOIN_ROW " JOIN batch b ON b.id = k.batch LEFT JOIN source s ON s.id = k.source"
#define ROW_FIELDS "SELECT k.id, b.name, s.name, k.row, k.sheet, k.association, k.operator"
#define OF_SURVEY " WHERE k.survey = ?1 AND b.undone = 0"

/* Of one sheet, without the entries: nothing is decided by what a screen asks of a number. */
static sqlite3_stmt *query_rows(struct store *store, long survey, const char *sheet, const char *today,
                                struct fault *f) {
    if (sheet)
        return sql_query(store->db, f,
                         ROW_FIELDS ", 0, 0 FROM second k INDEXED BY second_sheet" JOIN_ROW OF_SURVEY
                                    " AND k.sheet = ?2 ORDER BY k.id",
                         "it", survey, sheet);
    return sql_query(store->db, f,
                     ROW_FIELDS ", l.id, substr(l.at, 1, 10) < ?2 FROM second k" JOIN_ROW JOIN_ENTRY OF_SURVEY
                                " ORDER BY k.id",
                     "it", survey, today);
}

static bool read_rows(struct store *store, struct second_book *book, long survey, const char *sheet,
                      struct fault *f) {
    char today[STORE_TIME];
    store_now(today);
    today[strlen("2024-01-31")] = '\0';
    sqlite3_stmt *s = query_rows(store, survey, sheet, today, f);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        book->rows =
            arena_grow(book->arena, book->rows, book->row_count, &book->row_capacity, sizeof *book->rows);
        struct second_row *row = &book->rows[book->row_count++];
        *row = (struct second_row){.id = sql_long(s, 0),
                                   .batch = sql_text(book->arena, s, 1),
                                   .file = sql_text(book->arena, s, 2),
                                   .row = (size_t)sql_long(s, 3),
                                   .sheet = sql_text(book->arena, s, 4),
                                   .association = sql_text(book->arena, s, 5),
                                   .keyer = sql_text(book->arena, s, 6),
                                   .keyed = sql_long(s, 7),
                                   .past = sql_long(s, 8) == 1};
        second_book_match(book, row);
    }
    sqlite3_finalize(s);
    return got == 0;
}

static struct second_book *read_book(struct store *store, struct arena *arena, const struct questionnaire *q,
                                     const char *sheet, struct fault *f) {
    struct second_book *book = arena_alloc(arena, sizeof *book);
    long survey;
    book->arena = arena;
    book->q = q;
    book->index = keying_index_create(arena);
    if (!store_survey_id(store, q->id, &survey, f) ||
        (!sheet && !store_second_plan(store, q, &book->plan, f)) ||
        !read_firsts(store, book, survey, sheet, f) || !read_rows(store, book, survey, sheet, f))
        return NULL;
    return book;
}

struct second_book *store_second_book(struct store *store, struct arena *arena, const struct questionnaire *q,
                                      struct fault *f) {
    return read_book(store, arena, q, NULL, f);
}

struct second_book *store_second_sheet(struct store *store, struct arena *arena,
                                       const struct questionnaire *q, const char *sheet, struct fault *f) {
    return read_book(store, arena, q, sheet, f);
}

static const struct {
    const char *key, *message, *remedy;
} states[SECOND_STATES] = {
    [SECOND_COMPARED] = {"compared", N_("the sheet is compared with its first entry"), ""},
    [SECOND_NO_SHEET] = {"no_sheet", N_("the row has no sheet number, so its first entry cannot be found"),
                         N_("Key it again with its number, and take this batch back")},
    [SECOND_NO_FIRST] = {"no_first", N_("no return with this sheet number has been keyed first"),
                         N_("Look at both sheets: one number is wrong, or the first entry is still to come; "
                            "it is compared then")},
    [SECOND_SEVERAL] = {"several", N_("several returns have this sheet number"),
                        N_("Name the association in the row, or correct the numbers with `shukei return "
                           "edit ID sheet=...`")},
    [SECOND_SAME_OPERATOR] = {"same_operator", N_("the same person has keyed the sheet first"),
                              N_("Let another person key it")},
    [SECOND_REPEATED] = {"repeated",
                         N_("the sheet has been keyed a second time before; that one is compared"),
                         N_("Nothing need be done; to compare this one, take the earlier batch back")},
};

const char *second_state_key(enum second_state state) {
    return states[state].key;
}

const char *second_state_message(enum second_state state) {
    return _(states[state].message);
}

const char *second_state_remedy(enum second_state state) {
    return *states[state].remedy ? _(states[state].remedy) : "";
}

/* --- coming in --- */

/* Ids of the questions that had no column, joined by commas; NULL when there are none. */
static const char *skipped(struct arena *arena, const struct questionnaire *q,
                           const struct response *response) {
    const char *list = NULL;
    for (size_t i = 0; i < q->question_count; i++)
        if (!response->answers[i].raw)
            list = list ? arena_printf(arena, "%s,%s", list, q->questions[i].id) : q->questions[i].id;
    return list;
}

static bool insert(struct store *store, const struct incoming *in, struct store_second *row,
                   struct fault *f) {
    const struct strbuf *normal = &store->encoded;
    const char *const *fields = row->revision.fields;
    bool done = sql_run(
        store->db, f,
        "INSERT INTO second (survey, batch, source, row, template, sheet, association, channel, received,"
        " institution, operator, remark, normal, raw, skipped)"
        " VALUES (?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "iiiiitttttttbtt", store->batch.survey, store->batch.id, in->source, (long)in->row,
        store->batch.template, fields[FIELD_SHEET], fields[FIELD_ASSOCIATION], fields[FIELD_CHANNEL],
        fields[FIELD_RECEIVED], fields[FIELD_INSTITUTION], fields[FIELD_OPERATOR], fields[FIELD_REMARK],
        (const void *)normal->text, normal->length, row->revision.raw, row->skipped);
    row->revision.id = (long)sqlite3_last_insert_rowid(store->db);
    return done;
}

bool store_second_add(struct store *store, const struct questionnaire *q, const struct incoming *in, long *id,
                      struct fault *f) {
    assert(store->batch.id && store->batch.second);
    struct arena *arena = arena_create();
    struct store_second row = {.revision = {.template_hash = q->hash},
                               .skipped = skipped(arena, q, in->response)};
    memcpy(row.revision.fields, in->response->fields, sizeof row.revision.fields);
    strbuf_clear(&store->encoded);
    response_encode(q, in->response, &store->encoded);
    row.revision.normal = store->encoded.text;
    row.revision.length = store->encoded.length;
    row.revision.raw = arena_strndup(arena, in->raw, in->raw_length);
    row.revision.raw_length = in->raw_length;
    bool done = insert(store, in, &row, f);
    if (done)
        store_second_seal(store, &store->batch.seal, &row);
    *id = row.revision.id;
    arena_destroy(arena);
    return done;
}
