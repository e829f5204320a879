/* Reading all returns of a survey, once and in order. */
#include "engine/store/internal.h"

#include <limits.h>
#include <string.h>

/* One pointer per template version while the walk lasts. */
struct versions {
    struct arena *arena;
    const char **hashes; /* by template id */
    size_t count;
};

static bool read_versions(struct store *store, struct versions *v, long survey, struct fault *f) {
    long newest;
    if (!sql_integer(store->db, f, &newest, 0, "SELECT max(id) FROM template", ""))
        return false;
    v->count = (size_t)newest + 1;
    v->hashes = arena_array(v->arena, v->count, sizeof *v->hashes);
    sqlite3_stmt *s = sql_query(store->db, f, "SELECT id, hash FROM template WHERE survey = ?", "i", survey);
    int got;
    while ((got = sql_row(s, f)) > 0)
        v->hashes[sql_long(s, 0)] = sql_text(v->arena, s, 1);
    sqlite3_finalize(s);
    return got == 0;
}

static const char *column(sqlite3_stmt *s, int at) {
    return (const char *)sqlite3_column_text(s, at);
}

static void read_row(sqlite3_stmt *s, const struct versions *v, struct stored_return *row) {
    *row = (struct stored_return){
        .id = sql_long(s, 0),
        .bytes = sqlite3_column_blob(s, 1),
        .length = (size_t)sqlite3_column_bytes(s, 1),
        .template_hash = v->hashes[sql_long(s, 2)],
        .sheet = column(s, 3),
        .association = column(s, 4),
        .channel = column(s, 5),
        .received = column(s, 6),
        .institution = column(s, 7),
        .status = (enum return_status)sql_long(s, 8),
        .remark = column(s, 9),
    };
}

/* In id order: both tables are walked from front to back. */
static sqlite3_stmt *query(struct store *store, long survey, const struct store_span *span, struct fault *f) {
    return sql_query(
        store->db, f,
        "SELECT r.id, v.normal, v.template, v.sheet, v.association, v.channel, v.received, v.institution,"
        " r.status, v.remark"
        " FROM ret r NOT INDEXED CROSS JOIN revision v ON v.id = r.revision"
        " WHERE r.id > ? AND r.id < ? AND r.survey = ? AND ? >> r.status & 1 ORDER BY r.id LIMIT ?",
        "iiiii", span->after, span->before, survey, (long)span->statuses, span->limit);
}

bool store_each_span(struct store *store, const char *survey, const struct store_span *span,
                     bool (*visit)(void *data, const struct stored_return *row, struct fault *f), void *data,
                     struct fault *f) {
    long id;
    struct versions v = {.arena = arena_create()};
    sqlite3_stmt *s = NULL;
    int got = -1;
    if (store_survey_id(store, survey, &id, f) && read_versions(store, &v, id, f))
        s = query(store, id, span, f);
    while (s && (got = sql_row(s, f)) > 0) {
        struct stored_return row;
        read_row(s, &v, &row);
        if (!visit(data, &row, f)) {
            got = -1;
            break;
        }
    }
    sqlite3_finalize(s);
    arena_destroy(v.arena);
    return got == 0;
}

bool store_each_before(struct store *store, const char *survey, unsigned statuses, long before,
                       bool (*visit)(void *data, const struct stored_return *row, struct fault *f),
                       void *data, struct fault *f) {
    const struct store_span span = {.statuses = statuses, .after = 0, .before = before, .limit = -1};
    return store_each_span(store, survey, &span, visit, data, f);
}

bool store_each_of(struct store *store, const char *survey, unsigned statuses,
                   bool (*visit)(void *data, const struct stored_return *row, struct fault *f), void *data,
                   struct fault *f) {
    return store_each_before(store, survey, statuses, LONG_MAX, visit, data, f);
}

bool store_each_return(struct store *store, const char *survey,
                       bool (*visit)(void *data, const struct stored_return *row, struct fault *f),
                       void *data, struct fault *f) {
    return store_each_of(store, survey, 1u << RETURN_ACCEPTED, visit, data, f);
}

bool store_last_return(struct store *store, long *id, struct fault *f) {
    return sql_integer(store->db, f, id, 0, "SELECT max(id) FROM ret", "");
}

long store_count_accepted(struct store *store, const char *survey) {
    struct fault f = {0};
    struct reconciliation r;
    return store_reconcile(store, survey, 0, &r, &f) ? r.accepted : -1;
}
