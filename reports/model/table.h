/*
 * table: what is printed of a cube; the one place where a count becomes a percentage.
 *
 * Rounding, intervals, marks and suppression are decided here, once, in the cell that every renderer prints.
 * A table names its base in words and its n, its percentage's kind, and carries notes.  Made from a cube by
 * table_make and frozen.
 *
 * cell.text is the percentage as printed ("49.2%"), rounded half up from the exact integers; percent, low,
 * high are unrounded and in percent.  A suppressed cell has no numbers: `suppressed` is true and count,
 * percent, low, high must not be read; its text is TABLE_HIDDEN.  A cell whose n is 0 has no percentage
 * either: its text is "-".  Rows of nets stand last and are no part of any sum.  So has a silence when the
 * percentages are of answers: it is none.
 *
 * Suppression (table_suppress.h) hides small counts and whatever would give them away, in this table or another one
 * of those that are made together.  A base is a count too: a hidden n is TABLE_N_HIDDEN and is printed as TABLE_HIDDEN;
 * a count that is a share of it has no percentage, and TABLE_HIDDEN for its text.
 */
#ifndef SHUKEI_REPORTS_MODEL_TABLE_H
#define SHUKEI_REPORTS_MODEL_TABLE_H

#include "engine/base/percent.h"
#include "engine/statistics/adjust.h"
#include "engine/statistics/interval.h"
#include "engine/tabulation/cube.h"
#include "engine/tabulation/cube_weight.h"

#define TABLE_HIDDEN "*"
enum { TABLE_N_HIDDEN = -1 }; /* for an n that must not show */
#define TABLE_SMALL_N "†"     /* printed at the head of a column with the mark "small_n" */

/* Of what a percentage is: the returns in the base of its column (the share of a column), the answers given
 * there, the returns of its row in all columns, or the returns in the base of all columns. */
enum table_percent { TABLE_OF_CASES, TABLE_OF_ANSWERS, TABLE_OF_ROW, TABLE_OF_TOTAL };
enum table_order {
    TABLE_AS_ON_FORM,
    TABLE_BY_COUNT /* options only, of the total, greatest first; hidden ones last */
};

struct table_population; /* reports/model/table_population.h */

struct table_options {
    enum table_percent percent;
    enum table_order order;
    enum interval_method interval;
    double level; /* 0.95 */
    const struct table_population
        *population; /* per column, for the finite population correction; NULL: none */
    long suppress;   /* hide cells whose count is in 1 .. suppress-1; 0: none */
    long small_n;    /* columns with fewer returns than this get the mark "small_n"; 0: none (default 30) */
    const struct cube_weights *weights; /* of the same cube; NULL: unweighted (table_weight.h) */
    bool letters;              /* columns are compared, and the table tested: reports/model/table_test.h */
    enum adjust_method adjust; /* of the comparisons in a row (default bonferroni) */
    const char *lang;          /* of the program's own words in it; NULL: the questionnaire's */
};
extern const struct table_options table_default_options;

/* "cases", "answers", "row", "total"; "column" means cases too. */
const char *table_percent_name(enum table_percent percent);
bool table_percent_parse(const char *name, enum table_percent *percent);

struct table_cell {
    int64_t count, n;
    double percent, low, high;
    char text[PERCENT_TEXT];
    bool suppressed;
    bool has_interval;
    bool weighted; /* percent, text, low, high are; count and n are not */
    double weighted_count, n_effective;
    const char *const *marks; /* "small_n", and each letter */
    size_t mark_count;
    const char *letters; /* of the columns whose share is lower: "A c"; NULL: none */
};

struct table_column {
    const char *key, *label;
    int64_t n;
    double weighted_n, n_effective; /* of a weighted table */
    bool unknown;
    const char *area;   /* the code of the prefecture that it is, whichever question asks for it; or NULL */
    const char *letter; /* "A"; NULL: not compared */
};

enum table_row_kind { TABLE_OPTION, TABLE_SILENCE, TABLE_VALUE, TABLE_ANSWERED, TABLE_NET };
struct table_row {
    enum table_row_kind kind;
    const char *key, *label, *concept;
    const struct table_cell *cells; /* column_count of them */
};

struct table_summary { /* number questions, per column; texts as printed, numbers unrounded */
    bool suppressed;   /* nothing else but the texts may be read */
    int64_t given, unstated;
    double sum, mean, median, lower, upper, min, max; /* lower, upper: quartiles */
    const double *modes;
    size_t mode_count;
    const char *given_text, *unstated_text; /* unstated_text: with at_least_text, or NULL */
    const char *sum_text, *mean_text, *median_text, *lower_text, *upper_text, *mode_text, *min_text,
        *max_text;
    const char *at_least_text; /* total with unstated counted as one each: "753", or NULL */
    double weighted_mean;      /* valid when weighted_mean_text is not NULL */
    const char *weighted_mean_text;
    double at_least; /* valid when at_least_text is not NULL */
};

