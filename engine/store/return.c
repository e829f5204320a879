/* One return: reading it, correcting it, voiding it, and its history. */
#include "engine/base/text.h"
#include "engine/store/internal.h"

#include "engine/base/lang.h"
#include "engine/questionnaire/wording.h"

#include <string.h>

/* --- reading --- */

static void read_row(struct arena *arena, sqlite3_stmt *s, long id, struct return_row *row) {
    *row = (struct return_row){
        .id = id,
        .survey = sql_text(arena, s, STORE_REVISION_COUNT),
        .batch = sql_long(s, STORE_REVISION_COUNT + 1),
        .batch_name = sql_text(arena, s, STORE_REVISION_COUNT + 2),
        .file = sql_text(arena, s, STORE_REVISION_COUNT + 3),
        .headings = sql_text(arena, s, STORE_REVISION_COUNT + 4),
        .row = (size_t)sql_long(s, STORE_REVISION_COUNT + 5),
        .status = (enum return_status)sql_long(s, STORE_REVISION_COUNT + 6),
        .duplicate_of = sql_long(s, STORE_REVISION_COUNT + 7),
        .revisions = sql_long(s, STORE_REVISION_COUNT + 8),
        .at = sql_text(arena, s, STORE_REVISION_COUNT + 9),
        .who = sql_text(arena, s, STORE_REVISION_COUNT + 10),
        .why = sql_text(arena, s, STORE_REVISION_COUNT + 11),
        .raw = sql_text(arena, s, STORE_REVISION_COUNT + 12),
        .template_hash = sql_text(arena, s, 2),
    };
}

static sqlite3_stmt *query(struct store *store, long id, struct fault *f) {
    return sql_query(store->db, f,
                     "SELECT " STORE_REVISION_COLUMNS
                     ", y.name, b.id, b.name, s.name, s.headings, r.row, r.status,"
                     " r.duplicate_of, v.seq, coalesce(v.at, b.at), coalesce(v.who, b.who), v.why,"
                     " (SELECT raw FROM revision WHERE ret = r.id AND raw IS NOT NULL ORDER BY seq LIMIT 1)"
                     " FROM ret r JOIN revision v ON v.id = r.revision JOIN template t ON t.id = v.template"
                     " JOIN survey y ON y.id = r.survey JOIN batch b ON b.id = r.batch"
                     " LEFT JOIN source s ON s.id = r.source WHERE r.id = ?",
                     "i", id);
}

static struct response *decode(struct arena *arena, const struct questionnaire *q,
                               const struct revision_row *row, struct fault *f) {
    struct response *response = response_create(arena, q);
    for (int i = 0; i < FIELD_COUNT; i++)
        response->fields[i] = arena_strdup(arena, row->fields[i]);
    return response_decode(arena, q, row->normal, row->length, response, f) ? response : NULL;
}

static bool unknown_return(struct store *store, long id, struct fault *f) {
    long newest;
    if (!sql_integer(store->db, f, &newest, 0, "SELECT max(id) FROM ret", ""))
        return false;
    return fault_set(f, _("there is no return %ld; the newest is %ld"), id, newest);
}

bool store_return_get(struct store *store, struct arena *arena, long id, const struct questionnaire **q,
                      struct return_row *row, struct response **response, struct fault *f) {
    sqlite3_stmt *s = query(store, id, f);
    int got = sql_row(s, f);
    bool done = got > 0;
    if (got == 0)
        unknown_return(store, id, f);
    if (done) {
        struct revision_row revision;
        read_row(arena, s, id, row);
        store_revision_read(s, &revision);
        *q = store_template(store, arena, row->template_hash, f);
        *response = *q ? decode(arena, *q, &revision, f) : NULL;
        done = *response != NULL;
    }
    sqlite3_finalize(s);
    return done || fault_context(f, _("return %ld"), id);
}

/* --- what changed, in ids --- */

static void put_answer(struct strbuf *b, struct arena *arena, const struct question *question,
                       const struct answer *answer) {
    strbuf_printf(b, "%s%s=%s", b->length ? "; " : "", question->id, answer_ids(arena, question, answer));
}

static void put_field(struct strbuf *b, int field, const char *value) {
    strbuf_printf(b, "%s%s=%s", b->length ? "; " : "", wording_field_keys[field], value ? value : "");
}

struct difference {
    struct strbuf before, after;
};

void store_difference(struct arena *arena, const struct questionnaire *q, const struct response *was,
                      const struct response *is, struct strbuf *before, struct strbuf *after) {
    for (int i = 0; i < FIELD_COUNT; i++)
        if (!text_same(was->fields[i], is->fields[i])) {
            put_field(before, i, was->fields[i]);
            put_field(after, i, is->fields[i]);
        }
    for (size_t i = 0; i < q->question_count; i++)
        if (!answer_equal(&was->answers[i], &is->answers[i])) {
            put_answer(before, arena, &q->questions[i], &was->answers[i]);
            put_answer(after, arena, &q->questions[i], &is->answers[i]);
        }
}

