#include "reports/press/counted.h"

#include "engine/base/lang.h"

#include <string.h>

/* Counts loaded with `survey sent` go before those of the questionnaire. */
static bool read_sent(struct arena *arena, struct store *store, struct counted *counted, struct fault *f) {
    struct sent_count *sent;
    size_t count;
    if (!store_sent_get(store, arena, counted->questionnaire->id, &sent, &count, f))
        return false;
    counted->sent = count ? 0 : counted->questionnaire->sent_total;
    for (size_t i = 0; i < count; i++)
        counted->sent += sent[i].count;
    return true;
}

bool counted_open(struct arena *arena, struct store *store, const char *survey, struct counted *counted,
                  struct fault *f) {
    *counted = (struct counted){.arena = arena};
    counted->questionnaire = store_questionnaire(store, arena, survey, f);
    if (!counted->questionnaire || !read_sent(arena, store, counted, f))
        return false;
    counted->dataset = dataset_load(arena, store, counted->questionnaire, f);
    if (!counted->dataset)
        return false;
    if (counted->dataset->n == 0)
        return fault_set(
            f,
            _("the survey \"%s\" has no returns to count; import some first: shukei import --survey %s FILE"),
            survey, survey);
    return true;
}

static size_t split_keys(struct arena *arena, const char *key, const char *keys[CUBE_KEYS_MAX]) {
    size_t count = 0;
    for (char *rest = key ? arena_strdup(arena, key) : NULL, *part; (part = strsep(&rest, ","));)
        if (count < CUBE_KEYS_MAX)
            keys[count++] = part;
    return count;
}

static const struct table_set *count_set(struct counted *s, const char *key, struct fault *f) {
    size_t *questions = arena_array(s->arena, s->questionnaire->question_count + 1, sizeof *questions);
    for (size_t i = 0; i < s->questionnaire->question_count; i++)
        questions[i] = i;
    struct cube_spec *spec = arena_alloc(s->arena, sizeof *spec); /* the cube keeps pointing at it */
    *spec = (struct cube_spec){.questions = questions, .question_count = s->questionnaire->question_count};
    spec->key_count = split_keys(s->arena, key, spec->keys);
    const struct cube *cube = cube_count(s->arena, s->dataset, spec, f);
    return cube ? table_make(s->arena, cube, &table_default_options) : NULL;
}

const struct table_set *counted_tables(struct counted *counted, const char *key, struct fault *f) {
    for (size_t i = 0; i < counted->count; i++)
        if ((!key && !counted->sets[i].key) ||
            (key && counted->sets[i].key && strcmp(key, counted->sets[i].key) == 0))
            return counted->sets[i].set;
    const struct table_set *set = count_set(counted, key, f);
    if (!set) {
        f->kind = FAULT_FAILED; /* a key that does not exist is the kit's mistake, not the command line's */
        return NULL;
    }
    counted->sets =
        arena_grow(counted->arena, counted->sets, counted->count, &counted->capacity, sizeof *counted->sets);
    counted->sets[counted->count++] =
        (struct counted_set){key ? arena_strdup(counted->arena, key) : NULL, set};
    return set;
}
