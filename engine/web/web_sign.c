/* Signing in and out, accounts, and jobs: the routes that every screen needs. */
#include "engine/base/file.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/base/steady.h"
#include "engine/web/web_internal.h"
#include "engine/web/web_keep.h"
#include "engine/web/web_trail.h"
#include "engine/web/web_words.h"

#include <stdlib.h>
#include <string.h>

/* --- signing in --- */

static void put_me(struct web_response *out, const char *account, enum account_role role, const char *token) {
    strbuf_add(&out->body, "{");
    json_add_member(&out->body, "account", account);
    json_add_member(&out->body, "role", account_role_key(role));
    json_add_member(&out->body, "role_name", account_role_name(role));
    json_add_member(&out->body, "token", token);
    strbuf_add(&out->body, "}\n");
}

static bool me(struct web_request *r, struct web_response *out, struct fault *f) {
    (void)f;
    put_me(out, r->session->account, r->session->role, r->session->token);
    return true;
}

/* Guessing is slow from one address, at one account, and altogether.  At one account from one address it is slowest: who
 * guesses at a colleague's password keeps out himself, and not the colleague, who sits elsewhere. */
static bool may_try(struct web_request *r, const char *name) {
    static const struct web_limit_rule address = {"sign-in-address", 60, 30}, pair = {"sign-in-pair", 10, 6},
                                       account = {"sign-in-account", 60, 20}, all = {"sign-in", 100, 120};
    struct web_limits *limits = &r->server->limits;
    double now = steady_seconds();
    return web_limit(limits, &address, r->address, now) &&
           web_limit(limits, &pair, arena_printf(r->arena, "%s %s", r->address, name), now) &&
           web_limit(limits, &account, name, now) && web_limit(limits, &all, "", now);
}

static bool read_credentials(struct web_request *r, const char **name, const char **password,
                             struct fault *f) {
    const struct json *body = web_json(r, f);
    return (body && json_expect(body, JSON_OBJECT, f) && json_get_string(body, "name", true, name, f) &&
            json_get_string(body, "password", true, password, f)) ||
           web_malformed(f);
}

static void prove(void *proof) {
    account_proof_make(proof);
}

static bool begin_sign_in(struct web_request *r, struct web_response *out, const char *name,
                          const char *password, struct fault *f) {
    struct account_proof *proof = arena_alloc(r->arena, sizeof *proof);
    if (!may_try(r, name))
        return web_refuse(out, f, 429, _("too many attempts; wait a minute, then try again"));
    return account_proof_begin(r->store, r->arena, name, password, proof, f) && web_later(r, prove, proof);
}

static bool sign_in(struct web_request *r, struct web_response *out, struct fault *f) {
    const char *name, *password;
    const struct account_proof *proof = r->later;
    const struct account *account;
    struct web_session_found found;
    char cookie[WEB_SESSION_HEX];
    if (!read_credentials(r, &name, &password, f))
        return false;
    if (!proof)
        return begin_sign_in(r, out, name, password, f);
    if (!account_find(r->store, r->arena, name, &account, f))
        return false;
    if (!proof->fits || !account || account->stamp != proof->stamp)
        return web_refuse(out, f, 401, _("name and password do not fit"));
    if (r->session) /* who signs in anew at the same browser leaves nothing open */
        web_session_end(r->server->sessions, r->session->cookie);
    web_session_begin(r->server->sessions, account, steady_seconds(), cookie);
    out->cookie = web_cookie(r->arena, r->server, cookie);
    if (web_session_find(r->server->sessions, cookie, steady_seconds(), &found))
        put_me(out, account->name, account->role, found.token);
    return true;
}

static bool signed_out(struct web_request *r, struct web_response *out) {
    out->cookie = web_cookie(r->arena, r->server, NULL);
    strbuf_add(&out->body, "{}\n");
    return true;
}

