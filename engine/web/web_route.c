/* One request: who may, and what answers it. */
#include "engine/base/lang.h"
#include "engine/base/steady.h"
#include "engine/base/utf8.h"
#include "engine/web/web_internal.h"
#include "engine/web/web_words.h"

#include "engine/base/json_write.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct web_route *const tables[] = {engine_routes, importers_routes, reports_routes};
enum { TABLES = sizeof tables / sizeof *tables };

/* {"error": "..."} */
static void put_error(struct web_response *out, int status, const char *message) {
    strbuf_clear(&out->body);
    out->status = status;
    out->type = "application/json; charset=utf-8";
    out->download = out->location = out->etag = NULL;
    strbuf_add(&out->body, "{\"error\": ");
    json_add_string(&out->body, message);
    strbuf_add(&out->body, "}\n");
}

/* --- what routes ask for --- */

const char *web_argument(const struct web_request *request, const char *name) {
    for (size_t i = 0; i < request->argument_count; i++)
        if (strcmp(request->arguments[i].name, name) == 0)
            return request->arguments[i].value;
    return NULL;
}

bool web_wanted(const struct web_request *request, const char *name, const char **value, struct fault *f) {
    *value = web_argument(request, name);
    return (*value && **value) || fault_usage(f, _("the request lacks \"%s\""), name);
}

bool web_malformed(struct fault *f) {
    f->kind = FAULT_USAGE;
    return false;
}

const struct json *web_json(struct web_request *request, struct fault *f) {
    if (!utf8_valid(request->body, request->length)) {
        fault_usage(f, _("the request is not UTF-8"));
        return NULL;
    }
    const struct json *body = json_parse(request->arena, request->body, request->length, _("the request"), f);
    if (!body)
        web_malformed(f);
    return body;
}

bool web_refuse(struct web_response *out, struct fault *f, int status, const char *message) {
    out->status = status;
    return fault_set(f, "%s", message);
}

bool web_allow(struct web_request *request, const struct web_limit_rule *rule, const char *who) {
    return web_limit(&request->server->limits, rule, who, steady_seconds());
}

bool web_later(struct web_request *request, void (*work)(void *data), void *data) {
    struct web_call *call = (struct web_call *)((char *)request - offsetof(struct web_call, request));
    call->later = (struct web_slow_task){.work = work, .data = data};
    return true;
}

bool web_begin(struct web_request *request, struct fault *f) {
    return store_begin(request->store, f);
}

bool web_commit(struct web_request *request, bool done, struct fault *f) {
    if (done && store_commit(request->store, f))
        return true;
    store_rollback(request->store);
    return false;
}

struct store *web_reader(struct web_request *request, struct fault *f) {
    return store_open(request->server->store_path, STORE_READ, f);
}

/* --- admission --- */

static bool refuse(struct web_response *out, int status, const char *message) {
    put_error(out, status, message);
    return false;
}

static bool read_method(const struct web_headers *headers, enum web_method *method) {
    *method = strcmp(headers->method, "POST") == 0 ? WEB_POST : WEB_GET;
    return *method == WEB_POST || strcmp(headers->method, "GET") == 0 || strcmp(headers->method, "HEAD") == 0;
}

/* *other: the path is known, but not for this method. */
static const struct web_route *find_route(struct web_call *call, bool *other) {
    struct web_request *r = &call->request;
    *other = false;
    for (size_t t = 0; t < TABLES; t++)
        for (const struct web_route *route = tables[t]; route->path; route++)
            if (web_message_fits(call->arena, route->path, r->path, r->wild)) {
                if (route->method == r->method)
                    return route;
                *other = true;
            }
    return NULL;
}

static bool host_is_ours(const struct web_server *server, struct web_call *call) {
    const char *host = call->headers.host ? web_message_host(call->arena, call->headers.host) : NULL;
    return host && web_hosts_have(&server->hosts, host);
}

/* What a browser says of the page that sends a form. */
static bool origin_is_ours(const struct web_call *call) {
    const char *origin = call->headers.origin;
    if (!origin)
        return true;
    const char *at = strstr(origin, "://");
    return at && strcasecmp(at + 3, call->headers.host) == 0;
}

/* Behind a proxy: the last one named, which is the one that the proxy saw. */
static const char *caller(const struct web_server *server, const struct web_headers *headers) {
    const char *named = server->proxy ? headers->forwarded_for : NULL;
    const char *comma = named ? strrchr(named, ',') : NULL;
    const char *last = comma ? comma + 1 : named;
    return last ? last + strspn(last, " ") : headers->address;
}

static bool known_session(struct web_server *server, struct web_call *call, struct web_response *out) {
    const char *cookie = web_message_cookie(call->arena, call->headers.cookie, web_cookie_name(server));
    struct web_session_found found;
    const struct account *account = NULL;
    struct fault f = {0};
    if (!web_session_find(server->sessions, cookie, steady_seconds(), &found))
        return true;
    if (!account_find(server->store, call->arena, found.account, &account, &f))
        return refuse(out, 503, _("the store cannot be read just now; try again in a minute"));
    if (!account || account->stamp != found.stamp) {
        web_session_end(server->sessions, cookie);
        return true;
    }
    call->session = (struct web_session){.account = account->name,
                                         .role = account->role,
                                         .token = arena_strdup(call->arena, found.token),
                                         .cookie = cookie};
    call->request.session = &call->session;
    return true;
}

