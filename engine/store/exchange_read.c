/* Reading returns as they are exchanged. */
#include "engine/store/exchange_internal.h"

#include <string.h>

bool exchange_versions_begin(struct store *store, struct exchange_versions *v, struct fault *f) {
    long newest;
    *v = (struct exchange_versions){.arena = arena_create()};
    if (!exchange_salt(store, f) ||
        !sql_integer(store->db, f, &newest, 0, "SELECT max(id) FROM template", ""))
        return false;
    v->count = (size_t)newest + 1;
    v->by_id = arena_array(v->arena, v->count, sizeof *v->by_id);
    return true;
}

void exchange_versions_end(struct exchange_versions *v) {
    if (v->arena)
        arena_destroy(v->arena);
    *v = (struct exchange_versions){0};
}

static const struct questionnaire *version(struct store *store, struct exchange_versions *v, long template,
                                           const char *hash, struct fault *f) {
    if (!v->by_id[template])
        v->by_id[template] = store_template(store, v->arena, hash, f);
    return v->by_id[template];
}

bool exchange_templates(struct store *store, struct arena *arena, const char *survey,
                        const struct questionnaire ***list, size_t *count, struct fault *f) {
    long id;
    size_t capacity = 0;
    *list = NULL;
    *count = 0;
    if (!store_survey_id(store, survey, &id, f))
        return false;
    sqlite3_stmt *s =
        sql_query(store->db, f, "SELECT hash FROM template WHERE survey = ? ORDER BY id", "i", id);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        const struct questionnaire *q = store_template(store, arena, sql_text(arena, s, 0), f);
        if (!q) {
            got = -1;
            break;
        }
        *list = arena_grow(arena, *list, *count, &capacity, sizeof **list);
        (*list)[(*count)++] = q;
    }
    sqlite3_finalize(s);
    return got == 0;
}

/* --- parts that are not said --- */

static bool has_words(const struct question *question, const struct answer *answer) {
    return question->kind != QUESTION_DATE || answer->state != ANSWER_GIVEN;
}

void exchange_withhold(const struct questionnaire *q, struct response *response, unsigned parts) {
    if (parts & EXCHANGE_IDENTITY)
        response->fields[FIELD_INSTITUTION] = response->fields[FIELD_OPERATOR] = NULL;
    if (!(parts & EXCHANGE_TEXT))
        return;
    response->fields[FIELD_REMARK] = NULL;
    for (size_t i = 0; i < q->question_count; i++)
        if (has_words(&q->questions[i], &response->answers[i]))
            response->answers[i].text = NULL;
}

/* Words go with the answer beside which they stood. */
static bool same_but_words(const struct answer *a, const struct answer *b) {
    return a->state == b->state && a->code == b->code && a->bits == b->bits && a->number == b->number;
}

void exchange_fill(const struct questionnaire *q, struct response *response, unsigned parts,
                   const struct response *from) {
    static const enum return_field identity[] = {FIELD_INSTITUTION, FIELD_OPERATOR};
    for (int i = 0; parts & EXCHANGE_IDENTITY && i < 2; i++)
        if (!response->fields[identity[i]])
            response->fields[identity[i]] = from->fields[identity[i]];
    if (!(parts & EXCHANGE_TEXT))
        return;
    if (!response->fields[FIELD_REMARK])
        response->fields[FIELD_REMARK] = from->fields[FIELD_REMARK];
    for (size_t i = 0; i < q->question_count; i++) {
        struct answer *answer = &response->answers[i];
        if (has_words(&q->questions[i], answer) && !answer->text && same_but_words(answer, &from->answers[i]))
            answer->text = from->answers[i].text;
    }
}

/* --- revisions --- */

