#include "engine/tabulation/cube_weight.h"

#include "engine/base/bitset.h"
#include "engine/tabulation/cube_banner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct counter {
    struct arena *arena, *scratch;
    const struct cube *cube;
    const struct weighting *weighting;
    const struct cube_banner *banner;
    uint64_t *base; /* of the question in hand, filtered */
};

/* --- the sets of a question's rows --- */

static uint64_t *base_of(const struct counter *c, const struct question *question) {
    const struct cube_spec *spec = c->cube->spec;
    const struct dataset *d = c->cube->dataset;
    uint64_t *base = dataset_where(c->scratch, d, spec->base ? spec->base : question->base_where);
    if (spec->where)
        bitset_and(base, dataset_where(c->scratch, d, spec->where), d->n);
    if (spec->without_no_answer)
        bitset_and_not(base, d->columns[question->position].state[ANSWER_NO_ANSWER], d->n);
    return base;
}

static const uint64_t *net_set(const struct counter *c, const struct dataset_column *column, size_t net) {
    const struct question *question = column->question;
    uint64_t *any = arena_array(c->scratch, bitset_words(c->cube->dataset->n) + 1, sizeof *any);
    for (size_t k = 0; k < question->nets[net].option_count; k++)
        bitset_or(any, column->option[question->nets[net].options[k]], c->cube->dataset->n);
    return any;
}

struct value {
    int64_t value;
    size_t row;
};

