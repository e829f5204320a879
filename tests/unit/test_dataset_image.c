/* dataset_image: what is kept in the store is what the returns come to, and gives way to them whenever it is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/base/bitset.h"
#include "engine/store/internal.h"
#include "engine/tabulation/cube.h"
#include "engine/tabulation/dataset_image.h"
#include "tests/unit/dice.h"
#include "tests/unit/store_fixture.h"
#include "tests/unit/tiny_survey.h"

#include <unistd.h>

enum { RETURNS = 700 };

static struct response *random_response(struct fixture *x, uint32_t *seed, size_t sheet) {
    static const char *const channels[] = {"fax", "post", "web", NULL};
    static const char *const associations[] = {"tokyo", "osaka", "Somewhere", NULL};
    struct response *response = response_create(x->arena, x->q);
    for (size_t j = 0; j < x->q->question_count; j++)
        response->answers[j] = dice_answer(seed, &x->q->questions[j], 300);
    response->fields[FIELD_SHEET] = arena_printf(x->arena, "%zu", sheet);
    response->fields[FIELD_CHANNEL] = channels[dice(seed, 4)];
    response->fields[FIELD_ASSOCIATION] = associations[dice(seed, 4)];
    response->fields[FIELD_RECEIVED] =
        dice(seed, 9) ? arena_printf(x->arena, "2024-01-%02u", 1 + dice(seed, 28)) : NULL;
    return response;
}

static void add_batch(struct fixture *x, const char *name, size_t first, size_t count) {
    const struct batch_spec spec = {.name = name, .format = "csv"};
    struct reconciliation r;
    uint32_t seed = (uint32_t)first + 1;
    long batch;
    ok(x, store_begin(x->store, &x->f));
    ok(x, store_batch_begin(x->store, x->q, &spec, &batch, &x->f));
    for (size_t i = 0; i < count; i++) {
        enum return_status status;
        long id;
        const struct incoming in = {.response = random_response(x, &seed, first + i)};
        ok(x, store_return_add(x->store, x->q, batch, &in, &id, &status, &x->f));
    }
    ok(x, store_batch_end(x->store, batch, &r, &x->f));
    ok(x, store_commit(x->store, &x->f));
}

static int setup(void **state) {
    fixture_setup(state, tiny_json);
    add_batch(*state, "first", 0, RETURNS);
    return 0;
}

static const struct dataset *anew(struct fixture *x) {
    const struct dataset *d = dataset_load_anew(x->arena, x->store, x->q, &x->f);
    ok(x, d != NULL);
    return d;
}

static const struct dataset *image(struct fixture *x) {
    char state[65];
    ok(x, store_state(x->store, x->q->id, state, &x->f));
    return dataset_image_load(x->arena, x->store, x->q, state);
}

static const char *differing(struct fixture *x) {
    const char *survey;
    bool dropped;
    ok(x, dataset_image_verify(x->arena, x->store, &survey, &dropped, &x->f));
    if (survey)
        assert_true(dropped);
    return survey;
}

static void assert_same_sets(const struct dataset *a, const struct dataset *b) {
    size_t bytes = bitset_words(a->n) * sizeof(uint64_t);
    for (size_t i = 0; i < a->questionnaire->question_count; i++) {
        const struct dataset_column *left = &a->columns[i], *right = &b->columns[i];
        assert_memory_equal(left->states, right->states, sizeof left->states);
        for (size_t s = 0; s < ANSWER_STATES; s++)
            assert_memory_equal(left->state[s], right->state[s], bytes);
        for (size_t j = 0; left->option && j < left->question->option_count; j++)
            assert_memory_equal(left->option[j], right->option[j], bytes);
        assert_int_equal(left->value_count, right->value_count);
    }
    assert_memory_equal(a->received, b->received, a->n * sizeof *a->received);
    assert_memory_equal(a->association.code, b->association.code, a->n * sizeof(uint16_t));
    assert_memory_equal(a->channel.code, b->channel.code, a->n * sizeof(uint16_t));
    assert_int_equal(a->leaf_count, b->leaf_count);
    for (size_t i = 0; i < a->leaf_count; i++)
        assert_memory_equal(a->leaves[i].set, b->leaves[i].set, bytes);
}

static void assert_same_tables(struct fixture *x, const struct dataset *a, const struct dataset *b) {
    size_t questions[TINY_QUESTIONS];
    for (size_t i = 0; i < TINY_QUESTIONS; i++)
        questions[i] = i;
    const struct cube_spec spec = {.questions = questions,
                                   .question_count = TINY_QUESTIONS,
                                   .keys = {"pref", "type", "trouble"},
                                   .key_count = 3};
    const struct cube *left = cube_count(x->arena, a, &spec, &x->f),
                      *right = cube_count(x->arena, b, &spec, &x->f);
    ok(x, left && right);
    for (size_t i = 0; i < TINY_QUESTIONS; i++) {
        assert_int_equal(left->questions[i].row_count, right->questions[i].row_count);
        assert_memory_equal(left->questions[i].cells, right->questions[i].cells,
                            left->questions[i].row_count * left->place_count * sizeof(uint32_t));
    }
}

static void test_there_and_back(void **state) {
    struct fixture *x = *state;
    const struct dataset *d = anew(x);
    assert_null(image(x));
    assert_true(dataset_image_keep(x->store, d));
    const struct dataset *read = image(x);
    assert_non_null(read);
    assert_int_equal(read->n, RETURNS);
    assert_string_equal(read->state, d->state);
    assert_same_sets(d, read);
    assert_same_tables(x, d, read);
    assert_true(dataset_image_fingerprint(d) == dataset_image_fingerprint(read));
    assert_null(differing(x));
    assert_non_null(image(x));
}

/* Whatever is done to the returns, what is found is of them or is not found. */
static void test_changes(void **state) {
    struct fixture *x = *state;
    const uint64_t first = dataset_image_fingerprint(anew(x));
    assert_true(dataset_image_keep(x->store, anew(x)));
    ok(x, store_begin(x->store, &x->f) && store_return_void(x->store, 7, "test", &x->f) &&
              store_commit(x->store, &x->f));
    assert_null(image(x));
    assert_true(dataset_image_fingerprint(anew(x)) != first);
    ok(x, store_begin(x->store, &x->f) && store_return_accept(x->store, 7, "test", &x->f) &&
              store_commit(x->store, &x->f));
    assert_non_null(image(x)); /* as it was */
    add_batch(x, "second", 10000, 50);
    assert_null(image(x));
    assert_true(dataset_image_keep(x->store, anew(x)));
    assert_non_null(image(x));
    struct batch_undone gone;
    ok(x, store_begin(x->store, &x->f) && store_batch_undo(x->store, "second", "test", &gone, &x->f) &&
              store_commit(x->store, &x->f));
    assert_null(image(x));
    assert_true(dataset_image_fingerprint(anew(x)) == first);
}

