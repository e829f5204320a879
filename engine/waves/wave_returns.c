#include "engine/waves/wave_returns.h"

#include "engine/base/bitset.h"

#include <string.h>

struct kept_set {
    struct wave_base base;
    const uint64_t *set;
};

struct wave_counts {
    struct arena *arena;
    const struct questionnaire *q;
    const struct dataset *dataset;
    const char **institutions;
    struct kept_set *sets;
    size_t set_count, set_capacity;
};

/* --- loading --- */

struct visit {
    struct wave_counts *counts;
    size_t at;
};

static bool note_institution(void *data, const struct stored_return *row, struct fault *f) {
    struct visit *v = data;
    (void)f;
    if (v->at < v->counts->dataset->n && row->institution && *row->institution)
        v->counts->institutions[v->at] = arena_strdup(v->counts->arena, row->institution);
    v->at++;
    return true;
}

bool wave_returns_load(struct arena *arena, struct store *store, const struct questionnaire *q,
                       struct wave_counts **out, struct fault *f) {
    *out = NULL;
    if (store_count_accepted(store, q->id) <= 0)
        return true;
    struct wave_counts *counts = arena_alloc(arena, sizeof *counts);
    *counts = (struct wave_counts){.arena = arena, .q = q};
    counts->dataset = dataset_load_by_id(arena, store, q, f);
    if (!counts->dataset)
        return false;
    counts->institutions = arena_array(arena, counts->dataset->n + 1, sizeof *counts->institutions);
    struct visit v = {.counts = counts};
    if (!store_each_return(store, q->id, note_institution, &v, f))
        return false;
    *out = counts;
    return true;
}

const struct dataset *wave_returns_dataset(const struct wave_counts *counts) {
    return counts->dataset;
}

const char *const *wave_returns_institutions(const struct wave_counts *counts) {
    return counts->institutions;
}

/* --- from atoms to sets --- */

static const struct expr *test_option(struct arena *arena, size_t question, size_t option) {
    struct expr *e = arena_alloc(arena, sizeof *e);
    *e = (struct expr){.op = EXPR_ANY, .question = (int)question};
    bitset_add(e->options, option);
    return e;
}

/* Any of the net's options, for a position behind the question's own. */
static const struct expr *test_answer(const struct wave_counts *counts, const struct question *question,
                                      size_t at) {
    if (at < question->option_count)
        return test_option(counts->arena, question->position, at);
    const struct net *net = &question->nets[at - question->option_count];
    struct expr *e = arena_alloc(counts->arena, sizeof *e);
    *e = (struct expr){.op = EXPR_ANY, .question = (int)question->position};
    for (size_t k = 0; k < net->option_count; k++)
        bitset_add(e->options, (size_t)net->options[k]);
    return e;
}

static const struct expr *said_concept(const struct wave_counts *counts, const char *concept) {
    for (size_t i = 0; i < counts->q->question_count; i++) {
        const struct question *question = &counts->q->questions[i];
        for (size_t j = 0; question_is_coded(question) && j < question->option_count; j++)
            if (question->options[j].concept && strcmp(question->options[j].concept, concept) == 0)
                return test_option(counts->arena, i, j);
        for (size_t k = 0; k < question->net_count; k++)
            if (question->nets[k].concept && strcmp(question->nets[k].concept, concept) == 0)
                return test_answer(counts, question, question->option_count + k);
    }
    return NULL;
}

static const struct expr *answered_concept(const struct wave_counts *counts, const char *concept) {
    for (size_t i = 0; i < counts->q->question_count; i++) {
        const struct question *question = &counts->q->questions[i];
        if (!question->concept || strcmp(question->concept, concept) != 0)
            continue;
        struct expr *e = arena_alloc(counts->arena, sizeof *e);
        *e = (struct expr){.op = EXPR_STATE, .question = (int)i, .value = ANSWER_GIVEN};
        return e;
    }
    return NULL;
}

static const struct expr *in_prefecture(const struct wave_counts *counts, const char *code) {
    if (counts->q->key_pref < 0)
        return NULL;
    int option = question_option(&counts->q->questions[counts->q->key_pref], code);
    return option < 0 ? NULL : test_option(counts->arena, (size_t)counts->q->key_pref, (size_t)option);
}

