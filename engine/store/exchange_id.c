/*
 * Identities.  A return's is a block of 128 bits, its batch's random tag beside its number, enciphered by a
 * Feistel network of four rounds with a keyed hash as the round function (Luby and Rackoff, 1988): it can be
 * read back only with the salt.
 */
#include "engine/store/exchange_internal.h"

#include "engine/base/lang.h"

#include <string.h>

enum { ROUNDS = 4 };
#define HALF 8 /* bytes; a tag is half a block */
_Static_assert(crypto_shorthash_BYTES == HALF && crypto_shorthash_KEYBYTES == 2 * HALF,
               "the salt is its key");

bool exchange_salt(struct store *store, struct fault *f) {
    if (store->salted)
        return true;
    sqlite3_stmt *s = sql_query(store->db, f, "SELECT salt FROM identity", "");
    int got = sql_row(s, f);
    store->salted = got > 0 && sqlite3_column_bytes(s, 0) == sizeof store->salt;
    if (store->salted)
        memcpy(store->salt, sqlite3_column_blob(s, 0), sizeof store->salt);
    else if (got >= 0)
        fault_set(f, _("the store has lost its salt for identities; put the newest backup in its place"));
    sqlite3_finalize(s);
    return store->salted;
}

static void mix(const unsigned char *salt, int round, const unsigned char from[HALF],
                unsigned char into[HALF]) {
    unsigned char in[HALF + 1], out[HALF];
    memcpy(in, from, HALF);
    in[HALF] = (unsigned char)round;
    crypto_shorthash(out, in, sizeof in, salt);
    for (int i = 0; i < HALF; i++)
        into[i] ^= out[i];
}

bool exchange_id_own(struct store *store, const unsigned char tag[EXCHANGE_TAG], long ret,
                     struct exchange_id *id, struct fault *f) {
    if (!exchange_salt(store, f))
        return false;
    memcpy(id->bytes, tag, HALF);
    for (int i = 0; i < HALF; i++)
        id->bytes[HALF + i] = (unsigned char)((uint64_t)ret >> (8 * i));
    for (int round = 0; round < ROUNDS; round++)
        mix(store->salt, round, id->bytes + (round % 2 ? 0 : HALF), id->bytes + (round % 2 ? HALF : 0));
    return true;
}

bool exchange_id_open(struct store *store, const struct exchange_id *id, unsigned char tag[EXCHANGE_TAG],
                      long *ret, struct fault *f) {
    struct exchange_id block = *id;
    if (!exchange_salt(store, f))
        return false;
    for (int round = ROUNDS - 1; round >= 0; round--)
        mix(store->salt, round, block.bytes + (round % 2 ? 0 : HALF), block.bytes + (round % 2 ? HALF : 0));
    memcpy(tag, block.bytes, HALF);
    uint64_t number = 0;
    for (int i = 0; i < HALF; i++)
        number |= (uint64_t)block.bytes[HALF + i] << (8 * i);
    *ret = number <= INT64_MAX ? (long)number : 0;
    return true;
}

bool exchange_id_same(const struct exchange_id *a, const struct exchange_id *b) {
    return memcmp(a->bytes, b->bytes, EXCHANGE_ID) == 0;
}

const char *exchange_hex(const struct exchange_id *id, char out[EXCHANGE_ID_HEX]) {
    return sodium_bin2hex(out, EXCHANGE_ID_HEX, id->bytes, EXCHANGE_ID);
}

bool exchange_id_of(struct store *store, long ret, struct exchange_id *id, struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f,
                                "SELECT e.uid, b.tag FROM ret r JOIN batch b ON b.id = r.batch"
                                " LEFT JOIN exchange e ON e.ret = r.id WHERE r.id = ?",
                                "i", ret);
    bool done = sql_row(s, f) > 0;
    if (done && sqlite3_column_bytes(s, 0) == EXCHANGE_ID)
        memcpy(id->bytes, sqlite3_column_blob(s, 0), EXCHANGE_ID);
    else if (done)
        done = sqlite3_column_bytes(s, 1) == EXCHANGE_TAG &&
               exchange_id_own(store, sqlite3_column_blob(s, 1), ret, id, f);
    sqlite3_finalize(s);
    return done;
}

/* --- the way back --- */

static bool find_own(struct store *store, long survey, const struct exchange_id *id, long *ret,
                     struct fault *f) {
    static const char sql[] = "SELECT 1 FROM ret r JOIN batch b ON b.id = r.batch"
                              " WHERE r.id = ? AND r.survey = ? AND b.tag = ?";
    unsigned char tag[EXCHANGE_TAG];
    long number;
    sqlite3_stmt *s = store_cached(store, STATEMENT_EXCHANGE_OWN, sql, f);
    if (!exchange_id_open(store, id, tag, &number, f) ||
        !sql_bind(s, f, "iib", number, survey, (const void *)tag, sizeof tag))
        return false;
    int got = sql_row(s, f);
    sqlite3_reset(s);
    *ret = got > 0 ? number : 0;
    return got >= 0;
}

static bool find_foreign(struct store *store, long survey, const struct exchange_id *id, long *ret,
                         struct fault *f) {
    static const char sql[] =
        "SELECT e.ret FROM exchange e JOIN ret r ON r.id = e.ret JOIN batch b ON b.id = r.batch"
        " WHERE e.uid = ? AND r.survey = ? AND b.undone = 0 ORDER BY e.ret DESC LIMIT 1";
    sqlite3_stmt *s = store_cached(store, STATEMENT_EXCHANGE_FOREIGN, sql, f);
    if (!sql_bind(s, f, "bi", (const void *)id->bytes, sizeof id->bytes, survey))
        return false;
    int got = sql_row(s, f);
    *ret = got > 0 ? sql_long(s, 0) : 0;
    sqlite3_reset(s);
    return got >= 0;
}

bool exchange_find(struct store *store, long survey, const struct exchange_id *id, long *ret,
                   struct fault *f) {
    return find_own(store, survey, id, ret, f) && (*ret || find_foreign(store, survey, id, ret, f));
}
