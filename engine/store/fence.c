/* Fences of number questions: what the counted returns of a survey say is far out
 * (engine/response/outlier.h). */
#include "engine/store/internal.h"
#include "engine/store/newest.h"

#include <limits.h>
#include <string.h>

/* --- computing --- */

struct counting {
    const struct questionnaire *q;
    struct newest newest;
    struct arena *arena, *scratch;
    struct outlier_tally **tallies; /* by question; NULL: it has no fence */
};

static void count_answer(void *data, size_t question, const struct answer *answer) {
    struct counting *c = data;
    if (c->tallies[question] && answer->state == ANSWER_GIVEN)
        outlier_tally_add(c->tallies[question], answer->number);
}

static bool count_return(void *data, const struct stored_return *row, struct fault *f) {
    struct counting *c = data;
    const struct answer_visitor visitor = {count_answer, c};
    if (row->template_hash == c->newest.hash ? c->newest.version == c->q
                                             : strcmp(row->template_hash, c->q->hash) == 0)
        return response_scan(c->q, row->bytes, row->length, &visitor, f);
    struct response *response = newest_response(&c->newest, c->scratch, row, f);
    for (size_t i = 0; response && i < c->q->question_count; i++)
        count_answer(c, i, &response->answers[i]);
    arena_reset(c->scratch);
    return response != NULL;
}

static struct outlier_tally **create_tallies(struct arena *arena, const struct questionnaire *q) {
    struct outlier_tally **tallies = arena_array(arena, q->question_count, sizeof(struct outlier_tally *));
    for (size_t i = 0; i < q->question_count; i++)
        if (q->questions[i].fence > 0)
            tallies[i] = outlier_tally_create(arena);
    return tallies;
}

static bool any_fence(const struct questionnaire *q) {
    for (size_t i = 0; i < q->question_count; i++)
        if (q->questions[i].fence > 0)
            return true;
    return false;
}

static bool keep(struct store *store, const struct counting *c, long survey, struct fault *f) {
    for (size_t i = 0; i < c->q->question_count; i++) {
        struct fence fence;
        if (!c->tallies[i])
            continue;
        outlier_fence(c->tallies[i], c->q->questions[i].fence, &fence);
        if (fence.n && !sql_run(store->db, f,
                                "INSERT INTO fence (survey, question, n, low, high, q1, q3)"
                                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                                "itiiiii", survey, c->q->questions[i].id, fence.n, (long)fence.low,
                                (long)fence.high, (long)fence.q1, (long)fence.q3))
            return false;
    }
    return true;
}

/* All counted returns with a number below `before`, beside what is tallied already. */
static bool update(struct store *store, struct counting *c, long before, bool *any, struct fault *f) {
    long survey;
    if (!store_survey_id(store, c->q->id, &survey, f) ||
        !sql_run(store->db, f, "DELETE FROM fence WHERE survey = ?", "i", survey) ||
        !store_each_before(store, c->q->id, 1u << RETURN_ACCEPTED, before, count_return, c, f) ||
        !keep(store, c, survey, f))
        return false;
    for (size_t i = 0; i < c->q->question_count; i++) {
        struct fence fence;
        if (c->tallies[i])
            outlier_fence(c->tallies[i], c->q->questions[i].fence, &fence);
        *any = *any || (c->tallies[i] && outlier_any(c->tallies[i], &fence));
    }
    return true;
}

static bool update_after(struct store *store, const struct questionnaire *q, const struct store_noted *noted,
                         bool *any, struct fault *f) {
    *any = false;
    if (!store_writable(store, f))
        return false;
    if (!any_fence(q))
        return true;
    struct counting c = {.q = q, .arena = arena_create(), .scratch = arena_create()};
    c.newest = (struct newest){.store = store, .arena = c.arena, .q = q};
    c.tallies = noted ? noted->tallies : create_tallies(c.arena, q);
    bool done = update(store, &c, noted ? noted->first : LONG_MAX, any, f);
    arena_destroy(c.arena);
    arena_destroy(c.scratch);
    return done;
}