struct table {
    const char *id; /* question id; with the keys for a crossed one, so that it is unique in a set of several
                       banners */
    const char *question; /* id */
    const char *number;   /* "問4" */
    const char *kind;     /* "single", "multi", "number", "text", "prefecture", "date" */
    const char *title;
    const char *unit;                   /* "医療機関" */
    const char *base_text, *base_where; /* base_where NULL: all */
    const char *filter, *filter_text;   /* --where, and in words; or NULL */
    const char *weight, *weight_label;  /* id of the scheme and what it is called, or NULL */
    int64_t base_n;
    int64_t left_out; /* returns without an answer that are not in the base; 0: they are */
    enum table_percent percent;
    const char *key_label; /* banner's name ("都道府県"), NULL without a banner */
    const struct table_column *columns;
    size_t column_count;
    const struct table_row *rows;
    size_t row_count, net_count;           /* the last net_count of the rows are nets */
    const struct table_summary *summaries; /* per column, or NULL */
    const char *const *notes;              /* printed under the table */
    const char *const *note_codes;         /* of each, for programs: table_notes.c */
    size_t note_count;
    bool multi;                    /* 複数回答 */
    const struct table_test *test; /* reports/model/table_test.h; NULL: not asked for */
};

/* Made for the questions and the banner of one cube. */
struct table_set {
    const struct dataset *dataset;
    const struct questionnaire *questionnaire;
    struct table_options options;
    const struct table *tables;
    size_t count;
    const char *const *notes; /* of the whole: rounding, synthetic data */
    const char *const *note_codes;
    size_t note_count;
    const char *interval_note;    /* what the intervals are, for where they are shown; NULL without */
    const char *interval_heading; /* the same over a column (interval_words.h) */
    bool hidden_alone;            /* under suppression: without regard to other outputs (table_suppress.h) */
    const char *source;           /* whose returns these are, and in which state */
};

/* By itself: what is hidden is hidden with regard to these tables only.  Not for so many that table_suppress refuses. */
const struct table_set *table_make(struct arena *arena, const struct cube *cube,
                                   const struct table_options *options);

/* As one of several sets that are printed together; hidden: by question, from table_suppress; NULL: nothing is. */
struct table_hidden;
const struct table_set *table_make_hidden(struct arena *arena, const struct cube *cube,
                                          const struct table_options *options,
                                          const struct table_hidden *hidden);

/* The percentage with any number of decimals: text, whole number (49.2% is 492) and share (0..1), and the count
 * that stands beside it: of a weighted cell the weighted ones, from which they cannot be told by count and n.  Of
 * cells that are not suppressed; n > 0 for all but the count. */
void table_cell_percent(const struct table_cell *cell, int decimals, char out[PERCENT_TEXT]);
int64_t table_cell_scaled(const struct table_cell *cell, int decimals);
double table_cell_share(const struct table_cell *cell);
int64_t table_cell_shown_count(const struct table_cell *cell);

/* n of the base as it is printed beside the base's words: "8,672", of a weighted table with the effective n. */
const char *table_base_n_text(struct arena *arena, const struct table *table);

/* "8,672", or TABLE_HIDDEN. */
const char *table_n_text(struct arena *arena, int64_t n);

/* By question id; row by key; NULL when there is none. */
const struct table *table_find(const struct table_set *set, const char *question);
const struct table_row *table_row_find(const struct table *table, const char *key);
int table_column_find(const struct table *table, const char *key); /* -1 */
/* For a fault: the key that somebody probably meant who wrote one that does not exist.  The one of this label, or spelt
 * like it, or else the first. */
const char *table_row_instead(const struct table *table, const char *written);
const char *table_column_instead(const struct table *table, const char *written);

bool table_cell_has_mark(const struct table_cell *cell, const char *mark);
/* TABLE_SMALL_N when the column has few returns, else "". */
const char *table_column_mark(const struct table *table, size_t column);
/* The title, of a crossed table with what it is crossed by: "トラブルの有無（区分別）". */
const char *table_full_title(struct arena *arena, const struct table *table);
bool table_has_letters(const struct table *table); /* in any cell */
/* The percentage as printed, with the letters behind it. */
const char *table_cell_text(struct arena *arena, const struct table_cell *cell);

#endif
