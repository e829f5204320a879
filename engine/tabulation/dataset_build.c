#include "engine/tabulation/dataset_build.h"

#include "engine/base/bitset.h"
#include "engine/base/calendar.h"
#include "engine/questionnaire/reference.h"
#include "engine/tabulation/dataset_order.h"
#include "engine/tabulation/dataset_values.h"
#include "engine/tabulation/dataset_words.h"
#include "engine/tabulation/made_up.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- sets --- */

/* All sets lie in one piece, so that they come on large pages when they are large (arena.h): whoever counts
 * reads all of them, and would otherwise look up a page for every 4 KB. */
static void make_room(struct dataset_build *b, size_t leaves) {
    size_t sets = leaves;
    for (size_t i = 0; i < b->q->question_count; i++)
        sets +=
            ANSWER_STATES + (question_is_coded(&b->q->questions[i]) ? b->q->questions[i].option_count : 0);
    b->sets = arena_array(b->arena, sets * (bitset_words(b->capacity) + 1), sizeof *b->sets);
}

static uint64_t *new_set(struct dataset_build *b) {
    uint64_t *set = b->sets;
    b->sets += bitset_words(b->capacity) + 1;
    return set;
}

/* --- leaves --- */

/* Association, channel and date received are columns; every other field of a return is looked at while it
 * passes. */
static bool is_leaf(const struct expr *e) {
    return e->op == EXPR_CONTAINS || (e->op == EXPR_FIELD && e->field != FIELD_ASSOCIATION &&
                                      e->field != FIELD_CHANNEL && e->field != FIELD_RECEIVED);
}

static size_t count_leaves(const struct expr *e) {
    return e ? (size_t)is_leaf(e) + count_leaves(e->a) + count_leaves(e->b) : 0;
}

static void add_leaves(struct dataset_build *b, const struct expr *e) {
    if (!e)
        return;
    if (is_leaf(e)) {
        b->dataset->leaves[b->dataset->leaf_count++] = (struct dataset_leaf){e, new_set(b)};
        if (e->op == EXPR_CONTAINS)
            b->wants_text[e->question] = true;
    }
    add_leaves(b, e->a);
    add_leaves(b, e->b);
}

size_t dataset_build_leaves(const struct expr *const *exprs, size_t count) {
    size_t leaves = 0;
    for (size_t i = 0; i < count; i++)
        leaves += count_leaves(exprs[i]);
    return leaves;
}

static size_t own_leaves(const struct questionnaire *q) {
    size_t leaves = 0;
    for (size_t i = 0; i < q->question_count; i++)
        leaves += count_leaves(q->questions[i].ask) + count_leaves(q->questions[i].base_where);
    return leaves;
}

static void find_leaves(struct dataset_build *b, const struct expr *const *exprs, size_t count) {
    size_t leaves = own_leaves(b->q) + dataset_build_leaves(exprs, count);
    b->dataset->leaves = arena_array(b->arena, leaves + 1, sizeof *b->dataset->leaves);
    for (size_t i = 0; i < b->q->question_count; i++) {
        add_leaves(b, b->q->questions[i].ask);
        add_leaves(b, b->q->questions[i].base_where);
    }
    for (size_t i = 0; i < count; i++)
        add_leaves(b, exprs[i]);
}

static void mark_leaves(struct dataset_build *b, const char *const fields[FIELD_COUNT]) {
    struct response probe = {.answers = b->probe};
    memcpy(probe.fields, fields, sizeof probe.fields);
    for (size_t i = 0; i < b->dataset->leaf_count; i++)
        if (expr_holds(b->dataset->leaves[i].expr, b->q, &probe))
            bitset_add(b->dataset->leaves[i].set, b->row);
}

static void clear_probe(struct dataset_build *b) {
    for (size_t i = 0; i < b->q->question_count; i++)
        b->probe[i] = (struct answer){.state = ANSWER_NO_ANSWER, .code = -1};
    arena_reset(b->texts);
}

/* --- rows --- */

static void make_column(struct dataset_build *b, size_t question) {
    struct dataset_column *column = &b->dataset->columns[question];
    const struct question *asked = column->question = &b->q->questions[question];
    for (size_t s = 0; s < ANSWER_STATES; s++)
        column->state[s] = new_set(b);
    if (question_is_coded(asked)) {
        column->option = arena_array(b->arena, asked->option_count + 1, sizeof *column->option);
        for (size_t j = 0; j < asked->option_count; j++)
            column->option[j] = new_set(b);
    }
    if (asked->kind == QUESTION_NUMBER || asked->kind == QUESTION_DATE)
        column->number = arena_array(b->arena, b->capacity + 1, sizeof *column->number);
}

