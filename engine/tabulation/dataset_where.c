/* Expressions over all returns at once: every operator makes a set. */
#include "engine/base/bitset.h"
#include "engine/tabulation/dataset.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct walk {
    const struct dataset *d;
    struct arena *scratch;
    size_t n, words;
};

static void evaluate(const struct walk *w, const struct expr *e, uint64_t *out);

static uint64_t *scratch_set(const struct walk *w) {
    return arena_array(w->scratch, w->words + 1, sizeof(uint64_t));
}

static void copy(const struct walk *w, uint64_t *out, const uint64_t *from) {
    memcpy(out, from, w->words * sizeof *out);
}

static void all(const struct walk *w, const struct expr *e, uint64_t *out) {
    (void)e;
    bitset_fill(out, w->n);
}

static void both(const struct walk *w, const struct expr *e, uint64_t *out) {
    uint64_t *right = scratch_set(w);
    evaluate(w, e->a, out);
    evaluate(w, e->b, right);
    bitset_and(out, right, w->n);
}

static void either(const struct walk *w, const struct expr *e, uint64_t *out) {
    uint64_t *right = scratch_set(w);
    evaluate(w, e->a, out);
    evaluate(w, e->b, right);
    bitset_or(out, right, w->n);
}

static void negation(const struct walk *w, const struct expr *e, uint64_t *out) {
    evaluate(w, e->a, out);
    bitset_not(out, w->n);
}

static const struct dataset_column *column_of(const struct walk *w, const struct expr *e) {
    return &w->d->columns[e->question];
}

static void any_option(const struct walk *w, const struct expr *e, uint64_t *out) {
    const struct dataset_column *column = column_of(w, e);
    for (size_t j = 0; j < column->question->option_count; j++)
        if (bitset_has(e->options, j))
            bitset_or(out, column->option[j], w->n);
}

static void all_options(const struct walk *w, const struct expr *e, uint64_t *out) {
    const struct dataset_column *column = column_of(w, e);
    copy(w, out, column->state[ANSWER_GIVEN]);
    for (size_t j = 0; j < column->question->option_count; j++)
        if (bitset_has(e->options, j))
            bitset_and(out, column->option[j], w->n);
}

static void number(const struct walk *w, const struct expr *e, uint64_t *out) {
    const struct dataset_column *column = column_of(w, e);
    for (size_t word = 0; word < w->words; word++)
        for (uint64_t bits = column->state[ANSWER_GIVEN][word]; bits; bits &= bits - 1) {
            size_t i = 64 * word + (size_t)__builtin_ctzll(bits);
            if (expr_compare(column->number[i], e->relation, e->value))
                bitset_add(out, i);
        }
}

static void ticks(const struct walk *w, const struct expr *e, uint64_t *out) {
    const struct dataset_column *column = column_of(w, e);
    for (size_t word = 0; word < w->words; word++)
        for (uint64_t bits = column->state[ANSWER_GIVEN][word]; bits; bits &= bits - 1) {
            int64_t count = 0;
            int bit = __builtin_ctzll(bits);
            for (size_t j = 0; j < column->question->option_count; j++)
                count += column->option[j][word] >> bit & 1;
            if (expr_compare(count, e->relation, e->value))
                out[word] |= (uint64_t)1 << bit;
        }
}

/* One return among the columns. */
struct at {
    const struct dataset *d;
    size_t i;
};

static bool value_at(const void *data, const struct expr_term *term, int64_t *value) {
    const struct at *at = data;
    const struct dataset_column *column = &at->d->columns[term->question];
    if (!bitset_has(column->state[ANSWER_GIVEN], at->i))
        return false;
    *value = 0;
    if (term->kind != TERM_TICKS)
        *value = column->number[at->i];
    else
        for (size_t j = 0; j < column->question->option_count; j++)
            *value += bitset_has(column->option[j], at->i);
    return true;
}

static void sum(const struct walk *w, const struct expr *e, uint64_t *out) {
    struct at at = {.d = w->d};
    const struct expr_terms of = {value_at, &at};
    int64_t value;
    for (at.i = 0; at.i < w->n; at.i++)
        if (expr_sum(e, &of, &value) && expr_compare(value, e->relation, 0))
            bitset_add(out, at.i);
}

static bool same_leaf(const struct expr *a, const struct expr *b) {
    return a == b || (a->op == b->op && a->question == b->question && a->field == b->field &&
                      a->relation == b->relation && a->value == b->value && strcmp(a->text, b->text) == 0);
}

