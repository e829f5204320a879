/* questionnaire: what a template may say, what it becomes, and how each mistake is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <glob.h>

#include "engine/base/arena.h"
#include "engine/questionnaire/expr.h"

/* Templates stand here with ' for ", to be readable. */
#define SURVEY(rest) "{'format':'shukei-survey-1','id':'t','title':'T','organiser':'O'," rest "}"
#define QUESTIONS(list) SURVEY("'questions':[" list "]")
#define YES_NO "'options':[{'id':'yes','label':'あった'},{'id':'no','label':'なかった'}]"
#define Q3 "{'id':'q3','kind':'single','label':'トラブル'," YES_NO "}"
#define NETS(options, id)                                                                                    \
    "{'id':'q4','kind':'single','label':'x'," YES_NO ",'nets':[{'id':'" id                                   \
    "','label':'n','options':" options "}]}"
#define TEXT(id) "{'id':'" id "','kind':'text','label':'" id "'}"
#define ASKED(id, ask) "{'id':'" id "','kind':'single','label':'" id "','ask':'" ask "'," YES_NO "}"

static const struct questionnaire *parse(struct arena *arena, const char *template, struct fault *f) {
    char *json = arena_strdup(arena, template);
    for (char *c = json; *c; c++)
        if (*c == '\'')
            *c = '"';
    return questionnaire_parse(arena, json, strlen(json), "t.json", f);
}

static const struct questionnaire *good(struct arena *arena, const char *template) {
    struct fault f = {0};
    const struct questionnaire *q = parse(arena, template, &f);
    if (!q)
        fail_msg("%s", f.text);
    return q;
}

static const char whole[] = SURVEY(
    "'unit':'診療所','percent_decimals':0,'double_entry':0.1,'field':{'from':'2023-11-24','to':'2024-01-31'},"
    "'sent':{'total':100,'by':[{'association':'大阪保険医協会','count':60},{'prefecture':'東京','count':40}]}"
    ","
    "'keys':{'pref':'q1','type':'q2'},'columns':{'sheet':['Ｎｏ．番']},"
    "'groupings':[{'id':'region','label':'地方','question':'q1','from':'region'},"
    "{'id':'size','label':'規模','question':'q2','categories':[{'id':'clinic','label':'診療所','options':['"
    "med','den']},"
    "{'id':'big','label':'病院','options':['hosp']}]}],"
    "'questions':[{'id':'q1','kind':'prefecture','label':'都道府県'},"
    "{'id':'q2','kind':'single','label':'区分','options':[{'id':'med','label':'医科診療所','aliases':['医科']"
    "},"
    "{'id':'den','label':'歯科診療所','key':5},{'id':'hosp','label':'病院'},{'id':'x','label':'他','other':"
    "true}]}," Q3 ","
    "{'id':'q4','kind':'multi','label':'種類','number':'問4','ask':'q3 = "
    "yes','aliases':['トラブルの種類'],'options':["
    "{'id':'copay','label':'負担割合','text':'負担割合の齟齬','questions':[{'id':'q4_copay','kind':'multi','"
    "label':'制度',"
    "'ask':'q2 = med','options':[{'id':'kokuho','label':'国保'},{'id':'shaho','label':'社保'}]}]},"
    "{'id':'none','label':'なし','exclusive':true}]},"
    "{'id':'q7','kind':'single','label':'10割','options':[{'id':'yes','label':'あった','questions':[{'id':'"
    "q7_count',"
    "'kind':'number','label':'件数','unit':'件','min':1,'max':999,'at_least':true,'classes':[1,2,5,10]}]},"
    "{'id':'no','label':'なかった'}]},"
    "{'id':'m','kind':'matrix','label':'満足度','ask':'answered(q3)','rows':[{'id':'a','label':'受付','"
    "concept':'c.a'},"
    "{'id':'b','label':'会計','aliases':['会計の満足度']}],'cells':{'kind':'single','options':[{'id':'good','"
    "label':'良い'},"
    "{'id':'bad','label':'悪い','questions':[{'id':'why','kind':'text','label':'理由'}]}]}},"
    "{'id':'q9','kind':'date','label':'導入日','base':{'where':'','text':'全員'}},"
    "{'id':'q10','kind':'number','label':'率','unit':'％','decimals':2,'ask':'q4 has any (copay, none) and "
    "q7_count >= 3',"
    "'base':{'where':'q3 != no'}}],"
    "'rules':[{'id':'r.1','when':'q3 = no','require':'no_answer(q4) or "
    "not_applicable(q4)','severity':'error',"
    "'message':'矛盾','suggestion':'確認','question':'q4'}]");

