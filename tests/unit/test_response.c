/* response: encoding, scanning, hash, words; calendar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/calendar.h"
#include "engine/response/finding.h"
#include "engine/response/response.h"

enum { TYPE, KINDS, COUNT, CASES, PREF, DAY, QUESTIONS };

static const struct option type_options[] = {{.id = "clinic", .label = "medical clinic"},
                                             {.id = "dental", .label = "dental clinic"},
                                             {.id = "rest", .label = "other", .other = true}};
static const struct option kind_options[] = {
    {.id = "a", .label = "a"}, {.id = "b", .label = "b"}, {.id = "c", .label = "c", .other = true},
    {.id = "d", .label = "d"}, {.id = "e", .label = "e"}, {.id = "f", .label = "f"},
    {.id = "g", .label = "g"}, {.id = "h", .label = "h"}, {.id = "i", .label = "i"}};
static struct option pref_options[47];

static const struct question questions[QUESTIONS] = {
    [TYPE] = {.id = "type", .kind = QUESTION_SINGLE, .options = type_options, .option_count = 3},
    [KINDS] = {.id = "kinds", .kind = QUESTION_MULTI, .options = kind_options, .option_count = 9},
    [COUNT] = {.id = "count", .kind = QUESTION_NUMBER},
    [CASES] = {.id = "cases", .kind = QUESTION_TEXT},
    [PREF] = {.id = "pref", .kind = QUESTION_PREFECTURE, .options = pref_options, .option_count = 47},
    [DAY] = {.id = "day", .kind = QUESTION_DATE},
};
static const struct questionnaire survey = {.id = "x", .questions = questions, .question_count = QUESTIONS};

struct sample {
    size_t question;
    struct answer answer;
    size_t bytes;     /* of the tag, the value and the text */
    const char *text; /* answer_text */
};

static const struct sample samples[] = {
    {TYPE, {.code = 0}, 1, "medical clinic"},
    {TYPE, {.code = 2, .text = "midwife"}, 2 + 1 + 7, "other (midwife)"},
    {TYPE, {.code = -1, .state = ANSWER_INVALID}, 1, "invalid"},
    {TYPE, {.code = -1, .state = ANSWER_INVALID, .text = "1 or 2"}, 1 + 1 + 6, "invalid"},
    {TYPE, {.code = -1, .state = ANSWER_NONE}, 1, "none"},
    {TYPE, {.code = -1, .state = ANSWER_NOT_APPLICABLE}, 1, "not applicable"},
    {KINDS, {.code = -1, .bits = 0x0B}, 1, "a | b | d"},
    {KINDS, {.code = -1, .bits = 0x1FF}, 3, "a | b | c | d | e | f | g | h | i"},
    {KINDS, {.code = -1, .bits = 0x05, .text = "停電"}, 2 + 1 + 6, "a | c (停電)"},
    {COUNT, {.code = -1, .number = 3 * NUMBER_ONE}, 1, "3"},
    {COUNT, {.code = -1, .number = 0}, 1, "0"},
    {COUNT, {.code = -1, .number = -2500000}, 5, "-2.5"},
    {COUNT, {.code = -1, .number = 1000001}, 4, "1.000001"},
    {COUNT, {.code = -1, .number = INT64_MAX}, 11, "9223372036854.775807"},
    {COUNT, {.code = -1, .number = INT64_MIN}, 11, "-9223372036854.775808"},
    {CASES, {.code = -1, .text = "カードリーダーの不具合"}, 2 + 33, "カードリーダーの不具合"},
    {CASES, {.code = -1, .text = ""}, 2, ""},
    {CASES, {.code = -1}, 1, ""},
    {PREF, {.code = 46}, 1, "沖縄県"},
    {DAY, {.code = -1, .number = 19731, .text = "2024-01-09"}, 4, "2024-01-09"},
    {DAY, {.code = -1, .number = -1, .text = "1969-12-31"}, 2, "1969-12-31"},
};
enum { SAMPLES = sizeof samples / sizeof *samples };

static struct response *response_with(struct arena *arena, const struct sample *sample) {
    struct response *response = response_create(arena, &survey);
    response->answers[sample->question] = sample->answer;
    return response;
}

static int setup(void **state) {
    (void)state;
    for (size_t i = 0; i < 47; i++)
        pref_options[i] = (struct option){.id = "00", .label = i == 46 ? "沖縄県" : "x"};
    return 0;
}