static bool role_may(const struct web_call *call, struct web_response *out) {
    if (call->route->roles == WEB_ANYBODY)
        return true;
    if (!call->request.session)
        return refuse(out, 401, _("sign in first"));
    return (call->route->roles & 1u << call->session.role) ||
           refuse(out, 403, _("your account may not do this"));
}

static bool size_fits(struct web_call *call, struct web_response *out) {
    const char *length = call->headers.length;
    size_t most = call->route ? call->route->body : 0;
    return !length || (strlen(length) < 12 && (size_t)atol(length) <= most) ||
           refuse(out, 413, _("the request is larger than it may be"));
}

/* Whether the headers leave no doubt where the body ends: a proxy before us must see the same end as we do. */
static bool is_framed(const struct web_headers *headers) {
    const char *length = headers->length;
    if (headers->malformed || (length && (!*length || length[strspn(length, "0123456789")])))
        return false;
    return !headers->coding || (!length && strcasecmp(headers->coding, "chunked") == 0);
}

static bool find_target(struct web_server *server, struct web_call *call, struct web_response *out) {
    bool other;
    call->route = find_route(call, &other);
    if (call->route)
        return true;
    call->file = call->request.method == WEB_GET ? web_file_find(server->files, call->request.path) : NULL;
    if (call->file)
        return true;
    return other ? refuse(out, 405, _("this cannot be done here"))
                 : refuse(out, 404, _("there is no such page"));
}

bool web_admit(struct web_server *server, struct web_call *call, struct web_response *out) {
    static const struct web_limit_rule all = {"request", 600, 6000};
    struct web_request *r = &call->request;
    *r = (struct web_request){.arena = call->arena,
                              .server = server,
                              .store = server->store,
                              .body = "",
                              .type = call->headers.type ? call->headers.type : "",
                              .address = caller(server, &call->headers),
                              .wild = {"", "", "", ""}};
    if (!read_method(&call->headers, &r->method))
        return refuse(out, 405, _("this cannot be done here"));
    if (!is_framed(&call->headers) ||
        !web_message_target(call->arena, call->target, &r->path, &call->arguments))
        return refuse(out, 400, _("the request is malformed"));
    if (!host_is_ours(server, call))
        return refuse(out, 403,
                      _("the server does not go by this name; call it by its address in numbers, or start it "
                        "with --host and the name"));
    r->origin = arena_printf(call->arena, "%s://%s", server->proxy ? "https" : "http", call->headers.host);
    if (r->method == WEB_POST && !origin_is_ours(call))
        return refuse(out, 403, _("this address is not one of the server's"));
    if (!find_target(server, call, out))
        return false;
    if (!call->route)
        return size_fits(call, out);
    if ((!server->local || server->proxy) && !web_limit(&server->limits, &all, r->address, steady_seconds()))
        return refuse(out, 429, _("too many requests; wait a minute"));
    return known_session(server, call, out) && role_may(call, out) && size_fits(call, out);
}

/* --- answering --- */

static void put_file(const struct web_call *call, struct web_response *out) {
    out->type = call->file->type;
    out->etag = call->file->etag;
    if (call->headers.if_none_match && strcmp(call->headers.if_none_match, call->file->etag) == 0)
        out->status = 304;
    else
        strbuf_add_bytes(&out->body, call->file->bytes, call->file->length);
}

static bool is_form(const struct web_call *call) {
    return call->request.method == WEB_POST &&
           strncasecmp(call->request.type, "application/x-www-form-urlencoded", 33) == 0;
}

/* Public routes have no session to be misused. */
static bool token_fits(const struct web_call *call) {
    if (call->request.method != WEB_POST || !call->request.session || call->route->roles == WEB_ANYBODY)
        return true;
    const char *token = call->headers.token ? call->headers.token : web_argument(&call->request, "token");
    return token && strlen(token) == strlen(call->session.token) &&
           sodium_memcmp(token, call->session.token, strlen(token)) == 0;
}

static void run(struct web_server *server, struct web_call *call, struct web_response *out) {
    struct fault f = {0};
    store_set_actor(server->store, call->request.session ? call->session.account : "web");
    if (call->route->run(&call->request, out, &f))
        return;
    store_rollback(server->store);
    const char *said = web_words(server->store, call->arena, f.text);
    int status = out->status != 200 ? out->status : f.kind == FAULT_USAGE ? 400 : 409;
    bool inside =
        status == 409 && !call->request.session; /* names files and tables: nothing for the street */
    if (inside)
        fprintf(stderr, "shukei: %s: %s\n", call->route->path, f.text);
    put_error(out, inside ? 503 : status,
              inside ? _("this cannot be done just now; try again in a minute") : said);
}

void web_answer(struct web_server *server, struct web_call *call, struct web_response *out) {
    if (call->too_large) {
        put_error(out, 413, _("the request is larger than it may be"));
        return;
    }
    if (!call->route) {
        put_file(call, out);
        return;
    }
    struct web_request *r = &call->request;
    if (call->body.text) {
        r->body = call->body.text;
        r->length = call->body.length;
    }
    r->later = call->later.done ? call->later.data : NULL;
    if (is_form(call) && !r->arguments &&
        !web_message_form(call->arena, r->body, r->length, &call->arguments)) {
        put_error(out, 400, _("the request is malformed"));
        return;
    }
    r->arguments = call->arguments.items;
    r->argument_count = call->arguments.count;
    if (!token_fits(call))
        put_error(out, 403, _("this page is out of date; load it again"));
    else
        run(server, call, out);
}
