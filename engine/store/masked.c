/* Free text as a person has masked it, kept beside the answer. */
#include "engine/store/internal.h"

#include "engine/base/lang.h"

#include <string.h>

static void hash_original(struct store *store, const char *original, unsigned char out[DIGEST_BYTES]) {
    strbuf_clear(&store->scratch);
    digest_put_text(&store->scratch, original);
    digest_of(&store->scratch, out);
}

static bool put(struct store *store, long id, const struct masked_text *item, struct fault *f) {
    unsigned char original[DIGEST_BYTES];
    hash_original(store, item->original, original);
    return sql_run(store->db, f,
                   "INSERT OR REPLACE INTO masked (ret, question, original, text) VALUES (?, ?, ?, ?)",
                   "itbt", id, item->question, (const void *)original, (size_t)DIGEST_BYTES, item->masked);
}

bool store_masked_set(struct store *store, long id, const struct masked_text *items, size_t count,
                      const char *what, const char *why, struct fault *f) {
    long survey;
    if (!store_writable(store, f) ||
        !sql_integer(store->db, f, &survey, 0, "SELECT survey FROM ret WHERE id = ?", "i", id))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!put(store, id, &items[i], f))
            return fault_context(f, _("return %ld"), id);
    const struct trail_entry entry = {
        .action = "mask.accept", .survey = survey, .ret = id, .after = what, .why = why};
    return store_trail_add(store, &entry, f);
}

bool store_masked_get(struct store *store, struct arena *arena, long id, const char *question,
                      const char *original, const char **masked, struct fault *f) {
    unsigned char hash[DIGEST_BYTES];
    hash_original(store, original, hash);
    sqlite3_stmt *s =
        sql_query(store->db, f, "SELECT text FROM masked WHERE ret = ? AND question = ? AND original = ?",
                  "itb", id, question, (const void *)hash, (size_t)DIGEST_BYTES);
    int got = sql_row(s, f);
    *masked = got > 0 ? sql_text(arena, s, 0) : NULL;
    sqlite3_finalize(s);
    return got >= 0;
}
