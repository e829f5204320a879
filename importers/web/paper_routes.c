/* The routes of the sheets' pictures: whose turn it is, what it looks like, what becomes of it. */
#include "engine/base/json_write.h"
#include "engine/base/lang.h"
#include "engine/questionnaire/facsimile.h"
#include "engine/store/paper.h"
#include "engine/store/second.h"
#include "importers/web/routes.h"

#include <stdlib.h>
#include <string.h>

/* --- one sheet as JSON --- */

static void put_pages(const struct paper *p, struct strbuf *out) {
    strbuf_add(out, ", \"pages\": [");
    for (size_t i = 0; i < p->page_count; i++)
        strbuf_printf(
            out, "%s{\"width\": %ld, \"height\": %ld, \"dpi_x\": %.2f, \"dpi_y\": %.2f, \"damaged\": %s}",
            i ? ", " : "", p->pages[i].width, p->pages[i].height, p->pages[i].dpi_x, p->pages[i].dpi_y,
            p->pages[i].damaged ? "true" : "false");
    strbuf_char(out, ']');
}

static void put_places(struct arena *arena, const struct questionnaire *q, const struct paper *p,
                       struct strbuf *out) {
    const struct facsimile_place *places = facsimile_places(arena, q, (int)p->page_count);
    strbuf_add(out, ", \"places\": {");
    for (size_t i = 0; i < q->question_count; i++) {
        strbuf_add(out, i ? ", " : "");
        json_add_string(out, q->questions[i].id);
        strbuf_printf(out, ": {\"page\": %d, \"top\": %d, \"bottom\": %d, \"left\": %d, \"right\": %d}",
                      places[i].page, places[i].top, places[i].bottom, places[i].left, places[i].right);
    }
    strbuf_char(out, '}');
}

/* Who keys a sheet again sees its number and association, which say which sheet it is, and no answer. */
static bool put_fields(struct web_request *r, const struct paper *p, struct strbuf *out, struct fault *f) {
    const struct questionnaire *version;
    struct return_row row;
    struct response *response = NULL;
    if (p->ret && !store_return_get(r->store, r->arena, p->ret, &version, &row, &response, f))
        return false;
    json_add_member(out, "sheet", response ? response->fields[FIELD_SHEET] : p->number);
    json_add_member(out, "association", response ? response->fields[FIELD_ASSOCIATION] : NULL);
    return true;
}

static bool put_paper(struct web_request *r, const struct paper *p, struct strbuf *out, struct fault *f) {
    const struct questionnaire *q = store_questionnaire(r->store, r->arena, p->survey, f);
    if (!q)
        return false;
    strbuf_printf(out, "{\"id\": %ld, \"turn\": %d, \"shift\": %ld, \"position\": %ld", p->id, p->turn,
                  p->shift, p->position);
    json_add_member(out, "batch", p->batch);
    json_add_member(out, "state", paper_state_key(p->state));
    if (!put_fields(r, p, out, f))
        return false;
    put_pages(p, out);
    put_places(r->arena, q, p, out);
    strbuf_char(out, '}');
    return true;
}

/* --- whose turn it is --- */

static int compare_numbers(const void *a, const void *b) {
    long x = *(const long *)a, y = *(const long *)b;
    return (x > y) - (x < y);
}

/* Where a plan draws sheets to be keyed twice, only these. */
static bool find_drawn(struct web_request *r, struct paper_wish *wish, struct fault *f) {
    struct second_plan plan;
    const struct questionnaire *q = store_questionnaire(r->store, r->arena, wish->survey, f);
    if (!q || !store_second_plan(r->store, q, &plan, f))
        return false;
    if (plan.share <= 0)
        return true;
    struct second_book *book = store_second_book(r->store, r->arena, q, f);
    if (!book)
        return false;
    long *drawn = arena_array(r->arena, book->first_count + 1, sizeof *drawn);
    for (size_t i = 0; i < book->first_count; i++)
        if (book->firsts[i].drawn)
            drawn[wish->drawn_count++] = book->firsts[i].ret;
    qsort(drawn, wish->drawn_count, sizeof *drawn, compare_numbers);
    wish->drawn = drawn;
    return true;
}