static const struct question *find(const struct questionnaire *q, const char *id) {
    int position = questionnaire_find(q, id);
    if (position < 0)
        fail_msg("no question %s", id);
    return &q->questions[position];
}

static void test_whole(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct questionnaire *q = good(arena, whole);
    static const char *const order[] = {"q1",  "q2",      "q3",  "q4",      "q4_copay", "q7", "q7_count",
                                        "m_a", "m_a_why", "m_b", "m_b_why", "q9",       "q10"};
    assert_int_equal(q->question_count, sizeof order / sizeof *order);
    for (size_t i = 0; i < q->question_count; i++) {
        assert_string_equal(q->questions[i].id, order[i]);
        assert_int_equal(q->questions[i].position, i);
    }
    assert_string_equal(q->short_title, "T");
    assert_string_equal(q->base_all_text, "回答診療所全体");
    assert_string_equal(q->lang, "ja");
    assert_int_equal(q->percent_decimals, 0);
    assert_int_equal(q->key_pref, 0);
    assert_int_equal(q->key_type, 1);
    assert_int_equal(q->sent_total, 100);
    assert_string_equal(q->sent[0].association, "osaka");
    assert_string_equal(q->sent[1].prefecture, "13");
    assert_string_equal(q->field_to, "2024-01-31");
    assert_int_equal(strlen(q->hash), 64);
    assert_string_equal(q->fields[FIELD_SHEET].names[q->fields[FIELD_SHEET].count - 1], "Ｎｏ．番");
    assert_int_equal(q->rules[0].severity, RULE_ERROR);
    assert_int_equal(q->rules[0].question, 3);
    arena_destroy(arena);
}

static void test_options(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct questionnaire *q = good(arena, whole);
    const struct question *q1 = find(q, "q1"), *q2 = find(q, "q2"), *q4 = find(q, "q4");
    assert_int_equal(q1->option_count, 47);
    assert_string_equal(q1->options[12].id, "13");
    assert_string_equal(q1->options[12].label, "東京");
    assert_int_equal(question_option(q1, "1"), 0);
    assert_int_equal(question_option(q1, "01"), 0);
    assert_int_equal(question_option(q1, "48"), -1);
    assert_int_equal(question_option(q2, "1"), -1);
    assert_int_equal(q2->options[0].key, 1);
    assert_int_equal(q2->options[1].key, 5);
    assert_string_equal(q2->options[0].aliases[0], "医科");
    assert_true(q2->options[3].other);
    assert_true(q4->options[1].exclusive);
    assert_string_equal(q4->options[0].text, "負担割合の齟齬");
    assert_string_equal(q4->options[1].text, "なし");
    assert_string_equal(q4->number, "問4");
    assert_string_equal(q4->aliases[0], "トラブルの種類");
    assert_true(question_is_coded(q1) && question_is_coded(q4));
    assert_false(question_is_coded(find(q, "q9")));
    arena_destroy(arena);
}

static void test_numbers(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct questionnaire *q = good(arena, whole);
    const struct number_spec *count = &find(q, "q7_count")->measure, *rate = &find(q, "q10")->measure;
    assert_string_equal(count->unit, "件");
    assert_int_equal(count->min, NUMBER_ONE);
    assert_int_equal(count->max, 999 * (int64_t)NUMBER_ONE);
    assert_true(count->at_least);
    assert_int_equal(count->bound_count, 4);
    assert_int_equal(count->bounds[3], 10 * (int64_t)NUMBER_ONE);
    assert_true(rate->min == INT64_MIN && rate->max == INT64_MAX);
    assert_int_equal(rate->decimals, 2);
    arena_destroy(arena);
}

