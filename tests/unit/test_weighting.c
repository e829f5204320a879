/* weighting: the whole way from a scheme in the questionnaire to the cells of a table, against R's package
 * survey (tests/oracle/design.R); weights of one change nothing; what cannot be weighted says why. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reports/model/table.h"
#include "tests/unit/design_data.h"
#include "tests/unit/tiny_survey.h"

static const char head[] =
    "{\"format\": \"shukei-survey-1\", \"id\": \"design\", \"title\": \"Design\", \"lang\": \"en\","
    " \"organiser\": \"Nobody\", \"unit\": \"clinics\", \"base_all\": \"all clinics\", \"percent_decimals\": "
    "2,"
    " \"groupings\": ["
    "  {\"id\": \"everywhere\", \"label\": \"All\", \"question\": \"area\", \"categories\": ["
    "   {\"id\": \"every\", \"label\": \"Every area\", \"options\": [\"A\", \"B\", \"C\", \"D\"]}]}],"
    " \"questions\": ["
    "  {\"id\": \"type\", \"kind\": \"single\", \"label\": \"Type\", \"options\": ["
    "    {\"id\": \"clinic\", \"label\": \"Clinic\"}, {\"id\": \"dental\", \"label\": \"Dental\"},"
    "    {\"id\": \"hospital\", \"label\": \"Hospital\"}]},"
    "  {\"id\": \"area\", \"kind\": \"single\", \"label\": \"Area\", \"options\": ["
    "    {\"id\": \"A\", \"label\": \"A\"}, {\"id\": \"B\", \"label\": \"B\"},"
    "    {\"id\": \"C\", \"label\": \"C\"}, {\"id\": \"D\", \"label\": \"D\"}]},"
    "  {\"id\": \"trouble\", \"kind\": \"single\", \"label\": \"Trouble\", \"options\": ["
    "    {\"id\": \"yes\", \"label\": \"Yes\"}, {\"id\": \"no\", \"label\": \"No\"}]},"
    "  {\"id\": \"kind\", \"kind\": \"multi\", \"label\": \"Kind\", \"options\": ["
    "    {\"id\": \"a\", \"label\": \"A\"}, {\"id\": \"b\", \"label\": \"B\"}, {\"id\": \"c\", \"label\": "
    "\"C\"}],"
    "   \"nets\": [{\"id\": \"ab\", \"label\": \"A or B\", \"options\": [\"a\", \"b\"]}]},"
    "  {\"id\": \"cases\", \"kind\": \"number\", \"label\": \"Cases\", \"decimals\": 0}"
    " ], \"weights\": [";

static const char good_schemes[] =
    "{\"id\": \"raked\", \"label\": \"Raked\", \"method\": \"rake\", \"margins\": ["
    "  {\"by\": \"type\", \"population\": {\"clinic\": 1200, \"dental\": 900, \"hospital\": 100}, "
    "\"source\": \"s\"},"
    "  {\"by\": \"area\", \"population\": {\"A\": 70.0, \"B\": 64.0, \"C\": 51.0, \"D\": 35.0}, \"source\": "
    "\"s\","
    "   \"shares\": true}]},"
    "{\"id\": \"postboth\", \"label\": \"Both\", \"method\": \"poststratify\", \"margins\": ["
    "  {\"by\": \"type,area\", \"source\": \"s\", \"population\": {"
    "    \"clinic\": {\"A\": 400, \"B\": 380, \"C\": 260, \"D\": 160},"
    "    \"dental\": {\"A\": 250, \"B\": 240, \"C\": 240, \"D\": 170},"
    "    \"hospital\": {\"A\": 50, \"B\": 20, \"C\": 10, \"D\": 20}}}]},"
    "{\"id\": \"ones\", \"label\": \"Ones\", \"method\": \"poststratify\", \"margins\": ["
    "  {\"by\": \"everywhere\", \"population\": {\"every\": 77}, \"source\": \"s\"}]},"
    "{\"id\": \"part\", \"label\": \"Part\", \"method\": \"rake\", \"margins\": ["
    "  {\"by\": \"area\", \"where\": \"type = dental\", \"shares\": true, \"source\": \"s\","
    "   \"population\": {\"A\": 1, \"B\": 1, \"C\": 1, \"D\": 1}}]}]}";

struct fixture {
    struct arena *arena;
    const struct questionnaire *q;
    const struct dataset *d;
};

/* kind and silences are made from the return's number: any will do, as long as all occur. */
static struct response *response_of(const struct fixture *x, const struct design_data *data, size_t i) {
    static const char *const kinds[] = {"a", "a|b", "b|c", "0", "-", "!", "c"};
    return tiny_response(
        x->arena, x->q,
        arena_printf(x->arena, "%s %c %s %s %s", data_types[data->type[i]], 'A' + data->area[i],
                     data->yes[i] > 0 ? "yes" : "no", kinds[i % 7],
                     data->cases[i] > 0 ? arena_printf(x->arena, "%g", data->cases[i]) : "00"));
}

