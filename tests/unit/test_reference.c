/* reference: prefectures, associations, eras. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/calendar.h"
#include "engine/questionnaire/reference.h"
#include "engine/questionnaire/wording.h"

static const struct reference *get(void) {
    struct fault f = {0};
    const struct reference *r = reference_get(&f);
    if (!r)
        fail_msg("%s", f.text);
    return r;
}

static void test_tables(void **state) {
    (void)state;
    const struct reference *r = get();
    assert_int_equal(r->prefecture_count, 47);
    assert_int_equal(r->region_count, 8);
    assert_int_equal(r->association_count, 51);
    assert_int_equal(r->era_count, 5);
    assert_string_equal(r->prefectures[12].name, "東京都");
    assert_string_equal(r->prefectures[46].region, "kyushu");
    assert_string_equal(r->eras[0].letter, "R");
    int sizes[8] = {0};
    for (size_t i = 0; i < r->prefecture_count; i++)
        for (size_t k = 0; k < r->region_count; k++)
            sizes[k] += strcmp(r->prefectures[i].region, r->regions[k].id) == 0;
    static const int expected[8] = {1, 6, 7, 9, 7, 5, 4, 8};
    for (size_t k = 0; k < 8; k++)
        assert_int_equal(sizes[k], expected[k]);
    for (size_t i = 0; i < r->era_count; i++) {
        int64_t day;
        assert_true(calendar_days(r->eras[i].year, r->eras[i].month, r->eras[i].day, &day));
    }
}

static void test_prefecture_spellings(void **state) {
    (void)state;
    static const struct {
        const char *written;
        int position;
    } cases[] = {
        {"東京", 12},       {"東京都", 12},       {"とうきょう", 12}, {"とうきょうと", 12},
        {"ﾄｳｷｮｳ", 12},      {"トウキョウト", 12}, {"tokyo", 12},      {"TOKYO", 12},
        {"Ｔｏｋｙｏ", 12}, {"13", 12},           {"１３", 12},       {"13 東京都", 12},
        {"13:東京", 12},    {"13.東京都", 12},    {" 東 京 都 ", 12}, {"1", 0},
        {"01", 0},          {"０１", 0},          {"北海道", 0},      {"ほっかいどう", 0},
        {"01北海道", 0},    {"京都", 25},         {"京都府", 25},     {"大阪府", 26},
        {"ｵｵｻｶ", 26},       {"47", 46},           {"沖縄", 46},       {"なら", 28},
        {"ぎふけん", 20},   {"大分", 43},         {"48", -1},         {"0", -1},
        {"", -1},           {"東", -1},           {"東京府", -1},     {"001", -1},
        {"北海", -1},       {"京", -1},           {"Tokio", -1},      {"13 大阪", -1},
        {" ", -1},          {"関東", -1},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int found = reference_prefecture(get(), arena, cases[i].written);
        if (found != cases[i].position)
            fail_msg("\"%s\": %d, expected %d", cases[i].written, found, cases[i].position);
    }
    arena_destroy(arena);
}

static void test_association_spellings(void **state) {
    (void)state;
    static const struct {
        const char *written, *id;
    } cases[] = {
        {"東京", "tokyo"},
        {"東京保険医協会", "tokyo"},
        {"東京歯科保険医協会", "tokyo-dental"},
        {"東京歯科", "tokyo-dental"},
        {"大阪府保険医協会", "osaka"},
        {"大阪保険医協会", "osaka"},
        {"大阪府歯科保険医協会", "osaka-dental"},
        {"千葉保険医協会", "chiba"},
        {"千葉協会", "chiba"},
        {"千葉県", "chiba"},
        {"北海道保険医会", "hokkaido"},
        {"新潟県保険医会", "niigata"},
        {"福岡県歯科保険医協会", "fukuoka-dental"},
        {"KYOTO-DENTAL", "kyoto-dental"},
        {"高知保険医協会", "kochi"},
        {"山口県 保険医協会", "yamaguchi"},
        {"千葉歯科", NULL},
        {"協会", NULL},
        {"", NULL},
    };
    struct arena *arena = arena_create();
    const struct reference *r = get();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int found = reference_association(r, arena, cases[i].written);
        const char *id = found < 0 ? "-" : r->associations[found].id;
        if (strcmp(id, cases[i].id ? cases[i].id : "-") != 0)
            fail_msg("\"%s\": %s, expected %s", cases[i].written, id, cases[i].id);
    }
    arena_destroy(arena);
}

/* Every association belongs to a prefecture, and each prefecture has one that answers to its short name. */
static void test_associations_cover(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct reference *r = get();
    for (size_t i = 0; i < r->prefecture_count; i++) {
        int found = reference_association(r, arena, r->prefectures[i].stem);
        assert_true(found >= 0);
        assert_string_equal(r->associations[found].prefecture, r->prefectures[i].code);
    }
    arena_destroy(arena);
}

static void test_wording(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct fault f = {0};
    const struct column_names *columns = wording_columns(&f);
    assert_non_null(columns);
    for (int i = 0; i < FIELD_COUNT; i++)
        assert_true(columns[i].count > 2);
    assert_string_equal(columns[FIELD_SHEET].names[1], "票番号");
    assert_null(wording_get("fr", &f));
    assert_non_null(strstr(f.text, "fr"));
    assert_string_equal(wording_fill(arena, "{a}/{b}/{c}/{a", "a", "1", "b", "{a}", (const char *)NULL),
                        "1/{a}/{c}/{a");
    fault_clear(&f);
    assert_string_equal(wording_inside(arena, wording_get("ja", &f), "「有」無"), "『有』無");
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_prefecture_spellings),
        cmocka_unit_test(test_association_spellings),
        cmocka_unit_test(test_associations_cover),
        cmocka_unit_test(test_wording),
    };
    return cmocka_run_group_tests_name("reference", tests, NULL, NULL);
}
