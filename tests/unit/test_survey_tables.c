/* survey_tables: from a store to tables, over two versions of a questionnaire. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <unistd.h>

#include "engine/store/store.h"
#include "reports/model/survey_tables.h"
#include "tests/unit/tiny_survey.h"

static const char old_json[] =
    "{\"format\": \"shukei-survey-1\", \"id\": \"tiny\", \"title\": \"Tiny survey\", \"lang\": \"en\","
    " \"organiser\": \"Nobody\", \"unit\": \"clinics\", \"questions\": ["
    "  {\"id\": \"type\", \"kind\": \"single\", \"label\": \"Type\", \"options\": ["
    "    {\"id\": \"clinic\", \"label\": \"Clinic\"}, {\"id\": \"hospital\", \"label\": \"Hospital\"}]},"
    "  {\"id\": \"kind\", \"kind\": \"multi\", \"label\": \"Kind\", \"options\": ["
    "    {\"id\": \"a\", \"label\": \"A\"}, {\"id\": \"b\", \"label\": \"B\"}]},"
    "  {\"id\": \"story\", \"kind\": \"text\", \"label\": \"Story\"}]}";

/* Questions and options in another order, with a new option and a new question. */
static const char new_json[] =
    "{\"format\": \"shukei-survey-1\", \"id\": \"tiny\", \"title\": \"Tiny survey\", \"lang\": \"en\","
    " \"organiser\": \"Nobody\", \"unit\": \"clinics\", \"keys\": {\"type\": \"type\"}, \"questions\": ["
    "  {\"id\": \"story\", \"kind\": \"text\", \"label\": \"Story\"},"
    "  {\"id\": \"size\", \"kind\": \"number\", \"label\": \"Size\"},"
    "  {\"id\": \"kind\", \"kind\": \"multi\", \"label\": \"Kind\", \"options\": ["
    "    {\"id\": \"b\", \"label\": \"B\"}, {\"id\": \"c\", \"label\": \"C\"}, {\"id\": \"a\", \"label\": "
    "\"A\"}]},"
    "  {\"id\": \"type\", \"kind\": \"single\", \"label\": \"Type\", \"options\": ["
    "    {\"id\": \"hospital\", \"label\": \"Hospital\"}, {\"id\": \"clinic\", \"label\": \"Clinic\"}]}]}";

struct fixture {
    struct arena *arena;
    char folder[64];
    const char *path;
};

static void expect(bool ok, const struct fault *f) {
    if (!ok)
        fail_msg("%s", f->text);
}

static void add_returns(struct fixture *x, struct store *store, const char *json, const char *const *lines,
                        const char *batch) {
    struct fault f = {0};
    const struct questionnaire *q = tiny_questionnaire_of(x->arena, json);
    const struct batch_spec spec = {.name = batch, .format = "test"};
    struct reconciliation counts;
    long id, return_id;
    enum return_status status;
    expect(store_begin(store, &f) && store_survey_add(store, q, &f) &&
               store_batch_begin(store, q, &spec, &id, &f),
           &f);
    for (size_t i = 0; lines[i]; i++) {
        struct response *response = tiny_response(x->arena, q, lines[i]);
        response->fields[FIELD_SHEET] = arena_printf(x->arena, "%s-%zu", batch, i);
        response_route(q, response);
        const struct incoming in = {.response = response, .raw = "", .row = i + 2};
        expect(store_return_add(store, q, id, &in, &return_id, &status, &f), &f);
        assert_int_equal(status, RETURN_ACCEPTED);
    }
    expect(store_batch_end(store, id, &counts, &f) && store_commit(store, &f), &f);
}

static struct fixture set_up(void) {
    struct fixture x = {.arena = arena_create(), .folder = "/tmp/shukei-test.XXXXXX"};
    struct fault f = {0};
    static const char *const old[] = {"clinic a it_was_closed", "hospital b -", "- a|b open", NULL};
    static const char *const new[] = {"closed 12 c|a clinic", "open 3 b hospital", NULL};
    assert_non_null(mkdtemp(x.folder));
    x.path = arena_printf(x.arena, "%s/store.db", x.folder);
    struct store *store = store_open(x.path, STORE_CREATE, &f);
    expect(store, &f);
    store_close(store);
    store = store_open(x.path, STORE_WRITE, &f);
    expect(store, &f);
    add_returns(&x, store, old_json, old, "old");
    add_returns(&x, store, new_json, new, "new");
    store_close(store);
    return x;
}

