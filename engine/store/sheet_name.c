#include "engine/store/sheet_name.h"

#include "engine/base/lang.h"
#include "engine/store/internal.h"

const char *sheet_name(struct arena *arena, const char *sheet, long ret) {
    return sheet && *sheet ? arena_printf(arena, _("sheet %s"), sheet)
                           : arena_printf(arena, _("no sheet number (received as %ld)"), ret);
}

bool sheet_name_of(struct store *store, struct arena *arena, long ret, const char **name, struct fault *f) {
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT v.sheet FROM ret r JOIN revision v ON v.id = r.revision WHERE r.id = ?", "i", ret);
    int got = sql_row(s, f);
    *name = sheet_name(arena, got > 0 ? (const char *)sqlite3_column_text(s, 0) : NULL, ret);
    sqlite3_finalize(s);
    return got >= 0;
}