static struct fixture set_up(void) {
    struct fixture x = {.arena = arena_create()};
    struct design_data data;
    const struct response *responses[DATA_RETURNS];
    design_data_read(&data);
    x.q = tiny_questionnaire_of(x.arena, arena_printf(x.arena, "%s%s", head, good_schemes));
    for (size_t i = 0; i < DATA_RETURNS; i++)
        responses[i] = response_of(&x, &data, i);
    x.d = dataset_from_responses(x.arena, x.q, responses, DATA_RETURNS);
    return x;
}

static const struct table_set *make_tables(const struct fixture *x, const char *scheme, const char *a,
                                           const char *b, struct table_options options) {
    static const size_t questions[] = {0, 1, 2, 3, 4};
    struct fault f = {0};
    const struct cube_spec spec = {
        .questions = questions, .question_count = 5, .keys = {a, b}, .key_count = a ? 1 + !!b : 0};
    const struct cube *cube = cube_count(x->arena, x->d, &spec, &f);
    const struct scheme *s = scheme && cube ? scheme_find(x->q, scheme, &f) : NULL;
    const struct weighting *w = s ? weighting_make(x->arena, x->d, s, &f) : NULL;
    if (!cube || (scheme && !w))
        fail_msg("%s", f.text);
    options.weights = w ? cube_weigh(x->arena, cube, w) : NULL;
    return table_make(x->arena, cube, &options);
}

/* --- against survey --- */

static const struct table_cell *cell_of(const struct table_set *set, const char *question, const char *row,
                                        const char *domain) {
    const struct table *t = table_find(set, question);
    int column = table_column_find(t, strcmp(domain, "all") == 0 ? "total" : domain);
    assert_true(column >= 0);
    return &table_row_find(t, row)->cells[column];
}

static void near(const char *line, double value, double reference) {
    if (!(fabs(value / reference - 1) <= 1e-6))
        fail_msg("%.17g; R says %s", value, line);
}

static bool compare(const struct table_set *logit, const struct table_set *exact, const char *what,
                    const char *variable, const char *domain, double a, double b, const char *line) {
    if (strcmp(what, "mean") == 0 && strcmp(variable, "cases") == 0) {
        const struct table *t = table_find(logit, "cases");
        near(line, t->summaries[table_column_find(t, strcmp(domain, "all") ? domain : "total")].weighted_mean,
             a);
    } else if (strcmp(what, "mean") == 0) {
        near(line, cell_of(logit, "trouble", "yes", domain)->percent, 100 * a);
    } else if (strcmp(what, "logit95") == 0 || strcmp(what, "beta95") == 0) {
        const struct table_cell *cell = cell_of(what[0] == 'l' ? logit : exact, "trouble", "yes", domain);
        near(line, cell->low, 100 * a);
        near(line, cell->high, 100 * b);
    } else {
        return false;
    }
    return true;
}

static void test_against_survey(void **state) {
    (void)state;
    static const char *const schemes[] = {"raked", "postboth"};
    struct fixture x = set_up();
    struct table_options options = table_default_options;
    size_t compared = 0;
    for (size_t s = 0; s < 2; s++) {
        options.interval = INTERVAL_LOGIT;
        const struct table_set *by_type = make_tables(&x, schemes[s], "type", NULL, options),
                               *by_area = make_tables(&x, schemes[s], "area", NULL, options);
        options.interval = INTERVAL_EXACT;
        const struct table_set *exact = make_tables(&x, schemes[s], "type", NULL, options);
        FILE *csv = fopen(SHUKEI_SOURCE_DIR "/tests/oracle/design.csv", "r");
        char line[256], design[16], what[16], variable[16], domain[16];
        double a, b;
        assert_non_null(csv);
        while (fgets(line, sizeof line, csv))
            if (sscanf(line, "%15[^,],%15[^,],%15[^,],%15[^,],%lf,%lf", design, what, variable, domain, &a,
                       &b) == 6 &&
                strcmp(design, schemes[s]) == 0)
                compared += compare(domain[0] == 'a' && domain[1] == 'r' ? by_area : by_type, exact, what,
                                    variable, domain, a, b, line);
        fclose(csv);
    }
    arena_destroy(x.arena);
    assert_int_equal(compared, 2 * (3 * 2 + 3 + 1));
}

