/* One sheet keyed twice: its three readings, where they differ, and what was decided (second_decide.c decides). */
#include "engine/store/second.h"

#include "engine/base/lang.h"
#include "engine/response/keying.h"
#include "engine/store/internal.h"

#include <stdlib.h>
#include <string.h>

void store_second_read(sqlite3_stmt *s, struct store_second *row) {
    store_revision_read(s, &row->revision);
    row->skipped = (const char *)sqlite3_column_text(s, STORE_REVISION_COUNT);
}

void store_second_seal(struct store *store, struct digest_seal *seal, const struct store_second *row) {
    unsigned char leaf[DIGEST_BYTES];
    store_revision_leaf(store, &row->revision, leaf);
    digest_seal_add(seal, row->revision.id, 0, leaf, row->revision.raw, row->revision.raw_length);
    digest_seal_add(seal, row->revision.id, 0, leaf, row->skipped, row->skipped ? strlen(row->skipped) : 0);
}

/* --- reading --- */

struct second_version {
    struct second_version *next;
    const struct questionnaire *q;
};

static const struct questionnaire *version(struct store *store, struct second_book *book, const char *hash,
                                           struct fault *f) {
    if (strcmp(hash, book->q->hash) == 0)
        return book->q;
    for (const struct second_version *v = book->versions; v; v = v->next)
        if (strcmp(hash, v->q->hash) == 0)
            return v->q;
    const struct questionnaire *q = store_template(store, book->arena, hash, f);
    struct second_version *met = arena_alloc(book->arena, sizeof *met);
    *met = (struct second_version){.next = book->versions, .q = q};
    if (q)
        book->versions = met;
    return q;
}

static const struct response *decode(struct store *store, struct arena *arena, struct second_book *book,
                                     const struct revision_row *row, struct fault *f) {
    const struct questionnaire *q = version(store, book, row->template_hash, f);
    struct response *response = q ? response_create(arena, q) : NULL;
    if (!response || !response_decode(arena, q, row->normal, row->length, response, f))
        return NULL;
    for (int i = 0; i < FIELD_COUNT; i++)
        response->fields[i] = arena_strdup(arena, row->fields[i]);
    if (q == book->q)
        return response;
    struct response *carried = store_response_carry(arena, q, response, book->q);
    response_route(book->q, carried);
    return carried;
}

/* The last revision that is the first keyer's own work: the first one, and what the same person corrected before the
 * sheet was keyed a second time.  Every correction has an entry in the trail, in order; what comes after another
 * person's is not the keyer's any more. */
static bool find_keyed(struct store *store, struct arena *arena, const struct second_pair *pair, long *seq,
                       struct fault *f) {
    long edits;
    int got = 1;
    *seq = 1;
    if (!sql_integer(store->db, f, &edits, 0,
                     "SELECT count(*) FROM trail WHERE ret = ? AND action = 'return.edit' AND id < ?", "ii",
                     pair->first->ret, pair->row->keyed))
        return false;
    sqlite3_stmt *s =
        edits ? sql_query(store->db, f, "SELECT who FROM revision WHERE ret = ? AND seq > 1 ORDER BY seq",
                          "i", pair->first->ret)
              : NULL;
    while (*seq <= edits && (got = sql_row(s, f)) > 0 &&
           second_same_person(arena, pair->first->keyer, (const char *)sqlite3_column_text(s, 0)))
        ++*seq;
    sqlite3_finalize(s);
    return got >= 0;
}

/* As it was keyed first and the newest one; often the same. */
static bool read_revisions(struct store *store, struct arena *arena, struct second_book *book,
                           struct second_pair *pair, struct fault *f) {
    long keyed;
    if (!find_keyed(store, arena, pair, &keyed, f))
        return false;
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT " STORE_REVISION_COLUMNS ", v.seq FROM ret r"
                                " JOIN revision v ON v.ret = r.id AND (v.seq = ?2 OR v.id = r.revision)"
                                " JOIN template t ON t.id = v.template WHERE r.id = ?1 ORDER BY v.seq",
                                "ii", pair->first->ret, keyed);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        struct revision_row row;
        store_revision_read(s, &row);
        const struct response *response = decode(store, arena, book, &row, f);
        if (!response) {
            got = -1;
            break;
        }
        if (sql_long(s, STORE_REVISION_COUNT) == keyed)
            pair->answers[SECOND_AS_FIRST] = response;
        pair->answers[SECOND_AS_FINAL] = response;
    }
    sqlite3_finalize(s);
    return got == 0;
}

static const bool *read_skipped(struct arena *arena, const struct questionnaire *q, const char *list) {
    bool *skipped = arena_array(arena, q->question_count, sizeof *skipped);
    char *rest = arena_strdup(arena, list);
    for (char *id; (id = strsep(&rest, ",")) != NULL;) {
        int at = questionnaire_find(q, id);
        if (at >= 0)
            skipped[at] = true;
    }
    return skipped;
}

