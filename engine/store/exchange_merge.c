/* Coming in: a return that is known.  What is new of it is taken over; what contradicts ours is shown to a
 * person. */
#include "engine/base/text.h"
#include "engine/store/exchange_inbox.h"

#include "engine/base/lang.h"
#include "engine/response/message.h"

#include <string.h>

#define CONFLICT "exchange.conflict"
#define STATUS_CONFLICT "exchange.status"

struct meeting {
    struct exchange_inbox *inbox;
    const struct exchange_return *theirs;
    struct findings *found;
    struct exchange_return ours;
    long ret, seq;
    enum return_status status;
    struct inbox_state state, before;
    bool forward; /* their revisions were added to ours */
};

static bool load(struct meeting *m, struct fault *f) {
    static const char sql[] = "SELECT r.status, e.status, e.seen, e.agreed, e.decided,"
                              " (SELECT max(seq) FROM revision WHERE ret = r.id)"
                              " FROM ret r LEFT JOIN exchange e ON e.ret = r.id WHERE r.id = ?";
    sqlite3_stmt *s = store_cached(m->inbox->store, STATEMENT_EXCHANGE_STATE, sql, f);
    if (!sql_bind(s, f, "i", m->ret))
        return false;
    int got = sql_row(s, f);
    if (got > 0) {
        m->status = (enum return_status)sql_long(s, 0);
        m->state.status = sqlite3_column_type(s, 1) == SQLITE_NULL ? -1 : (int)sql_long(s, 1);
        m->state.has_seen = sqlite3_column_bytes(s, 2) == EXCHANGE_ID;
        if (m->state.has_seen)
            memcpy(m->state.seen.bytes, sqlite3_column_blob(s, 2), EXCHANGE_ID);
        m->state.agreed = sql_long(s, 3);
        m->state.decided = sql_long(s, 4);
        m->seq = sql_long(s, 5);
        m->before = m->state;
    }
    sqlite3_reset(s);
    return got > 0 && exchange_revisions(m->inbox->store, m->inbox->scratch, &m->inbox->versions, m->ret,
                                         &m->theirs->id, &m->ours, f);
}

static struct exchange_revision *newest(struct exchange_return *item) {
    return &item->revisions[item->revision_count - 1];
}

/* Position of an identity among revisions; -1 when it is not there. */
static int position(const struct exchange_return *item, const struct exchange_id *id) {
    for (size_t i = item->revision_count; i > 0; i--)
        if (exchange_id_same(&item->revisions[i - 1].id, id))
            return (int)i - 1;
    return -1;
}

/* The last of their revisions that we know. */
static int last_known(const struct meeting *m) {
    for (size_t i = m->theirs->revision_count; i > 0; i--) {
        const struct exchange_id *id = &m->theirs->revisions[i - 1].id;
        if (position(&m->ours, id) >= 0 || (m->state.has_seen && exchange_id_same(id, &m->state.seen)))
            return (int)i - 1;
    }
    return -1;
}

/* --- revisions --- */

static bool difference(const struct meeting *m, const struct exchange_revision *now,
                       const struct response *was, const char **before, const char **after) {
    struct strbuf b = {0}, a = {0};
    store_difference(m->inbox->scratch, now->q, was, now->response, &b, &a);
    *before = b.length ? arena_strdup(m->inbox->scratch, b.text) : "";
    *after = a.length ? arena_strdup(m->inbox->scratch, a.text) : "";
    strbuf_end(&b);
    strbuf_end(&a);
    return **before || **after;
}

/* Makes `now` the newest revision of the return, which keeps what `now` does not say. */
static bool append(struct meeting *m, struct exchange_revision *now, struct fault *f) {
    struct store *store = m->inbox->store;
    const struct exchange_revision *was = newest(&m->ours);
    const struct response *carried = store_response_carry(m->inbox->scratch, was->q, was->response, now->q);
    unsigned char leaf[DIGEST_BYTES];
    struct inbox_revision r = {.ret = m->ret, .seq = ++m->seq, .said = now, .response = now->response};
    exchange_fill(now->q, now->response, now->withheld, carried);
    now->withheld &= was->withheld;
    difference(m, now, carried, &r.before, &r.after);
    if (m->status == RETURN_ACCEPTED && !store_count(store, m->ret, m->inbox->survey, -1, f))
        return false;
    if (!inbox_write_revision(m->inbox, &r, leaf, f) ||
        !sql_run(store->db, f, "UPDATE ret SET revision = ? WHERE id = ?", "ii", store->next_revision - 1,
                 m->ret))
        return false;
    if (m->status == RETURN_ACCEPTED && !store_count(store, m->ret, m->inbox->survey, +1, f))
        return false;
    *newest(&m->ours) = *now;
    newest(&m->ours)->row = store->next_revision - 1;
    return true;
}

static bool go_forward(struct meeting *m, size_t from, struct fault *f) {
    for (size_t i = from; i < m->theirs->revision_count; i++) {
        struct exchange_revision now = m->theirs->revisions[i];
        now.response = response_clone(m->inbox->scratch, now.q, now.response);
        now.raw = NULL;
        now.raw_length = 0;
        if (!append(m, &now, f))
            return false;
    }
    m->forward = true;
    m->state.has_seen = false;
    m->state.agreed = 0;
    m->inbox->counts.revised++;
    return true;
}