/* Respondents against population: chisq.test. */
static void test_fit(void **state) {
    (void)state;
    struct fixture x = set_up();
    struct fault f = {0};
    const struct weighting *w = weighting_make(x.arena, x.d, &x.q->schemes[0], &f);
    FILE *csv = fopen(SHUKEI_SOURCE_DIR "/tests/oracle/design.csv", "r");
    char line[256], margin[16];
    double chi2, p;
    size_t compared = 0;
    assert_non_null(csv);
    assert_non_null(w);
    while (fgets(line, sizeof line, csv))
        if (sscanf(line, "raked,fit,%15[^,],all,%lf,%lf", margin, &chi2, &p) == 3) {
            const struct weighting_margin *m = &w->margins[compared++];
            assert_string_equal(m->from->by[0], margin);
            assert_true(m->tested && fabs(m->chi2 / chi2 - 1) < 1e-9 && fabs(m->p / p - 1) < 1e-9);
        }
    fclose(csv);
    arena_destroy(x.arena);
    assert_int_equal(compared, 2);
}

/* --- weights of one --- */

static bool same_cell(const struct table_cell *a, const struct table_cell *b) {
    return a->count == b->count && a->n == b->n && a->percent == b->percent && a->low == b->low &&
           a->high == b->high && strcmp(a->text, b->text) == 0 && a->suppressed == b->suppressed &&
           a->has_interval == b->has_interval && a->mark_count == b->mark_count;
}

static size_t same_tables(const struct table_set *plain, const struct table_set *weighted) {
    size_t cells = 0;
    for (size_t i = 0; i < plain->count; i++) {
        const struct table *a = &plain->tables[i], *b = &weighted->tables[i];
        for (size_t r = 0; r < a->row_count; r++)
            for (size_t c = 0; c < a->column_count; c++, cells++)
                if (!same_cell(&a->rows[r].cells[c], &b->rows[r].cells[c]))
                    fail_msg("%s, %s, %s: %s (%.17g-%.17g), weighted %s (%.17g-%.17g)", a->id, a->rows[r].key,
                             a->columns[c].key, a->rows[r].cells[c].text, a->rows[r].cells[c].low,
                             a->rows[r].cells[c].high, b->rows[r].cells[c].text, b->rows[r].cells[c].low,
                             b->rows[r].cells[c].high);
        for (size_t c = 0; a->summaries && c < a->column_count; c++)
            assert_true(a->summaries[c].given == 0 || a->summaries[c].suppressed ||
                        fabs(a->summaries[c].mean - b->summaries[c].weighted_mean) < 1e-12);
    }
    return cells;
}

static void test_weights_of_one(void **state) {
    (void)state;
    static const char *const keys[][2] = {{NULL, NULL}, {"type", NULL}, {"kind", "area"}};
    struct fixture x = set_up();
    size_t cells = 0;
    for (enum table_percent percent = TABLE_OF_CASES; percent <= TABLE_OF_TOTAL; percent++)
        for (size_t k = 0; k < 3; k++)
            for (long suppress = 0; suppress <= 5; suppress += 5) {
                struct table_options options = table_default_options;
                options.percent = percent;
                options.suppress = suppress;
                options.interval = k == 1 ? INTERVAL_AGRESTI_COULL : INTERVAL_WILSON;
                cells += same_tables(make_tables(&x, NULL, keys[k][0], keys[k][1], options),
                                     make_tables(&x, "ones", keys[k][0], keys[k][1], options));
            }
    arena_destroy(x.arena);
    assert_true(cells > 3000);
}

/* Weighted counts of the columns add up to the total's, and so do options and silences of a single answer. */
static void test_sums(void **state) {
    (void)state;
    struct fixture x = set_up();
    const struct table_set *set = make_tables(&x, "raked", "type", NULL, table_default_options);
    const struct table *t = table_find(set, "trouble");
    double total = 0;
    for (size_t r = 0; r < t->row_count; r++) {
        double row = 0;
        for (size_t c = 1; c < t->column_count; c++)
            row += t->rows[r].cells[c].weighted_count;
        assert_true(fabs(row - t->rows[r].cells[0].weighted_count) < 1e-9);
        total += row;
    }
    assert_true(fabs(total - DATA_RETURNS) < 1e-9 && fabs(t->columns[0].weighted_n - DATA_RETURNS) < 1e-9);
    assert_true(fabs(cell_of(set, "type", "dental", "all")->percent - 100 * 900 / 2200.0) < 1e-9);
    arena_destroy(x.arena);
}

