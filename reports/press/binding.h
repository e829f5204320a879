/*
 * binding: numbers in running text, taken from where they were counted when the text is printed.
 *
 *     {q4.masked|percent0}                 row `masked` of table q4, as a percentage without decimals   67%
 *     {q4.masked|count,}                   its count with thousands separators                          3,492
 *     {q3.yes@type=hospital|percent1}      the column type=hospital of the table crossed by type
 *     {q4.#1|label}                        the option that most ticked
 *     {q3|n}  {q3@type=dental|n,}          the base of a column
 *     {q7_count|at_least}                  a number question's total with unstated ones counted as one  753
 *     {survey|returns,} {survey|rate1}     facts of the whole survey (struct binding_fact)
 *     {before:q1.yes|percent1}             another source of the kit: a survey, a published one, a series
 *     {usage:total@2023-12|value}          a series: item@period
 *     {q1.yes - before:q1.yes|change1}     the difference of two                                        21.5ポイント増
 *     {q1.yes - 50%|words:過半数/半数未満} words that depend on it
 *     {usage:*@2024-05|value} {q4.*|label}  in a row of a table that is repeated for each item or option
 *     {q1.yes|about} {q1.yes|claim:過半数} vague words that the number supports (binding_words.c)
 *
 * templates/press/README.md lists the formats.  A final comma asks for thousands separators.  `{{` is a brace.
 *
 * A difference is of exact numbers and rounded once; of two shares it is in points.  `words` are chosen by the
 * difference as it is printed with the same number of places, so that "more" never stands beside 0.0.
 *
 * Nothing is printed for a cell that does not exist, for a format that is not known, or for a suppressed
 * cell: those are faults, with the JSON pointer of the text, the reference, and the nearest that does exist.
 * Every number that was printed is recorded, so that it can be traced back to its cell.
 */
#ifndef SHUKEI_REPORTS_PRESS_BINDING_H
#define SHUKEI_REPORTS_PRESS_BINDING_H

#include "engine/base/json.h"
#include "reports/model/table.h"
#include "reports/series/series_table.h"

struct binding_fact {
    const char *name; /* "returns", "rate" */
    int64_t count;
    int64_t n;           /* > 0: a share, printed as a percentage */
    const char *text;    /* not NULL: printed as it stands */
    const char *missing; /* not NULL: why it is not known, and the remedy */
};

enum binding_kind { BINDING_SURVEY, BINDING_PUBLISHED, BINDING_SERIES };

struct binding_source {
    const char *name; /* in references, before a colon; "": the kit's own survey */
    enum binding_kind kind;
    /* a survey */
    const struct table_set *tables; /* not crossed */
    /* A question's table crossed by a key ("type"), made when first asked for. */
    const struct table_set *(*crossed)(void *data, const char *key, const char *question, struct fault *f);
    void *data;
    const struct binding_fact *facts; /* of a survey, and of a published one */
    size_t fact_count;
    /* the others */
    const struct published_survey *published;
    const struct series_table *series;
};

struct binding {           /* one number as it was printed */
    const char *pointer;   /* of the text in the kit */
    const char *reference; /* without braces */
    const char *source;    /* its name, "" for the kit's own survey */
    const char *table, *row, *column,
        *format;        /* row NULL: the column's base or summary; all but table NULL: a fact */
    const char *text;   /* as printed */
    int64_t count, n;   /* numerator and denominator; n 0: no share */
    const char *weight; /* the percentage is of weighted counts: the scheme; or NULL */
    const char *base_text, *base_where; /* or NULL */
};

struct binder {
    struct arena *arena;
    const struct binding_source *sources;
    size_t source_count;
    const char *star; /* what a * in a reference stands for at present, or NULL */
    struct binding *made;
    size_t made_count, made_capacity;
};

/* The node's string with its references replaced; NULL on a fault that begins with the node's pointer. */
const char *binder_text(struct binder *binder, const struct json *node, struct fault *f) FAULT_CHECKED;

/* By name; NULL when there is none. */
const struct binding_source *binder_source(const struct binder *binder, const char *name);

/* A node that is one reference and nothing else, as it is printed and as a number: per cent of a share, how many, or of
 * two numbers their difference (of shares in points) or ratio.  Text without a number (a word, a dash): known is
 * false. */
struct binder_number {
    const char *text;
    double value;
    int64_t n; /* what it is a share of; 0: not known */
    bool known, share;
};
bool binder_number(struct binder *binder, const struct json *node, struct binder_number *out,
                   struct fault *f) FAULT_CHECKED;

/* What a table's row is repeated for: the items of a series ("name"), or the options of a question ("table",
 * "name:table").  With binder->star set to a key, a * in a reference means that one; a source that has none such
 * prints a dash. */
struct binder_each_item {
    const char *key;
    bool whole; /* stands for all the others */
};
struct binder_each {
    struct binder_each_item *items;
    size_t count;
};
bool binder_each(const struct binder *binder, const struct json *node, struct binder_each *out,
                 struct fault *f) FAULT_CHECKED;

#endif
