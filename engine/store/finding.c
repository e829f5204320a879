/* Findings: what a person must look at, kept by question id because positions change between template
 * versions. */
#include "engine/base/text.h"
#include "engine/store/internal.h"

#include "engine/base/lang.h"

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
                    finding->kept      ? finding->kept
                    : finding->message ? finding->message
                                       : "",
                    finding->value,
                    finding->kept_suggestion ? finding->kept_suggestion : finding->suggestion) &&
           store_step(s, f);
}

#define FINDING_COLUMNS                                                                                      \
    "f.ret, s.name, r.row, f.question, f.rule, f.severity, f.message, f.value, f.suggestion, f.id, f.state," \
    " r.status, (SELECT v.sheet FROM revision v WHERE v.id = r.revision)"
#define FINDING_TABLES                                                                                       \
    " FROM finding f CROSS JOIN ret r ON r.id = f.ret LEFT JOIN source s ON s.id = r.source"

static struct finding read_finding(struct arena *arena, const struct questionnaire *q, sqlite3_stmt *s) {
    const char *question = (const char *)sqlite3_column_text(s, 3);
    struct finding finding = {
        .return_id = sql_long(s, 0),
        .file = sql_text(arena, s, 1),
        .row = (size_t)sql_long(s, 2),
        .question = question ? questionnaire_find(q, question) : -1,
        .rule = sql_text(arena, s, 4),
        .severity = (enum rule_severity)sql_long(s, 5),
        .value = sql_text(arena, s, 7),
    };
    finding_say(arena, &finding, sql_text(arena, s, 6), sql_text(arena, s, 8));
    return finding;
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
    return read_all(
        arena, q,
        sql_query(store->db, f,
                  "SELECT " FINDING_COLUMNS FINDING_TABLES
                  " WHERE f.state = 'open' AND r.survey = ? AND r.status IN (0, 2) ORDER BY f.ret, f.id",
                  "i", survey),
        items, count, f);
}

bool store_return_findings(struct store *store, struct arena *arena, const struct questionnaire *q, long id,
                           struct finding **items, size_t *count, struct fault *f) {
    return read_all(arena, q,
                    sql_query(store->db, f,
                              "SELECT " FINDING_COLUMNS FINDING_TABLES
                              " WHERE f.state = 'open' AND f.ret = ? ORDER BY f.id",
                              "i", id),
                    items, count, f);
}

/* --- one by one, for decisions --- */

static const char *const state_keys[] = {"open", "resolved", "accepted"};

const char *store_finding_key(enum finding_state state) {
    return state_keys[state];
}

static enum finding_state read_state(const char *key) {
    enum finding_state state = FINDING_OPEN;
    while (strcmp(state_keys[state], key) != 0)
        state++;
    return state;
}

static struct finding_row read_finding_row(struct arena *arena, const struct questionnaire *q,
                                           sqlite3_stmt *s) {
    return (struct finding_row){
        .id = sql_long(s, 9),
        .finding = read_finding(arena, q, s),
        .state = read_state((const char *)sqlite3_column_text(s, 10)),
        .status = (enum return_status)sql_long(s, 11),
        .sheet = sql_text(arena, s, 12),
    };
}

/* "required q2=no_answer" after the state it was in: in ids, for the trail. */
static const char *finding_before(struct arena *arena, const struct questionnaire *q,
                                  const struct finding_row *row) {
    const char *question = question_id(q, &row->finding), *value = row->finding.value;
    return arena_printf(arena, "%s %s%s%s%s%s", state_keys[row->state], row->finding.rule,
                        question ? " " : "", question ? question : "", value ? "=" : "", value ? value : "");
}

/* The entry with which it was closed: its person, time and reason. */
static sqlite3_stmt *query_closing(struct store *store, struct arena *arena, const struct questionnaire *q,
                                   struct finding_row row, struct fault *f) {
    row.state = FINDING_OPEN;
    return sql_query(store->db, f,
                     "SELECT who, substr(at, 1, 16), why FROM trail WHERE ret = ?1 AND action IN"
                     " ('finding.accept', 'finding.resolve')"
                     " AND substr(before || '; status=', 1, length(?2) + 9) = ?2 || '; status='"
                     " ORDER BY id DESC LIMIT 1",
                     "it", row.finding.return_id, finding_before(arena, q, &row));
}

static bool read_closing(struct store *store, struct arena *arena, const struct questionnaire *q,
                         struct finding_row *row, struct fault *f) {
    if (row->state == FINDING_OPEN)
        return true;
    sqlite3_stmt *s = query_closing(store, arena, q, *row, f);
    int got = sql_row(s, f);
    if (got > 0) {
        row->who = sql_text(arena, s, 0);
        row->at = sql_text(arena, s, 1);
        row->why = sql_text(arena, s, 2);
    }
    sqlite3_finalize(s);
    return got >= 0;
}

bool store_finding_list(struct store *store, struct arena *arena, const struct questionnaire *q, bool all,
                        struct finding_row **rows, size_t *count, struct fault *f) {
    static const char open_ones[] =
        "SELECT " FINDING_COLUMNS FINDING_TABLES
        " WHERE f.state = 'open' AND r.survey = ? AND r.status IN (0, 2) ORDER BY f.id";
    static const char all_ones[] =
        "SELECT " FINDING_COLUMNS FINDING_TABLES " WHERE r.survey = ? ORDER BY f.id";
    size_t capacity = 0;
    long survey;
    int got;
    *rows = NULL;
    *count = 0;
    if (!store_survey_id(store, q->id, &survey, f))
        return false;
    sqlite3_stmt *s = sql_query(store->db, f, all ? all_ones : open_ones, "i", survey);
    while ((got = sql_row(s, f)) > 0) {
        *rows = arena_grow(arena, *rows, *count, &capacity, sizeof **rows);
        (*rows)[(*count)++] = read_finding_row(arena, q, s);
    }
    sqlite3_finalize(s);
    bool done = got == 0;
    for (size_t i = 0; done && all && i < *count; i++)
        done = read_closing(store, arena, q, &(*rows)[i], f);
    return done;
}

