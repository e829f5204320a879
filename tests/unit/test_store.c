/* The store: what comes in, what is corrected, what is taken back, and that tampering shows. */
#include "engine/store/internal.h"
#include "engine/store/schema.h"
#include "tests/unit/store_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char survey_json[] =
    "{\"format\": \"shukei-survey-1\", \"id\": \"s\", \"title\": \"Survey\", \"organiser\": \"O\", \"lang\": "
    "\"en\","
    "\"questions\": ["
    " {\"id\": \"q1\", \"kind\": \"single\", \"label\": \"Q1\", \"options\":"
    "  [{\"id\": \"yes\", \"label\": \"Yes\"}, {\"id\": \"no\", \"label\": \"No\"}]},"
    " {\"id\": \"q2\", \"kind\": \"multi\", \"label\": \"Q2\", \"options\":"
    "  [{\"id\": \"a\", \"label\": \"A\"}, {\"id\": \"b\", \"label\": \"B\"}]}%s]}";
static const char more_questions[] = ", {\"id\": \"q3\", \"kind\": \"text\", \"label\": \"Q3\"}";

static const struct questionnaire *parse(struct fixture *x, const char *format, const char *more) {
    const char *json = arena_printf(x->arena, format, more);
    const struct questionnaire *q = questionnaire_parse(x->arena, json, strlen(json), "test", &x->f);
    ok(x, q != NULL);
    return q;
}

static void reopen(struct fixture *x, enum store_mode mode) {
    store_close(x->store);
    x->store = store_open(x->path, mode, &x->f);
    ok(x, x->store != NULL);
}

static int setup(void **state) {
    char json[1024];
    snprintf(json, sizeof json, survey_json, "");
    return fixture_setup(state, json);
}

struct line {
    const char *sheet, *institution;
    int code;      /* of q1; -1 no answer */
    uint64_t bits; /* of q2 */
    bool error;    /* comes with a finding that sets it aside */
};

static struct response *respond(struct fixture *x, const struct line *line) {
    struct response *response = response_create(x->arena, x->q);
    response->fields[FIELD_SHEET] = line->sheet;
    response->fields[FIELD_INSTITUTION] = line->institution;
    response->fields[FIELD_ASSOCIATION] = "tokyo";
    if (line->code >= 0)
        response->answers[0] = (struct answer){.state = ANSWER_GIVEN, .code = line->code};
    if (line->bits)
        response->answers[1] = (struct answer){.state = ANSWER_GIVEN, .code = -1, .bits = line->bits};
    return response;
}

static void add(struct fixture *x, long batch, long source, size_t row, const struct line *line) {
    static const struct finding finding = {.question = 0,
                                           .rule = "single.two_ticks",
                                           .severity = RULE_ERROR,
                                           .message = "two ticks",
                                           .value = "1 2"};
    const struct incoming in = {.response = respond(x, line),
                                .raw = "cell\x1f"
                                       "other",
                                .raw_length = 10,
                                .source = source,
                                .row = row,
                                .findings = &finding,
                                .finding_count = line->error};
    long id;
    enum return_status status;
    ok(x, store_return_add(x->store, x->q, batch, &in, &id, &status, &x->f));
}

static struct reconciliation load(struct fixture *x, const char *name, char file, const struct line *lines,
                                  size_t count) {
    unsigned char sha256[32] = {(unsigned char)file};
    long batch, source;
    bool seen;
    struct reconciliation r;
    const struct batch_spec spec = {.name = name, .format = "csv", .channel = "fax"};
    ok(x, store_begin(x->store, &x->f));
    ok(x, store_batch_begin(x->store, x->q, &spec, &batch, &x->f));
    ok(x, store_source_add(x->store, batch, "dir/returns.csv", sha256, "h1\x1fh2", &source, &seen, &x->f));
    for (size_t i = 0; i < count; i++)
        add(x, batch, source, i + 2, &lines[i]);
    ok(x, store_batch_end(x->store, batch, &r, &x->f));
    ok(x, store_commit(x->store, &x->f));
    return r;
}

