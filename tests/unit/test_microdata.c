/* microdata: SPSS and Stata files, read back by ReadStat, say what the dataset says; counts are those of the tables. */
#include "reports/microdata/microdata.h"

#include "engine/base/file.h"
#include "engine/base/utf8.h"
#include "reports/microdata/release.h"
#include "reports/microdata/sav_sets.h"
#include "reports/microdata/summary.h"
#include "reports/microdata/writer.h"
#include "tests/unit/tiny_survey.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>
#include <readstat.h>

#define LONG                                                                                                 \
    "とても長い選択肢の名前がここに書かれていて、百二十バイトを超えるので、どこかで切らなければなりません"

/* Ids that SPSS or Stata reserve, that collide, or that no program takes; labels longer than any file holds. */
static const char awkward_json[] =
    "{\"format\": \"shukei-survey-1\", \"id\": \"awkward\", \"title\": \"" LONG LONG "\", \"lang\": \"ja\","
    " \"organiser\": \"Nobody\", \"keys\": {\"pref\": \"to\", \"type\": \"byte\"},"
    " \"questions\": ["
    "  {\"id\": \"to\", \"kind\": \"prefecture\", \"label\": \"県\"},"
    "  {\"id\": \"byte\", \"kind\": \"single\", \"label\": \"種類\", \"options\": ["
    "    {\"id\": \"病院\", \"label\": \"病院\"}, {\"id\": \"2\", \"label\": \"" LONG "\"}]},"
    "  {\"id\": \"by\", \"kind\": \"multi\", \"label\": \"" LONG LONG "\", \"options\": ["
    "    {\"id\": \"あ\", \"label\": \"あ\"}, {\"id\": \"x-y\", \"label\": \"" LONG "\"},"
    "    {\"id\": \"x_y\", \"label\": \"い\"}, {\"id\": \"z\", \"label\": \"ない\", \"exclusive\": true}]},"
    "  {\"id\": \"by_z\", \"kind\": \"single\", \"label\": \"衝突\", \"options\": ["
    "    {\"id\": \"a\", \"label\": \"a\"}, {\"id\": \"b\", \"label\": \"b\"}]},"
    "  {\"id\": \"degrees\", \"kind\": \"number\", \"label\": \"温度\", \"min\": -50, \"max\": 50, "
    "\"decimals\": 2},"
    "  {\"id\": \"a_very_long_id_that_goes_on_and_on_far_beyond\", \"kind\": \"number\", \"label\": \"数\","
    "   \"unit\": \"件\", \"ask\": \"byte = 病院\"},"
    "  {\"id\": \"since\", \"kind\": \"date\", \"label\": \"日\"},"
    "  {\"id\": \"with\", \"kind\": \"text\", \"label\": \"声\"}]}";

static const char *const returns[] = {"13 病院 あ|x-y a -3.25 12 2024-01-09 声",
                                      "13 病院 x_y b 40 - 2024-01-31 -",
                                      "27 2 z - ! ~ - -",
                                      "- 2 - ! 00 ~ ! 声",
                                      "27 病院 0 a 50 900 1969-07-20 -",
                                      "! - ! 0 - ~ 2000-02-29 -",
                                      "01 2 あ b 7 ~ - -",
                                      NULL};

struct fixture {
    struct arena *arena;
    const struct dataset *d;
    struct microdata *m;
};

static struct fixture make(const char *json, const char *const *lines, long threshold) {
    struct fixture x = {.arena = arena_create()};
    struct fault f = {0};
    const struct questionnaire *q = tiny_questionnaire_of(x.arena, json);
    size_t count;
    struct response **all = tiny_responses(x.arena, q, lines, &count);
    x.d = dataset_from_responses(x.arena, q, (const struct response *const *)all, count);
    const struct microdata_spec spec = {.threshold = threshold};
    x.m = microdata_of(x.arena, x.d, &spec, &f);
    if (!x.m)
        fail_msg("%s", f.text);
    return x;
}

static void end(struct fixture *x) {
    microdata_end(x->m);
    arena_destroy(x->arena);
}

/* --- reading back --- */

struct reading {
    struct fixture *x;
    bool stata;
    size_t cells, labels, variables;
};