/* A margin of the dentists leaves the others alone, and the dentists' number as it is. */
static void test_where(void **state) {
    (void)state;
    struct fixture x = set_up();
    const struct table_set *plain = make_tables(&x, NULL, "type", NULL, table_default_options),
                           *part = make_tables(&x, "part", "type", NULL, table_default_options);
    static const char *const rows[] = {"A", "B", "C", "D"};
    for (size_t r = 0; r < 4; r++) {
        assert_true(fabs(cell_of(part, "area", rows[r], "type=dental")->percent - 25) < 1e-9);
        assert_true(fabs(cell_of(part, "area", rows[r], "type=clinic")->percent -
                         cell_of(plain, "area", rows[r], "type=clinic")->percent) < 1e-9);
    }
    assert_true(fabs(cell_of(part, "type", "dental", "all")->percent -
                     cell_of(plain, "type", "dental", "all")->percent) < 1e-9);
    arena_destroy(x.arena);
}

/* --- what cannot be --- */

#define MARGIN(text) "{\"id\": \"s\", \"label\": \"S\", \"method\": \"rake\", \"margins\": [" text "]}]}"
#define SOURCE ", \"source\": \"s\""

static void test_faults(void **state) {
    (void)state;
    static const struct {
        const char *scheme, *says;
    } cases[] = {
        {MARGIN("{\"by\": \"kind\", \"population\": {\"a\": 1}" SOURCE "}"),
         "/weights/0/margins/0/by: \"kind\" is no key"},
        {MARGIN("{\"by\": \"type\", \"population\": {\"clinc\": 1}" SOURCE "}"),
         "/weights/0/margins/0/population/clinc: \"type\" has no category \"clinc\""},
        {MARGIN("{\"by\": \"type\", \"population\": {\"clinic\": 0}" SOURCE "}"),
         "expected a number above 0"},
        {MARGIN("{\"by\": \"type\"}"), "either a \"table\" or a \"population\""},
        {MARGIN("{\"by\": \"type\", \"population\": {\"clinic\": 1}}"), "needs the \"source\""},
        {MARGIN("{\"by\": \"type,area,type\", \"table\": \"t\"}"), "at most 2 keys"},
        {MARGIN("{\"by\": \"type\", \"tabel\": \"t\"}"), "tabel"},
        {MARGIN(""), "at least one margin"},
        {"{\"id\": \"s\", \"label\": \"S\", \"method\": \"post\", \"margins\": []}]}",
         "expected \"rake\" or"},
        {"{\"id\": \"s\", \"label\": \"S\", \"method\": \"rake\", \"trim\": {\"high\": 0.5}, \"margins\": "
         "[]}]}",
         "/weights/0/trim/high: expected more than 1"},
        {MARGIN("{\"by\": \"type\", \"table\": \"no-such-table\"}"), "no table \"no-such-table\""},
        {MARGIN("{\"by\": \"type\", \"table\": \"institutions-by-type\"}"),
         "the population has \"pharmacy\""},
        {MARGIN("{\"by\": \"type\", \"table\": \"institutions-by-type\", \"leave_out\": [\"pharmacy\", "
                "\"vet\"]}"),
         "\"leave_out\" names \"vet\""},
        {MARGIN("{\"by\": \"type\", \"population\": {\"clinic\": 1, \"dental\": 1}" SOURCE "}"),
         "the population has no number for \"Hospital\""},
        {MARGIN("{\"by\": \"area\", \"where\": \"type = hospital and area = A\", \"shares\": true,"
                " \"population\": {\"A\": 1, \"D\": 1}" SOURCE "}"),
         "nobody of \"D\" answered"},
        {MARGIN("{\"by\": \"type\", \"population\": {\"clinic\": 1, \"dental\": 1, \"hospital\": 1}" SOURCE
                "},"
                "{\"by\": \"area\", \"population\": {\"A\": 1, \"B\": 1, \"C\": 1, \"D\": 1}" SOURCE "}"),
         "weighting \"s\": the populations of its margins have different totals"},
    };
    struct fixture x = set_up();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault f = {0};
        const char *json = arena_printf(x.arena, "%s%s", head, cases[i].scheme);
        const struct questionnaire *q = questionnaire_parse(x.arena, json, strlen(json), "s.json", &f);
        struct dataset d = *x.d;
        d.questionnaire = q;
        if (q && weighting_make(x.arena, &d, &q->schemes[0], &f))
            fail_msg("case %zu: no fault; expected %s", i, cases[i].says);
        if (!strstr(f.text, cases[i].says))
            fail_msg("case %zu: %s; expected %s", i, f.text, cases[i].says);
    }
    arena_destroy(x.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_survey), cmocka_unit_test(test_fit),
        cmocka_unit_test(test_weights_of_one), cmocka_unit_test(test_sums),
        cmocka_unit_test(test_where),          cmocka_unit_test(test_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
