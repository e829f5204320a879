/* What a browser, or somebody who says to be one, may send: a target, a form, a cookie, a host, and a keyed sheet.  Each is
 * read, or refused with a reason. */
#include "engine/web/web_internal.h"
#include "importers/web/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char survey[] =
    "{\"format\":\"shukei-survey-1\",\"id\":\"t\",\"title\":\"T\",\"organiser\":\"O\",\"questions\":["
    "{\"id\":\"a\",\"kind\":\"prefecture\",\"label\":\"A\"},"
    "{\"id\":\"b\",\"kind\":\"single\",\"label\":\"B\",\"required\":true,\"options\":[{\"id\":\"yes\","
    "\"label\":\"有\"},"
    "{\"id\":\"no\",\"label\":\"無\"}]},"
    "{\"id\":\"c\",\"kind\":\"multi\",\"label\":\"C\",\"ask\":\"b = "
    "yes\",\"options\":[{\"id\":\"x\",\"label\":\"X\"},"
    "{\"id\":\"o\",\"label\":\"Y\",\"other\":true}]},"
    "{\"id\":\"d\",\"kind\":\"number\",\"label\":\"D\"},{\"id\":\"e\",\"kind\":\"text\",\"label\":\"E\"},"
    "{\"id\":\"f\",\"kind\":\"date\",\"label\":\"F\"}]}";

static const struct questionnaire *questionnaire(void) {
    static const struct questionnaire *q;
    static struct arena *arena; /* kept to the end, and known to be */
    struct fault f = {0};
    if (!arena)
        arena = arena_create();
    if (!q)
        q = questionnaire_parse(arena, survey, strlen(survey), "t.json", &f);
    if (!q) {
        fprintf(stderr, "%s\n", f.text);
        abort();
    }
    return q;
}

/* A sheet that was read comes out of its own writing as it went in. */
static void try_sheet(struct arena *arena, const char *text, size_t size) {
    struct fault f = {0};
    struct entry_sheet sheet, again;
    struct strbuf out = {0};
    const struct json *json = json_parse(arena, text, size, "sheet", &f);
    if (json && entry_read(arena, questionnaire(), NULL, json, &sheet, &f)) {
        entry_look(questionnaire(), &sheet, &out);
        strbuf_clear(&out);
        entry_write(arena, questionnaire(), sheet.response, &out);
        json = json_parse(arena, out.text, out.length, "again", &f);
        if (!json || !entry_read(arena, questionnaire(), NULL, json, &again, &f)) {
            fprintf(stderr, "%s\n%s\n", out.text, f.text);
            abort();
        }
        for (size_t i = 0; i < questionnaire()->question_count; i++)
            if (sheet.response->answers[i].state != again.response->answers[i].state)
                abort();
    } else if (f.kind == FAULT_NONE) {
        abort();
    }
    strbuf_end(&out);
}

/* A server at which nobody is signed in. */
static struct web_server *empty_server(void) {
    static struct web_server server = {.local = true, .proxy = true};
    struct fault f = {0};
    if (!server.sessions) {
        server.sessions = web_sessions_create();
        server.arena = arena_create();
        server.files = web_files_read(server.arena, &f);
        web_limits_begin(&server.limits);
    }
    if (!server.files) {
        fprintf(stderr, "%s\n", f.text);
        abort();
    }
    return &server;
}

/* Lines: method, target, Host, Origin, Cookie, X-Shukei-Token, Content-Type, X-Forwarded-For, Content-Length,
 * Transfer-Encoding.  Who is let in gets a page, or a route that is for everybody. */
static void try_admission(struct arena *arena, char *text) {
    struct web_call call = {.arena = arena, .target = ""};
    struct web_headers *h = &call.headers;
    const char **const lines[] = {&h->method, &call.target, &h->host,          &h->origin, &h->cookie,
                                  &h->token,  &h->type,     &h->forwarded_for, &h->length, &h->coding};
    struct web_response out = {.status = 200, .type = ""};
    for (size_t i = 0; i < sizeof lines / sizeof *lines && text; i++) {
        const char *line = strsep(&text, "\n");
        *lines[i] = i < 2 || *line ? line : NULL;
    }
    h->method = h->method ? h->method : "";
    h->address = "127.0.0.1";
    bool in = web_admit(empty_server(), &call, &out);
    if (in ? !call.file && (!call.route || call.route->roles != WEB_ANYBODY) : out.status < 400)
        abort();
    if (in && call.headers.length && call.headers.coding)
        abort();
    strbuf_end(&out.body);
}

static void try_message(struct arena *arena, const char *text, size_t size) {
    static const char *const routes[] = {"/api/*/form", "/api/returns/*", "/*"};
    struct web_arguments arguments = {0};
    const char *path, *wild[WEB_WILDCARDS];
    if (web_message_target(arena, text, &path, &arguments))
        for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
            web_message_fits(arena, routes[i], path, wild);
    struct web_arguments form = {0};
    web_message_form(arena, text, size, &form);
    web_message_cookie(arena, text, "shukei");
    web_message_host(arena, text);
    web_message_token(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_create();
    char *text = arena_strndup(arena, (const char *)data, size);
    if (size && data[0] == '{')
        try_sheet(arena, text, size);
    else if (size && data[0] >= 'A' && data[0] <= 'Z')
        try_admission(arena, text);
    else
        try_message(arena, text, size);
    arena_destroy(arena);
    return 0;
}
