/* service: exports of form services known by their headings, their spellings rewritten, the file of services.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/questionnaire/wording.h"
#include "importers/columns.h"
#include "importers/rewriting.h"
#include "importers/service.h"
#include "tests/unit/split.h"

static struct arena *arena;
static const struct vocabulary *words;

static int start(void **state) {
    struct fault f = {0};
    (void)state;
    arena = arena_create();
    const struct questionnaire *q =
        questionnaire_load(arena, SHUKEI_SOURCE_DIR "/tests/golden/forms/survey.json", &f);
    if (!q) {
        print_error("%s\n", f.text);
        return -1;
    }
    words = vocabulary_prepare(arena, q);
    return 0;
}

static int stop(void **state) {
    (void)state;
    arena_destroy(arena);
    return 0;
}

/* --- patterns
 * -------------------------------------------------------------------------------------------------- */

static void test_fits(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *text;
        bool fits;
    } cases[] = {
        {"id", "ID", true},
        {"id", "id2", false},
        {"", "", true},
        {"*", "", true},
        {"_*", "_uuid", true},
        {"_*", "uuid", false},
        {"*_timestamp", "survey_timestamp", true},
        {"*_timestamp", "timestamp", false},
        {"*[SQ#]", "q3[sq001]", true},
        {"*[SQ#]", "q3[SQ]", false},
        {"*[SQ#]", "q3[SQ0x1]", false},
        {"*[SQ#]", "問3[SQ1]", true},
        {"*_SQ#", "q_SQ3_SQ001", true},
        {"* (choice=*)", "種類 (choice=その他 (停電))", true},
        {"#/#/# *", "8/12/2022 10:03:22", true},
        {"#/#/# *", "8/12/2022", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (rewriting_fits(cases[i].pattern, cases[i].text) != cases[i].fits)
            fail_msg("%s on %s", cases[i].pattern, cases[i].text);
}

struct wish {
    const char *wanted; /* NULL: nothing is taken */
    char offered[500];
    size_t count;
};

static bool take_wish(void *data, const char *text) {
    struct wish *wish = data;
    size_t used = strlen(wish->offered);
    snprintf(wish->offered + used, sizeof wish->offered - used, "%s%s", wish->count++ ? "," : "", text);
    return wish->wanted && strcmp(wish->wanted, text) == 0;
}

static void test_offers(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *to[2], *text, *wanted, *offered;
    } cases[] = {
        {"*[SQ#]", {"$1[$2]"}, "q3[SQ012]", "q3[12]", "q3[12]"},
        {"*[SQ#]", {"$1[$2]"}, "q3[SQ000]", "q3[0]", "q3[0]"},
        {"#/#/# *", {"$3/$1/$2", "$3/$2/$1"}, "8/12/2022 9:00", "2022/12/8", "2022/8/12,2022/12/8"},
        {"*/*", {"$2"}, "a/b/c", "c", "b/c,c"},
        {"*/*", {"$2"}, "a/b/c", NULL, "b/c,c"},
        {"*.", {"$1", "[$1]"}, "a.", "[a]", "a,[a]"},
        {"A#", {"$1"}, "a3", "3", "3"},
        {"A#", {"$1"}, "A", NULL, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wish wish = {.wanted = cases[i].wanted};
        const char *found = rewriting_try(arena, cases[i].pattern, cases[i].to, cases[i].to[1] ? 2 : 1,
                                          cases[i].text, take_wish, &wish);
        assert_string_equal(wish.offered, cases[i].offered);
        assert_string_equal(found ? found : "", cases[i].wanted ? cases[i].wanted : "");
    }
}

/* A heading that is all slashes, or a novel, costs no more than a moment. */
static void test_offers_end(void **state) {
    (void)state;
    char slashes[REWRITING_TEXT_MAX + 2];
    static const char *const to[] = {"$2"};
    struct wish wish = {.wanted = NULL};
    memset(slashes, '/', sizeof slashes);
    slashes[REWRITING_TEXT_MAX] = '\0';
    assert_null(rewriting_try(arena, "*/*", to, 1, slashes, take_wish, &wish));
    assert_int_equal(wish.count, REWRITING_OFFERS_MAX);
    slashes[REWRITING_TEXT_MAX] = '/';
    slashes[REWRITING_TEXT_MAX + 1] = '\0';
    assert_false(rewriting_fits("*", slashes));
}

static void test_valid(void **state) {
    (void)state;
    assert_true(rewriting_valid("*[SQ#]", "$1[$2]"));
    assert_true(rewriting_valid("a", "b"));
    assert_false(rewriting_valid("*[SQ#]", "$3"));
    assert_false(rewriting_valid("*", "$0"));
    assert_false(rewriting_valid("*", "$"));
    assert_false(rewriting_valid("*.*.*.*.*", "$1"));
}

/* --- recognising
 * ----------------------------------------------------------------------------------------------- */

enum { CELLS = 20 };

static void test_recognise(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"タイムスタンプ,問1,問2", "google"},
        {"Timestamp,Username,q1", "google"},
        {"問1,問2,タイムスタンプ", ""}, /* a clerk's table may have one, too */
        {"票番号,協会,受付日,問1", ""},
        {"id,q1,q2", ""},
        {"id,submitdate,lastpage,startlanguage,seed,Q1", "limesurvey"},
        {"id,submitdate,q1,q3[SQ001]", "limesurvey"},
        {"Response ID,Date submitted,q1", "limesurvey"},
        {"q1,q3_SQ001", "limesurvey"},
        {"start,end,q1,_id,_uuid,_submission_time", "kobo"},
        {"grp/q1,meta/instanceID,formhub/uuid", "kobo"},
        {"record_id,redcap_event_name,q1", "redcap"},
        {"record_id,q1,survey_complete", "redcap"},
        {"q1,q3___1", "redcap"},
        {"Record ID,種類 (choice=その他)", "redcap"},
        {"ID,開始時刻,完了時刻,メール,名前,問1", "msforms"},
        {"ID,Start time,Completion time,Email,Name,q1", "msforms"},
        {"ID,メール,名前,問1", ""},
        {"Respondent ID,Collector ID,Start Date,問1", "surveymonkey"},
        {"レコード番号,問1", "kintone"},
        {" タイムスタンプ　,問1", "google"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *cells[CELLS];
        const struct service *found;
        struct fault f = {0};
        assert_true(service_recognise(arena, cells, split(arena, cases[i][0], cells, CELLS), &found, &f));
        const char *id = found ? service_id(found) : "";
        if (strcmp(id, cases[i][1]) != 0)
            fail_msg("%s is taken for \"%s\", not \"%s\"", cases[i][0], id, cases[i][1]);
    }
}

