/* The trail on the screen: who did what, a page at a time. */
#include "engine/web/web_trail.h"

#include "engine/app/trail_words.h"
#include "engine/base/json_write.h"
#include "engine/base/lang.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 50 };

static const char *given(const struct web_request *r, const char *name) {
    const char *value = web_argument(r, name);
    return value && *value ? value : NULL;
}

static bool read_number(const struct web_request *r, const char *name, long *out, struct fault *f) {
    const char *text = given(r, name);
    char *end = NULL;
    *out = text ? strtol(text, &end, 10) : 0;
    return !text || (*end == '\0' && *out >= 0) || fault_usage(f, _("\"%s\" is no number"), text);
}

/* Questionnaires by survey, as they are met. */
struct books {
    const struct questionnaire *items[16];
    size_t count;
};

static const struct questionnaire *book_of(struct web_request *r, struct books *books, const char *survey) {
    struct fault ignored = {0};
    for (size_t i = 0; survey && i < books->count; i++)
        if (strcmp(books->items[i]->id, survey) == 0)
            return books->items[i];
    if (!survey || books->count == sizeof books->items / sizeof *books->items)
        return NULL;
    const struct questionnaire *q = store_questionnaire(r->store, r->arena, survey, &ignored);
    if (q)
        books->items[books->count++] = q;
    return q;
}

static void put_item(struct web_request *r, struct books *books, const struct trail_item *item,
                     struct strbuf *out) {
    strbuf_printf(out, "{\"id\": %ld", item->id);
    json_add_member(out, "at", item->at);
    json_add_member(out, "who", item->who);
    json_add_member(out, "action", item->action);
    json_add_member(out, "name", trail_words_action(item->action, item->after));
    json_add_member(out, "sentence", trail_words_sentence(r->arena, item, book_of(r, books, item->survey)));
    json_add_member(out, "why", trail_words_why(item->why));
    strbuf_printf(out, ", \"return\": %ld}", item->ret);
}

bool web_trail(struct web_request *r, struct web_response *out, struct fault *f) {
    struct trail_filter filter = {.survey = given(r, "survey"),
                                  .who = given(r, "who"),
                                  .kind = given(r, "kind"),
                                  .sheet = given(r, "sheet"),
                                  .since = given(r, "since"),
                                  .until = given(r, "until"),
                                  .limit = PAGE + 1};
    struct trail_item *items;
    struct books books = {.count = 0};
    size_t count;
    if (!read_number(r, "return", &filter.ret, f) || !read_number(r, "before", &filter.before, f) ||
        !trail_list(r->store, r->arena, &filter, &items, &count, f))
        return false;
    strbuf_add(&out->body, "{\"entries\": [");
    for (size_t i = 0; i < count && i < PAGE; i++) {
        strbuf_add(&out->body, i ? ",\n " : "");
        put_item(r, &books, &items[i], &out->body);
    }
    strbuf_printf(&out->body, "], \"more\": %s}\n", count > PAGE ? "true" : "false");
    return true;
}
