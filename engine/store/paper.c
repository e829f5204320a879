/* Files of pictures: coming in, listed, dropped, verified.  One sheet: paper_sheet.c. */
#include "engine/store/paper.h"

#include "engine/base/lang.h"
#include "engine/store/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- before --- */

bool paper_check_new(struct store *store, struct arena *arena, const char *survey, const char *path,
                     const unsigned char sha256[32], struct fault *f) {
    long id;
    if (!store_survey_id(store, survey, &id, f))
        return false;
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT name, substr(at, 1, 10) FROM paper_batch WHERE survey = ? AND sha256 = ?"
                  " AND dropped = 0",
                  "ib", id, (const void *)sha256, (size_t)32);
    int got = sql_row(s, f);
    const char *name = got > 0 ? sql_text(arena, s, 0) : NULL, *at = got > 0 ? sql_text(arena, s, 1) : NULL;
    sqlite3_finalize(s);
    if (got > 0)
        return fault_set(
            f,
            _("%s: this very file was loaded on %s, as %s; its sheets are there already (`shukei "
              "sheets drop` takes them back)"),
            path, at, name);
    return got == 0;
}

/* Where the digits at the end begin, or the end when there are none (or more than a number can have). */
static size_t digits_at(const char *number) {
    size_t end = strlen(number), at = end;
    while (at && number[at - 1] >= '0' && number[at - 1] <= '9')
        at--;
    return end - at <= 9 ? at : end;
}

bool paper_check_from(const char *from, struct fault *f) {
    return from[digits_at(from)] ||
           fault_usage(f, _("--from %s: a sheet number ends in digits (at most nine), such as 101 or T-0101"),
                       from);
}

const char *paper_number(struct arena *arena, const char *from, long step) {
    size_t at = digits_at(from);
    return arena_printf(arena, "%.*s%0*ld", (int)at, from, (int)strlen(from + at), atol(from + at) + step);
}

static const char *free_name(struct store *store, struct arena *arena, const char *path, struct fault *f) {
    char now[STORE_TIME];
    const char *slash = strrchr(path, '/'), *stem = slash ? slash + 1 : path;
    long taken = 1;
    store_now(now);
    const char *name = arena_printf(arena, "%.10s-%s", now, stem);
    for (int i = 2; taken; i++) {
        if (!sql_integer(store->db, f, &taken, 0, "SELECT 1 FROM paper_batch WHERE name = ?", "t", name))
            return NULL;
        if (taken)
            name = arena_printf(arena, "%.10s-%s-%d", now, stem, i);
    }
    return name;
}

/* --- bringing in --- */

struct adding {
    struct store *store;
    struct arena *arena;
    const struct paper_file *file;
    struct paper_loaded *loaded;
    long batch;
};

static bool add_batch(struct adding *a, struct fault *f) {
    const struct paper_file *file = a->file;
    char at[STORE_TIME];
    long survey;
    if (!store_survey_id(a->store, file->survey, &survey, f))
        return false;
    a->loaded->name = free_name(a->store, a->arena, file->path, f);
    store_now(at);
    if (!a->loaded->name ||
        !sql_run(a->store->db, f,
                 "INSERT INTO paper_batch (survey, name, file, sha256, format, per_sheet, at, who)"
                 " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                 "ittbtitt", survey, a->loaded->name, file->path, (const void *)file->sha256, (size_t)32,
                 file->format, file->per_sheet, at, a->store->who))
        return false;
    a->batch = sqlite3_last_insert_rowid(a->store->db);
    return true;
}

/* The same page is kept once. */
static bool add_picture(struct adding *a, const struct paper_picture *page, long *id, struct fault *f) {
    unsigned char digest[DIGEST_BYTES];
    crypto_generichash(digest, DIGEST_BYTES, page->png, page->length, NULL, 0);
    if (!sql_integer(a->store->db, f, id, 0, "SELECT id FROM paper_picture WHERE digest = ?", "b",
                     (const void *)digest, (size_t)DIGEST_BYTES))
        return false;
    if (*id) {
        a->loaded->repeated++;
        return true;
    }
    if (!sql_run(a->store->db, f, "INSERT INTO paper_picture (digest, bytes) VALUES (?, ?)", "bb",
                 (const void *)digest, (size_t)DIGEST_BYTES, page->png, page->length))
        return false;
    *id = sqlite3_last_insert_rowid(a->store->db);
    return true;
}

static bool add_page(struct adding *a, long paper, long position, const struct paper_picture *page,
                     struct fault *f) {
    long picture;
    return add_picture(a, page, &picture, f) &&
           sql_run(a->store->db, f,
                   "INSERT INTO paper_page (paper, position, picture, width, height, dpi_x, dpi_y, damaged)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                   "iiiiiiii", paper, position, picture, (long)page->width, (long)page->height,
                   lround(page->dpi_x * 100), lround(page->dpi_y * 100), (long)page->damaged);
}