/* The same returns in another order are the same data. */
static void test_order(void **state) {
    struct fixture *x = *state;
    add_batch(x, "second", 10000, 50);
    assert_true(dataset_image_keep(x->store, anew(x)));
    struct batch_undone gone;
    ok(x, store_begin(x->store, &x->f) && store_batch_undo(x->store, "first", "test", &gone, &x->f) &&
              store_commit(x->store, &x->f));
    assert_null(image(x));
    add_batch(x, "third", 0, RETURNS);
    assert_non_null(image(x));
    assert_null(differing(x));
}

/* A newer version of the questionnaire has another state. */
static void test_versions(void **state) {
    struct fixture *x = *state;
    assert_true(dataset_image_keep(x->store, anew(x)));
    char *json = arena_strndup(x->arena, x->q->json, x->q->json_length);
    memcpy(strstr(json, "\"Tiny survey\""), "\"Tiny SURVEY\"", 13);
    const struct questionnaire *old = x->q;
    x->q = tiny_questionnaire_of(x->arena, json);
    ok(x, store_begin(x->store, &x->f) && store_survey_add(x->store, x->q, &x->f) &&
              store_commit(x->store, &x->f));
    assert_null(image(x));
    assert_true(dataset_image_keep(x->store, anew(x)));
    assert_non_null(image(x));
    x->q = old; /* whoever counts by the old one must not get the new one's columns */
    assert_null(image(x));
}