static int read_variable(int index, readstat_variable_t *column, const char *labels, void *data) {
    struct reading *r = data;
    const struct microdata_variable *v = &r->x->m->variables[index];
    const char *label = readstat_variable_get_label(column);
    assert_string_equal(readstat_variable_get_name(column), v->name);
    assert_true(utf8_valid(label, strlen(label)));
    assert_memory_equal(label, v->label, strlen(label) > 6 ? strlen(label) - 3 : strlen(label));
    assert_true(labels || v->source == MICRODATA_ROW);
    if (!r->stata && v->source != MICRODATA_ROW) {
        assert_int_equal(readstat_variable_get_missing_ranges_count(column), 1);
        assert_true(readstat_double_value(readstat_variable_get_missing_range_hi(column, 0)) ==
                    (double)microdata_missing_code(v, MICRODATA_NO_ANSWER));
        assert_int_equal(readstat_variable_get_measure(column),
                         v->kind == MICRODATA_NUMBER || v->kind == MICRODATA_DATE ? READSTAT_MEASURE_SCALE
                                                                                  : READSTAT_MEASURE_NOMINAL);
    }
    r->variables++;
    return READSTAT_HANDLER_OK;
}

static int read_label(const char *set, readstat_value_t value, const char *label, void *data) {
    struct reading *r = data;
    (void)set;
    (void)value;
    assert_true(*label && utf8_valid(label, strlen(label)) && (r->stata || strlen(label) <= 120));
    r->labels++;
    return READSTAT_HANDLER_OK;
}

static double expected(const struct reading *r, const struct microdata_variable *v, int64_t number) {
    if (v->kind == MICRODATA_NUMBER)
        return (double)number / NUMBER_ONE;
    if (v->kind == MICRODATA_DATE)
        return r->stata ? (double)number + 3653 : ((double)number + 141428) * 86400;
    return (double)number;
}

static int read_cell(int row, readstat_variable_t *column, readstat_value_t value, void *data) {
    struct reading *r = data;
    struct fault f = {0};
    size_t at = (size_t)readstat_variable_get_index(column);
    const struct microdata_variable *v = &r->x->m->variables[at];
    struct microdata_cell cell;
    assert_true(microdata_cell(r->x->m, (size_t)row, at, &cell, &f));
    r->cells++;
    if (cell.missing == MICRODATA_GIVEN)
        assert_true(readstat_double_value(value) == expected(r, v, cell.number));
    else if (r->stata)
        assert_int_equal(readstat_value_tag(value), 'a' + cell.missing);
    else
        assert_true(readstat_double_value(value) ==
                    (double)microdata_missing_code(v, (enum microdata_missing)cell.missing));
    return READSTAT_HANDLER_OK;
}

static void write_file(struct fixture *x, const char *format, char *path) {
    struct fault f = {0};
    int fd = mkstemp(path);
    FILE *out = fdopen(fd, "wb");
    if (!writer_find(format)->write(x->arena, x->m, out, &f))
        fail_msg("%s", f.text);
    fclose(out);
}

static void read_back(struct fixture *x, const char *format) {
    char path[] = "/tmp/test_microdata.XXXXXX";
    struct reading r = {.x = x, .stata = strcmp(format, "dta") == 0};
    write_file(x, format, path);
    readstat_parser_t *parser = readstat_parser_init();
    readstat_set_variable_handler(parser, read_variable);
    readstat_set_value_label_handler(parser, read_label);
    readstat_set_value_handler(parser, read_cell);
    readstat_error_t error =
        r.stata ? readstat_parse_dta(parser, path, &r) : readstat_parse_sav(parser, path, &r);
    if (error != READSTAT_OK)
        fail_msg("%s: %s", format, readstat_error_message(error));
    readstat_parser_free(parser);
    unlink(path);
    assert_int_equal(r.variables, x->m->variable_count);
    assert_int_equal(r.cells, x->m->variable_count * x->m->rows);
    assert_true(r.labels > 0);
}

static void files_say_what_the_dataset_says(void **state) {
    (void)state;
    static const char *const none[] = {NULL};
    for (long threshold = 1; threshold <= 3; threshold++) {
        struct fixture x = make(awkward_json, returns, threshold);
        read_back(&x, "sav");
        read_back(&x, "dta");
        end(&x);
    }
    struct fixture empty = make(awkward_json, none, 5);
    read_back(&empty, "sav");
    read_back(&empty, "dta");
    end(&empty);
}

/* --- names, codes, sets --- */

static const struct microdata_variable *variable(const struct fixture *x, const char *name) {
    for (size_t v = 0; v < x->m->variable_count; v++)
        if (strcmp(x->m->variables[v].name, name) == 0)
            return &x->m->variables[v];
    fail_msg("no variable %s", name);
    return NULL;
}