/* A last sheet may have fewer pages: what came in is kept as it came. */
static bool add_papers(struct adding *a, struct fault *f) {
    const struct paper_file *file = a->file;
    long paper = 0;
    for (size_t i = 0; i < file->page_count; i++) {
        long within = (long)i % file->per_sheet, position = (long)i / file->per_sheet;
        if (!within) {
            if (!sql_run(a->store->db, f, "INSERT INTO paper (batch, position, number) VALUES (?, ?, ?)",
                         "iit", a->batch, position + 1,
                         file->from ? paper_number(a->arena, file->from, position) : NULL))
                return false;
            paper = sqlite3_last_insert_rowid(a->store->db);
            a->loaded->sheets++;
        }
        if (!add_page(a, paper, within + 1, &file->pages[i], f))
            return false;
    }
    return true;
}

/* Of all that the file brought: which page is which picture, and under which number. */
static bool seal(struct store *store, long batch, unsigned char out[DIGEST_BYTES], struct fault *f) {
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT b.name, b.file, b.sha256, p.position, p.number, g.position, g.width, g.height,"
                  " g.dpi_x, g.dpi_y, g.damaged, c.digest FROM paper_batch b JOIN paper p ON p.batch = b.id"
                  " JOIN paper_page g ON g.paper = p.id JOIN paper_picture c ON c.id = g.picture"
                  " WHERE b.id = ? ORDER BY p.position, g.position",
                  "i", batch);
    struct strbuf *b = &store->scratch;
    strbuf_clear(b);
    strbuf_add(b, "");
    int got;
    while ((got = sql_row(s, f)) > 0)
        for (int i = 0; i < sqlite3_column_count(s); i++)
            digest_put(b, sqlite3_column_blob(s, i), (size_t)sqlite3_column_bytes(s, i));
    sqlite3_finalize(s);
    digest_of(b, out);
    return got == 0;
}

static bool sign(struct adding *a, struct fault *f) {
    unsigned char digest[DIGEST_BYTES];
    long survey;
    const char *after = arena_printf(a->arena, "%s: pages=%zu sheets=%ld", a->loaded->name,
                                     a->file->page_count, a->loaded->sheets);
    if (!store_survey_id(a->store, a->file->survey, &survey, f) || !seal(a->store, a->batch, digest, f))
        return false;
    const struct trail_entry entry = {
        .action = "paper.add", .survey = survey, .after = after, .digest = digest};
    return store_trail_add(a->store, &entry, f) &&
           sql_run(a->store->db, f, "UPDATE paper_batch SET trail = (SELECT max(id) FROM trail) WHERE id = ?",
                   "i", a->batch);
}

bool paper_batch_add(struct store *store, struct arena *arena, const struct paper_file *file,
                     struct paper_loaded *loaded, struct fault *f) {
    struct adding a = {store, arena, file, loaded, 0};
    *loaded = (struct paper_loaded){0};
    if (file->per_sheet < 1 || file->per_sheet > PAPER_PAGES)
        return fault_usage(f, _("a sheet has 1 to %d pages"), PAPER_PAGES);
    return store_writable(store, f) && (!file->from || paper_check_from(file->from, f)) &&
           paper_check_new(store, arena, file->survey, file->path, file->sha256, f) && add_batch(&a, f) &&
           add_papers(&a, f) && sign(&a, f);
}

/* --- what came in --- */

/* A return that went with its batch is no return: its sheet waits anew. */
#define GONE(ret)                                                                                            \
    "(" ret " IS NULL OR EXISTS (SELECT 1 FROM ret r JOIN batch x ON x.id = r.batch"                         \
    " WHERE r.id = " ret " AND r.status = 3 AND x.undone = 1))"

static void read_batch(struct arena *arena, sqlite3_stmt *s, struct paper_batch *row) {
    *row = (struct paper_batch){
        .id = sql_long(s, 0),
        .name = sql_text(arena, s, 1),
        .survey = sql_text(arena, s, 2),
        .file = sql_text(arena, s, 3),
        .who = sql_text(arena, s, 4),
        .at = sql_text(arena, s, 5),
        .dropped = sql_long(s, 6) != 0,
        .pages = sql_long(s, 7),
        .sheets = sql_long(s, 8),
        .skipped = sql_long(s, 9),
        .waiting = sql_long(s, 10),
        .again = sql_long(s, 11),
    };
    row->keyed = row->sheets - row->waiting - row->skipped;
}

bool paper_batch_list(struct store *store, struct arena *arena, const char *survey, struct paper_batch **rows,
                      size_t *count, struct fault *f) {
    size_t capacity = 0;
    long id = 0;
    *rows = NULL;
    *count = 0;
    if (survey && !store_survey_id(store, survey, &id, f))
        return false;
    sqlite3_stmt *s = sql_query(
        store->db, f,
        "SELECT b.id, b.name, y.name, b.file, b.who, b.at, b.dropped,"
        " (SELECT count(*) FROM paper p JOIN paper_page g ON g.paper = p.id WHERE p.batch = b.id),"
        " count(p.id), count(p.skipped), sum(p.skipped IS NULL AND " GONE(
            "p.ret") "), count(p.second)"
                     " FROM paper_batch b JOIN survey y ON y.id = b.survey JOIN paper p ON p.batch = b.id"
                     " WHERE ?1 = 0 OR b.survey = ?1 GROUP BY b.id ORDER BY b.id",
        "i", id);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        *rows = arena_grow(arena, *rows, *count, &capacity, sizeof **rows);
        read_batch(arena, s, &(*rows)[(*count)++]);
    }
    sqlite3_finalize(s);
    return got == 0;
}

