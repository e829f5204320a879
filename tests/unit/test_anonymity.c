/* anonymity: on random files every class has k returns; what is withheld is what must be; names fit everywhere. */
#include "reports/microdata/anonymity.h"
#include "reports/microdata/naming.h"
#include "reports/microdata/writer.h"

#include "engine/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { KEYS = 4, RETURNS_MAX = 400, VALUES_MAX = 30, TRIALS = 200 };

static uint64_t seed = 20231124;
static size_t draw(size_t below) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % below;
}

struct file {
    size_t n, k;
    uint16_t value[KEYS][RETURNS_MAX], released[KEYS][RETURNS_MAX];
    struct anonymity_key keys[KEYS];
};

/* Skewed, so that there are rare values; key 1 tells key 0, as a prefecture its region. */
static void make_file(struct file *file) {
    file->n = 1 + draw(RETURNS_MAX);
    file->k = 1 + draw(8);
    for (size_t key = 0; key < KEYS; key++) {
        size_t values = 1 + draw(VALUES_MAX);
        for (size_t i = 0; i < file->n; i++)
            file->value[key][i] = (uint16_t)draw(1 + draw(values));
        file->keys[key] = (struct anonymity_key){
            .value = file->value[key], .value_count = VALUES_MAX, .released = file->released[key]};
    }
    for (size_t i = 0; i < file->n; i++)
        file->value[0][i] = file->value[1][i] / 4;
    file->keys[1].parent = file->released[0];
    file->keys[2].told_by_tables = draw(2) == 0;
    file->keys[1].told_by_tables = draw(2) == 0;
}

static bool alike(const struct file *file, size_t keys, size_t i, size_t j) {
    for (size_t key = 0; key < keys; key++)
        if (file->released[key][i] != file->released[key][j])
            return false;
    return true;
}

static size_t class_size(const struct file *file, size_t keys, size_t i) {
    size_t size = 0;
    for (size_t j = 0; j < file->n; j++)
        size += alike(file, keys, i, j);
    return size;
}

/* How many of the class so far have the value of return i in the key. */
static size_t part_size(const struct file *file, size_t key, size_t i) {
    size_t size = 0;
    for (size_t j = 0; j < file->n; j++)
        size += alike(file, key, i, j) && file->value[key][i] == file->value[key][j];
    return size;
}

/* How many of that part the value is withheld of. */
static size_t part_withheld(const struct file *file, size_t key, size_t i) {
    size_t size = 0;
    for (size_t j = 0; j < file->n; j++)
        size += alike(file, key, i, j) && file->value[key][i] == file->value[key][j] &&
                file->released[key][j] == ANONYMITY_WITHHELD;
    return size;
}

/* A table less the file leaves k of each part, or all of it, or none of the value anywhere. */
static void check_difference(const struct file *file, size_t key) {
    bool touched[VALUES_MAX] = {false};
    for (size_t i = 0; i < file->n; i++)
        if (file->released[key][i] == ANONYMITY_WITHHELD)
            touched[file->value[key][i]] = true;
    for (size_t i = 0; i < file->n; i++) {
        size_t left = part_withheld(file, key, i);
        assert_true(touched[file->value[key][i]] ? left >= file->k || left == part_size(file, key, i)
                                                 : left == 0);
    }
}

static void check_file(const struct file *file) {
    for (size_t key = 0; key < KEYS; key++)
        if (file->keys[key].told_by_tables)
            check_difference(file, key);
    for (size_t i = 0; i < file->n; i++) {
        assert_true(class_size(file, KEYS, i) >= file->k || file->n < file->k);
        if (file->released[0][i] == ANONYMITY_WITHHELD)
            assert_int_equal(file->released[1][i], ANONYMITY_WITHHELD);
        for (size_t key = 0; key < KEYS; key++) {
            bool withheld = file->released[key][i] == ANONYMITY_WITHHELD;
            assert_true(withheld || file->released[key][i] == file->value[key][i]);
            assert_true(withheld || part_size(file, key, i) >= file->k);
        }
    }
}

static void every_class_has_k_returns(void **state) {
    (void)state;
    static struct file file;
    for (int trial = 0; trial < TRIALS; trial++) {
        struct arena *arena = arena_create();
        make_file(&file);
        struct anonymity *a = anonymity_begin(arena, file.n, file.k, NULL);
        for (size_t key = 0; key < KEYS; key++)
            anonymity_refine(a, &file.keys[key]);
        check_file(&file);
        arena_destroy(arena);
    }
}

