/* What must hold of every table, on random returns: columns and rows add up, a net is what its options merged
 * into one would be, the order of returns means nothing, a filter counts what its column counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reports/model/table.h"
#include "reports/text/table_json.h"
#include "tests/unit/tiny_survey.h"

enum { ROUNDS = 40, RETURNS_MAX = 150, LINE = 96 };

/* The tiny survey with a net over the options a and b of "kind"; and with the two as one option "a". */
static char netted_json[sizeof tiny_json + 200], merged_json[sizeof tiny_json + 200];

static void replace(char *out, const char *from, const char *what, const char *with) {
    const char *at = strstr(from, what);
    assert_non_null(at);
    sprintf(out, "%.*s%s%s", (int)(at - from), from, with, at + strlen(what));
}

static void make_templates(void) {
    static const char b[] = "    {\"id\": \"b\", \"label\": \"B\"}, ";
    static const char options[] = "\"text\": \"clinics with trouble\"}, \"options\"";
    replace(netted_json, tiny_json, options,
            "\"text\": \"clinics with trouble\"}, \"nets\": [{\"id\": \"ab\", \"label\": \"A or B\","
            "\"options\": [\"b\", \"a\"]}], \"options\"");
    replace(merged_json, tiny_json, b, "");
}

static uint64_t seed;

static uint64_t draw(uint64_t below) { /* xorshift64* */
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (seed * 2685821657736338717U >> 33) % below;
}

static const char *pick(const char *const *from, size_t count) {
    return from[draw(count)];
}
#define PICK(...)                                                                                            \
    pick((const char *const[]){__VA_ARGS__},                                                                 \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* pref type trouble kind detail story full full_count staff day */
static void draw_line(char line[LINE]) {
    snprintf(line, LINE, "%s %s %s %s %s %s %s %s %s %s", PICK("13", "27", "1", "47", "-"),
             PICK("clinic", "dental", "hospital", "-", "!"), PICK("yes", "yes", "no", "-", "!"),
             PICK("a", "b", "c", "a|b", "b|c", "a|c", "a|b|c", "-", "0", "!"),
             PICK("x", "y", "x|y", "-", "~"), PICK("words", "-"), PICK("yes", "no", "-", "!"),
             PICK("1", "2", "3.5", "-", "!"), PICK("1", "4", "7", "12", "-"), PICK("2024-01-09", "-"));
}

struct world {
    struct arena *arena;
    char lines[RETURNS_MAX][LINE];
    size_t n;
};

static struct world draw_world(uint64_t round) {
    struct world w = {.arena = arena_create()};
    seed = 0x9E3779B97F4A7C15U * (round + 1);
    w.n = 1 + draw(RETURNS_MAX - 1);
    for (size_t i = 0; i < w.n; i++)
        draw_line(w.lines[i]);
    return w;
}

static const struct dataset *dataset_of(const struct world *w, const struct questionnaire *q) {
    const char *lines[RETURNS_MAX + 1] = {0};
    size_t count;
    for (size_t i = 0; i < w->n; i++)
        lines[i] = w->lines[i];
    struct response **all = tiny_responses(w->arena, q, lines, &count);
    return dataset_from_responses(w->arena, q, (const struct response *const *)all, count);
}

static const struct table_set *tables_of(const struct world *w, const char *json, const char *key,
                                         const char *where, struct table_options options) {
    struct fault f = {0};
    const struct questionnaire *q = tiny_questionnaire_of(w->arena, json);
    const struct dataset *d = dataset_of(w, q);
    size_t *all = arena_array(w->arena, q->question_count, sizeof *all);
    for (size_t i = 0; i < q->question_count; i++)
        all[i] = i;
    struct cube_spec spec = {
        .questions = all, .question_count = q->question_count, .keys = {key}, .key_count = key != NULL};
    if (where)
        spec.where = expr_compile(w->arena, q, spec.where_text = where, &f);
    const struct cube *cube = f.kind ? NULL : cube_count(w->arena, d, &spec, &f);
    if (!cube)
        fail_msg("%s", f.text);
    return table_make(w->arena, cube, &options);
}

static int64_t at(const struct table_set *set, const char *question, const char *row, const char *column) {
    const struct table *t = table_find(set, question);
    const struct table_row *found = t ? table_row_find(t, row) : NULL;
    int c = t ? table_column_find(t, column) : -1;
    return found && c >= 0 ? found->cells[c].count : 0;
}

/* --- adding up --- */

static void check_columns(const struct table *t) {
    for (size_t r = 0; r < t->row_count; r++) {
        int64_t sum = 0;
        for (size_t c = 1; c < t->column_count; c++)
            sum += t->rows[r].cells[c].count;
        assert_int_equal(sum, t->rows[r].cells[0].count);
    }
}

static void check_rows(const struct table *t, size_t c) {
    int64_t sum = 0;
    for (size_t r = 0; r < t->row_count - t->net_count; r++)
        sum += t->rows[r].cells[c].count;
    if (!t->multi)
        assert_int_equal(sum, t->columns[c].n);
    else
        assert_true(sum >= t->columns[c].n);
}

static void test_tables_add_up(void **state) {
    (void)state;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        struct world w = draw_world(round);
        const struct table_set *set = tables_of(&w, netted_json, "type", NULL, table_default_options);
        for (size_t i = 0; i < set->count; i++) {
            check_columns(&set->tables[i]);
            for (size_t c = 0; c < set->tables[i].column_count; c++)
                check_rows(&set->tables[i], c);
        }
        arena_destroy(w.arena);
    }
}

