/*
 * cube: counts.
 *
 * A cube is what was asked (questions x banner, base, filter) and the integers that answer it; no percentage,
 * no text, no rounding.  Everything that is printed is made from a cube (reports/model/table.h), so that PDF,
 * workbook, page and sentence cannot disagree.
 *
 * Columns: column 0 is the total; then one per category of the banner key (or per combination of categories
 * for several keys, the last key varying fastest), including "unknown" (no answer to the key) when the
 * dataset has such returns, so that columns add up to the total.  A multi-answer question as key puts a
 * return into every column that it ticked. Rows of a coded question: one per option in form order, then the
 * silences that the base lets in (a silence that cannot occur in the base has no row; no_answer always has
 * one), then the question's nets, which are no part of any sum.  Rows of a number question: its distribution
 * (each value, or classes); a column's summary is made from it when asked for.  Free text: "answered" and the silences.
 *
 * Base n of a column = returns in base and filter and column, whatever they answered: 無回答 stays in the
 * base, unless the spec leaves it out; then it has no row, and `left_out` says how many it were. `answers` =
 * ticks in all, for percent of answers.
 *
 * Counts are kept by place (cube_banner.h) and read by column, through the functions below: columns that no return
 * can be in share one place, so that the many empty ones of nested banners take neither room nor time.
 *
 * Cost: each row's set is read once (cube_banner.h), whatever the number of columns.  Columns get their names
 * (cube_columns), and numbers their summaries (cube_summary), when somebody asks for them, so that it costs nothing to
 * count many and print few.  Labels are in the questionnaire's language.
 */
#ifndef SHUKEI_ENGINE_TABULATION_CUBE_H
#define SHUKEI_ENGINE_TABULATION_CUBE_H

#include "engine/tabulation/dataset.h"

struct cube_banner;  /* cube_banner.h */
struct cube_numbers; /* cube_number.h */

enum { CUBE_KEYS_MAX = 4 };

struct cube_spec {
    const size_t *questions; /* positions */
    size_t question_count;
    const char *keys[CUBE_KEYS_MAX]; /* "pref", "type", a grouping, a coded question's id, "association",
                                        "channel", "wave" */
    size_t key_count;
    const struct expr *where; /* filter, or NULL */
    const char *where_text;
    const struct expr *base; /* overrides every question's own base; or NULL */
    const char *base_text;   /* source of it */
    bool without_no_answer;  /* those who gave no answer to a question are not in its base */
};

struct cube_column {
    const char *key; /* "total", "type=hospital", "pref=13,type=clinic"; for who did not answer
                        "type=unknown", or "type=no_answer" where an option is called unknown */
    const char *label;
    bool unknown; /* the key was not answered */
};

enum cube_row_kind { CUBE_OPTION, CUBE_SILENCE, CUBE_VALUE, CUBE_ANSWERED, CUBE_NET };
struct cube_row {
    enum cube_row_kind kind;
    const char *key; /* id of the option or net, "no_answer", "3", "2-4" */
    const char *label;
    const char *concept;     /* or NULL */
    int option;              /* CUBE_OPTION: position */
    enum answer_state state; /* CUBE_SILENCE */
};

struct cube_number {            /* over the answers given, per column */
    int64_t given;              /* how many stated a number */
    int64_t unstated;           /* at_least: ticked the parent, gave no number */
    __extension__ __int128 sum; /* millionths */
    int64_t min, max;           /* millionths; undefined when given is 0 */
    int64_t median_twice;       /* the median x 2, exact; undefined when given is 0 */
    /* The quartiles x 4, exact; interpolated between the two values beside them (type 7 of R. J. Hyndman, Y.
     * Fan (1996), The American Statistician 50, 361-365); undefined when given is 0. */
    __extension__ __int128 lower_4, upper_4;
    const int64_t *modes; /* ascending; none when every value given stands alone */
    size_t mode_count;
};

struct cube_question {
    const struct question *question;
    const char *base_text;  /* in words */
    const char *base_where; /* expression, or NULL */
    const struct cube_row *rows;
    size_t row_count;
    size_t net_count; /* of the rows: the last so many are nets */
    int64_t left_out; /* returns that gave no answer, where they are not in the base */
    /* By place; to be had from the functions below. */
    const uint32_t *base;
    const uint32_t *cells;              /* [row * place_count + place] */
    const struct cube_numbers *numbers; /* what summaries are made from; number questions only */
    bool classes;                       /* its rows are classes ("2-4"), not values one by one */
};

struct cube {
    const struct dataset *dataset;
    const struct cube_spec *spec;
    const struct cube_banner *banner;
    size_t column_count, place_count;
    const uint32_t *place;   /* of a column */
    const char *key_label;   /* "都道府県"; NULL without keys */
    const char *filter_text; /* the filter in words; NULL without one */
    bool partition;          /* the columns add up to the total: no key is a multi-answer question */
    const struct cube_question *questions;
    size_t question_count;
};

const struct cube *cube_count(struct arena *arena, const struct dataset *d, const struct cube_spec *spec,
                              struct fault *f) FAULT_CHECKED;

/* The names of all columns. */
const struct cube_column *cube_columns(struct arena *arena, const struct cube *cube);

/* Of one of its questions, in a column: base n, ticks in all, the count of a row, the summary (number questions only). */
int64_t cube_n(const struct cube *cube, const struct cube_question *q, size_t column);
int64_t cube_answers(const struct cube *cube, const struct cube_question *q, size_t column);
int64_t cube_cell(const struct cube *cube, const struct cube_question *q, size_t row, size_t column);
const struct cube_number *cube_summary(struct arena *arena, const struct cube *cube,
                                       const struct cube_question *q, size_t column);

int64_t cube_at(const struct cube *cube, size_t question, size_t row, size_t column);

#endif
