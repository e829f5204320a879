/*
 * table_test: which columns of a table differ, and whether they differ at all (`tabulate --test letters`).
 *
 * Letters.  Columns are lettered A, B, C, ...; the total and those who did not answer the key have no letter, nor has a column
 * with fewer returns than options.small_n.  In each row every two lettered columns are compared (two-sided z test of two
 * independent proportions with the pooled one, engine/statistics/proportion.h); the cell with the higher share gets the
 * letter of the column that it exceeds: a capital where the adjusted p is below 1 - level (.05), a small letter where it
 * is below twice that (.10).  Adjustment is over the comparisons of one row.  A suppressed cell is not compared.
 *
 * Overlapping columns (the key is a question with several answers) are not compared with each other: a return in both would
 * count on both sides.  Each is compared with all returns in the base that are not in it: + and - (higher, lower), (+)
 * and (-) at twice the level, adjusted over the columns of a row.
 *
 * Weighted shares are compared on Kish's effective numbers of returns, as other programs do; overlapping columns of a weighted
 * table are not compared.
 *
 * The table as a whole.  Single answers: Pearson's chi squared of rows x columns, silences included as they are in the
 * base; where expected counts are too small for it, Fisher's exact test, by counting or by drawing.  Several answers: the
 * Rao-Scott test of the second order (engine/statistics/multiresponse.h).  Columns without an answer to the key are left
 * out.  What cannot be tested has `why`: overlapping columns, numbers, a weighted table, and a table with suppressed cells, which the
 * statistic would help to recover.
 *
 * In the cell: `letters` ("A c"), for printing beside the percentage, and each one among its marks.
 */
#ifndef SHUKEI_REPORTS_MODEL_TABLE_TEST_H
#define SHUKEI_REPORTS_MODEL_TABLE_TEST_H

#include "reports/model/table.h"

enum table_test_method {
    TABLE_TEST_NONE,
    TABLE_TEST_PEARSON,
    TABLE_TEST_EXACT,
    TABLE_TEST_DRAWN,
    TABLE_TEST_RAO_SCOTT
};

struct table_test {
    enum table_test_method method;
    const char *why; /* TABLE_TEST_NONE: not tested as a whole, because ... */
    int64_t n;
    double statistic, df; /* pearson, rao-scott */
    double p;
    double cramer_v; /* all but rao-scott */
    int64_t drawn;   /* drawn: how many tables, and the standard error of p */
    double error;
    const char *why_no_letters; /* or NULL */
    bool against_rest;          /* + and - in place of letters */
    size_t lettered;            /* columns compared */
    size_t comparisons;         /* in a row, at most */
    double upper, lower;        /* levels of capitals and of small letters */
    enum adjust_method adjust;
};

const char *table_test_name(enum table_test_method method);   /* "pearson", "fisher", ...; NULL for none */
bool table_test_has_statistic(const struct table_test *test); /* and df */
bool table_test_has_v(const struct table_test *test);

/* Fills test, and letters and marks of t's columns and cells, and adds the notes; in the language in force.  t is finished
 * otherwise. */
void table_test(struct arena *arena, const struct cube *cube, size_t question,
                const struct table_options *options, struct table *t);

/* Reads --test and --adjust (either may be NULL) into the options; usage faults. */
bool table_test_options(const char *test, const char *adjust, struct table_options *options,
                        struct fault *f) FAULT_CHECKED;

/* The part of it that sets letters (table_letters.c). */
void table_letters(struct arena *arena, const struct table_options *options, struct table *t,
                   struct table_test *test);

#endif