static void test_routing(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct questionnaire *q = good(arena, whole);
    const struct question *copay = find(q, "q4_copay"), *why = find(q, "m_b_why"), *row = find(q, "m_b");
    assert_null(find(q, "q1")->ask);
    assert_string_equal(find(q, "q4")->ask_text, "q3 = yes");
    assert_int_equal(copay->parent, questionnaire_find(q, "q4"));
    assert_int_equal(copay->parent_option, 0);
    assert_string_equal(copay->ask_text, "(q3 = yes) and ((q4 has \"copay\") and (q2 = med))");
    assert_int_equal(why->parent, row->position);
    assert_int_equal(why->parent_option, 1);
    assert_string_equal(row->group, "m");
    assert_string_equal(row->group_label, "満足度");
    assert_string_equal(row->label, "会計");
    assert_string_equal(find(q, "m_a")->concept, "c.a");
    assert_string_equal(row->ask_text, "answered(q3)");
    arena_destroy(arena);
}

/* Bases in words, where the template leaves them to us. */
static void test_base_words(void **state) {
    (void)state;
    static const struct {
        const char *id, *text;
    } cases[] = {
        {"q1", "回答診療所全体"},
        {"q4", "「トラブル」で「あった」と回答した診療所"},
        {"q4_copay", "「種類」で「負担割合」と回答し、「区分」で「医科診療所」と回答した診療所"},
        {"q7_count", "「10割」で「あった」と回答した診療所"},
        {"m_a", "「トラブル」に回答した診療所"},
        {"q9", "全員"},
        {"q10", "「トラブル」で「なかった」とは回答しなかった診療所"},
    };
    struct arena *arena = arena_create();
    const struct questionnaire *q = good(arena, whole);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(find(q, cases[i].id)->base_text, cases[i].text);
    assert_null(find(q, "q9")->base_where);
    assert_string_equal(find(q, "q10")->base_where_text, "q3 != no");
    assert_ptr_equal(find(q, "q4")->base_where, find(q, "q4")->ask);
    q = good(arena, SURVEY("'lang':'en','questions':[" Q3
                           "," ASKED("q4", "q3 = yes") "," ASKED("q5", "ticks(q3) > 0 or q4 = yes") "]"));
    assert_string_equal(find(q, "q3")->base_text, "all responding institutions");
    assert_string_equal(find(q, "q4")->base_text, "institutions that answered “あった” to “トラブル”");
    assert_string_equal(
        find(q, "q5")->base_text,
        "institutions that ticked more than 0 of the options of “トラブル”, or answered “あった” to “q4”");
    arena_destroy(arena);
}

