/* Cohen's kappa, runs of a series, and modes and quartiles as the cube counts them, against base R
 * (tests/oracle/agreement.R). */
#include "tests/unit/oracle.h"

#include "engine/statistics/runs.h"
#include "engine/tabulation/cube.h"
#include "engine/tabulation/kappa.h"
#include "tests/unit/tiny_survey.h"

static void run_kappa(const double *given, size_t count, double *got) {
    struct arena *arena = arena_create();
    size_t pairs = count / 2;
    struct kappa_pair *all = arena_array(arena, pairs, sizeof *all);
    for (size_t i = 0; i < pairs; i++)
        all[i] = (struct kappa_pair){arena_printf(arena, "category %g", given[i]),
                                     arena_printf(arena, "category %g", given[pairs + i])};
    struct kappa k = kappa_cohen(arena, all, pairs);
    got[0] = k.observed;
    got[1] = k.expected;
    got[2] = k.defined ? k.value : NAN;
    arena_destroy(arena);
}

static void run_runs(const double *given, size_t count, double *got) {
    struct runs_point points[ORACLE_NUMBERS];
    struct runs_run runs[ORACLE_NUMBERS];
    for (size_t i = 0; i < count / 2; i++) {
        bool known = !isnan(given[2 * i]);
        points[i] =
            (struct runs_point){{known ? (int64_t)given[2 * i] : 0, known ? 100 : 0}, given[2 * i + 1] > 0};
    }
    size_t found = runs_find(points, count / 2, runs);
    *got++ = (double)found;
    for (size_t r = 0; r < found; r++) {
        *got++ = (double)runs[r].from;
        *got++ = (double)runs[r].to;
        *got++ = runs[r].direction;
    }
}

static const struct cube_number *count_numbers(struct arena *arena, const double *given, size_t count) {
    const struct questionnaire *q = tiny_questionnaire(arena);
    struct response **all = arena_array(arena, count, sizeof *all);
    size_t *staff = arena_array(arena, 1, sizeof *staff);
    struct fault f = {0};
    for (size_t i = 0; i < count; i++) {
        all[i] = response_create(arena, q);
        for (size_t j = 0; j < q->question_count; j++)
            all[i]->answers[j] = (struct answer){.state = ANSWER_NO_ANSWER, .code = -1};
        all[i]->answers[STAFF] =
            (struct answer){.state = ANSWER_GIVEN, .code = -1, .number = (int64_t)given[i] * NUMBER_ONE};
    }
    *staff = STAFF;
    const struct dataset *d = dataset_from_responses(arena, q, (const struct response *const *)all, count);
    const struct cube *cube =
        cube_count(arena, d, &(struct cube_spec){.questions = staff, .question_count = 1}, &f);
    assert_non_null(cube);
    return cube_summary(arena, cube, &cube->questions[0], 0);
}

static void run_modes(const double *given, size_t count, double *got) {
    struct arena *arena = arena_create();
    const struct cube_number *number = count_numbers(arena, given, count);
    *got++ = (double)number->mode_count;
    for (size_t i = 0; i < number->mode_count; i++)
        *got++ = (double)number->modes[i] / NUMBER_ONE;
    *got++ = (double)number->lower_4 / 4 / NUMBER_ONE;
    *got++ = (double)number->median_twice / 2 / NUMBER_ONE;
    *got = (double)number->upper_4 / 4 / NUMBER_ONE;
    arena_destroy(arena);
}

static void test_reference(void **state) {
    (void)state;
    static const struct oracle functions[] = {
        {"kappa", 1e-9, run_kappa}, {"runs", 0, run_runs}, {"modes", 1e-12, run_modes}};
    size_t cases = oracle_run(SHUKEI_SOURCE_DIR "/tests/oracle/agreement.csv", functions, 3);
    assert_int_equal(cases, 97);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reference)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
