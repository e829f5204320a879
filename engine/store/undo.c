/*
 * Taking a batch back.  Its returns become void; where another batch brought the same sheet again, that
 * duplicate takes the place of its original, so that taking back one of two loads does not lose what the
 * other one holds.
 */
#include "engine/store/internal.h"

#include "engine/base/lang.h"

struct extent {
    long batch, survey, first, last;
};

struct heir {
    long id, original;
};

/* Duplicates, in batches that stay, of returns that this batch takes away. */
static bool find_heirs(struct store *store, struct arena *arena, const struct extent *e, struct heir **heirs,
                       size_t *count, struct fault *f) {
    size_t capacity = 0;
    *heirs = NULL;
    *count = 0;
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT d.id, o.id FROM ret o CROSS JOIN ret d ON d.duplicate_of = o.id"
                  " CROSS JOIN batch b ON b.id = d.batch"
                  " WHERE o.id BETWEEN ?1 AND ?2 AND o.batch = ?3 AND o.status IN (0, 2) AND d.status = 1"
                  " AND b.undone = 0 AND b.id <> ?3"
                  " ORDER BY o.id, d.id",
                  "iii", e->first, e->last, e->batch);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        *heirs = arena_grow(arena, *heirs, *count, &capacity, sizeof **heirs);
        (*heirs)[(*count)++] = (struct heir){sql_long(s, 0), sql_long(s, 1)};
    }
    sqlite3_finalize(s);
    return got == 0;
}

static bool promote(struct store *store, long id, long survey, const char *why, struct fault *f) {
    enum return_status status;
    if (!store_judge(store, id, &status, f) ||
        !store_status_change(store, id, survey, RETURN_DUPLICATE, status, f))
        return false;
    const struct trail_entry entry = {.action = "return.promote",
                                      .survey = survey,
                                      .ret = id,
                                      .before = store_status_key(RETURN_DUPLICATE),
                                      .after = store_status_key(status),
                                      .why = why};
    return store_trail_add(store, &entry, f);
}

/* The first duplicate takes the place of its original; further ones become duplicates of it. */
static bool promote_heirs(struct store *store, const struct extent *e, const char *why, long *promoted,
                          struct fault *f) {
    struct arena *arena = arena_create();
    struct heir *heirs;
    size_t count;
    long original = 0, successor = 0;
    bool done = find_heirs(store, arena, e, &heirs, &count, f);
    for (size_t i = 0; done && i < count; i++) {
        if (heirs[i].original == original) {
            done = sql_run(store->db, f, "UPDATE ret SET duplicate_of = ? WHERE id = ?", "ii", successor,
                           heirs[i].id);
            continue;
        }
        original = heirs[i].original;
        successor = heirs[i].id;
        done = promote(store, successor, e->survey, why, f);
        ++*promoted;
    }
    arena_destroy(arena);
    return done;
}

/* What the batch's accepted returns gave to the survey's digest, to be taken out. */
static bool sum_of_batch(struct store *store, const struct extent *e, struct digest_sum *out,
                         struct fault *f) {
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT " STORE_REVISION_COLUMNS " FROM ret r CROSS JOIN revision v ON v.id = r.revision"
                  " JOIN template t ON t.id = v.template WHERE r.id BETWEEN ? AND ? AND r.batch = ?"
                  " AND r.status = 0",
                  "iii", e->first, e->last, e->batch);
    int got;
    *out = (struct digest_sum){0};
    while ((got = sql_row(s, f)) > 0) {
        struct revision_row row;
        unsigned char leaf[DIGEST_BYTES];
        store_revision_read(s, &row);
        store_revision_leaf(store, &row, leaf);
        digest_sum_remove(out, leaf);
    }
    sqlite3_finalize(s);
    return got == 0;
}

static bool void_all(struct store *store, const struct extent *e, long *returns, struct fault *f) {
    struct digest_sum change;
    if (!sum_of_batch(store, e, &change, f) || !store_sum_change(store, e->survey, &change, f) ||
        !sql_run(store->db, f,
                 "UPDATE ret SET status = 3 WHERE id BETWEEN ? AND ? AND batch = ? AND status <> 3", "iii",
                 e->first, e->last, e->batch))
        return false;
    *returns = sqlite3_changes(store->db);
    return sql_run(store->db, f, "UPDATE batch SET undone = 1 WHERE id = ?", "i", e->batch);
}

static bool find_batch(struct store *store, const char *name, struct extent *e, struct fault *f) {
    sqlite3_stmt *s = sql_query(
        store->db, f, "SELECT id, survey, first, last, undone FROM batch WHERE name = ?", "t", name);
    int got = sql_row(s, f);
    if (got > 0 && sql_long(s, 4)) {
        fault_set(f, _("the batch \"%s\" has been taken back before"), name);
        got = -1;
    } else if (got > 0) {
        *e = (struct extent){sql_long(s, 0), sql_long(s, 1), sql_long(s, 2), sql_long(s, 3)};
    } else if (got == 0) {
        fault_set(f, _("there is no batch \"%s\"; `shukei batch list` shows them"), name);
    }
    sqlite3_finalize(s);
    return got > 0;
}

bool store_batch_undo(struct store *store, const char *name, const char *why, struct batch_undone *undone,
                      struct fault *f) {
    struct extent e;
    struct reconciliation r;
    char before[160], after[48], heir_why[256];
    if (!store_writable(store, f) || !find_batch(store, name, &e, f) ||
        !store_reconcile(store, NULL, e.batch, &r, f))
        return false;
    sqlite3_snprintf(sizeof before, before, "accepted=%ld duplicate=%ld set_aside=%ld void=%ld", r.accepted,
                     r.duplicate, r.set_aside, r.voided);
    if (r.second)
        sqlite3_snprintf(sizeof before, before, "second=%ld", r.second);
    sqlite3_snprintf(sizeof heir_why, heir_why, "batch.undo %s", name);
    *undone = (struct batch_undone){0};
    if (!promote_heirs(store, &e, heir_why, &undone->promoted, f) ||
        !void_all(store, &e, &undone->returns, f))
        return false;
    sqlite3_snprintf(sizeof after, after, r.second ? "second=0" : "void=%ld", r.read);
    const struct trail_entry entry = {.action = "batch.undo",
                                      .survey = e.survey,
                                      .batch = e.batch,
                                      .before = before,
                                      .after = after,
                                      .why = why};
    return store_trail_add(store, &entry, f);
}
