/*
 * cube on random returns: counting by ranges, by passes and by looking returns up gives what counting return
 * by return gives, whatever the order of the returns.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/base/bitset.h"
#include "engine/base/order.h"
#include "engine/tabulation/cube_banner.h"
#include "engine/tabulation/cube_weight.h"
#include "engine/tabulation/dataset_build.h"
#include "tests/unit/dice.h"
#include "tests/unit/tiny_survey.h"

enum { MANY_ASSOCIATIONS = 90 };

/* --- returns --- */

struct returns {
    struct arena *arena;
    const struct questionnaire *q;
    struct response **all; /* as written */
    size_t count;
    const struct cube_column *columns; /* of the cube in hand */
};

/* Some prefectures are more frequent than others; numbers may be below nought. */
static struct answer random_answer(uint32_t *seed, const struct question *question) {
    struct answer answer = dice_answer(seed, question, 14);
    if (answer.state == ANSWER_GIVEN && question->kind == QUESTION_PREFECTURE)
        answer.code = (int)(dice(seed, 7) * dice(seed, 7));
    else if (answer.state == ANSWER_GIVEN && question->kind == QUESTION_NUMBER)
        answer.number -= 2 * NUMBER_ONE;
    return answer;
}

static struct returns random_returns(size_t count, uint32_t associations, uint32_t seed) {
    static const char *const channels[] = {"fax", "post", "web", NULL};
    struct returns r = {.arena = arena_create(), .count = count};
    r.q = tiny_questionnaire(r.arena);
    r.all = arena_array(r.arena, count + 1, sizeof *r.all);
    for (size_t i = 0; i < count; i++) {
        r.all[i] = response_create(r.arena, r.q);
        for (size_t j = 0; j < r.q->question_count; j++)
            r.all[i]->answers[j] = random_answer(&seed, &r.q->questions[j]);
        r.all[i]->fields[FIELD_CHANNEL] = channels[dice(&seed, 4)];
        uint32_t association = dice(&seed, associations + 1);
        if (association < associations)
            r.all[i]->fields[FIELD_ASSOCIATION] = arena_printf(r.arena, "a%02u", association);
    }
    return r;
}

static const struct dataset *build(struct returns *r, bool arranged) {
    struct dataset_build b;
    dataset_build_begin(&b, r->arena, r->q, r->count, NULL, 0);
    b.arranged = arranged;
    for (size_t i = 0; i < r->count; i++) {
        for (size_t j = 0; j < r->q->question_count; j++)
            dataset_build_answer(&b, j, &r->all[i]->answers[j]);
        dataset_build_row(&b, r->all[i]->fields);
    }
    return dataset_build_end(&b);
}

static void shuffle(struct returns *r, uint32_t seed) {
    for (size_t i = r->count; i > 1; i--) {
        size_t j = dice(&seed, (uint32_t)i);
        struct response *other = r->all[j];
        r->all[j] = r->all[i - 1];
        r->all[i - 1] = other;
    }
}

/* As tabulation sees them: what was routed past is not there. */
static void apply_routing(struct returns *r) {
    for (size_t i = 0; i < r->count; i++) {
        uint64_t asked[(QUESTION_MAX + 63) / 64];
        response_asked(r->q, r->all[i], asked);
        for (size_t j = 0; j < r->q->question_count; j++)
            if (!bitset_has(asked, j))
                r->all[i]->answers[j] = (struct answer){.code = -1, .state = ANSWER_NOT_APPLICABLE};
            else if (r->all[i]->answers[j].state == ANSWER_NOT_APPLICABLE)
                r->all[i]->answers[j].state = ANSWER_NO_ANSWER;
    }
}

/* --- return by return --- */

enum { CATEGORIES = 64 };

