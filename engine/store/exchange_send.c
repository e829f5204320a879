/* Going out: every return of a survey, in the order in which they came in. */
#include "engine/store/exchange_internal.h"

#include <string.h>

struct sending {
    struct store *store;
    const struct exchange_visitor *visitor;
    struct exchange_versions versions;
    struct arena *arena, *scratch;
    long *numbers; /* of sources in the bundle, by row id; 0: not yet said */
    long sources;  /* said so far */
    unsigned withhold;
};

/* A return that came in again after its batch was taken back is sent as it came in again. */
#define RETURNS                                                                                              \
    " FROM ret r NOT INDEXED CROSS JOIN batch b ON b.id = r.batch LEFT JOIN exchange e ON e.ret = r.id"      \
    " WHERE r.survey = ? AND NOT (b.undone = 1 AND e.uid IS NOT NULL AND EXISTS"                             \
    " (SELECT 1 FROM exchange o JOIN ret n ON n.id = o.ret WHERE o.uid = e.uid AND n.survey = r.survey AND " \
    "n.id > r.id))"

bool exchange_count(struct store *store, const char *survey, long *count, struct fault *f) {
    long id;
    return store_survey_id(store, survey, &id, f) &&
           sql_integer(store->db, f, count, 0, "SELECT count(*)" RETURNS, "i", id);
}

static bool send_source(struct sending *s, long id, struct fault *f) {
    sqlite3_stmt *q =
        sql_query(s->store->db, f, "SELECT name, sha256, headings FROM source WHERE id = ?", "i", id);
    bool done = sql_row(q, f) > 0;
    if (done) {
        struct exchange_source source = {.number = ++s->sources,
                                         .file = sql_text(s->scratch, q, 0),
                                         .headings = s->withhold ? NULL : sql_text(s->scratch, q, 2)};
        if (sqlite3_column_bytes(q, 1) == sizeof source.sha256)
            memcpy(source.sha256, sqlite3_column_blob(q, 1), sizeof source.sha256);
        s->numbers[id] = source.number;
        done = s->visitor->source(s->visitor->data, &source, f);
    }
    sqlite3_finalize(q);
    return done;
}

/* What a finding quotes may be free text.  Conflicts between two stores concern only the one that has them.
 */
static bool read_findings(struct sending *s, long ret, struct exchange_return *item, struct fault *f) {
    static const char sql[] =
        "SELECT question, rule, severity, state, message, value, suggestion FROM finding"
        " WHERE ret = ? AND rule NOT LIKE 'exchange.%' ORDER BY id";
    sqlite3_stmt *q = store_cached(s->store, STATEMENT_EXCHANGE_FINDINGS, sql, f);
    size_t capacity = 0;
    int got;
    if (!sql_bind(q, f, "i", ret))
        return false;
    while ((got = sql_row(q, f)) > 0) {
        const char *value = sql_text(s->scratch, q, 5);
        bool quote = !s->withhold || !value || !*value;
        item->findings =
            arena_grow(s->scratch, item->findings, item->finding_count, &capacity, sizeof *item->findings);
        item->findings[item->finding_count++] = (struct exchange_finding){
            .question = sql_text(s->scratch, q, 0),
            .rule = sql_text(s->scratch, q, 1),
            .severity = (enum rule_severity)sql_long(q, 2),
            .state = sql_text(s->scratch, q, 3),
            .message = quote ? sql_text(s->scratch, q, 4) : NULL,
            .value = quote ? value : NULL,
            .suggestion = sql_text(s->scratch, q, 6),
        };
    }
    sqlite3_reset(q);
    return got == 0;
}

static void withhold(const struct sending *s, struct exchange_return *item) {
    for (size_t i = 0; i < item->revision_count; i++) {
        struct exchange_revision *revision = &item->revisions[i];
        exchange_withhold(revision->q, revision->response, s->withhold);
        revision->withheld |= s->withhold;
        if (s->withhold)
            revision->raw = NULL, revision->raw_length = 0;
    }
}

