/* The server: libmicrohttpd, tamed.  Nothing else in the program names it. */
#include "engine/base/lang.h"
#include "engine/base/steady.h"
#include "engine/web/web_internal.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum {
    CONNECTIONS = 2048,
    CONNECTION_MEMORY = 32 * 1024,
    OTHER_FILES = 256,            /* beside the connections: the store, pages of it, jobs */
    IDLE_SECONDS = 20,            /* between two signs of life; what else takes too long: web_watch.h */
    SWALLOWED_BYTES = 1024 * 1024 /* of a body that is too large, so that its sender hears why */
};

/* --- cookies --- */

const char *web_cookie_name(const struct web_server *server) {
    return server->proxy ? "__Host-shukei" : "shukei";
}

const char *web_cookie(struct arena *arena, const struct web_server *server, const char *value) {
    return arena_printf(arena, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", web_cookie_name(server),
                        value ? value : "", server->proxy ? "; Secure" : "", value ? "" : "; Max-Age=0");
}

/* --- one response on its way out --- */

static void add_header(struct MHD_Response *response, const char *name, const char *value) {
    if (value && MHD_add_response_header(response, name, value) != MHD_YES)
        fprintf(stderr, "shukei: cannot send the header %s\n", name);
}

/* What a page of ours may do: its own scripts, styles and pictures, and talk to us; nothing inline, nothing foreign. */
static void add_safety(struct MHD_Response *response) {
    static const char *const headers[][2] = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
         "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        add_header(response, headers[i][0], headers[i][1]);
}

/* RFC 6266 and 8187: the name in UTF-8, and one of ASCII for what does not know that. */
static const char *disposition(struct arena *arena, const char *name) {
    struct strbuf b = {0};
    strbuf_add(&b, "attachment; filename=\"");
    for (const char *c = name; *c; c++)
        strbuf_char(&b, (unsigned char)*c < 0x80 && *c > 0x20 && !strchr("\"\\;%/", *c) ? *c : '_');
    strbuf_add(&b, "\"; filename*=UTF-8''");
    for (const char *c = name; *c; c++)
        if (((*c | 0x20) >= 'a' && (*c | 0x20) <= 'z') || (*c >= '0' && *c <= '9') || strchr("-_.", *c))
            strbuf_char(&b, *c);
        else
            strbuf_printf(&b, "%%%02X", (unsigned char)*c);
    const char *header = arena_strdup(arena, b.text);
    strbuf_end(&b);
    return header;
}

static enum MHD_Result send_out(struct MHD_Connection *connection, struct web_call *call,
                                struct web_response *out) {
    struct MHD_Response *response =
        MHD_create_response_from_buffer(out->body.length, out->body.text, MHD_RESPMEM_MUST_FREE);
    if (!response) {
        strbuf_end(&out->body);
        return MHD_NO;
    }
    add_safety(response);
    add_header(response, "Content-Type", out->type);
    add_header(response, "Cache-Control", out->etag ? "no-cache" : "no-store");
    add_header(response, "ETag", out->etag);
    add_header(response, "Location", out->location);
    add_header(response, "Set-Cookie", out->cookie);
    if (out->download)
        add_header(response, "Content-Disposition", disposition(call->arena, out->download));
    web_watch_enter(call->request.server->watch, call->watched, WEB_TAKING, out->body.length,
                    steady_seconds());
    enum MHD_Result done = MHD_queue_response(connection, (unsigned)out->status, response);
    MHD_destroy_response(response);
    return done;
}

/* --- one request on its way in --- */

/* What belongs to a connection.  libmicrohttpd says that a request is complete only when it had come as far as its headers'
 * end; a call that did not is ended with the next one, or with the connection. */
struct line {
    struct web_watched *watched;
    struct web_call *call;
};

static struct line *line_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void end_call(struct line *line) {
    struct web_call *call = line->call;
    line->call = NULL;
    if (!call)
        return;
    strbuf_end(&call->body);
    arena_destroy(call->arena);
}

