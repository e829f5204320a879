/* Returns coming in: the hot path of every import. */
#include "engine/store/internal.h"

#include "engine/base/lang.h"

#include <assert.h>
#include <string.h>

const char *store_status_name(enum return_status status) {
    static const char *const names[] = {N_("accepted"), N_("duplicate"), N_("set aside"), N_("void")};
    return _(names[status]);
}

/* The return that the same row of the same bytes became earlier; 0 when there is none. */
static long same_row(const struct store *store, const struct incoming *in) {
    if (!in->row)
        return 0;
    for (const struct store_seen *seen = store->seen; seen; seen = seen->next)
        if (seen->source == in->source)
            return in->row < seen->rows ? seen->by_row[in->row] : 0;
    return 0;
}

/* An earlier return of this batch with the same content, or what that one is a duplicate of. */
static bool same_in_batch(struct store *store, uint64_t hash, long *found, struct fault *f) {
    return content_find(&store->batch.content, hash, found, f) &&
           (!*found || sql_integer(store->db, f, found, 0,
                                   "SELECT coalesce(duplicate_of, id) FROM ret WHERE id = ?", "i", *found));
}

/* Revisions past as well as present count: a file that has grown comes again after its first rows were
 * corrected, or merged with others: then they are known by what they are duplicates of. */
bool store_same_content(struct store *store, uint64_t hash, const char *const *fields, long *found,
                        struct fault *f) {
    static const char sql[] =
        "SELECT o.id FROM content c CROSS JOIN ret r ON r.id = c.ret"
        " CROSS JOIN ret o ON o.id = iif(r.status = 1, r.duplicate_of, r.id)"
        " CROSS JOIN batch b ON b.id = r.batch CROSS JOIN batch ob ON ob.id = o.batch"
        " WHERE c.hash = ? AND r.survey = ? AND b.undone = 0 AND ob.undone = 0 AND EXISTS"
        " (SELECT 1 FROM revision v WHERE v.ret = r.id AND (v.sheet = ? OR v.institution = ?))"
        " ORDER BY o.id LIMIT 1";
    if (store->batch.first)
        return true;
    sqlite3_stmt *s = store_cached(store, STATEMENT_SAME_CONTENT, sql, f);
    if (!sql_bind(s, f, "iitt", (long)hash, store->batch.survey, fields[FIELD_SHEET],
                  fields[FIELD_INSTITUTION]))
        return false;
    int got = sql_row(s, f);
    if (got > 0)
        *found = sql_long(s, 0);
    sqlite3_reset(s);
    return got >= 0;
}

/* Without sheet number and institution two returns that say the same may well be two. */
static bool find_original(struct store *store, const struct questionnaire *q, const struct incoming *in,
                          const char *const *fields, long *original, struct fault *f) {
    *original = same_row(store, in);
    if (!fields[FIELD_SHEET] && !fields[FIELD_INSTITUTION])
        return true;
    uint64_t hash = response_hash(q, in->response);
    if (!*original && !same_in_batch(store, hash, original, f))
        return false;
    if (!*original && !store_same_content(store, hash, fields, original, f))
        return false;
    return content_add(&store->batch.content, hash, store->next_return, f);
}

static bool has_error(const struct incoming *in) {
    for (size_t i = 0; i < in->finding_count; i++)
        if (in->findings[i].severity == RULE_ERROR)
            return true;
    return false;
}

bool store_return_insert(struct store *store, const struct return_new *in, struct fault *f) {
    static const char sql[] =
        "INSERT INTO ret (id, survey, batch, source, row, status, duplicate_of, revision)"
        " VALUES (?, ?, ?, nullif(?, 0), ?, ?, nullif(?, 0), ?)";
    sqlite3_stmt *s = store_cached(store, STATEMENT_RET, sql, f);
    if (!s)
        return false;
    const long values[] = {store->next_return, store->batch.survey, store->batch.id, in->source,
                           (long)in->row,      (long)in->status,    in->original,    in->revision};
    for (int i = 0; i < 8; i++)
        sqlite3_bind_int64(s, i + 1, values[i]);
    return store_step(s, f);
}

static bool insert_revision(struct store *store, const struct questionnaire *q, const struct incoming *in,
                            const char *const *fields, bool counted, struct fault *f) {
    unsigned char leaf[DIGEST_BYTES];
    char at[STORE_TIME];
    if (store->batch.resumed)
        store_now(at);
    const struct revision_new revision = {
        .ret = store->next_return,
        .seq = 1,
        .template = store->batch.template,
        .template_hash = q->hash,
        .fields = fields,
        .raw = in->raw,
        .raw_length = in->raw_length,
        .at = store->batch.resumed ? at : NULL,
    };
    strbuf_clear(&store->encoded);
    response_encode(q, in->response, &store->encoded);
    if (!store_revision_insert(store, &revision, leaf, f))
        return false;
    digest_seal_add(&store->batch.seal, store->next_revision - 1, revision.ret, leaf, in->raw,
                    in->raw_length);
    if (counted)
        digest_sum_add(&store->batch.sum, leaf);
    return true;
}

static bool insert_findings(struct store *store, const struct questionnaire *q, const struct incoming *in,
                            struct fault *f) {
    for (size_t i = 0; i < in->finding_count; i++)
        if (!store_finding_insert(store, q, store->next_return, &in->findings[i], f))
            return false;
    return true;
}

bool store_return_add(struct store *store, const struct questionnaire *q, long batch,
                      const struct incoming *in, long *return_id, enum return_status *status,
                      struct fault *f) {
    assert(batch && batch == store->batch.id);
    (void)batch;
    const char *fields[FIELD_COUNT];
    memcpy(fields, in->response->fields, sizeof fields);
    if (!fields[FIELD_CHANNEL])
        fields[FIELD_CHANNEL] = store->batch.channel;
    long original;
    if (!find_original(store, q, in, fields, &original, f))
        return false;
    *status = original ? RETURN_DUPLICATE : has_error(in) ? RETURN_SET_ASIDE : RETURN_ACCEPTED;
    const struct return_new row = {.source = in->source,
                                   .original = original,
                                   .revision = store->next_revision,
                                   .row = in->row,
                                   .status = *status};
    if (!store_return_insert(store, &row, f) ||
        !insert_revision(store, q, in, fields, *status == RETURN_ACCEPTED, f) ||
        !insert_findings(store, q, in, f))
        return false;
    if (*status == RETURN_ACCEPTED)
        store_fence_note(store, q, in->response);
    *return_id = store->next_return++;
    return true;
}