static void test_round_trip(void **state) {
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        struct arena *arena = arena_create();
        struct fault f = {0};
        struct strbuf bytes = {0};
        struct response *in = response_with(arena, &samples[i]);
        response_encode(&survey, in, &bytes);
        assert_int_equal(bytes.length, 1 + QUESTIONS - 1 + samples[i].bytes);
        struct response out = {0};
        if (!response_decode(arena, &survey, bytes.text, bytes.length, &out, &f))
            fail_msg("sample %zu: %s", i, f.text);
        for (size_t k = 0; k < QUESTIONS; k++)
            if (!answer_equal(&in->answers[k], &out.answers[k]))
                fail_msg("sample %zu: question %zu differs", i, k);
        assert_string_equal(
            answer_text(arena, &questions[samples[i].question], &in->answers[samples[i].question]),
            samples[i].text);
        strbuf_end(&bytes);
        arena_destroy(arena);
    }
}

static void compare(void *data, size_t question, const struct answer *answer) {
    const struct answer *wanted = &((const struct response *)data)->answers[question];
    assert_int_equal(answer->state, wanted->state);
    assert_int_equal(answer->code, wanted->code);
    assert_true(answer->bits == wanted->bits);
    assert_true(answer->number == wanted->number);
    if (questions[question].kind == QUESTION_DATE || !wanted->text) {
        assert_null(answer->text);
    } else {
        assert_int_equal(answer->text_length, strlen(wanted->text));
        assert_memory_equal(answer->text, wanted->text, answer->text_length);
    }
}

static void ignore(void *data, size_t question, const struct answer *answer) {
    (void)data, (void)question, (void)answer;
}

static void test_scan(void **state) {
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        struct arena *arena = arena_create();
        struct fault f = {0};
        struct strbuf bytes = {0};
        struct response *in = response_with(arena, &samples[i]);
        response_encode(&survey, in, &bytes);
        struct answer_visitor visitor = {compare, in};
        assert_true(response_scan(&survey, bytes.text, bytes.length, &visitor, &f));
        visitor.visit = ignore;
        for (size_t cut = 0; cut < bytes.length; cut++) {
            f = (struct fault){0};
            assert_false(response_scan(&survey, bytes.text, cut, &visitor, &f));
            assert_non_null(strstr(f.text, "shukei verify"));
        }
        strbuf_end(&bytes);
        arena_destroy(arena);
    }
}

#define NO "\x01\x01\x01\x01\x01"
static void test_malformed(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        const char *part;
    } cases[] = {
        {"\x01\x01" NO, 7, NULL}, /* well-formed: six times no answer */
        {"", 0, "empty"},
        {"\x02\x01" NO, 7, "encoding 2"},
        {"\x01\x01" NO "\x01", 8, "1 bytes too long"},
        {"\x01\x13" NO, 7, "question type"},         /* option 3 of 3 */
        {"\x01\x08\x00\x7f" NO, 9, "question type"}, /* text longer than the rest */
        {"\x01\x05" NO, 7, "question type"},         /* no such state */
        {"\x01\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02" NO, 17, "question type"}, /* over 64 bits */
        {"\x01\x01\x00\x80\x04" NO, 9, "question kinds"},                             /* bit 9 of 9 */
        {"\x01\x01\x01\x01\x10\x01\x01", 7, "question cases"},              /* a one-byte free text */
        {"\x01\x01\x01\x01\x08\x02\xff\xfe\x01\x01", 10, "question cases"}, /* not UTF-8 */
        {"\x01\x01\x01\x01\x08\x02\x61\x00\x01\x01", 10, "question cases"}, /* a NUL inside */
        {"\x01\x01\x01\x01\x01\x01\x20", 7, "question day"},                /* a one-byte date */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct fault f = {0};
        struct response out = {0};
        bool fine = response_decode(arena, &survey, cases[i].bytes, cases[i].length, &out, &f);
        if (fine != !cases[i].part || (cases[i].part && !strstr(f.text, cases[i].part)))
            fail_msg("case %zu: %s", i, f.text);
        arena_destroy(arena);
    }
}