static void questions_keep_their_names(void **state) {
    (void)state;
    static const char *const names[] = {"to_2",   "byte_2",   "by_1",
                                        "by_x_y", "by_x_y_2", "by_z_2",
                                        "by_z",   "degrees",  "a_very_long_id_that_goes_on_and_",
                                        "since",  "with_2",   "region",
                                        "row"};
    struct fixture x = make(awkward_json, returns, 1);
    assert_int_equal(x.m->variable_count, sizeof names / sizeof *names);
    for (size_t v = 0; v < x.m->variable_count; v++)
        assert_string_equal(x.m->variables[v].name, names[v]);
    assert_int_equal(microdata_missing_code(variable(&x, "degrees"), MICRODATA_NO_ANSWER), -101);
    assert_int_equal(microdata_missing_code(variable(&x, "by_z"), MICRODATA_WITHHELD), -5);
    end(&x);
}

static void a_broken_dictionary_is_refused(void **state) {
    (void)state;
    struct fixture x = make(awkward_json, returns, 1);
    char path[] = "/tmp/test_microdata.XXXXXX";
    struct fault f = {0};
    size_t length;
    write_file(&x, "sav", path);
    char *bytes = file_read(x.arena, path, 1 << 20, &length, &f);
    assert_non_null(bytes);
    assert_non_null(memmem(bytes, length, "$by=D1 1 ", 9));
    for (size_t cut = 0; cut < 1200; cut += 7) { /* the variables alone take more */
        struct strbuf dictionary = {0};
        struct fault why = {0};
        strbuf_add_bytes(&dictionary, bytes, cut);
        assert_false(sav_sets_insert(x.m, &dictionary, &why));
        strbuf_end(&dictionary);
    }
    unlink(path);
    end(&x);
}

/* --- counts --- */

static size_t count_of(const struct fixture *x, const struct summary *s, const char *name, int64_t code) {
    const struct microdata_variable *v = variable(x, name);
    for (size_t i = 0; i < v->category_count; i++)
        if (v->categories[i].code == code)
            return s[v - x->m->variables].categories[i];
    return s[v - x->m->variables].missing[-1 - code];
}

static void counts_are_those_of_the_dataset(void **state) {
    (void)state;
    static const struct {
        const char *name;
        int64_t code;
        size_t count;
    } cases[] = {
        {"to_2", 13, 2},
        {"to_2", 27, 2},
        {"to_2", 1, 1},
        {"to_2", -1, 1},
        {"to_2", -3, 1},
        {"byte_2", 1, 3},
        {"byte_2", -1, 1},
        {"by_1", 1, 2},
        {"by_1", 0, 2},
        {"by_1", -1, 1},
        {"by_1", -3, 1},
        {"by_1", -4, 1},
        {"by_z_2", 1, 1},
        {"by_z", 1, 2},
        {"by_z", 2, 2},
        {"by_z", -4, 1},
        {"region", -1, 1},
        {"with_2", 1, 2},
        {"with_2", -1, 5},
        {"since", -3, 1},
        {"a_very_long_id_that_goes_on_and_", -2, 4},
        {"a_very_long_id_that_goes_on_and_", -1, 1},
    };
    struct fixture x = make(awkward_json, returns, 1);
    struct fault f = {0};
    const struct summary *s = summary_make(x.arena, x.m, &f);
    assert_non_null(s);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (count_of(&x, s, cases[i].name, cases[i].code) != cases[i].count)
            fail_msg("%s = %d: %zu, expected %zu", cases[i].name, (int)cases[i].code,
                     count_of(&x, s, cases[i].name, cases[i].code), cases[i].count);
    const struct summary *degrees = &s[variable(&x, "degrees") - x.m->variables];
    assert_true(degrees->given == 5 && degrees->min == -3250000 && degrees->max == 50000000);
    assert_true(degrees->mean > 18.749999 && degrees->mean < 18.750001);
    end(&x);
}

/* --- what is withheld --- */