/* "or", "and" and "not" in words, where they can be said so that nobody misreads them. */
static void test_involved_bases(void **state) {
    (void)state;
    static const char survey[] = SURVEY(
        "'lang':'%s','unit':'%s','questions':["
        "{'id':'goon','kind':'single','label':'続ける','options':[{'id':'same','label':'今のまま'},"
        "{'id':'less','label':'減らす'},{'id':'quit','label':'やめる'}]},"
        "{'id':'why','kind':'multi','label':'わけ','options':[{'id':'age','label':'年'},{'id':'pay','label':'"
        "収入'},"
        "{'id':'heir','label':'後継ぎ'}]},"
        "{'id':'beds','kind':'number','label':'床','unit':'床'}," TEXT("say") "," ASKED("last", "%s") "]");
    static const struct {
        const char *lang, *ask, *text;
    } cases[] = {
        {"ja", "goon = less or goon = quit", "「続ける」で「減らす」または「やめる」と回答した会員"},
        {"ja", "goon in (less, quit)", "「続ける」で「減らす」または「やめる」と回答した会員"},
        {"ja", "goon != less and goon != quit",
         "「続ける」で「減らす」または「やめる」とは回答しなかった会員"},
        {"ja", "why has age and why has pay", "「わけ」で「年」と「収入」のすべてを選んだ会員"},
        {"ja", "goon = quit or why has pay", "「続ける」で「やめる」または「わけ」で「収入」と回答した会員"},
        {"ja", "beds >= 3 and (goon = quit or why has pay)",
         "「床」が3床以上で、「続ける」で「やめる」または「わけ」で「収入」と回答した会員"},
        {"ja", "beds >= 3 or no_answer(goon)", "「床」が3床以上か、または「続ける」が無回答の会員"},
        {"ja", "ticks(why) >= 2 and goon = quit",
         "「わけ」で選んだのが2項目以上で、「続ける」で「やめる」と回答した会員"},
        {"ja", "goon = quit and beds < 3 or why has age",
         "「続ける」で「やめる」と回答し、かつ「床」が3床未満か、または「わけ」で「年」と回答した会員"},
        {"ja", "not (goon = less)", "「続ける」で「減らす」と回答していない（無回答等を含む）会員"},
        {"ja", "not (goon = less or goon = quit)",
         "「続ける」で「減らす」または「やめる」と回答していない（無回答等を含む）会員"},
        {"ja", "not (goon = less and answered(why))",
         "「続ける」で「減らす」と回答していないか（無回答等を含む）、または「わけ」に回答していない会員"},
        {"ja", "not (goon != quit)",
         "「続ける」に回答していないか、または「続ける」で「やめる」と回答した会員"},
        {"ja", "goon = quit and (beds >= 3 or no_answer(why))",
         "「goon = quit and (beds >= 3 or no_answer(why))」にあてはまる会員"},
        {"ja", "not (goon = quit or (beds >= 3 and not true))",
         "「not (goon = quit or (beds >= 3 and not true))」にあてはまる会員"},
        {"en", "goon = less or goon = quit", "members that answered “減らす” or “やめる” to “続ける”"},
        {"en", "goon = quit or why has pay",
         "members that answered “やめる” to “続ける” or “収入” to “わけ”"},
        {"en", "goon = quit and beds < 3 or no_answer(why)",
         "members that answered “やめる” to “続ける” and stated less than 3床 for “床”, or left “わけ” "
         "unanswered"},
        {"en", "not (why has age) and ticks(why) > 1",
         "members that did not answer “年” to “わけ” (or gave no answer) and ticked more than 1 of the "
         "options of “わけ”"},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *unit = strcmp(cases[i].lang, "ja") == 0 ? "会員" : "members";
        const struct questionnaire *q =
            good(arena, arena_printf(arena, survey, cases[i].lang, unit, cases[i].ask));
        assert_string_equal(find(q, "last")->base_text, cases[i].text);
    }
    arena_destroy(arena);
}

static void test_groupings(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct questionnaire *q = good(arena, whole);
    const struct grouping *region = &q->groupings[questionnaire_grouping(q, "region")];
    const struct grouping *size = &q->groupings[questionnaire_grouping(q, "size")];
    assert_int_equal(questionnaire_grouping(q, "sizes"), -1);
    assert_int_equal(region->count, 8);
    assert_string_equal(region->labels[region->category_of[12]], "関東");
    assert_int_equal(size->count, 2);
    assert_int_equal(size->category_of[1], 0);
    assert_int_equal(size->category_of[2], 1);
    assert_int_equal(size->category_of[3], -1);
    arena_destroy(arena);
}

/* The keys need no word in the file when there can be no doubt. */
static void test_keys_by_default(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct questionnaire *q =
        good(arena, QUESTIONS(Q3 ",{'id':'where','kind':'prefecture','label':'県'}"));
    assert_int_equal(q->key_pref, 1);
    assert_int_equal(q->key_type, -1);
    q = good(arena, QUESTIONS("{'id':'type','kind':'single','label':'区分'," YES_NO "}," Q3));
    assert_int_equal(q->key_type, 0);
    assert_int_equal(q->key_pref, -1);
    arena_destroy(arena);
}

