#include "engine/tabulation/monitor.h"

#include "engine/base/lang.h"
#include "engine/questionnaire/reference.h"
#include "engine/response/normalise.h"
#include "engine/store/newest.h"
#include "engine/tabulation/dataset_words.h"
#include "engine/tabulation/made_up.h"

#include <stdlib.h>
#include <string.h>

/* One grouping while it is counted: row 0 is for what is not stated, row code + 1 for each word. */
struct tally {
    struct dataset_words *words;
    struct monitor_row *rows;
    size_t count, capacity;
};

struct monitoring {
    struct arena *arena, *scratch;
    struct newest newest;
    struct monitor *out;
    const struct reference *reference;
    struct tally by[MONITOR_KEYS];
};

const char *monitor_key_name(enum monitor_key key) {
    static const char *const names[] = {"association", "pref", "channel", "day"};
    return names[key];
}

long monitor_not_returned(const struct monitor_row *row) {
    if (row->sent == MONITOR_UNKNOWN)
        return MONITOR_UNKNOWN;
    long missing = row->sent - row->counts.accepted - row->counts.set_aside;
    return missing > 0 ? missing : 0;
}

static struct monitor_row *row_of(struct monitoring *m, enum monitor_key key, const char *word) {
    struct tally *t = &m->by[key];
    uint16_t code = dataset_words_code(t->words, word);
    size_t at = word && *word && code < dataset_words_count(t->words) ? (size_t)code + 1 : 0;
    while (t->count <= at) {
        t->rows = arena_grow(m->arena, t->rows, t->count, &t->capacity, sizeof *t->rows);
        t->rows[t->count] = (struct monitor_row){
            .key = t->count ? dataset_words_text(t->words, t->count - 1) : "", .sent = MONITOR_UNKNOWN};
        t->count++;
    }
    return &t->rows[at];
}

/* --- what came back --- */

static void count_return(struct reconciliation *counts, enum return_status status) {
    long *const by_status[] = {&counts->accepted, &counts->duplicate, &counts->set_aside, &counts->voided};
    ++*by_status[status];
    counts->read++;
    counts->tabulated = counts->accepted;
}

/* The prefecture that an association belongs to; NULL when it is not known. */
static const char *home(const struct monitoring *m, const char *association) {
    int at = association && *association ? reference_association(m->reference, m->scratch, association) : -1;
    return at < 0 ? NULL : m->reference->associations[at].prefecture;
}

static const char *prefecture_of(const struct monitoring *m, const struct response *response) {
    const struct questionnaire *q = m->newest.q;
    if (q->key_pref < 0)
        return home(m, response->fields[FIELD_ASSOCIATION]);
    const struct answer *answer = &response->answers[q->key_pref];
    if (answer->state != ANSWER_GIVEN || answer->code < 0)
        return NULL;
    return q->questions[q->key_pref].options[answer->code].id;
}

static bool visit(void *data, const struct stored_return *row, struct fault *f) {
    struct monitoring *m = data;
    const struct response *response = newest_response(&m->newest, m->scratch, row, f);
    if (!response)
        return false;
    const char *const words[MONITOR_KEYS] = {row->association, prefecture_of(m, response), row->channel,
                                             row->received};
    for (enum monitor_key key = 0; key < MONITOR_KEYS; key++)
        count_return(&row_of(m, key, words[key])->counts, row->status);
    count_return(&m->out->total.counts, row->status);
    m->out->made_up += row->status == RETURN_ACCEPTED && made_up_is(row->remark);
    arena_reset(m->scratch);
    return true;
}

/* --- what was sent --- */

/* The only association of a prefecture; NULL when there are several or none. */
static const char *only_association(const struct reference *r, const char *prefecture) {
    const char *found = NULL;
    for (size_t i = 0; i < r->association_count; i++) {
        if (strcmp(r->associations[i].prefecture, prefecture) != 0)
            continue;
        if (found)
            return NULL;
        found = r->associations[i].id;
    }
    return found;
}

static void add_sent(struct monitor_row *row, long count) {
    row->sent = (row->sent == MONITOR_UNKNOWN ? 0 : row->sent) + count;
}