static void expect(struct fixture *x, long accepted, long duplicate, long set_aside, long voided) {
    struct reconciliation r;
    struct verify_report report;
    ok(x, store_reconcile(x->store, "s", 0, &r, &x->f));
    assert_int_equal(r.accepted, accepted);
    assert_int_equal(r.duplicate, duplicate);
    assert_int_equal(r.set_aside, set_aside);
    assert_int_equal(r.voided, voided);
    assert_int_equal(r.read, accepted + duplicate + set_aside + voided);
    assert_int_equal(store_count_accepted(x->store, "s"), accepted);
    ok(x, store_verify(x->store, x->arena, &report, &x->f));
    if (report.problem)
        fail_msg("%s", report.problem);
    assert_int_equal(report.returns, r.read);
}

#define LOAD(x, name, file, ...)                                                                             \
    load(x, name, file, (const struct line[]){__VA_ARGS__},                                                  \
         sizeof((const struct line[]){__VA_ARGS__}) / sizeof(struct line))

static const char *state_of(struct fixture *x) {
    char hex[65];
    ok(x, store_state(x->store, "s", hex, &x->f));
    return arena_strdup(x->arena, hex);
}

static void test_duplicates(void **state) {
    struct fixture *x = *state;
    /* Same answers: of two sheets, of sheets unknown (two institutions that answered alike), and of one sheet
     * twice. */
    struct reconciliation r =
        LOAD(x, "one", 1, {.sheet = "1", .code = 0}, {.sheet = "2", .code = 0}, {.code = 0}, {.code = 0},
             {.sheet = "1", .code = 0}, {.sheet = "1", .code = 1});
    assert_int_equal(r.accepted, 5);
    assert_int_equal(r.duplicate, 1);
    /* The same bytes again: every row. */
    r = LOAD(x, "two", 1, {.sheet = "1", .code = 0}, {.sheet = "2", .code = 0}, {.code = 0}, {.code = 0},
             {.sheet = "1", .code = 0}, {.sheet = "1", .code = 1});
    assert_int_equal(r.duplicate, 6);
    /* The file has grown, so its bytes are others: what can be known again by its sheet or institution is. */
    r = LOAD(x, "three", 2, {.sheet = "2", .code = 0}, {.code = 0}, {.institution = "X", .code = 0},
             {.institution = "X", .code = 0}, {.institution = "Y", .code = 0});
    assert_int_equal(r.duplicate, 2);
    assert_int_equal(r.accepted, 3);
    expect(x, 8, 9, 0, 0);
}

static void test_file_named_twice(void **state) {
    struct fixture *x = *state;
    static const unsigned char sha256[32] = {7};
    const struct batch_spec spec = {.name = "twice"};
    long batch, source;
    bool seen;
    struct reconciliation r;
    ok(x, store_begin(x->store, &x->f));
    ok(x, store_batch_begin(x->store, x->q, &spec, &batch, &x->f));
    for (int i = 0; i < 2; i++) {
        ok(x, store_source_add(x->store, batch, "a.csv", sha256, "h", &source, &seen, &x->f));
        assert_int_equal(seen, i);
        add(x, batch, source, 2, &(struct line){.code = 0});
        add(x, batch, source, 3, &(struct line){.code = 0});
    }
    ok(x, store_batch_end(x->store, batch, &r, &x->f));
    ok(x, store_commit(x->store, &x->f));
    expect(x, 2, 2, 0, 0);
}