static bool read_second(struct store *store, struct arena *arena, struct second_book *book, long id,
                        struct second_pair *pair, struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f, STORE_SECOND_SELECT " WHERE v.id = ?", "i", id);
    int got = sql_row(s, f);
    bool done = got > 0;
    if (done) {
        struct store_second row;
        store_second_read(s, &row);
        pair->skipped = read_skipped(arena, book->q, row.skipped);
        pair->answers[SECOND_AS_SECOND] = decode(store, arena, book, &row.revision, f);
        done = pair->answers[SECOND_AS_SECOND] != NULL;
    }
    sqlite3_finalize(s);
    return done;
}

/* "revision=3; ...": written by second_decide.c, and not by earlier programs. */
static long revision_of(sqlite3_stmt *s, int column) {
    const char *before = (const char *)sqlite3_column_text(s, column);
    return before && strncmp(before, "revision=", 9) == 0 ? strtol(before + 9, NULL, 10) : 0;
}

static bool read_decisions(struct store *store, struct arena *arena, const struct second_book *book,
                           struct second_pair *pair, struct fault *f) {
    const struct second_decision **decided = arena_array(arena, book->q->question_count, sizeof *decided);
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT d.question, d.choice, l.who, l.at, l.why, d.answer, l.id, l.before"
                                " FROM second_decision d JOIN trail l ON l.id = d.trail"
                                " WHERE d.second = ? AND d.ret = ? AND NOT EXISTS (SELECT 1 FROM trail o"
                                " WHERE o.ret = d.ret AND o.action = 'second.reopen' AND"
                                " o.after = d.question AND o.id > l.id) ORDER BY d.id",
                                "ii", pair->row->id, pair->first->ret);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        int at = questionnaire_find(book->q, (const char *)sqlite3_column_text(s, 0));
        struct second_decision *decision = arena_alloc(arena, sizeof *decision);
        *decision = (struct second_decision){.choice = sql_text(arena, s, 1),
                                             .who = sql_text(arena, s, 2),
                                             .at = sql_text(arena, s, 3),
                                             .why = sql_text(arena, s, 4),
                                             .answer = sql_text(arena, s, 5),
                                             .entry = sql_long(s, 6),
                                             .revision = revision_of(s, 7)};
        if (at >= 0)
            decided[at] = decision;
    }
    sqlite3_finalize(s);
    pair->decided = decided;
    return got == 0;
}

bool store_second_pair(struct store *store, struct arena *arena, struct second_book *book,
                       const struct second_row *row, struct second_pair *pair, struct fault *f) {
    *pair = (struct second_pair){.row = row, .first = row->first};
    if (!read_revisions(store, arena, book, pair, f) || !read_second(store, arena, book, row->id, pair, f) ||
        !read_decisions(store, arena, book, pair, f))
        return fault_context(f, _("return %ld"), row->first->ret);
    return true;
}

/* --- undoing --- */

static bool read_revision(struct store *store, struct arena *arena, struct second_book *book, long ret,
                          long seq, const struct response **out, struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT " STORE_REVISION_COLUMNS " FROM revision v"
                                " JOIN template t ON t.id = v.template WHERE v.ret = ? AND v.seq = ?",
                                "ii", ret, seq);
    int got = sql_row(s, f);
    *out = NULL;
    if (got > 0) {
        struct revision_row row;
        store_revision_read(s, &row);
        *out = decode(store, arena, book, &row, f);
    }
    sqlite3_finalize(s);
    return *out != NULL;
}

bool store_second_before(struct store *store, struct arena *arena, struct second_book *book,
                         const struct second_pair *pair, size_t question, struct response **before,
                         struct fault *f) {
    const struct second_decision *decision = pair->decided[question];
    const struct response *was, *became;
    *before = NULL;
    if (!decision || !decision->revision)
        return true;
    if (!read_revision(store, arena, book, pair->first->ret, decision->revision, &was, f) ||
        !read_revision(store, arena, book, pair->first->ret, decision->revision + 1, &became, f))
        return fault_context(f, _("return %ld"), pair->first->ret);
    *before = response_clone(arena, book->q, pair->answers[SECOND_AS_FINAL]);
    for (size_t i = 0; i < book->q->question_count; i++)
        if (answer_equal(&(*before)->answers[i], &became->answers[i]))
            (*before)->answers[i] = was->answers[i];
    return true;
}

/* --- comparing --- */

bool second_differs(struct arena *scratch, const struct second_book *book, const struct second_pair *pair,
                    size_t question) {
    return !pair->skipped[question] && !keying_alike(scratch, &book->q->questions[question],
                                                     &pair->answers[SECOND_AS_FIRST]->answers[question],
                                                     &pair->answers[SECOND_AS_SECOND]->answers[question]);
}

struct second_count second_count(struct arena *scratch, const struct second_book *book,
                                 const struct second_pair *pair) {
    struct second_count count = {0};
    for (size_t i = 0; i < book->q->question_count; i++) {
        if (pair->skipped[i] || (!keying_is_field(&pair->answers[SECOND_AS_FIRST]->answers[i]) &&
                                 !keying_is_field(&pair->answers[SECOND_AS_SECOND]->answers[i])))
            continue;
        bool differs = second_differs(scratch, book, pair, i);
        count.fields++;
        count.agreed += !differs;
        count.decided += differs && pair->decided[i];
        count.open += differs && !pair->decided[i];
    }
    return count;
}
