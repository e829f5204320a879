#include "engine/tabulation/dataset_order.h"

#include "engine/base/bitset.h"

#include <string.h>

/* A way of splitting returns: by the answers to a question, or by an attribute. */
struct split {
    int question;                              /* position; -1: by the attribute */
    const struct dataset_attribute *attribute; /* NULL: by the question */
    bool used;
};

enum { SPLITS = 4 };

struct arranging {
    struct arena *arena, *scratch;
    struct dataset *d;
    struct split splits[SPLITS];
    size_t split_count;
    uint32_t *group; /* by return; in the end its new place */
    size_t group_count;
};

static struct dataset_order new_order(struct arena *arena, const struct dataset *d, size_t groups) {
    return (struct dataset_order){
        .group_count = groups,
        .first = arena_array(arena, groups + 1, sizeof(size_t)),
        .question = arena_array(arena, d->questionnaire->question_count + 1, sizeof(uint16_t *))};
}

void dataset_order_none(struct arena *arena, struct dataset *d) {
    d->order = new_order(arena, d, 1);
    d->order.first[1] = d->n;
}

/* --- the keys --- */

static void add_question(struct arranging *a, int question) {
    for (size_t k = 0; k < a->split_count; k++)
        if (a->splits[k].question == question)
            return;
    if (question >= 0 && a->d->columns[question].option &&
        a->d->questionnaire->questions[question].kind != QUESTION_MULTI)
        a->splits[a->split_count++] = (struct split){.question = question};
}

static void add_attribute(struct arranging *a, const struct dataset_attribute *attribute) {
    a->splits[a->split_count++] = (struct split){.question = -1, .attribute = attribute};
}

static void fill(uint16_t *code, const uint64_t *set, size_t n, size_t with) {
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        for (uint64_t bits = set[w]; bits; bits &= bits - 1)
            code[64 * w + (size_t)__builtin_ctzll(bits)] = (uint16_t)with;
}

/* By return: the option, or option_count + state; the attribute's code. */
static void find_codes(const struct arranging *a, const struct split *split, uint16_t *code) {
    if (split->attribute) {
        memcpy(code, split->attribute->code, a->d->n * sizeof *code);
        return;
    }
    const struct dataset_column *column = &a->d->columns[split->question];
    size_t options = column->question->option_count;
    for (size_t j = 0; j < options; j++)
        fill(code, column->option[j], a->d->n, j);
    for (size_t s = ANSWER_GIVEN + 1; s < ANSWER_STATES; s++)
        fill(code, column->state[s], a->d->n, options + s);
}

static size_t code_count(const struct arranging *a, const struct split *split) {
    if (split->attribute)
        return split->attribute->count + 1;
    return a->d->columns[split->question].question->option_count + ANSWER_STATES;
}

/* Unknown comes last. */
static size_t code_of(const uint16_t *code, size_t i, size_t codes) {
    return code[i] == DATASET_NO_CODE ? codes - 1 : code[i];
}

/* Groups become group x code, numbered anew without the empty ones. */
static void split_by(struct arranging *a, struct split *split, uint16_t *code) {
    size_t codes = code_count(a, split), n = a->d->n, count = 0;
    size_t most = DATASET_GROUPS_FREE + n / DATASET_GROUP_RETURNS;
    if (codes > DATASET_NO_CODE || a->group_count * codes > UINT32_MAX / 2)
        return;
    find_codes(a, split, code);
    uint32_t *fresh = arena_array(a->scratch, a->group_count * codes + 1, sizeof *fresh);
    for (size_t i = 0; i < n; i++)
        fresh[a->group[i] * codes + code_of(code, i, codes)] = 1;
    for (size_t g = 0; g < a->group_count * codes; g++)
        if (fresh[g])
            fresh[g] = (uint32_t)count++;
    if (count > most)
        return;
    for (size_t i = 0; i < n; i++)
        a->group[i] = fresh[a->group[i] * codes + code_of(code, i, codes)];
    a->group_count = count;
    split->used = true;
}

/* --- the order --- */

