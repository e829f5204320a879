#include "engine/store/account.h"

#include "engine/base/lang.h"
#include "engine/base/utf8.h"
#include "engine/store/internal.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

static const struct {
    const char *key, *name;
} roles[ROLE_COUNT] = {
    [ROLE_ENTRY] = {"entry", N_("data entry")},
    [ROLE_OFFICER] = {"officer", N_("officer")},
    [ROLE_RESEARCH] = {"research", N_("researcher")},
    [ROLE_ADMIN] = {"admin", N_("administrator")},
};

const char *account_role_key(enum account_role role) {
    return roles[role].key;
}

const char *account_role_name(enum account_role role) {
    return _(roles[role].name);
}

bool account_role_parse(const char *key, enum account_role *role, struct fault *f) {
    for (int i = 0; i < ROLE_COUNT; i++)
        if (strcmp(roles[i].key, key) == 0) {
            *role = (enum account_role)i;
            return true;
        }
    return fault_usage(f, _("\"%s\" is no role; expected entry, officer, research or admin"), key);
}

static_assert((int)ACCOUNT_HASH_MAX >= (int)crypto_pwhash_STRBYTES, "a hash fits");

/* --- reading --- */

#define COLUMNS "name, role, open, at, hash"

/* The hash has a salt of its own for every password. */
static uint64_t stamp_of(const char *hash) {
    unsigned char digest[crypto_generichash_BYTES_MIN];
    uint64_t stamp;
    crypto_generichash(digest, sizeof digest, (const unsigned char *)hash, strlen(hash), NULL, 0);
    memcpy(&stamp, digest, sizeof stamp);
    return stamp;
}

static void read_account(struct arena *arena, sqlite3_stmt *s, struct account *account) {
    *account = (struct account){
        .name = sql_text(arena, s, 0),
        .role = (enum account_role)sql_long(s, 1),
        .open = sql_long(s, 2) != 0,
        .at = sql_text(arena, s, 3),
        .stamp = stamp_of(sql_text(arena, s, 4)),
    };
}

bool account_list(struct store *store, struct arena *arena, struct account **accounts, size_t *count,
                  struct fault *f) {
    size_t capacity = 0;
    *accounts = NULL;
    *count = 0;
    sqlite3_stmt *s = sql_query(store->db, f, "SELECT " COLUMNS " FROM account ORDER BY name", "");
    int got;
    while ((got = sql_row(s, f)) > 0) {
        *accounts = arena_grow(arena, *accounts, *count, &capacity, sizeof **accounts);
        read_account(arena, s, &(*accounts)[(*count)++]);
    }
    sqlite3_finalize(s);
    return got == 0;
}

/* *hash may be NULL: not wanted. */
static bool read_one(struct store *store, struct arena *arena, const char *name, const struct account **found,
                     const char **hash, struct fault *f) {
    sqlite3_stmt *s = sql_query(store->db, f, "SELECT " COLUMNS " FROM account WHERE name = ?", "t", name);
    int got = sql_row(s, f);
    *found = NULL;
    if (got > 0) {
        struct account *account = arena_alloc(arena, sizeof *account);
        read_account(arena, s, account);
        *found = account;
        if (hash)
            *hash = sql_text(arena, s, 4);
    }
    sqlite3_finalize(s);
    return got >= 0;
}

bool account_find(struct store *store, struct arena *arena, const char *name, const struct account **found,
                  struct fault *f) {
    if (!read_one(store, arena, name, found, NULL, f))
        return false;
    if (*found && !(*found)->open)
        *found = NULL;
    return true;
}

/* --- passwords --- */

