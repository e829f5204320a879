#include "engine/store/pair.h"

#include "engine/base/lang.h"
#include "engine/store/internal.h"

#include <stdlib.h>
#include <string.h>

struct pairs {
    struct arena *arena;
    struct pair_said *items;
    size_t count, capacity;
};

/* The number in "duplicate of 7", "not a duplicate of 7", "no longer a duplicate of 7; with 8,9". */
static long other_of(const char *after) {
    const char *at = after ? strstr(after, "duplicate of ") : NULL;
    return at ? strtol(at + strlen("duplicate of "), NULL, 10) : 0;
}

static void forget(struct pairs *p, long a, long b) {
    for (size_t i = 0; i < p->count; i++)
        if (p->items[i].a == a && p->items[i].b == b) {
            memmove(&p->items[i], &p->items[i + 1], (p->count - i - 1) * sizeof *p->items);
            p->count--;
            return;
        }
}

static void read_entry(struct pairs *p, sqlite3_stmt *s) {
    const char *action = (const char *)sqlite3_column_text(s, 0);
    long ret = sql_long(s, 1), other = other_of((const char *)sqlite3_column_text(s, 2));
    struct pair_said said = {.a = ret < other ? ret : other,
                             .b = ret < other ? other : ret,
                             .merged = strcmp(action, "return.merge") == 0,
                             .who = sql_text(p->arena, s, 3),
                             .at = sql_text(p->arena, s, 4),
                             .why = sql_text(p->arena, s, 5),
                             .entry = sql_long(s, 6)};
    said.kept = said.merged ? other : 0;
    said.sheet_a = sql_text(p->arena, s, ret < other ? 7 : 8);
    said.sheet_b = sql_text(p->arena, s, ret < other ? 8 : 7);
    forget(p, said.a, said.b);
    if (strcmp(action, "return.reopen") == 0 || (said.merged && sql_long(s, 9) != other))
        return;
    p->items = arena_grow(p->arena, p->items, p->count, &p->capacity, sizeof *p->items);
    p->items[p->count++] = said;
}

/* ret 0: of the whole survey. */
static bool read_said(struct store *store, long survey, long ret, struct pairs *p, struct fault *f) {
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT l.action, l.ret, l.after, l.who, l.at, l.why, l.id, v.sheet, w.sheet,"
                  " iif(r.status = 1, r.duplicate_of, 0) FROM trail l JOIN ret r ON r.id = l.ret"
                  " JOIN revision v ON v.id = r.revision LEFT JOIN ret o ON o.id ="
                  " CAST(substr(l.after, instr(l.after, 'duplicate of ') + 13) AS INTEGER)"
                  " LEFT JOIN revision w ON w.id = o.revision WHERE l.survey = ?1"
                  " AND l.action IN ('return.merge', 'return.distinct', 'return.reopen')"
                  " AND (?2 = 0 OR l.ret = ?2 OR o.id = ?2) ORDER BY l.id",
                  "ii", survey, ret);
    int got;
    while ((got = sql_row(s, f)) > 0)
        read_entry(p, s);
    sqlite3_finalize(s);
    return got == 0;
}

bool pair_list(struct store *store, struct arena *arena, const char *survey, struct pair_said **said,
               size_t *count, struct fault *f) {
    struct pairs p = {.arena = arena};
    long id;
    bool done = store_survey_id(store, survey, &id, f) && read_said(store, id, 0, &p, f);
    *said = p.items;
    *count = p.count;
    return done;
}

/* --- deciding --- */

struct two {
    struct return_row a, b;
    long survey;
    const struct pair_said *said; /* or NULL */
};

static bool read_row(struct store *store, struct arena *arena, long id, struct return_row *row,
                     struct fault *f) {
    const struct questionnaire *q;
    struct response *response;
    return store_return_get(store, arena, id, &q, row, &response, f);
}

static bool read_two(struct store *store, struct arena *arena, long a, long b, struct two *two,
                     struct fault *f) {
    struct pairs p = {.arena = arena};
    long low = a < b ? a : b, high = a < b ? b : a;
    if (a == b)
        return fault_usage(f, _("return %ld cannot be a duplicate of itself"), a);
    if (!store_writable(store, f) || !read_row(store, arena, a, &two->a, f) ||
        !read_row(store, arena, b, &two->b, f) || !store_survey_id(store, two->a.survey, &two->survey, f) ||
        !read_said(store, two->survey, a, &p, f))
        return false;
    two->said = NULL;
    for (size_t i = 0; i < p.count; i++)
        if (p.items[i].a == low && p.items[i].b == high)
            two->said = &p.items[i];
    return true;
}

static bool is_open(const struct two *two, struct fault *f) {
    const struct pair_said *said = two->said;
    if (!said)
        return true;
    if (said->merged)
        return fault_set(f, _("%s has decided already (%.16s) that return %ld and return %ld are one sheet"),
                         said->who, said->at, said->a, said->b);
    return fault_set(f, _("%s has decided already (%.16s) that return %ld and return %ld are two sheets"),
                     said->who, said->at, said->a, said->b);
}

