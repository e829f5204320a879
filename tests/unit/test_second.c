/* Double entry: keys of answers, sheets found by number, kappa, the draw, and what verify sees of it. */
#include "engine/response/keying.h"
#include "engine/store/account.h"
#include "engine/store/number.h"
#include "engine/store/sitting.h"
#include "engine/tabulation/kappa.h"
#include "tests/unit/store_fixture.h"
#include "tests/unit/tiny_survey.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

/* --- answers --- */

static const struct answer given = {.state = ANSWER_GIVEN, .code = -1};

static struct answer with(int code, uint64_t bits, int64_t number, const char *text) {
    struct answer answer = given;
    answer.code = code;
    answer.bits = bits;
    answer.number = number;
    answer.text = text;
    return answer;
}

static struct answer silent(enum answer_state state) {
    return (struct answer){.state = state, .code = -1};
}

static void test_alike(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct questionnaire *q = tiny_questionnaire_of(arena, tiny_json);
    const struct {
        int question;
        struct answer a, b;
        bool alike;
    } cases[] = {
        {TYPE, with(0, 0, 0, NULL), with(0, 0, 0, NULL), true},
        {TYPE, with(0, 0, 0, NULL), with(1, 0, 0, NULL), false},
        {TYPE, with(0, 0, 0, "ＡＢＣ"), with(0, 0, 0, "abc"), true},
        {TYPE, with(0, 0, 0, "abc"), with(0, 0, 0, NULL), false},
        {TYPE, with(0, 0, 0, ""), with(0, 0, 0, NULL), true},
        {KIND, with(-1, 3, 0, NULL), with(-1, 3, 0, NULL), true},
        {KIND, with(-1, 3, 0, NULL), with(-1, 1, 0, NULL), false},
        {STAFF, with(-1, 0, 2500000, NULL), with(-1, 0, 2500000, NULL), true},
        {STAFF, with(-1, 0, 2500000, NULL), with(-1, 0, 250000, NULL), false},
        {STORY, with(-1, 0, 0, "保険証　ABC"), with(-1, 0, 0, " 保険証 ＡＢＣ"), true},
        {STORY, with(-1, 0, 0, "保険証"), with(-1, 0, 0, "保険者"), false},
        {TYPE, silent(ANSWER_NO_ANSWER), silent(ANSWER_NOT_APPLICABLE), true},
        {TYPE, silent(ANSWER_NO_ANSWER), silent(ANSWER_INVALID), false},
        {TYPE, silent(ANSWER_NO_ANSWER), silent(ANSWER_NONE), false},
        {TYPE, silent(ANSWER_INVALID), silent(ANSWER_INVALID), true},
        {STORY, silent(ANSWER_NONE), with(-1, 0, 0, "none"), false},
        {STORY, silent(ANSWER_INVALID), with(-1, 0, 0, "invalid"), false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (keying_alike(arena, &q->questions[cases[i].question], &cases[i].a, &cases[i].b) != cases[i].alike)
            fail_msg("case %zu", i);
    arena_destroy(arena);
}

static void test_sheets(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct keying_index *index = keying_index_create(arena);
    static int items[2000];
    keying_index_add(index, "1", "tokyo", &items[0]);
    keying_index_add(index, "1", "osaka", &items[1]);
    keying_index_add(index, "2", NULL, &items[2]);
    keying_index_add(index, "3", "tokyo", &items[3]);
    keying_index_add(index, "4", "tokyo", &items[4]);
    keying_index_add(index, "4", "tokyo", &items[5]);
    for (int i = 100; i < 2000; i++)
        keying_index_add(index, arena_printf(arena, "%d", i), NULL, &items[i]);
    const struct {
        const char *sheet, *association;
        enum keying_match match;
        int item;
    } cases[] = {
        {"1", "tokyo", KEYING_ONE, 0},       {"1", "osaka", KEYING_ONE, 1},
        {"1", NULL, KEYING_SEVERAL, -1},     {"1", "kyoto", KEYING_NONE, -1},
        {"2", "kyoto", KEYING_ONE, 2},       {"2", NULL, KEYING_ONE, 2},
        {"3", NULL, KEYING_ONE, 3},          {"3", "osaka", KEYING_NONE, -1},
        {"4", "tokyo", KEYING_SEVERAL, -1},  {"5", NULL, KEYING_NONE, -1},
        {"1999", "tokyo", KEYING_ONE, 1999},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        void *found = &found;
        assert_int_equal(keying_index_find(index, cases[i].sheet, cases[i].association, &found),
                         cases[i].match);
        assert_ptr_equal(found, cases[i].item < 0 ? NULL : &items[cases[i].item]);
    }
    arena_destroy(arena);
}

/* --- kappa --- */

/* "aab" and "abb": the categories of the first and of the second, by letter. */
static struct kappa kappa_of(struct arena *arena, const char *first, const char *second) {
    size_t count = strlen(first);
    struct kappa_pair *pairs = arena_array(arena, count + 1, sizeof *pairs);
    for (size_t i = 0; i < count; i++)
        pairs[i] =
            (struct kappa_pair){arena_strndup(arena, first + i, 1), arena_strndup(arena, second + i, 1)};
    return kappa_cohen(arena, pairs, count);
}

static void test_kappa(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct kappa k = kappa_of(arena, "", "");
    assert_false(k.defined);
    k = kappa_of(arena, "aaa", "aaa"); /* always the same: chance explains it all */
    assert_false(k.defined);
    assert_int_equal(k.agreed, 3);
    k = kappa_of(arena, "ab", "ab");
    assert_true(k.defined && fabs(k.value - 1) < 1e-12);
    k = kappa_of(arena, "ab", "ba");
    assert_true(k.defined && fabs(k.value + 1) < 1e-12);
    /* 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 35/50, expected .5 * .6 + .5 * .4, kappa .4 */
    k = kappa_of(arena, "yyyyyyyyyyyyyyyyyyyyyyyyynnnnnnnnnnnnnnnnnnnnnnnnn",
                 "yyyyyyyyyyyyyyyyyyyynnnnnyyyyyyyyyynnnnnnnnnnnnnnn");
    assert_int_equal(k.pairs, 50);
    assert_int_equal(k.agreed, 35);
    assert_true(fabs(k.expected - 0.5) < 1e-12 && fabs(k.value - 0.4) < 1e-12);
    /* Three categories, a to the first alone: observed 3/6, expected (0 + 3 * 4 + 2 * 2) / 36, kappa 1/10 */
    k = kappa_of(arena, "abbbcc", "bbbccb");
    assert_true(fabs(k.observed - 0.5) < 1e-12 && fabs(k.expected - 16.0 / 36) < 1e-12);
    assert_true(fabs(k.value - 0.1) < 1e-12);
    arena_destroy(arena);
}

/* --- in the store --- */

static int setup(void **state) {
    return fixture_setup(state, tiny_json);
}

/* Sheets from..to, each with the answer `type`, as a batch of returns or of second keyings. */
static void load(struct fixture *x, const char *name, int from, int to, const char *keyer, int type,
                 bool second) {
    const struct batch_spec spec = {.name = name, .format = "csv", .second = second};
    struct reconciliation r;
    long batch, id;
    enum return_status status;
    ok(x, store_begin(x->store, &x->f) && store_batch_begin(x->store, x->q, &spec, &batch, &x->f));
    for (int i = from; i <= to; i++) {
        struct response *response = response_create(x->arena, x->q);
        response->fields[FIELD_SHEET] = arena_printf(x->arena, "%d", i);
        response->fields[FIELD_OPERATOR] = keyer;
        for (size_t j = 0; j < x->q->question_count; j++)
            response->answers[j].raw = "";
        response->answers[TYPE] = with(type, 0, 0, NULL);
        response->answers[TYPE].raw = "x";
        response_route(x->q, response);
        const struct incoming in = {.response = response, .raw = "cells", .raw_length = 5, .row = (size_t)i};
        if (second)
            ok(x, store_second_add(x->store, x->q, &in, &id, &x->f));
        else
            ok(x, store_return_add(x->store, x->q, batch, &in, &id, &status, &x->f));
    }
    ok(x, store_batch_end(x->store, batch, &r, &x->f) && store_commit(x->store, &x->f));
    assert_int_equal(r.second, second ? to - from + 1 : 0);
    assert_int_equal(r.read, second ? 0 : to - from + 1);
}

static struct second_book *book_of(struct fixture *x) {
    struct second_book *book = store_second_book(x->store, x->arena, x->q, &x->f);
    ok(x, book != NULL);
    return book;
}

static void set_plan(struct fixture *x, double share, long seed) {
    ok(x, store_begin(x->store, &x->f) && store_second_plan_set(x->store, x->q, share, seed, &x->f) &&
              store_commit(x->store, &x->f));
}

static size_t count_drawn(const struct second_book *book, const char *batch) {
    size_t count = 0;
    for (size_t i = 0; i < book->first_count; i++)
        count += book->firsts[i].drawn && strcmp(book->firsts[i].batch, batch) == 0;
    return count;
}

static void whole(struct fixture *x) {
    struct verify_report report;
    ok(x, store_verify(x->store, x->arena, &report, &x->f));
    if (report.problem)
        fail_msg("%s", report.problem);
}

static void test_draw(void **state) {
    struct fixture *x = *state;
    load(x, "one", 1, 300, "ann", 0, false);
    assert_int_equal(count_drawn(book_of(x), "one"), 0); /* no plan */
    static const struct {
        double share;
        size_t drawn;
    } cases[] = {{0.1, 30}, {0.101, 31}, {1, 300}, {0.001, 1}, {1.0 / 3, 100}, {0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set_plan(x, cases[i].share, 5);
        assert_int_equal(count_drawn(book_of(x), "one"), cases[i].drawn);
        whole(x);
    }
    set_plan(x, 0.1, 5);
    const struct second_book *before = book_of(x);
    load(x, "two", 301, 330, "ann", 0, false);
    ok(x, store_begin(x->store, &x->f) && store_return_void(x->store, 3, "not a clinic", &x->f) &&
              store_commit(x->store, &x->f));
    const struct second_book *after = book_of(x);
    assert_int_equal(count_drawn(after, "two"), 3);
    for (size_t i = 0, j = 0; i < 300; i++)
        if (before->firsts[i].ret != 3)
            assert_int_equal(before->firsts[i].drawn, after->firsts[j++].drawn);
        else
            assert_int_equal(after->firsts[j].ret, 4);
}

static void test_states(void **state) {
    struct fixture *x = *state;
    load(x, "first", 1, 5, "ann", 0, false);
    load(x, "again", 5, 5, "cho", 1, false); /* sheet 5 has two returns */
    load(x, "second", 3, 6, "bob", 1, true);
    load(x, "own", 1, 1, "ＡＮＮ", 1, true);
    load(x, "third", 2, 3, "dai", 2, true);
    static const enum second_state expected[] = {SECOND_COMPARED, SECOND_COMPARED,      SECOND_SEVERAL,
                                                 SECOND_NO_FIRST, SECOND_SAME_OPERATOR, SECOND_COMPARED,
                                                 SECOND_REPEATED};
    struct second_book *book = book_of(x);
    assert_int_equal(book->row_count, 7);
    for (size_t i = 0; i < book->row_count; i++)
        assert_int_equal(book->rows[i].state, expected[i]);
    struct batch_undone gone;
    ok(x, store_begin(x->store, &x->f) && store_batch_undo(x->store, "second", NULL, &gone, &x->f) &&
              store_commit(x->store, &x->f));
    assert_int_equal(gone.returns, 0);
    book = book_of(x);
    assert_int_equal(book->row_count, 3);
    assert_int_equal(book->rows[2].state, SECOND_COMPARED); /* it was repeated, and is the first now */
    whole(x);
}

static void test_decide(void **state) {
    struct fixture *x = *state;
    load(x, "first", 1, 1, "ann", 0, false);
    load(x, "second", 1, 1, "bob", 1, true);
    struct second_book *book = book_of(x);
    struct second_pair pair;
    ok(x, store_second_pair(x->store, x->arena, book, &book->rows[0], &pair, &x->f));
    assert_true(second_differs(x->arena, book, &pair, TYPE));
    assert_false(second_differs(x->arena, book, &pair, TROUBLE));
    struct second_count count = second_count(x->arena, book, &pair);
    assert_int_equal(count.open, 1);
    ok(x, store_begin(x->store, &x->f));
    struct second_ruling ruling = {.question = TYPE, .choice = "second", .answer = "dental"};
    assert_false(store_second_reopen(x->store, book, &pair, &ruling, &x->f)); /* nobody has decided */
    fault_clear(&x->f);
    ok(x, store_second_decide(x->store, book, &pair, &ruling, &x->f)); /* without a reason */
    ruling =
        (struct second_ruling){.question = TYPE, .choice = "first", .answer = "clinic", .why = "seen again"};
    ok(x, store_second_decide(x->store, book, &pair, &ruling, &x->f));
    ok(x, store_commit(x->store, &x->f));
    ok(x, store_second_pair(x->store, x->arena, book, &book->rows[0], &pair, &x->f));
    assert_string_equal(pair.decided[TYPE]->choice, "first"); /* the last one stands */
    assert_string_equal(pair.decided[TYPE]->why, "seen again");
    assert_string_equal(pair.decided[TYPE]->who, "tester");
    count = second_count(x->arena, book, &pair);
    assert_int_equal(count.open, 0);
    assert_int_equal(count.decided, 1);
    assert_int_equal(count.fields, count.agreed + 1);
    struct response *before;
    ok(x, store_second_before(x->store, x->arena, book, &pair, TYPE, &before, &x->f));
    assert_null(before); /* the decision changed nothing */
    ok(x, store_begin(x->store, &x->f) && store_second_reopen(x->store, book, &pair, &ruling, &x->f) &&
              store_commit(x->store, &x->f));
    ok(x, store_second_pair(x->store, x->arena, book, &book->rows[0], &pair, &x->f));
    assert_null(pair.decided[TYPE]); /* both decisions are gone, not the last one only */
    whole(x);
}

static void correct(struct fixture *x, const char *who, long ret, int type) {
    const struct questionnaire *q;
    struct return_row row;
    struct response *response;
    const struct findings none = {.arena = x->arena};
    store_set_actor(x->store, who);
    ok(x,
       store_begin(x->store, &x->f) && store_return_get(x->store, x->arena, ret, &q, &row, &response, &x->f));
    response->answers[TYPE] = with(type, 0, 0, NULL);
    ok(x, store_return_revise(x->store, q, ret, response, &none, "slip", &x->f) &&
              store_commit(x->store, &x->f));
}

/* What the keyer corrected before the second keying is none of its errors; what another corrected, or the keyer later, is. */
static void test_own_correction(void **state) {
    struct fixture *x = *state;
    load(x, "first", 1, 4, "ann", 0, false);
    correct(x, "ann", 1, 1);
    correct(x, "cho", 2, 1);
    correct(x, "cho", 3, 2);
    correct(x, "ann", 3, 1);
    load(x, "second", 1, 4, "bob", 1, true);
    correct(x, "ann", 4, 1);
    struct second_book *book = book_of(x);
    for (size_t i = 0; i < 4; i++) {
        struct second_pair pair;
        ok(x, store_second_pair(x->store, x->arena, book, &book->rows[i], &pair, &x->f));
        assert_int_equal(second_differs(x->arena, book, &pair, TYPE), i > 0);
        assert_int_equal(pair.answers[SECOND_AS_FIRST]->answers[TYPE].code, i == 0);
        assert_int_equal(pair.answers[SECOND_AS_FINAL]->answers[TYPE].code, 1);
    }
    whole(x);
}

/* Whoever keyed a sheet does not decide on it, as long as there is somebody else. */
static void test_decider(void **state) {
    struct fixture *x = *state;
    static const struct {
        const char *account; /* opened before the row is looked at, or NULL */
        enum account_role role;
        const char *who;
        enum second_decider expected;
    } rows[] = {
        {NULL, 0, "ann", SECOND_ALONE},
        {"ann", ROLE_ENTRY, "ａｎｎ", SECOND_ALONE},
        {"bob", ROLE_OFFICER, "bob", SECOND_ALONE},
        {"ken", ROLE_RESEARCH, "bob", SECOND_ALONE}, /* does not key */
        {"cho", ROLE_ENTRY, "bob", SECOND_KEYER},
        {NULL, 0, "ann", SECOND_KEYER},
        {NULL, 0, "cho", SECOND_THIRD},
        {NULL, 0, "somebody", SECOND_THIRD},
    };
    load(x, "first", 1, 1, "ann", 0, false);
    load(x, "second", 1, 1, "bob", 1, true);
    struct second_book *book = book_of(x);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum second_decider decider;
        if (rows[i].account)
            ok(x, store_begin(x->store, &x->f) &&
                      account_add(x->store, rows[i].account, rows[i].role, "a long secret", &x->f) &&
                      store_commit(x->store, &x->f));
        ok(x, store_second_decider(x->store, x->arena, &book->rows[0], rows[i].who, &decider, &x->f));
        assert_int_equal(decider, rows[i].expected);
    }
    whole(x);
}

/* --- numbers, before they are keyed --- */

static void test_after(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    static const char *const cases[][2] = {
        {"1", "2"},      {"9", "10"},      {"0099", "0100"},
        {"A-9", "A-10"}, {"A-19", "A-20"}, {"999", "1000"},
        {"7b", NULL},    {"", NULL},       {"99999999999999999999", "100000000000000000000"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *next = number_after(arena, cases[i][0]);
        assert_true((!next && !cases[i][1]) || (next && cases[i][1] && strcmp(next, cases[i][1]) == 0));
    }
    arena_destroy(arena);
}

static struct number find(struct fixture *x, const char *who, const char *sheet, const char *association) {
    struct number n;
    store_set_actor(x->store, who);
    ok(x, number_find(x->store, x->arena, x->q,
                      &(struct number_wish){.sheet = sheet, .association = association}, &n, &x->f));
    return n;
}

/* What the screen is told of one number is what the whole book says of it. */
static void test_number(void **state) {
    struct fixture *x = *state;
    load(x, "first", 1, 5, "ann", 0, false);
    load(x, "again", 5, 5, "cho", 1, false);
    load(x, "second", 3, 3, "bob", 1, true);
    load(x, "gone", 8, 8, "ann", 0, false);
    ok(x, store_begin(x->store, &x->f) && store_return_void(x->store, 7, "blank", &x->f) &&
              store_commit(x->store, &x->f));
    static const char *const people[] = {"ann", "ＡＮＮ", "bob", "cho"};
    for (int sheet = 1; sheet <= 8; sheet++)
        for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
            struct second_book *book = book_of(x);
            struct second_row row = {.sheet = arena_printf(x->arena, "%d", sheet), .keyer = people[i]};
            second_book_match(book, &row);
            assert_int_equal(find(x, people[i], row.sheet, NULL).second, row.state);
        }
    const struct number one = find(x, "bob", "3", "tokyo");
    assert_string_equal(one.by, "ann");
    assert_string_equal(one.again, "bob");
    assert_non_null(one.at);
    assert_int_equal(one.second, SECOND_REPEATED);
    assert_null(find(x, "bob", "8", NULL).taken); /* void */
    assert_int_equal(find(x, "bob", "8", NULL).second, SECOND_NO_FIRST);
}

static void test_next(void **state) {
    struct fixture *x = *state;
    const struct second_first *second;
    const char *next;
    store_set_actor(x->store, "dai");
    ok(x, number_next(x->store, x->arena, x->q, NULL, NULL, &next, &x->f));
    assert_string_equal(next, "1");
    load(x, "first", 1, 3, "ann", 0, false);
    load(x, "more", 5, 6, "bob", 0, false);
    static const char *const cases[][2] = {{NULL, "7"}, {"1", "4"}, {"4", "7"}, {"40", "41"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ok(x, number_next(x->store, x->arena, x->q, cases[i][0], NULL, &next, &x->f));
        assert_string_equal(next, cases[i][1]);
    }
    /* Past a long file, in few steps; with the width of the digits. */
    load(x, "file", 100, 700, "ann", 0, false);
    static const char *const far[][2] = {{"99", "701"}, {"350", "701"}, {"0100", "0101"}, {"0099", "0100"}};
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        ok(x, number_next(x->store, x->arena, x->q, far[i][0], NULL, &next, &x->f));
        assert_string_equal(next, far[i][1]);
    }
    struct batch_undone gone;
    ok(x, store_begin(x->store, &x->f) && store_batch_undo(x->store, "file", NULL, &gone, &x->f) &&
              store_commit(x->store, &x->f));
    /* On somebody's screen, it is not proposed to another; and no draft is in the way that is no sheet. */
    store_set_actor(x->store, "eri");
    ok(x, store_begin(x->store, &x->f) &&
              sitting_draft_set(x->store, "tiny", false, "{\"fields\": {\"sheet\": \"4\"}}", &x->f));
    store_set_actor(x->store, "fumi");
    ok(x, sitting_draft_set(x->store, "tiny", false, "[not JSON", &x->f) && store_commit(x->store, &x->f));
    store_set_actor(x->store, "dai");
    ok(x, number_next(x->store, x->arena, x->q, "3", NULL, &next, &x->f));
    assert_string_equal(next, "7");
    assert_string_equal(find(x, "dai", "4", NULL).held[0], "eri");
    assert_null(find(x, "eri", "4", NULL).held[0]);
    /* For a second keying, what others have keyed and nobody again. */
    store_set_actor(x->store, "bob");
    load(x, "second", 2, 2, "bob", 1, true);
    ok(x, number_next_second(x->store, x->arena, x->q, "1", &second, &x->f));
    assert_string_equal(second->sheet, "3");
    ok(x, number_next_second(x->store, x->arena, x->q, "3", &second, &x->f));
    assert_string_equal(second->sheet, "1"); /* from the beginning again */
    store_set_actor(x->store, "ann");
    ok(x, number_next_second(x->store, x->arena, x->q, "5", &second, &x->f));
    assert_string_equal(second->sheet, "6");
}

/* Who looked at a first keying keys another sheet; who keyed it may look, and so may anybody when there is a second one. */
static void test_blind(void **state) {
    struct fixture *x = *state;
    const struct second_first *second;
    static const struct {
        const char *who;
        long ret;
        bool blind;
    } looks[] = {{"ann", 1, false}, {"bob", 1, true}, {"bob", 1, false}, {"cho", 1, true}, {"bob", 2, false}};
    load(x, "first", 1, 3, "ann", 0, false);
    load(x, "second", 2, 2, "cho", 1, true);
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        const struct number_wish wish = {.sheet = arena_printf(x->arena, "%ld", looks[i].ret)};
        bool blind;
        store_set_actor(x->store, looks[i].who);
        ok(x, store_begin(x->store, &x->f) &&
                  number_look(x->store, x->arena, x->q, &wish, looks[i].ret, &blind, &x->f) &&
                  store_commit(x->store, &x->f));
        assert_int_equal(blind, looks[i].blind);
    }
    assert_true(find(x, "bob", "1", NULL).seen);
    assert_false(find(x, "dai", "1", NULL).seen);
    store_set_actor(x->store, "bob");
    ok(x, number_next_second(x->store, x->arena, x->q, NULL, &second, &x->f));
    assert_string_equal(second->sheet, "3");
    store_set_actor(x->store, "dai");
    ok(x, number_next_second(x->store, x->arena, x->q, NULL, &second, &x->f));
    assert_string_equal(second->sheet, "1");
    whole(x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alike),
        cmocka_unit_test(test_sheets),
        cmocka_unit_test(test_kappa),
        cmocka_unit_test_setup_teardown(test_draw, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_states, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_decide, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_own_correction, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_decider, setup, fixture_teardown),
        cmocka_unit_test(test_after),
        cmocka_unit_test_setup_teardown(test_number, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_blind, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_next, setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
