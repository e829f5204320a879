/*
 * microdata: the counted returns of a survey, one row each, as they may leave the house.
 *
 *     const struct microdata *m = microdata_make(arena, store, q, &spec, f);
 *     for (size_t row = 0; row < m->rows; row++)
 *         for (size_t v = 0; v < m->variable_count; v++) {
 *             struct microdata_cell cell;
 *             if (!microdata_cell(m, row, v, &cell, f)) ...
 *         }
 *     microdata_end(m);            // always, once made
 *
 * Every format (writer.h) writes these variables, codes, labels and missing values, so the files agree with each other
 * and with `tabulate`: both count the same dataset.
 *
 * Variables, in form order: a single answer is one code (its place among the options, a prefecture's JIS code); a
 * multi-answer is one 0/1 variable per option and a set that holds them together; a number, a date (shown as the first
 * of its month); a free text as written or not, and, only if asked for, its words with what could tell who somebody is
 * masked (a person's masking where there is one, else the masker's own).  Then what is known of the return itself.
 *
 * What is not there.  The four silences and what is withheld are five codes, the same in all variables (-1 ... -5; a
 * number that can be negative has them below its least value), and never stand for each other:
 *
 *     -1 .a no answer   -2 .b not applicable   -3 .c invalid   -4 .d none of these, where the form has no such option
 *     -5 .e withheld
 *
 * "None of these" printed on the form is an ordinary option.  -4 is an answer: it belongs to the base.
 *
 * Disclosure control (release.h has the rules): type, region, prefecture, association, way, month and week of arrival
 * are released only as far as at least `threshold` returns look alike in all of them; the largest and the smallest
 * numbers are drawn in; sheet number, institution, operator, remark, day of arrival and invalid answers as written are
 * in no file.  The rows are in the order of a hash of what they say, so their places tell nothing of batch or time, and
 * the same returns give the same file in every store.
 *
 * Labels are in the questionnaire's language.  Memory: the dataset's, and some 60 bytes a return; texts lie in a file of the
 * system's that has no name.
 */
#ifndef SHUKEI_REPORTS_MICRODATA_MICRODATA_H
#define SHUKEI_REPORTS_MICRODATA_MICRODATA_H

#include "engine/app/progress.h"
#include "engine/questionnaire/scheme.h"
#include "engine/store/store.h"
#include "engine/tabulation/dataset.h"

enum microdata_missing {
    MICRODATA_NO_ANSWER,
    MICRODATA_NOT_APPLICABLE,
    MICRODATA_INVALID,
    MICRODATA_NONE,
    MICRODATA_WITHHELD,
    MICRODATA_MISSING, /* how many */
};
enum { MICRODATA_GIVEN = -1 };

enum microdata_kind { MICRODATA_CODE, MICRODATA_TICK, MICRODATA_NUMBER, MICRODATA_DATE, MICRODATA_TEXT };

struct microdata_category {
    int code;
    const char *id;              /* of the option */
    const char *label, *concept; /* concept or NULL */
};

enum microdata_source {
    MICRODATA_ROW,      /* the row's number in the file */
    MICRODATA_QUESTION, /* the answer to `question` */
    MICRODATA_WRITTEN,  /* whether there is a text */
    MICRODATA_WORDS,    /* texts[place] */
    MICRODATA_KEY,      /* keys[place] */
    MICRODATA_WEIGHT,   /* weights[place] */
};

struct microdata_variable {
    const char *name;  /* of ASCII; naming.h */
    const char *label; /* whole; formats cut it where they must */
    enum microdata_kind kind;
    enum microdata_source source;
    size_t place;
    const struct question *question;             /* or NULL */
    int option;                                  /* MICRODATA_TICK: position, else -1 */
    const struct microdata_category *categories; /* MICRODATA_CODE, MICRODATA_TICK */
    size_t category_count;
    int decimals;      /* MICRODATA_NUMBER: 0..6 */
    int64_t low, high; /* MICRODATA_NUMBER: what is beyond is shown as this; millionths */
    int64_t beyond;    /* how far below zero the missing codes begin: 0, 10, 100, ... */
    size_t text_bytes; /* MICRODATA_TEXT: of the longest */
    int set;           /* MICRODATA_TICK: place in sets, else -1 */
    uint32_t told;     /* the keys that it tells by its routing (release_told.h) */
};