static const uint64_t *leaf(const struct walk *w, const struct expr *e) {
    for (size_t i = 0; i < w->d->leaf_count; i++)
        if (same_leaf(w->d->leaves[i].expr, e))
            return w->d->leaves[i].set;
    assert(!"the expression was not named to dataset_load_for");
    abort();
}

static void contains(const struct walk *w, const struct expr *e, uint64_t *out) {
    copy(w, out, leaf(w, e));
    bitset_and(out, column_of(w, e)->state[ANSWER_GIVEN], w->n);
}

static void state(const struct walk *w, const struct expr *e, uint64_t *out) {
    assert(e->value >= 0 && e->value < ANSWER_STATES);
    copy(w, out, column_of(w, e)->state[e->value]);
}

/* Each value that occurs is compared once, by the same function that looks at single returns. */
static void attribute(const struct walk *w, const struct expr *e, const struct dataset_attribute *a,
                      uint64_t *out) {
    bool *holds = arena_array(w->scratch, a->count + 1, sizeof *holds);
    for (size_t code = 0; code < a->count; code++)
        holds[code] = expr_field_holds(e, a->keys[code]);
    for (size_t i = 0; i < w->n; i++)
        if (a->code[i] != DATASET_NO_CODE && holds[a->code[i]])
            bitset_add(out, i);
}

static void field(const struct walk *w, const struct expr *e, uint64_t *out) {
    if (e->field == FIELD_ASSOCIATION)
        attribute(w, e, &w->d->association, out);
    else if (e->field == FIELD_CHANNEL)
        attribute(w, e, &w->d->channel, out);
    else if (e->field == FIELD_RECEIVED) {
        for (size_t i = 0; i < w->n; i++) {
            int64_t day = dataset_received(w->d, i);
            if (day != INT64_MIN && expr_compare(day, e->relation, e->value))
                bitset_add(out, i);
        }
    } else
        copy(w, out, leaf(w, e));
}

static void evaluate(const struct walk *w, const struct expr *e, uint64_t *out) {
    static void (*const operators[])(const struct walk *, const struct expr *, uint64_t *) = {
        [EXPR_TRUE] = all,          [EXPR_AND] = both,        [EXPR_OR] = either,     [EXPR_NOT] = negation,
        [EXPR_ANY] = any_option,    [EXPR_ALL] = all_options, [EXPR_NUMBER] = number, [EXPR_TICKS] = ticks,
        [EXPR_CONTAINS] = contains, [EXPR_STATE] = state,     [EXPR_FIELD] = field,   [EXPR_SUM] = sum,
    };
    operators[e->op](w, e, out);
}

uint64_t *dataset_where(struct arena *arena, const struct dataset *d, const struct expr *e) {
    struct walk w = {.d = d, .n = d->n, .words = bitset_words(d->n)};
    uint64_t *out = arena_array(arena, w.words + 1, sizeof *out);
    if (!e) {
        bitset_fill(out, d->n);
        return out;
    }
    w.scratch = arena_create();
    evaluate(&w, e, out);
    arena_destroy(w.scratch);
    return out;
}

/* Whoever ticked something was asked it: "was asked, and ticked this" is "ticked this". */
static bool only_repeats_ask(const struct dataset *d, const struct expr *ask, const struct expr *e) {
    return e->op == EXPR_ANY && expr_same(d->questionnaire->questions[e->question].ask, ask);
}

/* NULL when there is none, or not one alone. */
static const uint64_t *own_set(const struct dataset *d, const struct expr *e) {
    if (e->op == EXPR_AND && only_repeats_ask(d, e->a, e->b))
        return own_set(d, e->b);
    if (e->op == EXPR_STATE)
        return d->columns[e->question].state[e->value];
    if (e->op != EXPR_ANY)
        return NULL;
    const struct dataset_column *column = &d->columns[e->question];
    const uint64_t *own = NULL;
    for (size_t j = 0; j < column->question->option_count; j++) {
        if (bitset_has(e->options, j) && own)
            return NULL;
        if (bitset_has(e->options, j))
            own = column->option[j];
    }
    return own;
}

const uint64_t *dataset_set(struct arena *arena, const struct dataset *d, const struct expr *e) {
    if (!e || e->op == EXPR_TRUE)
        return NULL;
    const uint64_t *own = own_set(d, e);
    return own ? own : dataset_where(arena, d, e);
}
