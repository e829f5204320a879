#include "reports/microdata/release_told.h"

#include "reports/microdata/anonymity.h"

#include <assert.h>
#include <string.h>

struct teller {
    const struct questionnaire *q;
    const struct release *release;
    uint32_t *keys;
    bool *done;
    uint32_t found; /* by the routing that is being looked at */
};

static uint32_t own_key(const struct teller *t, size_t question) {
    for (size_t i = 0; i < t->release->key_count; i++)
        if (t->release->keys[i].question == &t->q->questions[question])
            return UINT32_C(1) << i;
    return 0;
}

/* What is known of the return itself. */
static uint32_t field_keys(const struct teller *t, int field) {
    uint32_t found = 0;
    for (size_t i = 0; i < t->release->key_count; i++) {
        const char *id = t->release->keys[i].id;
        if ((field == FIELD_ASSOCIATION && strcmp(id, "association") == 0) ||
            (field == FIELD_CHANNEL && strcmp(id, "channel") == 0) ||
            (field == FIELD_RECEIVED && t->release->keys[i].days))
            found |= UINT32_C(1) << i;
    }
    return found;
}

static uint32_t fields_of(const struct teller *t, const struct expr *e) {
    if (!e)
        return 0;
    return (e->op == EXPR_FIELD ? field_keys(t, e->field) : 0) | fields_of(t, e->a) | fields_of(t, e->b);
}

static uint32_t keys_of(struct teller *t, size_t question);

static void visit(int question, void *data) {
    struct teller *t = data;
    uint32_t before = t->found;
    t->found = before | keys_of(t, (size_t)question);
}

/* Routing never goes in a circle. */
static uint32_t keys_of(struct teller *t, size_t question) {
    if (t->done[question])
        return t->keys[question];
    uint32_t before = t->found;
    t->found = own_key(t, question) | fields_of(t, t->q->questions[question].ask);
    if (t->q->questions[question].ask)
        expr_questions(t->q->questions[question].ask, visit, t);
    t->keys[question] = t->found;
    t->done[question] = true;
    t->found = before;
    return t->keys[question];
}

const uint32_t *release_told(struct arena *arena, const struct questionnaire *q,
                             const struct release *release) {
    struct teller t = {.q = q, .release = release};
    assert(release->key_count <= RELEASE_KEYS_MAX);
    t.keys = arena_array(arena, q->question_count + 1, sizeof *t.keys);
    t.done = arena_array(arena, q->question_count + 1, sizeof *t.done);
    for (size_t i = 0; i < q->question_count; i++)
        keys_of(&t, i);
    return t.keys;
}

bool release_told_withheld(const struct release *release, uint32_t keys, size_t at) {
    for (size_t i = 0; keys; i++, keys >>= 1)
        if (keys & 1 && release->keys[i].released[at] == ANONYMITY_WITHHELD)
            return true;
    return false;
}
