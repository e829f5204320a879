/* The dataset of a store: its accepted returns, whichever version of the questionnaire each answered. */
#include "engine/base/lang.h"
#include "engine/tabulation/dataset_build.h"
#include "engine/tabulation/dataset_image.h"

#include <string.h>

/* An older version of the questionnaire, and where its questions and options stand in the newest one (-1:
 * nowhere). */
struct version {
    const char *hash; /* as handed out by the walk: one pointer per version */
    const struct questionnaire *q;
    int *question;
    int **option;    /* per question: by option, NULL when the positions are the same */
    size_t *unasked; /* questions of the newest one that it did not have */
    size_t unasked_count;
};

struct loader {
    struct dataset_build build;
    struct store *store;
    struct version *versions;
    size_t version_count, version_capacity;
    const struct version *now; /* of the return in hand */
};

static int *map_options(struct arena *arena, const struct question *old, const struct question *new) {
    int *map = arena_array(arena, old->option_count + 1, sizeof *map);
    bool same = true;
    for (size_t j = 0; j < old->option_count; j++) {
        map[j] = question_option(new, old->options[j].id);
        same = same && map[j] == (int)j;
    }
    return same ? NULL : map;
}

static void map_version(struct loader *l, struct version *v) {
    struct arena *arena = l->build.scratch;
    const struct questionnaire *newest = l->build.q;
    v->question = arena_array(arena, v->q->question_count + 1, sizeof *v->question);
    v->option = arena_array(arena, v->q->question_count + 1, sizeof *v->option);
    v->unasked = arena_array(arena, newest->question_count + 1, sizeof *v->unasked);
    for (size_t i = 0; i < v->q->question_count; i++) {
        const struct question *old = &v->q->questions[i];
        int at = questionnaire_find(newest, old->id);
        v->question[i] = at >= 0 && newest->questions[at].kind == old->kind ? at : -1;
        if (v->question[i] >= 0)
            v->option[i] = map_options(arena, old, &newest->questions[at]);
    }
    for (size_t i = 0; i < newest->question_count; i++)
        if (questionnaire_find(v->q, newest->questions[i].id) < 0)
            v->unasked[v->unasked_count++] = i;
}

static const struct version *version_of(struct loader *l, const char *hash, struct fault *f) {
    for (size_t i = 0; i < l->version_count; i++)
        if (l->versions[i].hash == hash)
            return &l->versions[i];
    struct version v = {.hash = hash, .q = l->build.q};
    if (strcmp(hash, l->build.q->hash) != 0)
        v.q = store_template(l->store, l->build.scratch, hash, f);
    if (!v.q)
        return NULL;
    map_version(l, &v);
    l->versions = arena_grow(l->build.scratch, l->versions, l->version_count, &l->version_capacity,
                             sizeof *l->versions);
    l->versions[l->version_count] = v;
    return &l->versions[l->version_count++];
}

/* An answer in the positions of the newest version.  An option that is gone leaves an answer that cannot be
 * counted. */
static struct answer carry_over(const int *map, const struct question *question, struct answer answer) {
    if (question->kind != QUESTION_MULTI) {
        answer.code = map[answer.code];
        if (answer.code < 0)
            answer.state = ANSWER_INVALID;
        return answer;
    }
    uint64_t bits = 0;
    for (uint64_t old = answer.bits; old; old &= old - 1) {
        int at = map[__builtin_ctzll(old)];
        if (at < 0)
            answer.state = ANSWER_INVALID;
        else
            bits |= (uint64_t)1 << at;
    }
    answer.bits = bits;
    return answer;
}

static void visit_answer(void *data, size_t question, const struct answer *answer) {
    struct loader *l = data;
    int at = l->now->question[question];
    if (at < 0)
        return;
    const int *map = l->now->option[question];
    struct answer carried;
    if (map && answer->state == ANSWER_GIVEN) {
        carried = carry_over(map, &l->build.q->questions[at], *answer);
        answer = &carried;
    }
    struct answer whole = *answer;
    if (whole.text && l->build.wants_text[at])
        whole.text = arena_strndup(l->build.texts, whole.text, whole.text_length);
    dataset_build_answer(&l->build, (size_t)at, &whole);
}

static bool visit_return(void *data, const struct stored_return *row, struct fault *f) {
    struct loader *l = data;
    if (l->build.row == l->build.capacity)
        return fault_set(f, _("the returns changed while they were being read; run the command again"));
    if (!l->now || l->now->hash != row->template_hash)
        l->now = version_of(l, row->template_hash, f);
    const struct answer_visitor visitor = {visit_answer, l};
    if (!l->now || !response_scan(l->now->q, row->bytes, row->length, &visitor, f))
        return fault_context(f, _("return %ld"), row->id);
    for (size_t i = 0; i < l->now->unasked_count; i++)
        dataset_build_unasked(&l->build, l->now->unasked[i]);
    const char *fields[FIELD_COUNT] = {0};
    fields[FIELD_SHEET] = row->sheet;
    fields[FIELD_ASSOCIATION] = row->association;
    fields[FIELD_CHANNEL] = row->channel;
    fields[FIELD_RECEIVED] = row->received;
    fields[FIELD_INSTITUTION] = row->institution;
    fields[FIELD_REMARK] = row->remark;
    dataset_build_row(&l->build, fields);
    return true;
}

static const struct dataset *load_returns(struct arena *arena, struct store *store,
                                          const struct questionnaire *q, const struct expr *const *exprs,
                                          size_t count, bool arranged, struct fault *f) {
    long accepted = store_count_accepted(store, q->id);
    if (accepted < 0) {
        fault_set(f, _("the returns of %s cannot be counted; `shukei verify` shows what is damaged"), q->id);
        return NULL;
    }
    struct loader l = {.store = store};
    dataset_build_begin(&l.build, arena, q, (size_t)accepted, exprs, count);
    l.build.arranged = arranged;
    if (!store_state(store, q->id, l.build.dataset->state, f) ||
        !store_each_return(store, q->id, visit_return, &l, f)) {
        dataset_build_abandon(&l.build);
        return NULL;
    }
    return dataset_build_end(&l.build);
}

const struct dataset *dataset_load_anew(struct arena *arena, struct store *store,
                                        const struct questionnaire *q, struct fault *f) {
    return load_returns(arena, store, q, NULL, 0, true, f);
}

const struct dataset *dataset_load_by_id(struct arena *arena, struct store *store,
                                         const struct questionnaire *q, struct fault *f) {
    return load_returns(arena, store, q, NULL, 0, false, f);
}

const struct dataset *dataset_load_for(struct arena *arena, struct store *store,
                                       const struct questionnaire *q, const struct expr *const *exprs,
                                       size_t count, struct fault *f) {
    char state[65];
    if (dataset_build_leaves(exprs, count) > 0)
        return load_returns(arena, store, q, exprs, count, true, f);
    if (!store_state(store, q->id, state, f))
        return NULL;
    const struct dataset *d = dataset_image_load(arena, store, q, state);
    if (d)
        return d;
    d = load_returns(arena, store, q, exprs, count, true, f);
    if (d && d->n >= DATASET_IMAGE_FROM)
        dataset_image_keep(store, d);
    return d;
}

const struct dataset *dataset_load(struct arena *arena, struct store *store, const struct questionnaire *q,
                                   struct fault *f) {
    return dataset_load_for(arena, store, q, NULL, 0, f);
}