/* One key: what is withheld is all small parts; if they are fewer than k, some of the largest or the smallest other one. */
static void withholds_no_more_than_it_must(void **state) {
    (void)state;
    static const struct {
        const char *values; /* a letter per return */
        size_t k, withheld;
    } cases[] = {
        {"aaaaabbbbb", 5, 0},  {"aaaaabbbbc", 5, 5},   {"aaaaabbbbbbc", 5, 6}, {"aaaaaaabbbbbbc", 5, 7},
        {"aabbccddee", 5, 10}, {"aaaaabc", 2, 2},      {"aaaa", 5, 4},         {"abcdefg", 1, 0},
        {"aaaaaaaaaab", 5, 5}, {"aaaaabbbbbcd", 3, 3},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct arena *arena = arena_create();
        uint16_t value[32], released[32];
        size_t n = strlen(cases[c].values);
        for (size_t i = 0; i < n; i++)
            value[i] = (uint16_t)(cases[c].values[i] - 'a');
        struct anonymity_key key = {.value = value, .value_count = 26, .released = released};
        anonymity_refine(anonymity_begin(arena, n, cases[c].k, NULL), &key);
        if (key.withheld != cases[c].withheld)
            fail_msg("%s, k = %zu: %zu withheld, expected %zu", cases[c].values, cases[c].k, key.withheld,
                     cases[c].withheld);
        arena_destroy(arena);
    }
}

/* Three returns from each of two prefectures, all of one association: where the prefecture is withheld, the association
 * must not tell it. */
static void what_tells_another_goes_with_it(void **state) {
    (void)state;
    static const uint16_t prefecture[6] = {0, 0, 0, 1, 1, 1}, association[6] = {0};
    for (int told = 0; told < 2; told++) {
        struct arena *arena = arena_create();
        uint16_t prefectures[6], associations[6];
        struct anonymity *a = anonymity_begin(arena, 6, 5, NULL);
        struct anonymity_key first = {.value = prefecture, .value_count = 2, .released = prefectures};
        struct anonymity_key second = {.value = association,
                                       .value_count = 1,
                                       .parent = told ? NULL : prefectures,
                                       .released = associations};
        anonymity_refine(a, &first);
        anonymity_refine(a, &second);
        assert_int_equal(first.withheld, 6);
        assert_int_equal(second.withheld, told ? 0 : 6);
        arena_destroy(arena);
    }
}

static void names_are_legal_and_different(void **state) {
    (void)state;
    static const struct {
        const char *stem, *part;
        size_t position;
        const char *name;
    } wishes[] = {
        {"q4", NULL, 0, "q4"},
        {"q4", "masked", 4, "q4_masked"},
        {"q4", "無効", 2, "q4_2"},
        {"Q4", "MASKED", 4, "Q4_MASKED_2"},
        {"all", NULL, 0, "all_2"},
        {"to", NULL, 0, "to_2"},
        {"str8", NULL, 0, "str8_2"},
        {"strong", NULL, 0, "strong"},
        {"q5", "five-or-more", 1, "q5_five_or_more"},
        {"a_question_whose_id_goes_on_and_on_and_on", NULL, 0, "a_question_whose_id_goes_on_and_"},
        {"a_question_whose_id_goes_on_and_on_and_on", "x", 1, "a_question_whose_id_goes_on_an_2"},
        {"_q", NULL, 0, "v_q"},
        {"4", "", 7, "v4_7"},
    };
    struct arena *arena = arena_create();
    struct naming *naming = naming_create(arena);
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++)
        assert_string_equal(naming_take(naming, wishes[i].stem, wishes[i].part, wishes[i].position),
                            wishes[i].name);
    for (size_t i = 0; i < 2000; i++)
        assert_true(strlen(naming_take(naming, "the_same_name_again_and_again_and_again", NULL, 0)) <=
                    NAMING_MAX);
    arena_destroy(arena);
}

static void cuts_between_characters(void **state) {
    (void)state;
    static const char text[] = "名前や住所の●表記";
    struct arena *arena = arena_create();
    assert_ptr_equal(writer_cut(arena, text, strlen(text), 9), text);
    for (size_t bytes = 3; bytes < strlen(text); bytes++) {
        const char *cut = writer_cut(arena, text, bytes, 100);
        assert_true(strlen(cut) <= bytes && utf8_valid(cut, strlen(cut)));
        assert_true(strlen(cut) + 3 > bytes);
    }
    assert_string_equal(writer_cut(arena, text, 1000, 4), "名前や…");
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_class_has_k_returns),       cmocka_unit_test(withholds_no_more_than_it_must),
        cmocka_unit_test(what_tells_another_goes_with_it), cmocka_unit_test(names_are_legal_and_different),
        cmocka_unit_test(cuts_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