/* The categories of one return for a key; how many. */
static size_t categories_of(const struct returns *r, const struct response *response, const char *key,
                            const char *ids[CATEGORIES]) {
    if (strcmp(key, "wave") == 0)
        return ids[0] = r->q->id, 1;
    int field = strcmp(key, "channel") == 0 ? FIELD_CHANNEL : FIELD_ASSOCIATION;
    if (field == FIELD_CHANNEL || strcmp(key, "association") == 0)
        return ids[0] = response->fields[field] ? response->fields[field] : "unknown", 1;
    int grouping = questionnaire_grouping(r->q, key);
    size_t question =
        grouping >= 0 ? r->q->groupings[grouping].question : (size_t)questionnaire_find(r->q, key);
    const struct answer *answer = &response->answers[question];
    size_t count = 0;
    for (size_t j = 0; j < r->q->questions[question].option_count; j++) {
        if (!answer_has(&r->q->questions[question], answer, (int)j) || answer->state != ANSWER_GIVEN)
            continue;
        ids[count++] = r->q->questions[question].options[j].id;
        if (grouping >= 0) {
            int category = r->q->groupings[grouping].category_of[j];
            ids[count - 1] = category < 0 ? "other" : r->q->groupings[grouping].ids[category];
        }
    }
    return count > 0 ? count : (ids[0] = "unknown", 1);
}

static size_t column_of(const struct returns *r, const struct cube *cube, const char *name) {
    for (size_t c = 1; c < cube->column_count; c++)
        if (strcmp(r->columns[c].key, name) == 0)
            return c;
    fail_msg("no column %s", name);
    return 0;
}

/* Every column of one return; the combination of categories is an odometer. */
static size_t columns_of(const struct returns *r, const struct response *response, const struct cube *cube,
                         size_t columns[]) {
    const char *ids[CUBE_KEYS_MAX][CATEGORIES];
    size_t counts[CUBE_KEYS_MAX], combinations = 1, keys = cube->spec->key_count;
    for (size_t k = 0; k < keys; k++)
        combinations *= counts[k] = categories_of(r, response, cube->spec->keys[k], ids[k]);
    columns[0] = 0;
    for (size_t x = 0; keys > 0 && x < combinations; x++) {
        char name[256] = "";
        size_t rest = x;
        for (size_t k = 0; k < keys; k++) {
            snprintf(name + strlen(name), sizeof name - strlen(name), "%s%s=%s", k ? "," : "",
                     cube->spec->keys[k], ids[k][rest % counts[k]]);
            rest /= counts[k];
        }
        columns[x + 1] = column_of(r, cube, name);
    }
    return keys > 0 ? combinations + 1 : 1;
}

static bool row_holds(const struct cube_question *q, const struct cube_row *row,
                      const struct answer *answer) {
    if (row->kind == CUBE_SILENCE)
        return answer->state == row->state;
    if (answer->state != ANSWER_GIVEN)
        return false;
    return row->kind == CUBE_OPTION ? answer_has(q->question, answer, row->option)
                                    : row->kind == CUBE_ANSWERED;
}

static void compare(const struct returns *r, const struct cube *cube, const struct cube_question *q,
                    const int64_t *counts, const int64_t *n) {
    for (size_t c = 0; c < cube->column_count; c++) {
        if (n[c] != cube_n(cube, q, c))
            fail_msg("%s, %s: n is %ld, not %ld", q->question->id, r->columns[c].key,
                     (long)cube_n(cube, q, c), (long)n[c]);
        for (size_t row = 0; row < q->row_count; row++) {
            size_t at = row * cube->column_count + c;
            if (q->rows[row].kind != CUBE_VALUE && counts[at] != cube_cell(cube, q, row, c))
                fail_msg("%s %s, %s: %ld, not %ld", q->question->id, q->rows[row].key, r->columns[c].key,
                         (long)cube_cell(cube, q, row, c), (long)counts[at]);
        }
    }
}

static int64_t quartile_4(const int64_t *values, size_t count, size_t quarters) {
    size_t at = quarters * (count - 1);
    return (int64_t)(4 - at % 4) * values[at / 4] + (at % 4 ? (int64_t)(at % 4) * values[at / 4 + 1] : 0);
}