static bool find_batch(struct store *store, const char *name, long *id, long *survey, bool *dropped,
                       struct fault *f) {
    sqlite3_stmt *s =
        sql_query(store->db, f, "SELECT id, survey, dropped FROM paper_batch WHERE name = ?", "t", name);
    int got = sql_row(s, f);
    if (got > 0) {
        *id = sql_long(s, 0);
        *survey = sql_long(s, 1);
        *dropped = sql_long(s, 2) != 0;
    }
    sqlite3_finalize(s);
    return got > 0 ||
           (got == 0 && fault_set(f, _("there are no sheets \"%s\"; `shukei sheets list` shows them"), name));
}

bool paper_batch_drop(struct store *store, const char *name, const char *why, long *sheets, struct fault *f) {
    long id = 0, survey = 0;
    bool dropped = false;
    if (!store_writable(store, f) || !find_batch(store, name, &id, &survey, &dropped, f))
        return false;
    if (!why || !*why)
        return fault_usage(f, _("say why, with --why TEXT"));
    if (dropped)
        return fault_set(f, _("the sheets \"%s\" were dropped before"), name);
    const struct trail_entry entry = {.action = "paper.drop", .survey = survey, .before = name, .why = why};
    return sql_integer(store->db, f, sheets, 0, "SELECT count(*) FROM paper WHERE batch = ?", "i", id) &&
           sql_run(store->db, f, "UPDATE paper_batch SET dropped = 1 WHERE id = ?", "i", id) &&
           sql_run(store->db, f,
                   "DELETE FROM paper_hold WHERE paper IN (SELECT id FROM paper WHERE batch = ?)", "i", id) &&
           store_trail_add(store, &entry, f);
}

/* --- verifying --- */

static bool verify_pictures(struct store *store, struct arena *arena, const char **problem, struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f, "SELECT id, digest, bytes FROM paper_picture", "");
    int got = 0;
    while (!*problem && (got = sql_row(s, f)) > 0) {
        unsigned char digest[DIGEST_BYTES];
        crypto_generichash(digest, DIGEST_BYTES, sqlite3_column_blob(s, 2),
                           (size_t)sqlite3_column_bytes(s, 2), NULL, 0);
        if (sqlite3_column_bytes(s, 1) != DIGEST_BYTES ||
            memcmp(sqlite3_column_blob(s, 1), digest, DIGEST_BYTES) != 0)
            *problem =
                arena_printf(arena, _("the picture number %ld of a sheet was changed outside the program"),
                             sql_long(s, 0));
    }
    sqlite3_finalize(s);
    return got >= 0;
}

static bool verify_batches(struct store *store, struct arena *arena, const char **problem, struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT b.id, b.name, t.digest FROM paper_batch b"
                                " LEFT JOIN trail t ON t.id = b.trail AND t.action = 'paper.add'",
                                "");
    int got = 0;
    while (!*problem && (got = sql_row(s, f)) > 0) {
        unsigned char digest[DIGEST_BYTES];
        if (!seal(store, sql_long(s, 0), digest, f)) {
            got = -1;
            break;
        }
        if (sqlite3_column_bytes(s, 2) != DIGEST_BYTES ||
            memcmp(sqlite3_column_blob(s, 2), digest, DIGEST_BYTES) != 0)
            *problem = arena_printf(arena, _("the sheets %s were changed outside the program"),
                                    (const char *)sqlite3_column_text(s, 1));
    }
    sqlite3_finalize(s);
    return got >= 0;
}

/* What says it was keyed from a sheet has its entry in the trail. */
static bool verify_keyed(struct store *store, struct arena *arena, const char **problem, struct fault *f) {
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT p.id FROM paper p WHERE p.ret IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"
                  " trail t WHERE t.ret = p.ret AND t.action = 'paper.key'"
                  " AND t.after = 'paper=' || p.id) LIMIT 1",
                  "");
    int got = sql_row(s, f);
    if (got > 0)
        *problem =
            arena_printf(arena, _("what was keyed from the sheet number %ld was changed outside the program"),
                         sql_long(s, 0));
    sqlite3_finalize(s);
    return got >= 0;
}

bool paper_verify(struct store *store, struct arena *arena, const char **problem, struct fault *f) {
    *problem = NULL;
    return verify_pictures(store, arena, problem, f) &&
           (*problem || verify_batches(store, arena, problem, f)) &&
           (*problem || verify_keyed(store, arena, problem, f));
}
