/* paper: who gets which sheet to key, what becomes of it, and where on it a question stands. */
#include "engine/questionnaire/facsimile.h"
#include "engine/store/paper.h"
#include "engine/store/sitting.h"
#include "tests/unit/store_fixture.h"
#include "tests/unit/tiny_survey.h"

/* Pages need not be pictures for the store. */
static void load(struct fixture *x, const char *path, long pages, long per_sheet, const char *from,
                 struct paper_loaded *loaded) {
    struct paper_picture list[8];
    unsigned char sha256[32] = {(unsigned char)pages, (unsigned char)path[0]};
    for (long i = 0; i < pages; i++)
        list[i] = (struct paper_picture){.png = arena_printf(x->arena, "%s %ld", path, i),
                                         .length = strlen(path) + 2,
                                         .width = 1728,
                                         .height = 1145,
                                         .dpi_x = 204,
                                         .dpi_y = 98};
    const struct paper_file file = {.survey = "tiny",
                                    .path = path,
                                    .format = "tiff",
                                    .sha256 = sha256,
                                    .pages = list,
                                    .page_count = (size_t)pages,
                                    .per_sheet = per_sheet,
                                    .from = from};
    ok(x, store_begin(x->store, &x->f));
    ok(x, paper_batch_add(x->store, x->arena, &file, loaded, &x->f));
    ok(x, store_commit(x->store, &x->f));
}

static long next(struct fixture *x, const char *who, bool second, long waiting_wanted) {
    const struct paper_wish wish = {.survey = "tiny", .second = second};
    long found, waiting;
    store_set_actor(x->store, who);
    ok(x, store_begin(x->store, &x->f));
    ok(x, paper_next(x->store, &wish, &found, &waiting, &x->f));
    ok(x, store_commit(x->store, &x->f));
    assert_int_equal(waiting, waiting_wanted);
    return found;
}

/* Keys the sheet from its picture, as the screen does; 0: it was refused. */
static long key(struct fixture *x, const char *who, long paper, bool second) {
    static unsigned char keys = 0;
    const unsigned char mark[SITTING_KEY] = {++keys};
    struct response *response = response_create(x->arena, x->q);
    const struct incoming in = {.response = response};
    const struct sitting_sheet sheet = {.in = &in, .channel = "fax", .second = second, .key = mark};
    struct sitting_saved saved;
    response->fields[FIELD_SHEET] = arena_printf(x->arena, "%ld", paper);
    response->fields[FIELD_OPERATOR] = who;
    response_route(x->q, response);
    store_set_actor(x->store, who);
    ok(x, store_begin(x->store, &x->f));
    ok(x, sitting_add(x->store, x->q, &sheet, &saved, &x->f));
    if (paper_keyed(x->store, paper, second, saved.id, &x->f)) {
        ok(x, store_commit(x->store, &x->f));
        return saved.id;
    }
    store_rollback(x->store);
    return 0;
}

/* A return that was keyed elsewhere, without a picture. */
static long import(struct fixture *x, const char *number) {
    struct response *response = response_create(x->arena, x->q);
    const struct incoming in = {.response = response};
    const struct batch_spec spec = {.name = number, .format = "csv"};
    struct reconciliation r;
    enum return_status status;
    long batch, id;
    response->fields[FIELD_SHEET] = number;
    response_route(x->q, response);
    ok(x, store_begin(x->store, &x->f));
    ok(x, store_batch_begin(x->store, x->q, &spec, &batch, &x->f));
    ok(x, store_return_add(x->store, x->q, batch, &in, &id, &status, &x->f));
    ok(x, store_batch_end(x->store, batch, &r, &x->f));
    ok(x, store_commit(x->store, &x->f));
    return id;
}

static void whole(struct fixture *x) {
    struct verify_report report;
    ok(x, store_verify(x->store, x->arena, &report, &x->f));
    if (report.problem)
        fail_msg("%s", report.problem);
}

