#include "reports/model/table_test.h"
#include "reports/model/table_notes.h"

#include "engine/base/lang.h"
#include "engine/statistics/contingency.h"
#include "engine/statistics/multiresponse.h"
#include "engine/tabulation/cube_banner.h"
#include "engine/tabulation/cube_pairs.h"

#include <math.h>
#include <string.h>

struct tester {
    struct arena *arena, *scratch;
    const struct cube *cube;
    const struct cube_question *q;
    size_t question;
    struct table *table;
    struct table_test *test;
    const size_t *columns; /* of the cube, that are tested */
    size_t column_count;
};

const char *table_test_name(enum table_test_method method) {
    static const char *const names[] = {[TABLE_TEST_NONE] = NULL,
                                        [TABLE_TEST_PEARSON] = "pearson",
                                        [TABLE_TEST_EXACT] = "fisher",
                                        [TABLE_TEST_DRAWN] = "fisher-monte-carlo",
                                        [TABLE_TEST_RAO_SCOTT] = "rao-scott"};
    return names[method];
}

bool table_test_has_statistic(const struct table_test *test) {
    return test->method == TABLE_TEST_PEARSON || test->method == TABLE_TEST_RAO_SCOTT;
}

bool table_test_has_v(const struct table_test *test) {
    return test->method != TABLE_TEST_NONE && test->method != TABLE_TEST_RAO_SCOTT;
}

bool table_test_options(const char *test, const char *adjust, struct table_options *options,
                        struct fault *f) {
    if (test && strcmp(test, "letters") != 0)
        return fault_usage(f, _("--test %s: expected letters"), test);
    if (adjust && !test)
        return fault_usage(f, _("--adjust %s: it is for the comparisons of --test letters"), adjust);
    if (adjust && !adjust_parse(adjust, &options->adjust))
        return fault_usage(f, _("--adjust %s: expected bonferroni, holm, bh or none"), adjust);
    options->letters = test != NULL;
    if (options->letters && options->percent != TABLE_OF_CASES)
        return fault_usage(f,
                           _("--test letters compares shares of the returns in each column: leave out "
                             "--percent %s"),
                           table_percent_name(options->percent));
    return true;
}

/* --- the table as a whole --- */

static void choose_columns(struct tester *s) {
    size_t *columns = arena_array(s->scratch, s->cube->column_count, sizeof *columns);
    for (size_t c = 1; c < s->cube->column_count; c++)
        if (!cube_banner_unknown(s->cube->banner, c)) {
            columns[s->column_count++] = c;
            s->test->n += cube_n(s->cube, s->q, c);
        }
    s->columns = columns;
}

static bool any_hidden(const struct table *t) {
    for (size_t r = 0; r < t->row_count; r++)
        for (size_t c = 0; c < t->column_count; c++)
            if (t->rows[r].cells[c].suppressed)
                return true;
    return false;
}

static const char *why_not(const struct tester *s) {
    if (!s->cube->partition)
        return _("a return may stand in several columns");
    if (s->q->numbers)
        return _("the answers are numbers");
    if (s->table->weight)
        return _("the table is weighted; unweighted it would be tested");
    if (any_hidden(s->table))
        return _("the result would help to recover the hidden cells");
    return NULL;
}

static struct contingency counts_of(const struct tester *s) {
    size_t rows = s->q->row_count - s->q->net_count;
    int64_t *counts = arena_array(s->scratch, rows * s->column_count + 1, sizeof *counts);
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < s->column_count; c++)
            counts[r * s->column_count + c] = cube_cell(s->cube, s->q, r, s->columns[c]);
    return (struct contingency){counts, rows, s->column_count};
}

static void test_exactly(struct tester *s, const struct contingency *counts) {
    struct contingency_exact exact = contingency_exact(s->scratch, counts);
    s->test->method = exact.drawn ? TABLE_TEST_DRAWN : TABLE_TEST_EXACT;
    s->test->p = exact.p;
    s->test->drawn = exact.drawn;
    s->test->error = exact.error;
}

static bool test_single(struct tester *s) {
    struct contingency counts = counts_of(s);
    struct contingency_test pearson = contingency_pearson(s->scratch, &counts);
    if (!pearson.defined)
        return false;
    s->test->cramer_v = pearson.cramer_v;
    if (pearson.sparse) {
        test_exactly(s, &counts);
        return true;
    }
    s->test->method = TABLE_TEST_PEARSON;
    s->test->statistic = pearson.statistic;
    s->test->df = pearson.df;
    s->test->p = pearson.p;
    return true;
}

static bool test_multi(struct tester *s) {
    size_t options = s->q->question->option_count, squared = options * options;
    const int64_t *all = cube_pairs(s->scratch, s->cube, s->question);
    int64_t *n = arena_array(s->scratch, s->column_count + 1, sizeof *n);
    int64_t *both = arena_array(s->scratch, s->column_count * squared + 1, sizeof *both);
    for (size_t c = 0; c < s->column_count; c++) {
        n[c] = cube_n(s->cube, s->q, s->columns[c]);
        memcpy(&both[c * squared], &all[s->columns[c] * squared], squared * sizeof *both);
    }
    const struct multiresponse given = {s->column_count, options, n, both};
    struct multiresponse_test m = multiresponse_test(s->scratch, &given);
    if (!m.defined)
        return false;
    s->test->method = TABLE_TEST_RAO_SCOTT;
    s->test->statistic = m.statistic_second;
    s->test->df = m.df_second;
    s->test->p = m.p_second;
    return true;
}