/* Here; who is signed in under the same name elsewhere stays so. */
static bool sign_out(struct web_request *r, struct web_response *out, struct fault *f) {
    (void)f;
    web_session_end(r->server->sessions, r->session->cookie);
    return signed_out(r, out);
}

/* Whether there is anybody who could sign in: the first thing that the first page wants to know. */
static bool hello(struct web_request *r, struct web_response *out, struct fault *f) {
    struct account *accounts;
    size_t count;
    if (!account_list(r->store, r->arena, &accounts, &count, f))
        return false;
    strbuf_printf(&out->body, "{\"version\": \"%s\", \"lang\": \"%s\", \"accounts\": %s}\n", SHUKEI_VERSION,
                  lang_now(), count ? "true" : "false");
    return true;
}

static bool own_password(struct web_request *r, struct web_response *out, struct fault *f) {
    const char *was, *is;
    const struct account *account;
    const struct json *body = web_json(r, f);
    if (!body || !json_expect(body, JSON_OBJECT, f) || !json_get_string(body, "was", true, &was, f) ||
        !json_get_string(body, "is", true, &is, f))
        return web_malformed(f);
    if (!may_try(r, r->session->account))
        return web_refuse(out, f, 429, _("too many attempts; wait a minute, then try again"));
    if (!account_check(r->store, r->arena, r->session->account, was, &account, f))
        return false;
    if (!account)
        return web_refuse(out, f, 403, _("the present password is another one"));
    if (!web_begin(r, f) || !web_commit(r, account_password(r->store, r->session->account, is, f), f))
        return false;
    web_session_end_all(r->server->sessions, r->session->account);
    return signed_out(r, out);
}

/* --- accounts --- */

static bool list_accounts(struct web_request *r, struct web_response *out, struct fault *f) {
    struct account *accounts;
    size_t count;
    if (!account_list(r->store, r->arena, &accounts, &count, f))
        return false;
    strbuf_add(&out->body, "{\"accounts\": [");
    for (size_t i = 0; i < count; i++) {
        strbuf_add(&out->body, i ? ", {" : "{");
        json_add_member(&out->body, "name", accounts[i].name);
        json_add_member(&out->body, "role", account_role_key(accounts[i].role));
        json_add_member(&out->body, "role_name", account_role_name(accounts[i].role));
        json_add_member(&out->body, "at", accounts[i].at);
        strbuf_printf(&out->body, ", \"open\": %s}", accounts[i].open ? "true" : "false");
    }
    strbuf_add(&out->body, "]}\n");
    return true;
}

static bool change_account(struct web_request *r, const struct json *body, const char *name, const char *what,
                           struct fault *f) {
    const char *role_key = "entry", *password = "";
    enum account_role role;
    if (!json_get_string(body, "role", false, &role_key, f) ||
        !json_get_string(body, "password", false, &password, f) || !account_role_parse(role_key, &role, f))
        return false;
    if (strcmp(what, "add") == 0)
        return account_add(r->store, name, role, password, f);
    if (strcmp(what, "role") == 0)
        return account_set_role(r->store, name, role, f);
    if (strcmp(what, "password") == 0)
        return account_password(r->store, name, password, f);
    if (strcmp(what, "close") == 0 || strcmp(what, "open") == 0)
        return account_set_open(r->store, name, *what == 'o', f);
    return fault_usage(f, _("\"%s\" is nothing that can be done with an account"), what);
}

static bool post_account(struct web_request *r, struct web_response *out, struct fault *f) {
    const char *name, *what;
    const struct json *body = web_json(r, f);
    if (!body || !json_expect(body, JSON_OBJECT, f) || !json_get_string(body, "name", true, &name, f) ||
        !json_get_string(body, "do", true, &what, f))
        return web_malformed(f);
    if (!web_begin(r, f) || !web_commit(r, change_account(r, body, name, what, f), f))
        return false;
    if (strcmp(what, "add") != 0)
        web_session_end_all(r->server->sessions, name);
    return list_accounts(r, out, f);
}