static void test_turns(void **state) {
    struct fixture *x = *state;
    struct paper_loaded loaded;
    load(x, "a.tif", 5, 2, "T-09", &loaded);
    assert_int_equal(loaded.sheets, 3);
    assert_int_equal(next(x, "sato", false, 3), 1);
    assert_int_equal(next(x, "sato", false, 3), 1); /* the same until it is done with */
    assert_int_equal(next(x, "suzuki", false, 2), 2);
    assert_int_equal(next(x, "sato", true, 0), 0);
    assert_true(key(x, "sato", 1, false));
    assert_int_equal(key(x, "suzuki", 1, false), 0); /* it has been keyed */
    fault_clear(&x->f);
    assert_int_equal(next(x, "sato", false, 1), 3); /* 2 is suzuki's */
    assert_int_equal(next(x, "sato", true, 0), 0);  /* nobody keys a sheet of their own again */
    assert_int_equal(next(x, "suzuki", true, 1), 1);
    assert_true(key(x, "suzuki", 1, true));
    assert_int_equal(next(x, "okada", true, 0), 0);
    const struct paper *p = paper_get(x->store, x->arena, 2, &x->f);
    ok(x, p);
    assert_string_equal(p->number, "T-10");
    assert_int_equal(p->page_count, 2);
    assert_int_equal(paper_get(x->store, x->arena, 3, &x->f)->page_count, 1);
    whole(x);
}

/* What is taken back waits anew; what was set aside or dropped does not. */
static void test_back(void **state) {
    struct fixture *x = *state;
    struct paper_loaded loaded;
    struct batch_row *batches;
    struct batch_undone undone;
    size_t count;
    long sheets, paper, ret;
    load(x, "a.tif", 3, 1, NULL, &loaded);
    ret = key(x, "sato", 1, false);
    ok(x, paper_of_return(x->store, ret, &paper, &x->f));
    assert_int_equal(paper, 1);
    assert_int_equal(next(x, "suzuki", false, 2), 2);
    ok(x, store_batch_list(x->store, x->arena, &batches, &count, &x->f));
    ok(x, store_begin(x->store, &x->f));
    ok(x, store_batch_undo(x->store, batches[0].name, "test", &undone, &x->f));
    ok(x, paper_skip(x->store, 2, "cover", &x->f));
    ok(x, store_commit(x->store, &x->f));
    assert_int_equal(next(x, "suzuki", false, 2), 1);
    assert_true(key(x, "suzuki", 1, false));
    assert_int_equal(next(x, "suzuki", false, 1), 3);
    ok(x, store_begin(x->store, &x->f));
    ok(x, paper_reopen(x->store, 2, "not a cover", &x->f));
    ok(x, paper_batch_drop(x->store, loaded.name, "wrong survey", &sheets, &x->f));
    ok(x, store_commit(x->store, &x->f));
    assert_int_equal(sheets, 3);
    assert_int_equal(next(x, "suzuki", false, 0), 0);
    assert_int_equal(key(x, "suzuki", 2, false), 0);
    assert_non_null(strstr(x->f.text, "dropped"));
    fault_clear(&x->f);
    whole(x);
}

/* The sheet of a return: by what was keyed from it, else by its number, if only one has it. */
static void test_sheet_of_return(void **state) {
    struct fixture *x = *state;
    struct paper_loaded loaded;
    long paper, keyed, sheets, seven = import(x, "7"), eight = import(x, "8"), nine = import(x, "9");
    load(x, "a.tif", 3, 1, "7", &loaded); /* 7, 8, 9 */
    load(x, "b.tif", 2, 1, "8", &loaded); /* 8, 9 */
    keyed = key(x, "sato", 3, false);
    const struct { long ret, paper; } wanted[] = {{seven, 1}, {eight, 0}, {keyed, 3}, {nine, 5}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        ok(x, paper_of_return(x->store, wanted[i].ret, &paper, &x->f));
        assert_int_equal(paper, wanted[i].paper);
    }
    ok(x, store_begin(x->store, &x->f));
    ok(x, paper_batch_drop(x->store, loaded.name, "twice", &sheets, &x->f));
    ok(x, store_commit(x->store, &x->f));
    ok(x, paper_of_return(x->store, eight, &paper, &x->f));
    assert_int_equal(paper, 2);
}

