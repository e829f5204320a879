#include "reports/press/counted.h"

#include "engine/base/lang.h"
#include "engine/base/text.h"

#include <string.h>

/* The returns, and what the scheme's margins ask of them. */
static const struct dataset *load(struct arena *arena, struct store *store, const struct counted *counted,
                                  struct fault *f) {
    size_t margins = counted->scheme ? counted->scheme->margin_count : 0;
    const struct expr **exprs = arena_array(arena, margins + 1, sizeof *exprs);
    for (size_t m = 0; m < margins; m++)
        exprs[m] = counted->scheme->margins[m].where;
    return dataset_load_for(arena, store, counted->questionnaire, exprs, margins, f);
}

bool counted_open(struct arena *arena, struct store *store, const char *survey, const char *weight,
                  struct counted *counted, struct fault *f) {
    *counted = (struct counted){.arena = arena};
    counted->questionnaire = store_questionnaire(store, arena, survey, f);
    if (!counted->questionnaire || 
        !store_sent_total(store, arena, counted->questionnaire, &counted->sent, f))
        return false;
    if (weight && !(counted->scheme = scheme_find(counted->questionnaire, weight, f))) {
        f->kind = FAULT_FAILED; /* the kit's mistake, not the command line's */
        return fault_context(f, "weight");
    }
    counted->dataset = load(arena, store, counted, f);
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
    for (char *rest = arena_strdup(arena, key), *part; (part = strsep(&rest, ","));)
        if (count < CUBE_KEYS_MAX)
            keys[count++] = part;
    return count;
}

static bool weigh(struct counted *s, const struct cube *cube, struct table_options *options,
                  struct fault *f) {
    if (!s->scheme)
        return true;
    if (!s->weighting && !(s->weighting = weighting_make(s->arena, s->dataset, s->scheme, f)))
        return false;
    options->weights = cube_weigh(s->arena, cube, s->weighting);
    return true;
}

static const struct table_set *count_set(struct counted *s, const struct counted_set *wanted,
                                         struct fault *f) {
    size_t *questions = arena_array(s->arena, s->questionnaire->question_count + 1, sizeof *questions);
    struct cube_spec *spec = arena_alloc(s->arena, sizeof *spec); /* the cube keeps pointing at it */
    *spec = (struct cube_spec){.questions = questions};
    for (size_t i = 0; i < s->questionnaire->question_count; i++)
        if (!wanted->question || strcmp(s->questionnaire->questions[i].id, wanted->question) == 0)
            questions[spec->question_count++] = i;
    spec->key_count = split_keys(s->arena, wanted->key, spec->keys);
    struct table_options options = table_default_options;
    options.lang = lang_now(); /* a kit's pages are of one language, be the questionnaire's another */
    options.letters = wanted->letters;
    options.adjust = wanted->adjust;
    const struct cube *cube = cube_count(s->arena, s->dataset, spec, f);
    return cube && weigh(s, cube, &options, f) ? table_make(s->arena, cube, &options) : NULL;
}

static bool same_set(const struct counted_set *a, const struct counted_set *b) {
    return text_same(a->key, b->key) && text_same(a->question, b->question) && a->letters == b->letters &&
           a->adjust == b->adjust;
}

static const struct table_set *get(struct counted *counted, struct counted_set wanted, struct fault *f) {
    for (size_t i = 0; i < counted->count; i++)
        if (same_set(&counted->sets[i], &wanted))
            return counted->sets[i].set;
    wanted.set = count_set(counted, &wanted, f);
    if (!wanted.set) {
        f->kind = FAULT_FAILED; /* a key that does not exist is the kit's mistake, not the command line's */
        return NULL;
    }
    wanted.key = arena_strdup(counted->arena, wanted.key);
    wanted.question = arena_strdup(counted->arena, wanted.question);
    counted->sets =
        arena_grow(counted->arena, counted->sets, counted->count, &counted->capacity, sizeof *counted->sets);
    counted->sets[counted->count++] = wanted;
    return wanted.set;
}

const struct table_set *counted_tables(struct counted *counted, struct fault *f) {
    return get(counted, (struct counted_set){.adjust = table_default_options.adjust}, f);
}

const struct table_set *counted_crossed(struct counted *counted, const char *key, const char *question,
                                        struct fault *f) {
    const struct counted_set wanted = {
        .key = key, .question = question, .adjust = table_default_options.adjust};
    return get(counted, wanted, f);
}

const struct table_set *counted_letters(struct counted *counted, const char *key, const char *question,
                                        enum adjust_method adjust, struct fault *f) {
    const struct counted_set wanted = {.key = key, .question = question, .letters = true, .adjust = adjust};
    return get(counted, wanted, f);
}
