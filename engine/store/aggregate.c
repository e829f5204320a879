#include "engine/store/aggregate_internal.h"

#include "engine/base/lang.h"

#include <stdlib.h>
#include <string.h>

static const char kind_published[] = "published";

bool aggregate_has_areas(const struct series *series) {
    for (size_t i = 0; i < series->count; i++)
        if (series->points[i].area)
            return true;
    return false;
}

bool aggregate_number(const struct series_point *point, double *out) {
    bool percent = point->unit && strcmp(point->unit, "%") == 0;
    if (point->value) {
        char *end;
        *out = strtod(point->value, &end);
        return end != point->value && *end == '\0';
    }
    if (point->numerator < 0 || point->denominator <= 0)
        return false;
    *out = (percent ? 100.0 : 1.0) * (double)point->numerator / (double)point->denominator;
    return true;
}

/* --- versions --- */

struct newest {
    long id, version;
    unsigned char hash[DIGEST_BYTES];
};

static bool find_newest(struct store *store, const char *kind, const char *name, struct newest *out,
                        struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT id, version, hash FROM aggregate WHERE kind = ? AND name = ?"
                                " ORDER BY version DESC LIMIT 1",
                                "tt", kind, name);
    int got = sql_row(s, f);
    *out = (struct newest){0};
    if (got > 0) {
        out->id = sql_long(s, 0);
        out->version = sql_long(s, 1);
        if (sqlite3_column_bytes(s, 2) == DIGEST_BYTES)
            memcpy(out->hash, sqlite3_column_blob(s, 2), DIGEST_BYTES);
    }
    sqlite3_finalize(s);
    return got >= 0;
}

static bool trail(struct store *store, const char *kind, const char *name, const char *file,
                  const struct newest *before, const struct newest *now, struct fault *f) {
    struct arena *arena = arena_create();
    const struct trail_entry entry = {
        .action = arena_printf(arena, "%s.%s", kind, before->version ? "revise" : "add"),
        .before = before->version ? arena_printf(arena, "%s version=%ld", name, before->version) : NULL,
        .after = arena_printf(arena, "%s version=%ld", name, now->version),
        .why = file,
        .digest = now->hash,
    };
    bool done = store_trail_add(store, &entry, f);
    arena_destroy(arena);
    return done;
}

long aggregate_known(sqlite3_stmt *s, int column) {
    return sqlite3_column_type(s, column) == SQLITE_NULL ? AGGREGATE_UNKNOWN : sql_long(s, column);
}

bool aggregate_version(struct store *store, const char *kind, const char *name, const char *file,
                       const struct strbuf *contents, long *id, struct aggregate_change *change,
                       struct fault *f) {
    struct newest before, now;
    char at[STORE_TIME];
    if (!store_writable(store, f) || !find_newest(store, kind, name, &before, f))
        return false;
    *id = 0;
    *change = (struct aggregate_change){AGGREGATE_SAME, before.version};
    digest_of(contents, now.hash);
    if (before.version && memcmp(before.hash, now.hash, DIGEST_BYTES) == 0)
        return true;
    change->outcome = before.version ? AGGREGATE_REVISED : AGGREGATE_ADDED;
    change->version = now.version = before.version + 1;
    store_now(at);
    if (!sql_run(
            store->db, f,
            "INSERT INTO aggregate (kind, name, version, hash, file, at, who) VALUES (?, ?, ?, ?, ?, ?, ?)",
            "ttibttt", kind, name, now.version, (const void *)now.hash, (size_t)DIGEST_BYTES, file, at,
            store->who))
        return false;
    *id = (long)sqlite3_last_insert_rowid(store->db);
    return trail(store, kind, name, file, &before, &now, f);
}

/* --- finding --- */