static void test_set_aside(void **state) {
    struct fixture *x = *state;
    LOAD(x, "one", 1, {.sheet = "1", .code = -1, .error = true}, {.sheet = "2", .code = 1});
    expect(x, 1, 0, 1, 0);
    /* Loading it again must not set the sheet aside twice. */
    LOAD(x, "two", 2, {.sheet = "1", .code = -1, .error = true}, {.sheet = "2", .code = 1},
         {.sheet = "3", .code = 1});
    expect(x, 2, 2, 1, 0);
    struct finding *items;
    size_t count;
    ok(x, store_findings(x->store, x->arena, x->q, &items, &count, &x->f));
    assert_int_equal(count, 1);
    assert_int_equal(items[0].return_id, 1);
    assert_int_equal(items[0].row, 2);
    assert_int_equal(items[0].question, 0);
    assert_string_equal(items[0].file, "dir/returns.csv");
    assert_string_equal(items[0].value, "1 2");
}

static void test_batch_names(void **state) {
    struct fixture *x = *state;
    struct batch_row *rows;
    size_t count;
    LOAD(x, NULL, 1, {.sheet = "1"});
    LOAD(x, NULL, 2, {.sheet = "2"});
    ok(x, store_batch_list(x->store, x->arena, &rows, &count, &x->f));
    assert_int_equal(count, 2);
    assert_string_equal(rows[0].name + 10, "-returns.csv");
    assert_string_equal(rows[1].name + 10, "-returns.csv-2");
    assert_string_equal(rows[0].files, "dir/returns.csv");
    assert_int_equal(rows[1].counts.accepted, 1);
    long batch;
    const struct batch_spec spec = {.name = rows[0].name};
    ok(x, store_begin(x->store, &x->f));
    assert_false(store_batch_begin(x->store, x->q, &spec, &batch, &x->f));
    assert_non_null(strstr(x->f.text, "there is a batch"));
}

static bool revise(struct fixture *x, long id, const struct line *line, const char *why) {
    struct findings none = {.arena = x->arena};
    struct response *response = respond(x, line);
    response->fields[FIELD_CHANNEL] = "fax";
    fault_clear(&x->f);
    ok(x, store_begin(x->store, &x->f));
    if (store_return_revise(x->store, x->q, id, response, &none, why, &x->f))
        return store_commit(x->store, &x->f);
    store_rollback(x->store);
    return false;
}

static void test_revisions(void **state) {
    struct fixture *x = *state;
    LOAD(x, "one", 1, {.sheet = "1", .code = 0}, {.sheet = "2", .code = -1, .error = true});
    const char *before = state_of(x);
    ok(x, revise(x, 1, &(struct line){.sheet = "1", .code = 1, .bits = 3}, "misread"));
    const char *after = state_of(x);
    assert_string_not_equal(before, after);
    assert_false(revise(x, 1, &(struct line){.sheet = "1", .code = 1, .bits = 3}, "again"));
    assert_false(revise(x, 1, &(struct line){.sheet = "1", .code = 0}, ""));
    assert_int_equal(x->f.kind, FAULT_USAGE);
    ok(x, revise(x, 2, &(struct line){.sheet = "2", .code = 1}, "sheet looked at"));
    expect(x, 2, 0, 0, 0);

    const struct questionnaire *q;
    struct return_row row;
    struct response *response;
    ok(x, store_return_get(x->store, x->arena, 1, &q, &row, &response, &x->f));
    assert_int_equal(row.revisions, 2);
    assert_int_equal(response->answers[0].code, 1);
    assert_int_equal(response->answers[1].bits, 3);
    assert_string_equal(response->fields[FIELD_CHANNEL], "fax");
    assert_string_equal(row.raw, "cell\x1fother");
    assert_string_equal(row.why, "misread");
    assert_string_equal(row.who, "tester");

    struct history_row *history;
    size_t count;
    ok(x, store_history(x->store, x->arena, 2, &history, &count, &x->f));
    assert_int_equal(count, 2);
    assert_string_equal(history[0].action, "batch.add");
    assert_string_equal(history[1].before, "q1=no_answer; status=set_aside");
    assert_string_equal(history[1].after, "q1=no; status=accepted");
    assert_int_equal(history[1].revision, 2);
    /* The original still counts as known when its file comes again. */
    struct reconciliation r =
        LOAD(x, "two", 2, {.sheet = "1", .code = 0}, {.sheet = "1", .code = 1, .bits = 3});
    assert_int_equal(r.duplicate, 2);
}