static void test_hash(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct response *r = response_with(arena, &samples[0]);
    r->fields[FIELD_SHEET] = "12";
    r->fields[FIELD_INSTITUTION] = "3";
    uint64_t hash = response_hash(&survey, r);
    assert_true(hash == 0x66de7ff5c4418550u); /* stores hold such hashes: it must not change */
    struct response *same = response_clone(arena, &survey, r);
    same->fields[FIELD_REMARK] = "read twice";
    same->answers[TYPE].raw = "○";
    assert_true(response_hash(&survey, same) == hash);

    struct response *shifted = response_clone(arena, &survey, r);
    shifted->fields[FIELD_SHEET] = "1";
    shifted->fields[FIELD_INSTITUTION] = "23";
    assert_true(response_hash(&survey, shifted) != hash);
    struct response *other = response_clone(arena, &survey, r);
    other->answers[TYPE].code = 1;
    assert_true(response_hash(&survey, other) != hash);
    other->answers[TYPE] = (struct answer){.state = ANSWER_NO_ANSWER, .code = -1};
    uint64_t silent = response_hash(&survey, other);
    other->answers[TYPE].state = ANSWER_NOT_APPLICABLE;
    assert_true(response_hash(&survey, other) != silent);
    arena_destroy(arena);
}

static void test_clone(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    char words[] = "midwife";
    struct response *from = response_with(arena, &samples[1]);
    from->answers[TYPE].text = words;
    struct response *to = response_clone(arena, &survey, from);
    words[0] = 'M';
    assert_string_equal(to->answers[TYPE].text, "midwife");
    assert_false(answer_equal(&to->answers[TYPE], &from->answers[TYPE]));
    arena_destroy(arena);
}

static void test_has(void **state) {
    (void)state;
    struct answer multi = {.code = -1, .bits = 0x05}, single = {.code = 1};
    assert_true(answer_has(&questions[KINDS], &multi, 0));
    assert_false(answer_has(&questions[KINDS], &multi, 1));
    assert_false(answer_has(&questions[KINDS], &multi, -1));
    assert_true(answer_has(&questions[TYPE], &single, 1));
    assert_false(answer_has(&questions[TYPE], &single, 0));
    single.state = multi.state = ANSWER_INVALID;
    assert_false(answer_has(&questions[KINDS], &multi, 0));
    assert_false(answer_has(&questions[TYPE], &single, 1));
}

static void test_findings(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct findings all = {.arena = arena};
    char value[] = "abc";
    for (int i = 0; i < 100; i++)
        finding_add(&all, (struct finding){.row = (size_t)i, .rule = "r", .severity = i % 3, .value = value});
    value[0] = 'X';
    assert_int_equal(all.count, 100);
    assert_int_equal(all.errors, 33);
    assert_string_equal(all.items[7].value, "abc");
    assert_int_equal(all.items[99].row, 99);
    assert_null(all.items[7].file);
    assert_string_equal(finding_severity_key(RULE_ERROR), "error");
    assert_string_equal(finding_severity_key(RULE_WARNING), "warning");
    assert_string_equal(finding_severity_key(RULE_INFO), "info");
    assert_string_equal(answer_state_key(ANSWER_NOT_APPLICABLE), "not_applicable");
    arena_destroy(arena);
}

static void test_calendar(void **state) {
    (void)state;
    static const struct {
        int year, month, day;
        int64_t days;
    } known[] = {
        {1970, 1, 1, 0}, {1969, 12, 31, -1}, {2024, 1, 9, 19731}, {2000, 2, 29, 11016}, {1900, 3, 1, -25508}};
    char text[CALENDAR_TEXT];
    int64_t days;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_true(calendar_days(known[i].year, known[i].month, known[i].day, &days));
        assert_true(days == known[i].days);
    }
    for (int64_t day = -800000; day < 800000; day += 17) {
        int y, m, d;
        calendar_date(day, &y, &m, &d);
        if (y >= CALENDAR_YEAR_MIN && (!calendar_days(y, m, d, &days) || days != day))
            fail_msg("day %lld", (long long)day);
    }
    assert_false(calendar_days(2023, 2, 29, &days));
    assert_false(calendar_days(1900, 2, 29, &days));
    assert_false(calendar_days(2024, 13, 1, &days));
    assert_false(calendar_days(2024, 0, 1, &days));
    assert_false(calendar_days(2024, 4, 31, &days));
    assert_false(calendar_days(0, 1, 1, &days));
    assert_string_equal(calendar_iso(text, 19731), "2024-01-09");
    assert_string_equal(calendar_iso(text, INT64_MIN), "-9223372036854775808");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_scan),     cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_hash),       cmocka_unit_test(test_clone),    cmocka_unit_test(test_has),
        cmocka_unit_test(test_findings),   cmocka_unit_test(test_calendar),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
