#include "engine/tabulation/relation.h"

#include "engine/base/bitset.h"
#include "engine/base/lang.h"
#include "engine/tabulation/cube_banner.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum { KINDS_MAX = 4000000 };

struct predictor {
    const struct cube_banner *banner;
    uint32_t *code; /* by return: column of the banner, 0 where it is in none */
    size_t *place;  /* by column of the banner: its category, for those with returns */
};

struct builder {
    struct arena *arena, *scratch;
    const struct dataset *d;
    const struct relation_spec *spec;
    struct predictor predictors[RELATION_PREDICTORS_MAX];
    uint64_t *set; /* the returns that take part */
    struct relation *out;
    struct relation_predictor *described;
};

static void place(void *data, size_t row, size_t column) {
    ((uint32_t *)data)[row] = (uint32_t)column;
}

/* --- who takes part --- */

static void choose_returns(struct builder *b) {
    const struct dataset *d = b->d;
    const struct dataset_column *column = &d->columns[b->spec->question->position];
    b->set = dataset_where(b->scratch, d, b->spec->base ? b->spec->base : b->spec->question->base_where);
    if (b->spec->where)
        bitset_and(b->set, dataset_where(b->scratch, d, b->spec->where), d->n);
    b->out->base = (int64_t)bitset_count(b->set, d->n);
    uint64_t *answered =
        arena_copy(b->scratch, column->state[ANSWER_GIVEN], bitset_words(d->n) * sizeof *answered);
    bitset_or(answered, column->state[ANSWER_NONE], d->n);
    bitset_and(b->set, answered, d->n);
    b->out->no_answer = b->out->base - (int64_t)bitset_count(b->set, d->n);
}

static bool make_predictor(struct builder *b, size_t i, struct fault *f) {
    struct predictor *p = &b->predictors[i];
    const char *before = lang_enter(b->d->questionnaire->lang);
    p->banner = cube_banner_make(b->arena, b->d, &b->spec->predictors[i], 1);
    lang_enter(before);
    if (!p->banner->partition)
        return fault_usage(
            f, _("--by %s: a return may have several of its answers; a predictor needs one answer each"),
            b->spec->predictors[i]);
    p->code = arena_array(b->scratch, b->d->n + 1, sizeof *p->code);
    cube_banner_each(p->banner, dataset_where(b->scratch, b->d, NULL), b->d->n, place, p->code);
    return true;
}

static void drop_unknown(struct builder *b) {
    for (size_t row = 0; row < b->d->n; row++)
        for (size_t i = 0; bitset_has(b->set, row) && i < b->spec->predictor_count; i++)
            if (cube_banner_unknown(b->predictors[i].banner, b->predictors[i].code[row])) {
                bitset_remove(b->set, row);
                b->out->unknown++;
            }
}

/* --- categories --- */

static bool is_yes(const struct builder *b, size_t row) {
    return bitset_has(b->d->columns[b->spec->question->position].option[b->spec->option], row);
}

static double weight_of(const struct builder *b, size_t row) {
    const struct weighting *w = b->spec->weighting;
    return w ? w->weight[w->cell[row]] : 1;
}

static void count_categories(const struct builder *b, const struct predictor *p,
                             struct relation_category *all) {
    for (size_t row = 0; row < b->d->n; row++) {
        if (!bitset_has(b->set, row))
            continue;
        struct relation_category *c = &all[p->code[row]];
        c->n++;
        c->yes += is_yes(b, row);
        c->weighted_n += weight_of(b, row);
        c->weighted_yes += is_yes(b, row) ? weight_of(b, row) : 0;
    }
}

static bool describe(struct builder *b, size_t i, struct fault *f) {
    struct predictor *p = &b->predictors[i];
    size_t columns = p->banner->column_count;
    struct relation_predictor *to = &b->described[i];
    struct relation_category *all = arena_array(b->scratch, columns, sizeof *all);
    to->label = p->banner->label;
    to->categories = arena_array(b->arena, columns, sizeof *to->categories);
    p->place = arena_array(b->scratch, columns, sizeof *p->place);
    count_categories(b, p, all);
    for (size_t c = 1; c < columns; c++) {
        if (all[c].n == 0)
            continue;
        p->place[c] = to->count;
        to->categories[to->count] = all[c];
        const struct cube_column column = cube_banner_column(b->arena, p->banner, c);
        to->categories[to->count].key = column.key;
        to->categories[to->count++].label = column.label;
    }
    for (size_t k = 1; k < to->count; k++)
        if (to->categories[k].n > to->categories[to->reference].n)
            to->reference = k;
    return to->count > 1 ||
           fault_set(f, _("--by %s: all returns that take part are alike in it; it can tell nothing"),
                     b->spec->predictors[i]);
}