static const struct expr *own_base(const struct wave_counts *counts, const char *atom) {
    for (size_t i = 0; i < counts->q->question_count; i++) {
        const struct question *question = &counts->q->questions[i];
        struct wave_base base = wave_base_of_question(counts->arena, counts->q, question);
        if (wave_base_private(&base) && strcmp(base.atoms[0], atom) == 0)
            return question->base_where;
    }
    return NULL;
}

static const struct expr *expr_of(const struct wave_counts *counts, const char *atom) {
    if (wave_base_atom_is(atom, "answered="))
        return answered_concept(counts, strchr(atom, '=') + 1);
    if (wave_base_atom_is(atom, "pref="))
        return in_prefecture(counts, strchr(atom, '=') + 1);
    if (wave_base_atom_is(atom, "other="))
        return own_base(counts, atom);
    return said_concept(counts, atom);
}

static const uint64_t *make_set(const struct wave_counts *counts, const struct wave_base *base) {
    size_t n = counts->dataset->n;
    uint64_t *set = arena_array(counts->arena, bitset_words(n) + 1, sizeof *set);
    bitset_fill(set, n);
    for (size_t i = 0; i < base->count; i++) {
        const struct expr *e = expr_of(counts, base->atoms[i]);
        if (!e)
            return NULL;
        bitset_and(set, dataset_where(counts->arena, counts->dataset, e), n);
    }
    return set;
}

const uint64_t *wave_returns_base(struct wave_counts *counts, const struct wave_base *base) {
    for (size_t i = 0; i < counts->set_count; i++)
        if (wave_base_same(&counts->sets[i].base, base))
            return counts->sets[i].set;
    counts->sets = arena_grow(counts->arena, counts->sets, counts->set_count, &counts->set_capacity,
                              sizeof *counts->sets);
    struct kept_set *kept = &counts->sets[counts->set_count++];
    *kept = (struct kept_set){*base, make_set(counts, base)};
    return kept->set;
}

/* --- figures --- */

const uint64_t *wave_returns_said(struct wave_counts *counts, const struct wave_item *item) {
    if (item->option < 0)
        return NULL;
    const struct question *question = item->question->of_form;
    struct wave_base said = {.count = 0};
    wave_base_add(&said, arena_printf(counts->arena, "said=%zu=%d", question->position, item->option));
    for (size_t i = 0; i < counts->set_count; i++)
        if (wave_base_same(&counts->sets[i].base, &said))
            return counts->sets[i].set;
    const struct expr *e = test_answer(counts, question, (size_t)item->option);
    counts->sets = arena_grow(counts->arena, counts->sets, counts->set_count, &counts->set_capacity,
                              sizeof *counts->sets);
    counts->sets[counts->set_count] =
        (struct kept_set){said, dataset_where(counts->arena, counts->dataset, e)};
    return counts->sets[counts->set_count++].set;
}

long wave_returns_size(struct wave_counts *counts, const struct wave_base *base) {
    const uint64_t *set = wave_returns_base(counts, base);
    return set ? (long)bitset_count(set, counts->dataset->n) : -1;
}

static const char *words_of(struct wave_counts *counts, const struct wave_item *item,
                            const struct wave_base *base) {
    if (wave_base_same(base, &item->question->asked))
        return item->question->of_form->base_text;
    return base->count ? NULL : counts->q->base_all_text;
}

bool wave_returns_figure(struct wave_counts *counts, const struct wave_item *item,
                         const struct wave_base *base, struct wave_figure *out) {
    const uint64_t *said = wave_returns_said(counts, item), *set = wave_returns_base(counts, base);
    if (!said || !set)
        return false;
    size_t n = counts->dataset->n;
    *out = (struct wave_figure){.base = *base,
                                .base_words = words_of(counts, item, base),
                                .n = (long)bitset_count(set, n),
                                .low = (long)bitset_count_and(said, set, n),
                                .origin = counts->dataset->synthetic ? WAVE_SYNTHETIC : WAVE_RETURNS,
                                .sources = counts->q->source};
    out->high = out->low;
    return out->n > 0;
}
