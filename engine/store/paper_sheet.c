/* One sheet: found, held, keyed, set aside, looked at. */
#include "engine/store/paper.h"

#include "engine/base/lang.h"
#include "engine/store/internal.h"

#include <string.h>

static const struct {
    const char *key, *name;
} states[] = {
    [PAPER_WAITING] = {"waiting", N_("to be keyed")},
    [PAPER_KEYED] = {"keyed", N_("keyed")},
    [PAPER_SKIPPED] = {"skipped", N_("no sheet")},
};

const char *paper_state_key(enum paper_state state) {
    return states[state].key;
}

const char *paper_state_name(enum paper_state state) {
    return _(states[state].name);
}

/* --- reading --- */

/* A return that went with its batch, by its owner's will or not, is no return. */
#define PAPERS                                                                                               \
    "SELECT p.id, b.name, y.name, b.file, p.position, p.number, p.skipped,"                                  \
    " iif(r.status = 3 AND x.undone = 1, 0, ifnull(p.ret, 0)), iif(z.undone = 1, 0, ifnull(p.second, 0)),"   \
    " b.dropped, p.turn, b.shift"                                                                            \
    " FROM paper p JOIN paper_batch b ON b.id = p.batch JOIN survey y ON y.id = b.survey"                    \
    " LEFT JOIN ret r ON r.id = p.ret LEFT JOIN batch x ON x.id = r.batch"                                   \
    " LEFT JOIN second k ON k.id = p.second LEFT JOIN batch z ON z.id = k.batch"

static void read_paper(struct arena *arena, sqlite3_stmt *s, struct paper *p) {
    *p = (struct paper){
        .id = sql_long(s, 0),
        .batch = sql_text(arena, s, 1),
        .survey = sql_text(arena, s, 2),
        .file = sql_text(arena, s, 3),
        .position = sql_long(s, 4),
        .number = sql_text(arena, s, 5),
        .why = sql_text(arena, s, 6),
        .ret = sql_long(s, 7),
        .second = sql_long(s, 8),
        .dropped = sql_long(s, 9) != 0,
        .turn = (int)sql_long(s, 10),
        .shift = sql_long(s, 11),
    };
    p->state = p->why ? PAPER_SKIPPED : p->ret ? PAPER_KEYED : PAPER_WAITING;
}

static bool read_pages(struct store *store, struct paper *p, struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT width, height, dpi_x, dpi_y, damaged FROM paper_page WHERE paper = ?"
                                " ORDER BY position",
                                "i", p->id);
    int got;
    while ((got = sql_row(s, f)) > 0 && p->page_count < PAPER_PAGES)
        p->pages[p->page_count++] = (struct paper_page){
            .width = sql_long(s, 0),
            .height = sql_long(s, 1),
            .dpi_x = (double)sql_long(s, 2) / 100,
            .dpi_y = (double)sql_long(s, 3) / 100,
            .damaged = sql_long(s, 4) != 0,
        };
    sqlite3_finalize(s);
    return got >= 0;
}

const struct paper *paper_get(struct store *store, struct arena *arena, long id, struct fault *f) {
    struct paper *paper = arena_alloc(arena, sizeof *paper);
    sqlite3_stmt *s = sql_query(store->db, f, PAPERS " WHERE p.id = ?", "i", id);
    int got = sql_row(s, f);
    if (got > 0)
        read_paper(arena, s, paper);
    sqlite3_finalize(s);
    if (got == 0)
        (void)!fault_set(f, _("there is no picture of a sheet with the number %ld"), id);
    return got > 0 && read_pages(store, paper, f) ? paper : NULL;
}

bool paper_list(struct store *store, struct arena *arena, const char *batch, struct paper **rows,
                size_t *count, struct fault *f) {
    size_t capacity = 0;
    *rows = NULL;
    *count = 0;
    sqlite3_stmt *s = sql_query(store->db, f, PAPERS " WHERE b.name = ? ORDER BY p.position", "t", batch);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        *rows = arena_grow(arena, *rows, *count, &capacity, sizeof **rows);
        read_paper(arena, s, &(*rows)[(*count)++]);
    }
    sqlite3_finalize(s);
    for (size_t i = 0; got == 0 && i < *count; i++)
        if (!read_pages(store, &(*rows)[i], f))
            return false;
    return got == 0 &&
           (*count || fault_set(f, _("there are no sheets \"%s\"; `shukei sheets list` shows them"), batch));
}