static void test_void_and_accept(void **state) {
    struct fixture *x = *state;
    LOAD(x, "one", 1, {.sheet = "1", .code = 0}, {.sheet = "1", .code = 0},
         {.sheet = "3", .code = -1, .error = true});
    const char *before = state_of(x);
    ok(x, store_begin(x->store, &x->f));
    ok(x, store_return_void(x->store, 1, "not ours", &x->f));
    ok(x, store_commit(x->store, &x->f));
    expect(x, 0, 1, 1, 1);
    assert_false(revise(x, 1, &(struct line){.sheet = "1", .code = 1}, "why"));
    /* What a person voided does not come back with its file. */
    LOAD(x, "two", 2, {.sheet = "1", .code = 0});
    expect(x, 0, 2, 1, 1);
    ok(x, store_begin(x->store, &x->f));
    fault_clear(&x->f);
    ok(x, store_return_accept(x->store, 1, "it is ours", &x->f));
    ok(x, store_commit(x->store, &x->f));
    assert_string_equal(state_of(x), before);
    ok(x, store_begin(x->store, &x->f));
    ok(x, store_return_accept(x->store, 2, "another institution", &x->f));
    ok(x, store_return_accept(x->store, 3, "good enough", &x->f));
    assert_false(store_return_accept(x->store, 3, "twice", &x->f));
    ok(x, store_commit(x->store, &x->f));
    expect(x, 3, 1, 0, 0);
}

static void undo(struct fixture *x, const char *name, long expected, long promoted) {
    struct batch_undone undone;
    ok(x, store_begin(x->store, &x->f));
    ok(x, store_batch_undo(x->store, name, "wrong file", &undone, &x->f));
    ok(x, store_commit(x->store, &x->f));
    assert_int_equal(undone.returns, expected);
    assert_int_equal(undone.promoted, promoted);
}

static void test_undo(void **state) {
    struct fixture *x = *state;
    const char *empty = state_of(x);
    LOAD(x, "one", 1, {.sheet = "1", .code = 0}, {.sheet = "2", .code = 1}, {.sheet = "3", .error = true});
    const char *one = state_of(x);
    LOAD(x, "two", 2, {.sheet = "1", .code = 0}, {.sheet = "3", .error = true}, {.sheet = "4", .code = 0});
    LOAD(x, "three", 3, {.sheet = "1", .code = 0});
    expect(x, 3, 3, 1, 0);
    undo(x, "one", 3, 2);
    /* Sheets 1 and 3 stand now where "two" has them; "three" has a duplicate of the former. */
    expect(x, 2, 1, 1, 3);
    undo(x, "two", 3, 1);
    expect(x, 1, 0, 0, 6);
    undo(x, "three", 1, 0);
    expect(x, 0, 0, 0, 7);
    assert_string_equal(state_of(x), empty);
    struct batch_undone undone;
    ok(x, store_begin(x->store, &x->f));
    assert_false(store_batch_undo(x->store, "one", NULL, &undone, &x->f));
    assert_non_null(strstr(x->f.text, "taken back before"));
    store_rollback(x->store);
    fault_clear(&x->f);
    /* The file can come again, and then stands as it did. */
    LOAD(x, "one again", 1, {.sheet = "1", .code = 0}, {.sheet = "2", .code = 1},
         {.sheet = "3", .error = true});
    expect(x, 2, 0, 1, 7);
    assert_string_equal(state_of(x), one);
}