static bool unknown(struct store *store, const char *kind, const char *name, struct fault *f) {
    bool published = strcmp(kind, kind_published) == 0;
    struct strbuf known = {0};
    sqlite3_stmt *s = sql_query(
        store->db, f, "SELECT DISTINCT name FROM aggregate WHERE kind = ? ORDER BY name", "t", kind);
    int got;
    while ((got = sql_row(s, f)) > 0)
        strbuf_printf(&known, "%s%s", known.length ? ", " : "", (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    if (got == 0 && known.length)
        fault_set(f,
                  published ? _("there are no published figures of \"%s\" in this store; there are: %s")
                            : _("there is no series \"%s\" in this store; there are: %s"),
                  name, known.text);
    else if (got == 0)
        fault_set(
            f,
            published
                ? _("there are no published figures of \"%s\" in this store; load them with `shukei import "
                    "--as published FILE.json`")
                : _("there is no series \"%s\" in this store; load it with `shukei import --as series "
                    "FILE.csv`"),
            name);
    strbuf_end(&known);
    return false;
}

/* Row id of the newest version; an unknown name is a fault that lists the known ones. */
static bool newest_id(struct store *store, const char *kind, const char *name, long *id, struct fault *f) {
    struct newest newest;
    if (!find_newest(store, kind, name, &newest, f))
        return false;
    *id = newest.id;
    return *id || unknown(store, kind, name, f);
}

const struct published_survey *aggregate_published(struct store *store, struct arena *arena, const char *id,
                                                   struct fault *f) {
    long row;
    return newest_id(store, kind_published, id, &row, f)
               ? aggregate_published_read(store, arena, row, f)
               : NULL;
}

const struct series *aggregate_series(struct store *store, struct arena *arena, const char *id,
                                      struct fault *f) {
    long row;
    return newest_id(store, "series", id, &row, f) ? aggregate_series_read(store, arena, row, id, f)
                                                          : NULL;
}

bool aggregate_has_published(struct store *store, const char *id, bool *has, struct fault *f) {
    struct newest newest;
    bool done = find_newest(store, kind_published, id, &newest, f);
    *has = done && newest.id;
    return done;
}

/* --- verification --- */

static bool digest_stored(struct store *store, struct arena *arena, long id, bool published, const char *name,
                          unsigned char hash[DIGEST_BYTES], struct fault *f) {
    const struct published_survey *survey = published ? aggregate_published_read(store, arena, id, f) : NULL;
    const struct series *series = published ? NULL : aggregate_series_read(store, arena, id, name, f);
    if (!survey && !series)
        return false;
    struct strbuf b = {0};
    if (survey)
        aggregate_published_contents(survey, &b);
    else
        aggregate_series_contents(series, &b);
    digest_of(&b, hash);
    strbuf_end(&b);
    return true;
}

/* The contents give the stored digest, and the trail signed it for just this version. */
static bool verify_version(struct store *store, struct arena *arena, sqlite3_stmt *s, const char **problem,
                           struct fault *f) {
    unsigned char hash[DIGEST_BYTES];
    const char *kind = sql_text(arena, s, 1), *name = sql_text(arena, s, 2);
    const char *after = arena_printf(arena, "%s version=%ld", name, sql_long(s, 3));
    long signed_so;
    if (!digest_stored(store, arena, sql_long(s, 0), strcmp(kind, kind_published) == 0, name, hash, f) ||
        !sql_integer(store->db, f, &signed_so, 0,
                     "SELECT 1 FROM trail WHERE after = ? AND digest = ? AND action LIKE ? || '.%'", "tbt",
                     after, (const void *)hash, (size_t)DIGEST_BYTES, kind))
        return false;
    bool same = sqlite3_column_bytes(s, 4) == DIGEST_BYTES &&
                memcmp(sqlite3_column_blob(s, 4), hash, DIGEST_BYTES) == 0;
    if (!*problem && !(same && signed_so))
        *problem =
            arena_printf(arena, _("%s: a published figure or series was changed outside the program"), after);
    return true;
}

/* No version that the trail knows of is gone. */
static bool verify_entries(struct store *store, struct arena *arena, const char **problem, struct fault *f) {
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT after FROM trail l WHERE (action GLOB 'published.*' OR action GLOB 'series.*')"
                  " AND NOT EXISTS (SELECT 1 FROM aggregate a WHERE l.action GLOB a.kind || '.*'"
                  " AND a.name || ' version=' || a.version = l.after) LIMIT 1",
                  "");
    int got = sql_row(s, f);
    if (got > 0 && !*problem)
        *problem = arena_printf(arena, _("%s: a published figure or series was changed outside the program"),
                                (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return got >= 0;
}

bool aggregate_verify(struct store *store, struct arena *arena, const char **problem, struct fault *f) {
    sqlite3_stmt *s =
        sql_query(store->db, f, "SELECT id, kind, name, version, hash FROM aggregate ORDER BY id", "");
    int got;
    *problem = NULL;
    while ((got = sql_row(s, f)) > 0)
        if (!verify_version(store, arena, s, problem, f)) {
            got = -1;
            break;
        }
    sqlite3_finalize(s);
    return got == 0 && verify_entries(store, arena, problem, f);
}