/* A correction made here stands on what it corrects: what was withheld of that, it lacks as well. */
static void identify(struct store *store, sqlite3_stmt *s, const struct exchange_id *ret, long seq,
                     const struct revision_row *row, struct exchange_revision *out) {
    if (sqlite3_column_bytes(s, STORE_REVISION_COUNT + 5) == EXCHANGE_ID) {
        memcpy(out->id.bytes, sqlite3_column_blob(s, STORE_REVISION_COUNT + 5), EXCHANGE_ID);
        out->withheld = (unsigned)sql_long(s, STORE_REVISION_COUNT + 6) & EXCHANGE_PARTS;
        return;
    }
    unsigned char leaf[DIGEST_BYTES];
    store_revision_leaf(store, row, leaf);
    struct strbuf *b = &store->scratch;
    strbuf_clear(b);
    strbuf_add_bytes(b, ret->bytes, EXCHANGE_ID);
    digest_put_number(b, (uint64_t)seq);
    strbuf_add_bytes(b, leaf, sizeof leaf);
    crypto_generichash(out->id.bytes, EXCHANGE_ID, (const unsigned char *)b->text, b->length, store->salt,
                       sizeof store->salt);
}

static bool read_revision(struct store *store, struct arena *arena, struct exchange_versions *v,
                          sqlite3_stmt *s, const struct exchange_id *ret, struct exchange_revision *out,
                          struct fault *f) {
    struct revision_row row;
    store_revision_read(s, &row);
    identify(store, s, ret, sql_long(s, STORE_REVISION_COUNT + 1), &row, out);
    out->row = row.id;
    out->at = sql_text(arena, s, STORE_REVISION_COUNT + 2);
    out->who = sql_text(arena, s, STORE_REVISION_COUNT + 3);
    out->why = sql_text(arena, s, STORE_REVISION_COUNT + 4);
    out->raw = row.raw ? arena_strndup(arena, row.raw, row.raw_length) : NULL;
    out->raw_length = row.raw_length;
    out->q = version(store, v, sql_long(s, STORE_REVISION_COUNT), row.template_hash, f);
    if (!out->q)
        return false;
    out->response = response_create(arena, out->q);
    for (int i = 0; i < FIELD_COUNT; i++)
        out->response->fields[i] = arena_strdup(arena, row.fields[i]);
    return response_decode(arena, out->q, row.normal, row.length, out->response, f);
}

static void keep(struct arena *arena, struct exchange_return *out, size_t *capacity,
                 const struct exchange_revision *revision) {
    struct exchange_revision *last = out->revision_count ? &out->revisions[out->revision_count - 1] : NULL;
    if (last && exchange_id_same(&last->id, &revision->id)) {
        const char *raw = last->raw;
        size_t length = last->raw_length;
        *last = *revision;
        if (!last->raw)
            last->raw = raw, last->raw_length = length;
        return;
    }
    out->revisions = arena_grow(arena, out->revisions, out->revision_count, capacity, sizeof *out->revisions);
    out->revisions[out->revision_count++] = *revision;
}

bool exchange_revisions(struct store *store, struct arena *arena, struct exchange_versions *v, long ret,
                        const struct exchange_id *id, struct exchange_return *out, struct fault *f) {
    static const char sql[] =
        "SELECT " STORE_REVISION_COLUMNS
        ", v.template, v.seq, coalesce(v.at, b.at), coalesce(v.who, b.who), v.why,"
        " x.uid, x.withheld FROM ret r CROSS JOIN revision v ON v.ret = r.id JOIN template t ON t.id = "
        "v.template"
        " JOIN batch b ON b.id = r.batch LEFT JOIN exchange_revision x ON x.revision = v.id"
        " WHERE r.id = ? ORDER BY v.seq";
    sqlite3_stmt *s = store_cached(store, STATEMENT_EXCHANGE_REVISIONS, sql, f);
    size_t capacity = 0;
    unsigned withheld = 0;
    int got = -1;
    out->revisions = NULL;
    out->revision_count = 0;
    if (!sql_bind(s, f, "i", ret))
        return false;
    while ((got = sql_row(s, f)) > 0) {
        struct exchange_revision revision = {.withheld = withheld};
        if (!read_revision(store, arena, v, s, id, &revision, f)) {
            got = -1;
            break;
        }
        withheld = revision.withheld;
        keep(arena, out, &capacity, &revision);
    }
    sqlite3_reset(s);
    return got == 0 || fault_context(f, "return %ld", ret);
}
