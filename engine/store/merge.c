/* Two returns that are one sheet: a person decides which of them counts. */
#include "engine/store/internal.h"

#include "engine/base/lang.h"
#include "engine/store/pair.h"

#include <string.h>

struct merging {
    struct return_row keep, drop;
    long survey;
};

static bool read_row(struct store *store, struct arena *arena, long id, struct return_row *row,
                     struct fault *f) {
    const struct questionnaire *q;
    struct response *response;
    return store_return_get(store, arena, id, &q, row, &response, f);
}

static bool may_merge(const struct return_row *row, struct fault *f) {
    if (row->status == RETURN_VOID)
        return fault_set(f,
                         _("return %ld is void; `shukei return accept %ld --why TEXT` brings it back first"),
                         row->id, row->id);
    if (row->status == RETURN_DUPLICATE)
        return fault_set(f, _("return %ld is a duplicate of return %ld already"), row->id, row->duplicate_of);
    return true;
}

static bool start(struct store *store, struct arena *arena, long keep, long drop, struct merging *m,
                  struct fault *f) {
    if (keep == drop)
        return fault_usage(f, _("return %ld cannot be a duplicate of itself"), keep);
    if (!store_writable(store, f) || !pair_is_open(store, keep, drop, f) ||
        !read_row(store, arena, keep, &m->keep, f) || !read_row(store, arena, drop, &m->drop, f) ||
        !may_merge(&m->keep, f) || !may_merge(&m->drop, f))
        return false;
    if (strcmp(m->keep.survey, m->drop.survey) != 0)
        return fault_set(
            f, _("return %ld belongs to %s, return %ld to %s; only returns of one survey can be merged"),
            keep, m->keep.survey, drop, m->drop.survey);
    return store_survey_id(store, m->keep.survey, &m->survey, f);
}

static bool point(struct store *store, const struct merging *m, struct fault *f) {
    return store_status_change(store, m->drop.id, m->survey, m->drop.status, RETURN_DUPLICATE, f) &&
           sql_run(store->db, f, "UPDATE ret SET duplicate_of = ?1 WHERE id = ?2 OR duplicate_of = ?2", "ii",
                   m->keep.id, m->drop.id);
}

/* "; with 7,9": the duplicates of the one that goes, which become those of the one that stays; pair_reopen gives them back. */
static const char *others(struct store *store, struct arena *arena, long drop, struct fault *f) {
    const char *list = "";
    sqlite3_stmt *s =
        sql_query(store->db, f, "SELECT id FROM ret WHERE duplicate_of = ? ORDER BY id", "i", drop);
    int got;
    while ((got = sql_row(s, f)) > 0)
        list = arena_printf(arena, "%s%s%ld", list, *list ? "," : "; with ", sql_long(s, 0));
    sqlite3_finalize(s);
    return got == 0 ? list : NULL;
}

/* In the history of both. */
static bool enter(struct store *store, struct arena *arena, const struct merging *m, const char *moved,
                  const char *why, struct fault *f) {
    const struct trail_entry dropped = {.action = "return.merge",
                                        .survey = m->survey,
                                        .ret = m->drop.id,
                                        .before = store_status_key(m->drop.status),
                                        .after = arena_printf(arena, "duplicate of %ld%s", m->keep.id, moved),
                                        .why = why};
    const struct trail_entry kept = {
        .action = "return.keep",
        .survey = m->survey,
        .ret = m->keep.id,
        .before = store_status_key(m->keep.status),
        .after = arena_printf(arena, "%s; duplicate %ld", store_status_key(m->keep.status), m->drop.id),
        .why = why};
    return store_trail_add(store, &dropped, f) && store_trail_add(store, &kept, f);
}

bool store_return_merge(struct store *store, long keep, long drop, const char *why, struct fault *f) {
    struct arena *arena = arena_create();
    struct merging m = {0};
    bool done = start(store, arena, keep, drop, &m, f);
    const char *moved = done ? others(store, arena, drop, f) : NULL;
    done = moved && point(store, &m, f) && enter(store, arena, &m, moved, why, f);
    arena_destroy(arena);
    return done;
}
