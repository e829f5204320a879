/*
 * web_internal: what the files of engine/web share.  Private to this folder.
 *
 * A call is one request on its way: made when its first line is there, admitted when its headers are (web_admit: so that
 * nobody unknown can send a large body), answered when its body is (web_answer).
 */
#ifndef SHUKEI_ENGINE_WEB_WEB_INTERNAL_H
#define SHUKEI_ENGINE_WEB_WEB_INTERNAL_H

#include "engine/web/web.h"
#include "engine/web/web_host.h"
#include "engine/web/web_job.h"
#include "engine/web/web_limit.h"
#include "engine/web/web_message.h"
#include "engine/web/web_session.h"
#include "engine/web/web_slow.h"
#include "engine/web/web_static.h"
#include "engine/web/web_watch.h"

struct web_server {
    struct arena *arena;
    struct MHD_Daemon *daemon;
    struct store *store;
    const char *store_path, *backups; /* backups: NULL, beside the store */
    struct web_sessions *sessions;
    struct web_limits limits;
    const struct web_files *files;
    struct web_jobs *jobs;
    struct web_watch *watch;
    struct web_slow *slow;
    bool local, proxy;
    struct web_hosts hosts;
    char url[128];
};

struct web_headers { /* NULL when absent */
    const char *method, *host, *origin, *cookie, *token, *type, *if_none_match, *forwarded_for, *length,
        *coding;
    const char *address; /* of the other end of the connection */
    bool malformed;      /* one is there twice that says what the request is, or has no name */
};

struct web_call {
    struct arena *arena;
    const char *target; /* as sent */
    struct web_request request;
    struct web_arguments arguments;
    struct web_session session;
    struct web_headers headers;
    const struct web_route *route; /* NULL: a file */
    const struct web_file *file;
    struct strbuf body;
    size_t received; /* of the body, kept or not */
    struct web_watched *watched;
    struct web_slow_task later; /* work NULL: none */
    bool admitted, too_large;
};

/* Fills call->request from the headers.  False: `out` says why it is refused. */
bool web_admit(struct web_server *server, struct web_call *call, struct web_response *out);
/* Once the body is there.  When call->later.work is set and not done, there is no answer yet. */
void web_answer(struct web_server *server, struct web_call *call, struct web_response *out);

/* The cookie's name, and the header that sets or (value NULL) takes it away. */
const char *web_cookie_name(const struct web_server *server);
const char *web_cookie(struct arena *arena, const struct web_server *server, const char *value);

#endif