/* What came in otherwise (a file that was keyed elsewhere) is known by its sheet's number, when just one picture has it. */
static bool paper_of_number(struct store *store, long ret, long *paper, struct fault *f) {
    return sql_integer(
        store->db, f, paper, 0,
        "SELECT iif(count(*) = 1, min(p.id), 0) FROM ret r JOIN revision v ON v.id = r.revision"
        " JOIN paper_batch b ON b.survey = r.survey AND b.dropped = 0"
        " JOIN paper p ON p.batch = b.id AND p.number = v.sheet AND p.ret IS NULL WHERE r.id = ?",
        "i", ret);
}

bool paper_of_return(struct store *store, long ret, long *paper, struct fault *f) {
    return sql_integer(store->db, f, paper, 0,
                       "SELECT p.id FROM paper p JOIN paper_batch b ON b.id = p.batch WHERE p.ret = ?"
                       " ORDER BY b.dropped, p.id DESC LIMIT 1",
                       "i", ret) &&
           (*paper || paper_of_number(store, ret, paper, f));
}

bool paper_png(struct store *store, struct arena *arena, long paper, long page, const void **png,
               size_t *length, struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT c.bytes FROM paper_page g JOIN paper_picture c ON c.id = g.picture"
                                " WHERE g.paper = ? AND g.position = ?",
                                "ii", paper, page + 1);
    int got = sql_row(s, f);
    if (got > 0) {
        *length = (size_t)sqlite3_column_bytes(s, 0);
        *png = arena_copy(arena, sqlite3_column_blob(s, 0), *length);
    }
    sqlite3_finalize(s);
    return got > 0 || (got == 0 && fault_set(f, _("the sheet has no page %ld"), page + 1));
}

/* --- whose turn it is --- */

/* ?1 survey, ?2 who asks, ?3 second: what another holds is not for them.  Each subquery is looked up once, not per sheet. */
#define FREE                                                                                                 \
    " FROM paper p JOIN paper_batch b ON b.id = p.batch LEFT JOIN ret r ON r.id = p.ret"                     \
    " LEFT JOIN batch x ON x.id = r.batch"                                                                   \
    " WHERE b.survey = ?1 AND b.dropped = 0 AND p.skipped IS NULL AND p.id NOT IN (SELECT h.paper FROM"      \
    " paper_hold h WHERE h.survey = ?1 AND h.second = ?3 AND h.who <> ?2 AND h.until > unixepoch())"
#define FIRST_WAITS FREE " AND (p.ret IS NULL OR (r.status = 3 AND x.undone = 1))"
/* Counted or set aside, first keyed by somebody else, and not keyed again. */
#define SECOND_WAITS                                                                                         \
    FREE " AND r.status IN (0, 2) AND (p.second IS NULL OR EXISTS (SELECT 1 FROM second k"                   \
         " JOIN batch z ON z.id = k.batch WHERE k.id = p.second AND z.undone = 1))"                          \
         " AND EXISTS (SELECT 1 FROM revision v WHERE v.ret = r.id AND v.seq = 1 AND v.operator IS NOT ?2)"
/* The one that is held already comes before the others. */
#define IN_ORDER                                                                                             \
    " ORDER BY p.id IS NOT (SELECT h.paper FROM paper_hold h WHERE h.survey = ?1 AND h.second = ?3"          \
    " AND h.who = ?2), p.id"

static bool is_drawn(const struct paper_wish *wish, long ret) {
    size_t low = 0, high = wish->drawn_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (wish->drawn[middle] < ret)
            low = middle + 1;
        else
            high = middle;
    }
    return !wish->drawn || (low < wish->drawn_count && wish->drawn[low] == ret);
}

static bool hold(struct store *store, long survey, bool second, long paper, struct fault *f) {
    return sql_run(store->db, f,
                   "INSERT INTO paper_hold (who, survey, second, paper, until)"
                   " VALUES (?, ?, ?, ?, unixepoch() + ?)"
                   " ON CONFLICT DO UPDATE SET paper = excluded.paper, until = excluded.until",
                   "tiiii", store->who, survey, (long)second, paper, (long)PAPER_HELD);
}

bool paper_next(struct store *store, const struct paper_wish *wish, long *found, long *waiting,
                struct fault *f) {
    long survey;
    *found = *waiting = 0;
    if (!store_writable(store, f) || !store_survey_id(store, wish->survey, &survey, f))
        return false;
    sqlite3_stmt *s = sql_query(store->db, f,
                                wish->second ? "SELECT p.id, p.ret" SECOND_WAITS IN_ORDER
                                             : "SELECT p.id, p.ret" FIRST_WAITS IN_ORDER,
                                "iti", survey, store->who, (long)wish->second);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        if (wish->second && !is_drawn(wish, sql_long(s, 1)))
            continue;
        if (!*found)
            *found = sql_long(s, 0);
        ++*waiting;
    }
    sqlite3_finalize(s);
    return got == 0 && (!*found || hold(store, survey, wish->second, *found, f));
}