static void test_hash(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    const struct questionnaire *a = good(arena, QUESTIONS(Q3)), *b = good(arena, QUESTIONS(Q3));
    assert_string_equal(a->hash, b->hash);
    assert_string_not_equal(a->hash, good(arena, QUESTIONS(Q3 " "))->hash);
    assert_memory_equal(a->json, b->json, a->json_length);
    arena_destroy(arena);
}

/* Each mistake is named by its place and by what was expected. */
static const struct {
    const char *template, *pointer, *message;
} broken[] = {
    {"{'id':'t'}", "t.json: /: ", "\"format\" is missing"},
    {"[]", "t.json: /: ", "expected an object"},
    {"{'format':'shukei-survey-2'}", "/format: ", "shukei-survey-1"},
    {SURVEY("'questions':[" Q3 "],'organizer':'x'"), "/organizer: ", "did you mean \"organiser\""},
    {SURVEY("'titel':'x','questions':[" Q3 "]"), "/titel: ", "did you mean \"title\""},
    {SURVEY("'colour':1,'questions':[" Q3 "]"), "/colour: ", "unknown key"},
    {SURVEY("'lang':'fr','questions':[" Q3 "]"), "/lang: ", "\"ja\" or \"en\""},
    {SURVEY("'unit':' ','questions':[" Q3 "]"), "/unit: ", "empty"},
    {SURVEY("'unit':3,'questions':[" Q3 "]"), "/unit: ", "expected a string, found a number"},
    {SURVEY("'field':{'from':'2023-02-30'},'questions':[" Q3 "]"), "/field/from: ", "2023-02-30"},
    {SURVEY("'field':{'from':'2024-01-02','to':'2024-01-01'},'questions':[" Q3 "]"),
     "/field: ", "ends before"},
    {SURVEY("'field':{'start':'2024-01-02'},'questions':[" Q3 "]"), "/field/start: ", "unknown key"},
    {SURVEY("'percent_decimals':4,'questions':[" Q3 "]"), "/percent_decimals: ", "0 to 3"},
    {SURVEY("'percent_decimals':0.5,'questions':[" Q3 "]"), "/percent_decimals: ", "whole number"},
    {SURVEY("'double_entry':10,'questions':[" Q3 "]"), "/double_entry: ", "0 to 1"},
    {SURVEY("'sent':{'total':-1},'questions':[" Q3 "]"), "/sent/total: ", "expected 0 to"},
    {SURVEY("'sent':{'by':[{'prefecture':'江戸','count':1}]},'questions':[" Q3 "]"),
     "/sent/by/0/prefecture: ", "江戸"},
    {SURVEY("'sent':{'by':[{'count':1}]},'questions':[" Q3 "]"), "/sent/by/0: ", "neither"},
    {SURVEY("'columns':{'sheets':['a']},'questions':[" Q3 "]"),
     "/columns/sheets: ", "did you mean \"sheet\""},
    {SURVEY("'columns':{'sheet':'a'},'questions':[" Q3 "]"), "/columns/sheet: ", "expected an array"},
    {SURVEY("'keys':{'type':'q33'},'questions':[" Q3 "]"), "/keys/type: ", "did you mean \"q3\""},
    {SURVEY("'keys':{'type':'q5'},'questions':[" TEXT("q5") "]"), "/keys/type: ", "one answer"},
    {SURVEY("'title':'again','questions':[" Q3 "]"), "/title: ", "stands twice"},
    {SURVEY("'x':1"), "/x: ", "unknown key"},
    {SURVEY("'unit':'a'"), "t.json: /: ", "\"questions\" is missing"},
    {QUESTIONS(""), "/questions: ", "at least one question"},
    {QUESTIONS("7"), "/questions/0: ", "expected an object"},
    {QUESTIONS(Q3 ",{'id':'q4','kind':'singel','label':'x'}"), "/questions/1/kind: ", "singel"},
    {QUESTIONS("{'id':'q4','kind':'single','lable':'x'," YES_NO "}"),
     "/questions/0/lable: ", "did you mean \"label\""},
    {QUESTIONS("{'id':'q4','kind':'text','label':'x'," YES_NO "}"), "/questions/0/options: ", "\"text\""},
    {QUESTIONS("{'id':'q4','kind':'single','label':'x'}"), "/questions/0: ", "\"options\" is missing"},
    {QUESTIONS("{'id':'q4','kind':'text','label':'x','nets':[]}"), "/questions/0/nets: ", "\"text\""},
    {QUESTIONS(NETS("['yes','maybe']", "any")), "/questions/0/nets/0/options/1: ", "maybe"},
    {QUESTIONS(NETS("['yes','yes']", "any")), "/questions/0/nets/0/options/1: ", "twice"},
    {QUESTIONS(NETS("['yes']", "any")), "/questions/0/nets/0/options: ", "at least two"},
    {QUESTIONS(NETS("['yes','no']", "yes")), "/questions/0/nets/0/id: ", "is an option"},
    {QUESTIONS(NETS("['yes','no']", "no_answer")), "/questions/0/nets/0/id: ", "silence"},
    {QUESTIONS("{'id':'q4','kind':'text'}"), "/questions/0: ", "\"label\" is missing"},
    {QUESTIONS("{'id':'4q','kind':'text','label':'x'}"), "/questions/0/id: ", "4q"},
    {QUESTIONS("{'id':'has','kind':'text','label':'x'}"), "/questions/0/id: ", "word of the expressions"},
    {QUESTIONS(Q3 "," Q3), "/questions/1/id: ", "taken by the question at /questions/0"},
    {QUESTIONS("{'id':'q4','kind':'text','label':'x','required':'yes'}"),
     "/questions/0/required: ", "\"error\", \"warning\" or \"info\""},
    {QUESTIONS("{'id':'q4','kind':'text','label':'x','aliases':['']}"), "/questions/0/aliases/0: ", "empty"},
    {QUESTIONS("{'id':'a','kind':'text','label':'x','aliases':['理由']},{'id':'b','kind':'text','label':'x','"
               "aliases':"
               "[' 理 由']}"),
     "/questions/1: ", "\"a\""},
    {QUESTIONS("{'id':'q4','kind':'single','label':'x','options':[]}"), "/questions/0/options: ", "found 0"},
    {QUESTIONS(
         "{'id':'q4','kind':'multi','label':'x','options':[{'id':'a','label':'A'},{'id':'a','label':'B'}]}"),
     "/questions/0/options/1: ", "also written for the option \"a\""},
    {QUESTIONS("{'id':'q4','kind':'multi','label':'x','options':[{'id':'a','label':'有'},{'id':'b','label':'"
               "b','aliases':"
               "['有']}]}"),
     "/questions/0/options/1: ", "\"有\""},
    {QUESTIONS("{'id':'q4','kind':'multi','label':'x','options':[{'id':'a b','label':'A'}]}"),
     "/questions/0/options/0/id: ", "one word"},
    {QUESTIONS("{'id':'q4','kind':'multi','label':'x','options':[{'id':'a','lable':'A'}]}"),
     "/questions/0/options/0/lable: ", "did you mean \"label\""},
    {QUESTIONS("{'id':'q4','kind':'multi','label':'x','options':[{'id':'a','label':'A','key':0}]}"),
     "/questions/0/options/0/key: ", "1 to"},
    {QUESTIONS("{'id':'q4','kind':'multi','label':'x','options':[{'id':'a','label':'A','key':2},{'id':'b','"
               "label':'B'}]}"),
     "/questions/0/options/1: ", "key 2"},
    {QUESTIONS("{'id':'q4','kind':'single','label':'x','options':[{'id':'a','label':'A','questions':[{'id':'"
               "q4','kind':"
               "'text','label':'x'}]}]}"),
     "/questions/0/options/0/questions/0/id: ", "taken"},
    {QUESTIONS("{'id':'n','kind':'number','label':'x','min':5,'max':1}"),
     "/questions/0/min: ", "above \"max\""},
    {QUESTIONS("{'id':'n','kind':'number','label':'x','decimals':7}"), "/questions/0/decimals: ", "0 to 6"},
    {QUESTIONS("{'id':'n','kind':'number','label':'x','max':1e300}"), "/questions/0/max: ", "too large"},
    {QUESTIONS("{'id':'n','kind':'number','label':'x','min':0.00000012}"), "/questions/0/min: ", "decimals"},
    {QUESTIONS("{'id':'n','kind':'number','label':'x','classes':[1,5,5]}"),
     "/questions/0/classes/2: ", "rise"},
    {QUESTIONS("{'id':'m','kind':'matrix','label':'x','rows':[],'cells':{'kind':'text'}}"),
     "/questions/0/rows: ", "rows"},
    {QUESTIONS(
         "{'id':'m','kind':'matrix','label':'x','rows':[{'id':'a','label':'A'}],'cells':{'kind':'matrix'}}"),
     "/questions/0/cells/kind: ", "matrix"},
    {QUESTIONS("{'id':'m','kind':'matrix','label':'x','rows':[{'id':'a','label':'A'}],'cells':{'kind':'text',"
               "'unit':'x'}}"),
     "/questions/0/cells/unit: ", "\"text\""},
    {QUESTIONS("{'id':'m','kind':'matrix','label':'x','rows':[{'id':'a','label':'A'},{'id':'a','label':'B'}],"
               "'cells':"
               "{'kind':'text'}}"),
     "/questions/0/rows/1/id: ", "m_a"},
    {QUESTIONS(TEXT("m") ",{'id':'m','kind':'matrix','label':'x','rows':[{'id':'a','label':'A'}],'cells':{'"
                         "kind':'text'}}"),
     "/questions/1/id: ", "taken"},
    {QUESTIONS(Q3 "," ASKED("q4", "q3 = yees")),
     "/questions/1/ask: ", "column 6: \"q3\" has no option \"yees\"; did you mean \"yes\""},
    {QUESTIONS(Q3 "," ASKED("q4", "q33 = yes")),
     "/questions/1/ask: ", "column 1: no question is called \"q33\"; did you mean \"q3\""},
    {QUESTIONS(ASKED("q4", "q4 = yes")), "/questions/0/ask: ", "q4 → q4"},
    {QUESTIONS(ASKED("q3", "q5 = yes") "," ASKED("q5", "q3 = yes")), "/questions/0/ask: ", "q3 → q5 → q3"},
    {QUESTIONS(TEXT("q1") "," ASKED("q2", "q3 = yes") "," ASKED("q3", "q4 = yes") "," ASKED("q4", "q3 = no")),
     "/questions/2/ask: ", "q3 → q4 → q3"},
    {QUESTIONS("{'id':'q3','kind':'single','label':'x','ask':'q3_n > "
               "2','options':[{'id':'a','label':'A','questions':"
               "[{'id':'q3_n','kind':'number','label':'x'}]}]}"),
     "/questions/0/ask: ", "q3 → q3_n → q3"},
    {QUESTIONS("{'id':'q4','kind':'text','label':'x','base':{'were':'q3 = yes'}}"),
     "/questions/0/base/were: ", "\"where\""},
    {QUESTIONS("{'id':'q4','kind':'text','label':'x','base':{'where':'q3 = yes'}}"),
     "/questions/0/base/where: ", "\"q3\""},
    {SURVEY("'questions':[" Q3 "],'groupings':[{'id':'g','label':'G','question':'q3','from':'region'}]"),
     "/groupings/0/from: ", "prefecture"},
    {SURVEY("'questions':[" Q3 "],'groupings':[{'id':'q3','label':'G','question':'q3','from':'region'}]"),
     "/groupings/0/id: ", "taken"},
    {SURVEY("'questions':[" Q3
            "],'groupings':[{'id':'g','label':'G','question':'q3','categories':[{'id':'a','label':'A',"
            "'options':['yes','yse']}]}]"),
     "/groupings/0/categories/0/options/1: ", "yse"},
    {SURVEY("'questions':[" Q3
            "],'groupings':[{'id':'g','label':'G','question':'q3','categories':[{'id':'a','label':'A',"
            "'options':['yes']},{'id':'b','label':'B','options':['no','yes']}]}]"),
     "/groupings/0/categories/1/options/1: ", "\"a\""},
    {SURVEY("'questions':[" Q3
            "],'rules':[{'id':'r','require':'q3 = yes','severity':'fatal','message':'m'}]"),
     "/rules/0/severity: ", "fatal"},
    {SURVEY("'questions':[" Q3 "],'rules':[{'id':'r','severity':'info','message':'m'}]"),
     "/rules/0: ", "require"},
    {SURVEY("'questions':[" Q3 "],'rules':[{'id':'r','require':'q3 =','severity':'info','message':'m'}]"),
     "/rules/0/require: ", "column 5: the expression ends too early"},
    {SURVEY("'questions':[" Q3
            "],'rules':[{'id':'r','require':'true','severity':'info','message':'m','question':'q9'}]"),
     "/rules/0/question: ", "q9"},
};