/* The ticks of a multi-answer question: `count` variables from `first` on. */
struct microdata_set {
    const char *name, *label;
    const struct question *question;
    size_t first, count;
};

struct microdata_spec {
    bool with_text;
    long threshold;          /* least number of returns that look alike; 1: nothing is withheld */
    const char *const *keys; /* ids of further questions by which a respondent might be recognised */
    size_t key_count;
    struct progress *progress; /* shown while it lasts; or NULL */
};

struct release;
struct microdata_texts;
struct microdata_block;

struct microdata {
    const struct questionnaire *q;
    const struct dataset *dataset;
    struct microdata_spec spec;
    const struct microdata_variable *variables;
    size_t variable_count;
    const struct microdata_set *sets;
    size_t set_count;
    const struct release *release;
    struct microdata_texts *texts; /* NULL without */
    const uint32_t *order;         /* by row: the dataset's return */
    size_t rows;
    struct microdata_block *block; /* rows that are being read */
    long sent;                     /* questionnaires sent; 0: unknown */
    const char *made;              /* ISO date: SOURCE_DATE_EPOCH if that is set, else today */
};

struct microdata_cell {
    int missing;      /* enum microdata_missing, or MICRODATA_GIVEN */
    int64_t number;   /* code, 0 or 1, millionths, days since 1970-01-01 */
    const char *text; /* until the next cell is asked for */
};

enum { MICRODATA_THRESHOLD = 5 };

/* Whether the wishes can be met for this questionnaire; a usage fault says why not. */
bool microdata_check(const struct questionnaire *q, const struct microdata_spec *spec,
                     struct fault *f) FAULT_CHECKED;

/* After microdata_check; NULL on a fault. */
struct microdata *microdata_make(struct arena *arena, struct store *store, const struct questionnaire *q,
                                 const struct microdata_spec *spec, struct fault *f) FAULT_CHECKED;
/* Of a dataset in memory, without texts; for tests. */
struct microdata *microdata_of(struct arena *arena, const struct dataset *d,
                               const struct microdata_spec *spec, struct fault *f) FAULT_CHECKED;
void microdata_end(struct microdata *m); /* NULL is allowed */

bool microdata_cell(const struct microdata *m, size_t row, size_t variable, struct microdata_cell *cell,
                    struct fault *f) FAULT_CHECKED;
/* The same of the dataset's return `at`, for those who count: it reads memory in order.  Its row is not the file's. */
bool microdata_cell_at(const struct microdata *m, size_t at, size_t variable, struct microdata_cell *cell,
                       struct fault *f) FAULT_CHECKED;

/* Called by writers before each row: shows how far it is, and is a fault when the user has interrupted. */
bool microdata_step(const struct microdata *m, size_t row, struct fault *f) FAULT_CHECKED;

/* -1 ... -5, or below the least value. */
int64_t microdata_missing_code(const struct microdata_variable *variable, enum microdata_missing missing);
const char *microdata_missing_key(enum microdata_missing missing);  /* "no_answer" ... */
const char *microdata_missing_name(enum microdata_missing missing); /* translated */
/* Whether a variable of the kind can be missing so. */
bool microdata_may_miss(const struct microdata_variable *variable, enum microdata_missing missing);

/* Number in the variable's places: "3", "2.5"; code; ISO date. */
enum { MICRODATA_DIGITS = 40 };
char *microdata_number_text(char out[MICRODATA_DIGITS], const struct microdata_variable *variable,
                            int64_t number);
/* Its code. */
char *microdata_missing_text(char out[MICRODATA_DIGITS], const struct microdata_variable *variable,
                             enum microdata_missing missing);

#endif