void dataset_build_begin(struct dataset_build *b, struct arena *arena, const struct questionnaire *q,
                         size_t capacity, const struct expr *const *exprs, size_t count) {
    struct dataset *d = arena_alloc(arena, sizeof *d);
    *b = (struct dataset_build){.arena = arena,
                                .scratch = arena_create(),
                                .texts = arena_create(),
                                .q = q,
                                .dataset = d,
                                .capacity = capacity};
    d->questionnaire = q;
    d->columns = arena_array(arena, q->question_count + 1, sizeof *d->columns);
    b->unasked = arena_array(b->scratch, q->question_count + 1, sizeof *b->unasked);
    b->wants_text = arena_array(b->scratch, q->question_count + 1, sizeof *b->wants_text);
    b->probe = arena_array(b->scratch, q->question_count + 1, sizeof *b->probe);
    make_room(b, own_leaves(q) + dataset_build_leaves(exprs, count));
    for (size_t i = 0; i < q->question_count; i++)
        make_column(b, i);
    clear_probe(b);
    find_leaves(b, exprs, count);
    b->association = dataset_words_create(b->scratch);
    b->channel = dataset_words_create(b->scratch);
    b->received = dataset_words_create(b->scratch);
    d->association.code = arena_array(arena, capacity + 1, sizeof *d->association.code);
    d->channel.code = arena_array(arena, capacity + 1, sizeof *d->channel.code);
    d->received = arena_array(arena, capacity + 1, sizeof *d->received);
}

/* Sets the option's bits; false when the answer names none. */
static bool add_options(struct dataset_column *column, size_t row, const struct answer *answer) {
    if (column->question->kind != QUESTION_MULTI) {
        if (answer->code < 0 || (size_t)answer->code >= column->question->option_count)
            return false;
        bitset_add(column->option[answer->code], row);
        return true;
    }
    for (uint64_t bits = answer->bits; bits; bits &= bits - 1)
        bitset_add(column->option[__builtin_ctzll(bits)], row);
    return answer->bits != 0;
}

void dataset_build_answer(struct dataset_build *b, size_t question, const struct answer *answer) {
    struct dataset_column *column = &b->dataset->columns[question];
    enum answer_state state = answer->state;
    if (b->dataset->leaf_count > 0)
        b->probe[question] = *answer;
    if (state == ANSWER_GIVEN && column->option && !add_options(column, b->row, answer))
        state = ANSWER_NO_ANSWER;
    else if (state == ANSWER_GIVEN && column->number)
        column->number[b->row] = answer->number;
    bitset_add(column->state[state], b->row);
}

void dataset_build_unasked(struct dataset_build *b, size_t question) {
    if (!b->unasked[question])
        b->unasked[question] = arena_array(b->scratch, bitset_words(b->capacity) + 1, sizeof(uint64_t));
    bitset_add(b->unasked[question], b->row);
}

void dataset_build_row(struct dataset_build *b, const char *const fields[FIELD_COUNT]) {
    assert(b->row < b->capacity);
    struct dataset *d = b->dataset;
    d->association.code[b->row] = dataset_words_code(b->association, fields[FIELD_ASSOCIATION]);
    d->channel.code[b->row] = dataset_words_code(b->channel, fields[FIELD_CHANNEL]);
    d->received[b->row] = dataset_words_code(b->received, fields[FIELD_RECEIVED]);
    d->made_up += made_up_is(fields[FIELD_REMARK]);
    if (d->leaf_count > 0) {
        mark_leaves(b, fields);
        clear_probe(b);
    }
    b->row++;
}

/* --- the end: names of attributes, routing --- */

struct attribute_value {
    const char *key, *label;
    int rank; /* associations: place in the reference; others follow by name */
    uint16_t code;
};

static int compare_values(const void *left, const void *right) {
    const struct attribute_value *a = left, *b = right;
    return a->rank != b->rank ? (a->rank < b->rank ? -1 : 1) : strcmp(a->key, b->key);
}

static void number_attribute(struct dataset_build *b, struct dataset_attribute *attribute,
                             struct attribute_value *values, size_t count) {
    uint16_t *fresh = arena_array(b->scratch, count + 1, sizeof *fresh);
    attribute->count = count;
    attribute->keys = arena_array(b->arena, count + 1, sizeof *attribute->keys);
    attribute->labels = arena_array(b->arena, count + 1, sizeof *attribute->labels);
    qsort(values, count, sizeof *values, compare_values);
    for (size_t i = 0; i < count; i++) {
        attribute->keys[i] = arena_strdup(b->arena, values[i].key);
        attribute->labels[i] = arena_strdup(b->arena, values[i].label);
        fresh[values[i].code] = (uint16_t)i;
    }
    for (size_t i = 0; i < b->row; i++)
        if (attribute->code[i] != DATASET_NO_CODE)
            attribute->code[i] = fresh[attribute->code[i]];
}

