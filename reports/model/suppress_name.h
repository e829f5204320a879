/*
 * suppress_name: one name for one count, whatever table it stands in.
 *
 * A count is of the returns that meet some conditions: those of the base, of the filter, of the column and of the row.
 * Written in one way and in one order they are its name, so that the same count is known again where it stands
 * crossed the other way round, as a base, or as a margin:
 *
 *     row "yes" of trouble, column type=clinic             trouble=yes & type=clinic
 *     n of that column in a table based on trouble = yes   the same
 *
 * What a condition implies is part of the name (a question with a route was asked of those on it).  Two different
 * answers to a question with one answer make a count that cannot but be nought (`impossible`); so does a prefecture that
 * no return is from: which took part is published.  A condition that is
 * no plain answer (q7_count >= 3) stands in the name as it was written, and is the same only where it was written so.
 */
#ifndef SHUKEI_REPORTS_MODEL_SUPPRESS_NAME_H
#define SHUKEI_REPORTS_MODEL_SUPPRESS_NAME_H

#include "engine/tabulation/cube.h"

enum { SUPPRESS_CONDITIONS_MAX = 32 };

struct suppress_name {
    struct arena *arena;
    const struct dataset *dataset;
    const int *homes; /* suppress_name_homes; or NULL */
    const char *conditions[SUPPRESS_CONDITIONS_MAX];
    size_t count;
    bool impossible;
};

/* By association the option of the prefecture question that its returns gave, and no others; below nought: there is
 * none.  The column of such an association is that of its prefecture. */
const int *suppress_name_homes(struct arena *arena, const struct dataset *d);

/* The base and the filter of a question's table. */
struct suppress_name suppress_name_of_base(struct arena *arena, const struct cube *cube, size_t question,
                                           const int *homes);

void suppress_name_answer(struct suppress_name *name, const struct question *question, const char *row);
void suppress_name_condition(struct suppress_name *name, const char *text);
void suppress_name_expr(struct suppress_name *name, const struct expr *e, const char *text);

/* One part of a column's key: "type=hospital". */
void suppress_name_part(struct suppress_name *name, const char *part);
void suppress_name_column(struct suppress_name *name, const char *key); /* all parts; "total": none */

/* The question behind a banner's key; -1: there is none. */
int suppress_name_question(const struct questionnaire *q, const char *key);

/* Whether it has all the conditions of the other. */
bool suppress_name_implies(const struct suppress_name *name, const struct suppress_name *other);

const char *suppress_name_text(const struct suppress_name *name);

#endif