static void number_columns(struct builder *b) {
    b->out->data.columns = 1;
    for (size_t i = 0; i < b->spec->predictor_count; i++)
        for (size_t k = 0; k < b->described[i].count; k++)
            if (k != b->described[i].reference)
                b->described[i].categories[k].column = b->out->data.columns++;
}

/* --- rows --- */

struct kinds {
    uint32_t *row; /* of each kind, from 1 */
    double *x, *weight;
    int64_t *n, *yes;
    size_t *cell;
    size_t count;
};

static size_t kind_of(const struct builder *b, size_t row) {
    const struct weighting *w = b->spec->weighting;
    size_t kind = w ? w->cell[row] : 0;
    for (size_t i = 0; i < b->spec->predictor_count; i++)
        kind = kind * b->described[i].count + b->predictors[i].place[b->predictors[i].code[row]];
    return kind;
}

static bool count_kinds(const struct builder *b, size_t *kinds, struct fault *f) {
    *kinds = b->spec->weighting ? b->spec->weighting->cells : 1;
    for (size_t i = 0; i < b->spec->predictor_count; i++) {
        *kinds *= b->described[i].count;
        if (*kinds > KINDS_MAX)
            return fault_set(f, _("the predictors have more than %d combinations; take fewer, or groupings"),
                             KINDS_MAX);
    }
    return true;
}

static void add_kind(const struct builder *b, struct kinds *k, size_t row) {
    size_t at = k->count++, columns = b->out->data.columns;
    k->x[at * columns] = 1;
    for (size_t i = 0; i < b->spec->predictor_count; i++) {
        size_t column = b->described[i].categories[b->predictors[i].place[b->predictors[i].code[row]]].column;
        if (column > 0)
            k->x[at * columns + column] = 1;
    }
    k->weight[at] = weight_of(b, row);
    k->cell[at] = b->spec->weighting ? b->spec->weighting->cell[row] : 0;
}

static bool make_rows(struct builder *b, struct fault *f) {
    size_t most;
    if (!count_kinds(b, &most, f))
        return false;
    size_t rows = most < b->d->n ? most : b->d->n, columns = b->out->data.columns;
    struct kinds k = {.row = arena_array(b->scratch, most + 1, sizeof *k.row),
                      .x = arena_array(b->arena, (rows + 1) * columns, sizeof *k.x),
                      .weight = arena_array(b->arena, rows + 1, sizeof *k.weight),
                      .n = arena_array(b->arena, rows + 1, sizeof *k.n),
                      .yes = arena_array(b->arena, rows + 1, sizeof *k.yes),
                      .cell = arena_array(b->arena, rows + 1, sizeof *k.cell)};
    for (size_t row = 0; row < b->d->n; row++) {
        if (!bitset_has(b->set, row))
            continue;
        uint32_t *at = &k.row[kind_of(b, row)];
        if (*at == 0) {
            add_kind(b, &k, row);
            *at = (uint32_t)k.count;
        }
        k.n[*at - 1]++;
        k.yes[*at - 1] += is_yes(b, row);
    }
    b->out->data =
        (struct regression_data){.rows = k.count, .columns = columns, .x = k.x, .n = k.n, .yes = k.yes};
    if (b->spec->weighting) {
        b->out->data.weight = k.weight;
        b->out->data.cell = k.cell;
        b->out->data.design = b->spec->weighting->design;
    }
    return true;
}

static bool make_all(struct builder *b, double level, struct fault *f) {
    choose_returns(b);
    for (size_t i = 0; i < b->spec->predictor_count; i++)
        if (!make_predictor(b, i, f))
            return false;
    drop_unknown(b);
    if (bitset_count(b->set, b->d->n) == 0)
        return fault_set(f,
                         _("none of the %" PRId64
                           " returns in the base answered both the question and what it is held against"),
                         b->out->base);
    for (size_t i = 0; i < b->spec->predictor_count; i++)
        if (!describe(b, i, f))
            return false;
    number_columns(b);
    if (!make_rows(b, f))
        return false;
    b->out->result = regression_logistic(b->arena, &b->out->data, level);
    return true;
}

const struct relation *relation_make(struct arena *arena, const struct dataset *d,
                                     const struct relation_spec *spec, double level, struct fault *f) {
    struct builder b = {.arena = arena, .scratch = arena_create(), .d = d, .spec = spec};
    assert(spec->predictor_count <= RELATION_PREDICTORS_MAX);
    b.out = arena_alloc(arena, sizeof *b.out);
    b.described = arena_array(arena, spec->predictor_count + 1, sizeof *b.described);
    b.out->predictors = b.described;
    bool good = make_all(&b, level, f);
    arena_destroy(b.scratch);
    return good ? b.out : NULL;
}