static bool note(struct store *store, const struct two *two, const struct return_row *row, const char *action,
                 const char *after, const char *why, struct fault *f) {
    const struct trail_entry entry = {.action = action,
                                      .survey = two->survey,
                                      .ret = row->id,
                                      .before = store_status_key(row->status),
                                      .after = after,
                                      .why = why};
    return store_trail_add(store, &entry, f);
}

/* --- two sheets --- */

static bool are_of_one_survey(const struct two *two, struct fault *f) {
    return strcmp(two->a.survey, two->b.survey) == 0 ||
           fault_set(
               f, _("return %ld belongs to %s, return %ld to %s; only returns of one survey can be merged"),
               two->a.id, two->a.survey, two->b.id, two->b.survey);
}

bool pair_distinct(struct store *store, long a, long b, const char *why, struct fault *f) {
    struct arena *arena = arena_create();
    struct two two;
    bool done = read_two(store, arena, a, b, &two, f) && is_open(&two, f) && are_of_one_survey(&two, f) &&
                note(store, &two, &two.a, "return.distinct",
                     arena_printf(arena, "not a duplicate of %ld", two.b.id), why, f);
    arena_destroy(arena);
    return done;
}

/* --- one sheet --- */

static bool may_merge(const struct return_row *row, struct fault *f) {
    if (row->status == RETURN_VOID)
        return fault_set(f,
                         _("return %ld is void; `shukei return accept %ld --why TEXT` brings it back first"),
                         row->id, row->id);
    if (row->status == RETURN_DUPLICATE)
        return fault_set(f, _("return %ld is a duplicate of return %ld already"), row->id, row->duplicate_of);
    return true;
}

/* "; with 7,9": the duplicates of the one that goes, which become those of the one that stays; take_back_others gives them
 * back. */
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

static bool point(struct store *store, const struct two *two, struct fault *f) {
    return store_status_change(store, two->b.id, two->survey, two->b.status, RETURN_DUPLICATE, f) &&
           sql_run(store->db, f, "UPDATE ret SET duplicate_of = ?1 WHERE id = ?2 OR duplicate_of = ?2", "ii",
                   two->a.id, two->b.id);
}

/* In the history of both. */
static bool enter_merge(struct store *store, struct arena *arena, const struct two *two, const char *moved,
                        const char *why, struct fault *f) {
    const struct return_row *keep = &two->a, *drop = &two->b;
    const char *kept = arena_printf(arena, "%s; duplicate %ld", store_status_key(keep->status), drop->id);
    return note(store, two, drop, "return.merge", arena_printf(arena, "duplicate of %ld%s", keep->id, moved),
                why, f) &&
           note(store, two, keep, "return.keep", kept, why, f);
}

bool pair_merge(struct store *store, long keep, long drop, const char *why, struct fault *f) {
    struct arena *arena = arena_create();
    struct two two;
    bool done = read_two(store, arena, keep, drop, &two, f) && is_open(&two, f) && may_merge(&two.a, f) &&
                may_merge(&two.b, f) && are_of_one_survey(&two, f);
    const char *moved = done ? others(store, arena, drop, f) : NULL;
    done = moved && point(store, &two, f) && enter_merge(store, arena, &two, moved, why, f);
    arena_destroy(arena);
    return done;
}

/* --- taken back --- */

/* "duplicate of 3; with 7,9": what was a duplicate of this one then is so again. */
static bool take_back_others(struct store *store, long entry, long drop, long keep, struct fault *f) {
    return sql_run(store->db, f,
                   "UPDATE ret SET duplicate_of = ?1 WHERE duplicate_of = ?2 AND status = 1 AND"
                   " (SELECT instr(l.after, '; with ') > 0 AND instr(',' || substr(l.after, instr(l.after,"
                   " '; with ') + 7) || ',', ',' || ret.id || ',') > 0 FROM trail l WHERE l.id = ?3)",
                   "iii", drop, keep, entry);
}

static bool unmerge(struct store *store, const struct two *two, struct fault *f) {
    enum return_status status;
    const long drop = two->a.id;
    return store_judge(store, drop, &status, f) &&
           store_status_change(store, drop, two->survey, RETURN_DUPLICATE, status, f) &&
           take_back_others(store, two->said->entry, drop, two->b.id, f);
}

static bool reopen(struct store *store, struct arena *arena, struct two *two, long entry, const char *why,
                   struct fault *f) {
    if (!two->said)
        return fault_set(f,
                         _("nobody has decided about return %ld and return %ld; there is nothing to reopen"),
                         two->a.id, two->b.id);
    if (entry && entry != two->said->entry)
        return is_open(two, f);
    if (two->said->merged && two->said->kept == two->a.id) { /* the duplicate first */
        const struct return_row keep = two->a;
        two->a = two->b;
        two->b = keep;
    }
    return (!two->said->merged || unmerge(store, two, f)) &&
           note(store, two, &two->a, "return.reopen",
                arena_printf(arena, "no longer a duplicate of %ld", two->b.id), why, f);
}

bool pair_reopen(struct store *store, long a, long b, long entry, const char *why, struct fault *f) {
    struct arena *arena = arena_create();
    struct two two;
    bool done = read_two(store, arena, a, b, &two, f) && reopen(store, arena, &two, entry, why, f);
    arena_destroy(arena);
    return done;
}