bool store_findings_unchecked(struct store *store, const struct questionnaire *q, long *returns,
                              struct fault *f) {
    long survey;
    int got;
    if (!store_survey_id(store, q->id, &survey, f))
        return false;
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT f.question, count(DISTINCT f.ret) FROM finding f JOIN ret r ON r.id = f.ret"
                  " WHERE f.state = 'open' AND r.survey = ?1 AND r.status = ?2 AND f.severity <> ?3"
                  " AND f.question IS NOT NULL GROUP BY f.question",
                  "iii", survey, (long)RETURN_ACCEPTED, (long)RULE_INFO);
    while ((got = sql_row(s, f)) > 0) {
        int at = questionnaire_find(q, (const char *)sqlite3_column_text(s, 0));
        if (at >= 0)
            returns[at] = sql_long(s, 1);
    }
    sqlite3_finalize(s);
    return got == 0;
}

const struct questionnaire *store_finding_get(struct store *store, struct arena *arena, long id,
                                              struct finding_row *row, struct fault *f) {
    const struct questionnaire *q = NULL;
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT " FINDING_COLUMNS ", y.name" FINDING_TABLES
                                " JOIN survey y ON y.id = r.survey WHERE f.id = ?",
                                "i", id);
    int got = sql_row(s, f);
    if (got > 0)
        q = store_questionnaire(store, arena, (const char *)sqlite3_column_text(s, 13), f);
    else if (got == 0)
        fault_set(f, _("there is no finding %ld; `shukei finding list --survey ID` shows them"), id);
    if (q)
        *row = read_finding_row(arena, q, s);
    sqlite3_finalize(s);
    return q;
}

/* A return whose last open error this was counts from now on; one that has an open error again does not. */
static bool judge_again(struct store *store, const struct finding_row *row, long survey,
                        enum return_status *status, struct fault *f) {
    long ret = row->finding.return_id;
    *status = row->status;
    if (row->status != RETURN_SET_ASIDE && row->status != RETURN_ACCEPTED)
        return true;
    return store_judge(store, ret, status, f) &&
           (*status == row->status || store_status_change(store, ret, survey, row->status, *status, f));
}

static const char *const state_actions[] = {[FINDING_OPEN] = "finding.reopen",
                                            [FINDING_RESOLVED] = "finding.resolve",
                                            [FINDING_ACCEPTED] = "finding.accept"};

static bool decide(struct store *store, struct arena *arena, const struct questionnaire *q,
                   const struct finding_row *row, enum finding_state state, const char *why,
                   struct fault *f) {
    long survey;
    enum return_status status;
    if (!store_survey_id(store, q->id, &survey, f) ||
        !sql_run(store->db, f, "UPDATE finding SET state = ? WHERE id = ?", "ti", state_keys[state],
                 row->id) ||
        !judge_again(store, row, survey, &status, f))
        return false;
    const char *before = finding_before(arena, q, row), *after = state_keys[state];
    if (status != row->status) {
        before = arena_printf(arena, "%s; status=%s", before, store_status_key(row->status));
        after = arena_printf(arena, "%s; status=%s", after, store_status_key(status));
    }
    const struct trail_entry entry = {.action = state_actions[state],
                                      .survey = survey,
                                      .ret = row->finding.return_id,
                                      .before = before,
                                      .after = after,
                                      .why = why};
    return store_trail_add(store, &entry, f);
}

/* Of two people with the same list before them, the second learns who was first. */
static bool closed_already(struct store *store, struct arena *arena, const struct questionnaire *q,
                           struct finding_row row, struct fault *f) {
    const char *key = store_finding_key(row.state);
    sqlite3_stmt *s = query_closing(store, arena, q, row, f);
    int got = sql_row(s, f);
    if (got > 0)
        fault_set(f, _("%s has decided about this finding already (%s)"),
                  (const char *)sqlite3_column_text(s, 0), (const char *)sqlite3_column_text(s, 1));
    else if (got == 0)
        fault_set(f, _("finding %ld is closed already (%s)"), row.id, key);
    sqlite3_finalize(s);
    return false;
}

bool store_finding_decide(struct store *store, long id, enum finding_state state, const char *why,
                          struct fault *f) {
    struct arena *arena = arena_create();
    struct finding_row row;
    const struct questionnaire *q =
        store_writable(store, f) ? store_finding_get(store, arena, id, &row, f) : NULL;
    bool done = q && store_trail_need_why(why, f);
    if (done && state == FINDING_OPEN && row.state == FINDING_OPEN)
        done = fault_set(f, _("finding %ld is open"), id);
    else if (done && state != FINDING_OPEN && row.state != FINDING_OPEN)
        done = closed_already(store, arena, q, row, f);
    done = done && decide(store, arena, q, &row, state, why, f);
    arena_destroy(arena);
    return done;
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

/* Whether the finding is there already, open or accepted by a person (wording aside: that depends on the
 * language). */
static bool known(const struct questionnaire *q, const struct finding *finding, struct kept *kept,
                  size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!kept[i].still && kept[i].severity == (long)finding->severity &&
            text_same(kept[i].rule, finding->rule) && text_same(kept[i].question, question_id(q, finding)) &&
            text_same(kept[i].value, finding->value))
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