/* Called with the request's first line, before anything is made of it. */
static void *call_begin(void *data, const char *target, struct MHD_Connection *connection) {
    (void)data;
    struct line *line = line_of(connection);
    if (!line)
        return NULL;
    end_call(line);
    struct arena *arena = arena_create();
    struct web_call *call = arena_alloc(arena, sizeof *call);
    call->arena = arena;
    call->target = arena_strdup(arena, target);
    call->watched = line->watched;
    return line->call = call;
}

static void call_end(void *data, struct MHD_Connection *connection, void **context,
                     enum MHD_RequestTerminationCode how) {
    (void)how;
    struct web_server *server = data;
    struct line *line = line_of(connection);
    *context = NULL;
    if (!line || !line->call)
        return;
    web_watch_enter(server->watch, line->watched, WEB_WAITING, 0, steady_seconds());
    end_call(line);
}

static void connection_change(void *data, struct MHD_Connection *connection, void **context,
                              enum MHD_ConnectionNotificationCode what) {
    struct web_server *server = data;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct line *line = *context;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *context = line = calloc(1, sizeof *line);
        if (!line)
            arena_out_of_memory();
        line->watched = info ? web_watch_add(server->watch, info->connect_fd, steady_seconds()) : NULL;
    } else if (line) {
        web_watch_remove(server->watch, line->watched);
        end_call(line);
        free(line);
        *context = NULL;
    }
}

static const char *address_of(struct arena *arena, struct MHD_Connection *connection) {
    char text[INET6_ADDRSTRLEN] = "";
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    if (address)
        getnameinfo(address,
                    address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in),
                    text, sizeof text, NULL, 0, NI_NUMERICHOST);
    return arena_strdup(arena, text);
}

struct reading {
    struct web_call *call;
    struct wanted {
        const char *name, **to;
        bool often; /* the last one counts; else there may be one only */
    } const *wanted;
};

static enum MHD_Result read_header(void *data, enum MHD_ValueKind kind, const char *name, const char *value) {
    const struct reading *reading = data;
    struct web_headers *headers = &reading->call->headers;
    (void)kind;
    headers->malformed |= !web_message_token(name);
    for (const struct wanted *w = reading->wanted; w->name; w++)
        if (strcasecmp(name, w->name) == 0) {
            headers->malformed |= *w->to && !w->often;
            *w->to = arena_strdup(reading->call->arena, value ? value : "");
        }
    return MHD_YES;
}

static void read_headers(struct MHD_Connection *connection, const char *method, struct web_call *call) {
    struct web_headers *headers = &call->headers;
    const struct wanted wanted[] = {
        {"Host", &headers->host, false},
        {"Origin", &headers->origin, false},
        {"Cookie", &headers->cookie, false},
        {"X-Shukei-Token", &headers->token, false},
        {"Content-Type", &headers->type, false},
        {"If-None-Match", &headers->if_none_match, true},
        {"X-Forwarded-For", &headers->forwarded_for, true}, /* proxies add theirs after what was there */
        {"Content-Length", &headers->length, false},
        {"Transfer-Encoding", &headers->coding, false},
        {0},
    };
    struct reading reading = {call, wanted};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, read_header, &reading);
    headers->method = arena_strdup(call->arena, method);
    headers->address = address_of(call->arena, connection);
}

/* False: more than anybody needs to be told about. */
static bool take_body(struct web_call *call, const char *bytes, size_t count) {
    size_t most = call->route ? call->route->body : 0;
    call->received += count;
    if (call->received > most)
        call->too_large = true;
    else
        strbuf_add_bytes(&call->body, bytes, count);
    return call->received <= most + SWALLOWED_BYTES;
}