static size_t times_of(const int64_t *values, size_t count, int64_t value) {
    size_t times = 0;
    for (size_t i = 0; i < count; i++)
        times += values[i] == value;
    return times;
}

/* As often as any other, and more than once where there are others; each once, ascending. */
static void compare_modes(const struct cube_number *number, const int64_t *values, size_t count) {
    size_t best = 0, modes = 0;
    for (size_t i = 0; i < count; i++)
        best = times_of(values, count, values[i]) > best ? times_of(values, count, values[i]) : best;
    for (size_t i = 0; i < count && (best > 1 || count == 1); i++)
        if ((i == 0 || values[i] != values[i - 1]) && times_of(values, count, values[i]) == best) {
            assert_true(modes < number->mode_count);
            assert_int_equal(number->modes[modes++], values[i]);
        }
    assert_int_equal(number->mode_count, modes);
}

/* One column of a question of numbers. */
static void compare_numbers(struct arena *arena, const struct cube *cube, const struct cube_question *q,
                            size_t column, int64_t *values, size_t count) {
    const struct cube_number *number = cube_summary(arena, cube, q, column);
    int64_t sum = 0, listed = 0;
    qsort(values, count, sizeof *values, order_whole);
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    for (size_t r = 0; r < q->row_count; r++)
        listed += q->rows[r].kind == CUBE_VALUE ? cube_cell(cube, q, r, column) : 0;
    assert_int_equal(listed, count);
    assert_int_equal(number->given, count);
    assert_true(number->sum == sum);
    if (count == 0)
        return;
    assert_int_equal(number->min, values[0]);
    assert_int_equal(number->max, values[count - 1]);
    assert_int_equal(number->median_twice, values[(count - 1) / 2] + values[count / 2]);
    assert_true(number->lower_4 == quartile_4(values, count, 1));
    assert_true(number->upper_4 == quartile_4(values, count, 3));
    compare_modes(number, values, count);
}

/* To what a number that is wanted from everybody who said so hangs on. */
static bool said_yes(const struct returns *r, const struct question *question,
                     const struct response *response) {
    if (!question->measure.at_least || question->parent < 0)
        return false;
    return answer_has(&r->q->questions[question->parent], &response->answers[question->parent],
                      question->parent_option);
}

static void check_numbers(const struct returns *r, const struct cube *cube, const struct cube_question *q,
                          const bool *inside) {
    size_t position = q->question->position, columns[CATEGORIES * CATEGORIES];
    int64_t *values = arena_array(r->arena, r->count + 1, sizeof *values);
    for (size_t c = 0; c < cube->column_count; c += cube->column_count / 12 + 1) {
        size_t count = 0, unstated = 0;
        for (size_t i = 0; i < r->count; i++)
            for (size_t k = inside[i] ? columns_of(r, r->all[i], cube, columns) : 0; k-- > 0;)
                if (columns[k] == c && r->all[i]->answers[position].state == ANSWER_GIVEN)
                    values[count++] = r->all[i]->answers[position].number;
                else if (columns[k] == c)
                    unstated += said_yes(r, q->question, r->all[i]);
        compare_numbers(r->arena, cube, q, c, values, count);
        assert_int_equal(cube_summary(r->arena, cube, q, c)->unstated, unstated);
    }
}