/* --- what becomes of it --- */

static bool note(struct store *store, const struct paper *p, const char *action,
                 const struct trail_entry *more, struct fault *f) {
    long survey;
    struct trail_entry entry = *more;
    entry.action = action;
    if (!store_survey_id(store, p->survey, &survey, f))
        return false;
    entry.survey = survey;
    return store_trail_add(store, &entry, f);
}

static bool let_go(struct store *store, long paper, bool second, struct fault *f) {
    return sql_run(store->db, f, "DELETE FROM paper_hold WHERE paper = ? AND second = ?", "ii", paper,
                   (long)second);
}

static bool may_be_keyed(const struct paper *p, bool second, struct fault *f) {
    if (p->dropped)
        return fault_set(
            f,
            _("the picture of this sheet was dropped with its batch %s; clear the form, and the next "
              "sheet comes"),
            p->batch);
    if (second ? p->second : p->ret)
        return fault_set(
            f,
            _("this sheet has been keyed by somebody else meanwhile (return %ld); clear the form, "
              "and the next sheet comes"),
            p->ret);
    return true;
}

bool paper_keyed(struct store *store, long paper, bool second, long id, struct fault *f) {
    struct arena *arena = arena_create();
    const struct paper *p = store_writable(store, f) ? paper_get(store, arena, paper, f) : NULL;
    const struct trail_entry entry = {
        .ret = second ? 0 : id,
        .after = second ? arena_printf(arena, "paper=%ld second=%ld", paper, id)
                        : arena_printf(arena, "paper=%ld", paper),
    };
    bool done = p && may_be_keyed(p, second, f) &&
                sql_run(store->db, f,
                        second ? "UPDATE paper SET second = ? WHERE id = ?"
                               : "UPDATE paper SET ret = ?, skipped = NULL WHERE id = ?",
                        "ii", id, paper) &&
                let_go(store, paper, second, f) && note(store, p, "paper.key", &entry, f);
    arena_destroy(arena);
    return done;
}

bool paper_skip(struct store *store, long paper, const char *why, struct fault *f) {
    if (!*why)
        return fault_usage(f, _("say why this is no sheet to be keyed"));
    struct arena *arena = arena_create();
    const struct paper *p = store_writable(store, f) ? paper_get(store, arena, paper, f) : NULL;
    const struct trail_entry entry = {.after = arena_printf(arena, "paper=%ld", paper), .why = why};
    bool done = p && may_be_keyed(p, false, f) &&
                sql_run(store->db, f, "UPDATE paper SET skipped = ? WHERE id = ?", "ti", why, paper) &&
                let_go(store, paper, false, f) && note(store, p, "paper.skip", &entry, f);
    arena_destroy(arena);
    return done;
}

bool paper_reopen(struct store *store, long paper, const char *why, struct fault *f) {
    if (!*why)
        return fault_usage(f, _("say why, with --why TEXT"));
    struct arena *arena = arena_create();
    const struct paper *p = store_writable(store, f) ? paper_get(store, arena, paper, f) : NULL;
    bool done = p && (p->state == PAPER_SKIPPED ||
                      fault_set(f, _("the sheet number %ld was not set aside; there is nothing to take back"),
                                paper));
    const struct trail_entry entry = {
        .before = p ? p->why : NULL, .after = arena_printf(arena, "paper=%ld", paper), .why = why};
    done = done && sql_run(store->db, f, "UPDATE paper SET skipped = NULL WHERE id = ?", "i", paper) &&
           note(store, p, "paper.reopen", &entry, f);
    arena_destroy(arena);
    return done;
}

/* --- how it is looked at --- */

bool paper_turn(struct store *store, long paper, long quarters, struct fault *f) {
    return store_writable(store, f) &&
           sql_run(store->db, f, "UPDATE paper SET turn = ? WHERE id = ?", "ii", quarters & 3, paper);
}

bool paper_shift(struct store *store, long paper, long shift, struct fault *f) {
    if (shift < -PAPER_SHIFT || shift > PAPER_SHIFT)
        return fault_usage(f, _("expected %d to %d"), -PAPER_SHIFT, PAPER_SHIFT);
    return store_writable(store, f) &&
           sql_run(store->db, f,
                   "UPDATE paper_batch SET shift = ? WHERE id = (SELECT batch FROM paper WHERE id = ?)", "ii",
                   shift, paper);
}