static void extremes_are_drawn_in(void **state) {
    (void)state;
    static const struct {
        long threshold;
        int64_t low, high;
        bool withheld;
    } cases[] = {{1, INT64_MIN, INT64_MAX, false},
                 {2, 0, 40000000, false},
                 {3, 7000000, 7000000, false},
                 {6, 0, 0, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture x = make(awkward_json, returns, cases[i].threshold);
        const struct release_limit *limit = release_limit_of(x.m->release, variable(&x, "degrees")->question);
        assert_int_equal(limit->withheld, cases[i].withheld);
        if (!cases[i].withheld)
            assert_true(limit->low == cases[i].low && limit->high == cases[i].high);
        end(&x);
    }
}

static int64_t value_of(const struct fixture *x, size_t row, const char *name) {
    const struct microdata_variable *v = variable(x, name);
    struct microdata_cell cell;
    struct fault f = {0};
    assert_true(microdata_cell(x->m, row, (size_t)(v - x->m->variables), &cell, &f));
    return cell.missing == MICRODATA_GIVEN ? cell.number
                                           : microdata_missing_code(v, (enum microdata_missing)cell.missing);
}

/* Clinics and dental clinics are too few by themselves, but not together; a name that one sheet has is in no list. */
static void types_give_way_to_their_group(void **state) {
    (void)state;
    static const char *const lines[] = {"13 clinic",   "13 clinic",   "13 clinic",   "13 clinic",
                                        "13 dental",   "13 hospital", "13 hospital", "13 hospital",
                                        "13 hospital", "13 hospital"};
    enum { N = sizeof lines / sizeof *lines };
    struct fixture x = {.arena = arena_create()};
    struct fault f = {0};
    const struct questionnaire *q = tiny_questionnaire(x.arena);
    struct response *all[N];
    for (size_t i = 0; i < N; i++) {
        all[i] = tiny_response(x.arena, q, lines[i]);
        all[i]->fields[FIELD_ASSOCIATION] = i == 9 ? "Dr Nobody" : "Tokyo doctors";
        all[i]->fields[FIELD_RECEIVED] = i < 5 ? "2024-02-29" : "2024-03-03"; /* one week, two months */
    }
    x.d = dataset_from_responses(x.arena, q, (const struct response *const *)all, N);
    x.m = microdata_of(x.arena, x.d, &(struct microdata_spec){.threshold = 5}, &f);
    assert_non_null(x.m);
    size_t types = 0;
    for (size_t row = 0; row < N; row++) {
        bool hospital = value_of(&x, row, "type") == 3;
        types += hospital;
        assert_true(hospital || value_of(&x, row, "type") == -5);
        assert_int_equal(value_of(&x, row, "care"), hospital ? -2 : 1);
        assert_int_equal(value_of(&x, row, "pref"), 13);
        assert_int_equal(value_of(&x, row, "received_month"), hospital ? 19783 : 19754); /* the 1st */
        assert_int_equal(value_of(&x, row, "received_week"), 19779); /* Monday, February 26 */
        assert_int_equal(value_of(&x, row, "association"), -5); /* of the name, so of all in the one cell */
    }
    assert_int_equal(types, 5);
    assert_int_equal(variable(&x, "association")->category_count, 0);
    end(&x);
}

static void order_tells_nothing(void **state) {
    (void)state;
    const char *backwards[sizeof returns / sizeof *returns] = {NULL};
    size_t count = sizeof returns / sizeof *returns - 1;
    for (size_t i = 0; i < count; i++)
        backwards[i] = returns[count - 1 - i];
    struct fixture x = make(awkward_json, returns, 3), y = make(awkward_json, backwards, 3);
    for (size_t row = 0; row < x.m->rows; row++)
        for (size_t v = 0; v < x.m->variable_count; v++) {
            struct microdata_cell a, b;
            struct fault f = {0};
            assert_true(microdata_cell(x.m, row, v, &a, &f) && microdata_cell(y.m, row, v, &b, &f));
            assert_true(a.missing == b.missing && a.number == b.number);
        }
    end(&x);
    end(&y);
}

static const struct microdata_cell *cell_named(const struct fixture *x, size_t row, const char *name) {
    static struct microdata_cell cell;
    struct fault f = {0};
    size_t v = 0;
    while (v < x->m->variable_count && strcmp(x->m->variables[v].name, name) != 0)
        v++;
    if (v == x->m->variable_count || !microdata_cell(x->m, row, v, &cell, &f))
        fail_msg("%s: %s", name, f.text);
    return &cell;
}

/* A question that only hospitals are asked tells by its silence who is none. */
static void routing_tells_nothing(void **state) {
    (void)state;
    struct fixture x = make(awkward_json, returns, 5), open = make(awkward_json, returns, 1);
    size_t withheld = 0, given = 0;
    for (size_t row = 0; row < x.m->rows; row++) {
        bool type = cell_named(&x, row, "byte_2")->missing == MICRODATA_WITHHELD;
        bool routed =
            cell_named(&x, row, "a_very_long_id_that_goes_on_and_")->missing == MICRODATA_WITHHELD;
        withheld += type;
        given += cell_named(&open, row, "a_very_long_id_that_goes_on_and_")->missing == MICRODATA_GIVEN;
        if (type && !routed)
            fail_msg("row %zu", row);
    }
    assert_true(withheld > 0 && given > 0);
    end(&x);
    end(&open);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_say_what_the_dataset_says), cmocka_unit_test(questions_keep_their_names),
        cmocka_unit_test(a_broken_dictionary_is_refused),  cmocka_unit_test(counts_are_those_of_the_dataset),
        cmocka_unit_test(extremes_are_drawn_in),           cmocka_unit_test(order_tells_nothing),
        cmocka_unit_test(routing_tells_nothing),
        cmocka_unit_test(types_give_way_to_their_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
