/* Coming in: returns that are new here. */
#include "engine/store/exchange_inbox.h"

#include "engine/base/lang.h"
#include "engine/response/message.h"

#include <stdlib.h>
#include <string.h>

struct exchange_inbox *exchange_begin(struct store *store, long batch, const char *survey, const char *file,
                                      struct fault *f) {
    struct exchange_inbox *inbox = calloc(1, sizeof *inbox);
    if (!inbox)
        arena_out_of_memory();
    *inbox = (struct exchange_inbox){
        .store = store, .batch = batch, .arena = arena_create(), .scratch = arena_create()};
    inbox->file = arena_strdup(inbox->arena, file);
    if (store_survey_id(store, survey, &inbox->survey, f) &&
        exchange_versions_begin(store, &inbox->versions, f) && store_batch_name(store, file, f))
        return inbox;
    exchange_discard(inbox);
    return NULL;
}

void exchange_discard(struct exchange_inbox *inbox) {
    if (!inbox)
        return;
    exchange_versions_end(&inbox->versions);
    arena_destroy(inbox->scratch);
    arena_destroy(inbox->arena);
    free(inbox);
}

/* --- sources --- */

bool exchange_source(struct exchange_inbox *inbox, const struct exchange_source *source, struct fault *f) {
    if (source->number != (long)inbox->source_count + 1)
        return fault_set(f, _("source %ld stands where source %zu is expected"), source->number,
                         inbox->source_count + 1);
    inbox->sources = arena_grow(inbox->arena, inbox->sources, inbox->source_count, &inbox->source_capacity,
                                sizeof *inbox->sources);
    struct inbox_source *kept = &inbox->sources[inbox->source_count++];
    *kept = (struct inbox_source){.said = *source};
    kept->said.file = arena_strdup(inbox->arena, source->file);
    kept->said.headings = arena_strdup(inbox->arena, source->headings);
    return true;
}

/* The row of a source, made when the first new return is from it. */
static bool source_id(struct exchange_inbox *inbox, long number, long *id, struct fault *f) {
    *id = 0;
    if (!number)
        return true;
    if (number < 1 || (size_t)number > inbox->source_count)
        return fault_set(f, _("the return is from source %ld, which has not been named"), number);
    struct inbox_source *source = &inbox->sources[number - 1];
    if (!source->id) {
        if (!sql_run(inbox->store->db, f,
                     "INSERT INTO source (batch, name, sha256, headings) VALUES (?, ?, ?, ?)", "itbt",
                     inbox->batch, source->said.file, (const void *)source->said.sha256,
                     sizeof source->said.sha256, source->said.headings))
            return false;
        source->id = (long)sqlite3_last_insert_rowid(inbox->store->db);
    }
    *id = source->id;
    return true;
}

/* --- writing --- */

static bool template_of(struct exchange_inbox *inbox, const char *hash, struct fault *f) {
    if (inbox->template_hash && strcmp(inbox->template_hash, hash) == 0)
        return true;
    inbox->template_hash = arena_strdup(inbox->arena, hash);
    return store_template_id(inbox->store, hash, &inbox->template, f);
}

static bool write_identity(struct exchange_inbox *inbox, const struct exchange_revision *said, long revision,
                           struct fault *f) {
    sqlite3_stmt *s =
        store_cached(inbox->store, STATEMENT_EXCHANGE_REVISION,
                     "INSERT INTO exchange_revision (revision, uid, withheld) VALUES (?, ?, ?)", f);
    return sql_bind(s, f, "ibi", revision, (const void *)said->id.bytes, sizeof said->id.bytes,
                    (long)said->withheld) &&
           store_step(s, f);
}

static bool seal(struct exchange_inbox *inbox, const struct inbox_revision *r, long revision,
                 const unsigned char leaf[DIGEST_BYTES], struct fault *f) {
    const struct exchange_revision *said = r->said;
    if (r->seq == 1) {
        digest_seal_add(&inbox->store->batch.seal, revision, r->ret, leaf, said->raw, said->raw_length);
        return true;
    }
    unsigned char digest[DIGEST_BYTES];
    const struct revision_row sealed = {
        .id = revision, .ret = r->ret, .raw = said->raw, .raw_length = said->raw_length};
    store_seal_one(&sealed, leaf, digest);
    const struct trail_entry entry = {.action = "return.receive",
                                      .survey = inbox->survey,
                                      .ret = r->ret,
                                      .before = r->before,
                                      .after = r->after,
                                      .why = said->why,
                                      .digest = digest};
    return store_trail_add(inbox->store, &entry, f);
}