/* --- under another version --- */

static struct answer carry(const struct question *from, const struct question *to,
                           const struct answer *answer) {
    struct answer out = *answer;
    if (answer->state != ANSWER_GIVEN || !question_is_coded(from))
        return out;
    out.code = -1;
    out.bits = 0;
    for (size_t j = 0; j < from->option_count; j++) {
        int at = answer_has(from, answer, (int)j) ? question_option(to, from->options[j].id) : -1;
        if (at >= 0 && to->kind == QUESTION_MULTI)
            out.bits |= (uint64_t)1 << at;
        else if (at >= 0)
            out.code = at;
    }
    return out;
}

/* Versions only ever gain what answers use (store_survey_add), so nothing given is lost on the way. */
struct response *store_response_carry(struct arena *arena, const struct questionnaire *from,
                                      const struct response *response, const struct questionnaire *to) {
    struct response *out = response_create(arena, to);
    memcpy(out->fields, response->fields, sizeof out->fields);
    for (size_t i = 0; i < to->question_count; i++) {
        int at = questionnaire_find(from, to->questions[i].id);
        if (at >= 0 && from->questions[at].kind == to->questions[i].kind)
            out->answers[i] = carry(&from->questions[at], &to->questions[i], &response->answers[at]);
    }
    return out;
}

/* --- correcting --- */

struct revising {
    const struct questionnaire *q, *old_q;
    struct return_row row;
    struct response *old;
    long survey, template;
    char at[STORE_TIME];
};

static bool find_for_change(struct store *store, struct arena *arena, long id, struct revising *r,
                            struct fault *f) {
    store_now(r->at);
    return store_writable(store, f) && store_return_get(store, arena, id, &r->old_q, &r->row, &r->old, f) &&
           store_survey_id(store, r->row.survey, &r->survey, f);
}

static bool insert_revision(struct store *store, const struct revising *r, const struct response *response,
                            const char *why, unsigned char seal[DIGEST_BYTES], struct fault *f) {
    unsigned char leaf[DIGEST_BYTES];
    if (!store_next_ids(store, f))
        return false;
    const struct revision_new revision = {
        .ret = r->row.id,
        .seq = r->row.revisions + 1,
        .template = r->template,
        .template_hash = r->q->hash,
        .fields = response->fields,
        .at = r->at,
        .why = why,
    };
    strbuf_clear(&store->encoded);
    response_encode(r->q, response, &store->encoded);
    if (!store_revision_insert(store, &revision, leaf, f))
        return false;
    if ((response->fields[FIELD_SHEET] || response->fields[FIELD_INSTITUTION]) &&
        !sql_run(store->db, f, "INSERT OR IGNORE INTO content (hash, ret) VALUES (?, ?)", "ii",
                 (long)response_hash(r->q, response), r->row.id))
        return false;
    const struct revision_row sealed = {.id = store->next_revision - 1, .ret = r->row.id};
    store_seal_one(&sealed, leaf, seal);
    return sql_run(store->db, f, "UPDATE ret SET revision = ? WHERE id = ?", "ii", sealed.id, r->row.id);
}

/* Writes the revision between taking the old one out of the count and judging the new one. */
static bool replace(struct store *store, const struct revising *r, const struct response *response,
                    const struct findings *findings, const char *why, unsigned char seal[DIGEST_BYTES],
                    enum return_status *status, struct fault *f) {
    long id = r->row.id;
    if (r->row.status == RETURN_ACCEPTED && !store_count(store, id, r->survey, -1, f))
        return false;
    if (!insert_revision(store, r, response, why, seal, f) ||
        !store_findings_replace(store, r->q, id, findings->items, findings->count, f) ||
        !store_judge(store, id, status, f))
        return false;
    if (r->row.status == RETURN_DUPLICATE)
        *status = RETURN_DUPLICATE;
    if (*status == RETURN_ACCEPTED && !store_count(store, id, r->survey, +1, f))
        return false;
    return sql_run(store->db, f, "UPDATE ret SET status = ? WHERE id = ?", "ii", (long)*status, id);
}

static bool revise(struct store *store, const struct revising *r, const struct response *response,
                   const struct findings *findings, const char *why, struct difference *d, struct fault *f) {
    unsigned char seal[DIGEST_BYTES];
    enum return_status status;
    if (!replace(store, r, response, findings, why, seal, &status, f))
        return false;
    if (status != r->row.status) {
        strbuf_printf(&d->before, "; status=%s", store_status_key(r->row.status));
        strbuf_printf(&d->after, "; status=%s", store_status_key(status));
    }
    const struct trail_entry entry = {.action = "return.edit",
                                      .survey = r->survey,
                                      .ret = r->row.id,
                                      .before = d->before.text,
                                      .after = d->after.text,
                                      .why = why,
                                      .digest = seal};
    return store_trail_add(store, &entry, f);
}

