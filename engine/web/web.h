/*
 * web: the host of `shukei serve`; what a route is, and what it is given.
 *
 * engine/web runs the server and knows nothing of entry screens or results: engine, importers and reports each contribute
 * a table of routes (engine_routes, importers_routes, reports_routes), as they do with commands.  A route is a row: method,
 * path, who may call it, how large a body it takes, and a function that fills a response.
 *
 *     static bool ping_run(struct web_request *r, struct web_response *out, struct fault *f) {
 *         strbuf_add(&out->body, "{}");
 *         return true;
 *     }
 *     const struct web_route importers_routes[] = {{WEB_GET, "/api/ping", WEB_ANYBODY, 0, ping_run}, {0}};
 *
 * One thread answers all requests, one after the other, so routes need no locks and may use the process's language.  A
 * route must therefore be quick: what takes longer than some 50 ms is a job (engine/web/web_job.h), another process; a password
 * is held against its hash in a second thread (web_later).
 *
 * Before a route runs, the host has seen to it that
 *   - the request is well-formed and of bounded size, its path and arguments are UTF-8 without control characters;
 *   - its Host is one of ours, so that a foreign page cannot reach us under another name;
 *   - somebody is signed in whose role the row names (else 401 or 403), and the account is still open;
 *   - a request that changes something (POST) carries the session's token, in the header X-Shukei-Token or the form
 *     field `token` (else 403): a foreign page cannot know it;
 *   - the store's person is the account, so that the trail names it.
 * Nothing of this is the route's to remember.  A GET changes nothing.
 *
 * Errors.  A route that returns false has set a fault: a usage fault becomes 400, another one 409, with the text as
 * {"error": "..."}; or it has called web_refuse for another status.  What was written to the store is rolled back.
 *
 * Memory: everything of one request is in request->arena.  The response's body is a strbuf that the host frees.
 */
#ifndef SHUKEI_ENGINE_WEB_WEB_H
#define SHUKEI_ENGINE_WEB_WEB_H

#include "engine/base/json.h"
#include "engine/base/strbuf.h"
#include "engine/store/account.h"
#include "engine/web/web_limit.h"

enum web_method { WEB_GET, WEB_POST };

/* Who may call a route: a set of roles, or everybody, signed in or not. */
enum {
    WEB_ANYBODY = 0,
    WEB_ADMIN = 1 << ROLE_ADMIN,
    WEB_OFFICER = 1 << ROLE_OFFICER | WEB_ADMIN,
    WEB_KEYING = 1 << ROLE_ENTRY | WEB_OFFICER,
    WEB_RESULTS = 1 << ROLE_RESEARCH | WEB_OFFICER,
    WEB_SIGNED_IN = WEB_KEYING | WEB_RESULTS,
};

enum {
    WEB_BODY_FORM = 64 * 1024,        /* a form, a question */
    WEB_BODY_SHEET = 512 * 1024,      /* a keyed sheet with long texts */
    WEB_BODY_FILE = 64 * 1024 * 1024, /* a file of returns, or of scanned sheets */
    WEB_WILDCARDS = 4,
};

struct web_pair {
    const char *name, *value;
};

struct web_request {
    struct arena *arena;
    enum web_method method;
    const char *path;                /* decoded */
    const char *wild[WEB_WILDCARDS]; /* what stands for each * of the route's path; "" when there are fewer */
    const struct web_pair *arguments; /* of the query string, and of a form body */
    size_t argument_count;
    const char *body; /* NUL-terminated; not NULL */
    size_t length;
    const char *type;                  /* of the body, "" when none is named */
    const char *address;               /* of who asks, for limits */
    const char *origin;                /* how we are called: "https://forms.example"; never "" in a handler */
    const struct web_session *session; /* NULL: nobody is signed in */
    struct web_server *server;
    void *later;         /* what web_later had done; NULL: nothing yet */
    struct store *store; /* open for writing, no transaction begun */
};

struct web_session {
    const char *account;
    enum account_role role;
    const char *token;  /* against forged requests */
    const char *cookie; /* by which it is known */
};

struct web_response {
    int status;       /* 200 */
    const char *type; /* "application/json; charset=utf-8" */
    struct strbuf body;
    const char *download; /* file name for "save as"; NULL: shown */
    const char *location; /* of a redirect */
    const char *cookie;   /* Set-Cookie, or NULL */
    const char *etag;     /* of what may be kept; NULL: kept by nobody */
};

struct web_route {
    enum web_method method;
    const char *path; /* a part that is * stands for any one part; NULL ends the table */
    unsigned roles;   /* who may */
    size_t body;      /* bytes at most */
    bool (*run)(struct web_request *request, struct web_response *out, struct fault *f);
};

extern const struct web_route engine_routes[], importers_routes[], reports_routes[];

/* A query argument or form field; NULL when absent. */
const char *web_argument(const struct web_request *request, const char *name);
/* The same, wanted: a usage fault when absent or empty. */
bool web_wanted(const struct web_request *request, const char *name, const char **value,
                struct fault *f) FAULT_CHECKED;
/* Makes the fault one of the request (400): what was sent is not what it should be.  Always false. */
bool web_malformed(struct fault *f);
/* The body as JSON. */
const struct json *web_json(struct web_request *request, struct fault *f) FAULT_CHECKED;

/* Ends with this status and message; always false, so that `return web_refuse(...)` reads well. */
bool web_refuse(struct web_response *out, struct fault *f, int status, const char *message);

/* How often something may be done (engine/web/web_limit.h). */
bool web_allow(struct web_request *request, const struct web_limit_rule *rule, const char *who);

/* Has work(data) done in another thread (engine/web/web_slow.h), after which the route is run once more, from its beginning, with
 * request->later == data.  Always true: `return web_later(...)` says nothing else to the caller. */
bool web_later(struct web_request *request, void (*work)(void *data), void *data);

/* Begins a transaction; commits when `done`, else rolls back.
 *     return web_commit(r, web_begin(r, f) && ..., f); */
bool web_begin(struct web_request *request, struct fault *f) FAULT_CHECKED;
bool web_commit(struct web_request *request, bool done, struct fault *f) FAULT_CHECKED;

/* A second handle that sees the store as it is now, and nothing that comes later; the caller closes it. */
struct store *web_reader(struct web_request *request, struct fault *f) FAULT_CHECKED;

/* --- the server ----------------------------------------------------------------------------------------------- */

struct web_options {
    const char *store_path;
    const char *listen;       /* "127.0.0.1:8380"; port 0: any free one */
    const char *backups;      /* the folder of web_keep.h; NULL: beside the store */
    const char *const *hosts; /* names by which it may be called (web_host.h), NULL-terminated; or NULL */
    bool proxy;               /* a proxy on this machine stands before us: it has TLS, and names the caller */
};

struct web_server;
/* Binds and begins to answer, in a thread of its own. */
struct web_server *web_start(const struct web_options *options, struct fault *f) FAULT_CHECKED;
/* "http://127.0.0.1:8380/" */
const char *web_url(const struct web_server *server);
bool web_is_local(const struct web_server *server); /* reached from this machine only */
/* Ends requests under way, closes the store. */
void web_stop(struct web_server *server);

#endif
