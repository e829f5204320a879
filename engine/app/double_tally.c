#include "engine/app/double_tally.h"

#include "engine/response/keying.h"

#include <stdlib.h>
#include <string.h>

static struct double_keyer *keyer_named(struct double_tally *t, const char *name) {
    for (size_t i = 0; i < t->keyer_count; i++)
        if (strcmp(t->keyers[i].name, name) == 0)
            return &t->keyers[i];
    t->keyers = arena_grow(t->arena, t->keyers, t->keyer_count, &t->keyer_capacity, sizeof *t->keyers);
    struct double_keyer *keyer = &t->keyers[t->keyer_count++];
    *keyer = (struct double_keyer){.name = arena_strdup(t->arena, name)};
    return keyer;
}

static void add_sum(struct double_sum *to, const struct double_sum *of) {
    to->sheets += of->sheets;
    to->fields += of->fields;
    to->errors += of->errors;
}

static void tally_keyer(struct double_tally *t, struct arena *scratch, const struct second_pair *pair,
                        enum second_reading reading) {
    const char *name = reading == SECOND_AS_FIRST
                           ? double_keyer(scratch, pair->first->keyer, pair->first->batch)
                           : double_keyer(scratch, pair->row->keyer, pair->row->batch);
    struct double_keyer *keyer = keyer_named(t, name);
    long open = keyer->open;
    struct double_sum of = {.sheets = 1};
    keyer->sheets++;
    for (size_t i = 0; i < t->open.q->question_count; i++) {
        const struct answer *keyed = &pair->answers[reading]->answers[i];
        const struct answer *final = &pair->answers[SECOND_AS_FINAL]->answers[i];
        bool undecided = second_differs(scratch, t->open.book, pair, i) && !pair->decided[i];
        if (pair->skipped[i] || (!keying_is_field(final) && !keying_is_field(keyed)))
            continue;
        keyer->open += undecided;
        of.fields += !undecided;
        of.errors += !undecided && !keying_alike(scratch, &t->open.q->questions[i], keyed, final);
    }
    keyer->fields += of.fields;
    keyer->errors += of.errors;
    if (keyer->open == open)
        add_sum(&keyer->held, &of);
}

/* A person has decided: what was held back is told. */
static void tell_all(struct double_tally *t) {
    for (size_t i = 0; i < t->keyer_count; i++) {
        add_sum(&t->keyers[i].told, &t->keyers[i].held);
        t->keyers[i].held = (struct double_sum){0};
    }
}

static void add_pair(struct double_tally *t, size_t question, const struct answer *first,
                     const struct answer *second) {
    const struct question *q = &t->open.q->questions[question];
    struct double_question *out = &t->questions[question];
    if (!question_is_coded(q))
        return;
    out->pairs = arena_grow(t->arena, out->pairs, out->pair_count, &out->pair_capacity, sizeof *out->pairs);
    out->pairs[out->pair_count++] =
        (struct kappa_pair){keying_key(t->arena, q, first), keying_key(t->arena, q, second)};
}

static void tally_questions(struct double_tally *t, struct arena *scratch, const struct second_pair *pair) {
    for (size_t i = 0; i < t->open.q->question_count; i++) {
        const struct answer *first = &pair->answers[SECOND_AS_FIRST]->answers[i];
        const struct answer *second = &pair->answers[SECOND_AS_SECOND]->answers[i];
        if (pair->skipped[i] || (!keying_is_field(first) && !keying_is_field(second)))
            continue;
        bool agreed = !second_differs(scratch, t->open.book, pair, i);
        t->questions[i].fields++;
        t->questions[i].agreed += agreed;
        t->fields++;
        t->agreed += agreed;
        add_pair(t, i, first, second);
    }
}

static bool visit(void *data, struct arena *scratch, const struct second_pair *pair, struct fault *f) {
    struct double_tally *t = data;
    const struct second_count count = second_count(scratch, t->open.book, pair);
    (void)f;
    if (pair->row->outside) {
        t->outside++;
        return true;
    }
    t->compared++;
    t->undecided += count.open > 0;
    t->adjudicated += !count.open && count.decided;
    t->agreeing += !count.open && !count.decided;
    tally_keyer(t, scratch, pair, SECOND_AS_FIRST);
    tally_keyer(t, scratch, pair, SECOND_AS_SECOND);
    tally_questions(t, scratch, pair);
    if (count.decided)
        tell_all(t);
    return true;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct double_keyer *)a)->name, ((const struct double_keyer *)b)->name);
}

bool double_tally_make(struct double_tally *t, struct fault *f) {
    const struct second_book *book = t->open.book;
    t->questions = arena_array(t->arena, t->open.q->question_count, sizeof *t->questions);
    for (size_t i = 0; i < book->first_count; i++)
        t->drawn += book->firsts[i].drawn;
    for (size_t i = 0; i < book->row_count; i++)
        t->not_compared[book->rows[i].state]++;
    if (!double_each(&t->open, visit, t, f))
        return false;
    for (size_t i = 0; i < t->open.q->question_count; i++)
        t->questions[i].kappa = kappa_cohen(t->arena, t->questions[i].pairs, t->questions[i].pair_count);
    if (t->keyer_count)
        qsort(t->keyers, t->keyer_count, sizeof *t->keyers, by_name);
    return true;
}