bool store_fences_update(struct store *store, const struct questionnaire *q, bool *any, struct fault *f) {
    return update_after(store, q, NULL, any, f);
}

/* --- a batch that comes in --- */

void store_fence_forget(struct store *store) {
    arena_destroy(store->noted.arena);
    store->noted = (struct store_noted){0};
}

void store_fence_note(struct store *store, const struct questionnaire *q, const struct response *response) {
    struct store_noted *noted = &store->noted;
    if (!noted->arena) {
        *noted = (struct store_noted){
            .batch = store->batch.id, .first = store->next_return, .q = q, .arena = arena_create()};
        noted->tallies = create_tallies(noted->arena, q);
    }
    for (size_t i = 0; i < q->question_count; i++)
        if (noted->tallies[i] && response->answers[i].state == ANSWER_GIVEN)
            outlier_tally_add(noted->tallies[i], response->answers[i].number);
}

/* --- looking --- */

bool store_fences(struct store *store, struct arena *arena, const struct questionnaire *q,
                  const struct fence **out, struct fault *f) {
    struct fence *fences = arena_array(arena, q->question_count, sizeof *fences);
    long survey;
    int got;
    *out = fences;
    if (!store_survey_id(store, q->id, &survey, f))
        return false;
    sqlite3_stmt *s = sql_query(
        store->db, f, "SELECT question, n, low, high, q1, q3 FROM fence WHERE survey = ?", "i", survey);
    while ((got = sql_row(s, f)) > 0) {
        int position = questionnaire_find(q, (const char *)sqlite3_column_text(s, 0));
        if (position >= 0 && q->questions[position].fence > 0)
            fences[position] = (struct fence){.n = sql_long(s, 1),
                                              .low = sql_long(s, 2),
                                              .high = sql_long(s, 3),
                                              .q1 = sql_long(s, 4),
                                              .q3 = sql_long(s, 5)};
    }
    sqlite3_finalize(s);
    return got == 0;
}

/* The counted returns of the batch, all under q. */
static bool look_at_batch(struct store *store, const struct questionnaire *q, long batch,
                          const struct fence *fences, struct findings *out, struct fault *f) {
    struct arena *scratch = arena_create();
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT r.id, v.normal, s.name, r.row FROM batch b"
                                " JOIN ret r ON r.id BETWEEN b.first AND b.last"
                                " JOIN revision v ON v.id = r.revision LEFT JOIN source s ON s.id = r.source"
                                " WHERE b.id = ? AND r.status = 0 ORDER BY r.id",
                                "i", batch);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        const struct finding where = {.return_id = sql_long(s, 0),
                                      .file = (const char *)sqlite3_column_text(s, 2),
                                      .row = (size_t)sql_long(s, 3),
                                      .question = -1};
        struct response *response = response_create(scratch, q);
        if (!response_decode(scratch, q, sqlite3_column_blob(s, 1), (size_t)sqlite3_column_bytes(s, 1),
                             response, f)) {
            got = -1;
            break;
        }
        outlier_check(q, response, fences, &where, out);
        arena_reset(scratch);
    }
    sqlite3_finalize(s);
    arena_destroy(scratch);
    return got == 0;
}

bool store_outliers(struct store *store, const struct questionnaire *q, long batch, struct findings *out,
                    struct fault *f) {
    const struct fence *fences;
    bool any;
    bool noted = store->noted.batch == batch && store->noted.q == q;
    if (!update_after(store, q, noted ? &store->noted : NULL, &any, f))
        return false;
    store_fence_forget(store); /* what was noted is tallied with the others now */
    if (!any)
        return true;
    if (!store_fences(store, out->arena, q, &fences, f) || !look_at_batch(store, q, batch, fences, out, f))
        return false;
    for (size_t i = 0; i < out->count; i++)
        if (!store_finding_insert(store, q, out->items[i].return_id, &out->items[i], f))
            return false;
    return true;
}