/* The reference names what it knows; an association it does not know is called what the sheet calls it. */
void dataset_build_name(struct dataset_build *b, struct dataset_attribute *attribute,
                        const char *const *words, size_t count, bool associations) {
    struct fault ignored = {0};
    const struct reference *r = associations ? reference_get(&ignored) : NULL;
    struct attribute_value *values = arena_array(b->scratch, count + 1, sizeof *values);
    for (size_t i = 0; i < count; i++) {
        int known = r ? reference_association(r, b->scratch, words[i]) : -1;
        values[i] = (struct attribute_value){words[i], known < 0 ? words[i] : r->associations[known].name,
                                             known < 0 ? INT_MAX : known, (uint16_t)i};
    }
    number_attribute(b, attribute, values, count);
}

static void name_attribute(struct dataset_build *b, struct dataset_attribute *attribute,
                           const struct dataset_words *words, bool associations) {
    size_t count = dataset_words_count(words);
    const char **texts = arena_array(b->scratch, count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++)
        texts[i] = dataset_words_text(words, i);
    dataset_build_name(b, attribute, texts, count, associations);
}

static int64_t parse_day(const char *text) {
    int year, month, day;
    int64_t days;
    if (sscanf(text, "%d-%d-%d", &year, &month, &day) != 3 || !calendar_days(year, month, day, &days))
        return INT64_MIN;
    return days;
}

static void date_received(struct dataset_build *b) {
    struct dataset *d = b->dataset;
    d->day_count = dataset_words_count(b->received);
    d->days = arena_array(b->arena, d->day_count + 1, sizeof *d->days);
    for (size_t i = 0; i < d->day_count; i++)
        d->days[i] = parse_day(dataset_words_text(b->received, i));
}

/* Whoever was asked and is in no other state has not answered; whoever was not asked is not applicable. */
static void route_column(struct dataset_build *b, size_t question) {
    struct dataset_column *column = &b->dataset->columns[question];
    size_t n = b->dataset->n;
    uint64_t *asked = dataset_where(b->scratch, b->dataset, column->question->ask);
    if (b->unasked[question])
        bitset_and_not(asked, b->unasked[question], n);
    uint64_t *silent = column->state[ANSWER_NO_ANSWER], *past = column->state[ANSWER_NOT_APPLICABLE];
    memcpy(silent, asked, bitset_words(n) * sizeof *silent);
    memcpy(past, asked, bitset_words(n) * sizeof *past);
    bitset_not(past, n);
    for (size_t s = 0; s < ANSWER_STATES; s++)
        if (s != ANSWER_NO_ANSWER && s != ANSWER_NOT_APPLICABLE) {
            bitset_and(column->state[s], asked, n);
            bitset_and_not(silent, column->state[s], n);
        }
    for (size_t j = 0; column->option && j < column->question->option_count; j++)
        bitset_and(column->option[j], column->state[ANSWER_GIVEN], n);
}

struct router {
    struct dataset_build *build;
    bool *done;
};

static void route_question(int question, void *data) {
    struct router *router = data;
    if (question < 0 || router->done[question])
        return;
    router->done[question] = true;
    const struct expr *ask = router->build->q->questions[question].ask;
    if (ask)
        expr_questions(ask, route_question, router);
    route_column(router->build, (size_t)question);
}

/* What is kept about the sets, for whoever counts. */
static void finish(struct dataset_build *b) {
    struct dataset *d = b->dataset;
    for (size_t i = 0; i < b->q->question_count; i++)
        for (size_t s = 0; s < ANSWER_STATES; s++)
            d->columns[i].states[s] = bitset_count(d->columns[i].state[s], d->n);
    if (b->arranged)
        dataset_order_arrange(b->arena, d);
    else
        dataset_order_none(b->arena, d);
    for (size_t i = 0; i < b->q->question_count; i++)
        if (d->columns[i].number)
            dataset_values_pack(b->arena, &d->columns[i], d->n);
}

const struct dataset *dataset_build_end(struct dataset_build *b) {
    struct router router = {b, arena_array(b->scratch, b->q->question_count + 1, sizeof(bool))};
    b->dataset->n = b->row;
    b->dataset->synthetic = made_up_notice(b->arena, b->q, b->dataset->made_up, b->row);
    name_attribute(b, &b->dataset->association, b->association, true);
    name_attribute(b, &b->dataset->channel, b->channel, false);
    date_received(b);
    for (size_t i = 0; i < b->q->question_count; i++)
        route_question((int)i, &router);
    finish(b);
    dataset_build_abandon(b);
    return b->dataset;
}

void dataset_build_abandon(struct dataset_build *b) {
    arena_destroy(b->texts);
    arena_destroy(b->scratch);
}