static void count_sent(struct monitoring *m, const struct sent_count *sent) {
    const char *association = sent->association, *prefecture = sent->prefecture;
    if (!*association && *prefecture)
        association = only_association(m->reference, prefecture);
    if (!*prefecture)
        prefecture = home(m, association);
    add_sent(row_of(m, MONITOR_ASSOCIATION, association), sent->count);
    add_sent(row_of(m, MONITOR_PREFECTURE, prefecture), sent->count);
}

static bool read_sent(struct store *store, struct monitoring *m, struct fault *f) {
    struct sent_count *sent;
    size_t count;
    long total;
    const struct questionnaire *q = m->newest.q;
    if (!store_sent_get(store, m->arena, q->id, &sent, &count, f) ||
        !store_sent_total(store, m->arena, q, &total, f))
        return false;
    for (size_t i = 0; i < count; i++)
        count_sent(m, &sent[i]);
    if (count || total > 0)
        m->out->total.sent = total;
    return true;
}

/* --- names and order --- */

static const char *name(const struct monitoring *m, enum monitor_key key, const char *word) {
    if (!*word)
        return _("not stated");
    if (key == MONITOR_ASSOCIATION) {
        int at = reference_association(m->reference, m->scratch, word);
        return at < 0 ? word : m->reference->associations[at].name;
    }
    if (key == MONITOR_PREFECTURE) {
        int at = reference_prefecture(m->reference, m->scratch, word);
        return at < 0 ? word : m->reference->prefectures[at].name;
    }
    if (key == MONITOR_CHANNEL)
        return strcmp(word, "fax") == 0    ? _("FAX")
               : strcmp(word, "post") == 0 ? _("post")
               : strcmp(word, "web") == 0  ? _("web form")
                                           : word;
    return word;
}

/* Associations by their place in the reference, channels as people list them; the rest by key. */
static int rank(const struct monitoring *m, enum monitor_key key, const char *word) {
    static const char *const channels[] = {"fax", "post", "web"};
    if (!*word)
        return INT16_MAX;
    if (key == MONITOR_ASSOCIATION) {
        int at = reference_association(m->reference, m->scratch, word);
        return at < 0 ? INT16_MAX - 1 : at;
    }
    for (int i = 0; key == MONITOR_CHANNEL && i < 3; i++)
        if (strcmp(channels[i], word) == 0)
            return i;
    return key == MONITOR_CHANNEL ? INT16_MAX - 1 : 0;
}

struct ranked {
    int rank;
    struct monitor_row row;
};

static int by_rank(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    return x->rank != y->rank ? (x->rank > y->rank) - (x->rank < y->rank) : strcmp(x->row.key, y->row.key);
}

static void order(struct monitoring *m, enum monitor_key key) {
    const struct tally *t = &m->by[key];
    struct monitor_group *group = &m->out->by[key];
    struct ranked *ranked = arena_array(m->arena, t->count + 1, sizeof *ranked);
    group->rows = arena_array(m->arena, t->count + 1, sizeof *group->rows);
    for (size_t i = 0; i < t->count; i++) {
        const struct monitor_row *row = &t->rows[i];
        if (i == 0 && !row->counts.read && row->sent == MONITOR_UNKNOWN)
            continue;
        ranked[group->count] = (struct ranked){rank(m, key, row->key), *row};
        ranked[group->count++].row.label = arena_strdup(m->arena, name(m, key, row->key));
    }
    qsort(ranked, group->count, sizeof *ranked, by_rank);
    for (size_t i = 0; i < group->count; i++)
        group->rows[i] = ranked[i].row;
}

/* --- the whole --- */

static void add_counts(struct reconciliation *sum, const struct reconciliation *part) {
    sum->read += part->read;
    sum->accepted += part->accepted;
    sum->duplicate += part->duplicate;
    sum->set_aside += part->set_aside;
    sum->voided += part->voided;
    sum->tabulated += part->tabulated;
}