bool inbox_write_revision(struct exchange_inbox *inbox, const struct inbox_revision *r,
                          unsigned char leaf[DIGEST_BYTES], struct fault *f) {
    struct store *store = inbox->store;
    const struct exchange_revision *said = r->said;
    if (!template_of(inbox, said->q->hash, f))
        return false;
    const struct revision_new revision = {
        .ret = r->ret,
        .seq = r->seq,
        .template = inbox->template,
        .template_hash = said->q->hash,
        .fields = r->response->fields,
        .raw = said->raw,
        .raw_length = said->raw_length,
        .at = said->at,
        .who = said->who,
        .why = said->why,
    };
    strbuf_clear(&store->encoded);
    response_encode(said->q, r->response, &store->encoded);
    if (!store_revision_insert(store, &revision, leaf, f))
        return false;
    if ((r->response->fields[FIELD_SHEET] || r->response->fields[FIELD_INSTITUTION]) &&
        !content_add(&store->batch.content, response_hash(said->q, r->response), r->ret, f))
        return false;
    return write_identity(inbox, said, store->next_revision - 1, f) &&
           seal(inbox, r, store->next_revision - 1, leaf, f);
}

bool inbox_write_finding(struct exchange_inbox *inbox, long ret, const struct exchange_finding *finding,
                         struct fault *f) {
    const char *message = finding->message;
    if (!message)
        message = message_make(inbox->scratch, N_("found by the sender (%s); what it quotes was not sent"),
                               finding->rule);
    return sql_run(inbox->store->db, f,
                   "INSERT INTO finding (ret, question, rule, severity, message, value, suggestion, state)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                   "ittitttt", ret, finding->question, finding->rule, (long)finding->severity, message,
                   finding->value, finding->suggestion, finding->state);
}

bool inbox_write_state(struct exchange_inbox *inbox, long ret, const struct exchange_id *uid,
                       const struct inbox_state *state, struct fault *f) {
    static const char sql[] =
        "INSERT INTO exchange (ret, uid, status, decided, seen, agreed)"
        " VALUES (?, ?, iif(?3 < 0, NULL, ?3), ?, ?, nullif(?, 0))"
        " ON CONFLICT (ret) DO UPDATE SET status = excluded.status, decided = excluded.decided,"
        " seen = excluded.seen, agreed = excluded.agreed";
    sqlite3_stmt *s = store_cached(inbox->store, STATEMENT_EXCHANGE_KEEP, sql, f);
    return sql_bind(s, f, "ibiibi", ret, uid ? (const void *)uid->bytes : NULL, (size_t)EXCHANGE_ID,
                    (long)state->status, state->decided,
                    state->has_seen ? (const void *)state->seen.bytes : NULL, (size_t)EXCHANGE_ID,
                    state->agreed) &&
           store_step(s, f);
}

bool inbox_join_original(struct exchange_inbox *inbox, long ret, const struct exchange_id *original,
                         struct fault *f) {
    long id;
    if (!exchange_find(inbox->store, inbox->survey, original, &id, f))
        return false;
    if (id)
        return sql_run(inbox->store->db, f, "UPDATE ret SET duplicate_of = ? WHERE id = ?", "ii", id, ret);
    struct inbox_pending *pending = arena_alloc(inbox->arena, sizeof *pending);
    *pending = (struct inbox_pending){.next = inbox->pending, .ret = ret, .original = *original};
    inbox->pending = pending;
    return true;
}

/* --- a new return --- */

static bool same_as(struct exchange_inbox *inbox, const struct exchange_revision *revision, long *original,
                    struct fault *f) {
    const char *const *fields = revision->response->fields;
    *original = 0;
    if (!fields[FIELD_SHEET] && !fields[FIELD_INSTITUTION])
        return true;
    return store_same_content(inbox->store, response_hash(revision->q, revision->response), fields, original,
                              f) &&
           sql_integer(inbox->store->db, f, original, 0,
                       "SELECT id FROM ret WHERE id = ?1 AND NOT EXISTS"
                       " (SELECT 1 FROM exchange WHERE ret = ?1 AND uid IS NOT NULL)",
                       "i", *original);
}

