#include "engine/app/double_tally.h"

#include "engine/base/utf8.h"
#include "engine/response/keying.h"

#include <stdlib.h>
#include <string.h>

struct double_part {
    size_t keyer;
    struct double_sum sum;
    long open;
    long keyed; /* the entry with which the second keying came */
    bool past;  /* on an earlier day */
};

static size_t keyer_named(struct double_tally *t, struct arena *scratch, const char *name) {
    for (size_t i = 0; i < t->keyer_count; i++)
        if (second_same_person(scratch, t->keyers[i].name, name))
            return i;
    t->keyers = arena_grow(t->arena, t->keyers, t->keyer_count, &t->keyer_capacity, sizeof *t->keyers);
    t->keyers[t->keyer_count] = (struct double_keyer){.name = arena_strdup(t->arena, name)};
    return t->keyer_count++;
}

/* Held against what was decided then, whatever the return has come to say since. */
static bool is_error(const struct double_tally *t, struct arena *scratch, const struct second_pair *pair,
                     enum second_reading reading, size_t question) {
    const struct second_decision *decided = pair->decided[question];
    if (strcmp(decided->choice, "value") != 0)
        return (reading == SECOND_AS_FIRST) != (strcmp(decided->choice, "first") == 0);
    const char *keyed =
        answer_ids(scratch, &t->open.q->questions[question], &pair->answers[reading]->answers[question]);
    return strcmp(utf8_fold(scratch, keyed), utf8_fold(scratch, decided->answer)) != 0;
}

static void tally_keyer(struct double_tally *t, struct arena *scratch, const struct second_pair *pair,
                        const struct second_count *count, enum second_reading reading) {
    const char *name = reading == SECOND_AS_FIRST
                           ? double_keyer(scratch, pair->first->keyer, pair->first->batch)
                           : double_keyer(scratch, pair->row->keyer, pair->row->batch);
    struct double_part part = {.keyer = keyer_named(t, scratch, name),
                               .keyed = pair->row->keyed,
                               .past = pair->row->past,
                               .open = count->open,
                               .sum = {.sheets = 1, .fields = count->fields}};
    for (size_t i = 0; i < t->open.q->question_count; i++)
        if (pair->decided[i] && second_differs(scratch, t->open.book, pair, i))
            part.sum.errors += is_error(t, scratch, pair, reading, i);
    t->parts = arena_grow(t->arena, t->parts, t->part_count, &t->part_capacity, sizeof *t->parts);
    t->parts[t->part_count++] = part;
}

static void note_decisions(struct double_tally *t, const struct second_pair *pair) {
    for (size_t i = 0; i < t->open.q->question_count; i++)
        if (pair->decided[i] && pair->decided[i]->entry > t->last)
            t->last = pair->decided[i]->entry;
}

static void add_parts(struct double_tally *t) {
    for (size_t i = 0; i < t->part_count; i++) {
        const struct double_part *part = &t->parts[i];
        struct double_keyer *keyer = &t->keyers[part->keyer];
        keyer->open += part->open;
        if (part->open || !(part->past || part->keyed < t->last)) {
            keyer->later++;
            continue;
        }
        keyer->sum.sheets += part->sum.sheets;
        keyer->sum.fields += part->sum.fields;
        keyer->sum.errors += part->sum.errors;
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
    tally_keyer(t, scratch, pair, &count, SECOND_AS_FIRST);
    tally_keyer(t, scratch, pair, &count, SECOND_AS_SECOND);
    tally_questions(t, scratch, pair);
    note_decisions(t, pair);
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
    add_parts(t);
    for (size_t i = 0; i < t->open.q->question_count; i++)
        t->questions[i].kappa = kappa_cohen(t->arena, t->questions[i].pairs, t->questions[i].pair_count);
    if (t->keyer_count)
        qsort(t->keyers, t->keyer_count, sizeof *t->keyers, by_name);
    return true;
}