/* --- nets --- */

static void merge_options(struct world *w) { /* a|b -> a, in the field of "kind" */
    for (size_t i = 0; i < w->n; i++) {
        char *kind = w->lines[i];
        for (int field = 0; field < KIND; field++)
            kind = strchr(kind, ' ') + 1;
        size_t length = strcspn(kind, " ");
        bool a = memchr(kind, 'a', length), b = memchr(kind, 'b', length), c = memchr(kind, 'c', length);
        char rest[LINE];
        if (!a && !b)
            continue;
        strcpy(rest, kind + length);
        sprintf(kind, "%s%s", c ? "a|c" : "a", rest);
    }
}

static const char *letters_at(const struct table_set *set, const char *row, const char *column) {
    const struct table *t = table_find(set, "kind");
    int c = table_column_find(t, column);
    const char *letters = c >= 0 ? table_row_find(t, row)->cells[c].letters : NULL;
    return letters ? letters : "";
}

static void test_a_net_is_its_options_merged(void **state) {
    (void)state;
    int64_t seen = 0, lettered = 0;
    struct table_options options = table_default_options;
    options.letters = true;
    options.small_n = 4;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        struct world w = draw_world(round);
        const struct table_set *net = tables_of(&w, netted_json, "type", NULL, options);
        merge_options(&w);
        const struct table_set *merged = tables_of(&w, merged_json, "type", NULL, options);
        static const char *const columns[] = {"total", "type=clinic", "type=dental", "type=hospital",
                                              "type=unknown"};
        for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
            assert_int_equal(at(net, "kind", "ab", columns[c]), at(merged, "kind", "a", columns[c]));
            assert_string_equal(letters_at(net, "ab", columns[c]), letters_at(merged, "a", columns[c]));
            lettered += *letters_at(net, "ab", columns[c]) != '\0';
        }
        seen += at(net, "kind", "ab", "total");
        arena_destroy(w.arena);
    }
    assert_true(seen > 0 && lettered > 0);
}

/* --- order and filters --- */

static char *json_of(const struct table_set *set) {
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    table_json_write(out, set);
    fclose(out);
    return text;
}

static void shuffle(struct world *w) {
    for (size_t i = w->n - 1; i > 0; i--) {
        size_t other = draw(i + 1);
        char line[LINE];
        memcpy(line, w->lines[i], LINE);
        memcpy(w->lines[i], w->lines[other], LINE);
        memcpy(w->lines[other], line, LINE);
    }
}

static void test_the_order_of_returns_means_nothing(void **state) {
    (void)state;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        struct world w = draw_world(round);
        struct table_options options = table_default_options;
        options.order = round % 2 ? TABLE_BY_COUNT : TABLE_AS_ON_FORM;
        options.suppress = round % 3 ? 0 : 3;
        options.letters = round % 8 == 7;
        options.small_n = 4;
        char *before = json_of(tables_of(&w, netted_json, "pref", NULL, options));
        shuffle(&w);
        char *after = json_of(tables_of(&w, netted_json, "pref", NULL, options));
        assert_string_equal(before, after);
        free(before);
        free(after);
        arena_destroy(w.arena);
    }
}

static void test_a_filter_counts_what_its_column_counts(void **state) {
    (void)state;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        struct world w = draw_world(round);
        const struct table_set *all = tables_of(&w, netted_json, "type", NULL, table_default_options);
        const struct table_set *some =
            tables_of(&w, netted_json, NULL, "type = clinic", table_default_options);
        for (size_t i = 0; i < all->count; i++)
            for (size_t r = 0; r < all->tables[i].row_count; r++) {
                const struct table_row *row = &all->tables[i].rows[r];
                if (row->kind == TABLE_VALUE)
                    continue; /* classes are chosen from the values at hand */
                assert_int_equal(at(some, all->tables[i].question, row->key, "total"),
                                 at(all, all->tables[i].question, row->key, "type=clinic"));
            }
        arena_destroy(w.arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables_add_up),
        cmocka_unit_test(test_a_net_is_its_options_merged),
        cmocka_unit_test(test_the_order_of_returns_means_nothing),
        cmocka_unit_test(test_a_filter_counts_what_its_column_counts),
    };
    make_templates();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