/* The connection sleeps, and the call is answered anew when it wakes. */
static enum MHD_Result wait_for(struct web_server *server, struct MHD_Connection *connection,
                                struct web_call *call, struct web_response *out) {
    strbuf_end(&out->body);
    web_watch_enter(server->watch, call->watched, WEB_TAKING, 0, steady_seconds());
    call->later.connection = connection;
    return web_slow_add(server->slow, &call->later) ? MHD_YES : MHD_NO;
}

static void hold(void *connection) {
    MHD_suspend_connection(connection);
}

static void go_on(void *connection) {
    MHD_resume_connection(connection);
}

static enum MHD_Result handle(void *data, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *bytes, size_t *count,
                              void **context) {
    (void)url, (void)version;
    struct web_server *server = data;
    struct web_call *call = *context;
    struct web_response out = {.status = 200, .type = "application/json; charset=utf-8"};
    if (!call)
        return MHD_NO;
    if (!call->admitted) {
        read_headers(connection, method, call);
        call->admitted = web_admit(server, call, &out);
        web_watch_enter(server->watch, call->watched, WEB_SENDING, 0, steady_seconds());
        return call->admitted ? MHD_YES : send_out(connection, call, &out);
    }
    if (*count) {
        bool more = take_body(call, bytes, *count);
        *count = 0;
        return more ? MHD_YES : MHD_NO;
    }
    web_answer(server, call, &out);
    if (call->later.work && !call->later.done)
        return wait_for(server, connection, call, &out);
    return send_out(connection, call, &out);
}

/* --- starting --- */

/* "127.0.0.1:8380", "[::1]:8380", ":8380" (this machine only) */
static bool split(const char *listen, char host[64], char port[8], struct fault *f) {
    const char *colon = strrchr(listen, ':');
    size_t length = colon ? (size_t)(colon - listen) : 0;
    bool bracket = length > 1 && listen[0] == '[' && listen[length - 1] == ']';
    const char *from = bracket ? listen + 1 : listen;
    length = bracket ? length - 2 : length;
    if (!colon || strspn(colon + 1, "0123456789") != strlen(colon + 1) || !colon[1] ||
        strlen(colon + 1) > 5 || length >= 64)
        return fault_usage(f, _("--listen %s: expected ADDRESS:PORT, such as 127.0.0.1:8380"), listen);
    snprintf(host, 64, "%.*s", (int)length, from);
    if (!length)
        snprintf(host, 64, "127.0.0.1");
    snprintf(port, 8, "%s", colon + 1);
    return true;
}

static bool is_loopback(const struct sockaddr *address) {
    if (address->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24 == 127;
    return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)address)->sin6_addr);
}

/* Every address of this machine: none that a browser could be told. */
static bool is_any(const struct sockaddr *address) {
    if (address->sa_family == AF_INET)
        return ((const struct sockaddr_in *)address)->sin_addr.s_addr == htonl(INADDR_ANY);
    return IN6_IS_ADDR_UNSPECIFIED(&((const struct sockaddr_in6 *)address)->sin6_addr);
}

static bool resolve(const char *listen, struct addrinfo **found, struct fault *f) {
    char host[64], port[8];
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_PASSIVE | AI_NUMERICSERV | AI_NUMERICHOST};
    if (!split(listen, host, port, f))
        return false;
    if (strcmp(host, "localhost") == 0)
        snprintf(host, sizeof host, "127.0.0.1");
    return getaddrinfo(host, port, &hints, found) == 0 ||
           fault_usage(f, _("--listen %s: expected ADDRESS:PORT, such as 127.0.0.1:8380"), listen);
}

static void name_url(struct web_server *server, const struct sockaddr *address) {
    char host[INET6_ADDRSTRLEN] = "";
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    bool six = address->sa_family == AF_INET6;
    if (is_any(address) && *server->hosts.own) {
        snprintf(server->url, sizeof server->url, "http://%s:%u/", server->hosts.own, info ? info->port : 0u);
        return;
    }
    getnameinfo(address, six ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in), host, sizeof host,
                NULL, 0, NI_NUMERICHOST);
    snprintf(server->url, sizeof server->url, six ? "http://[%s]:%u/" : "http://%s:%u/", host,
             info ? info->port : 0u);
}

