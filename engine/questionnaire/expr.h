/*
 * expr: the small language of bases, filters, routing and rules.
 *
 *     q3 = yes            single: the option is ticked            q3 != yes      answered, and not that
 *     q4 has masked       multi: the option is ticked             q4 has any (a, b)   q4 has all (a, b)
 *     pref in (13, 27)    single: one of the options
 *     q7_count >= 3       number: = != < <= > >=                  received >= 2023-12-01 (dates likewise)
 *     q5 contains "返戻"   free text: substring after folding
 *     answered(q5)  no_answer(q5)  invalid(q5)  not_applicable(q5)  none(q5)   (ANSWER_GIVEN, ANSWER_NO_ANSWER, ...)
 *     ticks(q4) >= 2      number of options ticked
 *     and  or  not  ( )   true  false
 *
 * Arithmetic, of numbers, days and ticks( ), each times a constant, without parentheses (EXPR_SUM):
 *
 *     men + women = staff      2 * beds <= rooms - 1      left - entered >= 30      ticks(q4) = kinds
 *     sum(men, women) = staff  what is left empty counts as nothing; false when all are empty
 *
 * It is exact, and false when one of the answers is missing (outside of sum).
 *
 * A value may be an option's id, or its label, wording or an alias ("…" or 「…」 when it is not one word).
 * Names: question ids, the keys `pref`, `type`, groupings, and the return's own `association`, `channel`
 * (compared with a bare word or a "quoted string"), `sheet`, `received`.  A comparison with something that
 * was not answered is false; so `not (q3 = yes)` holds for the no-answers, and `answered(q3) and not (q3 =
 * yes)` does not.
 *
 * Compile once against a questionnaire (a misspelt question or option is a fault that proposes the nearest
 * name), then evaluate per response (expr_holds) or, in tabulation, for all returns at once (dataset_where).
 * The tree is public so that both evaluators walk the same thing.
 */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_EXPR_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_EXPR_H

#include "engine/questionnaire/questionnaire.h"

enum expr_op {
    EXPR_TRUE,
    EXPR_AND, /* a, b */
    EXPR_OR,
    EXPR_NOT,      /* a */
    EXPR_ANY,      /* question has any option of `options` (also =, in, has) */
    EXPR_ALL,      /* question has all of `options` */
    EXPR_NUMBER,   /* question <relation> value (millionths; dates: days since 1970-01-01) */
    EXPR_TICKS,    /* number of ticks <relation> value (plain) */
    EXPR_CONTAINS, /* folded text contains folded `text` */
    EXPR_STATE,    /* answer state == value (enum answer_state) */
    EXPR_SUM,      /* value + the terms <relation> nothing (expr_sum) */
    EXPR_FIELD,    /* return field <relation> text (only = and !=; FIELD_RECEIVED: any, by date) */
};

enum expr_relation { RELATION_EQ, RELATION_NE, RELATION_LT, RELATION_LE, RELATION_GT, RELATION_GE };

/* One part of a sum. */
enum expr_term_kind { TERM_NUMBER, TERM_DAY, TERM_TICKS };
struct expr_term {
    int question;
    enum expr_term_kind kind;
    int64_t factor; /* millionths */
    bool optional;  /* an answer that is missing counts as nothing */
};

struct expr {
    enum expr_op op;
    const struct expr *a, *b;
    int question;        /* position, or -1 */
    uint64_t options[4]; /* set of option positions (single: up to 240) */
    enum expr_relation relation;
    int64_t value;
    const char *text; /* folded for EXPR_CONTAINS */
    int field;        /* enum return_field */
    const struct expr_term *terms;
    size_t term_count;
};

/* NULL on a fault, which names the column in the expression.  An empty text means "everybody" (EXPR_TRUE). */
const struct expr *expr_compile(struct arena *arena, const struct questionnaire *q, const char *text,
                                struct fault *f) FAULT_CHECKED;

/* The same, of what stands after an option: what cannot be read was typed wrongly, and the fault names the option. */
const struct expr *expr_compile_option(struct arena *arena, const struct questionnaire *q, const char *option,
                                       const char *text, struct fault *f) FAULT_CHECKED;

const struct expr *expr_and(struct arena *arena, const struct expr *a, const struct expr *b); /* NULL: true */

/* Whether both say the same in the same way, however they are written ("q7 = yes" and `q7 = "yes"`). */
bool expr_same(const struct expr *a, const struct expr *b);

/* Calls visit for every question the expression refers to. */
void expr_questions(const struct expr *e, void (*visit)(int question, void *data), void *data);

bool expr_compare(int64_t left, enum expr_relation relation, int64_t right);

/* The value of EXPR_SUM in millionths; false when an answer that it needs is missing.  `value` gives a number
 * in millionths, a day or a count of ticks, and false when the question was not answered. */
struct expr_terms {
    bool (*value)(const void *data, const struct expr_term *term, int64_t *value);
    const void *data;
};
bool expr_sum(const struct expr *e, const struct expr_terms *of, int64_t *millionths);

struct response;
bool expr_sum_of(const struct expr *e, const struct questionnaire *q, const struct response *response,
                 int64_t *millionths);

/* A sum by itself, without a relation: "men + women". */
const struct expr *expr_sum_compile(struct arena *arena, const struct questionnaire *q, const char *text,
                                    struct fault *f) FAULT_CHECKED;

bool expr_holds(const struct expr *e, const struct questionnaire *q, const struct response *response);

/* EXPR_FIELD against one value of the field (NULL or "": false): an association by any of its names, a
 * channel or sheet after folding, `received` as an ISO date. */
bool expr_field_holds(const struct expr *e, const char *value);

#endif
