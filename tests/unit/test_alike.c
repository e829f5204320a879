/* alike: which pairs are proposed as one sheet, why, and that a crowd costs no time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "engine/response/alike.h"
#include "tests/unit/tiny_survey.h"

struct line {
    const char *sheet, *institution, *association, *channel, *received, *answers;
};

static void add(struct arena *arena, struct alike *all, const struct questionnaire *q, long id,
                const struct line *line) {
    struct response *response = tiny_response(arena, q, line->answers);
    response->fields[FIELD_SHEET] = line->sheet;
    response->fields[FIELD_INSTITUTION] = line->institution;
    response->fields[FIELD_ASSOCIATION] = line->association;
    response->fields[FIELD_CHANNEL] = line->channel;
    response->fields[FIELD_RECEIVED] = line->received;
    alike_add(arena, all, id, response);
}

static const char story[] = "13 clinic yes a x the_card_was_not_read_at_all yes 3 4 2024-01-09";
static const char corrected[] = "13 clinic yes a x the_card_was_not_read_at_all yes 5 4 2024-01-09";
static const char quite_other[] = "27 dental no ~ ~ ~ no ~ 9 2024-02-01";
static const char same_text_only[] = "01 hospital yes b ~ the_card_was_not_read_at_all no ~ 90 2024-03-05";
static const char short_text[] = "13 clinic yes c ~ so_what no ~ 8 2024-03-07";
static const char short_text_too[] = "26 hospital yes b ~ so_what - ~ 7 2024-03-08";

static void test_pairs(void **state) {
    (void)state;
    static const struct {
        struct line a, b;
        int score;
        const char *keys, *words;
    } cases[] = {
        {{"7", NULL, "tokyo", "fax", "2024-01-10", story},
         {"7", NULL, "tokyo", "fax", "2024-01-30", quite_other},
         60,
         "sheet",
         "same sheet number"},
        {{"7", NULL, "tokyo", NULL, NULL, story}, {"7", NULL, "osaka", NULL, NULL, quite_other}, 0, "", ""},
        {{"7", NULL, NULL, NULL, NULL, story}, {"8", NULL, NULL, NULL, NULL, quite_other}, 0, "", ""},
        {{"1", "X", "tokyo", "fax", "2024-01-10", story},
         {"2", "X", "tokyo", "web", "2024-01-13", corrected},
         100,
         "institution,text,resent,channels,near",
         "only 1 of 10 answers differ"},
        {{NULL, NULL, NULL, NULL, "2024-01-10", story},
         {NULL, NULL, NULL, NULL, "2024-01-14", story},
         95,
         "contents,text",
         "all answers are the same (10)"},
        /* two colleagues */
        {{"1", "X", "tokyo", NULL, NULL, story},
         {"2", "Y", "tokyo", NULL, NULL, story},
         55,
         "contents,text,other_institution",
         "but the institution ids differ"},
        {{NULL, NULL, NULL, NULL, "2024-01-10", story},
         {NULL, NULL, NULL, NULL, "2024-01-11", same_text_only},
         55,
         "text,near",
         "same free text; received within three days"},
        {{NULL, NULL, NULL, NULL, NULL, short_text},
         {NULL, NULL, NULL, NULL, NULL, short_text_too},
         0,
         "",
         ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        const struct questionnaire *q = tiny_questionnaire(arena);
        struct alike *all = alike_create(arena, q);
        struct alike_pair *pairs;
        size_t count;
        add(arena, all, q, 1, &cases[i].a);
        for (long k = 0; k < 200; k++) /* the others, all different */
            add(arena, all, q, 100 + k,
                &(struct line){.answers =
                                   arena_printf(arena, "%02ld %s no ~ ~ ~ no ~ %ld 2024-04-%02ld", k % 47 + 1,
                                                k % 3 ? "clinic" : "dental", k + 10, k % 30 + 1)});
        add(arena, all, q, 2, &cases[i].b);
        alike_pairs(all, 1, &pairs, &count);
        if (count != (cases[i].score > 0))
            fail_msg("case %zu: %zu pairs", i, count);
        if (count) {
            assert_int_equal(pairs->a, 1);
            assert_int_equal(pairs->b, 2);
            assert_int_equal(pairs->score, cases[i].score);
            assert_string_equal(alike_keys(arena, pairs), cases[i].keys);
            if (!strstr(alike_words(arena, pairs), cases[i].words))
                fail_msg("case %zu: %s", i, alike_words(arena, pairs));
        }
        arena_destroy(arena);
    }
}

/* What everybody answers is no evidence between strangers, and supports where the institution is the same. */
static void test_common(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct questionnaire *q = tiny_questionnaire(arena);
    struct alike *all = alike_create(arena, q);
    struct alike_pair *pairs;
    size_t count;
    for (long id = 1; id <= 40; id++)
        add(arena, all, q, id,
            &(struct line){.institution = id == 7 || id == 30 ? "X" : NULL, .answers = quite_other});
    alike_pairs(all, 1, &pairs, &count);
    assert_int_equal(count, 1);
    assert_int_equal(pairs->a, 7);
    assert_int_equal(pairs->b, 30);
    assert_string_equal(alike_keys(arena, pairs), "institution,common_contents");
    arena_destroy(arena);
}

/* One id in every row, as when the wrong column was taken for the institution: neighbours only. */
static void test_crowd(void **state) {
    (void)state;
    enum { RETURNS = 20000 };
    struct arena *arena = arena_create();
    const struct questionnaire *q = tiny_questionnaire(arena);
    struct alike *all = alike_create(arena, q);
    struct alike_pair *pairs;
    size_t count;
    clock_t begun = clock();
    for (long id = 1; id <= RETURNS; id++)
        add(arena, all, q, id,
            &(struct line){.institution = "X",
                           .answers = arena_printf(arena, "13 clinic no ~ ~ ~ no ~ %ld", id)});
    alike_pairs(all, 1, &pairs, &count);
    assert_int_equal(count, RETURNS - 1);
    assert_true((double)(clock() - begun) / CLOCKS_PER_SEC < 10);
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pairs), cmocka_unit_test(test_common),
                                       cmocka_unit_test(test_crowd)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
