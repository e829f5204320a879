/* One version of a series: its contents as bytes, into the table, and back. */
#include "engine/store/aggregate_internal.h"

/* --- as bytes --- */

void aggregate_series_contents(const struct series *series, struct strbuf *out) {
    digest_put_text(out, "series");
    digest_put_text(out, series->id);
    for (size_t i = 0; i < series->count; i++) {
        const struct series_point *p = &series->points[i];
        const char *const texts[] = {p->period, p->area, p->group, p->value, p->unit, p->source, p->note};
        const long numbers[] = {p->numerator, p->denominator, p->rank};
        for (int j = 0; j < 7; j++)
            digest_put_text(out, texts[j]);
        for (int j = 0; j < 3; j++)
            digest_put_number(out, (uint64_t)numbers[j]);
        if (p->concept) /* series from before there were concepts keep their digest */
            digest_put_text(out, p->concept);
    }
}

/* --- into the table; an unknown number is NULL there --- */

static bool write_points(struct store *store, long id, const struct series *series, struct fault *f) {
    for (size_t i = 0; i < series->count; i++) {
        const struct series_point *p = &series->points[i];
        if (!sql_run(store->db, f,
                     "INSERT INTO series_point (aggregate, position, period, area, category, value, unit, "
                     "numerator,"
                     " denominator, rank, source, note, concept)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, -1), nullif(?, -1), nullif(?, -1), ?, ?, ?)",
                     "iitttttiiittt", id, (long)i, p->period, p->area, p->group, p->value, p->unit,
                     p->numerator, p->denominator, p->rank, p->source, p->note, p->concept))
            return false;
    }
    return true;
}

bool aggregate_put_series(struct store *store, const struct series *series, const char *file,
                          struct aggregate_change *change, struct fault *f) {
    struct strbuf contents = {0};
    long id;
    aggregate_series_contents(series, &contents);
    bool done = aggregate_version(store, "series", series->id, file, &contents, &id, change, f);
    strbuf_end(&contents);
    return done && (!id || write_points(store, id, series, f));
}

/* --- and back --- */

const struct series *aggregate_series_read(struct store *store, struct arena *arena, long id,
                                           const char *name, struct fault *f) {
    struct series *series = arena_alloc(arena, sizeof *series);
    struct series_point *points = NULL;
    size_t capacity = 0;
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT period, area, category, value, unit, numerator, denominator, rank, source, note, "
                  "concept FROM series_point WHERE aggregate = ? ORDER BY position",
                  "i", id);
    int got;
    while ((got = sql_row(s, f)) > 0) {
        points = arena_grow(arena, points, series->count, &capacity, sizeof *points);
        points[series->count++] = (struct series_point){.period = sql_text(arena, s, 0),
                                                        .area = sql_text(arena, s, 1),
                                                        .group = sql_text(arena, s, 2),
                                                        .value = sql_text(arena, s, 3),
                                                        .unit = sql_text(arena, s, 4),
                                                        .numerator = aggregate_known(s, 5),
                                                        .denominator = aggregate_known(s, 6),
                                                        .rank = aggregate_known(s, 7),
                                                        .source = sql_text(arena, s, 8),
                                                        .note = sql_text(arena, s, 9),
                                                        .concept = sql_text(arena, s, 10)};
    }
    sqlite3_finalize(s);
    series->id = arena_strdup(arena, name);
    series->points = points;
    return got == 0 ? series : NULL;
}

bool aggregate_list_series(struct store *store, struct arena *arena, struct series_row **rows, size_t *count,
                           struct fault *f) {
    size_t capacity = 0;
    *rows = NULL;
    *count = 0;
    sqlite3_stmt *s = sql_query(
        store->db, f,
        "SELECT a.name, group_concat(DISTINCT p.unit), min(p.period), max(p.period), a.at, a.version, "
        "count(*),"
        " count(DISTINCT p.area), count(DISTINCT p.category), max(p.concept)"
        " FROM aggregate a JOIN series_point p ON p.aggregate = a.id WHERE NOT EXISTS"
        " (SELECT 1 FROM aggregate b WHERE b.kind = a.kind AND b.name = a.name AND b.version > a.version)"
        " GROUP BY a.id ORDER BY a.name",
        "");
    int got;
    while ((got = sql_row(s, f)) > 0) {
        *rows = arena_grow(arena, *rows, *count, &capacity, sizeof **rows);
        (*rows)[(*count)++] = (struct series_row){.id = sql_text(arena, s, 0),
                                                  .unit = sql_text(arena, s, 1),
                                                  .first = sql_text(arena, s, 2),
                                                  .last = sql_text(arena, s, 3),
                                                  .at = sql_text(arena, s, 4),
                                                  .versions = sql_long(s, 5),
                                                  .points = sql_long(s, 6),
                                                  .areas = sql_long(s, 7),
                                                  .groups = sql_long(s, 8),
                                                  .concept = sql_text(arena, s, 9)};
    }
    sqlite3_finalize(s);
    return got == 0;
}