/* They say now what they had withheld. */
static bool complete(struct meeting *m, struct fault *f) {
    const struct exchange_return *theirs = m->theirs;
    const struct exchange_revision *ours = newest(&m->ours),
                                   *said = &theirs->revisions[theirs->revision_count - 1];
    unsigned parts = ours->withheld & ~said->withheld;
    if (!parts)
        return true;
    struct exchange_revision now = *ours;
    now.response = response_clone(m->inbox->scratch, ours->q, ours->response);
    exchange_fill(ours->q, now.response, parts,
                  store_response_carry(m->inbox->scratch, said->q, said->response, ours->q));
    bool lacked_row = !m->ours.revisions[0].raw && theirs->revisions[0].raw;
    now.raw = lacked_row ? theirs->revisions[0].raw : NULL;
    now.raw_length = lacked_row ? theirs->revisions[0].raw_length : 0;
    const char *before, *after;
    if (!difference(m, &now, ours->response, &before, &after) && !lacked_row)
        return true;
    now.withheld = ours->withheld & said->withheld;
    now.at = said->at;
    now.who = said->who;
    now.why = _("the sender sent what had been left out");
    m->inbox->counts.completed++;
    return append(m, &now, f);
}

static bool report(struct meeting *m, const char *rule, const char *message, const char *value,
                   const char *suggestion, struct fault *f) {
    const struct exchange_finding finding = {.rule = rule,
                                             .message = message,
                                             .value = value,
                                             .suggestion = suggestion,
                                             .state = "open",
                                             .severity = RULE_WARNING};
    struct finding found = {
        .return_id = m->ret, .question = -1, .rule = rule, .severity = RULE_WARNING, .value = value};
    finding_say(m->found->arena, &found, message, suggestion);
    finding_add(m->found, found);
    m->inbox->counts.conflicts++;
    return inbox_write_finding(m->inbox, m->ret, &finding, f);
}

static bool settle(struct meeting *m, const char *rule, struct fault *f) {
    struct store *store = m->inbox->store;
    if (!sql_run(store->db, f,
                 "UPDATE finding SET state = 'resolved' WHERE ret = ? AND rule = ? AND state = 'open'", "it",
                 m->ret, rule))
        return false;
    m->inbox->counts.resolved += sqlite3_changes(store->db) > 0;
    return true;
}

/* Both have been corrected since they said the same. */
static bool compare(struct meeting *m, struct fault *f) {
    struct arena *arena = m->inbox->scratch;
    const struct exchange_revision *ours = newest(&m->ours);
    struct exchange_revision now = m->theirs->revisions[m->theirs->revision_count - 1];
    const struct response *carried = store_response_carry(arena, ours->q, ours->response, now.q);
    const char *here, *there;
    now.response = response_clone(arena, now.q, now.response);
    exchange_fill(now.q, now.response, now.withheld, carried);
    bool differs = difference(m, &now, carried, &here, &there);
    m->state.has_seen = true;
    m->state.seen = now.id;
    m->state.agreed = differs ? 0 : ours->row;
    if (!differs)
        return settle(m, CONFLICT, f);
    return report(
        m, CONFLICT,
        message_make(arena, N_("corrected here and by the sender: here %s; the sender has %s"), here, there),
        there,
        message_make(arena,
                     N_("Ours stands. Agree with the sender, then correct it where it is wrong with "
                        "`shukei return edit %ld QUESTION=ANSWER --why TEXT`"),
                     m->ret),
        f);
}

static bool merge_revisions(struct meeting *m, struct fault *f) {
    int known = last_known(m);
    const struct exchange_revision *ours = newest(&m->ours);
    if (known + 1 == (int)m->theirs->revision_count)
        return complete(m, f);
    bool agreed =
        m->state.has_seen && m->state.agreed == ours->row && position(m->theirs, &m->state.seen) >= 0;
    if (known >= 0 && (agreed || position(m->theirs, &ours->id) >= 0))
        return go_forward(m, (size_t)known + 1, f);
    return compare(m, f);
}

/* --- findings --- */

struct ours_finding {
    long id;
    const char *question, *rule;
    bool open, met;
};

static bool read_ours(struct meeting *m, struct ours_finding **list, size_t *count, struct fault *f) {
    struct arena *arena = m->inbox->scratch;
    size_t capacity = 0;
    int got;
    *list = NULL;
    *count = 0;
    sqlite3_stmt *s = sql_query(
        m->inbox->store->db, f,
        "SELECT id, question, rule, state = 'open' FROM finding WHERE ret = ? AND rule NOT LIKE 'exchange.%'"
        " ORDER BY id",
        "i", m->ret);
    while ((got = sql_row(s, f)) > 0) {
        *list = arena_grow(arena, *list, *count, &capacity, sizeof **list);
        (*list)[(*count)++] = (struct ours_finding){.id = sql_long(s, 0),
                                                    .question = sql_text(arena, s, 1),
                                                    .rule = sql_text(arena, s, 2),
                                                    .open = sql_long(s, 3) != 0};
    }
    sqlite3_finalize(s);
    return got == 0;
}