static void check_question(const struct returns *r, const struct cube *cube, const struct cube_question *q) {
    const struct cube_spec *spec = cube->spec;
    size_t columns[CATEGORIES * CATEGORIES];
    int64_t *counts = arena_array(r->arena, q->row_count * cube->column_count + 1, sizeof *counts);
    int64_t *n = arena_array(r->arena, cube->column_count, sizeof *n);
    bool *inside = arena_array(r->arena, r->count + 1, sizeof *inside);
    for (size_t i = 0; i < r->count; i++) {
        const struct expr *base = spec->base ? spec->base : q->question->base_where;
        inside[i] = (!base || expr_holds(base, r->q, r->all[i])) &&
                    (!spec->where || expr_holds(spec->where, r->q, r->all[i]));
        for (size_t k = inside[i] ? columns_of(r, r->all[i], cube, columns) : 0; k-- > 0;) {
            n[columns[k]]++;
            for (size_t row = 0; row < q->row_count; row++)
                counts[row * cube->column_count + columns[k]] +=
                    row_holds(q, &q->rows[row], &r->all[i]->answers[q->question->position]);
        }
    }
    compare(r, cube, q, counts, n);
    if (q->numbers)
        check_numbers(r, cube, q, inside);
}

/* --- cubes --- */

static const struct {
    const char *keys[CUBE_KEYS_MAX];
    const char *where, *base;
} cases[] = {
    {{NULL}, NULL, NULL},
    {{"pref"}, NULL, NULL},
    {{"type"}, "trouble = yes", NULL},
    {{"pref", "type"}, NULL, NULL},
    {{"care", "pref"}, NULL, "trouble = yes or trouble = no"},
    {{"wave", "pref", "type"}, NULL, NULL},
    {{"wave"}, "kind has a", NULL},
    {{"type", "channel"}, NULL, ""},
    {{"trouble"}, NULL, NULL},
    {{"trouble", "full"}, "staff >= 1", NULL},
    {{"kind"}, NULL, ""},
    {{"type", "kind"}, NULL, NULL},
    {{"kind", "pref", "full"}, NULL, NULL},
    {{"kind", "detail", "trouble"}, NULL, NULL},
    {{"association"}, NULL, NULL},
    {{"association", "type"}, "trouble != no", NULL},
    {{"association", "kind"}, NULL, NULL},
    {{"trouble", "full", "channel", "type"}, NULL, NULL},
    {{NULL}, "trouble = yes", NULL},
    {{"kind", "type"}, "trouble = yes", NULL},
};

static const struct cube *cube_of(struct returns *r, const struct dataset *d, size_t at) {
    struct fault f = {0};
    size_t *questions = arena_array(r->arena, r->q->question_count, sizeof *questions);
    struct cube_spec spec = {.questions = questions, .question_count = r->q->question_count};
    for (size_t j = 0; j < r->q->question_count; j++)
        questions[j] = j;
    for (; spec.key_count < CUBE_KEYS_MAX && cases[at].keys[spec.key_count]; spec.key_count++)
        spec.keys[spec.key_count] = cases[at].keys[spec.key_count];
    if (cases[at].where)
        spec.where = expr_compile(r->arena, r->q, spec.where_text = cases[at].where, &f);
    if (cases[at].base)
        spec.base = expr_compile(r->arena, r->q, spec.base_text = cases[at].base, &f);
    const struct cube *cube = f.kind ? NULL : cube_count(r->arena, d, &spec, &f);
    if (!cube)
        fail_msg("%s", f.text);
    r->columns = cube_columns(r->arena, cube);
    return cube;
}

static void assert_same(const struct cube *a, const struct cube *b) {
    assert_int_equal(a->column_count, b->column_count);
    for (size_t i = 0; i < a->question_count; i++) {
        assert_int_equal(a->questions[i].row_count, b->questions[i].row_count);
        for (size_t c = 0; c < a->column_count; c++) {
            assert_int_equal(cube_n(a, &a->questions[i], c), cube_n(b, &b->questions[i], c));
            for (size_t r = 0; r < a->questions[i].row_count; r++)
                assert_int_equal(cube_at(a, i, r, c), cube_at(b, i, r, c));
        }
    }
}

