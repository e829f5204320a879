#include "reports/press/answers.h"

#include "engine/response/mask.h"
#include "engine/store/newest.h"

struct loading {
    struct arena *arena;
    struct newest newest;
    const struct expr *where;
    struct answers_row *rows;
    size_t count, capacity;
};

static bool visit(void *data, const struct stored_return *row, struct fault *f) {
    struct loading *l = data;
    struct response *response = newest_response(&l->newest, l->arena, row, f);
    if (!response)
        return false;
    response_route(l->newest.q, response);
    if (l->where && !expr_holds(l->where, l->newest.q, response))
        return true;
    l->rows = arena_grow(l->arena, l->rows, l->count, &l->capacity, sizeof *l->rows);
    l->rows[l->count++] = (struct answers_row){row->id, response};
    return true;
}

bool answers_load(struct arena *arena, const char *store_path, const struct questionnaire *q,
                  const struct expr *where, struct answers *out, struct fault *f) {
    struct store *store = store_open(store_path, STORE_READ, f);
    if (!store)
        return false;
    struct loading l = {.arena = arena, .where = where, .newest = {.store = store, .arena = arena, .q = q}};
    const bool done = store_each_return(store, q->id, visit, &l, f);
    store_close(store);
    *out = (struct answers){l.rows, l.count};
    return done;
}

static bool mask_one(struct arena *arena, struct store *store, const struct mask_rules *rules,
                     const struct question *question, const struct answers_row *row, const char *text,
                     const char **masked, struct fault *f) {
    struct mask_span *spans;
    size_t count;
    if (!store_masked_get(store, arena, row->id, question->id, text, masked, f))
        return false;
    if (*masked)
        return true;
    mask_find(arena, rules, text, &spans, &count);
    *masked = mask_apply(arena, rules, text, spans, count);
    return true;
}

static bool mask_all(struct arena *arena, struct store *store, const struct questionnaire *q, size_t question,
                     const struct answers_row *rows, size_t count, const char **texts, struct fault *f) {
    const struct mask_rules *rules = mask_rules_get(f);
    bool done = rules != NULL;
    for (size_t i = 0; done && i < count; i++) {
        const struct answer *answer = &rows[i].response->answers[question];
        texts[i] = NULL;
        if (answer->state == ANSWER_GIVEN && answer->text && *answer->text)
            done =
                mask_one(arena, store, rules, &q->questions[question], &rows[i], answer->text, &texts[i], f);
    }
    return done;
}

bool answers_masked(struct arena *arena, const char *store_path, const struct questionnaire *q,
                    size_t question, const struct answers_row *rows, size_t count, const char **texts,
                    struct fault *f) {
    struct store *store = store_open(store_path, STORE_READ, f);
    if (!store)
        return false;
    const bool done = mask_all(arena, store, q, question, rows, count, texts, f);
    store_close(store);
    return done;
}