static bool make_hash(const char *password, char out[crypto_pwhash_STRBYTES], struct fault *f) {
    size_t characters = utf8_length(password);
    if (characters < ACCOUNT_PASSWORD_MIN || strlen(password) > ACCOUNT_PASSWORD_MAX)
        return fault_usage(f, _("a password has at least %d characters, and at most %d bytes"),
                           ACCOUNT_PASSWORD_MIN, ACCOUNT_PASSWORD_MAX);
    return crypto_pwhash_str(out, password, strlen(password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0 ||
           fault_set(f, _("there is not enough memory for the password's hash (64 MB)"));
}

/* Of a password that nobody knows, and as much work as a real one, so that the time does not tell which names exist. */
static const char nobodys_hash[] =
    "$argon2id$v=19$m=65536,t=2,p=1$EQ+rQL8TOLxhT5r784MnrQ$umG+JC6DqWZCv6DSyW98P0X4/3x7CvLsJcFOQnaiee0";

bool account_proof_begin(struct store *store, struct arena *arena, const char *name, const char *password,
                         struct account_proof *proof, struct fault *f) {
    const struct account *account;
    const char *hash = NULL;
    if (!read_one(store, arena, name, &account, &hash, f))
        return false;
    *proof = (struct account_proof){
        .password = password, .stamp = account ? account->stamp : 0, .known = account && account->open};
    if (!proof->known || strlen(password) > ACCOUNT_PASSWORD_MAX) {
        proof->known = false;
        proof->password = "";
        hash = nobodys_hash;
    }
    snprintf(proof->hash, sizeof proof->hash, "%s", hash);
    return true;
}

void account_proof_make(struct account_proof *proof) {
    bool fits = crypto_pwhash_str_verify(proof->hash, proof->password, strlen(proof->password)) == 0;
    proof->fits = fits && proof->known;
}

bool account_check(struct store *store, struct arena *arena, const char *name, const char *password,
                   const struct account **found, struct fault *f) {
    struct account_proof proof;
    *found = NULL;
    if (!account_proof_begin(store, arena, name, password, &proof, f))
        return false;
    account_proof_make(&proof);
    return !proof.fits || account_find(store, arena, name, found, f);
}

/* --- changing --- */

static bool letter(uint32_t code) {
    if (code < 0x80)
        return strchr("-_.", (int)code) || (code >= '0' && code <= '9') ||
               ((code | 0x20) >= 'a' && (code | 0x20) <= 'z');
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

static bool check_name(const char *name, struct fault *f) {
    const char *at = name;
    uint32_t code;
    while ((code = utf8_next(&at)) && letter(code))
        ;
    return (*name && !code && strlen(name) <= ACCOUNT_NAME_MAX) ||
           fault_usage(f, _("\"%s\" cannot be the name of an account: letters, digits and - _ . only"), name);
}

static bool existing(struct store *store, struct arena *arena, const char *name,
                     const struct account **account, struct fault *f) {
    if (!store_writable(store, f) || !read_one(store, arena, name, account, NULL, f))
        return false;
    return *account || fault_set(f, _("there is no account \"%s\"; `shukei user list` shows them"), name);
}

static bool note(struct store *store, const char *action, const char *before, const char *after,
                 struct fault *f) {
    const struct trail_entry entry = {.action = action, .before = before, .after = after};
    return store_trail_add(store, &entry, f);
}

static const char *words(struct arena *arena, const char *name, enum account_role role, bool open) {
    return arena_printf(arena, "%s role=%s%s", name, roles[role].key, open ? "" : " closed");
}

bool account_add(struct store *store, const char *name, enum account_role role, const char *password,
                 struct fault *f) {
    char hash[crypto_pwhash_STRBYTES], at[STORE_TIME];
    long taken;
    if (!store_writable(store, f) || !check_name(name, f) ||
        !sql_integer(store->db, f, &taken, 0, "SELECT 1 FROM account WHERE name = ?", "t", name))
        return false;
    if (taken)
        return fault_set(f, _("there is an account \"%s\" already; choose another name"), name);
    store_now(at);
    struct arena *arena = arena_create();
    bool done =
        make_hash(password, hash, f) &&
        sql_run(store->db, f, "INSERT INTO account (name, role, hash, open, at) VALUES (?, ?, ?, 1, ?)",
                "titt", name, (long)role, hash, at) &&
        note(store, "account.add", NULL, words(arena, name, role, true), f);
    sodium_memzero(hash, sizeof hash);
    arena_destroy(arena);
    return done;
}

bool account_password(struct store *store, const char *name, const char *password, struct fault *f) {
    char hash[crypto_pwhash_STRBYTES];
    const struct account *account;
    struct arena *arena = arena_create();
    bool done = existing(store, arena, name, &account, f) && make_hash(password, hash, f) &&
                sql_run(store->db, f, "UPDATE account SET hash = ? WHERE name = ?", "tt", hash, name) &&
                note(store, "account.password", NULL, name, f);
    sodium_memzero(hash, sizeof hash);
    arena_destroy(arena);
    return done;
}

/* Somebody must be able to mend the accounts. */
static bool admin_remains(struct store *store, const struct account *was, bool stays, struct fault *f) {
    long others;
    if (was->role != ROLE_ADMIN || !was->open || stays)
        return true;
    return sql_integer(store->db, f, &others, 0,
                       "SELECT count(*) FROM account WHERE role = ? AND open = 1 AND name <> ?", "it",
                       (long)ROLE_ADMIN, was->name) &&
           (others || fault_set(f, _("\"%s\" is the last administrator; make another one first"), was->name));
}

static bool change(struct store *store, const char *action, const char *name, const enum account_role *role,
                   const bool *open, struct fault *f) {
    const struct account *was;
    struct arena *arena = arena_create();
    bool done = existing(store, arena, name, &was, f);
    if (done) {
        enum account_role to = role ? *role : was->role;
        bool stays_open = open ? *open : was->open;
        done = admin_remains(store, was, to == ROLE_ADMIN && stays_open, f) &&
               sql_run(store->db, f, "UPDATE account SET role = ?, open = ? WHERE name = ?", "iit", (long)to,
                       (long)stays_open, name) &&
               note(store, action, words(arena, name, was->role, was->open),
                    words(arena, name, to, stays_open), f);
    }
    arena_destroy(arena);
    return done;
}

bool account_set_role(struct store *store, const char *name, enum account_role role, struct fault *f) {
    return change(store, "account.role", name, &role, NULL, f);
}

bool account_set_open(struct store *store, const char *name, bool open, struct fault *f) {
    return change(store, open ? "account.open" : "account.close", name, NULL, &open, f);
}