static void test_writers(void **state) {
    struct fixture *x = *state;
    const struct dataset *d = anew(x);
    struct store *other = store_open(x->path, STORE_WRITE, &x->f);
    ok(x, other && store_begin(other, &x->f));
    assert_false(dataset_image_keep(x->store, d)); /* it waits for nobody */
    store_close(other);
    store_close(x->store);
    x->store = store_open(x->path, STORE_READ, &x->f);
    ok(x, x->store != NULL);
    assert_true(dataset_image_keep(x->store, d)); /* by a connection of its own */
    assert_null(image(x));                        /* the store is seen as it was when it was opened */
    store_close(x->store);
    x->store = store_open(x->path, STORE_WRITE, &x->f);
    ok(x, x->store != NULL);
    assert_non_null(image(x));
    ok(x, store_begin(x->store, &x->f) && store_return_void(x->store, 1, "test", &x->f) &&
              store_commit(x->store, &x->f));
    assert_false(dataset_image_keep(x->store, d)); /* of a state that is gone */
    assert_null(image(x));
}

static void run(struct fixture *x, const char *sql) {
    ok(x, sql_exec(x->store->db, sql, &x->f));
}

/* Every part in turn is cut, lengthened, or has a byte changed: it is not read, or verification finds it. */
static void test_damage(void **state) {
    struct fixture *x = *state;
    static const char *const damages[] = {
        "substr(bytes, 1, length(bytes) - 1)",
        "CAST(bytes || x'00' AS BLOB)",
        "CAST(x'ff' || substr(bytes, 2) AS BLOB)",
        "CAST(substr(bytes, 1, length(bytes) - 1) || x'55' AS BLOB)",
    };
    const struct dataset *d = anew(x);
    const uint64_t right = dataset_image_fingerprint(d);
    long parts, refused = 0, found = 0;
    assert_true(dataset_image_keep(x->store, d));
    ok(x, sql_integer(x->store->db, &x->f, &parts, 0, "SELECT count(*) FROM packed_part", ""));
    assert_in_range(parts, 60, 400);
    run(x, "CREATE TEMP TABLE whole AS SELECT * FROM packed_part");
    for (long part = 0; part < parts; part++)
        for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
            run(x, arena_printf(
                       x->arena,
                       "UPDATE packed_part SET bytes = %s WHERE id = (SELECT min(id) FROM packed_part) + %ld"
                       " AND length(bytes) > 0",
                       damages[i], part));
            const struct dataset *read = image(x);
            refused += !read;
            found += read && dataset_image_fingerprint(read) != right;
            run(x, "UPDATE packed_part SET bytes = w.bytes FROM whole w WHERE w.id = packed_part.id");
        }
    assert_in_range(refused, 2 * parts, 4 * parts);
    assert_true(found > 0);
    run(x, "DELETE FROM packed_part WHERE id = (SELECT max(id) FROM packed_part)");
    assert_null(image(x));
}

/* A wrong image is thrown away by whoever verifies, and the returns are read again. */
static void test_verify(void **state) {
    struct fixture *x = *state;
    const struct dataset *d = anew(x);
    struct dataset wrong = *d;
    wrong.days = arena_copy(x->arena, d->days, d->day_count * sizeof *d->days);
    wrong.days[d->received[3]]++;
    assert_true(dataset_image_keep(x->store, &wrong));
    assert_non_null(image(x));
    assert_string_equal(differing(x), x->q->id);
    assert_null(image(x));
    assert_null(differing(x));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_there_and_back, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_changes, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_order, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_versions, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_writers, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_damage, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_verify, setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
