/*
 * Verification: the file's own integrity, then ours.  One pass over all revisions decodes the newest ones,
 * seals each batch anew, and adds up what is counted; then these are held against what the trail says.
 */
#include "engine/store/aggregate_internal.h"

#include "engine/base/lang.h"
#include "engine/base/stages.h"
#include "engine/store/paper.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct verify {
    struct store *store;
    struct arena *arena;
    struct verify_report *report;
    struct digest_seal *seals;              /* by batch id */
    bool *sittings;                         /* by batch id: each sheet of it has a seal of its own */
    struct digest_sum *sums;                /* by survey id */
    const struct questionnaire **templates; /* by template id */
    size_t batches, surveys, template_count;
};

static bool problem(struct verify *v, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Keeps the first one.  Always false. */
static bool problem(struct verify *v, const char *format, ...) {
    va_list args;
    va_start(args, format);
    if (!v->report->problem)
        v->report->problem = arena_vprintf(v->arena, format, args);
    va_end(args);
    return false;
}

/* Runs a query that must give no row; what its first row says is put into the message. */
static bool none(struct verify *v, const char *sql, const char *message, struct fault *f) {
    sqlite3_stmt *s = sql_query(v->store->db, f, sql, "");
    int got = sql_row(s, f);
    if (got > 0)
        problem(v, message, (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return got == 0;
}

static bool check_file(struct verify *v, struct fault *f) {
    sqlite3_stmt *s = sql_query(v->store->db, f, "PRAGMA integrity_check(1)", "");
    int got = sql_row(s, f);
    bool whole = got > 0 && strcmp((const char *)sqlite3_column_text(s, 0), "ok") == 0;
    if (got > 0 && !whole)
        problem(v, _("the file is damaged: %s"), (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return whole && none(v, "PRAGMA foreign_key_check", _("a row of the table %s points at nothing"), f);
}

/* --- relations that the schema cannot say --- */

static bool check_rows(struct verify *v, struct fault *f) {
    return none(v,
                "SELECT r.id FROM ret r LEFT JOIN revision v ON v.id = r.revision WHERE v.ret IS NOT r.id OR "
                "EXISTS"
                " (SELECT 1 FROM revision w WHERE w.ret = r.id AND w.seq > v.seq) LIMIT 1",
                _("return %s does not stand at its newest revision"), f) &&
           none(v,
                "SELECT r.id FROM ret r JOIN batch b ON b.id = r.batch WHERE b.survey <> r.survey"
                " OR r.id NOT BETWEEN b.first AND b.last"
                " OR (b.undone AND r.status <> 3) LIMIT 1",
                _("return %s does not agree with its batch"), f) &&
           none(v, "SELECT id FROM ret WHERE (status = 1) AND duplicate_of IS NULL LIMIT 1",
                _("return %s is a duplicate of nothing"), f) &&
           none(v,
                "SELECT e.ret FROM exchange e JOIN ret r ON r.id = e.ret JOIN batch b ON b.id = r.batch"
                " WHERE e.uid IS NOT NULL AND b.undone = 0 GROUP BY r.survey, e.uid HAVING count(*) > 1 "
                "LIMIT 1",
                _("return %s came from another store and is here twice"), f) &&
           none(v,
                "SELECT b.name FROM batch b WHERE NOT EXISTS (SELECT 1 FROM trail l WHERE l.batch = b.id AND"
                " l.action = 'batch.add' AND l.after LIKE 'read=' ||"
                " iif(b.sitting, 0, b.last - b.first + 1) || ' %') OR b.sitting AND"
                " (SELECT count(*) FROM ret r WHERE r.id BETWEEN b.first AND b.last AND r.batch = b.id) +"
                " (SELECT count(*) FROM second k WHERE k.batch = b.id) <> (SELECT count(*) FROM trail l"
                " WHERE l.batch = b.id AND l.action IN ('sheet.add', 'second.add')) LIMIT 1",
                _("the batch %s does not hold as many returns as were read into it"), f);
}

static bool check_templates(struct verify *v, struct fault *f) {
    sqlite3_stmt *s = sql_query(v->store->db, f, "SELECT id, hash, json FROM template", "");
    int got;
    while ((got = sql_row(s, f)) > 0) {
        unsigned char digest[DIGEST_BYTES];
        char hex[DIGEST_HEX];
        const unsigned char *json = sqlite3_column_blob(s, 2);
        crypto_generichash(digest, DIGEST_BYTES, json, (size_t)sqlite3_column_bytes(s, 2), NULL, 0);
        digest_hex(digest, hex);
        const char *hash = sql_text(v->arena, s, 1);
        const struct questionnaire **q = &v->templates[sql_long(s, 0)];
        if (strcmp(hex, hash) != 0)
            problem(v, _("the questionnaire %s was changed outside the program"), hash);
        else
            *q = store_template(v->store, v->arena, hash, f);
        if (!*q) {
            got = -1;
            break;
        }
    }
    sqlite3_finalize(s);
    return got == 0;
}

/* --- the pass over all revisions --- */

static void ignore_answer(void *data, size_t question, const struct answer *answer) {
    (void)data, (void)question, (void)answer;
}

static bool decodes(struct verify *v, const struct revision_row *row, long template) {
    static const struct answer_visitor visitor = {ignore_answer, NULL};
    struct fault why = {0};
    if (response_scan(v->templates[template], row->normal, row->length, &visitor, &why))
        return true;
    return problem(v, _("return %ld: %s"), row->ret, why.text);
}

/* A sheet that was keyed at a sitting carries its own seal in the trail.  ret 0: a second keying. */
static bool sheet_is_sealed(struct verify *v, long batch, long ret, struct digest_seal *state,
                            struct fault *f) {
    unsigned char seal[DIGEST_BYTES];
    long found;
    digest_seal_end(state, seal);
    if (!sql_integer(v->store->db, f, &found, 0,
                     "SELECT 1 FROM trail WHERE batch = ? AND ifnull(ret, 0) = ? AND action IN ('sheet.add',"
                     " 'second.add') AND digest = ?",
                     "iib", batch, ret, (const void *)seal, (size_t)DIGEST_BYTES))
        return false;
    return found || problem(v, _("an answer of the batch number %ld was changed outside the program"), batch);
}

static bool first_is_sealed(struct verify *v, const struct revision_row *row, long batch,
                            const unsigned char leaf[DIGEST_BYTES], struct fault *f) {
    struct digest_seal own;
    struct digest_seal *seal = v->sittings[batch] ? &own : &v->seals[batch];
    if (v->sittings[batch])
        digest_seal_begin(&own);
    digest_seal_add(seal, row->id, row->ret, leaf, row->raw, row->raw_length);
    return !v->sittings[batch] || sheet_is_sealed(v, batch, row->ret, &own, f);
}

/* A correction carries its own seal in the trail. */
static bool correction_is_sealed(struct verify *v, const struct revision_row *row,
                                 const unsigned char leaf[DIGEST_BYTES], struct fault *f) {
    unsigned char seal[DIGEST_BYTES];
    long found;
    store_seal_one(row, leaf, seal);
    if (!sql_integer(v->store->db, f, &found, 0,
                     "SELECT 1 FROM trail WHERE ret = ? AND action IN ('return.edit', 'return.receive') AND"
                     " digest = ?",
                     "ib", row->ret, (const void *)seal, (size_t)DIGEST_BYTES))
        return false;
    return found ||
           problem(v, _("return %ld: an answer of its correction was changed outside the program"), row->ret);
}

static bool verify_revision(struct verify *v, sqlite3_stmt *s, struct fault *f) {
    struct revision_row row;
    unsigned char leaf[DIGEST_BYTES];
    long at = STORE_REVISION_COUNT, template = sql_long(s, (int)at), seq = sql_long(s, (int)at + 1);
    long batch = sql_long(s, (int)at + 2), newest = sql_long(s, (int)at + 3),
         status = sql_long(s, (int)at + 4);
    long survey = sql_long(s, (int)at + 5);
    store_revision_read(s, &row);
    store_revision_leaf(v->store, &row, leaf);
    v->report->revisions++;
    if (!(seq == 1 ? first_is_sealed(v, &row, batch, leaf, f) : correction_is_sealed(v, &row, leaf, f)))
        return false;
    if (newest != row.id)
        return true;
    v->report->returns++;
    if (status == RETURN_ACCEPTED)
        digest_sum_add(&v->sums[survey], leaf);
    return decodes(v, &row, template);
}

static bool check_revisions(struct verify *v, struct fault *f) {
    sqlite3_stmt *s =
        sql_query(v->store->db, f,
                  "SELECT " STORE_REVISION_COLUMNS ", v.template, v.seq, r.batch, r.revision, r.status,"
                  " r.survey FROM revision v CROSS JOIN ret r ON r.id = v.ret"
                  " CROSS JOIN template t ON t.id = v.template ORDER BY v.id",
                  "");
    int got;
    while ((got = sql_row(s, f)) > 0)
        if (!verify_revision(v, s, f)) {
            got = -1;
            break;
        }
    sqlite3_finalize(s);
    return got == 0;
}

static bool has_digest(sqlite3_stmt *s, int column, const unsigned char digest[DIGEST_BYTES]) {
    return sqlite3_column_bytes(s, column) == DIGEST_BYTES &&
           memcmp(sqlite3_column_blob(s, column), digest, DIGEST_BYTES) == 0;
}

/* Second keyings are sealed by their batch too. */
static bool verify_second(struct verify *v, sqlite3_stmt *s, struct fault *f) {
    struct store_second row;
    struct digest_seal own;
    long batch = sql_long(s, STORE_REVISION_COUNT + 1);
    digest_seal_begin(&own);
    store_second_read(s, &row);
    store_second_seal(v->store, v->sittings[batch] ? &own : &v->seals[batch], &row);
    if (v->sittings[batch] && !sheet_is_sealed(v, batch, 0, &own, f))
        return false;
    static const struct answer_visitor visitor = {ignore_answer, NULL};
    struct fault why = {0};
    if (response_scan(v->templates[sql_long(s, STORE_REVISION_COUNT + 2)], row.revision.normal,
                      row.revision.length, &visitor, &why))
        return true;
    return problem(v, _("second keying %ld: %s"), row.revision.id, why.text);
}

static bool check_seconds(struct verify *v, struct fault *f) {
    sqlite3_stmt *s = sql_query(v->store->db, f, STORE_SECOND_SELECT " ORDER BY v.id", "");
    int got;
    while ((got = sql_row(s, f)) > 0)
        if (!verify_second(v, s, f)) {
            got = -1;
            break;
        }
    sqlite3_finalize(s);
    return got == 0 &&
           none(v,
                "SELECT d.ret FROM second_decision d LEFT JOIN trail l ON l.id = d.trail"
                " WHERE ifnull(l.action, '') NOT IN ('second.decide', 'second.own') OR l.ret IS NOT d.ret"
                " OR l.after IS NOT d.question || '=' || d.answer || ' (' || d.choice || ')' LIMIT 1",
                _("return %s: the decision between its two keyings is not the one in the trail"), f) &&
           none(v,
                "SELECT y.name FROM second_plan p JOIN survey y ON y.id = p.survey"
                " LEFT JOIN trail l ON l.id = p.trail WHERE l.action IS NOT 'second.plan'"
                " OR l.survey IS NOT p.survey OR l.after IS NOT printf('share=%g seed=%d', p.share, p.seed)"
                " LIMIT 1",
                _("%s: the plan of double entry is not the one in the trail"), f);
}

/* --- what the trail says --- */

static const unsigned char *digest_or_null(sqlite3_stmt *s, int column) {
    return sqlite3_column_bytes(s, column) == DIGEST_BYTES ? sqlite3_column_blob(s, column) : NULL;
}

static void read_trail(sqlite3_stmt *s, struct trail_row *row) {
    const char *text[10];
    for (int i = 0; i < 10; i++)
        text[i] = (const char *)sqlite3_column_text(s, i);
    *row = (struct trail_row){
        .id = sql_long(s, 0),
        .at = text[1],
        .who = text[2],
        .entry = {.action = text[3],
                  .survey = sql_long(s, 4),
                  .batch = sql_long(s, 5),
                  .ret = sql_long(s, 6),
                  .before = text[7],
                  .after = text[8],
                  .why = text[9],
                  .digest = digest_or_null(s, 10)},
        .state = digest_or_null(s, 11),
    };
}

static bool batch_is_sealed(struct verify *v, const struct trail_row *row) {
    unsigned char seal[DIGEST_BYTES];
    if (strcmp(row->entry.action, "batch.add") != 0)
        return true;
    digest_seal_end(&v->seals[row->entry.batch], seal);
    return (row->entry.digest && memcmp(row->entry.digest, seal, DIGEST_BYTES) == 0) ||
           problem(v, _("an answer of the batch number %ld was changed outside the program"),
                   row->entry.batch);
}

static bool verify_entry(struct verify *v, sqlite3_stmt *s, unsigned char previous[DIGEST_BYTES]) {
    struct trail_row row;
    unsigned char hash[DIGEST_BYTES];
    read_trail(s, &row);
    store_trail_hash(&v->store->scratch, previous, &row, hash);
    if (row.id != ++v->report->trail_entries || !has_digest(s, 12, hash))
        return problem(v, _("the trail was changed outside the program at entry %ld"), row.id);
    memcpy(previous, hash, DIGEST_BYTES);
    return batch_is_sealed(v, &row);
}

static bool check_trail(struct verify *v, struct fault *f) {
    unsigned char previous[DIGEST_BYTES] = {0};
    sqlite3_stmt *s =
        sql_query(v->store->db, f,
                  "SELECT id, at, who, action, survey, batch, ret, before, after, why, digest, state, hash"
                  " FROM trail ORDER BY id",
                  "");
    int got;
    while ((got = sql_row(s, f)) > 0)
        if (!verify_entry(v, s, previous)) {
            got = -1;
            break;
        }
    sqlite3_finalize(s);
    return got == 0;
}

/* The running digest equals the sum of what is counted, and the last entry of the trail signed just that. */
static bool verify_survey(struct verify *v, sqlite3_stmt *s, struct fault *f) {
    unsigned char sum[DIGEST_BYTES], state[DIGEST_BYTES];
    long id = sql_long(s, 0);
    const char *name = sql_text(v->arena, s, 1);
    digest_sum_write(&v->sums[id], sum);
    if (sql_long(s, 2) != v->sums[id].count || !has_digest(s, 3, sum))
        return problem(v, _("%s: the counted returns are not those that the program counted"), name);
    if (!store_state_digest(v->store, id, state, f))
        return false;
    return has_digest(s, 4, state) ||
           problem(v, _("%s: its state is not the one that the trail's last entry signed"), name);
}

static bool check_surveys(struct verify *v, struct fault *f) {
    sqlite3_stmt *s = sql_query(v->store->db, f,
                                "SELECT y.id, y.name, y.accepted, y.sum,"
                                " (SELECT state FROM trail WHERE survey = y.id ORDER BY id DESC LIMIT 1)"
                                " FROM survey y ORDER BY y.id",
                                "");
    int got;
    while ((got = sql_row(s, f)) > 0)
        if (!verify_survey(v, s, f)) {
            got = -1;
            break;
        }
    sqlite3_finalize(s);
    return got == 0;
}

static bool check_aggregates(struct verify *v, struct fault *f) {
    const char *found;
    return aggregate_verify(v->store, v->arena, &found, f) && (!found || problem(v, "%s", found));
}

static bool check_papers(struct verify *v, struct fault *f) {
    const char *found;
    return paper_verify(v->store, v->arena, &found, f) && (!found || problem(v, "%s", found));
}

/* --- all of it --- */

static bool mark_sittings(struct verify *v, struct fault *f) {
    v->sittings = arena_array(v->arena, v->batches, sizeof *v->sittings);
    sqlite3_stmt *s = sql_query(v->store->db, f, "SELECT id FROM batch WHERE sitting = 1", "");
    int got;
    while ((got = sql_row(s, f)) > 0)
        v->sittings[sql_long(s, 0)] = true;
    sqlite3_finalize(s);
    return got == 0;
}

static bool count(struct verify *v, const char *sql, size_t *out, struct fault *f) {
    long newest;
    bool done = sql_integer(v->store->db, f, &newest, 0, sql, "");
    *out = done && newest > 0 ? (size_t)newest + 1 : 1;
    return done;
}

static bool prepare(struct verify *v, struct fault *f) {
    if (!count(v, "SELECT max(id) FROM batch", &v->batches, f) ||
        !count(v, "SELECT max(id) FROM survey", &v->surveys, f) ||
        !count(v, "SELECT max(id) FROM template", &v->template_count, f))
        return false;
    v->seals = aligned_alloc(_Alignof(struct digest_seal), v->batches * sizeof *v->seals);
    if (!v->seals)
        arena_out_of_memory();
    v->sums = arena_array(v->arena, v->surveys, sizeof *v->sums);
    v->templates = arena_array(v->arena, v->template_count, sizeof *v->templates);
    for (size_t i = 0; i < v->batches; i++)
        digest_seal_begin(&v->seals[i]);
    return mark_sittings(v, f);
}

/* Weights are about how long each takes against the others. */
static const struct {
    bool (*check)(struct verify *v, struct fault *f);
    size_t weight;
} checks[] = {{check_file, 4},       {prepare, 0},       {check_rows, 1},  {check_templates, 0},
              {check_revisions, 8},  {check_seconds, 1}, {check_trail, 2}, {check_surveys, 0},
              {check_aggregates, 0}, {check_papers, 4}};
enum { CHECKS = sizeof checks / sizeof *checks };

bool store_verify(struct store *store, struct arena *arena, struct verify_report *report, struct fault *f) {
    struct verify v = {.store = store, .arena = arena, .report = report};
    size_t done = 0, all = 0;
    bool whole = true;
    *report = (struct verify_report){0};
    for (size_t i = 0; i < CHECKS; i++)
        all += checks[i].weight;
    for (size_t i = 0; i < CHECKS && whole; i++) {
        whole = checks[i].check(&v, f);
        stages_at(done += checks[i].weight, all);
    }
    free(v.seals);
    return whole || report->problem != NULL;
}