/* The same sheet may have come here by another way (sent to both), and been corrected since on either side.
 * What came from other stores was judged there. */
static bool came_here_too(struct exchange_inbox *inbox, const struct exchange_return *item, long *original,
                          struct fault *f) {
    *original = 0;
    if (item->status != RETURN_ACCEPTED && item->status != RETURN_SET_ASIDE)
        return true;
    for (size_t i = item->revision_count; i > 0 && !*original; i--)
        if (!same_as(inbox, &item->revisions[i - 1], original, f))
            return false;
    return true;
}

static const char *text_of(struct arena *arena, const struct strbuf *b) {
    return b->length ? arena_strdup(arena, b->text) : NULL;
}

static bool write_revisions(struct exchange_inbox *inbox, const struct exchange_return *item, long ret,
                            unsigned char leaf[DIGEST_BYTES], struct fault *f) {
    struct strbuf before = {0}, after = {0};
    bool done = true;
    for (size_t i = 0; done && i < item->revision_count; i++) {
        const struct exchange_revision *now = &item->revisions[i], *was = i ? now - 1 : NULL;
        strbuf_clear(&before);
        strbuf_clear(&after);
        if (was)
            store_difference(inbox->scratch, now->q,
                             store_response_carry(inbox->scratch, was->q, was->response, now->q),
                             now->response, &before, &after);
        const struct inbox_revision r = {.ret = ret,
                                         .seq = (long)i + 1,
                                         .said = now,
                                         .response = now->response,
                                         .before = text_of(inbox->scratch, &before),
                                         .after = text_of(inbox->scratch, &after)};
        done = inbox_write_revision(inbox, &r, leaf, f);
    }
    strbuf_end(&before);
    strbuf_end(&after);
    return done;
}

static bool add(struct exchange_inbox *inbox, const struct exchange_return *item, long *id, struct fault *f) {
    struct store *store = inbox->store;
    const struct inbox_state state = {.status = (int)item->status, .decided = item->decided};
    unsigned char leaf[DIGEST_BYTES];
    struct return_new row = {.revision = store->next_revision + (long)item->revision_count - 1,
                             .row = item->row,
                             .status = item->status};
    if (!source_id(inbox, item->source, &row.source, f) || !came_here_too(inbox, item, &row.original, f))
        return false;
    if (row.original)
        row.status = RETURN_DUPLICATE;
    *id = store->next_return;
    if (!store_return_insert(store, &row, f) || !write_revisions(inbox, item, *id, leaf, f))
        return false;
    store->next_return++;
    if (row.status == RETURN_ACCEPTED)
        digest_sum_add(&store->batch.sum, leaf);
    for (size_t i = 0; i < item->finding_count; i++)
        if (!inbox_write_finding(inbox, *id, &item->findings[i], f))
            return false;
    inbox->counts.added++;
    return inbox_write_masks(inbox, *id, item, false, f) &&
           inbox_write_state(inbox, *id, &item->id, &state, f) &&
           (!item->duplicate || inbox_join_original(inbox, *id, &item->original, f));
}

bool exchange_receive(struct exchange_inbox *inbox, const struct exchange_return *item, long *id, bool *added,
                      struct findings *found, struct fault *f) {
    inbox->counts.returns++;
    arena_reset(inbox->scratch);
    if (!exchange_find(inbox->store, inbox->survey, &item->id, id, f))
        return false;
    *added = *id == 0;
    return *added ? add(inbox, item, id, f) : inbox_merge(inbox, item, *id, found, f);
}

bool exchange_end(struct exchange_inbox *inbox, struct exchange_counts *counts, struct fault *f) {
    for (const struct inbox_pending *p = inbox->pending; p; p = p->next) {
        long original;
        char hex[EXCHANGE_ID_HEX];
        if (!exchange_find(inbox->store, inbox->survey, &p->original, &original, f))
            return false;
        if (!original)
            return fault_set(f, _("a duplicate names the return %s, which is neither in the bundle nor here"),
                             exchange_hex(&p->original, hex));
        if (!sql_run(inbox->store->db, f, "UPDATE ret SET duplicate_of = ? WHERE id = ?", "ii", original,
                     p->ret))
            return false;
    }
    *counts = inbox->counts;
    return true;
}