static void test_findings(void **state) {
    struct fixture *x = *state;
    LOAD(x, "one", 1, {.sheet = "1", .error = true});
    const struct finding same = {.question = 0,
                                 .rule = "single.two_ticks",
                                 .severity = RULE_ERROR,
                                 .message = "worded anew",
                                 .value = "1 2"};
    const struct finding other = {
        .question = 1, .rule = "required", .severity = RULE_WARNING, .message = "empty"};
    const struct finding both[] = {same, other};
    struct finding *items;
    size_t count;
    ok(x, store_begin(x->store, &x->f));
    ok(x, store_findings_replace(x->store, x->q, 1, both, 2, &x->f));
    ok(x, store_findings_replace(x->store, x->q, 1, both, 2, &x->f));
    ok(x, store_return_findings(x->store, x->arena, x->q, 1, &items, &count, &x->f));
    assert_int_equal(count, 2);
    assert_string_equal(items[0].message, "two ticks");
    ok(x, store_findings_replace(x->store, x->q, 1, &other, 1, &x->f));
    ok(x, store_return_findings(x->store, x->arena, x->q, 1, &items, &count, &x->f));
    assert_int_equal(count, 1);
    assert_string_equal(items[0].rule, "required");
    ok(x, store_commit(x->store, &x->f));
}

static bool seen_hashes(void *data, const struct stored_return *row, struct fault *f) {
    const char **hashes = data;
    (void)f;
    hashes[row->id] = row->template_hash;
    assert_string_equal(row->association, "tokyo");
    return true;
}

static void test_versions(void **state) {
    struct fixture *x = *state;
    LOAD(x, "one", 1, {.sheet = "1", .code = 0, .bits = 1}, {.sheet = "2", .code = 0, .bits = 1});
    const struct questionnaire *first = x->q, *wider = parse(x, survey_json, more_questions);
    const char *before = state_of(x);
    ok(x, store_begin(x->store, &x->f));
    ok(x, store_survey_add(x->store, wider, &x->f));
    ok(x, store_survey_add(x->store, wider, &x->f));
    ok(x, store_commit(x->store, &x->f));
    assert_string_not_equal(state_of(x), before);
    x->q = store_questionnaire(x->store, x->arena, "s", &x->f);
    ok(x, x->q && x->q->question_count == 3);
    LOAD(x, "two", 2, {.sheet = "3", .code = 1});
    ok(x, revise(x, 2, &(struct line){.sheet = "2", .code = 1}, "misread"));
    const char *hashes[4] = {0};
    ok(x, store_each_return(x->store, "s", seen_hashes, hashes, &x->f));
    assert_true(hashes[2] == hashes[3] && hashes[1] != hashes[3]);

    const struct questionnaire *q;
    struct return_row row;
    struct response *response;
    ok(x, store_return_get(x->store, x->arena, 1, &q, &row, &response, &x->f));
    assert_string_equal(q->hash, first->hash);
    struct survey_row *rows;
    size_t count;
    ok(x, store_survey_list(x->store, x->arena, &rows, &count, &x->f));
    assert_int_equal(rows[0].versions, 2);
    assert_int_equal(rows[0].returns, 3);
    expect(x, 3, 0, 0, 0);
}

static void test_dropping(void **state) {
    struct fixture *x = *state;
    static const struct {
        const char *from, *to, *part;
    } cases[] = {
        {"\"id\": \"yes\"", "\"id\": \"aye\"", "the option yes of q1, which 2 returns"},
        {"\"id\": \"q1\"", "\"id\": \"p1\"", "the question q1 (or changes its kind), which 2 returns"},
        {"\"kind\": \"multi\"", "\"kind\": \"single\"",
         "the question q2 (or changes its kind), which 1 returns"},
        {"\"id\": \"b\"", "\"id\": \"c\"", NULL}, /* nobody ticked it */
    };
    LOAD(x, "one", 1, {.sheet = "1", .code = 0, .bits = 1}, {.sheet = "2", .code = 0});
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *json = arena_printf(x->arena, survey_json, ""), *at = strstr(json, cases[i].from);
        json = arena_printf(x->arena, "%.*s%s%s", (int)(at - json), json, cases[i].to,
                            at + strlen(cases[i].from));
        const struct questionnaire *q = questionnaire_parse(x->arena, json, strlen(json), "test", &x->f);
        ok(x, q && store_begin(x->store, &x->f));
        assert_int_equal(store_survey_add(x->store, q, &x->f), cases[i].part == NULL);
        if (cases[i].part && !strstr(x->f.text, cases[i].part))
            fail_msg("%s", x->f.text);
        store_rollback(x->store);
        fault_clear(&x->f);
    }
}