static bool identify(struct sending *s, sqlite3_stmt *q, long ret, struct exchange_return *item,
                     struct fault *f) {
    long original = sql_long(q, 4);
    if (sqlite3_column_bytes(q, 1) == EXCHANGE_ID)
        memcpy(item->id.bytes, sqlite3_column_blob(q, 1), EXCHANGE_ID);
    else if (sqlite3_column_bytes(q, 2) != EXCHANGE_TAG ||
             !exchange_id_own(s->store, sqlite3_column_blob(q, 2), ret, &item->id, f))
        return false;
    item->duplicate = item->status == RETURN_DUPLICATE && original;
    return !item->duplicate || exchange_id_of(s->store, original, &item->original, f);
}

static bool send(struct sending *s, sqlite3_stmt *q, struct fault *f) {
    long ret = sql_long(q, 0), source = sql_long(q, 5);
    struct exchange_return item = {
        .status = (enum return_status)sql_long(q, 3),
        .base = sqlite3_column_type(q, 7) == SQLITE_NULL ? -1 : (int)sql_long(q, 7),
        .decided = sql_long(q, 8),
        .why = sql_text(s->scratch, q, 9),
        .row = (size_t)sql_long(q, 6),
    };
    if (source && !s->numbers[source] && !send_source(s, source, f))
        return false;
    item.source = source ? s->numbers[source] : 0;
    if (!identify(s, q, ret, &item, f) ||
        !exchange_revisions(s->store, s->scratch, &s->versions, ret, &item.id, &item, f) ||
        !read_findings(s, ret, &item, f) ||
        (!(s->withhold & EXCHANGE_TEXT) && !exchange_masks(s->store, s->scratch, ret, &item, f)))
        return false;
    withhold(s, &item);
    return s->visitor->item(s->visitor->data, &item, f);
}

static bool send_all(struct sending *s, long survey, struct fault *f) {
    sqlite3_stmt *q = sql_query(
        s->store->db, f,
        "SELECT r.id, e.uid, b.tag, r.status, r.duplicate_of, r.source, r.row,"
        " iif(e.uid IS NULL, NULL, e.status),"
        " (SELECT coalesce(max(strftime('%s', at)), 0) * 100000 + min(count(*), 99999) FROM"
        " (SELECT at FROM trail WHERE ret = r.id"
        "  UNION ALL SELECT at FROM trail WHERE batch = r.batch AND action = 'batch.undo')),"
        " (SELECT why FROM trail WHERE ret = r.id AND action IN"
        " ('return.void', 'return.accept', 'return.merge', 'return.status') ORDER BY id DESC LIMIT 1)" RETURNS
        " ORDER BY r.id",
        "i", survey);
    int got;
    while ((got = sql_row(q, f)) > 0) {
        if (!send(s, q, f)) {
            got = -1;
            break;
        }
        arena_reset(s->scratch);
    }
    sqlite3_finalize(q);
    return got == 0;
}

bool exchange_each(struct store *store, const char *survey, unsigned withhold_parts,
                   const struct exchange_visitor *visitor, struct fault *f) {
    struct sending s = {.store = store,
                        .visitor = visitor,
                        .arena = arena_create(),
                        .scratch = arena_create(),
                        .withhold = withhold_parts};
    long id, newest = 0;
    bool done = store_survey_id(store, survey, &id, f) && exchange_versions_begin(store, &s.versions, f) &&
                sql_integer(store->db, f, &newest, 0, "SELECT max(id) FROM source", "");
    if (done) {
        s.numbers = arena_array(s.arena, (size_t)newest + 1, sizeof *s.numbers);
        done = send_all(&s, id, f);
    }
    exchange_versions_end(&s.versions);
    arena_destroy(s.scratch);
    arena_destroy(s.arena);
    return done;
}