/* Of the cells of a weighting that have nothing to do with the banner, every count is the sum. */
static void check_weights(const struct returns *r, const struct cube *cube) {
    enum { CELLS = 3 };
    const double weight[CELLS] = {1, 2, 4};
    uint32_t *cell = arena_array(r->arena, r->count + 1, sizeof *cell);
    for (size_t i = 0; i < r->count; i++)
        cell[i] = (uint32_t)(i * i % CELLS);
    const struct weighting by_lot = {.cell = cell, .cells = CELLS, .weight = weight};
    const struct cube_weights *w = cube_weigh(r->arena, cube, &by_lot);
    for (size_t i = 0; i < cube->question_count; i++)
        for (size_t row = 0; row < cube->questions[i].row_count; row++)
            for (size_t c = 0; c < cube->column_count; c++) {
                const int64_t *part = cube_weight_part(cube, w, i, row, c);
                assert_int_equal(part[0] + part[1] + part[2], cube_at(cube, i, row, c));
            }
}

static void run(size_t count, uint32_t associations, uint32_t seed) {
    struct returns r = random_returns(count, associations, seed);
    const struct dataset *plain = build(&r, false), *arranged = build(&r, true);
    shuffle(&r, seed + 1);
    const struct dataset *shuffled = build(&r, true);
    apply_routing(&r);
    assert_int_equal(plain->order.group_count, 1);
    if (count > 100)
        assert_in_range(arranged->order.group_count, 20, 2000);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct cube *cube = cube_of(&r, plain, i);
        for (size_t j = 0; j < cube->question_count; j++)
            check_question(&r, cube, &cube->questions[j]);
        assert_same(cube, cube_of(&r, arranged, i));
        assert_same(cube, cube_of(&r, shuffled, i));
        check_weights(&r, cube_of(&r, arranged, i));
    }
    arena_destroy(r.arena);
}

static void test_return_by_return(void **state) {
    (void)state;
    run(0, 3, 1);
    run(1, 3, 2);
    run(64, 3, 3);
    run(700, 5, 4);
    run(700, MANY_ASSOCIATIONS, 5); /* too many groups: the order leaves the associations out */
}

/* Returns that end where a word ends, or eight words do, and beside it. */
static void test_ends(void **state) {
    (void)state;
    static const size_t counts[] = {63, 65, 511, 512, 513};
    for (uint32_t i = 0; i < sizeof counts / sizeof *counts; i++)
        run(counts[i], 2, 10 + i);
}

static const struct cube *cube_of_questions(struct returns *r, const struct dataset *d, size_t at,
                                            const size_t *questions, size_t count) {
    struct fault f = {0};
    struct cube_spec spec = *cube_of(r, d, at)->spec;
    spec.questions = questions;
    spec.question_count = count;
    const struct cube *cube = cube_count(r->arena, d, &spec, &f);
    assert_non_null(cube);
    return cube;
}

/* Questions are counted together, and a base may wait for its row: the same as each alone, in whatever order. */
static void test_together(void **state) {
    (void)state;
    struct returns r = random_returns(600, 3, 20);
    const struct dataset *d = build(&r, true);
    size_t count = r.q->question_count, *backwards = arena_array(r.arena, count, sizeof *backwards);
    for (size_t j = 0; j < count; j++)
        backwards[j] = count - 1 - j;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cube all = *cube_of(&r, d, i), turned = *cube_of_questions(&r, d, i, backwards, count);
        struct cube_question *questions = arena_array(r.arena, count, sizeof *questions);
        for (size_t j = 0; j < count; j++)
            questions[j] = turned.questions[count - 1 - j];
        turned.questions = questions;
        assert_same(&all, &turned);
        for (size_t j = 0; j < count; j++) {
            struct cube one = all;
            one.questions += j;
            one.question_count = 1;
            assert_same(&one, cube_of_questions(&r, d, i, &j, 1));
        }
    }
    arena_destroy(r.arena);
}