/* The code of each group is that of any of its returns. */
static void name_groups(struct arranging *a, struct split *split, uint16_t *code) {
    if (!split->used)
        return;
    uint16_t *by_group = arena_array(a->arena, a->group_count + 1, sizeof *by_group);
    find_codes(a, split, code);
    for (size_t i = 0; i < a->d->n; i++)
        by_group[a->group[i]] = code[i];
    if (!split->attribute)
        a->d->order.question[split->question] = by_group;
    else if (split->attribute == &a->d->association)
        a->d->order.association = by_group;
    else
        a->d->order.channel = by_group;
}

static void find_places(struct arranging *a) {
    size_t *first = a->d->order.first;
    size_t *next = arena_array(a->scratch, a->group_count + 1, sizeof *next);
    for (size_t i = 0; i < a->d->n; i++)
        first[a->group[i] + 1]++;
    for (size_t g = 0; g < a->group_count; g++)
        next[g] = first[g + 1] += first[g];
    for (size_t g = 0; g < a->group_count; g++)
        next[g] = first[g];
    for (size_t i = 0; i < a->d->n; i++)
        a->group[i] = (uint32_t)next[a->group[i]]++;
}

static void move_set(const struct arranging *a, uint64_t *set, uint64_t *room) {
    size_t words = bitset_words(a->d->n);
    memset(room, 0, words * sizeof *room);
    for (size_t w = 0; w < words; w++)
        for (uint64_t bits = set[w]; bits; bits &= bits - 1)
            bitset_add(room, a->group[64 * w + (size_t)__builtin_ctzll(bits)]);
    memcpy(set, room, words * sizeof *set);
}

static void move_numbers(const struct arranging *a, int64_t *values, int64_t *room) {
    for (size_t i = 0; i < a->d->n; i++)
        room[a->group[i]] = values[i];
    memcpy(values, room, a->d->n * sizeof *values);
}

static void move_codes(const struct arranging *a, uint16_t *values, uint16_t *room) {
    for (size_t i = 0; i < a->d->n; i++)
        room[a->group[i]] = values[i];
    memcpy(values, room, a->d->n * sizeof *values);
}

static void move_column(const struct arranging *a, struct dataset_column *column, void *room) {
    for (size_t s = 0; s < ANSWER_STATES; s++)
        if (column->states[s] > 0)
            move_set(a, column->state[s], room);
    for (size_t j = 0; column->option && j < column->question->option_count; j++)
        move_set(a, column->option[j], room);
    if (column->number)
        move_numbers(a, column->number, room);
}

static void move_all(const struct arranging *a) {
    struct dataset *d = a->d;
    void *room = arena_array(a->scratch, d->n + 1, sizeof(int64_t));
    for (size_t i = 0; i < d->questionnaire->question_count; i++)
        move_column(a, &d->columns[i], room);
    for (size_t i = 0; i < d->leaf_count; i++)
        move_set(a, d->leaves[i].set, room);
    move_codes(a, d->association.code, room);
    move_codes(a, d->channel.code, room);
    move_codes(a, d->received, room);
}

void dataset_order_arrange(struct arena *arena, struct dataset *d) {
    struct arranging a = {.arena = arena, .scratch = arena_create(), .d = d, .group_count = 1};
    if (d->n == 0 || d->n > UINT32_MAX) {
        dataset_order_none(arena, d);
        arena_destroy(a.scratch);
        return;
    }
    a.group = arena_array(a.scratch, d->n, sizeof *a.group);
    uint16_t *code = arena_array(a.scratch, d->n, sizeof *code);
    add_question(&a, d->questionnaire->key_pref);
    add_question(&a, d->questionnaire->key_type);
    add_attribute(&a, &d->channel);
    add_attribute(&a, &d->association);
    for (size_t k = 0; k < a.split_count; k++)
        split_by(&a, &a.splits[k], code);
    d->order = new_order(arena, d, a.group_count);
    for (size_t k = 0; k < a.split_count; k++)
        name_groups(&a, &a.splits[k], code);
    find_places(&a);
    move_all(&a);
    arena_destroy(a.scratch);
}