/* --- headings
 * -------------------------------------------------------------------------------------------------- */

static const char *short_meaning(const struct meaning *meaning) {
    const struct questionnaire *q = vocabulary_questionnaire(words);
    if (meaning->kind == MEANING_FIELD)
        return wording_field_keys[meaning->field];
    if (meaning->question < 0)
        return meaning->kind == MEANING_IGNORED ? "ignore" : "?";
    const struct question *question = &q->questions[meaning->question];
    if (meaning->option < 0)
        return question->id;
    return arena_printf(arena, "%s.%s%s", question->id, question->options[meaning->option].id,
                        meaning->kind == MEANING_OTHER_TEXT ? ".text" : "");
}

static void test_headings(void **state) {
    (void)state;
    static const struct {
        const char *service, *headings, *meanings;
    } cases[] = {
        {"google", "タイムスタンプ,メールアドレス,問1,受付日", "ignore,ignore,q1,received"},
        {"google", "Timestamp,3. トラブルの種類", "received,q3"},
        {"google", "必要性 [健康保険証],必要性 [カードリーダー]", "q5_card,q5_reader"},
        {"google", "問5 次のものは必要だと思いますか [カードリーダー]", "q5_reader"},
        {"google", "q3[SQ001]", "?"}, /* another's way */
        {"limesurvey", "id,submitdate,startdate,token", "sheet,received,ignore,ignore"},
        {"limesurvey", "Q3[SQ001],q3[SQ002],q3_SQ3,Q3SQ004", "q3.invalid,q3.masked,q3.reader,?"},
        {"limesurvey", "Q3[other],Q1[other],Q1_other", "q3.other,q1.else,q1.else"},
        {"limesurvey", "Q3[SQ009]", "?"},
        {"limesurvey", "Q5[SQ001],Q5_SQ002", "q5_card,q5_reader"},
        {"limesurvey", "Q3[SQ002]. トラブルの種類 [●],Q2. トラブル", "q3.masked,q2"},
        {"limesurvey", "問3 トラブルの種類 [資格情報の無効]", "q3.invalid"},
        {"kobo", "_id,_submission_time,_uuid,_tags,start", "sheet,received,ignore,ignore,ignore"},
        {"kobo", "a/b/q3,a/b/q3/masked,a/b/q3/other,a/b/q3_other", "q3,q3.masked,q3.other,q3.other.text"},
        {"kobo", "q1_specify,g/q1_specify", "q1.else.text,q1.else.text"},
        {"kobo", "a/b/q9,a/masked", "?,?"},
        {"redcap", "record_id,redcap_repeat_instance,a_timestamp,b_timestamp,a_complete",
         "sheet,ignore,received,ignore,ignore"},
        {"redcap", "q3___1,q3___masked,q3___4,q3_other,q3___9",
         "q3.invalid,q3.masked,q3.other,q3.other.text,?"},
        {"redcap", "トラブルの種類 (choice=その他),トラブルの種類 (choice=資格情報の無効)",
         "q3.other,q3.invalid"},
        {"msforms", "ID,開始時刻,完了時刻,メール,名前,問1", "sheet,ignore,received,ignore,ignore,q1"},
        {"msforms", "ID,票番号", "ignore,sheet"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *cells[CELLS], *text = "";
        struct fault f = {0};
        const struct service *service = service_get(cases[i].service, &f);
        assert_non_null(service);
        size_t count = split(arena, cases[i].headings, cells, CELLS);
        const struct columns *columns =
            columns_resolve(arena, vocabulary_of_service(arena, words, service), NULL, cells, count);
        assert_ptr_equal(columns->service, service);
        for (size_t k = 0; k < columns->count; k++)
            text =
                arena_printf(arena, "%s%s%s", text, k ? "," : "", short_meaning(&columns->items[k].meaning));
        if (strcmp(text, cases[i].meanings) != 0)
            fail_msg("%s: %s\n  read as %s\n  wanted  %s", cases[i].service, cases[i].headings, text,
                     cases[i].meanings);
    }
}

static void test_status(void **state) {
    (void)state;
    struct fault f = {0};
    const struct service *limesurvey = service_get("limesurvey", &f), *redcap = service_get("redcap", &f);
    const struct service_status *status = service_status(arena, limesurvey, "submitdate");
    assert_non_null(status);
    assert_int_equal(status->severity, RULE_ERROR);
    assert_true(service_unfinished(arena, status, " "));
    assert_false(service_unfinished(arena, status, "2024-01-09 10:00:00"));
    assert_null(service_status(arena, limesurvey, "startdate"));
    status = service_status(arena, redcap, "survey_timestamp");
    assert_true(service_unfinished(arena, status, "[not completed]"));
    assert_false(service_unfinished(arena, status, "")); /* keyed in by staff */
    status = service_status(arena, redcap, "survey_complete");
    assert_int_equal(status->severity, RULE_WARNING);
    assert_true(service_unfinished(arena, status, "0"));
    assert_false(service_unfinished(arena, status, "1"));
}

static void test_unknown_service(void **state) {
    (void)state;
    struct fault f = {0};
    assert_null(service_get("nobody", &f));
    assert_non_null(strstr(f.text, "nobody"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fits),       cmocka_unit_test(test_offers),
        cmocka_unit_test(test_offers_end), cmocka_unit_test(test_valid),
        cmocka_unit_test(test_recognise),  cmocka_unit_test(test_headings),
        cmocka_unit_test(test_status),     cmocka_unit_test(test_unknown_service),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