bool paper_post_next(struct web_request *r, struct web_response *out, struct fault *f) {
    struct paper_wish wish = {.survey = r->wild[0]};
    const struct json *body = web_json(r, f);
    long found, waiting;
    if (!body || !json_expect(body, JSON_OBJECT, f) || !json_get_bool(body, "second", false, &wish.second, f))
        return web_malformed(f);
    if ((wish.second && !find_drawn(r, &wish, f)) || !web_begin(r, f) ||
        !web_commit(r, paper_next(r->store, &wish, &found, &waiting, f), f))
        return false;
    const struct paper *p = found ? paper_get(r->store, r->arena, found, f) : NULL;
    strbuf_printf(&out->body, "{\"waiting\": %ld, \"paper\": ", waiting);
    if (found && (!p || !put_paper(r, p, &out->body, f)))
        return false;
    strbuf_add(&out->body, found ? "}\n" : "null}\n");
    return true;
}

/* --- one sheet --- */

static bool read_number(const char *word, long *number, struct fault *f) {
    char *end;
    *number = strtol(word, &end, 10);
    return (*word && !*end && *number >= 0) ||
           fault_usage(
               f, _("\"%s\" is not the number of a sheet's picture; `shukei sheets list BATCH` shows them"),
               word);
}

static const struct paper *find(struct web_request *r, struct fault *f) {
    long id;
    return read_number(r->wild[0], &id, f) ? paper_get(r->store, r->arena, id, f) : NULL;
}

bool paper_get_one(struct web_request *r, struct web_response *out, struct fault *f) {
    const struct paper *p = find(r, f);
    strbuf_add(&out->body, "{\"paper\": ");
    if (!p || !put_paper(r, p, &out->body, f))
        return false;
    strbuf_add(&out->body, "}\n");
    return true;
}

/* How it is looked at, or that it is no sheet. */
static bool change(struct web_request *r, const struct paper *p, const struct json *body, struct fault *f) {
    const char *skip = NULL, *reopen = NULL;
    long turn = p->turn, shift = p->shift;
    if (!json_get_string(body, "skip", false, &skip, f) ||
        !json_get_string(body, "reopen", false, &reopen, f) ||
        !json_get_integer(body, "turn", false, &turn, f) ||
        !json_get_integer(body, "shift", false, &shift, f))
        return web_malformed(f);
    return (turn == p->turn || paper_turn(r->store, p->id, turn, f)) &&
           (shift == p->shift || paper_shift(r->store, p->id, shift, f)) &&
           (!skip || paper_skip(r->store, p->id, skip, f)) &&
           (!reopen || paper_reopen(r->store, p->id, reopen, f));
}

bool paper_post_one(struct web_request *r, struct web_response *out, struct fault *f) {
    static const char *const keys[] = {"turn", "shift", "skip", "reopen", NULL};
    const struct json *body = web_json(r, f);
    const struct paper *p = body ? find(r, f) : NULL;
    if (!p)
        return false;
    if (!json_expect(body, JSON_OBJECT, f) || !json_known(body, keys, f))
        return web_malformed(f);
    if (!web_begin(r, f) || !web_commit(r, change(r, p, body, f), f))
        return false;
    strbuf_add(&out->body, "{}\n");
    return true;
}

bool paper_get_page(struct web_request *r, struct web_response *out, struct fault *f) {
    long id, page;
    const void *png;
    size_t length;
    if (!read_number(r->wild[0], &id, f) || !read_number(r->wild[1], &page, f) ||
        !paper_png(r->store, r->arena, id, page, &png, &length, f))
        return false;
    out->type = "image/png";
    strbuf_add_bytes(&out->body, png, length);
    return true;
}
