#include "engine/store/link.h"

#include "engine/store/internal.h"

#include <string.h>

static void make_token(char token[LINK_TOKEN + 1]) {
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789"; /* no i, l, o, 0, 1 */
    for (int i = 0; i < LINK_TOKEN; i++)
        token[i] = letters[randombytes_uniform(sizeof letters - 1)];
    token[LINK_TOKEN] = '\0';
}

static void hash_token(const char *token, unsigned char hash[DIGEST_BYTES]) {
    crypto_generichash(hash, DIGEST_BYTES, (const unsigned char *)token, strlen(token), NULL, 0);
}

bool link_add(struct store *store, const struct link *link, char token[LINK_TOKEN + 1], struct fault *f) {
    unsigned char hash[DIGEST_BYTES];
    char at[STORE_TIME];
    long survey;
    if (!store_writable(store, f) || !store_survey_id(store, link->survey, &survey, f))
        return false;
    make_token(token);
    hash_token(token, hash);
    store_now(at);
    struct strbuf after = {0};
    strbuf_printf(&after, "%s association=%s institution=%s", link->open ? "open" : "personal",
                  link->association ? link->association : "", link->institution ? link->institution : "");
    const struct trail_entry entry = {
        .action = "link.add", .survey = survey, .ret = link->ret, .after = after.text};
    bool done = sql_run(store->db, f,
                        "INSERT INTO link (hash, survey, association, institution, open, ret, at)"
                        " VALUES (?, ?, ?, ?, ?, nullif(?, 0), ?)",
                        "bittiit", (const void *)hash, (size_t)DIGEST_BYTES, survey, link->association,
                        link->institution, (long)link->open, link->ret, at) &&
                store_trail_add(store, &entry, f);
    strbuf_end(&after);
    return done;
}

bool link_known(struct store *store, const char *survey, const char *institution, bool *known,
                struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT 1 FROM link k JOIN survey y ON y.id = k.survey"
                                " WHERE y.name = ? AND k.institution = ? AND NOT k.open LIMIT 1",
                                "tt", survey, institution);
    int got = sql_row(s, f);
    sqlite3_finalize(s);
    *known = got > 0;
    return got >= 0;
}

bool link_find(struct store *store, struct arena *arena, const char *token, const struct link **link,
               struct fault *f) {
    unsigned char hash[DIGEST_BYTES];
    hash_token(token, hash);
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT y.name, k.association, k.institution, k.open, ifnull(k.ret, 0)"
                                " FROM link k JOIN survey y ON y.id = k.survey WHERE k.hash = ?",
                                "b", (const void *)hash, (size_t)DIGEST_BYTES);
    int got = sql_row(s, f);
    *link = NULL;
    if (got > 0) {
        struct link *found = arena_alloc(arena, sizeof *found);
        *found = (struct link){.survey = sql_text(arena, s, 0),
                               .association = sql_text(arena, s, 1),
                               .institution = sql_text(arena, s, 2),
                               .open = sql_long(s, 3) != 0,
                               .ret = sql_long(s, 4)};
        *link = found;
    }
    sqlite3_finalize(s);
    return got >= 0;
}

bool link_answered(struct store *store, const char *token, long ret, struct fault *f) {
    unsigned char hash[DIGEST_BYTES];
    hash_token(token, hash);
    return store_writable(store, f) &&
           sql_run(store->db, f, "UPDATE link SET ret = ? WHERE hash = ? AND open = 0", "ib", ret,
                   (const void *)hash, (size_t)DIGEST_BYTES);
}
