/*
 * audit_reference: what the store says, for a draft to be held against.
 *
 * The figures of a survey are its tables' cells: of all returns, of each type of institution, of each prefecture (counted from the
 * returns; where there are none, the published ones).  Each has the names by which a draft can speak of it: label, full wording and
 * aliases of its option, cut into *grams* (audit_match.h).  Numbers (cases, persons) are quantities: their total, the total at
 * least, mean, median.  The other waves of its series that the store has are read in the same way; a figure is known there by its
 * concept.  The store's reference series are courses that a record or a run of falls is held against.
 *
 * Read once per run; everything lives in the arena.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_REFERENCE_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_REFERENCE_H

#include "reports/audit/audit.h"

struct audit_name {
    const char *text; /* audit_match_fold */
    size_t *grams;    /* positions in audit_reference.grams */
    size_t gram_count;
    double weight; /* of them together */
    bool generic;  /* あった, ない: nothing without its question */
};

struct audit_names {
    struct audit_name *list;
    size_t count, capacity;
};

struct audit_figure {
    struct audit_names names;
    const char *label, *concept;   /* concept: NULL without */
    size_t question;               /* position in audit_reference.questions */
    const int64_t *counts, *bases; /* per column, 0 is the total; counts NULL: not known; base 0: likewise */
    const char *percent;           /* as published, where there is no count; NULL */
    bool closing;                  /* その他, none of these: no answer that could be the most common */
    bool net, silence;
};

struct audit_question {
    struct audit_names names;
    const char *title, *concept, *base; /* base: in words */
    size_t first, count;                /* of its figures */
    int64_t silent;                     /* who gave no answer, of all */
    bool key;                           /* its answers are the columns */
};

/* A number question. */
struct audit_quantity {
    struct audit_names names;
    const char *label, *unit; /* unit: folded */
    double sum, mean, median;
    int64_t at_least; /* its total, every return without a number counted as one; 0: nobody left it out */
};

enum audit_division_kind { DIVISION_ALL, DIVISION_TYPE, DIVISION_PLACE, DIVISION_KINDS };

struct audit_division { /* a column of every figure */
    struct audit_names names;
    const char *label;
    enum audit_division_kind kind;
};

struct audit_gram {
    uint64_t key;
    double weight;
    size_t names, mark; /* in how many figures and questions; the last of them that was counted */
};

/* What a text was found to have, by its words (audit_match.c). */
enum { AUDIT_KEPT = 4096 };
struct audit_kept {
    const char *text;
    const bool *grams;
    bool divided, several;  /* divided: its division was looked for */
    size_t division, after; /* after: SIZE_MAX where nothing was found */
};

struct audit_wave {
    const char *label, *year, *order; /* year: "2024"; order: ISO day or month */
    const struct audit_reference *reference;
};

struct audit_reference {
    struct arena *arena;
    const struct audit_words *words;
    struct audit_figure *figures;
    size_t figure_count, figure_capacity;
    struct audit_question *questions;
    size_t question_count, question_capacity;
    struct audit_names self; /* title and organiser: words that limit nothing */
    struct audit_quantity *quantities;
    size_t quantity_count, quantity_capacity;
    struct audit_division *columns; /* [0] is the total */
    size_t column_count;
    struct audit_gram *grams; /* sorted */
    size_t gram_count, gram_capacity;
    struct audit_kept *kept;
    int64_t returns, sent;             /* 0: not known */
    const char *label, *year, *order;  /* of this wave */
    const char *series, *title, *unit; /* unit: of a return */
    struct audit_wave *waves;          /* the others of the series, oldest first */
    size_t wave_count, wave_capacity;
    size_t before; /* the last of them that is older; SIZE_MAX: none */
    double **courses;
    size_t *lengths, course_count, course_capacity, length_capacity;
};

const struct audit_reference *audit_reference_read(struct arena *arena, const char *store_path,
                                                   const char *survey, struct fault *f) FAULT_CHECKED;

/* The values of the i-th series, oldest first, at most `room`; 0 when there is none (also for a reference of NULL). */
size_t audit_reference_course(const struct audit_reference *r, size_t i, double *values, size_t room);

/* Whether the store has this number as a lower bound: a total to which returns without a number counted one each.  counter: what stands
 * behind it in the draft, 件 or 人 ... */
bool audit_reference_at_least(const struct audit_reference *r, int64_t number, const char *counter);

/* The same figure in another wave, or NULL. */
const struct audit_figure *audit_reference_in(const struct audit_reference *r, const struct audit_figure *g,
                                              const struct audit_wave *wave);

#endif