static void test_whole(struct tester *s) {
    choose_columns(s);
    s->test->why = why_not(s);
    if (!s->test->why && !(s->table->multi ? test_multi(s) : test_single(s)))
        s->test->why = _("all gave the same answers, or there is only one column");
}

/* --- in words --- */

static const char *p_text(struct arena *arena, double p) {
    return p < 0.001 ? _("p < 0.001") : arena_printf(arena, _("p = %.3f"), p);
}

static const char *note_whole(struct arena *arena, const struct table_test *test) {
    const char *p = p_text(arena, test->p);
    char drawn[PERCENT_TEXT];
    switch (test->method) {
    case TABLE_TEST_PEARSON:
        return arena_printf(
            arena, _("Differences between the columns: chi-squared = %.2f, df = %g, %s (Pearson; V = %.3f)."),
            test->statistic, test->df, p, test->cramer_v);
    case TABLE_TEST_EXACT:
        return arena_printf(arena,
                            _("Differences between the columns: %s (Fisher's exact test, as expected counts "
                              "are too small for chi-squared; V = %.3f)."),
                            p, test->cramer_v);
    case TABLE_TEST_DRAWN:
        return arena_printf(
            arena,
            _("Differences between the columns: %s (Fisher's exact test, as expected counts are too small "
              "for chi-squared; from %s random tables, standard error %.4f; V = %.3f)."),
            p, percent_thousands(drawn, test->drawn), test->error, test->cramer_v);
    case TABLE_TEST_RAO_SCOTT:
        return arena_printf(
            arena,
            _("Differences between the columns: chi-squared = %.2f, df = %.2f, %s (Rao-Scott, second order). "
              "The ticks of one return hang together, so the plain chi-squared test does not hold for "
              "several answers and is not given."),
            test->statistic, test->df, p);
    case TABLE_TEST_NONE:
        break;
    }
    return arena_printf(arena, _("The columns were not tested as a whole: %s."), test->why);
}

static const char *adjust_words(enum adjust_method method) {
    static const char *const words[] = {
        [ADJUST_NONE] = N_("not adjusted for the number of comparisons"),
        [ADJUST_BONFERRONI] = N_("adjusted by Bonferroni within each row"),
        [ADJUST_HOLM] = N_("adjusted by Holm within each row"),
        [ADJUST_BH] = N_("adjusted by Benjamini and Hochberg (false discovery rate) within each row")};
    return _(words[method]);
}

static const char *note_letters(struct arena *arena, const struct table_test *test) {
    if (test->why_no_letters)
        return arena_printf(arena, _("Columns were not compared with each other: %s."), test->why_no_letters);
    if (test->against_rest)
        return arena_printf(
            arena,
            _("+ and -: the share is higher, lower than among the returns that are not in the column "
              "(p < %g; in brackets p < %g); two-sided z test, %s, at most %zu comparisons. Columns that "
              "share returns cannot be compared with each other."),
            test->upper, test->lower, adjust_words(test->adjust), test->comparisons);
    return arena_printf(arena,
                        _("Letters: the share is higher than in the column of that letter (capital p < %g, "
                          "small p < %g); two-sided z test, %s, at most %zu comparisons."),
                        test->upper, test->lower, adjust_words(test->adjust), test->comparisons);
}

static bool any_uncompared(const struct table *t, const struct table_options *options) {
    for (size_t c = 1; c < t->column_count; c++)
        if (t->columns[c].n < options->small_n || t->columns[c].unknown)
            return true;
    return false;
}

static void add_notes(struct arena *arena, const struct table_options *options, struct table *t) {
    table_notes_add(arena, t, "test", note_whole(arena, t->test));
    if (t->test->why_no_letters != t->test->why || !t->test->why) /* one reason for both is given once */
        table_notes_add(arena, t, "letters", note_letters(arena, t->test));
    if (!t->test->why_no_letters && any_uncompared(t, options))
        table_notes_add(arena, t, "not_compared",
                        arena_printf(arena,
                                     _("Not compared: columns with fewer than %ld returns, and the one of "
                                       "those who did not say which."),
                                     options->small_n));
    if (!t->test->why_no_letters && t->weight)
        table_notes_add(arena, t, "letters_weighted",
                        _("Weighted shares are compared on the effective number of returns of each column."));
}

/* --- both --- */

/* 1 - 0.95 is to be 0.05, not 0.05000000000000004. */
static double rounded(double level) {
    return round(level * 1e12) / 1e12;
}

void table_test(struct arena *arena, const struct cube *cube, size_t question,
                const struct table_options *options, struct table *t) {
    struct table_test *test = arena_alloc(arena, sizeof *test);
    *test = (struct table_test){.against_rest = !cube->partition,
                                .upper = rounded(1 - options->level),
                                .lower = rounded(fmin(1, 2 * (1 - options->level))),
                                .adjust = options->adjust};
    struct tester s = {.arena = arena,
                       .scratch = arena_create(),
                       .cube = cube,
                       .q = &cube->questions[question],
                       .question = question,
                       .table = t,
                       .test = test};
    test_whole(&s);
    arena_destroy(s.scratch);
    if (s.q->numbers)
        test->why_no_letters = test->why;
    else
        table_letters(arena, options, t, test);
    t->test = test;
    add_notes(arena, options, t);
}