static bool set_state(struct meeting *m, struct ours_finding *finding, const char *state, struct fault *f) {
    finding->open = false;
    m->inbox->counts.resolved++;
    return sql_run(m->inbox->store->db, f, "UPDATE finding SET state = ? WHERE id = ?", "ti", state,
                   finding->id);
}

/* One of theirs against ours: what was decided there is decided here. */
static bool meet(struct meeting *m, const struct exchange_finding *theirs, struct ours_finding *list,
                 size_t count, struct fault *f) {
    for (size_t i = 0; i < count; i++) {
        if (list[i].met || !text_same(list[i].rule, theirs->rule) ||
            !text_same(list[i].question, theirs->question))
            continue;
        list[i].met = true;
        return !list[i].open || strcmp(theirs->state, "open") == 0 ||
               set_state(m, &list[i], theirs->state, f);
    }
    return !m->forward || inbox_write_finding(m->inbox, m->ret, theirs, f);
}

static bool merge_findings(struct meeting *m, struct fault *f) {
    struct ours_finding *list;
    size_t count;
    if (!m->theirs->finding_count && !m->forward)
        return true;
    if (!read_ours(m, &list, &count, f))
        return false;
    for (size_t i = 0; i < m->theirs->finding_count; i++)
        if (!meet(m, &m->theirs->findings[i], list, count, f))
            return false;
    for (size_t i = 0; m->forward && i < count; i++)
        if (list[i].open && !list[i].met && !set_state(m, &list[i], "resolved", f))
            return false;
    return true;
}

/* --- status --- */

static bool take_status(struct meeting *m, struct fault *f) {
    enum return_status to = m->theirs->status;
    if (!store_status_change(m->inbox->store, m->ret, m->inbox->survey, m->status, to, f) ||
        (m->theirs->duplicate && !inbox_join_original(m->inbox, m->ret, &m->theirs->original, f)))
        return false;
    const struct trail_entry entry = {.action = "return.status",
                                      .survey = m->inbox->survey,
                                      .ret = m->ret,
                                      .before = store_status_key(m->status),
                                      .after = store_status_key(to),
                                      .why = m->theirs->why};
    m->inbox->counts.restated++;
    m->status = to;
    return store_trail_add(m->inbox->store, &entry, f);
}

/* Whether the status here may follow the sender's: a batch that was taken back stays so, and a duplicate is
 * not counted anyway. */
static bool stands_apart(struct meeting *m, bool *apart, struct fault *f) {
    long undone;
    if (!sql_integer(m->inbox->store->db, f, &undone, 0,
                     "SELECT b.undone FROM ret r JOIN batch b ON b.id = r.batch WHERE r.id = ?", "i", m->ret))
        return false;
    *apart = undone || (m->status == RETURN_DUPLICATE && m->state.status != RETURN_DUPLICATE);
    return true;
}

static bool merge_status(struct meeting *m, struct fault *f) {
    int theirs = (int)m->theirs->status, ours = (int)m->status, last = m->state.status;
    bool apart = false;
    if (last >= 0 && m->theirs->decided < m->state.decided)
        return true;
    /* It went away and came back: a bundle from between must not count later. */
    m->inbox->counts.noted += last >= 0 && m->theirs->decided > m->state.decided;
    m->state.decided = m->theirs->decided;
    if (theirs == last)
        return true;
    int base = last >= 0 ? last : m->theirs->base;
    m->state.status = theirs;
    if (theirs == ours)
        return last < 0 || settle(m, STATUS_CONFLICT, f);
    if (base == ours)
        return take_status(m, f);
    if (base == theirs)
        return true;
    if (!stands_apart(m, &apart, f) || apart)
        return apart;
    struct arena *arena = m->inbox->scratch;
    return report(
        m, STATUS_CONFLICT,
        message_make(arena, N_("decided differently here and by the sender: here %s; the sender has %s"),
                     store_status_name(m->status), store_status_name(m->theirs->status)),
        store_status_key(m->theirs->status),
        N_("Ours stands. Agree with the sender, then use `shukei return accept` or `shukei return void`"), f);
}

/* --- all of it --- */

static bool same_state(const struct inbox_state *a, const struct inbox_state *b) {
    return a->status == b->status && a->has_seen == b->has_seen && a->agreed == b->agreed &&
           a->decided == b->decided && (!a->has_seen || exchange_id_same(&a->seen, &b->seen));
}

bool inbox_merge(struct exchange_inbox *inbox, const struct exchange_return *item, long ret,
                 struct findings *found, struct fault *f) {
    struct meeting m = {.inbox = inbox, .theirs = item, .found = found, .ret = ret};
    inbox->counts.recognised++;
    if (!load(&m, f) || !merge_revisions(&m, f) || !merge_findings(&m, f) || !merge_status(&m, f) ||
        !inbox_write_masks(inbox, ret, item, true, f))
        return false;
    return same_state(&m.state, &m.before) || inbox_write_state(inbox, ret, NULL, &m.state, f);
}
