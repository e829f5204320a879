#include "engine/store/trail_list.h"

#include "engine/store/internal.h"

#include <limits.h>
#include <string.h>

/* --- a page --- */

static void read_item(struct arena *arena, sqlite3_stmt *s, struct trail_item *item) {
    *item = (struct trail_item){
        .id = sql_long(s, 0),
        .at = sql_text(arena, s, 1),
        .who = sql_text(arena, s, 2),
        .action = sql_text(arena, s, 3),
        .survey = sql_text(arena, s, 4),
        .batch = sql_text(arena, s, 5),
        .ret = sql_long(s, 6),
        .before = sql_text(arena, s, 7),
        .after = sql_text(arena, s, 8),
        .why = sql_text(arena, s, 9),
        .sheet = sql_text(arena, s, 10),
        .other = sql_long(s, 11),
        .other_sheet = sql_text(arena, s, 12),
    };
}

/* Each condition is there when its value is: one statement, whatever is asked. */
static sqlite3_stmt *query(struct store *store, const struct trail_filter *filter, struct fault *f) {
    return sql_query(
        store->db, f,
        "SELECT e.id, e.at, e.who, e.action, y.name, b.name, e.ret, e.before, e.after, e.why,"
        " ifnull(v.sheet, k.sheet), o.id, "
        "w.sheet"
        " FROM trail e LEFT JOIN survey y ON y.id = e.survey LEFT JOIN batch b ON b.id = e.batch"
        " LEFT JOIN ret r ON r.id = e.ret LEFT JOIN revision v ON v.id = r.revision"
        " LEFT JOIN second k ON e.action = 'second.add' AND k.id = CAST(substr(e.after, 8) AS INTEGER)"
        " LEFT JOIN ret o ON e.action IN ('return.merge', 'return.keep', 'return.distinct', 'return.reopen')"
        " AND o.id = CAST(replace(substr(e.after, instr(e.after, 'duplicate ') + 10), 'of ', '') AS INTEGER)"
        " LEFT JOIN revision w ON w.id = o.revision"
        " WHERE e.id < ?1 AND (?2 IS NULL OR y.name = ?2) AND (?3 IS NULL OR e.who = ?3)"
        " AND (?4 IS NULL OR substr(e.action, 1, length(?4) + 1) = ?4 || '.')"
        " AND (?5 IS NULL OR substr(e.at, 1, 10) >= ?5) AND (?6 IS NULL OR substr(e.at, 1, 10) <= ?6)"
        " AND (?7 = 0 OR e.ret = ?7) AND (?9 IS NULL OR ifnull(v.sheet, k.sheet) = ?9) ORDER BY e.id DESC "
        "LIMIT ?8",
        "itttttiit", filter->before ? filter->before : LONG_MAX, filter->survey, filter->who, filter->kind,
        filter->since, filter->until, filter->ret, filter->limit, filter->sheet);
}

bool trail_list(struct store *store, struct arena *arena, const struct trail_filter *filter,
                struct trail_item **items, size_t *count, struct fault *f) {
    size_t capacity = 0;
    int got;
    *items = NULL;
    *count = 0;
    sqlite3_stmt *s = query(store, filter, f);
    while ((got = sql_row(s, f)) > 0) {
        *items = arena_grow(arena, *items, *count, &capacity, sizeof **items);
        read_item(arena, s, &(*items)[(*count)++]);
    }
    sqlite3_finalize(s);
    return got == 0;
}

/* --- what is new --- */

enum { NEWS_MAX = 1000 };

/* Of what came in nothing was there before. */
static void add_entry(struct arena *arena, sqlite3_stmt *s, struct trail_news *news, size_t *capacity) {
    const char *action = (const char *)sqlite3_column_text(s, 1);
    long ret = strcmp(action, "sheet.add") == 0 ? 0 : sql_long(s, 2);
    if (ret) {
        news->returns = arena_grow(arena, news->returns, news->count, capacity, sizeof *news->returns);
        news->returns[news->count++] = ret;
    }
    news->all = news->all || news->count > NEWS_MAX || strcmp(action, "batch.undo") == 0 ||
                strcmp(action, "survey.version") == 0;
}

bool trail_last(struct store *store, long *mark, struct fault *f) {
    return sql_integer(store->db, f, mark, 0, "SELECT max(id) FROM trail", "");
}

bool trail_news(struct store *store, struct arena *arena, const char *survey, long *mark,
                struct trail_news *news, struct fault *f) {
    size_t capacity = 0;
    long id;
    int got;
    *news = (struct trail_news){0};
    if (!store_survey_id(store, survey, &id, f))
        return false;
    sqlite3_stmt *s =
        sql_query(store->db, f, "SELECT id, action, ret, survey IS ?2 FROM trail WHERE id > ?1 ORDER BY id",
                  "ii", *mark, id);
    while ((got = sql_row(s, f)) > 0) {
        *mark = sql_long(s, 0);
        if (sql_long(s, 3) && !news->all)
            add_entry(arena, s, news, &capacity);
    }
    sqlite3_finalize(s);
    return got == 0;
}
