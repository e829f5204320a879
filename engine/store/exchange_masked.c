/* Masked free text on its way from store to store: what a person accepted stands beside the same text there. */
#include "engine/store/exchange_inbox.h"

#include <string.h>

bool exchange_masks(struct store *store, struct arena *arena, long ret, struct exchange_return *item,
                    struct fault *f) {
    static const char sql[] =
        "SELECT question, original, text FROM masked WHERE ret = ? ORDER BY question, original";
    sqlite3_stmt *s = store_cached(store, STATEMENT_EXCHANGE_MASKS, sql, f);
    size_t capacity = 0;
    int got;
    if (!sql_bind(s, f, "i", ret))
        return false;
    while ((got = sql_row(s, f)) > 0) {
        item->masks = arena_grow(arena, item->masks, item->mask_count, &capacity, sizeof *item->masks);
        struct exchange_mask *mask = &item->masks[item->mask_count++];
        *mask = (struct exchange_mask){.question = sql_text(arena, s, 0), .text = sql_text(arena, s, 2)};
        if (sqlite3_column_bytes(s, 1) == sizeof mask->original)
            memcpy(mask->original, sqlite3_column_blob(s, 1), sizeof mask->original);
    }
    sqlite3_reset(s);
    return got == 0;
}

/* A person here who has accepted a masked text of this return has the last word on all of it. */
static bool decided_here(struct exchange_inbox *inbox, long ret, bool *decided, struct fault *f) {
    long count;
    if (!sql_integer(inbox->store->db, f, &count, 0,
                     "SELECT count(*) FROM trail WHERE ret = ? AND action = 'mask.accept'", "i", ret))
        return false;
    *decided = count > 0;
    return true;
}

static bool write_mask(struct exchange_inbox *inbox, long ret, const struct exchange_mask *mask, bool decided,
                       long *written, struct fault *f) {
    if (!sql_run(inbox->store->db, f,
                 "INSERT INTO masked (ret, question, original, text) VALUES (?, ?, ?, ?)"
                 " ON CONFLICT (ret, question, original) DO UPDATE SET text = excluded.text"
                 " WHERE text <> excluded.text AND NOT ?",
                 "itbti", ret, mask->question, (const void *)mask->original, sizeof mask->original,
                 mask->text, (long)decided))
        return false;
    *written += sqlite3_changes(inbox->store->db);
    return true;
}

bool inbox_write_masks(struct exchange_inbox *inbox, long ret, const struct exchange_return *item, bool known,
                       struct fault *f) {
    bool decided = false;
    long written = 0;
    if (item->mask_count && known && !decided_here(inbox, ret, &decided, f))
        return false;
    for (size_t i = 0; i < item->mask_count; i++)
        if (!write_mask(inbox, ret, &item->masks[i], decided, &written, f))
            return false;
    if (!written || !known)
        return true;
    inbox->counts.masked++;
    const struct trail_entry entry = {.action = "mask.receive", .survey = inbox->survey, .ret = ret};
    return store_trail_add(inbox->store, &entry, f);
}
