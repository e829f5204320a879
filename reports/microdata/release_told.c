#include "reports/microdata/release_told.h"

#include "reports/microdata/anonymity.h"

#include <assert.h>

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
    t->found = own_key(t, question);
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