static bool agree(const struct reconciliation *a, const struct reconciliation *b, const char *what,
                  struct fault *f) {
    return (a->read == b->read && a->accepted == b->accepted && a->duplicate == b->duplicate &&
            a->set_aside == b->set_aside && a->voided == b->voided && a->tabulated == b->tabulated &&
            a->read == a->accepted + a->duplicate + a->set_aside + a->voided) ||
           fault_set(
               f,
               _("the counts do not reconcile (%s: %ld received, %ld counted); `shukei verify` shows what is "
                 "damaged"),
               what, a->read, b->read);
}

static bool batches_agree(struct store *store, const struct monitoring *m, const struct reconciliation *whole,
                          struct fault *f) {
    struct batch_row *rows;
    size_t count;
    struct reconciliation sum = {0};
    if (!store_batch_list(store, m->arena, &rows, &count, f))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].survey, m->newest.q->id) == 0)
            add_counts(&sum, &rows[i].counts);
    return agree(&sum, whole, "batch", f);
}

static bool reconcile(struct store *store, const struct monitoring *m, struct fault *f) {
    struct reconciliation whole;
    if (!store_reconcile(store, m->newest.q->id, 0, &whole, f) ||
        !agree(&m->out->total.counts, &whole, "survey", f) || !batches_agree(store, m, &whole, f))
        return false;
    for (enum monitor_key key = 0; key < MONITOR_KEYS; key++) {
        struct reconciliation sum = {0};
        for (size_t i = 0; i < m->out->by[key].count; i++)
            add_counts(&sum, &m->out->by[key].rows[i].counts);
        if (!agree(&sum, &whole, monitor_key_name(key), f))
            return false;
    }
    return true;
}

/* A date typed with a wrong year would stretch the curve over years of nothing: such a curve is not fitted.
 */
enum { CURVE_DAYS = 1000 };

static struct arrival fit(struct monitoring *m) {
    const struct monitor_group *days = &m->out->by[MONITOR_DAY];
    long *daily = arena_array(m->arena, CURVE_DAYS, sizeof *daily);
    int64_t first = 0, day;
    size_t length = 0;
    for (size_t i = 0; i < days->count; i++) {
        const struct monitor_row *row = &days->rows[i];
        if (!row->counts.accepted || !normalise_date(m->scratch, row->key, &day))
            continue;
        if (!length)
            first = day;
        if (day - first >= CURVE_DAYS)
            return (struct arrival){.verdict = ARRIVAL_FEW_DAYS};
        length = (size_t)(day - first) + 1;
        daily[length - 1] = row->counts.accepted;
    }
    return arrival_fit(daily, length);
}

static bool read_all(struct store *store, struct monitoring *m, struct fault *f) {
    static const unsigned all =
        1u << RETURN_ACCEPTED | 1u << RETURN_DUPLICATE | 1u << RETURN_SET_ASIDE | 1u << RETURN_VOID;
    if (!store_each_of(store, m->newest.q->id, all, visit, m, f) || !read_sent(store, m, f))
        return false;
    for (enum monitor_key key = 0; key < MONITOR_KEYS; key++)
        order(m, key);
    m->out->arrival = fit(m);
    m->out->synthetic =
        made_up_notice(m->arena, m->newest.q, (size_t)m->out->made_up, (size_t)m->out->total.counts.accepted);
    return reconcile(store, m, f);
}

const struct monitor *monitor_read(struct store *store, struct arena *arena, const char *survey,
                                   struct fault *f) {
    struct monitor *out = arena_alloc(arena, sizeof *out);
    struct monitoring m = {.arena = arena, .out = out, .reference = reference_get(f)};
    m.newest =
        (struct newest){.store = store, .arena = arena, .q = store_questionnaire(store, arena, survey, f)};
    if (!m.reference || !m.newest.q)
        return NULL;
    out->q = m.newest.q;
    out->total = (struct monitor_row){.key = "", .label = _("Total"), .sent = MONITOR_UNKNOWN};
    for (enum monitor_key key = 0; key < MONITOR_KEYS; key++)
        m.by[key].words = dataset_words_create(arena);
    m.scratch = arena_create();
    bool done = read_all(store, &m, f);
    arena_destroy(m.scratch);
    return done ? out : NULL;
}
