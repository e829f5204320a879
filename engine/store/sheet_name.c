#include "engine/store/sheet_name.h"

#include "engine/base/lang.h"
#include "engine/store/internal.h"

const char *sheet_name(struct arena *arena, const char *sheet, long ret) {
    return sheet && *sheet ? arena_printf(arena, _("sheet %s"), sheet)
                           : arena_printf(arena, _("no sheet number (received as %ld)"), ret);
}

bool sheet_number_of(struct store *store, struct arena *arena, long ret, const char **sheet,
                     struct fault *f) {
    sqlite3_stmt *s =
        sql_query(store->db, f,
                  "SELECT v.sheet FROM ret r JOIN revision v ON v.id = r.revision WHERE r.id = ?", "i", ret);
    int got = sql_row(s, f);
    *sheet = got > 0 ? sql_text(arena, s, 0) : NULL;
    sqlite3_finalize(s);
    return got >= 0;
}

bool sheet_name_of(struct store *store, struct arena *arena, long ret, const char **name, struct fault *f) {
    const char *sheet;
    if (!sheet_number_of(store, arena, ret, &sheet, f))
        return false;
    *name = sheet_name(arena, sheet, ret);
    return true;
}
