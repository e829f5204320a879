/*
 * binding: numbers in running text, taken from table cells when the text is printed.
 *
 *     {q4.masked|percent0}                 row `masked` of table q4, as a percentage without decimals   67%
 *     {q4.masked|count,}                   its count with thousands separators                          3,492
 *     {q3.yes@type=hospital|percent1}      the column type=hospital of the table crossed by type
 *     {q3|n}  {q3@type=dental|n,}          the base of a column
 *     {q7_count|at_least}                  a number question's total with unstated ones counted as one  753
 *     {survey|returns,} {survey|rate1}     facts of the whole survey (struct binding_fact)
 *
 * A reference is `table[.row][@column]|format`; formats of cells are `count`, `percent` (as the table prints
 * it), `percent0`..`percent3`, `low1`, `high1` (the interval); of columns `n`; of number questions
 * `at_least`, `given`, `unstated`, `sum`, `mean`, `median`, `min`, `max`.  A final comma asks for thousands
 * separators.  `{{` is a brace.
 *
 * Nothing is printed for a cell that does not exist, for a format that is not known, or for a suppressed
 * cell: those are faults, with the JSON pointer of the text, the reference, and the nearest that does exist.
 * Every number that was printed is recorded, so that it can be traced back to its cell.
 */
#ifndef SHUKEI_REPORTS_PRESS_BINDING_H
#define SHUKEI_REPORTS_PRESS_BINDING_H

#include "engine/base/json.h"
#include "reports/model/table.h"

struct binding_fact {
    const char *name; /* "returns", "rate" */
    int64_t count;
    int64_t n;           /* > 0: a share, printed as a percentage */
    const char *text;    /* not NULL: printed as it stands */
    const char *missing; /* not NULL: why it is not known, and the remedy */
};

struct binding {           /* one number as it was printed */
    const char *pointer;   /* of the text in the kit */
    const char *reference; /* without braces */
    const char *table, *row, *column,
        *format;      /* row NULL: the column's base or summary; all but table NULL: a fact */
    const char *text; /* as printed */
    int64_t count, n; /* numerator and denominator; n 0: no share */
    const char *base_text, *base_where; /* or NULL */
};

struct binder {
    struct arena *arena;
    const struct table_set *tables; /* not crossed */
    /* The tables crossed by a key ("type"), made when first asked for. */
    const struct table_set *(*crossed)(void *data, const char *key, struct fault *f);
    void *data;
    const struct binding_fact *facts;
    size_t fact_count;
    struct binding *made;
    size_t made_count, made_capacity;
};

/* The node's string with its references replaced; NULL on a fault that begins with the node's pointer. */
const char *binder_text(struct binder *binder, const struct json *node, struct fault *f) FAULT_CHECKED;

#endif