/* As many files as the system lets us have open, and fewer connections than that: a flood must not take the store's. */
static unsigned connection_places(void) {
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return OTHER_FILES;
    if (files.rlim_cur < files.rlim_max) {
        files.rlim_cur =
            files.rlim_max < CONNECTIONS + OTHER_FILES ? files.rlim_max : CONNECTIONS + OTHER_FILES;
        setrlimit(RLIMIT_NOFILE, &files);
        getrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur >= CONNECTIONS + OTHER_FILES)
        return CONNECTIONS;
    return files.rlim_cur > 2 * OTHER_FILES ? (unsigned)files.rlim_cur - OTHER_FILES : OTHER_FILES / 2;
}

static bool bind_to(struct web_server *server, const char *listen, struct fault *f) {
    struct addrinfo *found;
    if (!resolve(listen, &found, f))
        return false;
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME;
    if (found->ai_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    server->local = server->hosts.local = is_loopback(found->ai_addr);
    unsigned places = connection_places();
    server->watch = web_watch_begin(places, f);
    server->slow = server->watch ? web_slow_begin(hold, go_on, f) : NULL;
    if (!server->slow) {
        freeaddrinfo(found);
        return false;
    }
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, handle, server, MHD_OPTION_SOCK_ADDR, found->ai_addr,
        MHD_OPTION_URI_LOG_CALLBACK, call_begin, NULL, MHD_OPTION_NOTIFY_COMPLETED, call_end, server,
        MHD_OPTION_NOTIFY_CONNECTION, connection_change, server, MHD_OPTION_CONNECTION_LIMIT, places,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)IDLE_SECONDS, MHD_OPTION_PER_IP_CONNECTION_LIMIT, server->local ? 0u : 128u,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024u, MHD_OPTION_END);
    if (server->daemon)
        name_url(server, found->ai_addr);
    freeaddrinfo(found);
    return server->daemon ||
           fault_set(f, _("cannot listen on %s: the port is taken, or not allowed"), listen);
}

static bool prepare(struct web_server *server, const struct web_options *options, struct fault *f) {
    char *path = realpath(options->store_path, NULL); /* jobs may run in another directory */
    server->store_path = arena_strdup(server->arena, path ? path : options->store_path);
    server->backups = options->backups;
    free(path);
    server->proxy = server->hosts.proxy = options->proxy;
    if (!web_hosts_make(server->arena, options->hosts, &server->hosts, f))
        return false;
    server->store = store_open(options->store_path, STORE_WRITE, f);
    server->files = server->store ? web_files_read(server->arena, f) : NULL;
    if (!server->files)
        return false;
    const char **before = arena_array(server->arena, 4, sizeof *before);
    before[0] = "--lang";
    before[1] = lang_now();
    before[2] = "--quiet";
    server->jobs = web_jobs_create(server->store_path, before, f);
    server->sessions = web_sessions_create();
    web_limits_begin(&server->limits);
    return server->jobs != NULL;
}

struct web_server *web_start(const struct web_options *options, struct fault *f) {
    struct arena *arena = arena_create();
    struct web_server *server = arena_alloc(arena, sizeof *server);
    server->arena = arena;
    if (prepare(server, options, f) && bind_to(server, options->listen, f))
        return server;
    web_stop(server);
    return NULL;
}

const char *web_url(const struct web_server *server) {
    return server->url;
}

bool web_is_local(const struct web_server *server) {
    return server->local;
}

void web_stop(struct web_server *server) {
    web_slow_stop(server->slow); /* first: libmicrohttpd ends with no connection suspended */
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    web_slow_end(server->slow);
    web_watch_end(server->watch);
    web_jobs_destroy(server->jobs);
    web_sessions_destroy(server->sessions);
    store_close(server->store);
    arena_destroy(server->arena);
}
