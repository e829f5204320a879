/* Findings: what a person must look at, kept by question id because positions change between template
 * versions. */
#include "engine/store/internal.h"

#include <string.h>

static const char *question_id(const struct questionnaire *q, const struct finding *finding) {
    return finding->question < 0 ? NULL : q->questions[finding->question].id;
}

bool store_finding_insert(struct store *store, const struct questionnaire *q, long ret,
                          const struct finding *finding, struct fault *f) {
    static const char sql[] =
        "INSERT INTO finding (ret, question, rule, severity, message, value, suggestion)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)";
    sqlite3_stmt *s = store_cached(store, STATEMENT_FINDING, sql, f);
    return sql_bind(s, f, "ittittt", ret, question_id(q, finding), finding->rule, (long)finding->severity,
                    finding->message ? finding->message : "", finding->value, finding->suggestion) &&
           store_step(s, f);
}

#define FINDING_COLUMNS                                                                                      \
    "f.ret, s.name, r.row, f.question, f.rule, f.severity, f.message, f.value, f.suggestion"
#define FINDING_TABLES                                                                                       \
    " FROM finding f CROSS JOIN ret r ON r.id = f.ret LEFT JOIN source s ON s.id = r.source"                 \
    " WHERE f.state = 'open' AND "

static struct finding read_finding(struct arena *arena, const struct questionnaire *q, sqlite3_stmt *s) {
    const char *question = (const char *)sqlite3_column_text(s, 3);
    return (struct finding){
        .return_id = sql_long(s, 0),
        .file = sql_text(arena, s, 1),
        .row = (size_t)sql_long(s, 2),
        .question = question ? questionnaire_find(q, question) : -1,
        .rule = sql_text(arena, s, 4),
        .severity = (enum rule_severity)sql_long(s, 5),
        .message = sql_text(arena, s, 6),
        .value = sql_text(arena, s, 7),
        .suggestion = sql_text(arena, s, 8),
    };
}

static bool read_all(struct arena *arena, const struct questionnaire *q, sqlite3_stmt *s,
                     struct finding **items, size_t *count, struct fault *f) {
    size_t capacity = 0;
    int got;
    *items = NULL;
    *count = 0;
    while ((got = sql_row(s, f)) > 0) {
        *items = arena_grow(arena, *items, *count, &capacity, sizeof **items);
        (*items)[(*count)++] = read_finding(arena, q, s);
    }
    sqlite3_finalize(s);
    return got == 0;
}

bool store_findings(struct store *store, struct arena *arena, const struct questionnaire *q,
                    struct finding **items, size_t *count, struct fault *f) {
    long survey;
    if (!store_survey_id(store, q->id, &survey, f))
        return false;
    return read_all(arena, q,
                    sql_query(store->db, f,
                              "SELECT " FINDING_COLUMNS FINDING_TABLES
                              "r.survey = ? AND r.status IN (0, 2) ORDER BY f.ret, f.id",
                              "i", survey),
                    items, count, f);
}

bool store_return_findings(struct store *store, struct arena *arena, const struct questionnaire *q, long id,
                           struct finding **items, size_t *count, struct fault *f) {
    return read_all(
        arena, q,
        sql_query(store->db, f, "SELECT " FINDING_COLUMNS FINDING_TABLES "f.ret = ? ORDER BY f.id", "i", id),
        items, count, f);
}

/* --- replacing --- */

struct kept {
    long id;
    const char *question, *rule, *value;
    long severity;
    bool open, still;
};

static bool read_kept(struct store *store, struct arena *arena, long ret, struct kept **kept, size_t *count,
                      struct fault *f) {
    size_t capacity = 0;
    *kept = NULL;
    *count = 0;
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT id, question, rule, value, severity, state = 'open' FROM finding"
                                " WHERE ret = ? AND state <> 'resolved'",
                                "i", ret);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        *kept = arena_grow(arena, *kept, *count, &capacity, sizeof **kept);
        (*kept)[(*count)++] = (struct kept){.id = sql_long(s, 0),
                                            .question = sql_text(arena, s, 1),
                                            .rule = sql_text(arena, s, 2),
                                            .value = sql_text(arena, s, 3),
                                            .severity = sql_long(s, 4),
                                            .open = sql_long(s, 5) != 0};
    }
    sqlite3_finalize(s);
    return got == 0;
}

static bool same(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Whether the finding is there already, open or accepted by a person (wording aside: that depends on the
 * language). */
static bool known(const struct questionnaire *q, const struct finding *finding, struct kept *kept,
                  size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!kept[i].still && kept[i].severity == (long)finding->severity &&
            same(kept[i].rule, finding->rule) && same(kept[i].question, question_id(q, finding)) &&
            same(kept[i].value, finding->value))
            return kept[i].still = true;
    return false;
}

/* What is found again stays as it is; what is no longer found is resolved. */
bool store_findings_replace(struct store *store, const struct questionnaire *q, long return_id,
                            const struct finding *items, size_t count, struct fault *f) {
    struct arena *arena = arena_create();
    struct kept *kept;
    size_t kept_count;
    bool done = store_writable(store, f) && read_kept(store, arena, return_id, &kept, &kept_count, f);
    for (size_t i = 0; done && i < count; i++)
        if (!known(q, &items[i], kept, kept_count))
            done = store_finding_insert(store, q, return_id, &items[i], f);
    for (size_t i = 0; done && i < kept_count; i++)
        if (kept[i].open && !kept[i].still)
            done =
                sql_run(store->db, f, "UPDATE finding SET state = 'resolved' WHERE id = ?", "i", kept[i].id);
    arena_destroy(arena);
    return done;
}
