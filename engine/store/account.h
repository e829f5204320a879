/*
 * account: who may use the store through the screens of `shukei serve`, and as what.
 *
 *     ROLE_ENTRY     keys sheets and corrects them; sees no results
 *     ROLE_OFFICER   sees returns, findings and results; makes the press material
 *     ROLE_RESEARCH  sees results; no single return, no institution, no free text that was not masked
 *     ROLE_ADMIN     all of it, and the accounts
 *
 * A password is kept as Argon2id (RFC 9106; libsodium's crypto_pwhash_str at its interactive limits, 64 MiB), never
 * itself.  An account is never deleted, because the trail names it: it is closed.  Every change is an entry in the
 * trail; the hash is in none.  The command line needs no account: who can read the file can read the store.
 */
#ifndef SHUKEI_ENGINE_STORE_ACCOUNT_H
#define SHUKEI_ENGINE_STORE_ACCOUNT_H

#include "engine/store/store.h"

enum account_role { ROLE_ENTRY, ROLE_OFFICER, ROLE_RESEARCH, ROLE_ADMIN, ROLE_COUNT };

enum {
    ACCOUNT_NAME_MAX = 64 /* bytes */,
    ACCOUNT_PASSWORD_MIN = 10 /* characters */,
    ACCOUNT_PASSWORD_MAX = 1024,
    ACCOUNT_HASH_MAX = 128
};

const char *account_role_key(enum account_role role);  /* "entry" */
const char *account_role_name(enum account_role role); /* translated */
bool account_role_parse(const char *key, enum account_role *role, struct fault *f) FAULT_CHECKED;

struct account {
    const char *name;
    enum account_role role;
    bool open;
    const char *at; /* since when */
    uint64_t stamp; /* another one with every password, and tells nothing of it */
};

bool account_list(struct store *store, struct arena *arena, struct account **accounts, size_t *count,
                  struct fault *f) FAULT_CHECKED;

/* Changes want an open transaction.  A name that exists is a fault; so are a short password, and a name with other than
 * letters, digits and - _ . in it (letters of any script). */
bool account_add(struct store *store, const char *name, enum account_role role, const char *password,
                 struct fault *f) FAULT_CHECKED;
bool account_password(struct store *store, const char *name, const char *password,
                      struct fault *f) FAULT_CHECKED;
bool account_set_role(struct store *store, const char *name, enum account_role role,
                      struct fault *f) FAULT_CHECKED;
/* The last open admin cannot be closed or given another role. */
bool account_set_open(struct store *store, const char *name, bool open, struct fault *f) FAULT_CHECKED;

/* A password is held against its hash: the slow part, which needs no store and may be done in another thread. */
struct account_proof {
    char hash[ACCOUNT_HASH_MAX];
    const char *password;
    uint64_t stamp; /* of the account then */
    bool known, fits;
};
/* It takes as long when there is no such account.  The password is borrowed. */
bool account_proof_begin(struct store *store, struct arena *arena, const char *name, const char *password,
                         struct account_proof *proof, struct fault *f) FAULT_CHECKED;
void account_proof_make(struct account_proof *proof); /* sets fits */

/* Both at once.  *found: NULL when name and password do not fit. */
bool account_check(struct store *store, struct arena *arena, const char *name, const char *password,
                   const struct account **found, struct fault *f) FAULT_CHECKED;
/* *found: NULL when there is no such account, or it is closed. */
bool account_find(struct store *store, struct arena *arena, const char *name, const struct account **found,
                  struct fault *f) FAULT_CHECKED;

#endif
