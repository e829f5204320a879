/* What a browser, or somebody who says to be one, may send: a target, a form, a cookie, a host, and a keyed sheet.  Each is
 * read, or refused with a reason. */
#include "engine/web/web_message.h"
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
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_create();
    const char *text = arena_strndup(arena, (const char *)data, size);
    if (size && data[0] == '{')
        try_sheet(arena, text, size);
    else
        try_message(arena, text, size);
    arena_destroy(arena);
    return 0;
}