/* So many different numbers that those of each column are listed. */
static void test_many_numbers(void **state) {
    (void)state;
    enum { RETURNS = 4001 };
    static const struct cube_spec specs[] = {
        {.keys = {"pref", "type", "channel"}, .key_count = 3},
        {.keys = {"kind", "pref", "type"}, .key_count = 3},
        {.keys = {"pref", "association"}, .key_count = 2},
        {.keys = {"pref", "type", "channel"}, .key_count = 3, .where_text = "kind has b"}};
    struct returns r = random_returns(RETURNS, MANY_ASSOCIATIONS, 9);
    size_t staff = STAFF;
    for (size_t i = 0; i < RETURNS; i++)
        r.all[i]->answers[STAFF].number = (int64_t)(i * 7919 % RETURNS / 2) * NUMBER_ONE;
    const struct dataset *d = build(&r, true);
    apply_routing(&r);
    assert_in_range(d->columns[STAFF].value_count, 1500, RETURNS / 2);
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++) {
        struct cube_spec spec = specs[i];
        struct fault f = {0};
        spec.questions = &staff;
        spec.question_count = 1;
        if (spec.where_text)
            spec.where = expr_compile(r.arena, r.q, spec.where_text, &f);
        const struct cube *cube = cube_count(r.arena, d, &spec, &f);
        assert_non_null(cube);
        assert_true(cube->place_count * d->columns[STAFF].value_count > 300000); /* a table is not made */
        r.columns = cube_columns(r.arena, cube);
        check_question(&r, cube, &cube->questions[0]);
    }
    arena_destroy(r.arena);
}

/* Groups of one return and of none; a word of a set has several groups, and the last group ends inside of one. */
static void test_tiny_groups(void **state) {
    (void)state;
    enum { RETURNS = 131, SEED = 8 };
    struct returns r = random_returns(RETURNS, 3, SEED);
    const struct dataset_order *order = &build(&r, true)->order;
    size_t ones = 0, together = 0, here = 0;
    for (size_t g = 0; g < order->group_count; g++) {
        ones += order->first[g + 1] - order->first[g] == 1;
        here = g > 0 && order->first[g] / 64 == order->first[g - 1] / 64 ? here + 1 : 1;
        together = here > together ? here : together;
    }
    assert_true(ones >= 20);
    assert_true(together >= 20);
    arena_destroy(r.arena);
    run(RETURNS, 3, SEED);
}

/* More returns than are counted at a time. */
static void test_blocks(void **state) {
    (void)state;
    enum { KINDS = 1000, RETURNS = CUBE_BLOCK + CUBE_BLOCK / 2 + 17 };
    struct returns r = random_returns(KINDS, 3, 6);
    struct response **few = r.all;
    r.all = arena_array(r.arena, RETURNS, sizeof *r.all);
    for (r.count = 0; r.count < RETURNS; r.count++)
        r.all[r.count] = few[r.count * r.count % KINDS];
    const struct dataset *plain = build(&r, false), *arranged = build(&r, true);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct cube *cube = cube_of(&r, plain, i);
        int64_t sum = 0;
        for (size_t c = 1; c < cube->column_count; c++)
            sum += cube_n(cube, &cube->questions[TROUBLE], c);
        if (cube->partition && cube->column_count > 1)
            assert_int_equal(sum, cube_n(cube, &cube->questions[TROUBLE], 0));
        assert_same(cube, cube_of(&r, arranged, i));
    }
    arena_destroy(r.arena);
}

static void test_too_many_columns(void **state) {
    (void)state;
    struct returns r = random_returns(50, MANY_ASSOCIATIONS, 7);
    const char *const keys[] = {"pref", "association", "kind", "type"};
    struct fault f = {0};
    assert_false(cube_banner_fits(cube_banner_begin(r.arena, build(&r, true), keys, 4), &f));
    assert_int_equal(f.kind, FAULT_USAGE);
    assert_non_null(strstr(f.text, "more than 20000 columns"));
    arena_destroy(r.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_return_by_return), cmocka_unit_test(test_ends),
        cmocka_unit_test(test_together),         cmocka_unit_test(test_many_numbers),
        cmocka_unit_test(test_tiny_groups),      cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_too_many_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