static void test_numbers(void **state) {
    struct fixture *x = *state;
    static const struct {
        const char *from;
        long step;
        const char *number;
    } cases[] = {{"1", 9, "10"},
                 {"099", 1, "100"},
                 {"T-0101", 2, "T-0103"},
                 {"北9", 1, "北10"},
                 {"2024-999999999", 0, "2024-999999999"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(paper_number(x->arena, cases[i].from, cases[i].step), cases[i].number);
    static const char *const wrong[] = {"", "T", "12x", "1234567890"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(paper_check_from(wrong[i], &x->f));
        fault_clear(&x->f);
    }
}

/* --- where the questions stand --- */

/* In order, one below the other, on the page, whatever the number of pages. */
static void test_places(void **state) {
    struct fixture *x = *state;
    for (int pages = 1; pages <= 3; pages++) {
        const struct facsimile_place *places = facsimile_places(x->arena, x->q, pages);
        int before = 0;
        for (size_t i = 0; i < x->q->question_count; i++) {
            int at = places[i].page * FACSIMILE_WHOLE + places[i].top;
            assert_in_range(places[i].page, 0, pages - 1);
            assert_true(places[i].top < places[i].bottom && places[i].bottom <= FACSIMILE_WHOLE);
            if (x->q->questions[i].parent >= 0) {
                assert_int_equal(at, before);
                continue;
            }
            if (at <= before)
                fail_msg("%s of %d pages", x->q->questions[i].id, pages);
            before = at;
        }
    }
}

#define SURVEY(sheet)                                                                                        \
    "{\"format\": \"shukei-survey-1\", \"id\": \"s\", \"title\": \"S\", \"lang\": \"en\", \"organiser\": "   \
    "\"O\"," sheet " \"questions\": [{\"id\": \"a\", \"kind\": \"single\", \"label\": \"A\", \"options\": "  \
    "[{\"id\": \"y\", \"label\": \"Y\","                                                                     \
    " \"questions\": [{\"id\": \"n\", \"kind\": \"number\", \"label\": \"N\"}]}]},"                          \
    " {\"id\": \"m\", \"kind\": \"matrix\", \"label\": \"M\", \"rows\": [{\"id\": \"r\", \"label\": "        \
    "\"R\"}, {\"id\": \"t\", \"label\": \"T\"}],"                                                            \
    " \"cells\": {\"kind\": \"number\"}}]}"

static const struct questionnaire *parse(struct fixture *x, const char *json) {
    return questionnaire_parse(x->arena, json, strlen(json), "s.json", &x->f);
}

static void test_regions(void **state) {
    struct fixture *x = *state;
    const struct questionnaire *q =
        parse(x, SURVEY("\"sheet\": {\"regions\": {\"a\": {\"page\": 2, \"top\": 10.5, \"bottom\": 20, "
                        "\"left\": 50, \"right\": 100},"
                        " \"m\": {\"top\": 30, \"bottom\": 40}, \"m_t\": {\"top\": 35, \"bottom\": 40}}},"));
    ok(x, q);
    const struct facsimile_place *places = facsimile_places(x->arena, q, 2);
    static const struct facsimile_place wanted[] = {
        {1, 105, 200, 500, 1000}, {1, 105, 200, 500, 1000}, {0, 300, 400, 0, 0}, {0, 350, 400, 0, 0}};
    assert_int_equal(q->question_count, 4);
    assert_memory_equal(places, wanted, sizeof wanted);
    static const struct {
        const char *json, *says;
    } wrong[] = {
        {SURVEY("\"sheet\": {\"regions\": {\"b\": {\"top\": 1, \"bottom\": 2}}},"),
         "/sheet/regions/b: there is no question"},
        {SURVEY("\"sheet\": {\"regions\": {\"a\": {\"top\": 2, \"bottom\": 2}}},"), "/sheet/regions/a: "},
        {SURVEY("\"sheet\": {\"regions\": {\"a\": {\"top\": 2, \"bottom\": 101}}},"),
         "/sheet/regions/a/bottom: "},
        {SURVEY("\"sheet\": {\"regions\": {\"a\": {\"top\": 2, \"bottom\": 9, \"left\": 9}}},"),
         "/sheet/regions/a: "},
        {SURVEY("\"sheet\": {\"regions\": {\"a\": {\"top\": 2, \"bottom\": 9, \"page\": 17}}},"),
         "/sheet/regions/a/page: "},
        {SURVEY("\"sheet\": {\"region\": {}},"), "/sheet"},
        {SURVEY("\"sheet\": [],"), "/sheet"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_null(parse(x, wrong[i].json));
        if (!strstr(x->f.text, wrong[i].says))
            fail_msg("%s: %s", wrong[i].says, x->f.text);
        fault_clear(&x->f);
    }
}

static int setup(void **state) {
    return fixture_setup(state, tiny_json);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_turns),   TEST(test_back),   TEST(test_sheet_of_return),
                                       TEST(test_numbers), TEST(test_places), TEST(test_regions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