static void test_sent(void **state) {
    struct fixture *x = *state;
    const struct sent_count counts[] = {{"tokyo", "13", 100}, {"", "27", 50}};
    struct sent_count *sent;
    size_t count;
    const char *before = state_of(x);
    ok(x, store_begin(x->store, &x->f));
    ok(x, store_sent_set(x->store, "s", counts, 2, &x->f));
    ok(x, store_sent_set(x->store, "s", counts, 2, &x->f));
    ok(x, store_commit(x->store, &x->f));
    ok(x, store_sent_get(x->store, x->arena, "s", &sent, &count, &x->f));
    assert_int_equal(count, 2);
    assert_int_equal(sent[0].count, 100);
    assert_string_not_equal(state_of(x), before);
    expect(x, 0, 0, 0, 0);
    assert_false(store_sent_get(x->store, x->arena, "t", &sent, &count, &x->f));
    assert_non_null(strstr(x->f.text, "there are: s"));
}

static void sql(struct fixture *x, const char *text) {
    struct fault f = {0};
    if (!sql_exec(x->store->db, text, &f))
        fail_msg("%s", f.text);
}

static void test_never_overwritten(void **state) {
    struct fixture *x = *state;
    static const char *const refused[] = {
        "UPDATE revision SET why = 'x'",
        "DELETE FROM revision",
        "UPDATE trail SET who = 'x'",
        "DELETE FROM trail",
        "UPDATE template SET hash = 'x'",
        "DELETE FROM template",
        "DELETE FROM ret",
        "DELETE FROM batch",
    };
    LOAD(x, "one", 1, {.sheet = "1", .code = 0});
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        fault_clear(&x->f);
        assert_false(sql_exec(x->store->db, refused[i], &x->f));
        assert_non_null(strstr(x->f.text, "nothing in"));
    }
}