static void tear_down(struct fixture *x) {
    unlink(x->path);
    unlink(arena_printf(x->arena, "%s-wal", x->path));
    unlink(arena_printf(x->arena, "%s-shm", x->path));
    assert_int_equal(rmdir(x->folder), 0);
    arena_destroy(x->arena);
}

static int64_t count_of(const struct table_set *set, const char *question, const char *row, size_t column) {
    const struct table *t = table_find(set, question);
    const struct table_row *found = t ? table_row_find(t, row) : NULL;
    return found ? found->cells[column].count : -1;
}

/* Answers follow the ids of questions and options, not their places. */
static void test_versions(void **state) {
    (void)state;
    struct fixture x = set_up();
    struct fault f = {0};
    const struct survey_request requests[] = {
        {.options = table_default_options},
        {.keys = {"type"}, .key_count = 1, .options = table_default_options},
        {.where = "story contains \"closed\"", .options = table_default_options},
    };
    const struct table_set *sets[3];
    expect(survey_tables(x.arena, x.path, "tiny", requests, 3, sets, &f), &f);
    assert_int_equal(sets[0]->dataset->n, 5);
    assert_int_equal(strlen(sets[0]->dataset->state), 64);
    assert_int_equal(count_of(sets[0], "kind", "a", 0), 3);
    assert_int_equal(count_of(sets[0], "kind", "b", 0), 3);
    assert_int_equal(count_of(sets[0], "kind", "c", 0), 1);
    assert_int_equal(count_of(sets[0], "type", "clinic", 0), 2);
    assert_int_equal(count_of(sets[0], "type", "hospital", 0), 2);
    assert_int_equal(count_of(sets[0], "story", "answered", 0), 4);
    /* The old form did not ask for the size. */
    assert_int_equal(count_of(sets[0], "size", "not_applicable", 0), 3);
    assert_int_equal(count_of(sets[0], "size", "no_answer", 0), 0);
    assert_int_equal(count_of(sets[0], "size", "12", 0), 1);
    assert_int_equal(
        table_find(sets[1], "kind")->columns[table_column_find(table_find(sets[1], "kind"), "type=clinic")].n,
        2);
    assert_int_equal(sets[2]->tables[0].base_n, 2);
    assert_string_equal(sets[2]->tables[0].filter, "story contains \"closed\"");
    tear_down(&x);
}

static void test_faults(void **state) {
    (void)state;
    static const struct {
        const char *question, *key, *where, *base, *part;
    } cases[] = {
        {"kin", NULL, NULL, NULL, "did you mean \"kind\"?"},
        {"nothing_like_it", NULL, NULL, NULL, "survey show tiny"},
        {NULL, "typ", NULL, NULL, "did you mean \"type\"?"},
        {NULL, NULL, "typ = clinic", NULL, "--where: "},
        {NULL, NULL, NULL, "type = clinc", "--base: "},
    };
    struct fixture x = set_up();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault f = {0};
        const struct table_set *set;
        const struct survey_request request = {.questions = &cases[i].question,
                                               .question_count = cases[i].question ? 1 : 0,
                                               .keys = {cases[i].key},
                                               .key_count = cases[i].key ? 1 : 0,
                                               .where = cases[i].where,
                                               .base = cases[i].base,
                                               .options = table_default_options};
        assert_false(survey_tables(x.arena, x.path, "tiny", &request, 1, &set, &f));
        assert_int_equal(f.kind, FAULT_USAGE);
        if (!strstr(f.text, cases[i].part))
            fail_msg("%s: not in: %s", cases[i].part, f.text);
    }
    tear_down(&x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_versions),
        cmocka_unit_test(test_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