static int compare_values(const void *left, const void *right) {
    const struct value *a = left, *b = right;
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

/* The values given in the base, ascending: the cube's rows of values follow that order, so the next so many
 * are of the next row. */
static struct value *sorted_values(const struct counter *c, const struct dataset_column *column) {
    const struct dataset *d = c->cube->dataset;
    struct value *values = arena_array(c->scratch, d->n + 1, sizeof *values);
    size_t count = 0;
    for (size_t row = 0; row < d->n; row++)
        if (bitset_has(c->base, row) && bitset_has(column->state[ANSWER_GIVEN], row))
            values[count++] = (struct value){column->number[row], row};
    qsort(values, count, sizeof *values, compare_values);
    return values;
}

static const uint64_t *value_set(const struct counter *c, struct value **values, int64_t count) {
    uint64_t *set = arena_array(c->scratch, bitset_words(c->cube->dataset->n) + 1, sizeof *set);
    for (; count > 0; count--)
        bitset_add(set, (*values)++->row);
    return set;
}

static const uint64_t *row_set(const struct counter *c, const struct cube_question *q, size_t r,
                               struct value **values) {
    const struct dataset_column *column = &c->cube->dataset->columns[q->question->position];
    switch (q->rows[r].kind) {
    case CUBE_OPTION:
        return column->option[q->rows[r].option];
    case CUBE_SILENCE:
        return column->state[q->rows[r].state];
    case CUBE_NET:
        return net_set(c, column, r - (q->row_count - q->net_count));
    case CUBE_VALUE:
        return value_set(c, values, cube_cell(c->cube, q, r, 0));
    case CUBE_ANSWERED:
        break;
    }
    return column->state[ANSWER_GIVEN];
}

/* --- counting by cell --- */

struct tally {
    const uint32_t *cell;
    size_t cells;
    int64_t *counts; /* [column * cells + cell] */
};

static void count_one(void *data, size_t row, size_t column) {
    const struct tally *t = data;
    t->counts[column * t->cells + t->cell[row]]++;
}

static void count_set(const struct counter *c, const uint64_t *set, int64_t *counts) {
    struct tally t = {c->weighting->cell, c->weighting->cells, counts};
    size_t n = c->cube->dataset->n;
    uint64_t *within = arena_copy(c->scratch, set, bitset_words(n) * sizeof *within);
    bitset_and(within, c->base, n);
    cube_banner_each(c->banner, within, n, count_one, &t);
    for (size_t w = 0, words = bitset_words(n); w < words; w++)
        for (uint64_t bits = within[w]; bits; bits &= bits - 1)
            counts[t.cell[64 * w + (size_t)__builtin_ctzll(bits)]]++;
}

static const int64_t *count_rows(const struct counter *c, const struct cube_question *q) {
    size_t stride = c->cube->column_count * c->weighting->cells;
    int64_t *parts = arena_array(c->arena, q->row_count * stride + 1, sizeof *parts);
    const struct dataset_column *column = &c->cube->dataset->columns[q->question->position];
    struct value *values = column->number ? sorted_values(c, column) : NULL;
    for (size_t r = 0; r < q->row_count; r++)
        count_set(c, row_set(c, q, r, &values), &parts[r * stride]);
    return parts;
}

static const int64_t *sum_answers(const struct counter *c, const struct cube_question *q,
                                  const int64_t *parts) {
    size_t stride = c->cube->column_count * c->weighting->cells;
    int64_t *answers = arena_array(c->arena, stride + 1, sizeof *answers);
    for (size_t r = 0; r < q->row_count; r++)
        for (size_t i = 0; i < stride && q->rows[r].kind != CUBE_SILENCE && q->rows[r].kind != CUBE_NET; i++)
            answers[i] += parts[r * stride + i];
    return answers;
}

/* --- weighted means --- */

struct mean {
    const int64_t *number;
    const struct weighting *weighting;
    double *sum, *weight; /* per column */
};

static void add_number(void *data, size_t row, size_t column) {
    const struct mean *m = data;
    double weight = m->weighting->weight[m->weighting->cell[row]];
    m->sum[column] += weight * (double)m->number[row];
    m->weight[column] += weight;
}

static const double *weigh_numbers(const struct counter *c, const struct cube_question *q) {
    const struct dataset *d = c->cube->dataset;
    const struct dataset_column *column = &d->columns[q->question->position];
    size_t columns = c->cube->column_count;
    double *means = arena_array(c->arena, columns, sizeof *means);
    struct mean m = {column->number, c->weighting, means, arena_array(c->scratch, columns, sizeof *m.weight)};
    uint64_t *given = arena_copy(c->scratch, c->base, bitset_words(d->n) * sizeof *given);
    bitset_and(given, column->state[ANSWER_GIVEN], d->n);
    cube_banner_each(c->banner, given, d->n, add_number, &m);
    for (size_t row = 0; row < d->n; row++)
        if (bitset_has(given, row))
            add_number(&m, row, 0);
    for (size_t k = 0; k < columns; k++)
        means[k] /= m.weight[k] * NUMBER_ONE; /* nought of nought where nobody stated a number: not read */
    return means;
}

const struct cube_weights *cube_weigh(struct arena *arena, const struct cube *cube,
                                      const struct weighting *weighting) {
    struct counter c = {.arena = arena, .cube = cube, .weighting = weighting};
    struct cube_weights *w = arena_alloc(arena, sizeof *w);
    struct cube_weighted_question *questions =
        arena_array(arena, cube->question_count + 1, sizeof *questions);
    c.banner = cube_banner_make(arena, cube->dataset, cube->spec->keys, cube->spec->key_count);
    for (size_t i = 0; i < cube->question_count; i++) {
        const struct cube_question *q = &cube->questions[i];
        c.scratch = arena_create();
        c.base = base_of(&c, q->question);
        int64_t *wholes = arena_array(arena, cube->column_count * weighting->cells + 1, sizeof *wholes);
        count_set(&c, c.base, wholes);
        questions[i].wholes = wholes;
        questions[i].parts = count_rows(&c, q);
        questions[i].answers = sum_answers(&c, q, questions[i].parts);
        questions[i].means = q->numbers ? weigh_numbers(&c, q) : NULL;
        arena_destroy(c.scratch);
    }
    *w = (struct cube_weights){weighting, questions};
    return w;
}

const int64_t *cube_weight_part(const struct cube *cube, const struct cube_weights *w, size_t question,
                                size_t row, size_t column) {
    return &w->questions[question].parts[(row * cube->column_count + column) * w->weighting->cells];
}

/* --- figures --- */

double cube_weight_count(const struct cube_weights *w, const int64_t *by_cell) {
    double sum = 0;
    for (size_t c = 0; c < w->weighting->cells; c++)
        sum += w->weighting->weight[c] * (double)by_cell[c];
    return sum;
}

static bool lies_within(const struct weighting *w, const int64_t *part, const int64_t *whole) {
    for (size_t c = 0; c < w->cells; c++)
        if (part[c] > whole[c] || whole[c] > w->returns[c])
            return false;
    return true;
}

static size_t list_values(const struct weighting *w, const int64_t *part, const int64_t *whole,
                          struct design_value *values) {
    size_t count = 0;
    for (size_t c = 0; c < w->cells; c++) {
        if (part[c] > 0)
            values[count++] = (struct design_value){c, part[c], 1, 1};
        if (whole[c] > part[c])
            values[count++] = (struct design_value){c, whole[c] - part[c], 0, 1};
    }
    return count;
}

/* A design effect that is 1 but for the last digits is 1: weights of one must change nothing. */
static double settle(double effect) {
    return fabs(effect - 1) < 1e-10 ? 1 : effect;
}

static void add_variance(const struct cube_weights *w, const int64_t *part, const int64_t *whole,
                         struct cube_weighted *out) {
    struct arena *scratch = arena_create();
    struct design_value *values = arena_array(scratch, 2 * w->weighting->cells + 1, sizeof *values);
    size_t count = list_values(w->weighting, part, whole, values);
    out->estimate = design_ratio(w->weighting->design, values, count);
    out->interval_n = out->effective_n;
    if (out->share > 0 && out->share < 1) {
        double effect = settle(design_effect(w->weighting->design, out->estimate));
        /* What the margins fix has no variance but noise. */
        out->interval_n = effect > 1e-9 ? (double)out->estimate.returns / effect : HUGE_VAL;
    }
    arena_destroy(scratch);
}

struct cube_weighted cube_weight_share(const struct cube_weights *w, const int64_t *part,
                                       const int64_t *whole) {
    struct cube_weighted out = {.part = cube_weight_count(w, part), .whole = cube_weight_count(w, whole)};
    double squares = 0;
    int64_t parts = 0, wholes = 0;
    for (size_t c = 0; c < w->weighting->cells; c++) {
        squares += w->weighting->weight[c] * w->weighting->weight[c] * (double)whole[c];
        parts += part[c];
        wholes += whole[c];
    }
    if (!(out.whole > 0))
        return out;
    /* All of it is all of it, whatever the last digits of the sums say. */
    out.share = parts == wholes && lies_within(w->weighting, part, whole) ? 1 : out.part / out.whole;
    out.effective_n = out.whole * out.whole / squares;
    out.has_variance = lies_within(w->weighting, part, whole);
    if (out.has_variance)
        add_variance(w, part, whole, &out);
    return out;
}

/* But for the last digits: weights of one give the interval of the integers, to the bit. */
static bool is_whole(double value) {
    return fabs(value - round(value)) < 1e-9;
}

struct interval cube_weight_interval(enum interval_method method, const struct cube_weighted *figure,
                                     double level) {
    if (method == INTERVAL_LOGIT || method == INTERVAL_EXACT) {
        struct design_limits at = design_interval(method == INTERVAL_LOGIT ? DESIGN_LOGIT : DESIGN_BETA,
                                                  figure->estimate, figure->effective_n, level);
        return (struct interval){100 * at.low, 100 * at.high};
    }
    if (isinf(figure->interval_n))
        return (struct interval){100 * figure->share, 100 * figure->share};
    double count = figure->share * figure->interval_n;
    if (is_whole(figure->interval_n) && is_whole(count))
        return interval_proportion(method, llround(count), llround(figure->interval_n), level);
    return interval_effective(method, figure->share, figure->interval_n, level);
}