/* Each is done to a good store, behind the program's back, triggers out of the way. */
static void test_tampering(void **state) {
    struct fixture *x = *state;
    static const struct {
        const char *sql, *part;
    } cases[] = {
        {"UPDATE revision SET normal = x'011010' WHERE id = 2", "an answer of the batch number 1"},
        {"UPDATE revision SET association = 'osaka' WHERE id = 1", "an answer of the batch number 1"},
        {"UPDATE revision SET raw = 'x' WHERE id = 1", "an answer of the batch number 1"},
        {"UPDATE revision SET normal = x'01FF' WHERE id = 2", "return 2: the stored answers are damaged"},
        {"UPDATE revision SET normal = x'011110' WHERE id = 4", "return 1: an answer of its correction"},
        {"UPDATE revision SET why = 'x' WHERE id = 4", NULL}, /* the trail has the reason, too */
        {"UPDATE trail SET why = 'x' WHERE action = 'return.edit'", "the trail was changed"},
        {"UPDATE trail SET hash = zeroblob(32) WHERE id = 2", "the trail was changed"},
        {"DELETE FROM trail WHERE id = 1", "the trail was changed"},
        {"DELETE FROM trail WHERE id = (SELECT max(id) FROM trail)", "outside the program"},
        {"UPDATE ret SET status = 3 WHERE id = 2", "the counted returns are not those"},
        {"UPDATE ret SET revision = 1 WHERE id = 1", "return 1 does not stand at its newest revision"},
        {"UPDATE ret SET status = 1 WHERE id = 2", "return 2 is a duplicate of nothing"},
        {"PRAGMA defer_foreign_keys = ON; DELETE FROM ret WHERE id = 2", "points at nothing"},
        {"UPDATE survey SET accepted = 2", "the counted returns are not those"},
        {"INSERT INTO sent VALUES (1, '', '13', 5)", "its state is not the one"},
        {"UPDATE template SET json = CAST(replace(CAST(json AS TEXT), 'Yes', 'Yeah') AS BLOB)",
         "was changed outside the program"},
    };
    LOAD(x, "one", 1, {.sheet = "1", .code = 0}, {.sheet = "2", .code = 1}, {.sheet = "3", .code = 0});
    ok(x, revise(x, 1, &(struct line){.sheet = "1", .code = 1}, "misread"));
    expect(x, 3, 0, 0, 0);
    sqlite3_stmt *s =
        sql_query(x->store->db, &x->f, "SELECT name FROM sqlite_master WHERE type = 'trigger'", "");
    struct strbuf drop = {0};
    while (sql_row(s, &x->f) > 0)
        strbuf_printf(&drop, "DROP TRIGGER %s;", (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct verify_report report;
        sql(x, "BEGIN");
        sql(x, drop.text);
        sql(x, cases[i].sql);
        fault_clear(&x->f);
        ok(x, store_verify(x->store, x->arena, &report, &x->f));
        if (!cases[i].part ? report.problem != NULL
                           : !report.problem || !strstr(report.problem, cases[i].part))
            fail_msg("%s: %s", cases[i].sql, report.problem ? report.problem : "not noticed");
        sql(x, "ROLLBACK");
    }
    strbuf_end(&drop);
}

static void refuse(struct fixture *x, enum store_mode mode, const char *part) {
    fault_clear(&x->f);
    store_close(x->store);
    x->store = store_open(x->path, mode, &x->f);
    assert_null(x->store);
    if (!strstr(x->f.text, part))
        fail_msg("%s: %s", part, x->f.text);
    fault_clear(&x->f);
}

static long integer(struct fixture *x, const char *text) {
    long value;
    ok(x, sql_integer(x->store->db, &x->f, &value, -1, text, ""));
    return value;
}

static void test_opening(void **state) {
    struct fixture *x = *state;
    LOAD(x, "one", 1, {.sheet = "1", .code = 0});
    reopen(x, STORE_READ);
    assert_int_equal(integer(x, "PRAGMA user_version"), SCHEMA_VERSION);
    assert_int_equal(integer(x, "PRAGMA application_id"), SCHEMA_APPLICATION);
    assert_false(sql_exec(x->store->db, "UPDATE survey SET title = 'x'", &x->f));
    fault_clear(&x->f);
    reopen(x, STORE_WRITE);
    assert_int_equal(integer(x, "PRAGMA synchronous"), 2);
    assert_int_equal(integer(x, "PRAGMA foreign_keys"), 1);
    refuse(x, STORE_CREATE, "exists already");
    reopen(x, STORE_WRITE);
    sql(x, "PRAGMA user_version = 999");
    refuse(x, STORE_READ, "newer version of this program");
    refuse(x, STORE_WRITE, "newer version of this program");
}

static void put_file(const char *path, const char *text) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void test_not_a_store(void **state) {
    struct fixture *x = *state;
    snprintf(x->path, sizeof x->path, "%s/other", x->dir);
    refuse(x, STORE_READ, "there is no store here");
    put_file(x->path, "");
    refuse(x, STORE_WRITE, "empty file");
    reopen(x, STORE_CREATE); /* nothing is lost by it */
    snprintf(x->path, sizeof x->path, "%s/letter", x->dir);
    put_file(x->path,
             "Dear Sir or Madam, this is no database but a letter, and long enough to be looked at. Yours\n");
    refuse(x, STORE_READ, "not a store of this program");
    refuse(x, STORE_CREATE, "exists already");
    snprintf(x->path, sizeof x->path, "%s", x->dir);
    refuse(x, STORE_READ, "is a directory");
    refuse(x, STORE_CREATE, "is a directory");
    snprintf(x->path, sizeof x->path, "%s/theirs.db", x->dir);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(x->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t (a)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    refuse(x, STORE_WRITE, "another program");
}

/* Every migration, run on a new file, gives the schema that a new store has. */
static void test_migration(void **state) {
    struct fixture *x = *state;
    sqlite3 *db;
    long tables = integer(x, "SELECT count(*) FROM sqlite_master"), migrated;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    ok(x, schema_migrate(db, 0, &x->f));
    ok(x, schema_migrate(db, SCHEMA_VERSION, &x->f));
    ok(x, sql_integer(db, &x->f, &migrated, 0, "SELECT count(*) FROM sqlite_master", ""));
    assert_int_equal(migrated, tables);
    /* A step that fails leaves the store where it was. */
    assert_false(schema_migrate(db, 0, &x->f));
    fault_clear(&x->f);
    ok(x, sql_integer(db, &x->f, &migrated, 0, "PRAGMA user_version", ""));
    assert_int_equal(migrated, SCHEMA_VERSION);
    sqlite3_close(db);
}

static void test_two_at_once(void **state) {
    struct fixture *x = *state;
    struct store *reader = store_open(x->path, STORE_READ, &x->f);
    struct store *other = store_open(x->path, STORE_WRITE, &x->f);
    ok(x, reader && other);
    sqlite3_busy_timeout(other->db, 10);
    ok(x, store_begin(x->store, &x->f));
    assert_false(store_begin(other, &x->f));
    assert_non_null(strstr(x->f.text, "another program is writing"));
    fault_clear(&x->f);
    store_rollback(x->store);
    LOAD(x, "one", 1, {.sheet = "1", .code = 0});
    assert_int_equal(store_count_accepted(other, "s"), 1);
    /* The reader sees what was there when it came. */
    assert_int_equal(store_count_accepted(reader, "s"), 0);
    store_close(other);
    store_close(reader);
}

static void test_rollback(void **state) {
    struct fixture *x = *state;
    long batch;
    const struct batch_spec spec = {.name = "lost"};
    ok(x, store_begin(x->store, &x->f));
    ok(x, store_batch_begin(x->store, x->q, &spec, &batch, &x->f));
    add(x, batch, 0, 0, &(struct line){.sheet = "1"});
    reopen(x, STORE_WRITE);
    expect(x, 0, 0, 0, 0);
    LOAD(x, "lost", 1, {.sheet = "1"});
    expect(x, 1, 0, 0, 0);
}

static void test_backup(void **state) {
    struct fixture *x = *state;
    LOAD(x, "one", 1, {.sheet = "1", .code = 0}, {.sheet = "2", .code = 1});
    const char *copy = arena_printf(x->arena, "%s/copy.db", x->dir), *at = state_of(x);
    ok(x, store_backup(x->store, copy, NULL, NULL, &x->f));
    ok(x, store_backup(x->store, copy, NULL, NULL, &x->f));
    assert_false(store_backup(x->store, x->path, NULL, NULL, &x->f));
    assert_non_null(strstr(x->f.text, "the store itself"));
    fault_clear(&x->f);
    const char *letter = arena_printf(x->arena, "%s/letter", x->dir);
    put_file(letter, "Dear Sir or Madam, this letter is not to be lost.");
    assert_false(store_backup(x->store, letter, NULL, NULL, &x->f));
    fault_clear(&x->f);
    snprintf(x->path, sizeof x->path, "%s", copy);
    reopen(x, STORE_READ);
    assert_string_equal(state_of(x), at);
    expect(x, 2, 0, 0, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_duplicates),  TEST(test_set_aside),   TEST(test_file_named_twice),
        TEST(test_batch_names), TEST(test_revisions),   TEST(test_void_and_accept),
        TEST(test_undo),        TEST(test_findings),    TEST(test_versions),
        TEST(test_dropping),    TEST(test_sent),        TEST(test_never_overwritten),
        TEST(test_tampering),   TEST(test_opening),     TEST(test_not_a_store),
        TEST(test_migration),   TEST(test_two_at_once), TEST(test_rollback),
        TEST(test_backup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