bool store_return_settle(struct store *store, const struct questionnaire *q, long id,
                         const struct response *response, const struct findings *findings, const char *why,
                         struct fault *f) {
    struct arena *arena = arena_create();
    struct revising r = {.q = q};
    struct difference d = {0};
    bool done = find_for_change(store, arena, id, &r, f) && store_template_id(store, q->hash, &r.template, f);
    if (done && r.row.status == RETURN_VOID)
        done = fault_set(
            f, _("return %ld is void; `shukei return accept %ld --why TEXT` brings it back first"), id, id);
    if (done) {
        store_difference(arena, q, store_response_carry(arena, r.old_q, r.old, q), response, &d.before,
                         &d.after);
        done = d.after.length ? revise(store, &r, response, findings, why, &d, f)
                              : fault_set(f, _("return %ld: nothing to change; it says so already"), id);
    }
    strbuf_end(&d.before);
    strbuf_end(&d.after);
    arena_destroy(arena);
    return done;
}

bool store_return_revise(struct store *store, const struct questionnaire *q, long id,
                         const struct response *response, const struct findings *findings, const char *why,
                         struct fault *f) {
    return store_trail_need_why(why, f) && store_return_settle(store, q, id, response, findings, why, f);
}

/* --- status by a person's decision --- */

static bool decide(struct store *store, const struct revising *r, const char *action, enum return_status to,
                   const char *why, struct fault *f) {
    if (!store_status_change(store, r->row.id, r->survey, r->row.status, to, f))
        return false;
    const struct trail_entry entry = {.action = action,
                                      .survey = r->survey,
                                      .ret = r->row.id,
                                      .before = store_status_key(r->row.status),
                                      .after = store_status_key(to),
                                      .why = why};
    return store_trail_add(store, &entry, f);
}

bool store_return_void(struct store *store, long id, const char *why, struct fault *f) {
    struct arena *arena = arena_create();
    struct revising r = {0};
    bool done = store_trail_need_why(why, f) && find_for_change(store, arena, id, &r, f);
    if (done)
        done = r.row.status == RETURN_VOID ? fault_set(f, _("return %ld is void already"), id)
                                           : decide(store, &r, "return.void", RETURN_VOID, why, f);
    arena_destroy(arena);
    return done;
}

static bool batch_stands(struct store *store, const struct revising *r, struct fault *f) {
    long undone;
    if (!sql_integer(store->db, f, &undone, 0, "SELECT undone FROM batch WHERE id = ?", "i", r->row.batch))
        return false;
    return !undone ||
           fault_set(f,
                     _("return %ld came in with the batch \"%s\", which was taken back; load its file "
                       "again instead"),
                     r->row.id, r->row.batch_name);
}

bool store_return_accept(struct store *store, long id, const char *why, struct fault *f) {
    struct arena *arena = arena_create();
    struct revising r = {0};
    bool done = store_trail_need_why(why, f) && find_for_change(store, arena, id, &r, f) &&
                batch_stands(store, &r, f);
    if (done && r.row.status == RETURN_ACCEPTED)
        done = fault_set(f, _("return %ld is accepted already"), id);
    done = done &&
           sql_run(store->db, f,
                   "UPDATE finding SET state = 'accepted' WHERE ret = ? AND state = 'open' AND severity = 2",
                   "i", id) &&
           decide(store, &r, "return.accept", RETURN_ACCEPTED, why, f);
    arena_destroy(arena);
    return done;
}

/* --- history --- */

static void read_history(struct arena *arena, sqlite3_stmt *s, struct history_row *row) {
    *row = (struct history_row){
        .at = sql_text(arena, s, 0),
        .who = sql_text(arena, s, 1),
        .why = sql_text(arena, s, 2),
        .action = sql_text(arena, s, 3),
        .before = sql_text(arena, s, 4),
        .after = sql_text(arena, s, 5),
    };
}

/* A return's own entries and those of its batch, which speak of the batch's counts and here only of its name.
 */
bool store_history(struct store *store, struct arena *arena, long id, struct history_row **rows,
                   size_t *count, struct fault *f) {
    size_t capacity = 0;
    long revision = 0;
    *rows = NULL;
    *count = 0;
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT l.at, l.who, l.why, l.action, iif(l.ret IS NULL, NULL, l.before), iif(l.ret IS "
                  "NULL, b.name, l.after)"
                  " FROM ret r JOIN batch b ON b.id = r.batch JOIN trail l ON l.ret = r.id OR"
                  " (l.batch = b.id AND l.ret IS NULL AND l.action <> 'second.add')"
                  " WHERE r.id = ? ORDER BY l.id",
                  "i", id);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        *rows = arena_grow(arena, *rows, *count, &capacity, sizeof **rows);
        struct history_row *row = &(*rows)[(*count)++];
        read_history(arena, s, row);
        revision += strcmp(row->action, "batch.add") == 0 || strcmp(row->action, "return.edit") == 0 ||
                    strcmp(row->action, "return.receive") == 0;
        row->revision = revision;
    }
    sqlite3_finalize(s);
    return got == 0 && (*count || unknown_return(store, id, f));
}