/* --- jobs --- */

static bool find_job(struct web_request *r, struct web_response *out, struct web_job *job, struct fault *f) {
    return web_job_get(r->server->jobs, r->arena, r->session->account, atol(r->wild[0]), job) ||
           web_refuse(out, f, 404, _("there is no such job any more; begin it again"));
}

static bool show_job(struct web_request *r, struct web_response *out, struct fault *f) {
    static const char *const states[] = {"waiting", "working", "done", "failed"};
    struct web_job job;
    if (!find_job(r, out, &job, f))
        return false;
    strbuf_printf(&out->body, "{\"id\": %ld, \"seconds\": %.1f", job.id, job.seconds);
    json_add_member(&out->body, "state", states[job.state]);
    json_add_member(&out->body, "name", job.name);
    json_add_member(&out->body, "error", job.message ? web_words(r->store, r->arena, job.message) : NULL);
    if (job.tells) {
        strbuf_printf(&out->body, ", \"progress\": {\"stage\": %d, \"stages\": %d, \"permille\": %d",
                      job.told.stage, job.told.stages, job.told.permille);
        json_add_member(&out->body, "words", job.told.words);
        strbuf_add(&out->body, "}");
    }
    strbuf_printf(&out->body, ", \"findings\": %s, \"file\": %s}\n", job.findings ? "true" : "false",
                  job.path ? "true" : "false");
    return true;
}

static bool job_file(struct web_request *r, struct web_response *out, struct fault *f) {
    struct web_job job;
    size_t length;
    if (!find_job(r, out, &job, f))
        return false;
    if (!job.path)
        return fault_set(f, _("it is not made yet"));
    const char *bytes = file_read(r->arena, job.path, (size_t)1 << 30, &length, f);
    if (!bytes)
        return false;
    strbuf_add_bytes(&out->body, bytes, length);
    out->type = job.type;
    out->download = job.name;
    return true;
}

static bool upload(struct web_request *r, struct web_response *out, struct fault *f) {
    const char *name;
    long id;
    if (!web_wanted(r, "name", &name, f) ||
        !web_upload_keep(r->server->jobs, r->session->account, name, r->body, r->length, &id, f))
        return false;
    strbuf_printf(&out->body, "{\"upload\": \"upload:%ld\"}\n", id);
    return true;
}

const struct web_route engine_routes[] = {
    {WEB_GET, "/api/hello", WEB_ANYBODY, 0, hello},
    {WEB_POST, "/api/sign-in", WEB_ANYBODY, WEB_BODY_FORM, sign_in},
    {WEB_POST, "/api/sign-out", WEB_SIGNED_IN, WEB_BODY_FORM, sign_out},
    {WEB_GET, "/api/me", WEB_SIGNED_IN, 0, me},
    {WEB_POST, "/api/password", WEB_SIGNED_IN, WEB_BODY_FORM, own_password},
    {WEB_GET, "/api/accounts", WEB_ADMIN, 0, list_accounts},
    {WEB_POST, "/api/accounts", WEB_ADMIN, WEB_BODY_FORM, post_account},
    {WEB_GET, "/api/trail", WEB_OFFICER, 0, web_trail},
    {WEB_GET, "/api/backups", WEB_ADMIN, 0, web_keep_list},
    {WEB_POST, "/api/backups", WEB_ADMIN, WEB_BODY_FORM, web_keep_work},
    {WEB_GET, "/api/backups/*/file", WEB_ADMIN, 0, web_keep_file},
    {WEB_POST, "/api/upload", WEB_KEYING, WEB_BODY_FILE, upload},
    {WEB_GET, "/api/jobs/*", WEB_SIGNED_IN, 0, show_job},
    {WEB_GET, "/api/jobs/*/file", WEB_SIGNED_IN, 0, job_file},
    {0},
};
