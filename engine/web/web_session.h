/*
 * web_session: who is signed in.
 *
 * A session is known by a cookie of 256 random bits; the server keeps only its hash.  It ends after WEB_SESSION_IDLE seconds
 * without a request, after WEB_SESSION_LONGEST in any case, on signing out, with the server, and when the account has
 * another password, whoever gave it (account.stamp).  Every session has a token against forged requests, which pages get
 * from /api/me and send back with every change.
 *
 * There are WEB_SESSIONS places; when all are taken, the one unused for longest makes room.
 */
#ifndef SHUKEI_ENGINE_WEB_WEB_SESSION_H
#define SHUKEI_ENGINE_WEB_WEB_SESSION_H

#include "engine/store/account.h"

enum {
    WEB_SESSIONS = 1024,
    WEB_SESSION_IDLE = 60 * 60,
    WEB_SESSION_LONGEST = 14 * 60 * 60,
    WEB_SESSION_HEX = 65, /* of a cookie or token, with the NUL */
};

struct web_sessions;
struct web_sessions *web_sessions_create(void);
void web_sessions_destroy(struct web_sessions *sessions);

/* now: seconds of a steady clock.  cookie gets what the browser is to send. */
void web_session_begin(struct web_sessions *sessions, const struct account *account, double now,
                       char cookie[WEB_SESSION_HEX]);

struct web_session_found {
    const char *account, *token;
    uint64_t stamp; /* of the account when it signed in */
};

/* Who is signed in under this cookie; false: nobody is.  Counts as use. */
bool web_session_find(struct web_sessions *sessions, const char *cookie, double now,
                      struct web_session_found *found);

void web_session_end(struct web_sessions *sessions, const char *cookie);
/* All of an account's: its password was changed, or it was closed. */
void web_session_end_all(struct web_sessions *sessions, const char *account);

#endif