static void test_broken(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct arena *arena = arena_create();
        struct fault f = {0};
        if (parse(arena, broken[i].template, &f))
            fail_msg("accepted: %s", broken[i].template);
        if (!strstr(f.text, broken[i].pointer) || !strstr(f.text, broken[i].message))
            fail_msg("expected %s ... %s\nfound %s\nin %s", broken[i].pointer, broken[i].message, f.text,
                     broken[i].template);
        assert_int_equal(strncmp(f.text, "t.json: ", 8), 0);
        arena_destroy(arena);
    }
}

/* Too many of anything is refused before it can overrun a bit set. */
static void test_limits(void **state) {
    (void)state;
    static const struct {
        const char *kind;
        int options;
        bool accepted;
    } cases[] = {{"multi", 64, true}, {"multi", 65, false}, {"single", 240, true}, {"single", 241, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct fault f = {0};
        const char *options = "";
        for (int k = 0; k < cases[i].options; k++)
            options = arena_printf(arena, "%s%s{'id':'o%d','label':'O%d'}", options, k ? "," : "", k, k);
        const char *text =
            arena_printf(arena, SURVEY("'questions':[{'id':'q','kind':'%s','label':'x','options':[%s]}]"),
                         cases[i].kind, options);
        assert_int_equal(parse(arena, text, &f) != NULL, cases[i].accepted);
        arena_destroy(arena);
    }
}

static void test_shipped_surveys(void **state) {
    (void)state;
    glob_t found;
    assert_int_equal(glob(SHUKEI_SOURCE_DIR "/templates/surveys/*.json", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct arena *arena = arena_create();
        struct fault f = {0};
        const struct questionnaire *q = questionnaire_load(arena, found.gl_pathv[i], &f);
        if (!q)
            fail_msg("%s", f.text);
        assert_true(q->question_count > 0);
        /* What the loader composes for a nested question must itself be an expression. */
        for (size_t k = 0; k < q->question_count; k++)
            if (q->questions[k].ask_text && !expr_compile(arena, q, q->questions[k].ask_text, &f))
                fail_msg("%s: %s", q->questions[k].ask_text, f.text);
        arena_destroy(arena);
    }
    globfree(&found);
}

static void test_missing_file(void **state) {
    (void)state;
    struct arena *arena = arena_create();
    struct fault f = {0};
    assert_null(questionnaire_load(arena, "/nowhere/x.json", &f));
    assert_non_null(strstr(f.text, "/nowhere/x.json"));
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),           cmocka_unit_test(test_options),
        cmocka_unit_test(test_numbers),         cmocka_unit_test(test_routing),
        cmocka_unit_test(test_base_words),      cmocka_unit_test(test_involved_bases),
        cmocka_unit_test(test_groupings),       cmocka_unit_test(test_hash),
        cmocka_unit_test(test_keys_by_default), cmocka_unit_test(test_broken),
        cmocka_unit_test(test_limits),          cmocka_unit_test(test_missing_file),
        cmocka_unit_test(test_shipped_surveys),
    };
    return cmocka_run_group_tests_name("questionnaire", tests, NULL, NULL);
}
